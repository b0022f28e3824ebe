//! From a prepared plan of any command to its results: conducted, analysed, written, shown.

use std::path::Path;

use super::compare::check_metrics;
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
use crate::analysis::compare::{Comparison, compare, question_of, write_comparison};
use crate::analysis::sensitivity::{design_of, sensitivity, write_sensitivity};
use crate::analysis::sweep::{layout_of, sweep, write_sweep};
use crate::analysis::uncertainty::{DrawnParameters, Uncertainty, uncertainty, write_draws, write_uncertainty};
use crate::experiment::Design;
use crate::report::folder::{Made, draw};
use crate::result::{Caution, CautionEntry, FileEntry, Results, TableError, end, seal};

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
    can_be_analysed(prepared)?;
    let series = !prepared.plan.design.has_points();
    for odd in prepared.odd_dates()? {
        output.note(&format!("odd: {}: {}", odd.key, odd.found));
    }
    let results = conduct_prepared(&prepared.simulator()?, prepared, out, machine, series, output)?;
    let Some(mut results) = results else { return Ok(()) };
    ask(&mut results, prepared);
    conclude(results, output)
}

/// Makes sure that a plan has what the analysis of its results needs, before anything is simulated or thrown away.
///
/// # Errors
/// What it lacks.
pub(super) fn can_be_analysed(prepared: &Prepared) -> Result<(), CliError> {
    let plan = &prepared.plan;
    let wrong = |text: String| Err(CliError::Input(format!("the plan cannot be analysed: {text}")));
    let mut names: Vec<&str> = plan.variant.iter().map(|variant| variant.name.as_str()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return wrong(format!("two [[variant]] are named `{}`", twice[0]));
    }
    check_metrics(prepared, plan.design.metrics().iter())?;
    match &plan.design {
        Design::Sensitivity { .. } => design_of(plan).map(|_| ()).or_else(|error| wrong(error.to_string())),
        Design::Sweep { .. } => layout_of(plan).map(|_| ()).or_else(|error| wrong(error.to_string())),
        Design::Compare { .. } if names.len() < 2 => wrong("a comparison needs two [[variant]] at least".to_owned()),
        Design::Compare { analysis } => {
            let baseline = &analysis.baseline;
            if baseline.is_empty() || names.contains(&baseline.as_str()) {
                return Ok(());
            }
            wrong(format!("the baseline `{baseline}` is no [[variant]] of it; there are {}", names.join(", ")))
        }
        Design::Run {} if names.len() != 1 => wrong(format!("`run` has one [[variant]], not {}", names.len())),
        Design::Run {} => Ok(()),
    }
}

/// Notes what is asked of results: a finished folder may have been looked at with another question before.
pub(super) fn ask(results: &mut Results, prepared: &Prepared) {
    let design = &mut results.manifest.plan.design;
    results.intact &= *design == prepared.plan.design;
    design.clone_from(&prepared.plan.design);
}

/// Analyses finished results as their plan asks, writes the analysis beside them unless it is there, and shows it.
///
/// # Errors
/// When rows cannot be read or files cannot be written.
pub(super) fn conclude(mut results: Results, output: &Output) -> Result<(), CliError> {
    results.intact &= results.manifest.written.iter().any(|file| file.name == "report.html");
    forget_analyses(&mut results);
    let uncertainty = conclude_uncertainty(&mut results)?;
    let metrics = results.manifest.plan.design.metrics().to_vec();
    match results.manifest.plan.design {
        Design::Compare { .. } => {
            let comparison = compare_and_write(&mut results, output)?;
            draw_and_seal(&mut results, output)?;
            print_comparison(&results, &comparison, uncertainty.as_ref(), output)
        }
        Design::Sweep { .. } => {
            let sweep = sweep(&results, &[]).map_err(failed)?;
            add_to_manifest(&mut results, |folder| write_sweep(folder, &sweep), &[])?;
            draw_and_seal(&mut results, output)?;
            print_sweep(&results, &sweep, &metrics, output)
        }
        Design::Sensitivity { .. } => {
            let found = sensitivity(&results, &metrics).map_err(failed)?;
            add_to_manifest(&mut results, |folder| write_sensitivity(folder, &found), &[])?;
            draw_and_seal(&mut results, output)?;
            print_sensitivity(&results, &found, output)
        }
        Design::Run {} => {
            draw_and_seal(&mut results, output)?;
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
    add_to_manifest(results, |folder| write_uncertainty(folder, &found), &[])?;
    if !results.intact
        && let Some(drawn) = DrawnParameters::kept(&results.folder, &results.manifest.plan)?
    {
        let draws = write_draws(results, &drawn).map_err(failed)?;
        add_to_manifest(results, |_| Ok(vec![draws]), &[])?;
    }
    Ok(Some(found))
}

/// Compares the policies of finished results and writes the comparison, as in a benchmark, without charts and report.
///
/// # Errors
/// When rows cannot be read or files cannot be written.
pub(super) fn conclude_comparison(results: &mut Results, output: &Output) -> Result<Comparison, CliError> {
    results.intact &= results.manifest.written.iter().any(|file| file.name == "comparison.json");
    forget_analyses(results);
    let comparison = compare_and_write(results, output)?;
    if !results.intact {
        seal(results, None)?;
    }
    Ok(comparison)
}

/// Compares the policies of finished results and writes the comparison beside them.
fn compare_and_write(results: &mut Results, output: &Output) -> Result<Comparison, CliError> {
    let question = question_of(&results.manifest.plan);
    let mut comparison = compare(results, &question).map_err(failed)?;
    comparison.parting = where_worlds_part(results, &comparison, question.parting, output)?;
    add_to_manifest(results, |folder| write_comparison(folder, &comparison), &comparison.cautions)?;
    Ok(comparison)
}

/// Draws charts and report unless they are there as they were drawn; the manifest, which says that all is, comes last.
fn draw_and_seal(results: &mut Results, output: &Output) -> Result<(), CliError> {
    if results.intact {
        // A stop between the manifest and the end of the work leaves a journal.
        return end(&results.folder).map_err(failed);
    }
    let made = draw(&results.folder, Some(&results.manifest))?;
    seal(results, Some(&made.charts))?;
    say_drawn(&made, output);
    Ok(())
}

/// Says where the report is.
pub(super) fn say_drawn(made: &Made, output: &Output) {
    output.note(&format!("Report: {}; {} charts beside it", made.report.display(), made.charts.len()));
}

/// Takes analyses out of the manifest, which are about to be made.
fn forget_analyses(results: &mut Results) {
    let stems = ["outcomes", "series", "districts", "summary", "competing"];
    if !results.intact {
        let own = |name: &str| stems.iter().any(|stem| name.split('.').next() == Some(stem));
        results.manifest.files.retain(|file| own(&file.name));
        results.manifest.cautions.retain(|there| !matches!(there.caution, Caution::PairingHurts { .. }));
    }
}

/// Writes an analysis and notes it in the manifest, unless it is there.
fn add_to_manifest(
    results: &mut Results,
    write: impl FnOnce(&Path) -> Result<Vec<FileEntry>, TableError>,
    cautions: &[Caution],
) -> Result<(), CliError> {
    if results.intact {
        return Ok(());
    }
    results.manifest.files.extend(write(&results.folder).map_err(failed)?);
    let entry = |caution: &Caution| CautionEntry { text: caution.text(), caution: caution.clone() };
    results.manifest.cautions.extend(cautions.iter().map(entry));
    Ok(())
}

/// An error of the disk or of a table, in words.
pub(super) fn failed(error: impl std::error::Error) -> CliError {
    CliError::Failed(error.to_string())
}
