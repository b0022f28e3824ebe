//! Reading a scenario's files: everything is checked here, once, so that overlays only have themselves to get wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dated::odd_dates;
use super::document::parse_document;
use super::files::Files;
use super::geography::{Inputs, read_geography};
use super::load::ScenarioSource;
use super::origin::Sources;
use super::overlay::Overlay;
use super::parameter::Kind;
use super::policy::{chain, read_policies};
use super::problem::{Problem, Problems};
use super::record::read_record;
use super::registry::registry;
use super::setting::written_paths;
use super::text_file::{ReadText, read_text};
use super::uncertainty::read_uncertainty;
use super::value::{Entry, Node, Table, Value};

impl ScenarioSource {
    /// Reads the files of a scenario and checks all of them.
    ///
    /// `path` is the scenario's folder or its TOML file.
    ///
    /// # Errors
    /// All that is wrong with the files, in one list.
    pub fn open(path: &Path) -> Result<ScenarioSource, Problems> {
        ScenarioSource::open_with(path, &[])
    }

    /// The same with further files that hold `[policy.NAME]` tables and nothing else.
    ///
    /// # Errors
    /// All that is wrong with the files, in one list.
    pub fn open_with(path: &Path, policy_files: &[PathBuf]) -> Result<ScenarioSource, Problems> {
        let file = if path.is_dir() { path.join("scenario.toml") } else { path.to_path_buf() };
        ScenarioSource::open_from(&file, policy_files, &read_text)
    }

    /// Reads a scenario from texts in memory: pairs of a file's name and its text, of which one is `scenario.toml`.
    ///
    /// # Errors
    /// All that is wrong with the files, in one list.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<ScenarioSource, Problems> {
        let read = |path: &Path| {
            let name = path.display().to_string();
            match texts.iter().find(|(known, _)| *known == name) {
                Some((_, text)) => Ok((*text).to_owned()),
                None => Err(Box::new(Problem::of_file(&name, "no such file", "the file must exist"))),
            }
        };
        ScenarioSource::open_from(Path::new("scenario.toml"), &[], &read)
    }

    fn open_from(file: &Path, policy_files: &[PathBuf], read: &ReadText<'_>) -> Result<ScenarioSource, Problems> {
        let mut sources = Sources::default();
        let mut problems = Vec::new();
        let mut warnings = Vec::new();
        let mut tree = parse_file(file, read, &mut sources, &mut problems).unwrap_or_default();
        let mut policy_tables = Vec::new();
        if let Some(policies) = tree.remove("policy") {
            policy_tables.push(Table { entries: vec![policies] });
        }
        for file in policy_files {
            policy_tables.extend(parse_policies(file, read, &mut sources, &mut problems));
        }
        let priors = tree.remove("uncertainty");
        let readable = problems.is_empty();
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let no_files = Table::default();
        let files = tree.get("files").and_then(Node::as_table).unwrap_or(&no_files);
        let mut of_files = Vec::new();
        let inputs = Inputs {
            folder: &folder,
            files,
            read,
            sources: &mut sources,
            problems: &mut of_files,
            warnings: &mut warnings,
        };
        let geography = Arc::new(read_geography(inputs));
        let observed = match files.get("observed").map(|node| &node.value) {
            Some(Value::Text(name)) => Some(folder.join(name)),
            _ => None,
        };
        let record = observed.map(|folder| read_record(&folder, &geography, &mut of_files)).unwrap_or_default();
        let mut source = ScenarioSource {
            tree,
            registry: registry(),
            geography,
            record: Arc::new(record),
            policies: Vec::new(),
            uncertainty: Vec::new(),
            warnings,
            files: Files::default(),
            folder,
            sources,
        };
        // What follows a syntax error may be read wrongly, so that only the errors themselves are worth telling.
        if readable {
            source.check(&policy_tables, priors, of_files.is_empty(), &mut problems);
        }
        problems.extend(of_files);
        if problems.is_empty() { Ok(source) } else { Err(Problems::new(problems)) }
    }

    /// Checks the document, its policies and its priors, and keeps the latter two.
    fn check(&mut self, policies: &[Table], priors: Option<Entry>, map_is_sound: bool, problems: &mut Vec<Problem>) {
        let map = Arc::clone(&self.geography);
        let geography = map_is_sound.then_some(&*map);
        let (document, found) = self.read(&self.sources, &self.tree, geography);
        problems.extend(found);
        self.files = document.files.clone();
        self.policies = read_policies(&self.sources, policies, problems);
        if let Some(entry) = priors {
            let written = written_paths(&self.tree);
            match entry.node.as_table() {
                Some(t) => {
                    self.uncertainty = read_uncertainty(&t.entries, &self.registry, &written, &self.sources, problems);
                }
                None => problems.push(
                    Problem::at(&self.sources, entry.node.origin, "uncertainty")
                        .found(entry.node.value.to_string())
                        .rule("a table of parameter paths, each with its prior"),
                ),
            }
        }
        let sound = problems.is_empty();
        let base = problems.clone();
        let mut odd = if sound { odd_dates(&document, &self.tree, &self.sources) } else { Vec::new() };
        for policy in &self.policies {
            let mut tree = self.tree.clone();
            for part in chain(&self.policies, policy) {
                for setting in &part.settings {
                    self.apply(setting, &mut tree, &self.sources, problems);
                }
            }
            let (document, found) = self.read(&self.sources, &tree, geography);
            if sound && found.is_empty() {
                odd.extend(odd_dates(&document, &tree, &self.sources));
            }
            problems.extend(found.into_iter().filter(|p| !base.contains(p)));
        }
        if sound {
            odd.extend(self.odd_priors(&odd));
        }
        for problem in odd {
            if !self.warnings.contains(&problem) {
                self.warnings.push(problem);
            }
        }
    }
}

