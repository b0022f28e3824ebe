//! The files of a sweep: `points.csv` (the design), `sweep.csv` (an outcome at a point in a row), `sweep.json`.

use std::path::Path;

use super::{AtPoint, Point, Sweep, SweptOutcome};
use crate::analysis::MEAN;
use crate::result::{FileEntry, TableError, Tidy, write_json};

/// The file that holds a [`Sweep`].
pub const SWEEP: &str = "sweep.json";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_sweep(folder: &Path, sweep: &Sweep) -> Result<Vec<FileEntry>, TableError> {
    let mut rows: Vec<SweepRow<'_>> = Vec::new();
    for one in &sweep.outcomes {
        rows.extend(sweep.points.iter().zip(&one.at).map(|(point, at)| (one, point, at)));
    }
    let (points, table) = (design(&sweep.points, &sweep.factors), outcomes(&rows, &sweep.factors));
    Ok(vec![points.write(folder)?, table.write(folder)?, write_json(folder, SWEEP, sweep)?])
}

/// An outcome at a point.
type SweepRow<'a> = (&'a SweptOutcome, &'a Point, &'a AtPoint);

/// The tables of a sweep with their columns; one factor stands for all.
pub(in crate::analysis) fn tables(factor: &[String]) -> Vec<FileEntry> {
    vec![design(&[], factor).entry(), outcomes(&[], factor).entry()]
}

fn design<'a>(points: &'a [Point], factors: &'a [String]) -> Tidy<'a, Point> {
    let mut table = Tidy::new("points", points).text("point", "name of the variant", |point| &point.name);
    for (at, path) in factors.iter().enumerate() {
        table = table.text(path.clone(), "value of this factor", move |point| &point.values[at]);
    }
    table
}

fn outcomes<'a>(rows: &'a [SweepRow<'a>], factors: &'a [String]) -> Tidy<'a, SweepRow<'a>> {
    let unit = "unit of the metric";
    let mut table = Tidy::new("sweep", rows).text("point", "name of the variant", |r| &r.1.name);
    for (at, path) in factors.iter().enumerate() {
        table = table.text(path.clone(), "value of this factor", move |r| &r.1.values[at]);
    }
    table
        .text("metric", "which metric", |r| &r.0.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.0.about.level)
        .text("kind", "amount, event, time or level", |r| r.0.about.kind.as_str())
        .text("unit", "unit of the metric", |r| &r.0.about.unit)
        .integer("n", "replications", "replications with a value", |r| r.2.n as u64)
        .bounded(["mean", "ci_low", "ci_high"], unit, [MEAN, "95 % interval (Wilson's for events)"], |r| {
            [r.2.mean, r.2.ci_low, r.2.ci_high]
        })
        .number("sd", unit, "standard deviation between replications", |r| r.2.sd)
        .number("came", "", "share of replications in which a time came by the horizon", |r| r.2.came)
        .number("horizon", "days", "where a time is cut", |r| r.0.about.horizon)
}
