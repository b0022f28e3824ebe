//! One replication told, or two of the same world.

use std::sync::Arc;

use super::conditioned_world;
use super::limit::{Limit, most_events};
use super::simulator::Failure;
use crate::model::Crisis;
use crate::outcome::Collector;
use crate::outcome::event_log::{Entry, EventLog};
use crate::scenario::Scenario;
use crate::sim::{Context, Time};

/// Runs one replication and writes down what happens; `details` adds single persons, battalions and changes of numbers.
///
/// # Errors
/// When the campaign is conditioned on the record and no world tried is like it, or beyond the limit of events.
pub fn trace(scenario: &Arc<Scenario>, seed: u64, replication: u64, details: bool) -> Result<Vec<Entry>, Failure> {
    let mut crisis = Crisis::new(Arc::clone(scenario));
    let mut context = Context::new();
    let mut limit = Limit::new(most_events(scenario), None);
    let collector = &mut Collector::new(scenario);
    let world = conditioned_world::begin(&mut crisis, &mut context, collector, (seed, replication), &mut limit)?;
    let mut log = EventLog { with_details: details, ..EventLog::default() };
    context.clear();
    crisis.begin(world, &mut context);
    limit.run(&mut crisis, &mut context, Time::from_days(scenario.meta.horizon_days()), &mut log)?;
    Ok(log.entries)
}

/// A line of two replications of the same world beside each other.
#[derive(Debug, Clone, PartialEq)]
pub enum Beside {
    /// It happened in both, at the same instant.
    Both(Entry),
    /// It happened in the first only.
    First(Entry),
    /// It happened in the second only.
    Second(Entry),
}

impl Beside {
    /// The line, whichever replication it is from.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Both(entry) | Self::First(entry) | Self::Second(entry) => entry,
        }
    }
}

/// Puts two replications beside each other, in the order of time; equal lines at equal instants are one line.
#[must_use]
pub fn beside(first: Vec<Entry>, second: Vec<Entry>) -> Vec<Beside> {
    let mut lines = Vec::with_capacity(first.len().max(second.len()));
    let mut second = std::collections::VecDeque::from(second);
    for entry in first {
        while second.front().is_some_and(|other| other.time < entry.time) {
            lines.extend(second.pop_front().map(Beside::Second));
        }
        let same = second.iter().take_while(|other| other.time == entry.time).position(|other| *other == entry);
        match same {
            Some(at) => {
                second.remove(at);
                lines.push(Beside::Both(entry));
            }
            None => lines.push(Beside::First(entry)),
        }
    }
    lines.extend(second.into_iter().map(Beside::Second));
    lines.sort_by_key(|line| line.entry().time);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::event_log::{Description, Weight};

    fn entry(day: f64, words: &str) -> Entry {
        let description = Description {
            weight: Weight::Story,
            topic: "campaign",
            words: words.into(),
            cause: String::new(),
            amount: None,
        };
        Entry { time: Time::from_days(day), day: day as u32, description }
    }

    #[test]
    fn histories_part_where_they_differ() {
        let lines = beside(
            vec![entry(1.0, "a"), entry(2.0, "b"), entry(4.0, "d")],
            vec![entry(1.0, "a"), entry(3.0, "c"), entry(4.0, "d"), entry(5.0, "e")],
        );
        let marks: Vec<(char, &str)> = lines
            .iter()
            .map(|line| {
                let mark = match line {
                    Beside::Both(_) => '=',
                    Beside::First(_) => '<',
                    Beside::Second(_) => '>',
                };
                (mark, line.entry().description.words.as_str())
            })
            .collect();
        assert_eq!(marks, [('=', "a"), ('<', "b"), ('>', "c"), ('=', "d"), ('>', "e")]);
    }
}
