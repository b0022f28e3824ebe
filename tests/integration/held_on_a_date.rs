//! Promise: a district counts as held on a date if the advancing force holds it at that day's end; what fell and was
//! taken back before does not count. The table by district is held against a slow count over the facts of all worlds.

#![allow(clippy::unwrap_used)]
#![allow(clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use panj::experiment::{Counter, CrisisSimulator, Design, Plan, Record, ScenarioInput, Shard, Simulator, Variant};
use panj::model::{Crisis, Fact};
use panj::outcome::Series;
use panj::result::{RunOptions, read_columns, run_experiment};
use panj::scenario::{Overlay, Scenario, ScenarioSource};
use panj::sim::{Context, Observer, Time, World, run};

const SEED: u64 = 7;
const WORLDS: u64 = 80;

/// Four districts in a row, of which the first is held; whatever falls is taken back, three to a few days later.
fn scenario() -> Arc<Scenario> {
    let toml = "schema = 1\ntitle = \"To and fro\"\nstart = 2030-05-01\nend = 2030-06-29\n\
        [files]\ndistricts = \"districts.csv\"\nedges = \"edges.csv\"\nprovinces = \"provinces.csv\"\n\
        [campaign]\nbase_hazard_per_day = 0.05\n[capitals]\nswitch = \"never\"\nhard_factor = 0.0\n\
        [recapture]\nprobability = 0.9\ndelay_fixed_days = 3.0\ndelay_mean_days = 2.0\n\
        [outcomes]\nheld_on = [2030-06-15, 2030-05-20, 2030-06-29]\n";
    let districts = "id,name,province,terrain,capital,held_at_start,garrison_people,population,lon,lat\n\
        d0,D0,p,plain,0,1,0,1000,69.0,37.0\nd1,D1,p,plain,0,0,50,1000,69.1,37.0\n\
        d2,D2,p,plain,0,0,50,1000,69.2,37.0\nd3,D3,p,plain,1,0,50,1000,69.3,37.0\n";
    let edges = "a,b,shared_km,seat_distance_km\nd0,d1,10,25\nd1,d2,10,25\nd2,d3,10,25\n";
    let provinces = "id,name,capital_name,capital_district,national_capital\np,P,C,d3,1\n";
    let texts =
        [("scenario.toml", toml), ("districts.csv", districts), ("edges.csv", edges), ("provinces.csv", provinces)];
    let source = ScenarioSource::from_texts(&texts).unwrap_or_else(|problems| panic!("{problems}"));
    Arc::new(source.resolve(&Overlay::none()).unwrap_or_else(|problems| panic!("{problems}")))
}

/// Every change of hands of one history, with its time.
#[derive(Default)]
struct Changes(Vec<(Time, usize, bool)>);

impl Observer<Crisis> for Changes {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        match *fact {
            Fact::DistrictFell { district, .. } => self.0.push((now, district.at(), true)),
            Fact::DistrictRecaptured { district } => self.0.push((now, district.at(), false)),
            _ => {}
        }
    }
}

impl Changes {
    fn of(scenario: &Arc<Scenario>, replication: u64) -> Changes {
        let (mut crisis, mut context) = (Crisis::new(Arc::clone(scenario)), Context::new());
        crisis.begin(World::new(SEED, replication), &mut context);
        let mut changes = Changes::default();
        run(&mut crisis, &mut context, Time::from_days(scenario.meta.horizon_days()), &mut changes);
        changes
    }

    /// Who holds what at the end of a day, and what had fallen by then.
    fn by(&self, scenario: &Scenario, day: u32) -> (Vec<bool>, BTreeSet<usize>) {
        let mut held: Vec<bool> = scenario.geography.districts.iter().map(|one| one.held_at_start).collect();
        let before = self.0.iter().filter(|change| change.0 < Time::from_days(f64::from(day) + 1.0));
        before.clone().for_each(|&(_, district, state)| held[district] = state);
        (held, before.filter(|change| change.2).map(|change| change.1).collect())
    }
}

/// Ids of the quantities and the days on whose end they are read.
const WATCHED: [(&str, u32); 4] =
    [("held_2030_05_20", 19), ("held_2030_06_15", 45), ("held_2030_06_29", 59), ("held_at_end", 59)];

