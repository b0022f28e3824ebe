//! Results as a short table.

use std::fmt::Write;
use std::path::Path;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use serde_json::{Value, json};

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short, to_precision};
use super::output::{BOLD, Output};
use super::uncertainty_table::variances;
use crate::experiment::FIRST_LOOK;
use crate::outcome::{KindName, outcome_name};
use crate::result::{Estimate, Incidence, Manifest, QUANTILES, Results};
use crate::study::StudyResults;

/// Cautions shown in the terminal; all of them stand in the manifest.
const CAUTIONS_SHOWN: usize = 6;

/// Metrics of one family beyond which most of them are left to `summary.csv`.
const FAMILY: usize = 9;
/// Variants shown of how a time ended; all of them stand in `competing.csv`.
const SHOWN_VARIANTS: usize = 20;
/// How many of a large family are shown.
const FAMILY_SHOWN: usize = 4;

/// Prints what `--json` gives for results: where they are, the manifest, and what was found.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_found(found: &StudyResults, own: Value, output: &Output) -> Result<(), CliError> {
    let results = &found.results;
    let mut all = json!({
        "folder": folder_of(results),
        "uncertainty": found.uncertainty,
        "hindcast": found.hindcast,
    });
    if output.manifest {
        all["manifest"] = json!(results.manifest);
    }
    if let (Value::Object(all), Value::Object(own)) = (&mut all, own) {
        all.extend(own);
    }
    output.print_json(&all)
}

/// The first line of a table of results: their title.
pub(super) fn title(title: &str) -> String {
    format!("{}{title}{}\n", BOLD.0, BOLD.1)
}

/// Prints a table of results, and where they are.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_with_folder(mut text: String, results: &Results, output: &Output) -> Result<(), CliError> {
    _ = write!(text, "\nResults: {}\n", folder_of(results).display());
    output.print(&text)
}

/// Prints the results of a run.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_results(found: &StudyResults, output: &Output) -> Result<(), CliError> {
    let (results, manifest) = (&found.results, &found.results.manifest);
    if output.json {
        let own = json!({
            "quantile_probabilities": QUANTILES.map(|(p, _)| p),
            "estimates": results.estimates,
            "competing": results.competing,
        });
        return print_found(found, own, output);
    }
    let mut text = title(&manifest.title);
    _ = write!(
        text,
        "{} of {}, seed {}",
        counted(manifest.replications, "replication", "replications"),
        crate::result::variant_names(&manifest.plan).join(", "),
        manifest.plan.seed
    );
    if manifest.failed > 0 {
        _ = write!(text, ", {} failed", grouped(manifest.failed));
    }
    text.push('\n');
    let several = manifest.plan.variant.len() > 1;
    for (title, columns, kinds, row) in SECTIONS {
        let all: Vec<&Estimate> = results.estimates.iter().filter(|e| kinds.contains(&e.kind)).collect();
        let (chosen, left_out) = without_large_families(&all);
        if !chosen.is_empty() {
            let rows: Vec<Vec<String>> = chosen.iter().map(|estimate| row(estimate, several)).collect();
            section(&mut text, title, columns, &rows);
        }
        for (family, number) in left_out {
            _ = writeln!(text, "... and {number} more of {family}_* in summary.csv");
        }
    }
    competing(&mut text, &results.competing);
    found.uncertainty.iter().for_each(|found| variances(&mut text, found, &[]));
    goals(&mut text, manifest);
    cautions(&mut text, manifest, &[]);
    print_with_folder(text, results, output)
}

/// The folder of results that a command has made.
pub(super) fn folder_of(results: &Results) -> &Path {
    results.kept().map_or(Path::new(""), |kept| &kept.folder)
}

/// Appends what became of the goals of `--until`.
pub(super) fn goals(text: &mut String, manifest: &Manifest) {
    for goal in &manifest.until {
        let what = match (&goal.selected, goal.selected_after, goal.half_width) {
            (Some(policy), Some(worlds), _) => {
                format!("`{policy}` is best, selected after {} replications", grouped(worlds))
            }
            (_, _, Some(half)) => format!("half-width {}", short(half)),
            _ => "not settled".to_owned(),
        };
        let early = if goal.replications < FIRST_LOOK { ", too few for the rule to begin" } else { "" };
        _ = write!(
            text,
            "\n--until {}: {} at {} replications ({what}; look {}{early})\n",
            goal.goal,
            if goal.reached { "reached" } else { "not reached" },
            grouped(goal.replications),
            goal.looks
        );
    }
}

/// Appends how times that can end in several ways have ended by a day, one section for each of them.
pub(super) fn competing(text: &mut String, all: &[Incidence]) {
    for one in all.chunk_by(|a, b| a.metric == b.metric) {
        let row = |of_variant: &[Incidence]| {
            let shares = of_variant.iter().map(|i| {
                let interval =
                    if i.p_low.is_nan() { String::new() } else { format!(" ({:.3} to {:.3})", i.p_low, i.p_high) };
                format!("{}{interval}", probability(i.p))
            });
            let mut row = vec![of_variant[0].variant.clone(), short(of_variant[0].day)];
            row.extend(shares);
            row
        };
        let variants: Vec<&[Incidence]> = one.chunk_by(|a, b| a.variant == b.variant).take(SHOWN_VARIANTS).collect();
        let rows: Vec<Vec<String>> = variants.iter().map(|of_variant| row(of_variant)).collect();
        let heads: Vec<&str> = ["by day"].into_iter().chain(variants[0].iter().map(|i| i.cause.as_ref())).collect();
        section(text, &format!("{}: how it ended", one[0].metric), &heads, &rows);
    }
}

