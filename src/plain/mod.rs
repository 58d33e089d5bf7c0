//! Plain mode: the same model as lines. Append only, no escape bytes, no box drawing; for screen readers, pipes and
//! teletypes.
//!
//! Each line that is typed is an action by its word, or the number of a choice. It must not know the reading room.

mod say;

use std::io::{self, BufRead, Read, Write};

use crate::app::action::{Action, TABLE};
use crate::app::shell::Shell;
use crate::app::{Cmd, Kind, Model, Msg, update};
use say::Said;

/// The longest line that is listened to, in bytes.
const LONGEST: u64 = 4096;

/// How plain mode speaks and is spoken to.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// The first line: which mode this is, and why.
    pub why: &'a str,
    /// The cells that lines are broken at; without them they are left whole.
    pub width: Option<usize>,
    /// Whether what is typed shows where it is typed, so that the prompt need not end its line.
    pub echoed: bool,
}

/// Runs plain mode until the reader leaves or the input ends; the game is saved either way.
///
/// # Errors
/// Output cannot be written, for another reason than that nobody reads it.
pub fn run(
    model: &mut Model,
    shell: &mut Shell,
    input: impl Read,
    out: &mut impl Write,
    manner: Manner<'_>,
) -> io::Result<()> {
    // There is no screen to be too small, and everything said has been on it.
    model.size = crate::app::MOST;
    model.in_lines = true;
    let mut plain = Plain { model, shell, said: Said::new(manner.width), echoed: manner.echoed };
    match plain.run(io::BufReader::new(input), out, manner.why) {
        Err(error) if crate::platform::is_gone(&error) => Ok(()),
        other => other,
    }
}

struct Plain<'a> {
    model: &'a mut Model,
    shell: &'a mut Shell,
    said: Said,
    echoed: bool,
}

/// What a typed line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    Act(Action),
    Name(String),
    Nothing,
    Unknown,
}

impl Plain<'_> {
    fn run(&mut self, mut input: impl BufRead, out: &mut impl Write, why: &str) -> io::Result<()> {
        self.said.line(out, why)?;
        self.said.line(out, self.model.words.get("plain.how"))?;
        self.toast(out)?;
        self.say(out)?;
        loop {
            self.said.prompt(out, self.model)?;
            let line = read_line(&mut input);
            if !self.echoed || line.is_none() {
                writeln!(out)?;
            }
            let Some(line) = line else {
                return self.said.line(out, self.model.farewell());
            };
            let text = String::from_utf8_lossy(&line);
            let changed = self.read_again(out)?;
            match typed(self.model, text.trim()) {
                // It was meant for the page as it was.
                what if changed && what != Typed::Act(Action::Quit) => {
                    if what != Typed::Nothing {
                        self.said.line(out, self.model.words.get("plain.not-done"))?;
                    }
                }
                what if self.model.broken.is_some() && !heard_while_broken(&what) => {
                    self.said.line(out, self.model.words.get("plain.waits"))?;
                }
                Typed::Act(action) => self.act(action, out)?,
                Typed::Name(name) => {
                    let asked = self.model.screen().kind == Kind::Name;
                    self.take(Msg::SaveAs(name));
                    self.toast(out)?;
                    if asked {
                        self.say(out)?;
                    }
                }
                Typed::Nothing => {}
                Typed::Unknown => {
                    let words = self.model.words.fill("plain.unknown", &[("typed", &printable(text.trim()))]);
                    self.said.line(out, &words)?;
                }
            }
            if self.model.quitting {
                return self.said.line(out, self.model.farewell());
            }
        }
    }

    /// Where the story is watched and has changed: reads it again, and says so and what is on the page now.
    fn read_again(&mut self, out: &mut impl Write) -> io::Result<bool> {
        let news = self.shell.settle();
        if news.is_empty() {
            return Ok(false);
        }
        self.hear(news);
        self.said.forget();
        self.toast(out)?;
        self.say(out)?;
        Ok(true)
    }

    fn act(&mut self, action: Action, out: &mut impl Write) -> io::Result<()> {
        let msg = Msg::Act(action);
        match action {
            // Where a screen would scroll, a listener asks to hear a part again.
            Action::PageUp => return self.said.earlier(out, self.model),
            Action::PageDown | Action::Bottom => return self.said.current(out, self.model),
            Action::Top => return self.said.whole(out, self.model),
            Action::Up | Action::Down => {
                self.take(msg);
                return self.said.focus(out, self.model);
            }
            // All that was said has been read to its end.
            Action::Confirm if self.model.screen().focus.is_none() => self.take(Msg::Act(Action::Bottom)),
            _ => {}
        }
        let screen = self.model.screen().kind.clone();
        self.take(msg);
        if matches!(screen, Kind::Settings | Kind::Map(_))
            && self.model.screen().kind == screen
            && matches!(action, Action::Less | Action::More)
        {
            self.toast(out)?;
            return self.said.focus(out, self.model);
        }
        self.toast(out)?;
        self.say(out)
    }

    /// Says what is new on the screen.
    fn say(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.said.screen(out, self.model)?;
        update(self.model, Msg::Drawn { whole: true });
        out.flush()
    }

    fn toast(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.model.toast.take() {
            Some(toast) => self.said.line(out, &toast),
            None => Ok(()),
        }
    }

    fn take(&mut self, msg: Msg) {
        let cmds = update(self.model, msg);
        self.perform(cmds);
        update(self.model, Msg::Drawn { whole: true });
    }

    fn perform(&mut self, cmds: Vec<Cmd>) {
        for cmd in cmds {
            let news = self.shell.perform(self.model, cmd);
            self.hear(news);
        }
    }

    /// Tells the model what came in from outside.
    fn hear(&mut self, news: Vec<Msg>) {
        for msg in news {
            let cmds = update(self.model, msg);
            self.perform(cmds);
        }
    }
}

