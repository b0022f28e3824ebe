//! Numbers as a reader writes them: grouped thousands, a true minus sign, no more digits than the step of the axis.

/// Groups the integer digits of a plain decimal in threes with a thin space from five digits up; `-` becomes a minus.
pub(crate) fn grouped(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("\u{2212}", r));
    let (whole, fraction) = rest.split_once('.').map_or((rest, ""), |(w, f)| (w, f));
    let mut text = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number with so many decimals; a half without decimals goes away from zero, as browsers write it.
pub(crate) fn decimal(value: f64, decimals: usize) -> String {
    if decimals == 0 { format!("{:.0}", value.round()) } else { format!("{value:.decimals$}") }
}

/// `value` with as many decimals as `step` needs; powers of ten beyond a million or below a thousandth.
pub(crate) fn with_step(value: f64, step: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs().max(step.abs());
    if size >= 1e7 || size < 1e-4 && size > 0.0 {
        return scientific(value, step);
    }
    let decimals = decimals_of(step);
    let text = decimal(value, decimals);
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    grouped(if is_zero { text.trim_start_matches('-') } else { &text })
}

/// The fewest decimals that write multiples of `step` exactly, such as 1 for 2.5; at most one more than its size needs.
fn decimals_of(step: f64) -> usize {
    let size = libm::floor(libm::log10(step.abs().clamp(1e-12, 1e12)) + 1e-9);
    let decimals = (-size).clamp(0.0, 8.0);
    let scaled = step.abs() * libm::pow(10.0, decimals);
    let is_whole = (scaled - libm::round(scaled)).abs() < 1e-6 * scaled;
    decimals as usize + usize::from(!is_whole && scaled < 10.0)
}

/// `value` to three significant digits, for annotations.
pub(crate) fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".to_owned() } else { "–".to_owned() };
    }
    let power = libm::floor(libm::log10(value.abs()));
    with_step(value, libm::pow(10.0, (power - 2.0).min(0.0)))
}

/// `value` to three significant digits without trailing zeros, for values that are given rather than estimated.
pub(crate) fn plain(value: f64) -> String {
    let text = short(value);
    if text.contains('.') && !text.contains('×') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The step that shows `spread` to two significant digits, for an estimate beside its interval.
pub(crate) fn step_for(spread: f64) -> f64 {
    if spread > 0.0 && spread.is_finite() { libm::pow(10.0, libm::floor(libm::log10(spread)) - 1.0) } else { 0.01 }
}

/// A share as percent: one decimal below 10 % and above 90 %, none between.
pub(crate) fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    let p = share * 100.0;
    let edge = p > 0.0 && p < 9.95 || p > 90.05 && p < 100.0;
    format!("{} %", with_step(p, if edge { 0.1 } else { 1.0 }))
}

fn scientific(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let power = libm::floor(libm::log10(value.abs()));
    let mantissa = value / libm::pow(10.0, power);
    let digits = (power - libm::floor(libm::log10(step.abs().max(f64::MIN_POSITIVE)))).clamp(0.0, 2.0) as usize;
    let exponent: String = format!("{}", power as i64)
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            _ => '⁹',
        })
        .collect();
    format!("{}×10{exponent}", grouped(&format!("{mantissa:.digits$}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_signs_are_minus_signs() {
        assert_eq!(grouped("10000"), "10\u{2009}000");
        assert_eq!(grouped("-1234567.5"), "\u{2212}1\u{2009}234\u{2009}567.5");
        assert_eq!(grouped("2021"), "2021");
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
        assert_eq!(short(0.01234), "0.0123");
        assert_eq!(short(1234.4), "1234");
        assert_eq!(plain(20.0), "20");
        assert_eq!(with_step(-12.1234, step_for(1.3)), "−12.1");
        assert_eq!(with_step(-1853.0, step_for(600.0)), "−1853");
        assert_eq!(percent(0.023), "2.3 %");
        assert_eq!(percent(1.0), "100 %");
    }
}
