//! `panj rerun`: a saved plan again, exactly.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::experiment_options::{MachineOptions, scenario_name};
use super::outcome::{show, show_suite};
use super::output::Output;
use crate::analysis::benchmark::BenchmarkPlan;
use crate::experiment::Plan;
use crate::study::{Prepared, rerun_suite};

/// Arguments of `panj rerun`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj rerun output/tajik-afghan-2021-run --out output/again
  panj rerun plan.toml --shard 1/4 --out part-1")]
pub(super) struct Rerun {
    /// Result folder or plan file
    #[arg(value_name = "FOLDER|PLAN")]
    plan: PathBuf,
    /// Result folder [default: output/SCENARIO-COMMAND-again]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    machine: MachineOptions,
}

impl Rerun {
    /// The command with these arguments.
    pub(super) fn new(plan: PathBuf, out: Option<PathBuf>, machine: MachineOptions) -> Rerun {
        Rerun { plan, out, machine }
    }

    /// Problems with what a plan sets are told at the plan's line.
    fn told_in_plan(&self, error: CliError) -> CliError {
        let CliError::Problems(problems) = error else { return error };
        let path = if self.plan.is_dir() { self.plan.join("plan.toml") } else { self.plan.clone() };
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // As panj writes it: each setting is a text that begins with the parameter's path.
        let place = |key: &str| {
            let start = text.find(&format!("\"{key}="))?;
            Some(start..start + text[start..].find('\n').unwrap_or(0))
        };
        CliError::Problems(problems.found_in(&path.display().to_string(), &text, place))
    }

    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        self.machine.heed_parent()?;
        let suite = BenchmarkPlan::read(&self.plan);
        let suite = suite.map_err(|error| CliError::Input(format!("{}: {error}", self.plan.display())))?;
        if let Some(plan) = suite {
            let default = || Path::new("output").join(format!("{}-again", scenario_name(&self.plan)));
            let out = self.out.clone().unwrap_or_else(default);
            let how = (&self.machine.setup(None), self.machine.reach.reach());
            return show_suite(&rerun_suite(&plan, &self.plan, &out, how, output)?, &out, output);
        }
        let plan = Plan::read(&self.plan)?;
        let name = scenario_name(&plan.scenario.path);
        let default = || Path::new("output").join(format!("{name}-{}-again", plan.design.command()));
        let out = self.out.clone().unwrap_or_else(default);
        let prepared = Prepared::again(plan, self.machine.reach.reach());
        let prepared = prepared.map_err(|error| self.told_in_plan(error.into()))?;
        show(&prepared.run(&self.machine.setup(Some(out)), output)?, output)
    }
}
