//! What an experiment in memory has come to: rows, and what is known besides. It can be made elsewhere, in blocks of variants and
//! replications, and joined: the whole has the bytes of one run, in whatever order blocks come.

use std::io;

use super::check::take_u64;
use super::checkpoint::{Checkpoint, decode};
use super::counter::Counter;
use super::executor::{Ended, Executor, ExecutorError, Settings};
use super::part::Part;
use super::rows::Rows;
use super::simulator::Simulator;

/// Rows in memory, and what is known besides them.
#[derive(Debug, Clone)]
pub struct Replicated {
    /// The rows.
    pub rows: Rows,
    /// Histograms, failures and events.
    pub checkpoint: Checkpoint,
}

/// A block that cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    /// It is of something else.
    #[error("a block of results is damaged, or of another experiment: run its task again")]
    Foreign,
    /// Its rows cannot be read.
    #[error("a block of results: {0}")]
    Rows(#[from] io::Error),
}

impl Replicated {
    /// Simulates replications up to `last` of all variants, in memory.
    ///
    /// # Errors
    /// When worker threads cannot be started, or there are too many replications to count.
    pub fn simulate<S: Simulator>(
        simulator: &S,
        settings: &Settings,
        last: u64,
        counter: &Counter,
    ) -> Result<(Replicated, Ended), ExecutorError> {
        let mut executor = Executor::open(simulator, Settings { folder: None, ..settings.clone() })?;
        let ended = executor.run_to(last, counter)?;
        let (rows, checkpoint) = executor.into_parts();
        Ok((Replicated { rows, checkpoint }, ended))
    }

    /// As bytes, to be sent to another process.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (checkpoint, rows) = (self.checkpoint.encode(), self.rows.in_bytes());
        let mut out = Vec::with_capacity(16 + checkpoint.len() + rows.len());
        out.extend_from_slice(&(self.rows.width() as u64).to_le_bytes());
        out.extend_from_slice(&(checkpoint.len() as u64).to_le_bytes());
        out.extend_from_slice(&checkpoint);
        out.extend_from_slice(rows);
        out
    }

    /// From bytes of [`Replicated::to_bytes`]; None from others.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Replicated> {
        let (width, length) = (usize::try_from(take_u64(&mut bytes)?).ok()?, take_u64(&mut bytes)?);
        let (checkpoint, records) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
        let checkpoint = decode(checkpoint)?;
        let rows = Rows::of_bytes(records.to_vec(), width, checkpoint.part, &checkpoint.identity);
        Some(Replicated { rows, checkpoint })
    }
}

/// The state of a whole experiment, being joined from blocks.
#[derive(Debug)]
pub struct Joined {
    so_far: Replicated,
    /// The most pairs that there can be.
    most: u64,
}

impl Joined {
    /// None of it yet: the experiment has this identity, so many variants, and at most so many replications of each.
    #[must_use]
    pub fn new(identity: [u8; 32], variants: usize, replications: u64) -> Joined {
        let checkpoint = Checkpoint::empty(identity, Part::whole(variants), 0);
        let rows = Rows::in_memory(0, checkpoint.part, &identity);
        Joined { so_far: Replicated { rows, checkpoint }, most: replications * variants as u64 }
    }

    /// Takes a block, each once.
    ///
    /// # Errors
    /// When the block is damaged, or of another experiment.
    pub fn put(&mut self, block: &Replicated) -> Result<(), BlockError> {
        let Replicated { rows, checkpoint: whole } = &mut self.so_far;
        let Checkpoint { part, next, identity, .. } = block.checkpoint;
        if whole.next == 0 {
            let cells = block.checkpoint.days.len() / part.variants().len();
            *whole = Checkpoint::empty(whole.identity, whole.part, cells);
            *rows = Rows::in_memory(block.rows.width(), whole.part, &identity);
        }
        let end = next.checked_sub(1).map_or(0, |last| part.number(last) + 1);
        if end > self.most || block.rows.width() != rows.width() || !whole.is_whole_of(&block.checkpoint) {
            return Err(BlockError::Foreign);
        }
        let form = rows.form();
        let (stride, records) = (form.stride(), rows.records());
        records.resize(records.len().max(end as usize * stride), 0);
        block.rows.for_each(0, next, |pair, row, status| {
            let at = pair as usize * stride;
            form.encode(pair, row, status, &mut records[at..at + stride]);
        })?;
        whole.absorb(&block.checkpoint);
        Ok(())
    }

    /// The rows of the first `replications` replications; None while some are missing, or there are more.
    #[must_use]
    pub fn rows(&self, replications: u64) -> Option<&Rows> {
        let Replicated { rows, checkpoint } = &self.so_far;
        (checkpoint.part.pairs(replications) == Some(checkpoint.next)).then_some(rows)
    }

    /// The whole of so many replications; None while blocks are missing.
    #[must_use]
    pub fn whole(self, replications: u64) -> Option<Replicated> {
        self.rows(replications)?;
        Some(self.so_far)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stub::StubSimulator;
    use super::*;

    /// One thread has no pool of its own; it may be any thread of somebody else's.
    #[test]
    fn one_thread_gives_the_same_in_every_thread_of_another_pool() {
        let stub = StubSimulator::example(2, 3).failing(|replication| replication == 5);
        let bytes = |threads| {
            let settings = Settings { series: true, ..Settings::in_memory(1, Part::whole(2), threads) };
            let (state, ended) = Replicated::simulate(&stub, &settings, 20, &Counter::default()).unwrap();
            assert_eq!(ended, Ended::Complete);
            state.to_bytes()
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let within = pool.broadcast(|_| bytes(1));
        assert!(within.iter().chain([&bytes(1)]).all(|own| *own == bytes(2)));
    }
}
