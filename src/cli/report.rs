//! `panj report`: charts and report of a result folder again, or two folders held against each other.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::report::folder::{ReportError, beside, rebuild};

/// Arguments of `panj report`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj report output/tajik-afghan-2021-run
  panj report output/before output/after --out difference.html")]
pub(super) struct Report {
    /// Result folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Another result folder to hold against it
    #[arg(value_name = "OTHER")]
    other: Option<PathBuf>,
    /// File of the report on two folders [default: report-against-DIR.html in OTHER]
    #[arg(short, long, value_name = "FILE", requires = "other")]
    out: Option<PathBuf>,
    /// Open the report in the browser
    #[arg(long)]
    open: bool,
}

impl Report {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let report = match &self.other {
            None => {
                let made = rebuild(&self.folder).map_err(|error| failed(&error))?;
                output.note(&format!("{} charts in {}", made.charts.len(), self.folder.join("charts").display()));
                made.report
            }
            Some(other) => {
                let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
                let out = self.out.clone().unwrap_or_else(|| other.join(format!("report-against-{name}.html")));
                beside(&self.folder, other, &out).map_err(|error| failed(&error))?;
                out
            }
        };
        if self.open {
            open(&report).map_err(|error| CliError::Failed(format!("{}: {error}", report.display())))?;
        }
        if output.json {
            return output.print_json(&serde_json::json!({ "report": report }));
        }
        output.print(&format!("{}\n", report.display()))
    }
}

fn failed(error: &ReportError) -> CliError {
    match error {
        ReportError::NoResults { .. } | ReportError::NotBeside { .. } | ReportError::Kept(_) => {
            CliError::Input(error.to_string())
        }
        ReportError::Disk { source, .. } if source.kind() == std::io::ErrorKind::InvalidData => {
            CliError::Input(error.to_string())
        }
        _ => CliError::Failed(error.to_string()),
    }
}

/// Opens a file with the system's own program for it.
fn open(file: &Path) -> std::io::Result<()> {
    let (program, first) = match std::env::consts::OS {
        "macos" => ("open", None),
        "windows" => ("cmd", Some(["/C", "start", ""])),
        _ => ("xdg-open", None),
    };
    let status = std::process::Command::new(program).args(first.iter().flatten()).arg(file).status()?;
    if status.success() { Ok(()) } else { Err(std::io::Error::other(format!("{program} ended with {status}"))) }
}
