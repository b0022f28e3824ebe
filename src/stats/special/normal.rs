//! The standard normal distribution.

use super::root;
use libm::{erfc, exp, log};
use std::f64::consts::{PI, SQRT_2};

/// Density of the standard normal distribution.
pub fn normal_density(x: f64) -> f64 {
    exp(-0.5 * x * x) / (2.0 * PI).sqrt()
}

/// Distribution function of the standard normal distribution.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x / SQRT_2)
}

/// Upper tail of the standard normal distribution.
pub fn normal_sf(x: f64) -> f64 {
    0.5 * erfc(x / SQRT_2)
}

/// Quantile of the standard normal distribution; infinite at 0 and 1, NaN outside `[0, 1]`.
pub fn normal_quantile(p: f64) -> f64 {
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    // by symmetry only the lower half is needed; 1 - p is exact for p >= 1/2
    if p > 0.5 { -lower_quantile(1.0 - p) } else { lower_quantile(p) }
}

/// Quantile at `p < 1/2`: Halley steps from a rational approximation (Abramowitz and Stegun 26.2.23), bisection where
/// they do not settle.
fn lower_quantile(p: f64) -> f64 {
    let t = (-2.0 * log(p)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = numerator / denominator - t;
    for _ in 0..4 {
        let e = (normal_cdf(x) - p) / normal_density(x);
        x -= e / (1.0 + 0.5 * x * e);
    }
    if (normal_cdf(x) - p).abs() <= 1e-14 * p {
        return x;
    }
    root::first_where(-39.0, 0.0, |x| normal_cdf(x) >= p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_known_to_many_digits() {
        for (p, z) in [(0.975, 1.959_963_984_540_054), (0.9999, 3.719_016_485_455_709), (1e-10, -6.361_340_902_404_056)]
        {
            assert!((normal_quantile(p) / z - 1.0).abs() < 1e-13, "{p}");
        }
        assert_eq!(normal_quantile(0.5), 0.0);
    }
}
