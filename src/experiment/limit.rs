//! How far one world may go: a number of events that grows with the territory, and a stop from outside.
//!
//! Parameters have bounds, but no bounds on single parameters keep every combination of them small. A world that would go on
//! for ever, or fill the memory with what is pending, fails with a reason, as any failed replication does; the others go on.
//! Every [`LOOK`] events the loop comes back here, which costs the events between nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::simulator::Failure;
use crate::model::{Crisis, Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Ended, Observer, Time, run_some};

/// Events of a world, whatever its size. The largest shipped case has some 30,000.
pub const MOST_EVENTS: u64 = 10_000_000;
/// Further events for each district. The largest territories tried have 40,000 districts and 17 events for each.
pub const MOST_EVENTS_FOR_A_DISTRICT: u64 = 1_000;
/// Events that may be pending at once, as a share of those that may happen: some 100 bytes each.
const PENDING: u64 = 4;
/// Events between looks: a few milliseconds.
const LOOK: u64 = 8_192;

/// Events that a world of a scenario may have.
#[must_use]
pub fn most_events(scenario: &Scenario) -> u64 {
    let map = &scenario.geography;
    MOST_EVENTS + MOST_EVENTS_FOR_A_DISTRICT * (map.districts.len() + map.host_districts.len()) as u64
}

/// What is left of a replication's events, and whether it is to stop.
pub(super) struct Limit<'a> {
    most: u64,
    left: u64,
    stop: Option<&'a AtomicBool>,
}

impl<'a> Limit<'a> {
    /// At most so many events, until `stop` is set.
    pub(super) fn new(most: u64, stop: Option<&'a Arc<AtomicBool>>) -> Self {
        Self { most, left: most, stop: stop.map(|stop| &**stop) }
    }

    /// Events so far.
    pub(super) fn events(&self) -> u64 {
        self.most - self.left
    }

    /// Runs up to and with the horizon; how many events that took.
    ///
    /// # Errors
    /// [`Failure::Refused`] beyond the limit, [`Failure::Stopped`] when told to stop.
    pub(super) fn run<O: Observer<Crisis>>(
        &mut self,
        crisis: &mut Crisis,
        context: &mut Context<Event, Fact>,
        horizon: Time,
        observer: &mut O,
    ) -> Result<(), Failure> {
        loop {
            let run = run_some(crisis, context, horizon, observer, LOOK.min(self.left.max(1)));
            self.left = self.left.saturating_sub(run.events);
            if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(Failure::Stopped);
            }
            if run.end != Ended::Paused {
                return Ok(());
            }
            let pending = context.pending() as u64;
            if self.left == 0 || pending > self.most / PENDING {
                return Err(self.beyond(context.now(), pending, horizon));
            }
        }
    }

    fn beyond(&self, now: Time, pending: u64, horizon: Time) -> Failure {
        let (most, day, days) = (self.most, now.days(), horizon.days());
        let what = if self.left == 0 {
            format!("more than {most} events by day {day:.1} of {days}")
        } else {
            format!("{pending} events pending at once on day {day:.1} of {days}, of at most {}", most / PENDING)
        };
        Failure::Refused {
            reason: format!("the world has {what}: a parameter makes it too large (see docs/limits.md)"),
        }
    }
}
