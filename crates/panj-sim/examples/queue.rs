//! M/M/c: customers come at random to a counter with a few clerks. How many have to wait, and for how long?
//!
//!     cargo run -p panj-sim --example queue
//!
//! Shown: a station of servers, a fact that an observer counts, and replications with a standard error, beside the closed form.
//! Erlang, A. K. (1917). Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges.

use panj_sim::{Context, Mechanism, Observer, Phase, PriorityQueue, Process, Start, Stream, Time, World, run};

const GAPS: Mechanism = Mechanism(0);
const SERVICES: Mechanism = Mechanism(1);

/// Customers per day, services per day and clerk, clerks.
#[derive(Clone, Copy)]
struct Traffic {
    arrivals: f64,
    services: f64,
    clerks: usize,
}

/// What is simulated.
struct Counter {
    traffic: Traffic,
    line: PriorityQueue<()>,
    gaps: Stream,
    services: Stream,
}

/// What will happen.
#[derive(Clone, Copy)]
enum Event {
    Arrives,
    Leaves { clerk: usize },
}

/// What has happened: a service has begun, after a wait of so many days.
#[derive(Clone, Copy)]
struct Begun {
    waited: f64,
}

impl Counter {
    fn new(traffic: Traffic, world: &World) -> Counter {
        let line = PriorityQueue::new(traffic.clerks, 1);
        Counter { traffic, line, gaps: world.stream(GAPS, 0), services: world.stream(SERVICES, 0) }
    }

    fn next_arrival(&mut self, context: &mut Context<Event, Begun>) {
        context.schedule_in(self.gaps.exponential() / self.traffic.arrivals, Phase(0), Event::Arrives);
    }

    fn begin(&mut self, start: Start<()>, context: &mut Context<Event, Begun>) {
        context.state(Begun { waited: start.waited });
        let days = self.services.exponential() / self.traffic.services;
        context.schedule_in(days, Phase(0), Event::Leaves { clerk: start.server });
    }
}

impl Process for Counter {
    type Event = Event;
    type Fact = Begun;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Begun>) {
        let start = match event {
            Event::Arrives => {
                self.next_arrival(context);
                self.line.arrive(context.now(), 0, ())
            }
            Event::Leaves { clerk } => self.line.finish(context.now(), clerk),
        };
        if let Some(start) = start {
            self.begin(start, context);
        }
    }

    fn react(&mut self, _: &Begun, _: &mut Context<Event, Begun>) {}
}

/// Counts those whose service begins once the counter has forgotten that it opened empty.
#[derive(Default)]
struct Waits {
    customers: f64,
    who_waited: f64,
    days: f64,
}

impl Waits {
    const FROM: f64 = 100.0;
}

impl Observer<Counter> for Waits {
    fn see(&mut self, now: Time, begun: &Begun, _: &Counter) {
        if now.days() >= Waits::FROM {
            self.customers += 1.0;
            self.who_waited += if begun.waited > 0.0 { 1.0 } else { 0.0 };
            self.days += begun.waited;
        }
    }
}

/// The share who waits and the mean wait in one world.
fn replicate(traffic: Traffic, replication: u64) -> [f64; 2] {
    let mut counter = Counter::new(traffic, &World::new(1, replication));
    let (mut context, mut waits) = (Context::new(), Waits::default());
    counter.next_arrival(&mut context);
    run(&mut counter, &mut context, Time::from_days(1_000.0), &mut waits);
    [waits.who_waited / waits.customers, waits.days / waits.customers]
}

/// Mean and standard error over worlds.
fn estimate(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Erlang's C: the probability of waiting; and the mean wait that follows.
fn erlang_c(traffic: Traffic) -> [f64; 2] {
    let Traffic { arrivals, services, clerks } = traffic;
    let load = arrivals / services;
    // Erlang's B, clerk by clerk: the share who find all of them busy where nobody may wait.
    let blocked = (1..=clerks).fold(1.0, |b, k| load * b / (k as f64 + load * b));
    let idle = 1.0 - load / clerks as f64;
    let waits = blocked / (blocked + idle * (1.0 - blocked));
    [waits, waits / (clerks as f64 * services - arrivals)]
}

fn main() {
    let traffic = Traffic { arrivals: 4.0, services: 1.6, clerks: 3 };
    let worlds: Vec<[f64; 2]> = (0..200).map(|replication| replicate(traffic, replication)).collect();
    for (k, name) in ["share who waits", "mean wait, days"].into_iter().enumerate() {
        let (mean, error) = estimate(&worlds.iter().map(|world| world[k]).collect::<Vec<_>>());
        println!("{name}: {mean:.4} ± {:.4}; closed form {:.4}", 1.96 * error, erlang_c(traffic)[k]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_erlangs() {
        for (arrivals, clerks) in [(0.7, 1), (3.2, 4)] {
            let traffic = Traffic { arrivals, services: 1.0, clerks };
            let worlds: Vec<[f64; 2]> = (0..200).map(|replication| replicate(traffic, replication)).collect();
            for (k, truth) in erlang_c(traffic).into_iter().enumerate() {
                let (mean, error) = estimate(&worlds.iter().map(|world| world[k]).collect::<Vec<_>>());
                assert!((mean - truth).abs() < 4.0 * error, "{clerks} clerks: {mean} ± {error}, not {truth}");
                assert!(error < 0.03 * truth, "{error}: too few worlds to tell");
            }
        }
    }

    #[test]
    fn erlangs_formula_is_that_of_one_clerk() {
        let [waits, days] = erlang_c(Traffic { arrivals: 0.5, services: 1.0, clerks: 1 });
        assert!((waits - 0.5).abs() < 1e-15 && (days - 1.0).abs() < 1e-15);
    }
}
