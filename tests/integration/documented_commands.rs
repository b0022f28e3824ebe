//! Promise: every command that README.md and the pages of `docs` show can be typed as it stands.
//!
//! Rule: a command runs in a folder of its page's own, which has `scenarios`, `alliances` and `benchmarks`, after those above it on the page; `-n` and `--points`
//! become small, and are added where they are missing. What does not run here stands in [`SKIPPED`] with its reason; a
//! command that begins with anything else fails. docs/tutorial.md and docs/your-border.md have tests of their own.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Beginnings of commands that are not run, each with its reason.
const SKIPPED: &[(&str, &str)] = &[
    ("cargo test", "the tests themselves"),
    ("benches/lines.sh", "counts lines of a checkout, which a package is not"),
    ("PANJ_FUZZ_MUTANTS=", "a search that takes as long as it is told to"),
    ("cargo build", "builds what is tested"),
    ("cargo doc", "builds what is tested"),
    ("cargo run --release --example", "a bench that takes minutes"),
    ("cargo install", "changes the machine"),
    ("cargo binstall", "changes the machine"),
    ("dist/release", "builds the packages, which takes long"),
    ("python3 benches/", "a bench that takes minutes"),
    (".ci/run", "runs these tests"),
    ("docs/examples/shards_parallel.sh", "outside_tools.rs runs it where GNU parallel is there"),
    ("docs/examples/slurm.sh", "batch_systems.rs runs it where Slurm is there"),
    ("snakemake", "batch_systems.rs runs it where Snakemake is there"),
    ("GLIBC_TUNABLES=", "a setting of one C library, before any command"),
    ("pip install", "changes the machine"),
    ("PANJ=target/release/panj python docs/examples/shards_dask.py", "batch_systems.rs runs it where Dask is there"),
    ("panj calibrate", "takes minutes; calibration.rs does the same on a small map"),
    ("panj forecast", "takes minutes; calibration.rs does the same on a small map"),
    ("panj alliances score", "takes a minute; alliances.rs scores the same cases"),
    ("panj score", "scores what panj forecast wrote"),
    ("panj verify", "takes minutes at full effort; statistics_agree.rs and closed_forms.rs hold the same"),
];

/// Blocks that are no commands, by how they begin.
const NOT_COMMANDS: &[&str] = &["h(t) =", "A(s) ="];

const FEW: [(&str, &str); 3] = [("-n", "3"), ("--points", "2"), ("--draws", "100")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Commands of a page in their order: lines of indented blocks, and whole commands between single back quotes.
pub(crate) fn commands(page: &str) -> Vec<String> {
    let (mut found, mut fenced): (Vec<String>, Option<bool>) = (Vec::new(), None);
    for line in page.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            fenced = if fenced.is_some() { None } else { Some(["sh", "bash", "console"].contains(&kind)) };
        } else if fenced == Some(true) || fenced.is_none() && line.starts_with("    ") && !line.trim().is_empty() {
            found.push(line.split(" #").next().unwrap().trim().to_owned());
        } else if fenced.is_none() {
            let quoted = line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("panj ") && is_whole(code));
            found.extend(quoted.map(str::to_owned));
        }
    }
    found
}

/// Whether a command between quotes is one to type: it has more than its name, and no word that stands for another.
fn is_whole(code: &str) -> bool {
    let mut words = code.split(' ').skip(2).peekable();
    let stands = |word: &str| {
        word.contains("...")
            || word.split(['=', ':']).any(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase()))
    };
    words.peek().is_some() && !code.split(' ').any(stands)
}

/// The command as the test runs it.
fn small(command: &str) -> String {
    let command = command.replacen("cargo run --release --", "panj", 1);
    let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
    let kind = words.get(1).cloned().unwrap_or_default();
    for (option, value) in FEW {
        match words.iter().position(|word| word == option) {
            Some(at) if at + 1 < words.len() => words[at + 1] = value.to_owned(),
            _ => {
                let takes = match kind.as_str() {
                    "run" | "compare" | "sweep" | "sensitivity" | "audit" | "discover" | "benchmark" => option == "-n",
                    "alliances" => option == "--draws" && words.get(2).is_some_and(|what| what == "fit"),
                    _ => false,
                };
                if takes {
                    words.extend([option.to_owned(), value.to_owned()]);
                }
            }
        }
    }
    words.join(" ")
}

