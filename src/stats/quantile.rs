//! Quantiles by linear interpolation (type 7) and their distribution-free intervals.
//!
//! # References
//! - R. J. Hyndman, Y. Fan (1996), American Statistician 50: 361-365 (type 7).
//! - W. J. Conover (1999), *Practical Nonparametric Statistics*, 3rd ed., section 3.2 (order-statistic intervals).

use super::Interval;
use super::special::{binomial_cdf, binomial_quantile};

/// A copy of the values in ascending order (total order: NaN last).
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut copy = values.to_vec();
    copy.sort_by(f64::total_cmp);
    copy
}

/// Type 7 quantile of values that are already in ascending order; NaN when empty or `p` is outside `[0, 1]`.
pub fn of_sorted(ascending: &[f64], p: f64) -> f64 {
    if ascending.is_empty() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let last = ascending.len() - 1;
    let position = p * last as f64;
    let below = (libm::floor(position) as usize).min(last);
    let above = (below + 1).min(last);
    let (a, b) = (ascending[below], ascending[above]);
    // equal neighbours (also infinite ones) need no interpolation
    if a == b { a } else { a + (b - a) * (position - below as f64) }
}

/// Type 7 quantile of a sample in any order.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    of_sorted(&sorted(values), p)
}

/// Median of a sample.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// Median absolute deviation from the median, not rescaled.
pub fn median_absolute_deviation(values: &[f64]) -> f64 {
    let centre = median(values);
    median(&values.iter().map(|v| (v - centre).abs()).collect::<Vec<_>>())
}

/// Distribution-free interval of a quantile between two order statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderInterval {
    /// Rank (from 1) of the lower end.
    pub lower_rank: usize,
    /// Rank (from 1) of the upper end.
    pub upper_rank: usize,
    /// The two order statistics.
    pub interval: Interval,
    /// Coverage probability for a continuous distribution, at least the level asked for.
    pub coverage: f64,
}

/// Interval of the `p`-quantile from order statistics, with at most `(1 - level)/2` of non-coverage on either side:
/// `None` when the sample is too small for both ends to exist.
pub fn order_interval(values: &[f64], p: f64, level: f64) -> Option<OrderInterval> {
    let n = values.len() as u64;
    let tail = 0.5 * (1.0 - level);
    // lower rank l: P(B <= l - 1) <= tail, largest such l; upper rank u: P(B >= u) <= tail, smallest such u
    let first = binomial_quantile(tail, n, p);
    let lower = if binomial_cdf(first, n, p) <= tail { first + 1 } else { first };
    let upper = binomial_quantile(1.0 - tail, n, p) + 1;
    if lower == 0 || upper > n || n == 0 {
        return None;
    }
    let ascending = sorted(values);
    Some(OrderInterval {
        lower_rank: lower as usize,
        upper_rank: upper as usize,
        interval: Interval { low: ascending[lower as usize - 1], high: ascending[upper as usize - 1] },
        coverage: binomial_cdf(upper - 1, n, p) - binomial_cdf(lower - 1, n, p),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_7_interpolates_between_neighbours() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.5), 2.5);
        assert_eq!(quantile(&values, 1.0), 4.0);
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
        assert!(quantile(&[], 0.3).is_nan());
        assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.75), f64::INFINITY);
    }

    #[test]
    fn five_values_are_too_few_for_a_95_percent_interval_of_the_median() {
        assert_eq!(order_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.5, 0.95), None);
        let six = order_interval(&[6.0, 1.0, 2.0, 3.0, 4.0, 5.0], 0.5, 0.95).unwrap();
        assert_eq!((six.lower_rank, six.upper_rank), (1, 6));
        assert!((six.coverage - 0.96875).abs() < 1e-12);
    }
}
