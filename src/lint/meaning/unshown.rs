//! K123: two choices of a passage that can be open together lead to the same places, and nothing that can be read tells
//! which of them was taken.
//!
//! A choice is read in whatever asks that it was taken, or for what it sets or counts: words, a cause, a tell, what a choice
//! or its odds depend on, where one leads. What a rule asks for is read when what the rule sets is. A departure is read at
//! the end. Meters and the plain lines of the ledger tell nothing: many choices move them. Of choices that lead to the same
//! places one may leave no trace: it was taken when none of the others was. It must not know on which page, or in which
//! order, anything is read.

use std::collections::{BTreeMap, BTreeSet};

use super::same_choice::are_twins;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::usage::tests;
use crate::lint::{Context, Lint};
use crate::story::{
    At, Choice, ChoiceId, Compare, Cond, DepartureId, Effect, FactKind, Mark, Outcome, PassageId, Slot, Story, Way,
};

/// Nothing that can be read tells two choices apart.
pub const LINT: Lint = Lint { code: Code::Unshown, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let asked = Asked::of(story);
    for passage in context.passages() {
        let all: Vec<ChoiceId> = story.own_choices(passage).filter(|id| context.sure().may_take(*id)).collect();
        let read: Vec<Read<'_>> = all.iter().map(|id| Read::of(story, &asked, story.choice(*id))).collect();
        for (n, id) in all.iter().enumerate() {
            let own = story.choice(*id);
            let others = || all.iter().enumerate().filter(|(other, _)| *other != n);
            let alike = |other: usize, beside: &Choice| read[other] == read[n] && !exclude(own, beside);
            let Some((_, other)) = others().find(|(other, id)| alike(*other, story.choice(**id))) else { continue };
            // Of choices that do just the same, K109 speaks.
            if others().any(|(_, id)| are_twins(own, story.choice(*id))) {
                continue;
            }
            let (name, beside) = (story.choice_path(*id), story.choice_path(*other));
            let message = format!("nothing that can be read tells `{name}` from `{beside}`");
            faults.push(
                Diagnostic::new(Code::Unshown, draft.choice_span(*id, &[At::Field("id")]), message)
                    .label("reads just as the other")
                    .also(draft.choice_span(*other, &[At::Field("id")]), "the other")
                    .help(format!("let a later page say it: `{{if took({name})}}..{{end}}`")),
            );
        }
    }
}

/// What a reader has of a choice.
#[derive(Debug, PartialEq, Eq)]
struct Read<'s> {
    /// Where it leads, for each way that it can come out.
    places: Vec<Vec<(&'s Cond, PassageId)>>,
    /// What is told of it later, for each way that it can come out.
    told: BTreeSet<BTreeSet<Trace>>,
}

impl<'s> Read<'s> {
    fn of(story: &'s Story, asked: &Asked, choice: &'s Choice) -> Self {
        let outcomes = || [Way::Sure, Way::Well, Way::Ill].into_iter().filter_map(|way| choice.outcome_of(way));
        let mut places: Vec<_> = outcomes().map(places).collect();
        places.dedup();
        let told = outcomes().map(|outcome| asked.traces(story, choice, outcome)).collect();
        Self { places, told }
    }
}

/// Where an outcome leads, and when. Where it is always the same place, conditions make no difference.
fn places(outcome: &Outcome) -> Vec<(&Cond, PassageId)> {
    match &*outcome.arms {
        [first, rest @ ..] if rest.iter().all(|arm| arm.to == first.to) => vec![(&Cond::Always, first.to)],
        arms => arms.iter().map(|arm| (&arm.when, arm.to)).collect(),
    }
}

/// One thing by which a choice is known later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trace {
    /// That it was taken.
    Took(Slot),
    /// That it left the record.
    Departs(DepartureId),
    /// It sets a number: what is answered then to each question for it, and the value, where that is shown.
    Sets(Slot, Vec<bool>, Option<i16>),
    /// It counts a number up or down.
    Counts(Slot, i16),
}

