//! The rows of a finished folder when its `state/` is gone: made again from the table of outcomes, which holds the same.
//!
//! The file that is made lies in the result folder for as long as the results are looked at, and vanishes after.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::ROWS_AGAIN;
use super::manifest::Manifest;
use super::outcomes::outcome_columns;
use super::read::{Values, read_at_most};
use super::run::variant_names;
use super::table::TableError;
use crate::experiment::{Part, Rows, Status};
use crate::outcome::{Kind, Layout, Metric};

/// A file that is removed when this is dropped.
#[derive(Debug)]
pub struct Made(PathBuf);

impl Drop for Made {
    fn drop(&mut self) {
        // Nothing sensible can be done about an error here.
        _ = fs::remove_file(&self.0);
    }
}

/// Makes the rows of a finished folder again from its table of outcomes.
///
/// # Errors
/// [`TableError`] when the table cannot be read, or is not that of the manifest's replications.
pub(super) fn rows_again(folder: &Path, manifest: &Manifest) -> Result<(Rows, Made), TableError> {
    let width = Layout::of(&manifest.metrics).width();
    let pairs = manifest.replications * manifest.plan.variant.len() as u64;
    let table = manifest.table(folder, "outcomes").unwrap_or_else(|| folder.join("outcomes.csv"));
    let foreign = || TableError::NotOfTheRun { path: table.clone(), replications: manifest.replications };
    let path = folder.join(ROWS_AGAIN);
    let disk = |source| TableError::Disk { path: path.clone(), source };
    let rows = Rows::in_file(&path, width, Part::whole(manifest.plan.variant.len()), &manifest.plan.identity());
    let made = Made(path.clone());
    let mut writer = rows.write_anew().map_err(disk)?;
    let columns = outcome_columns(&manifest.metrics);
    let columns: Vec<&str> = columns.iter().map(|column| column.name.as_ref()).collect();
    let names = variant_names(&manifest.plan);
    let failed = vec![f64::NAN; width];
    let mut ended = Ok(());
    let mut take = |group: &[Values]| -> Result<(), TableError> {
        let (of_row, cells) = group.split_at(2);
        for at in 0..group[0].len() {
            let variant = names.iter().position(|name| *name == of_row[0].text(at)).ok_or_else(foreign)? as u64;
            let replication = of_row[1].number(at);
            // Every pair comes once, in order, and none beyond the last: a number that was changed fills no disk.
            let known = replication >= 0.0 && replication < manifest.replications as f64 && replication.fract() == 0.0;
            let pair = if known { replication as u64 * names.len() as u64 + variant } else { pairs };
            if pair >= pairs || pair < writer.next() {
                return Err(foreign());
            }
            // What is not in the table failed.
            while writer.next() < pair {
                writer.push(&failed, Status::Failed).map_err(disk)?;
            }
            writer.push(&row(&manifest.metrics, cells, at), Status::Done).map_err(disk)?;
        }
        Ok(())
    };
    read_at_most(&table, &columns, pairs, |group| {
        if ended.is_ok() {
            ended = take(group);
        }
        group.iter_mut().for_each(Values::clear);
        ended.is_ok()
    })?;
    ended?;
    while writer.next() < pairs {
        writer.push(&failed, Status::Failed).map_err(disk)?;
    }
    writer.finish().map_err(disk)?;
    Ok((rows, made))
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
