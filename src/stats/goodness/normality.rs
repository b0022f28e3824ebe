//! Anderson-Darling statistics and the Shapiro-Wilk test.
//!
//! # References
//! - T. W. Anderson, D. A. Darling (1954), JASA 49: 765-769.
//! - P. Royston (1995), Applied Statistics 44: 547-551 (algorithm AS R94).

use super::super::quantile::sorted;
use super::super::special::{normal_cdf, normal_quantile, normal_sf};
use super::super::summary::{Summary, mean};
use super::Test;
use libm::{asin, exp, log};
use std::f64::consts::PI;

/// Anderson-Darling `A^2` against a distribution given by its lower and upper tail.
pub fn anderson_darling(values: &[f64], cdf: impl Fn(f64) -> f64, sf: impl Fn(f64) -> f64) -> f64 {
    let ascending = sorted(values);
    let n = ascending.len();
    let sum: f64 = (0..n).map(|i| (2 * i + 1) as f64 * (log(cdf(ascending[i])) + log(sf(ascending[n - 1 - i])))).sum();
    -(n as f64) - sum / n as f64
}

/// `A^2` against the normal distribution with the sample's mean and standard deviation.
pub fn anderson_darling_normal(values: &[f64]) -> f64 {
    let s = Summary::of(values);
    anderson_darling(values, |x| normal_cdf((x - s.mean) / s.sd), |x| normal_sf((x - s.mean) / s.sd))
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// Royston's approximate weights of the lower half of the order statistics (negative; the upper half mirrors them).
fn weights(n: usize) -> Vec<f64> {
    let half = n / 2;
    if n == 3 {
        return vec![-(0.5_f64).sqrt()];
    }
    let scores: Vec<f64> = (1..=half).map(|i| normal_quantile((i as f64 - 0.375) / (n as f64 + 0.25))).collect();
    let square = 2.0 * scores.iter().map(|m| m * m).sum::<f64>();
    let norm = square.sqrt();
    let u = 1.0 / (n as f64).sqrt();
    let last = polynomial(&[0.0, 0.221_157, -0.147_981, -2.071_19, 4.434_685, -2.706_056], u) - scores[0] / norm;
    let mut a: Vec<f64> = Vec::with_capacity(half);
    if n > 5 {
        let before = polynomial(&[0.0, 0.042_981, -0.293_762, -1.752_461, 5.682_633, -3.582_633], u) - scores[1] / norm;
        let rest = (square - 2.0 * scores[0] * scores[0] - 2.0 * scores[1] * scores[1])
            / (1.0 - 2.0 * last * last - 2.0 * before * before);
        a.extend([-last, -before]);
        a.extend(scores[2..].iter().map(|m| m / rest.sqrt()));
    } else {
        let rest = (square - 2.0 * scores[0] * scores[0]) / (1.0 - 2.0 * last * last);
        a.push(-last);
        a.extend(scores[1..].iter().map(|m| m / rest.sqrt()));
    }
    a
}

fn shapiro_p(w: f64, n: usize) -> f64 {
    let size = n as f64;
    if n == 3 {
        return (6.0 / PI * (asin(w.sqrt()) - asin(0.75_f64.sqrt()))).clamp(0.0, 1.0);
    }
    let y = log(1.0 - w);
    if n <= 11 {
        let gamma = polynomial(&[-2.273, 0.459], size);
        if y >= gamma {
            return 0.0;
        }
        let m = polynomial(&[0.544, -0.399_78, 0.025_054, -6.714e-4], size);
        let s = exp(polynomial(&[1.3822, -0.778_57, 0.062_767, -0.002_032_2], size));
        return normal_sf((-log(gamma - y) - m) / s);
    }
    let x = log(size);
    let m = polynomial(&[-1.5861, -0.310_82, -0.083_751, 0.003_891_5], x);
    let s = exp(polynomial(&[-0.4803, -0.082_676, 0.003_030_2], x));
    normal_sf((y - m) / s)
}

/// Shapiro-Wilk test of normality, 3 to 5000 values; NaN outside that range or for a constant sample.
pub fn shapiro_wilk(values: &[f64]) -> Test {
    let n = values.len();
    let ascending = sorted(values);
    if !(3..=5000).contains(&n) || ascending[0] == ascending[n - 1] {
        return Test { statistic: f64::NAN, p: f64::NAN };
    }
    let m = mean(&ascending);
    let a = weights(n);
    let slope: f64 = a.iter().enumerate().map(|(i, a)| a * (ascending[i] - ascending[n - 1 - i])).sum();
    let spread: f64 = ascending.iter().map(|x| (x - m) * (x - m)).sum();
    // weights have unit length up to rounding
    let length = 2.0 * a.iter().map(|a| a * a).sum::<f64>();
    let w = (slope * slope / (spread * length)).min(1.0);
    Test { statistic: w, p: shapiro_p(w, n) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evenly_spaced_values_pass_and_an_outlier_does_not() {
        let even: Vec<f64> = (1..20).map(|i| normal_quantile(f64::from(i) / 20.0)).collect();
        assert!(shapiro_wilk(&even).p > 0.9);
        let outlier: Vec<f64> = even.iter().skip(1).copied().chain([30.0]).collect();
        assert!(shapiro_wilk(&outlier).p < 1e-4);
        assert!(shapiro_wilk(&[1.0, 1.0, 1.0]).p.is_nan());
        assert!((shapiro_wilk(&[1.0, 2.0, 3.0]).statistic - 1.0).abs() < 1e-12);
    }
}
