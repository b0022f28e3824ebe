//! A suite file: scenarios, policies and metrics of a benchmark.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::experiment::read_text;

/// A suite of scenarios.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Title.
    pub title: String,
    /// Worlds in each scenario, unless the command says otherwise.
    #[serde(default)]
    pub replications: Option<u64>,
    /// Files with policies that every scenario of the suite takes, relative to the suite.
    #[serde(default)]
    pub policy_files: Vec<PathBuf>,
    /// Policies that compete; all of the policy files when empty. The scenario as written always does.
    #[serde(default)]
    pub policies: Vec<String>,
    /// Metrics that count; all that have a better direction when empty. A scenario that lacks one is left out of it.
    #[serde(default)]
    pub metrics: Vec<String>,
    /// Metric of the benefit, for the Pareto front.
    #[serde(default)]
    pub benefit: String,
    /// Metric of the cost.
    #[serde(default)]
    pub cost: String,
    /// The scenarios by name.
    #[serde(default)]
    pub scenario: BTreeMap<String, SuiteScenario>,
}

/// One scenario of a suite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuiteScenario {
    /// Folder or TOML file, relative to the suite.
    pub path: PathBuf,
    /// What it is there for.
    #[serde(default)]
    pub summary: String,
    /// Parameters set in it, by path.
    #[serde(default)]
    pub set: toml::Table,
}

/// Why a suite cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not a suite.
    #[error("{path} is not a suite: {source}")]
    NotASuite {
        /// Which file.
        path: PathBuf,
        /// Line, column and rule.
        source: Box<toml::de::Error>,
    },
    /// A scenario has a name that no folder could have.
    #[error("{path}: {name:?} is no name of a scenario: write letters, digits, `-`, `_` and `.`, not first a `.`")]
    Name {
        /// Which file.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// It names no scenario.
    #[error("{path} names no scenario: add a table [scenario.NAME] with its path")]
    Empty {
        /// Which file.
        path: PathBuf,
    },
}

impl Suite {
    /// Reads a suite; paths in it become relative to where the command is.
    ///
    /// # Errors
    /// [`SuiteError`].
    pub fn read(path: &Path) -> Result<Suite, SuiteError> {
        let text = read_text(path).map_err(|source| SuiteError::Disk { path: path.to_owned(), source })?;
        let not = |source| SuiteError::NotASuite { path: path.to_owned(), source: Box::new(source) };
        let mut suite: Suite = toml::from_str(&text).map_err(not)?;
        if let Some(name) = suite.wrong_name().map(str::to_owned) {
            return Err(SuiteError::Name { path: path.to_owned(), name });
        }
        if suite.scenario.is_empty() {
            return Err(SuiteError::Empty { path: path.to_owned() });
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        suite.policy_files.iter_mut().for_each(|file| *file = folder.join(&*file));
        suite.scenario.values_mut().for_each(|scenario| scenario.path = folder.join(&scenario.path));
        Ok(suite)
    }

    /// A name of a scenario that could not be that of a folder: its results lie in one of that name.
    pub(super) fn wrong_name(&self) -> Option<&str> {
        let fits = |name: &str| {
            !name.is_empty()
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
                && !name.starts_with('.')
        };
        self.scenario.keys().map(String::as_str).find(|name| !fits(name))
    }
}

impl SuiteScenario {
    /// Its settings as `PATH=VALUE`.
    pub fn assignments(&self) -> Vec<String> {
        self.set.iter().map(|(path, value)| format!("{path}={value}")).collect()
    }
}
