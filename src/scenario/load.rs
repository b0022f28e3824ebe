//! From a folder to a scenario: the files are read once, then resolved under as many overlays as wanted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::change::Setting;
use super::date::Date;
use super::dated::odd_dates;
use super::dated_change::{DatedChange, read_changes, touched};
use super::files::Files;
use super::geography::Geography;
use super::inputs::{InputFile, name_in};
use super::meta::{Meta, RoleNames};
use super::milestone::{Effect, Milestone};
use super::nearest::nearest;
use super::origin::{Origin, Sources};
use super::overlay::{Assignment, Overlay};
use super::pass::{Reading, Resolved};
use super::policy::{Policy, chain};
use super::posterior::Posterior;
use super::problem::{Problem, Problems};
use super::record::Record;
use super::registry::Registry;
use super::section::Section;
use super::sections::Sections;
use super::status::Status;
use super::uncertainty::Uncertain;
use super::value::{Table, first_step};

/// A scenario under one overlay, checked: what the model runs on.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title, question, first and last day.
    pub meta: Meta,
    /// Names to show for the roles.
    pub names: RoleNames,
    /// The territory, shared by all overlays.
    pub geography: Arc<Geography>,
    /// What is on record, to condition or replay the campaign.
    pub record: Arc<Record>,
    /// Dated events, in the order of the file.
    pub milestones: Vec<Milestone>,
    /// Every parameter of the model.
    pub sections: Sections,
    /// What changes on dates, in their order.
    pub changes: Vec<DatedChange>,
    /// Name of the policy that was laid over it, if one was.
    pub policy: Option<String>,
}

/// A scenario's files, read and checked, before any overlay.
#[derive(Clone, Debug)]
pub struct ScenarioSource {
    pub(super) sources: Sources,
    /// The document without its policies and priors.
    pub(super) tree: Table,
    pub(super) registry: Registry,
    /// What the document says as it is written; `None` while it is not known to be sound.
    pub(super) written: Option<Arc<Document>>,
    pub(super) geography: Arc<Geography>,
    pub(super) record: Arc<Record>,
    /// The record of the files, by which the names of series are checked.
    pub(super) record_as_read: Arc<Record>,
    pub(super) policies: Vec<Policy>,
    pub(super) uncertainty: Vec<Uncertain>,
    /// By path, what the file says that its value rests on.
    pub(super) statuses: BTreeMap<String, Status>,
    pub(super) warnings: Vec<Problem>,
    pub(super) files: Files,
    pub(super) folder: PathBuf,
    pub(super) inputs: Arc<[InputFile]>,
    /// The samples of parameters that it ships, its own and its alliances': the name of each in plans, and the path of the alliance
    /// whose parameters it calls `alliance`.
    pub(super) samples: Vec<(String, String)>,
    /// Whether the first of them is its own.
    pub(super) own_sample: bool,
    /// These samples, read when they are first asked for.
    pub(super) shipped: OnceLock<Vec<Arc<Posterior>>>,
}

/// What one pass over the document yields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) meta: Meta,
    pub(crate) names: RoleNames,
    pub(crate) files: Files,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) sections: Sections,
    pub(crate) changes: Vec<DatedChange>,
}

