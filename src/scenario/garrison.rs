//! What becomes of a garrison when its district falls.

use super::distribution::log_normal;
use super::geography::Terrain;
use super::section::parameters;
use crate::sim::Distribution;

const LARGE_GROUPS: &str = "assumption; plausible values chosen so that crossings come in a few large groups";

parameters! {
    |s|
    /// What becomes of a garrison when its district falls.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Garrison {
        /// Multiplier of the garrisons listed for districts.
        pub factor: f64 = s.number("factor").default(1.0).between(0.0, 100.0).unit("1").assumed().get(),
        /// Sd of the logarithm of a garrison's strength about its expected one (mean factor 1).
        pub strength_sd: f64 = s.number("strength_sd").between(0.0, 3.0).default(0.5).unit("log").assumed().get(),
        /// Share of a garrison killed at the fall.
        pub killed_share: f64 = s.number("killed_share").share().default(0.05).assumed().get(),
        /// Odds of surrender of a garrison that does not flee.
        pub surrender: Odds = Odds::read(&mut s.table("surrender"), 0.45, 0.4, "assumption"),
        /// Time from a fall until those who fled reach the border.
        pub crossing_time: Distribution =
            s.distribution("crossing_days").default(log_normal(0.3, 0.6)).days().assumed().get(),
        /// Men who flee at each fall of a border district, whatever its garrison; left out, the rules of flight hold.
        pub crossing_men: Option<Distribution> =
            s.distribution("crossing_men").between(0.0, 1e5).unit("men").assumed().optional(),
        /// Flight over the border where it runs through a gorge or mountains.
        pub gorge: Flight = Flight::read(&mut s.table("flight_gorge"), (0.85, 0.14), (0.6, 1.0)),
        /// Flight over the border where it runs through a plain.
        pub plain: Flight = Flight::read(&mut s.table("flight_plain"), (0.35, 0.3), (0.3, 0.7)),
    }
}

parameters! {
    |s, free: f64, encircled: f64, source: &'static str|
    /// A probability that rises with the share of the border that is lost, to 1 at most.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Odds {
        /// Probability where no neighbour is lost.
        pub free: f64 = s.number("free").share().default(free).source(source).get(),
        /// Rise of the probability to where all neighbours are lost.
        pub encircled: f64 = s.number("encircled").between(-1.0, 1.0).default(encircled)
            .unit("per share of border lost").source(source).get(),
    }
}

impl Odds {
    /// The probability at an encirclement of 0 to 1.
    #[must_use]
    pub fn probability(self, encircled: f64) -> f64 {
        (self.free + self.encircled * encircled).clamp(0.0, 1.0)
    }
}

parameters! {
    |s, odds: (f64, f64), share: (f64, f64)|
    /// Flight of a garrison over the border of a host state.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Flight {
        /// Odds that a garrison flees.
        pub odds: Odds = Odds::read(&mut s.table("odds"), odds.0, odds.1, LARGE_GROUPS),
        /// Least share that makes it over.
        pub share_low: f64 = s.number("share_low").share().default(share.0).source(LARGE_GROUPS).get(),
        /// Greatest share that makes it over.
        pub share_high: f64 = s.number("share_high").share().default(share.1).source(LARGE_GROUPS).get(),
    }
    check |flight| {
        if flight.share_high < flight.share_low {
            s.problem("share_high", "not less than share_low", "");
        }
    }
}

impl Garrison {
    /// Flight where the border runs through a terrain.
    #[must_use]
    pub fn flight(&self, terrain: Terrain) -> &Flight {
        match terrain {
            Terrain::Plain => &self.plain,
            Terrain::Gorge | Terrain::Mountain => &self.gorge,
        }
    }
}
