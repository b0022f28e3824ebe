//! The table of daily series: mean and quantiles over replications, for each variant, series and day.

use std::path::Path;

use super::table::{CellType, Cells, Column, Format, TableError, TableFile};
use crate::experiment::DayHistogram;
use crate::outcome::Series;

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

/// Columns of the table of series.
pub fn series_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("variant", CellType::Text, "", "name of the policy or of the point of a design"),
        Column::new("series", CellType::Text, "", "which daily series"),
        Column::new("date", CellType::Date, "", "the day"),
        Column::new("mean", CellType::Number, "unit of the series", "mean over replications"),
    ];
    columns.extend(QUANTILES.map(|(p, name)| {
        let meaning = format!("quantile {p} over replications; exact below 2,048, else to 1 part in 1,024");
        Column::new(name, CellType::Number, "unit of the series", meaning)
    }));
    columns
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
    let mut table = TableFile::create(folder, "series", format, &series_columns())?;
    let probabilities = QUANTILES.map(|(p, _)| p);
    let of_variant = days.len() / variants.len().max(1);
    for (variant, cells) in variants.iter().zip(days.chunks(of_variant.max(1))) {
        // Quantities by place follow the series; see `write_districts`.
        let mut cells = cells.iter();
        for one in series {
            let mut mean = Vec::with_capacity(one.days);
            let mut quantiles = vec![Vec::with_capacity(one.days); QUANTILES.len()];
            for day in cells.by_ref().take(one.days) {
                mean.push(day.mean());
                for (column, value) in quantiles.iter_mut().zip(day.quantiles(&probabilities)) {
                    column.push(value);
                }
            }
            let mut rows = vec![
                Cells::Text(vec![variant; mean.len()]),
                Cells::Text(vec![&one.id; mean.len()]),
                Cells::Date((0..mean.len() as i32).map(|day| one.start_day + day).collect()),
                Cells::Number(mean),
            ];
            rows.extend(quantiles.into_iter().map(Cells::Number));
            table.write(&rows)?;
        }
    }
    table.finish()
}
