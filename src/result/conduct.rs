//! Conducts an experiment from its plan to its result folder: executes, takes looks, writes tables and manifest.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use super::caution::Caution;
use super::competing::{Incidence, competing_at_horizon, competing_columns, write_competing};
use super::districts::{district_columns, share_dates, write_districts};
use super::estimate::Estimate;
use super::folder::{self, FolderError, STATE};
use super::inputs::keep_inputs;
use super::manifest::{
    CautionEntry, FailureEntry, FileEntry, MANIFEST_FORMAT, Manifest, ParameterEntry, ThisRun, WaitingEntry,
};
use super::outcomes::{outcome_columns, write_outcomes};
use super::rows_again::{Found, Made, rows_of};
use super::sampling::{early_look, sample_until, targets};
use super::series::{series_columns, write_series};
use super::summary::{estimates, summary_columns, write_summary};
use super::table::{Format, TableError};
use super::unmet::unmet;
use crate::experiment::{
    Checkpoint, Counter, Ended, Executor, ExecutorError, GoalReached, MergeError, Plan, RowFile, Settings, Shard,
    Simulator, rows_path,
};
use crate::outcome::{ByPlace, Metric, Series};
use crate::scenario::{InputFile, Problems};

/// A design of thousands of points could give rise to a caution for each of them; so many are kept.
const MOST_CAUTIONS: usize = 1_000;

/// An experiment to conduct, besides its plan: nothing here decides results.
#[derive(Debug, Clone)]
pub struct Order {
    /// The result folder.
    pub out: PathBuf,
    /// Which part to run.
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
}

/// How an experiment ended.
#[derive(Debug)]
pub enum Conclusion {
    /// All is done and written (or was before).
    Finished(Box<Results>),
    /// Stopped from outside; what is done is kept.
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
    /// The folder.
    pub folder: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Estimates by metric, then variant.
    pub estimates: Vec<Estimate>,
    /// For times that can end in several ways: how they have ended by the last day.
    pub competing: Vec<Incidence>,
    /// The rows.
    pub rows: RowFile,
    /// Whether all was there before.
    pub before: bool,
    /// The file of the rows, if it had to be made again; it vanishes with the results.
    pub made_again: Option<Made>,
}

