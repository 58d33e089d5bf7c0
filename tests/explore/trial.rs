//! Faults are planted where they are said to be, the same ones every time, and what becomes of them is told.

use krivitsky::diagnostic::SourceFile;
use krivitsky::explore::survey::Scope;
use krivitsky::trial::{Near, Plan, Tool, Trial};

use super::small;

fn files() -> Vec<SourceFile> {
    small::FILES.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect()
}

fn plan(faults: usize, threads: usize) -> Plan {
    let scope = Scope { walks: 40, seed: 1, threads: 1, policy: None, states: 0, bytes: 0 };
    Plan { faults, seed: 1, runs: 200, threads, scope }
}

#[test]
fn a_trial_is_the_same_every_time_and_on_any_number_of_threads() {
    let once = Trial::make(&files(), plan(12, 1), &|_, _| {}).unwrap();
    assert_eq!(once.tried.len(), 12);
    assert_eq!(once, Trial::make(&files(), plan(12, 3), &|_, _| {}).unwrap());
}

#[test]
fn every_fault_is_one_token_and_is_told_apart_by_what_it_changes() {
    let files = files();
    let trial = Trial::make(&files, plan(1_000, 2), &|_, _| {}).unwrap();
    let find = |what: &str| {
        let mut found = trial.tried.iter().filter(|one| one.fault.what == what);
        found.next().unwrap_or_else(|| {
            panic!("{what} is not among {:#?}", trial.tried.iter().map(|one| &one.fault.what).collect::<Vec<_>>())
        })
    };
    for one in &trial.tried {
        let old = &files[one.fault.file].text[one.fault.at.clone()];
        assert_ne!(old, one.fault.with);
        assert!(one.fault.row.start <= one.fault.at.start && one.fault.at.end <= one.fault.row.end, "{one:?}");
    }
    // Whoever goes in reads that they stayed out.
    let seat = find("`outside` in place of `inside`");
    assert!(seat.seen, "{seat:?}");
    // Nothing asks how often it was rung, so nobody can see it; and whoever looks says that nothing is written any more.
    let calls = find("`calls + 1` dropped");
    assert!(!calls.seen && calls.finding.as_ref().is_some_and(|finding| finding.tool == Tool::Check), "{calls:?}");
    let seen = trial.seen().count();
    assert!(seen > 10 && seen < trial.tried.len());
    assert!(
        trial.found(Near::Row) <= trial.found(Near::Name) && trial.found(Near::Name) <= trial.found(Near::Elsewhere)
    );
    let told = trial.written();
    assert!(told.contains(&format!("{seen:6}  can be seen")) && told.contains("Missed:"), "{told}");
}

#[test]
fn faults_are_planted_in_sound_stories_only() {
    let mut files = files();
    files[1].text = files[1].text.replace("to: \"weber-stairs\"", "to: \"weber-stars\"");
    assert_eq!(Trial::make(&files, plan(3, 1), &|_, _| {}), None);
}
