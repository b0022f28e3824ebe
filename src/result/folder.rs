//! A result folder: what is in it, and whether a command may work in it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::aside::{aside_of, write_synced};
pub use super::error::FolderError;
use super::error::folder_disk as disk;
use super::hold::{Hold, LOCK};
use super::manifest::Manifest;
use super::run::Access;
use super::written::{self, CHARTS, JOURNAL, digest, remove_if_empty, remove_there};
use crate::experiment::{Checkpoint, Difference, MOST_BYTES, Part, Plan, Rows, checkpoint_path, rows_path};
use crate::outcome::Layout;
use crate::scenario::{InputFile, kept_at, leads_inside, read_regular};

/// Name of the subfolder that keeps rows and checkpoint, from which a run resumes and grows.
pub const STATE: &str = "state";

/// Name of the subfolder that holds the files of the scenario as they were read.
pub const SCENARIO: &str = "scenario";

/// Name of the file of rows that were made again from a table, while they are looked at.
pub(super) const ROWS_AGAIN: &str = ".rows-again.bin";

/// First words of a plan file; one that was cut short is known by them.
const PLAN_HEAD: &str = "# The plan of an experiment.";

/// What a folder is to a plan.
#[derive(Debug)]
pub enum Found {
    /// Nothing is there yet.
    Nothing,
    /// Work of the same plan that is not finished, or that has fewer replications.
    Unfinished,
    /// It was finished.
    Finished {
        /// Its manifest.
        manifest: Box<Manifest>,
        /// Files that are not as they were written.
        damaged: Vec<String>,
        /// What is left of rows and checkpoint.
        state: State,
    },
}

/// What is left of the rows and the checkpoint of a finished folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Both are there.
    Whole,
    /// They were deleted.
    Deleted,
    /// Some of it is damaged or missing.
    Damaged,
}

/// Makes sure that a path is a folder or nothing.
///
/// # Errors
/// [`FolderError::Unusable`].
pub(super) fn usable(folder: &Path) -> Result<(), FolderError> {
    let why = match fs::metadata(folder) {
        Ok(there) if there.is_dir() => return stays_inside(folder),
        Ok(_) => io::Error::new(io::ErrorKind::NotADirectory, "it is a file"),
        Err(_) if folder.is_symlink() => io::Error::new(io::ErrorKind::NotFound, "it is a link that leads nowhere"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => error,
    };
    Err(FolderError::Unusable { folder: folder.to_owned(), source: why })
}

/// Makes sure that nothing which is written or read in a folder lies elsewhere: a folder that came from elsewhere may hold
/// a link, or a pipe that nobody writes to, in place of something of panj's. What is written aside and renamed needs no
/// look: it takes the place of a link.
///
/// # Errors
/// [`FolderError::Link`].
pub(super) fn stays_inside(folder: &Path) -> Result<(), FolderError> {
    let folders = [CHARTS, STATE, SCENARIO].map(|name| folder.join(name));
    let state = ["rows.bin", "checkpoint.bin", "checkpoint.new", "lock"].map(|name| folders[1].join(name));
    let own = [LOCK, JOURNAL, ROWS_AGAIN, "plan.toml", "benchmark.toml"].map(|name| folder.join(name));
    let leads_out = |path: &&PathBuf| path.is_symlink() && !(path.exists() && leads_inside(folder, path));
    // What is missing is made; what else is no file, the system refuses by its own words, or it would wait for ever.
    let is_odd = |path: &&PathBuf| {
        let odd = |about: fs::Metadata| !about.is_file() && !about.is_dir();
        leads_out(path) || fs::metadata(path).is_ok_and(odd)
    };
    let kept = linked_folders(&folders[2]).map_err(disk(&folders[2]))?;
    let found = folders.iter().chain(&kept).find(leads_out).or_else(|| state.iter().chain(&own).find(is_odd));
    found.map_or(Ok(()), |path| Err(FolderError::Link { path: path.clone() }))
}

/// Links in the place of a folder of the kept scenario.
fn linked_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut linked = Vec::new();
    for_each_kept(folder, &mut |path| {
        linked.extend((path.is_symlink() && path.is_dir()).then(|| path.to_owned()));
        Ok(())
    })?;
    Ok(linked)
}

/// What stands where a folder's plan should.
enum PlanThere {
    None,
    Whole(Box<Plan>),
    /// Emptied or cut short.
    Damaged,
}

