//! `[bilateral]`: help outside the alliance, and talks with the advancing force (model 3.12).

use super::section::Section;
use super::trigger::Trigger;
use crate::sim::Distribution;

/// `[bilateral]`. A scenario has this track where it names the partner.
#[derive(Clone, Debug, PartialEq)]
pub struct Bilateral {
    /// The state that helps outside the alliance; empty where there is none.
    pub partner: String,
    /// Whether the host turns to it.
    pub active: bool,
    /// What makes the host call.
    pub trigger: Trigger,
    /// Promises of years.
    pub pledges: Pledges,
    /// Days from the call until the partner's base is reinforced.
    pub reinforcement: Distribution,
    /// Men of the reinforcement who count at the border.
    pub reinforcement_men: u32,
    /// Days from the call until an exercise begins.
    pub exercise: Distribution,
    /// Days that it lasts.
    pub exercise_length: f64,
    /// Men of the exercise who count at the border while it lasts.
    pub exercise_men: u32,
    /// Talks with the advancing force.
    pub talks: Talks,
    /// Neighbours who are called.
    pub neighbours: Vec<Neighbour>,
}

/// `[bilateral.pledges]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pledges {
    /// Pledges a year.
    pub per_year: f64,
    /// Worth of a pledge, millions of dollars.
    pub value: Distribution,
    /// Share of it that is delivered.
    pub delivered: Distribution,
    /// Days until it is delivered.
    pub delay: Distribution,
    /// Share of what is delivered that is written-off assets.
    pub written_off: f64,
    /// Infrastructure that new deliveries worth 100 million dollars add along the border.
    pub gain: f64,
}

/// `[bilateral.talks]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Talks {
    /// What makes the talks begin.
    pub trigger: Trigger,
    /// Days until they give an assurance.
    pub days: Distribution,
    /// Share of incidents that the assurance holds back when it is given; 0 for no assurance.
    pub assurance: f64,
    /// Days in which it halves.
    pub half_life: f64,
    /// Hazard that it is broken, per day.
    pub break_hazard: f64,
}

/// `[bilateral.neighbour.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its name in paths.
    pub name: String,
    /// Probability that it helps when called.
    pub probability: f64,
    /// Days until its help comes.
    pub days: Distribution,
    /// Men of the host whom its help is worth at the border.
    pub men: u32,
}

const ASSUMPTION: &str = "assumption";

impl Bilateral {
    pub(crate) fn read(s: &mut Section<'_>) -> Bilateral {
        s.about("Help outside the alliance, and talks with the advancing force (model 3.12)");
        let seen = ["soldiers-held", "facing-km"];
        Bilateral {
            partner: s
                .text("partner")
                .default("")
                .doc("The state that helps outside the alliance; there is no such track where it is left out")
                .get(),
            active: s.flag("active").default(true).doc("Whether the host turns to it").get(),
            trigger: Trigger::read(&mut s.table("trigger"), &seen),
            pledges: Pledges::read(&mut s.table("pledges")),
            reinforcement: s
                .distribution("reinforcement_days")
                .default(Distribution::LogNormal { median: 14.0, sigma: 0.4 })
                .days()
                .doc("From the call until the partner's base is reinforced")
                .source(ASSUMPTION)
                .get(),
            reinforcement_men: s
                .integer("reinforcement_men")
                .default(100)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men of the reinforcement who count as ready at the border")
                .source(ASSUMPTION)
                .get() as u32,
            exercise: s
                .distribution("exercise_days")
                .default(Distribution::Uniform { low: 15.0, high: 35.0 })
                .days()
                .doc("From the call until an exercise begins")
                .source(ASSUMPTION)
                .get(),
            exercise_length: s
                .number("exercise_length_days")
                .default(6.0)
                .between(0.0, 1000.0)
                .unit("days")
                .doc("Days that the exercise lasts")
                .source(ASSUMPTION)
                .get(),
            exercise_men: s
                .integer("exercise_men")
                .default(0)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men of the exercise who count as ready at the border while it lasts")
                .source(ASSUMPTION)
                .get() as u32,
            talks: Talks::read(&mut s.table("talks"), &seen),
            neighbours: s.tables("neighbour").into_iter().map(|(name, mut s)| Neighbour::read(name, &mut s)).collect(),
        }
    }
}

