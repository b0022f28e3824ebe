//! The table by district: how a quantity is distributed over replications, for each variant and place.

use std::path::Path;

use super::series::QUANTILES;
use super::table::{CellType, Cells, Column, Format, TableError, TableFile};
use crate::experiment::DayHistogram;
use crate::outcome::{ByPlace, Series};
use crate::scenario::Date;

/// Columns of `districts.csv`; `dates` are those by which it is told what has fallen, as days since 1970-01-01.
pub fn district_columns(dates: &[i32]) -> Vec<Column> {
    use CellType::{Integer, Number, Text};
    let own = "unit of the quantity";
    let mut columns = vec![
        Column::new("variant", Text, "", "name of the policy or of the point of a design"),
        Column::new("quantity", Text, "", "which quantity by place"),
        Column::new("place", Text, "", "id of the district"),
        Column::new("n", Integer, "replications", "replications counted"),
        Column::new(
            "p",
            Number,
            "",
            "share of replications in which it came by the horizon (of an amount: was above 0; of a state: was so)",
        ),
        Column::new("mean", Number, own, "mean; empty for a day that does not always come"),
    ];
    columns.extend(QUANTILES.map(|(p, name)| {
        Column::new(name, Number, own, format!("quantile {p} over all replications; empty where it did not come"))
    }));
    columns.extend(dates.iter().map(|date| {
        let date = Date::EPOCH.plus_days(*date).to_string();
        let meaning =
            format!("share of replications in which it had come by the end of {date}; empty for what is no day");
        Column::new(format!("{SHARE_COLUMN}{}", date.replace('-', "_")), Number, "share", meaning)
    }));
    columns
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
    let mut table =
        TableFile::create(folder, "districts", Format::Csv, &district_columns(&share_dates(series, quantities)))?;
    let steps = share_dates(series, quantities).len();
    let of_variant = days.len() / variants.len().max(1);
    for (variant, cells) in variants.iter().zip(days.chunks(of_variant.max(1))) {
        let mut cells = cells.get(Series::offsets(series).1..).unwrap_or_default();
        for quantity in quantities {
            let (own, rest) = cells.split_at(quantity.places.len().min(cells.len()));
            cells = rest;
            write_quantity(&mut table, variant, quantity, own, steps)?;
        }
    }
    table.finish()
}

fn write_quantity(
    table: &mut TableFile,
    variant: &str,
    quantity: &ByPlace,
    cells: &[DayHistogram],
    steps: usize,
) -> Result<(), TableError> {
    let never = quantity.never;
    let number = |get: &dyn Fn(&DayHistogram) -> f64| Cells::Number(cells.iter().map(get).collect());
    let mut row = vec![
        Cells::Text(vec![variant; cells.len()]),
        Cells::Text(vec![&quantity.id; cells.len()]),
        Cells::Text(quantity.places.iter().map(String::as_str).collect()),
        Cells::Integer(cells.iter().map(|cell| Some(cell.count() as i64)).collect()),
        number(&|cell| match never {
            Some(never) => cell.share_at_most(never.saturating_sub(1)),
            None => 1.0 - cell.share_at_most(0),
        }),
        number(&|cell| {
            let always = never.is_none_or(|never| cell.observed_quantile(1.0) < f64::from(never));
            if always { cell.mean() } else { f64::NAN }
        }),
    ];
    row.extend(QUANTILES.map(|(p, _)| {
        number(&|cell| {
            let value = cell.observed_quantile(p);
            if never.is_some_and(|never| value >= f64::from(never)) { f64::NAN } else { value }
        })
    }));
    row.extend(ends(u32::MAX).take(steps).map(|end| {
        // In thousandths: more digits say nothing of a share in some thousand worlds.
        let share = |cell: &DayHistogram| (1_000.0 * cell.share_at_most(end - 1)).round() / 1_000.0;
        number(&|cell| never.map_or(f64::NAN, |_| share(cell)))
    }));
    table.write(&row)
}
