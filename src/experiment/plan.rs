//! A plan: all that decides the results of an experiment, as a TOML file that is kept with the results and reruns them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::scenario::{InputFile, ScenarioSource, is_inside, policy_file_name, read_regular};

/// A plan or a manifest of more bytes than this is none.
pub(crate) const MOST_BYTES: u64 = 1 << 30;
use super::design::Design;
use crate::scenario::limits::{MOST_PAIRS, MOST_REPLICATIONS, MOST_VARIANTS};

/// All that decides the results of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of panj that made the plan.
    pub panj: String,
    /// Seed of the worlds.
    pub seed: u64,
    /// Replications of each variant; with `until`, at most so many.
    pub replications: u64,
    /// Goals at which sampling stops, as `METRIC:halfwidth=X` or `METRIC:relative=X`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<String>,
    /// Format of large tables.
    pub format: Format,
    /// The scenario and the contents of its files.
    pub scenario: ScenarioInput,
    /// What it is for.
    pub design: Design,
    /// How parameters are drawn; None when they are as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<Drawn>,
    /// The variants, in the order in which results name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variant: Vec<Variant>,
}

/// Which scenario, and which contents it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioInput {
    /// Folder or TOML file, as it was given.
    pub path: PathBuf,
    /// Further files with policies, as they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_files: Vec<PathBuf>,
    /// SHA-256 of each file that was read, by its name as [`InputFile`] has it.
    pub sha256: BTreeMap<String, String>,
}

/// How the uncertain parameters are drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Worlds that share one draw.
    pub worlds_per_draw: u64,
    /// The sample that they are drawn from; the scenario's own samples and priors when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<PosteriorInput>,
    /// Whether only the samples that the scenario ships are drawn from, and what has a prior alone is as written, unless the
    /// scenario has a sample of its own, which lacks it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub shipped: bool,
}

impl Drawn {
    /// Worlds that share a draw where nothing else is said.
    pub const WORLDS: u64 = 10;

    /// From the samples that the scenario ships.
    pub fn shipped() -> Drawn {
        Drawn { worlds_per_draw: Drawn::WORLDS, posterior: None, shipped: true }
    }
}

/// Which sample of parameters, and which contents it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PosteriorInput {
    /// The CSV file, as it was given.
    pub path: PathBuf,
    /// SHA-256 of it.
    pub sha256: String,
}

/// One way to run the scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in results.
    pub name: String,
    /// Policy laid over the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Parameters set, as `PATH=VALUE`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
}

/// Why a plan cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The file cannot be read.
    #[error("{path}: {source}; expected a result folder, or the plan.toml of one")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not a plan.
    #[error("{path} is not a plan of an experiment: {source}")]
    NotAPlan {
        /// Which file.
        path: PathBuf,
        /// Line, column and rule.
        source: Box<toml::de::Error>,
    },
    /// It asks for too much, or for nothing.
    #[error("{what} {number}: from 1 to {most}")]
    Size {
        /// Of what.
        what: &'static str,
        /// How many.
        number: u64,
        /// The most that can be.
        most: u64,
    },
    /// It is one, but no experiment of panj wrote it so.
    #[error(
        "{path} is damaged, or was not written by panj: {source}\nRun the experiment anew, or take the plan from its source."
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: NotAName,
    },
}

/// A name in a plan or a manifest that could be taken for a path out of its folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Of a file of the scenario.
    #[error("{0:?} among scenario.sha256 is no file inside a folder")]
    Input(String),
    /// Of a variant.
    #[error("{0:?} is no name of a variant")]
    Variant(String),
    /// Of a file of results, or of what they report.
    #[error("{0:?} is no name of a file in the folder, or of an outcome")]
    Reported(String),
}

/// Format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Apache Parquet, compressed by Snappy.
    #[cfg_attr(feature = "parquet", default)]
    Parquet,
    /// Comma-separated values with a header.
    #[cfg_attr(not(feature = "parquet"), default)]
    Csv,
}

impl Format {
    /// Ending of the file's name, and the format's name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
        }
    }
}

/// What is not a format of tables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a format of tables: parquet or csv")]
pub struct NotAFormat(String);

impl FromStr for Format {
    type Err = NotAFormat;

    fn from_str(text: &str) -> Result<Format, NotAFormat> {
        let known = [Format::Parquet, Format::Csv].into_iter().find(|format| format.extension() == text);
        known.ok_or_else(|| NotAFormat(text.to_owned()))
    }
}

/// Version of panj, which plans name: results are those of one version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A difference between two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, as a path of keys.
    pub key: String,
    /// Value in the first plan, None when it has none.
    pub first: Option<String>,
    /// Value in the second.
    pub second: Option<String>,
}

