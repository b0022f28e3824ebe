//! The crisis: its components, and which facts they react to.
//!
//! This file is the wiring. A component never calls another: it states facts, and here each fact is handed to those whom
//! it concerns. To add a process: give it a file, add its facts to [`super::fact`], and add its lines here.

mod links;

use std::sync::Arc;

use self::links::{Watched, build_everywhere, build_in_turn, front_moves, plight, tempos};
use super::alliance::{self, Alliance};
use super::answer::Answer;
use super::bilateral::{self, Bilateral};
use super::border::incidents::{self, Incidents};
use super::border::journey::{self, Journey};
use super::border::load::{self, Load};
use super::border::posts::{self, Posts};
use super::border::shelter::{self, Shelter};
use super::changes;
use super::displacement::{self, Displacement};
use super::env::Env;
use super::fact::{Fact, Kind};
use super::garrison::Garrisons;
use super::index::{AllianceId, MilestoneId};
use super::milestones;
use super::mobilization::{self, Mobilization};
use super::needs::{self, Standing};
use super::programme::{self, Programme};
use super::territory::layout::Layout;
use super::territory::{self, Territory};
use crate::scenario::Scenario;
use crate::sim::{Context, Phase, Process, Time, World};

/// Declares each component's events with their phase, and lets the component schedule them.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident($component:ident) = $phase:literal,)*) => {
        /// What will happen: each component's own events.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $variant($component::Event),)*
        }

        impl Event {
            /// Order among events at the same instant: what comes from outside, the war, the border, the host, the alliance.
            #[must_use]
            pub fn phase(&self) -> Phase {
                Phase(match self {
                    $(Self::$variant(_) => $phase,)*
                })
            }
        }

        $(impl From<$component::Event> for Event {
            fn from(event: $component::Event) -> Self {
                Self::$variant(event)
            }
        })*
    };
}

events! {
    /// Parameters that change on a date.
    Change(changes) = 0,
    /// A dated milestone.
    Milestone(milestones) = 0,
    /// The advance.
    Territory(territory) = 1,
    /// Civilians who flee.
    Displacement(displacement) = 2,
    /// A group on its way to the border.
    Journey(journey) = 3,
    /// A border post.
    Posts(posts) = 4,
    /// Soldiers in the host state.
    Shelter(shelter) = 5,
    /// The force that the border needs.
    Load(load) = 6,
    /// An incident at the border.
    Incidents(incidents) = 7,
    /// The host's reservists.
    Mobilization(mobilization) = 60,
    /// The alliance.
    Alliance(alliance) = 70,
    /// The alliance's programme for the border.
    Programme(programme) = 80,
    /// Help outside the alliance, and talks.
    Bilateral(bilateral) = 90,
}

/// A crisis as it unfolds: one history of one random world under one policy.
#[derive(Debug)]
pub struct Crisis {
    /// The scenario as it is now.
    scenario: Arc<Scenario>,
    /// As it is at the start, and after each of its changes.
    at_start: Arc<Scenario>,
    stages: Vec<Arc<Scenario>>,
    changed: bool,
    world: World,
    /// The day under way, from 0.
    day: u32,
    watched: Watched,
    /// Milestones before the start, with the days that lie between.
    history: Vec<(MilestoneId, f64)>,
    territory: Territory,
    garrisons: Garrisons,
    displacement: Displacement,
    journey: Journey,
    posts: Posts,
    shelter: Shelter,
    load: Load,
    incidents: Incidents,
    mobilization: Mobilization,
    /// The first, and those that are asked besides.
    alliances: Vec<Alliance>,
    programme: Programme,
    bilateral: Bilateral,
}

