//! The alliance that a scenario names: a folder of its own, used by all scenarios of that alliance.
//!
//! Its `alliance.toml` has the tables `[names]`, `[alliance]`, `[uncertainty]` and `[status]`, as a scenario has them. The
//! scenario's own tables are laid over them:
//! - a table over a table, key by key, at every depth; any other value takes the place of the alliance's, and so does a
//!   random amount, whose family and numbers belong together;
//! - a scenario brings no member that the alliance does not have;
//! - what the alliance says of a parameter under `[uncertainty]` or `[status]` falls away where the scenario gives that
//!   parameter a value, or says it anew.
//!
//! Its `posterior.csv`, if there is one, is a sample of its parameters, and its `organs.csv` has dated meetings. The regular ones of an organ are its `sessions`, unless one of the two documents writes
//! these itself.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::alliance::{ORGANS, Organ};
use super::change::written_paths;
use super::csv_file::{Columns, CsvFile, Row, needed, optional};
use super::inputs::{ALLIANCES, Reader, alliance_file, leads_inside};
use super::nearest::nearest;
use super::open::parse_file;
use super::origin::{Origin, Sources};
use super::parameter::{Parameter, Range};
use super::problem::Problem;
use super::registry::Registry;
use super::text_file::NO_SUCH_FILE;
use super::value::{Entry, Node, Table, Value, is_bare_key, join};

/// The file of an alliance's folder that has its parameters.
pub(crate) const DOCUMENT: &str = "alliance.toml";
/// The file of an alliance's folder that has the meetings of its organs.
const MEETINGS: &str = "organs.csv";
/// The file of an alliance's folder that has a sample of its parameters, if it has one.
const SAMPLE: &str = "posterior.csv";
/// Tables of its document.
const TABLES: [&str; 4] = ["names", "alliance", "uncertainty", "status"];
/// Tables of a scenario that an alliance's parameters stand in: the first one's, and those of others by name.
const ALLIANCE: &str = "alliance";
const ALSO_ASKED: &str = "also_asked";
/// Roles that it may name.
const ROLES: [&str; 2] = ["alliance", "lead"];

/// Whether a path is the folder of an alliance, or the document in it.
#[must_use]
pub fn is_alliance(path: &Path) -> bool {
    path.join(DOCUMENT).exists() || path.file_name().is_some_and(|name| name == DOCUMENT)
}

/// The folder that holds `alliances`, and the name in there, of an alliance's folder or document.
pub(crate) fn home_and_name(path: &Path) -> Result<(PathBuf, String), Box<Problem>> {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // By the name that was typed where that is whole and no link leads elsewhere, else by that of the place itself.
    let typed = folder.ends_with(Path::new(ALLIANCES).join(folder.file_name().unwrap_or_default()))
        && folder.ancestors().nth(2).is_some_and(|home| leads_inside(home, folder));
    let full = if typed { folder.to_owned() } else { folder.canonicalize().unwrap_or_else(|_| folder.to_owned()) };
    let name = full.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let above = full.parent().filter(|above| above.ends_with(ALLIANCES) && is_bare_key(&name));
    match above.and_then(Path::parent) {
        Some(home) => Ok((home.to_owned(), name)),
        None => {
            let rule = format!("a folder {ALLIANCES}/NAME, with a name of letters, digits, - and _ only");
            let found = "a place where no scenario looks for an alliance";
            Err(Box::new(Problem::of_file(&path.display().to_string(), found, rule)))
        }
    }
}

/// A folder of an alliance that a scenario names.
struct Named {
    /// The path of its parameters: `alliance`, or `also_asked.NAME`.
    at: String,
    name: String,
    /// Where that is written, and the key.
    origin: Origin,
    key: String,
}

