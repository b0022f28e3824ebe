//! A sensitivity analysis in words and as short tables.

use std::fmt::Write;

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{print_found, print_with_folder, section, title};
use crate::analysis::sensitivity::{FEWEST, OutcomeSensitivity, ParameterSensitivity, Sensitivity};
use crate::experiment::Method;
use crate::outcome::Better;
use crate::result::Bounded;
use crate::study::StudyResults;

/// Tables shown; all of them stand in the files.
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
    let results = &study.results;
    let what = match found.method {
        Method::Morris => "trajectories of elementary effects (Morris)",
        Method::Sobol => "base points (Sobol' indices)",
    };
    let mut text = title(&results.manifest.title);
    _ = write!(
        text,
        "{} {what}, {}, {} at each of {} points, seed {}\n\n",
        grouped(found.points as u64),
        counted(found.parameters.len() as u64, "parameter", "parameters"),
        counted(found.replications, "replication", "replications"),
        grouped(results.manifest.plan.variant.len() as u64),
        found.seed
    );
    let asked = results.manifest.metrics.len() > found.outcomes.len();
    let mut shown: Vec<&OutcomeSensitivity> = found.outcomes.iter().filter(|one| asked || able(one)).collect();
    shown.sort_by(|a, b| a.noise.share.total_cmp(&b.noise.share));
    let hidden = found.outcomes.len() - shown.len().min(SHOWN);
    shown.truncate(SHOWN);
    // How long decisions take is what people ask first: where nothing can be said of it, that is said.
    let decides = |one: &&OutcomeSensitivity| {
        results.manifest.metrics.iter().any(|metric| metric.id == one.about.metric && metric.ending.is_some())
    };
    let unsaid =
        found.outcomes.iter().filter(decides).filter(|one| !shown.iter().any(|there| there.about == one.about));
    unsaid.chain(shown.iter().copied()).for_each(|one| _ = writeln!(text, "{}", one.words));
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
                section(&mut text, &name, &["mu*", "95 % interval", "mu", "sigma"], &rows);
            }
            Method::Sobol => {
                let rows: Vec<Vec<String>> = ranked.iter().map(|p| sobol(p)).collect();
                let heads = ["first", "95 % interval", "total", "95 % interval"];
                section(&mut text, &name, &heads, &rows);
            }
        }
    }
    if hidden > 0 {
        _ = write!(text, "\n{hidden} further outcomes: noise.csv (in words), sensitivity.csv, or --metric NAME\n");
    }
    print_with_folder(text, results, output)
}

fn able(one: &OutcomeSensitivity) -> bool {
    one.used >= FEWEST && one.noise.of_means > 0.0 && one.about.better != Better::Neither
}

fn morris(p: &ParameterSensitivity) -> Vec<String> {
    let range = format!("{} to {}", short(p.mu_star.low), short(p.mu_star.high));
    vec![p.parameter.clone(), short(p.mu_star.value), range, short(p.mu.value), short(p.sigma.value)]
}

fn sobol(p: &ParameterSensitivity) -> Vec<String> {
    let range = |of: Bounded| format!("{} to {}", probability(of.low), probability(of.high));
    vec![p.parameter.clone(), probability(p.first.value), range(p.first), probability(p.total.value), range(p.total)]
}
