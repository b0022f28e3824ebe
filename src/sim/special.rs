//! Special functions that inversion needs: normal, gamma and beta distribution functions and their inverses.
//!
//! Only `libm` is used, so the bits are equal on every platform.
//!
//! # References
//! - Wichura, M. J. (1988). Algorithm AS 241: the percentage points of the normal distribution. *Appl. Stat.* 37(3), 477-484.
//! - Press, W. H. et al. (2007). *Numerical Recipes*, 3rd ed., sec. 6.2 and 6.4 (incomplete gamma and beta functions).
//! - Wilson, E. B. & Hilferty, M. M. (1931). The distribution of chi-square. *PNAS* 17(12), 684-688 (a first guess).

use std::cmp::Ordering;

mod block;
mod expm1;

pub use block::{exps, log, logs, normal_quantiles};
pub(super) use expm1::expm1;

const TINY: f64 = 1e-300;
const PRECISION: f64 = 1e-15;
const MOST_TERMS: u32 = 100_000;

/// The standard normal quantile of `p` in (0, 1), to about 1e-16 relative; `-inf` at 0 and `+inf` at 1.
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if in_centre(q) { centre_quantile(q) } else { tail_quantile(p) }
}

#[inline]
fn in_centre(q: f64) -> bool {
    q.abs() <= 0.425
}

#[inline]
fn centre_quantile(q: f64) -> f64 {
    q * ratio(&CENTRE, 0.180_625 - q * q)
}

