//! A sweep as a short table: a point in a row, a few metrics with their intervals.

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, probability, short};
use super::output::Output;
use super::results_table::{every_caution, goals, print_found, print_with_folder, section, wide_section};
use super::screen::{self, HEAD_AND_FOLDER, wrapped};
use crate::analysis::sweep::{AtPoint, Sweep, SweptOutcome};
use crate::study::StudyResults;

/// Metrics shown where none were asked for.
const SHOWN: usize = 3;

/// Letters of a line in the head of a column.
const NARROW: usize = 14;

/// Prints a sweep.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_sweep(found: &StudyResults, sweep: &Sweep, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(found, json!({ "sweep": sweep }), output);
    }
    let (results, manifest) = (&found.results, &found.results.manifest);
    let mut text = String::new();
    screen::head(&mut text, manifest);
    let made_of = format!(
        "{} ({}), {} at each in the same worlds, seed {}",
        counted(sweep.points.len() as u64, "point", "points"),
        sweep.design.name(),
        counted(sweep.replications, "replication", "replications"),
        sweep.seed
    );
    wrapped(&mut text, &made_of);
    let shown = sweep.most_informative(&manifest.metrics, manifest.plan.design.metrics(), SHOWN);
    if !output.all {
        text.push('\n');
        shown.iter().for_each(|one| wrapped(&mut text, &sentence(one, sweep)));
        if shown.is_empty() {
            wrapped(&mut text, "No outcome changes over the design by more than its uncertainty.");
        }
    }
    let mut below = String::new();
    goals(&mut below, manifest);
    if output.all {
        every_caution(&mut below, manifest);
    } else {
        below.push('\n');
        screen::cautions(&mut below, manifest);
        let all = counted(sweep.points.len() as u64, "point", "points");
        wrapped(&mut below, &format!("All {all} with intervals: --all; other outcomes: --metric A,B"));
    }
    let letters = if output.all { usize::MAX } else { NARROW };
    let names = sweep.factors.iter().cloned().chain(shown.iter().map(|one| one.about.name()));
    let names: Vec<String> = names.map(|name| screen::narrow(&name, letters)).collect();
    let heads: Vec<&str> = names.iter().map(String::as_str).collect();
    let row = |at: usize| {
        let mut row = vec![sweep.points[at].name.clone()];
        row.extend(sweep.points[at].values.iter().cloned());
        row.extend(shown.iter().map(|one| cell(one, &one.at[at], output.all)));
        row
    };
    let points = if output.all {
        sweep.points.len()
    } else {
        sweep.points.len().min(screen::rows_beside(&[&text, &below, HEAD_AND_FOLDER]))
    };
    let rows: Vec<Vec<String>> = (0..points).map(row).collect();
    let write = if output.all { wide_section } else { section };
    write(&mut text, "point", &heads, &rows);
    text += &below;
    print_with_folder(text, results, output)
}

/// Between which means an outcome lies, and at which points.
fn sentence(one: &SweptOutcome, sweep: &Sweep) -> String {
    let mut known: Vec<usize> = (0..one.at.len()).filter(|at| !one.at[*at].mean.is_nan()).collect();
    known.sort_by(|a, b| one.at[*a].mean.total_cmp(&one.at[*b].mean));
    let at = |at: &usize| {
        let values = sweep.factors.iter().zip(&sweep.points[*at].values);
        let values: Vec<String> = values.map(|(path, value)| format!("{path} = {value}")).collect();
        format!("{} at {}", cell(one, &one.at[*at], true), values.join(", "))
    };
    match (known.first(), known.last()) {
        (Some(low), Some(high)) if one.at[*low].mean < one.at[*high].mean => {
            format!("{}: from {} to {}.", one.about.name(), at(low), at(high))
        }
        (Some(low), _) => format!("{}: {} everywhere.", one.about.name(), cell(one, &one.at[*low], false)),
        _ => format!("{}: without a mean at any point.", one.about.name()),
    }
}

fn cell(one: &SweptOutcome, at: &AtPoint, with_interval: bool) -> String {
    let number = |x: f64| if one.about.is_share() { probability(x) } else { short(x) };
    if !with_interval || at.mean.is_nan() || at.ci_low.is_nan() {
        number(at.mean)
    } else {
        format!("{} ({} to {})", number(at.mean), number(at.ci_low), number(at.ci_high))
    }
}
