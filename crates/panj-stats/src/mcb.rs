//! Multiple comparisons with the best: simultaneous intervals of `mean of policy i - best of the other means`.
//!
//! Rows of `y` are policies, columns worlds; the same worlds for all (common random numbers).
//! An interval that ends at 0 from below says that the policy may be best; one that starts at 0, that it is.
//!
//! # References
//! - D. G. Edwards, J. C. Hsu (1983), JASA 78: 965-971 (from any simultaneous pairwise half-widths).
//! - J. C. Hsu (1996), *Multiple Comparisons*, chapter 4.

use super::summary::{Summary, mean};
use super::{Interval, precision};
use panj_sim::math::student_t_quantile;

/// Whether the largest or the smallest mean is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Best {
    /// The largest mean is best.
    Max,
    /// The smallest mean is best.
    Min,
}

impl Best {
    /// `value`, with its sign changed when the smallest is best: larger is then always better.
    pub fn oriented(self, value: f64) -> f64 {
        match self {
            Best::Max => value,
            Best::Min => -value,
        }
    }

    fn interval(self, low: f64, high: f64) -> Interval {
        match self {
            Best::Max => Interval { low, high },
            Best::Min => Interval { low: -high, high: -low },
        }
    }
}

/// Residual variance of the two-way table (policies by worlds), and its degrees of freedom.
pub fn residual_variance(y: &[Vec<f64>]) -> (f64, f64) {
    let (k, n) = (y.len(), y.first().map_or(0, Vec::len));
    let rows: Vec<f64> = y.iter().map(|r| mean(r)).collect();
    let grand = mean(&rows);
    let mut squares = 0.0;
    for j in 0..n {
        let column = y.iter().map(|r| r[j]).sum::<f64>() / k as f64;
        for (row, m) in y.iter().zip(&rows) {
            let e = row[j] - m - column + grand;
            squares += e * e;
        }
    }
    let df = (k as f64 - 1.0) * (n as f64 - 1.0);
    (squares / df, df)
}

/// Mean of every row, oriented so that larger is better.
fn oriented_means(y: &[Vec<f64>], best: Best) -> Vec<f64> {
    y.iter().map(|r| best.oriented(mean(r))).collect()
}

/// Intervals from Bonferroni paired t half-widths; no assumption on the variances.
#[derive(Clone, Debug, PartialEq)]
pub struct EdwardsHsu {
    /// Probability of the t quantile: `1 - alpha / (k - 1)`.
    pub quantile_p: f64,
    /// Half-width of each pairwise difference (NaN on the diagonal).
    pub half_widths: Vec<Vec<f64>>,
    /// One interval for each policy.
    pub intervals: Vec<Interval>,
    /// Policies that may be best.
    pub candidates: Vec<usize>,
}

/// Edwards-Hsu intervals at joint level at least `1 - alpha`; `None` for fewer than two policies or two worlds.
pub fn edwards_hsu(y: &[Vec<f64>], alpha: f64, best: Best) -> Option<EdwardsHsu> {
    let (k, n) = (y.len(), y.first()?.len());
    if k < 2 || n < 2 {
        return None;
    }
    let quantile_p = 1.0 - alpha / (k as f64 - 1.0);
    let t = student_t_quantile(quantile_p, n as f64 - 1.0);
    let half_widths: Vec<Vec<f64>> = (0..k)
        .map(|i| (0..k).map(|j| if i == j { f64::NAN } else { t * difference_error(&y[i], &y[j]) }).collect())
        .collect();
    let means = oriented_means(y, best);
    let others = |i: usize| (0..k).filter(move |&j| j != i);
    let upper: Vec<f64> = (0..k)
        .map(|i| others(i).map(|j| means[i] - means[j] + half_widths[i][j]).fold(f64::INFINITY, f64::min).max(0.0))
        .collect();
    let candidates: Vec<usize> = (0..k).filter(|&i| upper[i] > 0.0).collect();
    let lower = |i: usize| {
        if candidates == [i] {
            return 0.0;
        }
        let rivals = candidates.iter().filter(|&&j| j != i);
        rivals.map(|&j| means[i] - means[j] - half_widths[i][j]).fold(f64::INFINITY, f64::min).min(0.0)
    };
    let intervals = (0..k).map(|i| best.interval(lower(i), upper[i])).collect();
    Some(EdwardsHsu { quantile_p, half_widths, intervals, candidates })
}

/// Standard error of the mean difference of two rows in the same worlds.
fn difference_error(a: &[f64], b: &[f64]) -> f64 {
    Summary::of(&precision::differences(a, b)).standard_error()
}

/// Share of worlds in which each policy is best; worlds with ties are divided among the tied.
pub fn best_shares(y: &[Vec<f64>], best: Best) -> Vec<f64> {
    let n = y.first().map_or(0, Vec::len);
    let mut shares = vec![0.0; y.len()];
    for j in 0..n {
        let top = y.iter().map(|r| best.oriented(r[j])).fold(f64::NEG_INFINITY, f64::max);
        let winners: Vec<usize> = (0..y.len()).filter(|&i| best.oriented(y[i][j]) == top).collect();
        for &i in &winners {
            shares[i] += 1.0 / (winners.len() * n) as f64;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Vec<f64>> {
        vec![vec![1.0, 2.0, 3.0, 2.5], vec![4.0, 5.5, 6.0, 5.0], vec![1.2, 2.5, 2.9, 2.4]]
    }

    #[test]
    fn a_clear_winner_is_the_only_candidate() {
        let hsu = edwards_hsu(&table(), 0.05, Best::Max).unwrap();
        assert_eq!(hsu.candidates, vec![1]);
        assert_eq!(hsu.intervals[1].low, 0.0);
        assert!(hsu.intervals[0].high == 0.0 && hsu.intervals[0].low < -2.0);
    }

    #[test]
    fn smallest_best_is_the_mirror_image() {
        let negated: Vec<Vec<f64>> = table().iter().map(|r| r.iter().map(|v| -v).collect()).collect();
        let (a, b) = (edwards_hsu(&table(), 0.05, Best::Max).unwrap(), edwards_hsu(&negated, 0.05, Best::Min).unwrap());
        for (x, y) in a.intervals.iter().zip(&b.intervals) {
            assert!((x.low + y.high).abs() < 1e-12 && (x.high + y.low).abs() < 1e-12);
        }
    }

    #[test]
    fn two_policies_and_shares() {
        // the second is above the first by 3, 3.5, 3 and 2.5
        let two = edwards_hsu(&table()[..2], 0.05, Best::Max).unwrap();
        let half = student_t_quantile(0.95, 3.0) * (0.5_f64 / 3.0 / 4.0).sqrt();
        assert!((two.half_widths[0][1] / half - 1.0).abs() < 1e-9);
        assert!((two.intervals[1].high - (3.0 + half)).abs() < 1e-9);
        assert_eq!(best_shares(&table(), Best::Max), vec![0.0, 1.0, 0.0]);
        let tied = best_shares(&[vec![1.0, 2.0], vec![1.0, 3.0]], Best::Min);
        assert_eq!(tied, vec![0.75, 0.25]);
        assert_eq!(edwards_hsu(&table()[..1], 0.05, Best::Max), None);
    }
}
