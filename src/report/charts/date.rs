//! Calendar dates on an axis, where they are days since 1970-01-01.

use crate::scenario::Date;

/// Where a date lies on an axis of dates.
#[must_use]
pub fn place(date: Date) -> f64 {
    f64::from(date.days_since(Date::EPOCH))
}

/// The date of a place; `None` where the calendar has none.
pub(crate) fn on(place: f64) -> Option<Date> {
    let date = Date::EPOCH.at(place);
    (place.is_finite() && self::place(date) == libm::floor(place)).then_some(date)
}

/// The date of a place as annotations write it: `14 Aug 2021`, or `14 Aug` without the year.
pub(crate) fn written(place: f64, with_year: bool) -> String {
    let Some(date) = on(place) else { return "–".to_owned() };
    let (year, _, day) = date.parts();
    let short = format!("{day} {}", date.month_name());
    if with_year { format!("{short} {year}") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_lies_on_its_day() {
        assert_eq!(place("2021-08-15".parse().unwrap()), 18_854.0);
        assert_eq!(written(18_854.9, true), "15 Aug 2021");
        assert_eq!(written(18_854.9, false), "15 Aug");
        for outside in [f64::NAN, f64::INFINITY, 1e9, -1e9] {
            assert_eq!(written(outside, true), "–");
        }
    }
}
