//! Border load: the force that the border needs against the force that stands there, sector by sector.
//!
//! ```text
//! required = (1 - e·infrastructure) · Σ men_per_km(terrain) · facing km  +  men tied by recent incidents
//! ready    = guards - guards at registration + reservists × readiness + allied men
//! load     = required / ready
//! ```
//!
//! A sector's facing line is the part of its border behind which the advancing force holds the district.

use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::index::{District, HostDistrict, Sector};
use crate::model::lists::Lists;
use crate::scenario::{Scenario, Terrain};

/// A sector of the host's border.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct Line {
    facing_km: f64,
    /// Men whom the facing line needs before infrastructure helps.
    line_men: f64,
    districts: u32,
    guards: f64,
    teams: u32,
    reservists: f64,
    allied: f64,
    infrastructure: f64,
    incident_men: f64,
}

/// What one contact between a district and the host's border adds when the advancing force holds the district.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Contact {
    sector: Sector,
    km: f64,
    men: f64,
}

/// Men tied by an incident are free again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    sector: Sector,
}

/// The load of the whole border.
#[derive(Debug, Default)]
pub struct Load {
    lines: Vec<Line>,
    at_start: Vec<Line>,
    contacts: Lists<Contact>,
    sector_of: Vec<Sector>,
    /// The rules as the scenario has them: what infrastructure saves, and guards whom a registration team ties.
    infrastructure_effect: f64,
    guards_per_team: f64,
    /// Kept with every change: they are asked for far more often than a line changes.
    totals: Totals,
}

