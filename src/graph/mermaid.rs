//! The shape for Mermaid: chapters are subgraphs. It must not know what Mermaid will make of it.

use super::dot::way_words;
use super::shape::{Kind, Mark, Node, Shape};

/// A text as it stands between quotation marks. Mermaid has no escape but its own entities, and reads Markdown between
/// backticks, and tags.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The brackets that give a passage its outline.
fn outline(node: &Node) -> (&'static str, &'static str) {
    if node.marks.contains(&Mark::Ending) {
        ("([", "])")
    } else if node.marks.contains(&Mark::Hinge) {
        ("{{", "}}")
    } else if node.marks.contains(&Mark::Start) {
        ("[[", "]]")
    } else {
        ("[", "]")
    }
}

const CLASSES: [(Mark, &str, &str); 5] = [
    (Mark::Start, "start", "fill:#e2f0da,stroke-width:3px"),
    (Mark::Ending, "ending", "fill:#dde8f6"),
    (Mark::Hinge, "hinge", "fill:#fdebc4"),
    (Mark::Uncovered, "uncovered", "fill:#e2c9e6,stroke-dasharray:2 3"),
    (Mark::Unreachable, "unreachable", "stroke:#b3261e,stroke-dasharray:6 4"),
];

/// Draws a shape.
pub fn mermaid(shape: &Shape) -> String {
    let mut out = vec!["flowchart TD".to_owned()];
    for (n, group) in shape.groups.iter().enumerate() {
        out.push(format!("  subgraph c{n} [{}]", quoted(&group.title)));
        for (at, node) in shape.nodes.iter().enumerate().filter(|(_, node)| node.group == n) {
            let mut label = node.id.clone();
            for mark in &node.marks {
                label = format!("{label}\n{}", mark.words());
            }
            let (open, close) = outline(node);
            out.push(format!("    n{at}{open}{}{close}", quoted(&label)));
        }
        out.push("  end".to_owned());
    }
    for way in &shape.ways {
        let arrow = match way.kind {
            Kind::On => "==>",
            Kind::Choice | Kind::Well => "-->",
            Kind::If | Kind::Ill => "-.->",
        };
        let words = way_words(shape, way);
        let label = if words.is_empty() { String::new() } else { format!("|{}|", quoted(&words)) };
        out.push(format!("  n{} {arrow}{label} n{}", way.from, way.to));
    }
    for (mark, class, style) in CLASSES.iter().filter(|(mark, ..)| shape.has(*mark)) {
        let nodes = shape.nodes.iter().enumerate().filter(|(_, node)| node.marks.contains(mark));
        let names: Vec<String> = nodes.map(|(at, _)| format!("n{at}")).collect();
        out.push(format!("  classDef {class} {style}"));
        out.push(format!("  class {} {class}", names.join(",")));
    }
    out.push(String::new());
    out.join("\n")
}
