//! The next of many competitors, and the alarm that waits for it.

use super::crisis::Event;
use super::desk::Desk;
use crate::sim::{Alarm, Time};

/// An alarm that is set again only where the next competitor is another, or comes at another time: most changes in a race
/// concern those behind.
#[derive(Debug)]
pub struct Aim<T> {
    alarm: Alarm,
    target: Option<(Time, T)>,
}

impl<T> Default for Aim<T> {
    fn default() -> Self {
        Self { alarm: Alarm::default(), target: None }
    }
}

impl<T: Copy + PartialEq> Aim<T> {
    /// Starts a history: nothing is aimed at.
    pub fn begin(&mut self, desk: &mut Desk<'_>) {
        (self.alarm, self.target) = (desk.add_alarm(), None);
    }

    /// Whom it is aimed at.
    #[inline]
    pub fn target(&self) -> Option<T> {
        self.target.map(|(_, competitor)| competitor)
    }

    /// The alarm has rung, and is silent until it is aimed again.
    #[inline]
    pub fn rang(&mut self) {
        self.target = None;
    }

    /// Aims at the next competitor and its time, not before the present; None where none will come.
    // Out of line the competitor would be written in pieces and read as a whole, for which the processor waits (2 % of the
    // reference model's time).
    #[inline(always)]
    pub fn at<E: Into<Event>>(&mut self, next: Option<(Time, T)>, event: impl FnOnce(T) -> E, desk: &mut Desk<'_>) {
        if next != self.target {
            self.target = next;
            desk.set_alarm(self.alarm, next.map(|(time, competitor)| (time, event(competitor))));
        }
    }
}
