//! The shape of a story, drawn: that the drawings are sound, that nothing in the picture lies on anything else, and that
//! one can walk about in it.
#![allow(clippy::unwrap_used)]

mod common;
mod picture;
mod small;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Output};

use common::{Lines, Room, shipped, squeeze, stair};
use krivitsky::app::{Kind as Screen, Msg, update};
use krivitsky::graph::layout::{Block, Laid, Plan, Stretch, Thread, lay};
use krivitsky::graph::{Coverage, Kind, Mark, Part, Shape, dot, mermaid, svg};
use krivitsky::story::{ChapterId, Story};
use picture::Picture;
use proptest::prelude::*;

fn whole(story: &Story) -> Shape {
    Shape::of(story, Part::Whole, None)
}

/// The marks of a passage.
fn marks(shape: &Shape, id: &str) -> Vec<Mark> {
    shape.nodes.iter().find(|node| node.id == id).unwrap().marks.iter().copied().collect()
}

/// The ways as `from.choice kind to`.
fn ways(shape: &Shape) -> Vec<String> {
    let way = |way: &krivitsky::graph::Way| {
        let from = &shape.nodes[way.from];
        format!("{}.{} {:?} {}", from.id, from.choices[way.exit].id, way.kind, shape.nodes[way.to].id)
    };
    shape.ways.iter().map(way).collect()
}

