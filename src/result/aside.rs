//! Files that appear whole: written aside in the same folder, then renamed.
//!
//! A file that is lost to a power cut after its renaming is found out by its digest in the manifest and made again;
//! what cannot be made again (plan, manifest), and tables, are on disk before they get their names.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written aside; it gets its name by [`Aside::finish`] and vanishes when dropped before.
pub struct Aside {
    target: PathBuf,
    aside: PathBuf,
    writer: BufWriter<File>,
    renamed: bool,
}

impl Aside {
    /// Starts a file that will be named `target`.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(target: &Path) -> io::Result<Aside> {
        let aside = aside_of(target);
        // What an earlier attempt left goes; were it a link, what it leads to would be written over.
        match fs::remove_file(&aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let writer = BufWriter::with_capacity(1 << 18, File::create_new(&aside)?);
        Ok(Aside { target: target.to_owned(), aside, writer, renamed: false })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        fs::rename(&self.aside, &self.target)?;
        self.renamed = true;
        Ok(())
    }

    /// Gives the file its name once the disk has all of it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish_synced(mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_data()?;
        self.finish()
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.renamed {
            // Nothing sensible can be done about an error here.
            _ = fs::remove_file(&self.aside);
        }
    }
}

/// Where a file lies until it is whole.
pub(super) fn aside_of(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.part"))
}

/// Writes a whole file aside and renames it.
///
/// # Errors
/// When the disk refuses.
pub fn write_whole(target: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = Aside::create(target)?;
    file.write_all(contents)?;
    file.finish()
}

/// Writes a whole file as [`write_whole`] does and waits until the disk has it under its name.
///
/// # Errors
/// When the disk refuses.
pub fn write_synced(target: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = Aside::create(target)?;
    file.write_all(contents)?;
    file.finish_synced()?;
    target.parent().map_or(Ok(()), sync_folder)
}

/// Waits until the disk has the names in a folder.
///
/// # Errors
/// When the disk refuses.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened, and names are as safe as the system makes them.
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
