//! What counts as the same value.
//!
//! Values that a simulation adds up are sums of floats, and the same quantity added up in another order differs in its
//! last digits. Values that lie within a billionth of the largest absolute value of all are one value. Without that, tests
//! of signs and ranks, and ratios of variances, are made of rounding.

use super::quantile;

/// Share of the size of values that is no difference.
pub const PRECISION: f64 = 1e-9;

/// Makes values equal that differ by rounding only: neighbours in rising order that lie within [`PRECISION`] of the largest
/// absolute value take the value of the first of them. NaN stays.
pub fn settle(values: &mut [Vec<f64>]) {
    let size = values.iter().flatten().filter(|value| value.is_finite());
    let size = size.fold(0.0, |size: f64, value| size.max(value.abs()));
    settle_within(values, PRECISION * size);
}

/// The same for values of a given tolerance; a value that is no larger than it is 0 where one equal to it is.
fn settle_within(values: &mut [Vec<f64>], tolerance: f64) {
    let finite = values.iter().flatten().copied().filter(|value| value.is_finite());
    let mut ascending = quantile::ascending(finite.collect());
    ascending.dedup();
    // The ends of each group that has several values, and what they become: nothing, where they are around it.
    let group = |group: &[f64]| {
        let (first, last) = (group[0], group[group.len() - 1]);
        (first, last, if first.abs().min(last.abs()) <= tolerance { 0.0 } else { first })
    };
    let groups: Vec<(f64, f64, f64)> = ascending
        .chunk_by(|a, b| b - a <= tolerance)
        .filter(|own| own.len() > 1 || own[0].abs() <= tolerance)
        .map(group)
        .collect();
    for value in values.iter_mut().flatten().filter(|value| value.is_finite()) {
        let at = groups.partition_point(|(_, last, _)| last < value);
        if let Some((_, _, settled)) = groups.get(at).filter(|(first, _, _)| first <= value) {
            *value = *settled;
        }
    }
}

/// Differences `a - b` of values in pairs, settled by the size of the values: equal ones are 0, and a difference that is the
/// same in all pairs has no spread.
pub fn differences(a: &[f64], b: &[f64]) -> Vec<f64> {
    let size = a.iter().chain(b).filter(|value| value.is_finite()).fold(0.0, |size: f64, value| size.max(value.abs()));
    let mut differences = [a.iter().zip(b).map(|(a, b)| a - b).collect()];
    settle_within(&mut differences, PRECISION * size);
    let [differences] = differences;
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_no_difference_and_a_difference_stays() {
        let mut values = vec![vec![0.1 + 0.2, 5.0, f64::NAN, -1e-14], vec![0.3, 5.0 + 1e-8, 7.0, 0.0]];
        settle(&mut values);
        assert_eq!(values[0][0].to_bits(), values[1][0].to_bits());
        assert_eq!((values[1][1] - values[0][1], values[0][3], values[1][2]), (5.0 + 1e-8 - 5.0, 0.0, 7.0));
        assert!(values[0][2].is_nan());
        let mut small = vec![vec![1e-15, 2e-15], vec![3e-15, 1e-15]];
        settle(&mut small);
        assert_eq!(small[0], [1e-15, 2e-15], "small in all worlds is the size of the values, not rounding");
    }

    #[test]
    fn a_difference_that_is_the_same_everywhere_has_no_spread() {
        let baseline: Vec<f64> = (0..50).map(|world| 0.1 * f64::from(world)).collect();
        let policy: Vec<f64> = baseline.iter().map(|value| value + 0.3).collect();
        let found = differences(&policy, &baseline);
        assert!(found.iter().all(|difference| *difference == found[0]) && (found[0] - 0.3).abs() < 1e-12);
        assert!(differences(&baseline, &baseline).iter().all(|difference| *difference == 0.0));
    }
}