/// Signs that each notation takes for its own.
fn thorny() -> Story {
    small::edited(&[
        ("label: \"Go in\"", r##"label: "Say \"in\" #1 <b> & `x` \\ {y} | -->""##),
        ("title: \"Two\"", r#"title: "Two \"end\"; [x]""#),
    ])
}

#[test]
fn a_small_story_for_graphviz() {
    insta::assert_snapshot!("dot", dot(&whole(&small::edited(&[]))));
}

#[test]
fn a_small_story_for_mermaid() {
    insta::assert_snapshot!("mermaid", mermaid(&whole(&small::edited(&[]))));
}

#[test]
fn every_way_is_there_once_with_its_kind() {
    let found = ways(&whole(&small::edited(&[])));
    assert_eq!(
        found,
        [
            "weber-terrace.inside Choice weber-call",
            "weber-terrace.outside Choice weber-call",
            "weber-terrace.leave Choice ending-gone",
            "weber-call.ring Choice weber-stairs",
            "weber-call.wait Choice weber-stairs",
            "weber-call.chance Well weber-stairs",
            "weber-call.chance Ill ending-gone",
            "weber-stairs.next On weber-street",
            "weber-street.home Choice ending-home",
            "weber-street.walk Choice ending-gone",
            "weber-street.back Choice weber-call",
            "old-letter.next On weber-terrace",
        ]
    );
    let shape = whole(&small::edited(&[(
        "to: \"ending-home\"",
        "to: [(when: \"calls at least 2\", to: \"ending-home\"), (when: \"not warned\", to: \"ending-home\"), (to: \"weber-call\")]",
    )]));
    let home: Vec<_> = shape.ways.iter().filter(|way| way.kind == Kind::If).map(|way| way.when.as_deref()).collect();
    assert_eq!(home, [Some("if calls at least 2"), Some("if not warned"), Some("otherwise")]);
}

#[test]
fn start_ending_and_what_nothing_leads_to_are_marked() {
    let shape = whole(&small::edited(&[]));
    assert_eq!(marks(&shape, "weber-terrace"), [Mark::Start]);
    assert_eq!(marks(&shape, "ending-gone"), [Mark::Ending]);
    assert_eq!(marks(&shape, "old-letter"), [Mark::Unreachable]);
    assert_eq!(marks(&shape, "weber-street"), []);
    let shape = whole(&shipped());
    assert!(!shape.has(Mark::Unreachable) && !shape.has(Mark::Uncovered));
    let hinges: Vec<&str> =
        shape.nodes.iter().filter(|node| node.marks.contains(&Mark::Hinge)).map(|node| &*node.id).collect();
    assert!(hinges.contains(&"night-room"), "{hinges:?}");
    assert!(hinges.len() * 5 < shape.nodes.len(), "few passages part the story: {hinges:?}");
}

#[test]
fn what_no_run_has_met_is_marked() {
    let story = small::edited(&[]);
    let report = r#"{"runs": 7, "passages": [{"id": "weber-terrace", "reached": true, "more": 1}, {"id": "weber-call", "reached": false}],
        "choices": [{"id": "weber-terrace.inside", "reached": true}, {"id": "weber-terrace.outside", "reached": false}]}"#;
    let coverage = Coverage::read(report).unwrap();
    let shape = Shape::of(&story, Part::Whole, Some(&coverage));
    assert_eq!(marks(&shape, "weber-terrace"), [Mark::Start]);
    assert_eq!(marks(&shape, "weber-call"), [Mark::Uncovered]);
    assert_eq!(marks(&shape, "old-letter"), [Mark::Unreachable, Mark::Uncovered]);
    let missed: Vec<bool> = shape.nodes[0].choices.iter().map(|exit| exit.uncovered).collect();
    assert_eq!(missed, [false, true, true]);
    let picture = svg(&shape);
    assert!(picture.contains("no run came here") && picture.contains("choice no run has taken"));
    Picture::of(&picture).holds_up();
    assert!(Coverage::read("[]").is_err() && Coverage::read(r#"{"passages": 3}"#).is_err());
}

#[test]
fn a_part_is_what_was_asked_for_and_its_neighbours() {
    let story = small::edited(&[]);
    let ids = |part| {
        let shape = Shape::of(&story, part, None);
        Picture::of(&svg(&shape)).holds_up();
        shape.nodes.iter().map(|node| format!("{}{}", node.id, if node.outside { "*" } else { "" })).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(Part::Chapter(ChapterId(1))),
        ["weber-call*", "weber-stairs", "weber-street", "ending-home*", "ending-gone*"]
    );
    let stairs = story.find_passage("weber-stairs").unwrap();
    assert_eq!(ids(Part::Around(stairs, 0)), ["weber-stairs"]);
    assert_eq!(ids(Part::Around(stairs, 1)), ["weber-call", "weber-stairs", "weber-street"]);
    assert_eq!(ids(Part::Around(stairs, usize::MAX)).len(), story.passages.len());
    // What leads out of the picture is shown as such.
    let shape = Shape::of(&story, Part::Around(stairs, 1), None);
    let behind: Vec<bool> = shape.nodes[2].choices.iter().map(|exit| exit.more_behind).collect();
    assert_eq!(behind, [true, true, false]);
    assert!(shape.nodes[0].more_before && !shape.nodes[1].more_before);
}

/// The names that stand in quotation marks in a line of DOT, unescaped; fails when one is not closed.
fn strings(line: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None::<String>);
    let mut signs = line.chars();
    while let Some(c) = signs.next() {
        match (&mut open, c) {
            (Some(text), '\\') => text.extend(signs.next()),
            (Some(_), '"') => found.extend(open.take()),
            (Some(text), c) => text.push(c),
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
        }
    }
    assert_eq!(open, None, "not closed: {line}");
    found
}

#[test]
fn dot_is_well_formed_and_names_nothing_that_is_not_there() {
    for story in [&*shipped(), &*stair(), &thorny()] {
        let text = dot(&whole(story));
        let (mut nodes, mut ends, mut depth) = (BTreeSet::new(), Vec::new(), 0);
        for line in text.lines() {
            let names = strings(line);
            let bare = line.split('"').step_by(2).collect::<String>();
            if line.ends_with('{') {
                depth += 1;
            } else if line.trim() == "}" {
                depth -= 1;
            } else {
                assert!(line.ends_with(';'), "{line}");
                match bare.contains(" -> ") {
                    true => ends.extend(names.into_iter().take(2)),
                    false if line.trim_start().starts_with('"') => _ = nodes.insert(names[0].clone()),
                    false => {}
                }
            }
        }
        assert_eq!(depth, 0);
        assert_eq!(nodes.len(), story.passages.len());
        assert!(ends.len() >= nodes.len() && ends.iter().all(|end| nodes.contains(end)));
    }
}

#[test]
fn mermaid_is_well_formed_and_names_nothing_that_is_not_there() {
    for story in [&*shipped(), &*stair(), &thorny()] {
        let text = mermaid(&whole(story));
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("flowchart TD"));
        let (mut nodes, mut depth) = (BTreeSet::new(), 0);
        for line in lines {
            let parts: Vec<&str> = line.split('"').collect();
            assert!(parts.len() == 1 || parts.len() == 3, "one text a line: {line}");
            let inside = parts.get(1).copied().unwrap_or_default();
            // What Mermaid takes for its own stands as `#name;`, and a line is broken by one tag.
            let left = inside.replace("<br>", "");
            assert!(!left.contains(['<', '>', '`', '\\']), "{line}");
            assert!(left.split('#').skip(1).all(|rest| rest.split_once(';').is_some()), "{line}");
            let mut words = line.split_whitespace();
            match words.next() {
                Some("subgraph") => depth += 1,
                Some("end") => depth -= 1,
                Some("classDef" | "class") => {}
                Some(word) if parts.len() == 3 && !line.contains('|') => {
                    _ = nodes.insert(word.split(['[', '{', '(']).next().unwrap().to_owned());
                }
                Some(from) => {
                    let to = line.split_whitespace().last().unwrap();
                    assert!(nodes.contains(from) && nodes.contains(to), "{line}");
                }
                None => {}
            }
        }
        assert_eq!((depth, nodes.len()), (0, story.passages.len()));
    }
}

#[test]
fn nothing_in_the_picture_of_the_shipped_story_lies_on_anything_else() {
    let story = shipped();
    let shape = whole(&story);
    let text = svg(&shape);
    assert_eq!(text, svg(&whole(&story)), "the same picture every time");
    let picture = Picture::of(&text);
    picture.holds_up();
    assert_eq!(picture.boxes.len(), story.passages.len());
    assert_eq!(picture.frames.len(), story.chapters.len() + 1);
    for passage in &story.passages {
        assert!(picture.boxes.iter().any(|(id, _)| id == story.str(passage.id)));
    }
    // Chapter stands under chapter, and in a chapter a way leads down. No way leads back to where it came from.
    for way in &shape.ways {
        let chapter = |node: usize| shape.nodes[node].group;
        let down = picture.boxes[way.from].1.y < picture.boxes[way.to].1.y;
        assert!(down || chapter(way.to) < chapter(way.from), "{way:?}");
    }
    assert!(!text.contains("href") && !text.contains("url(http") && !text.contains("@import"), "it stands by itself");
    for chapter in 0..story.chapters.len() {
        let part = Part::Chapter(ChapterId(chapter as u16));
        Picture::of(&svg(&Shape::of(&story, part, None))).holds_up();
    }
    for passage in 0..story.passages.len() {
        let part = Part::Around(krivitsky::story::PassageId(passage as u32), 2);
        Picture::of(&svg(&Shape::of(&story, part, None))).holds_up();
    }
}

#[test]
fn pictures_of_small_and_thorny_stories_hold_up() {
    for story in [&*stair(), &small::edited(&[]), &thorny()] {
        Picture::of(&svg(&whole(story))).holds_up();
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    let blocks = prop::collection::vec((0..4usize, 20..300i64, 20..70i64), 1..40);
    let threads = prop::collection::vec((any::<prop::sample::Index>(), 0..100i64, any::<prop::sample::Index>()), 0..90);
    (blocks, threads).prop_map(|(blocks, threads)| {
        let blocks: Vec<Block> =
            blocks.into_iter().map(|(band, width, height)| Block { band, width: width / 2 * 2, height }).collect();
        let threads = threads.into_iter().map(|(from, port, to)| {
            let from = from.index(blocks.len());
            Thread { from, port: port * blocks[from].width / 100, to: to.index(blocks.len()) }
        });
        Plan { threads: threads.collect(), bands: vec![90; 4], gutter: 100, blocks }
    })
}

/// Points along all lines, with the boxes a line may touch: the one it leaves and the one it comes to.
fn points(plan: &Plan, laid: &Laid) -> Vec<(i64, i64, Option<usize>, usize)> {
    let mut out = Vec::new();
    for line in &laid.lines {
        let (mut x, mut y) = line.start;
        let from = line.thread.map(|thread| plan.threads[thread].from);
        for stretch in &line.stretches {
            let (end, handles) = match *stretch {
                Stretch::Straight(to) => ((x, to), (y, to)),
                Stretch::Curve { x, y, by } => ((x, y), (by, by)),
            };
            out.extend(
                picture::curve((x, y), (x, handles.0), (end.0, handles.1), end).map(|(x, y)| (x, y, from, line.to)),
            );
            (x, y) = end;
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_boxes_and_lines_are_laid_out_without_lying_on_each_other(plan in plans()) {
        let laid = lay(&plan);
        for (n, a) in laid.blocks.iter().enumerate() {
            let frame = laid.bands[plan.blocks[n].band];
            prop_assert!(a.x >= frame.x + plan.gutter && a.y >= frame.y);
            prop_assert!(a.x + a.width <= frame.x + frame.width && a.y + a.height <= frame.y + frame.height);
            for b in &laid.blocks[n + 1..] {
                prop_assert!(picture::apart(*a, *b), "{a:?} {b:?}");
            }
        }
        for (n, a) in laid.bands.iter().enumerate() {
            prop_assert!(laid.bands[n + 1..].iter().all(|b| picture::apart(*a, *b)));
        }
        // Each thread begins at its box, and something comes to each box that a thread leads to.
        let begun: BTreeMap<usize, (i64, i64)> = laid.lines.iter().filter_map(|line| Some((line.thread?, line.start))).collect();
        prop_assert_eq!(begun.len(), plan.threads.len());
        for (n, thread) in plan.threads.iter().enumerate() {
            let from = laid.blocks[thread.from];
            prop_assert_eq!(begun[&n], (from.x + thread.port, from.y + from.height));
            prop_assert!(laid.lines.iter().any(|line| line.to == thread.to && line.arrives));
        }
        for (x, y, ..) in points(&plan, &laid) {
            let hit = laid.blocks.iter().find(|area| picture::inside(**area, (x, y)));
            prop_assert!(hit.is_none(), "a line at {x}, {y} cuts through {hit:?}");
            prop_assert!((0..=laid.width).contains(&x) && (0..=laid.height).contains(&y));
        }
    }
}

fn graph(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_krivitsky")).arg("graph").args(args).output().unwrap()
}

#[test]
fn a_misspelt_name_is_asked_about() {
    for (args, said) in [
        (vec!["--chapter", "04-nigth"], "there is no chapter `04-nigth`; did you mean `04-night`?"),
        (vec!["--around", "night-rom"], "there is no passage `night-rom`; did you mean `night-room`?"),
        (vec!["--around", "night-room,few"], "`few` is no number of steps; write `--around night-room,2`"),
        (vec!["--chapter", "zzzzzzzz"], "there is no chapter `zzzzzzzz`; there are 00-beloostrov, "),
    ] {
        let out = graph(&args);
        let err = String::from_utf8(out.stderr).unwrap();
        assert!(err.starts_with(&format!("krivitsky: {said}")), "{err}");
        assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(3), true));
    }
}

#[test]
fn what_is_asked_for_is_drawn_to_the_terminal_or_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("night.svg");
    let by_file = graph(&["--chapter", "chapters/04-night.ron"]);
    let by_title = graph(&["--chapter", "the night", "--format", "svg", "--out", file.to_str().unwrap()]);
    assert!(by_file.status.success() && by_title.status.success() && by_title.stdout.is_empty());
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.as_bytes(), by_file.stdout);
    assert!(text.starts_with("<svg ") && text.contains(">night-room<"));
    let around = |args: &[&str]| String::from_utf8(graph(args).stdout).unwrap();
    let near = around(&["--around", "night-room,1", "--format", "dot"]);
    assert_eq!(near, around(&["--around", "night-room", "--steps", "1", "--format", "dot"]));
    assert!(near.contains("\"expo-bridge\" -> \"night-room\"") && !near.contains("words-porter"), "{near}");
    let report = folder.path().join("report.json");
    fs::write(&report, "{}").unwrap();
    let out = graph(&["--coverage", report.to_str().unwrap()]);
    let err = String::from_utf8(out.stderr).unwrap();
    assert!(err.contains("is no report of `krivitsky explore --format json`"), "{err}");
}

