//! Walks, assertions and their report, on stories of which everything is known.

use krivitsky::diagnostic::{Code, Diagnostic, SourceFile, to_text};
use krivitsky::explore::fault::faults;
use krivitsky::explore::policy::Policy;
use krivitsky::explore::report::{Form, Report};
use krivitsky::explore::survey::{Scope, Survey};
use krivitsky::explore::verdict::{Outcome, Verdict, verdicts};
use krivitsky::playthrough::replay;
use krivitsky::story::{Claim, Draft, Story, draft};

use super::small;

/// A story of one chapter in which everything can be counted. Of four walks at random one ends at home, one on the bench,
/// and two in the rain.
const YARD: [(&str, &str); 4] = [
    (
        "story.ron",
        r#"(
    format: 1, id: "yard", title: "The Yard", edition: "1", start: "yard-gate",
    chapters: [(file: "yard", title: "The Yard")],
    goods: ["duty", "mercy"],
    meters: {
        "doubt": (word: "Doubt", start: 20, good: low, bands: [
            (id: "calm", word: "Calm"), (id: "sure", word: "Sure", up: 60, down: 40)]),
        "rest": (word: "Rest", start: 20, good: high, bands: [
            (id: "tired", word: "Tired"), (id: "fresh", word: "Fresh", up: 60, down: 40)]),
    },
    odds: [(id: "even", word: "even odds", of_100: 50)],
    facts: {"wet": flag, "key": flag},
)"#,
    ),
    (
        "chapters/yard.ron",
        r#"[
    (
        id: "yard-gate", date: "1937-07-17", place: "paris",
        text: "The gate is open. Nobody is there.",
        choices: [
            (id: "in", label: "Go in", serves: "duty", effects: ["key = true", "doubt + 5", "rest - 5"], to: "yard-door"),
            (id: "out", label: "Stay out", serves: "mercy", effects: ["doubt - 5", "rest + 3"], departs: "stayed-out",
             to: "yard-rain"),
        ],
    ),
    (
        id: "yard-door",
        text: "{if key}You have the key.{else}You have no key.{end} The gate is open.",
        choices: [
            (id: "open", label: "Open it", serves: "duty", effects: ["doubt + 10"], departs: "stayed-out", to: "ending-home"),
            (id: "sit", label: "Sit down", serves: "mercy", departs: "stayed-out", to: "ending-bench"),
            (id: "shut", label: "Lock it", when: "wet", to: "ending-home"),
        ],
    ),
    (
        id: "yard-rain", text: "It rains, and it rains.", enter: ["wet = true"], next: "yard-wall",
    ),
    (
        id: "yard-wall", text: "It still rains.", next: "ending-rain",
    ),
]"#,
    ),
    ("places.ron", r#"[(id: "paris", name: "Paris", lat: 48.8, long: 2.3)]"#),
    (
        "endings.ron",
        r#"[
    (id: "ending-home", title: "Home", date: "1937-07-18", place: "paris", text: "Home.", causes: [(object: "a key", text: "It turned.")]),
    (id: "ending-bench", title: "The Bench", date: "1937-07-18", place: "paris", text: "You sit.", causes: [(object: "a hat", text: "It stayed.")]),
    (id: "ending-rain", title: "Rain", date: "1937-07-18", place: "paris", text: "You are wet.", causes: [(object: "a hat", text: "It stayed.")]),
]"#,
    ),
];

/// The yard with further files, each text replaced by the second where it stands.
pub fn yard(more: &[(&str, &str)], edits: &[(&str, &str)]) -> Vec<SourceFile> {
    let departure = (
        "departures.ron",
        r#"[(id: "stayed-out", changed: "He stayed out.", likely: possible, record: "He went in.")]"#,
    );
    let files = YARD.iter().chain([&departure]).chain(more);
    let files = files.map(|(name, text)| {
        let text = edits.iter().fold((*text).to_owned(), |text, (old, new)| text.replace(old, new));
        SourceFile::new(*name, text)
    });
    files.collect()
}

fn drafted(files: &[SourceFile]) -> Draft<'_> {
    let (draft, found) = draft(files);
    draft.unwrap_or_else(|| panic!("{}", to_text(files, &found, "", false)))
}

/// Walks and a search.
fn survey(story: &Story, walks: u64, threads: usize) -> Survey {
    surveyed(story, walks, threads, 100_000)
}

fn surveyed(story: &Story, walks: u64, threads: usize, states: usize) -> Survey {
    Survey::make(story, Scope { walks, seed: 0, threads, policy: None, states, bytes: 1 << 28 }, &|_| false, &|_| {})
}

