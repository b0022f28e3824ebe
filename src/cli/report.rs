//! `panj report`: charts and report of a result folder again, or two folders held against each other.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::experiment_options::WaitOption;
use super::output::Output;
use crate::report::folder::{ReportError, beside, rebuild};
use crate::result::Hold;
use crate::study::{Monitor, StudyError};

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
    #[command(flatten)]
    wait: WaitOption,
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
        let wait = self.wait.duration();
        let report = match &self.other {
            None => {
                let made = ["manifest.json", "leaderboard.json"].map(|name| self.folder.join(name));
                if !made.iter().any(|path| path.exists()) {
                    return Err(ReportError::NoResults { folder: self.folder.clone() }.into());
                }
                output.begins(&self.folder).map_err(StudyError::from)?;
                let _hold = Hold::take(&self.folder, wait, || Ok(()))?;
                let made = rebuild(&self.folder)?;
                output.write_note(&format!("{} charts in {}", made.charts.len(), self.folder.join("charts").display()));
                made.report
            }
            Some(other) => {
                let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
                let out = self.out.clone().unwrap_or_else(|| other.join(format!("report-against-{name}.html")));
                let _held = [Hold::share(&self.folder, wait)?, Hold::share(other, wait)?];
                beside(&self.folder, other, &out)?;
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
