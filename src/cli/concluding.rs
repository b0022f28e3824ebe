//! From a prepared plan of any command to its results: conducted, analysed, written, shown.

use std::path::Path;

use super::comparison_table::print_comparison;
use super::conducting::conduct_prepared;
use super::error::CliError;
use super::experiment_options::MachineOptions;
use super::output::Output;
use super::parting::where_worlds_part;
use super::preparing::Prepared;
use super::results_table::print_results;
use super::sensitivity_table::print_sensitivity;
use super::sweep_table::print_sweep;
use crate::analysis::compare::{Comparison, Question, compare, write_comparison};
use crate::analysis::sensitivity::{sensitivity, write_sensitivity};
use crate::analysis::sweep::{sweep, write_sweep};
use crate::analysis::uncertainty::{DrawnParameters, Uncertainty, uncertainty, write_draws, write_uncertainty};
use crate::report::folder::rebuild;
use crate::result::{Caution, CautionEntry, FileEntry, Results, write_whole};

/// Runs a prepared plan and shows its results.
///
/// # Errors
/// [`CliError`].
pub(super) fn run_prepared(
    prepared: &Prepared,
    out: &Path,
    machine: &MachineOptions,
    output: &Output,
) -> Result<(), CliError> {
    let series = matches!(prepared.plan.command.as_str(), "run" | "compare");
    for odd in prepared.odd_dates()? {
        output.note(&format!("odd: {}: {}", odd.key, odd.found));
    }
    let results = conduct_prepared(&prepared.simulator()?, prepared, out, machine, series, output)?;
    let Some(mut results) = results else { return Ok(()) };
    // A finished folder may have been looked at with another question before.
    results.manifest.plan.design.clone_from(&prepared.plan.design);
    conclude(results, output)
}

/// Analyses finished results as their plan asks, writes the analysis beside them, and shows it.
///
/// # Errors
/// When rows cannot be read or files cannot be written.
pub(super) fn conclude(mut results: Results, output: &Output) -> Result<(), CliError> {
    let uncertainty = conclude_uncertainty(&mut results)?;
    match results.manifest.plan.command.as_str() {
        "compare" => {
            let comparison = conclude_comparison(&mut results, output)?;
            draw(&results.folder, output)?;
            print_comparison(&results, &comparison, uncertainty.as_ref(), output)
        }
        "sweep" => {
            let metrics = asked_metrics(&results);
            let sweep = sweep(&results, &[]).map_err(failed)?;
            let files = write_sweep(&results.folder, &sweep).map_err(failed)?;
            add_to_manifest(&mut results, files, &[])?;
            draw(&results.folder, output)?;
            print_sweep(&results, &sweep, &metrics, output)
        }
        "sensitivity" => {
            let metrics = asked_metrics(&results);
            let found = sensitivity(&results, &metrics).map_err(failed)?;
            let files = write_sensitivity(&results.folder, &found).map_err(failed)?;
            add_to_manifest(&mut results, files, &[])?;
            draw(&results.folder, output)?;
            print_sensitivity(&results, &found, output)
        }
        _ => {
            if !results.before || !results.folder.join("report.html").exists() {
                draw(&results.folder, output)?;
            }
            print_results(&results, uncertainty.as_ref(), output)
        }
    }
}

/// Where parameters were drawn: takes the variance of outcomes apart and writes it, with the draws, beside the results.
///
/// # Errors
/// When rows or the kept scenario cannot be read, or files cannot be written.
fn conclude_uncertainty(results: &mut Results) -> Result<Option<Uncertainty>, CliError> {
    if results.manifest.plan.worlds_per_draw().is_none() {
        return Ok(None);
    }
    let found = uncertainty(results).map_err(failed)?;
    let mut files = write_uncertainty(&results.folder, &found).map_err(failed)?;
    if let Some(drawn) = DrawnParameters::kept(&results.folder, &results.manifest.plan)? {
        files.push(write_draws(results, &drawn).map_err(failed)?);
    }
    add_to_manifest(results, files, &[])?;
    Ok(Some(found))
}

/// Compares the policies of finished results and writes the comparison beside them.
///
/// # Errors
/// When rows cannot be read or files cannot be written.
pub(super) fn conclude_comparison(results: &mut Results, output: &Output) -> Result<Comparison, CliError> {
    let question = Question::of(&results.manifest.plan);
    let mut comparison = compare(results, &question).map_err(failed)?;
    comparison.parting = where_worlds_part(results, &comparison, question.parting, output)?;
    let files = write_comparison(&results.folder, &comparison).map_err(failed)?;
    add_to_manifest(results, files, &comparison.cautions)?;
    Ok(comparison)
}

/// Metrics that the plan asks to look at; all when empty.
fn asked_metrics(results: &Results) -> Vec<String> {
    let asked = results.manifest.plan.design.get("analysis").and_then(|table| table.get("metrics"));
    let listed = asked.and_then(|value| value.as_array());
    listed.map(|list| list.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()).unwrap_or_default()
}

/// Draws charts and report from the files of a result folder.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn draw(folder: &Path, output: &Output) -> Result<(), CliError> {
    let made = rebuild(folder).map_err(failed)?;
    output.note(&format!("Report: {}; {} charts beside it", made.report.display(), made.charts.len()));
    Ok(())
}

/// Notes an analysis in the manifest and the plan of its folder.
fn add_to_manifest(results: &mut Results, files: Vec<FileEntry>, cautions: &[Caution]) -> Result<(), CliError> {
    let manifest = &mut results.manifest;
    manifest.files.retain(|there| files.iter().all(|file| file.name != there.name));
    manifest.files.extend(files);
    manifest.cautions.retain(|there| !matches!(there.caution, Caution::PairingHurts { .. }));
    manifest
        .cautions
        .extend(cautions.iter().map(|caution| CautionEntry { text: caution.text(), caution: caution.clone() }));
    write_whole(&results.folder.join("plan.toml"), manifest.plan.to_toml().as_bytes()).map_err(failed)?;
    manifest.write(&results.folder).map_err(failed)
}

/// An error of the disk or of a table, in words.
pub(super) fn failed(error: impl std::error::Error) -> CliError {
    CliError::Failed(error.to_string())
}
