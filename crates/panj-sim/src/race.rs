//! Races: who of many comes first, where all have hazards of their own and share one tempo?
//!
//! Runner `i` arrives with hazard `w_i · f · (1 + X(t))`, where the weight `w_i` and the factor `f` change only at events and
//! `X` is a memory that jumps at events and decays exponentially. Each runner has a unit-rate clock, and all clocks run on one
//! operational time `M = ∫ f (1 + X) dt`: a change of tempo moves no clock, and only the first runner needs a time on the wall.
//!
//! # Contract
//! - A change costs O(log n), and asking for the next costs O(log n) and at most one inversion of the tempo.
//! - Times given to a race never run backwards.
//!
//! # References
//! - Kurtz, T. G. (1980). Representations of Markov processes as multiparameter time changes. *Ann. Probab.* 8(4), 682-715.
//! - Gibson, M. A. & Bruck, J. (2000). Efficient exact stochastic simulation of chemical systems with many species and many
//!   channels. *J. Phys. Chem. A* 104(9), 1876-1889 (one clock for each, the next found without asking all).

use super::clock::HazardClock;
use super::tempo::Tempo;
use super::time::Time;
use super::tournament::Tournament;

/// Hazard clocks on one operational time.
///
/// ```
/// use panj_sim::{HazardRace, Time};
/// let mut race = HazardRace::default();
/// race.begin([2.0, 1.0].into_iter(), 1.0);
/// race.set_weight(0, 0.5, Time::ZERO);
/// race.set_weight(1, 0.1, Time::ZERO);
/// assert_eq!(race.next(Time::ZERO), Some((Time::from_days(4.0), 0)));
/// race.set_factor(2.0, Time::from_days(1.0)); // three of four days are left, and they pass twice as fast
/// assert_eq!(race.next(Time::from_days(1.0)), Some((Time::from_days(2.5), 0)));
/// ```
#[derive(Debug)]
pub struct HazardRace {
    clocks: Vec<HazardClock>,
    /// Runners by the operational time at which they arrive.
    due: Tournament,
    tempo: Tempo<1>,
    /// Where on the operational time the first runner arrives, and when that is as things stand.
    first: (f64, Time),
}

/// Nothing is known of the first runner.
const UNKNOWN: (f64, Time) = (f64::NEG_INFINITY, Time::NEVER);

impl Default for HazardRace {
    fn default() -> Self {
        Self { clocks: Vec::new(), due: Tournament::default(), tempo: Tempo::new(1.0, [1.0]), first: UNKNOWN }
    }
}

impl HazardRace {
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
        self.due.begin_with(self.clocks.iter_mut().zip(weights).map(|(clock, weight)| clock.due_at_rate(0.0, weight)));
    }

    /// Sets the weight of a runner (per day; zero stops its clock). Progress so far is kept.
    pub fn set_weight(&mut self, runner: usize, weight: f64, now: Time) {
        self.set_weights(core::iter::once((runner, weight)), now);
    }

    /// A runner has arrived: its clock stands still until it is [armed anew](HazardRace::rearm) and has a weight again.
    #[inline]
    pub fn stop(&mut self, runner: usize) {
        self.clocks[runner] = HazardClock::new(0.0);
        self.due.set(runner, f64::INFINITY);
    }

    /// Sets the weights of some runners, each with its own.
    #[inline]
    pub fn set_weights(&mut self, weights: impl Iterator<Item = (usize, f64)>, now: Time) {
        let (axis, _) = self.tempo.rebase(now);
        for (runner, weight) in weights {
            self.due.set(runner, self.clocks[runner].due_at_rate(axis, weight));
        }
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
