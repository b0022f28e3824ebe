//! `[mobilization]`: how the host state calls up its reservists (model 3.9).

use super::distribution::gamma;
use super::limits::{LEAST_INTERVAL, MOST_BATTALIONS, MOST_DAYS};
use super::names::NameKind;
use super::section::Section;
use super::trigger::Trigger;
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

/// `[mobilization]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mobilization {
    /// What makes the host state call up.
    pub trigger: Trigger,
    /// Reservists called up.
    pub reservists: u32,
    /// Men in a battalion; the unit that moves.
    pub battalion_men: u32,
    /// Days from the decision to the order.
    pub order: Distribution,
    /// Days of a battalion's call-up, assembly, transport and preparation.
    pub stages: [Distribution; 4],
    /// Share of the called who come.
    pub turnout: Distribution,
    /// Readiness after call-up, assembly, transport and preparation.
    pub readiness: [f64; 4],
    /// Men for whom there is equipment.
    pub equipment: Option<u32>,
    /// Readiness of prepared men without equipment.
    pub unequipped_readiness: f64,
    /// Where battalions are sent.
    pub allocation: Allocation,
    /// Sectors with a limited road or a weight.
    pub sectors: Vec<SectorRule>,
    /// Tiring and relief.
    pub service: Service,
}

/// What holds for one sector.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorRule {
    /// The sector's name.
    pub name: String,
    /// Men whom the road takes in a day; `None` for no limit.
    pub road: Option<f64>,
    /// Weight of the sector where battalions are sent by weights.
    pub weight: f64,
}

/// How service wears men out, and how it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// Share of readiness lost in a day of service once ready.
    pub fatigue: f64,
    /// Readiness never falls below this share by fatigue.
    pub fatigue_floor: f64,
    /// Days of service once ready after which a battalion is relieved; `None` for never.
    pub tour: Option<f64>,
    /// Days of rest before it is back.
    pub rest: f64,
    /// Days from the order to demobilization; `None` for never.
    pub ends: Option<f64>,
}

const ASSUMED: &str = "assumption";

fn stage(median: f64) -> Distribution {
    Distribution::LogNormal { median, sigma: 0.5 }
}

impl Mobilization {
    pub(crate) fn read(s: &mut Section<'_>) -> Mobilization {
        s.about("How the host state calls up its reservists (model 3.9)");
        let most = 1e8;
        let rules = Mobilization {
            trigger: Trigger::read(&mut s.table("trigger"), &[]),
            reservists: s.integer("reservists").default(1_000).between(0.0, most).unit("people").doc("Reservists called up").source(ASSUMED).get() as u32,
            battalion_men: s.integer("battalion_men").default(500).between(1.0, most).unit("people").doc("Men in a battalion, the unit that moves; 1 lets every reservist move alone").source("assumption").get() as u32,
            order: s.distribution("order_days").default(stage(0.5)).days().doc("From the decision to the order").source(ASSUMED).get(),
            stages: [
                s.distribution("call_up_days").default(stage(2.0)).days().doc("From the order until a battalion's men have been called").source(ASSUMED).get(),
                s.distribution("assembly_days").default(stage(3.0)).days().doc("Until the battalion is assembled").source(ASSUMED).get(),
                s.distribution("transport_days").default(stage(2.0)).days().doc("On the road, once the road is free").source(ASSUMED).get(),
                s.distribution("preparation_days").default(stage(6.0)).days().doc("In place, until the battalion is ready").source(ASSUMED).get(),
            ],
            turnout: s.distribution("turnout").default(Distribution::Beta { alpha: 16.0, beta: 3.0 }).share().unit("share").doc("Share of a battalion's men who come when called").source("assumption, range 0.6 to 0.95").get(),
            readiness: [
                s.number("readiness_called").default(0.1).share().unit("share").doc("Readiness of men who have been called").source("assumption").get(),
                s.number("readiness_assembled").default(0.3).share().unit("share").doc("Readiness of assembled men").source("assumption").get(),
                s.number("readiness_arrived").default(0.6).share().unit("share").doc("Readiness of men in place").source("assumption").get(),
                s.number("readiness_prepared").default(1.0).share().unit("share").doc("Readiness of prepared men").source("assumption").get(),
            ],
            equipment: s.integer("equipment_sets").between(0.0, most).unit("people").doc("Men for whom there is equipment; enough for all if left out").source("assumption").optional().map(|men| men as u32),
            unequipped_readiness: s.number("unequipped_readiness").default(0.5).share().unit("share").doc("Readiness of prepared men for whom no equipment is left").source("assumption").get(),
            allocation: s
                .choice("allocation", &[("facing-km", Allocation::FacingKm), ("need", Allocation::Need), ("weights", Allocation::Weights), ("even", Allocation::Even)])
                .default(Allocation::FacingKm)
                .doc("Where battalions are sent: by border line held by the advancing force, by men missing, by given weights, or the same to each sector")
                .source("assumption")
                .get(),
            sectors: s.tables_naming("sector", NameKind::Sector).into_iter().map(|(name, mut s)| SectorRule::read(name, &mut s)).collect(),
            service: Service::read(&mut s.table("service")),
        };
        rules.check_battalions(rules.reservists, s, "battalion_men");
        rules
    }

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

impl SectorRule {
    fn read(name: String, s: &mut Section<'_>) -> SectorRule {
        s.about("What holds for one sector of the border");
        SectorRule {
            name,
            road: s
                .number("road_men_per_day")
                .between(0.01, 1e8)
                .unit("people per day")
                .doc("Men whom the road to the sector takes in a day; no limit if left out")
                .source("assumption")
                .optional(),
            weight: s
                .number("weight")
                .default(1.0)
                .between(0.0, 1e6)
                .unit("1")
                .doc("Weight of the sector where allocation = \"weights\"")
                .source("assumption")
                .get(),
        }
    }
}

impl Service {
    fn read(s: &mut Section<'_>) -> Service {
        s.about("How service wears reservists out, and how it ends");
        Service {
            fatigue: s
                .number("fatigue_per_day")
                .default(0.002)
                .share()
                .unit("per day")
                .doc("Share of readiness lost in a day of service once ready")
                .source("assumption")
                .get(),
            fatigue_floor: s
                .number("fatigue_floor")
                .default(0.6)
                .share()
                .unit("share")
                .doc("Fatigue takes readiness no lower than this")
                .source("assumption")
                .get(),
            tour: s
                .number("tour_days")
                .default(90.0)
                .between(LEAST_INTERVAL, MOST_DAYS)
                .unit("days")
                .doc("Days of service once ready after which a battalion is relieved to rest")
                .source("assumption")
                .optional(),
            rest: s
                .number("rest_days")
                .default(14.0)
                .days()
                .doc("Days of rest before a relieved battalion is back")
                .source("assumption")
                .get(),
            ends: s
                .number("ends_after_days")
                .between(LEAST_INTERVAL, MOST_DAYS)
                .unit("days")
                .doc("Days from the order to demobilization; none if left out")
                .source("assumption")
                .optional(),
        }
    }
}
