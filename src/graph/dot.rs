//! The shape for Graphviz: chapters are clusters. It must not know what Graphviz will make of it.

use super::shape::{Kind, Mark, Shape, Way};

/// A text as it stands between quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Words for what a way is, beside its choice.
pub(super) fn way_words(shape: &Shape, way: &Way) -> String {
    let label = shape.nodes[way.from].choices[way.exit].label.clone();
    let kind = match way.kind {
        Kind::Well => Some("it goes well".to_owned()),
        Kind::Ill => Some("it goes ill".to_owned()),
        _ => None,
    };
    let behind: Vec<String> = kind.into_iter().chain(way.when.clone()).collect();
    match (label, behind.is_empty()) {
        (Some(label), true) => label,
        (Some(label), false) => format!("{label} ({})", behind.join(", ")),
        (None, _) => behind.join(", "),
    }
}

/// Draws a shape.
pub fn dot(shape: &Shape) -> String {
    let mut out = vec![
        format!("digraph {} {{", quoted(&shape.title)),
        "  rankdir=TB;".to_owned(),
        "  node [shape=box, fontname=\"monospace\"];".to_owned(),
        "  edge [fontname=\"sans-serif\", fontsize=10];".to_owned(),
    ];
    for (n, group) in shape.groups.iter().enumerate() {
        out.push(format!("  subgraph cluster_{n} {{"));
        out.push(format!("    label={}; tooltip={};", quoted(&group.title), quoted(&group.file)));
        for node in shape.nodes.iter().filter(|node| node.group == n) {
            let mut label = node.id.clone();
            for mark in &node.marks {
                label = format!("{label}\n{}", mark.words());
            }
            let mut look = vec![format!("label={}", quoted(&label)), format!("tooltip={}", quoted(&node.about))];
            let (mut styles, mut fill) = (Vec::new(), None);
            for mark in &node.marks {
                match mark {
                    Mark::Start => {
                        look.push("penwidth=3".to_owned());
                        fill = Some("#e2f0da");
                    }
                    Mark::Ending => {
                        look.push("shape=ellipse".to_owned());
                        fill = Some("#dde8f6");
                    }
                    Mark::Hinge => {
                        look.push("shape=hexagon".to_owned());
                        fill = Some("#fdebc4");
                    }
                    Mark::Unreachable => {
                        styles.push("dashed");
                        look.push("color=\"#b3261e\"".to_owned());
                    }
                    Mark::Uncovered => {
                        look.push("peripheries=2".to_owned());
                        fill = Some("#e2c9e6");
                    }
                }
            }
            if let Some(colour) = fill {
                styles.push("filled");
                look.push(format!("fillcolor=\"{colour}\""));
            }
            if node.outside {
                styles.push("dotted");
            }
            if !styles.is_empty() {
                look.push(format!("style=\"{}\"", styles.join(",")));
            }
            out.push(format!("    {} [{}];", quoted(&node.id), look.join(", ")));
        }
        out.push("  }".to_owned());
    }
    for way in &shape.ways {
        let mut look = Vec::new();
        let words = way_words(shape, way);
        if !words.is_empty() {
            look.push(format!("label={}", quoted(&words)));
        }
        match way.kind {
            Kind::On => look.push("penwidth=2".to_owned()),
            Kind::Choice => {}
            Kind::If => look.push("style=dotted".to_owned()),
            Kind::Well => look.push("color=\"#23702f\"".to_owned()),
            Kind::Ill => look.push("color=\"#b3261e\", style=dashed".to_owned()),
        }
        let (from, to) = (&shape.nodes[way.from], &shape.nodes[way.to]);
        if from.choices[way.exit].uncovered && from.choices[way.exit].label.is_some() {
            look.push("fontcolor=\"#7a2f86\"".to_owned());
        }
        let look = if look.is_empty() { String::new() } else { format!(" [{}]", look.join(", ")) };
        out.push(format!("  {} -> {}{look};", quoted(&from.id), quoted(&to.id)));
    }
    out.push("}\n".to_owned());
    out.join("\n")
}