/// The small story's map, opened at a passage.
fn room(at: &str, size: (u16, u16)) -> Room {
    let mut room = Room::open(&stair(), size);
    update(&mut room.model, Msg::Map(at.to_owned()));
    room.keys("");
    room
}

/// The passage that is stood at on the map.
fn stands(room: &Room) -> String {
    match &room.model.screen().kind {
        Screen::Map(at) => at.clone(),
        other => format!("{other:?}"),
    }
}

const WIDE: (u16, u16) = (100, 60);

#[test]
fn one_walks_onward_and_back_along_the_ways() {
    let mut room = room("", WIDE);
    assert!(room.says("stair-foot") && room.says("The story begins here."), "{}", room.screen());
    assert!(room.says("Leads to") && !room.says("Is led to by stair-landing"));
    room.keys("<right>");
    assert_eq!(stands(&room), "stair-landing");
    // There are two ways in; the second is the risk that went well.
    room.keys("<left>");
    assert_eq!(stands(&room), "stair-landing", "at first what leads here comes into focus");
    room.keys("<down><left>");
    assert_eq!(stands(&room), "stair-foot");
    room.keys("<down><enter>");
    assert_eq!(stands(&room), "stair-long", "enter goes where the focus is");
    room.keys("<esc>");
    assert_eq!(stands(&room), "stair-foot", "and esc the way one came");
    room.keys("<esc>");
    assert_eq!(stands(&room), "Title");
}

