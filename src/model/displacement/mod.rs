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
//! A group has random numbers of its own, named by the fall that displaced it, and each of its decisions takes four of them,
//! needed or not. So its k-th decision has the same numbers under every policy, and one block of the generator serves many.
//!
//! People are conserved: those displaced are in groups, over the border, or home.

mod roads;

use self::roads::Roads;
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
    at: District,
    displaced_on: f64,
    /// The event that ends its stay, if it stays somewhere.
    stays_until: Option<Ticket>,
    /// Who else stays there: the ring of a place's guests, so that nobody else is asked when it falls.
    before: u32,
    after: u32,
}

/// All displaced civilians.
#[derive(Debug, Default)]
pub struct Displacement {
    groups: Vec<Group>,
    /// The random numbers of each group.
    numbers: Vec<Stream>,
    roads: Roads,
    /// The latest guest of each district, [`NOBODY`] where there is none.
    guest: Vec<u32>,
    /// Guests of a place that fell, in the order of the groups.
    uprooted: Vec<u32>,
    gates: Vec<Option<HostDistrict>>,
    /// What distance leaves of the pull of the border, where people reach it from.
    border_discount: f64,
    waits: Waits,
    /// Day on which each district last fell.
    fell_on: Vec<f64>,
    displaced: u64,
    at_border: u64,
    in_host: u64,
    home: u64,
    crossings: u32,
}

/// No group.
const NOBODY: u32 = u32::MAX;

/// Waiting times in whole days until the first success of daily trials, as multiples of an exponential number.
#[derive(Debug, Default, Clone, Copy)]
struct Waits {
    conflict: Days,
    transit: Days,
    refuge: Days,
    home: Days,
}

/// Whole days until the first success of daily trials with one chance: `ceil(-ln(u) · scale)`, at least 1.
#[derive(Debug, Default, Clone, Copy)]
struct Days {
    scale: f64,
}

impl Days {
    fn of_chance(chance: f64) -> Self {
        let scale = match chance {
            c if c >= 1.0 => 0.0,
            c if c <= 0.0 => f64::INFINITY,
            c => -1.0 / libm::log1p(-c),
        };
        Self { scale }
    }

    /// The days that belong to a uniform number.
    fn of(self, uniform: f64) -> f64 {
        if self.scale == 0.0 { 1.0 } else { libm::ceil(-libm::log(uniform) * self.scale).max(1.0) }
    }
}

/// The random numbers of one decision of a group, all uniform in (0, 1).
#[derive(Debug, Clone, Copy)]
struct Decision {
    /// Whether one more person goes over the border (rounding of a share to whole people).
    over: f64,
    /// Which road.
    road: f64,
    /// How long until it moves on.
    moves: f64,
    /// How long until it goes home, once it may.
    home: f64,
}

/// Km to the border from the seat of a district that touches it, for the pull of the host state.
const BORDER_KM: f64 = 20.0;

