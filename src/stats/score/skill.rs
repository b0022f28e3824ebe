//! Series of forecasts: skill against a reference, coverage, and scores of a fitted normal distribution.

use super::super::quantile::{of_sorted, sorted};
use super::super::summary::Summary;
use super::crps::crps;
use super::parametric::{Forecast, log_score};

/// Skill score: 1 for a perfect forecast, 0 for one no better than the reference, negative for a worse one.
pub fn skill(mean_score: f64, mean_reference: f64) -> f64 {
    1.0 - mean_score / mean_reference
}

/// CRPS at each time of the climatology of all *other* observations.
pub fn climatology_crps(observed: &[f64]) -> Vec<f64> {
    (0..observed.len())
        .map(|t| {
            let others: Vec<f64> = (0..observed.len()).filter(|&s| s != t).map(|s| observed[s]).collect();
            crps(&others, observed[t])
        })
        .collect()
}

/// How often central intervals held the observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Times at which it did.
    pub count: usize,
    /// Share of times.
    pub fraction: f64,
    /// Mean width of the intervals.
    pub mean_width: f64,
}

/// Coverage of central intervals at `level` (type 7 quantiles); rows of `ensembles` are times.
pub fn coverage(ensembles: &[Vec<f64>], observed: &[f64], level: f64) -> Coverage {
    let (mut count, mut width) = (0, 0.0);
    for (ensemble, &y) in ensembles.iter().zip(observed) {
        let ascending = sorted(ensemble);
        let low = of_sorted(&ascending, 0.5 * (1.0 - level));
        let high = of_sorted(&ascending, 1.0 - 0.5 * (1.0 - level));
        count += usize::from(low <= y && y <= high);
        width += high - low;
    }
    let n = observed.len() as f64;
    Coverage { count, fraction: count as f64 / n, mean_width: width / n }
}

/// Dawid-Sebastiani score `ln v + (y - mean)^2 / v` with the ensemble's variance (divisor m); NaN when constant.
pub fn dawid_sebastiani(ensemble: &[f64], observed: f64) -> f64 {
    let s = Summary::of(ensemble);
    let v = s.variance() * (s.n as f64 - 1.0) / s.n as f64;
    if v > 0.0 { libm::log(v) + (observed - s.mean) * (observed - s.mean) / v } else { f64::NAN }
}

/// Logarithmic score of the normal distribution with the ensemble's mean and standard deviation (divisor m - 1);
/// NaN when constant.
pub fn log_score_normal_fit(ensemble: &[f64], observed: f64) -> f64 {
    let s = Summary::of(ensemble);
    if s.sd > 0.0 { log_score(Forecast::Normal { mean: s.mean, sd: s.sd }, observed) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skill_of_the_reference_is_zero() {
        assert_eq!(skill(2.0, 2.0), 0.0);
        assert_eq!(skill(0.0, 2.0), 1.0);
    }

    #[test]
    fn a_constant_ensemble_has_no_fitted_density() {
        assert!(dawid_sebastiani(&[2.0; 4], 2.0).is_nan() && log_score_normal_fit(&[2.0; 4], 2.0).is_nan());
        let c = coverage(&[vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0]], &[2.0, 9.0], 0.5);
        assert_eq!((c.count, c.fraction, c.mean_width), (1, 0.5, 1.0));
    }
}
