//! How far the experiment of a folder is, by what lies in it: nothing is written, and nobody is disturbed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use super::error::FolderError;
use super::folder::{STATE, is_ours};
use super::hold::Hold;
use super::manifest::Manifest;
use crate::experiment::{Checkpoint, Part, Plan, checkpoint_path};

/// How far the experiment of a folder is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FolderStatus {
    /// The folder.
    pub folder: PathBuf,
    /// What is going on.
    pub stage: Stage,
    /// The command that the experiment is of, "" where there is none yet.
    pub command: &'static str,
    /// Which shard, where a finished one says so.
    pub shard: Option<String>,
    /// Replications of all variants that are done and safe.
    pub done: u64,
    /// How many are wanted; 0 where nobody says yet.
    pub of: u64,
    /// How many of those done failed.
    pub failed: u64,
    /// Seconds since the last were kept; None of finished folders, and where none were.
    pub idle: Option<u64>,
}

/// What is going on in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// All is done and written.
    Finished,
    /// A command is at work.
    Running,
    /// Something is left to do, and nobody is at it.
    Stopped,
    /// Nothing is there yet.
    Empty,
}

impl FolderStatus {
    /// Looks at a folder; one that is not there is empty.
    ///
    /// # Errors
    /// When it holds something else, or cannot be read.
    pub fn of(folder: &Path) -> Result<FolderStatus, FolderError> {
        is_ours(folder)?;
        // Shown even where the system knows no locks.
        let busy = matches!(Hold::share(folder, Duration::ZERO), Err(FolderError::InUse { .. }));
        let mut status = FolderStatus {
            folder: folder.to_owned(),
            stage: if busy { Stage::Running } else { Stage::Empty },
            command: "",
            shard: None,
            done: 0,
            of: 0,
            failed: 0,
            idle: None,
        };
        if let Some(manifest) = Manifest::whole(folder).filter(|_| !busy) {
            let variants = manifest.plan.variant.len();
            let shard = manifest.shard.as_ref().and_then(|shard| shard.parse().ok());
            let part =
                shard.map_or(Part::whole(variants), |shard: crate::experiment::Shard| shard.part(&manifest.plan));
            status.stage = Stage::Finished;
            status.command = manifest.plan.design.command();
            status.done = manifest.replications * part.variants().len() as u64;
            (status.of, status.failed, status.shard) = (status.done, manifest.failed, manifest.shard);
            return Ok(status);
        }
        let Ok(plan) = Plan::read(folder) else { return Ok(status) };
        status.command = plan.design.command();
        if !busy {
            status.stage = Stage::Stopped;
        }
        let path = checkpoint_path(&folder.join(STATE));
        if let Ok(Some(checkpoint)) = Checkpoint::read(&path) {
            status.of = checkpoint.part.pairs(plan.replications).unwrap_or(u64::MAX);
            (status.done, status.failed) = (checkpoint.next, checkpoint.failed);
            let age = path.metadata().and_then(|about| about.modified()).ok().and_then(|when| when.elapsed().ok());
            status.idle = age.map(|age| age.as_secs());
        }
        Ok(status)
    }
}
