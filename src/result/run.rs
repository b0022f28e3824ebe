//! Runs an experiment from its plan to its results, in memory or in a folder: executes, takes looks, writes tables and manifest.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::caution::Caution;
use super::competing::{Incidence, competing_by_day, competing_columns, write_competing};
use super::districts::{DistrictRow, district_columns, read_districts, rows_by_place, share_dates, write_districts};
use super::error::{RunError, disk, rows_error};
use super::estimate::Estimate;
use super::folder::{self, SCENARIO, STATE, State};
use super::hold::Hold;
use super::inputs::keep_inputs;
use super::looks::{early_look, sample_until, targets};
use super::manifest::{
    CautionEntry, FailureEntry, FileEntry, MANIFEST_FORMAT, Manifest, ParameterEntry, ThisRun, WaitingEntry,
};
use super::outcomes::{outcome_columns, write_outcomes};
use super::rows_again::{Made, rows_again};
use super::series::{SeriesDay, read_series, rows_of_series, series_columns, write_series};
use super::summary::{SUMMARY, estimates, summary_columns, write_summary};
use super::table::TableError;
use super::unmet::unmet;
use super::written;
use crate::experiment::{
    Checkpoint, Counter, Ended, Executor, GoalReached, Part, Plan, Replicated, Rows, Settings, Shard, Simulator,
    VERSION, Variant, rows_path,
};
use crate::outcome::{ByPlace, Layout, Metric, Series};
use crate::scenario::InputFile;

/// A design of thousands of points could give rise to a caution for each of them; so many are kept.
const MOST_CAUTIONS: usize = 1_000;

/// How an experiment is run, besides its plan: nothing here decides results.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The result folder; None to keep all in memory.
    pub out: Option<PathBuf>,
    /// Which part to run; of an experiment in memory the whole.
    pub shard: Shard,
    /// Worker threads; 0 is one for each processor.
    pub threads: usize,
    /// Whether daily series are kept.
    pub series: bool,
    /// Title of the scenario.
    pub title: String,
    /// Parameters as resolved.
    pub parameters: Vec<ParameterEntry>,
    /// Command line as typed.
    pub command_line: Vec<String>,
    /// The files that were read, to be kept with the results.
    pub inputs: Vec<InputFile>,
    /// Replications that were simulated before, for an experiment in memory.
    pub before: Option<Arc<Replicated>>,
}

/// How a command comes by its result folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Access {
    /// Whether what is there is thrown away, if it is panj's.
    pub fresh: bool,
    /// How long a folder in use is waited for.
    pub wait: Duration,
}

/// How an experiment ended.
#[derive(Debug)]
pub enum RunOutcome {
    /// All is done and written (or was before).
    Finished(Box<Results>),
    /// Stopped from outside; what is done is kept, if there is a folder.
    Stopped {
        /// Pairs that are done.
        done: u64,
        /// Pairs that are wanted.
        of: u64,
    },
    /// A shard is done; [`super::merge_results`] joins it with the others.
    ShardDone {
        /// The shard's manifest.
        manifest: Box<Manifest>,
    },
}

/// Results of a finished experiment.
#[derive(Debug)]
pub struct Results {
    /// What they are of.
    pub manifest: Manifest,
    /// Estimates by metric, then variant.
    pub estimates: Vec<Estimate>,
    /// For times that can end in several ways: how they have ended by the last day.
    pub competing: Vec<Incidence>,
    /// The rows.
    pub rows: Rows,
    /// Where they are.
    pub home: Home,
}

/// Where results are.
#[derive(Debug)]
pub enum Home {
    /// In memory, with the daily histograms and what else a folder would keep.
    Memory(Box<Checkpoint>),
    /// In a folder.
    Folder(Kept),
}

/// The folder of finished results.
#[derive(Debug)]
pub struct Kept {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the rows were there before.
    pub before: bool,
    /// Whether every file was there before, and as it was written: nothing need be written again.
    pub intact: bool,
    /// Nobody else changes the folder, or those of the shards that its rows lie in, while these live; none when they were let go.
    pub holds: Vec<Hold>,
    /// The file of the rows, if it had to be made again; it vanishes with the results.
    pub made_again: Option<Made>,
    /// What the tables by day and place were made of; None where they were there before.
    pub made_of: Option<Box<Checkpoint>>,
}

