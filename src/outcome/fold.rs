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
        self.row[self.at] = value;
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
