//! Numbers as people read them: the one writer of terminal, charts, page and cautions.
//!
//! Thousands are parted by commas, a minus is a true minus sign, a rounded zero has no sign, and what is no number is a
//! dash. An estimate has the decimals that its interval supports, by the rounding rule of the Particle Data Group's reviews;
//! a value alone has three significant digits.

/// A value with so many decimals; without decimals a half goes away from zero, as browsers write it.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    let digits = if decimals == 0 { format!("{:.0}", size.round()) } else { format!("{size:.decimals$}") };
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    format!("{}{}{fraction}", if value < 0.0 && !zero { "\u{2212}" } else { "" }, with_commas(whole))
}

/// A whole number.
pub(crate) fn grouped(n: u64) -> String {
    with_commas(&n.to_string())
}

fn with_commas(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things of one or several: "1 world", "2,000 worlds".
pub(crate) fn counted(n: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { several })
}

/// Three significant digits; whole parts are never rounded away below a thousand millions.
pub(crate) fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let power = libm::floor(libm::log10(value.abs()));
    stepped(value, libm::pow(10.0, (power - 2.0).min(0.0)), 1e9)
}

/// Three significant digits without trailing zeros, for values that are given or that stand in a sentence.
pub(crate) fn plain(value: f64) -> String {
    let text = short(value);
    if text.contains('.') && !text.contains('×') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `value` with as many decimals as `step` needs; powers of ten from ten millions or below a ten-thousandth.
pub(crate) fn with_step(value: f64, step: f64) -> String {
    stepped(value, step, 1e7)
}

fn stepped(value: f64, step: f64, most: f64) -> String {
    let size = value.abs().max(step.abs());
    if value.is_finite() && (size >= most || size < 1e-4 && size > 0.0) {
        return scientific(value, step);
    }
    fixed(value, decimals_of(step))
}

/// The fewest decimals that write multiples of `step` exactly, such as 1 for 2.5; at most one more than its size needs.
fn decimals_of(step: f64) -> usize {
    let size = libm::floor(libm::log10(step.abs().clamp(1e-12, 1e12)) + 1e-9);
    let decimals = (-size).clamp(0.0, 8.0);
    let scaled = step.abs() * libm::pow(10.0, decimals);
    let is_whole = (scaled - libm::round(scaled)).abs() < 1e-6 * scaled;
    decimals as usize + usize::from(!is_whole && scaled < 10.0)
}

fn scientific(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let power = libm::floor(libm::log10(value.abs()));
    let digits = (power - libm::floor(libm::log10(step.abs().max(f64::MIN_POSITIVE)))).clamp(0.0, 2.0) as usize;
    let raised = |c: char| match c {
        '-' => '⁻',
        digit => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit.to_digit(10).unwrap_or(0) as usize],
    };
    let exponent: String = (power as i64).to_string().chars().map(raised).collect();
    format!("{}×10{exponent}", fixed(value / libm::pow(10.0, power), digits))
}

/// An estimate that is known to within `half_width`, with the digits that this supports; as [`short`] where there is no width
/// at all, or where only rounding made it.
pub(crate) fn to_precision(value: f64, half_width: f64) -> String {
    if is_width(half_width, value) { fixed(value, decimals_for_spread(half_width)) } else { short(value) }
}

fn is_width(half: f64, value: f64) -> bool {
    half > 1e-12 * value.abs() && half.is_finite()
}

/// Decimals of an estimate: those that suit its interval, or its size where there is none.
pub(crate) fn decimals_for(interval: Option<[f64; 2]>, value: f64) -> usize {
    match interval.map(|[low, high]| high / 2.0 - low / 2.0) {
        Some(half) if is_width(half, value) => decimals_for_spread(half),
        _ => decimals_for_size(value),
    }
}

/// Decimals that suit a spread (half-width, standard error): two significant digits of it up to 0.35, 3.5, ..., one
/// above; from 0 to 6.
pub(crate) fn decimals_for_spread(spread: f64) -> usize {
    let spread = spread.abs();
    let leading = spread / libm::pow(10.0, libm::floor(libm::log10(spread)));
    decimals(spread, if leading < 3.55 { 2 } else { 1 })
}