/// What is asked for where a reader can see the answer.
#[derive(Debug, Default)]
struct Asked {
    /// What each number is compared with.
    tests: BTreeMap<Slot, Vec<(Compare, i16)>>,
    /// The numbers that are shown themselves.
    shown: BTreeSet<Slot>,
    /// The numbers that have two values only.
    flags: BTreeSet<Slot>,
}

impl Asked {
    fn of(story: &Story) -> Self {
        let flags = story.facts.iter().filter(|fact| fact.kind == FactKind::Flag).map(|fact| fact.slot);
        let mut asked = Self { flags: flags.collect(), ..Self::default() };
        story.conds.iter().for_each(|cond| asked.ask(cond));
        story.tells.iter().for_each(|tell| asked.ask(&tell.when));
        story.endings.iter().flat_map(|ending| &ending.causes).for_each(|(when, ..)| asked.ask(when));
        for choice in &story.choices {
            asked.ask(&choice.when);
            choice.locked.iter().for_each(|(by, _)| asked.ask(by));
            choice.outcome.arms.iter().for_each(|arm| asked.ask(&arm.when));
            if let Some(risk) = &choice.risk {
                risk.shift.iter().for_each(|(when, _)| asked.ask(when));
                risk.well.arms.iter().chain(&risk.ill.arms).for_each(|arm| asked.ask(&arm.when));
            }
        }
        asked.shown.extend(story.marks.iter().filter_map(|mark| match mark {
            Mark::Words { slot, .. } | Mark::Number(slot) => Some(*slot),
            _ => None,
        }));
        // A rule may set what another asks for.
        let mut unread: Vec<_> = story.rules.iter().collect();
        while let Some(n) = unread.iter().position(|rule| asked.told(story, &rule.effects).next().is_some()) {
            asked.ask(&unread.swap_remove(n).when);
        }
        asked
    }

    fn ask(&mut self, cond: &Cond) {
        tests(cond, &mut |slot, compare, value| {
            let all = self.tests.entry(slot).or_default();
            if !all.contains(&(compare, value)) {
                all.push((compare, value));
            }
        });
    }

    /// What is told of a choice that comes out so.
    fn traces(&self, story: &Story, choice: &Choice, outcome: &Outcome) -> BTreeSet<Trace> {
        let took = choice.took.filter(|slot| self.tests.contains_key(slot)).map(Trace::Took);
        let departs = choice.departs.map(Trace::Departs);
        let effects = [&choice.outcome.effects, &outcome.effects];
        let told = effects.into_iter().flat_map(|effects| self.told(story, effects));
        took.into_iter().chain(departs).chain(told).collect()
    }

    /// What is told of effects, those of acts included.
    fn told<'a>(&'a self, story: &'a Story, effects: &'a [Effect]) -> impl Iterator<Item = Trace> + 'a {
        let inner = |effect: &'a Effect| match effect {
            Effect::Act(act) => &*story.acts[act.index()].effects,
            _ => std::slice::from_ref(effect),
        };
        effects.iter().flat_map(inner).filter_map(|effect| self.trace(effect))
    }

    fn trace(&self, effect: &Effect) -> Option<Trace> {
        let (Effect::Set { slot, .. } | Effect::Add { slot, .. }) = *effect else { return None };
        let tests = self.tests.get(&slot).map_or(&[][..], Vec::as_slice);
        let shown = self.shown.contains(&slot);
        match *effect {
            Effect::Set { value, .. } => {
                // Of one of several values, a question for another says nothing.
                let about = |(compare, asked): &(Compare, i16)| {
                    !matches!(compare, Compare::Is | Compare::IsNot) || *asked == value || self.flags.contains(&slot)
                };
                let answers = || tests.iter().map(|(compare, asked)| compare.holds(value, *asked)).collect();
                (shown || tests.iter().any(about)).then(|| Trace::Sets(slot, answers(), shown.then_some(value)))
            }
            Effect::Add { by, .. } => (shown || !tests.is_empty()).then_some(Trace::Counts(slot, by)),
            _ => None,
        }
    }
}

