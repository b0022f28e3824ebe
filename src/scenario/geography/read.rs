//! The territory's files, read and held against each other.

use std::cell::RefCell;
use std::path::Path;

use super::Geography;
use super::outline::{check_areas, check_outlines, read_outlines};
use super::rows::{TABLES, read_tables};
use crate::scenario::inputs::Reader;
use crate::scenario::nearest::nearest;
use crate::scenario::origin::Sources;
use crate::scenario::problem::Problem;
use crate::scenario::text_file::NO_SUCH_FILE;
use crate::scenario::value::{Table, Value};

/// What reading a territory works on.
pub(crate) struct Inputs<'a> {
    /// The `[files]` table.
    pub(crate) files: &'a Table,
    /// Reads a file.
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) sources: &'a mut Sources,
    pub(crate) problems: &'a mut Vec<Problem>,
    /// What is odd but no mistake.
    pub(crate) warnings: &'a mut Vec<Problem>,
}

/// Reads the files that `[files]` names.
pub(crate) fn read_geography(inputs: Inputs<'_>) -> Geography {
    let Inputs { files, reader, sources, problems, warnings } = inputs;
    check_needs(files, sources, problems);
    let mut open = |key: &str| open_file(reader, files, key, sources, problems);
    let numbers = TABLES.map(&mut open);
    let (outline, areas) = (open("outline"), open("areas"));
    let hosts = TABLES.iter().position(|table| *table == "host_districts").and_then(|at| numbers[at]);
    let collected = RefCell::default();
    let mut geography = read_tables(sources, numbers, &collected, None);
    if let Some(number) = hosts {
        check_metrics(&geography, sources.name(number), &mut collected.borrow_mut());
    }
    if let Some(number) = outline {
        let (file, text) = (sources.name(number), sources.text(number));
        let mut found = Vec::new();
        geography.outlines = read_outlines(file, text, &mut found);
        if found.is_empty() {
            check_outlines(file, &geography, &mut found, warnings);
        }
        collected.borrow_mut().append(&mut found);
    }
    if let Some(number) = areas {
        let file = sources.name(number);
        geography.areas = read_outlines(file, sources.text(number), &mut collected.borrow_mut());
        check_areas(file, &geography, &mut collected.borrow_mut());
    }
    problems.append(&mut collected.borrow_mut());
    if problems.is_empty() {
        warn(&geography, sources, numbers[1], warnings);
    }
    geography
}

/// Adds a file's text to the sources; `None` where there is none or it cannot be read.
fn open_file(
    reader: &Reader<'_>,
    files: &Table,
    key: &str,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let node = files.get(key)?;
    let Value::Text(name) = &node.value else { return None };
    let named = |problem: Problem| problem.named_at(sources, node.origin, &format!("files.{key}"), name);
    let problem = match reader.data(name) {
        Ok(Some((shown, text))) => return Some(sources.add_file(shown, text)),
        Ok(None) => {
            let near = nearest_file(&reader.folder().join(name));
            let remedy = near.map_or_else(String::new, |near| format!("did you mean {near}?"));
            named(Problem::of_file("", NO_SUCH_FILE, "the file must exist").remedy(remedy))
        }
        Err(problem) if problem.line == 0 => named(*problem),
        Err(problem) => *problem,
    };
    problems.push(problem);
    None
}

/// The file of the same folder whose name is nearest to that of one that is not there.
fn nearest_file(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let entries = std::fs::read_dir(path.parent()?).ok()?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Which files name ids of which others.
const NEEDS: &[(&str, &[&str])] = &[
    ("districts", &["provinces"]),
    ("provinces", &["districts"]),
    ("edges", &["districts"]),
    ("border_edges", &["districts", "host_districts"]),
    ("routes", &["districts", "host_districts"]),
    ("posts", &["districts", "host_districts"]),
];

/// Reports files whose ids no file of the scenario explains.
fn check_needs(files: &Table, sources: &Sources, problems: &mut Vec<Problem>) {
    for (key, others) in NEEDS {
        let Some(node) = files.get(key) else { continue };
        for other in others.iter().filter(|other| files.get(other).is_none()) {
            let problem = Problem::at(sources, node.origin, format!("files.{key}"));
            let problem = problem.found(format!("{key} without {other}")).rule(format!("{key} names ids of {other}"));
            problems.push(problem.remedy(format!("add {other} = \"{other}.csv\" to [files]")));
        }
    }
}

/// Reports host districts whose crossings would be counted under one name.
fn check_metrics(geography: &Geography, file: &str, problems: &mut Vec<Problem>) {
    let mut known = std::collections::BTreeMap::new();
    for district in &geography.host_districts {
        let name = district.crossed_metric();
        if let Some(other) = known.insert(name.clone(), &district.id) {
            let mut problem = Problem::of_file(file, format!("{other} and {}: both would be {name}", district.id), "");
            problem.key = "id".to_owned();
            let rule = "ids of host districts differ in more than capital letters and - or _, since a metric is named after each";
            problems.push(problem.rule(rule).remedy("rename one of them, here and in the files that name it"));
        }
    }
}

/// What is odd about a territory, though no rule forbids it.
fn warn(geography: &Geography, sources: &Sources, districts: Option<usize>, warnings: &mut Vec<Problem>) {
    let Some(file) = districts.map(|number| sources.name(number).to_owned()) else { return };
    let mut add = |found: String, remedy: &str| {
        warnings.push(Problem::of_file(&file, found, "").remedy(remedy));
    };
    let mut seats = geography.districts.iter().map(|d| (d.lon, d.lat));
    if let Some(first) = seats.next()
        && seats.len() > 0
        && seats.all(|seat| seat == first)
    {
        let found = format!("all {} districts stand at one point, {} {}", geography.districts.len(), first.0, first.1);
        add(found, "maps show one colour; give each district its own lon and lat");
    }
    for (at, district) in geography.districts.iter().enumerate() {
        if geography.districts.len() > 1 && geography.neighbours.of(at as u32).is_empty() {
            add(format!("district {} has no neighbour", district.id), "no pressure of neighbours will reach it");
        }
    }
    let parts = geography.neighbours.parts();
    if parts > 1 {
        add(format!("the districts fall into {parts} parts that do not touch"), "check the edges' file");
    }
    for host in 0..geography.host_districts.len() {
        if !geography.contacts.iter().any(|c| c.host_district as usize == host) {
            let id = &geography.host_districts[host].id;
            add(format!("host district {id} touches no district"), "check the border edges' file");
        }
    }
}
