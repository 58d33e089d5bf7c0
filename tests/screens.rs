//! What the screens look like, at three sizes. `INSTA_UPDATE=always cargo test --test screens` writes them anew; look at
//! each before it is kept.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Room, stair};
use ratatui::style::{Color, Modifier, Style};

const SIZES: [(u16, u16); 3] = [(100, 30), (80, 24), (40, 12)];

/// Draws a screen, come to by some keys from the title, at all sizes.
fn look(name: &str, keys: &str) {
    let mut all = String::new();
    for (columns, rows) in SIZES {
        // Every label has been seen, so that the keys do the same at any size.
        let mut room = Room::open(&stair(), (100, 60));
        room.keys(keys).resize(columns, rows);
        let edge = "-".repeat(usize::from(columns));
        let shown: Vec<String> =
            room.screen().lines().map(|line| format!("{line:<0$}", usize::from(columns))).collect();
        all.push_str(&format!("{columns}x{rows}\n+{edge}+\n"));
        for line in shown {
            all.push_str(&format!("|{line}|\n"));
        }
        all.push_str(&format!("+{edge}+\n"));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, all);
    });
}

#[test]
fn title() {
    look("title", "");
}

#[test]
fn title_with_a_game() {
    look("title-with-a-game", "12<esc>");
}

#[test]
fn page() {
    look("page", "12<down><down>");
}

#[test]
fn page_with_document_risk_and_lock() {
    look("page-with-document", "1");
}

#[test]
fn page_after_a_choice_scrolled_up() {
    look("page-before", "12<pageup>");
}

#[test]
fn page_with_one_way_on() {
    look("page-with-one-way-on", "11");
}

#[test]
fn notes() {
    look("notes", "1n");
}

#[test]
fn backlog() {
    look("backlog", "113b");
}

#[test]
fn branches() {
    look("branches", "12u1t");
}

#[test]
fn ending() {
    look("ending", "123");
}

#[test]
fn accounts() {
    look("accounts", "1231");
}

#[test]
fn help() {
    look("help", "?");
}

#[test]
fn how_to() {
    look("how-to", "3");
}

#[test]
fn settings() {
    look("settings", "s<down><down>");
}

#[test]
fn saves() {
    look("saves", "12wlift<enter>v");
}

#[test]
fn name() {
    look("name", "1wbefore the lift");
}

#[test]
fn toast() {
    look("toast", "13");
}

#[test]
fn too_small() {
    let mut all = String::new();
    for (columns, rows) in [(39, 12), (60, 11), (12, 4), (1, 1)] {
        let mut room = Room::begun((100, 30));
        room.resize(columns, rows);
        all.push_str(&format!("{columns}x{rows}\n{}\n", room.screen()));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("too-small", all);
    });
}

/// The stretches of a screen in one style: row, columns, style, words.
fn runs(room: &Room) -> String {
    let buffer = room.paper.terminal.0.backend().buffer();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let style = buffer[(x, y)].style();
            let end = (x..buffer.area.width).find(|x| buffer[(*x, y)].style() != style).unwrap_or(buffer.area.width);
            let words: String = (x..end).map(|x| buffer[(x, y)].symbol()).collect();
            if !words.trim().is_empty() {
                out.push_str(&format!("{y:>2} {x:>3}-{:<3} {:<24} {}\n", end - 1, look_of(style), words.trim_end()));
            }
            x = end;
        }
    }
    out
}

fn look_of(style: Style) -> String {
    let colour = |colour: Option<Color>| match colour {
        Some(Color::Rgb(r, g, b)) => format!("{r:02x}{g:02x}{b:02x}"),
        Some(Color::Indexed(n)) => format!("{n}"),
        _ => "-".to_owned(),
    };
    let weights = [(Modifier::BOLD, " bold"), (Modifier::UNDERLINED, " under"), (Modifier::REVERSED, " reverse")];
    let weights = weights.iter().filter(|(weight, _)| style.add_modifier.contains(*weight)).map(|(_, word)| *word);
    format!("{} on {}{}", colour(style.fg), colour(style.bg), weights.collect::<String>())
}

#[test]
fn styles() {
    for theme in ["dark", "light", "auto"] {
        let mut room = Room::begun((80, 24));
        room.keys("<down><down>");
        room.model.settings.theme = theme.to_owned();
        room.feed(Vec::new());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("styles-{theme}"), runs(&room));
        });
    }
}

#[test]
fn a_gauge_is_as_wide_in_every_band() {
    let mut places = std::collections::BTreeSet::new();
    let mut bands = std::collections::BTreeSet::new();
    let mut room = Room::begun((100, 60));
    for keys in ["", "2", "2", "1", "2", "2", "1", "2", "2", "1", "2", "2", "1"] {
        room.keys(keys);
        let header = room.screen().lines().next().unwrap().to_owned();
        let column = |word: &str| header.split(word).next().unwrap().chars().count();
        places.insert((column("Heat"), column("Light")));
        bands.insert(room.model.view().gauges[0].band);
    }
    assert!(bands.len() >= 2, "the band has changed");
    assert_eq!(places.len(), 1, "and nothing has moved");
}

#[test]
fn the_picture_on_the_title_is_small_and_of_plain_signs() {
    let art = include_str!("../assets/title.txt");
    assert!(art.lines().count() <= 12 && art.lines().all(|line| line.chars().count() <= 60));
    let plain = |c: char| (' '..='~').contains(&c) || ('\u{2500}'..='\u{257f}').contains(&c) || c == '\n';
    assert!(art.chars().all(plain), "{art}");
}
