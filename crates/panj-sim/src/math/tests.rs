//! Special functions against `statrs` and against their own inverses.

use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, DiscreteCDF, Poisson};
use statrs::function::{beta::beta_reg, gamma::gamma_lr};

use super::beta::beta_lower;
use super::gamma::gamma_tails;
use super::*;

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs())
}

#[test]
fn normal_quantiles_of_the_tables() {
    // Wichura (1988) gives the first two; the others are standard.
    for (p, z) in [
        (0.25, -0.674_489_750_196_081_7),
        (1e-20, -9.262_340_089_798_408),
        (0.975, 1.959_963_984_540_054),
        (0.999, 3.090_232_306_167_813_5),
        (1e-6, -4.753_424_308_822_899),
    ] {
        assert!(close(normal_quantile(p), z, 1e-15), "{p}: {}", normal_quantile(p));
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
}

proptest! {
    #![proptest_config(crate::math::property::cases(500))]

    #[test]
    fn the_normal_quantile_inverts_the_distribution(p in prop_oneof![1e-12..1.0_f64, 1e-300..1e-5_f64]) {
        let back = 0.5 * libm::erfc(-normal_quantile(p) / std::f64::consts::SQRT_2);
        // The condition of the tail: a relative error e of z is z^2 e of p.
        let z = normal_quantile(p);
        prop_assert!(close(back, p, 1e-15 * (8.0 + z * z)), "{} for {}", back, p);
    }

    #[test]
    fn incomplete_gamma_agrees(shape in 0.01..200.0_f64, ratio in 0.01..4.0_f64) {
        let (lower, upper) = gamma_tails(shape, shape * ratio);
        prop_assert!((lower - gamma_lr(shape, shape * ratio)).abs() < 1e-11);
        prop_assert!((lower + upper - 1.0).abs() < 1e-12);
    }

    #[test]
    fn incomplete_beta_agrees(a in 0.05..100.0_f64, b in 0.05..100.0_f64, x in 0.0..1.0_f64) {
        prop_assert!((beta_lower(a, b, x) - beta_reg(a, b, x)).abs() < 1e-10);
    }

    #[test]
    fn gamma_quantile_inverts(shape in 0.05..500.0_f64, p in 1e-9..1.0_f64) {
        let (lower, _) = gamma_tails(shape, gamma_quantile(shape, p));
        prop_assert!(close(lower, p, 1e-11), "{} for {}", lower, p);
    }

    #[test]
    fn beta_quantile_inverts(a in 0.2..200.0_f64, b in 0.2..200.0_f64, p in 1e-6..0.999_999_f64) {
        let x = beta_quantile(a, b, p);
        // Next to 1 the floats are too far apart for an exact inverse.
        let blur = 1e-16 * libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - (libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)));
        prop_assert!((beta_lower(a, b, x) - p).abs() < 1e-11 + 4.0 * blur, "{} {}", x, p);
    }

    #[test]
    fn poisson_quantile_is_the_least_that_reaches(mean in prop_oneof![0.01..40.0_f64, 30.0..5000.0_f64], p in 1e-9..1.0_f64) {
        let k = poisson_quantile(mean, p);
        let reference = Poisson::new(mean).unwrap();
        prop_assert!(reference.cdf(k as u64) > p - 1e-9);
        prop_assert!(k == 0.0 || reference.cdf(k as u64 - 1) < p + 1e-9);
    }

    #[test]
    fn quantiles_are_monotone(mean in 0.1..200.0_f64, p in 0.001..0.998_f64, step in 0.0..0.001_f64) {
        prop_assert!(poisson_quantile(mean, p) <= poisson_quantile(mean, p + step));
        prop_assert!(geometric_quantile(1.0 + mean, p) <= geometric_quantile(1.0 + mean, p + step));
        prop_assert!(normal_quantile(p) <= normal_quantile(p + step));
    }
}

#[test]
fn extremes_end() {
    for p in [1e-300, 2_f64.powi(-53), 0.5, 1.0 - 2_f64.powi(-53)] {
        for shape in [1e-3, 0.1, 1.0, 1e3, 1e6] {
            assert!(gamma_quantile(shape, p) >= 0.0);
            assert!((0.0..=1.0).contains(&beta_quantile(shape, 2.0, p)));
        }
        for mean in [0.0, 1e-9, 1.0, 29.9, 30.0, 1e6] {
            assert!(poisson_quantile(mean, p) >= 0.0);
        }
        assert!(geometric_quantile(1e9, p) >= 1.0);
    }
    let normal = statrs::distribution::Normal::standard();
    assert!((normal_quantile(0.7) - normal.inverse_cdf(0.7)).abs() < 1e-9);
}
