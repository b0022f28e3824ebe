//! `panj verify`: the program against cases with known answers.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::verify::engine::Effort;
use crate::verify::report::FileReport;
use crate::verify::{check_path, shipped};

/// Arguments of `panj verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Without files, the cases that come with the program are checked. A file is recognised by its fields: cases for the engine
(models with params and stats), results of the reference model, or statistics of given data. What is not known is listed
as not checked. Exit code 0: everything that was checked agrees; 1: something differs; 2: a file cannot be read.

Examples:
  panj verify
  panj verify my_cases.json --verbose
  panj verify my_cases.json other_cases.json --json")]
pub(super) struct Verify {
    /// JSON or CSV files with cases of any known kind
    #[arg(value_name = "CASES")]
    files: Vec<PathBuf>,
    /// List every quantity, not only those that differ or were not checked
    #[arg(short, long)]
    verbose: bool,
}

impl Verify {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut reports = Vec::new();
        let wrong = |error: crate::verify::VerifyError| CliError::Input(error.to_string());
        if self.files.is_empty() {
            for file in shipped() {
                self.tell(file.check(Effort::FULL).map_err(wrong)?, &mut reports, output)?;
            }
        }
        for path in &self.files {
            self.tell(check_path(path, Effort::FULL).map_err(wrong)?, &mut reports, output)?;
        }
        if output.json {
            output.print_json(&reports.iter().map(FileReport::json).collect::<Vec<_>>())?;
        }
        let differ: usize = reports.iter().map(|report| report.tally().differ).sum();
        if differ > 0 {
            return Err(CliError::Failed(format!("{differ} quantities differ from what is expected")));
        }
        Ok(())
    }

    fn tell(&self, report: FileReport, reports: &mut Vec<FileReport>, output: &Output) -> Result<(), CliError> {
        if !output.json {
            output.print(&report.text(self.verbose))?;
        }
        reports.push(report);
        Ok(())
    }
}