/// A folder with what commands read: links to `scenarios`, `alliances`, `benchmarks` and `docs`, the program under its name in `bin`, and the
/// files that a page says to write.
pub(crate) fn desk(page: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["scenarios", "alliances", "benchmarks", "docs"] {
        std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
    }
    fs::create_dir(folder.path().join("bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_panj"), folder.path().join("bin/panj")).unwrap();
    if let Some(toml) = page.split("```toml\n").nth(1) {
        fs::write(folder.path().join("mine.toml"), toml.split("```").next().unwrap()).unwrap();
    }
    folder
}

/// Runs a line as a shell would.
pub(crate) fn shell(folder: &Path, line: &str) {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    let done = Command::new("sh").current_dir(folder).env("PATH", path).args(["-c", line]).output().unwrap();
    assert!(done.status.success(), "{line}\n{}", String::from_utf8_lossy(&done.stderr));
}

fn run_page(name: &str) {
    let page = fs::read_to_string(root().join(name)).unwrap();
    let folder = desk(&page);
    let mut done = BTreeSet::new();
    for command in commands(&page) {
        if SKIPPED.iter().any(|(begin, _)| command.starts_with(begin))
            || NOT_COMMANDS.iter().any(|begin| command.starts_with(begin))
        {
            continue;
        }
        let known = command.starts_with("panj ") || command.starts_with("cargo run --release -- ");
        assert!(known, "{name}: `{command}` is unknown: run it here, or add it to SKIPPED with the reason");
        let line = small(&command);
        if done.insert(line.clone()) {
            // Parts that a page merges without having shown how they come about.
            if line.starts_with("panj merge part-1 part-2") && !folder.path().join("part-1").exists() {
                for part in ["1", "2"] {
                    shell(
                        folder.path(),
                        &format!("panj run scenarios/tutorial -n 4 -q --shard {part}/2 --out part-{part}"),
                    );
                }
            }
            shell(folder.path(), &line);
        }
    }
}

#[test]
fn readme() {
    run_page("README.md");
}

#[test]
fn pages_of_docs() {
    let mut pages: Vec<String> = Vec::new();
    for folder in ["docs", "docs/model"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") && name != "tutorial.md" && name != "your-border.md" {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    pages.sort();
    assert!(pages.len() >= 9, "{pages:?}");
    for page in pages.iter().map(String::as_str).chain(["CONTRIBUTING.md", "scenarios/tutorial/README.md"]) {
        run_page(page);
    }
}

#[test]
fn commands_are_found_and_made_small() {
    let page = "Text with `panj explain campaign`, `panj run` and `panj rerun FOLDER`.\n\n    panj run a -n 2000 --out b   # note\n\n```\nnot this\n```\n";
    assert_eq!(commands(page), ["panj explain campaign", "panj run a -n 2000 --out b"]);
    assert_eq!(small("panj run a -n 2000 --out b"), "panj run a -n 3 --out b");
    assert_eq!(small("cargo run --release -- compare a"), "panj compare a -n 3");
}

/// docs/llms.txt is what the program says.
#[test]
fn the_index_for_machines_is_written_by_the_program() {
    let output = Command::new(env!("CARGO_BIN_EXE_panj")).args(["explain", "index"]).output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    for part in ["`panj status`", "`campaign.contagion` (a number", "`response_gap` (amount, man-days)", "`outcomes`"] {
        assert!(page.contains(part), "{part}");
    }
    super::golden_file::golden("../../docs/llms.txt", &page);
}

#[test]
fn shells_complete_what_a_scenario_has_and_man_pages_are_written() {
    let folder = desk("");
    let complete = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
        let last = words.len().to_string();
        command.current_dir(folder.path()).env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", last);
        command.env("_CLAP_IFS", "\n").args(["--", "panj"]).args(words);
        String::from_utf8(command.output().unwrap().stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(complete(&["ru"]).contains(&"run".to_owned()));
    assert_eq!(complete(&["run", "scenarios/tutorial", "--policy", "majo"]), ["majority-rule"]);
    assert!(complete(&["run", "tutorial", "--set", "campaign.conta"]).contains(&"campaign.contagion=".to_owned()));
    assert_eq!(complete(&["compare", "tutorial", "--metric", "response_g"]), ["response_gap"]);
    assert!(complete(&["run", "tut"]).contains(&"tutorial".to_owned()));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = Command::new(env!("CARGO_BIN_EXE_panj")).args(["completions", shell]).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().contains("COMPLETE"), "{shell}");
    }
    shell(folder.path(), "panj man pages -q");
    let page = fs::read_to_string(folder.path().join("pages/panj-run.1")).unwrap();
    assert!(page.contains("shard") && page.contains("tajik"), "{page}");
}
