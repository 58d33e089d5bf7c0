//! Small stories made by chance, with everything in them that a story can have.

use std::fmt::Write as _;

use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::story::{Story, parse};

/// Chance that can be repeated (splitmix64; Steele, Lea, Flood 2014), and what it likes best.
pub struct Dice(pub u64, pub Taste);

/// What a story is mostly made of. What is rare in a story of everything is common in one of little.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Taste {
    /// All there is.
    Everything,
    /// Meters that move, and bands that are asked for.
    Bands,
    /// Floors and ceilings, some of them for good.
    Bounds,
    /// Acts, done more than once, in more than one chapter.
    Acts,
}

impl Dice {
    /// From 0 to `n - 1`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// A condition; `passages` can have been seen, and the first choice of each taken.
fn condition(dice: &mut Dice, passages: u64, depth: u64) -> String {
    if depth > 0 && dice.one_in(3) {
        let (one, other) = (condition(dice, passages, depth - 1), condition(dice, passages, depth - 1));
        return match dice.below(3) {
            0 => format!("({one} and {other})"),
            1 => format!("({one} or {other})"),
            _ => format!("not ({one})"),
        };
    }
    let kind = match dice.1 {
        Taste::Everything => dice.below(9),
        Taste::Bands | Taste::Bounds | Taste::Acts => [4, 4, 4, 5, 0][dice.below(5) as usize],
    };
    match kind {
        0 => "lit".into(),
        1 => "not met".into(),
        2 => format!("calls {} {}", dice.one(&["above", "below", "at least", "is"]), dice.below(3)),
        3 => format!("seat is {}", dice.one(&["none", "inside", "outside"])),
        4 => format!("heat {} {}", dice.one(&["is", "at least"]), dice.one(&["cold", "warm", "hot"])),
        5 => format!("ease {} {}", dice.one(&["is", "at most"]), dice.one(&["thin", "safe"])),
        6 => format!("seen(p-{})", dice.below(passages)),
        7 => format!("took(p-{}.a)", dice.below(passages)),
        _ => format!("ledger.anna is {}", dice.one(&["untouched", "paid"])),
    }
}

fn effect(dice: &mut Dice, acts: bool) -> String {
    let kind = match dice.1 {
        Taste::Everything => dice.below(if acts { 11 } else { 10 }),
        Taste::Acts if acts => 10,
        Taste::Acts => 4,
        Taste::Bounds => [8, 8, 8, 4, 6][dice.below(5) as usize],
        Taste::Bands => [4, 4, 5, 7, 8, 0][dice.below(6) as usize],
    };
    match kind {
        0 => "lit = true".into(),
        1 => "met = true".into(),
        2 => format!("calls {} 1", dice.one(&["+", "-"])),
        3 => format!("seat = {}", dice.one(&["none", "inside", "outside"])),
        4 | 5 => format!("heat {} {}", dice.one(&["up", "down"]), dice.one(&["small", "medium", "large"])),
        6 => format!("ease {} {}", dice.one(&["up", "down"]), dice.one(&["small", "large"])),
        7 => format!("heat {} {}", dice.one(&["+", "-"]), 1 + dice.below(20)),
        8 => match dice.below(6) {
            4 => "heat floor 50".into(),
            5 => "ease ceiling 35".into(),
            0 => "heat floor 30".into(),
            1 => "heat ceiling 60".into(),
            2 => "ease ceiling 35 for good".into(),
            _ => "heat floor 50 for good".into(),
        },
        9 => "ledger.anna = paid".into(),
        _ => format!("act {}", dice.one(&["beg", "shout"])),
    }
}

fn effects(dice: &mut Dice, acts: bool) -> String {
    let all: Vec<String> = (0..dice.below(3)).map(|_| format!("{:?}", effect(dice, acts))).collect();
    format!("[{}]", all.join(", "))
}

/// Where a choice of passage `n` leads: onward as a rule, back now and then, or to an ending.
fn to(dice: &mut Dice, n: u64, passages: u64) -> String {
    match dice.below(8) {
        0 => "end-one".into(),
        1 => format!("p-{}", dice.below(passages)),
        _ if n + 1 >= passages => dice.one(&["end-one", "end-two"]).to_owned(),
        _ => format!("p-{}", (n + 1 + dice.below(2)).min(passages - 1)),
    }
}

fn target(dice: &mut Dice, n: u64, passages: u64) -> String {
    match dice.one_in(4) {
        true => format!(
            "[(when: {:?}, to: {:?}), (to: {:?})]",
            condition(dice, passages, 1),
            to(dice, n, passages),
            to(dice, n, passages)
        ),
        false => format!("{:?}", to(dice, n, passages)),
    }
}

/// The files of a story, the same for each number.
pub fn files(number: u64) -> Vec<SourceFile> {
    let tastes = [Taste::Everything, Taste::Bands, Taste::Bounds, Taste::Acts];
    let dice = &mut Dice(number, tastes[(number % 4) as usize]);
    let passages = 3 + dice.below(5);
    let mut story = String::from(
        r#"(format: 1, id: "made", title: "Made", edition: "1", start: "p-0",
    meters: {
        "heat": (word: "Heat", start: 20, good: low, bands: [(id: "cold", word: "Cold"),
            (id: "warm", word: "Warm", up: 25, down: 15), (id: "hot", word: "Hot", up: 45, down: 35)]),
        "ease": (word: "Ease", start: 30, good: high, bands: [(id: "thin", word: "Thin"),
            (id: "safe", word: "Safe", up: 40, down: 30, needs: "NEEDS")]),
    },
    odds: [(id: "long", word: "long", of_100: 25), (id: "even", word: "even", of_100: 50)],
    facts: { "lit": flag, "met": flag, "calls": number(from: 0, to: 2), "seat": one_of(["none", "inside", "outside"]) },
    ledger: (states: ["untouched", "paid"], people: { "anna": (untouched: "At home.", paid: "Gone.") }),
"#,
    );
    story = story.replace("NEEDS", &condition(dice, passages, 1));
    let _ = writeln!(
        story,
        "    acts: {{ \"beg\": (effects: {}), \"shout\": (effects: {}, again: {}) }},",
        effects(dice, false),
        effects(dice, false),
        effects(dice, false)
    );
    let each = dice.one(&["scene", "chapter"]);
    let _ = writeln!(
        story,
        "    rules: [(id: \"rule\", each: {each}, when: {:?}, effects: {})],",
        condition(dice, passages, 1),
        effects(dice, true)
    );
    let remembered = dice.one_in(4);
    let _ = writeln!(
        story,
        "    chapters: [(file: \"one\", title: \"One\"), (file: \"two\", title: \"Two\", remembered: {remembered})],\n)"
    );
    let mut chapters = [String::new(), String::new()];
    for n in 0..passages {
        let second = n >= passages / 2;
        let mut row = format!("(id: \"p-{n}\", date: \"1937-05-{:02}\", place: \"paris\",", 1 + n / 2);
        let _ = write!(
            row,
            " text: \"{{if {}}}Yes.{{elif {}}}",
            condition(dice, passages, 1),
            condition(dice, passages, 0)
        );
        let _ = write!(row, "Perhaps.{{else}}No.{{end}} There.\", enter: {},\n  choices: [", effects(dice, true));
        for choice in ["a", "b", "c"].into_iter().take(1 + dice.below(3) as usize) {
            let _ = write!(row, "\n    (id: \"{choice}\", label: \"Do {choice}\", effects: {}, ", effects(dice, true));
            if dice.one_in(3) {
                let _ = write!(row, "when: {:?}, ", condition(dice, passages, 1));
            }
            if dice.one_in(6) {
                let _ = write!(row, "locked: (by: {:?}, says: \"No.\"), ", condition(dice, passages, 0));
            }
            if dice.one_in(5) {
                let _ = write!(
                    row,
                    "risk: (odds: \"even\", shift: [({:?}, \"worse\")], well: (effects: {}, to: {}), ill: (effects: {}, to: {}))),",
                    condition(dice, passages, 0),
                    effects(dice, true),
                    target(dice, n, passages),
                    effects(dice, true),
                    target(dice, n, passages)
                );
            } else {
                let _ = write!(row, "to: {}),", target(dice, n, passages));
            }
        }
        row.push_str("\n  ],");
        // Every other story has short versions; the dice are not asked, so that the rest of it stays as it is.
        if number % 2 == 1 && n % 3 == 0 && n + 1 < passages {
            let _ = write!(row, "\n  care: (says: \"No.\", to: \"p-{}\"),", n + 1);
        }
        row.push_str("),\n");
        chapters[usize::from(second)].push_str(&row);
    }
    let mut endings = String::new();
    for id in ["end-one", "end-two"] {
        let _ = writeln!(
            endings,
            "(id: {id:?}, title: \"End\", date: \"1937-06-01\", place: \"paris\", text: \"{{if {}}}So.{{end}} Over.\", causes: [(when: {:?}, object: \"a key\", text: \"It turned.\")]),",
            condition(dice, passages, 1),
            condition(dice, passages, 1)
        );
    }
    vec![
        SourceFile::new("story.ron", story),
        SourceFile::new("chapters/one.ron", format!("[\n{}]", chapters[0])),
        SourceFile::new("chapters/two.ron", format!("[\n{}]", chapters[1])),
        SourceFile::new("endings.ron", format!("[\n{endings}]")),
        SourceFile::new("places.ron", r#"[(id: "paris", name: "Paris", lat: 48.8, long: 2.3)]"#.to_owned()),
    ]
}

/// A story made by chance, the same for each number.
pub fn made(number: u64) -> Story {
    let files = files(number);
    let (story, faults) = parse(&files);
    story.unwrap_or_else(|| panic!("{}", to_text(&files, &faults, "", false)))
}
