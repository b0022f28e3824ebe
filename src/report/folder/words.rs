//! Words from data: numbers with the digits that their uncertainty supports.

use crate::report::charts::date;
use crate::report::charts::number::{decimal, grouped};

/// "12 %", "12.4 %": a probability with the decimals that an interval of this width supports.
pub(crate) fn percent(p: f64, low: f64, high: f64) -> String {
    format!("{}\u{a0}%", share(p, low, high))
}

/// "10 to 14 %": an interval of a probability.
pub(crate) fn percent_range(low: f64, high: f64) -> String {
    format!("{} to {}\u{a0}%", share(low, low, high), share(high, low, high))
}

fn share(p: f64, low: f64, high: f64) -> String {
    if p <= 0.0 || p >= 1.0 {
        return format!("{:.0}", 100.0 * p);
    }
    let decimals = usize::from(high - low < 0.02) + usize::from(high - low < 0.002);
    format!("{:.decimals$}", 100.0 * p)
}

/// A number with three significant digits at most, thousands grouped.
pub(crate) fn amount(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    let decimals = if size >= 10.0 || value == value.trunc() {
        0
    } else if size >= 1.0 {
        1
    } else {
        2
    };
    grouped(&decimal(value, decimals))
}

/// A whole number, thousands grouped.
pub(crate) fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A number of things of one or several: "1 world", "2,000 worlds".
pub(crate) fn counted(n: u64, one: &str, several: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { several })
}

/// "14 Aug 2021".
pub(crate) fn day(epoch_day: f64) -> String {
    date::written(epoch_day, true)
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
    fn the_interval_sets_the_digits() {
        assert_eq!(percent(0.1234, 0.10, 0.15), "12\u{a0}%");
        assert_eq!(percent_range(0.115, 0.13), "11.5 to 13.0\u{a0}%");
        assert_eq!(amount(12_345.6), "12\u{2009}346");
    }
}