fn tail_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 { ratio(&SHOULDER, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    z.copysign(q)
}

/// Coefficients of a ratio of polynomials, the constant term first.
type Ratio = ([f64; 8], [f64; 8]);

#[inline]
fn ratio((above, below): &Ratio, x: f64) -> f64 {
    let value = |c: &[f64; 8]| c[..7].iter().rev().fold(c[7], |sum, c| sum * x + c);
    value(above) / value(below)
}

#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the digits as published")]
const CENTRE: Ratio = (
    [3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1_971.590_950_306_551_442_7, 13_731.693_765_509_461_125,
     45_921.953_931_549_871_457, 67_265.770_927_008_700_853, 33_430.575_583_588_128_105, 2_509.080_928_730_122_672_7],
    [1.0, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5_394.196_021_424_751_107_7,
     21_213.794_301_586_595_867, 39_307.895_800_092_710_610, 28_729.085_735_721_942_674, 5_226.495_278_852_854_561_0],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the digits as published")]
const SHOULDER: Ratio = (
    [1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50, 3.647_848_324_763_204_605_04,
     1.270_458_252_452_368_382_58, 2.417_807_251_774_506_117_70e-1, 2.272_384_498_926_918_458_33e-2, 7.745_450_142_783_414_076_40e-4],
    [1.0, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40, 6.897_673_349_851_000_045_50e-1,
     1.481_039_764_274_800_745_90e-1, 1.519_866_656_361_645_719_66e-2, 5.475_938_084_995_344_946_00e-4, 1.050_750_071_644_416_843_24e-9],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the digits as published")]
const TAIL: Ratio = (
    [6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80, 2.965_605_718_285_048_912_30e-1,
     2.653_218_952_657_612_309_30e-2, 1.242_660_947_388_078_438_60e-3, 2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7],
    [1.0, 5.998_322_065_558_879_376_90e-1, 1.369_298_809_227_358_053_10e-1, 1.487_536_129_085_061_485_25e-2,
     7.868_691_311_456_132_591_00e-4, 1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7, 2.044_263_103_389_939_785_64e-15],
);

/// The lower and upper regularized incomplete gamma functions, P(shape, x) and Q(shape, x) = 1 - P.
pub(super) fn gamma_tails(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let scale = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..MOST_TERMS {
            n += 1.0;
            term *= x / n;
            sum += term;
            // (Not greater, rather than less: NaN ends the sum too.)
            if term.partial_cmp(&(sum * PRECISION)) != Some(Ordering::Greater) {
                break;
            }
        }
        let lower = (scale * sum).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (scale * gamma_fraction(shape, x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// The continued fraction of Q, by Lentz's method.
fn gamma_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..MOST_TERMS {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        d = 1.0 / away_from_zero(a * d + b);
        c = away_from_zero(b + a / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION || value.is_nan() {
            break;
        }
    }
    value
}

/// The regularized incomplete beta function I_x(a, b).
pub(super) fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let scale = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        scale * beta_fraction(a, b, x) / a
    } else {
        1.0 - scale * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The continued fraction of I_x(a, b), by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION || value.is_nan() {
            break;
        }
    }
    value
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The quantile of the gamma distribution with scale 1.
pub(super) fn gamma_quantile(shape: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let ninth = 1.0 / (9.0 * shape);
    let cube = 1.0 - ninth + normal_quantile(p) * libm::sqrt(ninth);
    // Near zero P(shape, x) is x^shape / gamma(shape + 1).
    let small = libm::exp((libm::log(p) + libm::lgamma(shape + 1.0)) / shape);
    let guess = if shape < 1.0 || cube < 0.3 { small } else { shape * cube * cube * cube };
    let excess = |x: f64| {
        let (lower, upper) = gamma_tails(shape, x);
        if p < 0.5 { lower - p } else { (1.0 - p) - upper }
    };
    let density = |x: f64| libm::exp((shape - 1.0) * libm::log(x) - x - libm::lgamma(shape));
    root(guess, f64::INFINITY, excess, density)
}

/// The quantile of the beta distribution.
pub(super) fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    // Near zero I_x(a, b) is x^a / (a B(a, b)).
    let small = libm::exp((libm::log(p * a) + ln_beta(a, b)) / a);
    let guess = if small < 0.1 * a / (a + b) { small } else { a / (a + b) };
    let density = |x: f64| libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - ln_beta(a, b));
    root(guess, 1.0, |x| beta_lower(a, b, x) - p, density)
}

/// The root of an increasing function on (0, `most`): Newton's steps, and bisection wherever a step leaves the bracket.
fn root(guess: f64, most: f64, excess: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
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

/// The least k whose Poisson distribution function reaches `p`. `mean` at most 1e7.
pub(super) fn poisson_quantile(mean: f64, p: f64) -> f64 {
    if mean <= 0.0 || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 || mean == f64::INFINITY {
        return f64::INFINITY;
    }
    if mean.is_nan() || p.is_nan() {
        return f64::NAN;
    }
    if mean < 30.0 {
        let none = libm::exp(-mean);
        return poisson_search(mean, p, 0.0, none, none);
    }
    // Start two standard errors of the guess (Cornish-Fisher) below it, and walk up.
    let z = normal_quantile(p);
    let guess = mean + z * libm::sqrt(mean) + (z * z - 1.0) / 6.0;
    let mut k = libm::floor(guess - 2.0).max(0.0);
    let mut reached = gamma_tails(k + 1.0, mean).1;
    while reached >= p && k > 0.0 {
        k = (k - 4.0).max(0.0);
        reached = gamma_tails(k + 1.0, mean).1;
    }
    let mass = libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0));
    poisson_search(mean, p, k, reached, mass)
}

/// Walks up from `k`, whose distribution function is `reached` and whose probability is `mass`.
fn poisson_search(mean: f64, p: f64, mut k: f64, mut reached: f64, mut mass: f64) -> f64 {
    while reached < p {
        k += 1.0;
        mass *= mean / k;
        let next = reached + mass;
        // Where rounding keeps the sum below p for ever, the rest of the tail is less than the rounding of p.
        if next == reached && k > mean {
            break;
        }
        reached = next;
    }
    k
}

/// The least k of 1, 2, ... whose geometric distribution function, with mean `mean` >= 1, reaches `p`.
pub(super) fn geometric_quantile(mean: f64, p: f64) -> f64 {
    if mean <= 1.0 {
        return 1.0;
    }
    libm::ceil(libm::log1p(-p) / libm::log1p(-1.0 / mean)).max(1.0)
}

/// The Weibull quantile with scale 1.
#[inline]
pub(super) fn weibull_quantile(shape: f64, p: f64) -> f64 {
    libm::pow(-libm::log1p(-p), 1.0 / shape)
}

#[cfg(test)]
mod tests;