/// The next line, or the beginning of one that is longer than anybody types; `None` when there are no more. Input that
/// cannot be read has ended: the game is saved as it stands.
fn read_line(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let mut part = Vec::new();
    loop {
        part.clear();
        match input.take(LONGEST).read_until(b'\n', &mut part) {
            Ok(0) if line.is_empty() => return None,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
            Ok(read) => {
                // What lies behind the longest line is passed over, so that its end is no line of its own.
                if line.is_empty() {
                    line.append(&mut part.clone());
                }
                if read == 0 || part.ends_with(b"\n") {
                    return Some(line);
                }
            }
        }
    }
}

/// What a line asks for: a number, an action's word, or a name where one was asked for.
fn typed(model: &Model, line: &str) -> Typed {
    if model.screen().kind == Kind::Name {
        return if line.is_empty() { Typed::Act(Action::Back) } else { Typed::Name(line.to_owned()) };
    }
    if line.is_empty() {
        return Typed::Nothing;
    }
    if line.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(n) = line.parse::<u8>()
    {
        return Typed::Act(Action::Choose(n));
    }
    let word_of = |name: &str| model.words.get(&format!("typed.{name}")).to_owned();
    if let Some((first, rest)) = line.split_once(char::is_whitespace)
        && first.eq_ignore_ascii_case(&word_of("save"))
    {
        return Typed::Name(rest.trim().to_owned());
    }
    let found = TABLE.iter().filter(|row| !row.action.is_for_authors() || model.author).find(|row| {
        // A word, or a key of one sign, so that hands used to the reading room are understood.
        line.eq_ignore_ascii_case(&word_of(row.name))
            || model.keymap.keys_of(row.action).iter().any(|key| key.chars().count() == 1 && key == line)
    });
    if let Some(row) = found {
        return Typed::Act(row.action);
    }
    // An entry of a menu by its own words: `new`, `continue`.
    let entry = model.view().items.iter().position(|item| item.label.eq_ignore_ascii_case(line));
    match entry.and_then(|n| u8::try_from(n + 1).ok()) {
        Some(n) => Typed::Act(Action::Choose(n)),
        None => Typed::Unknown,
    }
}

/// Whether a line does something while the story is broken: to hear the faults again, or to leave.
fn heard_while_broken(typed: &Typed) -> bool {
    use Action::{Bottom, PageDown, Quit, Top};
    matches!(typed, Typed::Act(PageDown | Top | Bottom | Quit))
}

/// What was typed, without anything a terminal could take as a command.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !crate::diagnostic::is_control(*c)).take(60).collect()
}