/// The folders that a scenario names. What is no text is told where the field is read.
fn named(scenario: &Table) -> Vec<Named> {
    let mut all = Vec::new();
    let mut add = |at: String, key: String, node: Option<&Node>| {
        if let Some(Node { value: Value::Text(name), origin }) = node {
            all.push(Named { at, name: name.clone(), origin: *origin, key });
        }
    };
    let table = |key: &str| scenario.get(key).and_then(Node::as_table);
    add(ALLIANCE.to_owned(), "files.alliance".to_owned(), table("files").and_then(|files| files.get("alliance")));
    for also in table(ALSO_ASKED).into_iter().flat_map(|table| &table.entries) {
        let at = join(ALSO_ASKED, &also.key);
        add(at.clone(), join(&at, "folder"), also.node.as_table().and_then(|also| also.get("folder")));
    }
    all
}

/// The samples of parameters that the folders of alliances hold: the file of each, and the path of the alliance whose they are.
pub(crate) fn samples_of_alliances(
    scenario: &Table,
    reader: &Reader<'_>,
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let mut samples = Vec::new();
    for Named { at, name, origin, key } in named(scenario) {
        match is_bare_key(&name).then(|| reader.alliance(&name, SAMPLE)) {
            Some(Ok(Some(_))) => samples.push((alliance_file(&name, SAMPLE), at)),
            Some(Err(problem)) if problem.line > 0 => problems.push(*problem),
            // In the words in which the document's is told, so that a folder that is not there is told once.
            Some(Err(problem)) => problems.push(problem.named_at(sources, origin, &key, &name)),
            _ => {}
        }
    }
    samples
}

/// A path that an alliance's files give, for the alliance at `at` of a scenario.
pub(crate) fn path_at(at: &str, path: &str) -> String {
    path.strip_prefix("alliance.").map_or_else(|| path.to_owned(), |rest| join(at, rest))
}

/// Lays a scenario's document over those of the alliances that it names.
pub(crate) fn lay_over_alliances(
    scenario: &mut Table,
    reader: &Reader<'_>,
    registry: &Registry,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) {
    for named in named(scenario) {
        lay_over(scenario, &named, reader, registry, sources, problems);
    }
}

/// Lays a scenario's document over that of one alliance.
fn lay_over(
    scenario: &mut Table,
    named: &Named,
    reader: &Reader<'_>,
    registry: &Registry,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) {
    let Some(mut alliance) = read(named, reader, sources, problems) else { return };
    check(&mut alliance, sources, problems);
    if named.at != ALLIANCE {
        move_to(&mut alliance, &named.at);
    }
    let below = format!("{}.", named.at);
    let written = written_paths(scenario);
    let written: Vec<String> =
        written.iter().filter(|path| path.starts_with(&below)).map(|p| whole(p, registry)).collect();
    keep_unsaid(&mut alliance, scenario, &written, registry);
    let mut laying = Laying { name: &named.name, registry, sources, problems };
    if let Some(mut rules) = alliance.remove(ALSO_ASKED)
        && let Some(Value::Table(all)) = scenario.get_mut(ALSO_ASKED).map(|node| &mut node.value)
        && let Some(Node { value: Value::Table(own), .. }) =
            all.get_mut(named.at.rsplit('.').next().unwrap_or_default())
        && let Value::Table(below) = &mut rules.node.value
    {
        laying.lay(below, std::mem::take(own), &named.at);
        std::mem::swap(own, below);
    }
    for key in TABLES {
        let Some(mut entry) = alliance.remove(key) else { continue };
        match (scenario.remove(key), &mut entry.node.value) {
            (None, _) => {}
            (Some(own), Value::Table(below)) if own.node.as_table().is_some() => {
                let Value::Table(own) = own.node.value else { continue };
                match key {
                    "status" => join_lists(below, own),
                    "uncertainty" => below.entries.extend(own.entries),
                    _ => laying.lay(below, own, key),
                }
            }
            (Some(own), _) => entry = own,
        }
        scenario.entries.push(entry);
    }
    if problems.is_empty() {
        put_sessions(scenario, named, reader, sources, problems);
    }
}

