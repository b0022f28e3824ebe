//! The map as the advance sees it: fixed numbers of each district, worked out once for a scenario.

use crate::model::index::{District, Province};
use crate::model::lists::Lists;
use crate::scenario::{Campaign, Capitals, ContagionMeasure, District as DistrictRow, Scenario, Terrain};

/// How strongly each district presses on its neighbours when the advancing force holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pressure {
    targets: Lists<District>,
    /// The weight of each target. Apart from the targets, since a number of 8 bytes beside one of 4 would take 16.
    weights: Vec<f64>,
}

impl Pressure {
    /// From directed pairs `(from, to, weight)`: `to` feels `weight` while `from` is held by the advancing force.
    #[must_use]
    pub fn new(districts: usize, mut pairs: Vec<(District, District, f64)>) -> Self {
        pairs.sort_by_key(|&(from, to, _)| (from, to));
        let mut rest = pairs.as_slice();
        let targets = Lists::new((0..districts).map(|district| {
            let own = rest.partition_point(|(from, ..)| from.at() == district);
            rest.split_off(..own).unwrap_or_default().iter().map(|&(_, to, _)| to)
        }));
        Self { targets, weights: pairs.into_iter().map(|(.., weight)| weight).collect() }
    }

    /// Whom a district presses on, and how strongly.
    #[inline]
    #[must_use]
    pub fn from(&self, district: District) -> impl ExactSizeIterator<Item = (District, f64)> {
        let range = self.targets.range(district);
        self.targets.of(district).iter().copied().zip(self.weights[range].iter().copied())
    }
}

/// Fixed numbers of all districts and provinces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// Province of each district.
    pub province_of: Vec<Province>,
    /// District in which a province's capital lies.
    pub seat_of: Vec<Option<District>>,
    /// Whether a province's capital is the nation's.
    pub national: Vec<bool>,
    /// Who presses on whom.
    pub pressure: Pressure,
    /// Hazard of a district with no pressure on it, per day (without frailty and tempo).
    pub base: Vec<f64>,
    /// Rise of that hazard for one unit of pressure, per day.
    pub slope: Vec<f64>,
    /// Constant hazard of recapture while held by the advancing force, per day.
    pub recapture: f64,
    /// The same by district where they differ, else none: a number for each would be one more wait for memory at each fall.
    pub recaptures: Vec<f64>,
    /// Whether the campaign's focus on listed regions takes in a province.
    pub surge: Vec<bool>,
    /// Whether the advancing force holds a district at the start.
    pub held_at_start: Vec<bool>,
    /// Weight `λc · S^η` of a province's capital, per day, by how many of the province's other districts are held.
    pub siege: Vec<Vec<f64>>,
}

impl Layout {
    /// The layout of a scenario's map under its parameters.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let campaign = &scenario.sections.campaign;
        let mut layout = Self {
            pressure: Pressure::new(geography.districts.len(), pairs(scenario)),
            seat_of: vec![None; geography.provinces.len()],
            national: geography.provinces.iter().map(|province| province.national_capital).collect(),
            surge: vec![false; geography.provinces.len()],
            recapture: scenario.sections.recapture.hazard,
            ..Self::default()
        };
        for (i, district) in (0..).zip(&geography.districts) {
            layout.province_of.push(Province(district.province));
            layout.held_at_start.push(district.held_at_start);
            layout.surge[district.province as usize] |=
                is_pressed(&geography.regions[district.region as usize], campaign);
            if is_seat(district, scenario) {
                layout.seat_of[district.province as usize] = Some(District(i));
            }
            // A capital's seat falls with the capital and not by itself.
            let seat = f64::from(u8::from(!is_seat(district, scenario)));
            let multiplier = seat * multiplier(district, &geography.regions[district.region as usize], campaign);
            layout.base.push(campaign.base_hazard * multiplier);
            layout.slope.push((campaign.base_hazard * campaign.contagion + campaign.contagion_hazard) * multiplier);
        }
        layout.siege = siege(&layout, &scenario.sections.capitals);
        layout
    }

    /// Constant hazard of recapture of a district, per day.
    #[inline]
    pub(super) fn recapture(&self, district: District) -> f64 {
        self.recaptures.get(district.at()).copied().unwrap_or(self.recapture)
    }

    /// Whether any district may be retaken by a constant hazard.
    pub(super) fn has_recapture(&self) -> bool {
        self.recapture > 0.0 || self.recaptures.iter().any(|&hazard| hazard > 0.0)
    }
}

/// Whether a district is the seat of a capital that falls in a way of its own.
fn is_seat(district: &DistrictRow, scenario: &Scenario) -> bool {
    district.is_capital && scenario.sections.capitals.on
}

/// The weight of each province's capital for each number of its other districts that the advancing force may hold; a province
/// of one district counts as held all round.
fn siege(layout: &Layout, capitals: &Capitals) -> Vec<Vec<f64>> {
    let mut others = vec![0_u32; layout.seat_of.len()];
    for (i, province) in (0..).zip(&layout.province_of) {
        others[province.at()] += u32::from(layout.seat_of[province.at()] != Some(District(i)));
    }
    let weight = |held: u32, of: u32| {
        let share = if of == 0 { 1.0 } else { f64::from(held) / f64::from(of) };
        capitals.hazard * libm::pow(share, capitals.exponent)
    };
    others.into_iter().map(|of| (0..=of).map(|held| weight(held, of)).collect()).collect()
}

/// What sets a district's hazard apart from a typical one's.
fn multiplier(district: &DistrictRow, region: &str, campaign: &Campaign) -> f64 {
    let region = campaign.region(region).multiplier;
    let terrain = match district.terrain {
        Terrain::Plain => 1.0,
        Terrain::Gorge => campaign.terrain.gorge,
        Terrain::Mountain => campaign.terrain.mountain,
    };
    let strength = if campaign.garrison_exponent == 0.0 {
        1.0
    } else {
        // A district without a garrison counts as one of a single person: a power of zero has no value.
        libm::pow(district.garrison.max(1.0) / campaign.garrison_reference, -campaign.garrison_exponent)
    };
    district.hazard_multiplier * region * terrain * strength
}

/// Whether the campaign's focus on some regions takes in a region.
fn is_pressed(region: &str, campaign: &Campaign) -> bool {
    campaign.surge.regions.is_empty() || campaign.surge.regions.iter().any(|name| name == region)
}

/// Directed pressure between neighbours in the scenario's measure of contagion, in the order of who presses.
fn pairs(scenario: &Scenario) -> Vec<(District, District, f64)> {
    let neighbours = &scenario.geography.neighbours;
    let count = scenario.geography.districts.len() as u32;
    let all_round = |on: u32| match scenario.sections.campaign.contagion_measure {
        ContagionMeasure::BorderShare => neighbours.border_km(on).max(f64::MIN_POSITIVE),
        ContagionMeasure::NeighbourShare => neighbours.of(on).len() as f64,
        ContagionMeasure::NeighbourCount => 1.0,
    };
    let all_round: Vec<f64> = (0..count).map(all_round).collect();
    let mut pairs = Vec::with_capacity(2 * neighbours.edges());
    for from in 0..count {
        for on in neighbours.of(from) {
            let part = match scenario.sections.campaign.contagion_measure {
                ContagionMeasure::BorderShare => on.shared_km,
                ContagionMeasure::NeighbourShare | ContagionMeasure::NeighbourCount => 1.0,
            };
            pairs.push((District(from), District(on.district), part / all_round[on.district as usize]));
        }
    }
    pairs
}
