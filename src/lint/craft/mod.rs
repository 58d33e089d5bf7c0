//! How a story is told, by the limits it sets itself in `style.ron`. What is not set there is not asked.
//!
//! Whoever passes these has not written well; whoever does not has probably not written as they meant to. Words are
//! counted as readers meet them: markup aside, the branches of an `{if}` kept apart, what several readings have in common
//! counted once. All figures are whole numbers. What has to be played to be known is asked in play, not here.

mod adverbs;
mod alike;
mod banned;
pub mod book;
mod choice_count;
mod closing;
mod consequences;
mod dash;
mod dice;
mod document_length;
mod feelings;
mod few_tells;
mod figures;
mod filters;
mod gram;
mod label_length;
mod label_verb;
mod long_episode;
mod long_recap;
mod long_summary;
mod long_way;
mod measure;
mod mood;
mod not_there_yet;
mod one_good;
mod opening;
mod passage_length;
mod phrase;
mod rate;
mod reach;
mod route;
mod safe_good;
mod same_start;
mod sentence_mix;
mod shared_phrases;
mod short_ending;
mod siblings;
mod speech;
mod variation;
mod weather;
mod worn_phrase;

use super::Lint;

/// The checks of this group, in the order of their codes.
pub const LINTS: &[Lint] = &[
    passage_length::LINT,
    document_length::LINT,
    long_way::LINT,
    banned::LINT,
    dash::LINT,
    adverbs::LINT,
    variation::LINT,
    sentence_mix::LINT,
    same_start::LINT,
    mood::LINT,
    figures::LINT,
    filters::LINT,
    feelings::LINT,
    weather::LINT,
    closing::LINT,
    short_ending::LINT,
    worn_phrase::LINT,
    shared_phrases::LINT,
    alike::LINT,
    siblings::LINT,
    opening::LINT,
    speech::LINT,
    label_length::LINT,
    label_verb::LINT,
    choice_count::LINT,
    one_good::LINT,
    safe_good::LINT,
    consequences::LINT,
    dice::LINT,
    few_tells::LINT,
    not_there_yet::LINT,
    long_recap::LINT,
    long_episode::LINT,
    long_summary::LINT,
];
