//! The territory's files: what they yield, and how each mistake is told.

use super::*;
use std::path::Path;

use crate::scenario::Reach;

#[test]
fn the_tutorial_is_sound() {
    let source = ScenarioSource::open(tutorial().path()).unwrap();
    let geography = source.geography();
    assert_eq!((geography.districts.len(), geography.neighbours.edges(), geography.contacts.len()), (10, 15, 4));
    let brook = geography.district("brook").unwrap();
    let next: Vec<&str> =
        geography.neighbours.of(brook).iter().map(|n| geography.districts[n.district as usize].id.as_str()).collect();
    assert_eq!(next, ["ash", "cliff", "elm"]);
    assert_eq!(geography.contacts_of(brook).map(|c| c.shared_km).sum::<f64>(), 20.0);
    assert_eq!(geography.sectors.len(), 2);
    assert_eq!(geography.outlines.len(), 2);
    assert_eq!(source.warnings(), []);
}

#[test]
fn the_map_of_2021_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tajik-afghan-2021");
    let files = FILES.replace(" = \"", &format!(" = \"{}/", data.display()));
    write(&folder, "scenario.toml", format!("{HEAD}{files}"));
    let source = ScenarioSource::open_within(folder.path(), &[], Reach::Anywhere).map_err(|p| p.to_string()).unwrap();
    let geography = source.geography();
    assert_eq!((geography.districts.len(), geography.neighbours.edges(), geography.provinces.len()), (398, 1098, 34));
    assert_eq!(geography.districts.iter().filter(|d| d.held_at_start).count(), 73);
    assert_eq!(geography.neighbours.parts(), 1);
    assert_eq!(source.warnings().len(), 0, "{:?}", source.warnings());
}

#[test]
fn ten_and_more_mistakes_are_told_in_one_go() {
    let folder = tutorial();
    spoil(&folder, "scenario.toml", "places = \"places.csv\"", "places = \"palces.csv\"");
    write(&folder, "posts.csv", "");
    write(&folder, "routes.csv", b"district,host_district,share\nbrook,pi\xffne,0.8\n");
    spoil(&folder, "districts.csv", "valley,north,plain,0,0,80", "vallei,north,plane,0,2,-80");
    spoil(&folder, "districts.csv", "heath,", "glen,");
    spoil(&folder, "edges.csv", "ash,brook,20,20", "ash,brok,20,20");
    spoil(&folder, "edges.csv", "ash,dale,20,20", "ash,ash,20,20");
    spoil(&folder, "edges.csv", "cliff,fell,20,20", "cliff,brook,25,20");
    spoil(&folder, "edges.csv", "dale,elm,20,20", "dale,elm,NaN,20\ndale,elm,20\nelm,dale,0,20");
    spoil(&folder, "border_edges.csv", "shared_km", "shared_kms");
    spoil(&folder, "host_districts.csv", "60,plain", "many,plain");
    write(&folder, "outline.geojson", "{");
    let text = std::fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    let more = "[campaign]
base_hazard_per_day = \"high\"
contagion = inf
contagoin = 1
[campaign.surge]
start = 2021-02-30
[policy.a]
summary = \"A\"
extends = [\"b\"]
set = { \"campaign.contagin\" = 1, \"campaign.frailty_sd\" = -1 }
[policy.b]
summary = \"B\"
extends = [\"a\", \"c\"]
[uncertainty]
\"campaign.contagoin\" = { log_uniform = [1, 20] }
\"campaign.frailty_sd\" = { uniform = [1, 20] }
";
    write(&folder, "scenario.toml", format!("{text}{more}"));
    insta::assert_snapshot!(problems_of(&folder));
}

#[test]
fn each_missing_link_between_files_is_told() {
    let folder = tutorial();
    spoil(&folder, "provinces.csv", "elm", "fell");
    spoil(&folder, "routes.csv", "0.8", "0.8\nbrook,oak,0.5");
    spoil(&folder, "posts.csv", "ash,oak", "ash,oaks");
    spoil(&folder, "host_districts.csv", "pine,Pine,HOST", "pine,Pine,OTHER");
    insta::assert_snapshot!(problems_of(&folder));
    let folder = tutorial();
    spoil(&folder, "scenario.toml", "provinces = \"provinces.csv\"\n", "");
    insta::assert_snapshot!(problems_of(&folder));
}

#[test]
fn names_of_regions_must_be_on_the_map() {
    let folder = tutorial();
    let more = "[campaign.surge]\nregions = [\"nort\", \"south\"]\n[campaign.region.weast]\nmultiplier = 2\n";
    write(&folder, "scenario.toml", format!("{HEAD}{FILES}{more}"));
    insta::assert_snapshot!(problems_of(&folder));
}

#[test]
fn a_district_alone_is_odd_but_allowed() {
    let folder = tutorial();
    let edges = std::fs::read_to_string(folder.path().join("edges.csv")).unwrap();
    let kept: Vec<&str> = edges.lines().filter(|line| !line.contains("juniper")).collect();
    write(&folder, "edges.csv", kept.join("\n"));
    let source = ScenarioSource::open(folder.path()).map_err(|p| p.to_string()).unwrap();
    let found: Vec<&str> = source.warnings().iter().map(|w| w.found.as_str()).collect();
    assert_eq!(found, ["district juniper has no neighbour", "the districts fall into 2 parts that do not touch"]);
}

#[test]
fn a_missing_scenario_is_told() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(problems_of(&folder));
}

#[test]
fn areas_belong_to_districts_of_either_side() {
    let folder = tutorial();
    let area = |id: &str| {
        let ring = "[[0,0],[1,0],[1,1],[0,0]]";
        format!(r#"{{"properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#)
    };
    let areas = |ids: [&str; 2]| format!(r#"{{"features":[{},{}]}}"#, area(ids[0]), area(ids[1]));
    spoil(&folder, "scenario.toml", "places = ", "areas = \"areas.geojson\"\nplaces = ");
    write(&folder, "areas.geojson", areas(["ash", "oak"]));
    let scenario = crate::scenario::load(folder.path(), &crate::scenario::Overlay::none()).unwrap();
    assert_eq!(scenario.geography.areas.len(), 2);
    write(&folder, "areas.geojson", areas(["ash", "aok"]));
    let told = problems_of(&folder);
    assert!(told.contains("areas.geojson") && told.contains("`aok`") && told.contains("did you mean oak?"), "{told}");
}
