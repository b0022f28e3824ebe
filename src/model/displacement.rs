//! Civilians: who flees when a district falls, where they go, when they return.
//!
//! The fall of a district displaces a random share of its people. They leave in a few groups after a random delay. A group
//! moves from district to district over the map: each day it stays or moves on, with a chance that depends on where it is
//! (a place that fell in the last quiet days, a district on the way, a capital);
//! it moves to a neighbour with a probability in proportion to that place's attraction over distance to a power, and where
//! the district touches a host state, a part of the group goes over the border in the same proportion. After some quiet days
//! a group may go home. The rules are those of Flee (Suleimenova, Bell & Groen 2017, *Sci. Rep.* 7, 13377), with groups
//! for persons and waiting times drawn at once (geometric) in place of daily trials: the same law, fewer events.
//!
//! People are conserved: those displaced are in groups, over the border, or home.

use super::desk::Desk;
use super::fact::Fact;
use super::index::{District, HostDistrict};
use super::mechanism;
use super::territory::Territory;
use crate::scenario::Scenario;
use crate::sim::{Stream, Ticket};

/// What will happen to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A group sets out from the district that fell.
    SetsOut(u32),
    /// A group moves on from where it stays.
    MovesOn(u32),
    /// A group goes home.
    GoesHome(u32),
    /// People who were let into the host state go home.
    LeavesHost(u32),
}

/// People who flee together.
#[derive(Debug, Clone, Copy)]
struct Group {
    people: u32,
    /// Name of the group's stream: where and when it began, whatever other groups there are.
    name: (u32, u32),
    at: District,
    displaced_on: f64,
    decisions: u32,
    /// The event that ends its stay, if it stays somewhere.
    stays_until: Option<Ticket>,
}

/// All displaced civilians.
#[derive(Debug, Default)]
pub struct Displacement {
    groups: Vec<Group>,
    neighbours: Vec<Vec<Neighbour>>,
    gates: Vec<Option<HostDistrict>>,
    weights: Vec<f64>,
    /// Day on which each district last fell.
    fell_on: Vec<f64>,
    displaced: u64,
    at_border: u64,
    in_host: u64,
    home: u64,
    crossings: u32,
}

/// A neighbouring district with what distance leaves of its attraction.
#[derive(Debug, Clone, Copy)]
struct Neighbour {
    district: District,
    km: f64,
    discount: f64,
}

/// Km to the border from the seat of a district that touches it, for the pull of the host state.
const BORDER_KM: f64 = 20.0;

