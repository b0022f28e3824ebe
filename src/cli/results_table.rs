//! Results as a short table.

use std::fmt::Write;
use std::path::Path;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use serde_json::{Value, json};

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short, to_precision};
use super::output::{BOLD, Output};
use super::screen::{self, HEAD_AND_FOLDER, Scale, WIDTH, wrapped};
use super::uncertainty_table::variances;
use crate::experiment::FIRST_LOOK;
use crate::outcome::{Kind, KindName, Metric, outcome_name};
use crate::report::folder::Told;
use crate::result::{CautionKind, Estimate, Incidence, Manifest, QUANTILES, Results};
use crate::study::StudyResults;

/// Sentences of the answer.
const SENTENCES: usize = 3;
/// Levels of a metric on one screen.
const LEVELS_SHOWN: usize = 3;
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
        "cautions": CautionKind::all(results.manifest.cautions.iter().map(|entry| &entry.caution)),
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
    _ = writeln!(text, "Results: {}", folder_of(results).display());
    output.print(&text)
}

/// Prints the results of a run.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_results(found: &StudyResults, output: &Output) -> Result<(), CliError> {
    let results = &found.results;
    if output.json {
        let own = json!({
            "quantile_probabilities": QUANTILES.map(|(p, _)| p),
            "estimates": results.estimates,
            "competing": results.competing,
        });
        return print_found(found, own, output);
    }
    let text = if output.all { whole(found) } else { one_screen(found, &output.metrics) };
    print_with_folder(text, results, output)
}

/// Of which replications results are made.
fn made_of(manifest: &Manifest) -> String {
    let failed = if manifest.failed > 0 { format!(", {} failed", grouped(manifest.failed)) } else { String::new() };
    let imposed = manifest.imposed().map(|imposed| format!("; {imposed}")).unwrap_or_default();
    format!(
        "{} of {}, seed {}{failed}{imposed}",
        counted(manifest.replications, "replication", "replications"),
        crate::result::variant_names(&manifest.plan).join(", "),
        manifest.plan.seed
    )
}

/// All that a run found.
fn whole(found: &StudyResults) -> String {
    let (results, manifest) = (&found.results, &found.results.manifest);
    let mut text = title(&manifest.title);
    _ = writeln!(text, "{}", made_of(manifest));
    let several = manifest.plan.variant.len() > 1;
    for (title, columns, kinds, row) in SECTIONS {
        let all: Vec<&Estimate> = results.estimates.iter().filter(|e| kinds.contains(&e.kind)).collect();
        let (chosen, left_out) = without_large_families(&all);
        if !chosen.is_empty() {
            let rows: Vec<Vec<String>> = chosen.iter().map(|estimate| row(estimate, several)).collect();
            wide_section(&mut text, title, columns, &rows);
        }
        for (family, number) in left_out {
            _ = writeln!(text, "... and {number} more of {family}_* in summary.csv");
        }
    }
    competing(&mut text, &results.competing);
    found.uncertainty.iter().for_each(|found| variances(&mut text, found, &[]));
    let refuge = found.hindcast.as_ref().and_then(|hindcast| hindcast.refuge_in_words());
    refuge.iter().for_each(|sentence| wrapped(&mut text, sentence));
    goals(&mut text, manifest);
    every_caution(&mut text, manifest);
    text
}

/// The answer of a run, what it hangs on, and the rows that matter; or those of the metrics that were asked for.
fn one_screen(found: &StudyResults, wanted: &[String]) -> String {
    let (results, manifest) = (&found.results, &found.results.manifest);
    let mut text = String::new();
    screen::head(&mut text, manifest);
    wrapped(&mut text, &made_of(manifest));
    let told =
        Told::of(manifest, &results.estimates, manifest.series.first().map(|series| f64::from(series.start_day)));
    let metrics: Vec<&Metric> = if wanted.is_empty() {
        text.push('\n');
        told.sentences(SENTENCES).iter().for_each(|sentence| wrapped(&mut text, sentence));
        let chosen = told.chosen();
        let ids: Vec<&str> = chosen.iter().take(SENTENCES).map(|metric| metric.id.as_ref()).collect();
        let variant = manifest.plan.variant.first().map_or("", |variant| &variant.name);
        screen::not_known(&mut text, found.uncertainty.as_ref(), variant, &ids);
        screen::hangs_on(&mut text, results);
        let refuge = found.hindcast.as_ref().and_then(|hindcast| hindcast.refuge_in_words());
        refuge.iter().for_each(|sentence| wrapped(&mut text, sentence));
        chosen
    } else {
        manifest.metrics.iter().filter(|metric| wanted.iter().any(|id| *id == metric.id)).collect()
    };
    let mut below = String::new();
    goals(&mut below, manifest);
    below.push('\n');
    screen::cautions(&mut below, manifest);
    let meaning = metrics.first().map_or("METRIC", |metric| metric.id.as_ref());
    let all = manifest.metrics.len();
    let rest = format!("All {all} metrics: --all; some: --metric A,B; meaning: panj explain {meaning}");
    wrapped(&mut below, &rest);
    let mut rows: Vec<Vec<String>> = metrics.iter().flat_map(|metric| screen_rows(&told, metric)).collect();
    if wanted.is_empty() {
        rows.truncate(screen::rows_beside(&[&text, &below, HEAD_AND_FOLDER]));
    }
    // Cells that had to be broken take more lines than one.
    loop {
        let mut table = String::new();
        section(&mut table, "outcome", &["p, mean", "95 % interval", "central 90 %", "unit"], &rows);
        if wanted.is_empty() && rows.len() > 1 && screen::is_too_high(&[&text, &table, &below]) {
            rows.pop();
            continue;
        }
        return text + &table + &below;
    }
}

