//! Why a command may not work in a result folder, or could not end its work there.

use std::io;
use std::path::{Path, PathBuf};

use super::table::TableError;
use crate::experiment::{AskError, Difference, ExecutorError, MergeError, Shard};
use crate::scenario::Problems;

/// Why a command may not work in a folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It cannot be made, or nothing can be written into it.
    #[error(
        "{folder} cannot be used as a result folder: {source}; name a folder that can be written to, or one that is not there yet"
    )]
    Unusable {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something of panj's in it is elsewhere.
    #[error(
        "{path} is a link out of the result folder, or no file, where panj would write: remove it, or put what it leads to in its place"
    )]
    Link {
        /// Which.
        path: PathBuf,
    },
    /// Another command is at work in it.
    #[error("{folder} is in use by another run: try again when that has ended, or wait for it by --wait SECONDS")]
    InUse {
        /// Which folder.
        folder: PathBuf,
    },
    /// It holds results of other inputs.
    #[error(
        "{folder} holds results of other inputs:{}\nGive another folder with --out, or --fresh to throw these away.",
        listed(differences)
    )]
    OtherInputs {
        /// Which folder.
        folder: PathBuf,
        /// What differs: first there, second here.
        differences: Vec<Difference>,
    },
    /// Its rows were made from other inputs than its plan says.
    #[error(
        "{folder}/state holds replications made from other inputs than {folder}/plan.toml says: delete {folder}/state, or give another folder with --out"
    )]
    OtherState {
        /// Which folder.
        folder: PathBuf,
    },
    /// It holds files, but no plan.
    #[error("{folder} is not empty and holds no plan of panj{why}: name another folder")]
    NotOurs {
        /// Which folder.
        folder: PathBuf,
        /// What is there instead.
        why: &'static str,
    },
    /// It holds more replications than are asked for.
    #[error(
        "{folder} already holds {there} replications: ask for at least as many with -n, or give another folder with --out"
    )]
    More {
        /// Which folder.
        folder: PathBuf,
        /// How many it holds.
        there: u64,
    },
    /// Its plan was replaced while a command was at work.
    #[error(
        "{folder}/plan.toml was changed by something else while this command was at work: nothing more was written; run it again"
    )]
    Taken {
        /// Which folder.
        folder: PathBuf,
    },
}

impl FolderError {
    /// Whether the user asked for something that cannot be (rather than the disk failing).
    pub fn is_input(&self) -> bool {
        match self {
            FolderError::Unusable { source, .. } => {
                !matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            }
            FolderError::Disk { .. } | FolderError::Taken { .. } | FolderError::InUse { .. } => false,
            _ => true,
        }
    }
}

fn listed(differences: &[Difference]) -> String {
    let none = || "(none)".to_owned();
    differences
        .iter()
        .map(|d| {
            let (there, here) = (d.first.clone().unwrap_or_else(none), d.second.clone().unwrap_or_else(none));
            format!("\n  {}: {there} there, {here} here", d.key)
        })
        .collect()
}

/// Numbers in words, many of them shortened.
fn numbers(all: &[u64]) -> String {
    let shown: Vec<String> = all.iter().take(20).map(u64::to_string).collect();
    let more = all.len() - shown.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &rest
}

pub(super) fn folder_disk(path: &Path) -> impl Fn(io::Error) -> FolderError + use<> {
    let path = path.to_owned();
    move |source| FolderError::Disk { path: path.clone(), source }
}

