//! Conditions and effects compiled to comparisons and changes of numbers.

use super::super::expr::{self, Change, Expr, Subject, Unread, Word};
use super::super::model::*;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use super::name::{Named, keys, listed};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Where a condition or effect stands: the span of any part of it.
pub(super) type Place<'p> = &'p dyn Fn(std::ops::Range<usize>) -> Span;

impl Resolver<'_> {
    /// A condition that may be left out. One that cannot be read is a fault and counts as always true.
    pub(super) fn when<T>(&mut self, found: &Found<T>, path: &[Step<'_>], text: Option<&str>) -> Cond {
        let Some(text) = text else { return Cond::Always };
        let place = found.parts(self.report, path, text);
        self.cond(text, &place)
    }

    /// A list of effects; those that cannot be read are faults and left out.
    pub(super) fn effects<T>(
        &mut self,
        found: &Found<T>,
        path: &[Step<'_>],
        list: &[impl AsRef<str>],
    ) -> Box<[Effect]> {
        let report = self.report;
        let mut own = Vec::with_capacity(list.len());
        for (n, text) in list.iter().map(AsRef::as_ref).enumerate() {
            let place = |part| found.parts(report, &[path, &[Step::Row(n)]].concat(), text)(part);
            own.extend(self.effect(text, &place));
        }
        own.into()
    }

    pub(super) fn cond(&mut self, text: &str, place: Place<'_>) -> Cond {
        match expr::condition(text) {
            Ok(expr) => self.compile(&expr, place),
            Err(unread) => {
                self.unread(Code::BadCondition, text, unread, place);
                Cond::Always
            }
        }
    }

    pub(super) fn unread(&mut self, code: Code, text: &str, unread: Unread, place: Place<'_>) {
        let found = text.get(unread.at.clone()).unwrap_or("");
        let (help, words) = match code {
            Code::BadEffect => (expr::EFFECTS, expr::EFFECT_WORDS),
            Code::BadAssertion => (expr::CLAIMS, expr::CLAIM_WORDS),
            Code::BadPreference => (expr::PREFERENCES, expr::PREFERENCE_WORDS),
            _ => (expr::CONDITIONS, expr::CONDITION_WORDS),
        };
        let fault = Diagnostic::new(code, place(unread.at), unread.message).help(help);
        self.fault(fault.did_you_mean(found, words.iter().copied().filter(|word| *word != found)));
    }

    pub(super) fn compile(&mut self, expr: &Expr<'_>, place: Place<'_>) -> Cond {
        match expr {
            Expr::Not(inner) => Cond::Not(Box::new(self.compile(inner, place))),
            Expr::And(all) => Cond::All(all.iter().map(|one| self.compile(one, place)).collect()),
            Expr::Or(any) => Cond::Any(any.iter().map(|one| self.compile(one, place)).collect()),
            Expr::Test(subject, compared) => self.test(subject, compared.as_ref(), place).unwrap_or(Cond::Always),
        }
    }

    fn test(
        &mut self,
        subject: &Subject<'_>,
        compared: Option<&(Compare, Word<'_>)>,
        place: Place<'_>,
    ) -> Option<Cond> {
        let bare = |slot| Cond::Test { slot, compare: Compare::Above, value: 0 };
        match subject {
            Subject::Seen(passage) => {
                self.plain(compared, "`seen(..)`", place)?;
                let id = self.passage_named(passage, place)?;
                Some(bare(self.visits(id)))
            }
            Subject::Took(passage, choice) => {
                self.plain(compared, "`took(..)`", place)?;
                let id = self.passage_named(passage, place)?;
                let found = self.choice_named(id, passage, choice, place)?;
                Some(bare(self.took(found)))
            }
            Subject::Ledger(person) => {
                let slot = self.ledger_named(person, place)?;
                let Some((compare, state)) = compared else {
                    self.fault(
                        Diagnostic::new(
                            Code::ConditionKind,
                            place(person.at.clone()),
                            format!("`ledger.{}` is one of several states; say which", person.text),
                        )
                        .help(match self.story.ledger_states.last() {
                            Some(state) => format!("write `ledger.{} is {}`", person.text, self.story.str(*state)),
                            None => String::new(),
                        }),
                    );
                    return None;
                };
                self.only_equal(*compare, "states of the ledger", &state.at, place)?;
                let value = self.state_named(state, place)?;
                Some(Cond::Test { slot, compare: *compare, value })
            }
            Subject::Name(name) => match self.value_named(name, place)? {
                Named::Fact(fact) => self.test_fact(fact, name, compared, place),
                Named::Meter(meter) => self.test_meter(meter, name, compared, place),
            },
        }
    }

    /// Reports a comparison where there is nothing to compare.
    fn plain(&mut self, compared: Option<&(Compare, Word<'_>)>, what: &str, place: Place<'_>) -> Option<()> {
        let Some((_, value)) = compared else { return Some(()) };
        self.fault(
            Diagnostic::new(
                Code::ConditionKind,
                place(value.at.clone()),
                format!("{what} is true or false; it cannot be compared"),
            )
            .help("leave the comparison out, or put `not` before it"),
        );
        None
    }

    fn only_equal(
        &mut self,
        compare: Compare,
        what: &str,
        at: &std::ops::Range<usize>,
        place: Place<'_>,
    ) -> Option<()> {
        if matches!(compare, Compare::Is | Compare::IsNot) {
            return Some(());
        }
        self.fault(
            Diagnostic::new(Code::ConditionKind, place(at.clone()), format!("{what} have no order"))
                .label("more or less than this cannot be asked")
                .help("write `is` or `is not`"),
        );
        None
    }

    fn test_fact(
        &mut self,
        fact: usize,
        name: &Word<'_>,
        compared: Option<&(Compare, Word<'_>)>,
        place: Place<'_>,
    ) -> Option<Cond> {
        let slot = self.story.facts[fact].slot;
        let kind = self.story.facts[fact].kind.clone();
        let Some((compare, value)) = compared else {
            if kind == FactKind::Flag {
                return Some(Cond::Test { slot, compare: Compare::Above, value: 0 });
            }
            let (what, help) = match &kind {
                FactKind::OneOf(values) => {
                    let value = values.last().map_or("..", |value| self.story.str(*value));
                    ("one of several words; say which", format!("write `{} is {value}`", name.text))
                }
                _ => ("a number; say how much", format!("write `{} at least 1`", name.text)),
            };
            let message = format!("`{}` is {what}", name.text);
            self.fault(Diagnostic::new(Code::ConditionKind, place(name.at.clone()), message).help(help));
            return None;
        };
        let number = self.fact_value(fact, name, value, Code::ConditionKind, place)?;
        match kind {
            FactKind::OneOf(_) => self.only_equal(*compare, "the values of a fact", &value.at, place)?,
            FactKind::Flag => self.only_equal(*compare, "true and false", &value.at, place)?,
            FactKind::Number { .. } => {}
        }
        Some(Cond::Test { slot, compare: *compare, value: number })
    }

    fn test_meter(
        &mut self,
        meter: MeterId,
        name: &Word<'_>,
        compared: Option<&(Compare, Word<'_>)>,
        place: Place<'_>,
    ) -> Option<Cond> {
        let Some((compare, value)) = compared else {
            self.fault(
                Diagnostic::new(
                    Code::ConditionKind,
                    place(name.at.clone()),
                    format!("`{}` is a meter; say in which band", name.text),
                )
                .help(match self.story.meters[meter.index()].bands.last() {
                    Some(band) => format!("write `{} at least {}`", name.text, self.story.str(band.id)),
                    None => String::new(),
                }),
            );
            return None;
        };
        if let Ok(number) = value.text.parse::<i16>() {
            self.fault(
                Diagnostic::new(
                    Code::MeterNumber,
                    place(value.at.clone()),
                    format!("`{}` is compared with a number", name.text),
                )
                .help(match self.story.meters[meter.index()].bands.last() {
                    Some(band) => {
                        format!("ask for a band, which the reader is told: `at least {}`", self.story.str(band.id))
                    }
                    None => String::new(),
                }),
            );
            let slot = self.story.meters[meter.index()].slot(MeterPart::Value);
            return Some(Cond::Test { slot, compare: *compare, value: number });
        }
        let band = match self.names.bands.get(value.text) {
            Some((of, band)) if *of == meter => *band,
            other => {
                let of_other = other.is_some();
                let span = place(value.at.clone());
                let own: Vec<String> = self.story.meters[meter.index()]
                    .bands
                    .iter()
                    .take(if span.is_whole_file() { 0 } else { 100 })
                    .map(|band| self.story.str(band.id).to_owned())
                    .collect();
                let message = match of_other {
                    true => format!("`{}` is a band of another meter", value.text),
                    false => format!("`{}` has no band `{}`", name.text, value.text),
                };
                self.fault(
                    Diagnostic::new(Code::UnknownBand, span, message)
                        .label("no such band")
                        .help(format!("its bands are {}", quoted(&own)))
                        .did_you_mean(value.text, own.iter().map(String::as_str)),
                );
                return None;
            }
        };
        let slot = self.story.meters[meter.index()].slot(MeterPart::Band);
        Some(Cond::Test { slot, compare: *compare, value: band })
    }

    pub(super) fn effect(&mut self, text: &str, place: Place<'_>) -> Option<Effect> {
        let change = match expr::effect(text) {
            Ok(change) => change,
            Err(unread) => {
                self.unread(Code::BadEffect, text, unread, place);
                return None;
            }
        };
        match change {
            Change::Act(name) => match self.names.acts.get(name.text) {
                Some(act) => Some(Effect::Act(*act)),
                None => {
                    let fault = Diagnostic::new(
                        Code::UnknownAct,
                        place(name.at.clone()),
                        format!("there is no act `{}`", name.text),
                    )
                    .label("no such act")
                    .help("acts are declared under `acts` in `story.ron`")
                    .did_you_mean(name.text, keys(&self.names.acts));
                    self.fault(fault);
                    None
                }
            },
            Change::Ledger(person, state) => {
                let slot = self.ledger_named(&person, place)?;
                Some(Effect::Set { slot, value: self.state_named(&state, place)? })
            }
            Change::Set(name, value) => match self.value_named(&name, place)? {
                Named::Fact(fact) => {
                    let number = self.fact_value(fact, &name, &value, Code::EffectKind, place)?;
                    Some(Effect::Set { slot: self.story.facts[fact].slot, value: number })
                }
                Named::Meter(_) => self.wrong_effect(
                    &name,
                    "is a meter: it is moved, not set",
                    "write `up small`, `down medium`, or `floor 45`",
                    place,
                ),
            },
            Change::Add(name, by) => match self.value_named(&name, place)? {
                Named::Meter(meter) => Some(Effect::Shift { meter, by }),
                Named::Fact(fact) => match self.story.facts[fact].kind {
                    FactKind::Number { from, to } => {
                        Some(Effect::Add { slot: self.story.facts[fact].slot, by, from, to })
                    }
                    _ => self.wrong_effect(&name, "is not a number", "write `=` and a value", place),
                },
            },
            Change::Move(name, up, size) => match self.value_named(&name, place)? {
                Named::Meter(meter) => Some(Effect::Move { meter, up, base: size.base() }),
                Named::Fact(_) => self.wrong_effect(&name, "is a fact, not a meter", "write `=` and a value", place),
            },
            Change::Bound(name, floor, value, for_good) => match self.value_named(&name, place)? {
                Named::Meter(_) if !(0..=100).contains(&value) => {
                    self.fault(Diagnostic::new(
                        Code::OutOfRange,
                        place(0..text.len()),
                        format!("a meter runs from 0 to 100, not {value}"),
                    ));
                    None
                }
                Named::Meter(meter) => Some(Effect::Bound { meter, floor, value, for_good }),
                Named::Fact(_) => {
                    self.wrong_effect(&name, "is a fact, not a meter", "only meters have floors and ceilings", place)
                }
            },
        }
    }

    fn wrong_effect(&mut self, name: &Word<'_>, what: &str, help: &str, place: Place<'_>) -> Option<Effect> {
        self.fault(
            Diagnostic::new(Code::EffectKind, place(name.at.clone()), format!("`{}` {what}", name.text)).help(help),
        );
        None
    }

    fn value_named(&mut self, name: &Word<'_>, place: Place<'_>) -> Option<Named> {
        let named = self.names.values.get(name.text).copied();
        if named.is_none() {
            let fault = Diagnostic::new(
                Code::UnknownName,
                place(name.at.clone()),
                format!("`{}` is not declared in `story.ron`", name.text),
            )
            .label("no such fact or meter")
            .help(format!("declare it under `facts` in `story.ron`, such as `\"{}\": flag`", name.text))
            .did_you_mean(name.text, keys(&self.names.values));
            self.fault(fault);
        }
        named
    }

    pub(super) fn passage_named(&mut self, name: &Word<'_>, place: Place<'_>) -> Option<PassageId> {
        self.passage_called(name.text, || place(name.at.clone()))
    }

    /// A choice of the passage `id`, which is written as `passage`.
    pub(super) fn choice_named(
        &mut self,
        id: PassageId,
        passage: &Word<'_>,
        choice: &Word<'_>,
        place: Place<'_>,
    ) -> Option<ChoiceId> {
        let found = self.story.find_choice(id, choice.text);
        if found.is_none() {
            let own: Vec<String> = self.story.choices_of(id).map(|c| self.story.choice_id(c).to_owned()).collect();
            let message = format!("`{}` has no choice `{}`", passage.text, choice.text);
            self.fault(
                Diagnostic::new(Code::UnknownChoice, place(choice.at.clone()), message)
                    .label("no such choice")
                    .did_you_mean(choice.text, own.iter().map(String::as_str)),
            );
        }
        found
    }

    fn ledger_named(&mut self, person: &Word<'_>, place: Place<'_>) -> Option<Slot> {
        let found = self.names.ledger.get(person.text).map(|n| self.story.ledger[*n].slot);
        if found.is_none() {
            let fault = Diagnostic::new(
                Code::UnknownLedger,
                place(person.at.clone()),
                format!("`{}` is not in the ledger", person.text),
            )
            .label("no such person")
            .help(listed("the people of the ledger are", keys(&self.names.ledger)))
            .did_you_mean(person.text, keys(&self.names.ledger));
            self.fault(fault);
        }
        found
    }

    fn state_named(&mut self, state: &Word<'_>, place: Place<'_>) -> Option<i16> {
        let found = self.names.states.get(state.text).copied();
        if found.is_none() {
            let fault = Diagnostic::new(
                Code::UnknownLedger,
                place(state.at.clone()),
                format!("`{}` is not a state of the ledger", state.text),
            )
            .label("no such state")
            .help(listed("its states are", keys(&self.names.states)))
            .did_you_mean(state.text, keys(&self.names.states));
            self.fault(fault);
        }
        found
    }

    /// The number by which a fact holds a value, if it can hold it.
    pub(super) fn value_of(&self, fact: usize, value: &str) -> Option<i16> {
        match &self.story.facts[fact].kind {
            FactKind::Flag => match value {
                "true" => Some(1),
                "false" => Some(0),
                _ => None,
            },
            FactKind::Number { from, to } => value.parse().ok().filter(|n| (from..=to).contains(&n)),
            FactKind::OneOf(values) => values.iter().position(|name| self.story.str(*name) == value).map(|n| n as i16),
        }
    }

    fn fact_value(
        &mut self,
        fact: usize,
        name: &Word<'_>,
        value: &Word<'_>,
        wrong: Code,
        place: Place<'_>,
    ) -> Option<i16> {
        if let Some(number) = self.value_of(fact, value.text) {
            return Some(number);
        }
        let span = place(value.at.clone());
        let numeral = value.text.parse::<i64>().is_ok();
        let fault = match &self.story.facts[fact].kind {
            FactKind::Flag => Diagnostic::new(wrong, span, format!("`{}` is a flag: true or false", name.text))
                .help("write `true` or `false`"),
            FactKind::Number { from, to } if numeral => {
                Diagnostic::new(Code::OutOfRange, span, format!("`{}` runs from {from} to {to}", name.text))
                    .label("outside of this range")
                    .help("write a number within it, or widen it in `story.ron`")
            }
            FactKind::Number { from, to } => {
                Diagnostic::new(wrong, span, format!("`{}` is a number from {from} to {to}", name.text))
            }
            FactKind::OneOf(values) if numeral => {
                let own = values.iter().map(|value| self.story.str(*value));
                Diagnostic::new(wrong, span, format!("`{}` is one of several words, not a number", name.text))
                    .help(listed("they are", own))
            }
            FactKind::OneOf(_) => self.unknown_value(fact, value.text, span),
        };
        self.fault(fault);
        None
    }

    pub(super) fn unknown_value(&self, fact: usize, value: &str, span: Span) -> Diagnostic {
        let fact = &self.story.facts[fact];
        let own: Vec<String> = match &fact.kind {
            _ if span.is_whole_file() => Vec::new(),
            FactKind::OneOf(values) => values.iter().map(|name| self.story.str(*name).to_owned()).collect(),
            FactKind::Flag => vec!["true".into(), "false".into()],
            FactKind::Number { from, to } => vec![from.to_string(), to.to_string()],
        };
        Diagnostic::new(Code::UnknownValue, span, format!("`{}` is never `{value}`", self.story.str(fact.id)))
            .label("no such value")
            .help(format!("it is one of {}", quoted(&own)))
            .did_you_mean(value, own.iter().map(String::as_str))
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
