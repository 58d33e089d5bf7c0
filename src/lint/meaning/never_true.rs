//! K103: a condition can never hold where it is asked.
//!
//! Of one that asks for what nothing in the story ever sets, the declaration is told (K106, K107); where nobody comes, or
//! no choice can be taken, that is (K100, K101).

use super::dead_end::is_dead_end;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::site::{Site, sites};
use crate::lint::place::Places;
use crate::lint::{Context, Lint};

/// A condition can never hold.
pub const LINT: Lint = Lint { code: Code::NeverTrue, run };

/// Whether a condition is worth a word: it is asked, and not one that is decided by what is told elsewhere.
pub(super) fn is_asked(context: &Context<'_>, site: Site) -> bool {
    let (story, sure) = (context.story, context.sure());
    let (yes, no) = sure.outcomes(site);
    let shut = site.passage(story).is_some_and(|at| is_dead_end(story, sure, at));
    (yes || no) && !shut && !context.usage().asks_in_vain(site.cond(story))
}

/// Why conditions come out as they do. For those that are asked on every page that takes a while, so it is said of a few.
#[derive(Default)]
pub(super) struct Reasons(usize);

/// Of how many rules, bands and tells it is said.
const MOST_REASONS: usize = 10;

impl Reasons {
    /// A colon and the reason, or nothing.
    pub(super) fn give(&mut self, context: &Context<'_>, site: Site, wanted: bool) -> String {
        self.0 += usize::from(site.passage(context.story).is_none());
        if self.0 > MOST_REASONS && site.passage(context.story).is_none() {
            return String::new();
        }
        context.sure().site(site, wanted).map(|reason| format!(": {reason}")).unwrap_or_default()
    }
}

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, sure) = (context.story, context.sure());
    let (mut places, mut reasons) = (Places::new(context.draft), Reasons::default());
    for site in sites(story) {
        if sure.outcomes(site).0 || !is_asked(context, site) {
            continue;
        }
        let Some(span) = places.span(site) else { continue };
        let reason = reasons.give(context, site, true);
        let why = match site {
            Site::Text(..) | Site::TellText(..) => "its words are never shown",
            Site::When(_) => "the choice is never there",
            Site::Locked(_) => "the choice is never locked",
            Site::Shift(..) => "the odds are never moved by it",
            Site::Arm(..) => "the choice never leads there",
            Site::Cause(..) => "the cause is never told",
            Site::Rule(_) => "it never happens",
            Site::Needs(..) => "the band is never entered",
            Site::Tell(_) => "the tell is never shown",
        };
        let message = format!("{} never holds, so {why}{reason}", site.name(story));
        faults.push(
            Diagnostic::new(Code::NeverTrue, span, message)
                .label("never so here")
                .help("ask for something that can be so, or delete this and what hangs on it"),
        );
    }
}
