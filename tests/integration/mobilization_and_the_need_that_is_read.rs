//! Promise: on the real map, with everything else equal, a host that mobilizes faster makes the alliance read less need, where its reservists can be in place before
//! the mission leaves. A mission that comes a day after the call, as in 2021, sees the border before any reservist is there.

#![allow(clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use panj::model::Crisis;
use panj::outcome::{Collector, Layout, Metric};
use panj::scenario::{Overlay, ScenarioSource, Value};
use panj::sim::{Context, Time, World, run};

const WORLDS: u64 = 60;

/// Outcomes of the summer of 2021 in the same worlds, under changes of the scenario.
fn rows(overlay: &Overlay) -> (Vec<Metric>, Vec<Vec<f64>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tajik-afghan-2021");
    let source = ScenarioSource::open(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = Arc::new(source.resolve(overlay).unwrap_or_else(|problems| panic!("{problems}")));
    let metrics = Collector::metrics(&scenario);
    let width = Layout::of(&metrics).width();
    let series: usize = Collector::series(&scenario).iter().map(|series| series.days).sum();
    let (mut crisis, mut collector) = (Crisis::new(Arc::clone(&scenario)), Collector::new(&scenario));
    let mut context = Context::new();
    let rows = (0..WORLDS)
        .map(|replication| {
            context.clear();
            crisis.begin(World::new(2021, replication), &mut context);
            collector.begin(&crisis);
            let horizon = Time::from_days(scenario.meta.horizon_days());
            run(&mut crisis, &mut context, horizon, &mut collector);
            let mut row = vec![f64::NAN; width];
            collector.finish(horizon, &crisis, &mut row, &mut vec![0; series]);
            row
        })
        .collect();
    (metrics, rows)
}

fn column(metrics: &[Metric], rows: &[Vec<f64>], id: &str) -> Vec<f64> {
    let at = metrics.iter().position(|metric| metric.id == id).unwrap_or_else(|| panic!("no metric {id}"));
    let column = Layout::of(metrics).column(at);
    rows.iter().map(|row| row[column]).collect()
}

#[test]
fn faster_mobilization_lowers_the_need_that_the_alliance_reads() {
    // Civilians do not act on the border's need; without them the worlds run faster.
    let slow = Overlay::none().with_set("displacement.on", false).with_set("alliance.departure_days", 4.0);
    let mut fast = slow.clone();
    for (stage, median) in [("call_up", 0.5), ("assembly", 0.75), ("transport", 0.5), ("preparation", 1.5)] {
        fast = fast.with_set(
            format!("mobilization.{stage}_days"),
            Value::parse(&format!("{{ log_normal = {{ median = {median}, sigma = 0.5 }} }}")),
        );
    }
    let ((metrics, slow), (_, fast)) = (rows(&slow), rows(&fast));
    if std::env::var_os("SHOW").is_some() {
        for metric in &metrics {
            let values = column(&metrics, &slow, &metric.id);
            let there: Vec<f64> = values.into_iter().filter(|x| !x.is_nan()).collect();
            println!("{:32} {:4} {:10.3}", metric.id, there.len(), there.iter().sum::<f64>() / there.len() as f64);
        }
    }
    let read = |rows: &[Vec<f64>]| column(&metrics, rows, "need_assessed");
    let falls = |rows: &[Vec<f64>]| column(&metrics, rows, "falls");
    assert_eq!(falls(&slow), falls(&fast), "the war does not depend on the host");
    let pairs: Vec<(f64, f64)> =
        read(&slow).into_iter().zip(read(&fast)).filter(|(a, b)| !(a.is_nan() || b.is_nan())).collect();
    assert!(pairs.len() > 40, "{} assessments", pairs.len());
    let mean = pairs.iter().map(|(slow, fast)| fast - slow).sum::<f64>() / pairs.len() as f64;
    let square = pairs.iter().map(|(slow, fast)| (fast - slow - mean).powi(2)).sum::<f64>();
    let error = (square / (pairs.len() * (pairs.len() - 1)) as f64).sqrt();
    // Five standard errors below zero: a false alarm in 1.7 million if there were no effect.
    assert!(mean < -5.0 * error, "{mean} ± {error}");
}
