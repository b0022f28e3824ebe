//! Numbers as a reader wants them: as many digits as the uncertainty supports, no more.

use crate::report::charts::number::{decimal, grouped};

/// A number with grouped thousands, a true minus sign and the given number of decimals, unbreakable.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let digits = decimal(value, decimals);
    let zero = digits.chars().all(|c| matches!(c, '-' | '0' | '.'));
    grouped(if zero { digits.trim_start_matches('-') } else { &digits }).replace('\u{2009}', "\u{202f}")
}

/// Decimals that suit a spread (half-width, standard error): two significant digits of it up to 0.35, 3.5, ..., one
/// above; from 0 to 6. This is the rounding rule of the Particle Data Group's reviews.
pub(super) fn decimals_for_spread(spread: f64) -> usize {
    let spread = spread.abs();
    let leading = spread / libm::pow(10.0, libm::floor(libm::log10(spread)));
    decimals(spread, if leading < 3.55 { 2 } else { 1 })
}

/// Decimals of an estimate: those that suit its interval, or its size where there is none.
pub(super) fn decimals_for(interval: Option<[f64; 2]>, value: f64) -> usize {
    match interval {
        Some([low, high]) if high > low => decimals_for_spread(0.5 * (high - low)),
        _ => decimals_for_size(value),
    }
}

/// Decimals that show a value with three significant digits; whole parts are never rounded away.
pub(super) fn decimals_for_size(size: f64) -> usize {
    decimals(size, 3)
}

fn decimals(size: f64, significant: i32) -> usize {
    let size = size.abs();
    if !size.is_finite() || size == 0.0 {
        return 0;
    }
    let exponent = libm::floor(libm::log10(size)) as i32;
    (significant - 1 - exponent).clamp(0, 6) as usize
}

/// A value alone, with three significant digits; a whole number shows no decimals.
pub(super) fn plain(value: f64) -> String {
    let decimals = if value == libm::trunc(value) { 0 } else { decimals_for_size(value) };
    fixed(value, decimals)
}

/// A probability as a percentage; its interval, if any, sets the decimals (at most two).
pub(super) fn percent(probability: f64, interval: Option<[f64; 2]>) -> String {
    format!("{}\u{a0}%", fixed(100.0 * probability, percent_decimals(interval)))
}

/// Decimals of a percentage whose interval (as probabilities) is given; 0 without one.
pub(super) fn percent_decimals(interval: Option<[f64; 2]>) -> usize {
    interval.map_or(0, |[low, high]| decimals_for_spread(50.0 * (high - low)).min(2))
}

/// Rounds to five significant digits: what a screen can show, and a smaller file.
pub(super) fn compact(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.4e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_minus_and_decimals() {
        assert_eq!(fixed(1_234_567.891, 1), "1\u{202f}234\u{202f}567.9");
        assert_eq!(fixed(-1037.0, 0), "−1037");
        assert_eq!(fixed(-0.001, 1), "0.0", "a rounded zero carries no sign");
        assert_eq!(fixed(f64::NAN, 2), "–");
    }

    #[test]
    fn the_spread_sets_the_digits() {
        assert_eq!(fixed(203.4171, decimals_for_spread(0.83)), "203.4");
        assert_eq!(fixed(203.4171, decimals_for_spread(0.21)), "203.42");
        assert_eq!(fixed(203.4171, decimals_for_spread(12.0)), "203");
        assert_eq!(plain(0.012345), "0.0123");
        assert_eq!(plain(12345.6), "12\u{202f}346");
        assert_eq!(percent(0.6412, Some([0.632, 0.650])), "64.1\u{a0}%");
        assert_eq!(percent(0.6412, None), "64\u{a0}%");
    }

    #[test]
    fn compact_keeps_five_digits() {
        assert_eq!(compact(123.456_789), 123.46);
        assert_eq!(compact(0.0), 0.0);
    }
}
