//! What `story.ron` declares: goods, meters, odds, facts, acts, rules, the ledger.

use std::collections::{HashMap, HashSet};

use super::super::model::*;
use super::super::raw;
use super::super::scan::Step;
use super::Resolver;
use super::name::{Named, keys};
use crate::diagnostic::{Code, Diagnostic};

/// The most values of a number that can have words of their own.
const MOST_SHOWN: i32 = 1000;
/// The most goods, meters and odds words: they are numbered with a byte.
const MOST_KINDS: usize = 200;
/// The most values of a fact, and of chapters.
const MOST: usize = 1000;

impl Resolver<'_> {
    pub(super) fn declarations(&mut self) {
        let raw = self.raw;
        let found = &raw.story;
        let story = &found.value;
        self.check_id(found, &[Step::Field("id")], &story.id, 1);
        self.few("goods", story.goods.len(), MOST_KINDS);
        self.few("meters", story.meters.0.len(), MOST_KINDS);
        self.few("odds", story.odds.len(), MOST_KINDS);
        self.few("chapters", story.chapters.len(), MOST);
        self.few("facts", story.facts.0.len(), 10 * MOST);
        self.few("ledger", story.ledger.people.0.len(), 10 * MOST);
        self.few("acts", story.acts.0.len(), 10 * MOST);
        for good in &story.goods {
            let at = self.str(good);
            self.names.goods.insert(good.clone(), self.story.goods.len() as u8);
            self.story.goods.push(at);
        }
        for chapter in &story.chapters {
            let (file, title) = (self.str(&chapter.file), self.str(&chapter.title));
            self.story.chapters.push(Chapter { file, title, remembered: chapter.remembered });
        }
        for (n, odds) in story.odds.iter().enumerate() {
            if !(1..=99).contains(&odds.of_100) {
                let span = found.span(self.report, &[Step::Field("odds"), Step::Row(n), Step::Field("of_100")]);
                let message = format!("`of_100` runs from 1 to 99, not {}", odds.of_100);
                self.fault(
                    Diagnostic::new(Code::OutOfRange, span, message)
                        .help("it says how often in a hundred it goes well; what always goes well is no risk"),
                );
            }
            let (id, word) = (self.str(&odds.id), self.str(&odds.word));
            self.names.odds.insert(odds.id.clone(), self.story.odds.len() as u8);
            self.story.odds.push(Odds { id, word, of_100: odds.of_100 });
        }
        self.distinct(&[Step::Field("goods")], story.goods.iter());
        self.distinct(&[Step::Field("odds")], story.odds.iter().map(|odds| &odds.id));
        self.distinct(&[Step::Field("rules")], story.rules.iter().map(|rule| &rule.id));
        self.distinct(&[Step::Field("ledger"), Step::Field("states")], story.ledger.states.iter());
        self.worst_first(story);
        self.repeated("meters", &story.meters);
        self.repeated("facts", &story.facts);
        self.repeated("acts", &story.acts);
        self.repeated("people", &story.ledger.people);
        self.facts(story);
        self.meters(story);
        self.ledger(story);
        self.story.ill_rolls = self.slot(0);
        self.shows(story);
    }

    /// Acts, rules and the needs of bands may ask what was seen or taken, so they wait until the passages are known.
    pub(super) fn deeds(&mut self) {
        let raw = self.raw;
        let story = &raw.story.value;
        self.needs(story);
        for (n, (name, _)) in story.acts.0.iter().enumerate() {
            self.names.acts.insert(name.clone(), ActId(n as u16));
        }
        for (name, act) in &story.acts.0 {
            let at = [Step::Field("acts"), Step::Field(name)];
            let effects = self.effects(&raw.story, &[&at[..], &[Step::Field("effects")]].concat(), &act.effects);
            let again = act
                .again
                .as_ref()
                .map(|again| self.effects(&raw.story, &[&at[..], &[Step::Field("again")]].concat(), again));
            let (id, count, chapter) = (self.str(name), self.slot(0), self.slot(-2));
            for list in [Some(&effects), again.as_ref()].into_iter().flatten() {
                if list.iter().any(|effect| matches!(effect, Effect::Act(_))) {
                    let span = raw.story.span(self.report, &at);
                    self.fault(
                        Diagnostic::new(Code::BadDeclaration, span, format!("act `{name}` does another act"))
                            .help("write the effects of the other act out"),
                    );
                }
            }
            self.story.acts.push(Act { id, effects, again, count, chapter });
        }
        for (n, rule) in story.rules.iter().enumerate() {
            let at = [Step::Field("rules"), Step::Row(n)];
            let when = self.when(&raw.story, &[at[0], at[1], Step::Field("when")], rule.when.as_deref());
            let effects = self.effects(&raw.story, &[at[0], at[1], Step::Field("effects")], &rule.effects);
            let id = self.str(&rule.id);
            self.story.rules.push(Rule { id, each: rule.each, when, effects });
        }
    }

    /// Reports more of something than there are numbers for.
    fn few(&self, field: &str, count: usize, most: usize) {
        if count > most {
            let span = self.raw.story.span(self.report, &[Step::Field(field)]);
            let message = format!("there are {count} {field}; there can be {most}");
            self.fault(Diagnostic::new(Code::BadDeclaration, span, message));
        }
    }

    /// Reports names that stand twice in a list.
    fn distinct<'n>(&mut self, path: &[Step<'_>], names: impl Iterator<Item = &'n String>) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (n, name) in names.enumerate() {
            let earlier = *first.entry(name).or_insert(n);
            if earlier < n {
                let span = |n| self.raw.story.span(self.report, &[path, &[Step::Row(n)]].concat());
                self.fault(
                    Diagnostic::new(Code::Repeated, span(n), format!("`{name}` stands twice in this list"))
                        .label("for the second time")
                        .help("keep one of the two, or give one another name")
                        .also(span(earlier), "first here"),
                );
            }
        }
    }

    /// Odds shift to the row above or below, so they stand in the order of what they say.
    fn worst_first(&mut self, story: &raw::Story) {
        for (n, pair) in story.odds.windows(2).enumerate() {
            if pair[1].of_100 <= pair[0].of_100 {
                let span = self.raw.story.span(self.report, &[Step::Field("odds"), Step::Row(n + 1)]);
                let message = format!("`{}` is no better than `{}` above it", pair[1].id, pair[0].id);
                self.fault(
                    Diagnostic::new(Code::BadDeclaration, span, message)
                        .help("odds stand worst first: `better` is the row below"),
                );
            }
        }
    }

    /// Reports keys that stand twice in a map.
    fn repeated<V>(&mut self, field: &str, rows: &raw::Rows<V>) {
        let mut first = HashMap::new();
        for (n, (name, _)) in rows.0.iter().enumerate() {
            let earlier = *first.entry(name).or_insert(n);
            if earlier < n {
                let base: &[Step<'_>] = if field == "people" { &[Step::Field("ledger")] } else { &[] };
                let key = |n| [base, &[Step::Field(field), Step::Key(n)]].concat();
                let span = |n| self.raw.story.span(self.report, &key(n));
                self.fault(
                    Diagnostic::new(Code::Repeated, span(n), format!("`{name}` stands twice in `{field}`"))
                        .label("for the second time")
                        .help("keep one of the two, or give one another name")
                        .also(span(earlier), "first here"),
                );
            }
        }
    }

    fn facts(&mut self, story: &raw::Story) {
        for (n, (name, fact)) in story.facts.0.iter().enumerate() {
            let at = [Step::Field("facts"), Step::Field(name)];
            if !name.starts_with(|c: char| c.is_ascii_lowercase())
                || name.contains(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
            {
                let span = self.raw.story.span(self.report, &[Step::Field("facts"), Step::Key(n)]);
                self.fault(
                    Diagnostic::new(Code::BadId, span, format!("`{name}` is not written as facts are"))
                        .help("small letters, digits and `_`, a letter first: `due_date`"),
                );
            }
            let (kind, start) = match fact {
                raw::Fact::Flag => (FactKind::Flag, 0),
                raw::Fact::Number { from, to } => {
                    if from > to {
                        let span = self.raw.story.span(self.report, &at);
                        self.fault(
                            Diagnostic::new(
                                Code::BadDeclaration,
                                span,
                                format!("`{name}` runs from {from} to {to}, which is no range"),
                            )
                            .help("write the smaller number first"),
                        );
                    }
                    (FactKind::Number { from: *from, to: *to }, *from)
                }
                raw::Fact::OneOf(values) => {
                    let mut met = HashSet::new();
                    let repeat = values.iter().position(|value| !met.insert(value));
                    let value = |n| self.raw.story.span(self.report, &[at[0], at[1], Step::Row(0), Step::Row(n)]);
                    if let Some(n) = repeat {
                        let message = format!("`{}` stands twice among the values of `{name}`", values[n]);
                        self.fault(
                            Diagnostic::new(Code::BadDeclaration, value(n), message)
                                .label("for the second time")
                                .help("keep one of the two"),
                        );
                    } else if values.is_empty() || values.len() > MOST {
                        let span = self.raw.story.span(self.report, &at);
                        self.fault(
                            Diagnostic::new(
                                Code::BadDeclaration,
                                span,
                                format!("`{name}` has {} values", values.len()),
                            )
                            .help(format!(
                                "a fact has at least one value and at most {MOST}; the first holds at the start"
                            )),
                        );
                    }
                    (FactKind::OneOf(values.iter().take(MOST).map(|value| self.str(value)).collect()), 0)
                }
            };
            let (id, slot) = (self.str(name), self.slot(start));
            self.names.values.entry(name.clone()).or_insert(Named::Fact(self.story.facts.len()));
            self.story.facts.push(Fact { id, kind, slot });
        }
        for (new, old) in &story.was.0 {
            match self.names.values.get(new).copied() {
                // A declared name goes before a former one.
                Some(named) => old.iter().for_each(|old| _ = self.names.values.entry(old.clone()).or_insert(named)),
                None => {
                    let span = self.raw.story.span(self.report, &[Step::Field("was"), Step::Field(new)]);
                    let fault = Diagnostic::new(
                        Code::UnknownName,
                        span,
                        format!("`was` renames `{new}`, which is not declared"),
                    )
                    .did_you_mean(new, keys(&self.names.values));
                    self.fault(fault);
                }
            }
        }
    }

    fn meters(&mut self, story: &raw::Story) {
        for (n, (name, meter)) in story.meters.0.iter().enumerate() {
            let id = MeterId(n as u8);
            let at = [Step::Field("meters"), Step::Field(name)];
            self.bands_in_order(name, meter);
            let start = meter.start.clamp(0, 100);
            if start != meter.start {
                let span = self.raw.story.span(self.report, &[at[0], at[1], Step::Field("start")]);
                self.fault(Diagnostic::new(
                    Code::OutOfRange,
                    span,
                    format!("a meter runs from 0 to 100, not {}", meter.start),
                ));
            }
            // The band at the start is what the value asks for, `needs` left aside: it is lost at the first arrival if unmet.
            let band = meter.bands.iter().rposition(|band| band.up.unwrap_or(0) <= start).unwrap_or(0) as i16;
            let first = self.slot(start);
            for value in [band, 0, 100, 0, 100, -1, -1] {
                self.slot(value);
            }
            let mut bands = Vec::new();
            for (i, band) in meter.bands.iter().enumerate() {
                let path = [at[0], at[1], Step::Field("bands"), Step::Row(i), Step::Field("id")];
                if let Some((other, _)) = self.names.bands.insert(band.id.clone(), (id, i as i16)) {
                    let span = self.raw.story.span(self.report, &path);
                    let words = if other == id { "stands twice" } else { "is a band of another meter too" };
                    self.fault(
                        Diagnostic::new(Code::BadBands, span, format!("`{}` {words}", band.id))
                            .help("give each band a name of its own"),
                    );
                }
                let down = match band.down {
                    Some(raw::Down::At(value)) => value,
                    Some(raw::Down::Never) | None => -1,
                };
                let (id, word) = (self.str(&band.id), self.str(&band.word));
                bands.push(Band { id, word, up: band.up.unwrap_or(0), down, needs: Cond::Always });
            }
            let (text, word) = (self.str(name), self.str(&meter.word));
            let known = *self.names.values.entry(name.clone()).or_insert(Named::Meter(id));
            if matches!(known, Named::Fact(_)) {
                let span = self.raw.story.span(self.report, &[Step::Field("meters"), Step::Key(n)]);
                self.fault(
                    Diagnostic::new(Code::Repeated, span, format!("`{name}` is both a fact and a meter"))
                        .help("give one of the two another name"),
                );
            }
            self.story.meters.push(Meter { id: text, word, good: meter.good, first, bands: bands.into() });
        }
    }

    fn bands_in_order(&mut self, name: &str, meter: &raw::Meter) {
        let at = |i: usize| [Step::Field("meters"), Step::Field(name), Step::Field("bands"), Step::Row(i)];
        if meter.bands.is_empty() {
            let span = self.raw.story.span(self.report, &[Step::Field("meters"), Step::Field(name)]);
            self.fault(Diagnostic::new(Code::BadBands, span, format!("`{name}` has no bands")));
        }
        let mut last = -1;
        for (i, band) in meter.bands.iter().enumerate() {
            let problem = match (i, band.up, band.down) {
                (0, None, None) => None,
                (0, ..) => Some("the lowest band is entered from nowhere: leave out `up` and `down`".to_owned()),
                (_, None, _) => Some("say at which value it is entered: `up: 25`".to_owned()),
                (_, Some(up), _) if up <= last => {
                    Some(format!("it is entered at {up}, and the band below it at {last}"))
                }
                (_, Some(up), _) if !(1..=100).contains(&up) => Some("a meter runs from 0 to 100".to_owned()),
                (_, Some(up), Some(raw::Down::At(down))) if down >= up => {
                    Some(format!("it is entered at {up} and left at {down}: leave it lower"))
                }
                (_, _, None) => Some("say at which value it is left: `down: 15`, or `down: never`".to_owned()),
                _ => None,
            };
            last = band.up.unwrap_or(0);
            if let Some(help) = problem {
                let span = self.raw.story.span(self.report, &at(i));
                self.fault(
                    Diagnostic::new(Code::BadBands, span, format!("the numbers of band `{}` do not fit", band.id))
                        .label("this band")
                        .help(help),
                );
            }
        }
    }

    fn ledger(&mut self, story: &raw::Story) {
        for (n, state) in story.ledger.states.iter().enumerate() {
            let at = self.str(state);
            self.names.states.insert(state.clone(), n as i16);
            self.story.ledger_states.push(at);
        }
        for (name, lines) in &story.ledger.people.0 {
            let at = [Step::Field("ledger"), Step::Field("people"), Step::Field(name)];
            for (state, _) in &lines.0 {
                if !self.names.states.contains_key(state) {
                    let span = self.raw.story.span(self.report, &[&at[..], &[Step::Field(state)]].concat());
                    let fault =
                        Diagnostic::new(Code::UnknownLedger, span, format!("`{state}` is not a state of the ledger"))
                            .did_you_mean(state, keys(&self.names.states));
                    self.fault(fault);
                }
            }
            let mut own = Vec::new();
            let written: HashMap<&str, &str> = lines.0.iter().map(|(state, line)| (&**state, &**line)).collect();
            for state in &story.ledger.states {
                match written.get(state.as_str()) {
                    Some(line) => own.push(self.str(line)),
                    None => {
                        let span = self.raw.story.span(self.report, &at);
                        self.fault(
                            Diagnostic::new(Code::MissingField, span, format!("`{name}` has no line for `{state}`"))
                                .label("in these lines")
                                .help(format!("add `{state}: \"..\"`")),
                        );
                    }
                }
            }
            let (id, slot) = (self.str(name), self.slot(0));
            self.names.ledger.insert(name.clone(), self.story.ledger.len());
            self.story.ledger.push(Account { id, slot, lines: own.into() });
        }
    }

    fn needs(&mut self, story: &raw::Story) {
        let raw = self.raw;
        for (m, (name, meter)) in story.meters.0.iter().enumerate() {
            for (i, band) in meter.bands.iter().enumerate() {
                let path = [
                    Step::Field("meters"),
                    Step::Field(name),
                    Step::Field("bands"),
                    Step::Row(i),
                    Step::Field("needs"),
                ];
                let needs = self.when(&raw.story, &path, band.needs.as_deref());
                self.story.meters[m].bands[i].needs = needs;
            }
        }
    }

    /// The words by which `{name}` shows a value: those of `shows`, or for bands their words, or the value's own name.
    fn shows(&mut self, story: &raw::Story) {
        for (name, words) in &story.shows.0 {
            let at = [Step::Field("shows"), Step::Field(name)];
            let Some(Named::Fact(fact)) = self.names.values.get(name).copied() else {
                let span = self.raw.story.span(self.report, &at);
                let fault = Diagnostic::new(Code::UnknownName, span, format!("`{name}` is not a fact"))
                    .did_you_mean(name, keys(&self.names.values));
                self.fault(fault);
                continue;
            };
            if let FactKind::Number { from, to } = self.story.facts[fact].kind
                && i32::from(to) - i32::from(from) >= MOST_SHOWN
            {
                let span = self.raw.story.span(self.report, &at);
                let message = format!("`{name}` has more values than can be given words: {MOST_SHOWN} at most");
                self.fault(
                    Diagnostic::new(Code::BadDeclaration, span, message).help("narrow its range, or leave its digits"),
                );
            }
            for (value, _) in &words.0 {
                if self.value_of(fact, value).is_none() {
                    let span = self.raw.story.span(self.report, &[at[0], at[1], Step::Field(value)]);
                    let fault = self.unknown_value(fact, value, span);
                    self.fault(fault);
                }
            }
        }
        let written: HashMap<&str, HashMap<&str, &str>> = story
            .shows
            .0
            .iter()
            .map(|(name, words)| (name.as_str(), words.0.iter().map(|(value, text)| (&**value, &**text)).collect()))
            .collect();
        for fact in 0..self.story.facts.len() {
            let name = self.story.str(self.story.facts[fact].id).to_owned();
            let words = written.get(name.as_str());
            let values: Vec<String> = match &self.story.facts[fact].kind {
                FactKind::Flag => vec!["false".into(), "true".into()],
                FactKind::Number { from, to } if words.is_some() && i32::from(*to) - i32::from(*from) < MOST_SHOWN => {
                    (*from..=*to).map(|n| n.to_string()).collect()
                }
                FactKind::Number { .. } => continue,
                FactKind::OneOf(values) => values.iter().map(|value| self.story.str(*value).to_owned()).collect(),
            };
            let least = match self.story.facts[fact].kind {
                FactKind::Number { from, .. } => i32::from(from),
                _ => 0,
            };
            let first = self.story.shown.len() as i32;
            for value in values {
                let text = words.and_then(|words| words.get(value.as_str())).map_or(value.as_str(), |text| text);
                let at = self.str(text);
                self.story.shown.push(at);
            }
            // `from + value` is the index; a range that starts below zero makes `from` larger, one above it smaller.
            self.shown.insert(self.story.facts[fact].slot, (first - least).cast_unsigned());
        }
        for meter in 0..self.story.meters.len() {
            let slot = self.story.meters[meter].slot(MeterPart::Band);
            self.shown.insert(slot, self.story.shown.len() as u32);
            let words: Vec<Str> = self.story.meters[meter].bands.iter().map(|band| band.word).collect();
            self.story.shown.extend(words);
        }
    }
}