#[test]
fn nothing_leads_on_from_an_ending_or_to_what_nothing_leads_to() {
    let mut room = room("ending-roof", WIDE);
    room.keys("<right>");
    assert!(room.says("This leads nowhere.") && stands(&room) == "ending-roof", "{}", room.screen());
    let mut lost = Room::open(&std::sync::Arc::new(small::edited(&[])), WIDE);
    update(&mut lost.model, Msg::Map("old-letter".to_owned()));
    lost.keys("<left>");
    assert!(lost.says("Nothing leads here.") && lost.says("Nothing leads here from the start."), "{}", lost.screen());
    lost.keys("<right>");
    assert_eq!(stands(&lost), "weber-terrace");
}

#[test]
fn the_map_has_all_words_and_says_when_they_are_read() {
    let story = small::edited(&[(
        "The street is wet.",
        "A{if calls at least 2} twice{elif seat is inside} *in*{if warned}, and warned{end}{else} out{end}.\n\n> FORM {calls}\n> {if warned}B{end}",
    )]);
    let mut room = Room::open(&std::sync::Arc::new(story), WIDE);
    update(&mut room.model, Msg::Map("weber-street".to_owned()));
    room.keys("");
    let view = room.model.view();
    let texts: Vec<String> = view.paras.iter().map(|para| para.text()).collect();
    let said = "A{if calls at least 2} twice{elif seat is inside} in{if warned}, and warned{end}{else} out{end}.";
    assert!(texts.iter().any(|text| text == said), "{texts:#?}");
    assert!(texts.iter().any(|text| text == "FORM {calls}\n{if warned}B{end}"), "{texts:#?}");
    assert!(room.says("weber-call, by back: Go back in"), "{}", room.screen());
}

