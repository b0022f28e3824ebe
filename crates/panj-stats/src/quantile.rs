//! Quantiles by linear interpolation (type 7).
//!
//! # References
//! - R. J. Hyndman, Y. Fan (1996), American Statistician 50: 361-365 (type 7).

/// A copy of the values in ascending order (total order: NaN last).
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut copy = values.to_vec();
    copy.sort_unstable_by(f64::total_cmp);
    copy
}

/// Type 7 quantile of values that are already in ascending order; NaN when empty or `p` is outside `[0, 1]`.
pub fn of_sorted(ascending: &[f64], p: f64) -> f64 {
    if ascending.is_empty() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let (below, above) = around(ascending.len(), p);
    let (a, b) = (ascending[below], ascending[above]);
    // equal neighbours (also infinite ones) need no interpolation
    if a == b { a } else { a + (b - a) * (p * (ascending.len() - 1) as f64 - below as f64) }
}

/// Places of the values that the quantile lies between, of so many in ascending order.
fn around(count: usize, p: f64) -> (usize, usize) {
    let last = count.saturating_sub(1);
    let below = (libm::floor(p * last as f64) as usize).min(last);
    (below, (below + 1).min(last))
}

/// Type 7 quantiles of values in any order, which are moved, at ascending `p`: only as far as these need it are they sorted.
pub fn of_moved<const N: usize>(values: &mut [f64], p: [f64; N]) -> [f64; N] {
    let mut done = 0;
    p.map(|p| {
        let (below, above) = around(values.len(), p);
        for place in [below, above] {
            if (done..values.len()).contains(&place) {
                values[done..].select_nth_unstable_by(place - done, f64::total_cmp);
                done = place + 1;
            }
        }
        of_sorted(values, p)
    })
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

    #[test]
    fn sorted_as_far_as_needed_gives_the_same_bits() {
        let p = [0.0, 0.025, 0.05, 0.5, 0.5, 0.975, 1.0];
        for count in 0..200_u64 {
            let mut values: Vec<f64> = (0..count).map(|i| (i * 7919 % 101) as f64 / 7.0).collect();
            let expected = p.map(|p| quantile(&values, p).to_bits());
            assert_eq!(of_moved(&mut values, p).map(f64::to_bits), expected, "{count}");
        }
    }
}
