//! K118, for tells: no page can ever show one. Of a tell whose `when` never holds where it is asked K103 speaks.

use crate::diagnostic::{Code, Diagnostic};
use crate::explore::site::Site;
use crate::lint::{Context, Lint};
use crate::story::{At, MeterPart, Slot, Table, TellId};

/// A tell is never shown.
pub const LINT: Lint = Lint { code: Code::UnusedRow, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, sure, usage) = (context.story, context.sure(), context.usage());
    // Where a band waits for what is never set, that has been told (K106, K107).
    let waits_in_vain = |(slot, band): (Slot, i16)| {
        let meter = story.meters.iter().find(|meter| meter.slot(MeterPart::Band) == slot);
        let bands = meter.map_or(&[][..], |meter| &meter.bands);
        bands.iter().take(usize::try_from(band).unwrap_or(0) + 1).any(|band| usage.asks_in_vain(&band.needs))
    };
    for (n, tell) in story.tells.iter().enumerate() {
        let id = TellId(n as u16);
        let told = sure.outcomes(Site::Tell(id)) == (false, true) || usage.asks_in_vain(&tell.when);
        if sure.tell(id) || told || waits_in_vain(tell.band) {
            continue;
        }
        let name = story.str(tell.id);
        let message = format!(
            "no page can show the tell `{name}`: none with `{{tell}}` has its band, its place and its person together"
        );
        let span = context.draft.row_span(Table::Tells, n, &[At::Field("id")]);
        faults.push(
            Diagnostic::new(Code::UnusedRow, span, message)
                .label("never used")
                .help("set another place or person, write `{tell}` on a page that has them, or delete the row"),
        );
    }
}
