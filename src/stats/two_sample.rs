//! Comparison of two independent samples.
//!
//! # References
//! - B. L. Welch (1947), Biometrika 34: 28-35.
//! - H. B. Mann, D. R. Whitney (1947), Annals of Mathematical Statistics 18: 50-60.
//! - M. B. Brown, A. B. Forsythe (1974), JASA 69: 364-367 (Levene's test about the median).

use super::Interval;
use super::goodness::Test;
use super::paired::{TTest, average_ranks, tie_term};
use super::quantile::median;
use super::special::{normal_sf, student_t_quantile};
use super::summary::Summary;

/// Welch's test of equal means with unequal variances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Mean of the first minus mean of the second sample.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The test, with Satterthwaite's degrees of freedom.
    pub test: TTest,
}

impl Welch {
    /// Interval of the difference of means.
    pub fn interval(&self, level: f64) -> Interval {
        let t = student_t_quantile(0.5 + 0.5 * level, self.test.df);
        Interval::around(self.difference, t * self.standard_error)
    }
}

/// Welch's test; members are NaN when a sample has fewer than two values.
pub fn welch(a: &[f64], b: &[f64]) -> Welch {
    let (a, b) = (Summary::of(a), Summary::of(b));
    let (va, vb) = (a.variance() / a.n as f64, b.variance() / b.n as f64);
    let standard_error = (va + vb).sqrt();
    let df = (va + vb) * (va + vb) / (va * va / (a.n as f64 - 1.0) + vb * vb / (b.n as f64 - 1.0));
    let difference = a.mean - b.mean;
    Welch { difference, standard_error, test: TTest::new(difference / standard_error, df) }
}

/// Mann-Whitney test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// Pairs in which the first sample's value is larger, ties counting one half.
    pub u: f64,
    /// Exact two-sided p-value for samples without ties (with ties: conservative, U rounded towards its centre).
    pub p_exact: f64,
    /// Normal approximation with continuity correction and correction for ties.
    pub p_asymptotic: f64,
    /// Probability that a value of the first sample is larger than one of the second (ties one half).
    pub superiority: f64,
}

/// Mann-Whitney test; NaN when either sample is empty. The exact p-value takes time of order `n^2 m^2`, and is left NaN
/// when that passes 10^9.
pub fn mann_whitney(a: &[f64], b: &[f64]) -> MannWhitney {
    let (n, m) = (a.len() as f64, b.len() as f64);
    let all = [a, b].concat();
    let ranks = average_ranks(&all);
    let u = ranks[..a.len()].iter().sum::<f64>() - 0.5 * n * (n + 1.0);
    let upper = u.max(n * m - u);
    let total = n + m;
    let spread = (n * m / 12.0 * (total + 1.0 - tie_term(&all) / (total * (total - 1.0)))).sqrt();
    let z = (upper - 0.5 * n * m - 0.5) / spread;
    let affordable = n * m > 0.0 && n * m * n * m <= 1e9;
    MannWhitney {
        u,
        p_exact: if affordable {
            (2.0 * u_cdf(a.len(), b.len(), (n * m - libm::floor(upper)) as usize)).clamp(0.0, 1.0)
        } else {
            f64::NAN
        },
        p_asymptotic: (2.0 * normal_sf(z)).clamp(0.0, 1.0),
        superiority: u / (n * m),
    }
}

/// `P(U <= limit)` for samples of `n` and `m` values without ties.
fn u_cdf(n: usize, m: usize, limit: usize) -> f64 {
    // rows by number i of first-sample values; each row holds the law of U for (i, j) as j grows
    let mut laws: Vec<Vec<f64>> = vec![vec![0.0; limit + 1]; n + 1];
    for law in &mut laws {
        law[0] = 1.0;
    }
    for j in 1..=m {
        for i in 1..=n {
            let (before, rest) = laws.split_at_mut(i);
            let (shorter, law) = (&before[i - 1], &mut rest[0]);
            // the largest value is of the first sample (adds j) or of the second (adds nothing)
            let (first, second) = (i as f64 / (i + j) as f64, j as f64 / (i + j) as f64);
            for (u, mass) in law.iter_mut().enumerate() {
                let added = if u >= j { shorter[u - j] } else { 0.0 };
                *mass = first * added + second * *mass;
            }
        }
    }
    laws[n].iter().sum()
}

/// Levene's test of equal spread about the medians (Brown-Forsythe), any number of samples.
pub fn levene(samples: &[&[f64]]) -> Test {
    let spreads: Vec<Vec<f64>> = samples
        .iter()
        .map(|s| {
            let centre = median(s);
            s.iter().map(|x| (x - centre).abs()).collect()
        })
        .collect();
    let table = super::anova::one_way(&spreads);
    Test { statistic: table.f, p: table.p }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_mann_whitney_by_hand() {
        // complete separation of 3 and 4: 2 / C(7, 3)
        let test = mann_whitney(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0, 7.0]);
        assert_eq!((test.u, test.superiority), (0.0, 0.0));
        assert!((test.p_exact - 2.0 / 35.0).abs() < 1e-15);
        let whole = u_cdf(4, 5, 20);
        assert!((whole - 1.0).abs() < 1e-14);
    }

    #[test]
    fn welch_of_equal_sizes_and_variances_is_the_pooled_test() {
        let w = welch(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0]);
        assert!((w.test.df - 4.0).abs() < 1e-12 && (w.test.t + 1.0 / (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!(w.interval(0.95).contains(-1.0));
    }
}
