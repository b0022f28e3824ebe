//! Student's t and F distributions, of tests and intervals.

use super::beta::regularised;
use super::{normal_quantile, normal_sf, root};

/// Upper tail of Student's t with `df` degrees of freedom (infinite: normal).
pub fn student_t_sf(t: f64, df: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - student_t_sf(-t, df);
    }
    if df.is_infinite() {
        return normal_sf(t);
    }
    if t.is_infinite() {
        return 0.0;
    }
    let square = t * t;
    let (x, y) = if square.is_infinite() { (0.0, 1.0) } else { (df / (df + square), square / (df + square)) };
    0.5 * regularised(0.5 * df, 0.5, x, y)
}

/// Two-sided p-value of a t statistic: `P(|T| >= |t|)`; NaN when `t` is NaN.
pub fn student_t_two_sided(t: f64, df: f64) -> f64 {
    (2.0 * student_t_sf(t.abs(), df)).clamp(0.0, 1.0)
}

/// Quantile of Student's t; NaN when `p` is not in `[0, 1]` or `df` is not positive.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if df.is_infinite() {
        return normal_quantile(p);
    }
    if p < 0.5 { -upper_t(p, df) } else { upper_t(1.0 - p, df) }
}

/// The value that Student's t exceeds with probability `tail <= 1/2`: Newton steps from an expansion about the normal
/// quantile, bisection where they do not settle.
fn upper_t(tail: f64, df: f64) -> f64 {
    let z = -normal_quantile(tail);
    let mut t = z + z * (z * z + 1.0) / (4.0 * df);
    let log_factor =
        libm::lgamma(0.5 * (df + 1.0)) - libm::lgamma(0.5 * df) - 0.5 * libm::log(df * std::f64::consts::PI);
    for _ in 0..12 {
        let density = libm::exp(log_factor - 0.5 * (df + 1.0) * libm::log1p(t * t / df));
        let step = (student_t_sf(t, df) - tail) / density;
        t += step;
        if step.abs() <= 1e-15 * t.abs() {
            break;
        }
    }
    if (student_t_sf(t, df) - tail).abs() <= 1e-14 * tail {
        return t;
    }
    root::first_where(0.0, f64::INFINITY, |t| student_t_sf(t, df) <= tail)
}

/// Distribution function of F with `d1` and `d2` degrees of freedom.
fn f_cdf(x: f64, d1: f64, d2: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x.is_infinite() {
        return 1.0;
    }
    let total = d1 * x + d2;
    regularised(0.5 * d1, 0.5 * d2, d1 * x / total, d2 / total)
}

/// Upper tail of F with `d1` and `d2` degrees of freedom.
fn f_sf(x: f64, d1: f64, d2: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let total = d1 * x + d2;
    regularised(0.5 * d2, 0.5 * d1, d2 / total, d1 * x / total)
}

/// Quantile of F with `d1` and `d2` degrees of freedom.
pub fn f_quantile(p: f64, d1: f64, d2: f64) -> f64 {
    root::quantile(p, 0.0, f64::MAX, |x| f_cdf(x, d1, d2), |x| f_sf(x, d1, d2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cauchy_and_two_degrees_have_closed_forms() {
        assert!((student_t_quantile(0.975, 1.0) / 12.706_204_736_174_694 - 1.0).abs() < 1e-12);
        let p: f64 = 1e-9;
        // two degrees of freedom: t = (2p - 1) / sqrt(2 p (1 - p))
        let t = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
        assert!((student_t_quantile(p, 2.0) / t - 1.0).abs() < 1e-12);
        assert_eq!(student_t_quantile(0.5, 7.0), 0.0);
    }

    #[test]
    fn a_quantile_of_f_from_a_table() {
        assert!((f_quantile(0.95, 3.0, 20.0) / 3.098_391_212_140_781 - 1.0).abs() < 1e-12);
    }
}
