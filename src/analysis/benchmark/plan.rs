//! `benchmark.toml`: what a benchmark runs, kept in its result folder beside the plan of each scenario.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::suite::Suite;
use crate::experiment::read_text;
use crate::result::write_whole;

/// Name of the file.
const FILE: &str = "benchmark.toml";

/// A benchmark to run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkPlan {
    /// Version of panj that made the plan.
    pub panj: String,
    /// Seed of the worlds.
    pub seed: u64,
    /// Worlds in each scenario.
    pub replications: u64,
    /// Further files with policies that compete.
    #[serde(default)]
    pub policy_files: Vec<PathBuf>,
    /// The suite, with the metrics that count.
    pub suite: Suite,
}

impl BenchmarkPlan {
    /// The plan of a benchmark's result folder; None when the folder is no benchmark's.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is no such plan.
    pub fn read(folder: &Path) -> io::Result<Option<BenchmarkPlan>> {
        let text = match read_text(&folder.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
            Err(error) => return Err(error),
        };
        let plan: BenchmarkPlan =
            toml::from_str(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        match plan.suite.wrong_name() {
            None => Ok(Some(plan)),
            Some(name) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("damaged, or not written by panj: {name:?} is no name of a scenario; run the benchmark anew"),
            )),
        }
    }

    /// Writes the plan into a result folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let head = "# The plan of a benchmark; each scenario's own lies in its folder. `panj rerun` with this folder runs it again.";
        write_whole(&folder.join(FILE), format!("{head}\n{text}").as_bytes())
    }

    /// Names of the scenarios, in their order.
    pub fn scenarios(&self) -> impl Iterator<Item = &str> {
        self.suite.scenario.keys().map(String::as_str)
    }
}
