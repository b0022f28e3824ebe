//! Series of forecasts: skill against a reference, and coverage.

use super::super::quantile::{of_sorted, sorted};
use super::crps::crps;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skill_of_the_reference_is_zero() {
        assert_eq!(skill(2.0, 2.0), 0.0);
        assert_eq!(skill(0.0, 2.0), 1.0);
    }

    #[test]
    fn coverage_counts_what_lies_within() {
        let c = coverage(&[vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0]], &[2.0, 9.0], 0.5);
        assert_eq!((c.count, c.fraction, c.mean_width), (1, 0.5, 1.0));
    }
}
