//! The table by district: how a quantity is distributed over replications, for each variant and place.

use std::path::Path;

use super::read::read_rows;
use super::series::QUANTILES;
use super::table::{Column, TableError};
use super::tidy::Tidy;
use crate::experiment::{DayHistogram, Format};
use crate::outcome::{ByPlace, Series};
use crate::scenario::Date;

/// A quantity of a district under a variant: a row of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DistrictRow {
    /// Variant.
    pub variant: String,
    /// Which quantity.
    pub quantity: String,
    /// Id of the district.
    pub place: String,
    /// Replications counted.
    pub n: u64,
    /// Share of replications in which it came by the horizon.
    pub p: f64,
    /// Mean; NaN for a day that does not always come.
    pub mean: f64,
    /// Quantiles over all replications, at the probabilities of [`QUANTILES`]; NaN where it did not come.
    pub quantiles: [f64; QUANTILES.len()],
    /// Shares of replications in which it had come by each of the dates of [`share_dates`]; NaN for what is no day.
    pub come_by: Vec<f64>,
}

fn table<'a>(rows: &'a [DistrictRow], dates: &[i32]) -> Tidy<'a, DistrictRow> {
    let unit = "unit of the quantity";
    let came = "share of replications in which it came by the horizon (of an amount: was above 0; of a state: was so)";
    let quantile = |p: f64| format!("quantile {p} over all replications; empty where it did not come");
    let table = Tidy::new("districts", rows)
        .text("variant", "name of the policy or of the point of a design", |row| &row.variant)
        .text("quantity", "which quantity by place", |row| &row.quantity)
        .text("place", "id of the district", |row| &row.place)
        .integer("n", "replications", "replications counted", |row| row.n)
        .number("p", "", came, |row| row.p)
        .number("mean", unit, "mean; empty for a day that does not always come", |row| row.mean)
        .quantiles(unit, quantile, |row| &row.quantiles);
    dates.iter().enumerate().fold(table, |table, (at, date)| {
        let date = Date::EPOCH.plus_days(*date).to_string();
        let name = format!("{SHARE_COLUMN}{}", date.replace('-', "_"));
        let meaning =
            format!("share of replications in which it had come by the end of {date}; empty for what is no day");
        table.number(name, "share", meaning, |row| row.come_by[at])
    })
}

/// Columns of `districts.csv`; `dates` are those by which it is told what has fallen, as days since 1970-01-01.
pub fn district_columns(dates: &[i32]) -> Vec<Column> {
    table(&[], dates).columns()
}

/// Reads `districts.csv`, with shares by these dates.
///
/// # Errors
/// [`TableError`] when it cannot be read.
pub fn read_districts(path: &Path, dates: &[i32]) -> Result<Vec<DistrictRow>, TableError> {
    read_rows(path, &district_columns(dates), |cells| DistrictRow {
        variant: cells.text(),
        quantity: cells.text(),
        place: cells.text(),
        n: cells.number() as u64,
        p: cells.number(),
        mean: cells.number(),
        quantiles: cells.numbers(),
        come_by: cells.rest(),
    })
}

/// Days between the shares by date.
pub const SHARE_EVERY: u32 = 7;

/// How the names of the columns with shares by a date begin; the date follows.
pub const SHARE_COLUMN: &str = "by_";

/// The dates by which it is told what has come: every [`SHARE_EVERY`]-th day of a scenario, as days since 1970-01-01.
pub fn share_dates(series: &[Series], quantities: &[ByPlace]) -> Vec<i32> {
    let days = quantities.iter().filter_map(|quantity| quantity.never).max().unwrap_or(0);
    let start = series.first().map(|series| series.start_day);
    let ends = |start: i32| ends(days).map(move |end| start + end as i32 - 1);
    start.into_iter().flat_map(ends).collect()
}

/// The same as numbers of days at whose end the shares hold, counted from 1.
fn ends(days: u32) -> impl Iterator<Item = u32> {
    (SHARE_EVERY..=days).step_by(SHARE_EVERY as usize)
}

/// Rows of `districts.csv` from histograms by variant (those of the series, then those by place): those of one quantity
/// of one variant after the other.
pub(super) fn rows_by_place<'a>(
    series: &'a [Series],
    quantities: &'a [ByPlace],
    variants: &'a [String],
    days: &'a [DayHistogram],
) -> impl Iterator<Item = Vec<DistrictRow>> + 'a {
    let steps = share_dates(series, quantities).len();
    let of_variant = (days.len() / variants.len().max(1)).max(1);
    variants.iter().zip(days.chunks(of_variant)).flat_map(move |(variant, cells)| {
        let mut cells = cells.iter().skip(Series::offsets(series).1);
        quantities.iter().map(move |quantity| {
            let own = cells.by_ref().take(quantity.places.len());
            quantity.places.iter().zip(own).map(|(place, cell)| row((variant, quantity, place), cell, steps)).collect()
        })
    })
}

/// Writes `districts.csv`; `days` are the histograms by variant: those of the series, then those by place.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_districts(
    folder: &Path,
    series: &[Series],
    quantities: &[ByPlace],
    variants: &[String],
    days: &[DayHistogram],
) -> Result<(), TableError> {
    let dates = share_dates(series, quantities);
    let mut file = table(&[], &dates).create(folder, Format::Csv)?;
    rows_by_place(series, quantities, variants, days).try_for_each(|rows| table(&rows, &dates).append(&mut file))?;
    file.finish()
}

fn row((variant, quantity, place): (&str, &ByPlace, &str), cell: &DayHistogram, steps: usize) -> DistrictRow {
    let never = quantity.never;
    let comes = |value: f64| never.is_none_or(|never| value < f64::from(never));
    // In thousandths: more digits say nothing of a share in some thousand worlds.
    let share = |end: u32| (1_000.0 * cell.share_at_most(end - 1)).round() / 1_000.0;
    DistrictRow {
        variant: variant.to_owned(),
        quantity: quantity.id.to_string(),
        place: place.to_owned(),
        n: cell.count(),
        p: match never {
            Some(never) => cell.share_at_most(never.saturating_sub(1)),
            None => 1.0 - cell.share_at_most(0),
        },
        mean: if comes(cell.observed_quantile(1.0)) { cell.mean() } else { f64::NAN },
        quantiles: QUANTILES
            .map(|(p, _)| Some(cell.observed_quantile(p)).filter(|day| comes(*day)).unwrap_or(f64::NAN)),
        come_by: ends(u32::MAX).take(steps).map(|end| never.map_or(f64::NAN, |_| share(end))).collect(),
    }
}
