//! How evenly points fill the unit cube.
//!
//! # References
//! - F. J. Hickernell (1998), Mathematics of Computation 67: 299-322 (centred and wrap-around).
//! - Y.-D. Zhou, K.-T. Fang, J.-H. Ning (2013), J. Complexity 29: 283-301 (mixture).
//! - T. T. Warnock (1972), in *Applications of Number Theory to Numerical Analysis* (L2-star).

use super::super::paired::correlation;
use libm::pow;

/// Mean over points of a product over coordinates.
fn single(points: &[Vec<f64>], term: impl Fn(f64) -> f64) -> f64 {
    points.iter().map(|p| p.iter().map(|&x| term(x)).product::<f64>()).sum::<f64>() / points.len() as f64
}

/// Mean over ordered pairs of points of a product over coordinates.
fn double(points: &[Vec<f64>], term: impl Fn(f64, f64) -> f64) -> f64 {
    let n = points.len() as f64;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(&x, &y)| term(x, y)).product::<f64>();
    points.iter().map(|a| points.iter().map(|b| product(a, b)).sum::<f64>()).sum::<f64>() / (n * n)
}

fn dims(points: &[Vec<f64>]) -> f64 {
    points.first().map_or(0, Vec::len) as f64
}

/// Squared centred L2 discrepancy.
pub fn centered(points: &[Vec<f64>]) -> f64 {
    let off = |x: f64| (x - 0.5).abs();
    pow(13.0 / 12.0, dims(points)) - 2.0 * single(points, |x| 1.0 + 0.5 * off(x) - 0.5 * off(x) * off(x))
        + double(points, |x, y| 1.0 + 0.5 * off(x) + 0.5 * off(y) - 0.5 * (x - y).abs())
}

/// Squared wrap-around L2 discrepancy.
pub fn wraparound(points: &[Vec<f64>]) -> f64 {
    let gap = |x: f64, y: f64| (x - y).abs();
    double(points, |x, y| 1.5 - gap(x, y) * (1.0 - gap(x, y))) - pow(4.0 / 3.0, dims(points))
}

/// Squared mixture discrepancy.
pub fn mixture(points: &[Vec<f64>]) -> f64 {
    let off = |x: f64| (x - 0.5).abs();
    pow(19.0 / 12.0, dims(points)) - 2.0 * single(points, |x| 5.0 / 3.0 - 0.25 * off(x) - 0.25 * off(x) * off(x))
        + double(points, |x, y| {
            15.0 / 8.0 - 0.25 * off(x) - 0.25 * off(y) - 0.75 * (x - y).abs() + 0.5 * (x - y) * (x - y)
        })
}

/// L2-star discrepancy (not squared).
pub fn l2_star(points: &[Vec<f64>]) -> f64 {
    let d = dims(points);
    (pow(3.0, -d) - pow(2.0, 1.0 - d) * single(points, |x| 1.0 - x * x) + double(points, |x, y| 1.0 - x.max(y))).sqrt()
}

/// Smallest Euclidean distance between two points; infinite for fewer than two.
pub fn min_distance(points: &[Vec<f64>]) -> f64 {
    let mut least = f64::INFINITY;
    for (i, a) in points.iter().enumerate() {
        for b in &points[..i] {
            least = least.min(a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt());
        }
    }
    least
}

/// Largest absolute correlation between two columns; 0 for fewer than two columns.
pub fn max_column_correlation(points: &[Vec<f64>]) -> f64 {
    let d = points.first().map_or(0, Vec::len);
    let columns: Vec<Vec<f64>> = (0..d).map(|j| points.iter().map(|p| p[j]).collect()).collect();
    let mut most = 0.0_f64;
    for i in 0..d {
        for j in 0..i {
            most = most.max(correlation(&columns[i], &columns[j]).abs());
        }
    }
    most
}

/// Whether every column has exactly one point in each of n equal strata.
pub fn is_latin(points: &[Vec<f64>]) -> bool {
    let n = points.len();
    (0..points.first().map_or(0, Vec::len)).all(|j| {
        let mut seen = vec![false; n];
        points.iter().all(|p| {
            let stratum = libm::floor(p[j] * n as f64);
            let place = if stratum >= 0.0 { stratum as usize } else { n };
            place < n && !std::mem::replace(&mut seen[place], true)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_design_is_latin_and_a_clump_is_not() {
        let regular = vec![vec![0.1, 0.6], vec![0.6, 0.1]];
        assert!(is_latin(&regular));
        assert!(!is_latin(&[vec![0.1, 0.1], vec![0.2, 0.9]]));
        assert!((max_column_correlation(&regular) - 1.0).abs() < 1e-15);
        // one centred point in one dimension: 13/12 - 2 + 1
        assert!((centered(&[vec![0.5]]) - 1.0 / 12.0).abs() < 1e-15);
    }
}
