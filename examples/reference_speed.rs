//! The reference model in panj, for `benches/peers/compare.py`: the scenario `reference-advance`, watched for its outcomes.
//!
//! ```text
//! cargo run --release --example reference_speed -- --replications 1000 --seed 1
//! ```

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use panj::model::{Answer, Crisis, Fact};
use panj::scenario::{Overlay, load};
use panj::sim::{Context, Observer, Time, World, run};
use peers_common::{Arguments, Clock, Outcome, Tally};

/// Counts what the other programs count.
#[derive(Default)]
struct Counts(Outcome);

impl Observer<Crisis> for Counts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        let outcome = &mut self.0;
        match *fact {
            Fact::DistrictFell { .. } => outcome.falls += 1,
            Fact::DistrictRecaptured { .. } => outcome.recaptures += 1,
            Fact::PersonRegistered { waited, .. } => {
                outcome.crossed += 1;
                outcome.started += 1;
                outcome.waited += waited;
            }
            Fact::Alliance(_, Answer::CaseDecided { .. }) => {
                outcome.decision.get_or_insert(now.days());
            }
            _ => {}
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::of_process();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-advance");
    let scenario = match load(&folder, &Overlay::default()) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let horizon = Time::from_days(scenario.meta.horizon_days());
    let (mut crisis, mut context) = (Crisis::new(scenario), Context::new());
    let mut tally = Tally::default();
    let clock = Clock::start();
    for replication in 0..arguments.replications() {
        context.clear();
        crisis.begin(World::new(arguments.seed(), replication), &mut context);
        let mut counts = Counts::default();
        run(&mut crisis, &mut context, horizon, &mut counts);
        counts.0.fallen_end = crisis.territory().held_total();
        tally.add(&counts.0);
    }
    tally.print("panj", env!("CARGO_PKG_VERSION"), clock.seconds());
    ExitCode::SUCCESS
}