impl Displacement {
    /// The roads of a scenario's map.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let exponent = scenario.sections.displacement.distance_exponent;
        let neighbours = (0..geography.districts.len() as u32)
            .map(|district| {
                let roads = geography.neighbours.of(district).iter().map(|road| {
                    let km = road.seat_distance_km.max(1.0);
                    Neighbour { district: District(road.district), km, discount: libm::pow(km, -exponent) }
                });
                roads.collect()
            })
            .collect();
        let mut gates = vec![None; geography.districts.len()];
        for contact in &geography.contacts {
            gates[contact.district as usize].get_or_insert(HostDistrict(contact.host_district));
        }
        for route in &geography.routes {
            gates[route.district as usize] = Some(HostDistrict(route.host_district));
        }
        Self { neighbours, gates, ..Self::default() }
    }

    /// Starts a history: nobody is displaced.
    pub fn begin(&mut self) {
        self.groups.clear();
        self.fell_on.clear();
        self.fell_on.resize(self.neighbours.len(), f64::NEG_INFINITY);
        (self.displaced, self.at_border, self.in_host, self.home, self.crossings) = (0, 0, 0, 0, 0);
    }

    /// Civilians away from home now, in the country or in the host state.
    #[must_use]
    pub fn away(&self) -> u64 {
        self.displaced - self.home
    }

    /// Civilians displaced so far, those displaced again counted once.
    #[must_use]
    pub fn displaced(&self) -> u64 {
        self.displaced
    }

    /// Whether everybody who was displaced is in a group, at the border, in the host state or home.
    #[must_use]
    pub fn conserved(&self) -> bool {
        let in_groups: u64 = self.groups.iter().map(|group| u64::from(group.people)).sum();
        in_groups + self.at_border + self.in_host + self.home == self.displaced
    }

    /// A district fell: its people flee, and groups that stayed there move on.
    pub fn district_fell(&mut self, district: District, occasion: u32, desk: &mut Desk<'_>) {
        let rules = &desk.scenario.sections.displacement;
        if !rules.on {
            return;
        }
        self.fell_on[district.at()] = desk.now().days();
        for g in 0..self.groups.len() {
            let group = &self.groups[g];
            if group.at == district && group.people > 0 && group.stays_until.is_some() {
                self.stay(g as u32, 0.0, rules.move_chance.conflict, desk);
            }
        }
        let mut stream = desk.occasion(mechanism::DISPLACED, district.0, occasion);
        let population = desk.scenario.geography.districts[district.at()].population;
        let people = libm::round(rules.share.sample(&mut stream).clamp(0.0, 1.0) * population) as u32;
        self.displaced += u64::from(people);
        for k in 0..rules.groups {
            let people = people / rules.groups + u32::from(k < people % rules.groups);
            if people > 0 {
                let name = (district.0 * 64 + k, occasion * 4096);
                let displaced_on = desk.now().days();
                self.groups.push(Group { people, name, at: district, displaced_on, decisions: 0, stays_until: None });
                let days = rules.delay.sample(&mut stream);
                desk.schedule_in(days, Event::SetsOut(self.groups.len() as u32 - 1));
            }
        }
        if people > 0 {
            desk.state(Fact::CiviliansDisplaced { district, people });
        }
    }

    /// People gave up at a post or were let in and went home: they no longer wait at the border.
    pub fn turned_back(&mut self, people: u32) {
        self.at_border -= u64::from(people);
        self.home += u64::from(people);
    }

    /// People were let into the host state; they will go home from there.
    pub fn let_in(&mut self, people: u32, desk: &mut Desk<'_>) {
        self.at_border -= u64::from(people);
        self.in_host += u64::from(people);
        let mut stream = desk.occasion(mechanism::STAY_IN_HOST, 0, self.crossings);
        self.crossings += 1;
        let days = desk.scenario.sections.displacement.stay.sample(&mut stream);
        desk.schedule_in(days, Event::LeavesHost(people));
    }

    /// Does what was due. The territory is read, not changed.
    pub fn fire(
        &mut self,
        event: Event,
        territory: &Territory,
        is_open: impl Fn(HostDistrict) -> bool,
        desk: &mut Desk<'_>,
    ) {
        match event {
            Event::SetsOut(g) | Event::MovesOn(g) => self.move_on(g, territory, is_open, desk),
            Event::GoesHome(g) => {
                let group = &mut self.groups[g as usize];
                let people = core::mem::take(&mut group.people);
                group.stays_until = None;
                self.home += u64::from(people);
                desk.state(Fact::CiviliansWentHome { people });
            }
            Event::LeavesHost(people) => {
                self.in_host -= u64::from(people);
                self.home += u64::from(people);
                desk.state(Fact::CiviliansWentHome { people });
            }
        }
    }

    /// A group stays where it is, or will be after days on the road, until it moves on or goes home, whichever its own
    /// numbers say comes first.
    fn stay(&mut self, g: u32, road_days: f64, chance: f64, desk: &mut Desk<'_>) {
        let mut stream = self.decision(g, desk);
        let rules = &desk.scenario.sections.displacement;
        let group = &mut self.groups[g as usize];
        if let Some(ticket) = group.stays_until.take() {
            desk.cancel(ticket);
        }
        let moves_in = road_days + geometric_days(chance, &mut stream);
        let quiet_in = (group.displaced_on + rules.quiet_days - desk.now().days()).max(road_days);
        let home_in = quiet_in + geometric_days(rules.return_chance, &mut stream);
        let (days, event) =
            if moves_in <= home_in { (moves_in, Event::MovesOn(g)) } else { (home_in, Event::GoesHome(g)) };
        group.stays_until = days.is_finite().then(|| desk.schedule_in(days, event));
    }

    /// A group goes to a neighbouring district; where it stands at the border, a part goes over it.
    fn move_on(&mut self, g: u32, territory: &Territory, is_open: impl Fn(HostDistrict) -> bool, desk: &mut Desk<'_>) {
        let mut stream = self.decision(g, desk);
        let attraction = &desk.scenario.sections.displacement.attraction;
        let from = self.groups[g as usize].at;
        self.groups[g as usize].stays_until = None;
        self.weights.clear();
        for road in &self.neighbours[from.at()] {
            self.weights.push(pull(road.district, territory, desk.scenario) * road.discount);
        }
        let inland: f64 = self.weights.iter().sum();
        if let Some(gate) = self.gates[from.at()] {
            let pull = if is_open(gate) { attraction.open_post } else { attraction.ford };
            let exponent = desk.scenario.sections.displacement.distance_exponent;
            let over = pull * libm::pow(BORDER_KM, -exponent);
            let share = if inland + over > 0.0 { over / (inland + over) } else { 0.0 };
            self.go_over(g, gate, share, &mut stream, desk);
        }
        let choice = stream.uniform();
        if self.groups[g as usize].people == 0 {
            return;
        }
        if inland <= 0.0 {
            self.stay(g, 0.0, desk.scenario.sections.displacement.move_chance.refuge, desk);
            return;
        }
        let road = self.neighbours[from.at()][position(&self.weights, inland * choice)];
        self.groups[g as usize].at = road.district;
        let days = road.km / desk.scenario.sections.displacement.km_per_day;
        let chance = self.chance_to_move(road.district, territory, desk);
        self.stay(g, days, chance, desk);
    }

    /// A share of a group goes to the border.
    fn go_over(&mut self, g: u32, gate: HostDistrict, share: f64, stream: &mut Stream, desk: &mut Desk<'_>) {
        let group = &mut self.groups[g as usize];
        let people = (libm::floor(share * f64::from(group.people) + stream.uniform()) as u32).min(group.people);
        if people > 0 {
            group.people -= people;
            self.at_border += u64::from(people);
            desk.state(Fact::CiviliansAtBorder { from: group.at, at: gate, people });
        }
    }

    /// The daily chance to move on from a place.
    fn chance_to_move(&self, place: District, territory: &Territory, desk: &Desk<'_>) -> f64 {
        let rules = &desk.scenario.sections.displacement;
        if desk.now().days() - self.fell_on[place.at()] < rules.quiet_days {
            rules.move_chance.conflict
        } else if is_seat(place, territory) {
            rules.move_chance.refuge
        } else {
            rules.move_chance.transit
        }
    }

    /// The numbers of a group's next decision.
    fn decision(&mut self, g: u32, desk: &Desk<'_>) -> Stream {
        let group = &mut self.groups[g as usize];
        let (entity, first) = group.name;
        group.decisions += 1;
        desk.occasion(mechanism::GROUP_MOVE, entity, first + group.decisions)
    }
}

