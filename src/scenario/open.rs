//! Reading a scenario's files: everything is checked here, once, so that overlays only have themselves to get wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::alliance_folder::{home_and_name, is_alliance, lay_over_alliances, samples_of_alliances};
use super::change::written_paths;
use super::dated::odd_dates;
use super::dated_change::lay_flat;
use super::document::parse_document;
use super::files::Files;
use super::geography::{Geography, Inputs, read_geography};
use super::inputs::{Place, Reach, Reader, data_name};
use super::load::{ScenarioSource, registry};
use super::nearest::nearest;
use super::origin::Sources;
use super::overlay::Overlay;
use super::parameter::Kind;
use super::policy::{chain, read_policies};
use super::problem::{MOST_PROBLEMS, Problem, Problems};
use super::record::{Record, read_record};
use super::shipped::{Shipped, shipped_scenarios};
use super::status::read_statuses;
use super::text_file::NO_SUCH_FILE;
use super::uncertainty::read_uncertainty;
use super::value::{Entry, Node, Table, Value};

impl ScenarioSource {
    /// Reads the files of a scenario and checks all of them.
    ///
    /// `path` is the scenario's folder or its TOML file, or the name of one that ships with the program.
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
        ScenarioSource::open_within(path, policy_files, Reach::Inside)
    }

    /// The same with data files that may lie within some reach.
    ///
    /// # Errors
    /// All that is wrong with the files, in one list.
    pub fn open_within(path: &Path, policy_files: &[PathBuf], reach: Reach) -> Result<ScenarioSource, Problems> {
        if let Some(shipped) = Shipped::named(path) {
            let (file, text) = (path.join("scenario.toml"), |name: &str| Some(shipped.text(name)?.into()));
            return ScenarioSource::open_from(Place::Memory(&text), &file, false, policy_files);
        }
        let given = !path.is_dir();
        let file = if given { path.to_path_buf() } else { path.join("scenario.toml") };
        ScenarioSource::open_from(Place::Disk(reach), &file, given, policy_files)
    }

    /// Opens the copy of a scenario that a result folder keeps, each file held against its hash: `file` is the copy of
    /// the scenario's TOML file, `policy_files` are as the plan names them.
    ///
    /// # Errors
    /// Files that are missing or not what was kept, or all that is wrong with them.
    pub fn open_kept(
        file: &Path,
        policy_files: &[PathBuf],
        sha256: &BTreeMap<String, String>,
    ) -> Result<ScenarioSource, Problems> {
        ScenarioSource::open_from(Place::Kept(sha256), file, false, policy_files)
    }

    /// Reads a scenario from texts in memory: pairs of a file's name and its text, of which one is `scenario.toml`.
    ///
    /// # Errors
    /// All that is wrong with the files, in one list.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<ScenarioSource, Problems> {
        let text = |name: &str| texts.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).into());
        ScenarioSource::open_from(Place::Memory(&text), Path::new("scenario.toml"), true, &[])
    }

    /// Reads the folder of an alliance as a scenario that names it and says nothing else.
    ///
    /// `path` is the alliance's folder or its `alliance.toml`.
    ///
    /// # Errors
    /// A folder that no scenario could name, or all that is wrong with its files.
    pub fn open_alliance(path: &Path, policy_files: &[PathBuf], reach: Reach) -> Result<ScenarioSource, Problems> {
        let (home, name) = home_and_name(path).map_err(|problem| vec![*problem])?;
        let text = format!(
            "schema = 1\ntitle = \"The alliance {name}\"\nstart = 2000-01-01\nend = 2000-12-31\n[files]\nalliance = \"{name}\"\n"
        );
        let document = Ok(("a scenario that names it".to_owned(), text));
        ScenarioSource::open_document(document, Reader::new(Place::Disk(reach), &home), policy_files)
    }

    fn open_from(
        place: Place<'_>,
        file: &Path,
        given: bool,
        policy_files: &[PathBuf],
    ) -> Result<ScenarioSource, Problems> {
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let named = matches!(place, Place::Disk(_));
        let reader = Reader::new(place, &folder);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let document = reader.document(&name, given).map_err(|problem| {
            if !named || problem.found != NO_SUCH_FILE {
                return problem;
            }
            let near = nearest(&file.to_string_lossy(), shipped_scenarios());
            Box::new(problem.remedy(match near {
                _ if is_alliance(&folder) => "it is an alliance's: name a scenario that names it".to_owned(),
                Some(near) => format!("did you mean {near}?"),
                None => "`panj scenarios` lists those that ship, `panj new` starts another".to_owned(),
            }))
        });
        ScenarioSource::open_document(document, reader, policy_files)
    }

    /// Checks a document and all that it names.
    fn open_document(
        document: Result<(String, String), Box<Problem>>,
        reader: Reader<'_>,
        policy_files: &[PathBuf],
    ) -> Result<ScenarioSource, Problems> {
        let folder = reader.folder().to_owned();
        let mut sources = Sources::default();
        let mut problems = Vec::new();
        let mut warnings = Vec::new();
        let mut tree = parse_file(document, &mut sources, &mut problems).unwrap_or_default();
        let mut policy_tables = Vec::new();
        if let Some(policies) = tree.remove("policy") {
            policy_tables.push(Table { entries: vec![policies] });
        }
        for at in 0..policy_files.len() {
            policy_tables.extend(parse_policies(reader.policies(policy_files, at), &mut sources, &mut problems));
        }
        let registry = registry();
        lay_over_alliances(&mut tree, &reader, &registry, &mut sources, &mut problems);
        lay_flat(&mut tree, &registry);
        let alliances = samples_of_alliances(&tree, &reader, &sources, &mut problems);
        let priors = tree.remove("uncertainty");
        let statuses = tree.remove("status");
        let readable = problems.is_empty();
        let no_files = Table::default();
        let files = tree.get("files").and_then(Node::as_table).unwrap_or(&no_files);
        let mut of_files = Vec::new();
        let inputs =
            Inputs { files, reader: &reader, sources: &mut sources, problems: &mut of_files, warnings: &mut warnings };
        let geography = Arc::new(read_geography(inputs));
        let record = match files.get("observed") {
            Some(node) => observed(node, &reader, &geography, &sources, &mut of_files),
            None => Record::default(),
        };
        let own = files.get("posterior").and_then(|node| sample(node, &reader, &sources, &mut of_files));
        let own_sample = own.is_some();
        let samples = own.map(|file| (file, "alliance".to_owned())).into_iter().chain(alliances).collect();
        let record = Arc::new(record);
        let mut source = ScenarioSource {
            samples,
            own_sample,
            shipped: OnceLock::new(),
            tree,
            registry,
            written: None,
            geography,
            record_as_read: Arc::clone(&record),
            record,
            policies: Vec::new(),
            uncertainty: Vec::new(),
            statuses: BTreeMap::new(),
            warnings,
            files: Files::default(),
            folder,
            sources,
            inputs: reader.into_files().into(),
        };
        // What follows a syntax error may be read wrongly, so that only the errors themselves are worth telling.
        if readable {
            source.check(&policy_tables, [priors, statuses], of_files.is_empty(), &mut problems);
        }
        problems.extend(of_files);
        if problems.is_empty() { Ok(source) } else { Err(Problems::new(problems)) }
    }

    /// Checks the document, its policies, its priors and what it says of its values, and keeps all but the first.
    fn check(
        &mut self,
        policies: &[Table],
        [priors, statuses]: [Option<Entry>; 2],
        map_is_sound: bool,
        problems: &mut Vec<Problem>,
    ) {
        let map = Arc::clone(&self.geography);
        let geography = map_is_sound.then_some(&*map);
        let (document, found) = self.read(&self.sources, &self.tree, geography);
        problems.extend(found);
        self.files = document.files.clone();
        self.policies = read_policies(&self.sources, policies, problems);
        if let Some(entry) = statuses {
            let written = written_paths(&self.tree);
            self.statuses = read_statuses(&entry, &self.registry, &written, &self.sources, problems);
        }
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
        if problems.len() >= MOST_PROBLEMS {
            return; // Enough to mend before policies are worth a look.
        }
        let sound = problems.is_empty();
        let base = problems.clone();
        let mut odd = if sound { odd_dates(&document, &self.tree, &self.sources) } else { Vec::new() };
        self.written = sound.then(|| Arc::new(document));
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
            let found = found.into_iter().filter(|p| !base.contains(p));
            problems.extend(found.map(|problem| {
                // A value that the policy sets is told where it stands; a rule that it breaks elsewhere, with its name.
                let own = chain(&self.policies, policy).iter().any(|part| part.paths().any(|path| path == problem.key));
                let link = if problem.remedy.is_empty() { "" } else { "; " };
                let remedy = format!("{}{link}policy {} brings it about", problem.remedy, policy.name);
                if own { problem } else { problem.remedy(remedy) }
            }));
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

/// The name in plans of the sample of parameters that `[files]` names; reads it.
fn sample(node: &Node, reader: &Reader<'_>, sources: &Sources, problems: &mut Vec<Problem>) -> Option<String> {
    let Value::Text(written) = &node.value else { return None };
    let wrong = match reader.data(written) {
        Ok(Some(_)) => return Some(data_name(written)),
        Ok(None) => Problem::of_file("", NO_SUCH_FILE, "a file inside the scenario's folder"),
        Err(problem) => *problem,
    };
    problems.push(wrong.named_at(sources, node.origin, "files.posterior", written));
    None
}

/// The record in the folder that `[files]` names.
fn observed(
    node: &Node,
    reader: &Reader<'_>,
    geography: &Geography,
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> Record {
    let Value::Text(folder) = &node.value else { return Record::default() };
    match reader.check_folder(folder) {
        Ok(()) => read_record(folder, reader, geography, problems),
        Err(wrong) => {
            problems.push(wrong.named_at(sources, node.origin, "files.observed", folder));
            Record::default()
        }
    }
}

/// Parses a TOML file; `None`, with the problem told, where it could not be read.
pub(super) fn parse_file(
    read: Result<(String, String), Box<Problem>>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    match read {
        Ok((name, text)) => {
            let number = sources.add_file(name, text);
            Some(parse_document(sources, number, problems))
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// Parses a file of policies, which has nothing else.
fn parse_policies(
    read: Result<(String, String), Box<Problem>>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    let mut table = parse_file(read, sources, problems)?;
    for entry in table.entries.iter().filter(|e| e.key != "policy") {
        let problem = Problem::at(sources, entry.key_origin, &*entry.key).found(format!("the key {}", entry.key));
        problems.push(problem.rule("a file of policies has [policy.NAME] tables and nothing else"));
    }
    table.entries.retain(|e| e.key == "policy");
    Some(table)
}
