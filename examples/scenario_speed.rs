//! Replications and events a second of a scenario with all its outcomes, without files.
//!
//! ```text
//! cargo run --release --example scenario_speed -- --scenario scenarios/tajik-afghan-2021 --replications 2000 --threads 2
//! ```
//!
//! Each thread simulates every n-th replication. It prints one line of JSON; `wall` is the time on the wall and
//! `processor` the processor time of all threads, in seconds.

mod loading;

use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use peers_common::{Arguments, Clock};

fn main() -> ExitCode {
    let arguments = Arguments::of_process();
    let Some(simulator) = loading::simulator(&arguments) else { return ExitCode::FAILURE };
    let threads: u64 = arguments.value("--threads", 1);
    let (replications, seed) = (arguments.replications(), arguments.seed());
    let (begun, clock) = (Instant::now(), Clock::start());
    let events: u64 = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                let simulator = &simulator;
                scope.spawn(move || events_of(simulator, seed, (first..replications).step_by(threads as usize)))
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum()
    });
    let (wall, processor) = (begun.elapsed().as_secs_f64(), clock.seconds());
    println!(
        r#"{{"threads": {threads}, "replications": {replications}, "events": {events}, "wall": {wall:.4}, "processor": {processor:.4}, "replications_per_second": {:.1}, "events_per_second": {:.0}}}"#,
        replications as f64 / wall,
        events as f64 / wall
    );
    ExitCode::SUCCESS
}

/// Simulates replications one after another; how many events there were.
fn events_of(simulator: &CrisisSimulator, seed: u64, replications: impl Iterator<Item = u64>) -> u64 {
    let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(simulator));
    let mut events = 0;
    for replication in replications {
        record.clear();
        if simulator.replicate(0, seed, replication, &mut workspace, &mut record).is_ok() {
            events += record.events;
        }
    }
    events
}
