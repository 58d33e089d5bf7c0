//! Colours and weights by role, from `assets/themes/*.ron`.
//!
//! A theme never carries a meaning alone: what a colour says, a word or a mark says too. It must not know what is drawn.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

const SHIPPED: &[(&str, &str)] = &[
    ("auto", include_str!("../../assets/themes/auto.ron")),
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.ron")),
];

/// The look of one role. Colours are `#rrggbb`; without one the terminal's own is used.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// The colour of the letters.
    pub fg: Option<String>,
    /// The colour behind them.
    pub bg: Option<String>,
    /// Heavier letters.
    pub bold: bool,
    /// A line under them.
    pub underline: bool,
    /// Letters and ground exchanged.
    pub reverse: bool,
}

/// The looks of a theme.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Looks {
    /// Text to be read now.
    pub body: Look,
    /// Text read before, hints, date and place.
    pub dim: Look,
    /// Headings.
    pub accent: Look,
    /// Emphasised words.
    pub emphasis: Look,
    /// Rules and bars.
    pub border: Look,
    /// Telegrams and forms.
    pub document: Look,
    /// The number of a choice.
    pub mark: Look,
    /// The number of the choice in focus.
    pub focus: Look,
    /// What the program says about the game.
    pub notice: Look,
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None, or none wanted (NO_COLOR).
    None,
    /// The sixteen that the reader has chosen for themselves: left alone.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// All.
    Full,
}

impl Depth {
    /// What the environment says: NO_COLOR (<https://no-color.org>), COLORTERM and TERM.
    pub fn of(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        match (colorterm, term) {
            (Some("truecolor" | "24bit"), _) => Self::Full,
            (_, Some(term)) if term.contains("256color") || term.contains("direct") => Self::Indexed,
            _ => Self::Sixteen,
        }
    }
}

/// The styles of a theme on a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Theme {
    /// Text to be read now.
    pub body: Style,
    /// Text read before.
    pub dim: Style,
    /// Headings.
    pub accent: Style,
    /// Emphasised words.
    pub emphasis: Style,
    /// Rules and bars.
    pub border: Style,
    /// Documents.
    pub document: Style,
    /// Numbers of choices.
    pub mark: Style,
    /// The number in focus.
    pub focus: Style,
    /// What the program says.
    pub notice: Style,
}

/// The looks of the theme called `name`; those of `auto` for a name that does not exist.
pub fn looks(name: &str) -> Looks {
    let source = SHIPPED.iter().find(|(own, _)| *own == name).unwrap_or(&SHIPPED[0]).1;
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    // A test reads every shipped theme; an unreadable one would show the terminal's own colours.
    options.from_str(source).unwrap_or_default()
}

impl Theme {
    /// The theme called `name` on a terminal with so many colours. Where it has too few for the theme's own, the terminal's
    /// are used, as by `auto`.
    pub fn new(name: &str, depth: Depth) -> Self {
        let looks = match depth {
            Depth::None | Depth::Sixteen => looks("auto"),
            Depth::Indexed | Depth::Full => looks(name),
        };
        let style = |look: &Look| style(look, depth);
        Self {
            body: style(&looks.body),
            dim: style(&looks.dim),
            accent: style(&looks.accent),
            emphasis: style(&looks.emphasis),
            border: style(&looks.border),
            document: style(&looks.document),
            mark: style(&looks.mark),
            focus: style(&looks.focus),
            notice: style(&looks.notice),
        }
    }
}

fn style(look: &Look, depth: Depth) -> Style {
    let mut style = Style::reset();
    let colour = |hex: &Option<String>| hex.as_deref().and_then(rgb).map(|rgb| paint(rgb, depth));
    if let Some(fg) = colour(&look.fg) {
        style = style.fg(fg);
    }
    if let Some(bg) = colour(&look.bg) {
        style = style.bg(bg);
    }
    let weights =
        [(look.bold, Modifier::BOLD), (look.underline, Modifier::UNDERLINED), (look.reverse, Modifier::REVERSED)];
    weights.into_iter().filter(|(on, _)| *on).fold(style, |style, (_, weight)| style.add_modifier(weight))
}

/// `#rrggbb` as three numbers.
pub fn rgb(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn paint([r, g, b]: [u8; 3], depth: Depth) -> Color {
    match depth {
        Depth::Full => Color::Rgb(r, g, b),
        _ => Color::Indexed(indexed([r, g, b])),
    }
}

/// The nearest of xterm's 256: its 6x6x6 cube (levels 0, 95, 135, 175, 215, 255) and its 24 greys (8, 18, .. 238).
fn indexed(rgb: [u8; 3]) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let away = |other: [u8; 3]| -> u32 { rgb.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let cube = |n: u8| [LEVELS[usize::from(n / 36)], LEVELS[usize::from(n / 6 % 6)], LEVELS[usize::from(n % 6)]];
    let cubes = (0..216u8).map(|n| (away(cube(n)), 16 + n));
    let greys = (0..24u8).map(|n| (away([8 + 10 * n; 3]), 232 + n));
    cubes.chain(greys).min().map_or(15, |(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |hex: &str| {
            let channel = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            let [r, g, b] = rgb(hex).unwrap_or_else(|| panic!("{hex} is not a colour")).map(channel);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_explicit_themes_can_be_read() {
        for name in ["dark", "light", "high-contrast"] {
            let looks = looks(name);
            let ground = looks.body.bg.clone().unwrap();
            for (role, look, least) in [
                ("body", &looks.body, 7.0),
                ("emphasis", &looks.emphasis, 7.0),
                ("document", &looks.document, 7.0),
                ("dim", &looks.dim, 4.5),
                ("accent", &looks.accent, 4.5),
                ("mark", &looks.mark, 4.5),
                ("focus", &looks.focus, 4.5),
                ("notice", &looks.notice, 4.5),
                ("border", &looks.border, 3.0),
            ] {
                let fg = look.fg.as_deref().unwrap_or_else(|| panic!("{name}: {role} has no colour"));
                let ratio = contrast(fg, look.bg.as_deref().unwrap_or(&ground));
                assert!(ratio >= least, "{name}: {role} {fg} has {ratio:.2}, needs {least}");
            }
        }
    }

    #[test]
    fn auto_leaves_the_terminals_colours_alone() {
        let source = SHIPPED[0].1;
        assert!(!source.contains('#'), "auto names a colour");
        let theme = Theme::new("dark", Depth::of(Some("1"), Some("truecolor"), None));
        assert_eq!((theme.body.fg, theme.body.bg), (Some(Color::Reset), Some(Color::Reset)));
    }

    #[test]
    fn colours_are_those_the_terminal_has() {
        assert_eq!(Depth::of(None, Some("truecolor"), Some("xterm")), Depth::Full);
        assert_eq!(Depth::of(None, None, Some("tmux-256color")), Depth::Indexed);
        assert_eq!(Depth::of(Some(""), None, Some("linux")), Depth::Sixteen);
        assert_eq!([indexed([0, 0, 0]), indexed([255, 255, 255]), indexed([8, 8, 8])], [16, 231, 232]);
    }
}
