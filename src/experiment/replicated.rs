//! What an experiment in memory has come to: rows, and what is known besides. It can be made elsewhere, in blocks of variants and
//! replications, and joined: the whole has the bytes of one run, in whatever order blocks come.

use std::io;
use std::ops::Range;

use super::check::take_u64;
use super::checkpoint::{Checkpoint, FailedReplication, LISTED_FAILURES, decode};
use super::counter::Counter;
use super::day_histogram::DayHistogram;
use super::executor::{Ended, Executor, ExecutorError, Settings};
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
        let mut rows = Rows::in_memory(width, checkpoint.first, &checkpoint.identity);
        rows.extend(records);
        Some(Replicated { rows, checkpoint })
    }
}

/// The state of a whole experiment, being joined from blocks.
#[derive(Debug)]
pub struct Joined {
    whole: Checkpoint,
    variants: usize,
    records: Vec<u8>,
    width: usize,
    /// Pairs that are there.
    done: u64,
}

impl Joined {
    /// None of it yet: the experiment has this identity, so many variants, and so many replications of each.
    #[must_use]
    pub fn new(identity: [u8; 32], variants: usize, replications: u64) -> Joined {
        let mut whole = Checkpoint::empty(identity, 0, 0);
        whole.next = replications * variants as u64;
        Joined { whole, variants, records: Vec::new(), width: 0, done: 0 }
    }

    /// Takes a block of some variants, each once.
    ///
    /// # Errors
    /// When the block is damaged, or of another experiment.
    pub fn put(&mut self, variants: Range<usize>, block: &Replicated) -> Result<(), BlockError> {
        let (own, of) = (variants.len() as u64, self.variants as u64);
        let Checkpoint { first, next, identity, .. } = block.checkpoint;
        let all = self.whole.next;
        if self.done == 0 {
            let cells = block.checkpoint.days.len() / variants.len().max(1);
            self.width = block.rows.width();
            self.whole.days = vec![DayHistogram::default(); cells * self.variants];
            self.records = vec![0; all as usize * block.rows.form().stride()];
        }
        let cells = self.whole.days.len() / self.variants.max(1);
        let fits = identity == self.whole.identity
            && variants.end <= self.variants
            && own > 0
            && next.div_ceil(own) * of <= all
            && first <= next
            && block.rows.width() == self.width
            && block.checkpoint.days.len() == cells * variants.len();
        if !fits {
            return Err(BlockError::Foreign);
        }
        let place = |pair: u64| pair / own * of + variants.start as u64 + pair % own;
        let form = Rows::in_memory(self.width, 0, &identity).form();
        let stride = form.stride();
        let records = &mut self.records;
        block.rows.for_each(first, next, |pair, row, status| {
            let at = place(pair) as usize * stride;
            form.encode(place(pair), row, status, &mut records[at..at + stride]);
        })?;
        self.done += next - first;
        self.whole.events += block.checkpoint.events;
        self.whole.failed += block.checkpoint.failed;
        for failure in &block.checkpoint.failures {
            let pair = place(failure.pair);
            self.whole.failures.push(FailedReplication { pair, ..failure.clone() });
        }
        let days = &mut self.whole.days[variants.start * cells..variants.end * cells];
        days.iter_mut().zip(&block.checkpoint.days).for_each(|(mine, theirs)| mine.absorb(theirs));
        Ok(())
    }

    /// The whole; None while blocks are missing.
    #[must_use]
    pub fn whole(mut self) -> Option<Replicated> {
        if self.done != self.whole.next {
            return None;
        }
        self.whole.failures.sort_by_key(|failure| failure.pair);
        self.whole.failures.truncate(LISTED_FAILURES);
        let rows = Rows::of_bytes(self.records, self.width, &self.whole.identity);
        Some(Replicated { rows, checkpoint: self.whole })
    }
}
