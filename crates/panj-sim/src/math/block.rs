//! Functions of many numbers at a time.
//!
//! One quantile is a long chain of operations that wait for each other; several chains side by side keep the processor busy, and
//! without a branch in the common case nothing is guessed wrongly.

use super::normal::{centre_quantile, in_centre, tail_quantile};

/// How many numbers go side by side.
const WIDTH: usize = 8;

/// Turns each number `p` into [`normal_quantile`](super::normal_quantile)`(p)`.
pub fn normal_quantiles(values: &mut [f64]) {
    for chunk in values.chunks_mut(WIDTH) {
        let mut p = [0.5; WIDTH];
        p[..chunk.len()].copy_from_slice(chunk);
        // For all of them as if they lay in the centre, then anew for those that do not (15 %).
        let mut centre = [0.0; WIDTH];
        for (z, p) in centre.iter_mut().zip(p) {
            *z = centre_quantile(p - 0.5);
        }
        for ((value, p), z) in chunk.iter_mut().zip(p).zip(centre) {
            *value = if in_centre(p - 0.5) { z } else { tail_quantile(p) };
        }
    }
}

/// Turns each number `x` into `exp(x)`.
pub fn exps(values: &mut [f64]) {
    if values.iter().all(|x| x.abs() < SAFE) {
        values.iter_mut().for_each(|x| *x = reduced_exp(*x));
    } else {
        values.iter_mut().for_each(|x| *x = libm::exp(*x));
    }
}

/// Up to here neither the result nor what it is made of overflows or underflows.
const SAFE: f64 = 700.0;
/// A number so large that the last bit of its fraction counts ones: adding it rounds, and its last bits are the whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// The exponential as `libm` computes it (FreeBSD's `e_exp.c`), without its branches: `x = k ln 2 + r`, a rational function of
/// `r`, times `2^k`. For |x| below [`SAFE`].
///
/// It is equal to `libm::exp` to the bit, but for numbers nearer to 0 than 2^-28 or within 1e-9 of the middle between two `k`: there
/// both are good to less than a unit in the last place.
#[inline]
#[allow(clippy::excessive_precision, reason = "the digits as published")]
fn reduced_exp(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;
    const P: [f64; 5] = [
        1.666_666_666_666_660_190_37e-1,
        -2.777_777_777_701_559_338_42e-3,
        6.613_756_321_437_934_361_17e-5,
        -1.653_390_220_546_525_153_90e-6,
        4.138_136_797_057_238_460_39e-8,
    ];
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let (high, low) = (x - k * LN2_HIGH, k * LN2_LOW);
    let r = high - low;
    let square = r * r;
    let c = r - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    f64::from_bits(y.to_bits().wrapping_add(shifted.to_bits() << 52))
}

/// Turns each number `x` into its natural logarithm.
pub fn logs(values: &mut [f64]) {
    if values.iter().all(|x| x.is_normal() && *x > 0.0) {
        values.iter_mut().for_each(|x| *x = reduced_log(*x));
    } else {
        values.iter_mut().for_each(|x| *x = libm::log(*x));
    }
}

/// The natural logarithm of one number, to the bit that of `libm`.
#[must_use]
#[inline]
pub fn log(x: f64) -> f64 {
    if x.is_normal() && x > 0.0 { reduced_log(x) } else { libm::log(x) }
}

/// The logarithm as `libm` computes it (FreeBSD's `e_log.c`), to the bit, without its branches: `x = 2^k (1 + f)` with `1 + f` between
/// the half and the whole of the square root of 2 and twice that. For positive normal numbers.
#[inline]
#[allow(clippy::excessive_precision, reason = "the digits as published")]
fn reduced_log(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;
    const L: [f64; 7] = [
        6.666_666_666_666_735_130e-1,
        3.999_999_999_940_941_908e-1,
        2.857_142_874_366_239_149e-1,
        2.222_219_843_214_978_396e-1,
        1.818_357_216_161_805_012e-1,
        1.531_383_769_920_937_332e-1,
        1.479_819_860_511_658_591e-1,
    ];
    /// High word of the square root of 1/2, and the exponent of 1, in place.
    const LEAST: u64 = 0x3fe6_a09e << 32;
    const ONE: u64 = 0x3ff0_0000 << 32;
    const FRACTION: u64 = (1 << 52) - 1;
    /// 2^52: with small whole numbers in its last bits, the way from whole numbers to floats that goes two at a time.
    const SHIFT: f64 = 4_503_599_627_370_496.0;
    let bits = x.to_bits() + (ONE - LEAST);
    let k = f64::from_bits((bits >> 52) | SHIFT.to_bits()) - (SHIFT + 1023.0);
    let f = f64::from_bits((bits & FRACTION) + LEAST) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (L[1] + w * (L[3] + w * L[5]));
    let odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    s * (half_square + (odd + even)) + k * LN2_LOW - half_square + f + k * LN2_HIGH
}

#[cfg(test)]
mod tests {
    use super::super::normal_quantile;
    use super::*;

    /// Numbers of (0, 1): multiples of an irrational, without their whole parts.
    fn uniforms() -> impl Iterator<Item = f64> {
        (1_u32..).map(|n| (f64::from(n) * 0.618_033_988_749_894_9) % 1.0)
    }

    #[test]
    fn each_quantile_is_as_it_would_be_alone() {
        let mut uniform = uniforms();
        for n in 0..300 {
            let mut values: Vec<f64> = uniform.by_ref().take(n).collect();
            values.extend([1e-300, 0.075, 0.925, 0.5, 1.0 - f64::EPSILON]);
            let alone: Vec<f64> = values.iter().map(|&p| normal_quantile(p)).collect();
            normal_quantiles(&mut values);
            assert_eq!(values, alone);
        }
    }

    #[test]
    fn each_logarithm_is_that_of_the_library() {
        let mut uniform = uniforms();
        for scale in [1e-300, 1e-9, 0.1, 1.0, 1.5, 3.0, 1e9, 1e300] {
            let mut values: Vec<f64> = uniform.by_ref().take(20_000).map(|u| scale * u).collect();
            values.extend([1.0, 0.5, std::f64::consts::SQRT_2, f64::MIN_POSITIVE, f64::MAX]);
            let alone: Vec<f64> = values.iter().map(|&x| libm::log(x)).collect();
            logs(&mut values);
            assert_eq!(values, alone);
        }
        let mut ends = [0.0, f64::INFINITY, 1e-310];
        logs(&mut ends);
        assert_eq!(ends, [f64::NEG_INFINITY, f64::INFINITY, libm::log(1e-310)]);
    }

    #[test]
    fn each_exponential_is_that_of_the_library() {
        let mut uniform = uniforms();
        for scale in [1e-12, 1e-9, 1e-3, 0.3, 1.0, 3.0, 50.0, 699.0, 1000.0] {
            let mut values: Vec<f64> = uniform.by_ref().take(20_000).map(|u| scale * (2.0 * u - 1.0)).collect();
            values.extend([0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY]);
            let x = values.clone();
            exps(&mut values);
            for (x, value) in x.into_iter().zip(values) {
                let alone = libm::exp(x);
                let near = (value - alone).abs() <= f64::EPSILON && x.abs() < 4e-9;
                assert!(value == alone || near, "exp({x:e}) = {value:e}, not {alone:e}");
            }
        }
    }
}
