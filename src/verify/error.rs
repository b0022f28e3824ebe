//! Why a file of cases could not be checked.

/// Why a file could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The file could not be read.
    #[error("{file}: cannot be read: {source}")]
    Read {
        /// The file.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
    /// Something in the file is missing or has the wrong form.
    #[error("{file}{place}: {message}")]
    Form {
        /// The file.
        file: String,
        /// The place, with what divides it from the file's name: a line, or a JSON path.
        place: String,
        /// What was found and what is expected.
        message: String,
    },
    /// Nothing in the file is of a known kind.
    #[error("{file}: no section of a known kind; known are {known}")]
    Unknown {
        /// The file.
        file: String,
        /// Names of known sections.
        known: String,
    },
}

impl VerifyError {
    /// Something wrong in a line of a file.
    pub(super) fn line(file: &str, line: usize, message: String) -> VerifyError {
        VerifyError::Form { file: file.to_owned(), place: format!(", line {line}"), message }
    }
}
