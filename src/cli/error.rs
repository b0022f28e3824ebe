//! How a command can end other than well.

use std::path::Path;

use super::interrupt::STOPPED;
use crate::experiment::PlanError;
use crate::report::folder::ReportError;
use crate::result::RunError;
use crate::result::folder::FolderError;
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
    /// Another command is at work in the folder; the same can be tried again later.
    Busy(String),
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
            CliError::Busy(_) => 75,
            CliError::Stopped(_) => STOPPED,
            CliError::PipeClosed => 0,
        }
    }
}

impl CliError {
    /// A file that is not what it should be, by the reader of its TOML.
    pub(super) fn of_toml(path: &Path, error: &toml::de::Error) -> CliError {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        CliError::Problems(Problems::of_toml(&path.display().to_string(), &text, error))
    }
}

impl From<Problems> for CliError {
    fn from(problems: Problems) -> CliError {
        CliError::Problems(problems)
    }
}

impl From<PlanError> for CliError {
    fn from(error: PlanError) -> CliError {
        match error {
            PlanError::NotAPlan { path, source } => CliError::of_toml(&path, &source),
            other => CliError::Input(other.to_string()),
        }
    }
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> CliError {
        match &error {
            error if error.is_busy() => CliError::Busy(error.to_string()),
            error if error.is_input() => CliError::Input(error.to_string()),
            _ => CliError::Failed(error.to_string()),
        }
    }
}

impl From<FolderError> for CliError {
    fn from(error: FolderError) -> CliError {
        RunError::from(error).into()
    }
}

impl From<ReportError> for CliError {
    fn from(error: ReportError) -> CliError {
        if error.is_input() { CliError::Input(error.to_string()) } else { CliError::Failed(error.to_string()) }
    }
}
