//! What differs between two texts, line by line.

/// A line of one text or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'t> {
    /// It stands in both.
    Same(&'t str),
    /// It stood in the old text only.
    Old(&'t str),
    /// It stands in the new text only.
    New(&'t str),
}

/// The most pairs of changed lines that are compared.
const MOST_CELLS: usize = 4_000_000;

/// The lines of both texts in order, as many of them the same as can be; of a change the old lines stand first.
pub fn difference<'t>(old: &'t str, new: &'t str) -> Vec<Line<'t>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - end], &new[head..new.len() - end]);
    // Of texts that have little in common nobody reads a comparison.
    if a.len().saturating_mul(b.len()) > MOST_CELLS {
        let between = a.iter().copied().map(Line::Old).chain(b.iter().copied().map(Line::New));
        let (start, rest) = (old[..head].iter().copied(), old[old.len() - end..].iter().copied());
        return start.map(Line::Same).chain(between).chain(rest.map(Line::Same)).collect();
    }
    // `kept[i][j]`: how many lines `a[i..]` and `b[j..]` can share (the longest common subsequence).
    let mut kept = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            kept[i][j] = if a[i] == b[j] { kept[i + 1][j + 1] + 1 } else { kept[i + 1][j].max(kept[i][j + 1]) };
        }
    }
    let mut lines: Vec<Line<'_>> = old[..head].iter().copied().map(Line::Same).collect();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push(Line::Same(a[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || kept[i + 1][j] >= kept[i][j + 1]) {
            lines.push(Line::Old(a[i]));
            i += 1;
        } else {
            lines.push(Line::New(b[j]));
            j += 1;
        }
    }
    lines.extend(old[old.len() - end..].iter().copied().map(Line::Same));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_both_is_found_around_what_does_not() {
        use Line::{New, Old, Same};
        assert_eq!(
            difference("a\nb\nc\nd", "a\nx\nc\ne\nd"),
            [Same("a"), Old("b"), New("x"), Same("c"), New("e"), Same("d")]
        );
        assert_eq!(difference("a\na", "a"), [Same("a"), Old("a")]);
        assert_eq!(difference("", "a"), [New("a")]);
    }

    #[test]
    fn long_texts_with_nothing_in_common_are_not_compared_line_by_line() {
        let lines = |word: &str| format!("{word}\n").repeat(100_000);
        let (old, new) = (format!("a\n{}z", lines("was")), format!("a\n{}z", lines("is")));
        let found = difference(&old, &new);
        assert_eq!((found.len(), found[0], found[200_001]), (200_002, Line::Same("a"), Line::Same("z")));
        assert_eq!((found[100_000], found[100_001]), (Line::Old("was"), Line::New("is")));
    }
}