/// Why an experiment could not be conducted.
#[derive(Debug, thiserror::Error)]
pub enum ConductError {
    /// The folder may not be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// It could not be executed.
    #[error(transparent)]
    Executor(#[from] ExecutorError),
    /// A table could not be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Shards could not be joined.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A goal cannot be read or names no metric.
    #[error("{0}")]
    Goal(String),
    /// Shards of a plan that stops by itself make no sense: a shard cannot see the others.
    #[error("--until needs all replications in one run: leave out --shard")]
    UntilInShards,
    /// A stopping rule takes worlds as independent, which worlds of one draw are not.
    #[error("--until takes worlds as independent, but worlds share draws of the parameters: add --worlds-per-draw 1")]
    UntilWithDraws,
    /// A finished folder holds neither rows nor the table that they could be made from.
    #[error("{folder} has lost both its state/ and its table of outcomes: run the command again with --fresh")]
    Lost {
        /// Which folder.
        folder: PathBuf,
    },
    /// The scenario that a shard keeps is not what it read.
    #[error("{0}")]
    Kept(Problems),
    /// A folder to merge has no manifest of a shard.
    #[error("{folder} holds no finished shard: run its command (with --shard) to the end first")]
    NoShard {
        /// Which folder.
        folder: PathBuf,
    },
}

impl ConductError {
    /// Whether the user asked for something that cannot be (rather than the run failing).
    pub fn is_input(&self) -> bool {
        // A manifest that is none came from elsewhere or was changed since.
        let damaged = |error: &std::io::Error| error.kind() == std::io::ErrorKind::InvalidData;
        if let ConductError::Disk { source, .. } | ConductError::Folder(FolderError::Disk { source, .. }) = self {
            return damaged(source);
        }
        matches!(
            self,
            ConductError::Folder(
                FolderError::OtherInputs { .. }
                    | FolderError::NotOurs { .. }
                    | FolderError::More { .. }
                    | FolderError::Plan(_)
            ) | ConductError::Executor(
                ExecutorError::OtherInputs { .. } | ExecutorError::InUse { .. } | ExecutorError::TooMany { .. }
            ) | ConductError::Merge(
                MergeError::NotNext { .. } | MergeError::Nothing { .. } | MergeError::Unfinished { .. }
            ) | ConductError::Goal(_)
                | ConductError::UntilInShards
                | ConductError::UntilWithDraws
                | ConductError::NoShard { .. }
                | ConductError::Kept(_)
                | ConductError::Lost { .. }
        )
    }
}

/// Wraps a system error with the file it is about.
pub(super) fn disk(path: &Path) -> impl Fn(std::io::Error) -> ConductError + use<> {
    let path = path.to_owned();
    move |source| ConductError::Disk { path: path.clone(), source }
}

/// Conducts an experiment.
///
/// # Errors
/// [`ConductError`]; what was done before is kept.
pub fn conduct<S: Simulator>(
    simulator: &S,
    plan: &Plan,
    order: &Order,
    counter: &Counter,
) -> Result<Conclusion, ConductError> {
    let began = SystemTime::now();
    let targets = targets(plan, simulator.metrics())?;
    let whole = order.shard.of() == 1;
    if !whole && !targets.is_empty() {
        return Err(ConductError::UntilInShards);
    }
    if !targets.is_empty() && plan.worlds_per_draw().is_some_and(|worlds| worlds > 1) {
        return Err(ConductError::UntilWithDraws);
    }
    let shard = (!whole).then(|| format!("{}/{}", order.shard.number(), order.shard.of()));
    if let folder::Found::Finished(manifest) = folder::find(&order.out, plan, shard.as_deref())? {
        if whole {
            // A kept file that was damaged since is mended by the same command.
            keep_inputs(&order.inputs, &order.out).map_err(disk(&order.out.join(folder::SCENARIO)))?;
            return Ok(Conclusion::Finished(Box::new(finished_before(&order.out, *manifest)?)));
        }
        // A shard without its state could not be merged: it runs again.
        if rows_path(&order.out.join(STATE)).exists() {
            return Ok(Conclusion::ShardDone { manifest });
        }
    }
    folder::begin(&order.out, plan)?;
    keep_inputs(&order.inputs, &order.out).map_err(disk(&order.out.join(folder::SCENARIO)))?;
    let range = order.shard.range(plan.replications);
    let settings = Settings {
        folder: order.out.join(STATE),
        identity: plan.identity(),
        seed: plan.seed,
        first: range.start,
        threads: order.threads,
        series: order.series,
        durable: true,
    };
    let mut executor = Executor::open(simulator, settings)?;
    let resumed = executor.done();
    early_look(&mut executor, simulator, &range, counter)?;
    let (ended, last, until) = if targets.is_empty() {
        (executor.run_to(range.end, counter)?, range.end, Vec::new())
    } else {
        sample_until(&mut executor, simulator, plan, &targets, counter)?
    };
    if ended == Ended::Stopped {
        let of = counter.total.load(Ordering::Relaxed);
        return Ok(Conclusion::Stopped { done: executor.done(), of });
    }
    let parts = Parts {
        plan,
        title: &order.title,
        parameters: &order.parameters,
        metrics: simulator.metrics(),
        series: if order.series { simulator.series() } else { &[] },
        by_place: if order.series { simulator.by_place() } else { &[] },
        waiting: &waiting_in(simulator, plan),
        replications: last - range.start,
        until,
        shard,
        this_run: &|| ThisRun::note(order.command_line.clone(), began, resumed, order.threads),
    };
    if whole {
        let results = finish(&order.out, &parts, executor.rows().clone(), executor.checkpoint())?;
        return Ok(Conclusion::Finished(Box::new(results)));
    }
    let manifest = manifest(&parts, executor.checkpoint(), Vec::new());
    manifest.write(&order.out).map_err(disk(&order.out))?;
    Ok(Conclusion::ShardDone { manifest: Box::new(manifest) })
}

/// Results of a folder that is finished.
pub(super) fn finished_before(out: &Path, manifest: Manifest) -> Result<Results, ConductError> {
    let found = rows_of(out, &manifest)?;
    let Found { rows, made } = found.ok_or_else(|| ConductError::Lost { folder: out.to_owned() })?;
    let names = variant_names(&manifest.plan);
    let by_draw = manifest.plan.worlds_per_draw();
    let estimates = estimates(&manifest.metrics, &names, &rows, manifest.replications, by_draw);
    let estimates = estimates.map_err(disk(rows.path()))?;
    let competing = competing_at_horizon(&manifest.metrics, &names, &rows, (manifest.replications, by_draw));
    let competing = competing.map_err(disk(rows.path()))?;
    Ok(Results { folder: out.to_owned(), manifest, estimates, competing, rows, before: true, made_again: made })
}

/// Names of a plan's variants.
pub fn variant_names(plan: &Plan) -> Vec<String> {
    plan.variant.iter().map(|variant| variant.name.clone()).collect()
}

/// What waits for conditions in each variant; the first stands for all that do not differ from it.
fn waiting_in<S: Simulator>(simulator: &S, plan: &Plan) -> Vec<WaitingEntry> {
    let first = simulator.waiting(0);
    let mut all = Vec::new();
    for (number, variant) in plan.variant.iter().enumerate() {
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

/// Writes all tables and, last, the manifest.
pub(super) fn finish(
    out: &Path,
    parts: &Parts<'_>,
    rows: RowFile,
    checkpoint: &Checkpoint,
) -> Result<Results, ConductError> {
    let names = variant_names(parts.plan);
    let format: Format = parts.plan.format.parse().unwrap_or_default();
    let by_draw = parts.plan.worlds_per_draw();
    let estimates = estimates(parts.metrics, &names, &rows, parts.replications, by_draw).map_err(disk(rows.path()))?;
    write_outcomes(out, format, parts.metrics, &names, &rows, parts.replications)?;
    if !parts.series.is_empty() {
        write_series(out, format, parts.series, &names, &checkpoint.days)?;
    }
    if !parts.by_place.is_empty() {
        write_districts(out, parts.series, parts.by_place, &names, &checkpoint.days)?;
    }
    write_summary(out, &estimates)?;
    let sampled = (parts.replications, by_draw);
    write_competing(out, parts.metrics, &names, &rows, sampled)?;
    let competing = competing_at_horizon(parts.metrics, &names, &rows, sampled);
    let competing = competing.map_err(disk(rows.path()))?;
    let shared = by_draw.and_then(|worlds| Caution::of_draws(worlds, parts.replications));
    let unmet = unmet(parts.metrics, &names, parts.waiting, &estimates, &rows, parts.replications);
    let unmet = unmet.map_err(disk(rows.path()))?;
    let found = shared.into_iter().chain(unmet).chain(estimates.iter().flat_map(Caution::of));
    let cautions = found.take(MOST_CAUTIONS).collect();
    let manifest = manifest(parts, checkpoint, cautions);
    manifest.write(out).map_err(disk(out))?;
    Ok(Results { folder: out.to_owned(), manifest, estimates, competing, rows, before: false, made_again: None })
}

fn manifest(parts: &Parts<'_>, checkpoint: &Checkpoint, cautions: Vec<Caution>) -> Manifest {
    let names = variant_names(parts.plan);
    let variants = names.len() as u64;
    let failures: Vec<FailureEntry> = checkpoint
        .failures
        .iter()
        .map(|failure| FailureEntry {
            variant: names[(failure.pair % variants) as usize].clone(),
            replication: failure.pair / variants,
            reason: failure.reason.clone(),
        })
        .collect();
    let failed = failures.first().map(|first| Caution::Failed {
        failed: checkpoint.failed,
        of: checkpoint.next - checkpoint.first,
        seed: parts.plan.seed,
        replication: first.replication,
        variant: first.variant.clone(),
        reason: first.reason.clone(),
    });
    let extension = parts.plan.format.parse().unwrap_or(Format::Parquet).extension();
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
        if parts.metrics.iter().any(|metric| metric.ending.is_some()) {
            files.push(FileEntry { name: "competing.csv".to_owned(), columns: competing_columns() });
        }
    }
    Manifest {
        manifest: MANIFEST_FORMAT,
        panj: env!("CARGO_PKG_VERSION").to_owned(),
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
        this_run: (parts.this_run)(),
    }
}
