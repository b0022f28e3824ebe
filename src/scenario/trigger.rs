//! What sets something off: a date, or what is seen at the border.

use super::date::Date;
use super::section::Section;

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

/// Conditions, of which one is enough or all are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// What counts; nothing sets it off where this is empty.
    pub conditions: Vec<Condition>,
    /// Whether all conditions must hold (else one is enough).
    pub all: bool,
    /// The date.
    pub date: Option<Date>,
    /// Soldiers in the host state.
    pub soldiers_held: f64,
    /// Soldiers registered in all.
    pub soldiers_registered: f64,
    /// Kilometres of the border line.
    pub facing_km: f64,
    /// Incidents.
    pub incidents: f64,
}

impl Trigger {
    /// Whether a condition counts.
    #[must_use]
    pub fn counts(&self, condition: Condition) -> bool {
        self.conditions.contains(&condition)
    }

    /// Reads a trigger whose default conditions are `usual`.
    pub(crate) fn read(s: &mut Section<'_>, usual: &[&str]) -> Trigger {
        s.about("What sets it off: a date, or what is seen at the border");
        let usual: Vec<String> = usual.iter().map(|&word| word.to_owned()).collect();
        let words = s.texts("conditions").default(usual).doc("What counts: date, soldiers-held, soldiers-registered, facing-km, incidents; nothing sets it off where the list is empty").source("assumption").get();
        let conditions: Vec<Option<Condition>> = words
            .iter()
            .map(|word| WORDS.iter().find(|(known, _)| known == word).map(|&(_, condition)| condition))
            .collect();
        if conditions.contains(&None) {
            let known: Vec<&str> = WORDS.iter().map(|&(word, _)| word).collect();
            s.problem("conditions", format!("a list of {}", known.join(", ")), "leave the other words out");
        }
        let trigger = Trigger {
            conditions: conditions.into_iter().flatten().collect(),
            all: s
                .choice("rule", &[("any", false), ("all", true)])
                .default(false)
                .doc("Whether one condition is enough or all are needed")
                .get(),
            date: s.date("date").doc("The date, where it is a condition: it holds from the beginning of that day on, from the start where it lies before").optional(),
            soldiers_held: s
                .number("soldiers_held")
                .default(500.0)
                .between(0.0, 1e7)
                .unit("people")
                .doc("Soldiers in the host state at the same time")
                .source("assumption")
                .get(),
            soldiers_registered: s
                .number("soldiers_registered")
                .default(500.0)
                .between(0.0, 1e7)
                .unit("people")
                .doc("Soldiers registered in the host state in all")
                .source("assumption")
                .get(),
            facing_km: s
                .number("facing_km")
                .default(600.0)
                .between(0.0, 1e6)
                .unit("km")
                .doc("Border line that the advancing force holds")
                .source("assumption")
                .get(),
            incidents: s
                .number("incidents")
                .default(1.0)
                .between(0.0, 1e6)
                .unit("incidents")
                .doc("Incidents at the border in all")
                .source("assumption")
                .get(),
        };
        if trigger.counts(Condition::Date) && trigger.date.is_none() && !s.has("date") {
            s.problem("conditions", "the condition date needs a date", "add date = YYYY-MM-DD");
        }
        trigger
    }
}
