//! A result folder: what is in it, and whether a command may work in it.

use std::io;
use std::path::{Path, PathBuf};

use super::aside::write_whole;
use super::manifest::Manifest;
use crate::experiment::{Difference, Plan, PlanError};

/// Name of the subfolder that keeps rows and checkpoint, from which a run resumes and grows.
pub const STATE: &str = "state";

/// Name of the subfolder that holds the files of the scenario as they were read.
pub const SCENARIO: &str = "scenario";

/// What a folder is to a plan.
#[derive(Debug)]
pub enum Found {
    /// Nothing is there yet.
    Nothing,
    /// Work of the same plan that is not finished, or that has fewer replications.
    Unfinished,
    /// All of it is there.
    Finished(Box<Manifest>),
}

/// Why a command may not work in a folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its plan cannot be read.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// It holds results of other inputs.
    #[error(
        "{folder} holds results of other inputs:{}\nGive another folder with --out, or --fresh to throw these away.",
        listed(differences)
    )]
    OtherInputs {
        /// Which folder.
        folder: PathBuf,
        /// What differs: first there, second here.
        differences: Vec<Difference>,
    },
    /// It holds files, but no plan.
    #[error("{folder} is not empty and holds no plan of panj: give another folder with --out")]
    NotOurs {
        /// Which folder.
        folder: PathBuf,
    },
    /// It holds more replications than are asked for.
    #[error(
        "{folder} already holds {there} replications: ask for at least as many with -n, or give another folder with --out"
    )]
    More {
        /// Which folder.
        folder: PathBuf,
        /// How many it holds.
        there: u64,
    },
}

fn listed(differences: &[Difference]) -> String {
    let none = || "(none)".to_owned();
    differences
        .iter()
        .map(|d| {
            let (there, here) = (d.first.clone().unwrap_or_else(none), d.second.clone().unwrap_or_else(none));
            format!("\n  {}: {there} there, {here} here", d.key)
        })
        .collect()
}

fn disk(path: &Path) -> impl Fn(io::Error) -> FolderError + use<> {
    let path = path.to_owned();
    move |source| FolderError::Disk { path: path.clone(), source }
}

/// Finds out what a folder is to a plan (or to one shard of it); writes nothing.
///
/// # Errors
/// [`FolderError`] when the folder belongs to something else.
pub fn find(folder: &Path, plan: &Plan, shard: Option<&str>) -> Result<Found, FolderError> {
    if !folder.join("plan.toml").exists() {
        let empty = !folder.exists() || folder.read_dir().map_err(disk(folder))?.next().is_none();
        return if empty { Ok(Found::Nothing) } else { Err(FolderError::NotOurs { folder: folder.to_owned() }) };
    }
    let there = Plan::read(folder)?;
    let differences = there.differences(plan);
    if !differences.is_empty() {
        return Err(FolderError::OtherInputs { folder: folder.to_owned(), differences });
    }
    if there.replications > plan.replications {
        return Err(FolderError::More { folder: folder.to_owned(), there: there.replications });
    }
    let same_amount = there.replications == plan.replications && there.until == plan.until;
    let manifest = Manifest::read(folder).map_err(disk(&folder.join("manifest.json")))?;
    match manifest {
        Some(manifest) if manifest.shard.as_deref() != shard => Err(FolderError::OtherInputs {
            folder: folder.to_owned(),
            differences: vec![Difference {
                key: "shard".to_owned(),
                first: manifest.shard,
                second: shard.map(str::to_owned),
            }],
        }),
        Some(manifest) if same_amount && there.format == plan.format => Ok(Found::Finished(Box::new(manifest))),
        _ => Ok(Found::Unfinished),
    }
}

/// How many replications a finished folder held whose state is gone, so that they run again when more are asked for.
pub fn lost(folder: &Path) -> Option<u64> {
    let manifest = Manifest::read(folder).ok().flatten()?;
    (!folder.join(STATE).exists()).then_some(manifest.replications)
}

/// Makes the folder ready for work on a plan: the plan is written; a manifest, which says that all is finished, goes.
///
/// # Errors
/// [`FolderError::Disk`].
pub fn begin(folder: &Path, plan: &Plan) -> Result<(), FolderError> {
    std::fs::create_dir_all(folder).map_err(disk(folder))?;
    let manifest = folder.join("manifest.json");
    if manifest.exists() {
        std::fs::remove_file(&manifest).map_err(disk(&manifest))?;
    }
    let path = folder.join("plan.toml");
    write_whole(&path, plan.to_toml().as_bytes()).map_err(disk(&path))
}

/// Throws away what earlier runs of panj left in a folder; other files stay.
///
/// # Errors
/// [`FolderError::NotOurs`] when it holds no plan, [`FolderError::Disk`].
pub fn clear(folder: &Path) -> Result<(), FolderError> {
    if !folder.exists() {
        return Ok(());
    }
    if !folder.join("plan.toml").exists() {
        let empty = folder.read_dir().map_err(disk(folder))?.next().is_none();
        return if empty { Ok(()) } else { Err(FolderError::NotOurs { folder: folder.to_owned() }) };
    }
    for name in [
        "manifest.json",
        "plan.toml",
        "summary.csv",
        "outcomes.csv",
        "outcomes.parquet",
        "series.csv",
        "series.parquet",
        "districts.csv",
        "report.html",
        "comparison.csv",
        "comparison.json",
        "saved_and_lost.csv",
        "incidence.csv",
        "competing.csv",
        ".rows-again.bin",
        "robustness.csv",
        "parting.csv",
        "parting.json",
        "uncertainty.csv",
        "uncertainty.json",
        "draws.csv",
        "points.csv",
        "sweep.csv",
        "sweep.json",
        "sensitivity.csv",
        "sensitivity.json",
        "noise.csv",
        "convergence.csv",
    ] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(disk(&path))?;
        }
    }
    for name in [STATE, "charts", SCENARIO] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(disk(&path))?;
        }
    }
    Ok(())
}
