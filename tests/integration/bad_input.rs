//! Wrong input is refused in one go: every mistake with file, line, column, rule and remedy, exit code 2, nothing written.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const SCENARIO: &str = r#"schema = 1
title = "Spoilt"
start = 2021-05-01
end = 2021-12-31

[files]
districts = "districts.csv"
edges = "edges.csv"
provinces = "provinces.csv"
host_districts = "host_districts.csv"
border_edges = "border_edges.csv"
routes = "routes.csv"
posts = "posts.csv"
places = "palces.csv"

[campaign]
base_hazard_per_day = "high"
contagion = -1
frailty_sd = nan
contagoin = 6.0

[campaign.surge]
start = 2021-02-30
"#;

/// The tutorial's files with a mistake or more in each.
fn spoilt(folder: &Path) {
    let tutorial = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    let copy = |name: &str, changes: &[(&str, &str)]| {
        let mut text = fs::read_to_string(tutorial.join(name)).unwrap();
        for (old, new) in changes {
            assert!(text.contains(old), "{name} has no {old:?}");
            text = text.replacen(old, new, 1);
        }
        fs::write(folder.join(name), text).unwrap();
    };
    fs::write(folder.join("scenario.toml"), SCENARIO).unwrap();
    copy("districts.csv", &[("valley,north,plain", "vallei,north,plain")]);
    copy(
        "edges.csv",
        &[
            ("ash,brook,20,20", "ash,brok,20,20"),
            ("ash,dale,20,20", "ash,ash,20,20"),
            ("cliff,fell,20,20", "cliff,brook,25,20"),
            ("dale,elm,20,20", ",elm,20,20"),
        ],
    );
    copy("provinces.csv", &[]);
    copy("host_districts.csv", &[("60,plain", "inf,plain")]);
    copy("border_edges.csv", &[("shared_km", "shared_kms")]);
    fs::write(folder.join("routes.csv"), b"district,host_district,share\nbrook,pi\xffne,0.8\n").unwrap();
    fs::write(folder.join("posts.csv"), "").unwrap();
}

fn panj(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("panj").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

#[test]
fn every_mistake_is_told_at_once_and_nothing_is_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("spoilt");
    fs::create_dir(&folder).unwrap();
    spoilt(&folder);
    for command in [&["run", "spoilt", "-n", "10", "--out", "results"][..], &["check", "spoilt"]] {
        let output = panj(place.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        insta::assert_snapshot!("every_mistake", told);
    }
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["spoilt"], "nothing is written");
}

#[test]
fn wrong_overlays_and_missing_scenarios_are_refused_too() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("scenario.toml"), SCENARIO.split("\n[files]").next().unwrap()).unwrap();
    let refused = |arguments: &[&str]| {
        let output = panj(place.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let told = [
        refused(&["check", ".", "--set", "campaign.contagoin=2", "--set", "campaign.contagion=-2"]),
        refused(&["check", ".", "--policy", "nobody"]),
        refused(&["check", "nowhere"]),
        refused(&["check", ".", "--set", "campaign.contagion"]),
        refused(&["sweep", ".", "--factor", "campaign.contagion=1,-2"]),
        refused(&["sweep", ".", "--factor", "mobilization.reservist=100,400"]),
        refused(&["check", ".", "--set", "mobilization.reservists=-4"]),
    ];
    insta::assert_snapshot!("wrong_overlays", told.join("---\n"));
}