const COLUMNS: Columns = Columns {
    about: "dated meetings of an alliance's organs, a row each. The regular ones of an organ are its ordinary sessions, \
            `alliance.organ.NAME.sessions`; before the first and after the last of them it goes on by every_days",
    columns: &[
        needed("date", "", "the day"),
        needed("organ", "", "which organ of the model it is; `other` for those that decide nothing there"),
        optional("body", "", "what the organ is called, for people"),
        needed(
            "kind",
            "",
            "`regular`; `sample` of an organ whose other regular meetings are not all on record, so that they are no \
             calendar; `extraordinary`",
        ),
        optional("place", "", "where, for people"),
        optional("items", "items", "items on the agenda, where their number is known"),
        optional("items_said", "", "what the source says of their number, for people"),
        optional("topic", "", "what was on the agenda, for people"),
        optional("border", "", "1 where a border in need was on the agenda, for people"),
        optional("source", "", "where it is from"),
        optional("confidence", "", "how sure the source is: any word, for people"),
    ],
    example: &[
        "2030-05-14,heads,Council of the Pact,regular,Northport,12,a dozen,budget,0,a newspaper of 15 May 2030,high",
        "2030-06-02,council,envoys,sample,,,,,1,a newspaper of 3 June 2030,medium",
    ],
};

/// Name, columns and what they take, of each table of an alliance's folder.
pub(crate) fn described() -> [(&'static str, Columns, Vec<Parameter>); 1] {
    [("organs", COLUMNS, COLUMNS.describe("organs", read_meeting))]
}

/// The organ and the day of a regular meeting.
fn read_meeting(row: &Row<'_>) -> Option<(Organ, Node)> {
    let organs: Vec<(&'static str, Option<Organ>)> =
        ORGANS.iter().map(|&(name, organ)| (name, Some(organ))).chain([("other", None)]).collect();
    let organ = row.word("organ", &organs);
    let regular = row.word("kind", &[("regular", true), ("sample", false), ("extraordinary", false)]);
    row.number_or("items", Range { low: 0.0, high: 1000.0, ..Range::ALL }, f64::NAN);
    row.word("border", &[("", false), ("0", false), ("1", true)]);
    let date = row.date("date");
    if date.is_none() && row.cell("date").is_empty() {
        row.wrong("date", "the date of the meeting", "");
    }
    Some((organ.filter(|_| regular)?, Node { value: Value::Date(date?), origin: row.origin("date") }))
}

/// Gives the organs the sessions that are on record, where nothing else is written of them.
fn put_sessions(
    scenario: &mut Table,
    named: &Named,
    reader: &Reader<'_>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) {
    let (shown, text) = match reader.alliance(&named.name, MEETINGS) {
        Ok(Some(read)) => read,
        Ok(None) => return,
        Err(problem) => return problems.push(*problem),
    };
    let source = sources.add_file(shown, text);
    let wrong = RefCell::default();
    let file = CsvFile::parse(sources, source, COLUMNS, &wrong);
    let meetings: Vec<(Organ, Node)> = file.rows().filter_map(|row| read_meeting(&row)).collect();
    drop(file);
    problems.append(&mut wrong.into_inner());
    for &(organ_name, organ) in ORGANS {
        let mut days: Vec<Node> = Vec::new();
        for (_, day) in meetings.iter().filter(|(of, _)| *of == organ) {
            if !days.contains(day) {
                days.push(day.clone());
            }
        }
        let Some(origin) = days.first().map(|day| day.origin) else { continue };
        let path: Vec<&str> = named.at.split('.').chain(["organ", organ_name]).collect();
        let Some(rule) = inner(scenario, &path, origin) else { continue };
        if rule.get("sessions").is_none() {
            rule.put("sessions", origin, Node { value: Value::List(days), origin });
        }
    }
}

/// The table at a path, made where it is missing; `None` where something else stands.
fn inner<'t>(table: &'t mut Table, path: &[&str], origin: Origin) -> Option<&'t mut Table> {
    let Some((first, rest)) = path.split_first() else { return Some(table) };
    if table.get(first).is_none() {
        table.put(first, origin, Node { value: Value::Table(Table::default()), origin });
    }
    match &mut table.get_mut(first)?.value {
        Value::Table(next) => inner(next, rest, origin),
        _ => None,
    }
}

