//! Daily series: what a replication reports for each day of the scenario.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A quantity with one whole number for each day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Name in snake case, unique.
    pub id: Cow<'static, str>,
    /// Unit in words.
    pub unit: Cow<'static, str>,
    /// What is counted, in a sentence.
    pub meaning: Cow<'static, str>,
    /// Day of the first value, counted from 1970-01-01.
    pub start_day: i32,
    /// Number of days, one value each.
    pub days: usize,
}

impl Series {
    /// Where each series starts in a replication's record, and the record's length: series lie one after another.
    pub fn offsets(series: &[Series]) -> (Vec<usize>, usize) {
        let mut length = 0;
        let starts = series
            .iter()
            .map(|s| {
                let at = length;
                length += s.days;
                at
            })
            .collect();
        (starts, length)
    }
}

/// ISO date (YYYY-MM-DD) of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// References: Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
pub fn iso_date(day: i32) -> String {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_known_days() {
        assert_eq!(iso_date(0), "1970-01-01");
        assert_eq!(iso_date(18_748), "2021-05-01");
        assert_eq!(iso_date(19_782), "2024-02-29");
        assert_eq!(iso_date(-1), "1969-12-31");
    }
}
