//! `panj run`: Monte Carlo of one policy.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::output::Output;
use super::rerun::Rerun;
use super::uncertainty_options::{DrawOptions, UncertaintyOptions};

/// Arguments of `panj run`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj run scenarios/tajik-afghan-2021 -n 2000
  panj run scenarios/tajik-afghan-2021 --policy majority-rule --set campaign.contagion=2 --out output/what-if
  panj run scenarios/tajik-afghan-2021 -n 100000 --shard 3/16 --out part-3      (then: panj merge part-* --out all)
  panj run scenarios/tajik-afghan-2021 --uncertain --worlds-per-draw 20 -n 4000      (or: --posterior sample.csv)
  panj run --plan output/what-if/plan.toml --out output/again")]
pub(super) struct Run {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO", required_unless_present = "plan")]
    scenario: Option<PathBuf>,
    /// Run a saved plan instead (like `panj rerun`)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scenario", "policy", "sets", "campaign", "seed", "replications", "until", "format", "metrics", "uncertain", "posterior", "fixed"])]
    plan: Option<PathBuf>,
    /// Policy laid over the scenario; `panj check SCENARIO` lists them
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Metrics to show (repeatable, or with commas) [default: those of a first page]; `--all` shows every one
    #[arg(long = "metric", value_name = "METRIC", value_delimiter = ',')]
    metrics: Vec<String>,
    #[command(flatten)]
    uncertainty: UncertaintyOptions,
    #[command(flatten)]
    draws: DrawOptions,
    #[command(flatten)]
    experiment: ExperimentOptions,
}

impl Run {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.experiment;
        let Some(path) = &self.scenario else {
            let plan = self.plan.clone().unwrap_or_default();
            return Rerun::new(plan, options.out.clone(), options.machine.clone()).execute(output);
        };
        let mut experiment = options.study(path)?.run().metrics(&self.metrics);
        experiment.policy.clone_from(&self.policy);
        self.uncertainty.apply(&self.draws, &mut experiment)?;
        let output = Output { metrics: self.metrics.clone(), ..output.clone() };
        options.run(experiment, options.folder(path, "run", self.policy.as_deref()), &output)
    }
}
