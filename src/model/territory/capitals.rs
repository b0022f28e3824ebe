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
use crate::sim::{HazardClock, Tempo, Time, Tournament};

/// Clocks of the capitals on their common operational time.
#[derive(Debug)]
pub struct Capitals {
    clocks: Vec<HazardClock>,
    /// Capitals by the operational time at which they fall.
    due: Tournament,
    tempo: Tempo<1>,
    jump: f64,
    /// Where on the operational time the first capital falls, and when that is as things stand.
    first: (f64, Time),
}

/// Nothing is known of the first capital.
const UNKNOWN: (f64, Time) = (f64::NEG_INFINITY, Time::NEVER);

impl Default for Capitals {
    fn default() -> Self {
        Self {
            clocks: Vec::new(),
            due: Tournament::default(),
            tempo: Tempo::new(1.0, [1.0]),
            jump: 0.0,
            first: UNKNOWN,
        }
    }
}

impl Capitals {
    /// Starts a history: unit-rate thresholds, the factor `on` at the start, and the momentum (`jump` per fall, `decay` per day).
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, factor: f64, jump: f64, decay: f64) {
        self.clocks.clear();
        self.clocks.extend(thresholds.map(HazardClock::new));
        self.due.begin(self.clocks.len());
        self.jump = jump;
        self.first = UNKNOWN;
        self.tempo = Tempo::new(1.0, [decay]);
        self.tempo.set_scale(Time::ZERO, factor);
    }

    /// Sets the weight `λc · S^η` of a capital (per day; zero for one that has fallen).
    pub fn set_weight(&mut self, province: Province, weight: f64, now: Time) {
        let clock = &mut self.clocks[province.at()];
        let (axis, _) = self.tempo.rebase(now);
        clock.set_rate(axis, weight);
        // A clock that stands still is never due, even if its threshold has been reached.
        self.due.set(province.at(), if weight > 0.0 { clock.due() } else { f64::INFINITY });
    }

    /// Sets the factor `on` that all capitals share.
    pub fn set_factor(&mut self, factor: f64, now: Time) {
        self.tempo.set_scale(now, factor);
        self.first = UNKNOWN;
    }

    /// A capital that fell speeds up the others.
    pub fn remember_fall(&mut self, now: Time) {
        self.tempo.jump(0, now, self.jump);
        self.first = UNKNOWN;
    }

    /// The next capital to fall if nothing else happens, and when.
    #[must_use]
    pub fn next(&mut self, now: Time) -> Option<(Time, Province)> {
        let (province, due) = self.due.least()?;
        // Most changes concern a capital that is not the first, which falls when it was said to.
        if due != self.first.0 {
            self.first = (due, self.tempo.wall(due));
        }
        let time = self.first.1.max(now);
        (time < Time::NEVER).then_some((time, Province(province as u32)))
    }
}
