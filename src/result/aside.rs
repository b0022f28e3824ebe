//! Files that appear whole: written aside in the same folder, then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written aside; it gets its name by [`Aside::finish`] and vanishes when dropped before.
pub struct Aside {
    target: PathBuf,
    aside: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl Aside {
    /// Starts a file that will be named `target`.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(target: &Path) -> io::Result<Aside> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let aside = target.with_file_name(format!(".{name}.part"));
        let writer = BufWriter::with_capacity(1 << 18, File::create(&aside)?);
        Ok(Aside { target: target.to_owned(), aside, writer: Some(writer) })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(mut writer) = self.writer.take() {
            writer.flush()?;
        }
        fs::rename(&self.aside, &self.target)
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().map_or(Ok(bytes.len()), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // Nothing sensible can be done about an error here.
            _ = fs::remove_file(&self.aside);
        }
    }
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
