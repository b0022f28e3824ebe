//! Promise: docs/formats.md and docs/results.md tell every column and key as the program itself does, and every table of
//! a result folder is among them. `PANJ_UPDATE_GOLDEN=1 cargo test --test integration formats` writes the tables.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const BEGIN: &str = "<!-- explain: ";
const END: &str = "<!-- end -->";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn panj(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(root()).args(arguments).output().unwrap()
}

fn said(arguments: &[&str]) -> String {
    let done = panj(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// All columns and keys, in the program's order.
fn entries() -> Vec<Value> {
    serde_json::from_str(&said(&["explain", "formats", "--json"])).unwrap()
}

fn text<'v>(entry: &'v Value, member: &str) -> &'v str {
    entry[member].as_str().unwrap_or_default()
}

/// A cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", cell(text)) }
}

/// The table of one format.
fn table(title: &str, entries: &[Value]) -> String {
    let own: Vec<&Value> = entries.iter().filter(|entry| text(entry, "file") == title).collect();
    assert!(!own.is_empty(), "no format {title}");
    let written = title.contains("(of a result folder)") && !title.starts_with("plan.toml");
    let name = text(own[0], "path").split('.').next().unwrap();
    let explained = said(&["explain", name]);
    let told = explained.split(&format!("{title}\n")).nth(1).unwrap_or_else(|| panic!("{name} does not tell {title}"));
    let about = told.lines().next().unwrap().trim().to_owned();
    // The next format of the same name begins without a blank at the beginning of its line.
    let example = told.split("For example:\n").nth(1).unwrap_or_default();
    let example: Vec<&str> =
        example.lines().map_while(|line| line.strip_prefix("    ").or(line.is_empty().then_some(""))).collect();
    let mut out = format!("{about}\n\n");
    out += if written {
        "| column | is | unit | says |\n|---|---|---|---|\n"
    } else {
        "| name | takes | unit | | says | example |\n|---|---|---|---|---|---|\n"
    };
    for entry in own {
        let name = code(text(entry, "path").strip_prefix(&format!("{name}.")).unwrap());
        let unit = if text(entry, "unit") == "1" { "" } else { text(entry, "unit") };
        let (takes, meaning) = (cell(text(entry, "takes")), cell(text(entry, "meaning")));
        let presence = match (entry["required"].as_bool().unwrap(), text(entry, "default")) {
            (true, _) => "needed".to_owned(),
            (false, "") => "may be left out".to_owned(),
            (false, default) => format!("default {}", code(default)),
        };
        out += &if written {
            format!("| {name} | {takes} | {unit} | {meaning} |\n")
        } else {
            format!("| {name} | {takes} | {unit} | {presence} | {meaning} | {} |\n", code(text(entry, "example")))
        };
    }
    if !example.is_empty() {
        out += &format!("\n```\n{}\n```\n", example.join("\n").trim_end());
    }
    out
}

/// A page with its tables as the program tells them, and the titles that it has.
fn as_told(page: &str, entries: &[Value], titles: &mut BTreeSet<String>) -> String {
    let mut parts = page.split(BEGIN);
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (title, rest) = part.split_once(" -->\n").unwrap();
        let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("no end of the table {title}"));
        titles.insert(title.to_owned());
        out += &format!("{BEGIN}{title} -->\n{}{END}{after}", table(title, entries));
    }
    out
}

#[test]
fn the_pages_have_the_tables_of_the_program() {
    let entries = entries();
    let mut titles = BTreeSet::new();
    for page in ["docs/formats.md", "docs/results.md"] {
        let is = fs::read_to_string(root().join(page)).unwrap();
        let told = as_told(&is, &entries, &mut titles);
        if std::env::var_os("PANJ_UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            fs::write(root().join(page), told).unwrap();
            continue;
        }
        for (number, (is, told)) in is.lines().zip(told.lines()).enumerate() {
            assert_eq!(is, told, "{page}:{}; PANJ_UPDATE_GOLDEN=1 rewrites its tables", number + 1);
        }
        assert_eq!(is.lines().count(), told.lines().count(), "lines of {page}");
    }
    let all: BTreeSet<String> = entries.iter().map(|entry| text(entry, "file").to_owned()).collect();
    assert_eq!(all, titles, "a format that no page tells, or the reverse");
}

