//! What must hold at every fact of a history: nobody is lost, nothing is negative, time goes on.
//!
//! An observer that changes nothing. Runs of a build with debug assertions carry it, so that tests which run a crisis also
//! test this; builds for use do not pay for it.

use super::Crisis;
use super::answer::Answer;
use super::fact::Fact;
use super::garrison::Garrisons;
use super::index::District;
use super::kinds::BattalionStage;
use crate::sim::{Observer, Time};

/// Watches a history for what must not happen.
#[derive(Debug, Default)]
pub struct Invariants {
    last: Option<Time>,
    thorough: bool,
    /// People who set out for the border as soldiers, arrived there, and left the posts by being let in or turning back.
    set_out: u64,
    soldiers_arrived: u64,
    arrived: u64,
    left: u64,
    soldiers_registered: u64,
}

impl Invariants {
    /// One that looks at every district and group at every fact, not only at the end of each day.
    #[must_use]
    pub fn thorough() -> Self {
        Self { thorough: true, ..Self::default() }
    }

    /// The first thing that does not hold, in words.
    ///
    /// To be asked at every fact of a history, in order, after the crisis has reacted to it.
    pub fn broken(&mut self, now: Time, fact: &Fact, crisis: &Crisis) -> Option<String> {
        self.count(fact);
        let back = self.last.is_some_and(|last| now < last);
        self.last = Some(now);
        if back || now.is_never() || now.days() < 0.0 {
            return Some(format!("time went to {now}"));
        }
        let day_ended = matches!(fact, Fact::DayEnded { .. });
        self.people(crisis)
            .or_else(|| numbers(fact, crisis))
            .or_else(|| if self.thorough || day_ended { everywhere(crisis, day_ended) } else { None })
    }

    fn count(&mut self, fact: &Fact) {
        match *fact {
            Fact::SoldiersFled { men, .. } => self.set_out += u64::from(men),
            Fact::GroupArrived { people, .. } => {
                self.soldiers_arrived += u64::from(people);
                self.arrived += u64::from(people);
            }
            Fact::CiviliansAtBorder { people, .. } => self.arrived += u64::from(people),
            Fact::PersonRegistered { kind, people, .. } => {
                self.left += u64::from(people);
                self.soldiers_registered += if kind.is_military() { u64::from(people) } else { 0 };
            }
            Fact::PersonTurnedBack { people, .. } => self.left += u64::from(people),
            _ => {}
        }
    }

    /// People on the way, at posts and sheltered add up.
    fn people(&self, crisis: &Crisis) -> Option<String> {
        let (journey, posts, shelter) = (crisis.journey(), crisis.posts(), crisis.shelter());
        let sheltered = u64::from(shelter.held()) + shelter.flown_home();
        if journey.on_the_way() + self.soldiers_arrived != self.set_out {
            return Some(format!("{} soldiers set out, {} are on the way", self.set_out, journey.on_the_way()));
        }
        if posts.present() + self.left != self.arrived {
            return Some(format!("{} came to posts, {} left, {} are there", self.arrived, self.left, posts.present()));
        }
        if shelter.registered() != self.soldiers_registered || sheltered != shelter.registered() {
            return Some(format!("{} soldiers let in, {sheltered} sheltered or home", shelter.registered()));
        }
        (!crisis.mobilization().conserved()).then(|| "reservists are lost between stages".to_owned())
    }
}

impl Observer<Crisis> for Invariants {
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        let broken = self.broken(now, fact, crisis);
        debug_assert!(broken.is_none(), "at {now}, after {fact:?}: {}", broken.unwrap_or_default());
    }
}

/// Numbers are in range.
fn numbers(fact: &Fact, crisis: &Crisis) -> Option<String> {
    let not_negative = |x: f64| x >= 0.0 && x.is_finite();
    let share = |x: f64| (0.0..=1.0).contains(&x);
    let sound = match *fact {
        Fact::LoadChanged { facing_km, required, ready, .. } => {
            [facing_km, required, ready].into_iter().all(not_negative)
        }
        Fact::Alliance(_, Answer::NeedAssessed { need, assessed }) => share(need) && assessed.is_finite(),
        Fact::Alliance(_, Answer::AidDelivered { share: delivered, .. }) => share(delivered),
        Fact::ReservistsReady { men_equivalent, .. } => not_negative(men_equivalent),
        Fact::Alliance(_, Answer::HelpOfKindArrived { amount, .. })
        | Fact::Alliance(_, Answer::HelpOfKindLeft { amount, .. }) => not_negative(amount),
        Fact::Alliance(_, Answer::StageEnded { days, .. }) => not_negative(days),
        Fact::PersonRegistered { waited, people, .. } => not_negative(waited) && people > 0,
        _ => true,
    };
    let mobilization = crisis.mobilization();
    let readiness = mobilization.readiness();
    if !sound {
        return Some("a number is out of range".to_owned());
    }
    if !(-1e-9..=1.0 + 1e-9).contains(&readiness) {
        return Some(format!("readiness {readiness}"));
    }
    let (called, came) = mobilization.called();
    (came > called || mobilization.men_in(BattalionStage::Home) > came)
        .then(|| format!("{came} of {called} reservists came"))
}

/// Every district and group.
fn everywhere(crisis: &Crisis, settled: bool) -> Option<String> {
    let (territory, garrisons) = (crisis.territory(), crisis.garrisons());
    if territory.all_held().count() != territory.held_total() as usize {
        return Some("districts held are miscounted".to_owned());
    }
    if !garrisons.conserved() {
        return Some("men of garrisons are lost".to_owned());
    }
    if !crisis.displacement().conserved() {
        return Some("displaced people are lost".to_owned());
    }
    let sections = &crisis.scenario().sections;
    let mut alliances = crisis.alliances().iter().enumerate();
    if !alliances.all(|(at, alliance)| alliance.deliveries().conserved(|kind| sections.help_of(at, kind))) {
        return Some("help of a kind is lost".to_owned());
    }
    let sectors = crisis.load().by_sector();
    if sectors.into_iter().any(|(facing_km, missing)| !(facing_km >= 0.0 && missing >= 0.0)) {
        return Some("a sector's load is negative".to_owned());
    }
    let pressed = (0..crisis.scenario().geography.districts.len() as u32).map(|i| territory.pressure(District(i)));
    if pressed.into_iter().any(|pressure| !(pressure >= 0.0 && pressure.is_finite())) {
        return Some("pressure is negative".to_owned());
    }
    // While facts wait in line a district may have fallen whose garrison does not know yet.
    if settled { held_without_garrison(crisis, garrisons) } else { None }
}

/// No men stand in a district that the advancing force holds. (Where a scenario lets a number of men cross apart from the
/// garrisons, garrisons play no part.)
fn held_without_garrison(crisis: &Crisis, garrisons: &Garrisons) -> Option<String> {
    if crisis.scenario().sections.garrison.crossing_men.is_some() {
        return None;
    }
    let standing = crisis.territory().all_held().find(|&district| garrisons.men(district) > 0);
    standing.map(|district| format!("a garrison stands in district {}, which has fallen", district.0))
}
