//! `e^x - 1` near 0, where a decaying hazard asks for it thousands of times in a history.

/// Up to here the series below is exact to the last bit or the one before it.
const NEAR: f64 = 0.35;

/// 1/2!, 1/3!, ... 1/13!
const SERIES: [f64; 12] = {
    let mut terms = [0.5; 12];
    let mut n = 1;
    while n < terms.len() {
        terms[n] = terms[n - 1] / (n + 2) as f64;
        n += 1;
    }
    terms
};

/// `e^x - 1`, to about a unit in the last place.
///
/// Near 0 it is Taylor's series, summed in pairs (Estrin's scheme): operations that do not wait for each other, and no division, where
/// `libm` takes a chain of 90 cycles. Elsewhere it is `libm`'s.
#[inline]
pub(crate) fn expm1(x: f64) -> f64 {
    if x.abs() > NEAR {
        return libm::expm1(x);
    }
    let pair = |n: usize| SERIES[n] + SERIES[n + 1] * x;
    let square = x * x;
    let fourth = square * square;
    let low = (pair(0) + pair(2) * square) + (pair(4) + pair(6) * square) * fourth;
    let high = pair(8) + pair(10) * square;
    x + square * (low + high * (fourth * fourth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_library_s_to_two_units_in_the_last_place() {
        for scale in [1e-300, 1e-12, 1e-3, 0.1, 0.36, 3.0, 800.0] {
            for n in -10_000..10_000 {
                let x = scale * f64::from(n) / 10_007.0;
                let (ours, theirs) = (expm1(x), libm::expm1(x));
                assert!((ours - theirs).abs() <= 2.0 * f64::EPSILON * theirs.abs() || ours == theirs, "expm1({x:e})");
            }
        }
        assert_eq!((expm1(0.0), expm1(f64::NEG_INFINITY), expm1(f64::INFINITY)), (0.0, -1.0, f64::INFINITY));
        assert!(expm1(f64::NAN).is_nan());
    }
}
