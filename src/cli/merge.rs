//! `panj merge`: shards joined into one result folder.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::{PageOptions, WaitOption};
use super::leaderboard::print_leaderboard;
use super::outcome::show_results;
use super::output::Output;
use super::typed::command_line;
use crate::analysis::benchmark::BenchmarkPlan;
use crate::result::Access;
use crate::study::{Setup, merge_shards, merge_suites};

/// Arguments of `panj merge`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: four shards, on one machine or many, then one result with the bytes of the whole run
  for k in 1 2 3 4; do panj run scenarios/tajik-afghan-2021 -n 4000 --shard $k/4 --out part-$k; done
  panj merge part-1 part-2 part-3 part-4 --out output/whole")]
pub(super) struct Merge {
    /// Result folders of all shards, in any order
    #[arg(value_name = "DIR", required = true)]
    shards: Vec<PathBuf>,
    /// Result folder of the whole
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Throw away what panj has written into the result folder of the whole
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    pages: PageOptions,
    #[command(flatten)]
    wait: WaitOption,
}

impl Merge {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let access = Access { fresh: self.fresh, wait: self.wait.duration() };
        let setup = Setup { access, command_line: command_line(), pages: self.pages.pages(), ..Setup::default() };
        if let Some(plan) = same_benchmark(&self.shards)? {
            let found = merge_suites(&plan, &self.shards, &self.out, &setup, output)?;
            return print_leaderboard(&found, &self.out, output);
        }
        show_results(&merge_shards(&self.shards, &self.out, &setup, output)?, output)
    }
}

/// The benchmark that all shards are of; None when they are of another experiment.
///
/// # Errors
/// When a plan cannot be read, or they are not of one benchmark.
fn same_benchmark(shards: &[PathBuf]) -> Result<Option<BenchmarkPlan>, CliError> {
    let mut plans = Vec::new();
    for shard in shards {
        let plan = BenchmarkPlan::read(shard);
        plans.push(plan.map_err(|error| CliError::Input(format!("{}/benchmark.toml: {error}", shard.display())))?);
    }
    let first = plans.first().cloned().flatten();
    match plans.iter().position(|plan| *plan != first) {
        None => Ok(first),
        Some(at) => Err(CliError::Input(format!(
            "{} is not of the same benchmark as {}: merge shards of one experiment",
            shards[at].display(),
            shards[0].display()
        ))),
    }
}
