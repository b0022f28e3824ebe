//! A sweep as a short table: a point in a row, a few metrics with their intervals.

use std::fmt::Write;

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, probability, short};
use super::output::Output;
use super::results_table::{cautions, goals, print_found, print_with_folder, section, title};
use crate::analysis::sweep::{AtPoint, Sweep, SweptOutcome};
use crate::outcome::Better;
use crate::study::StudyResults;

/// Metrics shown where none were asked for.
const SHOWN: usize = 3;
/// Points shown; all of them stand in the files.
const POINTS: usize = 60;

/// Prints a sweep.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_sweep(found: &StudyResults, sweep: &Sweep, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(found, json!({ "sweep": sweep }), output);
    }
    let results = &found.results;
    let mut text = title(&results.manifest.title);
    _ = writeln!(
        text,
        "{} ({}), {} at each in the same worlds, seed {}; mean and 95 % interval",
        counted(sweep.points.len() as u64, "point", "points"),
        sweep.design.name(),
        counted(sweep.replications, "replication", "replications"),
        sweep.seed
    );
    let shown = shown(sweep, results.manifest.plan.design.metrics());
    let mut heads: Vec<&str> = sweep.factors.iter().map(String::as_str).collect();
    let names: Vec<String> = shown.iter().map(|one| one.about.name()).collect();
    heads.extend(names.iter().map(String::as_str));
    let row = |at: usize| {
        let mut row = vec![sweep.points[at].name.clone()];
        row.extend(sweep.points[at].values.iter().cloned());
        row.extend(shown.iter().map(|one| cell(one, &one.at[at])));
        row
    };
    let rows: Vec<Vec<String>> = (0..sweep.points.len().min(POINTS)).map(row).collect();
    section(&mut text, "point", &heads, &rows);
    if sweep.points.len() > POINTS {
        _ = writeln!(text, "... and {} more in sweep.csv", sweep.points.len() - POINTS);
    }
    goals(&mut text, &results.manifest);
    let shown: Vec<&str> = shown.iter().map(|one| one.about.metric.as_str()).collect();
    cautions(&mut text, &results.manifest, &shown);
    print_with_folder(text, results, output)
}

fn shown<'a>(sweep: &'a Sweep, metrics: &[String]) -> Vec<&'a SweptOutcome> {
    if !metrics.is_empty() {
        return sweep.outcomes.iter().filter(|one| metrics.contains(&one.about.metric)).collect();
    }
    let clear = |one: &SweptOutcome| one.about.better != Better::Neither && !one.clarity().is_nan();
    let mut able: Vec<(usize, &SweptOutcome)> =
        sweep.outcomes.iter().enumerate().filter(|(_, one)| clear(one)).collect();
    able.sort_by(|a, b| b.1.clarity().total_cmp(&a.1.clarity()));
    able.truncate(SHOWN);
    able.sort_by_key(|(at, _)| *at);
    able.into_iter().map(|(_, one)| one).collect()
}

fn cell(one: &SweptOutcome, at: &AtPoint) -> String {
    let number = |x: f64| if one.about.is_share() { probability(x) } else { short(x) };
    if at.mean.is_nan() || at.ci_low.is_nan() {
        number(at.mean)
    } else {
        format!("{} ({} to {})", number(at.mean), number(at.ci_low), number(at.ci_high))
    }
}
