//! Attention: the salience of the case, and the extraordinary session that it brings nearer.
//!
//! Salience is a sum of jumps (request, reminders) that halve in a half-life. While an item waits, an extraordinary session
//! comes with hazard `rate × salience`. Progress towards it is kept in operational time `∫ salience dt`, so neither a
//! reminder nor the end of a wait draws anything anew.

use crate::sim::{HazardClock, Tempo, Ticket, Time};

/// Salience and the clock of the extraordinary session.
#[derive(Debug)]
pub struct Attention {
    salience: Tempo<1>,
    clock: HazardClock,
    /// The session's place in the calendar.
    pub(super) ticket: Option<Ticket>,
    /// Extraordinary sessions so far.
    pub(super) sessions: u32,
    /// Poisson reminders so far.
    pub(super) reminders: u32,
}

impl Default for Attention {
    fn default() -> Self {
        Self::new(1.0, f64::INFINITY)
    }
}

impl Attention {
    /// No salience yet, a half-life, and the threshold of the first session.
    #[must_use]
    pub fn new(half_life: f64, threshold: f64) -> Self {
        let salience = Tempo::new(0.0, [core::f64::consts::LN_2 / half_life]);
        Self { salience, clock: HazardClock::new(threshold), ticket: None, sessions: 0, reminders: 0 }
    }

    /// Salience at an instant that does not lie before the last change.
    #[must_use]
    pub fn salience(&self, now: Time) -> f64 {
        self.salience.at(now)
    }

    /// Something raises salience.
    pub fn raise(&mut self, by: f64, now: Time) {
        self.salience.jump(0, now, by);
    }

    /// An item waits from now on (or no longer, rate 0): sessions per day at salience 1.
    pub fn wait(&mut self, rate: f64, now: Time) {
        self.clock.set_rate(self.salience.operational(now), rate);
    }

    /// When the session comes if nothing changes.
    #[must_use]
    pub fn due(&self) -> Time {
        if self.clock.rate() > 0.0 { self.salience.wall(self.clock.due()) } else { Time::NEVER }
    }

    /// The session has come; the next one needs `threshold`.
    pub fn hold(&mut self, threshold: f64, now: Time) {
        self.sessions += 1;
        self.clock.restart(self.salience.operational(now), threshold);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_brings_the_session_nearer_and_progress_is_kept() {
        let day = Time::from_days;
        let mut attention = Attention::new(1e9, 1.0);
        attention.raise(1.0, day(2.0));
        assert!(attention.due().is_never(), "nothing waits");
        attention.wait(0.1, day(2.0));
        assert!((attention.due() - day(12.0)).abs() < 1e-6);
        attention.raise(1.0, day(7.0));
        assert!((attention.due() - day(9.5)).abs() < 1e-6, "half the way is left, at twice the speed");
        attention.wait(0.0, day(8.0));
        assert!(attention.due().is_never());
        attention.wait(0.1, day(20.0));
        assert!((attention.due() - day(21.5)).abs() < 1e-5);
    }

    #[test]
    fn salience_that_fades_may_never_bring_a_session() {
        let mut attention = Attention::new(90.0, 50.0);
        attention.raise(1.0, Time::ZERO);
        attention.wait(0.1, Time::ZERO);
        assert!(attention.due().is_never(), "the mass is 0.1 * 90 / ln 2 = 13");
        assert!((attention.salience(Time::from_days(180.0)) - 0.25).abs() < 1e-12);
    }
}
