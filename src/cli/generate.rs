//! `panj generate`: an invented scenario of any size.

use std::io::ErrorKind;
use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::output::Output;
use super::typed::{quoted, whole_number};
use crate::scenario::synthetic::write_scenario;

/// Arguments of `panj generate`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj generate two-fronts --districts 4000
  panj run two-fronts -n 100

The country is a rectangle of districts with two advancing fronts and two host states. Every number in it is an
assumption: it is for tests of speed and scale. The same size and seed give the same files.")]
pub(super) struct Generate {
    /// Folder to write, new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// About how many districts
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = whole_number::<u32>(40..=200_000))]
    districts: u32,
    /// Seed of what is random in the map: places, people
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    seed: u64,
}

impl Generate {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let written = write_scenario(&self.folder, self.districts, self.seed);
        let folder = self.folder.display().to_string();
        let districts = written.map_err(|error| {
            let failed = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
            let text = format!("{folder}: {error}; name a new folder where you may write");
            if failed { CliError::Failed(format!("{folder}: {error}")) } else { CliError::Input(text) }
        })?;
        if output.json {
            return output
                .print_json(&serde_json::json!({ "folder": folder, "districts": districts, "seed": self.seed }));
        }
        output.print(&format!("{districts} districts in {folder}\nTry: panj run {} -n 100\n", quoted(&self.folder)))
    }
}
