//! The table of daily series: mean and quantiles over replications, for each variant, series and day.

use std::path::Path;

use super::read::read_rows;
use super::table::{Column, TableError};
use super::tidy::Tidy;
use crate::experiment::{DayHistogram, Format};
use crate::outcome::Series;
use crate::scenario::Date;

/// Probabilities of the quantiles in tables, and the names of their columns.
pub const QUANTILES: [(f64, &str); 9] = [
    (0.025, "q025"),
    (0.05, "q05"),
    (0.1, "q10"),
    (0.25, "q25"),
    (0.5, "q50"),
    (0.75, "q75"),
    (0.9, "q90"),
    (0.95, "q95"),
    (0.975, "q975"),
];

/// The quantile at a probability of [`QUANTILES`]; NaN at another.
pub fn quantile_at(quantiles: &[f64; QUANTILES.len()], p: f64) -> f64 {
    QUANTILES.iter().position(|(q, _)| (q - p).abs() < 1e-9).map_or(f64::NAN, |at| quantiles[at])
}

/// A day of a series under a variant: a row of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeriesDay {
    /// Variant.
    pub variant: String,
    /// Which series.
    pub series: String,
    /// The day, counted from 1970-01-01.
    pub date: i32,
    /// Mean over replications.
    pub mean: f64,
    /// Quantiles over replications, at the probabilities of [`QUANTILES`].
    pub quantiles: [f64; QUANTILES.len()],
}

/// The table of daily series.
pub fn series_table(days: &[SeriesDay]) -> Tidy<'_, SeriesDay> {
    let unit = "unit of the series";
    Tidy::new("series", days)
        .text("variant", "name of the policy or of the point of a design", |day| &day.variant)
        .text("series", "which daily series", |day| &day.series)
        .date("date", "the day", |day| day.date)
        .number("mean", unit, "mean over replications", |day| day.mean)
        .quantiles(
            unit,
            |p| format!("quantile {p} over replications; exact below 2,048, else to 1 part in 1,024"),
            |day| &day.quantiles,
        )
}

/// Columns of the table of series.
pub fn series_columns() -> Vec<Column> {
    series_table(&[]).columns()
}

/// Reads the table of series.
///
/// # Errors
/// [`TableError`] when it cannot be read.
pub fn read_series(path: &Path) -> Result<Vec<SeriesDay>, TableError> {
    read_rows(path, &series_columns(), |cells| SeriesDay {
        variant: cells.text(),
        series: cells.text(),
        date: cells.text().parse::<Date>().map_or(i32::MIN, |date| date.days_since(Date::EPOCH)),
        mean: cells.number(),
        quantiles: cells.numbers(),
    })
}

/// Rows of the table of series from histograms by variant, then series, then day: those of one series of one variant after
/// the other.
pub(super) fn rows_of_series<'a>(
    series: &'a [Series],
    variants: &'a [String],
    days: &'a [DayHistogram],
) -> impl Iterator<Item = Vec<SeriesDay>> + 'a {
    let probabilities = QUANTILES.map(|(p, _)| p);
    let of_variant = (days.len() / variants.len().max(1)).max(1);
    variants.iter().zip(days.chunks(of_variant)).flat_map(move |(variant, cells)| {
        // Quantities by place follow the series; see `rows_by_place`.
        let mut cells = cells.iter();
        series.iter().map(move |one| {
            let row = |(date, day): (i32, &DayHistogram)| {
                let mut quantiles = [f64::NAN; QUANTILES.len()];
                quantiles.iter_mut().zip(day.quantiles(&probabilities)).for_each(|(to, value)| *to = value);
                SeriesDay { variant: variant.clone(), series: one.id.to_string(), date, mean: day.mean(), quantiles }
            };
            (one.start_day..).zip(cells.by_ref().take(one.days)).map(row).collect()
        })
    })
}

/// Writes the table of series; `days` are the histograms by variant, then series, then day.
///
/// # Errors
/// [`TableError`] when the table cannot be written.
pub fn write_series(
    folder: &Path,
    format: Format,
    series: &[Series],
    variants: &[String],
    days: &[DayHistogram],
) -> Result<(), TableError> {
    let mut file = series_table(&[]).create(folder, format)?;
    rows_of_series(series, variants, days).try_for_each(|rows| series_table(&rows).append(&mut file))?;
    file.finish()
}
