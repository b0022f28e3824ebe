//! The members: what each thinks of helping, and how fast it replies.

use crate::scenario::distribution::log_normal;
use crate::scenario::section::parameters;
use crate::sim::Distribution;

parameters! {
    |s, name: String|
    /// A member of the alliance.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Member {
        /// Its name.
        pub name: String = name,
        /// Whether it is the lead member.
        pub lead: bool = s.flag("lead").default(false).get(),
        /// How it is disposed to help, on the scale of assessed need.
        pub attitude: f64 = s.number("attitude").default(-0.2).between(-100.0, 100.0).unit("1")
            .source("assumption; vary attitudes and costs together").get(),
        /// Its conflict with the state that asks.
        pub conflict: f64 = s.number("conflict").default(0.0).share().assumed().get(),
        /// Days until it replies in consultations.
        pub reply: Distribution = s.distribution("reply_days")
            .default(log_normal(2.0, 0.8)).days()
            .source("assumption, median 1 to 5 days").get(),
    }
}

const WEIGHTS: &str = "assumption; vary attitudes, costs and weights together";

parameters! {
    |s|
    /// What members weigh when they take a position.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Position {
        /// Weight of assessed need.
        pub need: f64 = s.number("need_weight").default(1.5).between(0.0, 100.0).unit("1").source(WEIGHTS).get(),
        /// Weight of the lead member's position for every member.
        pub lead: f64 = s.number("lead_weight").default(0.3).between(0.0, 100.0).unit("1").source(WEIGHTS).get(),
        /// Weight of a conflict with the state that asks.
        pub conflict: f64 =
            s.number("conflict_weight").default(1.0).between(0.0, 100.0).unit("1").source(WEIGHTS).get(),
        /// What the treaty's article on mutual defence adds.
        pub article: f64 = s.number("article").default(0.0).between(-100.0, 100.0).unit("1").source(WEIGHTS).get(),
        /// Scale of the logistic noise in a member's position.
        pub noise: f64 = s.number("noise_scale").default(0.1).between(0.0, 100.0).unit("1").source(WEIGHTS).get(),
        /// What the lead member loses by helping while a bilateral deal is open.
        pub hold_up: f64 = s.number("hold_up").default(0.0).between(0.0, 100.0).unit("1")
            .source("0: off, unless a scenario says otherwise").get(),
        /// Interest of the lead member in saving a government like its own.
        pub regime_threat: f64 = s.number("regime_threat").default(0.0).between(-100.0, 100.0).unit("1")
            .source("0: no such threat, unless a scenario says otherwise").get(),
        /// Share of that interest that the other members feel.
        pub regime_threat_shared: f64 = s.number("regime_threat_shared").default(1.0).share().assumed().get(),
    }
}
