//! Views as lines.

use std::io::{self, Write};

use crate::app::{GaugeView, Item, Kind, Model, Para, ParaKind, View};

/// What has been said, so that only what is new is said next.
pub struct Said {
    width: Option<usize>,
    /// The screen and node last said, and what the meters were.
    screen: Option<(Kind, Option<usize>)>,
    gauges: Option<Vec<GaugeView>>,
}

impl Said {
    /// Nothing said yet.
    pub fn new(width: Option<usize>) -> Self {
        Self { width, screen: None, gauges: None }
    }

    /// What stands on the screen is to be said again, though it is the screen that was said last.
    pub fn forget(&mut self) {
        self.screen = None;
    }

    /// A line of the program's own.
    pub fn line(&self, out: &mut impl Write, words: &str) -> io::Result<()> {
        self.write(out, "", words)?;
        out.flush()
    }

    fn write(&self, out: &mut impl Write, mark: &str, words: &str) -> io::Result<()> {
        // Whatever it was made from, no sign reaches a terminal that it could take for a command.
        let words: String = words.chars().filter(|c| *c == '\n' || !crate::diagnostic::is_control(*c)).collect();
        for row in words.split('\n') {
            match self.width {
                Some(width) => {
                    let blank = " ".repeat(mark.chars().count());
                    let options = textwrap::Options::new(width).initial_indent(mark).subsequent_indent(&blank);
                    for line in textwrap::wrap(row, options) {
                        writeln!(out, "{line}")?;
                    }
                }
                None => writeln!(out, "{mark}{row}")?,
            }
        }
        Ok(())
    }

    /// What is typed at: nothing but a sign.
    pub fn prompt(&self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let key = if model.screen().kind == Kind::Name { "plain.name-prompt" } else { "plain.prompt" };
        write!(out, "{}", model.words.get(key))?;
        out.flush()
    }

    /// The model's screen, if it is not the one that was said last: a page from where reading begins, anything else whole.
    pub fn screen(&mut self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let view = model.view();
        let now = (model.screen().kind.clone(), model.session.as_ref().map(crate::playthrough::Session::current));
        let settings = now.0 == Kind::Settings;
        if self.screen.as_ref() == Some(&now) && !settings {
            return Ok(());
        }
        self.screen = Some(now);
        self.part(out, model, &view, view.start, false)
    }

    /// The page as it is, once more.
    pub fn current(&mut self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let view = model.view();
        self.part(out, model, &view, view.start, true)
    }

    /// The page before, once more.
    pub fn earlier(&mut self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let view = model.view();
        if view.start == 0 {
            return self.line(out, model.words.get("plain.nothing-earlier"));
        }
        self.paras(out, model, &view.paras[..view.start])
    }

    /// The screen from its first line.
    pub fn whole(&mut self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let view = model.view();
        self.part(out, model, &view, 0, true)
    }

    fn part(&mut self, out: &mut impl Write, model: &Model, view: &View, from: usize, meters: bool) -> io::Result<()> {
        if !view.title.is_empty() && model.screen().kind != Kind::Reading {
            writeln!(out)?;
            self.write(out, "", &view.title)?;
        }
        self.meters(out, model, view, meters)?;
        self.paras(out, model, &view.paras[from..])
    }

    /// Says the meters: all when they are first met or asked for, else those whose band has changed.
    fn meters(&mut self, out: &mut impl Write, model: &Model, view: &View, all: bool) -> io::Result<()> {
        if view.gauges.is_empty() {
            return Ok(());
        }
        let before = self.gauges.replace(view.gauges.clone());
        let known = before.filter(|before| before.len() == view.gauges.len());
        for (n, gauge) in view.gauges.iter().enumerate() {
            let was = known.as_ref().map(|before| &before[n]);
            let key = match was {
                Some(was) if was.band != gauge.band => "meter.changed",
                Some(_) if !all => continue,
                _ => "meter.line",
            };
            let words = model.words.fill(key, &[("meter", &gauge.word), ("band", &gauge.band_word)]);
            self.write(out, "", &words)?;
        }
        Ok(())
    }

    fn paras(&self, out: &mut impl Write, model: &Model, paras: &[Para]) -> io::Result<()> {
        let mut above: Option<ParaKind> = None;
        for para in paras {
            if para.kind == ParaKind::Art {
                continue;
            }
            let joined = matches!(
                (above, para.kind),
                (Some(ParaKind::Item { .. }), ParaKind::Item { .. })
                    | (Some(ParaKind::Line), ParaKind::Line)
                    | (Some(ParaKind::Notice), ParaKind::Code)
                    | (Some(ParaKind::Heading), ParaKind::Line)
            );
            if !joined {
                writeln!(out)?;
            }
            above = Some(para.kind);
            let open_document = para.kind == ParaKind::Document && model.screen().kind != Kind::Accounts;
            if open_document {
                self.write(out, "", model.words.get("plain.document"))?;
            }
            let mark = if open_document { "    " } else { para.mark.as_str() };
            self.write(out, mark, &para.text())?;
            if open_document {
                self.write(out, "", model.words.get("plain.document-end"))?;
            }
        }
        out.flush()
    }

    /// The item in focus.
    pub fn focus(&self, out: &mut impl Write, model: &Model) -> io::Result<()> {
        let view = model.view();
        let item: Option<(usize, &Item)> = model.screen().focus.and_then(|n| Some((n, view.items.get(n)?)));
        match item {
            Some((n, item)) => {
                let detail = item
                    .detail
                    .as_ref()
                    .map(|detail| model.words.fill("item.detail", &[("label", &item.label), ("detail", detail)]));
                let words = detail.as_deref().unwrap_or(&item.label);
                self.line(out, &format!("{}. {words}", n + 1))
            }
            None => self.line(out, model.words.get("plain.no-focus")),
        }
    }
}
