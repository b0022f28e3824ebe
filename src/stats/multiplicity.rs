//! Adjusted p-values for a family of tests: reject those at or below the level.
//!
//! A NaN p-value (a test that is not defined) stays NaN and does not count as a member of the family.
//!
//! # References
//! - S. Holm (1979), Scandinavian J. Statistics 6: 65-70.
//! - Y. Hochberg (1988), Biometrika 75: 800-802; G. Hommel (1988), Biometrika 75: 383-386.
//! - Y. Benjamini, Y. Hochberg (1995), JRSS B 57: 289-300; Y. Benjamini, D. Yekutieli (2001), Annals of Statistics 29.

use libm::{expm1, log1p};

/// Applies `adjust` to the defined p-values in ascending order and puts the results back in place.
fn in_order(p: &[f64], adjust: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&i| !p[i].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let ascending: Vec<f64> = order.iter().map(|&i| p[i]).collect();
    let mut result = vec![f64::NAN; p.len()];
    for (&i, value) in order.iter().zip(adjust(&ascending)) {
        result[i] = value.min(1.0);
    }
    result
}

/// Largest value so far, going up: adjusted p-values must not fall.
fn running_max(mut values: Vec<f64>) -> Vec<f64> {
    for i in 1..values.len() {
        values[i] = values[i].max(values[i - 1]);
    }
    values
}

/// Smallest value so far, coming down from the largest p-value.
fn running_min(mut values: Vec<f64>) -> Vec<f64> {
    for i in (1..values.len()).rev() {
        values[i - 1] = values[i - 1].min(values[i]);
    }
    values
}

fn indexed(p: &[f64], value: impl Fn(f64, f64, f64) -> f64) -> Vec<f64> {
    let m = p.len() as f64;
    p.iter().enumerate().map(|(i, &p)| value(i as f64 + 1.0, m, p)).collect()
}

/// Bonferroni: family-wise, any dependence.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| indexed(a, |_, m, p| m * p))
}

/// Holm's step-down: family-wise, any dependence, never weaker than Bonferroni.
pub fn holm(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| running_max(indexed(a, |rank, m, p| (m - rank + 1.0) * p)))
}

/// Holm's step-down with Sidak's bound: family-wise under independence or positive dependence.
pub fn holm_sidak(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| running_max(indexed(a, |rank, m, p| -expm1((m - rank + 1.0) * log1p(-p)))))
}

/// Hochberg's step-up: family-wise under independence or positive dependence.
pub fn hochberg(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| running_min(indexed(a, |rank, m, p| (m - rank + 1.0) * p)))
}

/// Hommel's procedure by Simes' test: as [`hochberg`], slightly stronger.
pub fn hommel(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| {
        let n = a.len();
        let mut adjusted = a.to_vec();
        for m in (2..=n).rev() {
            let (head, tail) = a.split_at(n - m);
            let simes = tail.iter().enumerate().map(|(i, p)| m as f64 * p / (i as f64 + 1.0)).fold(f64::MAX, f64::min);
            for (value, p) in adjusted.iter_mut().zip(head) {
                *value = value.max((m as f64 * p).min(simes));
            }
            for value in &mut adjusted[n - m..] {
                *value = value.max(simes);
            }
        }
        adjusted
    })
}

/// Benjamini-Hochberg: false discovery rate under independence or positive dependence.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| running_min(indexed(a, |rank, m, p| m / rank * p)))
}

/// Benjamini-Yekutieli: false discovery rate under any dependence.
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    in_order(p, |a| {
        let harmonic: f64 = (1..=a.len()).map(|i| 1.0 / i as f64).sum();
        running_min(indexed(a, |rank, m, p| harmonic * m / rank * p))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_test_needs_no_adjustment() {
        for adjust in [bonferroni, holm, hochberg, hommel, benjamini_hochberg, benjamini_yekutieli] {
            assert_eq!(adjust(&[0.04]), vec![0.04]);
            assert!(adjust(&[]).is_empty());
        }
    }

    #[test]
    fn undefined_tests_do_not_count() {
        let adjusted = holm(&[0.01, f64::NAN, 0.03]);
        assert_eq!((adjusted[0], adjusted[2]), (0.02, 0.03));
        assert!(adjusted[1].is_nan());
    }

    #[test]
    fn stronger_procedures_give_smaller_values() {
        let p = [0.001, 0.02, 0.03, 0.04, 0.5];
        let (b, h, c, m) = (bonferroni(&p), holm(&p), hochberg(&p), hommel(&p));
        for i in 0..p.len() {
            assert!(b[i] >= h[i] && h[i] >= c[i] && c[i] >= m[i] && m[i] >= p[i]);
        }
    }
}
