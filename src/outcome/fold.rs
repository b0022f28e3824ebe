//! Outcomes as folds over facts.
//!
//! A fold watches the facts of one history and, at the horizon, writes its values into the row. It declares its metrics in
//! the same file and in the same order as it writes them.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::Metric;

/// A group of outcomes.
pub trait Fold {
    /// The metrics, in the order in which [`Fold::finish`] writes them.
    fn metrics(scenario: &Scenario) -> Vec<Metric>;

    /// Starts a history; the crisis has begun, its first events have not happened.
    fn begin(&mut self, crisis: &Crisis);

    /// Sees a fact, after the components that it concerns have reacted to it.
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis);

    /// Writes the values at the horizon.
    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>);
}

/// What a value is kept to, in its unit: 2^-30, about a billionth. What is left of a subtraction by rounding (a delay taken
/// as the difference of two instants) is none of the model's, and would count as a difference between worlds.
const KEPT: f64 = 1.0 / (1_u64 << 30) as f64;
/// From here on floats are no finer than that.
const COARSE: f64 = (1_u64 << 22) as f64;

/// Writes the values of a replication one after another.
#[derive(Debug)]
pub struct RowWriter<'a> {
    row: &'a mut [f64],
    at: usize,
}

impl<'a> RowWriter<'a> {
    /// Writes from the start of a row.
    #[must_use]
    pub fn new(row: &'a mut [f64]) -> Self {
        Self { row, at: 0 }
    }

    fn put(&mut self, value: f64) {
        // Adding zero turns -0.0 into 0.0.
        self.row[self.at] = if value.abs() < COARSE { (value / KEPT).round() * KEPT + 0.0 } else { value };
        self.at += 1;
    }

    /// An amount; `None` or NaN where it does not exist in this history.
    pub fn amount(&mut self, value: impl Into<Option<f64>>) {
        self.put(value.into().unwrap_or(f64::NAN));
    }

    /// Whether something happened; `None` where the question does not arise.
    pub fn event(&mut self, happened: impl Into<Option<bool>>) {
        self.put(happened.into().map_or(f64::NAN, |happened| f64::from(u8::from(happened))));
    }

    /// The index of a level; `None` where there is none.
    pub fn level(&mut self, level: Option<usize>) {
        self.put(level.map_or(f64::NAN, |level| level as f64));
    }

    /// Days from `from` until `happened`, followed until the horizon. `from` is `None` where the clock never started.
    pub fn time(&mut self, from: Option<Time>, happened: Option<Time>, horizon: Time) {
        let days = from.zip(happened).map(|(from, happened)| happened - from);
        self.put(days.unwrap_or(f64::NAN));
        self.put(from.map_or(f64::NAN, |from| days.unwrap_or(horizon - from)));
    }

    /// How many values have been written.
    #[must_use]
    pub fn written(&self) -> usize {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_delay_from_another_instant_is_the_same_value() {
        let days = |from: f64, delay: f64| {
            let (mut row, from) = ([0.0; 2], Time::from_days(from));
            RowWriter::new(&mut row).time(Some(from), Some(from + delay), Time::from_days(118.0));
            row[0]
        };
        assert!((0..1_000).all(|step| days(0.1 + 0.0917 * f64::from(step), 1.0) == 1.0));
        let mut row = [1.0; 4];
        let mut writer = RowWriter::new(&mut row);
        for amount in [0.3 - 0.1 - 0.2, f64::NAN, 1.0e12 + 1.0, f64::MAX] {
            writer.amount(amount);
        }
        assert_eq!(
            (row[0].to_bits(), row[2], row[3]),
            (0, 1.0e12 + 1.0, f64::MAX),
            "large values are left as they are"
        );
        assert!(row[1].is_nan());
    }
}
