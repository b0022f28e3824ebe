//! `panj plot`: a chart of a size, with the numbers that the results have.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn panj(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(root).args(arguments).output().unwrap()
}

fn done(arguments: &[&str]) -> String {
    let output = panj(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is said of something that cannot be drawn.
fn refused(arguments: &[&str]) -> String {
    let output = panj(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Rows of a table by name of column.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

struct Folder(tempfile::TempDir);

impl Folder {
    /// Two policies in few worlds, tables as CSV.
    fn compared() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        let two =
            ["--policies", "baseline,standing-force", "--divergence", "0", "--format", "csv", "--quiet", "-n", "30"];
        done(&[&["compare", "scenarios/tutorial", "--out", &folder.path("results")][..], &two].concat());
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.at(name).to_str().unwrap().to_owned()
    }

    fn plot(&self, more: &[&str]) -> String {
        done(&[&["plot", &self.path("results")][..], more].concat())
    }

    fn refuses(&self, more: &[&str]) -> String {
        refused(&[&["plot", &self.path("results")][..], more].concat())
    }
}

#[test]
fn the_list_has_the_charts_of_the_report() {
    let folder = Folder::compared();
    let json: serde_json::Value = serde_json::from_str(&folder.plot(&["--json"])).unwrap();
    let mut listed: Vec<String> =
        json["charts"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    let drawn = fs::read_dir(folder.at("results/charts")).unwrap().map(|entry| entry.unwrap().path());
    let mut drawn: Vec<String> = drawn
        .filter(|path| path.extension().is_some_and(|ending| ending == "svg"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    listed.sort();
    drawn.sort();
    assert_eq!(listed, drawn);
    let text = folder.plot(&[]);
    assert!(listed.iter().all(|name| text.contains(&format!("{name}: "))), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn the_numbers_of_a_fan_are_those_of_the_series() {
    let folder = Folder::compared();
    let svg = folder.path("held.svg");
    folder.plot(&["fan", "--metric", "districts_held", "--policy", "standing-force", "--out", &svg]);
    let found = rows(&folder.at("results/series.csv"));
    let own = |row: &&BTreeMap<String, String>| row["variant"] == "standing-force" && row["series"] == "districts_held";
    let days: Vec<_> = found.iter().filter(own).collect();
    let drawn = rows(&folder.at("held.csv"));
    let drawn: Vec<_> = drawn.iter().filter(|row| row["line"] == "standing-force").collect();
    assert!(!days.is_empty() && drawn.len() == days.len());
    for (drawn, day) in drawn.iter().zip(days) {
        let number = |text: &str| text.parse::<f64>().unwrap();
        assert_eq!(drawn["date"], day["date"]);
        for (of_chart, of_results) in [("median", "q50"), ("low_90", "q05"), ("high_90", "q95"), ("low_50", "q25")] {
            assert_eq!(number(&drawn[of_chart]), number(&day[of_results]), "{drawn:?} {day:?}");
        }
    }
}

#[test]
fn a_distribution_has_every_world_of_its_policy() {
    let folder = Folder::compared();
    let worlds = rows(&folder.at("results/outcomes.csv"));
    for policy in ["baseline", "standing-force"] {
        let out = folder.path(&format!("{policy}.svg"));
        folder.plot(&["histogram", "--metric", "response_gap", "--policy", policy, "--out", &out]);
        let own = worlds.iter().filter(|row| row["variant"] == policy && !row["response_gap"].is_empty()).count();
        let bars = rows(&folder.at(&format!("{policy}.csv")));
        let counted: usize =
            bars.iter().filter(|row| row["part"] == "bar").map(|row| row["count"].parse::<usize>().unwrap()).sum();
        assert_eq!(counted, own);
    }
    folder.plot(&[
        "ecdf",
        "--metric",
        "decision_days",
        "--policy",
        "standing-force,baseline",
        "--out",
        &folder.path("e.svg"),
    ]);
    let steps = rows(&folder.at("e.csv"));
    for policy in ["baseline", "standing-force"] {
        let decided = worlds.iter().filter(|row| row["variant"] == policy);
        let (came, all): (Vec<_>, Vec<_>) =
            decided.map(|row| (!row["decision_days"].is_empty(), !row["decision_days_followed"].is_empty())).unzip();
        let share = came.iter().filter(|came| **came).count() as f64 / all.iter().filter(|risk| **risk).count() as f64;
        let last = steps.iter().rfind(|row| row["curve"] == policy).unwrap();
        assert!((last["share"].parse::<f64>().unwrap() - share).abs() < 1e-12);
    }
}

#[test]
fn a_figure_has_the_size_that_is_asked_for_and_no_title() {
    let folder = Folder::compared();
    let [svg, titled, png, pdf] = ["a.svg", "t.svg", "a.png", "a.pdf"].map(|name| folder.path(name));
    let size = ["fan_districts_held", "--width", "85", "--height", "60"];
    let plot = |more: &[&str]| folder.plot(&[&size[..], more].concat());
    plot(&["--out", &svg]);
    folder.plot(&["fan_districts_held", "--width", "85", "--out", &titled, "--title"]);
    plot(&["--out", &png, "--dpi", "254"]);
    plot(&["--out", &pdf]);
    let [plain, titled] = [svg, titled].map(|path| fs::read_to_string(path).unwrap());
    assert!(plain.contains("width=\"85.00mm\""), "{}", &plain[..200]);
    let texts = |svg: &str| {
        svg.split("<text")
            .skip(1)
            .map(|text| text.split("</text>").next().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let title = plain.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    let words = title.split(' ').take(2).collect::<Vec<_>>().join(" ");
    assert!(!texts(&plain).contains("seed 1") && texts(&titled).contains("seed 1"));
    assert!(!texts(&plain).contains(&words) && texts(&titled).contains(&words), "{words}");
    let bytes = fs::read(png).unwrap();
    let pixels = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    assert_eq!(pixels(16), 850);
    assert!(pixels(20).abs_diff(600) <= 8, "{}", pixels(20));
    let pdf = fs::read(pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && String::from_utf8_lossy(&pdf).contains("/MediaBox [0 0 240.9"));
}

#[test]
fn what_cannot_be_drawn_is_told_with_what_can() {
    let folder = Folder::compared();
    assert!(folder.refuses(&["laddr"]).contains("did you mean ladder?"));
    assert!(folder.refuses(&["fan", "--metric", "districts_hald"]).contains("did you mean districts_held?"));
    assert!(folder.refuses(&["ladder", "--policy", "standing-farce"]).contains("did you mean standing-force?"));
    assert!(folder.refuses(&["map", "--metric", "districts_held"]).contains("fan: districts_held"));
    assert!(folder.refuses(&["ladder", "--out", "ladder.gif"]).contains("ends in .svg"));
    assert!(folder.refuses(&["ladder", "--width", "20", "--font-size", "12"]).contains("a smaller font size"));
    assert!(folder.refuses(&["ladder", "--width", "inf"]).contains("--width inf: a number from 20 to 2000"));
    assert!(folder.refuses(&["ladder", "--height", "20"]).contains("--height"));
    assert!(refused(&["plot", &folder.path("")]).contains("no finished results"));
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let folder = Folder::compared();
    let out = folder.path("own.svg");
    fs::write(folder.at("own.csv"), "mine\n").unwrap();
    assert!(folder.refuses(&["ladder", "--out", &out]).contains("--force"));
    assert!(!folder.at("own.svg").exists());
    folder.plot(&["ladder", "--out", &out, "--force"]);
    assert!(fs::read_to_string(folder.at("own.csv")).unwrap().starts_with("answer,side,"));
    folder.plot(&["ladder", "--out", &out]);
    assert!(folder.refuses(&["ladder", "--out", &out, "--width", "100"]).contains("--force"));
}
