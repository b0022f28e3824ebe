//! Who fell when: what the record says of it, and what it leaves open.
//!
//! A date on record is an interval of times; a district without one may have fallen all the same where the record is no census. Both are unknowns beside the
//! parameters, drawn in turn with them (data augmentation, Tanner & Wong 1987), so that the likelihood stays that of whole paths.

use super::likelihood::Change;
use crate::model::index::District;
use crate::scenario::{Date, Scenario};

/// What the record says up to a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Changes on record, at the middle of what their dates allow, in the order of time.
    pub path: Vec<Change>,
    /// Districts that may have fallen without a date: not the seat of a capital, not held at the start, and without a row.
    pub undated: Vec<District>,
    /// The end of the last day, in days since the start.
    pub until: f64,
    /// Rows used of the falls and recaptures, and counts.
    pub rows: usize,
    /// Rows left out: a fall of what was held already, or a recapture of what was not.
    pub left_out: usize,
    /// Counts used.
    pub counts: usize,
}

impl Known {
    /// The record of a scenario up to and with a day; later rows are not looked at.
    #[must_use]
    pub fn until(scenario: &Scenario, day: Date) -> Known {
        let until = scenario.meta.day_of(day) + 1.0;
        let mut rows: Vec<_> = scenario.record.changes.iter().filter(|change| change.date <= day).collect();
        rows.sort_by_key(|change| change.date);
        let mut held: Vec<bool> = scenario.geography.districts.iter().map(|one| one.held_at_start).collect();
        let dated = rows.into_iter().filter_map(|row| {
            let new = core::mem::replace(&mut held[row.district as usize], row.fell) != row.fell;
            let (first, off) = (scenario.meta.day_of(row.date), row.precision_days);
            let (from, to) = ((first - off).clamp(0.0, until), (first + off + 1.0).clamp(0.0, until));
            let (time, district) = (0.5 * (from + to), District(row.district));
            new.then_some(Change { time, district, fell: row.fell, dated: Some((from, to)) })
        });
        let dated: Vec<_> = dated.collect();
        let left_out = scenario.record.changes.iter().filter(|change| change.date <= day).count() - dated.len();
        let counts =
            scenario.record.counts.iter().filter(|count| count.date <= day && count.date > scenario.meta.start).count();
        Known { left_out, counts, ..Known::of(scenario, dated, until) }
    }

    /// What is known where changes are on record that may have been at these times.
    #[must_use]
    pub fn of(scenario: &Scenario, mut path: Vec<Change>, until: f64) -> Known {
        let map = &scenario.geography;
        let capitals = scenario.sections.capitals.on;
        let mut undated: Vec<bool> =
            map.districts.iter().map(|one| !(one.held_at_start || one.is_capital && capitals)).collect();
        path.iter().for_each(|change| undated[change.district.at()] = false);
        let rows = path.len();
        path.sort_by(|a, b| a.time.total_cmp(&b.time));
        let undated =
            (0..).map(District).zip(undated).filter(|(_, open)| *open).map(|(district, _)| district).collect();
        Known { path, undated, until, rows, left_out: 0, counts: 0 }
    }
}
