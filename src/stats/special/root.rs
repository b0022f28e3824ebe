//! Root finding by bisection over the representable numbers: no tolerance to choose, at most 64 evaluations.

/// Maps a double to an integer that has the same order, and back (the map is its own inverse).
fn ordered(bits: i64) -> i64 {
    bits ^ ((bits >> 63) & i64::MAX)
}

/// The smallest representable `x` in `[low, high]` at which `reached` is true, given that it is false below some point
/// and true from there on; `high` when it is nowhere true.
pub(crate) fn first_where(low: f64, high: f64, mut reached: impl FnMut(f64) -> bool) -> f64 {
    let (mut below, mut above) = (ordered(low.to_bits() as i64), ordered(high.to_bits() as i64));
    while below < above {
        let middle = (below & above) + ((below ^ above) >> 1);
        if reached(f64::from_bits(ordered(middle) as u64)) {
            above = middle;
        } else {
            below = middle + 1;
        }
    }
    f64::from_bits(ordered(above) as u64)
}

/// The quantile of a continuous distribution on `[low, high]`: searches the smaller tail, so that both ends are accurate.
///
/// Returns NaN when `p` is not in `[0, 1]`, and the ends of the support at 0 and 1.
pub(crate) fn quantile(p: f64, low: f64, high: f64, cdf: impl Fn(f64) -> f64, sf: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else if p == 0.0 {
        low
    } else if p == 1.0 {
        high
    } else if p <= 0.5 {
        first_where(low, high, |x| cdf(x) >= p)
    } else {
        let tail = 1.0 - p;
        first_where(low, high, |x| sf(x) <= tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_square_root_of_two_to_the_last_bit() {
        let root = first_where(-1e300, 1e300, |x| x > 0.0 && x * x >= 2.0);
        assert!((root - 2f64.sqrt()).abs() <= 2.3e-16);
    }

    #[test]
    fn crosses_zero_and_reaches_negative_values() {
        assert_eq!(first_where(-8.0, 8.0, |x| x >= -3.0), -3.0);
        assert_eq!(first_where(-8.0, 8.0, |_| false), 8.0);
    }
}
