//! Log-gamma and the regularised incomplete gamma functions.

use libm::{exp, lgamma, log};
use std::f64::consts::PI;

/// Natural logarithm of the gamma function for `x > 0`.
pub fn ln_gamma(x: f64) -> f64 {
    lgamma(x)
}

/// `ln Gamma(x + 1) - [(x + 1/2) ln x - x + ln(2 pi)/2]`: the error of Stirling's formula, for `x > 0`.
pub(super) fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        return lgamma(x + 1.0) - (x + 0.5) * log(x) + x - 0.5 * log(2.0 * PI);
    }
    let y = 1.0 / (x * x);
    let tail = 1.0 / 1188.0 - y * (691.0 / 360_360.0 - y / 156.0);
    (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y * (1.0 / 1680.0 - y * tail)))) / x
}

/// `a ln(a / m) + m - a`: the saddle-point exponent of a count or shape `a` about the mean `m`, without cancellation
/// where the two are close.
pub(super) fn deviance(a: f64, m: f64) -> f64 {
    if a == 0.0 {
        return m;
    }
    let x = (m - a) / a;
    if x.abs() > 0.03 {
        return a * log(a / m) + (m - a);
    }
    // x - ln(1 + x) by its series
    let (mut term, mut sum) = (x, 0.0);
    for k in 2..20 {
        term *= -x;
        sum -= term / f64::from(k);
    }
    a * sum
}

/// `x^a e^-x / Gamma(a)` for `a > 0`, `x >= 0`.
pub(crate) fn prefactor(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    (a / (2.0 * PI)).sqrt() * exp(-deviance(a, x) - stirling_error(a))
}

fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
    while term > sum * 1e-17 {
        k += 1.0;
        term *= x / k;
        sum += term;
    }
    sum * prefactor(a, x)
}

fn upper_fraction(a: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..1_000_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        if d.abs() < tiny {
            d = tiny;
        }
        c = b + an / c;
        if c.abs() < tiny {
            c = tiny;
        }
        d = 1.0 / d;
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 4e-16 {
            break;
        }
    }
    h * prefactor(a, x)
}

/// Regularised lower incomplete gamma function `P(a, x)`.
pub(crate) fn regularised_lower(a: f64, x: f64) -> f64 {
    if x.is_nan() || a.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else if x.is_infinite() {
        1.0
    } else if x < a + 1.0 {
        lower_series(a, x).clamp(0.0, 1.0)
    } else {
        1.0 - upper_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma function `Q(a, x)`.
pub(crate) fn regularised_upper(a: f64, x: f64) -> f64 {
    if x.is_nan() || a.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        1.0
    } else if x.is_infinite() {
        0.0
    } else if x < a + 1.0 {
        1.0 - lower_series(a, x).clamp(0.0, 1.0)
    } else {
        upper_fraction(a, x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_shapes_have_a_closed_form() {
        for x in [0.01, 0.5, 3.0, 20.0, 80.0] {
            // Q(3, x) = e^-x (1 + x + x^2/2)
            let exact = exp(-x) * (1.0 + x + 0.5 * x * x);
            let got = regularised_upper(3.0, x);
            assert!((got / exact - 1.0).abs() < 1e-13, "{x}: {got} {exact}");
        }
    }

    #[test]
    fn stirling_error_is_continuous_where_the_method_changes() {
        let direct = lgamma(10.000_001) - 9.500_001 * log(9.000_001) + 9.000_001 - 0.5 * log(2.0 * PI);
        assert!((stirling_error(9.000_001) - direct).abs() < 1e-13);
        let series = stirling_error(10.0);
        let exact = lgamma(11.0) - 10.5 * log(10.0) + 10.0 - 0.5 * log(2.0 * PI);
        assert!((series - exact).abs() < 1e-14, "{series} {exact}");
    }
}
