//! From a folder to a scenario: the files are read once, then resolved under as many overlays as wanted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{parse_argument, parse_document};
use super::files::Files;
use super::geography::{Geography, Inputs, read_geography};
use super::meta::{Meta, RoleNames};
use super::milestone::Milestone;
use super::nearest::nearest;
use super::origin::{Origin, Sources};
use super::overlay::{Assignment, Overlay};
use super::policy::{Policy, chain, read_policies};
use super::problem::{Problem, Problems};
use super::reading::{Reading, Resolved};
use super::registry::{Registry, registry};
use super::section::Section;
use super::sections::Sections;
use super::setting::{Change, Setting, written_paths};
use super::text_file::read_text;
use super::uncertainty::{Uncertain, read_uncertainty};
use super::value::{Entry, Node, Table};

/// A scenario under one overlay, checked: what the model runs on.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title, question, first and last day.
    pub meta: Meta,
    /// Names to show for the roles.
    pub names: RoleNames,
    /// The territory, shared by all overlays.
    pub geography: Arc<Geography>,
    /// Dated events, in the order of the file.
    pub milestones: Vec<Milestone>,
    /// Every parameter of the model.
    pub sections: Sections,
    /// Name of the policy that was laid over it, if one was.
    pub policy: Option<String>,
}

/// A scenario's files, read and checked, before any overlay.
#[derive(Clone, Debug)]
pub struct ScenarioSource {
    sources: Sources,
    /// The document without its policies and priors.
    tree: Table,
    registry: Registry,
    geography: Arc<Geography>,
    policies: Vec<Policy>,
    uncertainty: Vec<Uncertain>,
    warnings: Vec<Problem>,
    files: Files,
    folder: PathBuf,
}

/// What one pass over the document yields.
pub(crate) struct Document {
    pub(crate) meta: Meta,
    pub(crate) names: RoleNames,
    pub(crate) files: Files,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) sections: Sections,
}

/// Reads every section of the document. This one function is the format: the registry comes from it too.
pub(crate) fn read_document(root: &mut Section<'_>) -> Document {
    let meta = Meta::read(root);
    Document {
        names: RoleNames::read(&mut root.table("names")),
        files: Files::read(&mut root.table("files")),
        milestones: root.tables("milestone").into_iter().map(|(id, mut s)| Milestone::read(id, &mut s)).collect(),
        sections: Sections::read(root, &meta),
        meta,
    }
}

