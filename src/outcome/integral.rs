//! The integral over time of a quantity that changes at events.
//!
//! Sums of floats depend on how they are parted. A term is added only where the quantity changes, so that two histories
//! in which it takes the same course have the same integral to the last bit, however often it was looked at.

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
        if value == self.value {
            return;
        }
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

    #[test]
    fn looking_at_it_more_often_changes_no_bit() {
        let (mut seldom, mut often) = (Integral::default(), Integral::default());
        for step in 0..1_000 {
            let (now, value) = (Time::from_days(0.1 * f64::from(step)), 0.3 * f64::from(step / 7));
            often.set(now, value);
            if step % 7 == 0 {
                seldom.set(now, value);
            }
        }
        let end = Time::from_days(123.4);
        assert_eq!(seldom.until(end).to_bits(), often.until(end).to_bits());
    }
}