#[test]
fn from_the_map_one_plays_and_from_the_page_one_comes_to_the_map() {
    let mut room = room("stair-long", WIDE);
    let autosaves = room.saves().join("autosave.ron");
    room.keys("M");
    assert_eq!((stands(&room).as_str(), room.at().as_str()), ("Reading", "stair-long"));
    assert!(!autosaves.exists(), "what is played from the map is no game of a reader's");
    room.keys("1");
    assert_eq!(room.at(), "stair-foot");
    room.keys("M");
    assert_eq!(stands(&room), "stair-foot");
    room.keys("M");
    assert_eq!((stands(&room).as_str(), room.at().as_str()), ("Reading", "stair-foot"));
    room.keys("u");
    assert_eq!(room.at(), "stair-long", "it is the same game as before");
}

#[test]
fn a_reader_is_not_shown_the_map() {
    let mut room = Room::begun(WIDE);
    let page = room.screen();
    room.keys("M");
    assert_eq!(room.screen(), page);
    room.keys("?");
    assert!(!room.says("map of the story"), "{}", room.screen());
    room.keys("<esc><esc>");
    assert!(stands(&room) == "Title" && !room.says("Map"), "{}", room.screen());
    assert!(Lines::open(&stair()).answers(&["1", "map"])[2].contains("no number or word known here"));
}