impl Pledges {
    fn read(s: &mut Section<'_>) -> Pledges {
        s.about("Promises of arms and money, and what comes of them");
        Pledges {
            per_year: s
                .number("per_year")
                .default(0.0)
                .between(0.0, 100.0)
                .unit("per year")
                .doc("Pledges a year, a Poisson process")
                .source("0: none, unless a scenario says otherwise")
                .get(),
            value: s
                .distribution("value_musd")
                .default(Distribution::LogNormal { median: 60.0, sigma: 1.5 })
                .between(0.0, 1e6)
                .unit("million USD")
                .doc("Worth of a pledge")
                .source(ASSUMPTION)
                .get(),
            delivered: s
                .distribution("delivered_share")
                .default(Distribution::Beta { alpha: 1.0, beta: 4.0 })
                .share()
                .unit("share")
                .doc("Share of a pledge that is delivered")
                .source(ASSUMPTION)
                .get(),
            delay: s
                .distribution("delay_days")
                .default(Distribution::LogNormal { median: 1095.0, sigma: 0.7 })
                .days()
                .doc("From the pledge until what comes of it is delivered")
                .source(ASSUMPTION)
                .get(),
            written_off: s
                .number("written_off_share")
                .default(0.5)
                .share()
                .unit("share")
                .doc("Share of what is delivered that is written-off assets, which change nothing at the border")
                .source(ASSUMPTION)
                .get(),
            gain: s
                .number("gain_per_100_musd")
                .default(0.05)
                .share()
                .unit("share")
                .doc("Infrastructure that new deliveries worth 100 million dollars add in every sector")
                .source(ASSUMPTION)
                .get(),
        }
    }
}

impl Talks {
    fn read(s: &mut Section<'_>, seen: &[&str]) -> Talks {
        s.about("Talks with the advancing force, and its assurance not to cross the border");
        Talks {
            trigger: Trigger::read(&mut s.table("trigger"), seen),
            days: s
                .distribution("days")
                .default(Distribution::LogNormal { median: 4.0, sigma: 0.4 })
                .days()
                .doc("Until the talks give an assurance")
                .source(ASSUMPTION)
                .get(),
            assurance: s
                .number("assurance")
                .default(0.5)
                .share()
                .unit("share")
                .doc("Share of incidents that the assurance holds back when it is given; 0 for none")
                .source("assumption; 0.2 to 0.8")
                .get(),
            half_life: s
                .number("half_life_days")
                .default(180.0)
                .between(0.01, 1e6)
                .unit("days")
                .doc("Days in which the assurance halves")
                .source("assumption; 60 to 400")
                .get(),
            break_hazard: s
                .number("break_per_day")
                .default(0.001)
                .between(0.0, 100.0)
                .unit("per day")
                .doc("Hazard that the assurance is broken and worth nothing")
                .source(ASSUMPTION)
                .get(),
        }
    }
}

impl Neighbour {
    fn read(name: String, s: &mut Section<'_>) -> Neighbour {
        s.about("A neighbour whom the host calls together with the partner");
        Neighbour {
            name,
            probability: s
                .number("probability")
                .default(0.5)
                .share()
                .unit("probability")
                .doc("Probability that it helps")
                .source(ASSUMPTION)
                .get(),
            days: s
                .distribution("days")
                .default(Distribution::LogNormal { median: 30.0, sigma: 0.6 })
                .days()
                .doc("Until its help comes")
                .source(ASSUMPTION)
                .get(),
            men: s
                .integer("men")
                .default(0)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men ready at the border whom its help is worth")
                .source(ASSUMPTION)
                .get() as u32,
        }
    }
}
