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
