//! What exploring has to say against a story, each at its place. It must not know how a report is set.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::limit;
use super::report::Route;
use super::report::choice_name;
use super::run::Run;
use super::search::Goal;
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

/// All that exploring has to say, weighed as the story wants it, in the order of the files.
pub fn faults(draft: &Draft<'_>, survey: &Survey, verdicts: &[Verdict]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    assertions(draft, verdicts, &mut faults);
    departures(draft, survey, &mut faults);
    no_way_on(draft, survey, &mut faults);
    unreached(draft, survey, &mut faults);
    limit::limits(draft, survey, &mut faults);
    let own: BTreeMap<Code, Option<Severity>> = draft.story.severities.iter().copied().collect();
    faults.retain(|fault| own.get(&fault.code) != Some(&None));
    for fault in &mut faults {
        if let Some(Some(severity)) = own.get(&fault.code) {
            fault.severity = *severity;
        }
    }
    diagnostic::sort(&mut faults);
    faults
}

/// A run as the help of a fault: how to play it.
fn play(story: &Story, run: &Run) -> String {
    let route = Route::of(story, run);
    match route.seed {
        Some(_) => format!("see it: `krivitsky play --replay \"{}\"`", route.line()),
        None => format!("the choices are {}", route.choices.join(" ")),
    }
}

fn assertions(draft: &Draft<'_>, verdicts: &[Verdict], faults: &mut Vec<Diagnostic>) {
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
                (format!("`{id}` does not hold: nothing comes there"), "never met")
            }
            (Claim::Reachable { .. }, _) => (format!("`{id}` does not hold: it can be reached"), "it can"),
            _ => (format!("`{id}` does not hold"), "not always so"),
        };
        let span = draft.row_span(Table::Assertions, verdict.index, &[At::Field("that")]);
        let help = match (&verdict.run, assertion.why) {
            (Some(run), _) => play(story, run),
            (None, Some(why)) => story.str(why).to_owned(),
            (None, None) => "change the story, or what it claims".to_owned(),
        };
        faults.push(Diagnostic::new(Code::AssertionFails, span, message).label(label).help(help));
    }
}

fn departures(draft: &Draft<'_>, survey: &Survey, faults: &mut Vec<Diagnostic>) {
    let mut shortest: BTreeMap<PassageId, &Run> = BTreeMap::new();
    for (at, met) in survey.tallies().flat_map(|tally| &tally.only_departures) {
        let run = &met.sample.run;
        let best = shortest.entry(*at).or_insert(run);
        if (run.steps.len(), run) < (best.steps.len(), *best) {
            *best = run;
        }
    }
    for (at, run) in shortest {
        let message = format!(
            "whoever keeps to the record comes to `{}` and finds only choices that depart from it",
            draft.story.passage_id(at)
        );
        faults.push(
            Diagnostic::new(Code::OnlyDepartures, draft.id_span(at), message)
                .label("every open choice departs")
                .help(play(&draft.story, run)),
        );
    }
}

fn no_way_on(draft: &Draft<'_>, survey: &Survey, faults: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<PassageId> = BTreeSet::new();
    for (end, label) in [(End::NoWayOn, "no choice is open"), (End::Endless, "and so on without an end")] {
        for (at, _, met) in survey.ends(end) {
            let id = draft.story.passage_id(at);
            let message = match end {
                End::NoWayOn => format!("a player can come to `{id}` and not go on"),
                _ => format!("after {MOST_STEPS} choices a walk stood at `{id}` and had come to no ending"),
            };
            let help = match end {
                End::NoWayOn => play(&draft.story, &met.sample.run),
                _ => "lead one of the choices on the way out of the circle, or close it after a while".to_owned(),
            };
            faults.push(Diagnostic::new(Code::NoWayOnInPlay, draft.id_span(at), message).label(label).help(help));
            told.insert(at);
        }
    }
    let dead_ends = survey.found.iter().flat_map(|found| found.dead_ends());
    for (at, run) in dead_ends.filter(|(at, _)| !told.contains(at)) {
        let message = format!("a player can come to `{}` and not go on", draft.story.passage_id(at));
        faults.push(
            Diagnostic::new(Code::NoWayOnInPlay, draft.id_span(at), message)
                .label("no choice is open")
                .help(play(&draft.story, &run)),
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
    let never: BTreeSet<PassageId> =
        (0..story.passages.len()).map(|n| PassageId(n as u32)).filter(|id| !survey.reached(*id)).collect();
    for id in never.iter().filter(|id| !meant.contains(&(Some(**id), None))) {
        let name = story.passage_id(*id);
        let message = match survey.settled(Goal::Passage(*id)) {
            true => format!("no playthrough can come to `{name}`"),
            false => format!("nothing that was played came to `{name}`"),
        };
        faults.push(
            Diagnostic::new(Code::NeverReached, draft.id_span(*id), message)
                .label("never reached")
                .help("lead a choice to it, or say in `assertions.ron` that it is `unreachable(..)`"),
        );
    }
    for (n, choice) in story.choices.iter().enumerate() {
        let id = ChoiceId(n as u32);
        if survey.took(id) || never.contains(&choice.passage) || meant.contains(&(None, Some(id))) {
            continue;
        }
        let open = survey.tallies().any(|tally| tally.open[n] > 0);
        let (message, help) = match open {
            _ if survey.settled(Goal::Choice(id)) => (
                format!("`{}` can never be taken: nowhere does it come to be open", choice_name(story, id)),
                "look at its `when` and `locked`, and at what could make them so",
            ),
            true => (format!("nobody took `{}`, though it was open", choice_name(story, id)), "walk more: `--runs`"),
            false => (
                format!("`{}` was never open in anything that was played", choice_name(story, id)),
                "look at its `when` and `locked`, and at what could make them so",
            ),
        };
        let span = draft.choice_span(id, &[At::Field("id")]);
        faults.push(Diagnostic::new(Code::NeverReached, span, message).label("never taken").help(help));
    }
}
