//! The sign test.

use panj_sim::math::{binomial_cdf, binomial_sf};

/// Exact sign test of differences, zeros dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignTest {
    /// Number of positive differences.
    pub positive: u64,
    /// Number of differences that are not zero.
    pub nonzero: u64,
    /// Two-sided p-value: twice the smaller binomial tail, at most 1; NaN when every difference is zero.
    pub p_two_sided: f64,
    /// `P(K >= positive)` under equal chances.
    pub p_greater: f64,
}

/// Sign test; p-values are NaN when every difference is zero: there is nothing to test.
pub fn sign_test(differences: &[f64]) -> SignTest {
    let positive = differences.iter().filter(|&&d| d > 0.0).count() as u64;
    let nonzero = differences.iter().filter(|&&d| d != 0.0).count() as u64;
    let upper = if positive == 0 { 1.0 } else { binomial_sf(positive - 1, nonzero, 0.5) };
    let lower = binomial_cdf(positive, nonzero, 0.5);
    if nonzero == 0 {
        return SignTest { positive, nonzero, p_two_sided: f64::NAN, p_greater: f64::NAN };
    }
    SignTest { positive, nonzero, p_two_sided: (2.0 * upper.min(lower)).clamp(0.0, 1.0), p_greater: upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        let t = sign_test(&[1.0, 2.0, 0.0, 3.0]);
        assert_eq!((t.positive, t.nonzero), (3, 3));
        assert!((t.p_two_sided - 0.25).abs() < 1e-15 && (t.p_greater - 0.125).abs() < 1e-15);
        assert!(sign_test(&[0.0, 0.0]).p_two_sided.is_nan() && sign_test(&[]).p_greater.is_nan());
    }
}