impl Results {
    /// The folder that they are in; None when they are in memory.
    pub fn kept(&self) -> Option<&Kept> {
        match &self.home {
            Home::Memory(_) => None,
            Home::Folder(kept) => Some(kept),
        }
    }

    /// Daily series of all variants, and districts: of the first variant where results are in memory, else of all.
    ///
    /// # Errors
    /// [`TableError`] when a table of the folder cannot be read.
    pub fn by_day_and_place(&self) -> Result<(Vec<SeriesDay>, Vec<DistrictRow>), TableError> {
        let Manifest { series, by_place, plan, .. } = &self.manifest;
        let (checkpoint, variants) = match &self.home {
            Home::Memory(checkpoint) => (checkpoint, 1),
            Home::Folder(Kept { made_of: Some(checkpoint), .. }) => (checkpoint, plan.variant.len()),
            Home::Folder(kept) => return read_by_day_and_place(&kept.folder, &self.manifest),
        };
        let names = variant_names(plan);
        let days = rows_of_series(series, plan, checkpoint).flatten().collect();
        let places = rows_by_place(series, by_place, &names, &checkpoint.days).take(variants * by_place.len());
        Ok((days, places.flatten().collect()))
    }

    /// The same, to be changed.
    pub fn kept_mut(&mut self) -> Option<&mut Kept> {
        match &mut self.home {
            Home::Memory(_) => None,
            Home::Folder(kept) => Some(kept),
        }
    }
}

/// Daily series and districts of a folder, as its tables have them; none where it has no such tables.
///
/// # Errors
/// [`TableError`] when a table cannot be read.
pub fn read_by_day_and_place(
    folder: &Path,
    manifest: &Manifest,
) -> Result<(Vec<SeriesDay>, Vec<DistrictRow>), TableError> {
    let dates = share_dates(&manifest.series, &manifest.by_place);
    let days = manifest.table(folder, "series").map(|path| read_series(&path)).transpose()?;
    let places = manifest.table(folder, "districts").map(|path| read_districts(&path, &dates)).transpose()?;
    Ok((days.unwrap_or_default(), places.unwrap_or_default()))
}

/// Runs an experiment to its results: in a folder to its tables and its manifest, which is then let go.
///
/// # Errors
/// [`RunError`]; what was done before is kept.
pub fn run_experiment<S: Simulator>(
    simulator: &S,
    plan: &Plan,
    options: &RunOptions,
    counter: &Counter,
) -> Result<RunOutcome, RunError> {
    let mut outcome = work(simulator, plan, options, Access::default(), counter)?;
    if let RunOutcome::Finished(results) = &mut outcome {
        seal_and_leave(results)?;
    }
    Ok(outcome)
}

/// Writes the manifest of results without charts and report, if it is not there, and lets their folder go.
pub(super) fn seal_and_leave(results: &mut Results) -> Result<(), RunError> {
    if results.kept().is_some_and(|kept| !kept.intact) {
        seal(results, None)?;
    }
    if let Some(kept) = results.kept_mut() {
        kept.holds.clear();
    }
    Ok(())
}

