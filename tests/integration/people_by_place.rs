//! Promise: civilians in the host state are told by place and by state, and add up; counts on record are held against them by the averaged
//! relative difference of refugee modellers.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::outcome::{Layout, Series};
use panj::scenario::{Overlay, ScenarioSource};

type Named<T> = Vec<(String, T)>;

/// Series and metrics of a world of two fronts and two host states.
fn world(overlay: &Overlay, replication: u64) -> (Named<Vec<u32>>, Named<f64>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/stress-two-fronts");
    let source = ScenarioSource::open(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = Arc::new(source.resolve(overlay).unwrap_or_else(|problems| panic!("{problems}")));
    let days = scenario.meta.days();
    let simulator = CrisisSimulator::new(vec![scenario]).unwrap();
    let (starts, length) = Series::offsets(simulator.series());
    let places: usize = simulator.by_place().iter().map(|one| one.places.len()).sum();
    let layout = Layout::of(simulator.metrics());
    let mut record = Record { row: vec![0.0; layout.width()], series: vec![0; length + places], events: 0 };
    simulator.replicate(0, 5, replication, &mut simulator.workspace(), &mut record).unwrap();
    let series = simulator.series().iter().zip(starts);
    let metrics = simulator.metrics().iter().enumerate();
    (
        series.map(|(one, at)| (one.id.to_string(), record.series[at..at + days].to_vec())).collect(),
        metrics.map(|(at, one)| (one.id.to_string(), record.row[layout.column(at)])).collect(),
    )
}

fn find<'a, T>(all: &'a Named<T>, id: &str) -> &'a T {
    &all.iter().find(|(name, _)| name == id).unwrap_or_else(|| panic!("no {id}")).1
}

/// Days' sums of all series whose names begin so.
fn sum(series: &Named<Vec<u32>>, is: impl Fn(&str) -> bool) -> Vec<u64> {
    let mut sums = vec![0; series[0].1.len()];
    for (_, values) in series.iter().filter(|(id, _)| is(id)) {
        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += u64::from(*value));
    }
    sums
}

#[test]
fn places_and_states_add_up_to_the_host() {
    let told = Overlay::none().with_set("outcomes.people_by_place", true);
    let onward =
        told.clone().with_set("displacement.refuge.onward_share", 0.5).with_set("displacement.refuge.onward_days", 3.0);
    let state = |id: &str| id.starts_with("civilians_in_state_");
    let place = |id: &str| id.starts_with("civilians_in_") && !state(id) && id != "civilians_in_host";
    for (overlay, moves) in [(&told, false), (&onward, true)] {
        let (mut people, mut elsewhere) = (0, 0);
        for replication in 0..3 {
            let (series, metrics) = world(overlay, replication);
            let all: Vec<u64> = find(&series, "civilians_in_host").iter().map(|&n| u64::from(n)).collect();
            let others = sum(&series, |id| id == "civilians_elsewhere_in_host");
            for by in [sum(&series, place), sum(&series, state)] {
                let with_others: Vec<u64> = by.iter().zip(&others).map(|(a, b)| a + b).collect();
                assert_eq!(with_others, all);
            }
            assert_eq!(series.iter().filter(|(id, _)| state(id)).count(), 2, "two host states");
            assert_eq!(*find(&metrics, "civilians_in_host_peak"), all.iter().copied().max().unwrap() as f64);
            people += all.iter().sum::<u64>();
            elsewhere += others.iter().sum::<u64>();
        }
        assert!(people > 0 && (elsewhere > 0) == moves, "{people} person-days, {elsewhere} of them elsewhere");
    }
    // Who is told by place is where they were before: nothing else moves.
    let ((_, plain), (_, by_place)) = (world(&Overlay::none(), 0), world(&told, 0));
    for (id, value) in &plain {
        assert_eq!(value.to_bits(), find(&by_place, id).to_bits(), "{id}");
    }
}

#[test]
fn the_camp_of_2014_is_held_against_its_counts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let panj = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(root).args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let told = panj(&["run", "scenarios/cameroon-2014", "-n", "30", "--format", "csv", "--out", out.to_str().unwrap()]);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("averaged relative difference"), "{told}");
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("hindcast.json")).unwrap()).unwrap();
    let checks: Vec<&serde_json::Value> =
        json["checks"].as_array().unwrap().iter().filter(|check| check["quantity"] == "refuge").collect();
    let days = json["refuge"].as_array().unwrap();
    assert!(days.len() >= 5 && checks.len() >= 9, "{} days, {} counts", days.len(), checks.len());
    // In the table of series the medians are the same as those that were compared.
    let series = std::fs::read_to_string(out.join("series.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(series.as_bytes());
    let head = rows.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    for day in days {
        let date = day["date"].as_str().unwrap();
        let of_day: Vec<_> = checks.iter().filter(|check| check["date"] == date).collect();
        let camps: Vec<_> = of_day.iter().copied().filter(|check| check["name"] == "cm-min").collect();
        let counted = if camps.is_empty() { &of_day } else { &camps };
        let (mut apart, mut all) = (0.0, 0.0);
        for check in counted {
            let id = if check["name"] == "cm-min" { "civilians_in_cm_min" } else { "civilians_in_host" };
            let row = rows.iter().find(|row| &row[at("series")] == id && &row[at("date")] == date).unwrap();
            let median: f64 = row[at("q50")].parse().unwrap();
            let observed = check["observed"].as_f64().unwrap();
            apart += (median - observed).abs();
            all += observed;
        }
        let difference = day["difference"].as_f64().unwrap();
        assert!((difference - apart / all).abs() < 1e-12, "{date}: {difference}, by hand {}", apart / all);
    }
}
