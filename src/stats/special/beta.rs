//! The regularised incomplete beta function, and the beta distribution.

use super::gamma::{deviance, stirling_error};
use super::root;
use libm::exp;
use std::f64::consts::PI;

/// `x^a y^b / B(a, b)` with `y = 1 - x` given apart, so that neither end loses digits.
pub(super) fn prefactor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let n = a + b;
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    (a * b / (2.0 * PI * n)).sqrt() * exp(exponent)
}

/// Lentz evaluation of the continued fraction of the incomplete beta function.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let guard = |v: f64| if v.abs() < tiny { tiny } else { v };
    let (sum, above, below) = (a + b, a + 1.0, a - 1.0);
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - sum * x / above);
    let mut h = d;
    for m in 1..1_000_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((below + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (sum + m) * x / ((a + 2.0 * m) * (above + 2.0 * m));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 4e-16 {
            break;
        }
    }
    h
}

/// Regularised incomplete beta function `I_x(a, b)` with `y = 1 - x` given apart.
pub(crate) fn regularised(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x.is_nan() || a.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        (prefactor(a, b, x, y) * fraction(a, b, x) / a).clamp(0.0, 1.0)
    } else {
        1.0 - (prefactor(b, a, y, x) * fraction(b, a, y) / b).clamp(0.0, 1.0)
    }
}

/// Distribution function of Beta(`a`, `b`) at `x`.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    regularised(a, b, x, 1.0 - x)
}

/// Upper tail of Beta(`a`, `b`) at `x`.
pub fn beta_sf(x: f64, a: f64, b: f64) -> f64 {
    regularised(b, a, 1.0 - x, x)
}

/// Quantile of Beta(`a`, `b`); NaN when `p` is not in `[0, 1]`.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    root::quantile(p, 0.0, 1.0, |x| beta_cdf(x, a, b), |x| beta_sf(x, a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms() {
        for x in [0.001, 0.2, 0.5, 0.9, 0.999] {
            // I_x(2, 3) = 6x^2 - 8x^3 + 3x^4
            let exact = x * x * (6.0 - 8.0 * x + 3.0 * x * x);
            assert!((beta_cdf(x, 2.0, 3.0) / exact - 1.0).abs() < 1e-13);
            // arcsine law
            let exact = 2.0 / PI * libm::asin(f64::sqrt(x));
            assert!((beta_cdf(x, 0.5, 0.5) / exact - 1.0).abs() < 1e-13);
        }
        assert!((beta_quantile(0.3, 1.0, 4.0) - (1.0 - libm::pow(0.7, 0.25))).abs() < 1e-14);
    }
}
