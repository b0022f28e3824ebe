//! `[milestone.NAME]`: dated events of the record, and what they change from that day on.

use super::date::Date;
use super::parameter::Range;
use super::section::parameters;

/// What a milestone can do. The model says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Multiplies the hazards of rural districts from that day on.
    CampaignTempo,
    /// Multiplies the hazards of capitals from that day on.
    CapitalTempo,
    /// Adds to the salience of the host's case in the alliance.
    Salience,
    /// Reminds the alliance of the programme, so many times.
    Reminder,
    /// The advancing force gives an assurance of this strength.
    Assurance,
    /// The host calls and lodges its request (1).
    Request,
    /// The host takes its call back (1).
    Withdrawal,
    /// The host decrees a mobilization of so many reservists.
    Mobilization,
    /// The partner outside the alliance pledges help of this worth.
    Pledge,
}

/// Effects with key, unit, range and meaning.
pub(crate) const EFFECTS: &[(Effect, &str, &str, f64, f64, &str)] = &[
    (
        Effect::CampaignTempo,
        "campaign_tempo",
        "1",
        0.0,
        1000.0,
        "Multiplies the hazards of rural districts from that day on",
    ),
    (Effect::CapitalTempo, "capital_tempo", "1", 0.0, 1000.0, "Multiplies the hazards of capitals from that day on"),
    (Effect::Salience, "salience", "1", 0.0, 1000.0, "Adds to the salience of the host's case in the alliance"),
    (Effect::Reminder, "reminder", "reminders", 0.0, 100.0, "Reminds the alliance of its programme, so many times"),
    (Effect::Assurance, "assurance", "share", 0.0, 1.0, "The advancing force gives an assurance of this strength"),
    (Effect::Request, "request", "0 or 1", 0.0, 1.0, "The host lodges its request, if it has not"),
    (
        Effect::Withdrawal,
        "withdrawal",
        "0 or 1",
        0.0,
        1.0,
        "The host takes its call back: the alliance's case is closed",
    ),
    (Effect::Mobilization, "mobilization", "people", 0.0, 1e8, "The host calls up so many reservists, if it has not"),
    (
        Effect::Pledge,
        "pledge_musd",
        "million USD",
        0.0,
        1e6,
        "The host's partner outside the alliance pledges help of this worth",
    ),
];

parameters! {
    |s, id: String|
    /// A dated event of the record.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Milestone {
        /// Its name in paths.
        pub id: String = id,
        /// Day of the milestone, which comes at its beginning. Before the start only what lasts is in force: tempos,
        /// and what is left of salience, assurances, reminders and pledges; after the end nothing happens.
        pub date: Date = s.date("date").get(),
        /// Name to show.
        pub name: String = s.text("name").default(id.clone()).get(),
        /// What happened.
        pub summary: String = s.text("summary").default("").get(),
        /// Who says so.
        pub source: String = s.text("source").default("").get(),
        /// Which alliance its salience, request and withdrawal are of: the name of a table also_asked; the first if left out.
        pub also_asked: Option<String> = s.text("also_asked").optional(),
        /// What it does, with the amounts; nothing for a mark on a chart.
        pub effects: Vec<(Effect, f64)> = EFFECTS.iter().filter_map(|&(effect, key, unit, low, high, doc)| {
            s.number(key).between(low, high).unit(unit).doc(doc).optional().map(|amount| (effect, amount))
        }).collect(),
    }
}

impl Milestone {
    /// The amount of an effect.
    #[must_use]
    pub fn effect(&self, wanted: Effect) -> Option<f64> {
        self.effects.iter().find(|(effect, _)| *effect == wanted).map(|(_, amount)| *amount)
    }
}

impl Effect {
    /// Its key in a milestone's table.
    #[must_use]
    pub fn key(self) -> &'static str {
        EFFECTS.iter().find(|e| e.0 == self).map_or("", |e| e.1)
    }

    /// The numbers that an effect takes.
    #[must_use]
    pub fn range(self) -> Range {
        let (low, high) = EFFECTS.iter().find(|e| e.0 == self).map_or((0.0, 0.0), |e| (e.3, e.4));
        Range { low, high, above_low: false, below_high: false }
    }
}
