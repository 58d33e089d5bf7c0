//! What exploring has to say against a story, each at its place. It must not know how a report is set.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::aside::aside;
use super::limit;
use super::report::Route;
use super::report::replay;
use super::run::Run;
use super::standing::Standing;
use super::survey::Survey;
use super::verdict::Outcome;
use super::verdict::Verdict;
use super::walk::End;
use super::walk::MOST_STEPS;
use crate::diagnostic;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::story::At;
use crate::story::ChoiceId;
use crate::story::Claim;
use crate::story::Draft;
use crate::story::Goal as Aim;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Table;

/// All that exploring has to say, weighed as the story wants it, in the order of the files. `place` is put into the
/// commands that play a run: the story's folder, as `--story` takes it; none for the story inside the program.
pub fn faults(draft: &Draft<'_>, survey: &Survey, verdicts: &[Verdict], place: Option<&str>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    assertions(draft, verdicts, place, &mut faults);
    departures(draft, survey, place, &mut faults);
    no_way_on(draft, survey, place, &mut faults);
    unreached(draft, survey, &mut faults);
    limit::limits(draft, survey, &mut faults);
    let own: BTreeMap<Code, Option<Severity>> = draft.story.severities.iter().copied().collect();
    faults.retain(|fault| own.get(&fault.code) != Some(&None));
    for fault in &mut faults {
        if let Some(Some(severity)) = own.get(&fault.code) {
            fault.severity = *severity;
        }
    }
    // What was only not shown is no more than a warning, however the story weighs what fails.
    if own.get(&Code::AssertionFails) != Some(&None) {
        not_shown(draft, verdicts, &mut faults);
    }
    diagnostic::sort(&mut faults);
    faults
}

/// The longest line that a help can hold; a longer run stands in the report alone.
const LONGEST: usize = 300;

/// A run as the help of a fault: how to play it.
fn play(story: &Story, run: &Run, place: Option<&str>) -> String {
    let route = Route::of(story, run);
    let line = route.line();
    match route.seed {
        _ if line.len() > LONGEST => {
            let choices = route.choices.len();
            format!("a run of {choices} choices shows it; `--runs-to DIR` writes it for `{}`", replay(place))
        }
        Some(_) => format!("see it: `{} \"{line}\"`", replay(place)),
        None => format!("the choices are {}", route.choices.join(" ")),
    }
}

/// The reason of a proof, as far as there is one.
fn because(why: &Option<String>) -> &str {
    why.as_deref().unwrap_or_default()
}

fn assertions(draft: &Draft<'_>, verdicts: &[Verdict], place: Option<&str>, faults: &mut Vec<Diagnostic>) {
    let story = &draft.story;
    for verdict in verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fails) {
        let assertion = &story.assertions[verdict.index];
        let id = story.str(assertion.id);
        let (message, label) = match (&assertion.claim, verdict.share) {
            (Claim::Share { .. }, Some(share)) => (
                format!("`{id}` does not hold: the share is {}.{} percent", share / 10, share % 10),
                "measured over the walks at random",
            ),
            (Claim::Reachable { can: true, .. }, _) => {
                (format!("`{id}` does not hold: nothing can come there"), "never met")
            }
            (Claim::Reachable { .. }, _) => (format!("`{id}` does not hold: it can be reached"), "it can"),
            _ => (format!("`{id}` does not hold"), "not always so"),
        };
        let span = draft.row_span(Table::Assertions, verdict.index, &[At::Field("that")]);
        let help = match (&verdict.run, assertion.why) {
            (Some(run), _) => play(story, run, place),
            (None, Some(why)) => story.str(why).to_owned(),
            (None, None) => "change the story, or what it claims".to_owned(),
        };
        faults.push(Diagnostic::new(Code::AssertionFails, span, message).label(label).help(help));
    }
}

/// Assertions of which too little was played to say whether they hold.
fn not_shown(draft: &Draft<'_>, verdicts: &[Verdict], faults: &mut Vec<Diagnostic>) {
    for verdict in verdicts.iter().filter(|verdict| verdict.outcome == Outcome::NotShown) {
        let id = draft.story.str(draft.story.assertions[verdict.index].id);
        let share = matches!(draft.story.assertions[verdict.index].claim, Claim::Share { .. });
        let (weight, message, label) = match share {
            true => (
                Severity::Hint,
                format!("`{id}` was not measured: that takes {} walks at random", limit::LEAST_WALKS),
                "too few walks",
            ),
            false => (
                Severity::Warning,
                format!("`{id}` was not shown: nothing that was played came there, and it may still be possible"),
                "not met so far",
            ),
        };
        let span = draft.row_span(Table::Assertions, verdict.index, &[At::Field("that")]);
        faults.push(
            Diagnostic::new(Code::AssertionFails, span, message)
                .weighing(weight)
                .label(label)
                .help("let more be searched and walked: `--states`, `--memory`, `--runs`, or more `--seconds`"),
        );
    }
}

/// Where somebody who kept to the record found only choices that depart, each with the shortest run known to it.
pub(super) fn only_departures(survey: &Survey) -> BTreeMap<PassageId, Run> {
    let all = survey.tallies().flat_map(|tally| &tally.only_departures);
    shortest(all.map(|(at, met)| (*at, met.sample.run.clone())))
}

