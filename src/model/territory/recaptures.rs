//! Captures that may be undone: when each district that the advancing force holds would be retaken.
//!
//! Most of these dates never come: the history ends, or the province's capital falls first. So they stand in a tournament of
//! their own, where a date that is set costs next to nothing, and only the first of them waits in the calendar.

use crate::model::index::District;
use crate::sim::{Time, Tournament};

/// The dates of recaptures.
#[derive(Debug, Default)]
pub(super) struct Recaptures {
    dates: Tournament,
}

impl Recaptures {
    /// Starts a history: no district is to be retaken.
    pub(super) fn begin(&mut self, districts: usize) {
        self.dates.begin(districts);
    }

    /// A district is to be retaken at a time.
    #[inline]
    pub(super) fn set_date(&mut self, district: District, time: Time) {
        self.dates.set(district.at(), time.days());
    }

    /// The date of a district has come.
    pub(super) fn came(&mut self, district: District) {
        self.dates.set(district.at(), f64::INFINITY);
    }

    /// The first of the dates, and the district that is to be retaken.
    #[inline]
    pub(super) fn next(&mut self) -> Option<(Time, District)> {
        self.dates.least().map(|(district, days)| (Time::from_days(days), District(district as u32)))
    }
}