/// Whether two choices can never be open together, as far as their conditions alone say.
fn exclude(a: &Choice, b: &Choice) -> bool {
    let open = |choice: &Choice| {
        let lock = choice.locked.as_ref().map(|(by, _)| Cond::Not(by.clone().into()));
        [choice.when.clone()].into_iter().chain(lock).collect::<Vec<_>>()
    };
    let (a, b) = (open(a), open(b));
    a.iter().any(|a| b.iter().any(|b| contradict((a, true), (b, true))))
}

/// A condition, and whether it is to hold.
type Claim<'c> = (&'c Cond, bool);

/// Whether two conditions cannot come out so together. What is not seen here may still be so.
fn contradict(a: Claim<'_>, b: Claim<'_>) -> bool {
    match (a, b) {
        ((Cond::Not(inner), yes), other) | (other, (Cond::Not(inner), yes)) => contradict((inner, !yes), other),
        // Each of several that would do; these first, so that all that must hold is looked at for each.
        ((Cond::Any(list), yes @ true) | (Cond::All(list), yes @ false), other)
        | (other, (Cond::Any(list), yes @ true) | (Cond::All(list), yes @ false)) => {
            list.iter().all(|one| contradict((one, yes), other))
        }
        ((Cond::Any(list) | Cond::All(list), yes), other) | (other, (Cond::Any(list) | Cond::All(list), yes)) => {
            list.iter().any(|one| contradict((one, yes), other))
        }
        ((Cond::Test { slot, compare, value }, yes), (Cond::Test { slot: of, compare: by, value: other }, also)) => {
            let about = |number: i16| number.saturating_sub(1)..=number.saturating_add(1);
            let both = |number: i16| compare.holds(number, *value) == yes && by.holds(number, *other) == also;
            slot == of && !about(*value).chain(about(*other)).any(both)
        }
        ((Cond::Always, yes), _) | (_, (Cond::Always, yes)) => !yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::lint::check_with;
    use crate::story::draft;

    /// Of which choices of a desk it is said that they are not told from which, in a story with these rules and this yard
    /// behind the desk.
    fn said_with(rules: &str, choices: &str, yard: &str) -> Vec<String> {
        let story = format!(
            r#"(format: 1, id: "a-day", title: "A Day", edition: "1", start: "hall-one", {rules}
            chapters: [(file: "one", title: "One")],
            meters: {{"doubt": (word: "Doubt", start: 20, good: low, bands: [(id: "calm", word: "Calm"), (id: "sure", word: "Sure", up: 60, down: 40)])}},
            odds: [(id: "even", word: "even odds", of_100: 50)],
            facts: {{"key": one_of(["hook", "pocket", "guest"]), "lit": flag, "rings": number(from: 0, to: 9)}},
            acts: {{"light": (effects: ["lit = true"])}},
            ledger: (states: ["out", "in"], people: {{"guest": (out: "Out.", in: "In.")}}))"#
        );
        let one = format!(
            r#"[(id: "hall-one", date: "1937-07-17", place: "desk", text: "Anything may be so.", choices: [
            (id: "a", label: "A", effects: ["lit = true"]), (id: "b", label: "B", effects: ["rings + 1"]),
            (id: "c", label: "C", effects: ["key = guest"]), (id: "d", label: "D", to: "desk-one")], next: "hall-one"),
            (id: "desk-one", text: "One.", choices: [{choices}], next: "yard-one"),
            (id: "yard-one", text: "{yard}", next: [(when: "rings above 8", to: "yard-two"), (to: "end-one")]),
            (id: "yard-two", text: "Two.", next: "end-one")]"#
        );
        let end = r#"[(id: "end-one", title: "End", date: "1937-07-19", place: "desk", text: "End.",
            causes: [(object: "It", text: "It ended.")])]"#;
        let places = r#"[(id: "desk", name: "A desk")]"#;
        let departures = r#"[(id: "left-early", changed: "It was.", unchanged: ["It was not."], likely: possible, record: "None.")]"#;
        let files = [
            ("story.ron", &*story),
            ("chapters/one.ron", &one),
            ("endings.ron", end),
            ("places.ron", places),
            ("departures.ron", departures),
        ];
        let files = files.map(|(name, text)| SourceFile::new(name, text));
        let (draft, faults) = draft(&files);
        let draft = draft.unwrap_or_else(|| panic!("{faults:?}"));
        let messages = check_with(&draft, &[LINT]).into_iter().map(|fault| fault.message);
        let names = |message: String| message.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(" ");
        let desk = messages.map(names).filter(|names| names.starts_with("desk-one"));
        desk.map(|names| names.replace("desk-one.", "")).collect()
    }

    fn said(choices: &str, yard: &str) -> Vec<String> {
        said_with("", choices, yard)
    }

    /// Two choices with these fields.
    fn two(a: &str, b: &str) -> String {
        format!(r#"(id: "a", label: "A", {a}), (id: "b", label: "B", {b})"#)
    }

    const BOTH: [&str; 2] = ["a b", "b a"];

    #[test]
    fn what_a_meter_or_a_plain_line_of_the_ledger_has_of_it_is_not_read() {
        let choices = two(r#"effects: ["doubt up small"]"#, r#"effects: ["ledger.guest = in"]"#);
        assert_eq!(said(&choices, "{if doubt is sure}Yes.{end}"), BOTH);
        assert!(said(&choices, "{if ledger.guest is in}Yes.{end}").is_empty());
        // Of those that do just the same, another check speaks.
        assert!(said(&two("", ""), "Yes.").is_empty());
    }

    #[test]
    fn one_of_them_may_be_what_is_read_else() {
        let three =
            format!(r#"{}, (id: "c", label: "C")"#, two(r#"effects: ["doubt up small"]"#, r#"effects: ["doubt + 9"]"#));
        assert_eq!(said(&three, "Yes."), ["a b", "b a", "c a"]);
        assert_eq!(said(&three, "{if took(desk-one.a)}Yes.{end}"), ["b c", "c b"]);
        assert!(said(&three, "{if took(desk-one.a)}Yes.{elif not took(desk-one.b)}No.{end}").is_empty());
    }

    #[test]
    fn a_fact_tells_when_somebody_asks_for_what_it_becomes() {
        let keys = two(r#"effects: ["key = pocket", "doubt + 1"]"#, r#"effects: ["key = guest"]"#);
        assert_eq!(said(&keys, "Yes."), BOTH);
        assert_eq!(said(&keys, "{if key is hook}Yes.{end}"), BOTH);
        assert!(said(&keys, "{if key is guest}Yes.{end}").is_empty());
        // Both set it alike.
        let alike = two(r#"effects: ["key = guest", "doubt + 1"]"#, r#"effects: ["key = guest"]"#);
        assert_eq!(said(&alike, "{if key is guest}Yes.{end}"), BOTH);
        // Nobody asks for the difference.
        let rings = two(r#"effects: ["rings = 2"]"#, r#"effects: ["rings = 3"]"#);
        assert_eq!(said(&rings, "{if rings at least 2}Yes.{end}"), BOTH);
        assert!(said(&rings, "{if rings at least 3}Yes.{end}").is_empty());
        assert!(said(&rings, "{rings}").is_empty());
        assert!(said(&two(r#"effects: ["rings + 1"]"#, ""), "Yes.").is_empty());
    }

    #[test]
    fn a_flag_that_is_asked_for_is_known_either_way() {
        let flag = two(r#"effects: ["lit = false"]"#, r#"effects: ["doubt + 1"]"#);
        assert_eq!(said(&flag, "Yes."), BOTH);
        assert!(said(&flag, "{if lit}Yes.{end}").is_empty());
        assert!(said(&flag, "{if lit is true}Yes.{end}").is_empty());
        assert!(said(&two(r#"effects: ["act light"]"#, r#"effects: ["doubt + 1"]"#), "{if lit}Yes.{end}").is_empty());
    }

    #[test]
    fn a_rule_hands_on_what_is_read_of_it() {
        let rule =
            |effects: &str| format!(r#"rules: [(id: "a-rule", each: scene, when: "lit", effects: ["{effects}"])],"#);
        let choices = two(r#"effects: ["lit = true"]"#, "");
        assert!(said_with(&rule("key = guest"), &choices, "{if key is guest}Yes.{end}").is_empty());
        assert_eq!(said_with(&rule("key = guest"), &choices, "Yes."), BOTH);
        assert_eq!(said_with(&rule("doubt + 1"), &choices, "{if key is guest}Yes.{end}"), BOTH);
    }

    #[test]
    fn the_record_and_a_place_of_its_own_are_read() {
        assert!(said(&two(r#"departs: "left-early", effects: ["doubt + 1"]"#, ""), "Yes.").is_empty());
        assert!(said(&two(r#"to: "yard-two", effects: ["doubt + 1"]"#, ""), "Yes.").is_empty());
        // Who is led the one way where the other is led the other way.
        let ways = |lit: &str, dark: &str| format!(r#"to: [(when: "lit", to: "{lit}"), (to: "{dark}")]"#);
        let (a, b) = (ways("yard-one", "yard-two"), ways("yard-two", "yard-one"));
        let three = |a: &str, b: &str| format!(r#"{}, (id: "c", label: "C")"#, two(a, b));
        let moved = format!(r#"{a}, effects: ["doubt + 1"]"#);
        assert!(said(&three(&moved, &b), "Yes.").is_empty());
        assert_eq!(said(&three(&moved, &a), "Yes."), BOTH);
        let one = format!(r#"{}, effects: ["doubt + 1"]"#, ways("yard-one", "yard-one"));
        assert_eq!(said(&two(&one, ""), "Yes."), BOTH);
    }

    #[test]
    fn of_a_risk_each_way_counts() {
        let risk = |well: &str, ill: &str| {
            format!(
                r#"risk: (odds: "even", well: (effects: ["{well}"], to: "yard-one"), ill: (effects: ["{ill}"], to: "yard-one"))"#
            )
        };
        let plain = r#"effects: ["key = guest"]"#;
        let asks = "{if key is guest}Yes.{end}";
        assert_eq!(said(&two(&risk("key = guest", "key = guest"), plain), asks), BOTH);
        assert!(said(&two(&risk("key = guest", "doubt + 1"), plain), asks).is_empty());
    }

    #[test]
    fn of_which_only_one_can_be_open_they_are_not_compared() {
        let open = |a: &str, b: &str| {
            said(&two(&format!(r#"when: "{a}", effects: ["doubt + 1"]"#), &format!(r#"when: "{b}""#)), "Yes.")
        };
        for (a, b) in [
            ("lit", "not lit"),
            ("key is hook", "key is guest"),
            ("rings above 2", "rings at most 2"),
            ("lit and key is hook", "rings above 2 and not lit"),
            ("lit or key is hook", "not (lit or key is hook)"),
            ("lit or key is hook", "not lit and key is guest"),
        ] {
            assert!(open(a, b).is_empty() && open(b, a).is_empty(), "{a}; {b}");
        }
        for (a, b) in [
            ("lit", "lit"),
            ("lit", "key is hook"),
            ("rings above 2", "rings at most 4"),
            ("lit or key is hook", "not lit"),
        ] {
            assert_eq!(open(a, b), BOTH, "{a}; {b}");
        }
        let locked = r#"locked: (by: "rings above 2", says: "no"), effects: ["doubt + 1"]"#;
        assert!(said(&two(locked, r#"when: "rings above 2""#), "Yes.").is_empty());
        assert_eq!(said(&two(locked, r#"when: "rings above 1""#), "Yes."), BOTH);
    }
}
