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
//! needed or not: what the generator gives at once. So its k-th decision has the same numbers under every policy.
//!
//! People are conserved: those displaced are in groups, over the border, or home.

mod guests;
mod places;
mod refuge;
mod roads;
mod waits;

use self::guests::Guests;
use self::places::{Arrival, Places, Ways};
use self::refuge::Refuge;
use self::roads::Roads;
use self::waits::{Days, Waits};
use super::env::Env;
use super::fact::Fact;
use super::index::{District, HostDistrict};
use super::mechanism;
use crate::scenario::Scenario;
use crate::sim::Ticket;

/// What will happen to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A group sets out from the district that fell.
    SetsOut(u32),
    /// A group moves on from where it stays.
    MovesOn(u32),
    /// A group goes home.
    GoesHome(u32),
    /// People who were let into the host state go home from where they are.
    LeavesHost(u32, HostDistrict),
    /// People who were let into the host state move on in it; which of all such moves.
    MovesOnInHost(u32),
}

/// People who flee together. What a move asks of the place that they leave is kept with them, in one line of the cache: on
/// large maps a move takes as long as it waits for memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Group {
    people: u32,
    at: District,
    ways: Ways,
    /// Whether people cross the border from there.
    has_gate: bool,
    displaced_on: f64,
    /// The event that will end its stay, or that it sets out.
    until: Ticket,
    /// The name of its random numbers: district of origin and group, and how often that district fell before.
    name: u32,
    occasion: u32,
    /// How many decisions it has taken.
    decisions: u32,
}

