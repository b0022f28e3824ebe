//! Instructions of a fixed number of events, counted by gungraun under valgrind: a count that no other program on the
//! machine can disturb.
//!
//! `python3 benches/instructions.py` runs this and compares instructions per event with `benches/budget.toml`. What is done once
//! (reading the scenario, growing the buffers in the first replications) is done in the setup and not counted. After each
//! benchmark the number of events is printed, as a line of JSON.

#![allow(clippy::expect_used, reason = "a bench that cannot begin has nothing to report to")]
#![allow(missing_docs, unreachable_pub, reason = "what gungraun makes of the functions")]

use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use gungraun::Callgrind;
use gungraun::prelude::*;
use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::scenario::{Overlay, load};
use panj::sim::{Calendar, Phase, Time};
use peers_common::Hold;

const SEED: u64 = 1;
/// Holds before those that are counted.
const HOLDS_OF_WARMING: usize = 20_000;

/// A calendar and the increments still to come.
struct Holding {
    calendar: Calendar<u32>,
    increments: Vec<f64>,
}

impl Holding {
    fn warmed(pending: u64, counted: u64) -> Holding {
        let hold = Hold::new(pending, HOLDS_OF_WARMING as u64 + counted, SEED);
        let mut holding = Holding { calendar: Calendar::new(), increments: Vec::new() };
        for (what, &time) in (0..).zip(&hold.first) {
            holding.calendar.schedule(Time::from_days(time), Phase(0), what);
        }
        let (warming, counted) = hold.increments.split_at(HOLDS_OF_WARMING);
        holding.increments = warming.to_vec();
        holding.go();
        holding.increments = counted.to_vec();
        holding
    }

    fn go(&mut self) -> u64 {
        let mut events = 0;
        for &increment in &self.increments {
            let Some((time, what)) = self.calendar.pop() else { break };
            black_box(self.calendar.schedule(time + increment, Phase(0), black_box(what)));
            events += 1;
        }
        events
    }
}

/// A simulator and the replications still to come.
struct Replicating {
    simulator: CrisisSimulator,
    workspace: <CrisisSimulator as Simulator>::Workspace,
    record: Record,
    replications: Range<u64>,
}

impl Replicating {
    /// The replications before those that are counted have been simulated.
    fn warmed(scenario: &str, counted: Range<u64>) -> Box<Replicating> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(scenario);
        let scenario = load(&folder, &Overlay::default()).expect("a scenario of the repository");
        let simulator = CrisisSimulator::new(vec![Arc::new(scenario)]).expect("one variant agrees with itself");
        let (workspace, record) = (simulator.workspace(), Record::for_simulator(&simulator));
        let mut replicating = Box::new(Replicating { simulator, workspace, record, replications: 0..counted.start });
        replicating.go();
        replicating.replications = counted;
        replicating
    }

    fn go(&mut self) -> u64 {
        let mut events = 0;
        for replication in self.replications.clone() {
            self.record.clear();
            let done = self.simulator.replicate(0, SEED, replication, &mut self.workspace, &mut self.record);
            done.expect("the scenario can be simulated");
            events += self.record.events;
        }
        events
    }
}

/// What the check divides by. The work itself comes back too, so that freeing it is not counted.
fn tell<T>((events, _): (u64, T)) {
    println!(r#"{{"events": {events}}}"#);
}

#[library_benchmark]
#[bench::hold_10000(args = (10_000, 100_000), setup = Holding::warmed, teardown = tell)]
fn hold(mut work: Holding) -> (u64, Holding) {
    (work.go(), work)
}

#[library_benchmark]
#[bench::reference_advance(args = ("reference-advance", 5..25), setup = Replicating::warmed, teardown = tell)]
#[bench::tajik_afghan_2021(args = ("tajik-afghan-2021", 3..9), setup = Replicating::warmed, teardown = tell)]
fn replicate(mut work: Box<Replicating>) -> (u64, Box<Replicating>) {
    (work.go(), work)
}

library_benchmark_group!(name = per_event, benchmarks = [hold, replicate]);
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no", "--dump-line=no"]));
    library_benchmark_groups = per_event
);
