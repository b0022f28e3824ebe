//! `[capitals]`: how provincial capitals fall (model 3.2), and `[recapture]`: how districts are retaken (3.3).

use super::campaign::Momentum;
use super::date::Date;
use super::section::Section;

/// What opens the phase in which capitals can fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// A date, with a spread that is drawn once for a world.
    Date,
    /// Some days after a share of all districts is held.
    Share,
    /// Nothing: capitals are as open at the start as later.
    Open,
    /// Never.
    Never,
}

/// `[capitals]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capitals {
    /// Whether capitals fall in a way of their own; if not, their districts are districts like any other.
    pub on: bool,
    /// Hazard of a capital whose province is wholly held, per day, after the switch.
    pub hazard: f64,
    /// Exponent of the held share of its province.
    pub exponent: f64,
    /// Rise of all capitals' hazards after each fall of one.
    pub momentum: Momentum,
    /// Multiplier of the hazard before the switch.
    pub hard: f64,
    /// What opens the phase.
    pub switch: Switch,
    /// Date of the switch.
    pub switch_date: Option<Date>,
    /// Standard deviation of that date, days.
    pub switch_date_sd: f64,
    /// Share of districts that opens the phase.
    pub switch_share: f64,
    /// Days from that share to the switch.
    pub switch_delay: f64,
    /// Number of fallen capitals at which the rest hand over; `None` if they never do.
    pub collapse_count: Option<u32>,
    /// Further capitals that must fall before the national one hands over.
    pub national_capital_margin: u32,
    /// Capitals that hand over per day after that.
    pub handover_rate: f64,
    /// Capitals that can be assaulted in a day; `None` for no limit.
    pub assault_capacity: Option<f64>,
}

/// `[recapture]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recapture {
    /// Probability that a fall is undone.
    pub probability: f64,
    /// Days that pass at least.
    pub delay_fixed: f64,
    /// Mean of the further days, which are exponential.
    pub delay_mean: f64,
    /// Hazard of recapture of a held district, per day, besides.
    pub hazard: f64,
}

impl Capitals {
    pub(crate) fn read(s: &mut Section<'_>) -> Capitals {
        s.about("How provincial capitals fall (model 3.2)");
        let mut momentum = s.table("momentum");
        momentum.about("Each fall of a capital raises the hazards of the others for a time");
        let capitals = Capitals {
            on: s.flag("on").default(true).doc("Whether capitals fall in a way of their own; if not, their districts are districts like any other").get(),
            hazard: s.number("hazard_per_day").default(0.05).between(0.0, 10.0).unit("per day").doc("Hazard of a capital whose province is wholly held, after the switch").source("assumption: such a capital holds for some three weeks").get(),
            exponent: s.number("exponent").default(1.0).between(0.0, 20.0).unit("1").doc("Power of the held share of its province in a capital's hazard").source("1: in proportion").get(),
            momentum: Momentum {
                jump: momentum.number("jump").default(0.0).between(0.0, 100.0).unit("per fall").doc("Hazards of capitals rise by this multiple at each fall of one").source("0: off, unless a scenario says otherwise").get(),
                half_life: momentum.number("half_life_days").default(7.0).between(0.01, 1000.0).unit("days").doc("Days in which that rise halves").source("assumption").get(),
            },
            hard: s.number("hard_factor").default(1.0).between(0.0, 1.0).unit("1").doc("Multiplier of the hazard before the switch").source("1: no difference, unless a scenario says otherwise").get(),
            switch: s.choice("switch", &[("date", Switch::Date), ("share", Switch::Share), ("open", Switch::Open), ("never", Switch::Never)]).default(Switch::Open).doc("What opens the phase in which capitals can fall: a date, a share of districts held, nothing, or never").get(),
            switch_date: s.date("switch_date").doc("Date of the switch, where switch = \"date\"").source("none: a scenario that switches by date gives it").optional(),
            switch_date_sd: s.number("switch_date_sd_days").default(0.0).between(0.0, 365.0).unit("days").doc("Spread of the switch's date, normal, drawn once for a world").source("assumption").get(),
            switch_share: s.number("switch_share").default(0.5).share().unit("share").doc("Share of all districts held that opens the phase, where switch = \"share\"").source("assumption: half of them").get(),
            switch_delay: s.number("switch_delay_days").default(0.0).between(0.0, 10_000.0).unit("days").doc("Days from that share to the switch").source("0: at once").get(),
            collapse_count: s.integer("collapse_count").between(0.0, 1e6).unit("capitals").doc("Fallen capitals at which the rest hand over; they never do if left out").source("none: off, unless a scenario says otherwise").optional().map(|count| count as u32),
            national_capital_margin: s.integer("national_capital_margin").default(0).between(0.0, 1e6).unit("capitals").doc("Further capitals that must fall before the national one hands over").source("0: with the others").get() as u32,
            handover_rate: s.number("handover_per_day").default(1.0).between(0.0, 1000.0).unit("per day").doc("Capitals that hand over in a day after the collapse").source("assumption").get(),
            assault_capacity: s.number("assault_capacity_per_day").between(0.001, 1000.0).unit("per day").doc("Capitals that can be assaulted in a day; no limit if left out").source("assumption").optional(),
        };
        if capitals.switch == Switch::Date && capitals.switch_date.is_none() && !s.has("switch_date") {
            s.problem("switch", "a switch by date needs switch_date", "add switch_date = YYYY-MM-DD");
        }
        capitals
    }
}

impl Recapture {
    pub(crate) fn read(s: &mut Section<'_>) -> Recapture {
        s.about("How a rural fall is undone while its province's capital is held (model 3.3)");
        Recapture {
            probability: s
                .number("probability")
                .default(0.0)
                .share()
                .unit("probability")
                .doc("Probability that a fall is undone")
                .source("0: off, unless a scenario says otherwise")
                .get(),
            delay_fixed: s
                .number("delay_fixed_days")
                .default(2.0)
                .between(0.0, 1000.0)
                .unit("days")
                .doc("Days that pass at least before the recapture")
                .source("assumption")
                .get(),
            delay_mean: s
                .number("delay_mean_days")
                .default(6.0)
                .between(0.0, 1000.0)
                .unit("days")
                .doc("Mean of the further days, which are exponential")
                .source("assumption")
                .get(),
            hazard: s
                .number("hazard_per_day")
                .default(0.0)
                .between(0.0, 10.0)
                .unit("per day")
                .doc("Hazard of recapture of any held district, besides")
                .source("assumption")
                .get(),
        }
    }
}