impl Crisis {
    /// A crisis that has not begun; its memory serves one replication after another.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>) -> Self {
        Self {
            world: World::new(0, 0),
            day: 0,
            watched: Watched::of(&scenario),
            history: milestones::before_the_start(&scenario),
            territory: Territory::new(Layout::of(&scenario), &scenario),
            garrisons: Garrisons::new(&scenario),
            displacement: Displacement::new(&scenario),
            journey: Journey::default(),
            posts: Posts::new(&scenario),
            shelter: Shelter::default(),
            load: Load::new(&scenario),
            incidents: Incidents::default(),
            mobilization: Mobilization::new(&scenario),
            alliances: (0..=scenario.sections.also_asked.len() as u8).map(|n| Alliance::new(AllianceId(n))).collect(),
            programme: Programme::default(),
            bilateral: Bilateral::default(),
            stages: changes::stages(&scenario),
            at_start: Arc::clone(&scenario),
            changed: false,
            scenario,
        }
    }

    /// Begins a new history in a random world. The context must be new or cleared.
    pub fn begin(&mut self, world: World, context: &mut Context<Event, Fact>) {
        if self.changed {
            *self = Self::new(Arc::clone(&self.at_start));
        }
        (self.world, self.day) = (world, 0);
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        changes::begin(env);
        milestones::begin(env);
        self.garrisons.begin(env);
        self.displacement.begin();
        self.journey.begin();
        self.posts.begin(env);
        self.shelter.begin();
        self.load.begin();
        self.incidents.begin(env.scenario.geography.sectors.len(), env);
        self.mobilization.begin(env);
        self.alliances.iter_mut().for_each(|alliance| alliance.begin(env));
        self.programme.begin(env);
        self.bilateral.begin(env);
        self.territory.begin(env);
        for &(milestone, days) in &self.history {
            let (rural, capitals) = tempos(milestone, env.scenario);
            self.territory.change_tempo(rural, capitals, env);
            self.alliances.iter_mut().for_each(|alliance| alliance.remember(milestone, days, env));
            self.bilateral.remember(milestone, days, env);
        }
        for district in self.territory.all_held() {
            self.load.face(district, true, env);
            self.displacement.change_hands(district, true, env.scenario);
        }
    }

    /// Parameters change: what components have worked out from them is worked out anew.
    #[cold]
    fn change(&mut self, event: changes::Event, context: &mut Context<Event, Fact>) {
        let before = core::mem::replace(&mut self.scenario, Arc::clone(&self.stages[event.0.at()]));
        self.changed = true;
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        changes::fire(event, env);
        self.watched = Watched::of(env.scenario);
        self.territory.change_rules(env);
        self.displacement.change_rules(env.scenario);
        self.posts.change_rules(&before, env);
        self.load.change_rules(&before, self.territory.all_held(), env);
        self.alliances.iter_mut().for_each(Alliance::change_rules);
    }

    /// The scenario as resolved, with all that has changed on a date by now.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Who holds what.
    #[must_use]
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// Who stands where.
    #[must_use]
    pub fn garrisons(&self) -> &Garrisons {
        &self.garrisons
    }

    /// Civilians who fled.
    #[must_use]
    pub fn displacement(&self) -> &Displacement {
        &self.displacement
    }

    /// Who is on the way to the border.
    #[must_use]
    pub fn journey(&self) -> &Journey {
        &self.journey
    }

    /// Who waits at the border.
    #[must_use]
    pub fn posts(&self) -> &Posts {
        &self.posts
    }

    /// Soldiers in the host state.
    #[must_use]
    pub fn shelter(&self) -> &Shelter {
        &self.shelter
    }

    /// The force that the border needs.
    #[must_use]
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// The host's reservists.
    #[must_use]
    pub fn mobilization(&self) -> &Mobilization {
        &self.mobilization
    }

    /// All alliances that are asked, the first one first.
    #[must_use]
    pub fn alliances(&self) -> &[Alliance] {
        &self.alliances
    }

    /// One of them.
    #[must_use]
    pub fn alliance(&self, which: AllianceId) -> &Alliance {
        &self.alliances[which.at()]
    }

    /// Men of all alliances at the border.
    #[must_use]
    pub fn allied_men(&self) -> u32 {
        self.alliances.iter().map(|alliance| alliance.deliveries().men()).sum()
    }

    /// The alliance's programme for the border.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Help outside the alliance, and talks.
    #[must_use]
    pub fn bilateral(&self) -> &Bilateral {
        &self.bilateral
    }

    /// The kinds of need besides the men on the line as they stand now, in the order of the scenario.
    pub fn needs(&self) -> impl Iterator<Item = Standing> {
        let help = |kind| links::help_of_kind(&self.alliances, kind, None, &self.scenario);
        needs::standings(&self.scenario, self.view(), help)
    }

    /// Incidents at the border.
    #[must_use]
    pub fn incidents(&self) -> &Incidents {
        &self.incidents
    }
}

