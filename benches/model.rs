//! One history of each kind of scenario, simulated with all its outcomes; and beside it the same history unwatched, which
//! tells what the outcomes cost.
//!
//! `cargo bench --bench model` ; on a shared machine read ratios within one run, not times.

#![allow(clippy::expect_used, clippy::panic, reason = "a bench that cannot begin has nothing to report to")]

use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::model::Crisis;
use panj::scenario::{Overlay, Scenario, load};
use panj::sim::{Context, Time, World, run};

/// The histories gone through over and over: one alone might be an unusual one.
const WORLDS: u64 = 32;
const SEED: u64 = 1;

/// A scenario of the repository.
fn scenario(name: &str) -> Arc<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    match load(&folder, &Overlay::default()) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => panic!("{problems}"),
    }
}

fn histories(c: &mut Criterion) {
    for name in ["tajik-afghan-2021", "reference-advance", "programme-2013", "kazakhstan-2022"] {
        let scenario = scenario(name);
        let simulator = CrisisSimulator::new(vec![Arc::clone(&scenario)]).expect("one variant agrees with itself");
        let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
        let mut watched = |world| {
            record.clear();
            simulator.replicate(0, SEED, world, &mut workspace, &mut record).expect("the scenario can be simulated");
            record.events
        };
        let events: u64 = (0..WORLDS).map(&mut watched).sum();

        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(events / WORLDS));
        let mut world = 0;
        group.bench_function("one history, all outcomes", |b| {
            b.iter(|| {
                world = (world + 1) % WORLDS;
                watched(world)
            });
        });
        let horizon = Time::from_days(scenario.meta.horizon_days());
        let (mut crisis, mut context) = (Crisis::new(scenario), Context::new());
        group.bench_function("one history, unwatched", |b| {
            b.iter(|| {
                world = (world + 1) % WORLDS;
                context.clear();
                crisis.begin(World::new(SEED, world), &mut context);
                run(&mut crisis, &mut context, horizon, &mut ()).events
            });
        });
        group.finish();
    }
}

criterion_group!(benches, histories);
criterion_main!(benches);
