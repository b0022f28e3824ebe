//! Conducts a prepared experiment for a command: progress, Ctrl-C, and the words at its end.

use std::path::Path;
use std::sync::Arc;

use super::error::CliError;
use super::experiment_options::MachineOptions;
use super::interrupt::stop_on_signal;
use super::numbers::grouped;
use super::output::Output;
use super::preparing::Prepared;
use super::progress::Progress;
use super::typed::command_line;
use crate::experiment::{Counter, Shard, Simulator};
use crate::result::{Conclusion, Order, Results, conduct, folder};

/// Conducts a prepared experiment; None when only a shard was asked for and is done.
///
/// # Errors
/// Why it could not be done, or that it was stopped.
pub(super) fn conduct_prepared<S: Simulator>(
    simulator: &S,
    prepared: &Prepared,
    out: &Path,
    machine: &MachineOptions,
    series: bool,
    output: &Output,
) -> Result<Option<Results>, CliError> {
    if machine.fresh {
        folder::clear(out).map_err(|error| CliError::Input(error.to_string()))?;
    }
    if let Some(lost) = folder::lost(out).filter(|lost| *lost < prepared.plan.replications) {
        let (lost, out) = (grouped(lost), out.display());
        output.note(&format!("{out} has lost its state/: its {lost} replications run again with the new ones."));
    }
    let order = Order {
        out: out.to_owned(),
        shard: machine.shard.unwrap_or(Shard::WHOLE),
        threads: machine.threads,
        series,
        title: prepared.title(),
        parameters: prepared.parameters.clone(),
        command_line: command_line(),
        inputs: prepared.inputs(),
    };
    let counter = Arc::new(Counter::default());
    stop_on_signal(&counter)?;
    let progress = Progress::show(&counter, output);
    let conclusion = conduct(simulator, &prepared.plan, &order, &counter);
    drop(progress);
    match conclusion? {
        Conclusion::Finished(results) => {
            if results.before {
                output.note(&format!("{} already holds all of this; here it is.", out.display()));
            }
            Ok(Some(*results))
        }
        Conclusion::Stopped { done, of } => Err(CliError::Stopped(format!(
            "Stopped. {} of {} replications are kept in {}; the same command goes on from there.",
            grouped(done),
            grouped(of),
            out.display()
        ))),
        Conclusion::ShardDone { manifest } => {
            let shard = manifest.shard.as_deref().unwrap_or_default();
            if output.json {
                output.print_json(&manifest)?;
            } else {
                output.print(&format!(
                    "shard {shard}: {} replications in {}; join all shards by `panj merge`\n",
                    grouped(manifest.replications),
                    out.display()
                ))?;
            }
            Ok(None)
        }
    }
}
