//! Quantiles by linear interpolation (type 7).
//!
//! # References
//! - R. J. Hyndman, Y. Fan (1996), American Statistician 50: 361-365 (type 7).

/// A copy of the values in ascending order (total order: NaN last).
pub fn sorted(values: &[f64]) -> Vec<f64> {
    ascending(values.to_vec())
}

/// The values in ascending order (total order), in the memory that they had. They are sorted as whole numbers, which takes little
/// more than half the time of a million.
pub fn ascending(values: Vec<f64>) -> Vec<f64> {
    let mut ranks: Vec<i64> = values.into_iter().map(rank).collect();
    ranks.sort_unstable();
    ranks.into_iter().map(of_rank).collect()
}

/// A whole number that has the same order as the value has by [`f64::total_cmp`].
fn rank(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    // All bits but the sign are turned over where the sign is set: done twice, it changes nothing.
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The value of a [`rank`].
fn of_rank(rank: i64) -> f64 {
    f64::from_bits((rank ^ (((rank >> 63) as u64) >> 1) as i64) as u64)
}

/// Type 7 quantile of values that are already in ascending order; NaN when empty or `p` is outside `[0, 1]`.
pub fn of_sorted(ascending: &[f64], p: f64) -> f64 {
    between(ascending.len(), p, |place| ascending[place])
}

/// The quantile of so many values, each told by its place in ascending order.
fn between(count: usize, p: f64, at: impl Fn(usize) -> f64) -> f64 {
    if count == 0 || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let (below, above) = around(count, p);
    let (a, b) = (at(below), at(above));
    // equal neighbours (also infinite ones) need no interpolation
    if a == b { a } else { a + (b - a) * (p * (count - 1) as f64 - below as f64) }
}

/// Places of the values that the quantile lies between, of so many in ascending order.
fn around(count: usize, p: f64) -> (usize, usize) {
    let last = count.saturating_sub(1);
    let below = (libm::floor(p * last as f64) as usize).min(last);
    (below, (below + 1).min(last))
}

/// Type 7 quantiles of values in any order at ascending `p`: they are sorted where they lie, only as far as these need it.
pub fn of_moved<const N: usize>(values: &mut Vec<f64>, p: [f64; N]) -> [f64; N] {
    let mut ranks: Vec<i64> = std::mem::take(values).into_iter().map(rank).collect();
    let mut done = 0;
    let found = p.map(|p| {
        let (below, above) = around(ranks.len(), p);
        for place in [below, above] {
            if (done..ranks.len()).contains(&place) {
                ranks[done..].select_nth_unstable(place - done);
                done = place + 1;
            }
        }
        between(ranks.len(), p, |place| of_rank(ranks[place]))
    });
    *values = ranks.into_iter().map(of_rank).collect();
    found
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
            let mut values: Vec<f64> = (0..count).map(|i| (i * 7919 % 101) as f64 / 7.0 - 3.0).collect();
            let expected = p.map(|p| quantile(&values, p).to_bits());
            let before = sorted(&values);
            assert_eq!(of_moved(&mut values, p).map(f64::to_bits), expected, "{count}");
            assert_eq!(sorted(&values), before);
        }
    }

    #[test]
    fn ranks_have_the_total_order_and_lead_back() {
        let values =
            [-f64::NAN, f64::NEG_INFINITY, -1.5, -f64::MIN_POSITIVE, -0.0, 0.0, 1e-300, 7.0, f64::INFINITY, f64::NAN];
        assert!(values.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
        let back: Vec<u64> = values.iter().map(|value| of_rank(rank(*value)).to_bits()).collect();
        assert_eq!(back, values.map(f64::to_bits));
        let mut mixed = values;
        mixed.reverse();
        assert_eq!(sorted(&mixed).iter().map(|value| value.to_bits()).collect::<Vec<_>>(), back);
    }
}
