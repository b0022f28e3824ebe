//! Words from data: numbers with the digits that their uncertainty supports.

use crate::number;
pub(crate) use crate::number::{capitalised, counted, grouped as count, plain as amount};
use crate::report::charts::date;

/// "12 %", "12.4 %": a probability with the decimals that an interval of this width supports.
pub(crate) fn percent(p: f64, low: f64, high: f64) -> String {
    number::percent_estimate(p, Some([low, high]))
}

/// "10 to 14 %": an interval of a probability.
pub(crate) fn percent_range(low: f64, high: f64) -> String {
    number::percent_range([low, high])
}

/// "14 Aug 2021".
pub(crate) fn day(epoch_day: f64) -> String {
    date::written(epoch_day, true)
}

/// A unit as it is shown: "" for pure numbers.
pub(crate) fn shown_unit(unit: &str) -> &str {
    if unit == "1" { "" } else { unit }
}

/// "95 % interval 3 to 4"; None where there is none.
pub(crate) fn interval_in_words(low: f64, high: f64) -> Option<String> {
    (!low.is_nan() && !high.is_nan()).then(|| format!("95 % interval {} to {}", amount(low), amount(high)))
}