#[test]
fn what_is_taken_back_before_the_date_is_not_held() {
    let scenario = scenario();
    let simulator = CrisisSimulator::new(vec![Arc::clone(&scenario)]).unwrap();
    let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
    let mut taken_back = 0;
    for replication in 0..WORLDS {
        record.clear();
        simulator.replicate(0, SEED, replication, &mut workspace, &mut record).unwrap();
        let changes = Changes::of(&scenario, replication);
        let mut at = Series::offsets(simulator.series()).1;
        let mut seen = Vec::new();
        for quantity in simulator.by_place() {
            let values = &record.series[at..at + quantity.places.len()];
            at += quantity.places.len();
            let Some((id, day)) = WATCHED.iter().find(|(id, _)| *id == quantity.id) else { continue };
            let (held, fallen) = changes.by(&scenario, *day);
            let expected: Vec<u32> = held.iter().map(|held| u32::from(*held)).collect();
            assert_eq!(values, expected, "world {replication}, {id}");
            taken_back += fallen.iter().filter(|district| !held[**district]).count();
            seen.push(*id);
        }
        assert_eq!(seen, WATCHED.map(|(id, _)| id));
    }
    assert!(taken_back > 100, "only {taken_back} districts had fallen and were not held: the test tests nothing");
}

fn run_it(scenario: &Arc<Scenario>, out: &Path) {
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: SEED,
        replications: WORLDS,
        until: Vec::new(),
        format: panj::experiment::Format::Csv,
        scenario: ScenarioInput { path: "to-and-fro".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Run {},
        draws: None,
        variant: vec![Variant { name: "baseline".to_owned(), ..Variant::default() }],
    };
    let order = RunOptions {
        out: Some(out.to_owned()),
        shard: Shard::WHOLE,
        threads: 2,
        series: true,
        title: "To and fro".to_owned(),
        parameters: Vec::new(),
        command_line: Vec::new(),
        inputs: Vec::new(),
        before: None,
    };
    let simulator = CrisisSimulator::new(vec![Arc::clone(scenario)]).unwrap();
    run_experiment(&simulator, &plan, &order, &Counter::default()).unwrap();
}

#[test]
fn the_table_by_district_holds_the_shares_of_worlds() {
    let (scenario, folder) = (scenario(), tempfile::tempdir().unwrap());
    let out = folder.path().join("result");
    run_it(&scenario, &out);
    let results = panj::result::Manifest::read(&out).unwrap().unwrap();
    let dates = panj::result::share_dates(&results.series, &results.by_place);
    let rows = panj::result::read_districts(&out.join("districts.csv"), &dates).unwrap();
    let expected = results.by_place.iter().map(|quantity| quantity.places.len()).sum::<usize>();
    assert_eq!(rows.len(), expected * results.plan.variant.len());
    for row in &rows {
        let quantity = results.by_place.iter().find(|quantity| quantity.id == row.quantity).unwrap();
        assert!(quantity.places.contains(&row.place) && row.n > 0 && row.come_by.len() == dates.len(), "{row:?}");
        assert_eq!(row.come_by.iter().all(|share| share.is_nan()), quantity.never.is_none(), "{row:?}");
        assert!((0.0..=1.0).contains(&row.p), "{row:?}");
    }
    let columns = read_columns(&out.join("districts.csv"), &["quantity", "place", "n", "p", "mean"]).unwrap();
    let (quantities, places) = (columns[0].words(), columns[1].words());
    let summary = read_columns(&out.join("summary.csv"), &["metric", "mean"]).unwrap();
    let worlds: Vec<Changes> = (0..WORLDS).map(|replication| Changes::of(&scenario, replication)).collect();
    for (id, day) in WATCHED {
        let rows: Vec<usize> = (0..quantities.len()).filter(|row| quantities[*row] == id).collect();
        assert_eq!(rows.len(), 4, "{id}");
        let mut sum = 0.0;
        for (district, row) in rows.into_iter().enumerate() {
            let worlds = worlds.iter().filter(|changes| changes.by(&scenario, day).0[district]).count();
            let share = worlds as f64 / WORLDS as f64;
            let [n, p, mean] = [2, 3, 4].map(|column: usize| columns[column].numbers()[row]);
            assert_eq!(places[row], format!("d{district}"));
            assert_eq!(n, WORLDS as f64);
            assert!((p - share).abs() < 1e-9 && (mean - share).abs() < 1e-9, "{id} {row}: {p} {mean} {share}");
            sum += mean;
        }
        let metric = summary[0].words().iter().position(|metric| metric == id).unwrap();
        assert!((sum - summary[1].numbers()[metric]).abs() < 1e-9, "{id}: the shares add up to the metric's mean");
    }
}