/// Reads every section of the document. This one function is the format: the registry comes from it too.
///
/// Where `written` is given, `root` has no head, and only the tables that an overlay changes; the rest is as in `written`.
/// That is sound since a table hangs on the head, the map and the record alone; what milestones say of other tables is looked
/// at each time.
pub(crate) fn read_document(root: &mut Section<'_>, written: Option<&Document>) -> Document {
    let meta = written.map_or_else(|| Meta::read(root), |written| written.meta.clone());
    let names = root.reread("names", written.map(|w| &w.names), RoleNames::read);
    let files = root.reread("files", written.map(|w| &w.files), Files::read);
    let mut tables = root.tables("milestone");
    let milestones = match written {
        Some(written) if tables.is_empty() => written.milestones.clone(),
        _ => tables.iter_mut().map(|(id, s)| Milestone::read(s, std::mem::take(id))).collect(),
    };
    let sections = Sections::read(root, &meta, written.map(|w| &w.sections));
    for (at, milestone) in milestones.iter().enumerate() {
        let s = tables.get(at).map_or(&*root, |(_, table)| table);
        if let Some(men) = milestone.effect(Effect::Mobilization) {
            sections.mobilization.check_battalions(men as u32, s, "mobilization");
        }
        if let Some(name) = &milestone.also_asked
            && sections.also_asked.iter().all(|also| also.id != *name)
        {
            let names: Vec<&str> = sections.also_asked.iter().map(|also| also.id.as_str()).collect();
            let names = if names.is_empty() { "there is none".to_owned() } else { names.join(", ") };
            s.problem(
                "also_asked",
                format!("the name of a table also_asked: {names}"),
                "leave it out for the first alliance",
            );
        }
    }
    let again = |s: &mut Section<'_>, now: &Sections| Sections::read(s, &meta, Some(now));
    let changes = read_changes(root, &sections, again, &milestones);
    Document { meta, names, files, milestones, sections, changes }
}

impl Scenario {
    /// The names of the roles where an alliance answers, by its number, 0 being the first.
    #[must_use]
    pub fn names_of(&self, alliance: usize) -> Cow<'_, RoleNames> {
        match alliance.checked_sub(1).map(|at| &self.sections.also_asked[at]) {
            None => Cow::Borrowed(&self.names),
            Some(also) => {
                let (alliance, lead) = (also.name.clone(), also.lead.clone());
                Cow::Owned(RoleNames { alliance, lead, ..self.names.clone() })
            }
        }
    }
}

