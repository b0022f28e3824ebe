//! Conducts an experiment from its plan to its result folder: executes, takes looks, writes tables and manifest.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use super::caution::Caution;
use super::estimate::Estimate;
use super::folder::{self, FolderError, Found, STATE};
use super::manifest::{CautionEntry, FailureEntry, FileEntry, MANIFEST_FORMAT, Manifest, ParameterEntry, ThisRun};
use super::outcomes::{outcome_columns, write_outcomes};
use super::series::{series_columns, write_series};
use super::summary::{estimates, summary_columns, write_summary};
use super::table::{Format, TableError};
use crate::experiment::{
    Checkpoint, Counter, Ended, Executor, ExecutorError, Goal, GoalReached, Plan, RowFile, Settings, Shard, Simulator,
    level, looks,
};
use crate::outcome::{Layout, Metric, Series};

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
    /// A shard is done; [`merge_results`] joins it with the others.
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
    /// The rows.
    pub rows: RowFile,
    /// Whether all was there before.
    pub before: bool,
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
    Merge(#[from] crate::experiment::MergeError),
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
        matches!(
            self,
            ConductError::Folder(
                FolderError::OtherInputs { .. }
                    | FolderError::NotOurs { .. }
                    | FolderError::More { .. }
                    | FolderError::Plan(_)
            ) | ConductError::Executor(ExecutorError::OtherInputs { .. } | ExecutorError::InUse { .. })
                | ConductError::Merge(
                    crate::experiment::MergeError::NotNext { .. }
                        | crate::experiment::MergeError::Nothing { .. }
                        | crate::experiment::MergeError::Unfinished { .. }
                )
                | ConductError::Goal(_)
                | ConductError::UntilInShards
                | ConductError::NoShard { .. }
        )
    }
}

fn disk(path: &Path) -> impl Fn(std::io::Error) -> ConductError + use<> {
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
    let goals = goals(plan, simulator.metrics())?;
    let whole = order.shard.of() == 1;
    if !whole && !goals.is_empty() {
        return Err(ConductError::UntilInShards);
    }
    let shard = (!whole).then(|| format!("{}/{}", order.shard.number(), order.shard.of()));
    if let Found::Finished(manifest) = folder::find(&order.out, plan, shard.as_deref())? {
        return if whole { finished_before(order, *manifest) } else { Ok(Conclusion::ShardDone { manifest }) };
    }
    folder::begin(&order.out, plan)?;
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
    let (ended, last, until) = if goals.is_empty() {
        (executor.run_to(range.end, counter)?, range.end, Vec::new())
    } else {
        sample_until(&mut executor, simulator, plan, &goals, counter)?
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

fn finished_before(order: &Order, manifest: Manifest) -> Result<Conclusion, ConductError> {
    let rows =
        RowFile::new(crate::experiment::rows_path(&order.out.join(STATE)), Layout::of(&manifest.metrics).width(), 0);
    let names = variant_names(&manifest.plan);
    let estimates = estimates(&manifest.metrics, &names, &rows, manifest.replications).map_err(disk(rows.path()))?;
    Ok(Conclusion::Finished(Box::new(Results { folder: order.out.clone(), manifest, estimates, rows, before: true })))
}

/// Names of a plan's variants.
pub fn variant_names(plan: &Plan) -> Vec<String> {
    plan.variant.iter().map(|variant| variant.name.clone()).collect()
}

fn goals(plan: &Plan, metrics: &[Metric]) -> Result<Vec<(String, Goal, usize)>, ConductError> {
    plan.until
        .iter()
        .map(|text| {
            let goal: Goal = text.parse().map_err(ConductError::Goal)?;
            let found = metrics.iter().position(|metric| metric.id == goal.metric);
            let metric = found.ok_or_else(|| {
                let ids = metrics.iter().map(|m| m.id.as_ref());
                let nearest = ids.min_by_key(|id| strsim::damerau_levenshtein(id, &goal.metric)).unwrap_or_default();
                ConductError::Goal(format!("--until: no metric `{}`; did you mean `{nearest}`?", goal.metric))
            })?;
            Ok((text.clone(), goal, metric))
        })
        .collect()
}

/// Samples in looks until all goals are reached or the plan's replications are done.
fn sample_until<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    plan: &Plan,
    goals: &[(String, Goal, usize)],
    counter: &Counter,
) -> Result<(Ended, u64, Vec<GoalReached>), ConductError> {
    let layout = Layout::of(simulator.metrics());
    let variants = simulator.variants();
    let mut taken = Vec::new();
    let mut last = 0;
    for (look, number) in looks(plan.replications).zip(1..) {
        last = look;
        if executor.run_to(look, counter)? == Ended::Stopped {
            return Ok((Ended::Stopped, look, Vec::new()));
        }
        taken.clear();
        for (text, goal, metric) in goals {
            let mut half_width = 0.0_f64;
            let mut reached = true;
            for variant in 0..variants {
                let rows = executor.rows();
                let columns = rows.columns(&[layout.column(*metric)], variant, variants, look);
                let columns = columns.map_err(disk(rows.path()))?;
                let (half, narrow) = goal.look(&simulator.metrics()[*metric], number, &columns[0]);
                half_width = half_width.max(half);
                reached &= narrow;
            }
            let level = level(number);
            taken.push(GoalReached {
                goal: text.clone(),
                looks: number,
                replications: look,
                level,
                half_width,
                reached,
            });
        }
        if taken.iter().all(|goal| goal.reached) {
            break;
        }
    }
    Ok((Ended::Complete, last, taken))
}

/// What a manifest is made of.
struct Parts<'a> {
    plan: &'a Plan,
    title: &'a str,
    parameters: &'a [ParameterEntry],
    metrics: &'a [Metric],
    series: &'a [Series],
    replications: u64,
    until: Vec<GoalReached>,
    shard: Option<String>,
    this_run: &'a dyn Fn() -> ThisRun,
}

