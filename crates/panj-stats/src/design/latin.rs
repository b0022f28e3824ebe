//! Latin hypercube samples.
//!
//! # References
//! - M. D. McKay, R. J. Beckman, W. J. Conover (1979), Technometrics 21: 239-245.

/// `count` points in `dims` dimensions: in every column each of `count` equal strata holds one point, at a uniform place
/// within it; columns are permuted independently. `random` returns independent uniforms on `[0, 1)`.
pub fn latin_hypercube(dims: usize, count: usize, random: &mut dyn FnMut() -> f64) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; dims]; count];
    for j in 0..dims {
        let mut strata: Vec<usize> = (0..count).collect();
        for i in (1..count).rev() {
            strata.swap(i, ((random() * (i + 1) as f64) as usize).min(i));
        }
        for (point, stratum) in points.iter_mut().zip(strata) {
            let place = (stratum as f64 + random()) / count as f64;
            // rounding must not carry a point into the next stratum
            let end = (stratum + 1) as f64 / count as f64;
            point[j] = if place < end { place } else { stratum as f64 / count as f64 };
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether every column has one point in each of its strata.
    fn is_latin(points: &[Vec<f64>]) -> bool {
        (0..points[0].len()).all(|j| {
            let mut strata: Vec<usize> = points.iter().map(|p| (p[j] * points.len() as f64) as usize).collect();
            strata.sort_unstable();
            strata.into_iter().eq(0..points.len())
        })
    }

    #[test]
    fn every_stratum_of_every_column_is_hit_once() {
        let mut state = 5_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for count in [1, 2, 17, 100] {
            let points = latin_hypercube(4, count, &mut random);
            assert!(is_latin(&points));
        }
        assert!(is_latin(&latin_hypercube(2, 5, &mut || 1.0 - f64::EPSILON / 2.0)));
    }
}
