//! From a survey to a report: numbers get names. It must not know how they are set.

use std::collections::BTreeMap;

use super::Again;
use super::Asserted;
use super::Best;
use super::ChoiceRow;
use super::Count;
use super::Covered;
use super::Ended;
use super::Known;
use super::Lengths;
use super::NotRead;
use super::OneWay;
use super::PassageRow;
use super::Played;
use super::Range;
use super::Reacted;
use super::Report;
use super::Route;
use super::Searched;
use super::Spot;
use super::Stood;
use crate::explore::aside::aside;
use crate::explore::fault::dead_ends;
use crate::explore::fault::only_departures;
use crate::explore::limit::unmeasured;
use crate::explore::policy::Policy;
use crate::explore::reaction::Reaction;
use crate::explore::run::Run;
use crate::explore::search::Cut;
use crate::explore::search::Found;
use crate::explore::search::Goal;
use crate::explore::spread::Spread;
use crate::explore::spread::per_mille;
use crate::explore::standing::Standing;
use crate::explore::survey::Survey;
use crate::explore::tally::Longest;
use crate::explore::tally::Tally;
use crate::explore::verdict::Outcome;
use crate::explore::verdict::Verdict;
use crate::explore::walk::End;
use crate::explore::wording::written;
use crate::story::ChoiceId;
use crate::story::MeterId;
use crate::story::PassageId;
use crate::story::Story;

/// Words that are read in a minute.
const WORDS_A_MINUTE: u32 = 200;

impl Report {
    /// The report of a survey.
    pub fn of(story: &Story, survey: &Survey, verdicts: &[Verdict]) -> Self {
        let random = &survey.random;
        Self {
            story: story.id.clone(),
            title: story.title.clone(),
            edition: story.edition.clone(),
            fingerprint: format!("{:016x}", story.fingerprint),
            seed: survey.scope.seed,
            walks: random.walks,
            other_walks: survey.policies.iter().map(|(_, tally)| tally.walks).sum(),
            stopped: survey.stopped,
            search: survey.found.as_ref().map(|found| searched(story, found)),
            known: known(survey),
            aside: aside(story).into_iter().map(|id| story.passage_id(id).to_owned()).collect(),
            one_way: one_way(story, survey),
            dead_ends: spots(story, dead_ends(survey)),
            only_departures: spots(story, only_departures(survey)),
            unknown_dead_ends: (survey.standings.dead_ends.iter().zip(&story.passages))
                .filter(|(standing, _)| survey.found.is_some() && **standing == Standing::Unknown)
                .map(|(_, passage)| story.str(passage.id).to_owned())
                .collect(),
            unmeasured: unmeasured(story, survey),
            assertions: verdicts.iter().map(|verdict| asserted(story, verdict)).collect(),
            endings: endings(story, survey),
            coverage: coverage(story, survey),
            passages: passages(story, survey),
            choices: choices(story, survey),
            never_taken: (0..story.choices.len())
                .filter(|n| random.taken[*n] == 0 && random.open[*n] > 0)
                .map(|n| story.choice_path(ChoiceId(n as u32)))
                .collect(),
            meters: meters(story, random),
            lengths: lengths(story, random),
            reactions: reactions(story, survey),
            again: Again {
                written: written(story),
                read: Range::of(&random.share_read),
                new_words: Range::of(&random.new_words),
                new_words_contrasting: Range::of(&random.new_words_contrasting),
            },
            best: best(story, random),
            policies: policies(story, survey),
        }
    }
}

fn searched(story: &Story, found: &Found) -> Searched {
    let count = |all: usize, goal: &dyn Fn(u32) -> Goal| (0..all).filter(|n| found.reached(goal(*n as u32))).count();
    Searched {
        exhaustive: found.exhaustive,
        cut: found.cut.map(|cut| match cut {
            Cut::States => "states",
            Cut::Memory => "memory",
            Cut::Stopped => "time",
        }),
        states: found.states,
        turns: found.transitions,
        depth: found.depth,
        searches: found.searches,
        passages: count(story.passages.len(), &|n| Goal::Passage(PassageId(n))),
        choices: count(story.choices.len(), &|n| Goal::Choice(ChoiceId(n))),
    }
}