impl ScenarioSource {
    /// Dates whose whole prior lies where they do not do what they seem to.
    fn odd_priors(&self, known: &[Problem]) -> Vec<Problem> {
        let dated: Vec<_> = self.uncertainty.iter().filter(|one| one.kind == Kind::Date).collect();
        let odd_at = |u: f64| {
            let draws = dated.iter().map(|prior| prior.draw(u)).collect();
            self.odd_dates(&Overlay { draws, ..Overlay::none() })
        };
        if dated.is_empty() {
            return Vec::new();
        }
        let late = odd_at(0.995);
        let both = odd_at(0.005).into_iter().filter(|odd| late.iter().any(|other| other.key == odd.key));
        // What the file itself says is told once.
        let both = both.filter(|odd| known.iter().all(|other| other.key != odd.key));
        both.map(|odd| Problem {
            file: "uncertainty".into(),
            found: format!("{}, as all likely draws are", odd.found),
            ..odd
        })
        .collect()
    }
}

/// Reads and parses a TOML file; `None`, with the problem told, where it cannot be read.
fn parse_file(file: &Path, read: &ReadText<'_>, sources: &mut Sources, problems: &mut Vec<Problem>) -> Option<Table> {
    match read(file) {
        Ok(text) => {
            let number = sources.add_file(file.display().to_string(), text);
            Some(parse_document(sources, number, problems))
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// Reads a file of policies, which has nothing else.
fn parse_policies(
    file: &Path,
    read: &ReadText<'_>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    let mut table = parse_file(file, read, sources, problems)?;
    for entry in table.entries.iter().filter(|e| e.key != "policy") {
        let problem = Problem::at(sources, entry.key_origin, &*entry.key).found(format!("the key {}", entry.key));
        problems.push(problem.rule("a file of policies has [policy.NAME] tables and nothing else"));
    }
    table.entries.retain(|e| e.key == "policy");
    Some(table)
}
