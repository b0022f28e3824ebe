//! Garrisons: who stands in a district, and what becomes of them when it falls.
//!
//! A garrison of `n` men dissolves at the fall of its district: a share is killed; then the rest, as one body, flees over a
//! border of a host state, or surrenders, or withdraws to the provincial capital. With `C` the share of the district's land
//! border that the advancing force holds, and where the district touches a host state,
//!
//! ```text
//! P(flee)                 = f0 + f1·C     by the border's terrain
//! P(surrender | not flee) = g0 + g1·C
//! ```
//!
//! Of those who flee a uniform share makes it to the border; the others surrender. They make for one host district: the one
//! of a named crossing point with that crossing's share, else by length of shared border.
//!
//! Men are whole, and conserved: at every fact, the men of a garrison are killed, surrendered, withdrawn or on their way.

use super::env::Env;
use super::fact::Fact;
use super::index::{District, HostDistrict};
use super::lists::Lists;
use super::mechanism;
use crate::math::{exps, normal_quantiles};
use crate::scenario::{District as DistrictRow, Scenario, Terrain};
use crate::sim::Distribution;

/// Men in the garrisons of all districts.
#[derive(Debug, Default)]
pub struct Garrisons {
    garrisons: Vec<Garrison>,
    /// Men that are expected in each at the start: none where the advancing force holds the district.
    expected: Vec<f64>,
    /// The same, whole.
    certain: Vec<u32>,
    at_start: u64,
    killed: u64,
    surrendered: u64,
    fled: u64,
    draws: Vec<f64>,
    destinations: Lists<(HostDistrict, f64)>,
}

#[derive(Debug, Clone, Copy)]
struct Garrison {
    men: u32,
    /// Of the district.
    terrain: Terrain,
}

/// Numbers that decide what a garrison does.
const FATE_DRAWS: usize = 6;
/// No garrison is larger, whatever its strength is multiplied by.
const MOST_MEN: f64 = 1e6;
/// Nor do more men flee at once where their number is drawn.
const MOST_AT_ONCE: f64 = 1e6;

/// Where a garrison stands, as its fate depends on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plight {
    /// Pressure on it: the share of its land border that the advancing force holds (0 to 1).
    pub encircled: f64,
    /// The seat of its provincial capital, where that is still held and not the district itself.
    pub refuge: Option<District>,
}

