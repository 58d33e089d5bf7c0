//! The shape of a story: its passages, and the ways between them.
//!
//! It holds what a drawing shows, of the whole story or of a part. It must not know how anything is drawn.

use std::collections::BTreeSet;

use super::{Coverage, hinge};
use crate::story::{ChapterId, Choice, ChoiceId, Cond, Outcome, PassageId, Story};

/// Passages and ways, or those of a part of the story.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The story's title.
    pub title: String,
    /// The chapters that have passages here, in the story's order; the endings come last.
    pub groups: Vec<Group>,
    /// The passages, in the story's order.
    pub nodes: Vec<Node>,
    /// The ways between them, in the story's order.
    pub ways: Vec<Way>,
}

/// A chapter, or the endings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: String,
    /// The file its passages stand in.
    pub file: String,
}

/// A passage.
#[derive(Debug, Clone)]
pub struct Node {
    /// Which one it is.
    pub passage: PassageId,
    /// Its name.
    pub id: String,
    /// Its chapter: an index in `Shape::groups`.
    pub group: usize,
    /// What is to be seen of it at once.
    pub marks: BTreeSet<Mark>,
    /// A few words on it: when, where, how it begins.
    pub about: String,
    /// Its choices, or its one way on, in the author's order.
    pub choices: Vec<Exit>,
    /// Whether it stands here only as a neighbour of what was asked for.
    pub outside: bool,
    /// Whether ways lead to it that are not drawn.
    pub more_before: bool,
}

/// A choice, as the place where ways leave a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Its name within the passage.
    pub id: String,
    /// The reader's words; none for a way on.
    pub label: Option<String>,
    /// Whether it is not always there or not always open.
    pub sometimes: bool,
    /// Whether no run has taken it; never without a coverage report.
    pub uncovered: bool,
    /// Whether it leads to passages that are not drawn.
    pub more_behind: bool,
}

/// What is to be seen of a passage at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The story begins here.
    Start,
    /// The story ends here.
    Ending,
    /// The story parts here; `hinge` says when it does.
    Hinge,
    /// No way leads here from the start.
    Unreachable,
    /// No run has come here.
    Uncovered,
}

impl Mark {
    /// The words for it in a drawing.
    pub fn words(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Ending => "ending",
            Self::Hinge => "hinge",
            Self::Unreachable => "nothing leads here",
            Self::Uncovered => "no run came here",
        }
    }
}

/// What kind of way it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The one way on of a passage without choices.
    On,
    /// A choice.
    Choice,
    /// A choice, or a way on, that leads here only under a condition.
    If,
    /// A risk that went well.
    Well,
    /// A risk that went ill.
    Ill,
}

/// A way from one passage to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// From where: an index in `Shape::nodes`.
    pub from: usize,
    /// By which of its choices: an index in `Node::choices`.
    pub exit: usize,
    /// To where: an index in `Shape::nodes`.
    pub to: usize,
    /// What kind of way.
    pub kind: Kind,
    /// The condition in an author's words, where there is one.
    pub when: Option<String>,
}

/// A way of the story itself, before any part is cut out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The choice that leads.
    pub choice: ChoiceId,
    /// Where to.
    pub to: PassageId,
    /// What kind of way.
    pub kind: Kind,
    /// The condition in an author's words, where there is one.
    pub when: Option<String>,
}

/// The ways out of a passage, in the author's order.
pub fn leads(story: &Story, passage: PassageId) -> Vec<Lead> {
    let mut out = Vec::new();
    for id in story.choices_of(passage) {
        let choice = story.choice(id);
        let mut add = |outcome: &Outcome, kind: Kind| {
            let several = outcome.arms.len() > 1;
            let kind = if several && matches!(kind, Kind::On | Kind::Choice) { Kind::If } else { kind };
            for arm in &outcome.arms {
                let when = match &arm.when {
                    _ if choice.instead => Some("instead of it".to_owned()),
                    _ if !several => None,
                    Cond::Always => Some("otherwise".to_owned()),
                    cond => Some(format!("if {}", story.cond_words(cond))),
                };
                out.push(Lead { choice: id, to: arm.to, kind, when });
            }
        };
        match &choice.risk {
            Some(risk) => {
                add(&risk.well, Kind::Well);
                add(&risk.ill, Kind::Ill);
            }
            None => add(&choice.outcome, if choice.label.is_some() { Kind::Choice } else { Kind::On }),
        }
    }
    out
}

/// The passages that a passage's ways lead to, by index, for all passages.
pub(super) fn next(story: &Story) -> Vec<Vec<usize>> {
    let to = |at: usize| leads(story, PassageId(at as u32)).into_iter().map(|lead| lead.to.index());
    (0..story.passages.len()).map(|at| to(at).collect::<BTreeSet<_>>().into_iter().collect()).collect()
}

/// The other way round: the passages that lead to each.
pub(super) fn before(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); next.len()];
    for (from, to) in next.iter().enumerate() {
        to.iter().for_each(|to| before[*to].push(from));
    }
    before
}

/// All that `ways` lead to from one place in at most `steps`.
pub(super) fn within(ways: &[Vec<usize>], from: usize, steps: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::from([from]);
    let mut edge = vec![from];
    for _ in 0..steps {
        edge = edge.iter().flat_map(|at| ways[*at].iter().copied()).filter(|to| seen.insert(*to)).collect();
        if edge.is_empty() {
            break;
        }
    }
    seen
}

/// Which part of a story is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A chapter, and its neighbours outside.
    Chapter(ChapterId),
    /// The passages that lead to this one in so many steps, and those it leads to.
    Around(PassageId, usize),
}

