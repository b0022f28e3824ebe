//! `panj sensitivity`: what drives each outcome.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::DesignOptions;
use super::output::Output;
use super::typed::whole_number;
use crate::experiment::Method;
use crate::scenario::limits::MOST_VARIANTS;

/// Arguments of `panj sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj sensitivity scenarios/tajik-afghan-2021 --method morris --points 20
  panj sensitivity scenarios/tajik-afghan-2021 --points 256 -n 20 --metric decision_days
  panj sensitivity scenarios/tajik-afghan-2021 --factor campaign.contagion=1..20 --factor campaign.base_hazard_per_day=0.0005..0.002

The design has POINTS x (parameters + 2) points (Sobol') or POINTS x (parameters + 1) (Morris), with -n worlds at each.
Writes sensitivity.csv, noise.csv, convergence.csv, sensitivity.json, charts and report.html.")]
pub(super) struct Sensitivity {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// morris (screening) or sobol (shares of variance)
    #[arg(long, value_name = "METHOD", default_value = "sobol")]
    method: Method,
    /// Parameter and its range (repeatable): PATH=low..high or PATH=a,b,c [default: every parameter that has a prior]
    #[arg(long = "factor", value_name = "PATH=RANGE")]
    factors: Vec<String>,
    /// Base points (Sobol'; powers of 2 are best) [default: 128] or trajectories (Morris) [default: 20]
    #[arg(long, value_name = "N", value_parser = whole_number(2..=MOST_VARIANTS as u64))]
    points: Option<u64>,
    #[command(flatten)]
    design: DesignOptions,
}

impl Sensitivity {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.design.experiment;
        let study = options.study(&self.scenario)?;
        let points = self.points.unwrap_or(if self.method == Method::Morris { 20 } else { 128 });
        let experiment = self.design.fill(study.sensitivity(self.method, &self.factors, points as usize)?);
        let command = format!("sensitivity-{}", self.method.name());
        options.run(experiment, options.folder(&self.scenario, &command, self.design.policy.as_deref()), output)
    }
}
