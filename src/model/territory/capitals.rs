//! The fall of provincial capitals.
//!
//! The capital of province `p` falls with hazard `λc · on(t) · S_p^η · (1 + μc·Xc(t))`, where `S_p` is the share of the
//! province's districts that the advancing force holds, `on` a factor that is small (`hard`) before the campaign turns to
//! the cities and 1 after, and `Xc` the decaying memory of capitals that fell. All capitals share one operational time
//! `M = ∫ on (1 + μc·Xc) dt`; the earliest one waits in the calendar.
//!
//! The date of the turn is given, or follows from the campaign itself: so many days after a share of all districts is held.
//! When enough capitals have fallen the rest hands over at a constant rate. An assault capacity, where given, lets only so
//! many capitals fall within a day.

use crate::model::index::Province;
use crate::sim::{HazardRace, Time};

/// The race of the capitals.
#[derive(Debug, Default)]
pub struct Capitals {
    race: HazardRace,
    jump: f64,
}

impl Capitals {
    /// Starts a history: unit-rate thresholds, the factor `on` at the start, and the momentum (`jump` per fall, `decay` per day).
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, factor: f64, jump: f64, decay: f64) {
        self.race.begin(thresholds, decay);
        self.race.set_factor(factor, Time::ZERO);
        self.jump = jump;
    }

    /// Sets the weight `λc · S^η` of a capital (per day; zero for one that has fallen).
    pub fn set_weight(&mut self, province: Province, weight: f64, now: Time) {
        self.race.set_weight(province.at(), weight, now);
    }

    /// Sets the factor `on` that all capitals share.
    pub fn set_factor(&mut self, factor: f64, now: Time) {
        self.race.set_factor(factor, now);
    }

    /// A capital that fell speeds up the others.
    pub fn remember_fall(&mut self, now: Time) {
        self.race.remember(self.jump, now);
    }

    /// The next capital to fall if nothing else happens, and when.
    #[must_use]
    pub fn next(&mut self, now: Time) -> Option<(Time, Province)> {
        self.race.next(now).map(|(time, province)| (time, Province(province as u32)))
    }
}
