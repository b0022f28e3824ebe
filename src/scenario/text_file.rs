//! A file as text: found, readable, UTF-8, or else a problem that says which line is not.

use std::path::Path;

use super::problem::Problem;

/// Where texts come from: files, or memory.
pub(crate) type ReadText<'a> = dyn Fn(&Path) -> Result<String, Box<Problem>> + 'a;

/// Reads a whole text file. A byte order mark at its beginning is dropped.
pub(crate) fn read_text(path: &Path) -> Result<String, Box<Problem>> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        let rule = match error.kind() {
            std::io::ErrorKind::NotFound => "the file must exist".to_owned(),
            _ => format!("the file must be readable ({error})"),
        };
        let found =
            if error.kind() == std::io::ErrorKind::NotFound { "no such file" } else { "a file that cannot be read" };
        Box::new(Problem::of_file(&name, found, rule))
    })?;
    let text = decode(&name, bytes)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
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
