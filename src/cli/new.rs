//! `panj new`: a commented starter scenario that runs.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::output::Output;

/// Arguments of `panj new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  panj new my-border
  panj check my-border
  panj run my-border -n 1000")]
pub(super) struct New {
    /// Folder to make; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The starter's files, as they lie in `scenarios/starter`.
macro_rules! starter {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../scenarios/starter/", $name)))),*]
    };
}

/// Name and text of each file.
pub(super) const FILES: [(&str, &str); 8] = starter![
    "scenario.toml",
    "districts.csv",
    "edges.csv",
    "provinces.csv",
    "host_districts.csv",
    "border_edges.csv",
    "posts.csv",
    "SOURCES.md",
];

impl New {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let shown = self.folder.display();
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => CliError::Failed(format!("{shown}: {error}")),
            _ => CliError::Input(format!("{shown}: {error}; name a new folder where you may write")),
        };
        if self.folder.exists() || self.folder.is_symlink() {
            let empty = self.folder.is_dir() && fs::read_dir(&self.folder).map_err(failed)?.next().is_none();
            if !empty {
                return Err(CliError::Input(format!(
                    "{shown} exists already and is not an empty folder; choose another name"
                )));
            }
        }
        fs::create_dir_all(&self.folder).map_err(failed)?;
        for (name, text) in FILES {
            fs::write(self.folder.join(name), text).map_err(failed)?;
        }
        if output.json {
            let files: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
            return output.print_json(&serde_json::json!({ "folder": self.folder, "files": files }));
        }
        output
            .print(&format!("{shown}: a scenario to start from. Next: panj check {shown}, panj run {shown} -n 1000\n"))
    }
}