/// Learns the parameters that there are, by reading an empty document.
#[must_use]
pub fn registry() -> Registry {
    let (sources, table) = (Sources::default(), Table::default());
    let reading = Reading::describing(&sources);
    read_document(&mut Section::root(&reading, &table, Origin::NOWHERE), None);
    Registry::recorded(reading.finish().1)
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
    /// The scenario under an overlay.
    ///
    /// # Errors
    /// All that the overlay makes wrong: unknown paths, wrong types, values out of range.
    pub fn resolve(&self, overlay: &Overlay) -> Result<Scenario, Problems> {
        let document = match self.resolve_changed(overlay) {
            Some(document) => document,
            None => self.resolve_all(overlay)?,
        };
        Ok(Scenario {
            meta: document.meta,
            names: document.names,
            geography: Arc::clone(&self.geography),
            record: Arc::clone(&self.record),
            milestones: document.milestones,
            sections: document.sections,
            changes: document.changes,
            policy: overlay.policy.clone(),
        })
    }

    /// The document under an overlay, all of it read again.
    pub(super) fn resolve_all(&self, overlay: &Overlay) -> Result<Document, Problems> {
        let (sources, tree, mut problems) = self.overlaid(overlay);
        let (document, found) = self.read(&sources, &tree, Some(&self.geography));
        problems.extend(found.into_iter().map(|problem| self.blamed(problem, overlay)));
        if problems.is_empty() { Ok(document) } else { Err(Problems::new(problems)) }
    }

    /// The document under an overlay, of which only the tables are read again that the overlay changes: a draw of
    /// parameters costs a few of them, not the whole. `None` where all must be read: the overlay changes the head, or
    /// something is wrong and is to be told at its place.
    pub(super) fn resolve_changed(&self, overlay: &Overlay) -> Option<Document> {
        let written = self.written.as_deref()?;
        let mut tree = Table::default();
        tree.entries.extend(self.tree.entry("change").cloned());
        let mut problems = Vec::new();
        let unplaced = |one: &Assignment| Setting::put(one, Origin::NOWHERE, Origin::NOWHERE);
        for setting in self.settings(overlay, &mut problems, unplaced) {
            let (first, Some(_)) = first_step(&setting.path) else { return None };
            if tree.get(first).is_none() {
                tree.entries.extend(self.tree.entry(first).cloned());
            }
            setting.apply(&mut tree, &self.registry).ok()?;
        }
        // What holds after a change hangs on all tables that it touches.
        for key in touched(&tree) {
            if tree.get(&key).is_none() {
                tree.entries.extend(self.tree.entry(&key).cloned());
            }
        }
        let reading = Reading::checking(&self.sources, Some(&self.geography), Some(&self.registry));
        let reading = reading.knowing(&self.record_as_read);
        let document = read_document(&mut Section::root(&reading, &tree, Origin::NOWHERE), Some(written));
        problems.extend(reading.finish().0);
        problems.is_empty().then_some(document)
    }

    /// Every parameter's value under an overlay, with who gave it; for manifests and `check`.
    ///
    /// # Errors
    /// As [`resolve`](ScenarioSource::resolve).
    pub fn resolved_values(&self, overlay: &Overlay) -> Result<Vec<Resolved>, Problems> {
        let (sources, tree, mut problems) = self.overlaid(overlay);
        let reading = Reading::checking(&sources, Some(&self.geography), Some(&self.registry)).recording();
        read_document(&mut Section::root(&reading, &tree, Origin::new(0, 0..0)), None);
        let (found, record) = reading.finish();
        problems.extend(found.into_iter().map(|problem| self.blamed(problem, overlay)));
        if !problems.is_empty() {
            return Err(Problems::new(problems));
        }
        let mut values = record.values;
        // What the file says of a value does not hold of one that the overlay gives.
        let unplaced = |one: &Assignment| Setting::put(one, Origin::NOWHERE, Origin::NOWHERE);
        let changed = self.settings(overlay, &mut Vec::new(), unplaced);
        for value in &mut values {
            let of_overlay = || changed.iter().any(|setting| setting.path == value.path);
            value.status = match self.registry.parameter(&value.described_at) {
                Some(parameter) if value.given_by == "default" => Some(Status::of_default(parameter.source)),
                _ => self.statuses.get(&value.path).copied().filter(|_| !of_overlay()),
            };
        }
        Ok(values)
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

    /// Dates that lie outside the scenario's time under an overlay, and so do not do what they seem to.
    #[must_use]
    pub fn odd_dates(&self, overlay: &Overlay) -> Vec<Problem> {
        let (sources, tree, _) = self.overlaid(overlay);
        odd_dates(&self.read(&sources, &tree, Some(&self.geography)).0, &tree, &sources)
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

    /// Every file that was read, with its bytes, in the order of names.
    #[must_use]
    pub fn inputs(&self) -> &[InputFile] {
        &self.inputs
    }

    /// A place such as `some/folder/scenario.toml:3` by the name that the file has inside the scenario, wherever that lies.
    #[must_use]
    pub fn told_inside(&self, place: &str) -> String {
        let inside = |file: &InputFile| {
            place.strip_prefix(&*file.path.to_string_lossy()).map(|line| format!("{}{line}", file.name))
        };
        self.inputs.iter().find_map(inside).unwrap_or_else(|| place.to_owned())
    }

    /// The same scenario as it was known at the end of a day: of the record only rows dated up to it are left, and no text of it.
    #[must_use]
    pub fn as_of(&self, day: Date) -> ScenarioSource {
        self.with_record(self.record.until(day))
    }

    /// The same scenario with another record, and no text of its own.
    #[must_use]
    pub fn with_record(&self, record: Record) -> ScenarioSource {
        let observed = self.files.observed.as_deref().map(|folder| name_in(folder, "") + "/");
        let hidden = |input: &InputFile| observed.as_ref().is_some_and(|folder| input.name.starts_with(folder));
        let inputs = self.inputs.iter().filter(|input| !hidden(input)).cloned().collect();
        ScenarioSource { record: Arc::new(record), inputs, ..self.clone() }
    }

    /// Text of a file of the observed record, if it was read.
    #[must_use]
    pub fn observed(&self, file: &str) -> Option<String> {
        let name = name_in(self.files.observed.as_deref()?, file);
        self.inputs.iter().find(|input| input.name == name).map(InputFile::text)
    }

    /// Text of the scenario's TOML file.
    #[must_use]
    pub fn document(&self) -> &str {
        self.sources.text(0)
    }

    /// Folder of the scenario.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// One pass over a tree, with the map that names may be checked against.
    pub(super) fn read(
        &self,
        sources: &Sources,
        tree: &Table,
        geography: Option<&Geography>,
    ) -> (Document, Vec<Problem>) {
        let mut reading = Reading::checking(sources, geography, Some(&self.registry));
        if geography.is_some() {
            reading = reading.knowing(&self.record_as_read);
        }
        let document = read_document(&mut Section::root(&reading, tree, Origin::new(0, 0..0)), None);
        (document, reading.finish().0)
    }

    /// A problem of a scenario under an overlay: as it was written it is sound, so that a problem at one of its own lines is
    /// the overlay's doing, and is told at what the overlay says.
    fn blamed(&self, mut problem: Problem, overlay: &Overlay) -> Problem {
        if problem.more > 0 || problem.file.starts_with("--") || overlay.sets.is_empty() && overlay.draws.is_empty() {
            return problem;
        }
        let section = |path: &str| path.split('.').next().unwrap_or("").to_owned();
        let all = || overlay.sets.iter().chain(&overlay.draws);
        let near: Vec<&Assignment> = all().filter(|set| section(&set.path) == section(&problem.key)).collect();
        let blamed = if near.is_empty() { all().collect() } else { near };
        let texts: Vec<String> = blamed.iter().map(ToString::to_string).collect();
        let place = format!("{}:{}", problem.file, problem.line);
        problem.found = format!("{}, which {place} has, together with what is set", problem.found);
        problem.excerpt = texts.join(" ");
        problem.mark = (0, problem.excerpt.chars().count());
        (problem.file, problem.line, problem.column) = ("--set".to_owned(), 0, 0);
        problem
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

    /// The changes that an overlay makes, in their order.
    fn settings<'s>(
        &'s self,
        overlay: &Overlay,
        problems: &mut Vec<Problem>,
        mut setting: impl FnMut(&Assignment) -> Setting,
    ) -> Vec<Cow<'s, Setting>> {
        let mut list: Vec<_> = overlay.draws.iter().map(|draw| Cow::Owned(setting(draw))).collect();
        let policy = self.policy_chain(overlay, problems);
        list.extend(policy.iter().flat_map(|part| &part.settings).map(Cow::Borrowed));
        list.extend(overlay.sets.iter().map(|set| Cow::Owned(setting(set))));
        list
    }

    /// The tree with an overlay applied as far as it can be, and why the rest cannot.
    fn overlaid(&self, overlay: &Overlay) -> (Sources, Table, Vec<Problem>) {
        let mut sources = self.sources.clone();
        let mut tree = self.tree.clone();
        let mut problems = Vec::new();
        for setting in self.settings(overlay, &mut problems, |one| placed(one, &mut sources)) {
            self.apply(&setting, &mut tree, &sources, &mut problems);
        }
        (sources, tree, problems)
    }

    /// Applies a change, or tells why it cannot be applied.
    pub(super) fn apply(&self, setting: &Setting, tree: &mut Table, sources: &Sources, problems: &mut Vec<Problem>) {
        if let Err(wrong) = setting.apply(tree, &self.registry) {
            let problem = Problem::at(sources, wrong.origin, wrong.key).found(wrong.found);
            problems.push(problem.rule(wrong.rule.unwrap_or_default()).remedy(wrong.remedy));
        }
    }
}

/// An assignment as a change of the tree, with a source of its own to point at.
fn placed(assignment: &Assignment, sources: &mut Sources) -> Setting {
    let text = assignment.to_string();
    let (path, whole) = (assignment.path.len(), text.len());
    let source = sources.add_argument("--set", text);
    Setting::put(assignment, Origin::new(source, 0..path), Origin::new(source, path + 1..whole))
}
