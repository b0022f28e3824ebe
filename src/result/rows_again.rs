//! The rows of a finished folder when its `state/` is gone: made again from the table of outcomes, which holds the same.
//!
//! The file that is made lies in the result folder for as long as the results are looked at, and vanishes after.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::conduct::variant_names;
use super::folder::STATE;
use super::manifest::Manifest;
use super::outcomes::outcome_columns;
use super::read::{Values, read_groups};
use super::table::TableError;
use crate::experiment::{RowFile, Status, rows_path};
use crate::outcome::{Kind, Layout, Metric};

/// Name of the file that is made.
const AGAIN: &str = ".rows-again.bin";

/// Rows of a finished folder, and the file that vanishes with them if they had to be made again.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) rows: RowFile,
    pub(super) made: Option<Made>,
}

/// A file that is removed when this is dropped.
#[derive(Debug)]
pub struct Made(PathBuf);

impl Drop for Made {
    fn drop(&mut self) {
        // Nothing sensible can be done about an error here.
        _ = fs::remove_file(&self.0);
    }
}

/// The rows of a finished folder; None when it has neither its state nor its table of outcomes.
///
/// # Errors
/// [`TableError`] when the table of outcomes is there and cannot be read.
pub(super) fn rows_of(folder: &Path, manifest: &Manifest) -> Result<Option<Found>, TableError> {
    let width = Layout::of(&manifest.metrics).width();
    let kept = RowFile::new(rows_path(&folder.join(STATE)), width, 0);
    let variants = manifest.plan.variant.len() as u64;
    if kept.end_of_whole().is_ok_and(|end| end >= manifest.replications * variants) {
        return Ok(Some(Found { rows: kept, made: None }));
    }
    let table = manifest.table(folder, "outcomes").filter(|table| table.exists());
    let Some(table) = table else { return Ok(None) };
    let path = folder.join(AGAIN);
    let disk = |source| TableError::Disk { path: path.clone(), source };
    let rows = RowFile::new(&path, width, 0);
    let made = Made(path.clone());
    let mut writer = rows.write_anew().map_err(disk)?;
    let mut refused: io::Result<()> = Ok(());
    let columns = outcome_columns(&manifest.metrics);
    let columns: Vec<&str> = columns.iter().map(|column| column.name.as_ref()).collect();
    let names = variant_names(&manifest.plan);
    let failed = vec![f64::NAN; width];
    read_groups(&table, &columns, |group| {
        let (of_row, cells) = group.split_at(2);
        for at in 0..group[0].len() {
            let variant = names.iter().position(|name| *name == of_row[0].text(at)).unwrap_or(0) as u64;
            let pair = of_row[1].number(at) as u64 * variants + variant;
            let row = row(&manifest.metrics, cells, at);
            // What is not in the table failed.
            while refused.is_ok() && writer.next() < pair {
                refused = writer.push(&failed, Status::Failed);
            }
            if refused.is_ok() {
                refused = writer.push(&row, Status::Done);
            }
        }
    })?;
    while refused.is_ok() && writer.next() < manifest.replications * variants {
        refused = writer.push(&failed, Status::Failed);
    }
    refused.and_then(|()| writer.finish()).map_err(disk)?;
    Ok(Some(Found { rows, made: Some(made) }))
}

/// The values of a row of the table as [`Layout`] places them.
fn row(metrics: &[Metric], cells: &[Values], at: usize) -> Vec<f64> {
    let mut cells = cells.iter();
    let mut row = Vec::new();
    for metric in metrics {
        for cell in cells.by_ref().take(metric.width()) {
            row.push(match &metric.kind {
                Kind::Level(labels) => {
                    let text = cell.text(at);
                    labels.iter().position(|label| *label == text).map_or(f64::NAN, |label| label as f64)
                }
                _ => cell.number(at),
            });
        }
    }
    row
}
