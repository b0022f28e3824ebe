//! Calendar dates of simulation days, for tables, axes and readouts.

use super::number;
use crate::report::charts::date;

/// The name of a simulation day: "8 Jul 2021" where it is known when day 0 was (days since 1970-01-01), otherwise "day 68".
pub(super) fn label(start: Option<f64>, day: f64) -> String {
    match start {
        Some(first) => date::written(first + libm::floor(day), true),
        None => format!("day {}", number::plain(libm::round(day))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fall_back_to_the_day_number() {
        assert_eq!(label(Some(18_748.0), 68.4), "8 Jul 2021");
        assert_eq!(label(None, 68.4), "day 68");
    }
}
