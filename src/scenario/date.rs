//! Civil dates of the proleptic Gregorian calendar, and days counted between them.
//!
//! A date is a whole day without a time zone. The year is 1 to 9999.
//!
//! References: the day count follows H. Hinnant, "chrono-compatible low-level date algorithms" (2013).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the calendar, ordered, shown as `2021-07-05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// Days since 1970-01-01.
    days: i32,
}

/// Names of the days of a week, Monday first.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// The first day of the Unix epoch, 1970-01-01.
    pub const EPOCH: Date = Date { days: 0 };

    /// The date of a year (1 to 9999), month (1 to 12) and day of the month; `None` where the calendar has no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        if !(1..=9999).contains(&year) || day < 1 || day > days_in_month(year, month)? {
            return None;
        }
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let month_from_march = ((month + 9) % 12) as i32;
        let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Date { days: era * 146_097 + day_of_era - 719_468 })
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        let shifted = self.days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Whole days from `earlier` to this date; negative when this date is the earlier one.
    #[must_use]
    pub fn days_since(self, earlier: Date) -> i32 {
        self.days - earlier.days
    }

    /// The date so many days later (earlier when negative), held within the years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Date {
        Date { days: self.days.saturating_add(days).clamp(-719_162, 2_932_896) }
    }

    /// The date on which a time of so many days after this date falls; the fraction of a day is dropped.
    #[must_use]
    pub fn at(self, days: f64) -> Date {
        self.plus_days(days.floor() as i32)
    }

    /// Name of the day of the week.
    #[must_use]
    pub fn weekday(self) -> &'static str {
        WEEKDAYS[(self.days + 3).rem_euclid(7) as usize]
    }

    /// Short name of the month: `Jul`.
    #[must_use]
    pub fn month_name(self) -> &'static str {
        &MONTHS[(self.parts().1 - 1) as usize][..3]
    }

    /// The date in words: `5 July 2021`.
    #[must_use]
    pub fn in_words(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day} {} {year}", MONTHS[(month - 1) as usize])
    }
}

/// Days of a month, `None` for a month that does not exist.
fn days_in_month(year: i32, month: u32) -> Option<u32> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADate {
    /// The text has not the form `2021-07-05`.
    #[error("a date is written like 2021-07-05 (year-month-day)")]
    Form,
    /// The form is right, the day is not: 30 February.
    #[error("the calendar has no such day")]
    NoSuchDay,
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<u32> {
            let part = bytes.get(from..to)?;
            part.iter().try_fold(0u32, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(NotADate::Form);
        }
        let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(5, 7), digits(8, 10)) else {
            return Err(NotADate::Form);
        };
        Date::new(year as i32, month, day).ok_or(NotADate::NoSuchDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_is_the_day_after_the_one_before() {
        let mut date = Date::new(1599, 12, 31).unwrap();
        let end = Date::new(2400, 1, 1).unwrap();
        while date < end {
            let (year, month, day) = date.parts();
            let next = Date::new(year, month, day + 1)
                .or_else(|| Date::new(year, month + 1, 1))
                .or_else(|| Date::new(year + 1, 1, 1))
                .unwrap();
            assert_eq!(next.days_since(date), 1, "{date}");
            assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            date = next;
        }
    }

    #[test]
    fn known_dates() {
        let date: Date = "2021-07-05".parse().unwrap();
        assert_eq!(date.weekday(), "Monday");
        assert_eq!(date.in_words(), "5 July 2021");
        assert_eq!("2024-11-28".parse::<Date>().unwrap().days_since("2013-09-23".parse().unwrap()), 4084);
        assert_eq!(Date::EPOCH.to_string(), "1970-01-01");
        assert_eq!(date.at(1.9).to_string(), "2021-07-06");
        for (day, text) in [(18_748, "2021-05-01"), (19_782, "2024-02-29"), (-1, "1969-12-31")] {
            assert_eq!(Date::EPOCH.plus_days(day).to_string(), text);
        }
    }

    #[test]
    fn impossible_dates_are_told_from_wrong_forms() {
        assert_eq!("2021-02-30".parse::<Date>(), Err(NotADate::NoSuchDay));
        assert_eq!("2021-13-01".parse::<Date>(), Err(NotADate::NoSuchDay));
        assert_eq!("1900-02-29".parse::<Date>(), Err(NotADate::NoSuchDay));
        assert!("2000-02-29".parse::<Date>().is_ok());
        assert_eq!("5 July 2021".parse::<Date>(), Err(NotADate::Form));
        assert_eq!("2021-07-5x".parse::<Date>(), Err(NotADate::Form));
        assert_eq!("2021-7-05é".parse::<Date>(), Err(NotADate::Form));
    }
}
