//! Events and processor time of each replication of a scenario with all its outcomes, one after another on one thread.
//!
//! ```text
//! cargo run --release --example replication_times -- --scenario scenarios/tajik-afghan-2021 --replications 20
//! ```
//!
//! A line for each replication: its events, and seconds of processor time. The same replication is the same work in every run, so the
//! least of its times over several runs is what it takes where others disturb it least.

mod loading;

use std::process::ExitCode;

use panj::experiment::{Record, Simulator};
use peers_common::{Arguments, Clock};

fn main() -> ExitCode {
    let arguments = Arguments::of_process();
    let Some(simulator) = loading::simulator(&arguments) else { return ExitCode::FAILURE };
    let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
    for replication in 0..arguments.replications() {
        let clock = Clock::start();
        record.clear();
        if let Err(failure) = simulator.replicate(0, arguments.seed(), replication, &mut workspace, &mut record) {
            eprintln!("{failure}");
            return ExitCode::FAILURE;
        }
        println!("{} {}", record.events, clock.seconds());
    }
    ExitCode::SUCCESS
}