/// The rows of a metric on one screen: one, or one for each of the likeliest levels.
fn screen_rows(told: &Told<'_>, metric: &Metric) -> Vec<Vec<String>> {
    let shares = |name: String, e: &Estimate, rest: [String; 2]| {
        let interval = screen::range(&probability(e.p_low), &probability(e.p_high));
        [name, probability(e.p), interval].into_iter().chain(rest).collect::<Vec<String>>()
    };
    let mut estimates: Vec<&Estimate> = told.rows(&metric.id).collect();
    match metric.kind {
        Kind::Level(_) => {
            estimates.retain(|e| e.p > 0.0);
            estimates.sort_by(|a, b| b.p.total_cmp(&a.p));
            estimates.truncate(LEVELS_SHOWN);
            let name = |at: usize, e: &Estimate| {
                if at == 0 { outcome_name(&e.metric, &e.level) } else { format!("  {}", e.level) }
            };
            estimates.iter().enumerate().map(|(at, e)| shares(name(at, e), e, [String::new(), String::new()])).collect()
        }
        Kind::Event => estimates.iter().map(|e| shares(e.metric.clone(), e, [String::new(), String::new()])).collect(),
        Kind::Time(_) => {
            let day = |value: f64| if value.is_nan() { "never".to_owned() } else { short(value) };
            let spread = |e: &Estimate| match (e.quantile(0.05), e.quantile(0.95)) {
                (early, late) if early.is_nan() && late.is_nan() => String::new(),
                (early, late) => format!("{} to {}", day(early), day(late)),
            };
            estimates.iter().map(|e| shares(e.metric.clone(), e, [spread(e), e.unit.clone()])).collect()
        }
        Kind::Amount => {
            let row = |e: &&Estimate| {
                let scale = Scale::of(e.mean);
                let half_width = scale.on(0.5 * (e.ci_high - e.ci_low));
                let exact = |value: f64| to_precision(scale.on(value), half_width);
                let [low, high] = [0.05, 0.95].map(|p| short(scale.on(e.quantile(p))));
                let interval = screen::range(&exact(e.ci_low), &exact(e.ci_high));
                vec![e.metric.clone(), exact(e.mean), interval, screen::range(&low, &high), scale.unit(&e.unit)]
            };
            estimates.iter().map(row).collect()
        }
    }
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
        wide_section(text, &format!("{}: how it ended", one[0].metric), &heads, &rows);
    }
}

/// Appends all cautions of a manifest.
pub(super) fn every_caution(text: &mut String, manifest: &Manifest) {
    if !manifest.cautions.is_empty() {
        _ = write!(text, "\n{}Cautions{}\n", BOLD.0, BOLD.1);
    }
    for entry in &manifest.cautions {
        _ = writeln!(text, "  {}", entry.text);
    }
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

/// Appends a section within the screen's width, by breaking lines where it must be: the first column to the left, the
/// others to the right, columns of words to the left.
pub(super) fn section(text: &mut String, title: &str, heads: &[&str], rows: &[Vec<String>]) {
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH as u16);
    lay_out(text, table, title, heads, rows);
}

/// Appends a section as wide as it is.
pub(super) fn wide_section(text: &mut String, title: &str, heads: &[&str], rows: &[Vec<String>]) {
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Disabled);
    lay_out(text, table, title, heads, rows);
}

/// Characters of a name that stand on one line where the first column has them.
const NAME: usize = 24;

fn lay_out(text: &mut String, mut table: Table, title: &str, heads: &[&str], rows: &[Vec<String>]) {
    table.load_style(NOTHING);
    table.set_header([title].iter().chain(heads)).add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        let left = at == 0 || to_the_left(heads[at - 1]);
        column.set_cell_alignment(if left { CellAlignment::Left } else { CellAlignment::Right });
        let padding = if at == 0 { 0 } else { 2 };
        column.set_padding((padding, 0));
        // a path or a number that is broken can be neither read nor copied
        let cells = rows.iter().filter_map(|row| row.get(at).map(String::as_str));
        let head = if at == 0 { title } else { heads[at - 1] };
        let whole = |cell: &str| if at == 0 { cell.chars().count().min(NAME) } else { 0 };
        let word = |cell: &str| cell.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let longest = cells.chain([head]).map(|cell| word(cell).max(whole(cell))).max().unwrap_or(0) as u16 + padding;
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(longest)));
    }
    let mut lines = table.lines();
    let head = lines.next().unwrap_or_default();
    _ = writeln!(text, "\n{}{}{}", BOLD.0, head.trim_end(), BOLD.1);
    lines.for_each(|line| _ = writeln!(text, "{}", line.trim_end()));
}