fn known(survey: &Survey) -> Vec<Known> {
    if survey.found.is_none() {
        return Vec::new();
    }
    let all = &survey.standings;
    let of = |what, standings: &mut dyn Iterator<Item = &Standing>| {
        let mut known = Known { what, reached: 0, impossible: 0, unknown: 0 };
        for standing in standings {
            match standing {
                Standing::Reached => known.reached += 1,
                Standing::Impossible(_) => known.impossible += 1,
                Standing::Unknown => known.unknown += 1,
            }
        }
        known
    };
    vec![
        of("passages", &mut all.passages.iter()),
        of("choices", &mut all.choices.iter()),
        of("conditions, true", &mut all.sites.iter().map(|(_, [yes, _])| yes)),
        of("conditions, false", &mut all.sites.iter().map(|(_, [_, no])| no)),
        of("tells", &mut all.tells.iter()),
        of("dead ends", &mut all.dead_ends.iter()),
    ]
}

/// A standing as it is written, with its reason.
fn standing(standing: Option<&Standing>) -> (&'static str, Option<String>) {
    match standing {
        Some(Standing::Reached) => ("reached", None),
        Some(Standing::Impossible(why)) => ("impossible", why.clone()),
        Some(Standing::Unknown) | None => ("unknown", None),
    }
}

fn one_way(story: &Story, survey: &Survey) -> Vec<OneWay> {
    if survey.found.is_none() {
        return Vec::new();
    }
    let answers = survey.standings.sites.iter().flat_map(|(site, [yes, no])| [(site, true, yes), (site, false, no)]);
    let rows = answers.filter(|(.., known)| **known != Standing::Reached).map(|(site, answer, known)| {
        let (standing, reason) = standing(Some(known));
        OneWay { site: site.name(story), answer, standing, reason }
    });
    rows.collect()
}

fn spots(story: &Story, runs: BTreeMap<PassageId, Run>) -> Vec<Spot> {
    let spot = |(at, run): (PassageId, Run)| Spot {
        length: run.steps.len() as u32,
        passage: story.passage_id(at).to_owned(),
        run: Route::of(story, &run),
    };
    runs.into_iter().map(spot).collect()
}

fn asserted(story: &Story, verdict: &Verdict) -> Asserted {
    let assertion = &story.assertions[verdict.index];
    Asserted {
        id: story.str(assertion.id).to_owned(),
        that: story.str(assertion.text).to_owned(),
        why: assertion.why.map(|why| story.str(why).to_owned()),
        outcome: match verdict.outcome {
            Outcome::Holds => "holds",
            Outcome::Held => "held",
            Outcome::Fails => "fails",
            Outcome::NotShown => "not shown",
        },
        walks: verdict.walks,
        share_per_mille: verdict.share,
        run: verdict.run.as_ref().map(|run| Route::of(story, run)),
    }
}

fn endings(story: &Story, survey: &Survey) -> Vec<Ended> {
    let random = &survey.random;
    let shortest = survey.ends(End::Ending);
    let all = story.endings.iter().map(|ending| {
        let at = ending.passage;
        let met = shortest.iter().find(|(known, ..)| *known == at).map(|(.., met)| met);
        Ended {
            id: story.passage_id(at).to_owned(),
            title: story.str(ending.title).to_owned(),
            walks: random.ended(at),
            per_mille: per_mille(random.ended(at), random.walks),
            policies: survey
                .policies
                .iter()
                .map(|(policy, tally)| (policy.name(story).to_owned(), tally.ended(at)))
                .collect(),
            run: match survey.run_to(Goal::Passage(at)) {
                // A search that was cut short may have gone a longer way than a walk.
                Some(run)
                    if survey.is_exhaustive()
                        || met.is_none_or(|met| run.steps.len() <= met.sample.run.steps.len()) =>
                {
                    Some(Route::of(story, &run))
                }
                _ => met.map(|met| Route::with_seed(story, &met.sample.run, met.sample.seed)),
            },
        }
    });
    all.collect()
}

