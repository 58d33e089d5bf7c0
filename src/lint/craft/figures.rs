//! K140: a figure of speech comes too often: a comparison, three things in a row, one thing denied for another's sake. It
//! must not know what is compared.

use super::book::Page;
use super::rate::{Found, Weighed, check, weigh};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::Prose;
use crate::lint::prose::Reading;
use crate::lint::{Context, Lint};
use crate::story::At;
use std::ops::Range;

/// A figure of speech comes too often.
pub const LINT: Lint = Lint { code: Code::Figures, run };

/// The most words of what is denied.
const DENIED: usize = 5;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.words;
    if let Some(rate) = &style.comparisons {
        check(context, rate, &figure("comparisons", rate.per_10000, "comparisons", "keep those that do work"), faults);
    }
    if let Some(threes) = &style.threes {
        let joined = context.book().lexicon.marked(&threes.joined_by);
        let weighed = figure("rows of three", threes.per_10000, "threes", "one of the three is enough");
        search(context, &weighed, faults, &|page, n, reading| three(page, n, reading, &joined));
    }
    if let Some(contrasts) = &style.contrasts {
        let id = |word: &String| context.book().lexicon.id(word);
        let pairs: Vec<(u32, u32)> = contrasts.between.iter().filter_map(|(a, b)| Some((id(a)?, id(b)?))).collect();
        let weighed = figure("things denied for another's sake", contrasts.per_10000, "contrasts", "say what it is");
        search(context, &weighed, faults, &|page, n, reading| denied(page, n, reading, &pairs));
    }
}

fn figure(what: &'static str, per_10000: u32, field: &'static str, help: &'static str) -> Weighed<'static> {
    Weighed { code: Code::Figures, what, per_10000, path: vec![At::Field("words"), At::Field(field)], help }
}

/// Finds the words of a figure in a reading of a page.
type Figure<'f> = dyn Fn(&Page, usize, &Reading) -> Vec<Range<usize>> + 'f;

/// Looks for a figure in every reading; each is counted where it is new.
fn search(context: &Context<'_>, weighed: &Weighed<'_>, faults: &mut Vec<Diagnostic>, find: &Figure<'_>) {
    let book = context.book();
    for section in context.sections() {
        let mut found = Vec::new();
        for passage in &section.passages {
            let (page, prose): (&Page, &Prose) = (&book.pages[passage.index()], context.prose(*passage));
            for (n, reading) in prose.readings.iter().enumerate() {
                let new = find(page, n, reading).into_iter().filter(|at| at.clone().any(|word| page.fresh[n][word]));
                found.extend(new.map(|words| Found { passage: *passage, reading: n, words }));
            }
        }
        weigh(context, &section, found, weighed, faults);
    }
}

/// `A, B and C`, each of one word, with or without a comma before the last.
fn three(page: &Page, n: usize, reading: &Reading, joined: &[bool]) -> Vec<Range<usize>> {
    let ids = &page.ids[n];
    let comma = |word: usize| reading.behind(word) == ", ";
    let is = |at: &usize| {
        let at = *at;
        joined[ids[at] as usize]
            && comma(at - 2)
            && (comma(at - 1) || reading.behind(at - 1) == " ")
            && reading.behind(at) == " "
            && !reading.words[at].document
    };
    (2..ids.len().saturating_sub(1)).filter(is).map(|at| at - 2..at + 2).collect()
}

/// `not A but B`, with nothing but words between.
fn denied(page: &Page, n: usize, reading: &Reading, pairs: &[(u32, u32)]) -> Vec<Range<usize>> {
    let ids = &page.ids[n];
    let mut found = Vec::new();
    for (from, id) in ids.iter().enumerate() {
        for (_, second) in pairs.iter().filter(|(first, _)| first == id) {
            let near = from + 1..(from + DENIED + 2).min(ids.len());
            let plain = |at: &usize| reading.behind(at - 1) == " ";
            if let Some(at) = near.take_while(plain).find(|at| ids[*at] == *second && *at > from + 1) {
                found.push(from..at + 1);
            }
        }
    }
    found
}
