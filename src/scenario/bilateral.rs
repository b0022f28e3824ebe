//! `[bilateral]`: help outside the alliance, and talks with the advancing force (model 3.12).

use super::distribution::log_normal;
use super::section::parameters;
use super::trigger::{Trigger, Watcher};
use crate::sim::Distribution;

parameters! {
    |s|
    /// Help outside the alliance, and talks with the advancing force (model 3.12).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Bilateral {
        /// The state that helps outside the alliance; there is no such track where it is left out.
        pub partner: String = s.text("partner").default("").get(),
        /// Whether the host turns to it.
        pub active: bool = s.flag("active").default(true).get(),
        /// What makes the host call.
        pub trigger: Trigger = Trigger::read(&mut s.table("trigger"), &SEEN, Watcher::Partner),
        /// Promises of years.
        pub pledges: Pledges = Pledges::read(&mut s.table("pledges")),
        /// From the call until the partner's base is reinforced.
        pub reinforcement: Distribution =
            s.distribution("reinforcement_days").default(log_normal(14.0, 0.4)).days().assumed().get(),
        /// Men of the reinforcement who count as ready at the border.
        pub reinforcement_men: u32 =
            s.integer("reinforcement_men").default(100).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// From the call until an exercise begins.
        pub exercise: Distribution = s.distribution("exercise_days")
            .default(Distribution::Uniform { low: 15.0, high: 35.0 }).days().assumed().get(),
        /// Days that the exercise lasts.
        pub exercise_length: f64 =
            s.number("exercise_length_days").default(6.0).between(0.0, 1000.0).unit("days").assumed().get(),
        /// Men of the exercise who count as ready at the border while it lasts.
        pub exercise_men: u32 =
            s.integer("exercise_men").default(0).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Talks with the advancing force.
        pub talks: Talks = Talks::read(&mut s.table("talks")),
        /// Neighbours who are called.
        pub neighbours: Vec<Neighbour> =
            s.tables("neighbour").into_iter().map(|(name, mut s)| Neighbour::read(&mut s, name)).collect(),
    }
}

parameters! {
    |s|
    /// Promises of arms and money, and what comes of them.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Pledges {
        /// Pledges a year, a Poisson process.
        pub per_year: f64 = s.number("per_year").default(0.0).between(0.0, 100.0).unit("per year")
            .source("0: none, unless a scenario says otherwise").get(),
        /// Worth of a pledge.
        pub value: Distribution = s.distribution("value_musd")
            .default(log_normal(60.0, 1.5)).between(0.0, 1e6).unit("million USD")
            .assumed().get(),
        /// Share of a pledge that is delivered.
        pub delivered: Distribution = s.distribution("delivered_share")
            .default(Distribution::Beta { alpha: 1.0, beta: 4.0 }).share().assumed().get(),
        /// From the pledge until what comes of it is delivered.
        pub delay: Distribution = s.distribution("delay_days").default(log_normal(1095.0, 0.7)).days().assumed().get(),
        /// Share of what is delivered that is written-off assets, which change nothing at the border.
        pub written_off: f64 = s.number("written_off_share").default(0.5).share().assumed().get(),
        /// Infrastructure that new deliveries worth 100 million dollars add in every sector.
        pub gain: f64 = s.number("gain_per_100_musd").default(0.05).share().assumed().get(),
    }
}

parameters! {
    |s|
    /// Talks with the advancing force, and its assurance not to cross the border.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Talks {
        /// What makes the talks begin.
        pub trigger: Trigger = Trigger::read(&mut s.table("trigger"), &SEEN, Watcher::Talks),
        /// Until the talks give an assurance.
        pub days: Distribution = s.distribution("days").default(log_normal(4.0, 0.4)).days().assumed().get(),
        /// Share of incidents that the assurance holds back when it is given; 0 for none.
        pub assurance: f64 = s.number("assurance").default(0.5).share().source("assumption; 0.2 to 0.8").get(),
        /// Days in which the assurance halves.
        pub half_life: f64 = s.number("half_life_days").default(180.0).between(0.01, 1e6).unit("days")
            .source("assumption; 60 to 400").get(),
        /// Hazard that the assurance is broken and worth nothing.
        pub break_hazard: f64 =
            s.number("break_per_day").default(0.001).between(0.0, 100.0).unit("per day").assumed().get(),
    }
}

parameters! {
    |s, name: String|
    /// A neighbour whom the host calls together with the partner.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Neighbour {
        /// Its name in paths.
        pub name: String = name,
        /// Probability that it helps.
        pub probability: f64 = s.number("probability").default(0.5).share().unit("probability").assumed().get(),
        /// Until its help comes.
        pub days: Distribution = s.distribution("days").default(log_normal(30.0, 0.6)).days().assumed().get(),
        /// Men ready at the border whom its help is worth.
        pub men: u32 = s.integer("men").default(0).between(0.0, 1e6).unit("people").assumed().get() as u32,
    }
}

/// What sets the host and its partner off where the scenario is silent.
const SEEN: [&str; 2] = ["soldiers-held", "facing-km"];
