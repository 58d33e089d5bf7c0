//! K116: a place cannot be drawn on the map: it has no latitude and longitude, or they are not on the earth. A place
//! whose `text` says what is uncertain about it may go without.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Table};

/// A place has no latitude and longitude.
pub const LINT: Lint = Lint { code: Code::OffTheMap, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for (n, place) in story.places.iter().enumerate() {
        let id = story.str(place.id);
        let (message, field, help) = match place.at {
            Some((lat, _)) if lat.abs() > 90_000 => (
                format!("`{id}` lies off the map: `lat` runs from -90 to 90"),
                "lat",
                "write degrees north, such as `lat: 48.86`",
            ),
            Some((_, long)) if long.abs() > 180_000 => (
                format!("`{id}` lies off the map: `long` runs from -180 to 180"),
                "long",
                "write degrees east, such as `long: 2.35`",
            ),
            None if place.text.is_none() => (
                format!("`{id}` has no latitude and longitude, so the map cannot show it"),
                "id",
                "write `lat` and `long` in degrees; if nobody knows where it was, say so in its `text`",
            ),
            _ => continue,
        };
        faults.push(
            Diagnostic::new(Code::OffTheMap, context.draft.row_span(Table::Places, n, &[At::Field(field)]), message)
                .label("this place")
                .help(help),
        );
    }
}
