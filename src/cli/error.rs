//! How a command can end other than well.

use std::path::Path;

use super::interrupt::STOPPED;
use super::numbers::grouped;
use crate::analysis::benchmark::SuiteError;
use crate::experiment::PlanError;
use crate::report::folder::ReportError;
use crate::result::folder::FolderError;
use crate::scenario::Problems;
use crate::study::StudyError;

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
    /// What is told, without colours; None where nobody is there to be told.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            CliError::Problems(problems) => Some(problems.render(false)),
            CliError::Input(text) | CliError::Failed(text) | CliError::Busy(text) | CliError::Stopped(text) => {
                Some(text.clone())
            }
            CliError::PipeClosed => None,
        }
    }

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

impl From<StudyError> for CliError {
    fn from(error: StudyError) -> CliError {
        match error {
            StudyError::Problems(problems) => CliError::Problems(problems),
            StudyError::Plan(PlanError::NotAPlan { path, source }) => CliError::of_toml(&path, &source),
            StudyError::Suite(SuiteError::NotASuite { path, source }) => CliError::of_toml(&path, &source),
            StudyError::Stopped { done, of, folder } => {
                let kept = if done == of { "All".to_owned() } else { format!("{} of {}", grouped(done), grouped(of)) };
                let place = folder.map(|folder| format!(" in {}", folder.display())).unwrap_or_default();
                let goes_on = "the same command goes on from there";
                CliError::Stopped(format!("Stopped. {kept} replications are kept{place}; {goes_on}."))
            }
            error if error.is_busy() => CliError::Busy(error.to_string()),
            error if error.is_input() => CliError::Input(error.to_string()),
            error => CliError::Failed(error.to_string()),
        }
    }
}

impl From<PlanError> for CliError {
    fn from(error: PlanError) -> CliError {
        StudyError::from(error).into()
    }
}

impl From<SuiteError> for CliError {
    fn from(error: SuiteError) -> CliError {
        StudyError::from(error).into()
    }
}

impl From<FolderError> for CliError {
    fn from(error: FolderError) -> CliError {
        StudyError::from(error).into()
    }
}

impl From<ReportError> for CliError {
    fn from(error: ReportError) -> CliError {
        StudyError::from(error).into()
    }
}