#[test]
fn every_name_answers_and_near_names_are_offered() {
    for name in [
        "districts",
        "districts.csv",
        "edges",
        "provinces",
        "host_districts",
        "border_edges",
        "routes",
        "posts",
        "places",
        "outline",
        "areas",
        "observed",
        "observed/",
        "observed/control_counts",
        "observed/control_counts.csv",
        "control_counts",
        "capitals",
        "district_falls",
        "uncertainty",
        "policy",
        "distribution",
        "suite",
        "plan",
        "posterior",
        "benchmark",
        "cases",
        "outcomes",
        "series",
        "summary",
        "comparison",
        "leaderboard",
        "draws",
        "plan.toml",
    ] {
        let said = said(&["explain", name]);
        assert!(said.lines().count() > 4, "{name}: {said}");
    }
    // One column, and a name that a section of parameters, a file and a table of results share.
    let column = said(&["explain", "districts.garrison_people"]);
    assert!(
        column.contains("garrison_people") && column.contains("people;") && !column.contains("hazard_multiplier"),
        "{column}"
    );
    let both = said(&["explain", "districts"]);
    assert!(both.contains("held_at_start") && both.contains("of a result folder"), "{both}");
    assert!(said(&["explain", "posts"]).contains("posts.csv") && said(&["explain", "posts"]).contains("quota_per_day"));
    for (wrong, near) in [
        ("distrcts", "districts"),
        ("uncertanty", "uncertainty"),
        ("polcy", "policy"),
        ("observd", "observed"),
        ("districts.garison_people", "districts.garrison_people"),
        ("posts.quota_per_dy", "posts.quota_per_day"),
        ("campaign.contagoin", "campaign.contagion"),
    ] {
        let done = panj(&["explain", wrong]);
        assert_eq!(done.status.code(), Some(2), "{wrong}");
        let error = String::from_utf8(done.stderr).unwrap();
        assert!(error.contains(&format!("did you mean `{near}`?")), "{wrong}: {error}");
    }
}

/// Tables and columns of a folder that `panj explain` does not tell, and files that docs/results.md does not name.
fn untold(folder: &Path, entries: &[Value], page: &str) -> Vec<String> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let names = |list: &Value, member: &str| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|one| text(one, member).to_owned()).collect()
    };
    let metrics = names(&manifest["metrics"], "id");
    let parameters = names(&manifest["parameters"], "path");
    let by_data = |column: &str| {
        let metric = column.strip_suffix("_followed").unwrap_or(column);
        metrics.contains(metric) || parameters.contains(column) || column.starts_with("by_2")
    };
    let mut untold = Vec::new();
    for file in manifest["files"].as_array().unwrap() {
        let stem = text(file, "name").split('.').next().unwrap();
        for column in file["columns"].as_array().unwrap() {
            let told = entries.iter().any(|entry| {
                text(entry, "path") == format!("{stem}.{}", text(column, "name"))
                    && text(entry, "file").contains("result folder")
                    && text(entry, "meaning") == text(column, "meaning")
                    && text(entry, "unit") == text(column, "unit")
            });
            if !told && !by_data(text(column, "name")) {
                untold.push(format!("{}: {}", text(file, "name"), text(column, "name")));
            }
        }
    }
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let shown =
            [".parquet", ".csv", ".json"].iter().fold(name.as_str(), |name, ending| name.trim_end_matches(ending));
        if !name.starts_with('.') && !page.contains(shown) {
            untold.push(name);
        }
    }
    untold
}

#[test]
fn every_table_of_every_kind_of_experiment_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (entries, page) = (entries(), fs::read_to_string(root().join("docs/results.md")).unwrap());
    let scenario = "scenarios/tutorial";
    let out = |name: &str| folder.path().join(name).display().to_string();
    let kinds = [
        ("run", vec!["-n", "6", "--uncertain"]),
        ("compare", vec!["-n", "6", "--uncertain", "--policies", "majority-rule", "--format", "csv"]),
        ("sweep", vec!["-n", "4", "--factor", "campaign.contagion=1,4"]),
        (
            "sensitivity",
            vec![
                "-n",
                "2",
                "--points",
                "4",
                "--factor",
                "campaign.contagion=1..8",
                "--factor",
                "mobilization.reservists=100..700",
            ],
        ),
    ];
    for (kind, options) in kinds {
        let out = out(kind);
        said(&[&[kind, scenario, "-q", "--out", &out], &options[..]].concat());
        let untold = untold(Path::new(&out), &entries, &page);
        assert!(untold.is_empty(), "{kind}: {untold:?}");
    }
}
