//! `panj completions`: completion scripts of shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::arguments::Arguments;
use super::error::CliError;
use super::output::Output;

/// Arguments of `panj completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example: panj completions bash > ~/.local/share/bash-completion/completions/panj")]
pub(super) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "panj", &mut script);
        output.print(&String::from_utf8_lossy(&script))
    }
}
