//! A prepared experiment is run, or its shards are joined, and what comes out is analysed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::analysed::Pages;
use super::error::StudyError;
use super::monitor::{Monitor, Note};
use super::prepared::Prepared;
use super::results::StudyResults;
use crate::experiment::{Counter, Replicated, Shard, Simulator};
use crate::result::{Access, Manifest, Results, RunOptions, RunOutcome, Shards, folder, join_shards, work};

/// Where and how an experiment is run: nothing here decides results.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// The result folder; None to keep all in memory.
    pub folder: Option<PathBuf>,
    /// How the folder is come by.
    pub access: Access,
    /// The part to run; None for the whole.
    pub shard: Option<Shard>,
    /// Worker threads; 0 is one for each processor.
    pub threads: usize,
    /// Set from outside to stop.
    pub stop: Arc<AtomicBool>,
    /// Command line, noted in the manifest.
    pub command_line: Vec<String>,
    /// Whether results in memory are their rows and what is made of them, without daily series.
    pub rows_only: bool,
    /// What is drawn in a folder.
    pub pages: Pages,
    /// Replications that were simulated before, for an experiment in memory.
    pub before: Option<Arc<Replicated>>,
}

/// How a run ended.
#[derive(Debug)]
pub enum Ended {
    /// All is done and analysed.
    Whole(Box<StudyResults>),
    /// A shard is done, in its folder.
    Shard(PathBuf, Box<Manifest>),
}

/// How replications ended.
pub(super) enum Simulated {
    Whole(Box<Results>),
    Shard(PathBuf, Box<Manifest>),
}

impl Prepared {
    /// Runs the experiment and analyses its results; in a folder, writes all of it there.
    ///
    /// # Errors
    /// [`StudyError`]; what was done before is kept in the folder.
    pub fn run(mut self, setup: &Setup, monitor: &dyn Monitor) -> Result<Ended, StudyError> {
        self.threads = setup.threads;
        self.check()?;
        let part = setup.shard.unwrap_or(Shard::WHOLE).part(&self.plan);
        for odd in self.odd_dates(part.variants())? {
            monitor.note(&Note::Odd(&odd));
        }
        if setup.shard.is_some() && part.pairs(self.plan.replications) == Some(0) {
            monitor.note(&Note::NothingToDo(self.plan.replications));
        }
        match self.simulate(
            &self.simulator_of(part.variants())?,
            setup,
            self.has_series() && !setup.rows_only,
            monitor,
        )? {
            Simulated::Whole(results) => StudyResults::conclude(*results, Some(self), setup.pages, monitor)
                .map(|all| Ended::Whole(Box::new(all))),
            Simulated::Shard(folder, manifest) => Ok(Ended::Shard(folder, manifest)),
        }
    }

    /// Runs the replications; of results that were there before, notes what is asked of them now.
    pub(super) fn simulate<S: Simulator>(
        &self,
        simulator: &S,
        setup: &Setup,
        series: bool,
        monitor: &dyn Monitor,
    ) -> Result<Simulated, StudyError> {
        if let Some(out) = &setup.folder {
            monitor.begins(out)?;
            let lost = folder::lost(out).filter(|lost| !setup.access.fresh && *lost < self.plan.replications);
            lost.iter().for_each(|lost| monitor.note(&Note::LostState(out, *lost)));
        } else if setup.shard.is_some() {
            return Err(StudyError::ShardInMemory);
        }
        let options = RunOptions {
            out: setup.folder.clone(),
            shard: setup.shard.unwrap_or(Shard::WHOLE),
            threads: setup.threads,
            series,
            title: self.title(),
            parameters: self.parameters()?,
            command_line: setup.command_line.clone(),
            inputs: self.inputs(),
            before: setup.before.clone(),
        };
        let counter = Arc::new(Counter { stop: Arc::clone(&setup.stop), ..Counter::default() });
        let mut outcome = None;
        let mut run = || outcome = Some(work(simulator, &self.plan, &options, setup.access, &counter));
        monitor.watch(&counter, &mut run);
        let total = counter.total.load(Ordering::Relaxed);
        let stopped = |done, of| StudyError::Stopped { done, of, folder: setup.folder.clone() };
        match outcome.ok_or_else(|| stopped(0, total))?? {
            RunOutcome::Stopped { done, of } => Err(stopped(done, of)),
            RunOutcome::Finished(_) if counter.stop.load(Ordering::Relaxed) => Err(stopped(total, total)),
            RunOutcome::ShardDone { manifest } => Ok(Simulated::Shard(options.out.unwrap_or_default(), manifest)),
            RunOutcome::Finished(mut results) => {
                let asked = results.manifest.plan.design == self.plan.design;
                results.manifest.plan.design.clone_from(&self.plan.design);
                if let Some(kept) = results.kept_mut() {
                    match (kept.before, kept.intact) {
                        (true, true) => monitor.note(&Note::AlreadyThere(&kept.folder)),
                        (true, false) => monitor.note(&Note::Mended(&kept.folder)),
                        (false, _) => {}
                    }
                    kept.intact &= asked;
                }
                Ok(Simulated::Whole(results))
            }
        }
    }
}

/// Joins finished shards into the folder of `setup` and analyses the whole, with the bytes of one run.
///
/// # Errors
/// When a shard is missing, unfinished, of another plan or in use; when the folder may not be used.
pub fn merge_shards(
    shards: &[PathBuf],
    out: &Path,
    setup: &Setup,
    monitor: &dyn Monitor,
) -> Result<StudyResults, StudyError> {
    let shards = Shards::look_through(shards, out, setup.access.wait)?;
    monitor.begins(out)?;
    let results = join_shards(shards, out, setup.access, &setup.command_line)?;
    StudyResults::conclude(results, None, setup.pages, monitor)
}
