//! Who holds what: the advance over the districts, provincial capitals, recapture.
//!
//! A rural district held by the government falls with the hazard
//!
//! ```text
//! h_i(t) = λ0 · z_i · R_i · (1 + β·C_i) · s_i^-γ · K_i · F_p(t) · b(t) · (1 + μn·X(t) + μp·X_p(t))
//! ```
//!
//! | symbol | meaning | changes |
//! |---|---|---|
//! | λ0, R_i | base hazard per day; multiplier of region, terrain and district | never |
//! | z_i | log-normal frailty with mean 1: what is not known of the district | never |
//! | C_i | share of its land border (or number of neighbours) that the advancing force holds | at falls and recaptures |
//! | s_i | garrison relative to the reference garrison | never |
//! | K_i | κ once the province's capital has fallen, else 1 | at the capital's fall |
//! | F_p, b | focus on listed regions for some days; dated milestones × (1 + ν · capitals fallen) | at dates, at capitals' falls |
//! | X, X_p | memories of falls in the nation and the province, fading by half every `half_life` | at falls |
//!
//! The first five rows are a district's *weight*, the rest is the shared tempo; [`race`] says how the two meet. After its
//! province's capital has fallen a district is also handed over with the constant hazard κ/3000 per day, a clock of its
//! own. Capitals: [`capitals`]. A rural fall is undone with some probability after a delay while the province's capital is
//! held, or, where the scenario says so, with a constant hazard.

pub mod capitals;
mod cities;
mod control;
mod falls;
pub mod layout;
pub mod race;
mod recaptures;
mod replay;
mod start;

use self::capitals::Capitals;
use self::control::{Hazard, Place};
use self::layout::Layout;
use self::race::{Momentum, Race};
use self::recaptures::Recaptures;
use self::start::Start;
use super::env::Env;
use super::fact::FallCause;
use super::index::{District, Province};
use super::mechanism;
use super::next_event::NextEvent;
use crate::math::{exps, logs, normal_quantiles};
use crate::scenario::{Scenario, Switch};
use crate::sim::Time;

/// What will happen to territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The district that leads the race falls.
    NextFall(District),
    /// The capital that leads the capitals' race falls.
    NextCapital(Province),
    /// The district that is to be retaken first is retaken, if its province's capital still stands.
    NextRecapture(District),
    /// A district is handed over after the fall of its capital.
    HandOver(District),
    /// A capital hands over in the general collapse.
    CapitalHandsOver(Province),
    /// The campaign's focus on some regions begins or ends.
    Focus(bool),
    /// The campaign turns to the cities.
    TurnToCities,
    /// A district falls, or is retaken, on the date of the record.
    Record(District, bool),
    /// A district falls that the record counts and does not date.
    Undated,
    /// The record counts no longer.
    CountsEnd,
    /// The record is replayed no longer.
    RecordEnds,
    /// An assault force is free again for the next capital.
    AssaultForceFree,
}

/// Who holds what, and what will happen to it.
#[derive(Debug)]
pub struct Territory {
    layout: Layout,
    start: Start,
    race: Race,
    capitals: Capitals,
    places: Vec<Place>,
    hazards: Vec<Hazard>,
    /// Districts by province.
    members: Vec<Vec<District>>,
    /// How often each district has fallen.
    falls: Vec<u32>,
    capital_fell: Vec<bool>,
    /// Districts other than the seat that are held, by province.
    rural_held: Vec<u32>,
    held_total: u32,
    capitals_fallen: u32,
    turned: bool,
    turn_scheduled: bool,
    /// Whether the record is replayed.
    replaying: bool,
    /// Whether counts on record say how many fall without a date, and how many of these are due.
    counting: bool,
    owed: u32,
    /// Product of the tempo of all dated milestones so far.
    milestone_tempo: f64,
    capital_tempo: f64,
    assault_forces: u32,
    recaptures: Recaptures,
    /// The first of the next fall, the next capital and the next recapture.
    next: NextEvent<Event>,
    /// Logarithms of the first draws of recapture of all districts.
    first_recapture: Vec<f64>,
    /// Logarithm of the chance of recapture.
    log_recapture_chance: f64,
    scratch: Vec<f64>,
    /// Memory for the neighbours of a district that still wait to fall.
    waiting: Vec<District>,
}

