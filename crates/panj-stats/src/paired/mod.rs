//! Differences of two policies in the same worlds: location, tests, effect sizes, variance reduction.
//!
//! A paired test needs independent pairs (worlds); the two members of a pair may depend on each other in any way.
//!
//! # References
//! - J. L. Hodges, E. L. Lehmann (1963), Annals of Mathematical Statistics 34: 598-611.
//! - L. V. Hedges (1981), J. Educational Statistics 6: 107-128 (exact small-sample factor J).

mod rank;
mod sign;

pub(crate) use rank::average_ranks;
pub use rank::{Wilcoxon, hodges_lehmann, wilcoxon, wilcoxon_exact_up_to};
pub use sign::{SignTest, sign_test};

use super::Interval;
use super::precision;
use super::summary::{Summary, mean};
use panj_sim::math::{student_t_sf, student_t_two_sided};

/// Student t test that the mean of a sample of differences is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Mean difference over its standard error; infinite when all differences equal one non-zero value, NaN when all are 0.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// `P(|T| >= |t|)`.
    pub p_two_sided: f64,
    /// `P(T >= t)`: small when the mean is above zero.
    pub p_greater: f64,
}

impl TTest {
    /// The test with statistic `t` and `df` degrees of freedom.
    pub fn new(t: f64, df: f64) -> TTest {
        TTest { t, df, p_two_sided: student_t_two_sided(t, df), p_greater: student_t_sf(t, df) }
    }
}

/// One-sample t test of differences; members are NaN for fewer than two differences.
pub fn t_test(differences: &[f64]) -> TTest {
    let s = Summary::of(differences);
    TTest::new(s.mean / s.standard_error(), s.n as f64 - 1.0)
}

/// Standardised mean differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectSize {
    /// Cohen's `d_z`: mean difference over the standard deviation of differences; NaN where they do not vary.
    pub dz: f64,
    /// Hedges' g: `d_z` times the exact factor `J(df) = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2))`.
    pub hedges_g: f64,
}

/// Effect size of a sample of differences.
pub fn effect_size(differences: &[f64]) -> EffectSize {
    let s = Summary::of(differences);
    let dz = if s.sd > 0.0 { s.mean / s.sd } else { f64::NAN };
    let half = 0.5 * (s.n as f64 - 1.0);
    // J is a factor for at least two degrees of freedom; with one it is 0
    let j = if half > 0.5 {
        libm::exp(libm::lgamma(half) - libm::lgamma(half - 0.5)) / half.sqrt()
    } else if half == 0.5 {
        0.0
    } else {
        f64::NAN
    };
    EffectSize { dz, hedges_g: dz * j }
}

/// Pearson correlation; NaN when either sample is constant or there are fewer than two pairs.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma) * (x - ma);
        bb += (y - mb) * (y - mb);
    }
    (ab / (aa.sqrt() * bb.sqrt())).clamp(-1.0, 1.0)
}

/// Comparison of two policies in the same worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// `policy - baseline` in each world; 0 where that is rounding only ([`precision`]).
    pub differences: Vec<f64>,
    /// Summary of the differences.
    pub summary: Summary,
    /// Test that the mean difference is zero.
    pub test: TTest,
    /// Correlation of the two policies over worlds.
    pub correlation: f64,
    /// Variance of the difference with independent worlds over the variance in the same worlds:
    /// `(var a + var b) / var(a - b)`. Above 1: common random numbers helped. NaN where the difference is the same in all
    /// worlds: there is no variance to compare.
    pub variance_reduction: f64,
}

impl Paired {
    /// t interval of the mean difference when `family` such intervals are to hold together (Bonferroni); 1 for a single one.
    /// `None` for fewer than two pairs, and where all differences are one.
    pub fn interval(&self, level: f64, family: usize) -> Option<Interval> {
        self.summary.estimated(1.0 - (1.0 - level) / family as f64)
    }
}

/// Compares `policy` with `baseline`, world by world; the slices have equal length.
pub fn compare(policy: &[f64], baseline: &[f64]) -> Paired {
    let differences = precision::differences(policy, baseline);
    let summary = Summary::of(&differences);
    let independent = Summary::of(policy).variance() + Summary::of(baseline).variance();
    Paired {
        test: t_test(&differences),
        correlation: correlation(policy, baseline),
        variance_reduction: if summary.sd > 0.0 { independent / summary.variance() } else { f64::NAN },
        summary,
        differences,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identical_policies_have_no_difference_and_no_test() {
        let pair = compare(&[1.0, 2.0, 4.0], &[1.0, 2.0, 4.0]);
        assert_eq!(pair.summary.mean, 0.0);
        assert!(pair.test.t.is_nan() && pair.test.p_two_sided.is_nan());
        assert!((pair.correlation - 1.0).abs() < 1e-15);
        assert!(pair.variance_reduction.is_nan() && effect_size(&pair.differences).hedges_g.is_nan());
        assert!(sign_test(&pair.differences).p_two_sided.is_nan() && wilcoxon(&pair.differences).p().is_nan());
    }

    #[test]
    fn rounding_is_no_difference() {
        let baseline: Vec<f64> = (1..40).map(|world| 0.1 * f64::from(world)).collect();
        let policy: Vec<f64> = baseline.iter().map(|value| (value + 7.7) - 7.7).collect();
        assert_ne!(policy, baseline);
        let pair = compare(&policy, &baseline);
        assert_eq!((pair.summary.mean, pair.summary.sd, sign_test(&pair.differences).nonzero), (0.0, 0.0, 0));
        assert!(pair.test.p_two_sided.is_nan() && pair.variance_reduction.is_nan());
    }

    #[test]
    fn one_pair_gives_a_mean_but_no_interval() {
        let pair = compare(&[3.0], &[1.0]);
        assert_eq!(pair.summary.mean, 2.0);
        assert_eq!(pair.interval(0.95, 1), None);
    }

    #[test]
    fn bonferroni_widens_the_interval() {
        let pair = compare(&[3.0, 5.0, 2.0, 8.0], &[1.0, 2.0, 2.5, 3.0]);
        let (one, three) = (pair.interval(0.95, 1).unwrap(), pair.interval(0.95, 3).unwrap());
        assert!(three.low < one.low && one.high < three.high);
    }
}
