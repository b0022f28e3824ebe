//! Parameters that change on dates: from then on the model runs on the scenario as the change leaves it.
//!
//! Components read their rules from the scenario when something happens, so that most parameters change with it. What a
//! component has worked out from its rules at the start it works out anew at the change (`refresh`). The scenario says which parameters
//! hold all through.

use std::sync::Arc;

use super::env::Env;
use super::fact::Fact;
use super::index::ChangeId;
use crate::scenario::Scenario;
use crate::sim::Time;

/// Parameters change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event(pub ChangeId);

/// The scenario after each of its changes, in their order.
#[must_use]
pub fn stages(scenario: &Scenario) -> Vec<Arc<Scenario>> {
    let after = |sections: &crate::scenario::Sections| Scenario { sections: sections.clone(), ..scenario.clone() };
    scenario.changes.iter().map(|change| Arc::new(after(&change.sections))).collect()
}

/// Schedules the changes; those before the start come with it.
pub fn begin(env: &mut Env<'_>) {
    for (i, change) in (0..).zip(&env.scenario.changes) {
        let day = env.scenario.meta.day_of(change.head.date).max(0.0);
        env.schedule_at(Time::from_days(day), Event(ChangeId(i)));
    }
}

/// What was due.
pub fn fire(Event(change): Event, env: &mut Env<'_>) {
    env.state(Fact::ParametersChanged { change });
}
