//! How a command can end other than well.

use crate::result::ConductError;
use crate::scenario::Problems;

/// How a command can end other than well.
#[derive(Debug)]
pub(super) enum CliError {
    /// The scenario or what was laid over it is wrong.
    Problems(Problems),
    /// Something else that was asked for cannot be.
    Input(String),
    /// The run failed.
    Failed(String),
    /// Stopped by Ctrl-C; what was done is kept.
    Stopped(String),
    /// The reader of the output has gone, as `head` does: nothing is wrong.
    PipeClosed,
}

impl CliError {
    /// Exit code of the process.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            CliError::Problems(_) | CliError::Input(_) => 2,
            CliError::Failed(_) => 1,
            CliError::Stopped(_) => 130,
            CliError::PipeClosed => 0,
        }
    }
}

impl From<Problems> for CliError {
    fn from(problems: Problems) -> CliError {
        CliError::Problems(problems)
    }
}

impl From<ConductError> for CliError {
    fn from(error: ConductError) -> CliError {
        if error.is_input() { CliError::Input(error.to_string()) } else { CliError::Failed(error.to_string()) }
    }
}