/// Reads the alliance's file; `None`, with the problem told, where that cannot be done.
fn read(named: &Named, reader: &Reader<'_>, sources: &mut Sources, problems: &mut Vec<Problem>) -> Option<Table> {
    let name = named.name.as_str();
    let wrong = match is_bare_key(name).then(|| reader.alliance(name, DOCUMENT)) {
        Some(Ok(Some(read))) => return parse_file(Ok(read), sources, problems),
        Some(Ok(None)) => {
            Problem::of_file("", format!("{NO_SUCH_FILE}, {DOCUMENT}"), "the folder of an alliance has it")
        }
        Some(Err(problem)) if problem.line > 0 => {
            problems.push(*problem);
            return None;
        }
        Some(Err(problem)) => *problem,
        None => {
            let rule = "the name of a folder in `alliances`: letters, digits, - and _ only";
            let remedy = "put the folder into `alliances` beside the scenario, and give its name alone";
            Problem::of_file("", "no name of an alliance", rule).remedy(remedy)
        }
    };
    problems.push(wrong.named_at(sources, named.origin, &named.key, name));
    None
}

/// Takes out, and tells, what belongs to no alliance.
fn check(alliance: &mut Table, sources: &Sources, problems: &mut Vec<Problem>) {
    let mut tell = |origin: Origin, key: String, rule: &str, near: Option<&str>| {
        let remedy =
            near.map_or_else(|| "write it in scenario.toml".to_owned(), |near| format!("did you mean {near}?"));
        problems.push(Problem::at(sources, origin, &*key).found(key.clone()).rule(rule).remedy(remedy));
    };
    alliance.entries.retain(|entry| {
        let known = TABLES.contains(&&*entry.key);
        if !known {
            let rule = format!("{DOCUMENT} has only the tables {}", TABLES.join(", "));
            tell(entry.key_origin, entry.key.clone(), &rule, nearest(&entry.key, TABLES));
        }
        known
    });
    for (table, rule) in [
        ("names", "of the names an alliance gives alliance and lead"),
        ("uncertainty", "only paths that begin with alliance."),
    ] {
        let Some(Value::Table(inner)) = alliance.get_mut(table).map(|node| &mut node.value) else { continue };
        inner.entries.retain(|entry| {
            let own = if table == "names" { ROLES.contains(&&*entry.key) } else { entry.key.starts_with("alliance.") };
            if !own {
                tell(entry.key_origin, join(table, &entry.key), rule, None);
            }
            own
        });
    }
    for_paths_of_status(alliance, |list, node, path| {
        let own = path.starts_with("alliance.");
        if !own {
            tell(node.origin, format!("status.{list}: {path}"), "only paths that begin with alliance.", None);
        }
        own
    });
}

/// Gives an alliance's document the paths of one that is asked besides the first.
fn move_to(alliance: &mut Table, at: &str) {
    let origin = alliance.entries.first().map_or(Origin::NOWHERE, |entry| entry.key_origin);
    let mut rules = alliance.remove("alliance").map_or_else(Table::default, |entry| match entry.node.value {
        Value::Table(rules) => rules,
        _ => Table::default(),
    });
    if let Some(Entry { node: Node { value: Value::Table(names), .. }, .. }) = alliance.remove("names") {
        for entry in names.entries {
            let key = if entry.key == "alliance" { "name" } else { "lead" };
            rules.put(key, entry.key_origin, entry.node);
        }
    }
    alliance.put(ALSO_ASKED, origin, Node { value: Value::Table(rules), origin });
    if let Some(Value::Table(priors)) = alliance.get_mut("uncertainty").map(|node| &mut node.value) {
        priors.entries.iter_mut().for_each(|prior| prior.key = path_at(at, &prior.key));
    }
    let Some(Value::Table(status)) = alliance.get_mut("status").map(|node| &mut node.value) else { return };
    for entry in &mut status.entries {
        let Value::List(paths) = &mut entry.node.value else { continue };
        for path in paths {
            if let Value::Text(path) = &mut path.value {
                *path = path_at(at, path);
            }
        }
    }
}

