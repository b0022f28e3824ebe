//! Conducts a prepared experiment for a command: progress, Ctrl-C, and the words at its end.

use std::path::Path;
use std::sync::Arc;

use super::error::CliError;
use super::experiment_options::MachineOptions;
use super::interrupt::{Gently, heed};
use super::numbers::grouped;
use super::output::Output;
use super::preparing::Prepared;
use super::progress::Progress;
use super::typed::command_line;
use crate::experiment::{Counter, Shard, Simulator};
use crate::result::{Results, RunOptions, RunOutcome, folder, work};

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
    heed(out)?;
    if let Some(lost) = folder::lost(out).filter(|lost| !machine.fresh && *lost < prepared.plan.replications) {
        let (lost, out) = (grouped(lost), out.display());
        output.note(&format!("{out} has lost its state/: its {lost} replications run again with the new ones."));
    }
    let order = RunOptions {
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
    let gently = Gently::stop(&counter);
    let progress = Progress::show(&counter, output);
    let conclusion = work(simulator, &prepared.plan, &order, machine.access(), &counter);
    drop(progress);
    let stopped = gently.ended_by_signal();
    match conclusion? {
        RunOutcome::Finished(_) if stopped => Err(CliError::Stopped(format!(
            "Stopped. All replications are kept in {}; the same command goes on from there.",
            out.display()
        ))),
        RunOutcome::Finished(results) => {
            if results.before && !results.intact {
                let text = format!("{} was damaged; its tables, charts and report are made again.", out.display());
                output.note(&text);
            } else if results.before {
                output.note(&format!("{} already holds all of this; here it is.", out.display()));
            }
            Ok(Some(*results))
        }
        RunOutcome::Stopped { done, of } => Err(CliError::Stopped(format!(
            "Stopped. {} of {} replications are kept in {}; the same command goes on from there.",
            grouped(done),
            grouped(of),
            out.display()
        ))),
        RunOutcome::ShardDone { manifest } => {
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
