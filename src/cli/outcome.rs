//! What a command that makes results shows at its end.

use std::path::Path;

use super::audit_table::print_audit;
use super::comparison_table::print_comparison;
use super::discovery_table::print_discovery;
use super::error::CliError;
use super::leaderboard::print_leaderboard;
use super::numbers::grouped;
use super::output::Output;
use super::results_table::print_results;
use super::sensitivity_table::print_sensitivity;
use super::sweep_table::print_sweep;
use crate::result::Manifest;
use crate::study::{Analysis, Ended, StudyResults, SuiteEnded};

/// Shows how a run ended.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn show(ended: &Ended, output: &Output) -> Result<(), CliError> {
    match ended {
        Ended::Whole(found) => show_results(found, output),
        Ended::Shard(folder, manifest) => show_shard(folder, manifest, output),
    }
}

/// Shows results with their analysis.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn show_results(found: &StudyResults, output: &Output) -> Result<(), CliError> {
    match &found.analysis {
        Analysis::Run => print_results(found, output),
        Analysis::Comparison(comparison) => print_comparison(found, comparison, output),
        Analysis::Sweep(sweep) => print_sweep(found, sweep, output),
        Analysis::Audit(audit) => print_audit(found, audit, output),
        Analysis::Discovery(discovery) => print_discovery(found, discovery, output),
        Analysis::Sensitivity(sensitivity) => print_sensitivity(found, sensitivity, output),
    }
}

/// Shows how the run of a suite ended.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn show_suite(ended: &SuiteEnded, out: &Path, output: &Output) -> Result<(), CliError> {
    match ended {
        SuiteEnded::Whole(found) => print_leaderboard(found, out, output),
        SuiteEnded::Shards(shards) => {
            shards.iter().try_for_each(|(folder, manifest)| show_shard(folder, manifest, output))
        }
    }
}

fn show_shard(folder: &Path, manifest: &Manifest, output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(manifest);
    }
    output.print(&format!(
        "shard {}: {} replications in {}; join all shards by `panj merge`\n",
        manifest.shard.as_deref().unwrap_or_default(),
        grouped(manifest.replications),
        folder.display()
    ))
}
