//! Shards joined into one result folder. Their rows are read where they lie and are not copied: the whole keeps no state.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::{RunError, disk};
use super::folder::{self, Found, STATE, State};
use super::hold::Hold;
use super::inputs::{keep_inputs, kept_inputs};
use super::manifest::{Manifest, ThisRun, WaitingEntry};
use super::run::{Access, Parts, Results, finish, finished_before, seal_and_leave};
use crate::experiment::{Checkpoint, Difference, Part, Plan, Rows, Shard, look_through};
use crate::outcome::Layout;
use crate::scenario::InputFile;

/// Shards that were looked through and can be joined; nobody changes them while this lives.
#[derive(Debug)]
pub struct Shards {
    /// The scenario's files, which every shard keeps.
    inputs: Vec<InputFile>,
    /// The manifest of one of them, with what waits for conditions in all.
    first: Manifest,
    rows: Rows,
    checkpoint: Checkpoint,
    held: Vec<Hold>,
}

/// Makes sure that the folder of the whole is none of the shards, which nobody may change.
///
/// # Errors
/// [`RunError::OutIsAShard`].
fn apart_from(shards: &[PathBuf], out: &Path) -> Result<(), RunError> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    match shards.iter().find(|shard| shard.canonicalize().is_ok_and(|shard| shard == out)) {
        Some(shard) => Err(RunError::OutIsAShard(shard.clone())),
        None => Ok(()),
    }
}

impl Shards {
    /// Looks through shards, to their last record, of which a whole is to be made in the folder `out`; writes nothing.
    ///
    /// # Errors
    /// [`RunError`] when a shard is missing, damaged, doubled, unfinished, of another plan, in use, or the folder of the whole.
    pub fn look_through(folders: &[PathBuf], out: &Path, wait: Duration) -> Result<Shards, RunError> {
        apart_from(folders, out)?;
        let (mut held, mut shards) = (Vec::new(), Vec::new());
        for folder in folders {
            held.extend(Hold::share(folder, wait)?);
            let (found, why) = match Manifest::read(folder) {
                Ok(found) => {
                    (found, if folder.is_dir() { String::new() } else { " (there is no such folder)".to_owned() })
                }
                Err(error) => (None, format!(" (manifest.json: {error})")),
            };
            let number = found.as_ref().and_then(|manifest| manifest.shard.as_ref()?.parse::<Shard>().ok());
            let (Some(manifest), Some(number)) = (found, number) else {
                return Err(RunError::NoShard { folder: folder.clone(), why });
            };
            shards.push((number, folder, manifest));
        }
        let Some((of, first)) = shards.first().map(|(shard, folder, _)| (shard.of(), PathBuf::clone(folder))) else {
            return Err(RunError::ShardsMissing { missing: Vec::new(), of: 0 });
        };
        for (shard, folder, manifest) in &shards {
            let mut differences = manifest.plan.differences(&shards[0].2.plan);
            if shard.of() != of {
                let (first, second) = (Some(shard.of().to_string()), Some(of.to_string()));
                differences.push(Difference { key: "number of shards".to_owned(), first, second });
            }
            if !differences.is_empty() {
                let folder = PathBuf::clone(folder);
                return Err(RunError::OtherShard { folder, first, differences });
            }
        }
        shards.sort_by_key(|(shard, ..)| shard.number());
        if let Some(pair) = shards.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(RunError::ShardTwice { folder: pair[1].1.clone(), first: pair[0].1.clone(), shard: pair[0].0 });
        }
        if (shards.len() as u64) < of {
            let there = |number: &u64| shards.iter().any(|(shard, ..)| shard.number() == *number);
            return Err(RunError::ShardsMissing { missing: (1..=of).filter(|number| !there(number)).collect(), of });
        }
        // Some may have been raised, and others not yet.
        let Some((.., most)) = shards.iter().max_by_key(|(.., manifest)| manifest.plan.replications) else {
            return Err(RunError::ShardsMissing { missing: Vec::new(), of });
        };
        let mut whole = most.clone();
        let parts: Vec<(PathBuf, Part)> =
            shards.iter().map(|(shard, folder, _)| (folder.join(STATE), shard.part(&whole.plan))).collect();
        let width = Layout::of(&whole.metrics).width();
        let (rows, checkpoint) = look_through(&parts, whole.plan.replications, width, &whole.plan.identity())?;
        let said = parts.iter().zip(&shards).map(|((_, part), (.., manifest))| (part, manifest));
        whole.waiting = waiting_in_all(&whole.plan, said);
        let mut inputs = Vec::new();
        for folder in folders {
            inputs = kept_inputs(folder, &whole.plan).map_err(RunError::Kept)?;
        }
        Ok(Shards { inputs, first: whole, rows, checkpoint, held })
    }

    /// The plan that they are of.
    pub fn plan(&self) -> &Plan {
        &self.first.plan
    }
}

/// What waits for conditions in each variant of the whole, the first standing for all that do not differ from it, from what shards
/// say so of their own.
fn waiting_in_all<'a>(plan: &Plan, said: impl Iterator<Item = (&'a Part, &'a Manifest)>) -> Vec<WaitingEntry> {
    let mut all = vec![Vec::new(); plan.variant.len()];
    for (part, manifest) in said {
        let own = |number: usize| {
            let of = |entry: &&WaitingEntry| entry.variant == plan.variant[number].name;
            manifest.waiting.iter().filter(of).map(|entry| entry.waiting.clone()).collect::<Vec<_>>()
        };
        for number in part.variants() {
            let told = own(number);
            all[number] = if told.is_empty() { own(part.variants().start) } else { told };
        }
    }
    let differs = |number: &usize| *number == 0 || all[*number] != all[0];
    let entries = |number: usize| {
        let entry = move |waiting| WaitingEntry { variant: plan.variant[number].name.clone(), waiting };
        all[number].iter().cloned().map(entry)
    };
    (0..all.len()).filter(differs).flat_map(entries).collect()
}

/// Joins finished shards into one result folder, with the bytes that one run of the whole would have given, but for its state.
///
/// # Errors
/// [`RunError`] when a shard is missing, unfinished or of another plan, or `out` may not be used.
pub fn merge_results(shards: &[PathBuf], out: &Path, command_line: &[String]) -> Result<Results, RunError> {
    let shards = Shards::look_through(shards, out, Duration::ZERO)?;
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
    let Shards { inputs, first, rows, checkpoint, held } = shards;
    let whole = Part::whole(first.plan.variant.len());
    let (hold, found) = folder::take(out, &first.plan, None, &whole, access)?;
    if let Found::Finished { manifest, damaged, state } = found
        && damaged.is_empty()
        && state != State::Damaged
    {
        return finished_before(hold, out, manifest, &damaged).map(|results| *results);
    }
    folder::begin(out, &first.plan)?;
    // What may be there is of fewer replications.
    folder::clear_state(out).map_err(disk(&out.join(STATE)))?;
    keep_inputs(&inputs, out).map_err(disk(&out.join(folder::SCENARIO)))?;
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
    finish(held.into_iter().chain([hold]).collect(), out, &parts, rows, checkpoint)
}
