//! `panj merge`: shards joined into one result folder.

use std::path::PathBuf;

use clap::Args;

use super::concluding::conclude;
use super::error::CliError;
use super::output::Output;
use crate::result::merge_results;

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
}

impl Merge {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let results = merge_results(&self.shards, &self.out, &std::env::args().collect::<Vec<_>>())?;
        conclude(results, output)
    }
}
