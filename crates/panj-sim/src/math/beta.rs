//! The incomplete beta function, and the beta distribution.

use std::f64::consts::PI;

use super::root::root;
use super::{MOST_TERMS, PRECISION, away_from_zero};

/// The regularized incomplete beta function I_x(a, b).
pub(super) fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let scale = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        scale * beta_fraction(a, b, x) / a
    } else {
        1.0 - scale * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The continued fraction of I_x(a, b), by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION || value.is_nan() {
            break;
        }
    }
    value
}

/// The quantile of the beta distribution.
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    // Near zero I_x(a, b) is x^a / (a B(a, b)).
    let small = libm::exp((libm::log(p * a) + ln_beta(a, b)) / a);
    let guess = if small < 0.1 * a / (a + b) { small } else { a / (a + b) };
    let density = |x: f64| libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - ln_beta(a, b));
    root(guess, 1.0, |x| beta_lower(a, b, x) - p, density)
}

/// `ln Gamma(x + 1) - [(x + 1/2) ln x - x + ln(2 pi)/2]`: the error of Stirling's formula, for `x > 0`.
fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(2.0 * PI);
    }
    let y = 1.0 / (x * x);
    let tail = 1.0 / 1188.0 - y * (691.0 / 360_360.0 - y / 156.0);
    (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y * (1.0 / 1680.0 - y * tail)))) / x
}

/// `a ln(a / m) + m - a`: the saddle-point exponent of a count or shape `a` about the mean `m`, without cancellation
/// where the two are close.
fn deviance(a: f64, m: f64) -> f64 {
    if a == 0.0 {
        return m;
    }
    let x = (m - a) / a;
    if x.abs() > 0.03 {
        return a * libm::log(a / m) + (m - a);
    }
    // x - ln(1 + x) by its series
    let (mut term, mut sum) = (x, 0.0);
    for k in 2..20 {
        term *= -x;
        sum -= term / f64::from(k);
    }
    a * sum
}

/// `x^a y^b / B(a, b)` with `y = 1 - x` given apart, so that neither end loses digits.
fn prefactor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let n = a + b;
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    (a * b / (2.0 * PI * n)).sqrt() * libm::exp(exponent)
}

/// Regularised incomplete beta function `I_x(a, b)` with `y = 1 - x` given apart, to the last digits at either end: for p-values.
///
/// [`beta_lower`] has another factor before the same fraction, and keeps it: drawn numbers rest on its bits.
pub(super) fn regularised(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x.is_nan() || a.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        (prefactor(a, b, x, y) * beta_fraction(a, b, x) / a).clamp(0.0, 1.0)
    } else {
        1.0 - (prefactor(b, a, y, x) * beta_fraction(b, a, y) / b).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms() {
        for x in [0.001, 0.2, 0.5, 0.9, 0.999] {
            // I_x(2, 3) = 6x^2 - 8x^3 + 3x^4
            let exact = x * x * (6.0 - 8.0 * x + 3.0 * x * x);
            assert!((regularised(2.0, 3.0, x, 1.0 - x) / exact - 1.0).abs() < 1e-13);
            // arcsine law
            let exact = 2.0 / PI * libm::asin(f64::sqrt(x));
            assert!((regularised(0.5, 0.5, x, 1.0 - x) / exact - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn the_two_factors_agree() {
        for (a, b, x) in [(0.5, 0.5, 0.3), (3.0, 40.0, 0.05), (17.5, 0.5, 0.9), (60.0, 60.0, 0.55)] {
            assert!((regularised(a, b, x, 1.0 - x) - beta_lower(a, b, x)).abs() < 1e-12, "{a} {b} {x}");
        }
    }

    #[test]
    fn stirling_error_is_continuous_where_the_method_changes() {
        for (x, near) in [(9.000_001_f64, 1e-13), (10.0, 1e-14)] {
            let exact = libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(2.0 * PI);
            assert!((stirling_error(x) - exact).abs() < near, "{x}");
        }
    }
}
