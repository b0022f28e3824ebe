//! Replications of a case: rows of numbers, the same for any number of threads.

use crate::sim::World;
use rayon::prelude::*;
use std::sync::Arc;

/// Simulates one replication: fills a row and says how many events it took.
pub(super) type Worker = Box<dyn FnMut(World, &mut [f64]) -> u64>;

/// Makes a worker; each thread has its own.
pub(super) type MakeWorker = Box<dyn Fn() -> Worker + Sync + Send>;

/// Makes workers that each have a state of their own and replicate with it.
pub(super) fn workers<S: 'static>(
    start: impl Fn() -> S + Send + Sync + 'static,
    replicate: impl Fn(&mut S, World, &mut [f64]) -> u64 + Send + Sync + 'static,
) -> MakeWorker {
    let replicate = Arc::new(replicate);
    Box::new(move || {
        let (mut state, replicate) = (start(), Arc::clone(&replicate));
        Box::new(move |world, row| replicate(&mut state, world, row))
    })
}

/// How much is simulated for a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Events in all replications of a case; how many replications follows from the events of the first few.
    pub events: u64,
    /// Replications at least.
    pub least: usize,
    /// Replications at most.
    pub most: usize,
}

impl Effort {
    /// What `panj verify` does.
    pub const FULL: Effort = Effort { events: 6_000_000, least: 2_000, most: 200_000 };
    /// For tests that must be quick.
    pub const THIN: Effort = Effort { events: 50_000, least: 100, most: 5_000 };
}

/// The worlds of checks; any other seed would do.
const SEED: u64 = 20_210_815;
/// Replications that tell how many events one takes.
const PILOT: u64 = 32;
/// What starting a replication costs, in events.
const START: u64 = 12;
/// Replications that a worker does in one go.
const CHUNK: usize = 250;

/// Rows of all replications.
pub(super) struct Sample {
    pub(super) replications: usize,
    width: usize,
    rows: Vec<f64>,
}

impl Sample {
    /// Simulates. A worker that is given the same world fills the same row.
    pub(super) fn draw(width: usize, make: &MakeWorker, effort: Effort) -> Sample {
        let mut row = vec![f64::NAN; width];
        let mut worker = make();
        let events: u64 = (0..PILOT).map(|i| START + worker(World::new(SEED, i), &mut row)).sum();
        // A history that has no end would not end more often.
        let open = row.iter().any(|x| x.is_nan());
        let affordable = (effort.events.saturating_mul(PILOT) / events.max(1)) as usize;
        let replications = if open { PILOT as usize } else { affordable.clamp(effort.least, effort.most) };
        let mut rows = vec![f64::NAN; width * replications];
        rows.par_chunks_mut(width * CHUNK).enumerate().for_each(|(k, chunk)| {
            let mut worker = make();
            for (i, row) in chunk.chunks_mut(width).enumerate() {
                worker(World::new(SEED, (k * CHUNK + i) as u64), row);
            }
        });
        Sample { replications, width, rows }
    }

    /// One column.
    pub(super) fn column(&self, at: usize) -> Vec<f64> {
        self.rows.iter().skip(at).step_by(self.width).copied().collect()
    }
}
