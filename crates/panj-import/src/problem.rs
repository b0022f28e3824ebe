//! What is wrong with a map: file, row, column, what was found, the rule.

use std::fmt;
use std::path::Path;

/// One thing wrong with an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The file, or the option that is meant.
    pub file: String,
    /// The row (feature, record, line) from 1; 0 where the whole file is meant.
    pub row: usize,
    /// The column; empty where none is meant.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What is allowed, and how to mend it.
    pub rule: String,
}

impl Problem {
    /// A problem with a whole file.
    pub(crate) fn of(file: &Path, found: impl Into<String>, rule: impl Into<String>) -> Problem {
        Problem { file: file.display().to_string(), found: found.into(), rule: rule.into(), ..Problem::default() }
    }

    /// A problem with an option.
    pub(crate) fn option(option: &str, found: impl Into<String>, rule: impl Into<String>) -> Problem {
        Problem::of(Path::new(option), found, rule)
    }

    /// The same in a row.
    pub(crate) fn row(self, row: usize) -> Problem {
        Problem { row, ..self }
    }

    /// The same in a column.
    pub(crate) fn column(self, column: &str) -> Problem {
        Problem { column: column.to_owned(), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.row > 0 {
            write!(f, ", row {}", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}; {}", self.found, self.rule)
    }
}

impl std::error::Error for Problem {}
