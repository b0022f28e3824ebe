//! `panj compare`: policies in the same worlds.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::output::Output;
use super::uncertainty_options::{DrawOptions, UncertaintyOptions};
use crate::experiment::{DIVERGENCE_WORLDS, Question};
use crate::study::AS_WRITTEN;

/// Arguments of `panj compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj compare scenarios/tajik-afghan-2021 -n 2000
  panj compare scenarios/tajik-afghan-2021 --policies early-mobilization,majority-rule --metric decision_days
  panj compare scenarios/tajik-afghan-2021 --baseline no-response --indifference decision_days=2
  panj compare scenarios/tajik-afghan-2021 -n 20000 --until response_gap:indifference=100
  panj compare scenarios/tajik-afghan-2021 --policy-file mine.toml --uncertain --worlds-per-draw 10

Writes comparison.csv, saved_and_lost.csv, incidence.csv, competing.csv, divergence.csv, comparison.json, charts and
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
    #[arg(long, value_name = "METRIC=X", value_parser = metric_and_number)]
    satisfice: Vec<(String, f64)>,
    /// Hurwicz's weight of the best draw, from 0 to 1
    #[arg(long, value_name = "W", default_value_t = 0.5)]
    optimism: f64,
    /// Worlds, from the first, in which it is looked where they diverge from the baseline's; 0 for none
    #[arg(long, value_name = "N", default_value_t = DIVERGENCE_WORLDS)]
    divergence: u64,
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
        let mut experiment = options.study(&self.scenario)?.compare(&self.policies);
        experiment.question = Question {
            baseline: self.baseline.clone().unwrap_or_else(|| AS_WRITTEN.to_owned()),
            metrics: self.metrics.clone(),
            indifference: self.indifference.iter().cloned().collect(),
            satisfice: self.satisfice.iter().cloned().collect(),
            optimism: self.optimism.clamp(0.0, 1.0),
            divergence: self.divergence,
            worlds_per_draw: 0,
        };
        self.uncertainty.apply(&self.draws, &mut experiment)?;
        if experiment.draws.is_none() && !self.satisfice.is_empty() {
            let what = "--satisfice: nothing is drawn; give --uncertain or --posterior FILE";
            return Err(CliError::Input(what.to_owned()));
        }
        options.run(experiment, options.folder(&self.scenario, "compare", None), output)
    }
}

/// Reads `METRIC=X`.
pub(super) fn metric_and_number(text: &str) -> Result<(String, f64), String> {
    let wrong = || format!("`{text}`: write METRIC=X, such as decision_days=2");
    let (metric, number) = text.split_once('=').ok_or_else(wrong)?;
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    if number.is_finite() { Ok((metric.trim().to_owned(), number)) } else { Err(wrong()) }
}
