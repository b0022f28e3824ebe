//! Some worlds of an experiment alone, in memory: what a search asks of a simulator, again and again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::counter::Counter;
use super::executor::{Ended, Executor, ExecutorError, Settings};
use super::part::Part;
use super::rows::Rows;
use super::simulator::{Failure, Record, Simulator};
use crate::outcome::{ByPlace, Metric, Series};

/// A simulator whose replication number k is world `worlds[k]` of another.
struct Chosen<'a, S> {
    simulator: &'a S,
    worlds: &'a [u64],
}

/// Simulates chosen worlds under all variants; row k of a variant in what comes out is that of world `worlds[k]`. None when
/// it was stopped.
///
/// # Errors
/// When worker threads cannot be started, or there are too many rows.
pub fn run_worlds<S: Simulator>(
    simulator: &S,
    seed: u64,
    worlds: &[u64],
    threads: usize,
    counter: &Counter,
) -> Result<Option<Rows>, ExecutorError> {
    let chosen = Chosen { simulator, worlds };
    let part = Part::whole(simulator.variants());
    let mut executor = Executor::open(&chosen, Settings::in_memory(seed, part, threads))?;
    let ended = executor.run_to(worlds.len() as u64, counter)?;
    Ok((ended == Ended::Complete).then(|| executor.into_parts().0))
}

impl<S: Simulator> Simulator for Chosen<'_, S> {
    type Workspace = S::Workspace;

    fn metrics(&self) -> &[Metric] {
        self.simulator.metrics()
    }

    fn series(&self) -> &[Series] {
        self.simulator.series()
    }

    fn by_place(&self) -> &[ByPlace] {
        self.simulator.by_place()
    }

    fn variants(&self) -> usize {
        self.simulator.variants()
    }

    fn workspace(&self) -> Self::Workspace {
        self.simulator.workspace()
    }

    fn heed(&self, workspace: &mut Self::Workspace, stop: &Arc<AtomicBool>) {
        self.simulator.heed(workspace, stop);
    }

    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        workspace: &mut Self::Workspace,
        record: &mut Record,
    ) -> Result<(), Failure> {
        self.simulator.replicate(variant, seed, self.worlds[replication as usize], workspace, record)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stub::StubSimulator;
    use super::*;

    #[test]
    fn rows_are_those_of_the_worlds_that_were_chosen() {
        let stub = StubSimulator::example(2, 3);
        let rows = run_worlds(&stub, 1, &[7, 2, 14], 2, &Counter::default()).unwrap().unwrap();
        assert_eq!(rows.columns(&[0], 0, 3).unwrap(), [[7.0, 2.0, 4.0]]);
        assert_eq!(rows.columns(&[0], 1, 3).unwrap(), [[8.0, 3.0, 5.0]]);
        let stopped = Counter::default();
        stopped.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(run_worlds(&stub, 1, &[7, 2, 14], 2, &stopped).unwrap().is_none());
    }
}