fn plan_there(folder: &Path) -> Result<PlanThere, FolderError> {
    let path = folder.join("plan.toml");
    let bytes = match read_regular(&path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(PlanThere::None),
        Err(error) => return Err(disk(&path)(error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    if let Ok(plan) = toml::from_str(&text) {
        return Ok(PlanThere::Whole(Box::new(plan)));
    }
    let cut = bytes.iter().all(|byte| *byte == 0) || text.starts_with(PLAN_HEAD) || PLAN_HEAD.starts_with(&*text);
    let why = ", but another plan.toml";
    if cut { Ok(PlanThere::Damaged) } else { Err(FolderError::NotOurs { folder: folder.to_owned(), why }) }
}

/// Whether nothing is in a folder but what a command leaves that was stopped before its plan was written.
///
/// # Errors
/// When it cannot be read.
pub fn is_bare(folder: &Path) -> Result<bool, FolderError> {
    if !folder.exists() {
        return Ok(true);
    }
    let left = [LOCK, JOURNAL, "plan.toml", ".plan.toml.part", "..written.part", ".benchmark.toml.part"];
    for entry in folder.read_dir().map_err(disk(folder))? {
        let name = entry.map_err(disk(folder))?.file_name();
        if !left.iter().any(|known| name == *known) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes sure that a folder is empty or holds work of panj, of any plan; writes nothing.
///
/// # Errors
/// [`FolderError::NotOurs`].
pub fn is_ours(folder: &Path) -> Result<(), FolderError> {
    let known = match plan_there(folder)? {
        PlanThere::Whole(_) => true,
        PlanThere::None => Manifest::whole(folder).is_some() || is_bare(folder)?,
        PlanThere::Damaged => {
            Manifest::whole(folder).is_some()
                || Checkpoint::read(&checkpoint_path(&folder.join(STATE))).is_ok_and(|there| there.is_some())
                || is_bare(folder)?
        }
    };
    if known { Ok(()) } else { Err(FolderError::NotOurs { folder: folder.to_owned(), why: "" }) }
}

/// Finds out what a folder is to a plan, of which it holds `part`, a shard if it has a name; writes nothing.
///
/// # Errors
/// [`FolderError`] when the folder belongs to something else.
pub fn find(folder: &Path, plan: &Plan, shard: Option<&str>, part: &Part) -> Result<Found, FolderError> {
    let other = |differences| FolderError::OtherInputs { folder: folder.to_owned(), differences };
    let manifest = Manifest::whole(folder);
    let checkpoint = Checkpoint::read(&checkpoint_path(&folder.join(STATE)));
    let checkpoint = checkpoint.map_err(disk(&checkpoint_path(&folder.join(STATE))))?;
    let own = |there: &Checkpoint| there.identity == plan.identity() && there.part == *part;
    let there = match plan_there(folder)? {
        PlanThere::Whole(there) => Some(*there),
        PlanThere::None if is_bare(folder)? => return Ok(Found::Nothing),
        PlanThere::None if manifest.is_none() => {
            return Err(FolderError::NotOurs { folder: folder.to_owned(), why: "" });
        }
        // What the plan said, the manifest says too; without it the checkpoint knows whose it is.
        PlanThere::None | PlanThere::Damaged => match &manifest {
            Some(manifest) => Some(manifest.plan.clone()),
            None if checkpoint.as_ref().is_some_and(own) => None,
            None if is_bare(folder)? => return Ok(Found::Nothing),
            None => {
                let why = " that could be read (plan.toml is empty or cut short)";
                return Err(FolderError::NotOurs { folder: folder.to_owned(), why });
            }
        },
    };
    let Some(there) = there else { return Ok(Found::Unfinished) };
    let differences = there.differences(plan);
    if !differences.is_empty() {
        return Err(other(differences));
    }
    if there.replications > plan.replications {
        return Err(FolderError::More { folder: folder.to_owned(), there: there.replications });
    }
    if let Some(manifest) = manifest.as_ref().filter(|manifest| manifest.shard.as_deref() != shard) {
        let (first, second) = (manifest.shard.clone(), shard.map(str::to_owned));
        return Err(other(vec![Difference { key: "shard".to_owned(), first, second }]));
    }
    if checkpoint.as_ref().is_some_and(|there| !own(there)) {
        return Err(FolderError::OtherState { folder: folder.to_owned() });
    }
    let same =
        |one: &Plan| one.replications == plan.replications && one.until == plan.until && one.format == plan.format;
    let Some(manifest) = manifest.filter(|manifest| same(&there) && same(&manifest.plan)) else {
        return Ok(Found::Unfinished);
    };
    let mut damaged = written::damaged(folder, &manifest);
    if !matches!(plan_there(folder)?, PlanThere::Whole(_)) {
        damaged.push("plan.toml".to_owned());
    }
    if shard.is_none() && manifest.written.is_empty() {
        // An earlier version did not tell how it had written its files.
        damaged.extend(manifest.files.iter().map(|file| file.name.clone()));
    }
    damaged.extend(kept_damaged(folder, plan).then(|| SCENARIO.to_owned()));
    let state = state_of(folder, &manifest, checkpoint.as_ref(), part);
    Ok(Found::Finished { manifest: Box::new(manifest), damaged, state })
}

/// Takes a folder for work on a part of a plan; with `fresh`, what is there goes.
///
/// # Errors
/// [`FolderError`] when the folder belongs to something else, or is in use.
pub(super) fn take(
    folder: &Path,
    plan: &Plan,
    shard: Option<&str>,
    part: &Part,
    access: Access,
) -> Result<(Hold, Found), FolderError> {
    let look = || match access.fresh {
        true => is_ours(folder).map(|()| Found::Nothing),
        false => find(folder, plan, shard, part),
    };
    let taken = Hold::take(folder, access.wait, look)?;
    if access.fresh {
        clear(folder)?;
    }
    Ok(taken)
}

/// What is left of the rows and the checkpoint that a manifest tells of.
fn state_of(folder: &Path, manifest: &Manifest, checkpoint: Option<&Checkpoint>, part: &Part) -> State {
    let state = folder.join(STATE);
    if !rows_path(&state).exists() && !checkpoint_path(&state).exists() {
        return State::Deleted;
    }
    let end = manifest.replications * part.variants().len() as u64;
    let width = Layout::of(&manifest.metrics).width();
    let rows = Rows::in_file(rows_path(&state), width, *part, &manifest.plan.identity());
    let whole =
        checkpoint.is_some_and(|there| there.next >= end) && rows.end_of_whole().is_ok_and(|there| there >= end);
    if whole { State::Whole } else { State::Damaged }
}

/// Whether a file of the kept scenario is missing or is not what the plan says.
pub(crate) fn kept_damaged(folder: &Path, plan: &Plan) -> bool {
    let posterior = plan.posterior().map(|posterior| posterior.sha256);
    let mut wanted: BTreeSet<String> = plan.scenario.sha256.values().cloned().chain(posterior).collect();
    for_each_kept(&folder.join(SCENARIO), &mut |path| {
        if let Ok((_, there)) = digest(path) {
            wanted.remove(&there);
        }
        Ok(())
    })
    .is_err()
        || !wanted.is_empty()
}

/// Calls `visit` for every file of the kept scenario; links are not followed.
fn for_each_kept(folder: &Path, visit: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    if folder.is_symlink() || !folder.is_dir() {
        return Ok(());
    }
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            for_each_kept(&path, visit)?;
        } else {
            visit(&path)?;
        }
    }
    Ok(())
}

/// How many replications a finished folder held whose state is gone, so that they run again when more are asked for.
pub fn lost(folder: &Path) -> Option<u64> {
    let manifest = Manifest::whole(folder)?;
    (!folder.join(STATE).exists()).then_some(manifest.replications)
}

/// Makes the folder ready for work on a plan: the plan is written; a manifest, which says that all is finished, goes.
///
/// # Errors
/// [`FolderError::Disk`].
pub fn begin(folder: &Path, plan: &Plan) -> Result<(), FolderError> {
    written::begin(folder).map_err(disk(&folder.join(JOURNAL)))?;
    let manifest = folder.join("manifest.json");
    remove_there(&manifest).map_err(disk(&manifest))?;
    written::sweep(folder).map_err(disk(folder))?;
    write_plan(folder, plan)
}

/// Removes what unfinished writing has left, as far as that can be.
pub fn sweep(folder: &Path) {
    // Nothing sensible can be done about an error here; what stays is written over later.
    _ = written::sweep(folder);
    _ = remove_there(&folder.join(ROWS_AGAIN));
}

/// Writes the plan, unless it is there.
///
/// # Errors
/// [`FolderError::Disk`].
pub(super) fn write_plan(folder: &Path, plan: &Plan) -> Result<(), FolderError> {
    let (path, text) = (folder.join("plan.toml"), plan.to_toml());
    if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    write_synced(&path, text.as_bytes()).map_err(disk(&path))
}

/// Makes sure that the folder is still that of the plan which [`begin`] wrote.
///
/// # Errors
/// [`FolderError::Taken`].
pub(super) fn still_ours(folder: &Path, plan: &Plan) -> Result<(), FolderError> {
    let ours = fs::read(folder.join("plan.toml")).is_ok_and(|there| there == plan.to_toml().as_bytes());
    if ours { Ok(()) } else { Err(FolderError::Taken { folder: folder.to_owned() }) }
}

/// Throws away what earlier runs of panj left in a folder; other files stay, and so does the plan, which the next one
/// replaces: a folder that is half thrown away is still known as panj's.
///
/// # Errors
/// [`FolderError::NotOurs`] when it holds no plan, [`FolderError::Disk`].
pub fn clear(folder: &Path) -> Result<(), FolderError> {
    is_ours(folder)?;
    let plan = match plan_there(folder)? {
        PlanThere::Whole(plan) => Some(*plan),
        _ => Manifest::whole(folder).map(|manifest| manifest.plan),
    };
    written::begin(folder).map_err(disk(&folder.join(JOURNAL)))?;
    let manifest = folder.join("manifest.json");
    let all = || -> io::Result<()> {
        remove_there(&manifest)?;
        written::clear(folder)?;
        remove_there(&folder.join(ROWS_AGAIN))?;
        clear_kept(&folder.join(SCENARIO), plan.as_ref())?;
        clear_state(folder)?;
        written::sweep(folder)?;
        written::end(folder)
    };
    all().map_err(disk(folder))
}

/// Throws away rows and checkpoint of a folder.
pub(super) fn clear_state(folder: &Path) -> io::Result<()> {
    let state = folder.join(STATE);
    if state.is_symlink() {
        return Ok(());
    }
    for name in ["rows.bin", "checkpoint.bin", "checkpoint.new", "lock"] {
        remove_there(&state.join(name))?;
    }
    remove_if_empty(&state)
}

/// Throws away a benchmark's tables and charts, and the folders of scenarios that the next one has not.
///
/// # Errors
/// [`FolderError`] when such a folder is in use or not panj's, or a file cannot be removed.
pub fn clear_suite<'a>(folder: &Path, gone: impl Iterator<Item = &'a str>) -> Result<(), FolderError> {
    for inner in gone.map(|name| folder.join(name)).filter(|inner| inner.is_dir() && !inner.is_symlink()) {
        let _hold = Hold::share(&inner, Duration::ZERO)?;
        clear(&inner)?;
        remove_there(&inner.join("plan.toml")).map_err(disk(&inner))?;
        remove_there(&inner.join(LOCK)).map_err(disk(&inner))?;
        remove_if_empty(&inner).map_err(disk(&inner))?;
    }
    written::clear_benchmark(folder).map_err(disk(folder))
}

/// Removes the kept files of a plan's scenario, known by their names; another's copy of one stays.
fn clear_kept(folder: &Path, plan: Option<&Plan>) -> io::Result<()> {
    let Some(plan) = plan else { return Ok(()) };
    let posterior = plan.posterior().map(|_| InputFile::POSTERIOR);
    let names = plan.scenario.sha256.keys().map(String::as_str).chain(posterior);
    let names: BTreeSet<PathBuf> = names.map(|name| folder.join(kept_at(name))).collect();
    let parts: BTreeSet<PathBuf> = names.iter().map(|path| aside_of(path)).collect();
    let mut folders = BTreeSet::new();
    for_each_kept(folder, &mut |path| {
        folders.extend(path.ancestors().skip(1).take_while(|above| above.starts_with(folder)).map(Path::to_owned));
        if names.contains(path) || parts.contains(path) {
            remove_there(path)?;
        }
        Ok(())
    })?;
    folders.insert(folder.to_owned());
    // The innermost first.
    folders.iter().rev().try_for_each(|folder| remove_if_empty(folder))
}