/// How attractive a place is now.
fn pull(place: District, territory: &Territory, scenario: &Scenario) -> f64 {
    let attraction = &scenario.sections.displacement.attraction;
    let province = territory.layout().province_of[place.at()];
    if territory.holds(place) {
        attraction.lost
    } else if !is_seat(place, territory) {
        attraction.held
    } else if territory.layout().national[province.at()] {
        attraction.national_capital
    } else {
        attraction.capital
    }
}

fn is_seat(place: District, territory: &Territory) -> bool {
    let layout = territory.layout();
    layout.seat_of[layout.province_of[place.at()].at()] == Some(place)
}

/// Whole days until the first success of daily trials; infinite for a chance of zero.
fn geometric_days(chance: f64, stream: &mut Stream) -> f64 {
    let u = stream.uniform();
    if chance >= 1.0 {
        1.0
    } else if chance <= 0.0 {
        f64::INFINITY
    } else {
        libm::ceil(libm::log(u) / libm::log(1.0 - chance)).max(1.0)
    }
}

/// The place at which the running sum of weights passes `at`; the last one if rounding keeps it from doing so.
fn position(weights: &[f64], at: f64) -> usize {
    let mut below = 0.0;
    let found = weights.iter().position(|weight| {
        below += weight;
        at < below
    });
    found.unwrap_or(weights.len() - 1)
}
