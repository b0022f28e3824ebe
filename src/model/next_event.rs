//! The next of many competitors, and the alarm that waits for it.

use super::crisis::Event;
use super::env::Env;
use crate::sim::{Alarm, Time};

/// An alarm that is set again only where the next competitor is another, or comes at another time: most changes in a race
/// concern those behind.
#[derive(Debug)]
pub struct NextEvent<T> {
    alarm: Alarm,
    next: Option<(Time, T)>,
}

impl<T> Default for NextEvent<T> {
    fn default() -> Self {
        Self { alarm: Alarm::default(), next: None }
    }
}

impl<T: Copy + PartialEq> NextEvent<T> {
    /// Starts a history: nobody is to come.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        (self.alarm, self.next) = (env.add_alarm(), None);
    }

    /// Who is to come next.
    #[inline]
    pub fn competitor(&self) -> Option<T> {
        self.next.map(|(_, competitor)| competitor)
    }

    /// The alarm has rung, and is silent until it is set again.
    #[inline]
    pub fn has_fired(&mut self) {
        self.next = None;
    }

    /// Sets the alarm for the next competitor at its time, not before the present; None where none will come.
    // Out of line the competitor would be written in pieces and read as a whole, for which the processor waits (2 % of the
    // reference model's time).
    #[inline(always)]
    pub fn set<E: Into<Event>>(&mut self, next: Option<(Time, T)>, event: impl FnOnce(T) -> E, env: &mut Env<'_>) {
        if next != self.next {
            self.next = next;
            env.set_alarm(self.alarm, next.map(|(time, competitor)| (time, event(competitor))));
        }
    }
}
