//! Attention to the case, and what it brings nearer.
//!
//! Attention is 1, and what reminders and events add to it, which halves in a half-life. Whatever ripens in the alliance (words, a session,
//! a level of help) does so in *operational time* `∫ attention dt`: the days that the record tells are days at attention 1, and twice the
//! attention halves what is left of them (an accelerated failure time). Progress is kept, so that no reminder draws anything anew.
//!
//! # References
//! D. R. Cox, D. Oakes (1984), *Analysis of Survival Data*, ch. 5 (accelerated life).

use super::Due;
use super::env::AllianceEnv;
use crate::scenario::Level;
use crate::sim::{Tempo, Ticket, Time};

/// What ripens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ripening {
    /// First words.
    Words,
    /// A session that is called for the case.
    Session,
    /// A level of help is ready to be decided.
    Level(Level),
}

impl Ripening {
    const COUNT: usize = 8;

    fn place(self) -> usize {
        match self {
            Ripening::Words => 0,
            Ripening::Session => 1,
            Ripening::Level(level) => 2 + level as usize,
        }
    }
}

/// Attention, and what ripens under it.
#[derive(Debug)]
pub struct Attention {
    tempo: Tempo<1>,
    /// For what ripens: the operational time at which it is ripe, and its place in the calendar.
    due: [Option<(f64, Ticket)>; Ripening::COUNT],
}

impl Default for Attention {
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl Attention {
    /// Attention 1; what is added halves in a half-life of so many days.
    #[must_use]
    pub fn new(half_life: f64) -> Self {
        Self { tempo: Tempo::new(1.0, [core::f64::consts::LN_2 / half_life]), due: [None; Ripening::COUNT] }
    }

    /// Attention at an instant that does not lie before the last change.
    #[must_use]
    pub fn now(&self, now: Time) -> f64 {
        self.tempo.at(now)
    }

    /// Something will be ripe after so many days at attention 1.
    pub(super) fn ripen(&mut self, what: Ripening, days: f64, env: &mut AllianceEnv<'_>) {
        let due = self.tempo.operational(env.now()) + days;
        let ticket = env.schedule_at(self.tempo.wall(due).max(env.now()), Due::Ripe(what));
        self.due[what.place()] = Some((due, ticket));
    }

    /// It is ripe.
    pub(super) fn is_ripe(&mut self, what: Ripening) {
        self.due[what.place()] = None;
    }

    /// Something raises attention.
    pub(super) fn raise(&mut self, by: f64, env: &mut AllianceEnv<'_>) {
        self.tempo.jump(0, env.now(), by);
        for (due, ticket) in self.due.iter().flatten() {
            env.reschedule(*ticket, self.tempo.wall(*due).max(env.now()));
        }
    }
}
