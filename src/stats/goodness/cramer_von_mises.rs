//! Cramer-von Mises tests.
//!
//! # References
//! - S. Csorgo, J. J. Faraway (1996), JRSS B 58: 221-234 (limit law and the 1/n term).
//! - W. J. Conover (1999), *Practical Nonparametric Statistics*, 3rd ed., section 6.4; T. W. Anderson (1962), Annals of
//!   Mathematical Statistics 33: 1148-1159 (two samples).

use super::super::paired::average_ranks;
use super::super::quantile::sorted;
use super::super::special::ln_gamma;
use super::Test;
use libm::{cosh, exp, pow};
use std::f64::consts::PI;

/// `exp(z) K_order(z)`, modified Bessel function of the second kind, by its integral (trapezoidal sums converge
/// geometrically).
fn bessel_k_scaled(order: f64, z: f64) -> f64 {
    let step = 1.0 / 64.0;
    let mut sum = 0.5;
    for i in 1..64 * 40 {
        let t = f64::from(i) * step;
        let term = exp(-z * (cosh(t) - 1.0)) * cosh(order * t);
        sum += term;
        if term < 1e-18 * sum {
            break;
        }
    }
    sum * step
}

fn gamma(x: f64) -> f64 {
    exp(ln_gamma(x))
}

/// Limit law of the statistic.
fn limit_cdf(x: f64) -> f64 {
    let mut total = 0.0;
    for k in 0..200 {
        let k = f64::from(k);
        let y = 4.0 * k + 1.0;
        let q = y * y / (16.0 * x);
        let u = exp(ln_gamma(k + 0.5) - ln_gamma(k + 1.0)) / (pow(PI, 1.5) * x.sqrt());
        let term = u * y.sqrt() * exp(-2.0 * q) * bessel_k_scaled(0.25, q);
        total += term;
        if term < 1e-17 {
            break;
        }
    }
    total
}

/// The term in 1/n of the distribution function, less one twelfth of the limit law.
fn first_correction(x: f64) -> f64 {
    let ed2 = |y: f64| {
        let z = y * y / 4.0;
        let b = bessel_k_scaled(0.25, z) + bessel_k_scaled(0.75, z);
        exp(-2.0 * z) * pow(y / 2.0, 1.5) * b / PI.sqrt()
    };
    let ed3 = |y: f64| {
        let z = y * y / 4.0;
        let b = 2.0 * bessel_k_scaled(0.25, z) + 3.0 * bessel_k_scaled(0.75, z) - bessel_k_scaled(1.25, z);
        exp(-2.0 * z) / PI.sqrt() * pow(y / 2.0, 2.5) * b
    };
    let (root, y1, y2) = (2.0 * x.sqrt(), pow(x, 0.75), pow(x, 1.25));
    let mut total = 0.0;
    for k in 0..200 {
        let k = f64::from(k);
        let m = 2.0 * k + 1.0;
        let half = gamma(k + 0.5);
        let e1 = m * half * ed2((4.0 * k + 3.0) / root) / (9.0 * y1);
        let e2 = half * ed3((4.0 * k + 1.0) / root) / (72.0 * y2);
        let e3 = 2.0 * (m + 2.0) * gamma(k + 1.5) * ed3((4.0 * k + 5.0) / root) / (12.0 * y2);
        let e4 = 7.0 * m * half * ed2((4.0 * k + 1.0) / root) / (144.0 * y1);
        let e5 = 7.0 * m * half * ed2((4.0 * k + 5.0) / root) / (144.0 * y1);
        let term = -(e1 + e2 + e3 + e4 + e5) / (PI * gamma(k + 1.0));
        total += term;
        if term.abs() < 1e-17 || k > 100.0 {
            break;
        }
    }
    total
}

/// One-sample test against a continuous distribution function, p-value accurate to order 1/n.
pub fn cramer_von_mises(values: &[f64], cdf: impl Fn(f64) -> f64) -> Test {
    let n = values.len() as f64;
    let mut statistic = 1.0 / (12.0 * n);
    for (i, x) in sorted(values).into_iter().enumerate() {
        let gap = (2 * i + 1) as f64 / (2.0 * n) - cdf(x);
        statistic += gap * gap;
    }
    let below = if statistic <= 1.0 / (12.0 * n) {
        0.0
    } else if statistic >= n / 3.0 {
        1.0
    } else {
        limit_cdf(statistic) * (1.0 + 1.0 / (12.0 * n)) + first_correction(statistic) / n
    };
    Test { statistic, p: (1.0 - below).clamp(0.0, 1.0) }
}

/// Two-sample test with the asymptotic p-value, the statistic standardised by its exact mean and variance.
pub fn cramer_von_mises_two_sample(a: &[f64], b: &[f64]) -> Test {
    let (n, m) = (a.len() as f64, b.len() as f64);
    let (first, second) = (sorted(a), sorted(b));
    let ranks = average_ranks(&[first, second].concat());
    let own = |ranks: &[f64]| -> f64 {
        ranks.iter().enumerate().map(|(i, r)| (r - (i + 1) as f64) * (r - (i + 1) as f64)).sum()
    };
    let (ranks_a, ranks_b) = ranks.split_at(a.len());
    let u = n * own(ranks_a) + m * own(ranks_b);
    let (product, total) = (n * m, n + m);
    let statistic = u / (product * total) - (4.0 * product - 1.0) / (6.0 * total);
    let mean = (1.0 + 1.0 / total) / 6.0;
    let variance = (total + 1.0) * (4.0 * product * total - 3.0 * (n * n + m * m) - 2.0 * product)
        / (45.0 * total * total * 4.0 * product);
    let standard = 1.0 / 6.0 + (statistic - mean) / (45.0 * variance).sqrt();
    let p = if standard < 0.003 { 1.0 } else { (1.0 - limit_cdf(standard)).clamp(0.0, 1.0) };
    Test { statistic, p }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_law_has_its_published_quantiles() {
        // Anderson and Darling (1952): 0.46136 at 0.95, 0.74346 at 0.99
        assert!((limit_cdf(0.46136) - 0.95).abs() < 1e-5);
        assert!((limit_cdf(0.74346) - 0.99).abs() < 1e-5);
    }

    #[test]
    fn half_order_bessel_has_a_closed_form() {
        for z in [0.1, 1.0, 7.0] {
            let exact = (PI / (2.0 * z)).sqrt();
            assert!((bessel_k_scaled(0.5, z) / exact - 1.0).abs() < 1e-13);
        }
    }
}