/// Why an experiment could not be conducted.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The folder may not be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// It could not be executed.
    #[error(transparent)]
    Executor(#[from] ExecutorError),
    /// A table could not be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Shards could not be joined.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A goal cannot be read.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A goal names no metric that has a mean.
    #[error("--until {goal}: no metric `{metric}` that has a mean{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    GoalOfNoMetric {
        /// The goal as it was written.
        goal: String,
        /// The metric.
        metric: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// The best of one policy is asked for.
    #[error("--until {0}: there is one policy, and nothing to select: compare several")]
    BestOfOne(String),
    /// The best is asked for by a metric that only describes.
    #[error("--until {0}: neither more nor less of it is better, so there is no best")]
    NoBest(String),
    /// Shards are missing.
    #[error(
        "of {of} shards these are missing: {}; run them (the same command with --shard K/{of}), then name all",
        numbers(missing)
    )]
    ShardsMissing {
        /// Their numbers, from 1.
        missing: Vec<u64>,
        /// How many there should be.
        of: u64,
    },
    /// The folder of the whole is one of the shards.
    #[error("{0} is one of the shards: name another folder for the whole with --out")]
    OutIsAShard(PathBuf),
    /// A shard is named twice.
    #[error("{folder} and {first} are both shard {shard}: name each once")]
    ShardTwice {
        /// One folder.
        folder: PathBuf,
        /// The other.
        first: PathBuf,
        /// Which shard.
        shard: Shard,
    },
    /// Shards of a plan that stops by itself make no sense: a shard cannot see the others.
    #[error("--until needs all replications in one run: leave out --shard")]
    UntilInShards,
    /// A stopping rule takes worlds as independent, which worlds of one draw are not.
    #[error("--until takes worlds as independent, but worlds share draws of the parameters: add --worlds-per-draw 1")]
    UntilWithDraws,
    /// A finished folder holds neither rows nor the tables that they could be made from.
    #[error(
        "{folder} has lost both its state/ and {}, which are missing or not as they were written: run the command again with --fresh", files.join(", ")
    )]
    Lost {
        /// Which folder.
        folder: PathBuf,
        /// Which files.
        files: Vec<String>,
    },
    /// The rows of the folder are not those that were written into it.
    #[error("{path} was changed by something else while this command was at work ({source}): run it again")]
    RowsChanged {
        /// The rows.
        path: PathBuf,
        /// Which record.
        source: io::Error,
    },
    /// The scenario that a shard keeps is not what it read.
    #[error("{0}")]
    Kept(Problems),
    /// A folder to merge has no manifest of a shard.
    #[error("{folder} holds no finished shard{why}: run its command (with --shard) to the end first")]
    NoShard {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong with the folder or its manifest, in brackets; "" where there is none.
        why: String,
    },
    /// A folder to merge is a shard of something else.
    #[error("{folder} is a shard of another plan than {first}:{}\nMerge shards of one plan.", listed(differences))]
    OtherShard {
        /// Which folder.
        folder: PathBuf,
        /// The shard that it is held against.
        first: PathBuf,
        /// What differs: first there, second here.
        differences: Vec<Difference>,
    },
}

impl RunError {
    /// Whether the user asked for something that cannot be (rather than the run failing).
    pub fn is_input(&self) -> bool {
        if let RunError::Folder(error) = self {
            return error.is_input();
        }
        // What was damaged, or came from elsewhere; the message says how to mend it.
        if let RunError::Disk { source, .. } = self {
            return source.kind() == io::ErrorKind::InvalidData;
        }
        matches!(
            self,
            RunError::Executor(ExecutorError::OtherInputs { .. } | ExecutorError::TooMany { .. })
                | RunError::Table(TableError::NotOfTheRun { .. })
                | RunError::Merge(MergeError::Nothing { .. } | MergeError::Unfinished { .. })
                | RunError::Ask(_)
                | RunError::GoalOfNoMetric { .. }
                | RunError::BestOfOne(_)
                | RunError::NoBest(_)
                | RunError::ShardsMissing { .. }
                | RunError::OutIsAShard(_)
                | RunError::ShardTwice { .. }
                | RunError::UntilInShards
                | RunError::UntilWithDraws
                | RunError::NoShard { .. }
                | RunError::Kept(_)
                | RunError::OtherShard { .. }
                | RunError::Lost { .. }
        )
    }

    /// Whether another command is at work in the folder, so that the same can be tried again later.
    pub fn is_busy(&self) -> bool {
        matches!(self, RunError::Folder(FolderError::InUse { .. }) | RunError::Executor(ExecutorError::InUse { .. }))
    }
}

/// Wraps a system error with the file it is about.
pub(super) fn disk(path: &Path) -> impl Fn(io::Error) -> RunError + use<> {
    let path = path.to_owned();
    move |source| RunError::Disk { path: path.clone(), source }
}

/// Wraps an error of reading rows: damage means that something else has changed them, since they were whole before.
pub(super) fn rows_error(path: &Path) -> impl Fn(io::Error) -> RunError + use<> {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::InvalidData => RunError::RowsChanged { path: path.clone(), source },
        _ => RunError::Disk { path: path.clone(), source },
    }
}
