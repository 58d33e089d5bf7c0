//! The limits that a story sets itself in `style.ron` for what playing it must show. It must not know any limit that a
//! story did not set.

use super::policy::Policy;
use super::spread::percent;
use super::survey::Survey;
use super::tally::Tally;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::FileId;
use crate::diagnostic::Span;
use crate::story::At;
use crate::story::ChoiceId;
use crate::story::Draft;
use crate::story::Story;
use crate::story::Table;
use crate::story::entries;

/// The least number of walks from which a share or a mean is judged; of fewer it says too little.
pub const LEAST_WALKS: u64 = 100;

/// Adds every limit that was not kept. What is a share or a mean is judged of `LEAST_WALKS` walks or more; `unmeasured`
/// names the limits that fewer left open.
pub fn limits(draft: &Draft<'_>, survey: &Survey, faults: &mut Vec<Diagnostic>) {
    let (story, random) = (&draft.story, &survey.random);
    let limits = &story.style.explore;
    let mut said: Vec<(&str, String)> = Vec::new();
    let enough = random.walks >= LEAST_WALKS;
    if let Some(most) = limits.ending_share.filter(|_| enough) {
        for ending in &story.endings {
            let walks = random.ended(ending.passage);
            if walks * 100 > u64::from(most) * random.walks {
                let (id, share) = (story.passage_id(ending.passage), percent(walks, random.walks));
                said.push((
                    "ending_share",
                    format!("{share} of 100 walks at random end in `{id}`; {most} is the most"),
                ));
            }
        }
    }
    let at_least = [
        ("new_words", limits.new_words, &random.new_words, "a second walk"),
        (
            "new_words_contrasting",
            limits.new_words_contrasting,
            &random.new_words_contrasting,
            "a contrasting second walk",
        ),
    ];
    for (field, least, spread, whose) in at_least {
        let found = spread.mean();
        if let Some(least) = least.filter(|least| enough && spread.total() > 0 && found < *least) {
            said.push((field, format!("of 100 words of {whose} {found} are new on average; {least} is the least")));
        }
    }
    let within = [
        ("words_read", limits.words_read, &random.share_read, "of 100 words of the story a walk reads"),
        ("words_between", limits.words_between, &random.between, "words from one decision to the next:"),
    ];
    for (field, range, spread, what) in within {
        let found = spread.mean();
        if let Some((least, most)) =
            range.filter(|(least, most)| enough && spread.total() > 0 && !(*least..=*most).contains(&found))
        {
            said.push((field, format!("{what} {found} on average, where {least} to {most} are wanted")));
        }
    }
    if let Some(longest) = &random.longest_forced
        && let Some(most) = limits.forced.filter(|most| longest.length > *most)
    {
        let (length, at) = (longest.length, story.passage_id(longest.at));
        let message = format!("{length} pages in a row, up to `{at}`, have a single open choice; {most} is the most");
        said.push(("forced", message));
    }
    if let Some(most) = limits.not_read.filter(|_| enough) {
        let unread = || survey.reactions.iter().enumerate().filter(|(_, row)| row.never > 0);
        if let Some((first, _)) = unread().next().filter(|_| unread().count() > most as usize) {
            let first = story.choice_path(ChoiceId(first as u32));
            let message =
                format!("{} choices are not read each time, `{first}` first; {most} is the most", unread().count());
            said.push(("not_read", message));
        }
    }
    faults.extend(said.into_iter().map(|(field, message)| {
        Diagnostic::new(Code::LimitBroken, place(draft, field), message)
            .label("the story's own limit")
            .help("change the story, or its limit")
    }));
    policies(draft, survey, faults);
}

/// The limits that a story sets itself and that were not judged, for too little was walked, by their names in `style.ron`.
pub fn unmeasured(story: &Story, survey: &Survey) -> Vec<&'static str> {
    let (limits, random) = (&story.style.explore, &survey.random);
    let few = random.walks < LEAST_WALKS;
    let short = |(policy, tally): &(Policy, Tally)| matches!(policy, Policy::Row(_)) && tally.walks < LEAST_WALKS;
    let all = [
        ("ending_share", limits.ending_share.is_some() && few),
        ("new_words", limits.new_words.is_some() && (few || random.new_words.total() == 0)),
        (
            "new_words_contrasting",
            limits.new_words_contrasting.is_some() && (few || random.new_words_contrasting.total() == 0),
        ),
        ("words_read", limits.words_read.is_some() && (few || random.share_read.total() == 0)),
        ("words_between", limits.words_between.is_some() && (few || random.between.total() == 0)),
        ("not_read", limits.not_read.is_some() && few),
        ("policy_endings", limits.policy_endings.is_some() && survey.policies.iter().any(short)),
    ];
    all.into_iter().filter_map(|(name, open)| open.then_some(name)).collect()
}

/// That every row of `policies.ron` comes to enough endings.
fn policies(draft: &Draft<'_>, survey: &Survey, faults: &mut Vec<Diagnostic>) {
    let story = &draft.story;
    let Some(least) = story.style.explore.policy_endings else { return };
    for (policy, tally) in &survey.policies {
        let Policy::Row(row) = policy else { continue };
        let met = tally.endings();
        if tally.walks >= LEAST_WALKS && met < least as usize {
            let name = policy.name(story);
            let message = format!("`{name}` comes to {met} of the endings, where {least} is the least");
            let span = draft.row_span(Table::Policies, *row, &[At::Field("id")]);
            faults.push(
                Diagnostic::new(Code::LimitBroken, span, message)
                    .label("this policy")
                    .help("`policy_endings` in `style.ron` sets the limit; give this way to play more to come to"),
            );
        }
    }
}

/// The place of a field of `explore` in `style.ron`.
fn place(draft: &Draft<'_>, field: &str) -> Span {
    let Some((n, file)) = draft.files().iter().enumerate().find(|(_, file)| file.name == "style.ron") else {
        return Span::whole_file(FileId::NONE);
    };
    let id = FileId(u16::try_from(n).unwrap_or(u16::MAX));
    let value = |within: std::ops::Range<usize>, name: &str| {
        let all = entries(&file.text, within);
        all.into_iter().find(|(key, _)| key.as_ref().is_some_and(|key| &file.text[key.clone()] == name))
    };
    let found = value(0..file.text.len(), "explore").and_then(|(_, within)| value(within, field));
    found.map_or(Span::whole_file(id), |(_, at)| Span::new(id, at))
}
