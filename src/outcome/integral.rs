//! The integral over time of a quantity that changes at events.

use crate::sim::Time;

/// Time integral of a step function that starts at zero.
#[derive(Debug, Clone, Copy, Default)]
pub struct Integral {
    value: f64,
    since: f64,
    sum: f64,
}

impl Integral {
    /// The quantity is `value` from now on.
    #[inline]
    pub fn set(&mut self, now: Time, value: f64) {
        self.sum += self.value * (now.days() - self.since);
        self.since = now.days();
        self.value = value;
    }

    /// The quantity now.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The integral from the start until a time that is not before the last change.
    #[must_use]
    pub fn until(&self, time: Time) -> f64 {
        self.sum + self.value * (time.days() - self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrates_steps() {
        let mut integral = Integral::default();
        integral.set(Time::from_days(2.0), 3.0);
        integral.set(Time::from_days(4.0), 1.0);
        assert_eq!(integral.until(Time::from_days(5.0)), 7.0);
    }
}