impl Displacement {
    /// The roads of a scenario's map.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let exponent = scenario.sections.displacement.distance_exponent;
        let mut gates = vec![None; geography.districts.len()];
        for contact in &geography.contacts {
            gates[contact.district as usize].get_or_insert(HostDistrict(contact.host_district));
        }
        for route in &geography.routes {
            gates[route.district as usize] = Some(HostDistrict(route.host_district));
        }
        let chance = &scenario.sections.displacement.move_chance;
        let waits = Waits {
            conflict: Days::of_chance(chance.conflict),
            transit: Days::of_chance(chance.transit),
            refuge: Days::of_chance(chance.refuge),
            home: Days::of_chance(scenario.sections.displacement.return_chance),
        };
        let border_discount = libm::pow(BORDER_KM, -exponent);
        Self { roads: Roads::new(scenario), gates, border_discount, waits, ..Self::default() }
    }

    /// Starts a history: nobody is displaced, and the government holds every district; those that it does not hold are told
    /// through [`Displacement::change_hands`].
    pub fn begin(&mut self) {
        self.roads.begin();
        self.groups.clear();
        self.numbers.clear();
        self.fell_on.clear();
        self.fell_on.resize(self.gates.len(), f64::NEG_INFINITY);
        self.guest.clear();
        self.guest.resize(self.gates.len(), NOBODY);
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

    /// A district came under the advancing force (`lost`) or was retaken: it pulls people less or more.
    pub fn change_hands(&mut self, district: District, lost: bool, scenario: &Scenario) {
        if scenario.sections.displacement.on {
            self.roads.change_hands(district, lost);
        }
    }

    /// A district fell: its people flee, and groups that stayed there move on.
    pub fn district_fell(&mut self, district: District, occasion: u32, desk: &mut Desk<'_>) {
        let rules = &desk.scenario.sections.displacement;
        if !rules.on {
            return;
        }
        self.fell_on[district.at()] = desk.now().days();
        self.roads.change_hands(district, true);
        self.uproot(district, desk);
        let mut stream = desk.occasion(mechanism::DISPLACED, district.0, occasion);
        let population = desk.scenario.geography.districts[district.at()].population;
        let people = libm::round(rules.share.sample(&mut stream).clamp(0.0, 1.0) * population) as u32;
        self.displaced += u64::from(people);
        for k in 0..rules.groups {
            let people = people / rules.groups + u32::from(k < people % rules.groups);
            if people > 0 {
                let displaced_on = desk.now().days();
                let (stays_until, before, after) = (None, NOBODY, NOBODY);
                self.groups.push(Group { people, at: district, displaced_on, stays_until, before, after });
                self.numbers.push(desk.occasion(mechanism::GROUP_MOVE, district.0 * 64 + k, occasion));
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
                self.leave(g);
                let people = core::mem::take(&mut self.groups[g as usize].people);
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
    fn stay(&mut self, g: u32, road_days: f64, wait: Days, decision: Decision, desk: &mut Desk<'_>) {
        let rules = &desk.scenario.sections.displacement;
        if let Some(ticket) = self.leave(g) {
            desk.cancel(ticket);
        }
        let group = &self.groups[g as usize];
        let moves_in = road_days + wait.of(decision.moves);
        let quiet_in = (group.displaced_on + rules.quiet_days - desk.now().days()).max(road_days);
        // It takes a day at least to go home, so most groups move on before that need be asked.
        let home_in = || quiet_in + self.waits.home.of(decision.home);
        let (days, event) = if moves_in <= quiet_in + 1.0 || moves_in <= home_in() {
            (moves_in, Event::MovesOn(g))
        } else {
            (home_in(), Event::GoesHome(g))
        };
        if days.is_finite() {
            self.settle(g, desk.schedule_in(days, event));
        }
    }

    /// Those who stay in a district that fell move on, the group that was displaced first before the others.
    fn uproot(&mut self, district: District, desk: &mut Desk<'_>) {
        let mut uprooted = core::mem::take(&mut self.uprooted);
        uprooted.clear();
        let mut g = self.guest[district.at()];
        while g != NOBODY {
            uprooted.push(g);
            g = self.groups[g as usize].before;
        }
        uprooted.sort_unstable();
        for &g in &uprooted {
            let decision = self.decide(g);
            self.stay(g, 0.0, self.waits.conflict, decision, desk);
        }
        self.uprooted = uprooted;
    }

    /// A group stays where it is until an event ends its stay.
    fn settle(&mut self, g: u32, until: Ticket) {
        let place = self.groups[g as usize].at.at();
        let before = core::mem::replace(&mut self.guest[place], g);
        if before != NOBODY {
            self.groups[before as usize].after = g;
        }
        let group = &mut self.groups[g as usize];
        (group.stays_until, group.before, group.after) = (Some(until), before, NOBODY);
    }

    /// A group no longer stays where it is; the event that would have ended its stay.
    fn leave(&mut self, g: u32) -> Option<Ticket> {
        let Group { at, before, after, .. } = self.groups[g as usize];
        let ticket = self.groups[g as usize].stays_until.take()?;
        match after {
            NOBODY => self.guest[at.at()] = before,
            after => self.groups[after as usize].before = before,
        }
        if before != NOBODY {
            self.groups[before as usize].after = after;
        }
        Some(ticket)
    }

    /// A group goes to a neighbouring district; where it stands at the border, a part goes over it.
    fn move_on(&mut self, g: u32, territory: &Territory, is_open: impl Fn(HostDistrict) -> bool, desk: &mut Desk<'_>) {
        let decision = self.decide(g);
        let attraction = &desk.scenario.sections.displacement.attraction;
        let from = self.groups[g as usize].at;
        self.leave(g);
        let inland = self.roads.pull_out_of(from);
        if let Some(gate) = self.gates[from.at()] {
            let pull = if is_open(gate) { attraction.open_post } else { attraction.ford };
            let over = pull * self.border_discount;
            let share = if inland + over > 0.0 { over / (inland + over) } else { 0.0 };
            self.go_over(g, gate, share, decision.over, desk);
        }
        if self.groups[g as usize].people == 0 {
            return;
        }
        if inland <= 0.0 {
            self.stay(g, 0.0, self.waits.refuge, decision, desk);
            return;
        }
        let road = self.roads.choose(from, decision.road);
        self.groups[g as usize].at = road.to;
        let days = road.km / desk.scenario.sections.displacement.km_per_day;
        let wait = self.wait_at(road.to, territory, desk);
        self.stay(g, days, wait, decision, desk);
    }

    /// A share of a group goes to the border.
    fn go_over(&mut self, g: u32, gate: HostDistrict, share: f64, rounding: f64, desk: &mut Desk<'_>) {
        let group = &mut self.groups[g as usize];
        let people = (libm::floor(share * f64::from(group.people) + rounding) as u32).min(group.people);
        if people > 0 {
            group.people -= people;
            self.at_border += u64::from(people);
            desk.state(Fact::CiviliansAtBorder { from: group.at, at: gate, people });
        }
    }

    /// How long groups stay at a place before they move on.
    fn wait_at(&self, place: District, territory: &Territory, desk: &Desk<'_>) -> Days {
        if desk.now().days() - self.fell_on[place.at()] < desk.scenario.sections.displacement.quiet_days {
            self.waits.conflict
        } else if is_seat(place, territory) {
            self.waits.refuge
        } else {
            self.waits.transit
        }
    }

    /// The numbers of a group's next decision.
    fn decide(&mut self, g: u32) -> Decision {
        let numbers = &mut self.numbers[g as usize];
        let mut next = || numbers.uniform();
        Decision { over: next(), road: next(), moves: next(), home: next() }
    }
}

fn is_seat(place: District, territory: &Territory) -> bool {
    let layout = territory.layout();
    layout.seat_of[layout.province_of[place.at()].at()] == Some(place)
}
