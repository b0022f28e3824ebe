//! `[displacement]`: civilians who flee from districts that fall.

use super::distribution::log_normal;
use super::limits::MOST_PARTIES;
use super::section::{Section, parameters};
use crate::sim::Distribution;

const FLEE: &str = "Suleimenova, Bell & Groen 2017, Sci. Rep. 7, 13377 (rules of Flee)";

parameters! {
    |s|
    /// Civilians who flee from districts that fall (model 3.6).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Displacement {
        /// Whether civilians are simulated at all.
        pub on: bool = s.flag("on").default(true).get(),
        /// Share of a district's people who leave when it falls.
        pub share: Distribution = s.distribution("share").default(Distribution::Beta { alpha: 2.0, beta: 98.0 })
            .share().source("assumption: 2 % in the mean").get(),
        /// Days from the fall until a group leaves.
        pub delay: Distribution =
            s.distribution("delay_days").default(Distribution::Gamma { shape: 2.0, scale: 1.0 }).days().assumed().get(),
        /// Groups into which those who leave one district are gathered; more groups, finer flows, slower runs.
        pub groups: u32 =
            s.integer("groups_per_fall").default(1).between(1.0, 64.0).unit("groups").assumed().get() as u32,
        /// How attractive places are.
        pub attraction: Attraction = Attraction::read(&mut s.table("attraction")),
        /// Power of distance by which attraction falls.
        pub distance_exponent: f64 = s.number("distance_exponent").default(1.0).between(0.0, 5.0).unit("1")
            .source("Flee: 1; gravity models: 1 to 2").get(),
        /// Daily chance to move on: from a place that fell, from a district on the way, from a place of refuge.
        pub move_chance: MoveChance = MoveChance::read(&mut s.table("move_chance")),
        /// Days after a fall in which a place is fought over and nobody who fled from it returns.
        pub quiet_days: f64 = s.number("quiet_days").default(5.0).between(0.0, 1e4).unit("days").assumed().get(),
        /// Daily chance to return home after the quiet days.
        pub return_chance: f64 =
            s.number("return_chance_per_day").default(0.05).share().unit("per day").assumed().get(),
        /// Distance covered in a day.
        pub km_per_day: f64 = s.number("km_per_day").default(50.0).between(0.01, 1e5).unit("km per day")
            .source("assumption; at most about 200 in Flee").get(),
        /// Families at a post are registered in parties of so many.
        pub party: u32 =
            s.integer("party_people").default(6).between(1.0, 1000.0).unit("people").assumed().get() as u32,
        /// Days until those who were let into the host state go home.
        pub stay: Distribution = s.distribution("stay_in_host_days")
            .default(log_normal(365.0, 1.0)).days()
            .source("assumption: about a year, some much longer").get(),
        /// Where they are in the host state.
        pub refuge: Refuge = Refuge::read(&mut s.table("refuge")),
    }
    check |rules| { rules.check_parties(s) }
}

parameters! {
    |s|
    /// Civilians in the host state: who moves on from the border, and who has shelter.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Refuge {
        /// Share of those let in who move on to host districts that take people in (column takes_in), or out of the scenario's places
        /// where none does.
        pub onward_share: f64 = s.number("onward_share").default(0.0).share()
            .source("0: off, unless a scenario says otherwise").get(),
        /// Days until they move on.
        pub onward: Distribution =
            s.distribution("onward_days").default(log_normal(14.0, 1.0)).days().assumed().get(),
        /// Multiplier of the shelter listed for host districts.
        pub shelter_factor: f64 = s.number("shelter_factor").default(1.0).between(0.0, 1e6).unit("1")
            .source("1: as listed").get(),
    }
}

parameters! {
    |s|
    /// How attractive places are, relative to a district that the government holds.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Attraction {
        /// A district that the government holds.
        pub held: f64 = weight(s, "held", 1.0),
        /// A provincial capital that the government holds.
        pub capital: f64 = weight(s, "capital", 2.0),
        /// The national capital while the government holds it.
        pub national_capital: f64 = weight(s, "national_capital", 3.0),
        /// A district that has fallen.
        pub lost: f64 = weight(s, "lost", 0.25),
        /// The host state over an open post.
        pub open_post: f64 = weight(s, "open_post", 0.3),
        /// The host state where no post is open.
        pub ford: f64 = weight(s, "ford", 0.1),
    }
}

parameters! {
    |s|
    /// Daily chances to move on.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct MoveChance {
        /// From a place that fell in the last quiet days.
        pub conflict: f64 = chance(s, "conflict", 1.0),
        /// From a district on the way.
        pub transit: f64 = chance(s, "transit", 0.3),
        /// From a provincial capital that the government holds.
        pub refuge: f64 = chance(s, "refuge", 0.001),
    }
}

impl Displacement {
    /// Reports districts whose people make more parties than [`MOST_PARTIES`].
    fn check_parties(&self, s: &Section<'_>) {
        let people = s.geography().into_iter().flat_map(|map| &map.districts).map(|district| district.population);
        let parties = people.fold(0.0, f64::max) / f64::from(self.party.max(1));
        if self.on && parties > MOST_PARTIES {
            let rule = format!("at most {MOST_PARTIES} parties in a district, and the largest has {parties:.0}");
            s.problem("party_people", rule, "raise it");
        }
    }
}

fn weight(s: &mut Section<'_>, key: &'static str, default: f64) -> f64 {
    s.number(key).default(default).between(0.0, 1000.0).unit("1").assumed().get()
}

fn chance(s: &mut Section<'_>, key: &'static str, default: f64) -> f64 {
    s.number(key).default(default).share().unit("per day").source(FLEE).get()
}
