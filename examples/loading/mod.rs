//! What the examples that time a scenario share.

use std::sync::Arc;

use panj::experiment::CrisisSimulator;
use panj::scenario::{Overlay, load};
use peers_common::Arguments;

/// A simulator of the scenario that the arguments name; where there is none, says why.
pub(crate) fn simulator(arguments: &Arguments) -> Option<CrisisSimulator> {
    match load(&arguments.scenario(), &Overlay::default()) {
        Ok(scenario) => CrisisSimulator::new(vec![Arc::new(scenario)]),
        Err(problems) => {
            eprintln!("{problems}");
            None
        }
    }
}