/// Runs an experiment up to its tables. Unless all was there before, [`seal`] writes the manifest, when all that is
/// to be beside the tables is there.
///
/// # Errors
/// [`RunError`]; what was done before is kept.
pub fn work<S: Simulator>(
    simulator: &S,
    plan: &Plan,
    options: &RunOptions,
    access: Access,
    counter: &Counter,
) -> Result<RunOutcome, RunError> {
    let began = SystemTime::now();
    let targets = targets(plan, simulator.metrics())?;
    let whole = options.shard.of() == 1;
    if !whole && !targets.is_empty() {
        return Err(RunError::UntilInShards);
    }
    if !targets.is_empty() && plan.worlds_per_draw().is_some_and(|worlds| worlds > 1) {
        return Err(RunError::UntilWithDraws);
    }
    let shard = (!whole).then(|| options.shard.to_string());
    let part = options.shard.part(plan);
    let hold = match &options.out {
        None => None,
        Some(out) => match take_folder(out, plan, options, shard.as_deref(), access)? {
            Taken::Finished(outcome) => return Ok(outcome),
            Taken::ToDo(hold) => Some((hold, out)),
        },
    };
    let settings = Settings {
        folder: options.out.as_ref().map(|out| out.join(STATE)),
        identity: plan.identity(),
        seed: plan.seed,
        part,
        threads: options.threads,
        series: options.series,
        share_a_draw: plan.worlds_per_draw().unwrap_or(1),
        durable: true,
    };
    let mut executor = Executor::open(simulator, settings)?;
    if let Some(before) = &options.before {
        executor.take_up(Replicated::clone(before));
    }
    let resumed = executor.done();
    if whole {
        early_look(&mut executor, simulator, plan.replications, counter)?;
    }
    let (ended, last, until) = if targets.is_empty() {
        (executor.run_to(plan.replications, counter)?, plan.replications, Vec::new())
    } else {
        sample_until(&mut executor, simulator, plan, &targets, counter)?
    };
    if ended == Ended::Stopped {
        let of = counter.total.load(Ordering::Relaxed);
        return Ok(RunOutcome::Stopped { done: executor.done(), of });
    }
    let parts = Parts {
        plan,
        title: &options.title,
        parameters: &options.parameters,
        metrics: simulator.metrics(),
        series: if options.series { simulator.series() } else { &[] },
        by_place: if options.series { simulator.by_place() } else { &[] },
        waiting: &waiting_in(simulator, &plan.variant[part.variants()]),
        replications: part.worlds(last),
        until,
        shard,
        this_run: &|| ThisRun::note(options.command_line.clone(), began, resumed, options.threads),
    };
    let (rows, checkpoint) = executor.into_parts();
    let Some((hold, out)) = hold else {
        let (manifest, estimates, (_, competing)) = found(&parts, &rows, &checkpoint)?;
        let home = Home::Memory(Box::new(checkpoint));
        return Ok(RunOutcome::Finished(Box::new(Results { manifest, estimates, competing, rows, home })));
    };
    if whole {
        return Ok(RunOutcome::Finished(Box::new(finish(vec![hold], out, &parts, rows, checkpoint)?)));
    }
    folder::still_ours(out, plan)?;
    let manifest = manifest(&parts, &checkpoint, Vec::new());
    manifest.write(out).map_err(disk(out))?;
    written::end(out).map_err(disk(out))?;
    Ok(RunOutcome::ShardDone { manifest: Box::new(manifest) })
}

/// What a result folder is to an experiment.
enum Taken {
    /// All was done before.
    Finished(RunOutcome),
    /// There is something to do.
    ToDo(Hold),
}

/// Takes a result folder, if it may be used, and makes it ready for the work that is left.
fn take_folder(
    out: &Path,
    plan: &Plan,
    options: &RunOptions,
    shard: Option<&str>,
    access: Access,
) -> Result<Taken, RunError> {
    let (hold, found) = folder::take(out, plan, shard, &options.shard.part(plan), access)?;
    if let folder::Found::Finished { manifest, damaged, state } = found {
        let before = |hold, manifest| finished_before(hold, out, manifest, &damaged).map(RunOutcome::Finished);
        match (state, shard) {
            (State::Whole, Some(_)) if damaged.is_empty() => {
                return Ok(Taken::Finished(RunOutcome::ShardDone { manifest }));
            }
            (State::Whole, None) if damaged.is_empty() => return before(hold, manifest).map(Taken::Finished),
            (State::Deleted, None) => {
                if damaged.iter().any(|name| name == SCENARIO) {
                    keep(&options.inputs, out)?;
                }
                return before(hold, manifest).map(Taken::Finished);
            }
            // What is lost is made again; a shard without its state could not be merged.
            _ => {}
        }
    }
    folder::begin(out, plan)?;
    keep(&options.inputs, out)?;
    Ok(Taken::ToDo(hold))
}

/// Keeps what was read with the results; a kept file that was damaged is mended.
fn keep(inputs: &[InputFile], out: &Path) -> Result<(), RunError> {
    keep_inputs(inputs, out).map_err(disk(&out.join(SCENARIO)))
}

