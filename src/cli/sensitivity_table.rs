//! A sensitivity analysis in words and as short tables.

use std::fmt::Write;

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{every_caution, print_found, print_with_folder, section, title, wide_section};
use super::screen::{self, HEAD_AND_FOLDER, wrapped};
use crate::analysis::sensitivity::{OutcomeSensitivity, ParameterSensitivity, Sensitivity};
use crate::experiment::Method;
use crate::result::{Bounded, Manifest};
use crate::study::StudyResults;

/// Outcomes of one screen, and letters of a line in the heads of their columns.
const COLUMNS: usize = 3;
const NARROW: usize = 16;
/// Tables shown of all; all of them stand in the files.
const SHOWN: usize = 6;

/// Parameters shown in a table, strongest first.
const PARAMETERS: usize = 10;

/// Prints a sensitivity analysis.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_sensitivity(study: &StudyResults, found: &Sensitivity, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(study, json!({ "sensitivity": found }), output);
    }
    let text = if output.all { whole(study, found) } else { one_screen(study, found) };
    print_with_folder(text, &study.results, output)
}

/// Of which points and worlds an analysis is made.
fn made_of(study: &StudyResults, found: &Sensitivity) -> String {
    let what = match found.method {
        Method::Morris => "trajectories of elementary effects (Morris)",
        Method::Sobol => "base points (Sobol' indices)",
    };
    format!(
        "{} {what}, {}, {} at each of {} points, seed {}",
        grouped(found.points as u64),
        counted(found.parameters.len() as u64, "parameter", "parameters"),
        counted(found.replications, "replication", "replications"),
        grouped(study.results.manifest.plan.variant.len() as u64),
        found.seed
    )
}

/// The outcomes that are shown, and of which something is said beside: how long
/// decisions take is what people ask first, and where nothing can be said of it, that is said.
fn shown<'a>(
    manifest: &Manifest,
    found: &'a Sensitivity,
    most: usize,
) -> (Vec<&'a OutcomeSensitivity>, Vec<&'a OutcomeSensitivity>) {
    let shown = found.most_informative(&manifest.metrics, manifest.plan.design.metrics(), most);
    let decides = |one: &&OutcomeSensitivity| {
        manifest.metrics.iter().any(|metric| metric.id == one.about.metric && metric.ending.is_some())
    };
    let there = |one: &&OutcomeSensitivity| shown.iter().any(|there| there.about.is_same(&one.about));
    let unsaid = found.outcomes.iter().filter(decides).filter(|one| !there(one)).collect();
    (shown, unsaid)
}

/// What drives the outcomes in sentences, and the strongest parameters in one table.
fn one_screen(study: &StudyResults, found: &Sensitivity) -> String {
    let manifest = &study.results.manifest;
    let mut text = String::new();
    screen::head(&mut text, manifest);
    wrapped(&mut text, &made_of(study, found));
    text.push('\n');
    let (shown, unsaid) = shown(manifest, found, COLUMNS);
    let said = unsaid.iter().take(1).chain(&shown);
    said.for_each(|one| wrapped(&mut text, &one.words));
    let mut below = String::from("\n");
    screen::cautions(&mut below, manifest);
    let hidden = found.outcomes.len() - shown.len();
    let rest = format!("{}: --all; some: --metric A,B", counted(hidden as u64, "further outcome", "further outcomes"));
    wrapped(&mut below, &rest);
    let strength = |outcome: &OutcomeSensitivity, path: &str| {
        let own = outcome.parameters.iter().find(|own| own.parameter == path);
        own.map_or(Bounded::default(), |own| own.strength(found.method))
    };
    let most = |one: &OutcomeSensitivity| {
        one.parameters.iter().map(|own| own.strength(found.method).value).fold(0.0_f64, f64::max)
    };
    // The strongest of an outcome counts alike whatever the outcome's unit.
    let rank = |path: &str| {
        shown.iter().map(|one| strength(one, path).value / most(one)).filter(|x| x.is_finite()).fold(0.0_f64, f64::max)
    };
    let mut paths: Vec<(&str, f64)> = found.parameters.iter().map(|path| (path.as_str(), rank(path))).collect();
    paths.retain(|(_, rank)| *rank > 0.0);
    paths.sort_by(|a, b| b.1.total_cmp(&a.1));
    let cell = |own: Bounded| {
        let number = |x: f64| if found.method == Method::Sobol { probability(x) } else { short(x) };
        if own.value.is_nan() {
            String::new()
        } else {
            format!("{} {}", number(own.value), bracketed(&number(own.low), &number(own.high)))
        }
    };
    let row = |path: &str| -> Vec<String> {
        [path.to_owned()].into_iter().chain(shown.iter().map(|one| cell(strength(one, path)))).collect()
    };
    let names: Vec<String> = shown.iter().map(|one| screen::narrow(&one.about.name(), NARROW)).collect();
    let heads: Vec<&str> = names.iter().map(String::as_str).collect();
    let measure = match found.method {
        Method::Morris => "mu* [95 %]",
        Method::Sobol => "total index [95 %]",
    };
    let mut rows: Vec<Vec<String>> =
        paths.iter().take(screen::rows_beside(&[&text, &below, HEAD_AND_FOLDER])).map(|(path, _)| row(path)).collect();
    // Cells that had to be broken take more lines than one.
    loop {
        let mut table = String::new();
        if !rows.is_empty() {
            section(&mut table, measure, &heads, &rows);
        }
        if rows.len() > 1 && screen::is_too_high(&[&text, &table, &below]) {
            rows.pop();
            continue;
        }
        return text + &table + &below;
    }
}

