//! `panj compare`: policies in the same worlds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::concluding::run_prepared;
use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::output::Output;
use super::preparing::{Prepared, prepare, scenario_input};
use super::uncertainty_options::{DrawOptions, UncertaintyOptions};
use crate::experiment::{Criterion, Design, Goal, PARTING, Plan, Question, Variant};
use crate::outcome::Watch;
use crate::scenario::ScenarioSource;

/// Name of the scenario as written, without a policy.
const AS_WRITTEN: &str = "baseline";

/// Arguments of `panj compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj compare scenarios/tajik-afghan-2021 -n 2000
  panj compare scenarios/tajik-afghan-2021 --policies early-mobilization,majority-rule --metric decision_days
  panj compare scenarios/tajik-afghan-2021 --baseline no-response --indifference decision_days=2
  panj compare scenarios/tajik-afghan-2021 -n 20000 --until response_gap:indifference=100
  panj compare scenarios/tajik-afghan-2021 --policy-file mine.toml --uncertain --worlds-per-draw 10

Writes comparison.csv, saved_and_lost.csv, incidence.csv, competing.csv, parting.csv, comparison.json, charts and
report.html; with --uncertain or --posterior also robustness.csv, uncertainty.csv and draws.csv.")]
pub(super) struct Compare {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Policies to compare [default: all of the scenario]; `baseline` is the scenario as written
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    policies: Vec<String>,
    /// Policy that the others are held against [default: the scenario as written]
    #[arg(long, value_name = "POLICY")]
    baseline: Option<String>,
    /// Metrics to compare (repeatable, or with commas) [default: all]
    #[arg(long = "metric", value_name = "METRIC", value_delimiter = ',')]
    metrics: Vec<String>,
    /// Difference that does not matter, for the selection of the best (repeatable) [default: a tenth of a standard deviation]
    #[arg(long, value_name = "METRIC=X", value_parser = metric_and_number)]
    indifference: Vec<(String, f64)>,
    #[command(flatten)]
    uncertainty: UncertaintyOptions,
    #[command(flatten)]
    draws: DrawOptions,
    /// Value that is good enough, for robustness (repeatable) [default: the baseline's mean]
    #[arg(long, value_name = "METRIC=X", value_parser = metric_and_number, requires = "drawn")]
    satisfice: Vec<(String, f64)>,
    /// Hurwicz's weight of the best draw, from 0 to 1
    #[arg(long, value_name = "W", default_value_t = 0.5, requires = "drawn")]
    optimism: f64,
    /// Worlds, from the first, in which it is looked where they part from the baseline's; 0 for none
    #[arg(long, value_name = "N", default_value_t = PARTING)]
    parting: u64,
    #[command(flatten)]
    experiment: ExperimentOptions,
}

impl Compare {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.experiment;
        let (source, scenario) = scenario_input(&self.scenario, &options.policy_files, options.machine.reach)?;
        let baseline = self.baseline.clone().unwrap_or_else(|| AS_WRITTEN.to_owned());
        let question = Question {
            baseline: baseline.clone(),
            metrics: self.metrics.clone(),
            indifference: self.indifferences()?,
            satisfice: self.satisfice.iter().cloned().collect(),
            optimism: self.optimism.clamp(0.0, 1.0),
            parting: self.parting,
            worlds_per_draw: 0,
        };
        let plan = Plan {
            panj: env!("CARGO_PKG_VERSION").to_owned(),
            seed: options.seed,
            replications: options.replications(),
            until: options.until.clone(),
            format: options.format.extension().to_owned(),
            scenario,
            design: Design::Compare { analysis: question },
            draws: self.uncertainty.drawn(&self.draws)?,
            variant: policy_variants(&source, &self.policies, &baseline, &options.assignments()),
        };
        if plan.variant.len() < 2 {
            return Err(CliError::Input(
                "there is one policy only: name at least two, or add --policy-file".to_owned(),
            ));
        }
        let prepared = prepare(&source, plan)?;
        let named = [&self.indifference, &self.satisfice].into_iter().flatten().map(|(metric, _)| metric);
        check_metrics(&prepared, self.metrics.iter().chain(named))?;
        let out = options.folder(&self.scenario, "compare", None);
        run_prepared(&prepared, &out, &options.machine, output)
    }
}

impl Compare {
    /// Differences that do not matter, by metric: those given, and those up to which sampling goes on.
    ///
    /// # Errors
    /// When both are given for a metric and differ.
    fn indifferences(&self) -> Result<BTreeMap<String, f64>, CliError> {
        let mut zones: BTreeMap<String, f64> = self.indifference.iter().cloned().collect();
        for text in &self.experiment.until {
            let goal: Goal = text.parse().map_err(CliError::Input)?;
            if let Criterion::Best { indifference } = goal.criterion
                && *zones.entry(goal.metric.clone()).or_insert(indifference) != indifference
            {
                let text =
                    format!("--until {text} and --indifference {}={} disagree", goal.metric, zones[&goal.metric]);
                return Err(CliError::Input(text));
            }
        }
        Ok(zones)
    }
}

/// Variants for policies by name (all of the scenario when none are named); the baseline is always among them.
pub(super) fn policy_variants(
    source: &ScenarioSource,
    wanted: &[String],
    baseline: &str,
    sets: &[String],
) -> Vec<Variant> {
    let known: Vec<&str> = source.policies().iter().map(|policy| policy.name.as_str()).collect();
    let all = || known.iter().map(|name| (*name).to_owned()).collect();
    let mut names: Vec<String> = vec![baseline.to_owned()];
    let more: Vec<String> = if wanted.is_empty() { all() } else { wanted.to_vec() };
    if wanted.is_empty() && baseline != AS_WRITTEN {
        names.push(AS_WRITTEN.to_owned());
    }
    names.extend(more);
    let mut variants: Vec<Variant> = Vec::new();
    for name in names {
        if variants.iter().all(|variant| variant.name != name) {
            let written = name == AS_WRITTEN && !known.contains(&AS_WRITTEN);
            variants.push(Variant { policy: (!written).then(|| name.clone()), name, set: sets.to_vec() });
        }
    }
    variants
}

/// Makes sure that the scenario reports the metrics that are asked for.
///
/// # Errors
/// The first that it does not, with the nearest one.
pub(super) fn check_metrics<'a>(prepared: &Prepared, wanted: impl Iterator<Item = &'a String>) -> Result<(), CliError> {
    let Some(scenario) = prepared.scenarios.first() else { return Ok(()) };
    let metrics = Watch::metrics(scenario);
    for id in wanted {
        if metrics.iter().all(|metric| metric.id != *id) {
            let nearest = metrics.iter().min_by_key(|metric| strsim::damerau_levenshtein(&metric.id, id));
            let nearest = nearest.map(|metric| metric.id.to_string()).unwrap_or_default();
            return Err(CliError::Input(format!("no metric `{id}`; did you mean `{nearest}`?")));
        }
    }
    Ok(())
}

/// Reads `METRIC=X`.
pub(super) fn metric_and_number(text: &str) -> Result<(String, f64), String> {
    let wrong = || format!("`{text}`: write METRIC=X, such as decision_days=2");
    let (metric, number) = text.split_once('=').ok_or_else(wrong)?;
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    if number.is_finite() { Ok((metric.trim().to_owned(), number)) } else { Err(wrong()) }
}
