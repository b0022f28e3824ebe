//! `panj schema`: the format of `scenario.toml` for editors.

use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::scenario::registry;

/// Arguments of `panj schema`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: panj schema > scenario.schema.json
Editors that know TOML schemas (taplo, Even Better TOML) use it if the scenario begins with
  #:schema ./scenario.schema.json")]
pub(super) struct Schema {}

impl Schema {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        output.print_json(&registry().json_schema())
    }
}
