//! Variants of an experiment that its plan does not hold: what a search asks for in the plan's own worlds.

use std::sync::Arc;

use super::error::StudyError;
use super::monitor::Monitor;
use super::prepared::Prepared;
use crate::analysis::uncertainty::DrawnParameters;
use crate::experiment::{Counter, CrisisSimulator, Draws, ExecutorError, Rows, Simulator, Status, run_worlds};
use crate::outcome::{Collector, Metric};
use crate::result::RunError;
use crate::scenario::{Overlay, Scenario, ScenarioSource};

/// Takes the row of an overlay in a world; None of one that failed.
pub(super) type Tell<'a> = dyn FnMut(usize, usize, Option<&[f64]>) + 'a;

/// Variants that are simulated together: so many a worker keeps ready.
const TOGETHER: usize = 64;

/// A prepared experiment beside which other variants are simulated.
pub(super) struct Beside<'a> {
    prepared: &'a Prepared,
    monitor: &'a dyn Monitor,
    /// The draws of its parameters, and the worlds that share one.
    draws: Option<(Draws, u64)>,
    /// What it reports.
    pub(super) metrics: &'a [Metric],
}

impl<'a> Beside<'a> {
    pub(super) fn new(prepared: &'a Prepared, monitor: &'a dyn Monitor) -> Result<Beside<'a>, StudyError> {
        let drawn = prepared.plan.draws.as_ref().map(|drawn| {
            let parameters = DrawnParameters::new(prepared.source.clone(), prepared.posterior.as_ref(), drawn)?;
            Ok::<_, StudyError>((parameters.draws, drawn.worlds_per_draw))
        });
        Ok(Beside { prepared, monitor, draws: drawn.transpose()?, metrics: prepared.metrics() })
    }

    /// Worlds that share a draw of parameters.
    pub(super) fn worlds_per_draw(&self) -> u64 {
        self.draws.as_ref().map_or(1, |(_, worlds)| (*worlds).max(1))
    }

    /// The scenario under an overlay; None where it cannot be, or reports other outcomes.
    pub(super) fn scenario(&self, source: &ScenarioSource, overlay: &Overlay) -> Option<Arc<Scenario>> {
        let scenario = source.resolve(overlay).ok()?;
        (*Collector::metrics(&scenario) == *self.metrics).then(|| Arc::new(scenario))
    }

    /// The scenario of the plan under an overlay.
    pub(super) fn scenario_as_planned(&self, overlay: &Overlay) -> Option<Arc<Scenario>> {
        self.scenario(&self.prepared.source, overlay)
    }

    /// Simulates overlays of `source` in chosen worlds and tells each row, None of one that failed: `tell(overlay, world,
    /// row)`, all worlds of an overlay in their order. Says which overlays could be simulated.
    pub(super) fn simulate(
        &self,
        source: &ScenarioSource,
        overlays: &[Overlay],
        worlds: &[u64],
        tell: &mut Tell<'_>,
    ) -> Result<Vec<bool>, StudyError> {
        let mut could = Vec::with_capacity(overlays.len());
        for (block, overlays) in overlays.chunks(TOGETHER).enumerate() {
            let scenarios: Vec<Option<Arc<Scenario>>> =
                overlays.iter().map(|overlay| self.scenario(source, overlay)).collect();
            let possible: Vec<usize> = (0..overlays.len()).filter(|&at| scenarios[at].is_some()).collect();
            could.extend(scenarios.iter().map(Option::is_some));
            if possible.is_empty() {
                continue;
            }
            let rows = match &self.draws {
                None => self.rows(CrisisSimulator::new(scenarios.into_iter().flatten().collect()), worlds)?,
                Some((draws, worlds_per_draw)) => {
                    let overlays = possible.iter().map(|&at| overlays[at].clone()).collect();
                    let drawn = CrisisSimulator::drawn(source.clone(), overlays, draws.clone(), *worlds_per_draw)?;
                    self.rows(Some(drawn), worlds)?
                }
            };
            let variants = possible.len() as u64;
            rows.for_each(0, worlds.len() as u64 * variants, |pair, row, status| {
                let at = block * TOGETHER + possible[(pair % variants) as usize];
                tell(at, (pair / variants) as usize, (status == Status::Done).then_some(row));
            })?;
        }
        Ok(could)
    }

    /// Rows of scenarios with their parameters as written, in the first worlds.
    pub(super) fn rows_as_written(&self, scenarios: Vec<Arc<Scenario>>, worlds: u64) -> Result<Rows, StudyError> {
        self.rows(CrisisSimulator::new(scenarios), &(0..worlds).collect::<Vec<u64>>())
    }

    fn rows(&self, simulator: Option<impl Simulator>, worlds: &[u64]) -> Result<Rows, StudyError> {
        let simulator = simulator.ok_or(StudyError::OtherOutcomes)?;
        let counter = Arc::new(Counter::default());
        let (seed, threads) = (self.prepared.plan.seed, self.prepared.threads);
        let mut ended: Option<Result<Option<Rows>, ExecutorError>> = None;
        let mut run = || ended = Some(run_worlds(&simulator, seed, worlds, threads, &counter));
        self.monitor.watch(&counter, &mut run);
        let rows = ended.transpose().map_err(RunError::from)?.flatten();
        rows.ok_or_else(|| {
            let of = counter.total.load(std::sync::atomic::Ordering::Relaxed);
            StudyError::Stopped { done: counter.done.load(std::sync::atomic::Ordering::Relaxed), of, folder: None }
        })
    }
}
