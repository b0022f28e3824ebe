//! Wilcoxon's signed-rank test and the Hodges-Lehmann estimate.

use super::super::quantile::sorted;
use panj_sim::math::{first_where, normal_sf};

/// Average ranks (from 1) of values, ties sharing their mean rank.
pub(crate) fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        let rank = 0.5 * (start + 1 + end) as f64;
        for &i in &order[start..end] {
            ranks[i] = rank;
        }
        start = end;
    }
    ranks
}

/// `sum (t^3 - t)` over the groups of equal values.
fn tie_term(values: &[f64]) -> f64 {
    let ascending = sorted(values);
    ascending.chunk_by(|a, b| a == b).map(|g| g.len() as f64).map(|t| t * t * t - t).sum()
}

/// Wilcoxon's signed-rank test, zeros dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wilcoxon {
    /// Sum of ranks of positive differences.
    pub positive_ranks: f64,
    /// The smaller of the two rank sums.
    pub smaller: f64,
    /// Two-sided p-value by the normal approximation, variance corrected for ties.
    pub p_asymptotic: f64,
    /// The same with a continuity correction of 1/2.
    pub p_asymptotic_corrected: f64,
    /// Exact two-sided p-value; `None` with ties or zeros, or more than 1000 differences.
    pub p_exact: Option<f64>,
}

impl Wilcoxon {
    /// The exact p-value where it exists, else the corrected approximation.
    pub fn p(&self) -> f64 {
        self.p_exact.unwrap_or(self.p_asymptotic_corrected)
    }
}

/// Signed-rank test of differences; p-values are NaN when all differences are zero.
pub fn wilcoxon(differences: &[f64]) -> Wilcoxon {
    wilcoxon_exact_up_to(differences, 1000)
}

/// The same, with the exact p-value (whose cost grows with the cube of the number) for at most `most` differences.
pub fn wilcoxon_exact_up_to(differences: &[f64], most: usize) -> Wilcoxon {
    let kept: Vec<f64> = differences.iter().copied().filter(|&d| d != 0.0).collect();
    let sizes: Vec<f64> = kept.iter().map(|d| d.abs()).collect();
    let ranks = average_ranks(&sizes);
    let positive: f64 = kept.iter().zip(&ranks).filter(|(d, _)| **d > 0.0).map(|(_, r)| r).sum();
    let n = kept.len() as f64;
    let smaller = positive.min(0.5 * n * (n + 1.0) - positive);
    let ties = tie_term(&sizes);
    let spread = ((n * (n + 1.0) * (2.0 * n + 1.0) - 0.5 * ties) / 24.0).sqrt();
    let off = positive - 0.25 * n * (n + 1.0);
    let two_sided = |z: f64| (2.0 * normal_sf(z.abs())).clamp(0.0, 1.0);
    let step = if off == 0.0 { 0.0 } else { 0.5 * off.signum() };
    let exact = ties == 0.0 && kept.len() == differences.len() && !kept.is_empty() && kept.len() <= most;
    Wilcoxon {
        positive_ranks: positive,
        smaller,
        p_asymptotic: two_sided(off / spread),
        p_asymptotic_corrected: two_sided((off - step) / spread),
        p_exact: exact.then(|| (2.0 * rank_sum_cdf(kept.len(), smaller)).clamp(0.0, 1.0)),
    }
}

/// `P(T <= t)` for the sum of ranks of `n` independent fair signs.
fn rank_sum_cdf(n: usize, t: f64) -> f64 {
    let limit = libm::floor(t) as usize;
    let mut mass = vec![0.0; limit + 1];
    mass[0] = 1.0;
    for rank in 1..=n {
        for sum in (0..=limit).rev() {
            let with = if sum >= rank { mass[sum - rank] } else { 0.0 };
            mass[sum] = 0.5 * (mass[sum] + with);
        }
    }
    mass.iter().sum()
}

/// Hodges-Lehmann estimate: the median of all means of two differences (each with itself included), in O(n log n) and
/// without listing the pairs; NaN when empty.
pub fn hodges_lehmann(differences: &[f64]) -> f64 {
    let n = differences.len();
    if n == 0 || differences.iter().any(|d| !d.is_finite()) {
        return f64::NAN;
    }
    let ascending = sorted(differences);
    let count = |limit: f64| -> usize {
        let mut right = n;
        let mut pairs = 0;
        for left in 0..n {
            // the partner's index falls as the left value grows
            while right > left && 0.5 * (ascending[left] + ascending[right - 1]) > limit {
                right -= 1;
            }
            if right <= left {
                break;
            }
            pairs += right - left;
        }
        pairs
    };
    let pairs = n * (n + 1) / 2;
    let nth = |k: usize| first_where(ascending[0], ascending[n - 1], |v| count(v) >= k);
    if pairs % 2 == 1 { nth(pairs / 2 + 1) } else { 0.5 * (nth(pairs / 2) + nth(pairs / 2 + 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_distribution_of_three_ranks() {
        // sums of signs over ranks 1, 2, 3: P(T <= 1) = 2/8
        assert!((rank_sum_cdf(3, 1.0) - 0.25).abs() < 1e-15);
        let all_positive = wilcoxon(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(all_positive.smaller, 0.0);
        assert!((all_positive.p_exact.unwrap() - 2.0 / 32.0).abs() < 1e-15);
    }

    #[test]
    fn ties_and_zeros_leave_only_the_approximation() {
        assert_eq!(wilcoxon(&[1.0, -1.0, 2.0]).p_exact, None);
        assert_eq!(wilcoxon(&[1.0, 0.0, 2.0]).p_exact, None);
        assert!(wilcoxon(&[0.0, 0.0]).p_asymptotic.is_nan());
    }

    #[test]
    fn hodges_lehmann_equals_the_listed_median() {
        let values = [3.1, -2.0, 0.4, 7.7, 0.4, -1.5, 2.2];
        let mut means = Vec::new();
        for i in 0..values.len() {
            for j in i..values.len() {
                means.push(0.5 * (values[i] + values[j]));
            }
        }
        assert_eq!(hodges_lehmann(&values), super::super::super::quantile::quantile(&means, 0.5));
        assert_eq!(hodges_lehmann(&[2.5]), 2.5);
        assert_eq!(hodges_lehmann(&[2.0, 2.0]), 2.0);
    }
}