/// Decimals that show a value with three significant digits; whole parts are never rounded away.
pub(crate) fn decimals_for_size(size: f64) -> usize {
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

/// A share as a percentage: one decimal below 10 % and above 90 %, none between.
pub(crate) fn percent(share: f64) -> String {
    let edge = share > 0.0 && share < 0.0995 || share > 0.9005 && share < 1.0;
    format!("{}\u{a0}%", fixed(100.0 * share, usize::from(edge)))
}

/// A share that is given rather than estimated, such as the level of an interval.
pub(crate) fn level(share: f64) -> String {
    format!("{}\u{a0}%", plain(100.0 * share))
}

/// A share as a percentage with the decimals that its interval supports, at most two.
pub(crate) fn percent_estimate(share: f64, interval: Option<[f64; 2]>) -> String {
    format!("{}\u{a0}%", fixed(100.0 * share, percent_decimals(interval)))
}

/// "10 to 14 %": the interval of a share.
pub(crate) fn percent_range([low, high]: [f64; 2]) -> String {
    let decimals = percent_decimals(Some([low, high]));
    format!("{} to {}\u{a0}%", fixed(100.0 * low, decimals), fixed(100.0 * high, decimals))
}

/// Decimals of a percentage whose interval (as shares) is given; 0 without one.
pub(crate) fn percent_decimals(interval: Option<[f64; 2]>) -> usize {
    interval.map_or(0, |[low, high]| decimals_for_spread(50.0 * (high - low)).min(2))
}

/// A probability to three places.
pub(crate) fn probability(value: f64) -> String {
    fixed(value, 3)
}

/// A length of time.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3_600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3_600, whole / 60 % 60),
    }
}

/// Rounds to five significant digits: what a screen can show, and a smaller file.
pub(crate) fn compact(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// The first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_minus_and_decimals() {
        assert_eq!(fixed(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(fixed(-1037.0, 0), "−1,037");
        assert_eq!(fixed(-0.001, 1), "0.0", "a rounded zero carries no sign");
        assert_eq!(fixed(f64::NAN, 2), "–");
        assert_eq!([grouped(1), grouped(1_000), grouped(1_234_567)], ["1", "1,000", "1,234,567"]);
    }

    #[test]
    fn values_alone_have_three_digits() {
        let shown: Vec<String> = [0.0, 0.0123, 1.5, 12.34, 123.4, 12_345.6, -2_000.0, f64::NAN].map(short).into();
        assert_eq!(shown, ["0", "0.0123", "1.50", "12.3", "123", "12,346", "−2,000", "–"]);
        assert_eq!(
            [0.000_25, 0.000_012_3, 23_456_789.0, 2e9].map(short),
            ["0.000250", "1.23×10⁻⁵", "23,456,789", "2.00×10⁹"]
        );
        assert_eq!([20.0, 1.5, 0.0123].map(plain), ["20", "1.5", "0.0123"]);
    }

    #[test]
    fn digits_follow_the_step() {
        assert_eq!(with_step(0.3, 0.1), "0.3");
        assert_eq!(with_step(2.5, 2.5), "2.5");
        assert_eq!(with_step(0.75, 0.25), "0.75");
        assert_eq!(with_step(-0.0, 1.0), "0");
        assert_eq!(with_step(250.0, 50.0), "250");
        assert_eq!(with_step(2e9, 1e9), "2×10⁹");
        assert_eq!(with_step(f64::NAN, 1.0), "–");
    }

    #[test]
    fn the_interval_sets_the_digits() {
        assert_eq!(to_precision(203.4171, 0.83), "203.4");
        assert_eq!(to_precision(203.4171, 0.21), "203.42");
        assert_eq!(to_precision(1954.2, 33.0), "1,954");
        assert_eq!(to_precision(-0.4, 10.0), "0");
        assert_eq!([to_precision(3.0, 4e-16), to_precision(0.5, f64::NAN)], ["3.00", "0.500"]);
    }

    #[test]
    fn shares_are_percentages() {
        assert_eq!(percent_estimate(0.6412, Some([0.632, 0.650])), "64.1\u{a0}%");
        assert_eq!([0.6412, 0.023, 1.0].map(percent), ["64\u{a0}%", "2.3\u{a0}%", "100\u{a0}%"]);
        assert_eq!([0.5, 0.95, 0.025].map(level), ["50\u{a0}%", "95\u{a0}%", "2.5\u{a0}%"]);
        assert_eq!(percent_range([0.115, 0.13]), "11.5 to 13.0\u{a0}%");
        assert_eq!([0.4126, -0.0001].map(probability), ["0.413", "0.000"]);
    }

    #[test]
    fn times_and_screens() {
        assert_eq!([duration(3.2), duration(61.0), duration(7_300.0)], ["3 s", "1 min 01 s", "2 h 01 min"]);
        assert_eq!([compact(123.456_789), compact(0.0)], [123.46, 0.0]);
    }
}
