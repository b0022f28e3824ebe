//! What sweep and sensitivity share: factors from the command line, and the plan of a design.

use clap::Args;

use super::compare::check_metrics;
use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::preparing::{Prepared, prepare};
use crate::experiment::{self, Factor, POLICY, Plan, ScenarioInput, Variant, point_variant};
use crate::scenario::ScenarioSource;
use crate::scenario::limits::{MOST_FACTORS, MOST_VARIANTS};

/// Options that sweep and sensitivity share.
#[derive(Debug, Clone, Args)]
pub(super) struct DesignOptions {
    /// Policy at all points, unless it is a factor
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// Metrics to look at (repeatable, or with commas) [default of a sweep: show those that vary most clearly, write all; of `sensitivity`: all]
    #[arg(long = "metric", value_name = "METRIC", value_delimiter = ',')]
    pub(super) metrics: Vec<String>,
    #[command(flatten)]
    pub(super) experiment: ExperimentOptions,
}

/// A design to run.
pub(super) struct Design<'a> {
    /// What the plan says of it.
    pub(super) design: experiment::Design,
    /// The factors.
    pub(super) factors: &'a [Factor],
    /// Values of the factors at each point.
    pub(super) points: Vec<Vec<String>>,
    /// Worlds at each point where no number is given.
    pub(super) replications: u64,
}

/// Factors as typed.
///
/// # Errors
/// The first that cannot be read, or that stands twice.
pub(super) fn read_factors(texts: &[String], source: &ScenarioSource) -> Result<Vec<Factor>, CliError> {
    if texts.len() > MOST_FACTORS {
        return Err(CliError::Input(format!("{} factors: at most {MOST_FACTORS}", texts.len())));
    }
    let mut factors: Vec<Factor> = Vec::new();
    for text in texts {
        let factor = Factor::parse(text, source.registry()).map_err(CliError::Input)?;
        if factors.iter().any(|there| there.path == factor.path) {
            return Err(CliError::Input(format!("--factor {}: named twice", factor.path)));
        }
        factors.push(factor);
    }
    Ok(factors)
}

/// Makes sure that a design of so many points, each run so often with other values, is not too large.
///
/// # Errors
/// When it is.
pub(super) fn check_points(points: usize, each: usize) -> Result<(), CliError> {
    if (2..=MOST_VARIANTS).contains(&points.saturating_mul(each)) {
        return Ok(());
    }
    let times = if each == 1 { String::new() } else { format!(" for each of {each} (parameters + 2)") };
    Err(CliError::Input(format!("{points} points{times}: from 2 to {MOST_VARIANTS} in all")))
}

/// The experiment of a design, with every point checked.
///
/// # Errors
/// What a point makes wrong.
pub(super) fn prepare_design(
    design: Design<'_>,
    source: &ScenarioSource,
    scenario: ScenarioInput,
    asked: &DesignOptions,
) -> Result<Prepared, CliError> {
    let options = &asked.experiment;
    let is_factor = |path: &str| design.factors.iter().any(|factor| factor.path == path);
    let policy = asked.policy.clone().filter(|_| !is_factor(POLICY));
    let base = Variant { name: String::new(), policy, set: options.assignments() };
    let digits = design.points.len().to_string().len();
    let variant = design
        .points
        .iter()
        .enumerate()
        .map(|(at, values)| point_variant(format!("p{:0digits$}", at + 1), design.factors, values, &base));
    let variant = variant.collect();
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        replications: options.replications.unwrap_or(design.replications),
        until: options.until.clone(),
        format: options.format.extension().to_owned(),
        scenario,
        design: design.design,
        draws: None,
        variant,
    };
    // A value of a factor is laid over the scenario as `--set` does it, but that is not what the user typed.
    let prepared = prepare(source, plan).map_err(|error| match error {
        CliError::Problems(problems) => CliError::Problems(problems.caused_by("--factor", is_factor)),
        other => other,
    })?;
    check_metrics(&prepared, asked.metrics.iter())?;
    Ok(prepared)
}