/// Writes all tables and, last, the manifest.
fn finish(out: &Path, parts: &Parts<'_>, rows: RowFile, checkpoint: &Checkpoint) -> Result<Results, ConductError> {
    let names = variant_names(parts.plan);
    let format: Format = parts.plan.format.parse().unwrap_or_default();
    let estimates = estimates(parts.metrics, &names, &rows, parts.replications).map_err(disk(rows.path()))?;
    write_outcomes(out, format, parts.metrics, &names, &rows, parts.replications)?;
    if !parts.series.is_empty() {
        write_series(out, format, parts.series, &names, &checkpoint.days)?;
    }
    write_summary(out, &estimates)?;
    let cautions = estimates.iter().flat_map(Caution::of).collect();
    let manifest = manifest(parts, checkpoint, cautions);
    manifest.write(out).map_err(disk(out))?;
    Ok(Results { folder: out.to_owned(), manifest, estimates, rows, before: false })
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
        files.push(FileEntry { name: "summary.csv".to_owned(), columns: summary_columns() });
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
        cautions: failed
            .into_iter()
            .chain(cautions)
            .map(|caution| CautionEntry { text: caution.text(), caution })
            .collect(),
        parameters: parts.parameters.to_vec(),
        metrics: parts.metrics.to_vec(),
        series: parts.series.to_vec(),
        files,
        this_run: (parts.this_run)(),
    }
}

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
        let state = out.join(STATE);
        let rows = RowFile::new(crate::experiment::rows_path(&state), Layout::of(&manifest.metrics).width(), 0);
        let names = variant_names(&manifest.plan);
        let estimates =
            estimates(&manifest.metrics, &names, &rows, manifest.replications).map_err(disk(rows.path()))?;
        return Ok(Results { folder: out.to_owned(), manifest: *manifest, estimates, rows, before: true });
    }
    if done != first.plan.replications {
        return Err(ConductError::Goal(format!(
            "the shards hold {done} of {} replications: name all of them, each once",
            first.plan.replications
        )));
    }
    folder::begin(out, &first.plan)?;
    let states: Vec<PathBuf> = shards.iter().map(|folder| folder.join(STATE)).collect();
    let width = Layout::of(&first.metrics).width();
    let checkpoint = crate::experiment::merge(&states, &out.join(STATE), width)?;
    let parts = Parts {
        plan: &first.plan,
        title: &first.title,
        parameters: &first.parameters,
        metrics: &first.metrics,
        series: &first.series,
        replications: done,
        until: Vec::new(),
        shard: None,
        this_run: &|| ThisRun::note(command_line.to_vec(), began, 0, 1),
    };
    let rows = RowFile::new(crate::experiment::rows_path(&out.join(STATE)), width, 0);
    finish(out, &parts, rows, &checkpoint)
}
