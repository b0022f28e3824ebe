//! The Sobol' sequence in Gray-code order (Antonov and Saleev), as scipy's unscrambled `qmc.Sobol`.
//!
//! # References
//! - I. M. Sobol' (1967), USSR Computational Mathematics and Mathematical Physics 7: 86-112.
//! - S. Joe, F. Y. Kuo (2008), SIAM J. Scientific Computing 30: 2635-2654.

use super::joe_kuo::DIRECTIONS;

/// Largest number of dimensions.
pub const MAX_DIMENSIONS: usize = DIRECTIONS.len();

const BITS: usize = 32;

/// Direction numbers of one dimension, as fractions of 2^32.
fn directions(dimension: usize) -> [u32; BITS] {
    let (polynomial, initial) = DIRECTIONS[dimension];
    let mut v = [0_u32; BITS];
    if dimension == 0 {
        for (i, value) in v.iter_mut().enumerate() {
            *value = 1 << (BITS - 1 - i);
        }
        return v;
    }
    let degree = initial.len();
    for i in 0..BITS {
        if i < degree {
            v[i] = u32::from(initial[i]) << (BITS - 1 - i);
            continue;
        }
        v[i] = v[i - degree] ^ (v[i - degree] >> degree);
        for k in 1..degree {
            if polynomial >> (degree - k) & 1 == 1 {
                v[i] ^= v[i - k];
            }
        }
    }
    v
}

/// The first `count` points of every dimension as fractions of 2^32: `columns[dimension][point]`.
pub(super) fn integer_columns(dims: usize, count: usize) -> Vec<Vec<u32>> {
    (0..dims)
        .map(|dimension| {
            let v = directions(dimension);
            let mut x = 0_u32;
            let mut column = Vec::with_capacity(count);
            for i in 0..count {
                column.push(x);
                let bit = (!i).trailing_zeros() as usize;
                x ^= v.get(bit).copied().unwrap_or(0);
            }
            column
        })
        .collect()
}

/// The first `count` points of the plain sequence in `dims` dimensions; the first is the origin. Balance holds for
/// powers of two. `None` for more than [`MAX_DIMENSIONS`] dimensions or 2^32 points.
pub fn sobol_points(dims: usize, count: usize) -> Option<Vec<Vec<f64>>> {
    if dims > MAX_DIMENSIONS || count as u64 > 1 << BITS {
        return None;
    }
    let columns = integer_columns(dims, count);
    let scale = 1.0 / 4_294_967_296.0;
    Some((0..count).map(|i| columns.iter().map(|c| f64::from(c[i]) * scale).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_a_permutation_of_the_strata() {
        let points = sobol_points(MAX_DIMENSIONS, 256).unwrap();
        for j in 0..MAX_DIMENSIONS {
            let mut seen = vec![false; 256];
            points.iter().for_each(|p| seen[(p[j] * 256.0) as usize] = true);
            assert!(seen.iter().all(|s| *s), "dimension {j}");
        }
        assert_eq!(sobol_points(MAX_DIMENSIONS + 1, 2), None);
    }
}
