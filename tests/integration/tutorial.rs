//! Promise: docs/tutorial.md runs literally: each command in order in one folder, with the page's own numbers; every result that it
//! names is there.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::documented_commands::{commands, desk, shell};
use crate::outside_tools::{python, run_python, there};

fn page() -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md")).unwrap()
}

/// Steps of the page in its order: a command of the shell, or a program in Python.
fn steps(page: &str) -> Vec<(bool, String)> {
    let mut steps = Vec::new();
    for (at, part) in page.split("```python\n").enumerate() {
        let rest = match part.split_once("```\n") {
            Some((program, rest)) if at > 0 => {
                steps.push((true, program.to_owned()));
                rest
            }
            _ => part,
        };
        steps.extend(commands(rest).into_iter().map(|command| (false, command)));
    }
    steps
}

/// The number in a column of the row of a metric in `summary.csv`.
fn summary(folder: &Path, metric: &str, column: &str) -> f64 {
    let text = fs::read_to_string(folder.join("summary.csv")).unwrap();
    let heads: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let at = heads.iter().position(|head| *head == column).unwrap();
    let row =
        text.lines().find(|line| line.starts_with(&format!("{metric},"))).unwrap_or_else(|| panic!("no {metric}"));
    row.split(',').nth(at).unwrap().parse().unwrap()
}

#[test]
fn each_command_runs_in_its_turn() {
    let page = page();
    let folder = desk(&page);
    let with_python = there("Python with pandas and pyarrow", &python(), &["-c", "import pandas, pyarrow"]);
    let (mut ran, mut written) = (0, 0);
    for (is_python, step) in steps(&page) {
        if step.starts_with("cargo build") || step.starts_with("alias panj=") {
            continue;
        }
        if is_python {
            if with_python {
                run_python(folder.path(), &step);
                written += 1;
            }
            continue;
        }
        assert!(step.starts_with("panj "), "the page has a command that is not panj's: {step}");
        // What a program in Python was to write.
        if with_python || !step.contains("posterior.csv") {
            shell(folder.path(), &step);
            ran += 1;
        }
    }
    assert!(ran >= 12 && (!with_python || written >= 2), "{ran} commands, {written} programs");
    // Every result that the page names.
    let named = page.split(['`', '"', '\'']).filter(|word| word.starts_with("output/") && !word.contains(' '));
    for name in named.filter(|name| with_python || !name.contains("posterior") && !name.contains("weighed")) {
        assert!(folder.path().join(name.trim_end_matches('/')).exists(), "{name} is named and not there");
    }
    // The number that step 2 promises, within four standard errors.
    let run = folder.path().join("output/tutorial-run");
    let (mean, n, sd) = (
        summary(&run, "first_fall_days", "mean"),
        summary(&run, "first_fall_days", "n"),
        summary(&run, "first_fall_days", "sd"),
    );
    assert!((mean - 4.65).abs() < 4.0 * sd / n.sqrt(), "the first fall after {mean} days (sd {sd}, n {n})");
}
