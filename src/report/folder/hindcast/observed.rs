//! What was observed, from the scenario that the folder keeps: the same record that conditions and replays the campaign.

use std::collections::BTreeMap;

use crate::report::folder::read::Results;
use crate::scenario::{Date, Fit, RecordedChange, Status};

/// An observed count of districts held.
#[derive(Clone, Debug, Default)]
pub(in crate::report::folder) struct Count {
    /// Days since 1970-01-01.
    pub(in crate::report::folder) date: f64,
    /// Districts, scaled to those of the scenario where the record gives that.
    pub(in crate::report::folder) value: f64,
    /// Who counted.
    pub(in crate::report::folder) counter: String,
    /// What the record says that it was used for.
    pub(super) fit: Option<Fit>,
    pub(in crate::report::folder) source: String,
}

/// A reported fall of a district.
#[derive(Clone, Debug, Default)]
pub(super) struct Fall {
    pub(super) district: String,
    pub(super) name: String,
    /// Days since 1970-01-01.
    pub(super) date: f64,
    /// How exactly the day is known, days.
    pub(super) precision: f64,
    /// What the record says that it was used for.
    pub(super) fit: Option<Fit>,
    pub(super) source: String,
}

fn epoch_day(date: Date) -> f64 {
    f64::from(date.days_since(Date::EPOCH))
}

/// Counts of districts held, by date.
pub(in crate::report::folder) fn counts(results: &Results) -> Vec<Count> {
    let Some(kept) = &results.kept else { return Vec::new() };
    let read = kept.scenario.record.counts.iter().map(|count| Count {
        date: epoch_day(count.date),
        value: count.districts,
        counter: count.series.clone(),
        fit: count.fit,
        source: count.source.clone(),
    });
    let mut counts: Vec<Count> = read.collect();
    counts.sort_by(|a, b| a.date.total_cmp(&b.date));
    counts
}

/// First falls of districts on record, capitals among them.
pub(super) fn falls(results: &Results) -> Vec<Fall> {
    let Some(kept) = &results.kept else { return Vec::new() };
    let mut first: BTreeMap<u32, &RecordedChange> = BTreeMap::new();
    for change in kept.scenario.record.changes.iter().filter(|change| change.fell) {
        let there = first.entry(change.district).or_insert(change);
        if change.date < there.date {
            *there = change;
        }
    }
    let read = first.into_values().filter_map(|change| {
        let district = kept.scenario.geography.districts.get(change.district as usize)?;
        Some(Fall {
            district: district.id.clone(),
            name: if change.name.is_empty() { district.name.clone() } else { change.name.clone() },
            date: epoch_day(change.date),
            precision: change.precision_days,
            fit: change.fit,
            source: change.source.clone(),
        })
    });
    let mut falls: Vec<Fall> = read.collect();
    falls.sort_by(|a, b| a.date.total_cmp(&b.date).then(a.district.cmp(&b.district)));
    falls
}

/// Parameters whose values the scenario says were fitted.
pub(super) fn fitted(results: &Results) -> Vec<&str> {
    let values = results.kept.iter().flat_map(|kept| &kept.values);
    values.filter(|value| value.status == Some(Status::Fitted)).map(|value| value.path.as_str()).collect()
}
