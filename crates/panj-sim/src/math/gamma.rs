//! The incomplete gamma functions, and the gamma distribution.

use std::cmp::Ordering;

use super::root::root;
use super::{MOST_TERMS, PRECISION, TINY, away_from_zero, normal_quantile};

/// The lower and upper regularized incomplete gamma functions, P(shape, x) and Q(shape, x) = 1 - P.
pub(super) fn gamma_tails(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let scale = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..MOST_TERMS {
            n += 1.0;
            term *= x / n;
            sum += term;
            // (Not greater, rather than less: NaN ends the sum too.)
            if term.partial_cmp(&(sum * PRECISION)) != Some(Ordering::Greater) {
                break;
            }
        }
        let lower = (scale * sum).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (scale * gamma_fraction(shape, x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// The continued fraction of Q, by Lentz's method.
fn gamma_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..MOST_TERMS {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        d = 1.0 / away_from_zero(a * d + b);
        c = away_from_zero(b + a / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION || value.is_nan() {
            break;
        }
    }
    value
}

/// The quantile of the gamma distribution with scale 1.
pub fn gamma_quantile(shape: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let ninth = 1.0 / (9.0 * shape);
    let cube = 1.0 - ninth + normal_quantile(p) * libm::sqrt(ninth);
    // Near zero P(shape, x) is x^shape / gamma(shape + 1).
    let small = libm::exp((libm::log(p) + libm::lgamma(shape + 1.0)) / shape);
    let guess = if shape < 1.0 || cube < 0.3 { small } else { shape * cube * cube * cube };
    let excess = |x: f64| {
        let (lower, upper) = gamma_tails(shape, x);
        if p < 0.5 { lower - p } else { (1.0 - p) - upper }
    };
    let density = |x: f64| libm::exp((shape - 1.0) * libm::log(x) - x - libm::lgamma(shape));
    root(guess, f64::INFINITY, excess, density)
}
