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
    let count = ascending.len();
    if count == 0 || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let (below, above) = around(count, p);
    let (a, b) = (ascending[below], ascending[above]);
    // equal neighbours (also infinite ones) need no interpolation
    if a == b { a } else { a + (b - a) * (p * (count - 1) as f64 - below as f64) }
}

/// Places of the values that the quantile lies between, of so many in ascending order.
fn around(count: usize, p: f64) -> (usize, usize) {
    let last = count.saturating_sub(1);
    let below = (libm::floor(p * last as f64) as usize).min(last);
    (below, (below + 1).min(last))
}

/// Type 7 quantiles of values in any order: they are sorted where they lie, only as far as these need it.
pub fn of_moved<const N: usize>(values: &mut Vec<f64>, p: [f64; N]) -> [f64; N] {
    let count = values.len();
    settle(values, p.iter().flat_map(|p| <[usize; 2]>::from(around(count, *p))).collect());
    p.map(|p| of_sorted(values, p))
}

/// Type 1 quantiles of values in any order, each the smallest that at least such a share of them does not exceed; NaN when empty. They are
/// sorted where they lie, only as far as these need it.
pub fn reached<const N: usize>(values: &mut Vec<f64>, p: [f64; N]) -> [f64; N] {
    let count = values.len();
    let place = |p: f64| (libm::ceil(p * count as f64) as usize).clamp(1, count.max(1)) - 1;
    settle(values, p.map(place).into());
    p.map(|p| values.get(place(p)).copied().unwrap_or(f64::NAN))
}

/// Moves the values of some places in ascending order to these places.
fn settle(values: &mut Vec<f64>, mut places: Vec<usize>) {
    places.sort_unstable();
    places.dedup();
    places.retain(|place| *place < values.len());
    let mut ranks: Vec<i64> = std::mem::take(values).into_iter().map(rank).collect();
    settle_ranks(&mut ranks, &places, 0);
    *values = ranks.into_iter().map(of_rank).collect();
}

/// The same of ranks whose first place is `begin`: the middle place first, and then those before and after it, each among the fewer
/// that are left.
fn settle_ranks(ranks: &mut [i64], places: &[usize], begin: usize) {
    let (before, after) = places.split_at(places.len() / 2);
    let Some((place, after)) = after.split_first() else { return };
    let (below, _, above) = ranks.select_nth_unstable(place - begin);
    settle_ranks(below, before, begin);
    settle_ranks(above, after, place + 1);
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
            // The smallest that a share reaches, by counting.
            let reaches =
                |p: f64, value: f64| before.iter().filter(|other| **other <= value).count() as f64 >= p * count as f64;
            for (p, found) in p.iter().zip(reached(&mut values, p)) {
                let expected = before.iter().copied().find(|value| reaches(*p, *value)).unwrap_or(f64::NAN);
                assert_eq!(found.to_bits(), expected.to_bits(), "{p} of {count}");
            }
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
