//! A part of an experiment: shard K of N runs a range of its replications; shards joined in order are the whole.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::asked::AskError;
use super::checkpoint::Checkpoint;
use super::executor::{checkpoint_path, lock, rows_path};
use super::rows::Rows;

/// Shard `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// The whole experiment.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Which shard, counted from 1.
    pub fn number(self) -> u64 {
        self.number
    }

    /// Of how many.
    pub fn of(self) -> u64 {
        self.of
    }

    /// The replications of this shard among `replications`. All shards together are all replications, each once.
    pub fn range(self, replications: u64) -> Range<u64> {
        let cut = |k: u64| (u128::from(replications) * u128::from(k) / u128::from(self.of)) as u64;
        cut(self.number - 1)..cut(self.number)
    }
}

impl FromStr for Shard {
    type Err = AskError;

    fn from_str(text: &str) -> Result<Shard, AskError> {
        let parts = text.split_once('/').and_then(|(k, n)| Some((k.trim().parse().ok()?, n.trim().parse().ok()?)));
        match parts {
            Some((number, of)) if number >= 1 && number <= of => Ok(Shard { number, of }),
            _ => Err(AskError::Shard(text.to_owned())),
        }
    }
}

/// Why shards cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run is writing there.
    #[error("{folder} is in use by another run")]
    InUse {
        /// Which folder.
        folder: PathBuf,
    },
    /// A folder holds no replications.
    #[error("{folder} holds no replications, or its checkpoint is damaged: run the shard's command again, then merge")]
    Nothing {
        /// Which folder.
        folder: PathBuf,
    },
    /// A shard is not finished.
    #[error("{folder} is not finished, or its rows are damaged: run the shard's command again, then merge")]
    Unfinished {
        /// Which folder.
        folder: PathBuf,
    },
    /// Shards overlap, leave a gap, or come from other inputs.
    #[error(
        "{folder} does not follow the shard before it: it starts at pair {found}, expected {expected} of the same plan; name all shards of one plan, each once"
    )]
    NotNext {
        /// Which folder.
        folder: PathBuf,
        /// Where it starts.
        found: u64,
        /// Where it should start.
        expected: u64,
    },
}

/// Shards that were looked through: whole, each of the same plan, one after another.
#[derive(Debug)]
pub struct Parts {
    /// The row file of each, in their order.
    rows: Vec<Rows>,
    whole: Checkpoint,
}

/// Looks through all records and checkpoints of shards, whose rows have `width` values; writes nothing.
///
/// # Errors
/// [`MergeError`] when a part is missing, damaged, unfinished, doubled or not of the plan with this identity.
pub fn look_through(folders: &[PathBuf], width: usize, identity: &[u8; 32]) -> Result<Parts, MergeError> {
    let mut parts = Vec::new();
    for folder in folders {
        let path = checkpoint_path(folder);
        let found = Checkpoint::read(&path).map_err(|source| MergeError::Disk { path, source })?;
        parts.push((folder, found.ok_or_else(|| MergeError::Nothing { folder: folder.clone() })?));
    }
    parts.sort_by_key(|(_, part)| part.first);
    let cells = parts.first().map_or(0, |(_, first)| first.days.len());
    let (mut whole, mut rows) = (Checkpoint::empty(*identity, 0, cells), Vec::new());
    for (folder, part) in &parts {
        if !whole.absorb(part) {
            return Err(MergeError::NotNext { folder: (*folder).clone(), found: part.first, expected: whole.next });
        }
        let own = Rows::in_file(rows_path(folder), width, part.first, identity);
        if own.end_of_whole().map_err(|source| MergeError::Disk { path: own.path().to_owned(), source })? != part.next {
            return Err(MergeError::Unfinished { folder: (*folder).clone() });
        }
        rows.push(own);
    }
    Ok(Parts { rows, whole })
}

/// Joins the rows and checkpoints of shards into `into`.
///
/// # Errors
/// [`MergeError`] when a file cannot be read or written.
pub fn merge(parts: Parts, into: &Path) -> Result<Checkpoint, MergeError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| MergeError::Disk { path: path.clone(), source }
    };
    std::fs::create_dir_all(into).map_err(disk(into))?;
    let Some(_lock) = lock(into).map_err(disk(into))? else {
        return Err(MergeError::InUse { folder: into.to_owned() });
    };
    let out_path = rows_path(into);
    let mut out = File::create(&out_path).map_err(disk(&out_path))?;
    for rows in &parts.rows {
        let mut file = File::open(rows.path()).map_err(disk(rows.path()))?;
        io::copy(&mut file, &mut out).map_err(disk(&out_path))?;
    }
    out.sync_data().map_err(disk(&out_path))?;
    let path = checkpoint_path(into);
    parts.whole.write(&path, true).map_err(disk(&path))?;
    Ok(parts.whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shards_cover_each_replication_once(n in 0u64..100_000, of in 1u64..40) {
            let mut next = 0;
            for number in 1..=of {
                let range = Shard { number, of }.range(n);
                prop_assert_eq!(range.start, next);
                next = range.end;
            }
            prop_assert_eq!(next, n);
        }
    }

    #[test]
    fn shards_are_read_from_text() {
        assert_eq!("3/16".parse(), Ok(Shard { number: 3, of: 16 }));
        for wrong in ["0/4", "5/4", "a/b", "3", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
