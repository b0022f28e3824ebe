//! Root finding: by Newton's steps where the slope is known, else by bisection over the representable numbers, with no tolerance
//! to choose and at most 64 evaluations.

use super::TINY;

/// The root of an increasing function on (0, `most`): Newton's steps, and bisection wherever a step leaves the bracket.
pub(super) fn root(guess: f64, most: f64, excess: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, most);
    let mut x = guess;
    for _ in 0..200 {
        let miss = excess(x);
        if miss < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let step = miss / slope(x);
        // Newton's steps double the digits: what is left after one this small is below the rounding.
        if miss == 0.0 || miss.is_nan() || step.abs() <= 1e-13 * x {
            return x - step;
        }
        let mut next = x - step;
        // (Written so that a NaN step, from a slope of zero, is bisected too.)
        if !(next > low && next < high) {
            next = if high == f64::INFINITY { 2.0 * low.max(TINY) } else { 0.5 * (low + high) };
        }
        x = next;
    }
    x
}

/// Maps a double to an integer that has the same order, and back (the map is its own inverse).
fn ordered(bits: i64) -> i64 {
    bits ^ ((bits >> 63) & i64::MAX)
}

/// The smallest representable `x` in `[low, high]` at which `reached` is true, given that it is false below some point
/// and true from there on; `high` when it is nowhere true.
pub fn first_where(low: f64, high: f64, mut reached: impl FnMut(f64) -> bool) -> f64 {
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
pub(super) fn quantile(p: f64, low: f64, high: f64, cdf: impl Fn(f64) -> f64, sf: impl Fn(f64) -> f64) -> f64 {
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
