//! Civilians in places of refuge, held against counts: the averaged relative difference by day, as modellers of flight have it.
//!
//! ```text
//! E(t) = Σ_x |n_sim(x, t) - n_data(x, t)| / Σ_x n_data(x, t)
//! ```
//! over the places x that were counted on day t. The model's number is the median of its worlds. Only counts are compared, on the days on
//! which they were made: nothing is put in between.
//!
//! # References
//! Suleimenova, Bell & Groen 2017, *Sci. Rep.* 7, 13377, doi:10.1038/s41598-017-13828-9.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Check, Forecast, Quantity};
use crate::outcome::daily::state_series;
use crate::result::SeriesDay;
use crate::scenario::{Date, Record, RecordedRefuge, Scenario};

/// How far places of refuge are from what was counted in them on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelativeDifference {
    /// The day.
    pub date: Date,
    /// Places counted.
    pub places: u64,
    /// People counted in them.
    pub observed: f64,
    /// People in them by the medians of the model.
    pub forecast: f64,
    /// The averaged relative difference: 0 is perfect.
    pub difference: f64,
}

/// `Σ |model - data| / Σ data`; none where nobody was counted.
pub(super) fn relative_difference(pairs: &[(f64, f64)]) -> Option<f64> {
    let all: f64 = pairs.iter().map(|(_, data)| data).sum();
    let apart: f64 = pairs.iter().map(|(model, data)| (model - data).abs()).sum();
    (all > 0.0).then(|| apart / all)
}

/// What a place on record is: the id of its series, and how large it is: 0 for a host district, 1 for a state, 2 for the whole.
fn series_of(place: &str, scenario: &Scenario) -> Option<(String, u8)> {
    let same = |name: &str| name.eq_ignore_ascii_case(place);
    let map = &scenario.geography;
    if let Some(found) = map.host_districts.iter().find(|one| same(&one.id) || same(&one.name)) {
        return Some((found.refuge_series(), 0));
    }
    match map.hosts.iter().find(|host| same(host)) {
        Some(state) if map.hosts.len() > 1 => Some((state_series(state), 1)),
        Some(_) => Some(("civilians_in_host".to_owned(), 2)),
        None => same(&scenario.names.host).then(|| ("civilians_in_host".to_owned(), 2)),
    }
}

/// Counts of people with the series' quantiles on their days, and how many counts no series tells of.
pub(super) fn counts(
    record: &Record,
    scenario: &Scenario,
    variant: &str,
    days: &[SeriesDay],
) -> (Vec<(Check, u8)>, u64) {
    let check = |row: &RecordedRefuge| {
        let (series, size) = series_of(&row.place, scenario)?;
        let date = row.date.days_since(Date::EPOCH);
        let day = days.iter().find(|day| day.series == series && day.variant == variant && day.date == date)?;
        let check = Check {
            quantity: Quantity::Refuge,
            name: row.place.clone(),
            unit: Quantity::Refuge.unit().to_owned(),
            date: row.date,
            precision_days: 0.0,
            observed: row.people,
            seen: String::new(),
            probability: None,
            forecast: Forecast::new(day.quantiles),
            fit: row.fit,
            source: row.source.clone(),
        };
        Some((check, size))
    };
    let found: Vec<(Check, u8)> = record.refuge.iter().filter_map(check).collect();
    let untold = (record.refuge.len() - found.len()) as u64;
    (found, untold)
}

/// The differences by day. Where places of several sizes were counted on a day, the smallest alone count, since the larger hold them.
pub(super) fn differences(counts: &[(Check, u8)]) -> Vec<RelativeDifference> {
    let mut days: BTreeMap<Date, BTreeMap<u8, Vec<&Check>>> = BTreeMap::new();
    for (check, size) in counts {
        days.entry(check.date).or_default().entry(*size).or_default().push(check);
    }
    let day = |(date, sizes): (Date, BTreeMap<u8, Vec<&Check>>)| {
        let (_, checks) = sizes.into_iter().next()?;
        let pairs: Vec<(f64, f64)> = checks.iter().map(|c| (c.forecast.quantile(0.5), c.observed)).collect();
        Some(RelativeDifference {
            date,
            places: pairs.len() as u64,
            observed: pairs.iter().map(|(_, data)| data).sum(),
            forecast: pairs.iter().map(|(model, _)| model).sum(),
            difference: relative_difference(&pairs)?,
        })
    };
    days.into_iter().filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::QUANTILES;

    #[test]
    fn the_difference_is_that_of_the_reference() {
        // By hand: |120 - 100| + |30 - 60| + |0 - 40| = 90 people in the wrong place, of 200 counted.
        let pairs = [(120.0, 100.0), (30.0, 60.0), (0.0, 40.0)];
        assert_eq!(relative_difference(&pairs), Some(0.45));
        assert_eq!(relative_difference(&[(7.0, 7.0)]), Some(0.0));
        assert_eq!(relative_difference(&[(7.0, 0.0)]), None, "nobody was counted");
        // Twice as many as there were, and nobody where all were, are as far off.
        assert_eq!(relative_difference(&[(200.0, 100.0)]), relative_difference(&[(0.0, 100.0)]));
    }

    #[test]
    fn camps_count_and_not_the_whole_that_holds_them() {
        let date = Date::new(2030, 6, 30).unwrap();
        let check = |name: &str, date, model: f64, observed| Check {
            quantity: Quantity::Refuge,
            name: name.to_owned(),
            unit: "people".to_owned(),
            date,
            precision_days: 0.0,
            observed,
            seen: String::new(),
            probability: None,
            forecast: Forecast::new([model; QUANTILES.len()]),
            fit: None,
            source: String::new(),
        };
        let later = date.plus_days(30);
        let counts = [
            (check("all", date, 900.0, 100.0), 2),
            (check("camp", date, 50.0, 60.0), 0),
            (check("town", date, 50.0, 40.0), 0),
            (check("all", later, 150.0, 100.0), 2),
        ];
        let found = differences(&counts);
        assert_eq!(found.iter().map(|day| (day.date, day.places)).collect::<Vec<_>>(), [(date, 2), (later, 1)]);
        assert_eq!(found.iter().map(|day| day.difference).collect::<Vec<_>>(), [0.2, 0.5]);
    }
}
