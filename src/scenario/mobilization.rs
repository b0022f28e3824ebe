//! `[mobilization]`: how the host state calls up its reservists (model 3.9).

use super::distribution::{gamma, log_normal};
use super::limits::{LEAST_INTERVAL, MOST_BATTALIONS, MOST_DAYS};
use super::names::NameKind;
use super::section::{Section, parameters};
use super::trigger::{Trigger, Watcher};
use crate::sim::Distribution;

/// Where battalions are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// In proportion to the border line that the advancing force holds.
    FacingKm,
    /// In proportion to the men that are missing.
    Need,
    /// In proportion to given weights.
    Weights,
    /// The same for each sector.
    Even,
}

/// The most reservists.
const MOST: f64 = 1e8;
const ALLOCATIONS: &[(&str, Allocation)] = &[
    ("facing-km", Allocation::FacingKm),
    ("need", Allocation::Need),
    ("weights", Allocation::Weights),
    ("even", Allocation::Even),
];

parameters! {
    |s|
    /// How the host state calls up its reservists (model 3.9).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Mobilization {
        /// What makes the host state call up.
        pub trigger: Trigger = Trigger::read(&mut s.table("trigger"), &[], Watcher::Mobilization),
        /// Reservists called up.
        // A number out of its range is told once: wrapped it would make battalions that nobody asked for.
        pub reservists: u32 =
            u32::try_from(s.integer("reservists").default(1_000).between(0.0, MOST).unit("people").assumed().get())
                .unwrap_or(0),
        /// Men in a battalion, the unit that moves; 1 lets every reservist move alone.
        pub battalion_men: u32 =
            u32::try_from(s.integer("battalion_men").default(500).between(1.0, MOST).unit("people").assumed().get())
                .unwrap_or(u32::MAX),
        /// From the decision to the order.
        pub order: Distribution = stage(s, "order_days", 0.5, "From the decision to the order"),
        /// Days of a battalion's call-up, assembly, transport and preparation.
        pub stages: [Distribution; 4] = [
            stage(s, "call_up_days", 2.0, "From the order until a battalion's men have been called"),
            stage(s, "assembly_days", 3.0, "Until the battalion is assembled"),
            stage(s, "transport_days", 2.0, "On the road, once the road is free"),
            stage(s, "preparation_days", 6.0, "In place, until the battalion is ready"),
        ],
        /// Share of a battalion's men who come when called.
        pub turnout: Distribution = s.distribution("turnout").default(Distribution::Beta { alpha: 16.0, beta: 3.0 })
            .share().source("assumption, range 0.6 to 0.95").get(),
        /// Readiness after call-up, assembly, transport and preparation.
        pub readiness: [f64; 4] = [
            readiness(s, "readiness_called", 0.1, "Readiness of men who have been called"),
            readiness(s, "readiness_assembled", 0.3, "Readiness of assembled men"),
            readiness(s, "readiness_arrived", 0.6, "Readiness of men in place"),
            readiness(s, "readiness_prepared", 1.0, "Readiness of prepared men"),
        ],
        /// Men for whom there is equipment; enough for all if left out.
        pub equipment: Option<u32> =
            s.integer("equipment_sets").between(0.0, MOST).unit("people").assumed().optional().map(|men| men as u32),
        /// Readiness of prepared men for whom no equipment is left.
        pub unequipped_readiness: f64 = s.number("unequipped_readiness").default(0.5).share().assumed().get(),
        /// Where battalions are sent: by border line held by the advancing force, by men missing, by given weights, or
        /// the same to each sector.
        pub allocation: Allocation = s.choice("allocation", ALLOCATIONS).default(Allocation::FacingKm).assumed().get(),
        /// Sectors with a limited road or a weight.
        pub sectors: Vec<SectorRule> = s.tables_naming("sector", NameKind::Sector).into_iter()
            .map(|(name, mut s)| SectorRule::read(&mut s, name)).collect(),
        /// Tiring and relief.
        pub service: Service = Service::read(&mut s.table("service")),
    }
    check |rules| { rules.check_battalions(rules.reservists, s, "battalion_men") }
}

parameters! {
    |s, name: String|
    /// What holds for one sector of the border.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SectorRule {
        /// The sector's name.
        pub name: String = name,
        /// Men whom the road to the sector takes in a day; no limit if left out.
        pub road: Option<f64> =
            s.number("road_men_per_day").between(0.01, 1e8).unit("people per day").assumed().optional(),
        /// Weight of the sector where allocation = "weights".
        pub weight: f64 = s.number("weight").default(1.0).between(0.0, 1e6).unit("1").assumed().get(),
    }
}

parameters! {
    |s|
    /// How service wears reservists out, and how it ends.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Service {
        /// Share of readiness lost in a day of service once ready.
        pub fatigue: f64 = s.number("fatigue_per_day").default(0.002).share().unit("per day").assumed().get(),
        /// Fatigue takes readiness no lower than this.
        pub fatigue_floor: f64 = s.number("fatigue_floor").default(0.6).share().assumed().get(),
        /// Days of service once ready after which a battalion is relieved to rest.
        pub tour: Option<f64> =
            s.number("tour_days").default(90.0).between(LEAST_INTERVAL, MOST_DAYS).unit("days").assumed().optional(),
        /// Days of rest before a relieved battalion is back.
        pub rest: f64 = s.number("rest_days").default(14.0).days().assumed().get(),
        /// Days from the order to demobilization; none if left out.
        pub ends: Option<f64> =
            s.number("ends_after_days").between(LEAST_INTERVAL, MOST_DAYS).unit("days").assumed().optional(),
    }
}

fn stage(s: &mut Section<'_>, key: &'static str, median: f64, doc: &'static str) -> Distribution {
    s.distribution(key).default(log_normal(median, 0.5)).days().doc(doc).assumed().get()
}

fn readiness(s: &mut Section<'_>, key: &'static str, usual: f64, doc: &'static str) -> f64 {
    s.number(key).default(usual).share().doc(doc).assumed().get()
}

impl Mobilization {
    /// Reports a call for so many men that their battalions are more than [`MOST_BATTALIONS`].
    pub(crate) fn check_battalions(&self, men: u32, s: &Section<'_>, key: &str) {
        let battalions = men.div_ceil(self.battalion_men.max(1));
        if battalions > MOST_BATTALIONS {
            let rule = format!("at most {MOST_BATTALIONS} battalions, and {men} reservists make {battalions}");
            s.problem(key, rule, "raise mobilization.battalion_men or lower the number of reservists");
        }
    }

    /// A mobilization of single reservists who come with a probability and each arrive after a gamma delay, for checks
    /// against the closed form: the number present at `t` is binomial.
    #[must_use]
    pub fn of_single_men(reservists: u32, probability: f64, mean: f64, sd: f64, trigger: Trigger) -> Mobilization {
        let at_once = Distribution::Constant { value: 0.0 };
        Mobilization {
            trigger,
            reservists,
            battalion_men: 1,
            order: at_once,
            stages: [at_once, at_once, gamma(mean, sd), at_once],
            turnout: Distribution::Constant { value: probability },
            readiness: [0.0, 0.0, 1.0, 1.0],
            equipment: None,
            unequipped_readiness: 1.0,
            allocation: Allocation::Even,
            sectors: Vec::new(),
            service: Service { fatigue: 0.0, fatigue_floor: 1.0, tour: None, rest: 0.0, ends: None },
        }
    }
}
