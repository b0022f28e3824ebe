//! The environment of a component: what it may touch when something happens.

use super::crisis::Event;
use super::fact::Fact;
use crate::scenario::Scenario;
use crate::sim::{Alarm, Context, Mechanism, Stream, Ticket, Time, World};

/// The present moment as a component sees it: the clock, the calendar, the random world, the scenario, and the place where
/// facts are stated. A component reaches no other component through it.
pub struct Env<'a> {
    pub(super) context: &'a mut Context<Event, Fact>,
    /// The random world of this replication.
    pub world: &'a World,
    /// The scenario as resolved under the policy that runs.
    pub scenario: &'a Scenario,
}

impl<'a> Env<'a> {
    /// The present moment of a process that is made of components.
    #[must_use]
    pub fn new(context: &'a mut Context<Event, Fact>, world: &'a World, scenario: &'a Scenario) -> Self {
        Self { context, world, scenario }
    }

    /// The present, in days since the scenario's start.
    #[inline]
    #[must_use]
    pub fn now(&self) -> Time {
        self.context.now()
    }

    /// Schedules an event at a time that is not before the present.
    #[inline]
    pub fn schedule_at(&mut self, time: Time, event: impl Into<Event>) -> Ticket {
        let event = event.into();
        self.context.schedule_at(time, event.phase(), event)
    }

    /// Schedules an event after a number of days (0 or more).
    #[inline]
    pub fn schedule_in(&mut self, days: f64, event: impl Into<Event>) -> Ticket {
        self.schedule_at(self.now() + days, event)
    }

    /// A new alarm, for a cause that is always ahead and often moved; it lasts for this history. All components together have
    /// few: see [`crate::sim::Calendar::add_alarm`].
    #[must_use]
    pub fn add_alarm(&mut self) -> Alarm {
        self.context.add_alarm()
    }

    /// Sets an alarm for an event at a time that is not before the present; where there is none, it is silent.
    // Nearly every event of the advance ends with it; out of line it costs 1 % of the reference model's instructions.
    #[inline(always)]
    pub fn set_alarm(&mut self, alarm: Alarm, due: Option<(Time, impl Into<Event>)>) {
        match due {
            Some((time, event)) => {
                let event = event.into();
                self.context.set_alarm(alarm, time, event.phase(), event);
            }
            None => {
                self.context.silence(alarm);
            }
        }
    }

    /// Moves a scheduled event; false where it has already happened or was cancelled.
    #[inline]
    pub fn reschedule(&mut self, ticket: Ticket, time: Time) -> bool {
        self.context.reschedule(ticket, time)
    }

    /// Takes a scheduled event back; false where it has already happened or was cancelled.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        self.context.cancel(ticket).is_some()
    }

    /// States a fact: observers see it, then the components that react to it.
    #[inline]
    pub fn state(&mut self, fact: Fact) {
        self.context.state(fact);
    }

    /// The random stream of an entity's decision that is taken once.
    #[inline]
    #[must_use]
    pub fn stream(&self, mechanism: Mechanism, entity: u32) -> Stream {
        self.world.stream(mechanism, u64::from(entity))
    }

    /// The random stream of an entity's decision that can be taken again: `occasion` counts the earlier ones.
    #[inline]
    #[must_use]
    pub fn occasion(&self, mechanism: Mechanism, entity: u32, occasion: u32) -> Stream {
        self.world.occasion(mechanism, u64::from(entity), occasion)
    }

    /// Four numbers of an entity's decision that can be taken again, uniform in (0, 1), from the `4 k`-th on.
    #[inline]
    #[must_use]
    pub fn four(&self, mechanism: Mechanism, entity: u32, occasion: u32, k: u32) -> [f64; 4] {
        self.world.four(mechanism, u64::from(entity), occasion, k)
    }
}
