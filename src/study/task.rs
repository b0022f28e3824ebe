//! An experiment in tasks: blocks of variants and replications that any process can simulate, and that are joined to the bytes
//! of one run. Their size hangs on the plan's number of variants alone, so that neither the number of replications nor that of workers matters.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::error::StudyError;
use super::prepared::{Prepared, is_of};
use crate::experiment::{BlockError, Counter, Ended, Joined, Plan, Replicated, Settings};
use crate::result::RunError;
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
    /// Numbers of its variants in the whole plan.
    variants: Range<usize>,
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

    /// The tasks of the experiment, all replications together; `series` has the daily series counted, where there are some.
    ///
    /// # Errors
    /// When it stops at a goal, which tasks that know nothing of each other cannot see.
    pub fn tasks(&self, series: bool) -> Result<Vec<Task>, StudyError> {
        if !self.plan.until.is_empty() {
            return Err(RunError::UntilInShards.into());
        }
        let (identity, count) = (self.plan.identity(), self.plan.variant.len());
        let worlds = PAIRS / VARIANTS.min(count).max(1) as u64;
        let series = series && self.has_series();
        let mut tasks = Vec::new();
        for first in (0..count).step_by(VARIANTS) {
            let variants = first..count.min(first + VARIANTS);
            let plan = Plan { variant: self.plan.variant[variants.clone()].to_vec(), ..self.plan.clone() };
            for begin in (0..self.plan.replications).step_by(worlds as usize) {
                let replications = begin..self.plan.replications.min(begin + worlds);
                let (plan, variants) = (plan.clone(), variants.clone());
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
            variants: 0..self.plan.variant.len(),
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
        let pairs = self.variants.len() as u64 * (self.replications.end - self.replications.start);
        let threads = if pairs <= FEW { 1 } else { threads };
        let settings = Settings {
            folder: None,
            identity: self.identity,
            seed: self.plan.seed,
            first: self.replications.start,
            threads,
            series: self.series,
            durable: false,
        };
        let simulator = prepared.simulator()?;
        let (state, ended) =
            Replicated::simulate(&simulator, &settings, self.replications.end, counter).map_err(RunError::from)?;
        if ended == Ended::Complete {
            return Ok(state);
        }
        let done = state.checkpoint.next - state.checkpoint.first;
        Err(StudyError::Stopped { done, of: pairs, folder: None })
    }

    /// Puts what a task has simulated to the whole, once.
    ///
    /// # Errors
    /// When it is damaged, or of another experiment.
    pub fn put(&self, state: &Replicated, whole: &mut Joined) -> Result<(), BlockError> {
        whole.put(self.variants.clone(), state)
    }
}
