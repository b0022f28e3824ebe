//! The table by district: how a quantity is distributed over replications, for each variant and place.

use std::path::Path;

use super::series::QUANTILES;
use super::table::{CellType, Cells, Column, Format, TableError, TableFile};
use crate::experiment::DayHistogram;
use crate::outcome::{ByPlace, Series};

/// Columns of `districts.csv`.
pub fn district_columns() -> Vec<Column> {
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
    let steps = format!(
        "shares of replications in which it had come by the end of day {SHARE_EVERY}, {}, {}, ... of the scenario, in thousandths, separated by spaces; days count from 1",
        2 * SHARE_EVERY,
        3 * SHARE_EVERY
    );
    columns.push(Column::new("come_by", Text, "thousandths", steps));
    columns
}

/// Days between the shares of the column `come_by`.
pub const SHARE_EVERY: u32 = 7;

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
    let mut table = TableFile::create(folder, "districts", Format::Csv, &district_columns())?;
    let of_variant = days.len() / variants.len().max(1);
    for (variant, cells) in variants.iter().zip(days.chunks(of_variant.max(1))) {
        let mut cells = cells.get(Series::offsets(series).1..).unwrap_or_default();
        for quantity in quantities {
            let (own, rest) = cells.split_at(quantity.places.len().min(cells.len()));
            cells = rest;
            write_quantity(&mut table, variant, quantity, own)?;
        }
    }
    table.finish()
}

fn write_quantity(
    table: &mut TableFile,
    variant: &str,
    quantity: &ByPlace,
    cells: &[DayHistogram],
) -> Result<(), TableError> {
    let never = quantity.never;
    let number = |get: &dyn Fn(&DayHistogram) -> f64| Cells::Number(cells.iter().map(get).collect());
    let come_by: Vec<String> = cells.iter().map(|cell| never.map_or_else(String::new, |n| shares(cell, n))).collect();
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
    row.push(Cells::Text(come_by.iter().map(String::as_str).collect()));
    table.write(&row)
}

/// Shares by day, in thousandths.
fn shares(cell: &DayHistogram, never: u32) -> String {
    let ends = (SHARE_EVERY..=never).step_by(SHARE_EVERY as usize);
    let shares = ends.map(|end| format!("{:.0}", 1_000.0 * cell.share_at_most(end - 1)));
    shares.collect::<Vec<_>>().join(" ")
}
