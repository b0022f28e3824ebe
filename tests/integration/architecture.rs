//! The picture of the code: which module uses which, and what must not stand in it.
//!
//! That the crates below `crates/` know nothing of panj is for the compiler to hold.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::source_tree::modules;

type Checked = Result<(), Box<dyn Error>>;

/// Crates of their own, and a module of one, under the names that they have here.
const CRATES: &[&str] = &["math", "sim", "stats"];

/// All that the modules of `src` use of each other (docs/design.md says why).
const ARROWS: &[(&str, &[&str])] = &[
    ("number", &[]),
    ("packed", &[]),
    ("scenario", &["packed", "sim"]),
    ("model", &["math", "scenario", "sim"]),
    ("outcome", &["model", "scenario", "sim"]),
    ("experiment", &["model", "outcome", "scenario", "sim", "stats"]),
    ("result", &["experiment", "number", "outcome", "scenario", "stats"]),
    ("alliances", &["math", "model", "packed", "scenario", "sim", "stats"]),
    ("calibrate", &["experiment", "math", "model", "number", "outcome", "scenario", "sim", "stats"]),
    ("analysis", &["experiment", "math", "number", "outcome", "result", "scenario", "sim", "stats"]),
    ("report", &["analysis", "experiment", "number", "outcome", "packed", "result", "scenario", "stats"]),
    ("study", &["analysis", "experiment", "outcome", "report", "result", "scenario"]),
    ("verify", &["experiment", "math", "model", "outcome", "packed", "scenario", "sim", "stats"]),
    (
        "cli",
        &[
            "alliances",
            "analysis",
            "calibrate",
            "experiment",
            "number",
            "outcome",
            "packed",
            "report",
            "result",
            "scenario",
            "study",
            "verify",
        ],
    ),
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

/// What each module of the crate's root uses of the others, with one place where it does.
fn arrows() -> Result<BTreeMap<String, BTreeMap<String, String>>, Box<dyn Error>> {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for module in modules(&root().join("src/lib.rs"))? {
        let Some(room) = module.path.first() else { continue };
        let uses = found.entry(room.clone()).or_default();
        for (line, used) in module.uses.into_iter().filter(|(_, used)| used != room) {
            uses.entry(used).or_insert_with(|| format!("{}:{line}", module.file.display()));
        }
    }
    Ok(found)
}

/// The list is exact: what it allows is used, and nothing else is.
#[test]
fn modules_use_what_the_picture_shows() -> Checked {
    let found = arrows()?;
    let mut wrong = Vec::new();
    for (module, uses) in &found {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == module) else {
            let used: Vec<_> = uses.keys().collect();
            wrong.push(format!("`{module}` has no place in the picture; it uses {used:?}"));
            continue;
        };
        let extra = uses.iter().filter(|(used, _)| !allowed.contains(&used.as_str()));
        wrong.extend(extra.map(|(used, place)| format!("{module} -> {used} at {place}")));
        let idle = allowed.iter().filter(|used| !uses.contains_key(**used));
        wrong.extend(idle.map(|used| format!("{module} does not use {used}: take it off the list")));
    }
    let gone = ARROWS.iter().filter(|(module, _)| !found.contains_key(*module));
    wrong.extend(gone.map(|(module, _)| format!("no module `{module}`")));
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

/// Each module uses only modules that stand above it in the list, or crates.
#[test]
fn arrows_have_no_cycle() {
    for (at, (module, uses)) in ARROWS.iter().enumerate() {
        for used in uses.iter().filter(|used| !CRATES.contains(used)) {
            assert!(ARROWS[..at].iter().any(|(earlier, _)| earlier == used), "{module} -> {used}");
        }
    }
}

/// The engine and the statistics are small to take along.
#[test]
fn crates_need_few_packages() -> Checked {
    for name in ["panj-sim", "panj-stats"] {
        let arguments =
            ["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--offline", "--package", name];
        let listed = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output()?;
        assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
        let text = String::from_utf8(listed.stdout)?;
        // A package that was listed before ends with a mark.
        let packages: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        assert!((2..=15).contains(&packages.len()), "{name}: {packages:#?}");
        assert!(!packages.iter().any(|package| package.starts_with("panj v")), "{name} knows of panj");
    }
    Ok(())
}

#[test]
fn the_code_names_no_country_no_force_and_no_alliance() -> Checked {
    let mut found = Vec::new();
    for start in ["src/lib.rs", "src/main.rs", "crates/panj-sim/src/lib.rs", "crates/panj-stats/src/lib.rs"] {
        for module in modules(&root().join(start))? {
            // This speaks of alphabets.
            if module.file.ends_with("report/picture.rs") {
                continue;
            }
            // Names may stand in a path of a shipped scenario.
            let is_path = |near: &[(usize, String)]| {
                let words: Vec<&str> = near.iter().map(|(_, word)| word.as_str()).collect();
                words.starts_with(&["tajik", "afghan", "2021"]) || words.starts_with(&["kazakhstan", "2022"])
            };
            let mut at = 0;
            while let Some((line, word)) = module.words.get(at) {
                if is_path(&module.words[at..]) {
                    at += if word == "tajik" { 3 } else { 2 };
                    continue;
                }
                let named = NAMES.iter().find(|&&name| word == name || (name.len() > 4 && word.starts_with(name)));
                found.extend(named.map(|name| format!("{}:{line}: {name}", module.file.display())));
                at += 1;
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
    for folder in ["src", "crates", "tests", "docs", "scenarios", "alliances", "benches", "examples"] {
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

/// Of a package that has settings of its own in a profile Cargo forgets the profile's `strip`: the program that is handed out
/// would be larger by its names.
#[test]
fn the_program_that_is_handed_out_is_stripped() -> Checked {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))?.parse()?;
    let dist = &manifest["profile"]["dist"];
    for settings in [dist, &dist["package"]["panj"]] {
        assert_eq!(settings.get("strip"), Some(&toml::Value::Boolean(true)), "{settings}");
    }
    Ok(())
}