fn of(survey: &Survey, story: &Story, name: &str) -> krivitsky::explore::tally::Tally {
    let found = survey.policies.iter().find(|(policy, _)| policy.name(story) == name);
    found.map(|(_, tally)| tally.clone()).unwrap()
}

fn ended(survey: &Survey, story: &Story, name: &str, ending: &str) -> u64 {
    of(survey, story, name).ended(story.find_passage(ending).unwrap())
}

fn judged(story: &Story, survey: &Survey) -> Vec<(String, Outcome)> {
    let name = |verdict: &Verdict| story.str(story.assertions[verdict.index].id).to_owned();
    verdicts(story, survey).iter().map(|verdict| (name(verdict), verdict.outcome)).collect()
}

#[test]
fn what_walks_meet_is_what_there_is() {
    let files = yard(&[], &[]);
    let draft = drafted(&files);
    let story = &draft.story;
    let survey = survey(story, 4000, 2);
    let share = |id: &str| survey.random.ended(story.find_passage(id).unwrap());
    assert_eq!(share("ending-home") + share("ending-bench") + share("ending-rain"), 4000);
    assert!((1850..2150).contains(&share("ending-rain")), "{}", share("ending-rain"));
    assert!((900..1100).contains(&share("ending-bench")), "{}", share("ending-bench"));
    // In the rain: 7 + 5 + 3 + 3 words; at home 7 + 8 + 1, on the bench 7 + 8 + 2.
    assert_eq!((survey.random.words.least(), survey.random.words.most()), (16, 18));
    assert_eq!((survey.random.pages.least(), survey.random.pages.most()), (3, 4));
    assert_eq!((survey.random.decisions.least(), survey.random.decisions.most()), (1, 2));
    assert_eq!((survey.random.forced.least(), survey.random.forced.most()), (0, 2));
    let at = survey.random.longest_forced.as_ref().unwrap().at;
    assert_eq!(story.passage_id(at), "yard-wall");
    // Whoever took `in` first and takes `out` then reads, of 18 words, all but the seven at the gate anew: 61 percent.
    // Whoever took `out` and takes `in` then reads "You have the key." and "Home." anew, or "You sit.": 5 of the 12
    // words of all sentences, or 6 of 13; "The gate is open." stands there twice and was known.
    let spread = &survey.random.new_words_contrasting;
    let met: Vec<u32> = spread.counts().map(|(percent, _)| percent).collect();
    assert_eq!(met, [42, 46, 61]);
}

#[test]
fn policies_take_what_they_prefer() {
    let rows = r#"[
        (id: "dutiful", prefers: ["serves duty"]),
        (id: "kind", prefers: ["not serves duty"]),
        (id: "quiet", prefers: ["lowers doubt"]),
        (id: "loud", prefers: ["raises doubt"]),
        (id: "sum", prefers: ["raises rest and raises doubt"]),
        (id: "sitter", prefers: ["took(yard-gate.in)", "took(yard-door.sit)"]),
        (id: "upright", prefers: ["not departs", "serves mercy"]),
        (id: "leaver", prefers: ["departs"]),
    ]"#;
    let files = yard(&[("policies.ron", rows)], &[]);
    let draft = drafted(&files);
    let story = &draft.story;
    let survey = survey(story, 400, 1);
    for (policy, ending) in [
        ("dutiful", "ending-home"),
        ("kind", "ending-rain"),
        ("quiet", "ending-rain"),
        ("loud", "ending-home"),
        // +5 and -5 is worse than -5 and +3.
        ("sum", "ending-home"),
        ("sitter", "ending-bench"),
        ("upright", "ending-bench"),
        ("leaver", "ending-rain"),
    ] {
        assert_eq!(ended(&survey, story, policy, ending), 40, "{policy} comes to {ending}");
    }
    // To the record both ways on from the door are equal.
    let home = ended(&survey, story, "historical", "ending-home");
    assert!((8..=32).contains(&home), "{home}");
    assert_eq!(home + ended(&survey, story, "historical", "ending-bench"), 40);
}

