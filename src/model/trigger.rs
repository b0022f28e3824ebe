//! The state of a trigger, which watches the border and the date, and goes off once.

use super::border_view::BorderView;
use crate::scenario::{Condition, Date, Trigger};

/// Whether a trigger has gone off, and whether its date has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TriggerState {
    date_has_come: bool,
    gone_off: bool,
}

/// The day on which a trigger's date comes, where the date is a condition: days since `start`, 0 if it has passed.
#[must_use]
pub fn day_of(trigger: &Trigger, start: Date) -> Option<f64> {
    let date = trigger.date.filter(|_| trigger.counts(Condition::Date))?;
    Some(f64::from(date.days_since(start)).max(0.0))
}

impl TriggerState {
    /// The date has come; whether the trigger goes off now.
    pub fn date_comes(&mut self, trigger: &Trigger, view: &BorderView) -> bool {
        self.date_has_come = true;
        self.check(trigger, view)
    }

    /// Whether it can still go off.
    #[must_use]
    pub fn waits(&self, trigger: &Trigger) -> bool {
        !self.gone_off && !trigger.conditions.is_empty()
    }

    /// Checks the conditions; whether the trigger goes off now. It goes off once.
    pub fn check(&mut self, trigger: &Trigger, view: &BorderView) -> bool {
        if !self.waits(trigger) {
            return false;
        }
        // A table rather than a match: checks are many, and every condition is a comparison.
        let mut met = [false; Condition::COUNT];
        met[Condition::Date as usize] = self.date_has_come;
        met[Condition::SoldiersHeld as usize] = f64::from(view.soldiers_held) >= trigger.soldiers_held;
        met[Condition::SoldiersRegistered as usize] = view.soldiers_registered as f64 >= trigger.soldiers_registered;
        met[Condition::FacingKm as usize] = view.facing_km >= trigger.facing_km;
        met[Condition::Incidents as usize] = f64::from(view.incidents) >= trigger.incidents;
        met[Condition::FacingShare as usize] = view.facing_share >= trigger.facing_share;
        met[Condition::CiviliansAdmitted as usize] = view.civilians_admitted as f64 >= trigger.civilians_admitted;
        met[Condition::CiviliansInHost as usize] = view.civilians_in_host as f64 >= trigger.civilians_in_host;
        met[Condition::CiviliansWaiting as usize] = view.civilians_waiting as f64 >= trigger.civilians_waiting;
        met[Condition::Place as usize] = view.place_held[trigger.watcher.at()];
        let met = |condition: &Condition| met[*condition as usize];
        self.gone_off =
            if trigger.all { trigger.conditions.iter().all(met) } else { trigger.conditions.iter().any(met) };
        self.gone_off
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Watcher;

    fn trigger(conditions: &[Condition], all: bool) -> Trigger {
        Trigger {
            conditions: conditions.to_vec(),
            all,
            date: Date::new(2021, 7, 5),
            soldiers_held: 500.0,
            soldiers_registered: 10.0,
            facing_km: 600.0,
            incidents: 1.0,
            facing_share: 0.5,
            civilians_admitted: 100.0,
            civilians_in_host: 50.0,
            civilians_waiting: 20.0,
            places: vec!["ash".to_owned()],
            watcher: Watcher::Request(0),
        }
    }

    #[test]
    fn one_condition_is_enough_or_all_are_needed() {
        let both = [Condition::Date, Condition::FacingKm];
        let far = BorderView { facing_km: 600.0, ..BorderView::default() };
        assert!(TriggerState::default().check(&trigger(&both, false), &far));
        let mut patient = TriggerState::default();
        assert!(!patient.check(&trigger(&both, true), &far));
        assert!(patient.date_comes(&trigger(&both, true), &far));
        assert!(!patient.check(&trigger(&both, true), &far), "it goes off once");
    }

    #[test]
    fn people_places_and_shares_set_it_off_from_their_threshold_on() {
        let none = BorderView::default();
        let mut others = [true; Watcher::COUNT];
        others[Watcher::Request(0).at()] = false;
        let cases = [
            (
                Condition::FacingShare,
                BorderView { facing_share: 0.49, ..none },
                BorderView { facing_share: 0.5, ..none },
            ),
            (
                Condition::CiviliansAdmitted,
                BorderView { civilians_admitted: 99, ..none },
                BorderView { civilians_admitted: 100, ..none },
            ),
            (
                Condition::CiviliansInHost,
                BorderView { civilians_in_host: 49, ..none },
                BorderView { civilians_in_host: 50, ..none },
            ),
            (
                Condition::CiviliansWaiting,
                BorderView { civilians_waiting: 19, ..none },
                BorderView { civilians_waiting: 20, ..none },
            ),
            (
                Condition::Place,
                BorderView { place_held: others, ..none },
                BorderView { place_held: others.map(|held| !held), ..none },
            ),
        ];
        for (condition, below, at) in cases {
            let trigger = trigger(&[condition], false);
            let mut state = TriggerState::default();
            assert!(!state.check(&trigger, &below) && state.check(&trigger, &at), "{condition:?}");
        }
    }

    #[test]
    fn nothing_sets_off_an_empty_trigger() {
        let crowd = BorderView { soldiers_held: 9000, facing_km: 9000.0, ..BorderView::default() };
        assert!(!TriggerState::default().date_comes(&trigger(&[], false), &crowd));
        assert!(!TriggerState::default().date_comes(&trigger(&[], true), &crowd));
    }

    #[test]
    fn a_date_is_a_day_since_the_start() {
        let start = Date::new(2021, 5, 1).unwrap();
        assert_eq!(day_of(&trigger(&[Condition::Date], false), start), Some(65.0));
        assert_eq!(day_of(&trigger(&[Condition::FacingKm], false), start), None);
    }
}