impl Plan {
    /// A plan of this version: seed 1, 1,000 replications, parameters as written.
    pub fn new(scenario: ScenarioInput, design: Design, variant: Vec<Variant>) -> Plan {
        Plan {
            panj: VERSION.to_owned(),
            seed: 1,
            replications: 1_000,
            until: Vec::new(),
            format: Format::default(),
            scenario,
            design,
            draws: None,
            variant,
        }
    }

    /// Reads a plan file, or the plan of a result folder.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn read(path: &Path) -> Result<Plan, PlanError> {
        let path = if path.is_dir() { path.join("plan.toml") } else { path.to_owned() };
        let text = read_text(&path).map_err(|source| PlanError::Disk { path: path.clone(), source })?;
        let plan: Plan = match toml::from_str(&text) {
            Ok(plan) => plan,
            Err(source) => return Err(PlanError::NotAPlan { path, source: Box::new(source) }),
        };
        match plan.check() {
            Ok(()) => Ok(plan),
            Err(source) => Err(PlanError::Damaged { path, source }),
        }
    }

    /// Makes sure that no name in a plan that came from elsewhere could be taken for a path out of its folder.
    ///
    /// # Errors
    /// The first that could.
    pub fn check(&self) -> Result<(), NotAName> {
        if let Some(name) = self.scenario.sha256.keys().find(|name| !is_inside(name)) {
            return Err(NotAName::Input(name.clone()));
        }
        let wrong = self.variant.iter().map(|variant| &variant.name).find(|name| !is_plain_name(name));
        wrong.map_or(Ok(()), |name| Err(NotAName::Variant(name.clone())))
    }

    /// The plan as TOML.
    pub fn to_toml(&self) -> String {
        let Ok(text) = toml::to_string(self) else { unreachable!("a plan has only keys that TOML can hold") };
        format!("# The plan of an experiment. `panj rerun` with this file gives the same results.\n{text}")
    }

    /// Digest of all that decides a replication's result: not how many there are, when to stop, the format of tables,
    /// or where the scenario's folder lies.
    pub fn identity(&self) -> [u8; 32] {
        let mut plan = self.clone();
        plan.replications = 0;
        plan.until.clear();
        plan.format = Format::Csv;
        plan.design = plan.design.unasked();
        if let Some(posterior) = plan.draws.as_mut().and_then(|draws| draws.posterior.as_mut()) {
            posterior.path = PathBuf::new();
        }
        plan.scenario.path = PathBuf::new();
        plan.scenario.policy_files.clear();
        Sha256::digest(plan.to_toml().as_bytes()).into()
    }

    /// Makes sure that the experiment is not larger than can be counted and kept.
    ///
    /// # Errors
    /// [`PlanError::Size`].
    pub fn check_size(&self) -> Result<(), PlanError> {
        let within = |what, number, most| {
            if (1..=most).contains(&number) { Ok(()) } else { Err(PlanError::Size { what, number, most }) }
        };
        within("replications:", self.replications, MOST_REPLICATIONS)?;
        within("variants:", self.variant.len() as u64, MOST_VARIANTS as u64)?;
        let pairs = self.replications.saturating_mul(self.variant.len() as u64);
        within("replications of all variants together:", pairs, MOST_PAIRS)?;
        self.worlds_per_draw().map_or(Ok(()), |worlds| within("worlds_per_draw:", worlds, MOST_REPLICATIONS))
    }

    /// Worlds that share one draw of the uncertain parameters; None when parameters are as written.
    pub fn worlds_per_draw(&self) -> Option<u64> {
        self.draws.as_ref().map(|draws| draws.worlds_per_draw)
    }

    /// The sample that parameters are drawn from; None when they are as written, or drawn from the scenario's priors.
    pub fn posterior(&self) -> Option<PosteriorInput> {
        self.draws.as_ref()?.posterior.clone()
    }

    /// Where two plans differ in what [`Plan::identity`] covers.
    pub fn differences(&self, other: &Plan) -> Vec<Difference> {
        let (first, second) = (self.flat(), other.flat());
        let keys: std::collections::BTreeSet<&String> = first.keys().chain(second.keys()).collect();
        keys.into_iter()
            .filter(|key| first.get(*key) != second.get(*key))
            .map(|key| Difference {
                key: match key.strip_prefix("scenario.sha256.") {
                    Some(name) => format!("scenario.sha256.{}", other.scenario.shown(name)),
                    None => key.clone(),
                },
                first: first.get(key).cloned(),
                second: second.get(key).cloned(),
            })
            .collect()
    }

    fn flat(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        if let Ok(value) = toml::Value::try_from(self) {
            flatten("", &value, &mut out);
        }
        for key in ["replications", "format", "scenario.path", "draws.posterior.path"] {
            out.remove(key);
        }
        out.retain(|key, _| {
            ["until", "scenario.policy_files", "design.analysis"].iter().all(|ours| !key.starts_with(ours))
        });
        out
    }
}

