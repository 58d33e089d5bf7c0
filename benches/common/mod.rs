//! What the benches share: stories of any size with the shape of a real one, walks through a story, and what the system
//! says a process has used.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;

use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::engine::{self, State};
use krivitsky::playthrough::{Playthrough, Session};
use krivitsky::store::content;
use krivitsky::story::{ChoiceId, Story, parse};

/// Passages in a generated chapter.
const CHAPTER: usize = 50;

/// Where generated passages take place.
const PLACES: usize = 12;

/// Words that prose is made of.
const PROSE: &str = "the night porter keeps his book under the lamp and writes each name with the care of a man who has \
    been asked for it twice before you take the chair by the window where the street can be seen in the glass and nobody \
    says what the letter was for since Tuesday there have been two men at the corner who buy no papers";

/// The files of a story of `passages` passages: about 120 words each with conditions in them, three choices with effects,
/// notes; tables beside them. It is played in a ring, without end; the one ending is there because a story needs one.
pub fn files(passages: usize) -> Vec<SourceFile> {
    let chapters = passages.div_ceil(CHAPTER);
    let mut files = vec![SourceFile::new("story.ron", declared(chapters))];
    for chapter in 0..chapters {
        let rows = chapter * CHAPTER..passages.min((chapter + 1) * CHAPTER);
        let text: String = rows.map(|n| passage(n, passages)).collect();
        files.push(SourceFile::new(format!("chapters/{chapter:03}.ron"), format!("[\n{text}]\n")));
    }
    let table = |row: &dyn Fn(usize) -> String, n| format!("[\n{}]\n", (0..n).map(row).collect::<String>());
    files.push(SourceFile::new(
        "places.ron",
        table(&|n| format!("    (id: \"place-{n}\", name: \"Place {n}\", lat: 48.{n}, long: 2.{n}),\n"), PLACES),
    ));
    files.push(SourceFile::new(
        "people.ron",
        table(&|n| format!("    (id: \"person-{n}\", name: \"Person {n}\", text: \"Somebody.\"),\n"), 8),
    ));
    files.push(SourceFile::new("sources.ron", table(&|n| format!("    (id: \"S{n}\", title: \"Source {n}\"),\n"), 20)));
    files.push(SourceFile::new("tells.ron", table(&tell, 40)));
    files.push(SourceFile::new(
        "endings.ron",
        "[(id: \"the-end\", title: \"The end\", date: \"1938-01-01\", place: \"place-0\", text: \"It is over.\",\n   \
         causes: [(object: \"a key\", text: \"It was kept.\")])]\n",
    ));
    files
}

/// A story of `passages` passages.
pub fn generated(passages: usize) -> Story {
    story(&files(passages))
}

/// The story inside the program.
pub fn shipped() -> Story {
    story(&content::shipped())
}

fn story(files: &[SourceFile]) -> Story {
    let (story, faults) = parse(files);
    assert!(faults.is_empty(), "{}", to_text(files, &faults, "bench", false));
    story.expect("a story without faults is there")
}

fn declared(chapters: usize) -> String {
    let mut text = String::from(
        r#"(
    format: 1, id: "bench", title: "Bench", edition: "1", start: "passage-0",
    goods: ["cause", "kin", "comrade", "self"],
    meters: {
        "suspicion": (word: "Suspicion", start: 20, good: low, bands: [
            (id: "trusted", word: "Trusted"), (id: "noted", word: "Noted", up: 25, down: 15),
            (id: "watched", word: "Watched", up: 45, down: 35), (id: "hunted", word: "Hunted", up: 65, down: 55),
            (id: "condemned", word: "Condemned", up: 85, down: never)]),
        "safety": (word: "Safety", start: 30, good: high, bands: [
            (id: "exposed", word: "Exposed"), (id: "thin", word: "Thin", up: 20, down: 10),
            (id: "covered", word: "Covered", up: 40, down: 30, needs: "fact_0 is not own"),
            (id: "guarded", word: "Guarded", up: 65, down: 55, needs: "flag_0")]),
    },
    odds: [(id: "long", word: "long odds", of_100: 25), (id: "even", word: "even odds", of_100: 50)],
    acts: {
        "report": (effects: ["suspicion down small"]),
        "plead": (effects: ["suspicion up small", "safety up small"], again: ["suspicion up medium"]),
    },
    rules: [(id: "one-address", each: scene, when: "suspicion at least watched and not flag_1", effects: ["safety - 3"])],
    ledger: (states: ["untouched", "exposed"], people: { "madeleine": (untouched: "At her desk.", exposed: "Asked.") }),
"#,
    );
    text.push_str("    facts: {\n");
    for n in 0..8 {
        let _ = writeln!(text, "        \"fact_{n}\": one_of([\"own\", \"bought\", \"french\", \"none\"]),");
        let _ = writeln!(text, "        \"flag_{n}\": flag, \"count_{n}\": number(from: 0, to: 9),");
    }
    text.push_str("    },\n    chapters: [\n");
    for chapter in 0..chapters {
        let _ = writeln!(text, "        (file: \"{chapter:03}\", title: \"Chapter {chapter}\"),");
    }
    text.push_str("    ],\n)\n");
    text
}

