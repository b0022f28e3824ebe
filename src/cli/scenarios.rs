//! `panj scenarios`: those that ship with the program.

use std::path::Path;

use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::scenario::{Overlay, ScenarioSource, shipped_scenarios};

/// Arguments of `panj scenarios`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj scenarios
  panj run tutorial -n 1000
  panj new my-valley --from tutorial")]
pub(super) struct Scenarios {}

impl Scenarios {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut all = Vec::new();
        for name in shipped_scenarios() {
            let meta = ScenarioSource::open(Path::new(name))?.resolve(&Overlay::none())?.meta;
            all.push((name, meta.title, meta.question));
        }
        if output.json {
            let one = |(name, title, question): &(&str, String, String)| serde_json::json!({ "name": name, "title": title, "question": question });
            return output.print_json(&all.iter().map(one).collect::<Vec<_>>());
        }
        let width = all.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        let lines = all.iter().map(|(name, title, _)| format!("{name:width$}  {title}\n"));
        output.print(&lines.collect::<String>())
    }
}
