//! Distances between the distributions of two samples.
//!
//! # References
//! - G. J. Szekely, M. L. Rizzo (2013), J. Statistical Planning and Inference 143: 1249-1272 (energy distance).

use super::super::quantile::sorted;

/// Integral over the line of `f(distance of the two empirical distribution functions)`.
fn integral(a: &[f64], b: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let (left, right) = (sorted(a), sorted(b));
    let all = sorted(&[a, b].concat());
    let share = |ascending: &[f64], x: f64| ascending.partition_point(|v| *v <= x) as f64 / ascending.len() as f64;
    all.windows(2).map(|w| (w[1] - w[0]) * f((share(&left, w[0]) - share(&right, w[0])).abs())).sum()
}

/// Wasserstein distance of order 1 (earth mover's); NaN when either sample is empty.
pub fn wasserstein_1(a: &[f64], b: &[f64]) -> f64 {
    if a.is_empty() || b.is_empty() { f64::NAN } else { integral(a, b, |d| d) }
}

/// Energy distance `sqrt(2 integral (F - G)^2)`; NaN when either sample is empty.
pub fn energy_distance(a: &[f64], b: &[f64]) -> f64 {
    if a.is_empty() || b.is_empty() { f64::NAN } else { (2.0 * integral(a, b, |d| d * d)).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_is_its_own_distance() {
        assert!((wasserstein_1(&[1.0, 2.0, 4.0], &[3.0, 4.0, 6.0]) - 2.0).abs() < 1e-15);
        assert_eq!(energy_distance(&[1.0, 2.0], &[2.0, 1.0]), 0.0);
        assert!(wasserstein_1(&[], &[1.0]).is_nan());
    }
}
