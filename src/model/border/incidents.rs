//! Incidents at the border: shots, shells, and people who come through.
//!
//! In each sector incidents arrive with the rate, per day,
//!
//! ```text
//! ι · (facing km / 1000) · (1 + f/f0)^-ρ · (1 - assurance) · (1 + φ · fighting nearby)
//! ```
//!
//! where `f` is the men ready for each facing km. Rates change only at events but for the assurance, whose effect fades
//! between them: arrivals of the rate without it are accepted with probability `1 - assurance` (thinning; Lewis & Shedler
//! 1979, *Nav. Res. Logist. Q.* 26), which is exact. Each sector has its own unit-rate clock, so its progress is kept when
//! the rate changes.

use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::index::Sector;
use crate::model::mechanism;
use crate::model::next_event::NextEvent;
use crate::sim::HazardRace;

/// What will happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An incident, unless an assurance holds it back.
    Incident(Sector),
    /// Fighting near a sector has died down, if this was the last of it.
    Quiet(Sector, u32),
}

#[derive(Debug, Default, Clone, Copy)]
struct SectorState {
    /// Rate without fighting, per day.
    calm_rate: f64,
    /// Outbreaks of fighting nearby so far, and whether the last one still lasts.
    outbreaks: u32,
    fighting: bool,
    arrivals: u32,
}

/// Incidents of the whole border.
#[derive(Debug, Default)]
pub struct Incidents {
    sectors: Vec<SectorState>,
    /// Which sector has the next incident.
    race: HazardRace,
    next: NextEvent<usize>,
    total: u32,
}

impl Incidents {
    /// Starts a history.
    pub fn begin(&mut self, sectors: usize, env: &mut Env<'_>) {
        self.total = 0;
        self.sectors.clear();
        self.sectors.resize(sectors, SectorState::default());
        let world = env.world;
        let threshold = |sector| -libm::log(world.first_draw(mechanism::INCIDENT, sector));
        // The tempo is that of the clock on the wall: nothing is remembered, and no decay matters.
        self.race.begin((0..sectors as u64).map(threshold), 1.0);
        self.next.begin(env);
    }

    /// Incidents so far.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The load of a sector changed.
    pub fn reweigh(&mut self, sector: Sector, facing_km: f64, ready: f64, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.incidents;
        let state = &mut self.sectors[sector.at()];
        state.calm_rate = if facing_km > 0.0 {
            let density = ready / facing_km;
            rules.rate * (facing_km / 1000.0) * libm::pow(1.0 + density / rules.reference_density, -rules.deterrence)
        } else {
            0.0
        };
        self.retime(sector, env);
    }

    /// A district that touches some sectors changed hands.
    pub fn fighting_near(&mut self, sectors: impl Iterator<Item = Sector>, env: &mut Env<'_>) {
        for sector in sectors {
            self.fighting_breaks_out(sector, env);
        }
    }

    fn fighting_breaks_out(&mut self, sector: Sector, env: &mut Env<'_>) {
        let state = &mut self.sectors[sector.at()];
        state.outbreaks += 1;
        state.fighting = true;
        let event = Event::Quiet(sector, state.outbreaks);
        env.schedule_in(env.scenario.sections.incidents.fighting_days, event);
        self.retime(sector, env);
    }

    /// Does what was due. `assurance` is the share of incidents that an assurance holds back now.
    pub fn fire(&mut self, event: Event, assurance: f64, env: &mut Env<'_>) {
        match event {
            Event::Incident(sector) => {
                self.next.has_fired();
                self.arrive(sector, assurance, env);
            }
            Event::Quiet(sector, outbreak) => {
                if self.sectors[sector.at()].outbreaks == outbreak {
                    self.sectors[sector.at()].fighting = false;
                    self.retime(sector, env);
                }
            }
        }
    }

    fn arrive(&mut self, sector: Sector, assurance: f64, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.incidents;
        let state = &mut self.sectors[sector.at()];
        let mut stream = env.occasion(mechanism::INCIDENT_SIZE, sector.0, state.arrivals);
        state.arrivals += 1;
        let held_back = stream.chance(assurance);
        let infiltration = stream.chance(rules.infiltration_probability);
        let size = libm::round(rules.size.sample(&mut stream)).clamp(1.0, 1e6) as u32;
        self.race.rearm(sector.at(), stream.exponential(), env.now());
        if !held_back {
            self.total += 1;
            env.state(Fact::Incident { sector, infiltration, size });
        }
        self.retime(sector, env);
    }

    /// Sets a sector's clock to the present rate, and the alarm to the next incident.
    fn retime(&mut self, sector: Sector, env: &mut Env<'_>) {
        let near = env.scenario.sections.incidents.fighting_effect;
        let state = &self.sectors[sector.at()];
        let rate = state.calm_rate * if state.fighting { 1.0 + near } else { 1.0 };
        self.race.set_weight(sector.at(), rate, env.now());
        self.next.set(self.race.next(env.now()), |sector| Event::Incident(Sector(sector as u32)), env);
    }
}
