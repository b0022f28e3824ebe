//! A forecast known by its quantiles.

use serde::{Deserialize, Serialize};

use crate::result::{QUANTILES, quantile_at};
use crate::stats::score::interval_score;
use crate::stats::{Interval, quantile};

/// Central intervals whose ends are kept: the probability outside each.
pub const OUTSIDE: [f64; 4] = [0.5, 0.2, 0.1, 0.05];

/// Quantiles at the probabilities of [`QUANTILES`]; one that lies beyond the horizon is not known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Forecast([f64; QUANTILES.len()]);

impl Forecast {
    /// From quantiles as a table has them: NaN beyond the horizon.
    pub fn new(quantiles: [f64; QUANTILES.len()]) -> Forecast {
        Forecast(quantiles)
    }

    /// The quantiles as a table has them.
    pub fn known(&self) -> &[f64; QUANTILES.len()] {
        &self.0
    }

    /// What all other observations say of each: their quantiles (type 7). Scored as a model's quantiles are, it is what skill
    /// is measured against.
    pub fn of_the_others(observed: &[f64]) -> Vec<Forecast> {
        (0..observed.len())
            .map(|at| {
                let others = quantile::sorted(&[&observed[..at], &observed[at + 1..]].concat());
                Forecast(QUANTILES.map(|(p, _)| quantile::of_sorted(&others, p)))
            })
            .collect()
    }

    /// The quantile at a probability of [`QUANTILES`]; infinite beyond the horizon.
    pub fn quantile(&self, p: f64) -> f64 {
        Some(quantile_at(&self.0, p)).filter(|quantile| !quantile.is_nan()).unwrap_or(f64::INFINITY)
    }

    /// Whether a value lies in the central interval that leaves out `tail` at each end.
    pub fn holds(&self, tail: f64, value: f64) -> bool {
        (self.quantile(tail)..=self.quantile(1.0 - tail)).contains(&value)
    }

    /// Probability of a value no greater, read between quantiles; outside them the middle of what is left.
    pub fn place(&self, value: f64) -> f64 {
        let quantiles = QUANTILES.map(|(p, _)| self.quantile(p));
        let below = quantiles.iter().rposition(|quantile| *quantile < value);
        let above = quantiles.iter().position(|quantile| *quantile > value);
        let p = |at: usize| QUANTILES.get(at).map_or(f64::NAN, |(p, _)| *p);
        match (below, above) {
            (None, None) => 0.5,
            (None, Some(0)) => p(0) / 2.0,
            (Some(last), None) if last + 1 == quantiles.len() => f64::midpoint(p(last), 1.0),
            (None, Some(above)) => p(above - 1) / 2.0,
            (Some(below), None) => f64::midpoint(p(below + 1), 1.0),
            // Quantiles equal to the value lie between: the middle of them.
            (Some(below), Some(above)) if above > below + 1 => f64::midpoint(p(below + 1), p(above - 1)),
            (Some(below), Some(above)) => {
                let (low, high) = (quantiles[below], quantiles[above]);
                let share = if high.is_finite() { (value - low) / (high - low) } else { 0.5 };
                p(below) + share * (p(above) - p(below))
            }
        }
    }

    /// The weighted interval score of the median and four central intervals; not finite where one reaches beyond the
    /// horizon.
    pub fn score(&self, value: f64) -> f64 {
        let intervals = OUTSIDE.map(|alpha| {
            let interval = Interval { low: self.quantile(alpha / 2.0), high: self.quantile(1.0 - alpha / 2.0) };
            alpha / 2.0 * interval_score(interval, alpha, value)
        });
        let median = 0.5 * (value - self.quantile(0.5)).abs();
        (median + intervals.iter().sum::<f64>()) / (OUTSIDE.len() as f64 + 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::score::weighted_interval_score;

    /// Quantiles of 0..=1000: a thousand times their probability.
    fn ramp() -> Forecast {
        Forecast::new(QUANTILES.map(|(p, _)| 1_000.0 * p))
    }

    #[test]
    fn places_are_read_between_quantiles() {
        for (value, place) in [(500.0, 0.5), (600.0, 0.6), (30.0, 0.03), (-5.0, 0.0125), (2_000.0, 0.9875)] {
            assert!((ramp().place(value) - place).abs() < 1e-12, "{value}");
        }
        let flat = Forecast::new([7.0; QUANTILES.len()]);
        assert_eq!((flat.place(6.0), flat.place(7.0), flat.place(8.0)), (0.0125, 0.5, 0.9875));
        let cut = Forecast::new([10.0, 20.0, 30.0, 40.0, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN]);
        assert_eq!(cut.place(50.0), 0.375);
    }

    #[test]
    fn a_model_that_says_what_the_others_say_has_no_skill() {
        let observed = [1.0, 2.0, 4.0, 8.0, 16.0];
        let others = Forecast::of_the_others(&observed);
        for (at, value) in observed.into_iter().enumerate() {
            let rest: Vec<f64> = observed.into_iter().filter(|other| *other != value).collect();
            assert!((others[at].score(value) - weighted_interval_score(&rest, &OUTSIDE, value)).abs() < 1e-12);
        }
        // Computed apart from the formulas, in Python.
        let mean = others.iter().zip(observed).map(|(other, value)| other.score(value)).sum::<f64>() / 5.0;
        assert!((mean - 3.4248888888888893).abs() < 1e-12, "{mean}");
    }

    #[test]
    fn the_score_is_that_of_the_whole_ensemble() {
        let ensemble: Vec<f64> = (0..=1_000).map(f64::from).collect();
        for value in [500.0, 10.0, 1_200.0] {
            let whole = weighted_interval_score(&ensemble, &OUTSIDE, value);
            assert!((ramp().score(value) - whole).abs() < 1e-9, "{value}: {whole}");
        }
    }
}