impl Territory {
    /// The territory of a map, and a campaign over it.
    #[must_use]
    pub fn new(layout: Layout, scenario: &Scenario) -> Self {
        let (districts, provinces) = (layout.province_of.len(), layout.seat_of.len());
        let mut members = vec![Vec::new(); provinces];
        for (district, province) in (0..).map(District).zip(&layout.province_of) {
            members[province.at()].push(district);
        }
        let start = Start::of(&layout, scenario);
        Self {
            race: Race::new(&layout.province_of, provinces, scenario.sections.campaign.provinces_differ()),
            members,
            capitals: Capitals::default(),
            places: start.places.clone(),
            hazards: (0..districts).map(|i| Hazard::of(&layout, i, start.missing[i])).collect(),
            falls: start.falls.clone(),
            capital_fell: vec![false; provinces],
            rural_held: start.rural_held.clone(),
            held_total: start.held.len() as u32,
            start,
            capitals_fallen: 0,
            turned: false,
            turn_scheduled: false,
            replaying: false,
            counting: false,
            owed: 0,
            milestone_tempo: 1.0,
            capital_tempo: 1.0,
            assault_forces: 0,
            recaptures: Recaptures::default(),
            next: NextEvent::default(),
            first_recapture: vec![0.0; districts],
            log_recapture_chance: f64::NEG_INFINITY,
            scratch: vec![0.0; districts],
            waiting: Vec::new(),
            layout,
        }
    }

    /// Whether the advancing force holds a district.
    #[inline]
    #[must_use]
    pub fn holds(&self, district: District) -> bool {
        self.places[district.at()].held
    }

    /// The districts that the advancing force holds.
    pub fn all_held(&self) -> impl Iterator<Item = District> {
        (0..).zip(&self.places).filter(|(_, place)| place.held).map(|(i, _)| District(i))
    }

    /// How many districts the advancing force holds.
    #[inline]
    #[must_use]
    pub fn held_total(&self) -> u32 {
        self.held_total
    }

    /// Provincial capitals that have fallen.
    #[inline]
    #[must_use]
    pub fn capitals_fallen(&self) -> u32 {
        self.capitals_fallen
    }

    /// The province of a district.
    #[inline]
    #[must_use]
    pub fn province_of(&self, district: District) -> Province {
        self.places[district.at()].province
    }

    /// Whether a province's capital has fallen.
    #[inline]
    #[must_use]
    pub fn capital_fell(&self, province: Province) -> bool {
        self.capital_fell[province.at()]
    }

    /// Pressure on a district: the share of its land border, or the number of its neighbours, that the advancing force holds.
    #[inline]
    #[must_use]
    pub fn pressure(&self, district: District) -> f64 {
        self.places[district.at()].pressure
    }

