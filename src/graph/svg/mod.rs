//! The shape as a picture: SVG that stands by itself, with nothing fetched and nothing to be installed.
//!
//! Dark words on a light ground. What a passage is shows in its outline and its words as well as in its colour, what
//! kind a way is in its dashes. It must not decide where things go; `layout` does.

mod card;
mod legend;
mod line;

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::layout::{Area, Block, Plan, Stretch, Thread, lay};
use super::shape::Shape;
use card::Card;

/// What is left free at the left of each chapter, for its title.
const GUTTER: i64 = 190;
/// The size of a chapter's title, of the words below it, and of the story's title.
const SIZES: (i64, i64, i64) = (18, 12, 24);

/// Letters of one width: names that stand in the author's files.
const MONO: &str = "Menlo, Consolas, 'DejaVu Sans Mono', monospace";
/// Other words.
const SANS: &str = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/// The least and the most of a box's name that is shown; all of it stands in its tooltip.
const LONGEST: usize = 48;

/// The width of a name in letters of one width, which are three fifths as wide as high, and a little air.
fn mono(text: &str, size: i64) -> i64 {
    (text.width() as i64 * size * 61 + 99) / 100
}

/// About the width of words in other letters, rather more than less.
fn sans(text: &str, size: i64) -> i64 {
    (text.width() as i64 * size * 56 + 99) / 100
}

/// The same of bold ones.
fn bold(text: &str, size: i64) -> i64 {
    (text.width() as i64 * size * 64 + 99) / 100
}

/// A text as it may stand in XML.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push(c),
            c if crate::diagnostic::is_control(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A name, cut where it is longer than anybody reads in a picture.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A picture being written.
struct Sheet {
    out: String,
}

impl Sheet {
    /// Adds a line; writing to a string cannot fail.
    fn add(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
        self.out.push('\n');
    }

    /// Words on a base line: `class` says in which letters.
    fn words(&mut self, class: &str, x: i64, y: i64, text: &str) {
        self.add(format_args!(r#"<text class="{class}" x="{x}" y="{y}">{}</text>"#, xml(text)));
    }
}

/// `1 passage`, `2 passages`.
fn counted(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// A chapter's place, and its title in lines that fit the gutter.
struct Title {
    lines: Vec<(&'static str, i64, String)>,
}

impl Title {
    fn of(shape: &Shape, group: usize) -> Self {
        let row = &shape.groups[group];
        let file = row.file.rsplit('/').next().unwrap_or_default();
        let nodes = || shape.nodes.iter().filter(|node| node.group == group && !node.outside);
        let choices = nodes().flat_map(|node| &node.choices).filter(|exit| exit.label.is_some()).count();
        let room = GUTTER - 2 * INSET;
        let wrap = |text: &str, each: i64| {
            textwrap::wrap(text, (room / each).max(4) as usize).iter().map(|line| line.to_string()).collect::<Vec<_>>()
        };
        let (big, small, _) = SIZES;
        let mut lines: Vec<(&'static str, i64, String)> =
            wrap(&row.title, bold("n", big)).into_iter().map(|line| ("chapter", big + 4, line)).collect();
        lines.extend(wrap(file, mono("n", small - 1)).into_iter().map(|line| ("file", small + 6, line)));
        let count = nodes().count();
        if count > 0 {
            lines.push(("count", small + 6, counted(count, "passage")));
        }
        if choices > 0 {
            lines.push(("count", small + 6, counted(choices, "choice")));
        }
        Self { lines }
    }

    fn height(&self) -> i64 {
        self.lines.iter().map(|(_, high, _)| high).sum::<i64>() + 2 * INSET
    }

    fn draw(&self, sheet: &mut Sheet, frame: Area) {
        let mut y = frame.y + INSET;
        for (class, high, line) in &self.lines {
            y += high;
            sheet.words(class, frame.x + INSET, y - 3, line);
        }
    }
}

/// Between a frame and the words in it.
const INSET: i64 = 14;

/// Draws a shape.
pub fn svg(shape: &Shape) -> String {
    let cards: Vec<Card> = shape.nodes.iter().map(Card::of).collect();
    let titles: Vec<Title> = (0..shape.groups.len()).map(|group| Title::of(shape, group)).collect();
    let block =
        |(node, card): (&super::Node, &Card)| Block { band: node.group, width: card.width, height: card.height };
    let thread =
        |way: &super::Way| Thread { from: way.from, port: cards[way.from].port(way.exit, way.kind), to: way.to };
    let plan = Plan {
        blocks: shape.nodes.iter().zip(&cards).map(block).collect(),
        threads: shape.ways.iter().map(thread).collect(),
        bands: titles.iter().map(Title::height).collect(),
        gutter: GUTTER,
    };
    let mut laid = lay(&plan);
    let legend = legend::Legend::of(shape, &laid);
    let width = laid.width.max(MARGIN * 2 + bold(&shape.title, SIZES.2)).max(720);
    let head = MARGIN + SIZES.2 + 30 + legend.height(width - 2 * MARGIN);
    shift(&mut laid, head);

    let mut sheet = Sheet { out: String::new() };
    let height = laid.height;
    sheet.add(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">"#
    ));
    let inside = shape.nodes.iter().filter(|node| !node.outside).count();
    let said = format!("{}, {}", counted(inside, "passage"), counted(shape.ways.len(), "way"));
    sheet.add(format_args!("<title>{}</title>\n<desc>{said}</desc>", xml(&shape.title)));
    sheet.add(format_args!("<style>{}</style>\n{}", style(), card::HATCH));
    sheet.add(format_args!(r##"<rect width="{width}" height="{height}" fill="#fdfcf8"/>"##));
    sheet.words("story", MARGIN, MARGIN + SIZES.2, &shape.title);
    sheet.words("count", MARGIN, MARGIN + SIZES.2 + 20, &said);
    legend.draw(&mut sheet, MARGIN, MARGIN + SIZES.2 + 34, width - 2 * MARGIN);
    for (frame, title) in laid.bands.iter().zip(&titles) {
        let Area { x, y, width, height } = *frame;
        sheet.add(format_args!(r#"<rect class="frame" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>"#));
        title.draw(&mut sheet, *frame);
    }
    line::draw(&mut sheet, shape, &laid);
    for ((node, card), area) in shape.nodes.iter().zip(&cards).zip(&laid.blocks) {
        card.draw(&mut sheet, node, *area);
    }
    sheet.out.push_str("</svg>\n");
    sheet.out
}

/// Around everything.
const MARGIN: i64 = 24;

/// Makes room above.
fn shift(laid: &mut super::layout::Laid, by: i64) {
    laid.height += by;
    laid.blocks.iter_mut().chain(&mut laid.bands).for_each(|area| area.y += by);
    for line in &mut laid.lines {
        line.start.1 += by;
        for stretch in &mut line.stretches {
            match stretch {
                Stretch::Straight(y) => *y += by,
                Stretch::Curve { y, by: bend, .. } => {
                    *y += by;
                    *bend += by;
                }
            }
        }
    }
}

/// The look of everything, by class.
fn style() -> String {
    let (big, small, story) = SIZES;
    format!(
        "text{{fill:#1d1d22;font-family:{SANS};font-size:{small}px}}\
         .story{{font-size:{story}px;font-weight:bold}}\
         .chapter{{font-size:{big}px;font-weight:bold}}\
         .file{{font-family:{MONO};font-size:{}px;fill:#4a4a52}}\
         .count{{fill:#4a4a52}}\
         .frame{{fill:#f5f2ea;stroke:#cfc8b6}}\
         {}{}",
        small - 1,
        card::STYLE,
        line::STYLE,
    )
}
