//! The hold model on NeXosim: one model schedules an event for itself again whenever one comes. One thread.
//!
//! NeXosim counts time in nanoseconds; a unit of the hold model is a second of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use common::{Clock, Hold};
use nexosim::{
    model::{Context, Model, schedulable},
    simulation::{Mailbox, SimInit, SimulationError},
    time::MonotonicTime,
};
use serde::{Deserialize, Serialize};

use crate::Measured;

#[derive(Serialize, Deserialize)]
struct Calendar {
    first: Vec<f64>,
    increments: Vec<f64>,
    /// Events taken so far.
    #[serde(skip)]
    taken: Arc<AtomicUsize>,
}

#[Model]
impl Calendar {
    #[nexosim(init)]
    async fn fill(&mut self, context: &Context<Self>) {
        for (what, &time) in self.first.iter().enumerate() {
            schedule(context, time, what as u32);
        }
    }

    #[nexosim(schedulable)]
    fn take(&mut self, what: u32, context: &Context<Self>) {
        let taken = self.taken.load(Ordering::Relaxed);
        // Events of one nanosecond come together, so a few more than were asked for may come.
        let increment = self.increments[taken % self.increments.len()];
        self.taken.store(taken + 1, Ordering::Relaxed);
        schedule(context, increment, what);
    }
}

fn schedule(context: &Context<Calendar>, wait: f64, what: u32) {
    let wait = Duration::from_secs_f64(wait).max(Duration::from_nanos(1));
    context.schedule_event(wait, schedulable!(Calendar::take), what).expect("the wait is positive");
}

/// Runs the hold model.
///
/// # Errors
/// What NeXosim reports.
pub fn run(hold: &Hold) -> Result<Measured, SimulationError> {
    let taken = Arc::new(AtomicUsize::new(0));
    let calendar =
        Calendar { first: hold.first.clone(), increments: hold.increments.clone(), taken: Arc::clone(&taken) };
    let start = MonotonicTime::EPOCH;
    let mut simulation = SimInit::with_num_threads(1).add_model(calendar, Mailbox::new(), "calendar").init(start)?;
    let clock = Clock::start();
    while taken.load(Ordering::Relaxed) < hold.increments.len() {
        simulation.step()?;
    }
    Ok(Measured { seconds: clock.seconds(), last: simulation.time().duration_since(start).as_secs_f64() })
}