/// All displaced civilians.
#[derive(Debug, Default)]
pub struct Displacement {
    groups: Vec<Group>,
    roads: Roads,
    guests: Guests,
    refuge: Refuge,
    /// Moves in the host state: how many people, from where, to where. Apart from their events, which stay small.
    moves_in_host: Vec<(u32, HostDistrict, HostDistrict)>,
    /// Guests of a place that fell, in the order of the groups.
    uprooted: Vec<u32>,
    places: Places,
    /// People who live in each district.
    population: Vec<f64>,
    /// What distance leaves of the pull of the border, where people reach it from.
    border_discount: f64,
    waits: Waits,
    displaced: u64,
    at_border: u64,
    in_host: u64,
    admitted: u64,
    home: u64,
    crossings: u32,
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
    /// The roads of a scenario's map; none where nobody is displaced.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        if !scenario.sections.displacement.on {
            return Self::default();
        }
        let exponent = scenario.sections.displacement.distance_exponent;
        let border_discount = libm::pow(BORDER_KM, -exponent);
        let (roads, firsts) = Roads::new(scenario);
        let places = Places::new(scenario, &firsts);
        let population = scenario.geography.districts.iter().map(|district| district.population).collect();
        let (waits, refuge) = (Waits::new(scenario), Refuge::new(scenario));
        Self { roads, places, population, border_discount, waits, refuge, ..Self::default() }
    }

    /// Starts a history: nobody is displaced, and the government holds every district; those that it does not hold are told
    /// through [`Displacement::change_hands`].
    pub fn begin(&mut self) {
        self.groups.clear();
        self.guests.begin();
        self.refuge.begin();
        self.moves_in_host.clear();
        self.places.begin();
        (self.displaced, self.at_border, self.in_host, self.home, self.crossings) = (0, 0, 0, 0, 0);
        self.admitted = 0;
    }

    /// The rules have changed: groups go by them from their next decision on.
    pub fn change_rules(&mut self, scenario: &Scenario) {
        let rules = &scenario.sections.displacement;
        if rules.on {
            self.border_discount = libm::pow(BORDER_KM, -rules.distance_exponent);
            (self.roads, _) = Roads::new(scenario);
            self.waits = Waits::new(scenario);
            self.places.set_attractions(&rules.attraction);
            self.refuge.take_rules_of(Refuge::new(scenario));
        }
    }

    /// Civilians let into the host state so far.
    #[must_use]
    pub fn admitted(&self) -> u64 {
        self.admitted
    }

    /// Civilians in the host state now.
    #[must_use]
    pub fn in_host(&self) -> u64 {
        self.in_host
    }

    /// Civilians in the host state now, by host district; last, elsewhere in it. Empty where nobody is displaced.
    #[must_use]
    pub fn in_host_by_place(&self) -> &[u64] {
        self.refuge.people()
    }

    /// Civilians in the host state for whom their place has no shelter.
    #[must_use]
    pub fn unsheltered(&self) -> f64 {
        self.refuge.unsheltered()
    }

    /// Civilians at the border who are not let in yet.
    #[must_use]
    pub fn at_border(&self) -> u64 {
        self.at_border
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
        let in_places: u64 = self.refuge.people().iter().sum();
        in_groups + self.at_border + self.in_host + self.home == self.displaced && in_places == self.in_host
    }

    /// A district came under the advancing force (`lost`) or was retaken: it pulls people less or more.
    pub fn change_hands(&mut self, district: District, lost: bool, scenario: &Scenario) {
        if scenario.sections.displacement.on {
            self.places.change_hands(district, lost);
        }
    }

    /// A district fell: its people flee, and groups that stayed there move on.
    pub fn district_fell(&mut self, district: District, occasion: u32, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.displacement;
        if !rules.on {
            return;
        }
        self.places.fall(district, env.now().days());
        let Arrival { ways, has_gate, .. } = self.places.arrival(district);
        self.uproot(district, env);
        let mut stream = env.occasion(mechanism::DISPLACED, district.0, occasion);
        let people = rules.share.sample(&mut stream).clamp(0.0, 1.0) * self.population[district.at()];
        let people = libm::round(people) as u32;
        self.displaced += u64::from(people);
        for k in 0..rules.groups {
            let people = people / rules.groups + u32::from(k < people % rules.groups);
            if people > 0 {
                let days = rules.delay.sample(&mut stream).max(0.0);
                let until = env.schedule_in(days, Event::SetsOut(self.groups.len() as u32));
                let (at, displaced_on, name) = (district, env.now().days(), district.0 * 64 + k);
                self.groups.push(Group {
                    people,
                    at,
                    ways,
                    has_gate,
                    displaced_on,
                    until,
                    name,
                    occasion,
                    decisions: 0,
                });
                self.guests.join();
            }
        }
        if people > 0 {
            env.state(Fact::CiviliansDisplaced { district, people });
        }
    }

    /// People gave up at a post or were let in and went home: they no longer wait at the border.
    pub fn turned_back(&mut self, people: u32) {
        self.at_border -= u64::from(people);
        self.home += u64::from(people);
    }

    /// People were let into the host state at a place; they will go home from there, or move on before.
    pub fn let_in(&mut self, at: HostDistrict, people: u32, env: &mut Env<'_>) {
        self.at_border -= u64::from(people);
        self.in_host += u64::from(people);
        self.admitted += u64::from(people);
        let mut stream = env.occasion(mechanism::STAY_IN_HOST, 0, self.crossings);
        self.crossings += 1;
        let rules = &env.scenario.sections.displacement;
        let days = rules.stay.sample(&mut stream).max(0.0);
        self.refuge.come(at, people);
        let mut last = at;
        if rules.refuge.onward_share > 0.0 {
            let mut stream = env.occasion(mechanism::ONWARD_IN_HOST, 0, self.crossings - 1);
            let moves = stream.chance(rules.refuge.onward_share);
            let after = rules.refuge.onward.sample(&mut stream).max(0.0);
            if moves && after < days {
                last = self.refuge.destination(&mut stream);
                env.schedule_in(after, Event::MovesOnInHost(self.moves_in_host.len() as u32));
                self.moves_in_host.push((people, at, last));
            }
        }
        env.schedule_in(days, Event::LeavesHost(people, last));
    }

    /// Does what was due.
    pub fn fire(&mut self, event: Event, is_open: impl Fn(HostDistrict) -> bool, env: &mut Env<'_>) {
        match event {
            Event::SetsOut(g) | Event::MovesOn(g) => self.move_on(g, is_open, env),
            Event::GoesHome(g) => {
                self.guests.leave(g);
                let people = core::mem::take(&mut self.groups[g as usize].people);
                self.home += u64::from(people);
                env.state(Fact::CiviliansWentHome { people });
            }
            Event::MovesOnInHost(number) => {
                let (people, from, to) = self.moves_in_host[number as usize];
                self.refuge.leave(from, people);
                self.refuge.come(to, people);
                env.state(Fact::CiviliansMovedOn { from, to, people });
            }
            Event::LeavesHost(people, from) => {
                self.refuge.leave(from, people);
                self.in_host -= u64::from(people);
                self.home += u64::from(people);
                env.state(Fact::CiviliansWentHome { people });
            }
        }
    }

    /// A group stays where it is, or will be after days on the road, until it moves on or goes home, whichever its own
    /// numbers say comes first.
    #[inline]
    fn stay(&mut self, g: u32, road_days: f64, wait: f64, decision: Decision, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.displacement;
        let group = &mut self.groups[g as usize];
        let moves_in = road_days + wait;
        let quiet_in = (group.displaced_on + rules.quiet_days - env.now().days()).max(road_days);
        let home_in = self.waits.home.below(moves_in - quiet_in, decision.home).map(|days| quiet_in + days);
        // Asked once more, since rounding of the difference must not let a group go home that moves on at the same time.
        let (days, event) = match home_in.filter(|&home_in| home_in < moves_in) {
            Some(home_in) => (home_in, Event::GoesHome(g)),
            None => (moves_in, Event::MovesOn(g)),
        };
        if days.is_finite() {
            group.until = env.schedule_in(days, event);
            self.guests.come(g, self.places.latest(group.at));
        } else {
            self.guests.leave(g);
        }
    }

    /// Those who stay in a district that fell move on, the group that was displaced first before the others.
    fn uproot(&mut self, district: District, env: &mut Env<'_>) {
        let mut uprooted = core::mem::take(&mut self.uprooted);
        uprooted.clear();
        self.guests.take(self.places.latest(district), |g| {
            uprooted.push(g);
        });
        uprooted.sort_unstable();
        for &g in &uprooted {
            env.cancel(self.groups[g as usize].until);
            let decision = self.decide(g, env);
            self.stay(g, 0.0, self.waits.conflict.of(decision.moves), decision, env);
        }
        self.uprooted = uprooted;
    }

    /// A group goes to a neighbouring district; where it stands at the border, a part goes over it.
    fn move_on(&mut self, g: u32, is_open: impl Fn(HostDistrict) -> bool, env: &mut Env<'_>) {
        let decision = self.decide(g, env);
        let attraction = &env.scenario.sections.displacement.attraction;
        let Group { at, ways, has_gate, .. } = self.groups[g as usize];
        let inland = self.roads.pull(ways, &self.places);
        if let Some(gate) = has_gate.then(|| self.places.gate(at)).flatten() {
            let pull = if is_open(gate) { attraction.open_post } else { attraction.ford };
            let over = pull * self.border_discount;
            let share = if inland + over > 0.0 { over / (inland + over) } else { 0.0 };
            self.go_over(g, gate, share, decision.over, env);
        }
        if self.groups[g as usize].people == 0 {
            self.guests.leave(g);
            return;
        }
        match self.roads.choose(ways, decision.road) {
            Some((to, road_days)) if inland > 0.0 => {
                let arrival = self.places.arrival(to);
                let group = &mut self.groups[g as usize];
                (group.at, group.ways, group.has_gate) = (to, arrival.ways, arrival.has_gate);
                let wait = self.wait_at(&arrival, env).of(decision.moves);
                self.stay(g, road_days, wait, decision, env);
            }
            _ => self.stay(g, 0.0, self.waits.refuge.of(decision.moves), decision, env),
        }
    }

    /// A share of a group goes to the border.
    fn go_over(&mut self, g: u32, gate: HostDistrict, share: f64, rounding: f64, env: &mut Env<'_>) {
        let group = &mut self.groups[g as usize];
        let people = (libm::floor(share * f64::from(group.people) + rounding) as u32).min(group.people);
        if people > 0 {
            group.people -= people;
            self.at_border += u64::from(people);
            env.state(Fact::CiviliansAtBorder { from: group.at, at: gate, people });
        }
    }

    /// How long groups stay at a place before they move on.
    fn wait_at(&self, place: &Arrival, env: &Env<'_>) -> &Days {
        if env.now().days() - place.fell_on < env.scenario.sections.displacement.quiet_days {
            &self.waits.conflict
        } else if place.is_refuge {
            &self.waits.refuge
        } else {
            &self.waits.transit
        }
    }

    /// The numbers of a group's next decision.
    fn decide(&mut self, g: u32, env: &Env<'_>) -> Decision {
        let group = &mut self.groups[g as usize];
        let [over, road, moves, home] = env.four(mechanism::GROUP_MOVE, group.name, group.occasion, group.decisions);
        group.decisions += 1;
        Decision { over, road, moves, home }
    }
}
