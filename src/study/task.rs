//! An experiment in tasks: blocks of variants and replications that any process can simulate, and that are joined to the bytes
//! of one run. Their size hangs on the plan's number of variants alone, so that neither the number of replications nor that of workers matters.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::error::StudyError;
use super::prepared::{Prepared, is_of};
use crate::experiment::{BlockError, Counter, Ended, Goal, Joined, Part, Plan, Replicated, Settings};
use crate::result::{RunError, ends_by};
use crate::scenario::{Reach, ScenarioSource};

/// Variants of a task, at most.
const VARIANTS: usize = 16;
/// Replications of a task: worlds times variants, at most.
const PAIRS: u64 = 512;

/// So few replications are simulated by one thread, whatever is asked for: to start others takes longer.
const FEW: u64 = 16;

/// A part of an experiment: some variants in some worlds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// The plan with the task's variants only.
    pub plan: Plan,
    /// Digest of the whole plan.
    identity: [u8; 32],
    /// Numbers of its variants in the whole plan, and how many that has.
    variants: (Range<usize>, usize),
    /// Its worlds.
    replications: Range<u64>,
    /// Whether daily series are counted.
    series: bool,
}

impl Prepared {
    /// Whether results have daily series.
    pub(super) fn has_series(&self) -> bool {
        !self.plan.design.has_points()
    }

    /// The replications at which it is looked whether sampling ends; without a goal the last alone.
    #[must_use]
    pub fn looks(&self) -> Vec<u64> {
        let all = self.plan.replications;
        if self.plan.until.is_empty() { vec![all] } else { Goal::looks(all).collect() }
    }

    /// Whether sampling ends by `done` replications, one of [`Prepared::looks`], which must all be joined.
    ///
    /// # Errors
    /// When a goal cannot be read, or blocks are missing.
    pub fn ends_by(&self, joined: &Joined, done: u64) -> Result<bool, StudyError> {
        let rows = joined.rows(done).ok_or(BlockError::Foreign)?;
        Ok(ends_by(&self.plan, self.metrics(), rows, done)?)
    }

    /// The tasks of some replications; `series` has the daily series counted, where there are some.
    ///
    /// # Errors
    /// When a goal is asked for of worlds that are not independent.
    pub fn tasks(&self, series: bool, worlds_of: Range<u64>) -> Result<Vec<Task>, StudyError> {
        if !self.plan.until.is_empty() && self.plan.worlds_per_draw().is_some_and(|worlds| worlds > 1) {
            return Err(RunError::UntilWithDraws.into());
        }
        let (identity, count) = (self.plan.identity(), self.plan.variant.len());
        let worlds = PAIRS / VARIANTS.min(count).max(1) as u64;
        let series = series && self.has_series();
        let mut tasks = Vec::new();
        for first in (0..count).step_by(VARIANTS) {
            let variants = first..count.min(first + VARIANTS);
            let plan = Plan { variant: self.plan.variant[variants.clone()].to_vec(), ..self.plan.clone() };
            for begin in worlds_of.clone().step_by(worlds as usize) {
                let replications = begin..worlds_of.end.min(begin + worlds);
                let (plan, variants) = (plan.clone(), (variants.clone(), count));
                tasks.push(Task { plan, identity, variants, replications, series });
            }
        }
        Ok(tasks)
    }

    /// Where the results of tasks are put together.
    #[must_use]
    pub fn joined(&self) -> Joined {
        Joined::new(self.plan.identity(), self.plan.variant.len(), self.plan.replications)
    }

    /// Simulates all replications in memory, `counter` counting, and analyses nothing; `series` as of [`Prepared::tasks`].
    ///
    /// # Errors
    /// When the experiment cannot be run, or was stopped.
    pub fn replicated(&self, series: bool, threads: usize, counter: &Counter) -> Result<Replicated, StudyError> {
        self.check()?;
        let whole = Task {
            plan: self.plan.clone(),
            identity: self.plan.identity(),
            variants: (0..self.plan.variant.len(), self.plan.variant.len()),
            replications: 0..self.plan.replications,
            series: series && self.has_series(),
        };
        whole.simulate(self, threads, counter)
    }
}

impl Task {
    /// Opens the scenario's files, which must be those of the plan.
    ///
    /// # Errors
    /// All that is wrong with them, or which of them changed.
    pub fn open(&self, reach: Reach) -> Result<Arc<ScenarioSource>, StudyError> {
        let told = &self.plan.scenario;
        Ok(Arc::new(ScenarioSource::open_within(&told.path, &told.policy_files, reach)?))
    }

    /// Simulates it.
    ///
    /// # Errors
    /// When files are not those of the plan, or it was stopped.
    pub fn work(
        &self,
        source: &Arc<ScenarioSource>,
        threads: usize,
        stop: &Arc<AtomicBool>,
    ) -> Result<Replicated, StudyError> {
        is_of(&self.plan, source)?;
        let prepared = Prepared::new(source, self.plan.clone())?;
        self.simulate(&prepared, threads, &Counter { stop: Arc::clone(stop), ..Counter::default() })
    }

    fn simulate(&self, prepared: &Prepared, threads: usize, counter: &Counter) -> Result<Replicated, StudyError> {
        let (own, all) = self.variants.clone();
        let pairs = own.len() as u64 * (self.replications.end - self.replications.start);
        let threads = if pairs <= FEW { 1 } else { threads };
        let settings = Settings {
            folder: None,
            identity: self.identity,
            seed: self.plan.seed,
            part: Part::from_world(own, all, self.replications.start),
            threads,
            series: self.series,
            share_a_draw: self.plan.worlds_per_draw().unwrap_or(1),
            durable: false,
        };
        let simulator = prepared.simulator()?;
        let (state, ended) =
            Replicated::simulate(&simulator, &settings, self.replications.end, counter).map_err(RunError::from)?;
        if ended == Ended::Complete {
            return Ok(state);
        }
        Err(StudyError::Stopped { done: state.checkpoint.next, of: pairs, folder: None })
    }
}