#[test]
fn plain_mode_walks_the_same_map() {
    let mut lines = Lines::open(&stair());
    update(&mut lines.model, Msg::Map("stair-foot".to_owned()));
    let answers = lines.answers(&["more", "more", "less", "down", "less", "map", "back", "map"]);
    let heard = |n: usize, words: &str| assert!(squeeze(&answers[n]).contains(&squeeze(words)), "{n}: {}", answers[n]);
    heard(0, "The lamp on the first floor is lit");
    heard(0, "1. stair-landing, by climb: Climb to the landing without a light");
    heard(1, "1. stair-landing, by climb");
    heard(2, "Halfway up, the stair turns.");
    heard(3, "2. stair-foot, by climb");
    heard(4, "3. stair-foot, by ring (if it goes well)");
    heard(5, "The lamp on the first floor is lit");
    heard(6, "Begun at stair-foot.");
    // Back is the title, which has an entry for the map.
    heard(7, "3. Map");
    heard(8, "Is led to by");
}

#[test]
fn each_passage_of_the_shipped_story_is_shown_and_said_whole_on_the_map() {
    let story = shipped();
    let mut room = Room::open(&story, (80, 24));
    let mut lines = Lines::open(&story);
    for passage in story.passages.iter().step_by(9) {
        let id = story.str(passage.id).to_owned();
        update(&mut room.model, Msg::Map(id.clone()));
        room.keys("<home>");
        let mut seen = room.screen();
        for _ in 0..30 {
            seen.push_str(&room.keys("<pagedown>").screen());
        }
        update(&mut lines.model, Msg::Map(id.clone()));
        let said = squeeze(&lines.answers(&["top"])[0]);
        for para in &room.model.view().paras {
            for line in para.text().lines() {
                assert!(said.contains(&squeeze(line)), "{id} lacks {line:?}");
            }
            // On the screen a paragraph may be parted by the end of a screenful; its words are all there.
            assert!(para.text().split_whitespace().all(|word| seen.contains(word)), "{id} lacks {:?}", para.text());
        }
    }
}

#[test]
fn a_map_whose_passage_is_gone_says_so() {
    let mut room = room("stair-cellar", WIDE);
    assert!(room.says("The story has no passage `stair-cellar`."), "{}", room.screen());
    room.keys("<right><left><enter><esc>");
    assert_eq!(stands(&room), "Title");
}

#[test]
fn the_command_opens_the_map() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command
        .args(["graph", "--map", "--plain", "--at"])
        .env("XDG_DATA_HOME", folder.path())
        .stdin(std::process::Stdio::null());
    let out = command.arg("night-room").output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && said.contains("1. words-exchange, by words:"), "{said}");
    let out = Command::new(env!("CARGO_BIN_EXE_krivitsky"))
        .args(["graph", "--map", "--at", "night-rom"])
        .env("XDG_DATA_HOME", folder.path())
        .output()
        .unwrap();
    assert!(String::from_utf8(out.stderr).unwrap().contains("did you mean `night-room`?"));
}

#[test]
fn what_explore_reports_is_what_graph_marks() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let explore = |runs: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_krivitsky"))
            .arg("explore")
            .arg(common::stair_folder())
            .args(["--runs", runs, "--seed", "1", "--format", "json", "--out"])
            .arg(&report)
            .output()
            .unwrap();
        assert!(out.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&out.stderr));
        let text = fs::read_to_string(&report).unwrap();
        (Shape::of(&stair(), Part::Whole, Some(&Coverage::read(&text).unwrap())), text)
    };
    let (all, _) = explore("300");
    let uncovered = all.nodes.iter().filter(|node| node.marks.contains(&Mark::Uncovered));
    assert_eq!(uncovered.map(|node| node.id.as_str()).collect::<Vec<_>>(), ["roof-edge"], "nothing leads there");
    let missed = all.nodes.iter().flat_map(|node| &node.choices).filter(|exit| exit.uncovered);
    assert_eq!(missed.count(), 1, "its one way on");
    let (few, text) = explore("1");
    let taken = few.nodes.iter().flat_map(|node| &node.choices).filter(|exit| !exit.uncovered).count();
    let missed = few.nodes.iter().flat_map(|node| &node.choices).filter(|exit| exit.uncovered).count();
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    let reached = |row: &&serde_json::Value| row["reached"].as_bool().unwrap();
    assert_eq!(rows["choices"].as_array().unwrap().iter().filter(reached).count(), taken);
    assert!(taken > 0 && missed > 0, "one run takes some choices and not others");
}
