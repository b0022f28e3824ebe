//! Quantiles by linear interpolation (type 7).
//!
//! # References
//! - R. J. Hyndman, Y. Fan (1996), American Statistician 50: 361-365 (type 7).

/// A copy of the values in ascending order (total order: NaN last).
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut copy = values.to_vec();
    copy.sort_by(f64::total_cmp);
    copy
}

/// Type 7 quantile of values that are already in ascending order; NaN when empty or `p` is outside `[0, 1]`.
pub fn of_sorted(ascending: &[f64], p: f64) -> f64 {
    if ascending.is_empty() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let last = ascending.len() - 1;
    let position = p * last as f64;
    let below = (libm::floor(position) as usize).min(last);
    let above = (below + 1).min(last);
    let (a, b) = (ascending[below], ascending[above]);
    // equal neighbours (also infinite ones) need no interpolation
    if a == b { a } else { a + (b - a) * (position - below as f64) }
}

/// Type 7 quantile of a sample in any order.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    of_sorted(&sorted(values), p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_7_interpolates_between_neighbours() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.5), 2.5);
        assert_eq!(quantile(&values, 1.0), 4.0);
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
        assert!(quantile(&[], 0.3).is_nan());
        assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.75), f64::INFINITY);
    }
}
