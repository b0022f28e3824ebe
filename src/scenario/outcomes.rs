//! What a scenario wants reported besides the outcomes that every run has.

use super::date::Date;
use super::meta::Meta;
use super::names::NameKind;
use super::section::{Section, parameters};

/// A date on which districts held are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchedDate {
    /// The date.
    pub date: Date,
    /// Days from the scenario's start.
    pub day: i64,
}

parameters! {
    |s, meta: &Meta|
    /// What is reported besides the outcomes that every run has.
    #[derive(Clone, Debug, PartialEq, Eq, Default)]
    pub struct Outcomes {
        /// Dates at whose end the districts held are counted.
        pub held_on: Vec<WatchedDate> = held_on(s, meta),
        /// A region (as in districts.csv) whose loss, 90 % of its districts, is dated.
        pub region: Option<String> = s.text("region").naming(NameKind::Region).optional(),
    }
}

fn held_on(s: &mut Section<'_>, meta: &Meta) -> Vec<WatchedDate> {
    let dates = s.dates("held_on").default(Vec::new()).get();
    if dates.iter().any(|date| *date < meta.start || *date > meta.end) {
        s.problem("held_on", format!("dates from {} to {}", meta.start, meta.end), "");
    }
    let watched = |date: Date| WatchedDate { date, day: i64::from(date.days_since(meta.start)) };
    let mut held_on: Vec<WatchedDate> = dates.into_iter().map(watched).collect();
    held_on.sort_by_key(|watched| watched.date);
    held_on.dedup();
    held_on
}
