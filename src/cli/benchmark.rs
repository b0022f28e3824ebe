//! `panj benchmark`: policies on every scenario of a suite.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::{MachineOptions, scenario_name};
use super::outcome::show_suite;
use super::output::Output;
use super::typed::whole_number;
use crate::analysis::benchmark::{BenchmarkPlan, Suite};
use crate::experiment::VERSION;
use crate::scenario::limits::MOST_REPLICATIONS;
use crate::study::{prepare_suite, run_suite};

/// Arguments of `panj benchmark`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj benchmark benchmarks/suite.toml -n 500
  panj benchmark benchmarks/suite.toml --policy-file mine.toml --metrics decision_days,too_late
  panj benchmark benchmarks/suite.toml -n 4000 --shard 1/4 --out part-1      (then: panj merge part-* --out all)

Writes leaderboard.csv, leaderboard.json, leaderboard.md, cells.csv, pareto.csv, charts, report.html,
and a comparison for each scenario.")]
pub(super) struct Benchmark {
    /// Suite file
    #[arg(value_name = "SUITE.toml")]
    suite: PathBuf,
    /// Further file with [policy.NAME] tables, which compete too (repeatable)
    #[arg(long = "policy-file", value_name = "FILE")]
    policy_files: Vec<PathBuf>,
    /// Metrics that count [default: those of the suite]
    #[arg(long, value_name = "METRIC,...", value_delimiter = ',')]
    metrics: Vec<String>,
    /// Worlds in each scenario [default: that of the suite, or 200]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole_number(2..=MOST_REPLICATIONS))]
    replications: Option<u64>,
    /// Seed of the random worlds
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    seed: u64,
    /// Result folder [default: output/SUITE-benchmark]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    machine: MachineOptions,
}

impl Benchmark {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        self.machine.heed_parent()?;
        let mut suite = Suite::read(&self.suite)?;
        if !self.metrics.is_empty() {
            suite.metrics.clone_from(&self.metrics);
        }
        let plan = BenchmarkPlan {
            panj: VERSION.to_owned(),
            seed: self.seed,
            replications: self.replications.or(suite.replications).unwrap_or(200),
            policy_files: self.policy_files.clone(),
            suite,
        };
        let prepared = prepare_suite(&plan, &self.suite, self.machine.reach.reach())?;
        let out = self.folder();
        let ended = run_suite(&plan, prepared, &out, &self.machine.setup(None), output)?;
        show_suite(&ended, &out, output)
    }

    /// The result folder: the one given, or one named after the suite below `output/`.
    fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let shard =
                self.machine.shard().map(|s| format!("-shard-{}-of-{}", s.number(), s.of())).unwrap_or_default();
            PathBuf::from("output").join(format!("{}-benchmark{shard}", scenario_name(&self.suite)))
        })
    }
}
