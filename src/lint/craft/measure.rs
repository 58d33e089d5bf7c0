//! What measures have in common: chapters, shares in whole numbers, and how figures are said. It must not know what is
//! measured.

use crate::diagnostic::Span;
use crate::lint::Context;
use crate::lint::counted;
use crate::story::At;
use crate::story::PassageId;

/// Passages that are weighed together: those of a chapter, or the endings.
#[derive(Debug)]
pub struct Section {
    /// As it is called within a sentence.
    pub name: String,
    /// Where it stands in `story.ron`; of the endings, the first.
    pub span: Span,
    /// Its passages, in order.
    pub passages: Vec<PassageId>,
}

impl Context<'_> {
    /// The chapters that have passages.
    pub fn chapters(&self) -> Vec<Section> {
        let mut passages = vec![Vec::new(); self.story.chapters.len()];
        for (n, passage) in self.story.passages.iter().enumerate() {
            if let Some(own) = passage.chapter.and_then(|chapter| passages.get_mut(chapter.index())) {
                own.push(PassageId(n as u32));
            }
        }
        let sections = passages.into_iter().zip(&self.story.chapters).enumerate().map(|(n, (passages, chapter))| {
            let path = [At::Field("chapters"), At::Row(n), At::Field("title")];
            let name = format!("chapter `{}`", self.story.str(chapter.title));
            Section { name, span: self.draft.story_span(&path), passages }
        });
        sections.filter(|section| !section.passages.is_empty()).collect()
    }

    /// The chapters, then the endings.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections = self.chapters();
        let endings: Vec<PassageId> = self.story.endings.iter().map(|ending| ending.passage).collect();
        if let Some(first) = endings.first() {
            let span = self.draft.id_span(*first);
            sections.push(Section { name: "the endings".to_owned(), span, passages: endings });
        }
        sections
    }

    /// Every passage, endings included.
    pub fn passages(&self) -> impl Iterator<Item = PassageId> + use<> {
        (0..self.story.passages.len() as u32).map(PassageId)
    }

    /// Where a limit is set in `style.ron`, and what to call it there.
    pub fn limit(&self, path: &[&'static str]) -> (Span, &'static str) {
        let path: Vec<At<'_>> = path.iter().map(|name| At::Field(name)).collect();
        (self.draft.style_span(&path), "the limit is set here")
    }
}

/// Whether `part` is more than `limit` in `of_each` of `whole`.
pub fn above(part: usize, whole: usize, limit: u32, of_each: usize) -> bool {
    part * of_each > limit as usize * whole
}

/// Whether `part` is less than `limit` in `of_each` of `whole`.
pub fn below(part: usize, whole: usize, limit: u32, of_each: usize) -> bool {
    part * of_each < limit as usize * whole
}

/// How many in `of_each` of `whole` `part` is, to the nearest.
pub fn share(part: usize, whole: usize, of_each: usize) -> usize {
    (2 * part * of_each + whole).checked_div(2 * whole).unwrap_or(0)
}

/// Tenths, as a number with a point.
pub fn tenths(n: usize) -> String {
    format!("{}.{}", n / 10, n % 10)
}

/// Hundredths, as a number with a point.
pub fn hundredths(n: usize) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

/// What is wrong with a number that should lie between two; nothing if it does.
pub fn outside(n: usize, (least, most): (u32, u32)) -> Option<&'static str> {
    match n {
        n if n < least as usize => Some("too few"),
        n if n > most as usize => Some("too many"),
        _ => None,
    }
}

/// `40 to 220 words`, `3 choices`.
pub fn wanted((least, most): (u32, u32), what: &str) -> String {
    match least == most {
        true => counted(most as usize, what),
        false => format!("{least} to {}", counted(most as usize, what)),
    }
}

/// The first few names of a list, and how many more there are.
pub fn names(all: &[String]) -> String {
    const MOST: usize = 5;
    let mut shown = all.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if all.len() > MOST {
        shown.push_str(&format!(" and {} more", all.len() - MOST));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_and_limits_are_kept_to_the_last_one() {
        assert_eq!((share(1, 3, 100), share(2, 3, 100), share(1, 200, 100), share(0, 0, 100)), (33, 67, 1, 0));
        assert!(!above(3, 20, 15, 100) && above(4, 20, 15, 100));
        assert!(!below(14, 20, 70, 100) && below(13, 20, 70, 100));
        assert_eq!(
            (outside(2, (3, 12)), outside(3, (3, 12)), outside(13, (3, 12))),
            (Some("too few"), None, Some("too many"))
        );
        assert_eq!((tenths(123), hundredths(45), hundredths(305)), ("12.3".into(), "0.45".into(), "3.05".into()));
        assert_eq!(wanted((2, 4), "choice"), "2 to 4 choices");
    }
}
