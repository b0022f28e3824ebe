//! Outcomes as folds over facts.
//!
//! A fold watches the facts of one replication. Its list of outcomes declares each metric together with its value, so that
//! no value can stand under another's name: [`Declare`] takes the metrics of the list, [`RowWriter`] its values at the horizon.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::{Kind, Metric};

/// A group of outcomes.
pub trait Fold: Default {
    /// Starts a history; the crisis has begun, its first events have not happened.
    fn begin(&mut self, crisis: &Crisis);

    /// Sees a fact, after the components that it concerns have reacted to it.
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis);

    /// Brings what goes on until the horizon to its end.
    fn close(&mut self, _: &End<'_>) {}

    /// The outcomes, each with its value at the end. Which they are depends on the scenario alone: metrics are declared by a
    /// fold that has seen nothing.
    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes);
}

/// A group and the rest: a list of groups is a pair of pairs.
impl<A: Fold, B: Fold> Fold for (A, B) {
    fn begin(&mut self, crisis: &Crisis) {
        self.0.begin(crisis);
        self.1.begin(crisis);
    }

    #[inline]
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        self.0.see(now, fact, crisis);
        self.1.see(now, fact, crisis);
    }

    fn close(&mut self, end: &End<'_>) {
        self.0.close(end);
        self.1.close(end);
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        self.0.outcomes(scenario, list);
        self.1.outcomes(scenario, list);
    }
}

/// The end of a history.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// The crisis at the horizon.
    pub crisis: &'a Crisis,
    /// When that is.
    pub horizon: Time,
}

/// What takes a list of outcomes: their metrics, or their values.
pub trait Outcomes {
    /// An amount; `None` or NaN where it does not exist in this history.
    fn amount<V: Into<Option<f64>>>(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V);

    /// Whether something happened; `None` where the question does not arise.
    fn event<V: Into<Option<bool>>>(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V);

    /// The index of a level; `None` where there is none.
    fn level(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> Option<usize>);

    /// When the clock started (`None` where it never did) and when what it waits for happened.
    fn time(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> (Option<Time>, Option<Time>));
}

/// Takes the metrics.
#[derive(Debug, Default)]
pub struct Declare {
    /// The metrics so far.
    pub metrics: Vec<Metric>,
}

impl Declare {
    /// The metrics of a fold in a scenario.
    pub fn of<F: Fold>(scenario: &Scenario) -> Vec<Metric> {
        let mut declared = Declare::default();
        F::default().outcomes(scenario, &mut declared);
        declared.metrics
    }

    fn push(&mut self, metric: Metric, is_right: impl FnOnce(&Kind) -> bool) {
        debug_assert!(is_right(&metric.kind), "{} is declared as another kind than its value", metric.id);
        self.metrics.push(metric);
    }
}

impl Outcomes for Declare {
    fn amount<V: Into<Option<f64>>>(&mut self, metric: impl FnOnce() -> Metric, _: impl FnOnce(&End<'_>) -> V) {
        self.push(metric(), |kind| matches!(kind, Kind::Amount));
    }

    fn event<V: Into<Option<bool>>>(&mut self, metric: impl FnOnce() -> Metric, _: impl FnOnce(&End<'_>) -> V) {
        self.push(metric(), |kind| matches!(kind, Kind::Event));
    }

    fn level(&mut self, metric: impl FnOnce() -> Metric, _: impl FnOnce(&End<'_>) -> Option<usize>) {
        self.push(metric(), |kind| matches!(kind, Kind::Level(_)));
    }

    fn time(&mut self, metric: impl FnOnce() -> Metric, _: impl FnOnce(&End<'_>) -> (Option<Time>, Option<Time>)) {
        self.push(metric(), |kind| matches!(kind, Kind::Time(_)));
    }
}

/// What a value is kept to, in its unit: 2^-30, about a billionth. What is left of a subtraction by rounding (a delay taken
/// as the difference of two instants) is none of the model's, and would count as a difference between worlds.
const KEPT: f64 = 1.0 / (1_u64 << 30) as f64;
/// From here on floats are no finer than that.
const COARSE: f64 = (1_u64 << 22) as f64;

/// A value as it is kept.
fn kept(value: f64) -> f64 {
    // Adding zero turns -0.0 into 0.0.
    if value.abs() < COARSE { (value / KEPT).round() * KEPT + 0.0 } else { value }
}

/// Writes the values of a replication one after another into its row.
#[derive(Debug)]
pub struct RowWriter<'a> {
    row: &'a mut [f64],
    at: usize,
    end: End<'a>,
}

impl<'a> RowWriter<'a> {
    /// Writes from the start of a row.
    #[must_use]
    pub fn new(row: &'a mut [f64], end: End<'a>) -> Self {
        Self { row, at: 0, end }
    }

    fn put(&mut self, value: f64) {
        self.row[self.at] = kept(value);
        self.at += 1;
    }
}

impl Outcomes for RowWriter<'_> {
    fn amount<V: Into<Option<f64>>>(&mut self, _: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V) {
        let value = value(&self.end).into();
        self.put(value.unwrap_or(f64::NAN));
    }

    fn event<V: Into<Option<bool>>>(&mut self, _: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V) {
        let happened = value(&self.end).into();
        self.put(happened.map_or(f64::NAN, |happened| f64::from(u8::from(happened))));
    }

    fn level(&mut self, _: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> Option<usize>) {
        let level = value(&self.end);
        self.put(level.map_or(f64::NAN, |level| level as f64));
    }

    fn time(&mut self, _: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> (Option<Time>, Option<Time>)) {
        let (from, happened) = value(&self.end);
        let days = from.zip(happened).map(|(from, happened)| happened - from);
        self.put(days.unwrap_or(f64::NAN));
        self.put(from.map_or(f64::NAN, |from| days.unwrap_or(self.end.horizon - from)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_delay_from_another_instant_is_the_same_value() {
        let days = |from: f64, delay: f64| {
            let from = Time::from_days(from);
            kept((from + delay) - from)
        };
        assert!((0..1_000).all(|step| days(0.1 + 0.0917 * f64::from(step), 1.0) == 1.0));
        assert_eq!(kept(0.3 - 0.1 - 0.2).to_bits(), 0);
        assert_eq!((kept(1.0e12 + 1.0), kept(f64::MAX)), (1.0e12 + 1.0, f64::MAX), "large values are left as they are");
        assert!(kept(f64::NAN).is_nan());
    }
}
