//! A file as text: found, regular, of bearable size, UTF-8, or else a problem that says what it is or which line is not.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::problem::Problem;

/// The largest file that is read, bytes: many times the largest map, so that a wrong name cannot fill the memory.
pub(crate) const MOST_BYTES: u64 = 64 << 20;

/// What stands as found where a file is missing.
pub(crate) const NO_SUCH_FILE: &str = "no such file";

/// Bytes as text, without a byte order mark at the beginning.
pub(crate) fn text_of(name: &str, bytes: &[u8]) -> Result<String, Box<Problem>> {
    decode(name, bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).to_vec())
}

/// Reads a whole file of a scenario.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Box<Problem>> {
    read_regular(path, MOST_BYTES).map_err(|error| {
        let (found, rule, remedy) = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory if path.is_symlink() => {
                ("a link to a file that is not there".to_owned(), "the file must exist", "mend the link or remove it")
            }
            ErrorKind::NotFound | ErrorKind::NotADirectory => (NO_SUCH_FILE.to_owned(), "the file must exist", ""),
            ErrorKind::IsADirectory => ("a folder".to_owned(), "a file", "name a file in it"),
            ErrorKind::InvalidInput => (error.to_string(), "a regular file", "save its contents as a file"),
            ErrorKind::FileTooLarge => {
                (error.to_string(), "a file of at most 64 MiB", "name the file that was meant, or shorten it")
            }
            ErrorKind::PermissionDenied => (
                format!("a file that cannot be read ({error})"),
                "the file must be readable",
                "give the account that runs panj the right to read it",
            ),
            _ => (format!("a file that cannot be read ({error})"), "the file must be readable", ""),
        };
        Box::new(Problem::of_file(&path.display().to_string(), found, rule).remedy(remedy))
    })
}

/// Reads a whole file of at most so many bytes, unless it is none: a pipe might never begin, a device never end.
///
/// # Errors
/// What the system says; `IsADirectory`, `InvalidInput` for what is no regular file, `FileTooLarge`.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe that nobody writes to would wait for ever.
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "a folder, not a file"));
    }
    if !about.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "a pipe, a socket or a device, not a file"));
    }
    let mut bytes = Vec::new();
    if about.len() <= most {
        File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    }
    if about.len().max(bytes.len() as u64) > most {
        let found = format!("more than {} MiB", most >> 20);
        return Err(io::Error::new(ErrorKind::FileTooLarge, found));
    }
    Ok(bytes)
}

/// Bytes as UTF-8, or the line and column of the first byte that is not.
pub(crate) fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = &bytes[..good];
        let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let lead = String::from_utf8_lossy(&before[line_start..]).into_owned();
        let mut problem =
            Problem::of_file(name, format!("the byte 0x{:02x}, which is no UTF-8", bytes[good]), "UTF-8 text");
        problem.line = 1 + before.iter().filter(|b| **b == b'\n').count();
        problem.column = lead.chars().count() + 1;
        problem.mark = (lead.chars().count(), 1);
        problem.excerpt = String::from_utf8_lossy(&bytes[line_start..]).lines().next().unwrap_or("").to_owned();
        Box::new(problem.remedy("save the file as UTF-8"))
    })
}
