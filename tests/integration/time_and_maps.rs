//! Promise: what happens at midnight belongs to the day that begins, nothing happens after the last day, and the series, the
//! counts by date and the facts of a history agree, whatever the dates. What lies outside the scenario's time is told; so are
//! names that would be one, and outlines that cannot be drawn.

#![allow(clippy::unwrap_used)]
#![allow(clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::model::kinds::BattalionStage;
use panj::model::{Crisis, Fact};
use panj::outcome::{Layout, Series};
use panj::scenario::{Date, Overlay, Scenario, ScenarioSource};
use panj::sim::{Context, Observer, Time, World, run};
use proptest::prelude::*;

fn tutorial() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial")
}

/// The tutorial in a folder of its own.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(tutorial()).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

fn edit(folder: &tempfile::TempDir, name: &str, change: impl Fn(String) -> String) {
    let path = folder.path().join(name);
    std::fs::write(&path, change(std::fs::read_to_string(&path).unwrap())).unwrap();
}

/// The tutorial from a day on, for so many days, whose host calls up at once, and only by a milestone.
fn valley(start: Date, days: i32, more: &str) -> ScenarioSource {
    let folder = copy();
    let (end, middle) = (start.plus_days(days - 1), start.plus_days(days / 2));
    edit(&folder, "scenario.toml", |text| {
        let mut text = text
            .replace("start = 2030-05-01", &format!("start = {start}"))
            .replace("end = 2030-08-28", &format!("end = {end}"))
            .replace("held_on = [2030-05-31, 2030-06-30]", &format!("held_on = [{start}, {middle}, {end}]"))
            .replace("conditions = [\"facing-km\"]", "conditions = []");
        for key in ["order", "call_up", "assembly", "transport", "preparation"] {
            let at = text.find(&format!("\n{key}_days = ")).unwrap() + 1;
            let line = text[at..].find('\n').unwrap() + at;
            text.replace_range(at..line, &format!("{key}_days = 0.0"));
        }
        // The tutorial has priors already.
        let (tables, priors) = more.split_once("\n[uncertainty]\n").unwrap_or((more, ""));
        text.replace("\n[uncertainty]\n", &format!("\n[uncertainty]\n{priors}\n")) + tables
    });
    ScenarioSource::open(folder.path()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn milestone(date: Date, effect: &str) -> String {
    format!("\n[milestone.x]\nname = \"x\"\nsource = \"invented\"\ndate = {date}\n{effect}\n")
}

/// Falls and reservists in place, with their times.
#[derive(Default)]
struct Facts {
    falls: Vec<(f64, i64)>,
    reservists: Vec<(f64, i64)>,
    resting: Vec<u32>,
    last: f64,
}

impl Observer<Crisis> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        if !matches!(fact, Fact::DayEnded { .. }) {
            self.last = now.days();
        }
        match *fact {
            Fact::DistrictFell { .. } => self.falls.push((now.days(), 1)),
            Fact::DistrictRecaptured { .. } => self.falls.push((now.days(), -1)),
            Fact::BattalionReached { stage: BattalionStage::Arrived, men, .. } => {
                self.reservists.push((now.days(), i64::from(men)));
            }
            Fact::BattalionReached { stage: BattalionStage::Resting, men, battalion } => {
                self.reservists.push((now.days(), -i64::from(men)));
                self.resting.push(battalion);
            }
            Fact::BattalionReached { stage: BattalionStage::Ready, men, battalion } => {
                let before = self.resting.len();
                self.resting.retain(|other| *other != battalion);
                if self.resting.len() < before {
                    self.reservists.push((now.days(), i64::from(men)));
                }
            }
            _ => {}
        }
    }
}

impl Facts {
    fn of(scenario: &Arc<Scenario>, seed: u64) -> Facts {
        let (mut crisis, mut context, mut facts) =
            (Crisis::new(Arc::clone(scenario)), Context::new(), Facts::default());
        crisis.begin(World::new(seed, 0), &mut context);
        run(&mut crisis, &mut context, Time::from_days(scenario.meta.horizon_days()), &mut facts);
        facts
    }
}

type Named<T> = Vec<(String, T)>;

