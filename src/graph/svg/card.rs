//! A passage as a box: its name, what is to be seen of it at once, and a cell for each choice. It must not know where
//! it stands until it is drawn.

use super::super::layout::Area;
use super::super::shape::{Exit, Kind, Mark, Node};
use super::{Sheet, cut, mono, sans, xml};

/// The heights of the row of the name, of the marks and of the choices.
const ROWS: (i64, i64, i64) = (26, 16, 20);
/// The sizes of their letters.
const SIZES: (i64, i64, i64) = (13, 11, 11);
/// Left and right of words.
const AIR: i64 = 12;
/// Left and right of a choice's name.
const CELL_AIR: i64 = 7;
/// The least width of a box, and of a choice that leads two ways.
const LEAST: (i64, i64) = (90, 44);
/// How far the points of a hinge stand out.
const POINT: i64 = 10;
/// How long the stump is of a way that leads out of the picture.
const STUMP: i64 = 14;

/// The pattern of what no run has met.
pub const HATCH: &str = r##"<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/><rect width="2" height="7" fill="#e2c9e6"/></pattern></defs>"##;

/// How boxes look.
pub const STYLE: &str = "\
    .box{fill:#fff;stroke:#3a3a44;stroke-width:1.3}\
    .ending{fill:#dde8f6}\
    .hinge{fill:#fdebc4}\
    .start{fill:#e2f0da;stroke-width:3.5}\
    .uncovered{fill:url(#hatch)}\
    .unreachable{stroke:#b3261e;stroke-width:2;stroke-dasharray:6 4}\
    .outside{fill:#f5f2ea;stroke:#8a8a92;stroke-dasharray:2 3}\
    .id{font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;font-weight:bold;text-anchor:middle}\
    .pale{font-weight:normal;fill:#4a4a52}\
    .mark{font-size:11px;font-style:italic;text-anchor:middle}\
    .cell{font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:11px;text-anchor:middle}\
    .missed{fill:url(#hatch)}\
    .rule{stroke:#9a9aa2}\
    .stump{stroke:#55606e;stroke-width:1.4;stroke-dasharray:2 3}";

/// A box, measured.
pub struct Card {
    /// How wide it is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
    name: String,
    marks: String,
    /// The cells: where each begins, how wide it is, and what stands in it.
    cells: Vec<(i64, i64, String)>,
    hinge: bool,
}

/// What a choice's cell says: a question mark behind one that is not always there, both signs behind a risk.
fn cell_words(exit: &Exit) -> String {
    format!("{}{}", cut(&exit.id), if exit.sometimes { "?" } else { "" })
}

impl Card {
    /// Measures a passage.
    pub fn of(node: &Node) -> Self {
        let name = cut(&node.id);
        let marks = node.marks.iter().map(|mark| mark.words()).collect::<Vec<_>>().join(", ");
        let hinge = node.marks.contains(&Mark::Hinge) && !node.outside;
        let exits = || node.choices.iter().filter(|exit| exit.label.is_some() && !node.outside);
        let texts: Vec<String> = exits().map(cell_words).collect();
        let wide = |text: &String| (mono(text, SIZES.2) + 2 * CELL_AIR).max(LEAST.1);
        let inset = if hinge { POINT } else { 0 };
        let ending = if node.marks.contains(&Mark::Ending) { AIR } else { 0 };
        let inner = (mono(&name, SIZES.0) + 2 * AIR + ending)
            .max(sans(&marks, SIZES.1) + 2 * AIR + ending)
            .max(texts.iter().map(wide).sum())
            .max(LEAST.0);
        // What is left over is shared out among the cells.
        let own: i64 = texts.iter().map(wide).sum();
        let mut x = inset;
        let mut cells = Vec::new();
        for (n, text) in texts.iter().enumerate() {
            let (n, count) = (n as i64, texts.len() as i64);
            let share = (inner - own) * (n + 1) / count - (inner - own) * n / count;
            let width = wide(text) + share;
            cells.push((x, width, text.clone()));
            x += width;
        }
        let height = ROWS.0 + if marks.is_empty() { 0 } else { ROWS.1 } + if cells.is_empty() { 0 } else { ROWS.2 };
        // An even width has a middle.
        Self { width: (inner + 2 * inset + 1) / 2 * 2, height, name, marks, cells, hinge }
    }

