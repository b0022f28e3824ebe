//! The input contract, on scenarios made for it.

mod alliance_folder;
mod any_bytes;
mod editors;
mod overlays;
mod read_again;
mod territory;

use super::*;

const HEAD: &str = "schema = 1\ntitle = \"Test\"\nstart = 2021-05-01\nend = 2021-12-31\n";

/// A scenario of one file.
fn open(text: &str) -> Result<ScenarioSource, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
    let prefix = format!("{}/", folder.path().display());
    ScenarioSource::open(folder.path()).map_err(|problems| problems.to_string().replace(&prefix, ""))
}

/// A copy of the tutorial's data files, which a test then spoils.
fn tutorial() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    for name in DATA_FILES {
        std::fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    write(&folder, "scenario.toml", format!("{HEAD}{FILES}"));
    folder
}

const DATA_FILES: [&str; 9] = [
    "districts.csv",
    "edges.csv",
    "provinces.csv",
    "host_districts.csv",
    "border_edges.csv",
    "routes.csv",
    "posts.csv",
    "places.csv",
    "outline.geojson",
];

const FILES: &str = "[files]
districts = \"districts.csv\"
edges = \"edges.csv\"
provinces = \"provinces.csv\"
host_districts = \"host_districts.csv\"
border_edges = \"border_edges.csv\"
routes = \"routes.csv\"
posts = \"posts.csv\"
places = \"places.csv\"
outline = \"outline.geojson\"
";

fn write(folder: &tempfile::TempDir, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

/// Puts `new` in the place of the first `old` of a file.
fn spoil(folder: &tempfile::TempDir, name: &str, old: &str, new: &str) {
    let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text.contains(old), "{name} has no {old:?}");
    write(folder, name, text.replacen(old, new, 1));
}

/// What is wrong with a folder, its own path taken out.
fn problems_of(folder: &tempfile::TempDir) -> String {
    let prefix = format!("{}/", folder.path().display());
    match ScenarioSource::open(folder.path()) {
        Ok(_) => "nothing".to_owned(),
        Err(problems) => problems.to_string().replace(&prefix, ""),
    }
}

fn resolve(text: &str, overlay: &Overlay) -> Result<Scenario, String> {
    open(text).unwrap().resolve(overlay).map_err(|problems| problems.to_string())
}

#[test]
fn silence_means_the_defaults() {
    let scenario = resolve(HEAD, &Overlay::none()).unwrap();
    assert_eq!(scenario.meta.horizon_days(), 245.0, "the last day is run to its end");
    assert_eq!(scenario.sections.campaign.contagion, 0.0);
    assert_eq!(scenario.sections.capitals.collapse_count, None);
    assert_eq!(scenario.sections.campaign.surge.start, None);
}

#[test]
fn assignments_change_what_they_name_and_nothing_else() {
    let text =
        format!("{HEAD}[campaign]\ncontagion = 6.0\n[milestone.exit]\ndate = 2021-07-02\ncampaign_tempo = 1.3\n");
    let overlay = Overlay::none()
        .with_set("campaign.contagion", 2.0)
        .with_set("campaign.contagion_measure", "neighbour-share")
        .with_set("milestone.exit.date", "2021-07-10")
        .with_set("campaign.surge.days", 12.0);
    let scenario = resolve(&text, &overlay).unwrap();
    assert_eq!(scenario.sections.campaign.contagion, 2.0);
    assert_eq!(scenario.sections.campaign.contagion_measure, ContagionMeasure::NeighbourShare);
    assert_eq!(scenario.sections.campaign.surge.days, 12.0);
    assert_eq!(scenario.milestones[0].date.to_string(), "2021-07-10");
    assert_eq!(scenario.milestones[0].effect(Effect::CampaignTempo), Some(1.3));
    let untouched = resolve(&text, &Overlay::none()).unwrap();
    assert_eq!(untouched.sections.campaign.contagion, 6.0);
}

#[test]
fn nothing_is_replayed_where_nothing_is_on_record() {
    let problems = resolve(HEAD, &Overlay::none().with_set("campaign.mode", "replay")).unwrap_err();
    assert!(problems.contains("neither a fall nor a count on record"), "{problems}");
}

#[test]
fn wrong_assignments_are_told_in_one_go() {
    let overlay = Overlay::none()
        .with_set("campaign.contagoin", 1.0)
        .with_set("milestone.exti.date", Value::parse("2021-07-10"))
        .with_set("weather", "bad");
    let text = format!("{HEAD}[milestone.exit]\ndate = 2021-07-02\n");
    insta::assert_snapshot!(resolve(&text, &overlay).unwrap_err());
    let overlay = Overlay::none().with_set("campaign.contagion", -1.0).with_set("campaign.mode", "modle");
    insta::assert_snapshot!(resolve(&text, &overlay).unwrap_err());
}

#[test]
fn every_mistake_of_a_file_is_told_at_its_line() {
    let text = r#"schema = 1
title = 7
start = 2021-02-30
end = 2021-12-31

[campaign]
base_hazard_per_day = -1
contagoin = 6.0
frailty_sd = nan
mode = "modle"
surge = 3

[campaign.region.NE]
multiplier = "0.64"

[capital]
hazard_per_day = 1

[capitals]
switch = "date"
collapse_count = 2.5

[milestone."Bagram vacated"]
campaign_tempo = 1.3
"#;
    insta::assert_snapshot!(open(text).unwrap_err());
}

#[test]
fn resolved_values_say_who_gave_them() {
    let source = open(&format!("{HEAD}[campaign]\ncontagion = 6.0\n")).unwrap();
    let values = source.resolved_values(&Overlay::none().with_set("campaign.frailty_sd", 1.0)).unwrap();
    let given_by = |path: &str| {
        let value = values.iter().find(|v| v.path == path).unwrap();
        value.given_by.rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(given_by("campaign.contagion"), "scenario.toml:6");
    assert_eq!(given_by("campaign.frailty_sd"), "--set");
    assert_eq!(given_by("campaign.garrison_exponent"), "default");
}
