//! Where the condition of a site is written. It must not know what is said of it.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::explore::site::Site;
use crate::story::{At, Draft, Mark, Piece, Table, TellId, Way, pieces};

/// The most conditions of one text whose places are looked for: each look goes through the text.
const MOST_LOOKS: usize = 100;

/// Finds the places of sites. Sites of one text are best asked for one behind the other.
#[derive(Debug)]
pub struct Places<'d> {
    draft: &'d Draft<'d>,
    /// The tags of the text last asked about, and how often it was.
    last: Option<(Text, Tags, usize)>,
}

/// A text in which conditions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Passage(u32),
    Tell(u16),
}

/// A condition in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tag {
    /// The bytes of the condition.
    at: Range<usize>,
    /// Whether it is asked only when those before it did not hold.
    elif: bool,
}

type Tags = Vec<Tag>;

impl<'d> Places<'d> {
    /// For the conditions of a story.
    pub fn new(draft: &'d Draft<'d>) -> Self {
        Self { draft, last: None }
    }

    /// The place of a condition; none for those of a text that has more than anybody will mend.
    pub fn span(&mut self, site: Site) -> Option<Span> {
        let (draft, story) = (self.draft, &self.draft.story);
        let choice = |id, path: &[At<'_>]| draft.choice_span(id, path);
        let when = At::Field("when");
        Some(match site {
            Site::Text(..) | Site::TellText(..) => return self.in_text(site),
            Site::When(id) => choice(id, &[when]),
            Site::Locked(id) => choice(id, &[At::Field("locked"), At::Field("by")]),
            Site::Shift(id, n) => choice(id, &[At::Field("risk"), At::Field("shift"), At::Row(n.into()), At::Row(0)]),
            Site::Arm(id, way, n) => {
                let arm = [At::Row(n.into()), when];
                let to = At::Field("to");
                match (way, story.choice(id).label) {
                    // The way on of a passage without choices is the list itself.
                    (Way::Sure, None) => choice(id, &arm),
                    (Way::Sure, Some(_)) => choice(id, &[&[to], &arm[..]].concat()),
                    (Way::Well, _) => choice(id, &[&[At::Field("risk"), At::Field("well"), to], &arm[..]].concat()),
                    (Way::Ill, _) => choice(id, &[&[At::Field("risk"), At::Field("ill"), to], &arm[..]].concat()),
                }
            }
            Site::Cause(ending, n) => {
                let passage = story.endings[ending.index()].passage;
                draft.passage_span(passage, &[At::Field("causes"), At::Row(n.into()), when])
            }
            Site::Rule(n) => draft.story_span(&[At::Field("rules"), At::Row(n.into()), when]),
            Site::Needs(meter, band) => {
                let name = story.str(story.meters[meter.index()].id);
                let path = [
                    At::Field("meters"),
                    At::Field(name),
                    At::Field("bands"),
                    At::Row(band.into()),
                    At::Field("needs"),
                ];
                draft.story_span(&path)
            }
            Site::Tell(tell) => draft.row_span(Table::Tells, tell.index(), &[when]),
        })
    }

    /// Whether a condition stands in an `{elif}`.
    pub fn is_elif(&mut self, site: Site) -> bool {
        self.tag(site).is_some_and(|tag| tag.elif)
    }

    fn in_text(&mut self, site: Site) -> Option<Span> {
        let tag = self.tag(site)?;
        let (.., looks) = self.last.as_mut()?;
        *looks += 1;
        if *looks > MOST_LOOKS {
            return None;
        }
        Some(match site {
            Site::TellText(tell, _) => {
                let whole = self.draft.row_span(Table::Tells, tell.index(), &[At::Field("text")]);
                self.draft.part(whole, tag.at, self.tell(tell)?)
            }
            Site::Text(passage, _) => self.draft.text_span(passage, tag.at),
            _ => return None,
        })
    }

    fn tell(&self, tell: TellId) -> Option<&'d str> {
        self.draft.written_tells().nth(tell.index()).map(|tell| tell.text.as_str())
    }

    /// The tag of a condition in a text. A text's conditions are numbered in its order.
    fn tag(&mut self, site: Site) -> Option<Tag> {
        let story = &self.draft.story;
        let (text, cond, marks) = match site {
            Site::Text(passage, cond) => (Text::Passage(passage.0), cond, &story.passage(passage).marks),
            Site::TellText(tell, cond) => (Text::Tell(tell.0), cond, &story.tells[tell.index()].marks),
            _ => return None,
        };
        if self.last.as_ref().is_none_or(|(last, ..)| *last != text) {
            let written = match site {
                Site::Text(passage, _) => self.draft.text(passage),
                Site::TellText(tell, _) => self.tell(tell)?,
                _ => return None,
            };
            self.last = Some((text, tags(written), 0));
        }
        let first = story.marks.get(marks.start as usize..marks.end as usize)?.iter().find_map(|mark| match mark {
            Mark::Unless { cond, .. } => Some(*cond),
            _ => None,
        })?;
        let (_, tags, _) = self.last.as_ref()?;
        tags.get(cond.index() - first.index()).cloned()
    }
}

fn tags(text: &str) -> Tags {
    let (pieces, _) = pieces(text);
    let tag = |piece| match piece {
        Piece::If(_, at, _) => Some(Tag { at, elif: false }),
        Piece::Elif(_, at, _) => Some(Tag { at, elif: true }),
        _ => None,
    };
    pieces.into_iter().filter_map(tag).collect()
}
