//! The picture of the code: which module may use which, how long files are, and what must not stand in them.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Checked = Result<(), Box<dyn Error>>;

/// The only imports allowed between modules (docs/design.md says why). `cli` stands above all.
const ARROWS: &[(&str, &[&str])] = &[
    ("math", &[]),
    ("sim", &["math"]),
    ("stats", &["math"]),
    ("scenario", &["sim"]),
    ("model", &["math", "scenario", "sim"]),
    ("outcome", &["model", "scenario", "sim"]),
    ("experiment", &["model", "outcome", "scenario", "sim", "stats"]),
    ("result", &["experiment", "math", "outcome", "scenario", "stats"]),
    ("analysis", &["experiment", "math", "outcome", "result", "scenario", "sim", "stats"]),
    ("report", &["analysis", "experiment", "outcome", "result", "scenario", "stats"]),
    ("verify", &["experiment", "math", "model", "outcome", "scenario", "sim", "stats"]),
];

/// Names of the shipped cases: they belong into scenarios, not into code.
const NAMES: &[&str] = &[
    "tajik",
    "afghan",
    "taliban",
    "csto",
    "russia",
    "kazakh",
    "uzbek",
    "turkmen",
    "belarus",
    "armenia",
    "kyrgyz",
    "kabul",
    "dushanbe",
    "moscow",
    "badakhshan",
    "kunduz",
    "khatlon",
    "gbao",
    "ukrain",
    "nato",
    "ecowas",
    "tass",
    "reuters",
    "wakhan",
    "pamir",
    "panjshir",
    "lwj",
    "398",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder whose name ends so, with their text.
fn texts(folder: &Path, endings: &[&str]) -> Result<BTreeMap<PathBuf, String>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", "node_modules", "venv"].contains(&name.as_str()) {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path)?;
                found.insert(path, text);
            }
        }
    }
    Ok(found)
}

/// The lines of code: no comments, nothing from `#[cfg(test)]` on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Modules of this crate that a line names after `crate::`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn modules_use_only_what_the_picture_allows() -> Checked {
    let mut broken = Vec::new();
    let modules: BTreeSet<&str> = ARROWS.iter().map(|(module, _)| *module).collect();
    for (path, text) in texts(&root().join("src"), &[".rs"])? {
        let inside = path.strip_prefix(root().join("src"))?.to_owned();
        let module =
            inside.components().next().map(|c| c.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
        if module.ends_with(".rs") || module == "cli" || path.to_string_lossy().contains("/tests") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            broken.push(format!("{}: `{module}` has no place in the picture", inside.display()));
            continue;
        };
        for (number, line) in code(&text) {
            for used in named(line).filter(|used| *used == "cli" || modules.contains(used)) {
                if used != module && !allowed.contains(&used) {
                    broken.push(format!("{}:{}: {module} -> {used}", inside.display(), number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}

#[test]
fn arrows_have_no_cycle() {
    // Each module may use only modules that stand above it in the list.
    for (at, (module, uses)) in ARROWS.iter().enumerate() {
        for used in *uses {
            assert!(ARROWS[..at].iter().any(|(earlier, _)| earlier == used), "{module} -> {used}");
        }
    }
}

#[test]
fn half_of_the_files_are_short_and_main_is_thin() -> Checked {
    let files = texts(&root().join("src"), &[".rs"])?;
    let mut lengths: Vec<usize> = files.values().map(|text| text.lines().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!("{} files, median {median} lines, longest {:?}", lengths.len(), lengths.last());
    assert!(median < 150, "the median file has {median} lines");
    assert!(files[&root().join("src/main.rs")].lines().count() < 40);
    let long: Vec<_> = files.iter().filter(|(_, text)| text.lines().count() > 450).map(|(path, _)| path).collect();
    assert!(long.is_empty(), "what second idea do these hold? {long:?}");
    Ok(())
}

#[test]
fn the_code_names_no_country_no_force_and_no_alliance() -> Checked {
    let mut found = Vec::new();
    for (path, text) in texts(&root().join("src"), &[".rs"])? {
        // These speak of alphabets, and of the shipped scenario that they test.
        let exempt = ["report/picture.rs", "report/html/escape.rs", "scenario/tests/territory.rs"];
        if exempt.iter().any(|file| path.ends_with(file)) {
            continue;
        }
        for (number, line) in code(&text) {
            // Names may stand in a path of a shipped scenario.
            let line = line.to_lowercase().replace("tajik-afghan-2021", "").replace("kazakhstan-2022", "");
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
            for name in NAMES {
                if words.iter().any(|word| word == name || (name.len() > 4 && word.starts_with(name))) {
                    found.push(format!("{}:{}: {name}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// Neither where people keep their homes, nor where this copy of the project lies.
#[test]
fn no_file_names_a_folder_of_one_machine() -> Checked {
    let here = root();
    let own = ["/home/".to_owned(), "/Users/".to_owned(), here.display().to_string()];
    for folder in ["src", "crates", "tests", "docs", "scenarios", "benches", "examples"] {
        for (path, text) in texts(&here.join(folder), &[".rs", ".md", ".toml", ".csv", ".py", ".sh", ".json"])? {
            if path.ends_with("tests/integration/architecture.rs") {
                continue;
            }
            for word in &own {
                assert!(!text.contains(word.as_str()), "{} names {word}", path.display());
            }
        }
    }
    Ok(())
}

/// Relative links of the documentation lead to files that exist.
#[test]
fn links_between_pages_lead_somewhere() -> Checked {
    let mut pages = texts(&root().join("docs"), &[".md"])?;
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let path = root().join(page);
        if path.exists() {
            pages.insert(path.clone(), fs::read_to_string(path)?);
        }
    }
    let mut broken = Vec::new();
    for (path, text) in pages {
        let folder = path.parent().unwrap_or(Path::new("."));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let outside = target.contains("://") || file.is_empty() || target.contains(' ');
            if !outside && !folder.join(file).exists() {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}
