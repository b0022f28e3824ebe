//! Tempo: one factor that multiplies many hazards, and the operational time that it drives.
//!
//! Where hazards h_i(t) = m(t) x r_i share a factor m, each is constant in *operational time* Λ(t) = ∫ m(s) ds. So only
//! the earliest of them needs a date in wall-clock time, and a jump of m costs nothing that grows with their number.
//!
//! # Contract
//! - m(t) = scale x (constant + Σ_j a_j e^{-k_j (t - reference)}), with `N` terms whose rates of decay k_j > 0 (per day) are
//!   given once. Between two changes m is this closed form; the last change is the *reference instant*.
//! - Constant, scale and the value of each term are not negative. So m never rises between changes and Λ is concave.
//! - Times are days; questions about times before the reference instant are mistakes (debug assertion).
//! - [`Tempo::wall`] inverts Λ to a relative error of 1e-12 in the days since the reference (where the answer itself is well
//!   determined: near the end of a finite mass it is as good as floats allow), by a closed form where there is one, else by
//!   Newton's steps inside a bracket: at most 200 steps, whatever the input.
//! - Where m dies out (constant or scale 0) the mass of Λ is finite; what lies beyond it is [`Time::NEVER`].
//!
//! # References
//! - Kurtz, T. G. (1980). Representations of Markov processes as multiparameter time changes. *Ann. Probab.* 8(4), 682-715.
//! - Lewis, P. A. W. & Shedler, G. S. (1976). Simulation of nonhomogeneous Poisson processes with log linear rate function.
//!   *Biometrika* 63(3), 501-505 (time change by inversion of an exponential rate).

use super::time::Time;
use crate::math::expm1;

const MOST_STEPS: u32 = 200;
/// Newton's steps double the digits: after a step of size s the error is below s²·k/2, so a step is the last one where that is
/// below this share of x. The starting point is so close that one step does as a rule.
const SMALL_ERROR: f64 = 2.5e-13;
/// Halving the bracket gains one digit of two only.
const SMALL_BRACKET: f64 = 1e-13;

/// A factor of constant + `N` decaying exponentials, and its integral.
///
/// ```
/// use panj_sim::{Tempo, Time};
/// let mut tempo = Tempo::new(1.0, [std::f64::consts::LN_2 / 8.0]); // a half-life of 8 days
/// tempo.jump(0, Time::from_days(2.0), 0.5);
/// assert_eq!(tempo.at(Time::from_days(10.0)), 1.25);
/// let axis = tempo.operational(Time::from_days(10.0));
/// assert!((tempo.wall(axis) - Time::from_days(10.0)).abs() < 1e-11);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tempo<const N: usize = 1> {
    reference: Time,
    /// Operational time at the reference instant.
    passed: f64,
    scale: f64,
    constant: f64,
    /// Value of each term at the reference instant.
    amplitude: [f64; N],
    decay: [f64; N],
}

impl<const N: usize> Tempo<N> {
    /// A tempo that is `constant` from [`Time::ZERO`] on; its terms are 0 and decay at the given rates (per day, above 0).
    /// Operational time starts at 0.
    #[must_use]
    pub fn new(constant: f64, decay: [f64; N]) -> Tempo<N> {
        debug_assert!(constant >= 0.0 && decay.iter().all(|k| *k > 0.0));
        Tempo { reference: Time::ZERO, passed: 0.0, scale: 1.0, constant, amplitude: [0.0; N], decay }
    }

    /// m(t), for `t` not before the last change.
    #[must_use]
    #[inline]
    pub fn at(&self, t: Time) -> f64 {
        let days = self.since(t);
        let terms = self.amplitude.iter().zip(&self.decay);
        self.scale * terms.fold(self.constant, |sum, (a, k)| sum + decayed(*a, *k, days))
    }

    /// The value of one term at `t` (without the scale); 0 for a term that does not exist.
    #[must_use]
    #[inline]
    pub fn term(&self, term: usize, t: Time) -> f64 {
        match (self.amplitude.get(term), self.decay.get(term)) {
            (Some(a), Some(k)) => decayed(*a, *k, self.since(t)),
            _ => 0.0,
        }
    }

    /// Λ(b) - Λ(a) = ∫ m from `a` to `b`, neither before the last change.
    #[must_use]
    #[inline]
    pub fn integral(&self, a: Time, b: Time) -> f64 {
        let (from, days) = (self.since(a), b - a);
        let terms = self.amplitude.iter().zip(&self.decay);
        let area = |sum: f64, (a, k): (&f64, &f64)| {
            // A term that is 0 adds nothing, even over an infinite span.
            if *a == 0.0 || days == 0.0 { sum } else { sum - decayed(*a, *k, from) / k * expm1(-k * days) }
        };
        let constant = if self.constant == 0.0 { 0.0 } else { self.constant * days };
        if self.scale == 0.0 { 0.0 } else { self.scale * terms.fold(constant, area) }
    }

    /// Operational time Λ at `t`, not before the last change.
    #[must_use]
    #[inline]
    pub fn operational(&self, t: Time) -> f64 {
        self.passed + self.integral(self.reference, t)
    }

    /// The wall-clock time at which operational time reaches `axis`; the reference instant if it did so before,
    /// [`Time::NEVER`] if it never will.
    #[must_use]
    #[inline]
    pub fn wall(&self, axis: f64) -> Time {
        self.invert(self.reference, axis - self.passed)
    }

