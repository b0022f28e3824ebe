//! Calendar dates of simulation days, for axes and readouts.
//!
//! References: Hinnant, "chrono-compatible low-level date algorithms" (days since 1970-01-01 and back, proleptic
//! Gregorian calendar).

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

/// A day of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: u32,
    pub(super) day: u32,
}

/// Days from 1970-01-01 to an ISO date (`2021-05-01`); `None` if the text is not one.
pub(super) fn epoch_day(iso: &str) -> Option<i64> {
    let mut parts = iso.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.get(..2)?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The civil date of a day counted from 1970-01-01.
pub(super) fn civil(epoch_day: i64) -> Civil {
    let z = epoch_day + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Civil { year, month, day }
}

/// The name of a simulation day: "8 July 2021" where the start date is known, otherwise "day 68".
pub(super) fn label(start: Option<&str>, day: f64) -> String {
    match start.and_then(epoch_day) {
        Some(first) => {
            let date = civil(first + libm::floor(day) as i64);
            format!("{} {} {}", date.day, month_name(date.month), date.year)
        }
        None => format!("day {}", super::number::plain(libm::round(day))),
    }
}

/// The short English name of a month, 1 to 12.
pub(super) fn month_name(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree() {
        assert_eq!(epoch_day("1970-01-01"), Some(0));
        assert_eq!(epoch_day("2021-05-01"), Some(18_748));
        assert_eq!(civil(18_748), Civil { year: 2021, month: 5, day: 1 });
        for day in (-200_000..200_000).step_by(97) {
            let date = civil(day);
            assert_eq!(epoch_day(&format!("{}-{:02}-{:02}", date.year, date.month, date.day)), Some(day));
        }
    }

    #[test]
    fn labels_fall_back_to_the_day_number() {
        assert_eq!(label(Some("2021-05-01"), 68.4), "8 July 2021");
        assert_eq!(label(None, 68.4), "day 68");
        assert_eq!(label(Some("soon"), 3.0), "day 3");
    }
}