    /// Where ways of a kind leave by a choice, from the left.
    pub fn port(&self, exit: usize, kind: Kind) -> i64 {
        match (self.cells.get(exit), kind) {
            (None, _) => self.width / 2,
            (Some((x, width, _)), Kind::Well) => x + width / 3,
            (Some((x, width, _)), Kind::Ill) => x + width * 2 / 3,
            (Some((x, width, _)), _) => x + width / 2,
        }
    }

    /// Draws it.
    pub fn draw(&self, sheet: &mut Sheet, node: &Node, area: Area) {
        let has = |mark| node.marks.contains(&mark);
        let Area { x, y, width, height } = area;
        let middle = x + width / 2;
        let class = if node.outside {
            "box outside".to_owned()
        } else {
            let names = [
                (Mark::Start, " start"),
                (Mark::Ending, " ending"),
                (Mark::Hinge, " hinge"),
                (Mark::Uncovered, " uncovered"),
                (Mark::Unreachable, " unreachable"),
            ];
            names.iter().filter(|(mark, _)| has(*mark)).fold("box".to_owned(), |all, (_, name)| all + name)
        };
        sheet.add(format_args!(
            r#"<g class="node" data-id="{}"><title>{}</title>"#,
            xml(&node.id),
            xml(&self.tip(node))
        ));
        if node.more_before {
            let from = y - STUMP;
            sheet.add(format_args!(r#"<path class="stump" d="M{middle},{from}V{y}"/>"#));
        }
        if self.hinge {
            let (left, right, half) = (x + POINT, x + width - POINT, y + height / 2);
            let (end, bottom) = (x + width, y + height);
            sheet.add(format_args!(
                r#"<path class="{class}" d="M{left},{y}H{right}L{end},{half}L{right},{bottom}H{left}L{x},{half}Z"/>"#
            ));
        } else {
            let round = if has(Mark::Ending) { height / 2 } else { 3 };
            sheet.add(format_args!(
                r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{round}"/>"#
            ));
        }
        let id = if node.outside { "id pale" } else { "id" };
        sheet.words(id, middle, y + 18, &self.name);
        let mut below = y + ROWS.0;
        if !self.marks.is_empty() {
            sheet.words("mark", middle, below + 9, &self.marks);
            below += ROWS.1;
        }
        self.cells(sheet, node, x, below);
        sheet.add(format_args!("</g>"));
    }

    /// The row of choices.
    fn cells(&self, sheet: &mut Sheet, node: &Node, x: i64, y: i64) {
        let bottom = y + ROWS.2;
        for (n, ((left, width, text), exit)) in self.cells.iter().zip(&node.choices).enumerate() {
            let left = x + left;
            let label = exit.label.as_deref().unwrap_or_default();
            sheet.add(format_args!("<g><title>{}</title>", xml(label)));
            if exit.uncovered {
                sheet.add(format_args!(
                    r#"<rect class="missed" x="{}" y="{}" width="{}" height="{}"/>"#,
                    left + 2,
                    y + 2,
                    width - 4,
                    ROWS.2 - 4
                ));
            }
            if n > 0 {
                sheet.add(format_args!(r#"<path class="rule" d="M{left},{y}V{bottom}"/>"#));
            }
            sheet.words("cell", left + width / 2, y + 14, text);
            sheet.add(format_args!("</g>"));
        }
        if let (Some((first, ..)), Some((last, width, _))) = (self.cells.first(), self.cells.last()) {
            let (left, right) = (x + first, x + last + width);
            sheet.add(format_args!(r#"<path class="rule" d="M{left},{y}H{right}"/>"#));
        }
        for (n, exit) in node.choices.iter().enumerate().filter(|(_, exit)| exit.more_behind && !node.outside) {
            let at = x + self.port(n, Kind::Choice);
            let from = if self.cells.is_empty() { y } else { bottom };
            sheet.add(format_args!(r#"<path class="stump" d="M{at},{from}V{}"/>"#, from + STUMP));
            let _ = exit;
        }
    }

    /// What is shown when the mouse rests on it.
    fn tip(&self, node: &Node) -> String {
        let mut lines = vec![node.id.clone(), node.about.clone()];
        lines.extend(node.marks.iter().map(|mark| mark.words().to_owned()));
        for exit in node.choices.iter().filter(|exit| exit.label.is_some()) {
            let missed = if exit.uncovered { " (never taken)" } else { "" };
            lines.push(format!("{}: {}{missed}", exit.id, exit.label.as_deref().unwrap_or_default()));
        }
        lines.join("\n")
    }
}