impl Crisis {
    /// Those who watch the border look at it, where something could make them act.
    fn show_border(&mut self, context: &mut Context<Event, Fact>) {
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        let watched = self.mobilization.watches(env.scenario)
            || self.alliances.iter().any(|alliance| alliance.watches(env.scenario))
            || self.bilateral.watches(env.scenario);
        if watched {
            let view = self.view();
            self.mobilization.react_to_border(&view, env);
            self.bilateral.react_to_border(&view, env);
            let reservists = self.mobilization.ready_at_border();
            self.alliances.iter_mut().for_each(|alliance| alliance.react_to_border(&view, reservists, env));
        }
    }

    /// The same, where it is about people or places: most triggers look at neither.
    #[inline]
    fn show_more(&mut self, context: &mut Context<Event, Fact>) {
        if self.watched.more {
            self.show_border(context);
        }
    }

    /// An alliance did something: its help changes the border, the programme is the first one's, and others hear of it.
    fn react_to_alliance(&mut self, which: AllianceId, answer: Answer, context: &mut Context<Event, Fact>) {
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        match answer {
            Answer::AidDelivered { gain, .. } => build_everywhere(&mut self.load, gain, env),
            Answer::AlliedMenArrived { .. } | Answer::AlliedMenLeft { .. } => {
                let men = self.allied_men() + self.bilateral.men();
                self.load.set_allied(f64::from(men), env);
            }
            Answer::HelpRequested | Answer::AllianceReminded if which == AllianceId::FIRST => {
                self.programme.remind(1.0, env);
            }
            Answer::CaseHeard { organ, .. } if which == AllianceId::FIRST => self.programme.session(organ, env),
            _ => {}
        }
        if self.alliances.len() > 1 {
            links::tell_others(&mut self.alliances, which, &answer, env);
        }
    }
}

