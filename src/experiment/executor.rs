//! The one executor of all experiments: simulates (variant, replication) pairs in parallel by index, writes their rows
//! in order, and can be stopped, killed and resumed at any time without changing a bit of the results.
//!
//! In memory nothing is written; rows, histograms and failures are the same bits as in a folder.
//!
//! Pairs are simulated in chunks of about a second. After a chunk its rows are appended to the row file; then the
//! checkpoint (daily histograms, failures) is written aside and renamed. A chunk counts once both are on disk. Where
//! rows and checkpoint disagree after a crash, what the checkpoint does not cover is done again, and rows that were
//! lost although the checkpoint covers them are simulated again without being counted twice: a replication is a pure
//! function of its number. Chunk sizes follow the clock and never reach a result.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::batch::{Batch, Worker};
use super::checkpoint::Checkpoint;
use super::counter::Counter;
use super::part::Part;
use super::replicated::Replicated;
use super::rows::{self, Rows};
use super::simulator::{Simulator, cells};
use crate::outcome::Layout;

/// Wall-clock length of a chunk that is aimed at.
const CHUNK: Duration = Duration::from_millis(1_000);
/// A checkpoint may take this share of the time between two of them.
const CHECKPOINT_SHARE: f64 = 0.03;
/// Memory for the results of a chunk.
const CHUNK_BYTES: usize = 24 << 20;
/// Pairs of the first chunk for each thread.
const FIRST_CHUNK: usize = 32;

/// Where and how an experiment is executed.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of rows and checkpoint; None to keep them in memory.
    pub folder: Option<PathBuf>,
    /// Digest of all that decides results; a folder with another one is refused.
    pub identity: [u8; 32],
    /// Seed of the experiment's worlds.
    pub seed: u64,
    /// Which part of the experiment; its variants are those of the simulator, in their order.
    pub part: Part,
    /// Worker threads; 0 is one for each core.
    pub threads: usize,
    /// Whether daily series are kept (memory and disk grow with variants × days).
    pub series: bool,
    /// Replications that share a draw of the parameters; 1 where nothing is drawn.
    pub share_a_draw: u64,
    /// Whether to wait until the disk has it, so that a power cut loses at most the chunk in flight.
    pub durable: bool,
}

impl Settings {
    /// In memory, without daily series; parameters as written.
    pub fn in_memory(seed: u64, part: Part, threads: usize) -> Settings {
        let (folder, identity) = (None, [0; 32]);
        Settings { folder, identity, seed, part, threads, series: false, share_a_draw: 1, durable: false }
    }
}

/// Why an experiment cannot be executed.
#[derive(Debug, thiserror::Error)]
pub enum ExecutorError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds work of other inputs.
    #[error("{path} holds replications made from other inputs: give another folder, or delete the one it lies in")]
    OtherInputs {
        /// The checkpoint.
        path: PathBuf,
    },
    /// Another run is writing there.
    #[error("{folder} is in use by another run")]
    InUse {
        /// The folder of rows and checkpoint.
        folder: PathBuf,
    },
    /// More replications than can be counted.
    #[error("{replications} replications of {variants} variants are more than can be counted")]
    TooMany {
        /// Replications of each variant.
        replications: u64,
        /// Variants.
        variants: u64,
    },
    /// Worker threads could not be started.
    #[error("worker threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How [`Executor::run_to`] ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All that was wanted is done.
    Complete,
    /// [`Counter::stop`] was set; what is done is kept.
    Stopped,
}

/// An experiment in execution.
pub struct Executor<'a, S: Simulator> {
    simulator: &'a S,
    settings: Settings,
    /// Of more than one thread: one alone is the caller's.
    pool: Option<rayon::ThreadPool>,
    workers: Vec<Mutex<Worker<S::Workspace>>>,
    checkpoint: Checkpoint,
    rows: Rows,
    disk: Option<Disk>,
    /// The pair of the part whose row comes next in the file (behind `checkpoint.next` only after damage to the rows).
    next_row: u64,
    /// Pairs that were done when the executor was opened.
    resumed: u64,
    batch: Batch,
    chunk_pairs: usize,
    checkpoint_cost: Duration,
}

/// The folder of an executor that does not work in memory.
struct Disk {
    checkpoint: PathBuf,
    rows: File,
    /// Held while the executor lives; the system lets it go even if the process is killed.
    _lock: File,
}

