//! The engine's parts, each beside what it must not be slower than.
//!
//! `cargo bench --bench engine` ; on a shared machine read ratios within one run, not times.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use panj::sim::{Calendar, Distribution, Mechanism, Phase, PriorityQueue, Tempo, Time, World};

const MASK: usize = (1 << 16) - 1;

/// Exponential gaps, made beforehand: the benches of queues must not measure the logarithm.
fn gaps() -> Vec<f64> {
    let mut stream = World::new(1, 1).stream(Mechanism(0), 0);
    (0..=MASK).map(|_| stream.exponential()).collect()
}

/// The hold model (Vaucher & Duval 1975): take out the next event, put one in an exponential gap later. The number of
/// pending events stays the same.
fn hold(c: &mut Criterion) {
    let gaps = gaps();
    let mut group = c.benchmark_group("hold");
    for pending in [100, 10_000, 100_000] {
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("std BinaryHeap", pending), |b| {
            let mut next = 0;
            let mut sequence = 0_u64;
            let mut heap = BinaryHeap::with_capacity(pending + 1);
            for event in 0..pending {
                heap.push(Reverse((gaps[event & MASK].to_bits(), sequence, event as u32)));
                sequence += 1;
            }
            b.iter(|| {
                if let Some(Reverse((time, _, event))) = heap.pop() {
                    next = (next + 1) & MASK;
                    let time = f64::from_bits(time) + gaps[next];
                    heap.push(Reverse((time.to_bits(), sequence, event)));
                    sequence += 1;
                }
            });
        });
        let filled = || {
            let mut calendar = Calendar::new();
            let schedule =
                |event: usize| calendar.schedule(Time::from_days(gaps[event & MASK]), Phase(0), event as u32);
            let tickets: Vec<_> = (0..pending).map(schedule).collect();
            (calendar, tickets)
        };
        group.bench_function(BenchmarkId::new("calendar", pending), |b| {
            let (mut calendar, _) = filled();
            let mut next = 0;
            b.iter(|| {
                if let Some((time, event)) = calendar.pop() {
                    next = (next + 1) & MASK;
                    calendar.schedule(time + gaps[next], Phase(0), event);
                }
            });
        });
        group.bench_function(BenchmarkId::new("calendar, reschedule", pending), |b| {
            let (mut calendar, tickets) = filled();
            let mut next = 0;
            b.iter(|| {
                next = (next + 1) & MASK;
                // Multiplying by an odd number visits all tickets in a scattered order.
                let ticket = tickets[(next * 40_503) % pending];
                calendar.reschedule(ticket, Time::from_days(gaps[next]))
            });
        });
        group.bench_function(BenchmarkId::new("calendar, cancel and schedule", pending), |b| {
            let (mut calendar, mut tickets) = filled();
            let mut next = 0;
            b.iter(|| {
                next = (next + 1) & MASK;
                let at = (next * 40_503) % pending;
                if let Some(event) = calendar.cancel(tickets[at]) {
                    tickets[at] = calendar.schedule(Time::from_days(gaps[next]), Phase(0), event);
                }
            });
        });
    }
    group.finish();
}

fn streams(c: &mut Criterion) {
    let mut group = c.benchmark_group("streams");
    let world = World::new(1, 2);
    let mut entity = 0;
    group.bench_function("make a world", |b| {
        b.iter(|| {
            entity += 1;
            World::new(1, entity)
        });
    });
    group.bench_function("make a stream, draw one", |b| {
        b.iter(|| {
            entity += 1;
            world.stream(Mechanism(1), entity).uniform()
        });
    });
    group.bench_function("make an occasion, draw one", |b| {
        b.iter(|| {
            entity += 1;
            world.occasion(Mechanism(1), entity, 3).uniform()
        });
    });
    let mut stream = world.stream(Mechanism(2), 0);
    group.bench_function("uniform", |b| b.iter(|| stream.uniform()));
    group.bench_function("exponential", |b| b.iter(|| stream.exponential()));
    group.bench_function("normal", |b| b.iter(|| stream.normal()));
    for (name, distribution) in [
        ("log-normal", Distribution::LogNormal { median: 1.0, sigma: 0.5 }),
        ("gamma", Distribution::Gamma { shape: 2.0, scale: 1.0 }),
        ("beta", Distribution::Beta { alpha: 2.0, beta: 98.0 }),
        ("Poisson", Distribution::Poisson { mean: 3.0 }),
    ] {
        group.bench_function(name, |b| b.iter(|| distribution.sample(&mut stream)));
    }
    let mut out = vec![0.0; 4096];
    group.throughput(Throughput::Elements(out.len() as u64));
    group.bench_function("4096 first draws", |b| b.iter(|| world.first_draws(Mechanism(1), black_box(&mut out))));
    group.finish();
}

fn tempo(c: &mut Criterion) {
    let mut group = c.benchmark_group("tempo");
    let mut tempo = Tempo::new(1.0, [0.08, 0.2]);
    tempo.jump(0, Time::ZERO, 3.0);
    let mut one_term = tempo;
    one_term.set_constant(Time::ZERO, 0.0);
    tempo.jump(1, Time::ZERO, 1.0);
    let mut axis = 0.0;
    let mut next = || {
        axis = if axis > 30.0 { 0.01 } else { axis + 0.01 };
        axis
    };
    group.bench_function("operational time, two terms", |b| b.iter(|| tempo.operational(Time::from_days(next()))));
    group.bench_function("inversion, two terms", |b| b.iter(|| tempo.wall(next())));
    group.bench_function("inversion, closed form", |b| b.iter(|| one_term.wall(next())));
    group.bench_function("jump", |b| {
        b.iter_batched_ref(|| tempo, |t| t.jump(0, Time::from_days(1.0), 0.2), BatchSize::SmallInput);
    });
    group.finish();
}

fn queue(c: &mut Criterion) {
    let mut post = PriorityQueue::new(4, 3);
    for job in 0..100_u32 {
        post.arrive(Time::ZERO, job as usize % 3, job);
    }
    let (mut class, mut server) = (0, 0);
    c.bench_function("queue, one arrives and one is served", |b| {
        b.iter(|| {
            class = (class + 1) % 3;
            server = (server + 1) % 4;
            post.arrive(Time::ZERO, class, 7);
            post.finish(Time::ZERO, server)
        });
    });
}

criterion_group!(benches, hold, streams, tempo, queue);
criterion_main!(benches);