impl Shape {
    /// The shape of a story, or of a part; with a report of what runs have met, what none has met is marked.
    pub fn of(story: &Story, part: Part, coverage: Option<&Coverage>) -> Self {
        let next = next(story);
        let (inside, outside) = chosen(story, part, &next);
        let shown: Vec<usize> = inside.union(&outside).copied().collect();
        let number = |at: usize| shown.binary_search(&at).ok();
        let reached = within(&next, story.start.index(), usize::MAX);
        let hinges = hinge::hinges(&next, story.start.index(), &|at| story.passages[at].ending.is_some());
        let mut groups: Vec<Group> = Vec::new();
        let mut shape = Self { title: story.title.clone(), groups: Vec::new(), nodes: Vec::new(), ways: Vec::new() };
        // Endings have no chapter and stand behind all that do.
        let mut order: Vec<Option<ChapterId>> = shown.iter().map(|at| story.passages[*at].chapter).collect();
        order.sort_by_key(|chapter| (chapter.is_none(), *chapter));
        order.dedup();
        groups.extend(order.iter().map(|chapter| group(story, *chapter)));
        for at in &shown {
            let passage = PassageId(*at as u32);
            let row = story.passage(passage);
            let id = story.passage_id(passage);
            let marks = [
                (Mark::Start, passage == story.start),
                (Mark::Ending, row.ending.is_some()),
                (Mark::Hinge, hinges.contains(at)),
                (Mark::Unreachable, !reached.contains(at)),
                (Mark::Uncovered, coverage.is_some_and(|coverage| !coverage.has_passage(id))),
            ];
            let from = shape.nodes.len();
            let ghost = outside.contains(at);
            let mut node = Node {
                passage,
                id: id.to_owned(),
                group: order.iter().position(|chapter| *chapter == row.chapter).unwrap_or(0),
                marks: marks.into_iter().filter(|(_, holds)| *holds).map(|(mark, _)| mark).collect(),
                about: about(story, passage),
                choices: Vec::new(),
                outside: ghost,
                more_before: false,
            };
            let first = row.choices.start;
            for choice in story.choices_of(passage) {
                node.choices.push(exit(story, story.choice(choice), id, coverage));
            }
            for lead in leads(story, passage) {
                let exit = (lead.choice.0 - first) as usize;
                match number(lead.to.index()) {
                    // Between two neighbours nothing is drawn: neither is what was asked for.
                    Some(to) if !(ghost && outside.contains(&lead.to.index())) => {
                        let way = Way { from, exit, to, kind: lead.kind, when: lead.when };
                        if !shape.ways.contains_last(&way) {
                            shape.ways.push(way);
                        }
                    }
                    _ => node.choices[exit].more_behind = true,
                }
            }
            shape.nodes.push(node);
        }
        for (from, to) in next.iter().enumerate() {
            for to in to.iter().filter_map(|to| number(*to)) {
                shape.nodes[to].more_before |= number(from).is_none();
            }
        }
        shape.groups = groups;
        shape
    }

    /// Whether a mark stands anywhere.
    pub fn has(&self, mark: Mark) -> bool {
        self.nodes.iter().any(|node| node.marks.contains(&mark))
    }
}

/// Two arms of one choice may lead to the same passage in the same way; one line says it.
trait ContainsLast {
    fn contains_last(&self, way: &Way) -> bool;
}

impl ContainsLast for Vec<Way> {
    fn contains_last(&self, way: &Way) -> bool {
        let same = |other: &&Way| (other.from, other.exit) == (way.from, way.exit);
        self.iter().rev().take_while(same).any(|other| other == way)
    }
}

/// The passages asked for, and their neighbours.
fn chosen(story: &Story, part: Part, next: &[Vec<usize>]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    match part {
        Part::Whole => ((0..next.len()).collect(), BTreeSet::new()),
        Part::Around(passage, steps) => {
            let mut inside = within(next, passage.index(), steps);
            inside.extend(within(&before(next), passage.index(), steps));
            (inside, BTreeSet::new())
        }
        Part::Chapter(chapter) => {
            let own = |at: &usize| story.passages[*at].chapter == Some(chapter);
            let inside: BTreeSet<usize> = (0..next.len()).filter(own).collect();
            let before = before(next);
            let near = inside.iter().flat_map(|at| next[*at].iter().chain(&before[*at]).copied());
            let outside = near.filter(|at| !inside.contains(at)).collect();
            (inside, outside)
        }
    }
}

fn group(story: &Story, chapter: Option<ChapterId>) -> Group {
    match chapter.map(|id| &story.chapters[id.index()]) {
        Some(chapter) => Group {
            title: story.str(chapter.title).to_owned(),
            file: format!("chapters/{}.ron", story.str(chapter.file)),
        },
        None => Group { title: "Endings".to_owned(), file: "endings.ron".to_owned() },
    }
}

fn exit(story: &Story, choice: &Choice, passage: &str, coverage: Option<&Coverage>) -> Exit {
    let id = story.str(choice.id);
    Exit {
        id: id.to_owned(),
        label: choice.label.map(|label| story.str(label).to_owned()),
        sometimes: choice.when != Cond::Always || choice.locked.is_some(),
        uncovered: coverage.is_some_and(|coverage| !coverage.has_choice(passage, id)),
        more_behind: false,
    }
}

/// When, where, and what an ending is called.
fn about(story: &Story, passage: PassageId) -> String {
    let row = story.passage(passage);
    let place = story.places.get(row.place.index()).map_or("", |place| story.str(place.name));
    let date = row.date;
    let mut words = format!("{:04}-{:02}-{:02}, {place}", date.year, date.month, date.day);
    if let Some(hour) = row.hour {
        words = format!("{words}, {}", story.str(hour));
    }
    if let Some(ending) = row.ending.and_then(|id| story.endings.get(id.index())) {
        words = format!("{}. {words}", story.str(ending.title));
    }
    words
}
