//! Calendar dates on an axis: days since 1970-01-01, in the proleptic Gregorian calendar.
//!
//! # References
//! Richards, *Calendars*, in Explanatory Supplement to the Astronomical Almanac, 3rd ed., 2013, ch. 15: the
//! conversion between day numbers and dates, here in Hinnant's arrangement by eras of 400 years.

/// Days since 1970-01-01 of a date; `month` 1..=12, `day` 1..=31 (larger values run on into the next month).
pub fn epoch_day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Days since 1970-01-01 of an ISO date such as `2021-07-02`; `None` when it is not one.
pub fn epoch_day_of(iso: &str) -> Option<f64> {
    let mut parts = iso.trim().split('-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_date = parts.next().is_none() && civil(epoch_day(year, month, day)) == (year, month, day);
    is_date.then(|| epoch_day(year, month, day) as f64)
}

/// Year, month 1..=12 and day 1..=31 of a day number.
pub fn civil(epoch_day: i64) -> (i64, i64, i64) {
    let z = epoch_day + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Short English name of a month 1..=12.
pub(crate) fn month_name(month: i64) -> &'static str {
    MONTHS[(month - 1).rem_euclid(12) as usize]
}

/// A date as annotations write it: `14 Aug 2021`, or `14 Aug` without the year.
pub(crate) fn written(epoch_day: f64, with_year: bool) -> String {
    if !epoch_day.is_finite() || epoch_day.abs() > 1e9 {
        return "–".to_owned();
    }
    let (year, month, day) = civil(libm::floor(epoch_day) as i64);
    let date = format!("{day} {}", month_name(month));
    if with_year { format!("{date} {year}") } else { date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_day_numbers_are_inverse() {
        assert_eq!(epoch_day(1970, 1, 1), 0);
        assert_eq!(epoch_day_of("2021-08-15"), Some(18_854.0));
        for day in (-800_000..800_000).step_by(97) {
            let (y, m, d) = civil(day);
            assert_eq!(epoch_day(y, m, d), day);
        }
        assert_eq!(written(18_854.9, true), "15 Aug 2021");
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        for text in ["", "2021", "2021-02-30", "2021-13-01", "2021-01-01-1", "soon"] {
            assert_eq!(epoch_day_of(text), None, "{text}");
        }
    }
}
