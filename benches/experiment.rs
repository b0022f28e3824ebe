//! What an experiment adds to the histories themselves: the executor with one and two threads, the fold of daily values into
//! histograms, and the files.
//!
//! `cargo bench --bench experiment` ; on a shared machine read ratios within one run, not times.

#![allow(clippy::expect_used, clippy::panic, reason = "a bench that cannot begin has nothing to report to")]

use std::path::Path;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use panj::experiment::stub::StubSimulator;
use panj::experiment::{
    Checkpoint, Counter, CrisisSimulator, DayHistogram, Design, Executor, Part, Plan, Rows, ScenarioInput, Scratch,
    Settings, Simulator, Variant,
};
use panj::result::{Format, estimates, write_outcomes, write_series};
use panj::scenario::{Overlay, ScenarioSource, load};
use tempfile::TempDir;

/// Replications of the stand-in, which costs nothing itself.
const OF_STAND_IN: u64 = 20_000;
/// Replications of the model.
const OF_MODEL: u64 = 512;
/// Days of a series of the stand-in.
const DAYS: usize = 100;

/// Executes replications into an empty folder, without waiting for the disk.
fn execute<S: Simulator>(simulator: &S, replications: u64, threads: usize) -> (TempDir, Checkpoint, Rows) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = Settings {
        folder: Some(folder.path().to_owned()),
        identity: [0; 32],
        seed: 1,
        part: Part::whole(simulator.variants()),
        threads,
        series: true,
        share_a_draw: 1,
        durable: false,
    };
    let mut executor = Executor::open(simulator, settings).expect("the folder is new");
    executor.run_to(replications, &Counter::default()).expect("the disk takes it");
    let (rows, checkpoint) = executor.into_parts();
    (folder, checkpoint, rows)
}

fn executor(c: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-advance");
    let scenario = match load(&folder, &Overlay::default()) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => panic!("{problems}"),
    };
    let model = CrisisSimulator::new(vec![scenario]).expect("one variant agrees with itself");
    let stub = StubSimulator::example(1, DAYS);
    let mut group = c.benchmark_group("executor");
    group.sample_size(10);
    for threads in [1, 2] {
        group.throughput(Throughput::Elements(OF_STAND_IN));
        group.bench_function(BenchmarkId::new("nothing simulated, threads", threads), |b| {
            b.iter(|| execute(&stub, OF_STAND_IN, threads));
        });
        group.throughput(Throughput::Elements(OF_MODEL));
        group.bench_function(BenchmarkId::new("reference model, threads", threads), |b| {
            b.iter(|| execute(&model, OF_MODEL, threads));
        });
    }
    group.finish();
}

fn fold(c: &mut Criterion) {
    // A day's values of 4,096 replications: small counts, and counts so large that they are kept to 1 part in 1,024.
    let values = |largest: u32| (0..4_096_u32).map(move |i| i.wrapping_mul(2_654_435_761) % largest);
    let mut group = c.benchmark_group("fold of daily values");
    group.throughput(Throughput::Elements(4_096));
    for largest in [400, 1_000_000] {
        let values: Vec<u32> = values(largest).collect();
        let mut scratch = Scratch::default();
        group.bench_function(BenchmarkId::new("values below", largest), |b| {
            b.iter(|| {
                let mut day = DayHistogram::default();
                day.add_all(values.iter().copied(), &mut scratch);
                day
            });
        });
    }
    group.finish();
}

fn files(c: &mut Criterion) {
    let stub = StubSimulator::example(1, DAYS);
    let (folder, known, rows) = execute(&stub, OF_STAND_IN, 1);
    let input = ScenarioInput { path: "s".into(), policy_files: Vec::new(), sha256: Default::default() };
    let plan = Plan::new(input, Design::Run {}, vec![Variant::default()]);
    let variants = ["baseline".to_owned()];
    let mut group = c.benchmark_group("files");
    group.sample_size(20);
    group.throughput(Throughput::Elements(OF_STAND_IN));
    for format in [Format::Parquet, Format::Csv] {
        group.bench_function(BenchmarkId::new("table of outcomes", format.extension()), |b| {
            b.iter(|| write_outcomes(folder.path(), format, stub.metrics(), &variants, &rows, OF_STAND_IN));
        });
    }
    group.bench_function("table of daily series", |b| {
        b.iter(|| write_series(folder.path(), stub.series(), &plan, &known));
    });
    group.bench_function("estimates", |b| {
        b.iter(|| estimates(stub.metrics(), &variants, &rows, OF_STAND_IN, None));
    });
    group.finish();
}

/// What a draw of parameters costs before its first event: the scenario with other values, in part read again.
fn resolution(c: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tajik-afghan-2021");
    let source = ScenarioSource::open(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    let resolved = |overlay: &Overlay| source.resolve(overlay).unwrap_or_else(|problems| panic!("{problems}"));
    let priors = source.uncertainty().iter().map(|one| one.draw(0.4)).collect();
    let overlays = [
        ("one parameter", Overlay::none().with_set("campaign.contagion", 2.5)),
        ("one parameter of the alliance", Overlay::none().with_set("alliance.qualified_share", 0.7)),
        ("all priors", Overlay { draws: priors, ..Overlay::none() }),
        ("the last day, so that all is read", Overlay::none().with_set("end", "2021-09-30")),
    ];
    let mut group = c.benchmark_group("resolution of 2021");
    for (name, overlay) in overlays {
        group.bench_function(name, |b| b.iter(|| resolved(&overlay)));
    }
    group.finish();
}

criterion_group!(benches, executor, fold, files, resolution);
criterion_main!(benches);