/// Results of a folder that is finished; tables that its rows can be made of are written again if they were damaged.
pub(super) fn finished_before(
    hold: Hold,
    out: &Path,
    manifest: Box<Manifest>,
    damaged: &[String],
) -> Result<Box<Results>, RunError> {
    let manifest = *manifest;
    let width = Layout::of(&manifest.metrics).width();
    let whole = Part::whole(manifest.plan.variant.len());
    let kept = Rows::in_file(rows_path(&out.join(STATE)), width, whole, &manifest.plan.identity());
    let (rows, made) = if kept.path().exists() {
        (kept, None)
    } else {
        let stems = ["outcomes.", "series.", "districts."];
        let needed = |name: &&String| stems.iter().any(|stem| name.starts_with(stem));
        let files: Vec<String> = damaged.iter().filter(needed).cloned().collect();
        if !files.is_empty() {
            return Err(RunError::Lost { folder: out.to_owned(), files });
        }
        let (rows, made) = rows_again(out, &manifest)?;
        (rows, Some(made))
    };
    let names = variant_names(&manifest.plan);
    let by_draw = manifest.plan.worlds_per_draw();
    let sampled = (manifest.replications, by_draw);
    let estimates = estimates(&manifest.metrics, &names, &rows, manifest.replications, by_draw);
    let estimates = estimates.map_err(rows_error(rows.path()))?;
    let competing = competing_by_day(&manifest.metrics, &names, &rows, sampled);
    let (days, competing) = competing.map_err(rows_error(rows.path()))?;
    if !damaged.is_empty() {
        write_summary(out, &manifest.plan, &estimates, &competing)?;
        write_competing(out, &manifest.metrics, &days)?;
    }
    let (folder, intact) = (out.to_owned(), damaged.is_empty());
    let home = Home::Folder(Kept { folder, before: true, intact, holds: vec![hold], made_again: made, made_of: None });
    Ok(Box::new(Results { manifest, estimates, competing, rows, home }))
}

/// Ends the work in a folder: what is there from before and does not belong to the results goes, and the manifest, which
/// says that all is finished, is written last (of results in memory there is none); `charts` are the names of those that were drawn, None without charts and
/// report.
///
/// # Errors
/// [`RunError`] when a file cannot be read, removed or written.
pub fn seal(results: &mut Results, charts: Option<&[String]>) -> Result<(), RunError> {
    let Home::Folder(Kept { folder: out, .. }) = &results.home else { return Ok(()) };
    folder::write_plan(out, &results.manifest.plan)?;
    written::settle(out, &mut results.manifest, charts).map_err(disk(out))?;
    results.manifest.write(out).map_err(disk(&out.join("manifest.json")))?;
    written::end(out).map_err(disk(out))
}

/// Names of a plan's variants.
pub fn variant_names(plan: &Plan) -> Vec<String> {
    plan.variant.iter().map(|variant| variant.name.clone()).collect()
}

/// What waits for conditions in each variant; the first stands for all that do not differ from it.
fn waiting_in<S: Simulator>(simulator: &S, variants: &[Variant]) -> Vec<WaitingEntry> {
    let first = simulator.waiting(0);
    let mut all = Vec::new();
    for (number, variant) in variants.iter().enumerate() {
        let own = if number == 0 { first.clone() } else { simulator.waiting(number) };
        if number == 0 || own != first {
            all.extend(own.into_iter().map(|waiting| WaitingEntry { variant: variant.name.clone(), waiting }));
        }
    }
    all
}

/// What a manifest is made of.
pub(super) struct Parts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) title: &'a str,
    pub(super) parameters: &'a [ParameterEntry],
    pub(super) metrics: &'a [Metric],
    pub(super) series: &'a [Series],
    pub(super) by_place: &'a [ByPlace],
    pub(super) waiting: &'a [WaitingEntry],
    pub(super) replications: u64,
    pub(super) until: Vec<GoalReached>,
    pub(super) shard: Option<String>,
    pub(super) this_run: &'a dyn Fn() -> ThisRun,
}

/// Writes all tables.
pub(super) fn finish(
    holds: Vec<Hold>,
    out: &Path,
    parts: &Parts<'_>,
    rows: Rows,
    checkpoint: Checkpoint,
) -> Result<Results, RunError> {
    let names = variant_names(parts.plan);
    let format = parts.plan.format;
    folder::still_ours(out, parts.plan)?;
    let (manifest, estimates, (days, competing)) = found(parts, &rows, &checkpoint)?;
    write_outcomes(out, format, parts.metrics, &names, &rows, parts.replications)?;
    if !parts.series.is_empty() {
        write_series(out, parts.series, parts.plan, &checkpoint)?;
    }
    if !parts.by_place.is_empty() {
        write_districts(out, parts.series, parts.by_place, &names, &checkpoint.days)?;
    }
    write_summary(out, parts.plan, &estimates, &competing)?;
    write_competing(out, parts.metrics, &days)?;
    let made_of = Some(Box::new(checkpoint));
    let home =
        Home::Folder(Kept { folder: out.to_owned(), before: false, intact: false, holds, made_again: None, made_of });
    Ok(Results { manifest, estimates, competing, rows, home })
}

