//! Where faults can be planted: every condition, effect, target, threshold and odds word of a story, in its text.
//!
//! It must not know who looks for them.

use std::ops::Range;

use super::token::Names;
use super::token::Slip;
use crate::diagnostic::Span;
use crate::story::At;
use crate::story::Draft;
use crate::story::PassageId;
use crate::story::Table;
use crate::story::Written;
use crate::story::raw;

/// A fault of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, by its number.
    pub file: usize,
    /// The bytes of it that change.
    pub at: Range<usize>,
    /// What stands there then.
    pub with: String,
    /// The bytes of the row in which it is: a passage, a tell, a rule.
    pub row: Range<usize>,
    /// The passage in which it is.
    pub passage: Option<String>,
    /// What was done, in a few words.
    pub what: String,
    /// The names it is about.
    pub names: Vec<String>,
}

/// A text in which a fault can be, with all faults of it.
pub type Spot = Vec<Fault>;

/// Gathers spots.
struct Planter<'d> {
    draft: &'d Draft<'d>,
    names: Names,
    spots: Vec<Spot>,
    row: Span,
    passage: Option<String>,
}

/// Every text of a story in which a fault can be, in the order of the files.
pub fn spots(draft: &Draft<'_>) -> Vec<Spot> {
    let names = Names::of(&draft.story);
    let mut planter = Planter { draft, names, spots: Vec::new(), row: draft.story_span(&[]), passage: None };
    for n in 0..draft.story.passages.len() {
        planter.passage(PassageId(n as u32));
    }
    planter.passage = None;
    for (n, tell) in draft.written_tells().enumerate() {
        let span = |path: &[At<'_>]| draft.row_span(Table::Tells, n, path);
        planter.row = span(&[]);
        if let Some(when) = &tell.when {
            planter.code(span(&[At::Field("when")]), when);
        }
        planter.texts(&tell.text, |part| draft.part(span(&[At::Field("text")]), part, &tell.text));
    }
    planter.story();
    planter.spots.retain(|spot| !spot.is_empty());
    planter.spots
}

impl Planter<'_> {
    fn passage(&mut self, id: PassageId) {
        let draft = self.draft;
        let span = |path: &[At<'_>]| draft.passage_span(id, path);
        self.row = span(&[]);
        self.passage = Some(draft.story.passage_id(id).to_owned());
        self.texts(draft.text(id), |part| draft.text_span(id, part));
        let (enter, causes) = match draft.written(id) {
            Written::Passage(passage) => (&passage.enter, &[][..]),
            Written::Ending(ending) => (&ending.enter, &ending.causes[..]),
        };
        self.effects(enter, |n| span(&[At::Field("enter"), At::Row(n)]));
        for (n, cause) in causes.iter().enumerate() {
            if let Some(when) = &cause.when {
                self.code(span(&[At::Field("causes"), At::Row(n), At::Field("when")]), when);
            }
        }
        let Written::Passage(passage) = draft.written(id) else { return };
        if let Some(next) = &passage.next {
            self.target(next, |path| span(&[&[At::Field("next")], path].concat()));
        }
        if let Some(care) = &passage.care {
            self.target(&raw::Target::One(care.to.clone()), |path| {
                span(&[&[At::Field("care"), At::Field("to")], path].concat())
            });
        }
        for (n, choice) in passage.choices.iter().enumerate() {
            self.choice(choice, |path| span(&[&[At::Field("choices"), At::Row(n)], path].concat()));
        }
    }

    fn choice(&mut self, choice: &raw::Choice<'_>, span: impl Fn(&[At<'_>]) -> Span) {
        if let Some(when) = &choice.when {
            self.code(span(&[At::Field("when")]), when);
        }
        if let Some(locked) = &choice.locked {
            self.code(span(&[At::Field("locked"), At::Field("by")]), &locked.by);
        }
        self.effects(&choice.effects, |n| span(&[At::Field("effects"), At::Row(n)]));
        if let Some(to) = &choice.to {
            self.target(to, |path| span(&[&[At::Field("to")], path].concat()));
        }
        let Some(risk) = &choice.risk else { return };
        let risky = |path: &[At<'_>]| span(&[&[At::Field("risk")], path].concat());
        for (n, (when, way)) in risk.shift.iter().enumerate() {
            self.code(risky(&[At::Field("shift"), At::Row(n), At::Row(0)]), when);
            let other = if **way == *"better" { "worse" } else { "better" };
            let slip = Slip {
                at: 0..way.len(),
                with: other.to_owned(),
                what: format!("`{other}` in place of `{}`", &**way),
                names: Vec::new(),
            };
            self.spot(risky(&[At::Field("shift"), At::Row(n), At::Row(1)]), way, vec![slip]);
        }
        for (field, outcome) in [("well", &risk.well), ("ill", &risk.ill)] {
            self.effects(&outcome.effects, |n| risky(&[At::Field(field), At::Field("effects"), At::Row(n)]));
            self.target(&outcome.to, |path| risky(&[&[At::Field(field), At::Field("to")], path].concat()));
        }
    }

    fn story(&mut self) {
        let draft = self.draft;
        let span = |path: &[At<'_>]| draft.story_span(path);
        let story = draft.written_story();
        for (n, rule) in story.rules.iter().enumerate() {
            let row = [At::Field("rules"), At::Row(n)];
            self.row = span(&row);
            if let Some(when) = &rule.when {
                self.code(span(&[row[0], row[1], At::Field("when")]), when);
            }
            self.effects(&rule.effects, |n| span(&[row[0], row[1], At::Field("effects"), At::Row(n)]));
        }
        for (name, act) in &story.acts.0 {
            let row = [At::Field("acts"), At::Field(name)];
            self.row = span(&row);
            self.effects(&act.effects, |n| span(&[row[0], row[1], At::Field("effects"), At::Row(n)]));
            let again = act.again.as_deref().unwrap_or_default();
            self.effects(again, |n| span(&[row[0], row[1], At::Field("again"), At::Row(n)]));
        }
        for (name, meter) in &story.meters.0 {
            for (n, band) in meter.bands.iter().enumerate() {
                let row = [At::Field("meters"), At::Field(name), At::Field("bands"), At::Row(n)];
                self.row = span(&row);
                if let Some(needs) = &band.needs {
                    self.code(span(&[&row[..], &[At::Field("needs")]].concat()), needs);
                }
                if let Some(up) = band.up {
                    let up = up.to_string();
                    let at = span(&[&row[..], &[At::Field("up")]].concat());
                    let slips = self.names.slips(&up);
                    let named =
                        slips.into_iter().map(|slip| Slip { names: vec![name.clone(), band.id.clone()], ..slip });
                    let named = named.collect();
                    self.bare(at, &up, named);
                }
            }
        }
    }

    /// The conditions of a text.
    fn texts(&mut self, text: &str, span: impl Fn(Range<usize>) -> Span) {
        for (open, tag) in text.match_indices("{if ").chain(text.match_indices("{elif ")) {
            let from = open + tag.len();
            let Some(len) = text[from..].find('}') else { continue };
            let slips = self.names.slips(&text[from..from + len]);
            let faults = slips.into_iter().map(|slip| {
                let at = span(from + slip.at.start..from + slip.at.end);
                self.fault(at, slip)
            });
            let spot = faults.collect();
            self.spots.push(spot);
        }
    }

    /// A condition or an effect that is written by itself.
    fn code(&mut self, whole: Span, text: &str) {
        let slips = self.names.slips(text);
        self.spot(whole, text, slips);
    }

    fn effects(&mut self, list: &[impl AsRef<str>], span: impl Fn(usize) -> Span) {
        for (n, effect) in list.iter().map(AsRef::as_ref).enumerate() {
            let whole = span(n);
            let slips = self.names.slips(effect);
            let names = effect.split(' ').next().map(str::to_owned).into_iter().collect();
            self.spot(whole, effect, slips);
            let text = &self.draft.files()[usize::from(whole.file.0)].text;
            let rest = &text[whole.range().end..];
            let comma = rest.trim_start().starts_with(',').then(|| rest.len() - rest.trim_start().len() + 1);
            let slip = Slip { at: 0..0, with: String::new(), what: format!("`{effect}` dropped"), names };
            let at = Span::new(whole.file, whole.range().start..whole.range().end + comma.unwrap_or(0));
            let dropped = self.fault(at, slip);
            if let Some(spot) = self.spots.last_mut() {
                spot.push(dropped);
            }
        }
    }

    fn target(&mut self, target: &raw::Target<'_>, span: impl Fn(&[At<'_>]) -> Span) {
        match target {
            raw::Target::One(id) => {
                let slips = self.names.targets(id);
                self.spot(span(&[]), id, slips);
            }
            raw::Target::First(arms) => {
                for (n, arm) in arms.iter().enumerate() {
                    if let Some(when) = &arm.when {
                        self.code(span(&[At::Row(n), At::Field("when")]), when);
                    }
                    let slips = self.names.targets(&arm.to);
                    self.spot(span(&[At::Row(n), At::Field("to")]), &arm.to, slips);
                }
            }
        }
    }

    fn spot(&mut self, whole: Span, text: &str, slips: Vec<Slip>) {
        let faults = slips.into_iter().map(|slip| {
            let at = self.draft.part(whole, slip.at.clone(), text);
            self.fault(at, slip)
        });
        let spot = faults.collect();
        self.spots.push(spot);
    }

    /// A number that is written without quotation marks.
    fn bare(&mut self, whole: Span, text: &str, slips: Vec<Slip>) {
        let written = &self.draft.files()[usize::from(whole.file.0)].text[whole.range()];
        if written == text {
            let spot = slips.into_iter().map(|slip| self.fault(whole, slip)).collect();
            self.spots.push(spot);
        }
    }

    fn fault(&self, at: Span, slip: Slip) -> Fault {
        Fault {
            file: usize::from(at.file.0),
            at: at.range(),
            with: slip.with,
            row: self.row.range(),
            passage: self.passage.clone(),
            what: slip.what,
            names: slip.names,
        }
    }
}
