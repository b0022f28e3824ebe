//! The engine against closed forms of queueing theory: M/M/c (Erlang C) and a non-preemptive priority queue (Cobham).
//!
//! Each estimate is a mean of independent replications. Its tolerance is Student's quantile for a false-alarm rate of 1e-6
//! times its standard error; what happens before the warm-up is not counted.

use panj::sim::{Context, Distribution, Mechanism, Observer, Phase, PriorityQueue, Process, Stream, Time, World, run};

const REPLICATIONS: u32 = 40;
/// Student's quantile, 39 degrees of freedom, two-sided 1e-6.
const STUDENT: f64 = 5.76;
const WARM_UP: f64 = 500.0;
const HORIZON: f64 = 3500.0;

#[derive(Clone, Copy)]
enum Event {
    Arrive(usize),
    Finish(usize),
}

/// A service of this class begins after this wait.
type Waited = (usize, f64);

struct Station {
    queue: PriorityQueue<usize>,
    gaps: Vec<(Distribution, Stream)>,
    service: (Distribution, Stream),
}

impl Station {
    fn new(servers: usize, rates: &[f64], world: World) -> Station {
        let gap = |class: usize| {
            let mean = 1.0 / rates[class];
            (Distribution::Exponential { mean }, world.stream(Mechanism(0), class as u64))
        };
        Station {
            queue: PriorityQueue::new(servers, rates.len()),
            gaps: (0..rates.len()).map(gap).collect(),
            service: (Distribution::Exponential { mean: 1.0 }, world.stream(Mechanism(1), 0)),
        }
    }

    fn begin(&mut self, start: Option<panj::sim::Start<usize>>, context: &mut Context<Event, Waited>) {
        if let Some(start) = start {
            let (distribution, stream) = &mut self.service;
            context.schedule_in(distribution.sample(stream), Phase(0), Event::Finish(start.server));
            context.state((start.class, start.waited));
        }
    }

    fn next_arrival(&mut self, class: usize, context: &mut Context<Event, Waited>) {
        let (distribution, stream) = &mut self.gaps[class];
        context.schedule_in(distribution.sample(stream), Phase(1), Event::Arrive(class));
    }
}

impl Process for Station {
    type Event = Event;
    type Fact = Waited;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Waited>) {
        let now = context.now();
        let start = match event {
            Event::Arrive(class) => {
                self.next_arrival(class, context);
                self.queue.arrive(now, class, class)
            }
            Event::Finish(server) => self.queue.finish(now, server),
        };
        self.begin(start, context);
    }

    fn react(&mut self, _: &Waited, _: &mut Context<Event, Waited>) {}
}

/// Sums of waits by class, after the warm-up.
struct Waits {
    sum: Vec<f64>,
    count: Vec<f64>,
}

impl Observer<Station> for Waits {
    fn see(&mut self, now: Time, (class, waited): &Waited, _: &Station) {
        if now.days() > WARM_UP {
            self.sum[*class] += waited;
            self.count[*class] += 1.0;
        }
    }
}

/// Mean waits by class, and their standard errors.
fn simulate(servers: usize, rates: &[f64], seed: u64) -> Vec<(f64, f64)> {
    let mut means = vec![Vec::new(); rates.len()];
    let mut context = Context::new();
    for replication in 0..REPLICATIONS {
        let mut station = Station::new(servers, rates, World::new(seed, u64::from(replication)));
        let mut waits = Waits { sum: vec![0.0; rates.len()], count: vec![0.0; rates.len()] };
        context.clear();
        for class in 0..rates.len() {
            station.next_arrival(class, &mut context);
        }
        run(&mut station, &mut context, Time::from_days(HORIZON), &mut waits);
        for (class, mean) in means.iter_mut().enumerate() {
            mean.push(waits.sum[class] / waits.count[class]);
        }
    }
    let n = f64::from(REPLICATIONS);
    let estimate = |xs: &Vec<f64>| {
        let mean = xs.iter().sum::<f64>() / n;
        let variance = xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        (mean, (variance / n).sqrt())
    };
    means.iter().map(estimate).collect()
}

/// Mean wait in M/M/c with services of mean 1 (Erlang 1917).
fn erlang_c_wait(servers: u32, rate: f64) -> f64 {
    let c = f64::from(servers);
    let mut term = 1.0;
    let mut sum = 0.0;
    for k in 0..servers {
        sum += term;
        term *= rate / f64::from(k + 1);
    }
    let tail = term * c / (c - rate);
    tail / (sum + tail) / (c - rate)
}

#[test]
fn waits_in_mmc_are_those_of_erlang() {
    for (servers, rate) in [(1, 0.5), (1, 0.8), (2, 1.5), (4, 3.2), (8, 6.0)] {
        let expected = erlang_c_wait(servers, rate);
        let (mean, error) = simulate(servers as usize, &[rate], 100 + u64::from(servers))[0];
        assert!(
            (mean - expected).abs() < STUDENT * error,
            "M/M/{servers} at {rate}: {mean} +- {error}, not {expected}"
        );
    }
}

/// Cobham (1954): W_k = R / ((1 - s_{k-1}) (1 - s_k)), with s_k the load of the classes up to k and R the mean residual work.
#[test]
fn waits_by_priority_are_those_of_cobham() {
    let rates = [0.2, 0.3, 0.3];
    let residual: f64 = rates.iter().sum();
    let mut before = 0.0;
    for (class, (mean, error)) in simulate(1, &rates, 7).into_iter().enumerate() {
        let here = before + rates[class];
        let expected = residual / ((1.0 - before) * (1.0 - here));
        assert!((mean - expected).abs() < STUDENT * error, "class {class}: {mean} +- {error}, not {expected}");
        before = here;
    }
}