impl Garrisons {
    /// The garrisons of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let (districts, factor) = (scenario.geography.districts.iter(), scenario.sections.garrison.factor);
        let expected: Vec<f64> =
            districts.map(|district| if district.held_at_start { 0.0 } else { factor * district.garrison }).collect();
        let certain = expected.iter().map(|&men| libm::round(men) as u32).collect();
        let garrison = |district: &DistrictRow| Garrison { men: 0, terrain: district.terrain };
        let garrisons = scenario.geography.districts.iter().map(garrison).collect();
        Self { garrisons, expected, certain, destinations: Lists::new(destinations(scenario)), ..Self::default() }
    }

    /// Starts a history: each garrison is its expected strength times a log-normal factor with mean 1.
    pub fn begin(&mut self, env: &Env<'_>) {
        let sigma = env.scenario.sections.garrison.strength_sd;
        if sigma > 0.0 {
            self.draws.resize(self.expected.len(), 0.5);
            env.world.first_draws(mechanism::GARRISON_SIZE, &mut self.draws);
            normal_quantiles(&mut self.draws);
            self.draws.iter_mut().for_each(|z| *z = sigma * *z - 0.5 * sigma * sigma);
            exps(&mut self.draws);
            for ((garrison, men), factor) in self.garrisons.iter_mut().zip(&self.expected).zip(&self.draws) {
                garrison.men = libm::round(men * factor).min(MOST_MEN) as u32;
            }
        } else {
            for (garrison, &men) in self.garrisons.iter_mut().zip(&self.certain) {
                garrison.men = men;
            }
        }
        self.at_start = self.standing();
        (self.killed, self.surrendered, self.fled) = (0, 0, 0);
    }

    /// Men in the garrison of a district.
    #[must_use]
    pub fn men(&self, district: District) -> u32 {
        self.garrisons[district.at()].men
    }

    /// Men killed, surrendered and fled so far.
    #[must_use]
    pub fn losses(&self) -> (u64, u64, u64) {
        (self.killed, self.surrendered, self.fled)
    }

    /// Whether every man of the start is in a garrison, killed, surrendered or fled.
    #[must_use]
    pub fn conserved(&self) -> bool {
        self.standing() + self.killed + self.surrendered + self.fled == self.at_start
    }

    fn standing(&self) -> u64 {
        self.garrisons.iter().map(|garrison| u64::from(garrison.men)).sum()
    }

    /// The garrison of a district that fell for this time (0 is the first) dissolves.
    pub fn dissolve(&mut self, district: District, occasion: u32, plight: impl FnOnce() -> Plight, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.garrison;
        if let Some(crossing_men) = &rules.crossing_men {
            if !self.destinations.is_empty(district) {
                self.send_over(district, occasion, crossing_men, env);
            }
            return;
        }
        let plight = plight();
        let Garrison { men, terrain } = self.garrisons[district.at()];
        self.garrisons[district.at()].men = 0;
        let [killed, flees, surrenders, share, choice, fled] = fate(district, occasion, env);
        let killed = whole(rules.killed_share * f64::from(men), killed).min(men);
        let left = men - killed;
        let flight = rules.flight(terrain);
        let destination = self.destination(district, choice);
        let flees = destination.is_some() && flees < flight.odds.probability(plight.encircled);
        let share = flight.share_low + (flight.share_high - flight.share_low) * share;
        let fled = if flees { whole(share * f64::from(left), fled).min(left) } else { 0 };
        let gives_up = fled > 0 || surrenders < rules.surrender.probability(plight.encircled);
        let withdrew = match plight.refuge {
            Some(refuge) if !gives_up => {
                self.garrisons[refuge.at()].men += left;
                left
            }
            _ => 0,
        };
        let surrendered = left - fled - withdrew;
        self.killed += u64::from(killed);
        self.surrendered += u64::from(surrendered);
        self.fled += u64::from(fled);
        env.state(Fact::GarrisonBroke { district, killed, surrendered, withdrew, fled });
        if let Some(towards) = destination
            && fled > 0
        {
            env.state(Fact::SoldiersFled { district, towards, men: fled, occasion });
        }
    }

    /// A number of men, apart from the garrison, flees over the border.
    fn send_over(&mut self, district: District, occasion: u32, men: &Distribution, env: &mut Env<'_>) {
        let mut stream = env.occasion(mechanism::GARRISON_FATE, district.0, occasion);
        let choice = stream.uniform();
        if let Some(towards) = self.destination(district, choice) {
            let men = libm::round(men.sample(&mut stream)).clamp(0.0, MOST_AT_ONCE) as u32;
            self.at_start += u64::from(men);
            self.fled += u64::from(men);
            if men > 0 {
                env.state(Fact::SoldiersFled { district, towards, men, occasion });
            }
        }
    }

    /// Where those who flee from a district make for: `choice` is uniform in (0, 1).
    fn destination(&self, district: District, choice: f64) -> Option<HostDistrict> {
        if self.destinations.is_empty(district) {
            return None;
        }
        let chances = self.destinations.of(district);
        let mut below = 0.0;
        let chosen = chances.iter().find(|&&(_, chance)| {
            below += chance;
            choice < below
        });
        chosen.or(chances.last()).map(|&(host_district, _)| host_district)
    }
}

/// The numbers that decide a garrison's fate, for the first fall of its district or a later one.
fn fate(district: District, occasion: u32, env: &Env<'_>) -> [f64; FATE_DRAWS] {
    if occasion == 0 {
        return env.world.first_draws_from(mechanism::GARRISON_FATE, FATE_DRAWS as u64 * u64::from(district.0));
    }
    let mut stream = env.occasion(mechanism::GARRISON_FATE, district.0, occasion);
    core::array::from_fn(|_| stream.uniform())
}

/// Where those who flee from each district make for, with the chance of each: a named crossing point takes its share, the
/// rest goes by length of shared border.
fn destinations(scenario: &Scenario) -> Vec<Vec<(HostDistrict, f64)>> {
    let geography = &scenario.geography;
    let mut chances: Vec<Vec<(HostDistrict, f64)>> = vec![Vec::new(); geography.districts.len()];
    for contact in &geography.contacts {
        chances[contact.district as usize].push((HostDistrict(contact.host_district), contact.shared_km));
    }
    for (district, chances) in (0..).zip(&mut chances) {
        let km: f64 = chances.iter().map(|&(_, km)| km).sum();
        let routes = || geography.routes.iter().filter(|route| route.district == district);
        let by_routes: f64 = routes().map(|route| route.share).sum();
        for (_, chance) in &mut *chances {
            *chance *= (1.0 - by_routes).max(0.0) / km.max(f64::MIN_POSITIVE);
        }
        for route in routes() {
            chances.push((HostDistrict(route.host_district), route.share));
        }
    }
    chances
}

/// A whole number whose mean is `amount`, by a uniform number.
fn whole(amount: f64, uniform: f64) -> u32 {
    libm::floor(amount + uniform) as u32
}