/// Reads a scenario and resolves it under one overlay.
///
/// `path` is the scenario's folder or its TOML file.
///
/// # Errors
/// All that is wrong with the scenario's files or the overlay, in one list.
pub fn load(path: &Path, overlay: &Overlay) -> Result<Scenario, Problems> {
    ScenarioSource::open(path)?.resolve(overlay)
}

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
        let mut sources = Sources::default();
        let mut problems = Vec::new();
        let mut warnings = Vec::new();
        let mut tree = parse_file(&file, &mut sources, &mut problems).unwrap_or_default();
        let mut policy_tables = Vec::new();
        if let Some(policies) = tree.remove("policy") {
            policy_tables.push(Table { entries: vec![policies] });
        }
        for file in policy_files {
            policy_tables.extend(parse_policies(file, &mut sources, &mut problems));
        }
        let priors = tree.remove("uncertainty");
        let readable = problems.is_empty();
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let no_files = Table::default();
        let files = tree.get("files").and_then(Node::as_table).unwrap_or(&no_files);
        let mut of_files = Vec::new();
        let inputs =
            Inputs { folder: &folder, files, sources: &mut sources, problems: &mut of_files, warnings: &mut warnings };
        let geography = Arc::new(read_geography(inputs));
        let mut source = ScenarioSource {
            tree,
            registry: registry(),
            geography,
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
        self.files = document.files;
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
        let base = problems.clone();
        for policy in &self.policies {
            let mut tree = self.tree.clone();
            for part in chain(&self.policies, policy) {
                for setting in &part.settings {
                    self.apply(setting, &mut tree, &self.sources, problems);
                }
            }
            problems.extend(self.read(&self.sources, &tree, geography).1.into_iter().filter(|p| !base.contains(p)));
        }
    }

    /// The scenario under an overlay.
    ///
    /// # Errors
    /// All that the overlay makes wrong: unknown paths, wrong types, values out of range.
    pub fn resolve(&self, overlay: &Overlay) -> Result<Scenario, Problems> {
        let (sources, tree) = self.overlaid(overlay)?;
        let (document, problems) = self.read(&sources, &tree, Some(&self.geography));
        if !problems.is_empty() {
            return Err(Problems::new(problems));
        }
        Ok(Scenario {
            meta: document.meta,
            names: document.names,
            geography: Arc::clone(&self.geography),
            milestones: document.milestones,
            sections: document.sections,
            policy: overlay.policy.clone(),
        })
    }

    /// Every parameter's value under an overlay, with who gave it; for manifests and `check`.
    ///
    /// # Errors
    /// As [`resolve`](ScenarioSource::resolve).
    pub fn resolved_values(&self, overlay: &Overlay) -> Result<Vec<Resolved>, Problems> {
        let (sources, tree) = self.overlaid(overlay)?;
        let reading = Reading::checking(&sources, Some(&self.geography), self.registry.parameters()).recording();
        read_document(&mut Section::root(&reading, &tree, Origin::new(0, 0..0)));
        let (problems, record) = reading.finish();
        if problems.is_empty() { Ok(record.values) } else { Err(Problems::new(problems)) }
    }

    /// All parameters that this program knows.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The territory.
    #[must_use]
    pub fn geography(&self) -> &Arc<Geography> {
        &self.geography
    }

    /// Policies, in the order of the files.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// Parameters that are not known, with their priors.
    #[must_use]
    pub fn uncertainty(&self) -> &[Uncertain] {
        &self.uncertainty
    }

    /// What is odd about the files, though no rule forbids it.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Names of the data files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Every file that was read: its name and its text, for hashes in a manifest.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.files()
    }

    /// Folder of the scenario.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn read(&self, sources: &Sources, tree: &Table, geography: Option<&Geography>) -> (Document, Vec<Problem>) {
        let reading = Reading::checking(sources, geography, self.registry.parameters());
        let document = read_document(&mut Section::root(&reading, tree, Origin::new(0, 0..0)));
        (document, reading.finish().0)
    }

    /// The policies that an overlay's policy is made of.
    fn policy_chain(&self, overlay: &Overlay, problems: &mut Vec<Problem>) -> Vec<&Policy> {
        let Some(name) = &overlay.policy else { return Vec::new() };
        if let Some(policy) = self.policies.iter().find(|p| p.name == *name) {
            return chain(&self.policies, policy);
        }
        let names: Vec<&str> = self.policies.iter().map(|p| p.name.as_str()).collect();
        let remedy = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None if names.is_empty() => "the scenario has no policies".to_owned(),
            None => format!("there are {}", names.join(", ")),
        };
        let problem = Problem::of_file("--policy", format!("no policy {name}"), "the name of a policy");
        problems.push(problem.remedy(remedy));
        Vec::new()
    }

    /// The tree with an overlay applied.
    fn overlaid(&self, overlay: &Overlay) -> Result<(Sources, Table), Problems> {
        let mut sources = self.sources.clone();
        let mut tree = self.tree.clone();
        let mut problems = Vec::new();
        for assignment in &overlay.draws {
            let setting = as_setting(assignment, &mut sources);
            self.apply(&setting, &mut tree, &sources, &mut problems);
        }
        for setting in self.policy_chain(overlay, &mut problems).iter().flat_map(|part| &part.settings) {
            self.apply(setting, &mut tree, &sources, &mut problems);
        }
        for assignment in &overlay.sets {
            let setting = as_setting(assignment, &mut sources);
            self.apply(&setting, &mut tree, &sources, &mut problems);
        }
        if problems.is_empty() { Ok((sources, tree)) } else { Err(Problems::new(problems)) }
    }

    fn apply(&self, setting: &Setting, tree: &mut Table, sources: &Sources, problems: &mut Vec<Problem>) {
        if let Err(wrong) = setting.apply(tree, &self.registry) {
            let problem = Problem::at(sources, wrong.origin, wrong.key).found(wrong.found);
            problems.push(problem.rule(wrong.rule.unwrap_or_default()).remedy(wrong.remedy));
        }
    }
}

/// Reads and parses a TOML file; `None`, with the problem told, where it cannot be read.
fn parse_file(file: &Path, sources: &mut Sources, problems: &mut Vec<Problem>) -> Option<Table> {
    match read_text(file) {
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
fn parse_policies(file: &Path, sources: &mut Sources, problems: &mut Vec<Problem>) -> Option<Table> {
    let mut table = parse_file(file, sources, problems)?;
    for entry in table.entries.iter().filter(|e| e.key != "policy") {
        let problem = Problem::at(sources, entry.key_origin, &*entry.key).found(format!("the key {}", entry.key));
        problems.push(problem.rule("a file of policies has [policy.NAME] tables and nothing else"));
    }
    table.entries.retain(|e| e.key == "policy");
    Some(table)
}

/// An assignment as a change of the tree, with a source of its own to point at.
fn as_setting(assignment: &Assignment, sources: &mut Sources) -> Setting {
    let text = format!("{}={}", assignment.path, assignment.value);
    let source = sources.add_argument("--set", text);
    let path_origin = Origin::new(source, 0..assignment.path.len());
    let node = parse_argument(sources, source, assignment.path.len() + 1);
    Setting { path: assignment.path.clone(), path_origin, change: Change::Put(node) }
}
