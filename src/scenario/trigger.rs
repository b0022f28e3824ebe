//! What sets something off: a date, or what is seen at the border.

use super::also_asked::MOST_ALSO_ASKED;
use super::date::Date;
use super::names::NameKind;
use super::section::parameters;

/// One thing that can set something off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The date has come.
    Date,
    /// So many soldiers are in the host state now.
    SoldiersHeld,
    /// So many soldiers have been registered in all.
    SoldiersRegistered,
    /// The advancing force holds so many kilometres of the border line.
    FacingKm,
    /// So many incidents have happened.
    Incidents,
    /// The advancing force holds such a share of the border line.
    FacingShare,
    /// So many civilians were admitted in all.
    CiviliansAdmitted,
    /// So many civilians are in the host state now.
    CiviliansInHost,
    /// So many civilians wait at the border now.
    CiviliansWaiting,
    /// The advancing force holds one of some named districts.
    Place,
}

impl Condition {
    /// How many conditions there are.
    pub const COUNT: usize = Self::Place as usize + 1;

    /// Whether it is about more than soldiers, incidents and kilometres: then more must be watched.
    #[must_use]
    pub fn is_of_people_or_places(self) -> bool {
        matches!(self, Self::CiviliansAdmitted | Self::CiviliansInHost | Self::CiviliansWaiting | Self::Place)
    }
}

/// Whose trigger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watcher {
    /// The host's mobilization.
    Mobilization,
    /// The host's call to its partner outside the alliance.
    Partner,
    /// Talks with the advancing force.
    Talks,
    /// The host's call to an alliance, 0 being the first.
    Request(u8),
    /// An alliance's automatic answer.
    Automatic(u8),
}

impl Watcher {
    /// How many there are.
    pub const COUNT: usize = 3 + 2 * (1 + MOST_ALSO_ASKED);

    /// Its place among them.
    #[must_use]
    pub fn at(self) -> usize {
        match self {
            Self::Mobilization => 0,
            Self::Partner => 1,
            Self::Talks => 2,
            Self::Request(alliance) => 3 + 2 * usize::from(alliance),
            Self::Automatic(alliance) => 4 + 2 * usize::from(alliance),
        }
    }
}

const WORDS: &[(&str, Condition)] = &[
    ("date", Condition::Date),
    ("soldiers-held", Condition::SoldiersHeld),
    ("soldiers-registered", Condition::SoldiersRegistered),
    ("facing-km", Condition::FacingKm),
    ("incidents", Condition::Incidents),
    ("facing-share", Condition::FacingShare),
    ("civilians-admitted", Condition::CiviliansAdmitted),
    ("civilians-in-host", Condition::CiviliansInHost),
    ("civilians-waiting", Condition::CiviliansWaiting),
    ("place", Condition::Place),
];

parameters! {
    |s, usual: &[&str], watcher: Watcher|
    /// What sets it off: a date, or what is seen at the border.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Trigger {
        /// What counts: date, soldiers-held, soldiers-registered, facing-km, facing-share, incidents, civilians-admitted,
        /// civilians-in-host, civilians-waiting, place; nothing sets it off where the list is empty.
        pub conditions: Vec<Condition> = s.words("conditions", usual, WORDS),
        /// Whether one condition is enough or all are needed.
        pub all: bool = s.choice("rule", &[("any", false), ("all", true)]).default(false).get(),
        /// The date, where it is a condition: it holds from the beginning of that day on, from the start where it lies
        /// before.
        pub date: Option<Date> = s.date("date").optional(),
        /// Soldiers in the host state at the same time.
        pub soldiers_held: f64 =
            s.number("soldiers_held").default(500.0).between(0.0, 1e7).unit("people").assumed().get(),
        /// Soldiers registered in the host state in all.
        pub soldiers_registered: f64 =
            s.number("soldiers_registered").default(500.0).between(0.0, 1e7).unit("people").assumed().get(),
        /// Border line that the advancing force holds.
        pub facing_km: f64 = s.number("facing_km").default(600.0).between(0.0, 1e6).unit("km").assumed().get(),
        /// Incidents at the border in all.
        pub incidents: f64 = s.number("incidents").default(1.0).between(0.0, 1e6).unit("incidents").assumed().get(),
        /// Share of the whole border line that the advancing force holds.
        pub facing_share: f64 = s.number("facing_share").default(0.5).share().assumed().get(),
        /// Civilians admitted into the host state in all.
        pub civilians_admitted: f64 =
            s.number("civilians_admitted").default(10_000.0).between(0.0, 1e9).unit("people").assumed().get(),
        /// Civilians in the host state at the same time.
        pub civilians_in_host: f64 =
            s.number("civilians_in_host").default(10_000.0).between(0.0, 1e9).unit("people").assumed().get(),
        /// Civilians who wait at the border at the same time.
        pub civilians_waiting: f64 =
            s.number("civilians_waiting").default(1_000.0).between(0.0, 1e9).unit("people").assumed().get(),
        /// Ids of districts; the condition place is met while the advancing force holds one of them.
        pub places: Vec<String> = s.texts("places").default(Vec::new()).naming(NameKind::District).get(),
        /// Whose trigger it is.
        pub watcher: Watcher = watcher,
    }
    check |trigger| {
        if trigger.counts(Condition::Date) && trigger.date.is_none() && !s.has("date") {
            s.problem("conditions", "the condition date needs a date", "add date = YYYY-MM-DD");
        }
        if trigger.counts(Condition::Place) && trigger.places.is_empty() && !s.has("places") {
            s.problem("conditions", "the condition place needs places", "add places = [\"id of a district\"]");
        }
    }
}

impl Trigger {
    /// Whether a condition counts.
    #[must_use]
    pub fn counts(&self, condition: Condition) -> bool {
        self.conditions.contains(&condition)
    }
}