/// Appends the first cautions of a manifest that are about the whole or about the metrics shown (all when empty).
pub(super) fn cautions(text: &mut String, manifest: &Manifest, shown: &[&str]) {
    let all = manifest.cautions.len();
    if all == 0 {
        return;
    }
    let about = |metric: &str| shown.is_empty() || shown.iter().any(|id| metric == *id || of_level(metric, id));
    let chosen = manifest.cautions.iter().filter(|entry| entry.caution.metric().is_none_or(about));
    let chosen: Vec<&str> = chosen.take(CAUTIONS_SHOWN).map(|entry| entry.text.as_str()).collect();
    _ = write!(text, "\n{}Cautions{}\n", BOLD.0, BOLD.1);
    for caution in &chosen {
        _ = writeln!(text, "  {caution}");
    }
    if all > chosen.len() {
        let more = if chosen.is_empty() { "none about what is shown; " } else { "... and " };
        _ = writeln!(text, "  {more}{} more in manifest.json", grouped((all - chosen.len()) as u64));
    }
}

/// Whether an outcome is a level of a metric.
fn of_level(outcome: &str, metric: &str) -> bool {
    outcome.strip_prefix(metric).is_some_and(|rest| rest.starts_with(": "))
}

/// Leaves out most of a family of amounts (those whose names begin with the same word, such as one for each district)
/// when it is large: the largest few by mean stay. Also says how many of which family were left out.
fn without_large_families<'a>(all: &[&'a Estimate]) -> (Vec<&'a Estimate>, Vec<(String, usize)>) {
    let family = |e: &Estimate| e.metric.split('_').next().unwrap_or_default().to_owned();
    let mut left_out: Vec<(String, usize)> = Vec::new();
    let mut kept = Vec::new();
    for group in all.chunk_by(|a, b| a.kind == KindName::Amount && family(a) == family(b)) {
        if group.len() <= FAMILY {
            kept.extend_from_slice(group);
            continue;
        }
        let mut means: Vec<f64> = group.iter().map(|e| e.mean).collect();
        means.sort_by(|a, b| b.total_cmp(a));
        let shown = group.iter().filter(|e| e.mean >= means[FAMILY_SHOWN - 1]).take(FAMILY_SHOWN);
        kept.extend(shown);
        left_out.push((family(group[0]), group.len() - FAMILY_SHOWN));
    }
    (kept, left_out)
}

/// A part of the table: title, heads of its columns, kinds of metrics, and how an estimate becomes a line.
type Section = (&'static str, &'static [&'static str], &'static [KindName], fn(&Estimate, bool) -> Vec<String>);

const SECTIONS: [Section; 3] = [
    ("Probabilities", &["p", "95 % interval"], &[KindName::Event, KindName::Level], |e, several| {
        vec![
            named(outcome_name(&e.metric, &e.level), e, several),
            probability(e.p),
            range(&probability(e.p_low), &probability(e.p_high)),
        ]
    }),
    ("Times (days)", &["came", "mean", "95 % interval", "5 %", "50 %", "95 %"], &[KindName::Time], |e, several| {
        let mut row = vec![named(e.metric.clone(), e, several), probability(e.p)];
        row.extend(mean_and_quantiles(e));
        row
    }),
    ("Amounts", &["mean", "95 % interval", "5 %", "50 %", "95 %", "unit"], &[KindName::Amount], |e, several| {
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
    let half_width = 0.5 * (e.ci_high - e.ci_low);
    let exact = |value: f64| to_precision(value, half_width);
    let interval = range(&exact(e.ci_low), &exact(e.ci_high));
    [exact(e.mean), interval, short(at(0.05)), short(at(0.5)), short(at(0.95))]
}

/// Whether a column holds words.
fn to_the_left(head: &str) -> bool {
    matches!(head, "unit" | "first fact")
}

/// Appends a section: the first column to the left, the others to the right, columns of words to the left.
pub(super) fn section(text: &mut String, title: &str, heads: &[&str], rows: &[Vec<String>]) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header([title].iter().chain(heads)).add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        let left = at == 0 || to_the_left(heads[at - 1]);
        column.set_cell_alignment(if left { CellAlignment::Left } else { CellAlignment::Right });
        column.set_padding((if at == 0 { 0 } else { 2 }, 0));
    }
    let mut lines = table.lines();
    let head = lines.next().unwrap_or_default();
    _ = writeln!(text, "\n{}{}{}", BOLD.0, head.trim_end(), BOLD.1);
    lines.for_each(|line| _ = writeln!(text, "{}", line.trim_end()));
}
