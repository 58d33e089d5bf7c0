//! Writing settings: a new file with its explanations, or the few values that changed in one that is there.

use super::read::{FIELDS, WIDTHS};
use super::{Settings, Spacing};
use crate::story::entries;

/// A new file.
pub fn fresh(settings: &Settings) -> String {
    let mut out = String::from(
        "// Settings. Change what you like; a mistake costs only its own line, and the game says where it is.\n(\n",
    );
    for field in FIELDS {
        out.push_str(&format!("    // {}\n    {field}: {},\n", about(field), value(settings, field)));
    }
    out.push_str(")\n");
    out
}

/// `text`, which reads as `old`, changed to read as `new`.
pub fn amend(text: &str, old: &Settings, new: &Settings) -> String {
    let mut out = text.to_owned();
    for field in FIELDS.iter().filter(|field| value(old, field) != value(new, field)) {
        let written = value(new, field);
        let all = entries(&out, 0..out.len());
        let here = all.iter().find(|(key, _)| key.as_ref().and_then(|key| out.get(key.clone())) == Some(*field));
        match (here, all.last()) {
            (Some((_, at)), _) => out.replace_range(at.clone(), &written),
            // Behind the last value, before whatever comma and comment follow it.
            (None, Some((_, last))) => out.insert_str(last.end, &format!(",\n    {field}: {written}")),
            (None, None) => return fresh(new),
        }
    }
    // What was written must read as what was meant; otherwise the comments are not worth it.
    match Settings::parse(&out) {
        (read, faults) if read == *new && faults.is_empty() => out,
        _ => fresh(new),
    }
}

fn about(field: &str) -> String {
    match field {
        "theme" => "The name of a theme, or \"auto\".".to_owned(),
        "width" => format!("The longest line of text, in letters: {} to {}.", WIDTHS.0, WIDTHS.1),
        "spacing" => "What parts paragraphs: blank (a line) or indent.".to_owned(),
        "mouse" => "Whether the mouse is listened to; if so, the terminal's own selecting needs Shift.".to_owned(),
        "plain" => "Lines of text instead of a screen: for screen readers, pipes and slow lines.".to_owned(),
        _ => "Other keys for an action: {\"rewind\": [\"u\"]}.".to_owned(),
    }
}

fn value(settings: &Settings, field: &str) -> String {
    match field {
        "theme" => quoted(&settings.theme),
        "width" => settings.width.to_string(),
        "spacing" => match settings.spacing {
            Spacing::Blank => "blank".to_owned(),
            Spacing::Indent => "indent".to_owned(),
        },
        "mouse" => settings.mouse.to_string(),
        "plain" => settings.plain.to_string(),
        _ => {
            let rows = settings.keys.iter().map(|(action, keys)| {
                let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
                format!("{}: [{}]", quoted(action), keys.join(", "))
            });
            format!("{{{}}}", rows.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    // A string can always be written.
    ron::to_string(text).unwrap_or_default()
}
