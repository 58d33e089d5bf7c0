//! Changing a setting on its screen: to its next value or the one before, round and round.

use super::model::Model;
use super::update::{Cmd, touch};
use super::view::Setting;
use crate::store::Spacing;

/// The colours that can be chosen, in the order in which the settings go through them.
pub const THEMES: &[&str] = &["auto", "dark", "light", "high-contrast"];
/// The narrowest and widest line that can be set.
const WIDTHS: (u16, u16) = (45, 75);
/// Changes a setting, and says what is to be done about it outside.
pub(super) fn change(model: &mut Model, setting: Setting, up: bool) -> Vec<Cmd> {
    let settings = &mut model.settings;
    let mut cmds = vec![Cmd::SaveSettings];
    match setting {
        Setting::Theme => {
            let here = THEMES.iter().position(|theme| *theme == settings.theme).unwrap_or(0);
            let next = (here + if up { 1 } else { THEMES.len() - 1 }) % THEMES.len();
            THEMES[next].clone_into(&mut settings.theme);
        }
        Setting::Width => {
            let next = if up { settings.width + 3 } else { settings.width.saturating_sub(3) };
            settings.width = match (next, up) {
                (next, true) if next > WIDTHS.1 => WIDTHS.0,
                (next, false) if next < WIDTHS.0 => WIDTHS.1,
                (next, _) => next,
            };
        }
        Setting::Spacing => {
            settings.spacing = match settings.spacing {
                Spacing::Blank => Spacing::Indent,
                Spacing::Indent => Spacing::Blank,
            };
        }
        Setting::Mouse => {
            settings.mouse = !settings.mouse;
            cmds.push(Cmd::Mouse(settings.mouse));
        }
        Setting::Plain => {
            settings.plain = !settings.plain;
            model.toast = Some(model.words.get("toast.plain-next").to_owned());
        }
    }
    touch(model);
    cmds
}
