//! `panj man`: man pages of all commands.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::arguments::Arguments;
use super::error::CliError;
use super::output::Output;

/// Arguments of `panj man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: panj man ~/.local/share/man/man1
  man panj-run")]
pub(super) struct Man {
    /// Folder to write them into; it is made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Man {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let failed = |error: std::io::Error| CliError::Failed(format!("{}: {error}", self.folder.display()));
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        clap_mangen::generate_to(Arguments::command(), &self.folder).map_err(failed)?;
        output.write_note(&format!("man pages are in {}", self.folder.display()));
        Ok(())
    }
}
