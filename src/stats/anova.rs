//! Analysis of variance, Friedman's test, and all-pairs and many-to-one comparisons of independent groups.
//!
//! # References
//! - J. W. Tukey (1953); C. Y. Kramer (1956), Biometrics 12: 307-310 (unequal sizes).
//! - C. W. Dunnett (1955), JASA 50: 1096-1121.
//! - M. Friedman (1937), JASA 32: 675-701.

use super::mcb::residual_variance;
use super::paired::{average_ranks, tie_term};
use super::special::{chi_square_sf, dunnett_two_sided_p, f_sf, studentized_range_cdf};
use super::summary::{Summary, mean};

/// An F test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anova {
    /// Sum of squares between groups.
    pub sum_of_squares: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Degrees of freedom of the residual.
    pub residual_df: f64,
    /// Residual mean square.
    pub residual_variance: f64,
    /// F statistic.
    pub f: f64,
    /// P-value.
    pub p: f64,
}

fn table(sum_of_squares: f64, df: f64, residual_variance: f64, residual_df: f64) -> Anova {
    let f = sum_of_squares / df / residual_variance;
    Anova { sum_of_squares, df, residual_df, residual_variance, f, p: f_sf(f, df, residual_df) }
}

/// One-way analysis of independent groups.
pub fn one_way(groups: &[Vec<f64>]) -> Anova {
    let total: usize = groups.iter().map(Vec::len).sum();
    let grand = mean(&groups.concat());
    let mut between = 0.0;
    let mut within = 0.0;
    for group in groups {
        let m = mean(group);
        between += group.len() as f64 * (m - grand) * (m - grand);
        within += group.iter().map(|x| (x - m) * (x - m)).sum::<f64>();
    }
    let (df, residual_df) = (groups.len() as f64 - 1.0, total as f64 - groups.len() as f64);
    table(between, df, within / residual_df, residual_df)
}

/// Two-way analysis without interaction (rows: policies, columns: worlds), test of the rows.
pub fn two_way(y: &[Vec<f64>]) -> Anova {
    let n = y.first().map_or(0, Vec::len) as f64;
    let rows: Vec<f64> = y.iter().map(|r| mean(r)).collect();
    let grand = mean(&rows);
    let between: f64 = rows.iter().map(|m| n * (m - grand) * (m - grand)).sum();
    let (variance, df) = residual_variance(y);
    table(between, y.len() as f64 - 1.0, variance, df)
}

/// Friedman's rank test of the rows in the same worlds (columns).
#[derive(Clone, Debug, PartialEq)]
pub struct Friedman {
    /// Chi-square statistic, corrected for ties.
    pub chi_square: f64,
    /// P-value with `k - 1` degrees of freedom.
    pub p: f64,
    /// Mean rank of each row (1 is smallest).
    pub mean_ranks: Vec<f64>,
}

/// Friedman's test of rows (policies) over columns (worlds).
pub fn friedman(y: &[Vec<f64>]) -> Friedman {
    let (k, n) = (y.len(), y.first().map_or(0, Vec::len));
    let (kf, nf) = (k as f64, n as f64);
    let mut sums = vec![0.0; k];
    let mut ties = 0.0;
    for j in 0..n {
        let column: Vec<f64> = y.iter().map(|row| row[j]).collect();
        ties += tie_term(&column);
        for (sum, rank) in sums.iter_mut().zip(average_ranks(&column)) {
            *sum += rank;
        }
    }
    let squares: f64 = sums.iter().map(|s| s * s).sum();
    let correction = 1.0 - ties / (kf * (kf * kf - 1.0) * nf);
    let chi_square = (12.0 / (kf * nf * (kf + 1.0)) * squares - 3.0 * nf * (kf + 1.0)) / correction;
    Friedman { chi_square, p: chi_square_sf(chi_square, kf - 1.0), mean_ranks: sums.iter().map(|s| s / nf).collect() }
}

/// Tukey-Kramer p-values of all pairs of independent groups; 1 on the diagonal.
pub fn tukey_hsd(groups: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let anova = one_way(groups);
    let means: Vec<f64> = groups.iter().map(|g| mean(g)).collect();
    let p = |i: usize, j: usize| {
        if i == j {
            return 1.0;
        }
        let sizes = 1.0 / groups[i].len() as f64 + 1.0 / groups[j].len() as f64;
        let q = (means[i] - means[j]).abs() / (0.5 * anova.residual_variance * sizes).sqrt();
        (1.0 - studentized_range_cdf(q, groups.len(), anova.residual_df)).clamp(0.0, 1.0)
    };
    (0..groups.len()).map(|i| (0..groups.len()).map(|j| p(i.min(j), i.max(j))).collect()).collect()
}

/// Dunnett's two-sided p-values of every other group against the `control`.
pub fn dunnett(groups: &[Vec<f64>], control: usize) -> Vec<f64> {
    let anova = one_way(groups);
    let base = Summary::of(&groups[control]);
    let others: Vec<Summary> =
        groups.iter().enumerate().filter(|(i, _)| *i != control).map(|(_, g)| Summary::of(g)).collect();
    let sizes: Vec<f64> = others.iter().map(|s| s.n as f64).collect();
    others
        .iter()
        .map(|s| {
            let spread = (anova.residual_variance * (1.0 / s.n as f64 + 1.0 / base.n as f64)).sqrt();
            dunnett_two_sided_p((s.mean - base.mean) / spread, base.n as f64, &sizes, anova.residual_df)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_the_t_test() {
        let groups = [vec![1.0, 2.0, 3.0, 5.0], vec![2.0, 4.0, 6.0, 7.0]];
        let anova = one_way(&groups);
        let tukey = tukey_hsd(&groups)[0][1];
        assert!((tukey / anova.p - 1.0).abs() < 1e-9, "{tukey} {}", anova.p);
        let dunnett = dunnett(&groups, 0)[0];
        assert!((dunnett / anova.p - 1.0).abs() < 1e-9);
    }

    #[test]
    fn rows_in_the_same_order_everywhere() {
        let y = [vec![1.0, 5.0, 2.0], vec![2.0, 6.0, 3.0], vec![3.0, 7.0, 4.0]];
        let test = friedman(&y);
        assert_eq!(test.mean_ranks, vec![1.0, 2.0, 3.0]);
        assert!((test.chi_square - 6.0).abs() < 1e-12);
        assert!(two_way(&y).residual_variance < 1e-25);
    }
}
