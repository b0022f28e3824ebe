//! `panj sensitivity`: what drives each outcome.

use std::path::PathBuf;

use clap::Args;

use super::concluding::run_prepared;
use super::designing::{Design, DesignOptions, check_points, prepare_design, read_factors};
use super::error::CliError;
use super::output::Output;
use super::preparing::scenario_input;
use crate::analysis::sensitivity::design_rows;
use crate::experiment::{self, Factor, Look, Method, Values, values_at};
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
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=MOST_VARIANTS as u64))]
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
        let (source, scenario) = scenario_input(&self.scenario, &options.policy_files, options.machine.reach)?;
        let mut factors = read_factors(&self.factors, &source)?;
        if factors.is_empty() {
            factors = source.uncertainty().iter().map(Factor::of_prior).collect();
        }
        if factors.is_empty() {
            let text = "the scenario has no [uncertainty]: name parameters by --factor PATH=low..high";
            return Err(CliError::Input(text.to_owned()));
        }
        if let Some(one) = factors.iter().find(|f| matches!(&f.values, Values::List(list) if list.len() < 2)) {
            return Err(CliError::Input(format!("--factor {}: one value is no range", one.path)));
        }
        let default = if self.method == Method::Morris { 20 } else { 128 };
        let count = self.points.unwrap_or(default);
        check_points(count as usize, factors.len() + 2)?;
        let rows = design_rows(self.method, factors.len(), count as usize, options.seed);
        let rows = rows.ok_or_else(|| CliError::Input("so many parameters are more than the design has".to_owned()))?;
        let analysis = Look { metrics: self.design.metrics.clone() };
        let paths = factors.iter().map(|factor| factor.path.clone()).collect();
        let design = Design {
            design: experiment::Design::Sensitivity {
                method: self.method,
                points: count as usize,
                factors: paths,
                analysis,
            },
            factors: &factors,
            points: rows.iter().map(|row| values_at(&factors, row)).collect(),
            replications: 20,
        };
        let prepared = prepare_design(design, &source, scenario, &self.design)?;
        let out = options.folder(
            &self.scenario,
            &format!("sensitivity-{}", self.method.name()),
            self.design.policy.as_deref(),
        );
        run_prepared(&prepared, &out, &options.machine, output)
    }
}