impl Load {
    /// The border of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let rules = &scenario.sections.load;
        let mut load = Self {
            at_start: vec![Line::default(); geography.sectors.len()],
            infrastructure_effect: rules.infrastructure_effect,
            guards_per_team: rules.guards_per_team,
            ..Self::default()
        };
        for host_district in &geography.host_districts {
            let sector = Sector(host_district.sector);
            load.sector_of.push(sector);
            let line = &mut load.at_start[sector.at()];
            line.districts += 1;
            line.guards += host_district.guards * rules.guards_factor;
            line.infrastructure = rules.infrastructure;
        }
        let mut contacts = vec![Vec::new(); geography.districts.len()];
        for contact in &geography.contacts {
            let host_district = &geography.host_districts[contact.host_district as usize];
            let men_per_km = match host_district.terrain {
                Terrain::Plain => rules.men_per_km_plain,
                Terrain::Gorge => rules.men_per_km_gorge,
                Terrain::Mountain => rules.men_per_km_mountain,
            };
            contacts[contact.district as usize].push(Contact {
                sector: Sector(host_district.sector),
                km: contact.shared_km,
                men: contact.shared_km * men_per_km,
            });
        }
        load.contacts = Lists::new(contacts);
        load
    }

    /// Starts a history: nothing is faced yet; districts held from the start are taken through [`Load::face`].
    pub fn begin(&mut self) {
        self.lines.clear();
        self.lines.extend_from_slice(&self.at_start);
        self.totals = Totals::default();
        self.add_up();
    }

    /// The rules have changed while the advancing force holds these districts. Men whom incidents tie change with their number.
    pub fn change_rules(&mut self, before: &Scenario, held: impl Iterator<Item = District>, env: &mut Env<'_>) {
        let fresh = Load::new(env.scenario);
        let (men, were) = (env.scenario.sections.load.men_per_incident, before.sections.load.men_per_incident);
        for (line, new) in self.lines.iter_mut().zip(&fresh.at_start) {
            (line.guards, line.facing_km, line.line_men) = (new.guards, 0.0, 0.0);
            if men != were && were > 0.0 {
                line.incident_men *= men / were;
            }
        }
        let (effect, per_team) = (fresh.infrastructure_effect, fresh.guards_per_team);
        (self.contacts, self.infrastructure_effect, self.guards_per_team) = (fresh.contacts, effect, per_team);
        for district in held {
            for contact in self.contacts.of(district) {
                let line = &mut self.lines[contact.sector.at()];
                line.facing_km += contact.km;
                line.line_men += contact.men;
            }
        }
        for sector in 0..self.lines.len() {
            self.state(Sector(sector as u32), env);
        }
    }

    /// Whether a district touches the border.
    #[inline]
    #[must_use]
    pub fn touches(&self, district: District) -> bool {
        !self.contacts.is_empty(district)
    }

    /// A district came under the advancing force (`held`) or was retaken.
    pub fn face(&mut self, district: District, held: bool, env: &mut Env<'_>) {
        let sign = if held { 1.0 } else { -1.0 };
        for at in self.contacts.range(district) {
            let contact = *self.contacts.item(at);
            let line = &mut self.lines[contact.sector.at()];
            line.facing_km = (line.facing_km + sign * contact.km).max(0.0);
            line.line_men = (line.line_men + sign * contact.men).max(0.0);
            self.state(contact.sector, env);
        }
    }

    /// The number of registration teams at work in a host district changed by this much.
    pub fn tie_teams(&mut self, at: HostDistrict, change: i32, env: &mut Env<'_>) {
        let sector = self.sector_of[at.at()];
        let line = &mut self.lines[sector.at()];
        line.teams = line.teams.saturating_add_signed(change);
        self.state(sector, env);
    }

    /// The reservists in place in a sector, weighted by readiness, are now so many.
    pub fn set_reservists(&mut self, sector: Sector, men: f64, env: &mut Env<'_>) {
        self.lines[sector.at()].reservists = men;
        self.state(sector, env);
    }

    /// Allied men in the host state are now so many; they stand where the need is, in proportion.
    pub fn set_allied(&mut self, men: f64, env: &mut Env<'_>) {
        self.totals.allied = men;
        let effect = self.infrastructure_effect;
        let total: f64 = self.lines.iter().map(|line| line.required(effect)).sum();
        let sectors = self.lines.len() as f64;
        for line in &mut self.lines {
            let share = if total > 0.0 { line.required(effect) / total } else { 1.0 / sectors };
            line.allied = men * share;
        }
        for sector in 0..self.lines.len() {
            self.state(Sector(sector as u32), env);
        }
    }

    /// Infrastructure of a sector rises by a share, up to 1.
    pub fn build(&mut self, sector: Sector, share: f64, env: &mut Env<'_>) {
        let line = &mut self.lines[sector.at()];
        line.infrastructure = (line.infrastructure + share).clamp(0.0, 1.0);
        self.state(sector, env);
    }

    /// An incident ties men for some days.
    pub fn tie_incident(&mut self, sector: Sector, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.load;
        if rules.men_per_incident > 0.0 {
            self.lines[sector.at()].incident_men += rules.men_per_incident;
            env.schedule_in(rules.incident_days, Event { sector });
            self.state(sector, env);
        }
    }

    /// Men tied by an incident are free again.
    pub fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        let line = &mut self.lines[event.sector.at()];
        line.incident_men = (line.incident_men - env.scenario.sections.load.men_per_incident).max(0.0);
        self.state(event.sector, env);
    }

    /// Border that the advancing force holds in each sector, km, and men missing there.
    pub fn by_sector(&self) -> impl Iterator<Item = (f64, f64)> {
        let (effect, guards_per_team) = (self.infrastructure_effect, self.guards_per_team);
        self.lines
            .iter()
            .map(move |line| (line.facing_km, (line.required(effect) - line.ready(guards_per_team)).max(0.0)))
    }

    /// The border as a whole.
    #[must_use]
    #[inline]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The sectors that a district touches, one for each contact.
    pub fn sectors_near(&self, district: District) -> impl Iterator<Item = Sector> {
        self.contacts.of(district).iter().map(|contact| contact.sector)
    }

    /// The host district's sector.
    #[must_use]
    pub fn sector_of(&self, host_district: HostDistrict) -> Sector {
        self.sector_of[host_district.at()]
    }

    /// Says how a sector stands after a change.
    fn state(&mut self, sector: Sector, env: &mut Env<'_>) {
        self.add_up();
        let line = &self.lines[sector.at()];
        let (required, ready) = (line.required(self.infrastructure_effect), line.ready(self.guards_per_team));
        env.state(Fact::LoadChanged { sector, facing_km: line.facing_km, required, ready });
    }

    fn add_up(&mut self) {
        let mut totals = Totals { allied: self.totals.allied, ..Totals::default() };
        for line in &self.lines {
            let (required, ready) = (line.required(self.infrastructure_effect), line.ready(self.guards_per_team));
            totals.facing_km += line.facing_km;
            totals.required += required;
            totals.ready += ready;
            if required > ready {
                totals.overloaded_districts += line.districts;
            }
        }
        self.totals = totals;
    }
}

/// The border as a whole.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Totals {
    /// Border that the advancing force holds, km.
    pub facing_km: f64,
    /// Men required.
    pub required: f64,
    /// Men ready, allied men included.
    pub ready: f64,
    /// Allied men.
    pub allied: f64,
    /// Host districts in sectors that need more men than they have.
    pub overloaded_districts: u32,
}

impl Line {
    fn required(&self, infrastructure_effect: f64) -> f64 {
        (1.0 - infrastructure_effect * self.infrastructure) * self.line_men + self.incident_men
    }

    fn ready(&self, guards_per_team: f64) -> f64 {
        (self.guards - f64::from(self.teams) * guards_per_team).max(0.0) + self.reservists + self.allied
    }
}