/// Where a player can be stuck, each with the shortest run known to it.
pub(super) fn dead_ends(survey: &Survey) -> BTreeMap<PassageId, Run> {
    let walked = survey.ends(End::NoWayOn).into_iter().map(|(at, _, met)| (at, met.sample.run.clone()));
    shortest(walked.chain(survey.found.iter().flat_map(|found| found.dead_ends())))
}

fn shortest(runs: impl Iterator<Item = (PassageId, Run)>) -> BTreeMap<PassageId, Run> {
    let mut best: BTreeMap<PassageId, Run> = BTreeMap::new();
    for (at, run) in runs {
        match best.get(&at) {
            Some(known) if (known.steps.len(), known) <= (run.steps.len(), &run) => {}
            _ => _ = best.insert(at, run),
        }
    }
    best
}

fn departures(draft: &Draft<'_>, survey: &Survey, place: Option<&str>, faults: &mut Vec<Diagnostic>) {
    for (at, run) in only_departures(survey) {
        let message = format!(
            "whoever keeps to the record comes to `{}` and finds only choices that depart from it",
            draft.story.passage_id(at)
        );
        faults.push(
            Diagnostic::new(Code::OnlyDepartures, draft.id_span(at), message)
                .label("every open choice departs")
                .help(play(&draft.story, &run, place)),
        );
    }
}

fn no_way_on(draft: &Draft<'_>, survey: &Survey, place: Option<&str>, faults: &mut Vec<Diagnostic>) {
    for (at, run) in dead_ends(survey) {
        let message = format!("a player can come to `{}` and not go on", draft.story.passage_id(at));
        faults.push(
            Diagnostic::new(Code::NoWayOnInPlay, draft.id_span(at), message).label("no choice is open").help(play(
                &draft.story,
                &run,
                place,
            )),
        );
    }
    for (at, ..) in survey.ends(End::Endless) {
        let id = draft.story.passage_id(at);
        let message = format!("after {MOST_STEPS} choices a walk stood at `{id}` and had come to no ending");
        faults.push(
            Diagnostic::new(Code::NoWayOnInPlay, draft.id_span(at), message)
                .label("and so on without an end")
                .help("lead one of the choices on the way out of the circle, or close it after a while"),
        );
    }
}

/// Passages and choices that nothing came to; a choice of such a passage is not told by itself. What the story says
/// cannot be reached is not told at all.
fn unreached(draft: &Draft<'_>, survey: &Survey, faults: &mut Vec<Diagnostic>) {
    let story = &draft.story;
    let meant: BTreeSet<(Option<PassageId>, Option<ChoiceId>)> = story
        .assertions
        .iter()
        .filter_map(|assertion| match assertion.claim {
            Claim::Reachable { goal: Aim::Passage(passage), can: false } => Some((Some(passage), None)),
            Claim::Reachable { goal: Aim::Choice(choice), can: false } => Some((None, Some(choice))),
            _ => None,
        })
        .collect();
    // Nobody who only walks leaves a passage for its short version.
    let aside = if survey.found.is_none() { aside(story) } else { Vec::new() };
    let never: BTreeSet<PassageId> = (0..story.passages.len())
        .map(|n| PassageId(n as u32))
        .filter(|id| !survey.reached(*id) && aside.binary_search(id).is_err())
        .collect();
    for id in never.iter().filter(|id| !meant.contains(&(Some(**id), None))) {
        let name = story.passage_id(*id);
        let (message, help) = match survey.standings.passages.get(id.index()) {
            Some(Standing::Impossible(why)) => (format!("no playthrough can come to `{name}`"), because(why)),
            _ => (format!("nothing that was played came to `{name}`"), ""),
        };
        let usual = "lead a choice to it, or say in `assertions.ron` that it is `unreachable(..)`";
        faults.push(
            Diagnostic::new(Code::NeverReached, draft.id_span(*id), message)
                .label("never reached")
                .help(if help.is_empty() { usual.to_owned() } else { format!("{help}; {usual}") }),
        );
    }
    for (n, choice) in story.choices.iter().enumerate() {
        let id = ChoiceId(n as u32);
        let walks_past = (choice.instead || aside.binary_search(&choice.passage).is_ok()) && survey.found.is_none();
        if walks_past || survey.took(id) || never.contains(&choice.passage) || meant.contains(&(None, Some(id))) {
            continue;
        }
        let open = survey.tallies().any(|tally| tally.open[n] > 0);
        let (message, help) = match open {
            true => (format!("nobody took `{}`, though it was open", story.choice_path(id)), "walk more: `--runs`"),
            false => (
                format!("`{}` was never open in anything that was played", story.choice_path(id)),
                "look at its `when` and `locked`, and at what could make them so",
            ),
        };
        let (message, help) = match survey.standings.choices.get(n) {
            Some(Standing::Impossible(why)) if !because(why).is_empty() => {
                (format!("`{}` can never be taken", story.choice_path(id)), because(why))
            }
            Some(Standing::Impossible(_)) => (format!("`{}` can never be taken", story.choice_path(id)), help),
            _ => (message, help),
        };
        let span = draft.choice_span(id, &[At::Field("id")]);
        faults.push(Diagnostic::new(Code::NeverReached, span, message).label("never taken").help(help));
    }
}