/// The series and outcomes of world 0, with their names.
fn outcomes(scenario: &Arc<Scenario>, seed: u64) -> (Named<Vec<u32>>, Named<f64>) {
    let simulator = CrisisSimulator::new(vec![Arc::clone(scenario)]).unwrap();
    let (series, length) = Series::offsets(simulator.series());
    let places: usize = simulator.by_place().iter().map(|one| one.places.len()).sum();
    let layout = Layout::of(simulator.metrics());
    let mut record = Record { row: vec![0.0; layout.width()], series: vec![0; length + places], events: 0 };
    simulator.replicate(0, seed, 0, &mut simulator.workspace(), &mut record).unwrap();
    let days = scenario.meta.days();
    let series = simulator
        .series()
        .iter()
        .zip(series)
        .map(|(one, at)| (one.id.to_string(), record.series[at..at + days].to_vec()));
    let metrics = simulator.metrics().iter().enumerate();
    let metrics = metrics.map(|(at, one)| (one.id.to_string(), record.row[layout.column(at)]));
    (series.collect(), metrics.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn series_counts_by_date_and_facts_agree(
        start in prop_oneof![
            (0..800_000_i32).prop_map(|days| Date::new(1, 1, 1).unwrap().plus_days(days)),
            prop_oneof![Just((1899, 12, 30)), Just((2000, 2, 28)), Just((2100, 2, 27)), Just((2024, 2, 29))]
                .prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()),
        ],
        days in prop_oneof![Just(1), Just(2), 3..80_i32],
        place in 0.0..1.0_f64,
        seed in 0..1000_u64,
    ) {
        // The last of these is the day after the end.
        let day = (place * f64::from(days + 1)) as i32;
        let source = valley(start, days, &milestone(start.plus_days(day), "mobilization = 200"));
        let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap());
        let facts = Facts::of(&scenario, seed);
        let (series, metrics) = outcomes(&scenario, seed);
        let by = |changes: &[(f64, i64)], day: usize| -> i64 {
            changes.iter().filter(|change| change.0 < day as f64 + 1.0).map(|change| change.1).sum()
        };
        let at_start = scenario.geography.districts.iter().filter(|one| one.held_at_start).count() as i64;
        let of = |id: &str| series.iter().find(|one| one.0 == id).unwrap().1.clone();
        let (held, reservists) = (of("districts_held"), of("reservists_in_place"));
        for day in 0..scenario.meta.days() {
            prop_assert_eq!(i64::from(held[day]), at_start + by(&facts.falls, day));
            prop_assert_eq!(i64::from(reservists[day]), by(&facts.reservists, day));
        }
        prop_assert!(facts.last < f64::from(days), "something happened after the end");
        // The order is obeyed on its day, and not the day before.
        for at in 0..days {
            prop_assert_eq!(reservists[at as usize] > 0, at >= day, "day {} of an order of day {}", at, day);
        }
        let in_place = metrics.iter().find(|one| one.0 == "reservists_in_place").unwrap().1;
        prop_assert_eq!(in_place > 0.0, day < days);
        for watched in &scenario.sections.outcomes.held_on {
            let id = format!("held_{}", watched.date.to_string().replace('-', "_"));
            let value = metrics.iter().find(|one| one.0 == id).unwrap().1;
            prop_assert_eq!(value, f64::from(held[watched.day as usize]));
        }
    }
}

#[test]
fn a_tempo_before_the_start_is_in_force_at_the_start() {
    let start = Date::new(2030, 5, 1).unwrap();
    let falls = |more: &str| {
        let source = valley(start, 60, more);
        let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap());
        (0..20).map(|seed| Facts::of(&scenario, seed).falls).collect::<Vec<_>>()
    };
    let early = falls(&milestone(start.plus_days(-30), "campaign_tempo = 5.0"));
    assert!(early == falls(&milestone(start, "campaign_tempo = 5.0")));
    assert!(early != falls(""));
}

fn told(source: &ScenarioSource) -> Vec<String> {
    source.warnings().iter().map(|odd| format!("{}: {}", odd.key, odd.found)).collect()
}

