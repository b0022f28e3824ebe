//! What sets something off: a date, or what is seen at the border.

use super::date::Date;
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
}

impl Condition {
    /// How many conditions there are.
    pub const COUNT: usize = Self::Incidents as usize + 1;
}

const WORDS: &[(&str, Condition)] = &[
    ("date", Condition::Date),
    ("soldiers-held", Condition::SoldiersHeld),
    ("soldiers-registered", Condition::SoldiersRegistered),
    ("facing-km", Condition::FacingKm),
    ("incidents", Condition::Incidents),
];

parameters! {
    |s, usual: &[&str]|
    /// What sets it off: a date, or what is seen at the border.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Trigger {
        /// What counts: date, soldiers-held, soldiers-registered, facing-km, incidents; nothing sets it off where the
        /// list is empty.
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
    }
    check |trigger| {
        if trigger.counts(Condition::Date) && trigger.date.is_none() && !s.has("date") {
            s.problem("conditions", "the condition date needs a date", "add date = YYYY-MM-DD");
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