    /// The time t at which ∫ m from `from` to t reaches `area`; `from` itself if `area` is not positive; [`Time::NEVER`] if
    /// the integral never gets there.
    #[must_use]
    pub fn invert(&self, from: Time, area: f64) -> Time {
        if area <= 0.0 {
            return from;
        }
        // Nothing is remembered: the factor is constant.
        if self.amplitude == [0.0; N] {
            return from + area / (self.scale * self.constant);
        }
        let start = self.since(from);
        let amplitude: [f64; N] = std::array::from_fn(|j| decayed(self.amplitude[j], self.decay[j], start));
        let wanted = area / self.scale;
        from + solve(self.constant, &amplitude, &self.decay, wanted)
    }

    /// From `t` on the term is higher by `by` (lower, if negative; it stops at 0). A term that does not exist is a mistake
    /// (debug assertion) and nothing happens.
    #[inline]
    pub fn jump(&mut self, term: usize, t: Time, by: f64) {
        debug_assert!(term < N);
        self.rebase(t);
        if let Some(a) = self.amplitude.get_mut(term) {
            *a = (*a + by).max(0.0);
        }
    }

    /// From `t` on the constant is `constant` (not negative).
    #[inline]
    pub fn set_constant(&mut self, t: Time, constant: f64) {
        debug_assert!(constant >= 0.0);
        self.rebase(t);
        self.constant = constant.max(0.0);
    }

    /// From `t` on all of m is multiplied by `scale` (not negative; 1 at the start).
    #[inline]
    pub fn set_scale(&mut self, t: Time, scale: f64) {
        debug_assert!(scale >= 0.0);
        self.rebase(t);
        self.scale = scale.max(0.0);
    }

    /// Makes `t` the reference instant: what is asked about `t` afterwards costs no exponential. Changes nothing else, up to
    /// rounding. Gives back the operational time at `t` and the values of the terms.
    #[inline]
    pub fn rebase(&mut self, t: Time) -> (f64, [f64; N]) {
        let days = self.since(t);
        if days > 0.0 {
            let mut area = if self.constant == 0.0 { 0.0 } else { self.constant * days };
            for (a, k) in self.amplitude.iter_mut().zip(&self.decay) {
                if *a > 0.0 {
                    // One exponential serves both: what has passed, and what is left.
                    let lost = *a * expm1(-k * days);
                    area -= lost / k;
                    *a += lost;
                }
            }
            self.passed += if self.scale == 0.0 { 0.0 } else { self.scale * area };
            self.reference = t;
        }
        (self.passed, self.amplitude)
    }

    #[inline]
    fn since(&self, t: Time) -> f64 {
        debug_assert!(t >= self.reference, "{t} is before the last change, at {}", self.reference);
        t - self.reference
    }
}

#[inline]
fn decayed(amplitude: f64, decay: f64, days: f64) -> f64 {
    if amplitude == 0.0 || days == 0.0 { amplitude } else { amplitude * libm::exp(-decay * days) }
}

/// The x > 0 at which F(x) = constant x + Σ a_j (1 - e^{-k_j x}) / k_j reaches `area`; `+inf` if it never does.
fn solve<const N: usize>(constant: f64, amplitude: &[f64; N], decay: &[f64; N], area: f64) -> f64 {
    let masses: [f64; N] = std::array::from_fn(|j| amplitude[j] / decay[j]);
    let mass: f64 = masses.iter().sum();
    if area.is_nan() || (constant == 0.0 && area >= mass) {
        return f64::INFINITY;
    }
    if mass == 0.0 {
        return area / constant;
    }
    if N == 1 && constant == 0.0 {
        return -libm::log1p(-area / mass) / decay[0];
    }
    let slope: f64 = constant + amplitude.iter().sum::<f64>();
    // F is concave and increasing: its tangents lie above it, so a Newton step from the left never passes the root. It is
    // right of where the first slope would reach the area, and of where all the mass would have been there at once.
    let mut low = area / slope;
    let mut high = f64::INFINITY;
    if constant > 0.0 {
        (low, high) = (low.max((area - mass) / constant), area / constant);
    }
    let quickest = decay.iter().copied().fold(0.0, f64::max);
    let mut x = near_root(slope, amplitude, decay, area);
    if !(x >= low && x <= high) {
        x = low;
    }
    for _ in 0..MOST_STEPS {
        let (mut value, mut slope) = (constant * x - area, constant);
        for j in 0..N {
            if amplitude[j] > 0.0 {
                let lost = expm1(-decay[j] * x);
                value -= masses[j] * lost;
                slope += amplitude[j] * (1.0 + lost);
            }
        }
        if value <= 0.0 {
            low = x;
        } else {
            high = x;
        }
        let mut next = x - value / slope;
        let step = next - x;
        let mut enough = quickest * step * step <= SMALL_ERROR * x;
        // Rounding may put the step outside the bracket, or make it NaN.
        if !(next >= low && next <= high) {
            next = if high == f64::INFINITY { 2.0 * low } else { 0.5 * (low + high) };
            enough = (next - x).abs() <= SMALL_BRACKET * x;
        }
        if enough {
            return next;
        }
        x = next;
    }
    x
}

/// The root of F's expansion to the third power of x, good where terms decay little until then; what it gives elsewhere is
/// of no use, or NaN.
fn near_root<const N: usize>(slope: f64, amplitude: &[f64; N], decay: &[f64; N], area: f64) -> f64 {
    let (mut bend, mut third) = (0.0, 0.0);
    for (a, k) in amplitude.iter().zip(decay) {
        bend += a * k;
        third += a * k * k;
    }
    let discriminant = (slope * slope - 2.0 * bend * area).sqrt();
    let root = 2.0 * area / (slope + discriminant);
    // There the quadratic has this slope left.
    root - third * root * root * root / (6.0 * discriminant)
}

#[cfg(test)]
mod tests;
