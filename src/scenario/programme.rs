//! `[programme]`: the alliance's slow track, a programme that passes gates for years (model 3.11).

use super::date::Date;
use super::distribution::log_normal;
use super::section::{Section, parameters};
use crate::sim::Distribution;

parameters! {
    |s|
    /// A programme that passes gates for years: the alliance's slow track (model 3.11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Programme {
        /// Day of the resolution that begins the programme; there is no programme where it is left out.
        pub resolution: Option<Date> = s.date("resolution").optional(),
        /// Whether the programme is worked on.
        pub active: bool = s.flag("active").default(true).get(),
        /// Gates passed when the scenario begins: draft, comments, permanent council, ministers, heads of state,
        /// funding, contracts.
        pub gates_passed: u32 = s.integer("gates_passed").default(0).between(0.0, 7.0).unit("gates").get() as u32,
        /// Mean days at a gate without push and hold-up.
        pub gate_mean: f64 = s.number("gate_mean_days").default(365.0).between(0.01, 1e6).unit("days")
            .source("assumption: a year").get(),
        /// What a reminder or a crisis adds to the push u; work at a gate goes 1 + u times as fast.
        pub push: f64 = s.number("push").default(2.0).between(0.0, 1000.0).unit("1").assumed().get(),
        /// Days in which the push halves.
        pub half_life: f64 =
            s.number("push_half_life_days").default(90.0).between(0.01, 1e6).unit("days").assumed().get(),
        /// Reminders that a session of ministers or heads of state on the host's case is worth.
        pub session_reminders: f64 =
            s.number("session_reminders").default(1.0).between(0.0, 100.0).unit("reminders").assumed().get(),
        /// Probability that a session on the host's case, of the organ whose gate is next, decides on the programme there and then.
        pub decided_at_session: f64 = s.number("decided_at_session").default(0.0).share().unit("probability")
            .source("0: off, unless a scenario says otherwise").get(),
        /// Probability that the lead member holds a gate up before work on it begins.
        pub hold_up: f64 = s.number("hold_up_probability").default(0.5).share().unit("probability").assumed().get(),
        /// How long the lead member holds a gate up.
        pub hold_up_days: Distribution = s.distribution("hold_up_days")
            .default(Distribution::Exponential { mean: 365.0 }).days().assumed().get(),
        /// Probability that the members' comments send the draft back to its beginning.
        pub rework: f64 = s.number("rework_probability").default(0.0).between(0.0, 0.95).unit("probability")
            .source("0: off, the days at a gate include rework").get(),
        /// The first stage.
        pub rearmament: Rearmament = Rearmament::read(&mut s.table("rearmament")),
        /// The second stage.
        pub infrastructure: Infrastructure = Infrastructure::read(&mut s.table("infrastructure")),
    }
    check |programme| {
        if programme.resolution.is_none() && s.has("gates_passed") {
            s.problem("resolution", "a programme needs the date of its resolution", "add resolution = YYYY-MM-DD");
        }
    }
}

parameters! {
    |s|
    /// The first stage: packages of arms and equipment, one after another.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Rearmament {
        /// Packages; they go to the sectors in turn.
        pub packages: u32 =
            s.integer("packages").default(2).between(0.0, 1000.0).unit("packages").assumed().get() as u32,
        /// Gates that must have been passed before the first package begins; 5 is the adoption.
        pub after_gates: u32 = s.integer("after_gates").default(5).between(0.0, 7.0).unit("gates")
            .source("assumption: after the adoption").get() as u32,
        /// Days of survey, list, cost shares and delivery of a package.
        pub steps: [Distribution; 4] = [
            step(s, "survey_days", 180.0, "Survey of what a package must hold"),
            step(s, "list_days", 365.0, "Until its list is agreed"),
            step(s, "cost_shares_days", 365.0, "Until the members agree who pays"),
            step(s, "delivery_days", 365.0, "Until it is delivered"),
        ],
        /// Infrastructure that a package adds in its sector, on the scale of load.infrastructure.
        pub gain: f64 = gain(s),
    }
}

parameters! {
    |s|
    /// The second stage: what is built once all gates have been passed.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Infrastructure {
        /// Packages; they go to the sectors in turn.
        pub packages: u32 =
            s.integer("packages").default(4).between(1.0, 1000.0).unit("packages").assumed().get() as u32,
        /// From the last gate until the contracts are signed.
        pub contracts: Distribution = days(s, "contracts_days", 365.0),
        /// Days over which the packages come, at even distances.
        pub delivery: Distribution = days(s, "delivery_days", 730.0),
        /// From the last package until the whole line stands, the plan's fifth year.
        pub full_line: Distribution = days(s, "full_line_days", 730.0),
        /// Infrastructure that a package adds in its sector, on the scale of load.infrastructure.
        pub gain: f64 = gain(s),
    }
}

fn step(s: &mut Section<'_>, key: &'static str, median: f64, doc: &'static str) -> Distribution {
    s.distribution(key).default(log_normal(median, 0.6)).days().doc(doc).assumed().get()
}

fn days(s: &mut Section<'_>, key: &'static str, value: f64) -> Distribution {
    s.distribution(key).default(Distribution::Constant { value }).days().assumed().get()
}

fn gain(s: &mut Section<'_>) -> f64 {
    s.number("gain_per_package").default(0.15).share().assumed().get()
}
