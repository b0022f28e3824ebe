//! Simulated time, and the rank of events that share an instant.
//!
//! A [`Time`] is a number of days since the origin of the run. It is finite, or [`Time::NEVER`]. It is never NaN, so it
//! has a total order and can be a key.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Sub};

/// An instant: days since the origin of the run; finite, or [`Time::NEVER`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time(f64);

impl Default for Time {
    /// The origin.
    fn default() -> Self {
        Self::ZERO
    }
}

impl Time {
    /// The origin.
    pub const ZERO: Time = Time(0.0);
    /// Later than every other instant: the date of what will not happen.
    pub const NEVER: Time = Time(f64::INFINITY);

    /// The instant `days` after the origin (before it, if negative). `+inf` is [`Time::NEVER`].
    ///
    /// NaN and `-inf` are mistakes of the caller: they fail a debug assertion and count as [`Time::NEVER`].
    #[must_use]
    #[inline]
    pub fn from_days(days: f64) -> Time {
        let valid = days > f64::NEG_INFINITY;
        debug_assert!(valid, "{days} is not an instant");
        // Adding zero turns -0.0 into 0.0, so that equal times have equal bits.
        if valid { Time(days + 0.0) } else { Time::NEVER }
    }

    /// Days since the origin; `+inf` for [`Time::NEVER`].
    #[must_use]
    #[inline]
    pub fn days(self) -> f64 {
        self.0
    }

    /// Whether this instant comes at all.
    #[must_use]
    #[inline]
    pub fn is_never(self) -> bool {
        self.0 == f64::INFINITY
    }

    /// An integer that has the same order: one comparison of integers instead of one of floats.
    #[inline]
    pub(super) fn rank(self) -> u64 {
        let bits = self.0.to_bits();
        // Positive floats order as their bits do; negative ones in reverse, below all the positive.
        if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
    }

    /// The instant of a [`Time::rank`].
    #[inline]
    pub(super) fn from_rank(rank: u64) -> Time {
        Time(f64::from_bits(if rank >> 63 == 1 { rank ^ 1 << 63 } else { !rank }))
    }
}

impl Eq for Time {}

// There is no NaN and only one zero, so floats compare as `total_cmp` does, and in one instruction where that takes nine.
impl Ord for Time {
    #[inline]
    fn cmp(&self, other: &Time) -> Ordering {
        self.0.total_cmp(&other.0)
    }

    #[inline]
    fn max(self, other: Time) -> Time {
        if other.0 > self.0 { other } else { self }
    }

    #[inline]
    fn min(self, other: Time) -> Time {
        if other.0 < self.0 { other } else { self }
    }
}

impl PartialOrd for Time {
    #[inline]
    fn partial_cmp(&self, other: &Time) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline]
    fn lt(&self, other: &Time) -> bool {
        self.0 < other.0
    }

    #[inline]
    fn le(&self, other: &Time) -> bool {
        self.0 <= other.0
    }

    #[inline]
    fn gt(&self, other: &Time) -> bool {
        self.0 > other.0
    }

    #[inline]
    fn ge(&self, other: &Time) -> bool {
        self.0 >= other.0
    }
}

impl Add<f64> for Time {
    type Output = Time;
    #[inline]
    fn add(self, days: f64) -> Time {
        Time::from_days(self.0 + days)
    }
}

/// Days between two instants. The difference of two [`Time::NEVER`] has no meaning and is NaN.
impl Sub for Time {
    type Output = f64;
    #[inline]
    fn sub(self, earlier: Time) -> f64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_never() { f.write_str("never") } else { write!(f, "day {}", self.0) }
    }
}

/// The rank of an event among those of the same instant: lower first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phase(
    /// The rank, 0 first.
    pub u8,
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zero_has_one_form() {
        assert_eq!(Time::from_days(-0.0).rank(), Time::ZERO.rank());
        assert_eq!(Time::from_days(-0.0).cmp(&Time::ZERO), Ordering::Equal);
    }

    #[test]
    fn never_comes_last() {
        assert!(Time::from_days(f64::MAX) < Time::NEVER);
        assert!(Time::NEVER + 1.0 == Time::NEVER);
        assert!(Time::NEVER.is_never() && !Time::ZERO.is_never());
        assert_eq!(format!("{} {}", Time::NEVER, Time::from_days(2.5)), "never day 2.5");
    }

    proptest! {
        #![proptest_config(crate::math::property::cases(200))]
        #[test]
        fn rank_keeps_the_order_and_the_value(a in -1e300..1e300_f64, b in -1e300..1e300_f64) {
            let (a, b) = (Time::from_days(a), Time::from_days(b));
            prop_assert_eq!(a.rank().cmp(&b.rank()), a.cmp(&b));
            prop_assert_eq!([a < b, a <= b, a > b, a >= b], [a.cmp(&b).is_lt(), a.cmp(&b).is_le(), a.cmp(&b).is_gt(), a.cmp(&b).is_ge()]);
            prop_assert_eq!([a.min(b), a.max(b)], if a.cmp(&b).is_lt() { [a, b] } else { [b, a] });
            prop_assert_eq!(Time::from_rank(a.rank()), a);
        }
    }
}
