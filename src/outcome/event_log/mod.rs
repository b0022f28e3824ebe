//! The event log: the facts of one replication in plain words, with dates and causes.
//!
//! The log is a fold over facts like any outcome. What happens to single persons and battalions, and every change of a
//! number, is detail; the rest is the story.

mod description;

pub use description::{Description, Weight, describe};

use crate::model::{Crisis, Fact};
use crate::sim::{Observer, Time};

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When, in days since the scenario's start.
    pub time: Time,
    /// The day that it belongs to, from 0: for the end of a day that day, though its time is the next one's first instant.
    pub day: u32,
    /// What happened.
    pub description: Description,
}

/// Writes down what happens.
#[derive(Debug, Default)]
pub struct EventLog {
    /// The lines so far, in the order of events.
    pub entries: Vec<Entry>,
    /// Whether details are written down too.
    pub with_details: bool,
}

/// Kind of a fact in words, such as `district fell`.
#[must_use]
pub fn kind(fact: &Fact) -> String {
    let shown = match fact {
        Fact::Alliance(_, answer) => format!("{answer:?}"),
        fact => format!("{fact:?}"),
    };
    let name = shown.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

impl Observer<Crisis> for EventLog {
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        let description = describe(fact, crisis.scenario());
        let wanted = match description.weight {
            Weight::Story => true,
            Weight::Detail => self.with_details,
        };
        if wanted {
            let day = match *fact {
                Fact::DayEnded { day } => day,
                _ => now.days() as u32,
            };
            self.entries.push(Entry { time: now, day, description });
        }
    }
}
