//! Shards joined into one result folder.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::conduct::{ConductError, Parts, Results, disk, finish, finished_before};
use super::folder::{self, FolderError, Found, STATE};
use super::inputs::{keep_inputs, kept_inputs};
use super::manifest::{Manifest, ThisRun};
use crate::experiment::{Plan, RowFile, merge, rows_path};
use crate::outcome::Layout;
use crate::scenario::InputFile;

/// Joins finished shards into one result folder, with the bytes that one run of the whole would have given.
///
/// # Errors
/// [`ConductError`] when a shard is missing, unfinished or of another plan, or `out` may not be used.
pub fn merge_results(shards: &[PathBuf], out: &Path, command_line: &[String]) -> Result<Results, ConductError> {
    let began = SystemTime::now();
    let mut manifests = Vec::new();
    for folder in shards {
        let found = Manifest::read(folder).map_err(disk(&folder.join("manifest.json")))?;
        let found = found.filter(|manifest| manifest.shard.is_some());
        manifests.push(found.ok_or_else(|| ConductError::NoShard { folder: folder.clone() })?);
    }
    let Some(first) = manifests.first() else { return Err(ConductError::Goal("no shards to merge".to_owned())) };
    for (manifest, folder) in manifests.iter().zip(shards) {
        let differences = manifest.plan.differences(&first.plan);
        if !differences.is_empty() {
            return Err(FolderError::OtherInputs { folder: folder.clone(), differences }.into());
        }
    }
    let done: u64 = manifests.iter().map(|manifest| manifest.replications).sum();
    if let Found::Finished(manifest) = folder::find(out, &first.plan, None)? {
        return finished_before(out, *manifest);
    }
    if done != first.plan.replications {
        return Err(ConductError::Goal(format!(
            "the shards hold {done} of {} replications: name all of them, each once",
            first.plan.replications
        )));
    }
    let inputs = kept_by_one(shards, &first.plan)?;
    folder::begin(out, &first.plan)?;
    keep_inputs(&inputs, out).map_err(disk(&out.join(folder::SCENARIO)))?;
    let states: Vec<PathBuf> = shards.iter().map(|folder| folder.join(STATE)).collect();
    let width = Layout::of(&first.metrics).width();
    let checkpoint = merge(&states, &out.join(STATE), width)?;
    let parts = Parts {
        plan: &first.plan,
        title: &first.title,
        parameters: &first.parameters,
        metrics: &first.metrics,
        series: &first.series,
        by_place: &first.by_place,
        waiting: &first.waiting,
        replications: done,
        until: Vec::new(),
        shard: None,
        this_run: &|| ThisRun::note(command_line.to_vec(), began, 0, 1),
    };
    let rows = RowFile::new(rows_path(&out.join(STATE)), width, 0);
    finish(out, &parts, rows, &checkpoint)
}

/// The scenario's files from the first shard that keeps them whole.
fn kept_by_one(shards: &[PathBuf], plan: &Plan) -> Result<Vec<InputFile>, ConductError> {
    let mut first = None;
    for shard in shards {
        match kept_inputs(shard, plan) {
            Ok(files) => return Ok(files),
            Err(problems) => _ = first.get_or_insert(problems),
        }
    }
    first.map_or(Ok(Vec::new()), |problems| Err(ConductError::Kept(problems)))
}
