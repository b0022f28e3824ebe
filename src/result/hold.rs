//! The hold on a result folder: whoever changes it holds a lock until the last file is there.
//!
//! The lock is the operating system's (advisory, exclusive) on the file `.lock` of the folder. It ends with the process,
//! however that ends, and the file stays: it is never removed, so that nobody can hold a file that is not there any more.
//! A copy of a folder is a folder of its own. On a network file system the lock holds between machines as far as the file
//! system keeps locks; where it knows none, commands go on without.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::{FolderError, folder_disk as disk};
use super::folder::{STATE, stays_inside, usable};

/// Name of the file that is locked.
pub(super) const LOCK: &str = ".lock";
/// Time between two looks at a folder that is in use.
const AGAIN: Duration = Duration::from_millis(50);

/// A folder that no other command changes while this lives.
#[derive(Debug)]
pub struct Hold {
    _locked: File,
}

impl Hold {
    /// Takes hold of a folder, which is made if it is not there; `look` finds out whether it may be used, and is asked
    /// before anything is made. A folder in use is waited for, so long.
    ///
    /// # Errors
    /// What `look` says; [`FolderError::InUse`]; when the folder cannot be made.
    pub fn take<T>(
        folder: &Path,
        wait: Duration,
        look: impl Fn() -> Result<T, FolderError>,
    ) -> Result<(Hold, T), FolderError> {
        usable(folder)?;
        if !folder.join(LOCK).exists() {
            look()?;
            let unusable = |source| FolderError::Unusable { folder: folder.to_owned(), source };
            fs::create_dir_all(folder).map_err(unusable)?;
        }
        let path = folder.join(LOCK);
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        // Finished results may be shown where nothing can be written.
        let opened = opened.or_else(|error| File::open(&path).map_err(|_| error));
        let file = opened.map_err(|source| FolderError::Unusable { folder: folder.to_owned(), source })?;
        let hold = Hold { _locked: lock(file, folder, wait, File::try_lock)? };
        let state = folder.join(STATE).join("lock");
        if state.exists() {
            // The lock of earlier versions, and of those who execute without a result folder.
            let there = File::open(&state).map_err(disk(&state))?;
            drop(lock(there, folder, wait, File::try_lock)?);
        }
        Ok((hold, look()?))
    }

    /// Makes sure that nobody changes a folder that is only read; it may lie where nothing can be written.
    ///
    /// # Errors
    /// [`FolderError::InUse`], [`FolderError::Link`].
    pub fn share(folder: &Path, wait: Duration) -> Result<Option<Hold>, FolderError> {
        stays_inside(folder)?;
        match File::open(folder.join(LOCK)) {
            Ok(file) => Ok(Some(Hold { _locked: lock(file, folder, wait, File::try_lock_shared)? })),
            Err(_) => Ok(None),
        }
    }
}

fn lock(
    file: File,
    folder: &Path,
    wait: Duration,
    attempt: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<File, FolderError> {
    let began = Instant::now();
    loop {
        match attempt(&file) {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() < wait => std::thread::sleep(AGAIN),
            Err(TryLockError::WouldBlock) => return Err(FolderError::InUse { folder: folder.to_owned() }),
            // A file system without locks.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(disk(&folder.join(LOCK))(error)),
        }
    }
}