/// Manifest, estimates, and how times ended, by day and at last.
type Said = (Manifest, Vec<Estimate>, (Vec<Incidence>, Vec<Incidence>));

/// What rows say.
fn found(parts: &Parts<'_>, rows: &Rows, checkpoint: &Checkpoint) -> Result<Said, RunError> {
    let (names, by_draw) = (variant_names(parts.plan), parts.plan.worlds_per_draw());
    let estimates = estimates(parts.metrics, &names, rows, parts.replications, by_draw);
    let estimates = estimates.map_err(rows_error(rows.path()))?;
    let competing = competing_by_day(parts.metrics, &names, rows, (parts.replications, by_draw));
    let competing = competing.map_err(rows_error(rows.path()))?;
    let shared = by_draw.and_then(|worlds| Caution::of_draws(worlds, parts.replications));
    let unmet = unmet(parts.metrics, &names, parts.waiting, &estimates, rows, parts.replications);
    let unmet = unmet.map_err(disk(rows.path()))?;
    // Points of a design are many: what is told of them rests on all.
    let alone = (parts.replications == 1 && !parts.plan.design.has_points()).then_some(Caution::OneReplication);
    let cautions = alone.into_iter().chain(shared).chain(unmet).chain(estimates.iter().flat_map(Caution::of));
    let manifest = manifest(parts, checkpoint, cautions.take(MOST_CAUTIONS).collect());
    Ok((manifest, estimates, competing))
}

fn manifest(parts: &Parts<'_>, checkpoint: &Checkpoint, cautions: Vec<Caution>) -> Manifest {
    let names = variant_names(parts.plan);
    let failures = FailureEntry::all(checkpoint, &names);
    let failed = failures.first().map(|first| Caution::Failed {
        failed: checkpoint.failed,
        of: checkpoint.next,
        seed: parts.plan.seed,
        replication: first.replication,
        variant: first.variant.clone(),
        reason: first.reason.clone(),
    });
    let extension = parts.plan.format.extension();
    let mut files = Vec::new();
    if parts.shard.is_none() {
        files.push(FileEntry { name: format!("outcomes.{extension}"), columns: outcome_columns(parts.metrics) });
        if !parts.series.is_empty() {
            files.push(FileEntry { name: format!("series.{extension}"), columns: series_columns() });
        }
        if !parts.by_place.is_empty() {
            let columns = district_columns(&share_dates(parts.series, parts.by_place));
            files.push(FileEntry { name: "districts.csv".to_owned(), columns });
        }
        files.push(FileEntry { name: "summary.csv".to_owned(), columns: summary_columns() });
        if !parts.plan.design.has_points() {
            files.push(FileEntry { name: SUMMARY.to_owned(), columns: Vec::new() });
        }
        if parts.metrics.iter().any(|metric| metric.ending.is_some()) {
            files.push(FileEntry { name: "competing.csv".to_owned(), columns: competing_columns() });
        }
    }
    Manifest {
        manifest: MANIFEST_FORMAT,
        panj: VERSION.to_owned(),
        commit: Manifest::COMMIT.to_owned(),
        title: parts.title.to_owned(),
        plan: parts.plan.clone(),
        replications: parts.replications,
        shard: parts.shard.clone(),
        events: checkpoint.events,
        failed: checkpoint.failed,
        failures,
        until: parts.until.clone(),
        waiting: parts.waiting.to_vec(),
        cautions: failed
            .into_iter()
            .chain(cautions)
            .map(|caution| CautionEntry { text: caution.text(), caution })
            .collect(),
        parameters: parts.parameters.to_vec(),
        metrics: parts.metrics.to_vec(),
        series: parts.series.to_vec(),
        by_place: parts.by_place.to_vec(),
        files,
        written: Vec::new(),
        this_run: (parts.this_run)(),
    }
}
