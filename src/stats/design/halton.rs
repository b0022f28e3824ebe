//! The Halton sequence.
//!
//! # References
//! - J. H. Halton (1960), Numerische Mathematik 2: 84-90.

/// The first `count` primes.
fn primes(count: usize) -> Vec<u64> {
    let mut found: Vec<u64> = Vec::with_capacity(count);
    let mut candidate = 2;
    while found.len() < count {
        if found.iter().take_while(|p| *p * *p <= candidate).all(|p| !candidate.is_multiple_of(*p)) {
            found.push(candidate);
        }
        candidate += 1;
    }
    found
}

/// Digits of `index` in `base`, mirrored about the point.
fn radical_inverse(mut index: u64, base: u64) -> f64 {
    let (mut value, mut weight) = (0.0, 1.0 / base as f64);
    while index > 0 {
        value += (index % base) as f64 * weight;
        index /= base;
        weight /= base as f64;
    }
    value
}

/// `count` points of the plain Halton sequence in `dims` dimensions, from index `start` (0 is the origin).
pub fn halton_points(dims: usize, start: u64, count: usize) -> Vec<Vec<f64>> {
    let bases = primes(dims);
    (0..count as u64).map(|i| bases.iter().map(|&b| radical_inverse(start + i, b)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_points() {
        let points = halton_points(3, 0, 3);
        assert_eq!(points[0], vec![0.0, 0.0, 0.0]);
        assert_eq!(points[2][0], 0.25);
        assert!((points[2][1] - 2.0 / 3.0).abs() < 1e-15 && (points[1][2] - 0.2).abs() < 1e-15);
    }
}
