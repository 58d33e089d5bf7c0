//! A sheet: headings, lines and tables, set for a terminal of eighty columns or as Markdown. It must not know what they
//! say.

use super::Form;
use unicode_width::UnicodeWidthStr;

/// The widest line of text.
const WIDTH: usize = 80;

/// What is set so far.
pub struct Sheet {
    form: Form,
    out: String,
}

/// Which way a column is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

impl Sheet {
    /// An empty one.
    pub fn new(form: Form) -> Self {
        Self { form, out: String::new() }
    }

    /// What was set.
    pub fn done(self) -> String {
        self.out
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// The title.
    pub fn title(&mut self, title: &str) {
        match self.form {
            Form::Text => {
                self.push(title);
                self.push(&"=".repeat(title.width().min(WIDTH)));
            }
            Form::Markdown => self.push(&format!("# {}", plain(title))),
        }
        self.gap();
    }

    /// A heading.
    pub fn heading(&mut self, heading: &str) {
        self.gap();
        match self.form {
            Form::Text => self.push(&heading.to_uppercase()),
            Form::Markdown => {
                self.push(&format!("## {}", plain(heading)));
                self.gap();
            }
        }
    }

    /// A paragraph. What stands in code marks stays so in Markdown.
    pub fn line(&mut self, text: &str) {
        match self.form {
            Form::Text => {
                for line in textwrap::wrap(text, options("  ", "  ")) {
                    self.push(&line);
                }
            }
            Form::Markdown => {
                self.gap();
                self.push(text);
            }
        }
    }

    /// A row of a list.
    pub fn item(&mut self, text: &str) {
        match self.form {
            Form::Text => {
                for line in textwrap::wrap(text, options("  - ", "    ")) {
                    self.push(&line);
                }
            }
            Form::Markdown => self.push(&format!("- {text}")),
        }
    }

    /// Something to be typed, on one line.
    pub fn command(&mut self, text: &str) {
        match self.form {
            Form::Text => self.push(&format!("      {text}")),
            Form::Markdown => {
                self.gap();
                self.push(&format!("```sh\n{text}\n```"));
                self.gap();
            }
        }
    }

    /// Names in a row, broken where the line ends.
    pub fn names(&mut self, lead: &str, names: &[String]) {
        let names = names.iter().map(|name| match self.form {
            Form::Text => name.clone(),
            Form::Markdown => format!("`{name}`"),
        });
        self.line(&format!("{lead} {}", names.collect::<Vec<_>>().join(", ")));
    }

    /// A table. In text the last column is broken where the line ends.
    pub fn table(&mut self, columns: &[(&str, Side)], rows: &[Vec<String>]) {
        match self.form {
            Form::Markdown => {
                self.gap();
                let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
                let head: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
                let rule: Vec<String> = columns
                    .iter()
                    .map(|(_, side)| if *side == Side::Right { "--:" } else { "---" }.to_owned())
                    .collect();
                self.push(&row(&head));
                self.push(&row(&rule));
                rows.iter()
                    .for_each(|cells| self.push(&row(&cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>())));
                self.gap();
            }
            Form::Text => {
                let cells = |n: usize| rows.iter().filter_map(move |row| row.get(n)).map(|cell| cell.width());
                let widths: Vec<usize> = columns
                    .iter()
                    .enumerate()
                    .map(|(n, (name, _))| cells(n).chain([name.width()]).max().unwrap_or(0))
                    .collect();
                if columns.iter().any(|(name, _)| !name.is_empty()) {
                    let head: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
                    self.row(columns, &widths, &head);
                }
                rows.iter().for_each(|row| self.row(columns, &widths, row));
            }
        }
    }

    fn row(&mut self, columns: &[(&str, Side)], widths: &[usize], cells: &[String]) {
        let mut line = String::from(" ");
        let last = cells.len().saturating_sub(1);
        for (n, (cell, (_, side))) in cells.iter().zip(columns).enumerate() {
            let gap = " ".repeat(widths[n].saturating_sub(cell.width()));
            line.push(' ');
            match side {
                Side::Right => line.push_str(&format!("{gap}{cell} ")),
                Side::Left if n == last => {
                    let indent = line.width();
                    let room = WIDTH.saturating_sub(indent).max(20);
                    let wrapped = textwrap::wrap(cell, room);
                    line.push_str(wrapped.first().map_or("", |first| first.as_ref()));
                    for rest in wrapped.iter().skip(1) {
                        self.push(&line);
                        line = format!("{}{rest}", " ".repeat(indent));
                    }
                }
                Side::Left => line.push_str(&format!("{cell}{gap} ")),
            }
        }
        self.push(&line);
    }
}

fn options<'a>(first: &'a str, other: &'a str) -> textwrap::Options<'a> {
    // Ids have hyphens and are not broken at them.
    let whole = textwrap::WordSplitter::NoHyphenation;
    textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(other).word_splitter(whole)
}

/// Words in which no sign is meant as Markdown.
fn plain(words: &str) -> String {
    let sign = |c: char| matches!(c, '\\' | '*' | '_' | '<' | '>' | '[' | ']' | '|');
    words.chars().flat_map(|c| sign(c).then_some('\\').into_iter().chain([c])).collect()
}