#[test]
fn a_chance_is_worth_what_its_odds_are() {
    // Even odds of +30 and -10 are +10: more than the +8 of the sure way, less than +12.
    let risk = r#"(id: "open", label: "Open it", risk: (odds: "even",
        well: (effects: ["doubt + 30"], to: "ending-home"), ill: (effects: ["doubt - 10"], to: "ending-home")))"#;
    let old = r#"(id: "open", label: "Open it", serves: "duty", effects: ["doubt + 10"], departs: "stayed-out", to: "ending-home")"#;
    for (sure, home) in [("doubt + 8", 40), ("doubt + 12", 0)] {
        let sit = format!(r#"label: "Sit down", effects: ["{sure}"],"#);
        let rows = r#"[(id: "loud", prefers: ["took(yard-gate.in)", "raises doubt"])]"#;
        let files = yard(&[("policies.ron", rows)], &[(old, risk), (r#"label: "Sit down","#, &sit)]);
        let draft = drafted(&files);
        let survey = survey(&draft.story, 400, 1);
        assert_eq!(ended(&survey, &draft.story, "loud", "ending-home"), home, "{sure}");
    }
}

#[test]
fn the_same_on_any_number_of_threads() {
    let files = krivitsky::store::content::shipped();
    let draft = drafted(&files);
    let report = |threads| {
        let survey = surveyed(&draft.story, 60, threads, 0);
        let verdicts = verdicts(&draft.story, &survey);
        let report = Report::of(&draft.story, &survey, &verdicts);
        (report.json().to_string(), report.written(Form::Text, None), survey.random)
    };
    let one = report(1);
    assert_eq!(one, report(3));
    assert_eq!(one, report(8));
}

pub const CLAIMS: &str = r#"[
    (id: "dry-at-home", that: "on(ending-home, not wet)"),
    (id: "never-wet", that: "never(wet)", why: "The yard is roofed."),
    (id: "key-at-the-end", that: "at_end(key)"),
    (id: "key-or-wet", that: "at_end(key or wet)"),
    (id: "to-the-bench", that: "reachable(ending-bench)"),
    (id: "may-lock", that: "reachable(yard-door.shut)"),
    (id: "no-lock", that: "unreachable(yard-door.shut)"),
    (id: "no-bench", that: "unreachable(ending-bench)"),
    (id: "some-rain", that: "share(ending-rain) at least 40"),
    (id: "little-rain", that: "share(ending-rain) at most 40%"),
    (id: "seen-first", that: "on(ending-home, seen(yard-door) and took(yard-gate.in))"),
]"#;

#[test]
fn assertions_hold_and_fail_as_they_should_with_the_shortest_run_that_shows_it() {
    let files = yard(&[("assertions.ron", CLAIMS)], &[]);
    let draft = drafted(&files);
    let story = &draft.story;
    let survey = survey(story, 400, 2);
    let all = verdicts(story, &survey);
    let failed: Vec<&str> = all
        .iter()
        .filter(|verdict| verdict.outcome == Outcome::Fails)
        .map(|verdict| story.str(story.assertions[verdict.index].id))
        .collect();
    assert_eq!(failed, ["never-wet", "key-at-the-end", "may-lock", "no-bench", "little-rain"]);
    let run = |id: &str| {
        let verdict = all.iter().find(|one| story.str(story.assertions[one.index].id) == id).unwrap();
        verdict.run.clone().unwrap()
    };
    assert_eq!(run("never-wet").steps.len(), 1);
    assert_eq!(run("key-at-the-end").steps.len(), 3);
    assert_eq!(run("no-bench").steps.len(), 2);
    // Each plays again, to a page that shows it.
    for verdict in all.iter().filter(|verdict| verdict.run.is_some()) {
        let playthrough = verdict.run.as_ref().unwrap().playthrough(story).unwrap();
        let session = replay(story, &playthrough).unwrap();
        let state = session.state();
        let shown = match &story.assertions[verdict.index].claim {
            Claim::Always(cond) | Claim::AtEnd(cond) | Claim::On(_, cond) => !state.holds(cond),
            _ => true,
        };
        assert!(shown, "{verdict:?}");
    }
    // They are told where they stand.
    let told = faults(&draft, &survey, &all, None);
    let lines: Vec<(Code, String)> = told.iter().map(|fault| (fault.code, line(&files, fault))).collect();
    let of =
        |code| -> Vec<&str> { lines.iter().filter(|(own, _)| *own == code).map(|(_, line)| line.as_str()).collect() };
    assert_eq!(
        of(Code::AssertionFails),
        ["assertions.ron:3", "assertions.ron:4", "assertions.ron:7", "assertions.ron:9", "assertions.ron:11"]
    );
    // `shut` is never open, and the story says so; nothing else is out of reach.
    assert_eq!(of(Code::NeverReached), Vec::<&str>::new());
    let text = to_text(&files, &told, "", false);
    assert!(text.contains("krivitsky play --replay \"seed=0 yard-gate.out\""), "{text}");
}

#[test]
fn what_was_not_met_fails_only_where_it_never_can_be() {
    let files = yard(&[("assertions.ron", CLAIMS)], &[]);
    let draft = drafted(&files);
    let of = |survey: &Survey, id: &str| judged(&draft.story, survey).into_iter().find(|(own, _)| own == id).unwrap().1;
    let searched = survey(&draft.story, 1, 1);
    assert_eq!(of(&searched, "may-lock"), Outcome::Fails);
    // Without a search nobody knows that the choice never opens; that is a warning, and no more.
    let walked = surveyed(&draft.story, 400, 1, 0);
    assert_eq!(of(&walked, "may-lock"), Outcome::NotShown);
    assert_eq!(of(&walked, "to-the-bench"), Outcome::Holds);
    let told = faults(&draft, &walked, &verdicts(&draft.story, &walked), None);
    let text = to_text(&files, &told, "", false);
    assert!(text.contains("warning[K180]: `may-lock` was not shown"), "{text}");
    assert!(!text.contains("`may-lock` does not hold"), "{text}");
}

#[test]
fn a_search_that_was_cut_short_claims_nothing_of_what_it_did_not_see() {
    let story = krivitsky::story::parse(&yard(&[], &[])).0.unwrap();
    let report = |states| Report::of(&story, &surveyed(&story, 1, 1, states), &[]).written(Form::Text, None);
    let (whole, cut) = (report(100_000), report(1));
    assert!(whole.replace("\n ", "").contains("no state lies further than"), "{whole}");
    assert!(cut.contains("Cut short") && !cut.contains("further than"), "{cut}");
    let seen = cut.split_once("Conditions seen only one way").map_or("", |(_, seen)| seen);
    assert!(!seen.contains(" is never "), "{cut}");
}

fn line(files: &[SourceFile], fault: &Diagnostic) -> String {
    let file = &files[usize::from(fault.span.file.0)];
    format!("{}:{}", file.name, file.place(fault.span.start as usize).line)
}

#[test]
fn what_an_assertion_asks_about_changes_no_save() {
    let with = yard(&[("assertions.ron", CLAIMS)], &[]);
    let without = yard(&[], &[]);
    assert_eq!(drafted(&with).story.fingerprint, drafted(&without).story.fingerprint);
}

#[test]
fn who_keeps_to_the_record_must_find_a_way_on() {
    // At the door both open choices depart, and whoever came in by the gate has not departed.
    let files = yard(&[], &[]);
    let draft = drafted(&files);
    let survey = survey(&draft.story, 100, 1);
    let told = faults(&draft, &survey, &[], None);
    let only: Vec<&Diagnostic> = told.iter().filter(|fault| fault.code == Code::OnlyDepartures).collect();
    assert_eq!(only.len(), 1);
    assert!(only[0].message.contains("`yard-door`"), "{}", only[0].message);
    assert_eq!(line(&files, only[0]), "chapters/yard.ron:12");
}

#[test]
fn a_page_without_a_way_on_and_a_circle_are_told() {
    let files = yard(
        &[],
        &[
            (r#"label: "Open it", serves: "duty","#, r#"label: "Open it", when: "wet","#),
            (r#"label: "Sit down", serves: "mercy","#, r#"label: "Sit down", when: "wet","#),
            (r#"next: "ending-rain""#, r#"next: "yard-rain""#),
        ],
    );
    let draft = drafted(&files);
    let survey = survey(&draft.story, 20, 1);
    let told = faults(&draft, &survey, &[], None);
    let text = to_text(&files, &told, "", false);
    assert!(text.contains("a player can come to `yard-door` and not go on"), "{text}");
    assert!(text.contains("play --replay \"seed=") && text.contains("yard-gate.in\""), "{text}");
    assert!(text.contains("after 2000 choices a walk stood at"), "{text}");
    for ending in ["ending-home", "ending-bench", "ending-rain"] {
        assert!(text.contains(&format!("no playthrough can come to `{ending}`")), "{text}");
    }
}

#[test]
fn a_story_is_held_to_its_own_limits_and_to_no_others() {
    let draft_of = |style: &'static str| yard(&[("style.ron", style), ("policies.ron", POLICIES)], &[]);
    const POLICIES: &str = r#"[(id: "kind", prefers: ["serves mercy"])]"#;
    let broken = |style, walks| {
        let files = draft_of(style);
        let draft = drafted(&files);
        let survey = survey(&draft.story, walks, 1);
        let told = faults(&draft, &survey, &[], None);
        let own = told.iter().filter(|fault| fault.code == Code::LimitBroken);
        own.map(|fault| line(&files, fault)).collect::<Vec<_>>()
    };
    assert_eq!(broken("()", 1000), Vec::<String>::new());
    assert_eq!(
        broken(
            "(explore: (ending_share: 60, policy_endings: 1, new_words: 20, words_read: (30, 60), forced: 2, not_read: 0))",
            1000
        ),
        Vec::<String>::new()
    );
    const STRICT: &str = "(explore: (\n ending_share: 40,\n policy_endings: 2,\n new_words: 60,\n words_read: (10, 20),\n forced: 1,\n not_read: 0,\n))";
    assert_eq!(broken(STRICT, 1000), ["style.ron:2", "style.ron:4", "style.ron:5", "style.ron:6", "policies.ron:1"]);
    // A single walk proves a stretch without a choice, and neither a share nor a mean; that is said.
    assert!(broken(STRICT, 1).iter().all(|line| line == "style.ron:6"));
    let files = yard(&[("style.ron", STRICT), ("policies.ron", POLICIES), ("assertions.ron", CLAIMS)], &[]);
    let draft = drafted(&files);
    let survey = survey(&draft.story, 1, 1);
    let all = verdicts(&draft.story, &survey);
    let report = Report::of(&draft.story, &survey, &all);
    assert_eq!(report.unmeasured, ["ending_share", "new_words", "words_read", "not_read", "policy_endings"]);
    assert!(report.written(Form::Text, None).contains("Not judged, with fewer than 100 walks"));
    let text = to_text(&files, &faults(&draft, &survey, &all, None), "", false);
    assert!(text.contains("hint[K180]: `little-rain` was not measured: that takes 100 walks at random"), "{text}");
}

#[test]
fn the_report_is_one_thing_in_three_forms() {
    let files = yard(&[("assertions.ron", CLAIMS)], &[]);
    let draft = drafted(&files);
    let survey = survey(&draft.story, 400, 1);
    let report = Report::of(&draft.story, &survey, &verdicts(&draft.story, &survey));
    let text = report.written(Form::Text, Some("my story"));
    assert!(text.lines().all(|line| line.chars().count() <= 80 || line.contains("krivitsky play")), "{text}");
    insta::assert_snapshot!("report_text", text);
    insta::assert_snapshot!("report_markdown", report.written(Form::Markdown, None));
    let json = report.json();
    assert_eq!(json["assertions"].as_array().unwrap().len(), 11);
    assert_eq!(json["endings"][0]["id"], "ending-home");
    let drawn = krivitsky::graph::Coverage::read(&json.to_string()).unwrap();
    assert!(drawn.has_passage("yard-door") && drawn.has_choice("yard-door", "sit"));
    assert!(!drawn.has_choice("yard-door", "shut"));
    assert_eq!(json["lengths"]["words"]["most"], 18);
}

#[test]
fn a_walk_stops_when_it_is_told_to() {
    let story = small::edited(&[]);
    let survey = Survey::make(
        &story,
        Scope { walks: 1000, seed: 0, threads: 2, policy: None, states: 1000, bytes: 1 << 28 },
        &|_| true,
        &|_| {},
    );
    assert!(survey.stopped);
    assert_eq!(survey.random.walks, 0);
    // And nothing that is said of nothing fails.
    let report = Report::of(&story, &survey, &verdicts(&story, &survey));
    assert!(report.written(Form::Text, None).contains("Stopped before all"));
    assert_eq!(judged(&story, &survey), []);
    assert_eq!(Policy::all(&story).len(), 2);
}

#[test]
fn the_shipped_story_keeps_its_word() {
    let files = krivitsky::store::content::shipped();
    let draft = drafted(&files);
    let survey = surveyed(&draft.story, 1200, 2, 0);
    let all = verdicts(&draft.story, &survey);
    assert!(all.len() >= 12);
    let failed: Vec<&str> = all
        .iter()
        .filter(|verdict| verdict.outcome == Outcome::Fails)
        .map(|verdict| draft.story.str(draft.story.assertions[verdict.index].text))
        .collect();
    assert_eq!(failed, Vec::<&str>::new());
    for ending in &draft.story.endings {
        assert!(survey.reached(ending.passage), "nothing that was played came to {}", draft.story.str(ending.title));
    }
    // Every policy that craft asks for is there, and follows its preferences to an ending.
    assert!(survey.policies.len() >= 8);
    for (policy, tally) in &survey.policies {
        let ended: u64 = draft.story.endings.iter().map(|ending| tally.ended(ending.passage)).sum();
        assert_eq!(ended, tally.walks, "{}", policy.name(&draft.story));
    }
    let told = faults(&draft, &survey, &all, None);
    let errors = told.iter().filter(|fault| fault.severity() == krivitsky::diagnostic::Severity::Error);
    assert_eq!(errors.count(), 0, "{}", to_text(&files, &told, "", false));
}
