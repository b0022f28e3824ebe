//! How decided help comes.

use crate::scenario::distribution::log_normal;
use crate::scenario::limits::{LEAST_INTERVAL, MOST_DAYS};
use crate::scenario::section::parameters;
use crate::sim::Distribution;

parameters! {
    |s|
    /// How decided help comes.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Delivery {
        /// Equipment and money.
        pub aid: Aid = Aid::read(s),
        /// Men.
        pub force: Force = Force::read(s),
        /// From the decision until an exercise begins.
        pub exercise: Distribution =
            s.distribution("exercise_days").default(log_normal(28.0, 0.3)).days().assumed().get(),
        /// Men of an exercise who count as present at the border while it lasts.
        pub exercise_men: u32 =
            s.integer("exercise_men").default(0).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Days that an exercise lasts.
        pub exercise_length: f64 =
            s.number("exercise_length_days").default(6.0).between(0.0, 1000.0).unit("days").assumed().get(),
    }
}

parameters! {
    |s|
    /// Equipment and money.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Aid {
        /// From the decision until a tranche of aid comes.
        pub delay: Distribution = s.distribution("aid_days").default(log_normal(120.0, 0.7)).days().assumed().get(),
        /// Share of what was promised that comes at all.
        pub fulfilment: Distribution = s.distribution("aid_fulfilment")
            .default(Distribution::Beta { alpha: 2.0, beta: 5.0 }).share()
            .source("Berkemeier and Fuhrmann 2018: 22 % after 1945; bounds 0.22 to 0.75").get(),
        /// Tranches of aid, each with its own delay.
        pub tranches: u32 =
            s.integer("aid_tranches").default(4).between(1.0, 1000.0).unit("tranches").assumed().get() as u32,
        /// What the whole of the promised aid would add to the infrastructure of every sector.
        pub infrastructure: f64 = s.number("aid_infrastructure").default(0.1).share().assumed().get(),
    }
}

parameters! {
    |s|
    /// Men.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Force {
        /// Men sent after a decision on force.
        pub men: u32 = s.integer("force_men").default(2500).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Days from the decision until the first men are there.
        pub preparation: Distribution = s.distribution("force_preparation_days").default(log_normal(10.0, 1.75)).days()
            .source("37 arrivals of the record of calls for help (data/alliance-response): median 10 days, none to 268").get(),
        /// Men who arrive in a day.
        pub per_day: u32 =
            s.integer("force_men_per_day").default(500).between(1.0, 1e6).unit("people per day").assumed().get() as u32,
        /// Days that the force stays once complete; to the end if left out.
        pub stay: Option<f64> = s.number("force_stay_days").between(LEAST_INTERVAL, MOST_DAYS).unit("days").optional(),
        /// Men of a standing force that is sent at the request, without a vote; 0 if there is none.
        pub standing_men: u32 =
            s.integer("standing_force_men").default(0).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Days until the standing force is in place.
        pub standing_days: f64 =
            s.number("standing_force_days").default(4.0).between(0.0, 1e4).unit("days").assumed().get(),
    }
}