    /// The map's fixed numbers.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        let campaign = &env.scenario.sections.campaign;
        let capitals = &env.scenario.sections.capitals;
        self.forget();
        self.next.begin(env);
        self.recaptures.begin(self.places.len());
        self.draw_frailty(env);
        let (nation, province) = (campaign.national_momentum, campaign.provincial_momentum);
        env.world.first_draws(mechanism::FALL, &mut self.scratch);
        logs(&mut self.scratch);
        self.race.begin(
            self.scratch.iter().map(|&log| -log),
            Momentum { jump: nation.jump, decay: core::f64::consts::LN_2 / nation.half_life },
            Momentum { jump: province.jump, decay: core::f64::consts::LN_2 / province.half_life },
        );
        let draws = &mut self.scratch[..self.layout.seat_of.len()];
        env.world.first_draws(mechanism::CAPITAL, draws);
        logs(draws);
        self.capitals.begin(
            draws.iter().map(|&log| -log),
            capitals.hard,
            capitals.momentum.jump,
            core::f64::consts::LN_2 / capitals.momentum.half_life,
        );
        let recapture = &env.scenario.sections.recapture;
        self.log_recapture_chance = libm::log(recapture.probability);
        if recapture.probability > 0.0 || self.layout.has_recapture() {
            env.world.first_draws(mechanism::RECAPTURE, &mut self.first_recapture);
            logs(&mut self.first_recapture);
        }
        for i in 0..self.start.held.len() {
            let district = self.start.held[i];
            // What is held at the start is held for good, but for a constant hazard of recapture.
            if self.layout.recapture(district) > 0.0 {
                self.expect_recapture(district, 0, env);
            }
        }
        self.weigh_all();
        for p in 0..self.capital_fell.len() {
            self.weigh_capital(Province(p as u32), env);
        }
        if self.replaying {
            self.set_capital_factor(env);
            self.set_intensity(env);
        }
        self.schedule_dates(env);
        self.schedule_record(env);
        self.set_alarm(env);
    }

    /// Everything as before the first day.
    fn forget(&mut self) {
        self.places.copy_from_slice(&self.start.places);
        // Nothing but the fall of a capital, and the end of a replay, changes it.
        if self.capitals_fallen > 0 || self.start.replays {
            self.hazards.iter_mut().zip(&self.start.missing).for_each(|(hazard, missing)| hazard.coupling = *missing);
        }
        self.falls.copy_from_slice(&self.start.falls);
        self.rural_held.copy_from_slice(&self.start.rural_held);
        self.held_total = self.start.held.len() as u32;
        self.capital_fell.fill(false);
        self.capitals_fallen = 0;
        self.turned = false;
        self.turn_scheduled = false;
        self.replaying = self.start.replays;
        self.counting = self.start.undated.until.is_some();
        self.owed = 0;
        self.milestone_tempo = 1.0;
        self.capital_tempo = 1.0;
        self.assault_forces = 0;
    }

    /// Frailty `z = exp(σ·Φ⁻¹(u) - σ²/2)`: log-normal with mean 1.
    fn draw_frailty(&mut self, env: &Env<'_>) {
        let sigma = env.scenario.sections.campaign.frailty_sd;
        if sigma == 0.0 {
            return;
        }
        env.world.first_draws(mechanism::FRAILTY, &mut self.scratch);
        normal_quantiles(&mut self.scratch);
        self.scratch.iter_mut().for_each(|z| *z = sigma * *z - 0.5 * sigma * sigma);
        exps(&mut self.scratch);
        for (hazard, &frailty) in self.hazards.iter_mut().zip(&self.scratch) {
            hazard.frailty = frailty;
        }
    }

    /// Puts the campaign's dates into the calendar.
    fn schedule_dates(&mut self, env: &mut Env<'_>) {
        let meta = &env.scenario.meta;
        let surge = &env.scenario.sections.campaign.surge;
        if let Some(start) = surge.start {
            let first = meta.day_of(start);
            env.schedule_at(Time::from_days(first.max(0.0)), Event::Focus(true));
            env.schedule_at(Time::from_days((first + surge.days).max(0.0)), Event::Focus(false));
        }
        let capitals = &env.scenario.sections.capitals;
        match (capitals.switch, capitals.switch_date) {
            (Switch::Date, Some(date)) => {
                let sd = capitals.switch_date_sd;
                let late = if sd > 0.0 { sd * env.stream(mechanism::DATE, 0).normal() } else { 0.0 };
                env.schedule_at(Time::from_days((meta.day_of(date) + late).max(0.0)), Event::TurnToCities);
            }
            (Switch::Open, _) => self.turn(env),
            (Switch::Share, _) => self.turn_if_ripe(env),
            (Switch::Date, None) | (Switch::Never, _) => {}
        }
    }

    /// Does what was due.
    pub fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        if matches!(event, Event::NextFall(_) | Event::NextCapital(_) | Event::NextRecapture(_)) {
            self.next.has_fired();
        }
        match event {
            Event::NextFall(district) => {
                self.fall(district, FallCause::Advance, env);
                self.is_paid(env);
            }
            Event::NextCapital(province) | Event::CapitalHandsOver(province) => self.capital_falls(province, env),
            Event::NextRecapture(district) => self.recapture(district, env),
            Event::HandOver(district) => self.fall(district, FallCause::HandedOver, env),
            Event::Focus(begins) => self.focus(begins, env),
            Event::TurnToCities => self.turn(env),
            Event::Record(district, true) => self.fall_on_record(district, env),
            Event::Record(district, false) => self.retake(district, env),
            Event::Undated => self.owe(env),
            Event::CountsEnd => self.end_counts(env),
            Event::RecordEnds => self.end_record(env),
            Event::AssaultForceFree => {
                self.assault_forces -= 1;
                self.set_capital_factor(env);
            }
        }
        self.set_alarm(env);
    }

    /// A dated milestone changes the tempo of the campaign in the country and against the cities.
    pub fn change_tempo(&mut self, rural: f64, capitals: f64, env: &mut Env<'_>) {
        if rural == 1.0 && capitals == 1.0 {
            return;
        }
        self.milestone_tempo *= rural;
        self.capital_tempo *= capitals;
        self.set_intensity(env);
        self.set_capital_factor(env);
        self.set_alarm(env);
    }

    /// The rules of the campaign have changed: the hazards of all that still may fall change with them.
    pub fn change_rules(&mut self, env: &mut Env<'_>) {
        let (campaign, recapture) = (&env.scenario.sections.campaign, &env.scenario.sections.recapture);
        self.layout = Layout::of(env.scenario);
        let missing = if self.replaying { 1.0 - campaign.reported_after_capital } else { 1.0 };
        for i in 0..self.places.len() {
            let place = self.places[i];
            let hazard = &mut self.hazards[i];
            (hazard.base, hazard.slope) = (self.layout.base[i], self.layout.slope[i]);
            if self.capital_fell[place.province.at()] {
                hazard.coupling = missing * campaign.capital_coupling;
            }
            if place.waits {
                self.weigh(District(i as u32), env.now());
            }
        }
        for p in 0..self.capital_fell.len() {
            self.weigh_capital(Province(p as u32), env);
        }
        self.log_recapture_chance = libm::log(recapture.probability);
        if recapture.probability > 0.0 {
            env.world.first_draws(mechanism::RECAPTURE, &mut self.first_recapture);
            logs(&mut self.first_recapture);
        }
        self.set_intensity(env);
        self.set_capital_factor(env);
        self.set_alarm(env);
    }

    /// Puts the next fall, capital or recapture, whichever comes first, where it belongs in the calendar.
    // In its callers, since each event of the advance ends with it (see `handle_facts` in `sim/engine.rs`).
    #[inline(always)]
    fn set_alarm(&mut self, env: &mut Env<'_>) {
        let now = env.now();
        let mut next = (Time::NEVER, None);
        if let Some(fall) = self.race.next(now) {
            next = (fall.time, Some(Event::NextFall(fall.district)));
        }
        if let Some((time, province)) = self.capitals.next(now) {
            next = sooner(next, (time, Some(Event::NextCapital(province))));
        }
        if let Some((time, district)) = self.recaptures.next() {
            next = sooner(next, (time, Some(Event::NextRecapture(district))));
        }
        self.next.set(next.1.map(|event| (next.0, event)), core::convert::identity, env);
    }
}

/// The sooner of two things that may come; the former where both come at once.
#[inline]
fn sooner<T>(one: (Time, T), other: (Time, T)) -> (Time, T) {
    if other.0 < one.0 { other } else { one }
}
