//! Outcomes of replications as typed columns in memory: what a notebook, or another program, takes.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::manifest::FailureEntry;
use super::outcomes::outcome_columns;
use super::table::{CellType, Column};
use crate::experiment::{Counter, Ended, Executor, ExecutorError, Part, Rows, Settings, Simulator, Status};
use crate::outcome::Metric;

/// Outcomes as columns, a row for each replication of each variant; failed replications have no row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The columns: variant, replication, then those of each metric.
    pub columns: Vec<TableColumn>,
    /// Replications that failed.
    pub failures: Vec<FailureEntry>,
    /// Whether it was stopped before all replications were done.
    pub stopped: bool,
}

/// A column with its name, type, levels, unit and meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// What it is.
    pub about: Column,
    /// Its values, a row each.
    pub values: ColumnValues,
}

/// Values of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnValues {
    /// Numbers; NaN is missing, as of a time that did not come.
    Numbers(Vec<f64>),
    /// Whole numbers.
    Integers(Vec<u64>),
    /// Whether something happened.
    Booleans(Vec<Option<bool>>),
    /// Numbers of the column's levels.
    Categories(Vec<Option<u32>>),
}

impl ColumnValues {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            ColumnValues::Numbers(values) => values.len(),
            ColumnValues::Integers(values) => values.len(),
            ColumnValues::Booleans(values) => values.len(),
            ColumnValues::Categories(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn of(cells: CellType) -> ColumnValues {
        match cells {
            CellType::Boolean => ColumnValues::Booleans(Vec::new()),
            CellType::Category | CellType::Text => ColumnValues::Categories(Vec::new()),
            CellType::Integer => ColumnValues::Integers(Vec::new()),
            CellType::Number | CellType::Date => ColumnValues::Numbers(Vec::new()),
        }
    }

    fn push(&mut self, value: f64) {
        let there = !value.is_nan();
        match self {
            ColumnValues::Numbers(values) => values.push(value),
            ColumnValues::Integers(values) => values.push(value as u64),
            ColumnValues::Booleans(values) => values.push(there.then_some(value > 0.5)),
            ColumnValues::Categories(values) => values.push(there.then_some(value as u32)),
        }
    }
}

impl Table {
    /// The rows of the first so many replications.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn of(metrics: &[Metric], variants: Vec<String>, rows: &Rows, worlds: u64) -> io::Result<Table> {
        let count = variants.len() as u64;
        let mut columns: Vec<TableColumn> = outcome_columns(metrics)
            .into_iter()
            .map(|about| TableColumn { values: ColumnValues::of(about.cells), about })
            .collect();
        columns[0].about.levels = variants.into_iter().map(Into::into).collect();
        rows.for_each(0, worlds * count, |pair, row, status| {
            if status == Status::Done {
                let ids = [(pair % count) as f64, (pair / count) as f64];
                let all = ids.iter().chain(row);
                columns.iter_mut().zip(all).for_each(|(column, value)| column.values.push(*value));
            }
        })?;
        Ok(Table { columns, failures: Vec::new(), stopped: false })
    }

    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.about.name == name)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Runs replications of all variants of a simulator and gives what they report; nothing is written. Variants are named by
/// number, from 0. When `stop` is set, what is done by then is given.
///
/// # Errors
/// When worker threads cannot be started, or there are too many replications to count.
pub fn collect<S: Simulator>(
    simulator: &S,
    seed: u64,
    replications: Range<u64>,
    threads: usize,
    stop: &Arc<AtomicBool>,
) -> Result<Table, ExecutorError> {
    let count = simulator.variants();
    let part = Part::from_world(0..count, count, replications.start);
    let mut executor = Executor::open(simulator, Settings::in_memory(seed, part, threads))?;
    let counter = Counter { stop: Arc::clone(stop), ..Counter::default() };
    let ended = executor.run_to(replications.end, &counter)?;
    let (rows, checkpoint) = executor.into_parts();
    let names: Vec<String> = (0..count).map(|variant| variant.to_string()).collect();
    let worlds = if ended == Ended::Stopped { checkpoint.next / count as u64 } else { part.worlds(replications.end) };
    let read = |source| ExecutorError::Disk { path: rows.path().to_owned(), source };
    let mut table = Table::of(simulator.metrics(), names.clone(), &rows, worlds).map_err(read)?;
    table.stopped = ended == Ended::Stopped;
    table.failures = FailureEntry::all(&checkpoint, &names);
    Ok(table)
}