#[test]
fn dates_outside_the_scenarios_time_are_told() {
    let start = Date::new(2030, 5, 1).unwrap();
    let found = |date: Date, effect: &str| told(&valley(start, 120, &milestone(date, effect)));
    let (first, last) = (start.plus_days(-1), start.plus_days(120));
    assert_eq!(found(start, "request = 1"), [""; 0]);
    assert_eq!(found(start.plus_days(119), "campaign_tempo = 2.0"), [""; 0]);
    for effect in ["campaign_tempo = 2.0", "request = 1", "mobilization = 10", "salience = 1.0", "assurance = 0.5"] {
        let key = effect.split(' ').next().unwrap();
        let late = found(last, effect);
        assert!(late.len() == 1 && late[0].contains("1 day after the end") && late[0].contains(key), "{late:?}");
    }
    for effect in ["request = 1", "mobilization = 10", "reminder = 1"] {
        let early = found(first, effect);
        assert!(early.len() == 1 && early[0].contains("1 day before the start"), "{early:?}");
    }
    // What lasts is in force, and a mark is history; a date that is years away is told all the same.
    assert_eq!(found(first, "campaign_tempo = 2.0"), [""; 0]);
    assert_eq!(found(first, ""), [""; 0]);
    assert_eq!(found(Date::new(2003, 5, 10).unwrap(), "campaign_tempo = 2.0").len(), 1);
    assert_eq!(found(Date::new(2300, 5, 10).unwrap(), "").len(), 1);
    // Also in policies, priors and other parameters.
    let policy = "\n[policy.late]\nsummary = \"Later\"\nsource = \"invented\"\n[policy.late.set]\n\"milestone.x.date\" = 2031-05-10\n";
    let one = valley(start, 120, &(milestone(start, "request = 1") + policy));
    assert!(told(&one).len() == 1 && told(&one)[0].starts_with("milestone.x.date"), "{:?}", told(&one));
    let prior = "\n[uncertainty]\n\"milestone.x.date\" = { uniform = { low = 2031-05-10, high = 2031-06-10 } }\n";
    let one = valley(start, 120, &(milestone(start, "request = 1") + prior));
    assert!(told(&one).len() == 1 && told(&one)[0].contains("all likely draws"), "{:?}", told(&one));
}

/// The problems of a spoilt copy of the tutorial.
fn problems(name: &str, change: impl Fn(String) -> String) -> String {
    let folder = copy();
    edit(&folder, name, change);
    ScenarioSource::open(folder.path()).map_or_else(|problems| problems.to_string(), |_| String::new())
}

#[test]
fn an_outline_that_cannot_be_drawn_is_told() {
    let put = |geometry: &str| {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"properties":{{"id":"A"}},"geometry":{geometry}}}]}}"#
        );
        problems("outline.geojson", |_| text.clone())
    };
    let ring = |points: &str| put(&format!(r#"{{"type":"Polygon","coordinates":[[{points}]]}}"#));
    assert_eq!(problems("outline.geojson", |text| text), "");
    assert!(ring("[6665000,4350000],[6740000,4350000],[6740000,4450000]").contains("in degrees"));
    assert!(ring("[10,10],[11,10],[11,11],[10,11],[10,10]").contains("no district of either side lies within"));
    assert!(ring("[0,0],[170,80],[170,0],[0,80],[0,0]").contains("cross"));
    assert!(ring("[60,30],[70,30],[60,30]").contains("three different points"));
    assert!(ring("[60,null],[70,30],[60,40]").contains("in degrees"));
    assert!(put(r#"{"type":"Point","coordinates":[60,30]}"#).contains("Polygon"));
    assert!(put(r#"{"type":"Polygon","coordinates":[]}"#).contains("ring"));
    assert!(problems("outline.geojson", |_| r#"{"features":[]}"#.to_owned()).contains("empty list of features"));
}

#[test]
fn host_districts_whose_metrics_would_have_one_name_are_told() {
    let text = std::fs::read_to_string(tutorial().join("host_districts.csv")).unwrap();
    let row = text.lines().nth(1).unwrap();
    let id = row.split(',').next().unwrap();
    let other = if id.contains('-') { id.replace('-', "_") } else { id.to_lowercase() };
    let other = if other == id { id.to_uppercase() } else { other };
    let found =
        problems("host_districts.csv", |text| text.trim_end().to_owned() + "\n" + &row.replacen(id, &other, 1) + "\n");
    assert!(found.contains(id) && found.contains(&other) && found.contains("both would be crossed_"), "{found}");
}

#[test]
fn a_region_that_no_district_has_is_told() {
    let found = problems("scenario.toml", |text| text.replace("region = \"north\"", "region = \"North\""));
    assert!(found.contains("outcomes.region") && found.contains("did you mean \"north\""), "{found}");
}

#[test]
fn what_is_lost_before_the_start_is_lost_on_day_0() {
    let folder = copy();
    edit(&folder, "districts.csv", |text| {
        text.replace(",north,plain,0,0,", ",north,plain,0,1,").replace(",north,gorge,0,0,", ",north,gorge,0,1,")
    });
    let source = ScenarioSource::open(folder.path()).unwrap();
    let found = outcomes(&Arc::new(source.resolve(&Overlay::none()).unwrap()), 1).1;
    let of = |id: &str| found.iter().find(|(name, _)| name == id).map(|(_, value)| *value);
    assert_eq!(of("region_lost_days"), Some(0.0), "{found:?}");
}
