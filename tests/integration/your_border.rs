//! Promise: docs/your-border.md can be followed word for word, from polygons to a report with a hindcast.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use crate::documented_commands::{commands, desk, shell};

#[test]
fn each_command_runs_in_its_turn() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/your-border.md")).unwrap();
    let folder = desk(&page);
    let commands: Vec<String> = commands(&page).into_iter().filter(|command| command.split(' ').count() > 2).collect();
    for command in &commands {
        let known = ["panj ", "cp -r docs", "sed -i ", "printf "].iter().any(|begin| command.starts_with(begin));
        assert!(known, "the page has another kind of command: {command}");
        // The page's own numbers, but for a long look at what answers hang on.
        shell(folder.path(), &command.replace("-n 1000", "-n 100").replace("-n 50", "-n 4"));
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("lakeland/edges.csv").lines().count(), 32);
    assert_eq!(read("lakeland/border_edges.csv").lines().count(), 6);
    assert!(read("lakeland/sources.csv").contains("districts.csv,population,,source,"));
    assert!(read("lakeland/scenario.toml").contains("observed = \"observed\""));
    let report = read("assumed/report.html");
    assert!(
        report.contains("Hindcast") && !read("first/report.html").contains("Hindcast"),
        "the record is compared with"
    );
    assert_eq!(
        read("assumed/charts/map_fall_dates.svg").matches("class=\"cell\"").count(),
        20,
        "a cell for each district"
    );
    let found: serde_json::Value = serde_json::from_str(&read("lakeland-posterior.json")).unwrap();
    let inside = |path: &str, true_value: f64| {
        let one = found["found"].as_array().unwrap().iter().find(|one| one["path"] == path).unwrap().clone();
        (one["posterior"][0].as_f64().unwrap()..=one["posterior"][2].as_f64().unwrap()).contains(&true_value)
    };
    assert!(inside("campaign.contagion", 9.0) && inside("campaign.base_hazard_per_day", 0.01), "{found}");
    assert!(read("policies/report.html").contains("majority-rule"));
    assert!(read("relief/report.html").contains("rations a day missing, summed over days"));
    assert!(read("league/report.html").contains("the League"));
    assert!(read("places/report.html").contains("100 km of the coast are lost by the end of June"));
}
