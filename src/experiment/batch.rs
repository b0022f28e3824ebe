//! Some pairs simulated in parallel by index. Buffers are used again from batch to batch.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::checkpoint::{Checkpoint, path_of};
use super::counter::Counter;
use super::day_histogram::{DayHistogram, Scratch};
use super::panic_guard::guarded;
use super::part::Part;
use super::rows::{Form, Status};
use super::simulator::{Failure, Record, Simulator};

/// Histograms that one parallel task works on: their values lie side by side in a cache line.
const CELLS_AT_A_TIME: usize = 16;

/// What a worker keeps from replication to replication.
pub(super) struct Worker<W> {
    workspace: W,
    record: Record,
}

impl<W> Worker<W> {
    pub(super) fn new<S: Simulator<Workspace = W>>(simulator: &S, cells: usize) -> Worker<W> {
        Worker { workspace: simulator.workspace(), record: Record::with_cells(simulator, cells) }
    }

    /// Has its replications end soon after `stop` is set.
    pub(super) fn heed<S: Simulator<Workspace = W>>(&mut self, simulator: &S, stop: &Arc<AtomicBool>) {
        simulator.heed(&mut self.workspace, stop);
    }
}

/// Results of the pairs `first..first + len` of a part, in their order.
pub(super) struct Batch {
    /// Encoded rows.
    pub(super) rows: Vec<u8>,
    series: Vec<u32>,
    pairs: Vec<Pair>,
    part: Part,
    /// How rows are written.
    form: Form,
    cells: usize,
    /// Replications that share a draw of the parameters.
    share_a_draw: u64,
    first: u64,
}

#[derive(Default, Clone)]
struct Pair {
    failure: Option<Failure>,
    events: u64,
}

impl Batch {
    /// Empty buffers for rows and records of `cells` series values (0: series are not kept).
    pub(super) fn new(part: Part, form: Form, cells: usize, share_a_draw: u64) -> Batch {
        let (rows, series, pairs) = (Vec::new(), Vec::new(), Vec::new());
        Batch { rows, series, pairs, part, form, cells, share_a_draw, first: 0 }
    }

    /// Bytes that one pair needs in memory.
    pub(super) fn bytes_per_pair(&self) -> usize {
        self.form.stride() + self.cells * 4 + size_of::<Pair>()
    }

    /// Simulates `pairs` pairs from `first` on: where there is one worker in this thread, else on the current rayon pool. When it
    /// is told to stop, those before the first that is not done are kept.
    pub(super) fn simulate<S: Simulator>(
        &mut self,
        simulator: &S,
        workers: &[Mutex<Worker<S::Workspace>>],
        seed: u64,
        first: u64,
        pairs: usize,
        counter: &Counter,
    ) {
        let (stride, cells) = (self.form.stride(), self.cells);
        self.first = first;
        let (form, part) = (self.form, self.part);
        self.rows.resize(pairs * stride, 0);
        self.series.resize(pairs * cells.max(1), 0);
        self.pairs.resize(pairs, Pair::default());
        let simulate =
            |worker: &Mutex<Worker<S::Workspace>>, at: usize, row: &mut [u8], series: &mut [u32], pair: &mut Pair| {
                let number = first + at as u64;
                // Each thread has a worker of its own: the lock is never waited for, and a panic is caught inside.
                let Ok(mut worker) = worker.lock() else { unreachable!("panics are caught inside") };
                let Worker { workspace, record } = &mut *worker;
                record.clear();
                let (variant, replication) = part.place(number);
                let result = if counter.stop.load(Ordering::Relaxed) {
                    Err(Failure::Stopped)
                } else {
                    guarded(|| simulator.replicate(variant, seed, replication, workspace, record))
                };
                if result == Err(Failure::Stopped) {
                    pair.failure = Some(Failure::Stopped);
                    return;
                }
                pair.events = record.events;
                pair.failure = result.err();
                let status = if pair.failure.is_some() { Status::Failed } else { Status::Done };
                if pair.failure.is_some() {
                    record.row.fill(f64::NAN);
                    counter.failed.fetch_add(1, Ordering::Relaxed);
                }
                if matches!(pair.failure, Some(Failure::Panicked { .. })) {
                    *workspace = simulator.workspace();
                    simulator.heed(workspace, &counter.stop);
                    *record = Record::with_cells(simulator, cells);
                }
                form.encode(part.number(number), &record.row, status, row);
                if cells > 0 {
                    series.copy_from_slice(&record.series);
                }
                counter.done.fetch_add(1, Ordering::Relaxed);
            };
        if let [worker] = workers {
            let series = self.series.chunks_mut(cells.max(1));
            let buffers = self.rows.chunks_mut(stride).zip(series).zip(&mut self.pairs);
            buffers.enumerate().for_each(|(at, ((row, series), pair))| simulate(worker, at, row, series, pair));
        } else {
            let series = self.series.par_chunks_mut(cells.max(1));
            let buffers = (self.rows.par_chunks_mut(stride), series, self.pairs.par_iter_mut());
            buffers.into_par_iter().enumerate().with_max_len(4).for_each(|(at, (row, series, pair))| {
                simulate(&workers[rayon::current_thread_index().unwrap_or(0)], at, row, series, pair);
            });
        }
        if let Some(done) = self.pairs.iter().position(|pair| pair.failure == Some(Failure::Stopped)) {
            self.rows.truncate(done * stride);
            self.pairs.truncate(done);
        }
    }

    /// Pairs that are done.
    pub(super) fn done(&self) -> usize {
        self.pairs.len()
    }

    /// Adds what the pairs reported, besides their rows, to the checkpoint; `parallel` on the current rayon pool.
    pub(super) fn count_into(&self, checkpoint: &mut Checkpoint, parallel: bool) {
        let variants = self.part.variants().len();
        for (at, pair) in self.pairs.iter().enumerate() {
            checkpoint.events += pair.events;
            if let Some(failure) = &pair.failure {
                checkpoint.note_failure(self.part.number(self.first + at as u64), failure.to_string());
            }
        }
        checkpoint.next = self.first + self.pairs.len() as u64;
        if self.cells == 0 {
            return;
        }
        let cells = self.cells;
        for (at, _) in self.pairs.iter().enumerate().filter(|(_, pair)| pair.failure.is_none()) {
            let own = self.first + at as u64;
            if path_of(self.part.place(own).1, self.share_a_draw).is_some() {
                let record = self.series[at * cells..(at + 1) * cells].to_vec();
                checkpoint.paths.push((self.part.number(own), record));
            }
        }
        for variant in 0..variants {
            let skip = (variant as u64 + variants as u64 - self.first % variants as u64) % variants as u64;
            let of_variant = &mut checkpoint.days[variant * cells..(variant + 1) * cells];
            let add = |scratch: &mut Scratch, (group, days): (usize, &mut [DayHistogram])| {
                for (at, day) in days.iter_mut().enumerate() {
                    let cell = group * CELLS_AT_A_TIME + at;
                    let pairs = (skip as usize..self.pairs.len()).step_by(variants);
                    let reported = pairs.filter(|&pair| self.pairs[pair].failure.is_none());
                    day.add_all(reported.map(|pair| self.series[pair * cells + cell]), scratch);
                }
            };
            if parallel {
                of_variant.par_chunks_mut(CELLS_AT_A_TIME).enumerate().for_each_init(Scratch::default, add);
            } else {
                let mut scratch = Scratch::default();
                of_variant.chunks_mut(CELLS_AT_A_TIME).enumerate().for_each(|days| add(&mut scratch, days));
            }
        }
    }
}
