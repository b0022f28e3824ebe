//! Shards that are looked through and read together as the whole, where they lie: their rows are not copied.

use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint::Checkpoint;
use super::executor::{checkpoint_path, rows_path};
use super::part::Part;
use super::rows::Rows;

/// Why shards cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder holds no replications of its shard.
    #[error(
        "{folder} holds no replications of its shard, or its checkpoint is damaged: run the shard's command again, then merge"
    )]
    Nothing {
        /// Which folder.
        folder: PathBuf,
    },
    /// A shard is not finished.
    #[error(
        "{folder} is not finished, has fewer replications than other shards, or its rows are damaged: run the shard's command again with the -n of the others, then merge"
    )]
    Unfinished {
        /// Which folder.
        folder: PathBuf,
    },
}

/// Looks through all records and checkpoints of the parts of an experiment of so many replications, whose rows have `width` values;
/// gives its rows and what is known besides them, and writes nothing. `parts` are state folders, each with the part that it should hold.
///
/// # Errors
/// [`MergeError`] when a part is missing, damaged, unfinished or not of the plan with this identity.
pub fn look_through(
    parts: &[(PathBuf, Part)],
    replications: u64,
    width: usize,
    identity: &[u8; 32],
) -> Result<(Rows, Checkpoint), MergeError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| MergeError::Disk { path: path.clone(), source }
    };
    let (mut whole, mut rows): (Option<Checkpoint>, _) = (None, Vec::new());
    for (folder, part) in parts {
        let path = checkpoint_path(folder);
        let found = Checkpoint::read(&path).map_err(disk(&path))?.filter(|found| found.part == *part);
        let nothing = || MergeError::Nothing { folder: folder.clone() };
        let found = found.ok_or_else(nothing)?;
        let whole = whole.get_or_insert_with(|| {
            let cells = found.days.len() / part.variants().len();
            Checkpoint::empty(*identity, Part::whole(part.variants as usize), cells)
        });
        if !whole.absorb(&found) {
            return Err(nothing());
        }
        let own = Rows::in_file(rows_path(folder), width, *part, identity);
        let end = own.end_of_whole().map_err(disk(own.path()))?;
        if part.pairs(replications) != Some(found.next) || end != found.next {
            return Err(MergeError::Unfinished { folder: folder.clone() });
        }
        rows.push(own);
    }
    let whole = whole.unwrap_or_else(|| Checkpoint::empty(*identity, Part::whole(1), 0));
    Ok((Rows::in_parts(&rows, width, identity), whole))
}
