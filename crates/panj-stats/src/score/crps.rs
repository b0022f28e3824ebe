//! The continuous ranked probability score of an ensemble.
//!
//! # References
//! - H. Hersbach (2000), Weather and Forecasting 15: 559-570.

use super::super::quantile::sorted;

/// Mean distance to the observation, and the sum of distances over ordered pairs of members.
fn distances(ensemble: &[f64], observed: f64) -> (f64, f64) {
    let m = ensemble.len() as f64;
    let near = ensemble.iter().map(|x| (x - observed).abs()).sum::<f64>() / m;
    let ascending = sorted(ensemble);
    // sum over pairs of |xi - xj| = 2 sum_i (2i - m + 1) x_(i), taken from the first member to keep the digits
    let base = ascending.first().copied().unwrap_or(0.0);
    let pairs: f64 = ascending.iter().enumerate().map(|(i, x)| (2.0 * i as f64 - m + 1.0) * (x - base)).sum();
    (near, 2.0 * pairs)
}

/// CRPS of the ensemble's empirical distribution: `mean|x - y| - sum|xi - xj| / (2 m^2)`; NaN when empty.
pub fn crps(ensemble: &[f64], observed: f64) -> f64 {
    let m = ensemble.len() as f64;
    let (near, pairs) = distances(ensemble, observed);
    near - pairs / (2.0 * m * m)
}

/// CRPS of members with non-negative weights (any sum): `sum w|x - y| - sum sum w w'|x - x'| / 2`.
pub fn crps_weighted(ensemble: &[f64], weights: &[f64], observed: f64) -> f64 {
    let total: f64 = weights.iter().sum();
    let mut members: Vec<(f64, f64)> = ensemble.iter().copied().zip(weights.iter().map(|w| w / total)).collect();
    members.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near: f64 = members.iter().map(|(x, w)| w * (x - observed).abs()).sum();
    let base = members.first().map_or(0.0, |m| m.0);
    let (mut weight, mut moment, mut pairs) = (0.0, 0.0, 0.0);
    for &(x, w) in &members {
        pairs += w * ((x - base) * weight - moment);
        weight += w;
        moment += w * (x - base);
    }
    near - pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition() {
        let x = [1.0_f64, 4.0, 2.5, 4.0, -3.0];
        let m = x.len() as f64;
        let pairs: f64 = x.iter().flat_map(|a| x.iter().map(move |b| (a - b).abs())).sum();
        let near = x.iter().map(|a| (a - 2.0).abs()).sum::<f64>() / m;
        assert!((crps(&x, 2.0) - (near - pairs / (2.0 * m * m))).abs() < 1e-14);
        assert!((crps_weighted(&x, &[3.0; 5], 2.0) - crps(&x, 2.0)).abs() < 1e-14);
    }

    #[test]
    fn one_member_is_the_absolute_error() {
        assert_eq!(crps(&[3.0], 5.0), 2.0);
    }
}
