//! Civilians in the host state, by place: where they were let in, and where some of them move on to.
//!
//! Those who are let in stay in the district of the post until they go home, or move on after some days: to host districts that take
//! people in, each with a probability in proportion to its weight, or out of the places that the scenario has, where none does. A
//! place shelters so many; those beyond are without shelter.

use crate::model::index::HostDistrict;
use crate::scenario::Scenario;
use crate::sim::Stream;

/// How many civilians are in each host district, and elsewhere in the host state.
#[derive(Debug, Default)]
pub(super) struct Refuge {
    /// By host district; last, elsewhere.
    people: Vec<u64>,
    shelter: Vec<f64>,
    weights: Vec<f64>,
}

impl Refuge {
    /// The places of a scenario.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let places = &scenario.geography.host_districts;
        let factor = scenario.sections.displacement.refuge.shelter_factor;
        let takes = places.iter().any(|place| place.takes_in > 0.0);
        Self {
            people: vec![0; places.len() + 1],
            shelter: places.iter().map(|place| factor * place.shelter).chain([f64::INFINITY]).collect(),
            weights: if takes { places.iter().map(|place| place.takes_in).collect() } else { Vec::new() },
        }
    }

    /// Starts a history: nobody is there.
    pub(super) fn begin(&mut self) {
        self.people.fill(0);
    }

    /// Goes by the rules of another from now on.
    pub(super) fn take_rules_of(&mut self, other: Refuge) {
        (self.shelter, self.weights) = (other.shelter, other.weights);
    }

    pub(super) fn come(&mut self, at: HostDistrict, people: u32) {
        self.people[at.at()] += u64::from(people);
    }

    pub(super) fn leave(&mut self, at: HostDistrict, people: u32) {
        self.people[at.at()] -= u64::from(people);
    }

    /// Where those go who move on.
    pub(super) fn destination(&self, stream: &mut Stream) -> HostDistrict {
        let elsewhere = self.people.len() - 1;
        HostDistrict(if self.weights.is_empty() { elsewhere } else { stream.pick(&self.weights) } as u32)
    }

    /// How many there are by place; last, elsewhere.
    pub(super) fn people(&self) -> &[u64] {
        &self.people
    }

    /// How many have no shelter.
    pub(super) fn unsheltered(&self) -> f64 {
        self.people.iter().zip(&self.shelter).map(|(&people, &shelter)| (people as f64 - shelter).max(0.0)).sum()
    }
}
