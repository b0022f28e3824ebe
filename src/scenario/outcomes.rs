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
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Outcomes {
        /// Dates at whose end the districts held are counted.
        pub held_on: Vec<WatchedDate> = held_on(s, meta),
        /// A region (as in districts.csv) whose loss, 90 % of its districts, is dated.
        pub region: Option<String> = s.text("region").naming(NameKind::Region).optional(),
        /// Whether civilians in the host state are told by place and by state, day by day.
        pub people_by_place: bool = s.flag("people_by_place").default(false).get(),
        /// Allied men at the border from whom on a complete force, or a standing one, counts as help in place; an exercise, aid
        /// and help of other kinds count as they are.
        pub least_men: u32 = s.integer("least_men").default(1).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Questions of the scenario's own.
        pub own: Vec<OwnOutcome> = s.tables("own").into_iter().map(|(id, mut s)| OwnOutcome::read(&mut s, id, meta)).collect(),
    }
}

/// What a question of the scenario's own counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Districts that the advancing force holds.
    DistrictsHeld,
    /// Capitals that have fallen.
    CapitalsFallen,
    /// Kilometres of the border line that the advancing force holds.
    FacingKm,
    /// Civilians away from home.
    CiviliansDisplaced,
    /// Civilians in the host state.
    CiviliansInHost,
    /// Soldiers in the host state.
    SoldiersInHost,
    /// People who wait at posts.
    WaitingAtPosts,
    /// Reservists in place at the border.
    ReservistsInPlace,
    /// Allied men at the border.
    AlliedMen,
}

const COUNTED: &[(&str, Counted)] = &[
    ("districts-held", Counted::DistrictsHeld),
    ("capitals-fallen", Counted::CapitalsFallen),
    ("facing-km", Counted::FacingKm),
    ("civilians-displaced", Counted::CiviliansDisplaced),
    ("civilians-in-host", Counted::CiviliansInHost),
    ("soldiers-in-host", Counted::SoldiersInHost),
    ("waiting-at-posts", Counted::WaitingAtPosts),
    ("reservists-in-place", Counted::ReservistsInPlace),
    ("allied-men", Counted::AlliedMen),
];

impl Counted {
    /// Its word in the scenario.
    #[must_use]
    pub fn word(self) -> &'static str {
        COUNTED.iter().find(|entry| entry.1 == self).map_or("", |entry| entry.0)
    }
}

parameters! {
    |s, id: String, meta: &Meta|
    /// A question of the scenario's own, which becomes the outcome own_NAME, yes or no: whether an amount reached a
    /// threshold at the end of a day, up to a date.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OwnOutcome {
        /// Its name: own_ stands before it in results.
        pub id: String = id,
        /// What is counted.
        pub of: Counted = s.choice("of", COUNTED).get(),
        /// Counts districts of one region only (districts-held).
        pub region: Option<String> = s.text("region").naming(NameKind::Region).optional(),
        /// From how much on the answer is yes.
        pub at_least: f64 = s.number("at_least").default(1.0).between(0.0, 1e9).unit("as counted").get(),
        /// The last day that counts; the scenario's end where it is left out.
        pub by: Option<Date> = s.date("by").optional(),
        /// The question in words.
        pub summary: String = s.text("summary").default("").get(),
    }
    check |own| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if own.id != "NAME" && !(own.id.chars().all(plain) && own.id.starts_with(|c: char| c.is_ascii_lowercase())) {
            s.problem("", "small letters, digits and _, as names of outcomes have", "choose another name");
        }
        if own.by.is_some_and(|by| by < meta.start || by > meta.end) {
            s.problem("by", format!("a date from {} to {}", meta.start, meta.end), "");
        }
        if own.region.is_some() && own.of != Counted::DistrictsHeld {
            s.problem("region", "only districts-held counts by region", "leave region out");
        }
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
