//! `[displacement]`: civilians who flee from districts that fall.

use super::limits::MOST_PARTIES;
use super::section::Section;
use crate::sim::Distribution;

const ASSUMPTION: &str = "assumption";
const FLEE: &str = "Suleimenova, Bell & Groen 2017, Sci. Rep. 7, 13377 (rules of Flee)";

/// Parameters of displacement (model 3.6).
#[derive(Clone, Debug, PartialEq)]
pub struct Displacement {
    /// Whether civilians are simulated at all.
    pub on: bool,
    /// Share of a district's people who leave when it falls.
    pub share: Distribution,
    /// Days from the fall until a group leaves.
    pub delay: Distribution,
    /// Groups into which those who leave one district are gathered.
    pub groups: u32,
    /// How attractive places are.
    pub attraction: Attraction,
    /// Power of distance by which attraction falls.
    pub distance_exponent: f64,
    /// Daily chance to move on: from a place that fell, from a district on the way, from a place of refuge.
    pub move_chance: MoveChance,
    /// Days after a fall in which a place is fought over and nobody who fled from it returns.
    pub quiet_days: f64,
    /// Daily chance to return home after that.
    pub return_chance: f64,
    /// Distance covered in a day, km.
    pub km_per_day: f64,
    /// Families at a post are registered in parties of so many.
    pub party: u32,
    /// Days until those who were let in go home.
    pub stay: Distribution,
}

/// How attractive places are, relative to a district that the government holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attraction {
    /// A district that the government holds.
    pub held: f64,
    /// A provincial capital that the government holds.
    pub capital: f64,
    /// The national capital while the government holds it.
    pub national_capital: f64,
    /// A district that has fallen.
    pub lost: f64,
    /// The host state, over an open post.
    pub open_post: f64,
    /// The host state, over a ford where no post is open.
    pub ford: f64,
}

/// Daily chances to move on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoveChance {
    /// From a place that has fallen.
    pub conflict: f64,
    /// From a district on the way.
    pub transit: f64,
    /// From a provincial capital.
    pub refuge: f64,
}

impl Displacement {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        s.about("Civilians who flee from districts that fall (model 3.6)");
        let rules = Self {
            on: s.flag("on").default(true).doc("Whether civilians are simulated at all").get(),
            share: s
                .distribution("share")
                .default(Distribution::Beta { alpha: 2.0, beta: 98.0 })
                .share()
                .doc("Share of a district's people who leave when it falls")
                .source("assumption: 2 % in the mean")
                .get(),
            delay: s.distribution("delay_days").default(Distribution::Gamma { shape: 2.0, scale: 1.0 }).days().doc("Days from the fall until a group leaves").source(ASSUMPTION).get(),
            groups: s.integer("groups_per_fall").default(1).between(1.0, 64.0).unit("groups").doc("Groups into which those who leave one district are gathered; more groups, finer flows, slower runs").source(ASSUMPTION).get() as u32,
            attraction: Attraction::read(&mut s.table("attraction")),
            distance_exponent: s.number("distance_exponent").default(1.0).between(0.0, 5.0).unit("1").doc("Power of distance by which attraction falls").source("Flee: 1; gravity models: 1 to 2").get(),
            move_chance: MoveChance::read(&mut s.table("move_chance")),
            quiet_days: s.number("quiet_days").default(5.0).between(0.0, 1e4).unit("days").doc("Days after a fall in which a place is fought over and nobody who fled from it returns").source(ASSUMPTION).get(),
            return_chance: s.number("return_chance_per_day").default(0.05).share().unit("per day").doc("Daily chance to return home after the quiet days").source(ASSUMPTION).get(),
            km_per_day: s.number("km_per_day").default(50.0).between(0.01, 1e5).unit("km per day").doc("Distance covered in a day").source("assumption; at most about 200 in Flee").get(),
            party: s.integer("party_people").default(6).between(1.0, 1000.0).unit("people").doc("Families at a post are registered in parties of so many").source(ASSUMPTION).get() as u32,
            stay: s
                .distribution("stay_in_host_days")
                .default(Distribution::LogNormal { median: 365.0, sigma: 1.0 })
                .days()
                .doc("Days until those who were let into the host state go home")
                .source("assumption: about a year, some much longer")
                .get(),
        };
        rules.check_parties(s);
        rules
    }

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

impl Attraction {
    fn read(s: &mut Section<'_>) -> Self {
        s.about("How attractive places are, relative to a district that the government holds");
        let mut weight = |key: &'static str, default: f64, doc: &'static str| {
            s.number(key).default(default).between(0.0, 1000.0).unit("1").doc(doc).source(ASSUMPTION).get()
        };
        Self {
            held: weight("held", 1.0, "A district that the government holds"),
            capital: weight("capital", 2.0, "A provincial capital that the government holds"),
            national_capital: weight("national_capital", 3.0, "The national capital while the government holds it"),
            lost: weight("lost", 0.25, "A district that has fallen"),
            open_post: weight("open_post", 0.3, "The host state over an open post"),
            ford: weight("ford", 0.1, "The host state where no post is open"),
        }
    }
}

impl MoveChance {
    fn read(s: &mut Section<'_>) -> Self {
        s.about("Daily chances to move on");
        let mut chance = |key: &'static str, default: f64, doc: &'static str| {
            s.number(key).default(default).share().unit("per day").doc(doc).source(FLEE).get()
        };
        Self {
            conflict: chance("conflict", 1.0, "From a place that fell in the last quiet days"),
            transit: chance("transit", 0.3, "From a district on the way"),
            refuge: chance("refuge", 0.001, "From a provincial capital that the government holds"),
        }
    }
}
