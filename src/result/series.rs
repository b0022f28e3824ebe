//! The table of daily series: mean and quantiles over replications, and a few whole replications beside them, for each variant,
//! series and day.

use std::path::Path;

use super::read::read_rows;
use super::table::{Column, TableError};
use super::tidy::Tidy;
use crate::experiment::{Checkpoint, DayHistogram, PATHS, Plan, path_of};
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
    /// Values in the sample replications; NaN where one failed or was not made.
    pub paths: [f64; PATHS],
}

/// The table of daily series.
pub fn series_table(days: &[SeriesDay]) -> Tidy<'_, SeriesDay> {
    let unit = "unit of the series";
    let table = Tidy::new("series", days)
        .text("variant", "name of the policy or of the point of a design", |day| &day.variant)
        .text("series", "which daily series", |day| &day.series)
        .date("date", "the day", |day| day.date)
        .number("mean", unit, "mean over replications", |day| day.mean)
        .quantiles(
            unit,
            |p| format!("quantile {p} over replications; exact below 2,048, else to 1 part in 1,024"),
            |day| &day.quantiles,
        );
    (0..PATHS).fold(table, |table, at| {
        let number =
            if at == 0 { "0".to_owned() } else { format!("{at} (of drawn parameters: the first of draw {at})") };
        let meaning = format!("value in replication {number}; empty where it failed or was not made");
        table.number(format!("path_{at}"), unit, meaning, move |day| day.paths[at])
    })
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
        paths: cells.numbers(),
    })
}

/// Rows of the table of series of all variants of a plan, from what is known of the whole: those of one series of one variant
/// after the other.
pub(super) fn rows_of_series<'a>(
    series: &'a [Series],
    plan: &'a Plan,
    known: &'a Checkpoint,
) -> impl Iterator<Item = Vec<SeriesDay>> + 'a {
    let probabilities = QUANTILES.map(|(p, _)| p);
    let variants = plan.variant.len().max(1);
    let of_variant = (known.days.len() / variants).max(1);
    plan.variant.iter().zip(known.days.chunks(of_variant)).enumerate().flat_map(move |(at, (variant, cells))| {
        let paths = paths_of(at, plan, known);
        // Quantities by place follow the series; see `rows_by_place`.
        let mut cells = cells.iter().enumerate();
        series.iter().map(move |one| {
            let row = |(date, (cell, day)): (i32, (usize, &DayHistogram))| {
                let mut quantiles = [f64::NAN; QUANTILES.len()];
                quantiles.iter_mut().zip(day.quantiles(&probabilities)).for_each(|(to, value)| *to = value);
                let paths = paths.map(|path| path.and_then(|path| path.get(cell)).map_or(f64::NAN, |&n| f64::from(n)));
                let (variant, series) = (variant.name.clone(), one.id.to_string());
                SeriesDay { variant, series, date, mean: day.mean(), quantiles, paths }
            };
            (one.start_day..).zip(cells.by_ref().take(one.days)).map(row).collect()
        })
    })
}

/// The records of the sample replications of a variant, by its number.
fn paths_of<'a>(variant: usize, plan: &Plan, known: &'a Checkpoint) -> [Option<&'a [u32]>; PATHS] {
    let variants = plan.variant.len().max(1) as u64;
    let mut paths = [None; PATHS];
    for (pair, record) in known.paths.iter().filter(|(pair, _)| pair % variants == variant as u64) {
        if let Some(path) = path_of(pair / variants, plan.worlds_per_draw().unwrap_or(1)) {
            paths[path] = Some(record.as_slice());
        }
    }
    paths
}

/// Writes the table of series.
///
/// # Errors
/// [`TableError`] when the table cannot be written.
pub fn write_series(folder: &Path, series: &[Series], plan: &Plan, known: &Checkpoint) -> Result<(), TableError> {
    let mut file = series_table(&[]).create(folder, plan.format)?;
    rows_of_series(series, plan, known).try_for_each(|rows| series_table(&rows).append(&mut file))?;
    file.finish()
}