fn coverage(story: &Story, survey: &Survey) -> Vec<Covered> {
    let count = |what, of: fn(&Tally) -> &[u64], also: &dyn Fn(usize) -> bool, name: &dyn Fn(usize) -> String| {
        let all = of(&survey.random).len();
        let met = |n: usize| survey.tallies().any(|tally| of(tally)[n] > 0) || also(n);
        let missing: Vec<String> = (0..all).filter(|n| !met(*n)).map(name).collect();
        Covered { what, met: all - missing.len(), all, missing }
    };
    vec![
        count("passages", |tally| &tally.passages, &|n| survey.reached(PassageId(n as u32)), &|n| {
            story.str(story.passages[n].id).to_owned()
        }),
        count("choices", |tally| &tally.taken, &|n| survey.took(ChoiceId(n as u32)), &|n| {
            story.choice_path(ChoiceId(n as u32))
        }),
        count("tells", |tally| &tally.tells, &|_| false, &|n| story.str(story.tells[n].id).to_owned()),
    ]
}

fn passages(story: &Story, survey: &Survey) -> Vec<PassageRow> {
    let rows = story.passages.iter().enumerate().map(|(n, passage)| {
        let reached = survey.reached(PassageId(n as u32));
        let (standing, reason) = standing(survey.standings.passages.get(n));
        let id = story.str(passage.id).to_owned();
        PassageRow { id, reached, standing, reason, walks: survey.random.passages[n] }
    });
    rows.collect()
}

fn choices(story: &Story, survey: &Survey) -> Vec<ChoiceRow> {
    let rows = (0..story.choices.len()).map(|n| {
        let id = ChoiceId(n as u32);
        let (standing, reason) = standing(survey.standings.choices.get(n));
        let (open, taken) = (survey.random.open[n], survey.random.taken[n]);
        ChoiceRow { id: story.choice_path(id), reached: survey.took(id), standing, reason, open, taken }
    });
    rows.collect()
}

fn meters(story: &Story, tally: &Tally) -> Vec<Stood> {
    let chapters = (0..story.chapters.len()).map(|n| Some(crate::story::ChapterId(n as u16))).chain([None]);
    let keys = chapters.flat_map(|chapter| (0..story.meters.len()).map(move |n| (chapter, MeterId(n as u8))));
    let stood = keys.filter_map(|(chapter, id)| {
        let standing = tally.meters.get(&(chapter, id))?;
        let meter = &story.meters[id.index()];
        let bands = meter.bands.iter().zip(&standing.bands);
        let mut tens = vec![0; 10];
        standing.values.counts().for_each(|(value, count)| tens[(value as usize / 10).min(9)] += count);
        Some(Stood {
            chapter: chapter.map(|chapter| story.str(story.chapters[chapter.index()].title).to_owned()),
            meter: story.str(meter.word).to_owned(),
            walks: standing.values.total(),
            bands: bands.map(|(band, count)| Count { name: story.str(band.word).to_owned(), count: *count }).collect(),
            tens,
        })
    });
    stood.collect()
}

