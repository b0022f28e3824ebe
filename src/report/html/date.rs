//! Calendar dates of simulation days, for tables, axes and readouts.

use super::number;
use crate::report::charts::date;

/// Days from 1970-01-01 to an ISO date (`2021-05-01`); `None` if the text is not one.
pub(super) fn epoch_day(iso: &str) -> Option<f64> {
    date::epoch_day_of(iso)
}

/// The name of a simulation day: "8 Jul 2021" where the start date is known, otherwise "day 68".
pub(super) fn label(start: Option<&str>, day: f64) -> String {
    match start.and_then(epoch_day) {
        Some(first) => date::written(first + libm::floor(day), true),
        None => format!("day {}", number::plain(libm::round(day))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fall_back_to_the_day_number() {
        assert_eq!(label(Some("2021-05-01"), 68.4), "8 Jul 2021");
        assert_eq!(label(None, 68.4), "day 68");
        assert_eq!(label(Some("soon"), 3.0), "day 3");
    }
}
