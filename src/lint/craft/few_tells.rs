//! K159: a band has too few tells. It must not know what a tell says.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, MeterPart};

/// A band has too few tells.
pub const LINT: Lint = Lint { code: Code::FewTells, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, style) = (context.story, &context.story.style.tells);
    for meter in &story.meters {
        for (n, band) in meter.bands.iter().enumerate() {
            let id = story.str(band.id);
            let own = style.bands.0.iter().find(|(name, _)| name == id).map(|(_, least)| *least);
            let Some(least) = own.or(style.each) else { continue };
            let here = (meter.slot(MeterPart::Band), n as i16);
            let tells = story.tells.iter().filter(|tell| tell.band == here).count();
            if tells >= least as usize {
                continue;
            }
            let field = if own.is_some() { "bands" } else { "each" };
            let (span, limits) = context.limit(&["tells", field]);
            let path =
                [At::Field("meters"), At::Field(story.str(meter.id)), At::Field("bands"), At::Row(n), At::Field("id")];
            let message = format!("band `{id}` has {}", counted(tells, "tell"));
            faults.push(
                Diagnostic::new(Code::FewTells, context.draft.story_span(&path), message)
                    .label("too few")
                    .help(format!("at least {least} are wanted in `tells.ron`: none comes twice in a playthrough, and then the band is silent"))
                    .also(span, limits),
            );
        }
    }
}
