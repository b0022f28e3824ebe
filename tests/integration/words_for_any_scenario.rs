//! What is told is true of any scenario: defaults carry no case, and what never happens is told with how near it came.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use panj::scenario::registry;

fn panj(args: &[&str]) -> Output {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(root).args(args).output().unwrap()
}

fn printed(args: &[&str]) -> String {
    let done = panj(args);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A default rests on being neutral, on an assumption, or on the literature; never on the days of one case.
#[test]
fn no_default_comes_from_one_case() {
    let literature = ["Suleimenova", "Berkemeier"];
    let months = ["January", "May", "June", "July", "August", "September", "October"];
    for parameter in registry().parameters() {
        let told = format!("{}: {}", parameter.path, parameter.source);
        let cited = literature.iter().any(|author| parameter.source.contains(author));
        let dated = parameter.source.split(|c: char| !c.is_ascii_digit()).any(|word| word.len() == 4);
        assert!(cited || !dated, "{told}");
        assert!(!months.iter().any(|month| parameter.source.contains(month)), "{told}");
        assert!(!parameter.source.contains("fit to"), "{told}");
    }
}

#[test]
fn defaults_leave_out_what_only_a_case_can_tell() {
    let folder = tempfile::tempdir().unwrap();
    let head = "schema = 1\ntitle = \"T\"\nstart = 2030-05-01\nend = 2030-08-31\n";
    fs::write(folder.path().join("scenario.toml"), head).unwrap();
    let told = printed(&["check", folder.path().to_str().unwrap(), "--json"]);
    let json: serde_json::Value = serde_json::from_str(&told).unwrap();
    let value = |path: &str| {
        let all = json["parameters"].as_array().unwrap();
        let one = all.iter().find(|p| p["path"] == path).unwrap();
        assert_eq!(one["given_by"], "default", "{path}");
        one["value"].as_str().map(|text| text.trim_end_matches(".0").to_owned())
    };
    for path in [
        "alliance.assessment.bias",
        "alliance.position.hold_up",
        "campaign.frailty_sd",
        "campaign.contagion",
        "campaign.nation_coupling",
        "campaign.national_momentum.jump",
        "campaign.provincial_momentum.jump",
        "capitals.momentum.jump",
        "recapture.probability",
    ] {
        assert_eq!(value(path).as_deref(), Some("0"), "{path}");
    }
    for path in
        ["campaign.capital_coupling", "campaign.surge.multiplier", "campaign.terrain.gorge", "capitals.hard_factor"]
    {
        assert_eq!(value(path).as_deref(), Some("1"), "{path}");
    }
    assert_eq!(value("capitals.collapse_count"), None, "no collapse");
    assert_eq!(value("campaign.conditioning.series"), None);
}

#[test]
fn check_and_new_list_the_assumptions_that_a_scenario_leaves_to_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("fresh");
    for told in [printed(&["new", fresh.to_str().unwrap()]), printed(&["check", fresh.to_str().unwrap()])] {
        assert!(told.contains(" parameters are defaults; "), "{told}");
        assert!(told.contains("assumptions of the program, not facts of this case"), "{told}");
        let group = told.lines().find(|line| line.starts_with("  alliance (")).unwrap();
        assert!(group.contains("request.soldiers_held"), "{group}");
    }
}

/// Runs the tutorial so that nothing is ever asked for.
fn never_asked(out: &Path) -> String {
    printed(&[
        "run",
        "scenarios/tutorial",
        "-n",
        "40",
        "--out",
        out.to_str().unwrap(),
        "--set",
        "alliance.request.conditions=['incidents', 'facing-km']",
        "--set",
        "alliance.request.rule=all",
        "--set",
        "alliance.request.incidents=20000",
        "--all",
    ])
}

#[test]
fn a_host_that_never_asks_is_told_with_the_largest_value_seen() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let terminal = never_asked(&out);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let cautions = manifest["cautions"].as_array().unwrap();
    let not_met = cautions.iter().find(|caution| caution["caution"] == "not_met").unwrap();
    let text = not_met["text"].as_str().unwrap();
    assert!(text.starts_with("The host state called the alliance in 0 of 40 replications"), "{text}");
    assert!(text.contains("all conditions of incidents >= 20000, largest seen "), "{text}");
    assert!(terminal.contains(text), "{terminal}");
    assert!(
        fs::read_to_string(out.join("report.html"))
            .unwrap()
            .contains("The host state called the alliance in 0 of 40 replications")
    );
    // The largest value is that of the outcomes.
    let table = panj(&[
        "run",
        "scenarios/tutorial",
        "-n",
        "40",
        "--format",
        "csv",
        "-q",
        "--out",
        out.to_str().unwrap(),
        "--fresh",
    ]);
    assert!(table.status.success());
    let outcomes = fs::read_to_string(out.join("outcomes.csv")).unwrap();
    let at = outcomes.lines().next().unwrap().split(',').position(|head| head == "facing_km_peak").unwrap();
    let peaks = outcomes.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().parse::<f64>().unwrap());
    let largest = peaks.fold(0.0, f64::max);
    let seen = not_met["conditions"][1]["largest"].as_f64().unwrap();
    assert!((seen - largest).abs() < 1e-9, "a request changes nothing of the line that is faced: {seen} and {largest}");
    let never = cautions.iter().find(|caution| caution["caution"] == "never").unwrap();
    let lists = |key: &str, name: &str| never[key].as_array().unwrap().iter().any(|metric| metric == name);
    assert!(lists("metrics", "call_days") && !lists("metrics", "decision_days"), "{never}");
    assert!(lists("without_value", "decision_days"), "who never asked waits for no decision: {never}");
}

#[test]
fn what_is_met_is_not_told_as_missing() {
    let folder = tempfile::tempdir().unwrap();
    let told =
        printed(&["run", "scenarios/tutorial", "-n", "40", "--out", folder.path().join("out").to_str().unwrap()]);
    assert!(!told.contains("The host state asked in 0"), "{told}");
}

#[test]
fn a_trace_names_its_milestones() {
    let told = printed(&["trace", "scenarios/kazakhstan-2022", "--replication", "1"]);
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/kazakhstan-2022/scenario.toml"));
    let text = text.unwrap();
    let milestone = text.split_once("[milestone.protests-begin]").unwrap().1;
    let value = |key: &str| {
        let line = milestone.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
        line.trim_end_matches('"').to_owned()
    };
    assert!(told.contains(&format!("{}: {}", value("name"), value("summary"))), "{told}");
}

/// No word of one case stands in the trace of another: roles have the scenario's names.
#[test]
fn traces_of_three_cases_read_as_theirs() {
    for (scenario, own, foreign) in [
        (
            "cameroon-2014",
            vec!["Boko Haram takes Gwoza", "Nigeria retakes"],
            vec!["Taliban", "reservists", "the alliance"],
        ),
        ("turkey-2012", vec!["Turkey", "NATO"], vec!["takes ", "reservists", "CSTO", "advancing force"]),
        ("kazakhstan-2022", vec!["Kazakhstan", "CSTO"], vec!["takes ", "reservists", "advancing force"]),
    ] {
        let told = printed(&["trace", &format!("scenarios/{scenario}"), "--replication", "1"]);
        for word in own {
            assert!(told.contains(word), "{scenario} without {word:?}:\n{told}");
        }
        for word in foreign.into_iter().chain(["river", "flown", "{", "host state", "the government"]) {
            assert!(!told.contains(word), "{scenario} with {word:?}:\n{told}");
        }
    }
}