fn bracketed(low: &str, high: &str) -> String {
    let interval = screen::range(low, high);
    if interval.is_empty() { interval } else { format!("[{}]", interval.replace(" to ", ", ")) }
}

/// All that is said of the outcomes that are told best, a table for each.
fn whole(study: &StudyResults, found: &Sensitivity) -> String {
    let results = &study.results;
    let mut text = title(&results.manifest.title);
    _ = write!(text, "{}\n\n", made_of(study, found));
    let (shown, unsaid) = shown(&results.manifest, found, SHOWN);
    let hidden = found.outcomes.len() - shown.len();
    unsaid.iter().chain(&shown).for_each(|one| _ = writeln!(text, "{}", one.words));
    for one in &shown {
        let chance = one.noise.share;
        let beside = if chance.is_nan() { String::new() } else { format!(" (chance: {:.0} %)", 100.0 * chance) };
        let name = format!("{}{beside}", one.about.name());
        let mut ranked: Vec<&ParameterSensitivity> = one.parameters.iter().collect();
        let key = |p: &ParameterSensitivity| p.strength(found.method).value;
        ranked.sort_by(|a, b| key(b).total_cmp(&key(a)));
        ranked.retain(|p| key(p) > 0.0);
        if ranked.is_empty() {
            continue;
        }
        ranked.truncate(PARAMETERS);
        match found.method {
            Method::Morris => {
                let rows: Vec<Vec<String>> = ranked.iter().map(|p| morris(p)).collect();
                wide_section(&mut text, &name, &["mu*", "95 % interval", "mu", "sigma"], &rows);
            }
            Method::Sobol => {
                let rows: Vec<Vec<String>> = ranked.iter().map(|p| sobol(p)).collect();
                let heads = ["first", "95 % interval", "total", "95 % interval"];
                wide_section(&mut text, &name, &heads, &rows);
            }
        }
    }
    if hidden > 0 {
        _ = write!(text, "\n{hidden} further outcomes: noise.csv (in words), sensitivity.csv, or --metric NAME\n");
    }
    every_caution(&mut text, &results.manifest);
    text
}

fn morris(p: &ParameterSensitivity) -> Vec<String> {
    let range = format!("{} to {}", short(p.mu_star.low), short(p.mu_star.high));
    vec![p.parameter.clone(), short(p.mu_star.value), range, short(p.mu.value), short(p.sigma.value)]
}

fn sobol(p: &ParameterSensitivity) -> Vec<String> {
    let range = |of: Bounded| format!("{} to {}", probability(of.low), probability(of.high));
    vec![p.parameter.clone(), probability(p.first.value), range(p.first), probability(p.total.value), range(p.total)]
}
