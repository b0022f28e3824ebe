//! The table of outcomes: a row for each replication of each variant, a column for each metric (two for a time).

use std::borrow::Cow;
use std::path::Path;

use super::table::{CellType, Cells, Column, TableError, TableFile};
use crate::experiment::{Format, Rows, StoredRow};
use crate::outcome::{Kind, Layout, Metric};

/// Rows of one group of a Parquet file: they wait in memory until the group is written, a kilobyte each where there are a hundred and
/// thirty columns.
const GROUP: usize = 32_768;

/// Name of the column that says which variant a row is of.
pub const VARIANT: &str = "variant";
/// Name of the column with the number of the replication.
pub const REPLICATION: &str = "replication";

/// Columns of the table of outcomes.
pub fn outcome_columns(metrics: &[Metric]) -> Vec<Column> {
    let mut columns = vec![
        Column::new(VARIANT, CellType::Category, "", "name of the policy or of the point of a design"),
        Column::new(
            REPLICATION,
            CellType::Integer,
            "",
            "number of the replication; equal numbers are the same world under all variants",
        ),
    ];
    for metric in metrics {
        let (cells, levels) = match &metric.kind {
            Kind::Amount | Kind::Time(_) => (CellType::Number, Vec::new()),
            Kind::Event => (CellType::Boolean, Vec::new()),
            Kind::Level(levels) => (CellType::Category, levels.clone()),
        };
        let (id, unit, meaning) = (metric.id.clone(), metric.unit.clone(), metric.meaning.clone());
        columns.push(Column::new(id, cells, unit, meaning).levels(levels));
        if metric.clock().is_some() {
            let meaning =
                format!("days at risk of `{}` until it happened or the horizon came; null if never at risk", metric.id);
            columns.push(Column::new(metric.followed_id(), CellType::Number, "days", meaning));
        }
    }
    columns
}

/// Writes the table of outcomes of replications `0..replications` from their rows; failed ones are left out.
///
/// # Errors
/// [`TableError`] when rows cannot be read or the table cannot be written.
pub fn write_outcomes(
    folder: &Path,
    format: Format,
    metrics: &[Metric],
    variants: &[String],
    rows: &Rows,
    replications: u64,
) -> Result<(), TableError> {
    let mut table = TableFile::create(folder, "outcomes", format, &outcome_columns(metrics))?;
    let mut group = Group::new(metrics, variants);
    let mut failed = None;
    rows.for_each_block(0, replications.saturating_mul(variants.len() as u64), |mut records| {
        while !records.is_empty() && failed.is_none() {
            records = group.push(records);
            if group.numbers.len() == GROUP {
                failed = group.write(&mut table).err();
            }
        }
    })
    .map_err(|source| TableError::Disk { path: rows.path().to_owned(), source })?;
    if let Some(error) = failed {
        return Err(error);
    }
    group.write(&mut table)?;
    table.finish()
}

/// Rows that wait to be written, by column.
struct Group<'a> {
    metrics: &'a [Metric],
    variants: &'a [String],
    numbers: Vec<u64>,
    values: Vec<Vec<f64>>,
}

impl<'a> Group<'a> {
    fn new(metrics: &'a [Metric], variants: &'a [String]) -> Group<'a> {
        let values = (0..Layout::of(metrics).width()).map(|_| Vec::with_capacity(GROUP)).collect();
        Group { metrics, variants, numbers: Vec::new(), values }
    }

    /// Takes up records as far as there is room, and gives back the others.
    fn push<'r, 'b>(&mut self, records: &'r [StoredRow<'b>]) -> &'r [StoredRow<'b>] {
        let (own, others) = records.split_at(records.len().min(GROUP - self.numbers.len()));
        self.numbers.extend(own.iter().map(|record| record.pair));
        for (number, column) in self.values.iter_mut().enumerate() {
            column.extend(own.iter().map(|record| record.value(number)));
        }
        others
    }

    fn write(&mut self, table: &mut TableFile) -> Result<(), TableError> {
        if self.numbers.is_empty() {
            return Ok(());
        }
        let variants = self.variants.len() as u64;
        let mut cells = vec![
            Cells::Text(self.numbers.iter().map(|p| self.variants[(p % variants) as usize].as_str()).collect()),
            Cells::Integer(self.numbers.iter().map(|p| Some((p / variants) as i64)).collect()),
        ];
        let mut values = self.values.iter();
        for metric in self.metrics {
            cells.extend(values.by_ref().take(metric.width()).map(|column| cells_of(metric, column)));
        }
        table.write(&cells)?;
        self.numbers.clear();
        self.values.iter_mut().for_each(Vec::clear);
        Ok(())
    }
}

/// Cells of a metric's column: a level by its label, an event by whether it happened.
fn cells_of<'a>(metric: &'a Metric, values: &'a [f64]) -> Cells<'a> {
    match &metric.kind {
        Kind::Amount | Kind::Time(_) => Cells::Number(Cow::Borrowed(values)),
        Kind::Event => Cells::Boolean(values.iter().map(|v| (!v.is_nan()).then_some(*v > 0.5)).collect()),
        Kind::Level(labels) => {
            let label = |v: &f64| if v.is_nan() { "" } else { labels.get(*v as usize).map_or("", AsRef::as_ref) };
            Cells::Text(values.iter().map(label).collect())
        }
    }
}
