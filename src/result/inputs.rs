//! The scenario's files kept in the result folder, so that it explains itself wherever it is taken.
//!
//! What is kept is what was read, byte for byte, and what is taken from there again is held against the hashes of the
//! plan: a copy that was changed since explains nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::aside::write_whole;
use super::folder::SCENARIO;
use crate::experiment::{Plan, ScenarioInput};
use crate::scenario::{InputFile, Problems, ScenarioSource, kept_at, leads_inside};

/// Writes the files that an experiment read into `scenario/` of a result folder: data files as they lie in the
/// scenario's folder, the alliance's in `alliances/NAME/`, policy files in `policies/`, a sample of parameters in
/// `posterior/`, what lay outside the folder in `outside/`. Files that are there already and the same are left.
///
/// # Errors
/// When a file cannot be written.
pub fn keep_inputs(files: &[InputFile], folder: &Path) -> io::Result<()> {
    for file in files {
        let target = folder.join(SCENARIO).join(kept_at(&file.name));
        let same = InputFile::kept(&folder.join(SCENARIO), &file.name, &file.sha256).is_ok();
        if same {
            continue;
        }
        if let Some(parent) = target.parent() {
            // A folder that came from elsewhere may hold a link in place of one of its own.
            if !parent.ancestors().find(|there| there.exists()).is_none_or(|there| leads_inside(folder, there)) {
                let what = format!("{} is a link out of the result folder: remove it", parent.display());
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            fs::create_dir_all(parent)?;
        }
        write_whole(&target, &file.bytes)?;
    }
    Ok(())
}

/// All files that a result folder keeps of an experiment, each held against its hash.
///
/// # Errors
/// Files that are missing, or not what the experiment read.
pub fn kept_inputs(folder: &Path, plan: &Plan) -> Result<Vec<InputFile>, Problems> {
    let mut files = kept_files(folder, &plan.scenario)?;
    files.extend(kept_posterior(folder, plan)?);
    Ok(files)
}

fn kept_files(folder: &Path, input: &ScenarioInput) -> Result<Vec<InputFile>, Problems> {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for (name, sha256) in &input.sha256 {
        match InputFile::kept(&folder.join(SCENARIO), name, sha256) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems.into()) }
}

/// The scenario that a result folder keeps, read again; None when its plan names no file of one.
///
/// # Errors
/// Files that are missing, or not what the experiment read; what is wrong with them for this version of panj.
pub fn kept_scenario(folder: &Path, input: &ScenarioInput) -> Result<Option<ScenarioSource>, Problems> {
    // All of them first, so that each that was changed is told by its own name.
    kept_files(folder, input)?;
    kept_document(folder, input)
        .map(|file| ScenarioSource::open_kept(&file, &input.policy_files, &input.sha256))
        .transpose()
}

/// Where the copy of the scenario's TOML file lies; None when the plan names no file.
fn kept_document(folder: &Path, input: &ScenarioInput) -> Option<PathBuf> {
    let given = input.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = if input.sha256.contains_key(&given) { given } else { "scenario.toml".to_owned() };
    (!input.sha256.is_empty()).then(|| folder.join(SCENARIO).join(name))
}

/// The kept sample of parameters; None when the plan draws from none.
///
/// # Errors
/// When it is missing, or not what the experiment read.
pub fn kept_posterior(folder: &Path, plan: &Plan) -> Result<Option<InputFile>, Problems> {
    let Some(sample) = plan.posterior() else { return Ok(None) };
    InputFile::kept(&folder.join(SCENARIO), InputFile::POSTERIOR, &sample.sha256)
        .map(Some)
        .map_err(|problem| vec![*problem].into())
}
