//! The files of a benchmark: `leaderboard.csv`, `leaderboard.json`, `leaderboard.md`, `cells.csv`, `pareto.csv`.

use std::path::Path;

use serde::de::Error;

use super::{BENCHMARK_FORMAT, Benchmark, Cell, ParetoPoint, Place, markdown};
use crate::experiment::is_plain_name;
use crate::result::{FileEntry, TableError, Tidy, read_json, write_json, write_whole};

/// The file that holds all of a benchmark.
const LEADERBOARD: &str = "leaderboard.json";

/// Writes the files.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_benchmark(folder: &Path, found: &Benchmark) -> Result<(), TableError> {
    leaderboard(&found.leaderboard).write(folder)?;
    cells(&found.cells).write(folder)?;
    pareto(&found.pareto).write(folder)?;
    write_json(folder, LEADERBOARD, found)?;
    let path = folder.join("leaderboard.md");
    write_whole(&path, markdown::leaderboard(found).as_bytes()).map_err(|source| TableError::Disk { path, source })
}

/// Whether a folder holds a benchmark: it has no manifest of its own, as each of its scenarios is a folder of a comparison.
pub fn is_benchmark(folder: &Path) -> bool {
    folder.join(LEADERBOARD).exists() && !folder.join("manifest.json").exists()
}

/// Reads back what [`write_benchmark`] wrote.
///
/// # Errors
/// [`TableError`] when the file cannot be read, is of another version, or names a scenario outside its folder.
pub fn read_benchmark(folder: &Path) -> Result<Benchmark, TableError> {
    let path = folder.join(LEADERBOARD);
    let found: Benchmark = read_json(&path, BENCHMARK_FORMAT)?;
    match found.scenarios.iter().find(|name| !is_plain_name(name)) {
        Some(name) => {
            let what = format!("{name:?} is no name of a scenario");
            Err(TableError::Json { path, source: serde_json::Error::custom(what) })
        }
        None => Ok(found),
    }
}

/// The tables of a benchmark with their columns.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![leaderboard(&[]).entry(), cells(&[]).entry(), pareto(&[]).entry()]
}

fn leaderboard(rows: &[Place]) -> Tidy<'_, Place> {
    Tidy::new("leaderboard", rows)
        .text("policy", "which policy, best mean rank first", |r| &r.policy)
        .integer("cells", "cells", "metrics in scenarios in which it has a value", |r| r.cells as u64)
        .bounded(
            ["mean_rank", "rank_low", "rank_high"],
            "",
            ["mean rank over cells; 1 is best", "95 % interval"],
            |r| [r.mean_rank, r.rank_low, r.rank_high],
        )
        .integer("may_be_best", "cells", "cells in which it may be best", |r| r.may_be_best as u64)
        .number("mean_regret", "", "mean relative regret", |r| r.mean_regret)
        .number("max_regret", "", "largest relative regret", |r| r.max_regret)
        .text("worst_cell", "cell of the largest, as scenario / metric", |r| &r.worst_cell)
        .integer("on_front", "scenarios", "scenarios in which it is on the Pareto front", |r| r.on_front as u64)
}

fn cells(rows: &[Cell]) -> Tidy<'_, Cell> {
    let unit = "unit of the metric";
    Tidy::new("cells", rows)
        .text("scenario", "which scenario", |r| &r.scenario)
        .text("metric", "which metric", |r| &r.metric)
        .text("unit", "unit of the metric", |r| &r.unit)
        .text("policy", "which policy", |r| &r.standing.policy)
        .integer("n", "replications", "replications with a value", |r| r.standing.n as u64)
        .bounded(["mean", "ci_low", "ci_high"], unit, ["mean", "95 % interval"], |r| {
            [r.standing.mean, r.standing.ci_low, r.standing.ci_high]
        })
        .number("rank", "", "rank of the mean; 1 is best, ties share", |r| r.standing.rank)
        .number("rank_sd", "", "uncertainty of the rank", |r| r.standing.rank_sd)
        .number("best_mean", "", "probability that its mean is the best", |r| r.standing.best_mean)
        .number("regret", unit, "distance to the best mean", |r| r.regret)
        .number("relative_regret", "", "the same between best (0) and worst (1)", |r| r.relative_regret)
}

fn pareto(rows: &[ParetoPoint]) -> Tidy<'_, ParetoPoint> {
    Tidy::new("pareto", rows)
        .text("scenario", "which scenario", |r| &r.scenario)
        .text("policy", "which policy", |r| &r.policy)
        .number("benefit", "unit of the metric", "mean of the benefit", |r| r.benefit)
        .number("cost", "unit of the metric", "mean of the cost", |r| r.cost)
        .integer("on_front", "", "1 where no other policy has more benefit at no more cost", |r| u64::from(r.on_front))
}
