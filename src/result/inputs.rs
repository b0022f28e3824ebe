//! The scenario's files kept in the result folder, so that it explains itself wherever it is taken.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::aside::write_whole;
use super::folder::SCENARIO;
use super::written::digest;
use crate::experiment::ScenarioInput;

/// Name by which the digests of a plan call a policy file.
const POLICY_FILE: &str = "policy file ";
/// Where the sample of parameters is kept, inside the kept scenario.
const POSTERIOR: &str = "posterior/posterior.csv";

/// Copies the files that belong to a scenario into `scenario/` of a result folder; policy files go to
/// `scenario/policies/`. Files that are there already, whole, are left.
///
/// # Errors
/// When a file cannot be read or written.
pub fn keep_scenario(input: &ScenarioInput, folder: &Path) -> io::Result<()> {
    let from = if input.path.is_dir() { input.path.as_path() } else { input.path.parent().unwrap_or(Path::new("")) };
    for (name, wanted) in &input.sha256 {
        let (source, target) = match name.strip_prefix(POLICY_FILE) {
            Some(policy) => {
                let named = |path: &&PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy() == policy);
                let Some(path) = input.policy_files.iter().find(named) else { continue };
                (path.clone(), policy_folder(folder).join(policy))
            }
            None => (from.join(name), folder.join(SCENARIO).join(name)),
        };
        if digest(&target).is_ok_and(|(_, there)| there == *wanted) {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        write_whole(&target, &fs::read(source)?)?;
    }
    Ok(())
}

/// Where the kept scenario of a result folder can be opened, and its policy files; None when it holds none.
pub fn kept_scenario(folder: &Path, input: &ScenarioInput) -> Option<(PathBuf, Vec<PathBuf>)> {
    let kept = folder.join(SCENARIO);
    let toml = input.sha256.keys().find(|name| name.ends_with(".toml") && !name.starts_with(POLICY_FILE))?;
    let policies = input.sha256.keys().filter_map(|name| name.strip_prefix(POLICY_FILE));
    let policies: Vec<PathBuf> = policies.map(|name| policy_folder(folder).join(name)).collect();
    let path = if toml == "scenario.toml" { kept.clone() } else { kept.join(toml) };
    (kept.join(toml).exists() && policies.iter().all(|path| path.exists())).then_some((path, policies))
}

/// Copies a sample of parameters into `scenario/posterior/` of a result folder, unless it is there already.
///
/// # Errors
/// When a file cannot be read or written.
pub fn keep_posterior(path: &Path, folder: &Path) -> io::Result<()> {
    let target = folder.join(SCENARIO).join(POSTERIOR);
    if digest(&target).is_ok_and(|there| digest(path).is_ok_and(|wanted| there == wanted)) {
        return Ok(());
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    write_whole(&target, &fs::read(path)?)
}

/// Where the kept sample of parameters of a result folder is; None when it holds none.
pub fn kept_posterior(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(SCENARIO).join(POSTERIOR)).filter(|path| path.exists())
}

fn policy_folder(folder: &Path) -> PathBuf {
    folder.join(SCENARIO).join("policies")
}
