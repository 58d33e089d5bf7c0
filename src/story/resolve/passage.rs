//! Passages, choices and endings.

use std::collections::HashMap;
use std::ops::Range;

use super::super::model::*;
use super::super::raw;
use super::super::read::Found;
use super::super::scan::Step;
use super::super::{FNV_BASIS, fnv1a};
use super::Resolver;
use super::name::{keys, listed};
use crate::diagnostic::{Code, Diagnostic, FileId};

/// A passage has at most as many choices as there are number keys.
const MAX_CHOICES: usize = 9;

/// The name of the single way on of a passage that has no choices.
pub const NEXT: &str = "next";

/// The name of the way from a passage to its short version.
const INSTEAD: &str = "instead";

/// What passages and endings have in common when they are first laid out.
struct Outline<'r> {
    id: &'r str,
    was: &'r [raw::Text<'r>],
    chapter: Option<ChapterId>,
    date: Date,
    hour: Option<&'r str>,
    place: PlaceId,
    people: &'r [raw::Text<'r>],
}

impl Resolver<'_> {
    /// Gives every passage, choice and ending its number, so that conditions anywhere can name them.
    pub(super) fn outline(&mut self) {
        let raw = self.raw;
        let mut first = HashMap::new();
        for (chapter, rows) in raw.chapters.iter().enumerate() {
            let mut carried: (Option<Date>, Option<&str>, Option<PlaceId>) = (None, None, None);
            for (n, found) in raw.passages.rows[rows.clone()].iter().enumerate() {
                let passage = &found.value;
                if let Some(date) = &passage.date {
                    carried.0 = self.date(found, &[Step::Field("date")], date).or(carried.0);
                    carried.1 = None;
                }
                if let Some(hour) = &passage.hour {
                    carried.1 = Some(hour);
                }
                if let Some(place) = &passage.place {
                    carried.2 = self.place(found, place).or(carried.2);
                }
                let missing = match (&passage.date, &passage.place) {
                    (None, None) => "`date` and `place`",
                    (None, _) => "`date`",
                    (_, None) => "`place`",
                    _ => "",
                };
                if n == 0 && !missing.is_empty() && !raw.headless.contains(&chapter) {
                    let span = found.span(self.report, &[Step::Field("id")]);
                    self.fault(
                        Diagnostic::new(Code::NoPlace, span, format!("the first passage of a file needs {missing}"))
                            .label("the first passage")
                            .help(
                                "write `date: \"1937-07-17\", place: \"..\"`; the passages behind it carry them over",
                            ),
                    );
                }
                self.lay(
                    found,
                    &mut first,
                    &Outline {
                        id: &passage.id,
                        was: &passage.was,
                        chapter: Some(ChapterId(chapter as u16)),
                        date: carried.0.unwrap_or(NO_DATE),
                        hour: carried.1,
                        place: carried.2.unwrap_or(PlaceId(0)),
                        people: &passage.people,
                    },
                );
                self.lay_choices(found);
            }
        }
        for found in &raw.endings.rows {
            let ending = &found.value;
            let date = self.date(found, &[Step::Field("date")], &ending.date).unwrap_or(NO_DATE);
            let place = self.place(found, &ending.place).unwrap_or(PlaceId(0));
            let passage = PassageId(self.story.passages.len() as u32);
            self.lay(
                found,
                &mut first,
                &Outline {
                    id: &ending.id,
                    was: &ending.was,
                    chapter: None,
                    date,
                    hour: ending.hour.as_deref(),
                    place,
                    people: &ending.people,
                },
            );
            self.story.passages[passage.index()].ending = Some(EndingId(self.story.endings.len() as u16));
            let title = self.str(&ending.title);
            self.story.endings.push(Ending { title, passage, causes: Box::default(), accounts: Box::default() });
        }
    }

    fn lay<'r, T>(
        &mut self,
        found: &Found<T>,
        first: &mut HashMap<&'r str, (FileId, Range<usize>)>,
        outline: &Outline<'r>,
    ) {
        let path = [Step::Field("id")];
        self.check_id(found, &path, outline.id, 2);
        if let Some((file, at)) = first.get(outline.id) {
            let span = found.span(self.report, &path);
            self.fault(
                Diagnostic::new(Code::DuplicatePassage, span, format!("there are two passages `{}`", outline.id))
                    .label("the second")
                    .help("give one of them another id")
                    .also(self.report.span(*file, at, &path), "the first"),
            );
        } else {
            first.insert(outline.id, (found.file, found.at.clone()));
        }
        let number = PassageId(self.story.passages.len() as u32);
        self.story.names.insert(outline.id.into(), number);
        for was in outline.was {
            self.story.names.entry((**was).into()).or_insert(number);
        }
        let (day, people) =
            (self.names.day(outline.date), self.people(found, &[Step::Field("people")], outline.people));
        let scene = self.names.scene(outline.chapter, day, outline.place);
        let key = fnv1a(outline.was.first().map_or(outline.id, AsRef::as_ref).bytes(), FNV_BASIS);
        let (id, hour) = (self.str(outline.id), outline.hour.map(|hour| self.str(hour)));
        let choices = self.story.choices.len() as u32;
        self.story.passages.push(Passage {
            id,
            key,
            chapter: outline.chapter,
            scene,
            day,
            date: outline.date,
            hour,
            place: outline.place,
            people,
            marks: 0..0,
            tells: false,
            enter: Box::default(),
            choices: choices..choices,
            visits: None,
            care: None,
            notes: Box::default(),
            ending: None,
        });
    }

    fn lay_choices(&mut self, found: &Found<raw::Passage<'_>>) {
        let passage = PassageId(self.story.passages.len() as u32 - 1);
        let choices = laid(&found.value.choices);
        for (n, choice) in choices.iter().enumerate() {
            let path = [Step::Field("choices"), Step::Row(n), Step::Field("id")];
            self.check_id(found, &path, &choice.id, 1);
            if &*choice.id == INSTEAD {
                let span = found.span(self.report, &path);
                let message = "`instead` is what the way to a short version is called, so no choice can be";
                let help = "give it another id; what can be read in place of a passage stands in its `care`";
                self.fault(Diagnostic::new(Code::BadId, span, message).label("this id").help(help));
            }
            if let Some(earlier) = choices[..n].iter().position(|other| other.id == choice.id) {
                let span = |n| found.span(self.report, &[Step::Field("choices"), Step::Row(n), Step::Field("id")]);
                let fault = Diagnostic::new(
                    Code::DuplicateChoice,
                    span(n),
                    format!("two choices here are called `{}`", choice.id),
                )
                .label("the second")
                .help("give one of them another id")
                .also(span(earlier), "the first");
                self.fault(fault);
            }
            let was: Box<[Str]> = choice.was.iter().map(|was| self.str(was)).collect();
            let (id, label) = (self.str(&choice.id), self.str(&choice.label));
            let first = choice.was.first().unwrap_or(&choice.id);
            self.story.choices.push(blank_choice(id, fnv1a(first.bytes(), FNV_BASIS), was, passage, Some(label)));
        }
        if found.value.next.is_some() && choices.is_empty() {
            let id = self.str(NEXT);
            self.story.choices.push(blank_choice(id, fnv1a(NEXT.bytes(), FNV_BASIS), Box::default(), passage, None));
        }
        if let Some(care) = &found.value.care {
            let id = self.str(INSTEAD);
            let way = blank_choice(id, fnv1a(INSTEAD.bytes(), FNV_BASIS), Box::default(), passage, None);
            self.story.choices.push(Choice { instead: true, ..way });
            self.story.passages[passage.index()].care = Some(self.str(&care.says));
        }
        self.story.passages[passage.index()].choices.end = self.story.choices.len() as u32;
        self.shape(found);
    }

    /// Reports a passage with no way on, with two, or with more choices than keys.
    fn shape(&mut self, found: &Found<raw::Passage<'_>>) {
        let passage = &found.value;
        let span = |field| found.span(self.report, &[Step::Field(field)]);
        let fault = match (passage.choices.len(), &passage.next) {
            (0, None) => Diagnostic::new(
                Code::NoWayOn,
                span("id"),
                format!("`{}` has neither `choices` nor `next`", passage.id),
            )
            .help("give it `choices: [..]`, or `next: \"..\"`; a passage that ends the story belongs in `endings.ron`"),
            (1.., Some(_)) if passage.choices.iter().all(|choice| choice.to.is_some() || choice.risk.is_some()) => {
                Diagnostic::new(
                    Code::NoWayOn,
                    span("next"),
                    format!("`next` of `{}` leads nobody on: every choice has its own `to`", passage.id),
                )
                .help("leave `next` out, or the `to` of the choices that lead there")
            }
            (n, _) if n + usize::from(passage.care.is_some()) > MAX_CHOICES => Diagnostic::new(
                Code::TooManyChoices,
                span("choices"),
                match passage.care {
                    None => format!("`{}` has {n} choices; there are {MAX_CHOICES} number keys", passage.id),
                    Some(_) => format!(
                        "`{}` has {n} choices and a short version; there are {MAX_CHOICES} number keys",
                        passage.id
                    ),
                },
            )
            .help("three or four are enough for a reader; lead to a second passage for more"),
            _ => return,
        };
        self.fault(fault);
    }

    pub(super) fn passages(&mut self) {
        let raw = self.raw;
        for (n, found) in raw.chapters.iter().flat_map(|rows| &raw.passages.rows[rows.clone()]).enumerate() {
            let passage = &found.value;
            let (marks, tells) = self.text(found, &[Step::Field("text")], &passage.text, true);
            let enter = self.effects(found, &[Step::Field("enter")], &passage.enter);
            let notes = self.notes(found, &passage.notes);
            let own = &mut self.story.passages[n];
            (own.marks, own.tells, own.enter, own.notes) = (marks, tells, enter, notes);
            let (first, last) = (own.choices.start as usize, own.choices.end as usize);
            if let Some(care) = &passage.care {
                self.story.choices[last - 1].outcome.arms = self.short_version(found, care);
            }
            let next = passage.next.as_ref().map(|next| self.arms(found, &[Step::Field("next")], next));
            match next {
                Some(arms) if passage.choices.is_empty() => self.story.choices[first].outcome.arms = arms,
                next => {
                    for (i, choice) in laid(&passage.choices).iter().enumerate() {
                        self.choice(found, first + i, i, choice, next.as_deref());
                    }
                }
            }
        }
    }

    /// The way from a passage to its short version.
    fn short_version(&mut self, found: &Found<raw::Passage<'_>>, care: &raw::Care<'_>) -> Box<[Arm]> {
        let span = || found.span(self.report, &[Step::Field("care"), Step::Field("to")]);
        if care.to == found.value.id {
            let message = format!("`{}` is named as its own short version", care.to);
            let help = "write a passage that tells it in two sentences, and name that";
            self.fault(Diagnostic::new(Code::BadTarget, span(), message).label("the same passage").help(help));
        }
        let to = self.passage_called(&care.to, span);
        to.map(|to| Arm { when: Cond::Always, to }).into_iter().collect()
    }

    /// Resolves a choice; `next` is where those of its passage lead that do not say it themselves.
    fn choice(
        &mut self,
        found: &Found<raw::Passage<'_>>,
        number: usize,
        row: usize,
        choice: &raw::Choice<'_>,
        next: Option<&[Arm]>,
    ) {
        let base = [Step::Field("choices"), Step::Row(row)];
        let at = |field| [base[0], base[1], Step::Field(field)];
        let serves = choice.serves.as_deref().and_then(|good| {
            let known = self.names.goods.get(good).copied();
            if known.is_none() {
                let span = found.span(self.report, &at("serves"));
                let fault =
                    Diagnostic::new(Code::UnknownGood, span, format!("`{good}` is not one of the story's goods"))
                        .label("no such good")
                        .help(listed("they are", keys(&self.names.goods)))
                        .did_you_mean(good, keys(&self.names.goods));
                self.fault(fault);
            }
            known
        });
        let departs = choice.departs.as_deref().and_then(|id| {
            let known = self.names.departures.get(id).copied();
            if known.is_none() && !self.raw.departures.may_hold(id) {
                let span = found.span(self.report, &at("departs"));
                let fault = Diagnostic::new(Code::UnknownDeparture, span, format!("`{id}` is not in `departures.ron`"))
                    .label("no such departure")
                    .help(format!("write a row for it there: `(id: \"{id}\", ..)`"))
                    .did_you_mean(id, keys(&self.names.departures));
                self.fault(fault);
            }
            known
        });
        let when = self.when(found, &at("when"), choice.when.as_deref());
        let locked = choice.locked.as_ref().map(|locked| {
            let by = self.when(found, &[base[0], base[1], Step::Field("locked"), Step::Field("by")], Some(&locked.by));
            // The reader is told it within a sentence, which has its own full stop.
            (by, self.str(locked.says.trim_end().trim_end_matches('.')))
        });
        let effects = self.effects(found, &at("effects"), &choice.effects);
        let arms = match (&choice.to, &choice.risk) {
            (Some(to), None) => self.arms(found, &at("to"), to),
            (None, Some(_)) => Box::default(),
            (None, None) if next.is_some() => next.unwrap_or_default().into(),
            (to, _) => {
                let span = found.span(self.report, &at(if to.is_some() { "risk" } else { "id" }));
                let message = match to {
                    Some(_) => format!("choice `{}` has both `to` and `risk`", choice.id),
                    None => format!("choice `{}` leads nowhere", choice.id),
                };
                self.fault(Diagnostic::new(Code::BadTarget, span, message).help("give it `to: \"..\"` or a `risk`; or give the passage a `next`, where all its choices lead that say no more"));
                Box::default()
            }
        };
        let risk = choice.risk.as_ref().and_then(|risk| self.risk(found, base, number, risk));
        let own = &mut self.story.choices[number];
        (own.serves, own.departs, own.when, own.locked) = (serves, departs, when, locked);
        (own.outcome, own.risk) = (Outcome { effects, arms }, risk);
    }

    pub(super) fn endings(&mut self) {
        let raw = self.raw;
        for (n, found) in raw.endings.rows.iter().enumerate() {
            let ending = &found.value;
            let (marks, tells) = self.text(found, &[Step::Field("text")], &ending.text, true);
            let enter = self.effects(found, &[Step::Field("enter")], &ending.enter);
            let notes = self.notes(found, &ending.notes);
            let mut causes = Vec::new();
            for (i, cause) in ending.causes.iter().enumerate() {
                let when = self.when(
                    found,
                    &[Step::Field("causes"), Step::Row(i), Step::Field("when")],
                    cause.when.as_deref(),
                );
                causes.push((when, self.str(&cause.object), self.str(&cause.text)));
            }
            let mut accounts = Vec::new();
            for (person, line) in &ending.accounts.0 {
                match self.names.ledger.get(person).copied() {
                    Some(row) => accounts.push((row as u16, self.str(line))),
                    None => {
                        let span = found.span(self.report, &[Step::Field("accounts"), Step::Field(person)]);
                        let fault =
                            Diagnostic::new(Code::UnknownLedger, span, format!("`{person}` is not in the ledger"))
                                .label("no such person")
                                .help(listed("the people of the ledger are", keys(&self.names.ledger)))
                                .did_you_mean(person, keys(&self.names.ledger));
                        self.fault(fault);
                    }
                }
            }
            let passage = self.story.endings[n].passage;
            let own = &mut self.story.passages[passage.index()];
            (own.marks, own.tells, own.enter, own.notes) = (marks, tells, enter, notes);
            let own = &mut self.story.endings[n];
            (own.causes, own.accounts) = (causes.into(), accounts.into());
        }
    }

    fn notes<T>(&mut self, found: &Found<T>, notes: &[raw::Note<'_>]) -> Box<[Note]> {
        let mut own = Vec::with_capacity(notes.len());
        for (n, note) in notes.iter().enumerate() {
            let sources =
                self.sources(found, &[Step::Field("notes"), Step::Row(n), Step::Field("sources")], &note.sources);
            own.push(Note { says: note.says, text: self.str(&note.text), sources });
        }
        own.into()
    }

    pub(super) fn date<T>(&mut self, found: &Found<T>, path: &[Step<'_>], text: &str) -> Option<Date> {
        let date = Date::read(text);
        if date.is_none() {
            let span = found.span(self.report, path);
            self.fault(
                Diagnostic::new(Code::BadDate, span, format!("`{text}` is not a date"))
                    .help("write year, month and day: `1937-07-17`"),
            );
        }
        date
    }
}

/// The choices that are looked at: far more than there may be, so that no list of them takes long.
fn laid<'r, 'a>(choices: &'r [raw::Choice<'a>]) -> &'r [raw::Choice<'a>] {
    &choices[..choices.len().min(MAX_CHOICES * 10)]
}

const NO_DATE: Date = Date { year: 0, month: 1, day: 1 };

fn blank_choice(id: Str, key: u64, was: Box<[Str]>, passage: PassageId, label: Option<Str>) -> Choice {
    Choice {
        id,
        key,
        was,
        passage,
        label,
        instead: false,
        serves: None,
        when: Cond::Always,
        locked: None,
        outcome: Outcome { effects: Box::default(), arms: Box::default() },
        risk: None,
        took: None,
        departs: None,
    }
}
