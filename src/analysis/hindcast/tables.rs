//! The files of a hindcast: `hindcast.csv` (an observation in a row), `hindcast.json`.

use std::path::Path;

use super::{Check, Hindcast};
use crate::result::{FileEntry, TableError, Tidy, write_json};
use crate::scenario::{Date, Fit};

/// The file that holds a [`Hindcast`].
pub const HINDCAST: &str = "hindcast.json";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_hindcast(folder: &Path, found: &Hindcast) -> Result<Vec<FileEntry>, TableError> {
    Ok(vec![checks(&found.checks).write(folder)?, write_json(folder, HINDCAST, found)?])
}

/// The table of a hindcast with its columns.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![checks(&[]).entry()]
}

fn checks(rows: &[Check]) -> Tidy<'_, Check> {
    let unit = "districts, days from the start, or as the metric has it";
    let quantile = |p: f64| format!("quantile {p} of the forecast; empty beyond the horizon");
    Tidy::new("hindcast", rows)
        .text(
            "quantity",
            "districts_held, fall_day, held (a district without a fall on record where that is a census), outcome or refuge",
            |r| r.quantity.as_str(),
        )
        .text("name", "who counted, which district, or the id of the metric or series", |r| &r.name)
        .date("date", "day of the count, of the fall, or on which the outcome was known", |r| {
            r.date.days_since(Date::EPOCH)
        })
        .number("precision_days", "days or the unit", "how far date or value may be off, either way", |r| {
            r.precision_days
        })
        .number("observed", unit, "what was observed; empty where it is no number", |r| r.observed)
        .quantiles(unit, quantile, |r| r.forecast.known())
        .number("place", "", "where the observation lies in the forecast, 0 to 1", |r| r.forecast.place(r.observed))
        .text("seen", "what was observed, where it is no number", |r| &r.seen)
        .number("probability", "", "what the forecast gave to it, where it is no number", |r| {
            r.probability.unwrap_or(f64::NAN)
        })
        .text("fit", "what the record says that it was used for", |r| r.fit.map_or("", Fit::in_words))
        .text("source", "who says so", |r| &r.source)
}
