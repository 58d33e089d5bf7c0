//! A picture, read back from its SVG: where boxes, frames, words and lines are.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;

use krivitsky::graph::layout::Area;
use unicode_width::UnicodeWidthStr;

/// What can be measured of a picture.
#[derive(Debug, Default)]
pub struct Picture {
    size: (i64, i64),
    pub boxes: Vec<(String, Area)>,
    pub frames: Vec<Area>,
    /// The words, with the box they stand in.
    words: Vec<(String, Area, Option<usize>)>,
    /// The points of each line.
    lines: Vec<Vec<(i64, i64)>>,
}

/// Whether two areas have nothing in common.
pub fn apart(a: Area, b: Area) -> bool {
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
}

/// Whether one area holds another.
pub fn holds(a: Area, b: Area) -> bool {
    a.x <= b.x && a.y <= b.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height
}

/// Whether a point lies in an area, not on its edge.
pub fn inside(area: Area, (x, y): (i64, i64)) -> bool {
    area.x < x && x < area.x + area.width && area.y < y && y < area.y + area.height
}

/// Points along a cubic curve.
pub fn curve(from: (i64, i64), one: (i64, i64), two: (i64, i64), to: (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
    const PARTS: i64 = 24;
    (0..=PARTS).map(move |t| {
        let s = PARTS - t;
        let at = |a: i64, b: i64, c: i64, d: i64| {
            (s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d) / (PARTS * PARTS * PARTS)
        };
        (at(from.0, one.0, two.0, to.0), at(from.1, one.1, two.1, to.1))
    })
}

/// The numbers in a path, command by command.
fn commands(path: &str) -> Vec<(char, Vec<i64>)> {
    let mut found: Vec<(char, String)> = Vec::new();
    for c in path.chars() {
        match c.is_ascii_alphabetic() {
            true => found.push((c, String::new())),
            false => found.last_mut().unwrap().1.push(c),
        }
    }
    let numbers = |text: String| text.split([',', ' ']).filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
    found.into_iter().map(|(c, text)| (c, numbers(text))).collect()
}

fn points(path: &str) -> Vec<(i64, i64)> {
    let (mut x, mut y) = (0, 0);
    let mut out = Vec::new();
    for (command, n) in commands(path) {
        let before = (x, y);
        match command {
            'M' | 'L' => (x, y) = (n[0], n[1]),
            'H' => x = n[0],
            'V' => y = n[0],
            'C' => {
                out.extend(curve(before, (n[0], n[1]), (n[2], n[3]), (n[4], n[5])));
                (x, y) = (n[4], n[5]);
            }
            'Z' => {}
            _ => return Vec::new(),
        }
        if matches!(command, 'V' | 'H') {
            out.extend(curve(before, before, (x, y), (x, y)));
        }
        out.push((x, y));
    }
    out
}

/// The size and the letters of a class of words: a lower bound for how wide any font sets them.
const LETTERS: [(&str, i64, i64); 7] = [
    ("story", 24, 60),
    ("chapter", 18, 60),
    ("file", 11, 60),
    ("count", 12, 50),
    ("id", 13, 60),
    ("mark", 11, 50),
    ("cell", 11, 60),
];

impl Picture {
    /// Reads a picture. Fails when it is not well formed.
    pub fn of(svg: &str) -> Self {
        let mut picture = Self::default();
        let (mut open, mut node): (Vec<String>, Option<usize>) = (Vec::new(), None);
        let mut legend = false;
        for piece in svg.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            if let Some(name) = tag.strip_prefix('/') {
                let opened = open.pop().unwrap();
                assert_eq!(opened.split(' ').next().unwrap(), name);
                if opened.contains("class=\"node\"") {
                    node = None;
                }
                if opened.contains("class=\"legend\"") {
                    legend = false;
                }
                continue;
            }
            let name = tag.split([' ', '/']).next().unwrap();
            if !tag.ends_with('/') {
                open.push(tag.to_owned());
            }
            let parts: Vec<&str> = tag.split('"').collect();
            let fields: BTreeMap<&str, &str> = parts
                .chunks(2)
                .filter(|pair| pair.len() == 2)
                .map(|pair| (pair[0].trim_start_matches(name).trim().trim_end_matches('='), pair[1]))
                .collect();
            let number = |name: &str| fields.get(name).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
            let area = Area { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
            let class = fields.get("class").copied().unwrap_or_default();
            let first = class.split(' ').next().unwrap();
            match (name, first) {
                ("svg", _) => picture.size = (area.width, area.height),
                ("g", "legend") => legend = true,
                ("g", "node") => {
                    node = Some(picture.boxes.len());
                    picture.boxes.push((fields["data-id"].to_owned(), Area::default()));
                }
                ("rect", "frame") => picture.frames.push(area),
                ("rect", "box") if !legend => picture.boxes[node.unwrap()].1 = area,
                ("path", "box") if !legend => {
                    let points = points(fields["d"]);
                    let (xs, ys) = (points.iter().map(|(x, _)| *x), points.iter().map(|(_, y)| *y));
                    let (x, y) = (xs.clone().min().unwrap(), ys.clone().min().unwrap());
                    picture.boxes[node.unwrap()].1 =
                        Area { x, y, width: xs.max().unwrap() - x, height: ys.max().unwrap() - y };
                }
                ("path", "way") if !legend => picture.lines.push(points(fields["d"])),
                ("text", _) => {
                    let (_, size, wide) = LETTERS.iter().find(|(name, ..)| *name == first).unwrap();
                    let text =
                        text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
                    let width = text.width() as i64 * size * wide / 100;
                    let left = if matches!(first, "id" | "mark" | "cell") { area.x - width / 2 } else { area.x };
                    let place = Area { x: left, y: area.y - size * 3 / 4, width, height: *size };
                    picture.words.push((text, place, node));
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        picture
    }

    /// Nothing lies on anything else.
    pub fn holds_up(&self) {
        let sheet = Area { x: 0, y: 0, width: self.size.0, height: self.size.1 };
        for (n, (id, area)) in self.boxes.iter().enumerate() {
            assert!(area.width > 0 && area.height > 0, "{id} has no box");
            assert_eq!(self.frames.iter().filter(|frame| holds(**frame, *area)).count(), 1, "{id} is in one frame");
            for (other, there) in &self.boxes[n + 1..] {
                assert!(apart(*area, *there), "{id} lies on {other}");
            }
        }
        for (n, frame) in self.frames.iter().enumerate() {
            assert!(holds(sheet, *frame));
            assert!(self.frames[n + 1..].iter().all(|other| apart(*frame, *other)), "two frames lie on each other");
        }
        for (n, (text, place, own)) in self.words.iter().enumerate() {
            assert!(holds(sheet, *place), "{text:?} runs out of the picture");
            for (at, (id, area)) in self.boxes.iter().enumerate() {
                match own {
                    Some(own) if *own == at => assert!(holds(*area, *place), "{text:?} runs out of {id}"),
                    _ => assert!(apart(*area, *place), "{text:?} lies on {id}"),
                }
            }
            for (other, there, _) in &self.words[n + 1..] {
                assert!(apart(*place, *there), "{text:?} lies on {other:?}");
            }
            for frame in &self.frames {
                assert!(apart(*frame, *place) || holds(*frame, *place), "{text:?} lies on a frame's edge");
            }
            for point in self.lines.iter().flatten() {
                assert!(!inside(*place, *point), "a line runs through {text:?} at {point:?}");
            }
        }
        for line in &self.lines {
            assert!(!line.is_empty(), "a line could not be read");
            for point in line {
                let hit = self.boxes.iter().find(|(_, area)| inside(*area, *point));
                assert!(hit.is_none(), "a line at {point:?} cuts through {hit:?}");
                assert!(holds(sheet, Area { x: point.0, y: point.1, width: 0, height: 0 }));
            }
        }
    }
}
