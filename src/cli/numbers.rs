//! Numbers as people read them.

/// A whole number with commas between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number to about three figures, thousands grouped; a dash for one that does not exist.
pub(super) fn short(value: f64) -> String {
    let magnitude = value.abs();
    if value.is_nan() {
        "–".to_owned()
    } else if magnitude >= 999.5 {
        format!("{}{}", if value < 0.0 { "-" } else { "" }, grouped(magnitude.round() as u64))
    } else if magnitude >= 99.95 {
        format!("{value:.0}")
    } else if magnitude >= 9.995 {
        format!("{value:.1}")
    } else if magnitude >= 0.0995 || value == 0.0 {
        let text = format!("{value:.2}");
        if value == 0.0 { "0".to_owned() } else { text }
    } else if magnitude >= 1e-4 {
        let places = (2.0 - libm::floor(libm::log10(magnitude))) as usize;
        format!("{value:.places$}")
    } else {
        format!("{value:.2e}")
    }
}

/// A number to as many places as make sense for an estimate that is known to within `half_width`, which is no width at
/// all where only rounding made it.
pub(super) fn to_precision(value: f64, half_width: f64) -> String {
    if !(half_width > 1e-12 * value.abs() && half_width.is_finite()) {
        return short(value);
    }
    let places = (1.0 - libm::floor(libm::log10(half_width))).clamp(0.0, 6.0) as usize;
    if places == 0 && value.abs() >= 999.5 {
        return short(value);
    }
    let text = format!("{value:.places$}");
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// A probability to three places.
pub(super) fn probability(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    // An estimate a little below zero is no "-0.000".
    format!("{:.3}", if value.abs() < 0.0005 { 0.0 } else { value })
}

/// A number of things of one or several: "1 world", "2,000 worlds".
pub(super) fn counted(n: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { several })
}

/// A p-value: three places, or a bound where they would all be zeros.
pub(super) fn p_value(value: f64) -> String {
    if value < 0.0005 { "<0.001".to_owned() } else { probability(value) }
}

/// A length of time.
pub(super) fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3_600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3_600, whole / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown: Vec<_> = [0.0, 0.0123, 1.5, 12.34, 123.4, 12_345.6, -2_000.0, f64::NAN].map(short).into();
        assert_eq!(shown, ["0", "0.0123", "1.50", "12.3", "123", "12,346", "-2,000", "–"]);
        assert_eq!([0.0301, 0.000_25, 0.000_012_3].map(short), ["0.0301", "0.000250", "1.23e-5"]);
        assert_eq!(to_precision(104.96, 0.13), "104.96");
        assert_eq!(to_precision(-0.4, 10.0), "0");
        assert_eq!(to_precision(1954.2, 33.0), "1,954");
        assert_eq!([to_precision(0.5, f64::NAN), to_precision(3.0, 4e-16)], ["0.50", "3.00"]);
        assert_eq!([grouped(1), grouped(1_000), grouped(1_234_567)], ["1", "1,000", "1,234,567"]);
        assert_eq!([duration(3.2), duration(61.0), duration(7_300.0)], ["3 s", "1 min 01 s", "2 h 01 min"]);
    }
}