fn tell(n: usize) -> String {
    let band = ["trusted", "noted", "watched", "hunted", "thin", "covered"][n % 6];
    let place = if n.is_multiple_of(3) { format!(" place: \"place-{}\",", n % PLACES) } else { String::new() };
    format!("    (id: \"tell-{n}\", band: \"{band}\",{place} text: \"The waiter does not look up from cup {n}.\"),\n")
}

/// `words` words of prose, begun at another place for each `n`, in lines as an author breaks them.
fn prose(n: usize, words: usize) -> String {
    let all: Vec<&str> = PROSE.split_whitespace().collect();
    let mut text = String::new();
    for i in 0..words {
        text.push_str(all[(n * 7 + i) % all.len()]);
        text.push(if i % 20 == 19 { '\n' } else { ' ' });
    }
    text.trim_end().to_owned() + "."
}

fn passage(n: usize, of: usize) -> String {
    let (fact, next) = (n % 8, |by: usize| (n + by) % of);
    let head = if (n % CHAPTER).is_multiple_of(5) {
        format!(" date: \"1937-{:02}-{:02}\", place: \"place-{}\",", 1 + n / 28 % 12, 1 + n % 28, n / 5 % PLACES)
    } else {
        String::new()
    };
    let tell = if n.is_multiple_of(3) { "{tell}\n\n" } else { "" };
    let document = if n.is_multiple_of(8) { "> RETURN AT ONCE\n> STOP\n\n" } else { "" };
    let third = match n % 10 {
        0 => format!(
            "risk: (odds: \"even\", shift: [(\"took(passage-{n}.bribe)\", \"worse\")], well: (to: \"passage-{}\"), \
             ill: (effects: [\"suspicion up medium\"], to: \"passage-{}\"))",
            next(4),
            next(5)
        ),
        5 => format!(
            "to: [(when: \"seen(passage-{})\", to: \"passage-{}\"), (to: \"passage-{}\")]",
            next(9),
            next(6),
            next(7)
        ),
        _ => format!("to: \"passage-{}\"", next(3)),
    };
    format!(
        r##"    (
        id: "passage-{n}",{head} people: ["person-{person}"],
        text: r#"
{first}

{{if suspicion at least watched}}{a}{{elif fact_{fact} is bought}}{b}{{else}}{c}{{end}} {second}

{tell}{document}*{third_prose}* {{if flag_{fact} and count_{fact} above 2}}{d}{{end}}
"#,
        choices: [
            (id: "sign", label: "Write your name under the number", serves: "comrade", when: "suspicion is not condemned",
             effects: ["fact_{fact} = bought", "safety down small"], to: "passage-{one}"),
            (id: "wait", label: "Let the clock strike, and say nothing", serves: "self",
             effects: ["count_{fact} + 1", "act {act}"], to: "passage-{two}"),
            (id: "bribe", label: "Hand him the folded note", serves: "kin",
             effects: ["flag_{fact} = true", "ledger.madeleine = exposed", "suspicion up small"], {third}),
        ],
        notes: [
            (says: documented, sources: ["S{source}"], text: "The record has this in two places. {e}"),
            (says: invented, text: "The lamp and the book are made up. {f}"),
        ],
    ),
"##,
        person = n % 8,
        first = prose(n, 45),
        a = prose(n + 1, 10),
        b = prose(n + 2, 10),
        c = prose(n + 3, 10),
        second = prose(n + 4, 30),
        third_prose = prose(n + 5, 15),
        d = prose(n + 6, 10),
        one = next(1),
        two = next(2),
        act = if n.is_multiple_of(2) { "report" } else { "plead" },
        third = third,
        source = n % 20,
        e = prose(n + 7, 8),
        f = prose(n + 8, 6),
    )
}

/// The choices of a walk of at most `steps` steps: varied (splitmix64; Steele, Lea, Flood 2014), and the same for each seed.
pub fn walk(story: &Story, seed: u64, steps: usize) -> Vec<ChoiceId> {
    let mut chance = seed;
    let mut state = engine::begin(story, seed).state;
    let mut taken = Vec::new();
    while taken.len() < steps {
        let open: Vec<ChoiceId> =
            engine::page(story, &state).offers().filter(|offer| offer.locked.is_none()).map(|offer| offer.id).collect();
        if open.is_empty() {
            break;
        }
        chance = chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (chance ^ (chance >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let choice = open[usize::try_from((mixed ^ (mixed >> 27)) % open.len() as u64).unwrap()];
        taken.push(choice);
        state = engine::choose(story, &state, choice).unwrap().state;
    }
    taken
}

/// Takes the choices of a walk with the text of every page, and gives the last state.
pub fn follow(story: &Story, seed: u64, choices: &[ChoiceId], text: &mut String) -> State {
    let mut state = engine::begin(story, seed).state;
    for choice in choices {
        state = engine::choose(story, &state, *choice).unwrap().state;
        text.clear();
        engine::page(story, &state).write_text(text);
    }
    state
}

/// The save of a walk.
pub fn saved(story: &Story, seed: u64, choices: &[ChoiceId]) -> Playthrough {
    let mut session = Session::new(story, seed);
    choices.iter().for_each(|choice| session.choose(story, *choice).unwrap());
    session.playthrough(story)
}

/// A number from `/proc/PID/FILE`, by the word before it; the first number for an empty word.
pub fn proc(pid: u32, file: &str, word: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(word)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Nanoseconds of processor time that the first thread of a process has had.
pub fn cpu(pid: u32) -> u64 {
    proc(pid, "schedstat", "")
}
