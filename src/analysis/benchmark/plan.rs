//! `benchmark.toml`: what a benchmark runs, kept in its result folder beside the plan of each scenario.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::suite::{Names, Suite, check_names};
use crate::experiment::{Difference, read_text};
use crate::result::folder::{FolderError, is_bare};
use crate::result::write_synced;

/// Name of the file.
const FILE: &str = "benchmark.toml";

/// First words of it; one that was cut short is known by them.
const HEAD: &str = "# The plan of a benchmark;";

fn is_cut(text: &str) -> bool {
    text.bytes().all(|byte| byte == 0) || text.starts_with(HEAD) || HEAD.starts_with(text)
}

/// A benchmark's names of scenarios, and where they stand.
#[derive(Debug, Default, Deserialize)]
struct Outer {
    #[serde(default)]
    suite: Names,
}

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
        let wrong = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
        let damaged = |error: toml::de::Error| {
            let remedy = "run the benchmark's command again, which mends it, or give another folder";
            wrong(if is_cut(&text) { format!("it is empty or cut short; {remedy}") } else { error.to_string() })
        };
        let plan: BenchmarkPlan = toml::from_str(&text).map_err(damaged)?;
        check_names(&text, |outer: Outer| outer.suite.scenario).map_err(|told| wrong(format!("line {told}")))?;
        Ok(Some(plan))
    }

    /// Makes sure that the results of this benchmark may go to a folder: it is empty, or holds this benchmark, or (with
    /// `fresh`) another. Writes nothing.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn may_use(&self, folder: &Path, fresh: bool) -> Result<(), FolderError> {
        let path = folder.join(FILE);
        let not = |why| FolderError::NotOurs { folder: folder.to_owned(), why };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(_) if is_bare(folder)? => return Ok(()),
            Err(_) => return Err(not(" of a benchmark")),
        };
        let there = match BenchmarkPlan::read(folder) {
            Ok(Some(there)) => there,
            _ if is_cut(&text) => return Ok(()),
            _ => return Err(not(" of a benchmark, but another benchmark.toml")),
        };
        let gone = there.scenarios().find(|name| !self.suite.scenario.contains_key(*name));
        match gone.filter(|_| !fresh) {
            None => Ok(()),
            Some(name) => Err(FolderError::OtherInputs {
                folder: folder.to_owned(),
                differences: vec![Difference {
                    key: format!("scenario.{name}"),
                    first: Some(name.to_owned()),
                    second: None,
                }],
            }),
        }
    }

    /// Writes the plan into a result folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let head = "each scenario's own lies in its folder. `panj rerun` with this folder runs it again.";
        let text = format!("{HEAD} {head}\n{text}");
        let path = folder.join(FILE);
        if std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        write_synced(&path, text.as_bytes())
    }

    /// Names of the scenarios, in their order.
    pub fn scenarios(&self) -> impl Iterator<Item = &str> {
        self.suite.scenario.keys().map(String::as_str)
    }
}
