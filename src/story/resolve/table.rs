//! The tables beside the chapters.

use super::super::model::*;
use super::super::raw;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use super::name::keys;
use crate::diagnostic::{Code, Diagnostic, Severity, Span};

impl Resolver<'_> {
    /// Places, sources, people and departures: what passages name.
    pub(super) fn tables(&mut self) {
        let raw = self.raw;
        self.check_repeats(&raw.places.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.sources.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.people.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.departures.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.tells.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.glossary.rows, |row| (&row.term, "term"));
        self.check_repeats(&raw.inventions.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.policies.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.assertions.rows, |row| (&row.id, "id"));
        self.check_repeats(&raw.episodes.rows, |row| (&row.id, "id"));
        if let Some(row) = raw.endings.rows.get(super::MOST_ROWS) {
            let span = row.span(self.report, &[]);
            self.fault(Diagnostic::new(Code::BadDeclaration, span, "this story has too many endings"));
        }
        for found in &raw.sources.rows {
            let source = &found.value;
            let own = Source {
                id: self.str(&source.id),
                title: self.str(&source.title),
                year: self.str(&source.year),
                kind: self.str(&source.kind),
                reliable: self.str(&source.reliable),
            };
            self.names.sources.insert(source.id.clone(), SourceId(self.story.sources.len() as u16));
            self.story.sources.push(own);
        }
        for found in &raw.places.rows {
            let place = &found.value;
            self.check_id(found, &[Step::Field("id")], &place.id, 1);
            let at = place.lat.zip(place.long).map(|(lat, long)| (thousandths(lat), thousandths(long)));
            let own = Place {
                id: self.str(&place.id),
                name: self.str(&place.name),
                at,
                text: place.text.as_ref().map(|text| self.str(text)),
            };
            self.names.places.insert(place.id.clone(), PlaceId(self.story.places.len() as u16));
            self.story.places.push(own);
        }
        for found in &raw.people.rows {
            let person = &found.value;
            self.check_id(found, &[Step::Field("id")], &person.id, 1);
            let own = Person {
                id: self.str(&person.id),
                name: self.str(&person.name),
                text: self.str(&person.text),
                says: person.says,
                sources: self.sources(found, &[Step::Field("sources")], &person.sources),
            };
            self.names.people.insert(person.id.clone(), PersonId(self.story.people.len() as u16));
            self.story.people.push(own);
        }
        for found in &raw.departures.rows {
            let row = &found.value;
            self.check_id(found, &[Step::Field("id")], &row.id, 1);
            let own = Departure {
                id: self.str(&row.id),
                changed: self.str(&row.changed),
                unchanged: row.unchanged.iter().map(|text| self.str(text)).collect(),
                likely: row.likely,
                record: self.str(&row.record),
                sources: self.sources(found, &[Step::Field("sources")], &row.sources),
            };
            self.names.departures.insert(row.id.clone(), DepartureId(self.story.departures.len() as u16));
            self.story.departures.push(own);
        }
    }

    /// Tells, glossary, timeline, inventions, policies, assertions and style: what nothing names.
    pub(super) fn wording(&mut self) {
        let raw = self.raw;
        for found in &raw.tells.rows {
            self.tell(found);
        }
        for found in &raw.glossary.rows {
            let row = (self.str(&found.value.term), self.str(&found.value.text));
            self.story.glossary.push(row);
        }
        for found in &raw.timeline.rows {
            let row = &found.value;
            let sources = self.sources(found, &[Step::Field("sources")], &row.sources);
            let own = Dated { date: self.str(&row.date), text: self.str(&row.text), says: row.says, sources };
            self.story.timeline.push(own);
        }
        for found in &raw.inventions.rows {
            let row = (self.str(&found.value.id), self.str(&found.value.text));
            self.story.inventions.push(row);
        }
        for found in &raw.policies.rows {
            self.policy(found);
        }
        for found in &raw.assertions.rows {
            self.assertion(found);
        }
        if let Some(found) = &raw.style {
            self.style(found);
        }
        self.severities();
    }

    /// The limits a story sets itself: they are kept as they are, once the days and bands in them are known to be.
    fn style(&mut self, found: &Found<raw::Style>) {
        for (n, not_yet) in found.value.dates.iter().enumerate() {
            self.date(found, &[Step::Field("dates"), Step::Row(n), Step::Field("from")], &not_yet.from);
        }
        for (n, (band, _)) in found.value.tells.bands.0.iter().enumerate() {
            if !self.names.bands.contains_key(band) {
                self.no_band(
                    found.span(self.report, &[Step::Field("tells"), Step::Field("bands"), Step::Key(n)]),
                    band,
                );
            }
        }
        self.story.style = found.value.clone();
    }

    fn no_band(&self, span: Span, band: &str) {
        let fault = Diagnostic::new(Code::UnknownBand, span, format!("there is no band `{band}`"))
            .label("no such band")
            .help("bands are declared with the meters in `story.ron`")
            .did_you_mean(band, keys(&self.names.bands));
        self.fault(fault);
    }

    /// What the story weighs otherwise than the program does.
    fn severities(&mut self) {
        let raw = &self.raw.story;
        for (n, (number, weight)) in raw.value.severity.0.iter().enumerate() {
            let Some(code) = Code::numbered(number).filter(|code| code.is_adjustable()) else {
                let known = Code::ALL.iter().filter(|code| code.is_adjustable()).map(|code| code.number());
                let fault = Diagnostic::new(
                    Code::UnknownCheck,
                    raw.span(self.report, &[Step::Field("severity"), Step::Key(n)]),
                    match Code::numbered(number) {
                        Some(_) => format!("`{number}` keeps a story from being read; it cannot weigh less"),
                        None => format!("there is no check `{number}`"),
                    },
                )
                .label("this one")
                .help("write the number that `krivitsky check` prints, `K100` or more");
                self.fault(fault.did_you_mean(number, known));
                continue;
            };
            let severity = match weight {
                raw::Weight::Off => None,
                raw::Weight::Hint => Some(Severity::Hint),
                raw::Weight::Warning => Some(Severity::Warning),
                raw::Weight::Error => Some(Severity::Error),
            };
            self.story.severities.push((code, severity));
        }
    }

    fn tell(&mut self, found: &Found<raw::Tell>) {
        let tell = &found.value;
        self.check_id(found, &[Step::Field("id")], &tell.id, 1);
        let band = self.names.bands.get(&tell.band).copied();
        if band.is_none() {
            self.no_band(found.span(self.report, &[Step::Field("band")]), &tell.band);
        }
        let place = tell.place.as_ref().and_then(|place| self.place(found, place));
        let person = tell.person.as_ref().and_then(|id| self.person(found, || vec![Step::Field("person")], id));
        let when = self.when(found, &[Step::Field("when")], tell.when.as_deref());
        let (marks, _) = self.text(found, &[Step::Field("text")], &tell.text, false);
        let Some((meter, band)) = band else { return };
        let fields = u8::from(tell.place.is_some()) + u8::from(tell.person.is_some()) + u8::from(tell.when.is_some());
        let slot = self.story.meters[meter.index()].slot(MeterPart::Band);
        let id = self.str(&tell.id);
        self.story.tells.push(Tell { id, band: (slot, band), place, person, when, fields, marks });
    }

    pub(super) fn place<T>(&mut self, found: &Found<T>, id: &str) -> Option<PlaceId> {
        let known = self.names.places.get(id).copied();
        if known.is_none() && !self.raw.places.may_hold(id) {
            let span = found.span(self.report, &[Step::Field("place")]);
            let fault = unknown(Code::UnknownPlace, span, id, "places.ron").did_you_mean(id, keys(&self.names.places));
            self.fault(fault);
        }
        known
    }

    fn person<'p, T>(&mut self, found: &Found<T>, path: impl Fn() -> Vec<Step<'p>>, id: &str) -> Option<PersonId> {
        let known = self.names.people.get(id).copied();
        if known.is_none() && !self.raw.people.may_hold(id) {
            let span = found.span(self.report, &path());
            let fault = unknown(Code::UnknownPerson, span, id, "people.ron").did_you_mean(id, keys(&self.names.people));
            self.fault(fault);
        }
        known
    }

    pub(super) fn people<T>(
        &mut self,
        found: &Found<T>,
        path: &[Step<'_>],
        ids: &[impl AsRef<str>],
    ) -> Box<[PersonId]> {
        let mut own = Vec::with_capacity(ids.len());
        for (n, id) in ids.iter().map(AsRef::as_ref).enumerate() {
            own.extend(self.person(found, || [path, &[Step::Row(n)]].concat(), id));
        }
        own.into()
    }

    pub(super) fn sources<T>(
        &mut self,
        found: &Found<T>,
        path: &[Step<'_>],
        ids: &[impl AsRef<str>],
    ) -> Box<[SourceId]> {
        let mut own = Vec::with_capacity(ids.len());
        for (n, id) in ids.iter().map(AsRef::as_ref).enumerate() {
            match self.names.sources.get(id) {
                Some(source) => own.push(*source),
                None if self.raw.sources.may_hold(id) => {}
                None => {
                    let span = found.span(self.report, &[path, &[Step::Row(n)]].concat());
                    let fault = unknown(Code::UnknownSource, span, id, "sources.ron")
                        .did_you_mean(id, keys(&self.names.sources));
                    self.fault(fault);
                }
            }
        }
        own.into()
    }
}

fn unknown(code: Code, span: crate::diagnostic::Span, id: &str, table: &str) -> Diagnostic {
    Diagnostic::new(code, span, format!("`{id}` is not in `{table}`"))
        .label("not there")
        .help(format!("write a row for it there: `(id: \"{id}\", ..)`"))
}

/// Degrees to thousandths of a degree: all that a map drawn in a terminal can show.
fn thousandths(degrees: f64) -> i32 {
    (degrees * 1000.0).round() as i32
}
