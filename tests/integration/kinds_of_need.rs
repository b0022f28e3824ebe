//! Promise: kinds of need besides the men on the line are what their course and what help brought of them say, to the last unit-day;
//! a kind that is not asked for changes no number of a scenario; what is wrong with one is told with its place and a remedy.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::outcome::{Layout, Series};
use panj::scenario::{Overlay, ScenarioSource};

/// Worlds of a scenario: each outcome and each daily series by its name.
struct Worlds {
    outcomes: Vec<BTreeMap<String, f64>>,
    series: Vec<BTreeMap<String, Vec<u32>>>,
}

fn worlds(folder: &Path, many: u64) -> Worlds {
    let source = ScenarioSource::open(folder).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap_or_else(|problems| panic!("{problems}")));
    let simulator = CrisisSimulator::new(vec![scenario]).unwrap();
    let (metrics, layout) = (simulator.metrics(), Layout::of(simulator.metrics()));
    let (starts, days) = Series::offsets(simulator.series());
    let places: usize = simulator.by_place().iter().map(|one| one.places.len()).sum();
    let mut workspace = simulator.workspace();
    let mut worlds = Worlds { outcomes: Vec::new(), series: Vec::new() };
    for replication in 0..many {
        let mut record = Record { row: vec![0.0; layout.width()], series: vec![0; days + places], events: 0 };
        simulator.replicate(0, 11, replication, &mut workspace, &mut record).unwrap();
        let outcome =
            |(at, metric): (usize, &panj::outcome::Metric)| (metric.id.to_string(), record.row[layout.column(at)]);
        worlds.outcomes.push(metrics.iter().enumerate().map(outcome).collect());
        let of_days = simulator.series().iter().zip(&starts);
        worlds.series.push(
            of_days
                .map(|(series, &at)| (series.id.to_string(), record.series[at..at + series.days].to_vec()))
                .collect(),
        );
    }
    worlds
}