fn lengths(story: &Story, tally: &Tally) -> Lengths {
    let mut minutes = Spread::default();
    for (words, count) in tally.words.counts() {
        minutes.add_many((words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE, count);
    }
    let spot = |longest: &Option<Longest>| {
        longest.as_ref().map(|longest| Spot {
            length: longest.length,
            passage: story.passage_id(longest.at).to_owned(),
            run: Route::with_seed(story, &longest.sample.run, longest.sample.seed),
        })
    };
    Lengths {
        words: Range::of(&tally.words),
        minutes: Range::of(&minutes),
        pages: Range::of(&tally.pages),
        decisions: Range::of(&tally.decisions),
        chances: Range::of(&tally.dice),
        between: Range::of(&tally.between),
        most_between: spot(&tally.longest_between),
        forced: Range::of(&tally.forced),
        most_forced: spot(&tally.longest_forced),
        tells_repeated: tally.tells_repeated,
    }
}

fn reactions(story: &Story, survey: &Survey) -> Reacted {
    let mut read = Reacted { choices: 0, next: 0, soon: 0, later: 0, not_always: Vec::new() };
    for (n, row) in survey.reactions.iter().enumerate().filter(|(_, row)| row.looks() > 0) {
        read.choices += 1;
        let name = |id| story.choice_path(id);
        match row {
            Reaction { never: 1.., beside: Some(beside), .. } => read.not_always.push(NotRead {
                choice: name(ChoiceId(n as u32)),
                beside: name(*beside),
                never: row.never,
                looks: row.looks(),
            }),
            Reaction { later: 1.., .. } => read.later += 1,
            Reaction { soon: 1.., .. } => read.soon += 1,
            _ => read.next += 1,
        }
    }
    read
}

fn best(story: &Story, tally: &Tally) -> Vec<Best> {
    let all = story.meters.iter().enumerate().map(|(n, meter)| {
        let several = story.goods.len();
        let mut pages = vec![0u64; several + 2];
        for ((_, id), counts) in &tally.best {
            // Of equals the first, so that the same walks always give the same.
            let most = counts.iter().enumerate().max_by_key(|(row, count)| (**count, std::cmp::Reverse(*row)));
            if let Some((row, _)) = most.filter(|_| id.index() == n) {
                pages[row] += 1;
            }
        }
        let goods = story.goods.iter().zip(&pages);
        Best {
            meter: story.str(meter.word).to_owned(),
            pages: pages.iter().sum(),
            goods: goods.map(|(good, count)| Count { name: story.str(*good).to_owned(), count: *count }).collect(),
            several: pages[several],
            none: pages[several + 1],
        }
    });
    all.filter(|best| best.pages > 0).collect()
}

fn policies(story: &Story, survey: &Survey) -> Vec<Played> {
    let all = std::iter::once((Policy::Random, &survey.random));
    let all = all.chain(survey.policies.iter().map(|(policy, tally)| (*policy, tally)));
    let played = all.map(|(policy, tally)| {
        let mut endings: Vec<Count> = story
            .endings
            .iter()
            .map(|ending| Count {
                name: story.passage_id(ending.passage).to_owned(),
                count: tally.ended(ending.passage),
            })
            .filter(|count| count.count > 0)
            .collect();
        endings.sort_by_key(|count| std::cmp::Reverse(count.count));
        let meters = story.meters.iter().enumerate().filter_map(|(n, meter)| {
            let standing = tally.meters.get(&(None, MeterId(n as u8)))?;
            let count = u64::from(standing.values.percentile(50));
            Some(Count { name: story.str(meter.word).to_owned(), count })
        });
        let ended: u64 = tally.ends.iter().filter(|((end, _), _)| *end == End::Ending).map(|(_, met)| met.times).sum();
        let tenths = |count: &u64| (20 * count + ended).checked_div(2 * ended).unwrap_or(0);
        let ledger = story.ledger_states.iter().zip(&tally.ledger);
        Played {
            policy: policy.name(story).to_owned(),
            walks: tally.walks,
            endings,
            meters: meters.collect(),
            ledger_tenths: ledger
                .map(|(state, count)| Count { name: story.str(*state).to_owned(), count: tenths(count) })
                .collect(),
        }
    });
    played.collect()
}
