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

use crate::model::aim::Aim;
use crate::model::desk::Desk;
use crate::model::fact::Fact;
use crate::model::index::Sector;
use crate::model::mechanism;
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
struct Watch {
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
    watches: Vec<Watch>,
    /// Which sector has the next incident.
    race: HazardRace,
    next: Aim<usize>,
    total: u32,
}

impl Incidents {
    /// Starts a history.
    pub fn begin(&mut self, sectors: usize, desk: &mut Desk<'_>) {
        self.total = 0;
        self.watches.clear();
        self.watches.resize(sectors, Watch::default());
        let world = desk.world;
        let threshold = |sector| -libm::log(world.first_draw(mechanism::INCIDENT, sector));
        // The tempo is that of the clock on the wall: nothing is remembered, and no decay matters.
        self.race.begin((0..sectors as u64).map(threshold), 1.0);
        self.next.begin(desk);
    }

    /// Incidents so far.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The load of a sector changed.
    pub fn reweigh(&mut self, sector: Sector, facing_km: f64, ready: f64, desk: &mut Desk<'_>) {
        let rules = &desk.scenario.sections.incidents;
        let watch = &mut self.watches[sector.at()];
        watch.calm_rate = if facing_km > 0.0 {
            let density = ready / facing_km;
            rules.rate * (facing_km / 1000.0) * libm::pow(1.0 + density / rules.reference_density, -rules.deterrence)
        } else {
            0.0
        };
        self.retime(sector, desk);
    }

    /// A district that touches some sectors changed hands.
    pub fn fighting_near(&mut self, sectors: impl Iterator<Item = Sector>, desk: &mut Desk<'_>) {
        for sector in sectors {
            self.fighting_breaks_out(sector, desk);
        }
    }

    fn fighting_breaks_out(&mut self, sector: Sector, desk: &mut Desk<'_>) {
        let watch = &mut self.watches[sector.at()];
        watch.outbreaks += 1;
        watch.fighting = true;
        let event = Event::Quiet(sector, watch.outbreaks);
        desk.schedule_in(desk.scenario.sections.incidents.fighting_days, event);
        self.retime(sector, desk);
    }

    /// Does what was due. `assurance` is the share of incidents that an assurance holds back now.
    pub fn fire(&mut self, event: Event, assurance: f64, desk: &mut Desk<'_>) {
        match event {
            Event::Incident(sector) => {
                self.next.rang();
                self.arrive(sector, assurance, desk);
            }
            Event::Quiet(sector, outbreak) => {
                if self.watches[sector.at()].outbreaks == outbreak {
                    self.watches[sector.at()].fighting = false;
                    self.retime(sector, desk);
                }
            }
        }
    }

    fn arrive(&mut self, sector: Sector, assurance: f64, desk: &mut Desk<'_>) {
        let rules = &desk.scenario.sections.incidents;
        let watch = &mut self.watches[sector.at()];
        let mut stream = desk.occasion(mechanism::INCIDENT_SIZE, sector.0, watch.arrivals);
        watch.arrivals += 1;
        let held_back = stream.chance(assurance);
        let infiltration = stream.chance(rules.infiltration_probability);
        let size = libm::round(rules.size.sample(&mut stream)).clamp(1.0, 1e6) as u32;
        self.race.rearm(sector.at(), stream.exponential(), desk.now());
        if !held_back {
            self.total += 1;
            desk.state(Fact::Incident { sector, infiltration, size });
        }
        self.retime(sector, desk);
    }

    /// Sets a sector's clock to the present rate, and the alarm to the next incident.
    fn retime(&mut self, sector: Sector, desk: &mut Desk<'_>) {
        let near = desk.scenario.sections.incidents.fighting_effect;
        let watch = &self.watches[sector.at()];
        let rate = watch.calm_rate * if watch.fighting { 1.0 + near } else { 1.0 };
        self.race.set_weight(sector.at(), rate, desk.now());
        self.next.at(self.race.next(desk.now()), |sector| Event::Incident(Sector(sector as u32)), desk);
    }
}
