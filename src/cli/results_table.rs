//! Results as a short table.

use std::fmt::Write;

use serde::Serialize;

use super::error::CliError;
use super::numbers::{grouped, probability, short};
use super::output::Output;
use crate::result::{Estimate, Manifest, QUANTILES, Results};

/// Cautions shown in the terminal; all of them stand in the manifest.
const CAUTIONS_SHOWN: usize = 6;

/// What `--json` gives for results: where they are, the manifest, and the estimates by metric, then variant.
#[derive(Serialize)]
struct ResultsAsJson<'a> {
    folder: &'a std::path::Path,
    manifest: &'a Manifest,
    quantile_probabilities: [f64; QUANTILES.len()],
    estimates: &'a [Estimate],
}

/// Prints the results of a run.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_results(results: &Results, output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(&ResultsAsJson {
            folder: &results.folder,
            manifest: &results.manifest,
            quantile_probabilities: QUANTILES.map(|(p, _)| p),
            estimates: &results.estimates,
        });
    }
    let bold = if output.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let manifest = &results.manifest;
    let mut text = format!(
        "{}{}{}\n{} replications of {}, seed {}",
        bold.0,
        manifest.title,
        bold.1,
        grouped(manifest.replications),
        crate::result::variant_names(&manifest.plan).join(", "),
        manifest.plan.seed
    );
    if manifest.failed > 0 {
        _ = write!(text, ", {} failed", grouped(manifest.failed));
    }
    text.push('\n');
    let several = manifest.plan.variant.len() > 1;
    for (title, columns, kinds, row) in SECTIONS {
        let chosen: Vec<&Estimate> = results.estimates.iter().filter(|e| kinds.contains(&e.kind)).collect();
        if !chosen.is_empty() {
            let rows: Vec<Vec<String>> = chosen.iter().map(|estimate| row(estimate, several)).collect();
            section(&mut text, title, columns, &rows, bold);
        }
    }
    for goal in &manifest.until {
        let how = if goal.reached { "reached" } else { "not reached" };
        _ = write!(
            text,
            "\n--until {}: {how} at {} replications (half-width {}, look {})\n",
            goal.goal,
            grouped(goal.replications),
            short(goal.half_width),
            goal.looks
        );
    }
    if !manifest.cautions.is_empty() {
        _ = write!(text, "\n{}Cautions{}\n", bold.0, bold.1);
        for caution in manifest.cautions.iter().take(CAUTIONS_SHOWN) {
            _ = writeln!(text, "  {}", caution.text);
        }
        if manifest.cautions.len() > CAUTIONS_SHOWN {
            _ = writeln!(text, "  ... and {} more in manifest.json", manifest.cautions.len() - CAUTIONS_SHOWN);
        }
    }
    _ = write!(text, "\nResults: {}\n", results.folder.display());
    output.print(&text)
}

/// A part of the table: title, heads of its columns, kinds of metrics, and how an estimate becomes a line.
type Section = (&'static str, &'static [&'static str], &'static [&'static str], fn(&Estimate, bool) -> Vec<String>);

const SECTIONS: [Section; 3] = [
    ("Probabilities", &["p", "95 % interval"], &["event", "level"], |e, several| {
        let name = if e.level.is_empty() { e.metric.clone() } else { format!("{}: {}", e.metric, e.level) };
        vec![named(name, e, several), probability(e.p), range(&probability(e.p_low), &probability(e.p_high))]
    }),
    ("Times (days)", &["came", "mean", "95 % interval", "5 %", "50 %", "95 %"], &["time"], |e, several| {
        let mut row = vec![named(e.metric.clone(), e, several), probability(e.p)];
        row.extend(mean_and_quantiles(e));
        row
    }),
    ("Amounts", &["mean", "95 % interval", "5 %", "50 %", "95 %", "unit"], &["amount"], |e, several| {
        let mut row = vec![named(e.metric.clone(), e, several)];
        row.extend(mean_and_quantiles(e));
        row.push(e.unit.clone());
        row
    }),
];

fn named(name: String, estimate: &Estimate, several: bool) -> String {
    if several { format!("{name} ({})", estimate.variant) } else { name }
}

fn range(low: &str, high: &str) -> String {
    if low == "–" { low.to_owned() } else { format!("{low} to {high}") }
}

fn mean_and_quantiles(e: &Estimate) -> [String; 5] {
    let at = |p: f64| QUANTILES.iter().position(|(q, _)| *q == p).map_or(f64::NAN, |index| e.quantiles[index]);
    [short(e.mean), range(&short(e.ci_low), &short(e.ci_high)), short(at(0.05)), short(at(0.5)), short(at(0.95))]
}

/// Appends a section: the first column to the left, the others to the right, a unit to the left.
fn section(text: &mut String, title: &str, heads: &[&str], rows: &[Vec<String>], bold: (&str, &str)) {
    let length = |cell: &str| cell.chars().count();
    let first = rows.iter().map(|row| length(&row[0])).max().unwrap_or(0).max(length(title));
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| rows.iter().map(|row| length(&row[at + 1])).max().unwrap_or(0).max(length(head)))
        .collect();
    _ = write!(text, "\n{}{title:first$}", bold.0);
    for (head, width) in heads.iter().zip(&widths) {
        let left = *head == "unit";
        _ = if left { write!(text, "  {head}") } else { write!(text, "  {head:>width$}") };
    }
    _ = writeln!(text, "{}", bold.1);
    for row in rows {
        let mut line = format!("{:first$}", row[0]);
        for ((cell, head), width) in row[1..].iter().zip(heads).zip(&widths) {
            _ = if *head == "unit" { write!(line, "  {cell}") } else { write!(line, "  {cell:>width$}") };
        }
        _ = writeln!(text, "{}", line.trim_end());
    }
}