impl Process for Crisis {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        match event {
            Event::Change(event) => self.change(event, context),
            Event::Milestone(event) => milestones::fire(event, env),
            Event::Territory(event) => {
                self.territory.fire(event, env);
            }
            Event::Journey(event) => self.journey.fire(event, env),
            Event::Displacement(event) => {
                self.displacement.fire(event, |gate| self.posts.is_open(gate), env);
            }
            Event::Posts(event) => self.posts.fire(event, env),
            Event::Shelter(event) => self.shelter.fire(event, env),
            Event::Load(event) => self.load.fire(event, env),
            Event::Incidents(event) => {
                let assurance = self.bilateral.assurance(env.now(), env.scenario);
                self.incidents.fire(event, assurance, env);
            }
            Event::Mobilization(event) => self.mobilization.fire(event, &self.view(), env),
            Event::Alliance(event) => {
                let (view, reservists) = (self.view(), self.mobilization.ready_at_border());
                self.alliances[event.of.at()].fire(event, &view, reservists, env);
            }
            Event::Programme(event) => self.programme.fire(event, env),
            Event::Bilateral(event) => self.bilateral.fire(event, &self.view(), env),
        }
    }

    /// Days are periods: what is due at midnight happens on the day that begins.
    #[inline]
    fn period_ends(&self) -> Time {
        Time::from_days(f64::from(self.day) + 1.0)
    }

    fn end_period(&mut self, context: &mut Context<Event, Fact>) {
        context.state(Fact::DayEnded { day: self.day });
        self.day += 1;
    }

    // Inlined, it would have its many addresses worked out anew for each event (4 % of the reference model's instructions).
    #[inline(never)]
    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        match *fact {
            Fact::MilestoneReached { milestone } => {
                let (rural, capitals) = tempos(milestone, env.scenario);
                self.territory.change_tempo(rural, capitals, env);
                self.mobilization.react_to_milestone(milestone, env);
                self.alliances.iter_mut().for_each(|alliance| alliance.react_to_milestone(milestone, env));
                self.programme.react_to_milestone(milestone, env);
                self.bilateral.react_to_milestone(milestone, env);
            }
            Fact::DistrictFell { district, occasion, .. } => {
                self.garrisons.dissolve(district, occasion, || plight(&self.territory, district), env);
                self.displacement.district_fell(district, occasion, env);
                if self.load.touches(district) {
                    front_moves(&mut self.load, &mut self.incidents, district, true, env);
                }
                self.show_more(context);
            }
            Fact::DistrictRecaptured { district } => {
                self.displacement.change_hands(district, false, env.scenario);
                if self.load.touches(district) {
                    front_moves(&mut self.load, &mut self.incidents, district, false, env);
                }
            }
            Fact::SoldiersFled { district, towards, men, occasion } => {
                self.journey.set_out(Kind::Soldier, district, towards, men, occasion, env);
            }
            Fact::GroupArrived { from, at, kind, people } => self.posts.arrive(at, from, kind, people, env),
            Fact::CiviliansAtBorder { from, at, people } => {
                self.posts.arrive(at, from, Kind::Family, people, env);
                self.show_more(context);
            }
            Fact::PersonRegistered { at, kind, people, .. } => {
                if kind.is_military() {
                    self.shelter.take_in(env);
                } else {
                    self.displacement.let_in(at, people, env);
                }
                self.show_border(context);
            }
            Fact::PersonTurnedBack { kind, people, .. } => {
                if !kind.is_military() {
                    self.displacement.turned_back(people);
                }
                self.show_more(context);
            }
            Fact::TeamsAtWork { at, change } => self.load.tie_teams(at, change, env),
            Fact::LoadChanged { sector, facing_km, required, ready } => {
                self.incidents.reweigh(sector, facing_km, ready, env);
                self.mobilization.react_to_sector(sector, facing_km, required - ready);
                self.show_border(context);
            }
            Fact::Incident { sector, .. } => {
                self.load.tie_incident(sector, env);
                self.show_border(context);
            }
            Fact::ReservistsReady { sector, men_equivalent } => self.load.set_reservists(sector, men_equivalent, env),
            Fact::Alliance(which, answer) => self.react_to_alliance(which, answer, context),
            Fact::BaseReinforced { .. } | Fact::BilateralExercise { .. } | Fact::NeighbourHelped { .. } => {
                let men = self.allied_men() + self.bilateral.men();
                self.load.set_allied(f64::from(men), env);
            }
            // The deal is with the first alliance's lead.
            Fact::PartnerCalled => self.alliances[0].set_deal_open(true, env),
            Fact::DealClosed => self.alliances[0].set_deal_open(false, env),
            Fact::CapitalFell { province } => {
                let nations = env.scenario.geography.provinces[province.at()].national_capital;
                self.alliances.iter_mut().for_each(|alliance| alliance.capital_fell(nations, env));
            }
            Fact::PackageDelivered { number, gain, .. } => build_in_turn(&mut self.load, number, gain, env),
            Fact::PledgeDelivered { gain, .. } => build_everywhere(&mut self.load, gain, env),
            Fact::DayEnded { .. } => {
                for at in 0..self.alliances.len() {
                    if self.alliances[at].case().is_open() {
                        let (view, reservists) = (self.view(), self.mobilization.ready_at_border());
                        self.alliances[at].see_day_end(&view, reservists, env);
                    }
                }
                self.show_more(context);
            }
            Fact::ParametersChanged { .. }
            | Fact::CiviliansDisplaced { .. }
            | Fact::CiviliansMovedOn { .. }
            | Fact::CiviliansWentHome { .. }
            | Fact::GarrisonBroke { .. }
            | Fact::SoldiersFlownHome { .. }
            | Fact::MobilizationDecreed { .. }
            | Fact::BattalionReached { .. }
            | Fact::ProgrammeHeldUp { .. }
            | Fact::GatePassed { .. }
            | Fact::ProgrammeComplete
            | Fact::AssuranceGiven { .. }
            | Fact::AssuranceBroken
            | Fact::PledgeMade { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the calendar and the line of facts move about at every step of the engine: growing one of them slows every model.
    #[test]
    fn events_and_facts_are_small() {
        assert!(size_of::<Event>() <= 16, "{} bytes", size_of::<Event>());
        assert!(size_of::<Fact>() <= 40, "{} bytes", size_of::<Fact>());
    }
}
