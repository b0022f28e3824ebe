//! Central prediction intervals, the interval score and the weighted interval score.
//!
//! # References
//! - J. Bracher, E. L. Ray, T. Gneiting, N. G. Reich (2021), PLOS Computational Biology 17: e1008618.

use super::super::Interval;
use super::super::quantile::{of_sorted, sorted};

/// Central interval of an ensemble with type 7 quantiles: `alpha/2` to `1 - alpha/2`.
pub fn central_interval(ensemble: &[f64], alpha: f64) -> Interval {
    let ascending = sorted(ensemble);
    Interval { low: of_sorted(&ascending, 0.5 * alpha), high: of_sorted(&ascending, 1.0 - 0.5 * alpha) }
}

/// Width plus `2 / alpha` times the distance by which the observation lies outside.
pub fn interval_score(interval: Interval, alpha: f64, observed: f64) -> f64 {
    let outside = (interval.low - observed).max(0.0) + (observed - interval.high).max(0.0);
    interval.high - interval.low + 2.0 / alpha * outside
}

/// Weighted interval score of an ensemble over central intervals at `alphas`:
/// `(|y - median| / 2 + sum alpha/2 IS_alpha) / (K + 1/2)`.
pub fn weighted_interval_score(ensemble: &[f64], alphas: &[f64], observed: f64) -> f64 {
    let median = of_sorted(&sorted(ensemble), 0.5);
    let scores: f64 =
        alphas.iter().map(|&a| 0.5 * a * interval_score(central_interval(ensemble, a), a, observed)).sum();
    (0.5 * (observed - median).abs() + scores) / (alphas.len() as f64 + 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_costs_two_over_alpha_for_each_unit() {
        let interval = Interval { low: 1.0, high: 3.0 };
        assert_eq!(interval_score(interval, 0.1, 2.0), 2.0);
        assert_eq!(interval_score(interval, 0.1, 4.0), 22.0);
        assert_eq!(interval_score(interval, 0.5, 0.0), 6.0);
    }

    #[test]
    fn without_intervals_it_is_the_absolute_error_of_the_median() {
        assert_eq!(weighted_interval_score(&[1.0, 2.0, 6.0], &[], 5.0), 3.0);
    }
}