/// A scenario of a hundred days without a map. Nobody votes: on day 10 the alliance gives a package.
fn text(package: &str, more: &str) -> String {
    format!(
        "schema = 1
title = \"Kinds\"
start = 2021-05-01
end = 2021-08-08
[alliance]
active = true
rule = \"automatic\"
request = {{ conditions = [] }}
automatic = {{ conditions = [\"date\"], date = 2021-05-11, package = [\"{package}\"] }}
usual_response = {{ arrives = 20.0 }}
[alliance.member.one]
lead = true
[alliance.delivery]
aid_days = 90.0
aid_fulfilment = 0.5
force_preparation_days = 5.0
{more}
"
    )
}

fn open(text: &str) -> Result<tempfile::TempDir, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
    match ScenarioSource::open(folder.path()) {
        Ok(_) => Ok(folder),
        Err(problems) => Err(problems.to_string()),
    }
}

fn one(package: &str, more: &str) -> BTreeMap<String, f64> {
    worlds(open(&text(package, more)).unwrap().path(), 1).outcomes.remove(0)
}

/// Two batteries are required, six from day 5, three from day 80; the host has one.
fn course(help: &str) -> String {
    format!(
        "force_men = 0
[need.air_defence]
unit = \"batteries\"
of = \"constant\"
per = 2.0
ready = 1.0
{help}
[change.more]
date = 2021-05-06
set = {{ \"need.air_defence.per\" = 6.0 }}
[change.fewer]
date = 2021-07-20
set = {{ \"need.air_defence.per\" = 3.0 }}
"
    )
}

fn of(outcomes: &BTreeMap<String, f64>, what: &str) -> f64 {
    outcomes[&format!("need_air_defence_{what}")]
}

#[test]
fn a_given_course_and_a_given_delivery_make_an_exact_gap() {
    let none = one("force", &course(""));
    // 1 missing for 5 days, 5 for 75, 2 for 20.
    assert_eq!([of(&none, "short"), of(&none, "relief")], [420.0, 0.0]);
    assert!(
        of(&none, "covered_days").is_nan() && of(&none, "help_days").is_nan() && none["material_help_days"].is_nan()
    );
    let force = one("force", &course("force = { amount = 6.0, parts = 3, days = 20.0 }"));
    assert_eq!(
        ["short", "relief", "required_peak", "first_short_days", "covered_days", "help_days"]
            .map(|what| of(&force, what)),
        [5.0 + 125.0, 250.0 + 40.0, 6.0, 0.0, 30.0, 20.0]
    );
    assert!((of(&force, "worst_share") - 5.0 / 6.0).abs() < 1e-6);
    assert_eq!(force["material_help_days"], 20.0, "batteries without men are help in place");
    let short_stay = one("force", &course("force = { amount = 6.0, parts = 3, days = 20.0, stay_days = 30.0 }"));
    assert_eq!([of(&short_stay, "short"), of(&short_stay, "relief")], [130.0 + 100.0 + 40.0, 150.0]);
    // Half of what aid promises comes; an exercise brings nothing where none is given.
    let aid = one("aid", &course("aid = { amount = 6.0, days = 20.0 }\nexercise = { amount = 6.0, days = 0.0 }"));
    assert_eq!([of(&aid, "short"), of(&aid, "relief")], [5.0 + 125.0 + 100.0, 150.0 + 40.0]);
    assert!(of(&aid, "covered_days") == 80.0, "the host's one and three of help suffice when three are required");
}

#[test]
fn help_brings_what_is_no_longer_missing() {
    let more = course("force = { amount = 4.5, parts = 7, days = { uniform = [0.0, 150.0] }, stay_days = 10.0 }");
    let worlds = worlds(open(&text("force", &more)).unwrap().path(), 50);
    let mut different = std::collections::BTreeSet::new();
    for outcomes in &worlds.outcomes {
        assert!((of(outcomes, "short") + of(outcomes, "relief") - 420.0).abs() < 1e-6);
        assert!(of(outcomes, "relief") <= 4.5 * 10.0 + 1e-6);
        different.insert(of(outcomes, "help_days").to_bits());
    }
    assert!(different.len() > 40, "days are drawn");
}

/// Outcomes that ask when help was in place: help of a kind is help.
const HELP_IN_PLACE: [&str; 4] = ["material_help_days", "too_late", "help_before_first_week", "help_before_gap_closed"];

/// A copy of the tutorial with more lines in its scenario.
fn tutorial(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let document = folder.path().join("scenario.toml");
    std::fs::write(&document, format!("{}\n{more}", std::fs::read_to_string(&document).unwrap())).unwrap();
    folder
}

#[test]
fn a_kind_that_is_not_asked_for_follows_people_and_changes_nothing_else() {
    let more = "[need.relief]\nunit = \"rations a day\"\nof = \"civilians-in-host\"\nper = 2.0\nready = 100.0\nasked = false\n\
                [need.police]\nunit = \"officers\"\nof = \"incidents\"\nper = 40.0\nasked = false\n\
                aid = { amount = 60.0, days = 3.0 }\nforce = { amount = 90.0, days = 3.0 }\n\
                [need.scouts]\nunit = \"men\"\nof = \"districts-held\"\nasked = false\n";
    let (plain, with) = (worlds(tutorial("").path(), 40), worlds(tutorial(more).path(), 40));
    let mut some_missing = false;
    for (world, outcomes) in with.outcomes.iter().enumerate() {
        for (id, value) in &plain.outcomes[world] {
            if HELP_IN_PLACE.contains(&id.as_str()) {
                let both =
                    [*value, outcomes[id]].map(|value| value * if id.starts_with("help_before") { -1.0 } else { 1.0 });
                assert!(both[0].is_nan() || both[1] <= both[0], "{id}: help of a kind is help, too");
                continue;
            }
            assert_eq!(value.to_bits(), outcomes[id].to_bits(), "{id}");
        }
        let series = &with.series[world];
        for (id, days) in &plain.series[world] {
            assert_eq!(days, &series[id], "{id}");
        }
        assert_eq!(series["need_scouts_required"], series["districts_held"]);
        let twice: Vec<u32> = series["civilians_in_host"].iter().map(|people| 2 * people).collect();
        assert_eq!(series["need_relief_required"], twice);
        let missing: Vec<u32> = twice.iter().map(|rations| rations.saturating_sub(100)).collect();
        assert_eq!(series["need_relief_short"], missing);
        // What is missing at the end of a day is missing until the end of the next.
        let all: u32 = missing[..missing.len() - 1].iter().sum();
        assert_eq!(outcomes["need_relief_short"], f64::from(all));
        assert_eq!(outcomes["need_police_required_peak"], 40.0 * outcomes["incidents"]);
        some_missing |= all > 0;
    }
    assert!(some_missing);
}

#[test]
fn so_many_men_count_as_help_in_place() {
    let days = |least: &str| one("force", &format!("force_men = 100\n{least}"))["material_help_days"];
    assert_eq!([days(""), days("[outcomes]\nleast_men = 100\n")], [5.0, 5.0]);
    assert!(days("[outcomes]\nleast_men = 101\n").is_nan());
    let standing = "standing_force_men = 60\nstanding_force_days = 8.0\n";
    let both = one("force", &format!("force_men = 50\n{standing}[outcomes]\nleast_men = 100\n"));
    assert_eq!(both["material_help_days"], 8.0, "those of the force stand there when the standing force comes");
}

#[test]
fn what_is_wrong_with_a_kind_is_told() {
    let sixteen: String = (0..17).map(|k| format!("[need.k{k}]\nunit = \"men\"\nof = \"constant\"\n")).collect();
    for (more, parts) in [
        ("[need.Relief]\nunit = \"men\"\nof = \"constant\"\n", &["need.Relief", "small letters", "another name"][..]),
        ("[need.relief]\nof = \"constant\"\n", &["need.relief.unit", "add unit = ..."]),
        ("[need.relief]\nunit = \"{host}\"\nof = \"constant\"\n", &["need.relief.unit", "a word or two"]),
        ("[need.relief]\nunit = \"men\"\nof = \"civilians\"\n", &["need.relief.of", "civilians-in-host"]),
        ("[need.relief]\nunit = \"men\"\nof = \"constant\"\nper = -1.0\n", &["need.relief.per", "from 0 to"]),
        (
            "[need.relief]\nunit = \"men\"\nof = \"constant\"\nforce.parts = 0\n",
            &["need.relief.force.parts", "from 1 to 1000"],
        ),
        (
            "[need.relief]\nunit = \"men\"\nof = \"constant\"\nforces.parts = 1\n",
            &["need.relief.forces", "did you mean force?"],
        ),
        (sixteen.as_str(), &["need.k16", "at most 16 kinds", "merge"]),
        (
            "[need.relief]\nunit = \"men\"\nof = \"constant\"\n[change.x]\ndate = 2021-06-01\nset = { \"need.relief.force.amount\" = 1.0 }\n",
            &["change.x.set.need.relief.force.amount", "settled at the start"],
        ),
    ] {
        let told = open(&text("force", more)).unwrap_err();
        let missing: Vec<&&str> = parts.iter().filter(|part| !told.contains(**part)).collect();
        assert!(missing.is_empty() && told.contains("scenario.toml:"), "{missing:?} is not in {told}");
    }
}
