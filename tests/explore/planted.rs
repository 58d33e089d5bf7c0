//! Stories made by chance, in which some truths are known because they were planted: what can never be, what always
//! is, and what can be though it looks hard.

use std::fmt::Write;

use krivitsky::diagnostic::SourceFile;
use krivitsky::engine::{below, stream};

/// What is known of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// That somebody comes to a passage.
    Passage(String),
    /// That a choice is taken: `passage.choice`.
    Choice(String),
    /// That the first `{if}` of a passage comes out so.
    Text(String, bool),
}

/// A truth.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Of what.
    pub what: What,
    /// Whether it can be.
    pub can: bool,
    /// How it was planted.
    pub kind: &'static str,
}

/// A story with its truths.
pub struct Tale {
    pub files: Vec<SourceFile>,
    pub truths: Vec<Truth>,
}

/// Chance.
pub struct Dice {
    seed: u64,
    rolls: u32,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { seed, rolls: 0 }
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.rolls += 1;
        below(&mut stream(self.seed, 1, 2, self.rolls, 3), n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// The chapters: the second tells of years past.
const CHAPTERS: [(&str, bool); 3] = [("now", false), ("then", true), ("later", false)];

#[derive(Default)]
struct Maker {
    facts: String,
    meters: String,
    acts: String,
    rules: String,
    people: String,
    rooms: [String; 3],
    truths: Vec<Truth>,
    day: usize,
}

impl Maker {
    /// A passage on a day of its own.
    fn room(&mut self, chapter: usize, id: &str, text: &str, body: &str) {
        self.day += 1;
        let (day, place) = (self.day % 28 + 1, ["attic", "cellar"][self.day % 2]);
        let month = self.day / 28 % 12 + 1;
        writeln!(
            self.rooms[chapter],
            "(id: \"{id}\", date: \"1937-{month:02}-{day:02}\", place: \"{place}\", text: \"{text}\", {body}),"
        )
        .unwrap();
    }

    fn flag(&mut self, name: &str) {
        writeln!(self.facts, "\"{name}\": flag,").unwrap();
    }

    fn one_of(&mut self, name: &str) {
        writeln!(self.facts, "\"{name}\": one_of([\"aye\", \"bee\", \"cee\", \"dee\"]),").unwrap();
    }

    fn number(&mut self, name: &str, to: i16) {
        writeln!(self.facts, "\"{name}\": number(from: 0, to: {to}),").unwrap();
    }

    /// A meter of three bands, entered at 40 and 70 and left at 30 and 60.
    fn meter(&mut self, name: &str, start: i16, needs: &str) {
        let needs = if needs.is_empty() { String::new() } else { format!(", needs: \"{needs}\"") };
        writeln!(
            self.meters,
            "\"{name}\": (word: \"M\", start: {start}, good: low, bands: [(id: \"{name}_low\", word: \"L\"), \
             (id: \"{name}_mid\", word: \"M\", up: 40, down: 30), (id: \"{name}_top\", word: \"T\", up: 70, down: 60{needs})]),"
        )
        .unwrap();
    }

    fn truth(&mut self, kind: &'static str, can: bool, what: What) {
        self.truths.push(Truth { what, can, kind });
    }

    fn choice(&mut self, kind: &'static str, can: bool, name: String) {
        self.truth(kind, can, What::Choice(name));
    }

    fn passage(&mut self, kind: &'static str, can: bool, name: String) {
        self.truth(kind, can, What::Passage(name));
    }
}

/// A choice.
fn go(id: &str, when: &str, effects: &str, to: &str) -> String {
    let when = if when.is_empty() { String::new() } else { format!("when: \"{when}\", ") };
    let effects: Vec<String> =
        effects.split(';').map(str::trim).filter(|e| !e.is_empty()).map(|e| format!("\"{e}\"")).collect();
    let to = if to.starts_with('[') { to.to_owned() } else { format!("\"{to}\"") };
    format!("(id: \"{id}\", label: \"Do {id} now\", {when}effects: [{}], to: {to})", effects.join(", "))
}

fn choices(list: &[String]) -> String {
    format!("choices: [{}]", list.join(", "))
}

/// How truths are planted: each makes a passage `{p}-in` from which `out` is reached.
type Plant = fn(&mut Maker, &mut Dice, &str, &str);

const PLANTS: [Plant; 21] = [
    lonely,
    island,
    never_set,
    never_this,
    contradicted,
    fork,
    first_arm,
    all_arms,
    cool,
    capped,
    in_need,
    remembered,
    climbed,
    counted,
    floored,
    twice,
    ruled,
    risky,
    settled,
    scales,
    hoard,
];

fn lonely(m: &mut Maker, _: &mut Dice, p: &str, out: &str) {
    m.room(0, &format!("{p}-in"), "Here.", &format!("next: \"{out}\""));
    m.room(2, &format!("{p}-lonely"), "Here.", &choices(&[go("on", "", "", out)]));
    m.passage("no way in", false, format!("{p}-lonely"));
    m.choice("no way in", false, format!("{p}-lonely.on"));
}

fn island(m: &mut Maker, _: &mut Dice, p: &str, out: &str) {
    m.room(
        0,
        &format!("{p}-in"),
        "{if seen(PP-in)}Here.{else}Not here.{end}".replace("PP", p).as_str(),
        &format!("next: \"{out}\""),
    );
    m.room(1, &format!("{p}-east"), "Here.", &format!("next: \"{p}-west\""));
    m.room(
        1,
        &format!("{p}-west"),
        "Here.",
        &choices(&[go("back", "", "", &format!("{p}-east")), go("on", "", "", out)]),
    );
    m.passage("an island", false, format!("{p}-east"));
    m.passage("an island", false, format!("{p}-west"));
    m.truth("always true", false, What::Text(format!("{p}-in"), false));
    m.truth("always true", true, What::Text(format!("{p}-in"), true));
}

fn never_set(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let flag = format!("{p}_flag");
    m.flag(&flag);
    let when =
        dice.pick(&["FF", "FF and seen(PP-in)", "not (not FF)", "FF is true"]).replace("FF", &flag).replace("PP", p);
    let list = [go("open", &when, "", &format!("{p}-vault")), go("on", &format!("not {flag}"), "", out)];
    m.room(dice.below(3), &format!("{p}-in"), "Here.", &choices(&list));
    m.room(2, &format!("{p}-vault"), "Here.", &format!("next: \"{out}\""));
    m.choice("a flag never set", false, format!("{p}-in.open"));
    m.passage("a flag never set", false, format!("{p}-vault"));
    m.choice("a flag never set", true, format!("{p}-in.on"));
}

fn never_this(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let fact = if dice.one_in(2) {
        writeln!(m.people, "\"{p}\": (aye: \"A.\", bee: \"B.\", cee: \"C.\", dee: \"D.\"),").unwrap();
        format!("ledger.{p}")
    } else {
        m.one_of(&format!("{p}_fact"));
        format!("{p}_fact")
    };
    m.room(
        0,
        &format!("{p}-in"),
        "Here.",
        &choices(&[
            go("set", "", &format!("{fact} = bee"), &format!("{p}-room")),
            go("leave", "", "", &format!("{p}-room")),
        ]),
    );
    let list = [
        go("cee", &format!("{fact} is cee"), "", out),
        go("bee", &format!("{fact} is bee"), "", out),
        go("not", &format!("{fact} is not cee"), "", out),
    ];
    m.room(dice.below(3), &format!("{p}-room"), &format!("{{if {fact} is dee}}Here.{{end}}"), &choices(&list));
    m.choice("a value never set", false, format!("{p}-room.cee"));
    m.choice("a value never set", true, format!("{p}-room.bee"));
    m.choice("a value never set", true, format!("{p}-room.not"));
    m.truth("a value never set", false, What::Text(format!("{p}-room"), true));
}

fn contradicted(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let (fact, number) = (format!("{p}_fact"), format!("{p}_n"));
    m.one_of(&fact);
    m.number(&number, 9);
    let list = [
        go("bee", "", &format!("{fact} = bee; {number} + 2"), &format!("{p}-room")),
        go("cee", "", &format!("{fact} = cee; {number} + 5"), &format!("{p}-room")),
    ];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    let never = dice.pick(&[
        "FF is bee and FF is cee",
        "not (FF is bee or FF is cee)",
        "NN above 2 and NN below 5",
        "FF is bee and NN at least 3",
        "NN is 5 and took(PP-in.bee)",
    ]);
    let fill = |text: &str| text.replace("FF", &fact).replace("NN", &number).replace("PP", p);
    let shut = format!(
        "(id: \"shut\", label: \"Do shut now\", when: \"{fact} is bee\", locked: (by: \"{}\", says: \"No.\"), to: \"{out}\")",
        fill("NN is 2")
    );
    let list = [go("never", &fill(never), "", out), go("on", &fill("FF is cee or NN is 2"), "", out), shut];
    m.room(dice.below(3), &format!("{p}-room"), "Here.", &choices(&list));
    m.choice("contradiction", false, format!("{p}-room.never"));
    m.choice("contradiction", false, format!("{p}-room.shut"));
    m.choice("contradiction", true, format!("{p}-room.on"));
}

fn fork(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let (left, right) = (format!("{p}_left"), format!("{p}_right"));
    m.flag(&left);
    m.flag(&right);
    let list = [
        go("left", "", &format!("{left} = true"), &format!("{p}-hall")),
        go("right", "", &format!("{right} = true"), &format!("{p}-hall")),
    ];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    m.room(
        dice.below(3),
        &format!("{p}-hall"),
        "Here.",
        &choices(&[go("up", "", "", &format!("{p}-room")), go("down", "", "", &format!("{p}-room"))]),
    );
    let list = [
        go("both", &format!("{left} and {right}"), "", out),
        go("none", &format!("not {left} and not {right}"), "", out),
        go("took", &format!("took({p}-in.left) and {right}"), "", out),
        go("one", &format!("took({p}-hall.up) and {right}"), "", out),
        go("on", "", "", out),
    ];
    m.room(2, &format!("{p}-room"), &format!("{{if {left} or {right}}}Here.{{else}}There.{{end}}"), &choices(&list));
    m.choice("two ways that exclude each other", false, format!("{p}-room.both"));
    m.choice("two ways that exclude each other", false, format!("{p}-room.none"));
    m.choice("two ways that exclude each other", false, format!("{p}-room.took"));
    m.choice("two ways that exclude each other", true, format!("{p}-room.one"));
    m.truth("two ways that exclude each other", false, What::Text(format!("{p}-room"), false));
}

fn first_arm(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let flag = format!("{p}_flag");
    m.flag(&flag);
    let to = format!(
        "[(when: \"seen({p}-in)\", to: \"{p}-first\"), (when: \"{flag}\", to: \"{p}-second\"), (to: \"{p}-third\")]"
    );
    m.room(
        0,
        &format!("{p}-in"),
        "Here.",
        &choices(&[go("on", "", "", &to), go("set", "", &format!("{flag} = true"), &to)]),
    );
    for (name, can) in [("first", true), ("second", false), ("third", false)] {
        m.room(dice.below(3), &format!("{p}-{name}"), "Here.", &format!("next: \"{out}\""));
        m.passage("an arm above that always holds", can, format!("{p}-{name}"));
    }
}

fn all_arms(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let fact = format!("{p}_fact");
    m.one_of(&fact);
    let list = [go("bee", "", &format!("{fact} = bee"), &format!("{p}-room")), go("aye", "", "", &format!("{p}-room"))];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    let next = format!(
        "next: [(when: \"{fact} is aye\", to: \"{p}-aye\"), (when: \"{fact} is cee\", to: \"{p}-cee\"), (when: \"{fact} is bee\", to: \"{p}-bee\"), (to: \"{p}-dee\")]"
    );
    m.room(dice.below(3), &format!("{p}-room"), "Here.", &next);
    for (name, can) in [("aye", true), ("bee", true), ("cee", false), ("dee", false)] {
        m.room(2, &format!("{p}-{name}"), "Here.", &format!("next: \"{out}\""));
        m.passage("arms that leave nothing over", can, format!("{p}-{name}"));
    }
}

/// Asks for the top band after moves that do not lead there.
fn asks_top(m: &mut Maker, kind: &'static str, p: &str, out: &str, can: bool) {
    let list = [go("top", &format!("{p}_m at least {p}_m_top"), "", out), go("on", "", "", out)];
    m.room(0, &format!("{p}-room"), "Here.", &choices(&list));
    m.choice(kind, can, format!("{p}-room.top"));
    m.choice(kind, true, format!("{p}-room.on"));
}

fn cool(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    m.meter(&format!("{p}_m"), 20, "");
    let moves = dice.pick(&[
        "MM up large; MM up large",
        "MM up small; MM + 30",
        "MM down large",
        "MM up medium; MM down small",
    ]);
    let moves = moves.replace("MM", &format!("{p}_m"));
    m.room(
        2,
        &format!("{p}-in"),
        "Here.",
        &choices(&[go("move", "", &moves, &format!("{p}-room")), go("on", "", "", out)]),
    );
    asks_top(m, "a meter that does not come so far", p, out, false);
}

fn capped(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    m.meter(&format!("{p}_m"), 20, "");
    let good = if dice.one_in(2) { " for good" } else { "" };
    m.room(
        2,
        &format!("{p}-in"),
        "Here.",
        &choices(&[go("cap", "", &format!("{p}_m ceiling 65{good}"), &format!("{p}-stairs"))]),
    );
    let list = [
        go("climb", "", &format!("{p}_m up large; {p}_m + 20"), &format!("{p}-stairs")),
        go("on", "", "", &format!("{p}-room")),
    ];
    m.room(dice.pick(&[0, 2]), &format!("{p}-stairs"), "Here.", &choices(&list));
    asks_top(m, "a ceiling", p, out, false);
}

fn in_need(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let flag = format!("{p}_flag");
    m.flag(&flag);
    m.meter(&format!("{p}_m"), dice.pick(&[20, 50, 80]), &flag);
    let set = dice.one_in(2);
    let raise = format!("{p}_m + 60");
    let list = [go("climb", "", &raise, &format!("{p}-mid")), go("stay", "", "", &format!("{p}-mid"))];
    m.room(2, &format!("{p}-in"), "Here.", &choices(&list));
    let effects = if set { format!("{flag} = true") } else { String::new() };
    m.room(0, &format!("{p}-mid"), "Here.", &choices(&[go("on", "", &effects, &format!("{p}-far"))]));
    m.room(2, &format!("{p}-far"), "Here.", &choices(&[go("on", "", "", &format!("{p}-room"))]));
    asks_top(m, "what a band needs", p, out, set);
}

fn remembered(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    m.meter(&format!("{p}_m"), 20, "");
    let chapter = dice.pick(&[0, 1]);
    let list = [go("climb", "", &format!("{p}_m + 30"), &format!("{p}-mid")), go("stay", "", "", &format!("{p}-mid"))];
    m.room(1, &format!("{p}-in"), "Here.", &choices(&list));
    let list = [go("mid", &format!("{p}_m at least {p}_m_mid"), "", out), go("on", "", "", out)];
    m.room(chapter, &format!("{p}-mid"), "Here.", &choices(&list));
    m.choice("a chapter of years past", chapter != 1, format!("{p}-mid.mid"));
}

fn climbed(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    m.meter(&format!("{p}_m"), 20, "");
    let size = dice.pick(&["small", "medium", "large"]);
    let list = [
        go("climb", "", &format!("{p}_m up {size}"), &format!("{p}-in")),
        go("mid", &format!("{p}_m is {p}_m_mid"), "", &format!("{p}-next")),
        go("top", &format!("{p}_m is {p}_m_top"), "", out),
        go("on", "", "", out),
    ];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    let list =
        [go("climb", "", &format!("{p}_m up {size}"), &format!("{p}-next")), go("on", "", "", &format!("{p}-room"))];
    m.room(2, &format!("{p}-next"), "Here.", &choices(&list));
    asks_top(m, "a climb", p, out, true);
    m.choice("a climb", true, format!("{p}-in.mid"));
    m.choice("one step of a band in a chapter", false, format!("{p}-in.top"));
}

fn counted(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let number = format!("{p}_n");
    let most = dice.pick(&[3, 200]);
    m.number(&number, most);
    let list = [
        go("more", "", &format!("{number} + 1"), &format!("{p}-in")),
        go("three", &format!("{number} is 3"), "", out),
        go("below", &format!("{number} below 0"), "", out),
        go("on", &format!("{number} at most 3"), "", out),
    ];
    m.room(dice.below(3), &format!("{p}-in"), "Here.", &choices(&list));
    m.choice("a count", true, format!("{p}-in.three"));
    m.choice("a count", false, format!("{p}-in.below"));
    m.choice("a count", true, format!("{p}-in.on"));
}

fn floored(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    m.meter(&format!("{p}_m"), 20, "");
    let good = dice.one_in(2);
    let floor = format!("{p}_m floor 75{}", if good { " for good" } else { "" });
    m.room(dice.below(3), &format!("{p}-in"), "Here.", &choices(&[go("floor", "", &floor, &format!("{p}-fall"))]));
    let fall = go("fall", "", &format!("{p}_m floor 0; {p}_m down large; {p}_m - 60"), &format!("{p}-room"));
    m.room(0, &format!("{p}-fall"), "Here.", &choices(&[fall, go("on", "", "", &format!("{p}-room"))]));
    asks_top(m, "a floor", p, out, true);
    let list = [go("fallen", &format!("{p}_m below {p}_m_top"), "", out), go("on", "", "", out)];
    m.room(2, &format!("{p}-far"), "Here.", &choices(&list));
    m.passage("no way in", false, format!("{p}-far"));
    let below = go("under", &format!("{p}_m below {p}_m_top"), "", out);
    m.rooms[0] = m.rooms[0].replace(
        &go("top", &format!("{p}_m at least {p}_m_top"), "", out),
        &format!("{}, {below}", go("top", &format!("{p}_m at least {p}_m_top"), "", out)),
    );
    // Not in the chapter in which the floor lifted the band, so a floor of that chapter keeps it there as well.
    if good {
        m.choice("a floor for good", false, format!("{p}-room.under"));
    }
}

fn twice(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let flag = format!("{p}_flag");
    m.flag(&flag);
    m.meter(&format!("{p}_m"), 20, "");
    writeln!(m.acts, "\"{p}-act\": (effects: [\"{p}_m up small\"], again: [\"{flag} = true\"]),").unwrap();
    let again = dice.one_in(2);
    let to = format!("{p}-{}", if again { "in" } else { "room" });
    let list = [go("act", "", &format!("act {p}-act"), &to), go("on", "", "", &format!("{p}-room"))];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    let list = [go("set", &flag, "", out), go("on", "", "", out)];
    m.room(2, &format!("{p}-room"), "Here.", &choices(&list));
    m.choice("an act done again", again, format!("{p}-room.set"));
}

fn ruled(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let (cause, effect) = (format!("{p}_cause"), format!("{p}_effect"));
    m.flag(&cause);
    m.flag(&effect);
    let each = dice.pick(&["scene", "chapter"]);
    writeln!(m.rules, "(id: \"{p}-rule\", each: {each}, when: \"{cause}\", effects: [\"{effect} = true\"]),").unwrap();
    let chapter = dice.pick(&[0, 1, 2]);
    let list =
        [go("cause", "", &format!("{cause} = true"), &format!("{p}-room")), go("on", "", "", &format!("{p}-room"))];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    let list = [
        go("with", &format!("{cause} and {effect}"), "", out),
        go("without", &format!("{cause} and not {effect}"), "", out),
        go("alone", &format!("{effect} and not {cause}"), "", out),
        go("on", "", "", out),
    ];
    m.room(chapter, &format!("{p}-room"), "Here.", &choices(&list));
    // The room is another scene; it is another chapter unless it is the first.
    let asked = chapter == 2 || chapter == 0 && each == "scene";
    m.choice("a rule", asked, format!("{p}-room.with"));
    m.choice("a rule", !asked, format!("{p}-room.without"));
    m.choice("a rule", false, format!("{p}-room.alone"));
}

fn risky(m: &mut Maker, dice: &mut Dice, p: &str, out: &str) {
    let number = format!("{p}_n");
    m.number(&number, 3);
    let odds = dice.pick(&["long", "even", "sure"]);
    let risk = format!(
        "(id: \"try\", label: \"Do try now\", effects: [\"{number} + 1\"], risk: (odds: \"{odds}\", shift: [(\"{number} at least 1\", \"better\"), (\"{number} below 0\", \"worse\")], \
         well: (to: \"{p}-well\"), ill: (effects: [\"{number} + 1\"], to: \"{p}-in\")))"
    );
    m.room(dice.below(3), &format!("{p}-in"), "Here.", &choices(&[risk, go("on", "", "", out)]));
    let list = [
        go("odd", &format!("{number} is 1"), "", out),
        go("none", &format!("{number} is 0"), "", out),
        go("two", &format!("{number} is 2"), "", out),
        go("three", &format!("{number} is 3"), "", out),
    ];
    m.room(2, &format!("{p}-well"), "Here.", &choices(&list));
    for (name, can) in [("odd", true), ("none", false), ("two", false), ("three", true)] {
        m.choice("a risk", can, format!("{p}-well.{name}"));
    }
}

fn settled(m: &mut Maker, _: &mut Dice, p: &str, out: &str) {
    // 45 is the middle band; it is left at 30, which one large step does not reach and two do.
    m.meter(&format!("{p}_m"), 45, "");
    let down = format!("{p}_m down large");
    let list =
        [go("once", "", &down, &format!("{p}-one")), go("twice", "", &format!("{down}; {down}"), &format!("{p}-two"))];
    m.room(0, &format!("{p}-in"), "Here.", &choices(&list));
    for (name, can) in [("one", false), ("two", true)] {
        let list = [go("low", &format!("{p}_m is {p}_m_low"), "", out), go("on", "", "", out)];
        m.room(2, &format!("{p}-{name}"), "Here.", &choices(&list));
        m.choice("a band that is left lower than it is entered", can, format!("{p}-{name}.low"));
    }
}

fn scales(m: &mut Maker, _: &mut Dice, p: &str, out: &str) {
    // What one gains the other loses, so both are never at the top.
    m.meter(&format!("{p}_a"), 50, "");
    m.meter(&format!("{p}_b"), 50, "");
    let list = [
        go("left", "", &format!("{p}_a + 30; {p}_b - 30"), &format!("{p}-mid")),
        go("right", "", &format!("{p}_a - 30; {p}_b + 30"), &format!("{p}-mid")),
    ];
    m.room(1, &format!("{p}-in"), "Here.", &choices(&list));
    m.room(1, &format!("{p}-mid"), "Here.", &choices(&[go("on", "", "", &format!("{p}-room"))]));
    let list = [
        go("both", &format!("{p}_a is {p}_a_top and {p}_b is {p}_b_top"), "", out),
        go("one", &format!("{p}_a is {p}_a_top and {p}_b is {p}_b_low"), "", out),
        go("on", "", "", out),
    ];
    m.room(2, &format!("{p}-room"), "Here.", &choices(&list));
    m.choice("two meters on one scale", false, format!("{p}-room.both"));
    m.choice("two meters on one scale", true, format!("{p}-room.one"));
}

fn hoard(m: &mut Maker, _: &mut Dice, p: &str, out: &str) {
    // Ten pairs of flags, each pair set together or not at all.
    m.room(0, &format!("{p}-in"), "Here.", &format!("next: \"{p}-h0\""));
    let mut parts = Vec::new();
    for n in 0..10 {
        let (one, other) = (format!("{p}_x{n}"), format!("{p}_y{n}"));
        m.flag(&one);
        m.flag(&other);
        let to = if n == 9 { format!("{p}-room") } else { format!("{p}-h{}", n + 1) };
        let list = [go("take", "", &format!("{one} = true; {other} = true"), &to), go("leave", "", "", &to)];
        m.room(0, &format!("{p}-h{n}"), "Here.", &choices(&list));
        parts.push(format!("{one} and not {other}"));
    }
    let list = [
        go("odd", &parts.join(" or "), "", out),
        go("even", &format!("{p}_x0 and {p}_y9"), "", out),
        go("on", "", "", out),
    ];
    m.room(0, &format!("{p}-room"), "Here.", &choices(&list));
    m.choice("ten pairs of facts", false, format!("{p}-room.odd"));
    m.choice("ten pairs of facts", true, format!("{p}-room.even"));
}

/// A condition over what the wild part knows.
fn wild_cond(dice: &mut Dice, rooms: usize, depth: usize) -> String {
    if depth > 0 && dice.one_in(3) {
        let (a, b) = (wild_cond(dice, rooms, depth - 1), wild_cond(dice, rooms, depth - 1));
        return format!("({a} {} {b})", dice.pick(&["and", "or"]));
    }
    let not = if dice.one_in(4) { "not " } else { "" };
    let room = dice.below(rooms);
    let value = dice.pick(&["aye", "bee", "cee", "dee"]);
    let band = dice.pick(&["low", "mid", "top"]);
    let test = match dice.below(8) {
        0 => "w_flag".to_owned(),
        1 => format!("w_fact is {value}"),
        2 => format!("w_n {} {}", dice.pick(&["at least", "is", "below"]), dice.below(4)),
        3 => format!("w_m {} w_m_{band}", dice.pick(&["at least", "is", "at most"])),
        4 => format!("seen(wild-{room})"),
        5 => format!("took(wild-{room}.c0)"),
        6 => format!("ledger.wild is {value}"),
        _ => format!("v_m {} v_m_{band}", dice.pick(&["above", "is not", "below"])),
    };
    format!("{not}{test}")
}

fn wild_effect(dice: &mut Dice) -> String {
    let value = dice.pick(&["aye", "bee", "cee", "dee"]);
    let meter = dice.pick(&["w_m", "v_m"]);
    match dice.below(11) {
        0 => "w_flag = true".to_owned(),
        1 => "w_flag = false".to_owned(),
        2 => format!("w_fact = {value}"),
        3 => format!("w_n {} 1", dice.pick(&["+", "-"])),
        4 => format!("ledger.wild = {value}"),
        5 => format!("{meter} floor {}{}", dice.pick(&[0, 35, 45, 75]), dice.pick(&["", "", " for good"])),
        6 => format!("{meter} ceiling {}{}", dice.pick(&[100, 65, 35]), dice.pick(&["", "", " for good"])),
        7 => "act wild-act".to_owned(),
        8 => format!("{meter} {} {}", dice.pick(&["+", "-"]), dice.pick(&[5, 20, 50])),
        _ => format!("{meter} {} {}", dice.pick(&["up", "down"]), dice.pick(&["small", "medium", "large"])),
    }
}

fn quoted(dice: &mut Dice, most: usize) -> String {
    let count = dice.below(most + 1);
    (0..count).map(|_| wild_effect(dice)).collect::<Vec<_>>().join("; ")
}

/// A part in which everything stands anyhow.
fn wild(m: &mut Maker, dice: &mut Dice, rooms: usize) {
    m.flag("w_flag");
    m.one_of("w_fact");
    m.number("w_n", 3);
    let needs = wild_cond(dice, rooms, 0);
    m.meter("w_m", dice.pick(&[10, 35, 60, 90]), &needs);
    m.meter("v_m", dice.pick(&[20, 50, 80]), "");
    writeln!(m.people, "\"wild\": (aye: \"A.\", bee: \"B.\", cee: \"C.\", dee: \"D.\"),").unwrap();
    let again = if dice.one_in(2) { ", again: [\"w_m down large\", \"w_n + 1\"]" } else { "" };
    writeln!(m.acts, "\"wild-act\": (effects: [\"w_m up medium\", \"v_m - 7\", \"w_n + 1\"]{again}),").unwrap();
    for n in 0..2 {
        let (each, when) = (dice.pick(&["scene", "chapter"]), wild_cond(dice, rooms, 1));
        let effect = loop {
            let effect = wild_effect(dice);
            if !effect.starts_with("act") {
                break effect;
            }
        };
        writeln!(m.rules, "(id: \"wild-{n}\", each: {each}, when: \"{when}\", effects: [\"{effect}\"]),").unwrap();
    }
    for n in 0..rooms {
        let target = |dice: &mut Dice| match dice.below(12) {
            0 if n > 1 => format!("wild-{}", 1 + dice.below(n - 1)),
            _ if n + 1 >= rooms => "the-end".to_owned(),
            _ => format!("wild-{}", (n + 1 + dice.below(3)).min(rooms - 1)),
        };
        let mut list = Vec::new();
        for c in 0..2 + dice.below(2) {
            let when = if c > 0 && dice.one_in(2) { wild_cond(dice, rooms, 1) } else { String::new() };
            let effects = quoted(dice, 2);
            let (first, second) = (target(dice), target(dice));
            let to = match dice.below(4) {
                0 => format!("[(when: \"{}\", to: \"{first}\"), (to: \"{second}\")]", wild_cond(dice, rooms, 1)),
                _ => first.clone(),
            };
            let mut row = go(&format!("c{c}"), &when, &effects, &to);
            if dice.one_in(5) {
                let quote = |text: String| {
                    text.split("; ")
                        .filter(|e| !e.is_empty())
                        .map(|e| format!("\"{e}\""))
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                let (well, ill) = (quote(quoted(dice, 2)), quote(quoted(dice, 2)));
                let shift = wild_cond(dice, rooms, 0);
                row = format!(
                    "(id: \"c{c}\", label: \"Do c{c} now\", risk: (odds: \"even\", shift: [(\"{shift}\", \"worse\")], well: (effects: [{well}], to: \"{first}\"), ill: (effects: [{ill}], to: \"{second}\")))"
                );
            } else if c > 0 && dice.one_in(4) {
                let locked = wild_cond(dice, rooms, 0);
                row = row.replacen("effects:", &format!("locked: (by: \"{locked}\", says: \"No.\"), effects:"), 1);
            }
            list.push(row);
        }
        let enter: Vec<String> =
            quoted(dice, 1).split("; ").filter(|e| !e.is_empty()).map(|e| format!("\"{e}\"")).collect();
        let text = format!(
            "{{if {}}}One.{{elif {}}}Two.{{else}}Three.{{end}} {{tell}}",
            wild_cond(dice, rooms, 1),
            wild_cond(dice, rooms, 0)
        );
        let body = format!("people: [\"somebody\"], enter: [{}], {}", enter.join(", "), choices(&list));
        m.room((n * 3 / rooms + dice.below(2)) % 3, &format!("wild-{n}"), &text, &body);
    }
}

/// The story of a seed. In stories of even seeds a playthrough meets one plant; in those of odd seeds all, one after another.
pub fn tale(seed: u64) -> Tale {
    let (mut m, mut dice) = (Maker::default(), Dice::new(seed));
    let rooms = 5 + dice.below(5);
    wild(&mut m, &mut dice, rooms);
    let count = 5 + dice.below(3);
    let mut chosen: Vec<usize> = (0..count).map(|n| (seed as usize + n * 3 + dice.below(3)) % PLANTS.len()).collect();
    chosen.dedup();
    let name = |n: usize| format!("g{n}");
    for (n, plant) in chosen.iter().enumerate() {
        let last = n + 1 == chosen.len();
        let out = if seed.is_multiple_of(2) || last { "wild-0".to_owned() } else { format!("{}-in", name(n + 1)) };
        PLANTS[*plant](&mut m, &mut dice, &name(n), &out);
    }
    let ways: Vec<String> = (0..if seed.is_multiple_of(2) { chosen.len() } else { 1 })
        .map(|n| go(&format!("to{n}"), "", "", &format!("{}-in", name(n))))
        .collect();
    m.room(0, "the-start", "Here.", &choices(&ways));
    let list: Vec<String> =
        CHAPTERS.iter().map(|(file, past)| format!("(file: \"{file}\", title: \"T\", remembered: {past})")).collect();
    let story = format!(
        "(format: 1, id: \"planted\", title: \"Planted\", edition: \"1\", start: \"the-start\", chapters: [{}],\nmeters: {{\n{}}},\n\
         odds: [(id: \"long\", word: \"long\", of_100: 25), (id: \"even\", word: \"even\", of_100: 50), (id: \"sure\", word: \"sure\", of_100: 75)],\n\
         facts: {{\n{}}},\nacts: {{\n{}}},\nrules: [\n{}],\nledger: (states: [\"aye\", \"bee\", \"cee\", \"dee\"], people: {{\n{}}}))",
        list.join(", "),
        m.meters,
        m.facts,
        m.acts,
        m.rules,
        m.people
    );
    let tells: String = ["low", "mid", "top"]
        .iter()
        .flat_map(|band| ["w_m", "v_m"].map(|meter| (meter, band)))
        .map(|(meter, band)| {
            let when = wild_cond(&mut dice, rooms, 0);
            format!("(id: \"t-{}-{band}\", band: \"{meter}_{band}\", when: \"{when}\", text: \"{{if w_flag}}Yes.{{else}}No.{{end}}\"),\n", &meter[..1])
        })
        .collect();
    let end = "[(id: \"the-end\", title: \"End\", date: \"1938-12-31\", place: \"attic\", text: \"The end.\", \
               causes: [(when: \"w_flag\", object: \"a flag\", text: \"It flew.\"), (when: \"seen(wild-1)\", object: \"a room\", text: \"It stood.\")])]";
    let mut files = vec![
        SourceFile::new("story.ron", story),
        SourceFile::new("places.ron", "[(id: \"attic\", name: \"Attic\"), (id: \"cellar\", name: \"Cellar\")]"),
        SourceFile::new("people.ron", "[(id: \"somebody\", name: \"Somebody\", text: \"One.\")]"),
        SourceFile::new("tells.ron", format!("[{tells}]")),
        SourceFile::new("endings.ron", end),
    ];
    for (n, (file, _)) in CHAPTERS.iter().enumerate() {
        files.push(SourceFile::new(format!("chapters/{file}.ron"), format!("[\n{}]", m.rooms[n])));
    }
    Tale { files, truths: m.truths }
}
