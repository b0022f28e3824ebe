//! The standard normal distribution.

/// Upper tail of the standard normal distribution.
pub fn normal_sf(x: f64) -> f64 {
    0.5 * libm::erfc(x / std::f64::consts::SQRT_2)
}

/// The standard normal quantile of `p` in (0, 1), to about 1e-16 relative; `-inf` at 0 and `+inf` at 1.
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if in_centre(q) { centre_quantile(q) } else { tail_quantile(p) }
}

#[inline]
pub(super) fn in_centre(q: f64) -> bool {
    q.abs() <= 0.425
}

#[inline]
pub(super) fn centre_quantile(q: f64) -> f64 {
    q * ratio(&CENTRE, 0.180_625 - q * q)
}

pub(super) fn tail_quantile(p: f64) -> f64 {
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