fn flatten(at: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
    let join = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| flatten(&join(key), value, out)),
        toml::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| flatten(&join(&(i + 1).to_string()), value, out));
        }
        toml::Value::String(text) => _ = out.insert(at.to_owned(), text.clone()),
        other => _ = out.insert(at.to_owned(), other.to_string()),
    }
}

impl From<&InputFile> for PosteriorInput {
    fn from(file: &InputFile) -> PosteriorInput {
        PosteriorInput { path: file.path.clone(), sha256: file.sha256.clone() }
    }
}

impl ScenarioInput {
    /// A scenario that was read, with the digests of all files that were.
    #[must_use]
    pub fn of(path: &Path, policy_files: &[PathBuf], source: &ScenarioSource) -> ScenarioInput {
        let sha256 = source.inputs().iter().map(|file| (file.name.clone(), file.sha256.clone())).collect();
        ScenarioInput { path: path.to_owned(), policy_files: policy_files.to_vec(), sha256 }
    }

    /// A file's name as people should read it: of a policy file that shares its name with another, the path too.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        let at = (0..self.policy_files.len()).find(|at| policy_file_name(&self.policy_files, *at) == name);
        match at.map(|at| &self.policy_files[at]).filter(|_| name.contains('/')) {
            Some(path) => format!("{name} ({})", path.display()),
            None => name.to_owned(),
        }
    }
}

/// Whether a name could be that of one file or folder, and of nothing else.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    is_inside(name) && !name.contains('/') && !name.contains(char::is_control)
}

/// Text of a file that panj wrote.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_regular(path, MOST_BYTES)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Lower-case hexadecimal digits of bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn plan() -> Plan {
        Plan {
            panj: "0.1.0".into(),
            seed: 1,
            replications: 100,
            until: Vec::new(),
            format: Format::Parquet,
            scenario: ScenarioInput {
                path: "scenarios/x".into(),
                policy_files: Vec::new(),
                sha256: BTreeMap::from([("scenario.toml".into(), "ab".into())]),
            },
            design: Design::Run {},
            draws: None,
            variant: vec![Variant { name: "baseline".into(), policy: None, set: vec!["a.b=3".into()] }],
        }
    }

    #[test]
    fn a_plan_comes_back_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.toml"), plan().to_toml()).unwrap();
        assert_eq!(Plan::read(folder.path()).unwrap(), plan());
    }

    #[test]
    fn only_what_decides_a_replication_makes_another_identity() {
        let mut other = plan();
        other.replications = 5_000;
        other.scenario.path = "elsewhere".into();
        assert_eq!(other.identity(), plan().identity());
        assert!(other.differences(&plan()).is_empty());
        other.variant[0].set[0] = "a.b=4".into();
        other.seed = 2;
        assert_ne!(other.identity(), plan().identity());
        let differences = plan().differences(&other);
        let keys: Vec<_> = differences.iter().map(|d| d.key.as_str()).collect();
        assert_eq!(keys, ["seed", "variant.1.set.1"]);
        assert_eq!(differences[1].second.as_deref(), Some("a.b=4"));
    }

    #[test]
    fn a_plan_from_elsewhere_names_nothing_outside_its_folder() {
        let damaged = |change: &dyn Fn(&mut Plan)| {
            let mut plan = plan();
            change(&mut plan);
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("plan.toml"), plan.to_toml()).unwrap();
            Plan::read(folder.path()).unwrap_err().to_string()
        };
        for name in ["../secret.csv", "/etc/passwd", "", "a/../../b", "policy file ../p.toml", "a\0b"] {
            let told = damaged(&|plan: &mut Plan| _ = plan.scenario.sha256.insert(name.to_owned(), "00".to_owned()));
            assert!(told.contains("is damaged") && told.contains("scenario.sha256"), "{told}");
        }
        for name in ["", "..", "a/b", "/a", "a\u{1b}b"] {
            let told = damaged(&|plan: &mut Plan| plan.variant[0].name = name.to_owned());
            assert!(told.contains("is no name of a variant"), "{told}");
        }
    }

    #[test]
    fn a_policy_file_that_shares_its_name_is_shown_with_its_path() {
        let mut input = plan().scenario;
        input.policy_files = ["a/p.toml", "b/p.toml", "c/q.toml"].map(PathBuf::from).into();
        assert_eq!(input.shown("policy file 2/p.toml"), "policy file 2/p.toml (b/p.toml)");
        assert_eq!(input.shown("policy file q.toml"), "policy file q.toml");
        assert_eq!(input.shown("observed/capitals.csv"), "observed/capitals.csv");
    }
}
