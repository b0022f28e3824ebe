//! `[programme]`: the alliance's slow track, a programme that passes gates for years (model 3.11).

use super::date::Date;
use super::section::Section;
use crate::sim::Distribution;

/// `[programme]`. A scenario has a programme where its resolution has a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Day of the resolution that begins it; `None` where there is no programme.
    pub resolution: Option<Date>,
    /// Whether it is worked on at all.
    pub active: bool,
    /// Gates passed when the scenario begins.
    pub gates_passed: u32,
    /// Mean days at a gate without push.
    pub gate_mean: f64,
    /// What a reminder or a crisis adds to the push.
    pub push: f64,
    /// Days in which the push halves.
    pub half_life: f64,
    /// Probability that the lead member holds a gate up.
    pub hold_up: f64,
    /// Days that it holds it up.
    pub hold_up_days: Distribution,
    /// Probability that the members' comments send the draft back.
    pub rework: f64,
    /// The first stage.
    pub rearmament: Rearmament,
    /// The second stage.
    pub infrastructure: Infrastructure,
}

/// `[programme.rearmament]`: packages of arms and equipment, one after another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rearmament {
    /// Packages.
    pub packages: u32,
    /// Gates that must have been passed before the first package begins.
    pub after_gates: u32,
    /// Days of survey, list, cost shares and delivery of a package.
    pub steps: [Distribution; 4],
    /// Infrastructure that a package adds in its sector.
    pub gain: f64,
}

/// `[programme.infrastructure]`: what is built once all gates have been passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Infrastructure {
    /// Packages.
    pub packages: u32,
    /// Days from the last gate until contracts are signed.
    pub contracts: Distribution,
    /// Days over which the packages come, at even distances.
    pub delivery: Distribution,
    /// Days from the last package until the whole line stands.
    pub full_line: Distribution,
    /// Infrastructure that a package adds in its sector.
    pub gain: f64,
}

const PLAN: &str = "assumption";

impl Programme {
    pub(crate) fn read(s: &mut Section<'_>) -> Programme {
        s.about("A programme that passes gates for years: the alliance's slow track (model 3.11)");
        let year = Distribution::Exponential { mean: 365.0 };
        let programme = Programme {
            resolution: s.date("resolution").doc("Day of the resolution that begins the programme; there is no programme where it is left out").optional(),
            active: s.flag("active").default(true).doc("Whether the programme is worked on").get(),
            gates_passed: s.integer("gates_passed").default(0).between(0.0, 7.0).unit("gates").doc("Gates passed when the scenario begins: draft, comments, permanent council, ministers, heads of state, funding, contracts").get() as u32,
            gate_mean: s.number("gate_mean_days").default(365.0).between(0.01, 1e6).unit("days").doc("Mean days at a gate without push and hold-up").source("assumption: a year").get(),
            push: s.number("push").default(2.0).between(0.0, 1000.0).unit("1").doc("What a reminder or a crisis adds to the push u; work at a gate goes 1 + u times as fast").source("assumption").get(),
            half_life: s.number("push_half_life_days").default(90.0).between(0.01, 1e6).unit("days").doc("Days in which the push halves").source("assumption").get(),
            hold_up: s.number("hold_up_probability").default(0.5).share().unit("probability").doc("Probability that the lead member holds a gate up before work on it begins").source("assumption").get(),
            hold_up_days: s.distribution("hold_up_days").default(year).days().doc("How long the lead member holds a gate up").source("assumption").get(),
            rework: s.number("rework_probability").default(0.0).between(0.0, 0.95).unit("probability").doc("Probability that the members' comments send the draft back to its beginning").source("0: off, the days at a gate include rework").get(),
            rearmament: Rearmament::read(&mut s.table("rearmament")),
            infrastructure: Infrastructure::read(&mut s.table("infrastructure")),
        };
        if programme.resolution.is_none() && s.has("gates_passed") {
            s.problem("resolution", "a programme needs the date of its resolution", "add resolution = YYYY-MM-DD");
        }
        programme
    }
}

impl Rearmament {
    fn read(s: &mut Section<'_>) -> Rearmament {
        s.about("The first stage: packages of arms and equipment, one after another");
        let around = |median| Distribution::LogNormal { median, sigma: 0.6 };
        let mut step = |key: &'static str, median: f64, doc: &'static str| {
            s.distribution(key).default(around(median)).days().doc(doc).source("assumption").get()
        };
        let steps = [
            step("survey_days", 180.0, "Survey of what a package must hold"),
            step("list_days", 365.0, "Until its list is agreed"),
            step("cost_shares_days", 365.0, "Until the members agree who pays"),
            step("delivery_days", 365.0, "Until it is delivered"),
        ];
        Rearmament {
            packages: s
                .integer("packages")
                .default(2)
                .between(0.0, 1000.0)
                .unit("packages")
                .doc("Packages; they go to the sectors in turn")
                .source("assumption")
                .get() as u32,
            after_gates: s
                .integer("after_gates")
                .default(5)
                .between(0.0, 7.0)
                .unit("gates")
                .doc("Gates that must have been passed before the first package begins; 5 is the adoption")
                .source("assumption: after the adoption")
                .get() as u32,
            steps,
            gain: gain(s),
        }
    }
}

impl Infrastructure {
    fn read(s: &mut Section<'_>) -> Infrastructure {
        s.about("The second stage: what is built once all gates have been passed");
        let exactly = |value| Distribution::Constant { value };
        let mut days = |key: &'static str, usual: f64, doc: &'static str| {
            s.distribution(key).default(exactly(usual)).days().doc(doc).source(PLAN).get()
        };
        let contracts = days("contracts_days", 365.0, "From the last gate until the contracts are signed");
        let delivery = days("delivery_days", 730.0, "Days over which the packages come, at even distances");
        let full_line =
            days("full_line_days", 730.0, "From the last package until the whole line stands, the plan's fifth year");
        Infrastructure {
            packages: s
                .integer("packages")
                .default(4)
                .between(1.0, 1000.0)
                .unit("packages")
                .doc("Packages; they go to the sectors in turn")
                .source("assumption")
                .get() as u32,
            contracts,
            delivery,
            full_line,
            gain: gain(s),
        }
    }
}

fn gain(s: &mut Section<'_>) -> f64 {
    s.number("gain_per_package")
        .default(0.15)
        .share()
        .unit("share")
        .doc("Infrastructure that a package adds in its sector, on the scale of load.infrastructure")
        .source("assumption")
        .get()
}
