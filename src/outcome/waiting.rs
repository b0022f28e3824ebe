//! What waits for a condition: which outcome tells that it was set off, and which outcomes tell how near it came.
//!
//! A trigger that is never met is no fault of a model, but a reader must be told: half of the outcomes then say nothing.

use serde::{Deserialize, Serialize};

use crate::scenario::{Condition, Scenario, Trigger};

/// Something that waits for conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What happens when they are met, as the beginning of a sentence: "{host} asked".
    pub event: String,
    /// Metric of a time: how long until it happened.
    pub metric: String,
    /// Whether all conditions are needed (else one is enough).
    pub all: bool,
    /// The conditions; nothing sets it off where there are none.
    pub conditions: Vec<Awaited>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// In words: "incidents >= 20".
    pub condition: String,
    /// Metric whose largest value tells how near it came; None for a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
}

/// What waits in a scenario that reports `metric` for it.
#[must_use]
pub fn waiting(scenario: &Scenario) -> Vec<Waiting> {
    let sections = &scenario.sections;
    let mut all = Vec::new();
    let mut add = |event: &str, metric: &str, trigger: &Trigger| {
        all.push(Waiting {
            event: capitalised(&scenario.names.fill(event)),
            metric: metric.to_owned(),
            all: trigger.all,
            conditions: trigger.conditions.iter().map(|&condition| awaited(condition, trigger, scenario)).collect(),
        });
    };
    if !scenario.geography.host_districts.is_empty() {
        add("{host} decreed a mobilization", "mobilization_days", &sections.mobilization.trigger);
    }
    if sections.alliance.active {
        add("{host} called {alliance}", "call_days", &sections.alliance.request);
    }
    for (at, also) in sections.also_asked.iter().enumerate().filter(|(_, also)| also.rules.active) {
        let event = scenario.names_of(at + 1).fill("{host} called {alliance}");
        add(&event, &format!("also_{}_call_days", also.id), &also.rules.request);
    }
    if !sections.bilateral.partner.is_empty() && !scenario.geography.host_districts.is_empty() {
        add("{host} called its partner", "partner_called_days", &sections.bilateral.trigger);
        add("Talks gave an assurance", "assurance_days", &sections.bilateral.talks.trigger);
    }
    for also in &sections.also_asked {
        let metric = format!("also_{}_call_days", also.id);
        let of = scenario.names_of(usize::from(also.after.of_number)).alliance.clone();
        let Some(waiting) = all.iter_mut().find(|waiting| waiting.metric == metric) else { continue };
        let after =
            also.after.in_words().map(|words| Awaited { condition: format!("after {of}: {words}"), metric: None });
        // What another alliance does is enough, whatever the border has to show.
        waiting.all &= also.after.answers.is_empty();
        waiting.conditions.extend(after);
    }
    all
}

/// The first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn awaited(condition: Condition, trigger: &Trigger, scenario: &Scenario) -> Awaited {
    let (name, at_least, metric) = match condition {
        Condition::Date => {
            let date = trigger.date.map_or_else(|| "none".to_owned(), |date| date.to_string());
            let late = trigger.date.is_some_and(|date| date > scenario.meta.end);
            let late = if late { ", after the scenario's end" } else { "" };
            return Awaited { condition: format!("date {date}{late}"), metric: None };
        }
        Condition::SoldiersHeld => ("soldiers-held", trigger.soldiers_held, "soldiers_held_peak"),
        Condition::SoldiersRegistered => ("soldiers-registered", trigger.soldiers_registered, "soldiers_crossed"),
        Condition::FacingKm => ("facing-km", trigger.facing_km, "facing_km_peak"),
        Condition::Incidents => ("incidents", trigger.incidents, "incidents"),
        Condition::CiviliansAdmitted => ("civilians-admitted", trigger.civilians_admitted, "civilians_admitted"),
        // No outcome tells how near these came.
        Condition::FacingShare => {
            return Awaited { condition: format!("facing-share >= {}", trigger.facing_share), metric: None };
        }
        Condition::CiviliansInHost => {
            return Awaited { condition: format!("civilians-in-host >= {}", trigger.civilians_in_host), metric: None };
        }
        Condition::CiviliansWaiting => {
            return Awaited { condition: format!("civilians-waiting >= {}", trigger.civilians_waiting), metric: None };
        }
        Condition::Place => {
            return Awaited { condition: format!("place held: {}", trigger.places.join(" or ")), metric: None };
        }
    };
    Awaited { condition: format!("{name} >= {at_least}"), metric: Some(metric.to_owned()) }
}