/// Takes out priors and statuses of parameters of which the scenario says so itself, or which it gives.
fn keep_unsaid(alliance: &mut Table, scenario: &mut Table, written: &[String], registry: &Registry) {
    let table = |table: &Table, key: &str| table.get(key).and_then(Node::as_table).cloned().unwrap_or_default();
    let mut known = written.to_vec();
    known.extend(table(scenario, "uncertainty").entries.iter().map(|prior| whole(&prior.key, registry)));
    if let Some(Value::Table(priors)) = alliance.get_mut("uncertainty").map(|node| &mut node.value) {
        priors.entries.retain(|prior| !known.contains(&whole(&prior.key, registry)));
    }
    let mut known = written.to_vec();
    for_paths_of_status(scenario, |_, _, path| {
        known.push(path.to_owned());
        true
    });
    for_paths_of_status(alliance, |_, _, path| !known.contains(&whole(path, registry)));
}

/// Keeps of the paths that `[status]` lists those for which `keep` says so.
fn for_paths_of_status(document: &mut Table, mut keep: impl FnMut(&str, &Node, &str) -> bool) {
    let Some(Value::Table(status)) = document.get_mut("status").map(|node| &mut node.value) else { return };
    for entry in &mut status.entries {
        if let Value::List(paths) = &mut entry.node.value {
            paths.retain(|node| if let Value::Text(path) = &node.value { keep(&entry.key, node, path) } else { true });
        }
    }
}

/// The path of the parameter that a path is of: without a step into a random amount.
fn whole(path: &str, registry: &Registry) -> String {
    registry.find(path).map_or(path, |found| found.whole(path)).to_owned()
}

/// The lists of two tables, each behind that of its key.
fn join_lists(below: &mut Table, own: Table) {
    for entry in own.entries {
        match (below.get_mut(&entry.key).map(|node| &mut node.value), entry.node.value) {
            (Some(Value::List(list)), Value::List(more)) => list.extend(more),
            (_, value) => below.put(&entry.key, entry.key_origin, Node { value, origin: entry.node.origin }),
        }
    }
}

/// Laying one table over another.
struct Laying<'a> {
    name: &'a str,
    registry: &'a Registry,
    sources: &'a Sources,
    problems: &'a mut Vec<Problem>,
}

impl Laying<'_> {
    /// Lays `own` over `below`, which both stand at `path`.
    fn lay(&mut self, below: &mut Table, own: Table, path: &str) {
        for entry in own.entries {
            let path = join(path, &entry.key);
            let is_value = self.registry.find(&path).is_some();
            match (below.get_mut(&entry.key).map(|node| &mut node.value), entry.node.value) {
                (Some(Value::Table(inner)), Value::Table(own)) if !is_value => self.lay(inner, own, &path),
                (None, Value::Table(_)) if self.is_name(&path) => {
                    let names: Vec<&str> = below.entries.iter().map(|entry| entry.key.as_str()).collect();
                    let remedy = nearest(&entry.key, names.iter().copied()).map_or_else(
                        || format!("there are {}; for others, make a folder of another alliance", names.join(", ")),
                        |near| format!("did you mean {near}?"),
                    );
                    let problem = Problem::at(self.sources, entry.key_origin, path.as_str());
                    let rule = format!("a name that the alliance {} has", self.name);
                    self.problems.push(problem.found(format!("unknown name {}", entry.key)).rule(rule).remedy(remedy));
                }
                (_, value) => below.put(&entry.key, entry.key_origin, Node { value, origin: entry.node.origin }),
            }
        }
    }

    /// Whether the last step of a path is a name, not a key.
    fn is_name(&self, path: &str) -> bool {
        self.registry.section(path).is_some_and(|described| described.ends_with(".NAME"))
    }
}
