//! A race in which all runners share one tempo: each has a unit-rate clock, and all clocks run on one operational time.
//!
//! Runner `i` arrives with hazard `w_i · f · (1 + X(t))`, where the weight `w_i` and the factor `f` change only at events and
//! `X` is a memory that jumps at events and decays exponentially. A change of tempo moves no clock: the operational time
//! `M = ∫ f (1 + X) dt` runs faster or slower, and only the first runner needs a time on the wall.
//!
//! # References
//! Kurtz, T. G. (1980), *Representations of Markov processes as multiparameter time changes*, Ann. Probab. 8.

use crate::sim::{HazardClock, Tempo, Time, Tournament};

/// Clocks on a common operational time.
#[derive(Debug)]
pub struct CommonRace {
    clocks: Vec<HazardClock>,
    /// Runners by the operational time at which they arrive.
    due: Tournament,
    tempo: Tempo<1>,
    /// Where on the operational time the first runner arrives, and when that is as things stand.
    first: (f64, Time),
}

/// Nothing is known of the first runner.
const UNKNOWN: (f64, Time) = (f64::NEG_INFINITY, Time::NEVER);

impl Default for CommonRace {
    fn default() -> Self {
        Self { clocks: Vec::new(), due: Tournament::default(), tempo: Tempo::new(1.0, [1.0]), first: UNKNOWN }
    }
}

impl CommonRace {
    /// Starts a history: runners with unit-rate thresholds and no weight yet, and how fast the memory decays (per day).
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, decay: f64) {
        self.clocks.clear();
        self.clocks.extend(thresholds.map(HazardClock::new));
        self.due.begin(self.clocks.len());
        self.tempo = Tempo::new(1.0, [decay]);
        self.first = UNKNOWN;
    }

    /// Sets the weights of all runners at time zero: one pass.
    pub fn set_first_weights(&mut self, weights: impl ExactSizeIterator<Item = f64>) {
        self.due.begin_with(self.clocks.iter_mut().zip(weights).map(|(clock, weight)| due(clock, 0.0, weight)));
    }

    /// Sets the weight of a runner (per day; zero stops its clock). Progress so far is kept.
    #[inline]
    pub fn set_weight(&mut self, runner: usize, weight: f64, now: Time) {
        let (axis, _) = self.tempo.rebase(now);
        self.due.set(runner, due(&mut self.clocks[runner], axis, weight));
    }

    /// Gives a runner the threshold of its next arrival; its clock stands still until it has a weight again.
    pub fn rearm(&mut self, runner: usize, threshold: f64, now: Time) {
        let (axis, _) = self.tempo.rebase(now);
        self.clocks[runner].restart(axis, threshold);
    }

    /// Sets the factor `f` (1 at the start).
    pub fn set_factor(&mut self, factor: f64, now: Time) {
        self.tempo.set_scale(now, factor);
        self.first = UNKNOWN;
    }

    /// The memory `X` jumps.
    #[inline]
    pub fn remember(&mut self, jump: f64, now: Time) {
        if jump != 0.0 {
            self.tempo.jump(0, now, jump);
            self.first = UNKNOWN;
        }
    }

    /// The next runner to arrive if nothing else happens, and when.
    #[must_use]
    #[inline]
    pub fn next(&mut self, now: Time) -> Option<(Time, usize)> {
        let (runner, due) = self.due.least()?;
        // Most changes concern a runner that is not the first, which arrives when it was said to.
        if due != self.first.0 {
            self.first = (due, self.tempo.wall(due));
        }
        let time = self.first.1.max(now);
        (time < Time::NEVER).then_some((time, runner))
    }
}

/// Gives a clock its weight, at a moment on its axis; when it is due then.
#[inline]
pub(super) fn due(clock: &mut HazardClock, axis: f64, weight: f64) -> f64 {
    clock.set_rate(axis, weight);
    // A clock that stands still is never due, even if its threshold has been reached.
    if weight > 0.0 { clock.due() } else { f64::INFINITY }
}
