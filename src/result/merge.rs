//! Shards joined into one result folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::{RunError, disk};
use super::folder::{self, Found, STATE, State};
use super::hold::Hold;
use super::inputs::{keep_inputs, kept_inputs};
use super::manifest::{Manifest, ThisRun};
use super::run::{Access, Parts, Results, finish, finished_before, seal_and_leave};
use crate::experiment::{Plan, Rows, look_through, merge, rows_path};
use crate::outcome::Layout;
use crate::scenario::InputFile;

/// Shards that were looked through and can be joined; nobody changes them while this lives.
#[derive(Debug)]
pub struct Shards {
    /// The scenario's files, which every shard keeps.
    inputs: Vec<InputFile>,
    first: Manifest,
    parts: crate::experiment::Parts,
    _held: Vec<Hold>,
}

impl Shards {
    /// Looks through shards, to their last record; writes nothing.
    ///
    /// # Errors
    /// [`RunError`] when a shard is missing, damaged, doubled, unfinished, of another plan, or in use.
    pub fn look_through(folders: &[PathBuf], wait: Duration) -> Result<Shards, RunError> {
        let (mut held, mut manifests) = (Vec::new(), Vec::new());
        for folder in folders {
            held.extend(Hold::share(folder, wait)?);
            let (found, why) = match Manifest::read(folder) {
                Ok(found) => (found.filter(|manifest| manifest.shard.is_some()), String::new()),
                Err(error) => (None, format!(" (manifest.json: {error})")),
            };
            manifests.push(found.ok_or_else(|| RunError::NoShard { folder: folder.clone(), why })?);
        }
        for (manifest, folder) in manifests.iter().zip(folders) {
            let differences = manifest.plan.differences(&manifests[0].plan);
            if !differences.is_empty() {
                let (folder, first) = (folder.clone(), folders[0].clone());
                return Err(RunError::OtherShard { folder, first, differences });
            }
        }
        let done: u64 = manifests.iter().map(|manifest| manifest.replications).sum();
        let missing = |of| RunError::ShardsMissing { done, of };
        let first = manifests.into_iter().next().ok_or(missing(0))?;
        if done != first.plan.replications {
            return Err(missing(first.plan.replications));
        }
        let states: Vec<PathBuf> = folders.iter().map(|folder| folder.join(STATE)).collect();
        let parts = look_through(&states, Layout::of(&first.metrics).width(), &first.plan.identity())?;
        let mut inputs = Vec::new();
        for folder in folders {
            inputs = kept_inputs(folder, &first.plan).map_err(RunError::Kept)?;
        }
        Ok(Shards { inputs, first, parts, _held: held })
    }

    /// The plan that they are of.
    pub fn plan(&self) -> &Plan {
        &self.first.plan
    }
}

/// Joins finished shards into one result folder, with the bytes that one run of the whole would have given.
///
/// # Errors
/// [`RunError`] when a shard is missing, unfinished or of another plan, or `out` may not be used.
pub fn merge_results(shards: &[PathBuf], out: &Path, command_line: &[String]) -> Result<Results, RunError> {
    let shards = Shards::look_through(shards, Duration::ZERO)?;
    let mut results = join_shards(shards, out, Access::default(), command_line)?;
    seal_and_leave(&mut results)?;
    Ok(results)
}

/// Joins shards up to the tables; as after [`super::work`], [`super::seal`] writes the manifest.
///
/// # Errors
/// [`RunError`] when `out` may not be used, or a file cannot be read or written.
pub fn join_shards(shards: Shards, out: &Path, access: Access, command_line: &[String]) -> Result<Results, RunError> {
    let began = SystemTime::now();
    let Shards { inputs, first, parts, _held } = shards;
    let (hold, found) = folder::take(out, &first.plan, None, &(0..first.plan.replications), access)?;
    if let Found::Finished { manifest, damaged, state } = found
        && damaged.is_empty()
        && state != State::Damaged
    {
        return finished_before(hold, out, manifest, &damaged).map(|results| *results);
    }
    folder::begin(out, &first.plan)?;
    keep_inputs(&inputs, out).map_err(disk(&out.join(folder::SCENARIO)))?;
    let checkpoint = merge(parts, &out.join(STATE))?;
    let parts = Parts {
        plan: &first.plan,
        title: &first.title,
        parameters: &first.parameters,
        metrics: &first.metrics,
        series: &first.series,
        by_place: &first.by_place,
        waiting: &first.waiting,
        replications: first.plan.replications,
        until: Vec::new(),
        shard: None,
        this_run: &|| ThisRun::note(command_line.to_vec(), began, 0, 1),
    };
    let width = Layout::of(&first.metrics).width();
    let rows = Rows::in_file(rows_path(&out.join(STATE)), width, 0, &first.plan.identity());
    finish(hold, out, &parts, rows, &checkpoint)
}
