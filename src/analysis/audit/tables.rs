//! The files of an audit: `audit.csv` (an assumption in a row), `effects.csv`, `flips.csv`, `shares.csv`, `answers.csv`, `audit.json`.

use std::path::Path;

use super::{AnswerGrid, Assumption, Audit, Effect, Flip, VarianceShare};
use crate::result::{FileEntry, TableError, Tidy, write_json};
use crate::scenario::Status;

/// The file that holds all of it.
pub const AUDIT: &str = "audit.json";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_audit(folder: &Path, found: &Audit) -> Result<Vec<FileEntry>, TableError> {
    let cells: Vec<Cell<'_>> = found.grid.iter().flat_map(cells_of).collect();
    let factors = found.grid.as_ref().map_or(&[][..], |grid| &grid.factors);
    Ok(vec![
        audit(&found.assumptions).write(folder)?,
        effects(&found.effects).write(folder)?,
        flips(&found.flips).write(folder)?,
        shares(&found.shares).write(folder)?,
        answers(&cells, factors).write(folder)?,
        write_json(folder, AUDIT, found)?,
    ])
}

/// The tables of an audit with their columns; `factor` stands for those of the grid.
pub(in crate::analysis) fn tables(factor: &[String]) -> Vec<FileEntry> {
    vec![
        audit(&[]).entry(),
        effects(&[]).entry(),
        flips(&[]).entry(),
        shares(&[]).entry(),
        answers(&[], factor).entry(),
    ]
}

fn status(status: Option<Status>) -> &'static str {
    status.map_or("", Status::as_str)
}

fn audit(rows: &[Assumption]) -> Tidy<'_, Assumption> {
    Tidy::new("audit", rows)
        .text("parameter", "path of the parameter, or of a number of a random amount", |r| &r.parameter)
        .text("value", "value as written", |r| &r.written)
        .text("unit", "its unit", |r| &r.unit)
        .text("status", "assumed, fitted or source; empty where nobody says", |r| status(r.status))
        .text("given_by", "where it was written", |r| &r.given_by)
        .text("range", "where its range is from: prior, sample or rule", |r| r.range.as_str())
        .text("low", "lower end of the range", |r| &r.low)
        .text("high", "upper end of the range", |r| &r.high)
        .text("moves", "whether it moved any metric in any replication: yes, no, or empty where nobody looked", |r| {
            match r.moves {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }
        })
}

fn effects(rows: &[Effect]) -> Tidy<'_, Effect> {
    let unit = "unit of the outcome";
    Tidy::new("effects", rows)
        .text("parameter", "which assumption", |r| &r.parameter)
        .text("outcome", "which outcome: a question to a replication, or an amount", |r| &r.outcome)
        .number("at_low", unit, "share or mean at the low end of the range", |r| r.at[0])
        .number("at_third", unit, "at a third of it", |r| r.at[1])
        .number("at_two_thirds", unit, "at two thirds", |r| r.at[2])
        .number("at_high", unit, "at the high end", |r| r.at[3])
        .number("swing", unit, "largest less smallest, with the value as written", |r| r.swing)
}

fn flips(rows: &[Flip]) -> Tidy<'_, Flip> {
    Tidy::new("flips", rows)
        .text("outcome", "which answer, as a question to a replication", |r| &r.outcome)
        .text("parameter", "which assumption", |r| &r.parameter)
        .text("written", "its value as written", |r| &r.written)
        .text("before", "last value with the answer as written", |r| &r.before)
        .text("after", "first value with the other one", |r| &r.after)
        .number("share_before", "", "share of replications at `before`", |r| r.share_before)
        .number("share_after", "", "share of replications at `after`", |r| r.share_after)
        .text("clear_before", "nearest value on this side whose 95 % interval leaves one half out", |r| &r.clear_before)
        .text("clear_after", "the same on the other side", |r| &r.clear_after)
        .number("swing", "", "swing of the answer over the whole range", |r| r.swing)
}

fn shares(rows: &[VarianceShare]) -> Tidy<'_, VarianceShare> {
    Tidy::new("shares", rows)
        .text("metric", "which metric", |r| &r.metric)
        .text("level", "which level, for a metric of levels", |r| &r.level)
        .text("parameter", "which assumption", |r| &r.parameter)
        .text("status", "assumed, fitted or source; empty where nobody says", |r| status(r.status))
        .text("range", "where its range is from: prior, sample or rule", |r| r.range.as_str())
        .bounded(
            ["total", "low", "high"],
            "",
            ["total index: share of the variance in which it has a part", "95 % bootstrap interval"],
            |r| r.total,
        )
}

struct Cell<'a> {
    values: &'a [String],
    outcome: &'a str,
    at: f64,
}

fn cells_of(grid: &AnswerGrid) -> impl Iterator<Item = Cell<'_>> {
    grid.points.iter().flat_map(|point| {
        grid.outcomes.iter().zip(&point.at).map(|(outcome, at)| Cell { values: &point.values, outcome, at: *at })
    })
}

fn answers<'a>(rows: &'a [Cell<'a>], factors: &'a [String]) -> Tidy<'a, Cell<'a>> {
    let mut table = Tidy::new("answers", rows);
    for (at, path) in factors.iter().enumerate() {
        table = table.text(path.clone(), "value of this factor", move |cell| &cell.values[at]);
    }
    table.text("outcome", "which outcome: a question to a replication, or an amount", |cell| cell.outcome).number(
        "at",
        "unit of the outcome",
        "share of replications, or mean",
        |cell| cell.at,
    )
}
