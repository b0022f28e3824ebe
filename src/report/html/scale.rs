//! Scales and ticks of the page's own drawings.
//!
//! References: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).

use super::date;

/// Round values from at most `low` to at least `high`, about `count` of them.
pub(super) fn nice_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) || count == 0 {
        return vec![low];
    }
    let raw = span / count as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|m| m * power).find(|s| *s >= raw * 0.999).unwrap_or(10.0 * power);
    let first = libm::floor(low / step + 1e-9);
    let last = libm::ceil(high / step - 1e-9);
    (0..=(last - first) as usize).map(|k| (first + k as f64) * step).collect()
}

/// Ticks of a day axis as (day, label): the first of each month when the start date is known, else round numbers.
pub(super) fn day_ticks(start: Option<&str>, low: f64, high: f64) -> Vec<(f64, String)> {
    let Some(first) = start.and_then(date::epoch_day) else {
        return nice_ticks(low, high, 5)
            .into_iter()
            .filter(|t| *t >= low && *t <= high)
            .map(|t| (t, super::number::plain(t)))
            .collect();
    };
    let span = high - low;
    let mut ticks = Vec::new();
    for day in (libm::ceil(low) as i64)..=(libm::floor(high) as i64) {
        let civil = date::civil(first + day);
        let month = date::month_name(civil.month);
        if span > 800.0 {
            if civil.day == 1 && civil.month == 1 {
                ticks.push((day as f64, civil.year.to_string()));
            }
        } else if civil.day == 1 && (span <= 300.0 || (civil.month - 1).is_multiple_of(3)) {
            ticks.push((day as f64, format!("1 {month}")));
        } else if civil.day == 15 && span <= 60.0 {
            ticks.push((day as f64, format!("15 {month}")));
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_cover_the_range() {
        assert_eq!(nice_ticks(0.0, 398.0, 4), vec![0.0, 100.0, 200.0, 300.0, 400.0]);
        assert_eq!(nice_ticks(-0.3, 0.5, 4), vec![-0.4, -0.2, 0.0, 0.2, 0.4, 0.6000000000000001]);
        assert_eq!(nice_ticks(3.0, 3.0, 4), vec![3.0]);
    }

    #[test]
    fn day_ticks_stand_on_the_first_of_months() {
        let ticks = day_ticks(Some("2021-05-01"), 0.0, 107.0);
        let labels: Vec<&str> = ticks.iter().map(|t| t.1.as_str()).collect();
        assert_eq!(labels, ["1 May", "1 June", "1 July", "1 Aug"]);
    }
}