impl<'a, S: Simulator> Executor<'a, S> {
    /// Opens the folder, taking up what an earlier run left there.
    ///
    /// # Errors
    /// [`ExecutorError`] when the folder cannot be used or belongs to other inputs.
    pub fn open(simulator: &'a S, settings: Settings) -> Result<Executor<'a, S>, ExecutorError> {
        let alone = settings.threads == 1;
        let pool =
            (!alone).then(|| rayon::ThreadPoolBuilder::new().num_threads(settings.threads).build()).transpose()?;
        let threads = pool.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
        let width = Layout::of(simulator.metrics()).width();
        let cells = if settings.series { cells(simulator) } else { 0 };
        let part = settings.part;
        debug_assert_eq!(part.variants().len(), simulator.variants().max(1), "the simulator is that of the part");
        let empty = Checkpoint::empty(settings.identity, part, cells);
        let (rows, disk, checkpoint, next_row) = match &settings.folder {
            None => (Rows::in_memory(width, part, &settings.identity), None, empty, 0),
            Some(folder) => {
                let rows = Rows::in_file(rows_path(folder), width, part, &settings.identity);
                let (disk, checkpoint, next_row) = Disk::open(folder, &rows, empty)?;
                (rows, Some(disk), checkpoint, next_row)
            }
        };
        Ok(Executor {
            simulator,
            pool,
            workers: (0..threads).map(|_| Mutex::new(Worker::new(simulator, cells))).collect(),
            checkpoint,
            batch: Batch::new(part, rows.form(), cells, settings.share_a_draw),
            rows,
            disk,
            next_row,
            resumed: next_row,
            chunk_pairs: FIRST_CHUNK * threads,
            checkpoint_cost: Duration::ZERO,
            settings,
        })
    }

    /// Takes up what was made elsewhere, if it is of the same experiment in memory and nothing was done yet; says whether
    /// it is.
    pub fn take_up(&mut self, there: Replicated) -> bool {
        let (own, theirs) = (&self.checkpoint, &there.checkpoint);
        let same = (own.identity, own.part, own.days.len()) == (theirs.identity, theirs.part, theirs.days.len());
        let fits = same && self.disk.is_none() && self.next_row == 0 && there.rows.width() == self.rows.width();
        if fits {
            Replicated { rows: self.rows, checkpoint: self.checkpoint } = there;
            self.next_row = self.checkpoint.next;
            self.resumed = self.next_row;
        }
        fits
    }

    /// Number of pairs that are done.
    pub fn done(&self) -> u64 {
        self.next_row
    }

    /// The rows so far.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Histograms, failures and events so far.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Rows, histograms, failures and events.
    pub fn into_parts(self) -> (Rows, Checkpoint) {
        (self.rows, self.checkpoint)
    }

    /// Simulates until all pairs of the part among the first `last` replications are done, or until [`Counter::stop`] is set.
    ///
    /// # Errors
    /// [`ExecutorError::Disk`] when results cannot be written; what was committed before is kept.
    pub fn run_to(&mut self, last: u64, counter: &Counter) -> Result<Ended, ExecutorError> {
        let part = self.settings.part;
        let variants = part.variants().len() as u64;
        let end = part.pairs(last).ok_or(ExecutorError::TooMany { replications: last, variants })?;
        counter.total.store(end, Ordering::Relaxed);
        counter.done.store(self.done(), Ordering::Relaxed);
        counter.resumed.store(self.resumed, Ordering::Relaxed);
        for worker in &mut self.workers {
            if let Ok(worker) = worker.get_mut() {
                worker.heed(self.simulator, &counter.stop);
            }
        }
        let mut committed = Instant::now();
        while self.next_row < end {
            if counter.stop.load(Ordering::Relaxed) {
                self.commit()?;
                return Ok(Ended::Stopped);
            }
            self.step(end, counter)?;
            let wanted = CHUNK.max(self.checkpoint_cost.div_f64(CHECKPOINT_SHARE));
            if committed.elapsed() >= wanted {
                self.commit()?;
                committed = Instant::now();
            }
        }
        self.commit()?;
        Ok(Ended::Complete)
    }

    /// One chunk: simulate, count, append rows.
    fn step(&mut self, end: u64, counter: &Counter) -> Result<(), ExecutorError> {
        let known = self.next_row < self.checkpoint.next;
        let end = if known { end.min(self.checkpoint.next) } else { end };
        let room = (CHUNK_BYTES / self.batch.bytes_per_pair()).max(1);
        let pairs = (end - self.next_row).min(self.chunk_pairs.min(room) as u64) as usize;
        let begun = Instant::now();
        let Executor { simulator, settings, pool, workers, checkpoint, batch, next_row, .. } = self;
        let parallel = workers.len() > 1;
        let mut simulate = || {
            batch.simulate(*simulator, workers, settings.seed, *next_row, pairs, counter);
            if !known {
                batch.count_into(checkpoint, parallel);
            }
        };
        match pool {
            Some(pool) => pool.install(simulate),
            None => simulate(),
        }
        match &mut self.disk {
            Some(disk) => rows::append(&mut disk.rows, &self.batch.rows).map_err(disk_error(self.rows.path()))?,
            None => self.rows.extend(&self.batch.rows),
        }
        self.next_row += self.batch.done() as u64;
        let speed = CHUNK.as_secs_f64() / begun.elapsed().as_secs_f64().max(1e-6);
        self.chunk_pairs = ((pairs as f64 * speed.min(4.0)) as usize).max(self.workers.len());
        Ok(())
    }

    /// Makes sure that what is done is on disk, unless it is kept in memory.
    fn commit(&mut self) -> Result<(), ExecutorError> {
        let Some(disk) = &self.disk else { return Ok(()) };
        let begun = Instant::now();
        if self.settings.durable {
            disk.rows.sync_data().map_err(disk_error(self.rows.path()))?;
        }
        let path = &disk.checkpoint;
        self.checkpoint.write(path, self.settings.durable).map_err(disk_error(path))?;
        self.checkpoint_cost = begun.elapsed();
        Ok(())
    }
}

impl Disk {
    /// Locks a folder and takes up what an earlier run left there: its checkpoint, `empty` where there is none that fits,
    /// and the pair whose row comes next.
    fn open(folder: &Path, rows: &Rows, empty: Checkpoint) -> Result<(Disk, Checkpoint, u64), ExecutorError> {
        fs::create_dir_all(folder).map_err(disk_error(folder))?;
        let lock = lock(folder).map_err(disk_error(folder))?;
        let Some(lock) = lock else { return Err(ExecutorError::InUse { folder: folder.to_owned() }) };
        let path = checkpoint_path(folder);
        let found = Checkpoint::read(&path).map_err(disk_error(&path))?;
        if found.as_ref().is_some_and(|there| (there.identity, there.part) != (empty.identity, empty.part)) {
            return Err(ExecutorError::OtherInputs { path });
        }
        let checkpoint = found.filter(|there| there.days.len() == empty.days.len()).unwrap_or(empty);
        let next_row = rows.end_of_whole().map_err(disk_error(rows.path()))?.min(checkpoint.next);
        let file = rows.open_to_append(next_row).map_err(disk_error(rows.path()))?;
        Ok((Disk { checkpoint: path, rows: file, _lock: lock }, checkpoint, next_row))
    }
}

/// Puts rows in memory and the checkpoint of an experiment into a folder in which there is none of them, for an executor to take up.
///
/// # Errors
/// When the disk refuses.
pub fn put_state(folder: &Path, rows: &Rows, checkpoint: &Checkpoint) -> Result<(), ExecutorError> {
    let (to, path) = (rows_path(folder), checkpoint_path(folder));
    if to.exists() || path.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(disk_error(folder))?;
    fs::write(&to, rows.in_bytes()).map_err(disk_error(&to))?;
    checkpoint.write(&path, true).map_err(disk_error(&path))
}

/// Locks an experiment's folder for as long as the file lives; None when another run has it.
pub(super) fn lock(folder: &Path) -> io::Result<Option<File>> {
    let lock = File::create(folder.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Some(lock)),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The row file of an experiment's folder.
pub fn rows_path(folder: &Path) -> PathBuf {
    folder.join("rows.bin")
}

/// The checkpoint of an experiment's folder.
pub fn checkpoint_path(folder: &Path) -> PathBuf {
    folder.join("checkpoint.bin")
}

/// Wraps a system error with the file it is about.
pub(super) fn disk_error(path: &Path) -> impl Fn(io::Error) -> ExecutorError + use<> {
    let path = path.to_owned();
    move |source| ExecutorError::Disk { path: path.clone(), source }
}
