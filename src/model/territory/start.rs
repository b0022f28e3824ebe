//! How every history begins: who holds what on the first day, worked out once.

use super::control::Place;
use super::layout::Layout;
use super::replay::Undated;
use crate::model::index::District;
use crate::scenario::{CampaignMode, Scenario};

/// The state of the map at the start. It is the same in all histories, but for what is drawn.
#[derive(Debug)]
pub(super) struct Start {
    /// All districts.
    pub places: Vec<Place>,
    /// Districts that the advancing force holds.
    pub held: Vec<District>,
    /// How often each district has fallen: being held at the start counts as the first fall.
    pub falls: Vec<u32>,
    /// Districts other than the seat that are held, by province.
    pub rural_held: Vec<u32>,
    /// What each district's hazard is multiplied by while the record is replayed: the share of falls that it does not date.
    pub missing: Vec<f64>,
    /// Whether the record is replayed.
    pub replays: bool,
    /// The falls that it does not date, by its counts.
    pub undated: Undated,
}

impl Start {
    pub(super) fn of(layout: &Layout, scenario: &Scenario) -> Self {
        let districts = 0..layout.province_of.len();
        let mut start = Self {
            places: districts.clone().map(|i| Place::of(layout, i)).collect(),
            held: districts.filter(|&i| layout.held_at_start[i]).map(|i| District(i as u32)).collect(),
            falls: layout.held_at_start.iter().map(|&held| u32::from(held)).collect(),
            rural_held: vec![0; layout.seat_of.len()],
            missing: vec![1.0; layout.province_of.len()],
            replays: scenario.sections.campaign.mode == CampaignMode::Replay,
            undated: Undated::default(),
        };
        if start.replays {
            start.undated = Undated::of(layout, scenario);
            for change in &scenario.record.changes {
                start.places[change.district as usize].put_on_record();
            }
            for (missing, district) in start.missing.iter_mut().zip(&scenario.geography.districts) {
                let region = &scenario.geography.regions[district.region as usize];
                *missing = 1.0 - scenario.sections.campaign.region(region).reported;
            }
        }
        for &district in &start.held {
            let place = &mut start.places[district.at()];
            place.hold(true);
            start.rural_held[place.province.at()] += u32::from(!place.is_seat);
            for (neighbour, weight) in layout.pressure.from(district) {
                start.places[neighbour.at()].feel(weight);
            }
        }
        start
    }
}
