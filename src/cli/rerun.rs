//! `panj rerun`: a saved plan again, exactly.

use std::path::{Path, PathBuf};

use clap::Args;

use super::concluding::run_prepared;
use super::error::CliError;
use super::experiment_options::{MachineOptions, scenario_name};
use super::output::Output;
use super::preparing::{prepare, scenario_of_plan};
use super::suite_results::rerun_suite;
use crate::analysis::benchmark::BenchmarkPlan;
use crate::experiment::Plan;

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

    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let suite = BenchmarkPlan::read(&self.plan);
        let suite = suite.map_err(|error| CliError::Input(format!("{}: {error}", self.plan.display())))?;
        if let Some(plan) = suite {
            let default = || Path::new("output").join(format!("{}-again", scenario_name(&self.plan)));
            let out = self.out.clone().unwrap_or_else(default);
            return rerun_suite(&plan, &self.plan, &out, &self.machine, output);
        }
        let plan = Plan::read(&self.plan).map_err(|error| {
            let remedy = "if it was emptied or cut short, the command of its folder mends it";
            CliError::Input(format!("{error}\n{remedy}"))
        })?;
        let source = scenario_of_plan(&plan)?;
        let name = scenario_name(&plan.scenario.path);
        let default = || Path::new("output").join(format!("{name}-{}-again", plan.command));
        let out = self.out.clone().unwrap_or_else(default);
        match plan.command.as_str() {
            "run" | "compare" | "sweep" | "sensitivity" => {
                run_prepared(&prepare(&source, plan)?, &out, &self.machine, output)
            }
            other => Err(CliError::Input(format!("{}: no command `{other}` can be run again", self.plan.display()))),
        }
    }
}
