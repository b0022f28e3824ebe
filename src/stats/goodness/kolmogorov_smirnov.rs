//! Kolmogorov-Smirnov tests.
//!
//! # References
//! - J. L. Hodges (1958), Arkiv foer Matematik 3: 469-486 (exact two-sample distribution by lattice paths).

use super::super::quantile::sorted;
use super::super::special::kolmogorov_sf;

/// One-sample test against a continuous distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KolmogorovSmirnov {
    /// Largest distance of the empirical from the given distribution function.
    pub d: f64,
    /// Exact p-value.
    pub p: f64,
}

/// Tests `values` against the distribution function `cdf`.
pub fn ks_one_sample(values: &[f64], cdf: impl Fn(f64) -> f64) -> KolmogorovSmirnov {
    let n = values.len() as f64;
    let mut d = 0.0_f64;
    for (i, x) in sorted(values).into_iter().enumerate() {
        let f = cdf(x);
        d = d.max((i + 1) as f64 / n - f).max(f - i as f64 / n);
    }
    KolmogorovSmirnov { d, p: kolmogorov_sf(values.len() as u64, d) }
}

/// Two-sample test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoSampleKs {
    /// Largest distance of the two empirical distribution functions.
    pub d: f64,
    /// Exact p-value for samples without ties (conservative with ties).
    pub p_exact: f64,
    /// P-value from the one-sample law with `n m / (n + m)` observations, rounded.
    pub p_asymptotic: f64,
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Compares two independent samples; NaN p-values when either is empty. The exact p-value takes time proportional to
/// the product of the sizes.
pub fn ks_two_sample(a: &[f64], b: &[f64]) -> TwoSampleKs {
    let (n, m) = (a.len() as u64, b.len() as u64);
    if n == 0 || m == 0 {
        return TwoSampleKs { d: f64::NAN, p_exact: f64::NAN, p_asymptotic: f64::NAN };
    }
    let (left, right) = (sorted(a), sorted(b));
    let (mut i, mut j) = (0_usize, 0_usize);
    let divisor = gcd(n, m);
    // distance in units of 1 / lcm(n, m): |i m - j n| / gcd
    let mut steps = 0_u64;
    while i < left.len() && j < right.len() {
        let x = left[i].min(right[j]);
        while i < left.len() && left[i] == x {
            i += 1;
        }
        while j < right.len() && right[j] == x {
            j += 1;
        }
        steps = steps.max((i as u64 * m).abs_diff(j as u64 * n) / divisor);
    }
    let d = steps as f64 / (n / divisor * m) as f64;
    let effective = libm::rint(n as f64 * m as f64 / (n + m) as f64) as u64;
    TwoSampleKs { d, p_exact: path_probability(n, m, steps, divisor), p_asymptotic: kolmogorov_sf(effective, d) }
}

/// Probability that a random lattice path from (0, 0) to (n, m) comes `steps` or more units from the diagonal: the mass
/// that leaves the band, all terms positive, so that small p-values keep their digits.
fn path_probability(n: u64, m: u64, steps: u64, divisor: u64) -> f64 {
    if steps == 0 {
        return 1.0;
    }
    let outside = |i: u64, j: u64| (i * m).abs_diff(j * n) / divisor >= steps;
    let mut row = vec![0.0; m as usize + 1];
    row[0] = 1.0;
    let mut left = 0.0;
    for i in 0..=n {
        for j in 0..=m {
            let mass = std::mem::replace(&mut row[j as usize], 0.0);
            if mass == 0.0 {
                continue;
            }
            if outside(i, j) {
                left += mass;
                continue;
            }
            let remaining = (n - i + m - j) as f64;
            if remaining == 0.0 {
                continue;
            }
            if j < m {
                row[j as usize + 1] += mass * (m - j) as f64 / remaining;
            }
            // what stays in this cell belongs to the next row
            row[j as usize] = mass * (n - i) as f64 / remaining;
        }
    }
    left.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separated_samples_have_the_smallest_p_value() {
        let test = ks_two_sample(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]);
        assert_eq!(test.d, 1.0);
        assert!((test.p_exact - 2.0 / 20.0).abs() < 1e-15);
        let unequal = ks_two_sample(&[1.0, 2.0], &[4.0, 5.0, 6.0]);
        assert!((unequal.p_exact - 2.0 / 10.0).abs() < 1e-15);
    }

    #[test]
    fn equal_samples_do_not_differ() {
        let test = ks_two_sample(&[1.0, 2.0], &[1.0, 2.0]);
        assert_eq!((test.d, test.p_exact), (0.0, 1.0));
        assert!(ks_two_sample(&[], &[1.0]).p_exact.is_nan());
    }
}
