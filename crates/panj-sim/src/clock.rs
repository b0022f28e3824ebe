//! Hazard clocks: when does a process with a changing hazard fire?
//!
//! A process with hazard h(t) fires when its integrated hazard reaches the next arrival of its own Poisson process of unit
//! rate: an exponential threshold, drawn once. When the hazard changes, the progress so far is kept and nothing is drawn
//! anew, so two policies see the same world until their causes differ.
//!
//! # Contract
//! - The *axis* is any number that never runs backwards: wall-clock days, or operational time (see [`Tempo`](super::Tempo)).
//! - The rate is constant between two calls of [`HazardClock::set_rate`]; rates are finite and not negative.
//! - Setting the rate that already holds changes nothing, not even a rounding.
//!
//! # References
//! - Kurtz, T. G. (1980). Representations of Markov processes as multiparameter time changes. *Ann. Probab.* 8(4), 682-715.
//! - Anderson, D. F. (2007). A modified next reaction method for simulating chemical systems with time dependent propensities
//!   and delays. *J. Chem. Phys.* 127, 214107.
//! - Rathinam, M., Sheppard, P. W. & Khammash, M. (2010). Efficient computation of parameter sensitivities of discrete
//!   stochastic chemical reaction networks. *J. Chem. Phys.* 132, 034103 (common reaction paths).

/// What is left of a threshold on a unit-rate process, and the rate at which it is used up.
///
/// ```
/// use panj_sim::HazardClock;
/// let mut clock = HazardClock::new(2.0);
/// clock.set_rate(0.0, 0.5);
/// assert_eq!(clock.due(), 4.0);
/// clock.set_rate(2.0, 0.25); // half is used up; the other half now takes four
/// assert_eq!(clock.due(), 6.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardClock {
    /// Integrated hazard still to go at `since`.
    left: f64,
    since: f64,
    rate: f64,
}

impl HazardClock {
    /// A clock that fires when the integrated hazard reaches `threshold` (not negative; an exponential number of mean 1).
    /// Its rate is 0 until it is set.
    #[must_use]
    #[inline]
    pub fn new(threshold: f64) -> HazardClock {
        debug_assert!(threshold >= 0.0);
        HazardClock { left: threshold, since: 0.0, rate: 0.0 }
    }

    /// From `at` on the hazard is `rate` per unit of the axis. `at` must not lie before the last change.
    #[inline]
    pub fn set_rate(&mut self, at: f64, rate: f64) {
        debug_assert!(rate >= 0.0 && rate.is_finite(), "a hazard of {rate}");
        *self = self.at_rate(at, rate);
    }

    #[inline]
    fn at_rate(&self, at: f64, rate: f64) -> HazardClock {
        if rate == self.rate { *self } else { HazardClock { left: self.left(at), since: at, rate } }
    }

    /// Where on the axis the clock fires if the rate stays as it is; `+inf` if the rate is 0.
    ///
    /// Never before the last change, even where rounding has used up a hair more than the threshold.
    #[must_use]
    #[inline]
    pub fn due(&self) -> f64 {
        let left = self.left.max(0.0);
        if self.rate > 0.0 {
            self.since + left / self.rate
        } else if left > 0.0 {
            f64::INFINITY
        } else {
            self.since
        }
    }

    /// Sets the rate as [`HazardClock::set_rate`] does; where the clock fires then. One that stands still never fires, even if its
    /// threshold has been reached.
    #[must_use]
    #[inline]
    pub fn due_at_rate(&mut self, at: f64, rate: f64) -> f64 {
        let clock = self.at_rate(at, rate);
        *self = clock;
        if rate > 0.0 { clock.since + clock.left.max(0.0) / rate } else { f64::INFINITY }
    }

    /// The integrated hazard still to go at `at`, which must not lie before the last change.
    #[must_use]
    #[inline]
    pub fn left(&self, at: f64) -> f64 {
        debug_assert!(self.rate == 0.0 || at >= self.since, "{at} is before the last change at {}", self.since);
        self.left - self.rate * (at - self.since)
    }

    /// The hazard now.
    #[must_use]
    #[inline]
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Starts towards the next arrival: `threshold` is still to go at `at`, the rate stays.
    #[inline]
    pub fn restart(&mut self, at: f64, threshold: f64) {
        debug_assert!(threshold >= 0.0);
        *self = HazardClock { left: threshold, since: at, rate: self.rate };
    }
}

#[cfg(test)]
mod tests;
