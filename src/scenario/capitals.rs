//! `[capitals]`: how provincial capitals fall (model 3.2), and `[recapture]`: how districts are retaken (3.3).

use super::campaign::Momentum;
use super::date::Date;
use super::section::parameters;

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

/// What opens the phase, by the words of scenarios.
const SWITCHES: &[(&str, Switch)] =
    &[("date", Switch::Date), ("share", Switch::Share), ("open", Switch::Open), ("never", Switch::Never)];

parameters! {
    |s|
    /// How provincial capitals fall (model 3.2).
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Capitals {
        /// Whether capitals fall in a way of their own; if not, their districts are districts like any other.
        pub on: bool = s.flag("on").default(true).get(),
        /// Hazard of a capital whose province is wholly held, after the switch.
        pub hazard: f64 = s.number("hazard_per_day").default(0.05).between(0.0, 10.0).unit("per day")
            .source("assumption: such a capital holds for some three weeks").get(),
        /// Power of the held share of its province in a capital's hazard.
        pub exponent: f64 =
            s.number("exponent").default(1.0).between(0.0, 20.0).unit("1").source("1: in proportion").get(),
        /// Rise of all capitals' hazards after each fall of one.
        pub momentum: Momentum = Momentum::read(&mut s.table("momentum")),
        /// Multiplier of the hazard before the switch.
        pub hard: f64 = s.number("hard_factor").default(1.0).between(0.0, 1.0).unit("1")
            .source("1: no difference, unless a scenario says otherwise").get(),
        /// What opens the phase in which capitals can fall: a date, a share of districts held, nothing, or never.
        pub switch: Switch = s.choice("switch", SWITCHES).default(Switch::Open).get(),
        /// Date of the switch, where switch = "date".
        pub switch_date: Option<Date> =
            s.date("switch_date").source("none: a scenario that switches by date gives it").optional(),
        /// Spread of the switch's date, normal, drawn once for a world.
        pub switch_date_sd: f64 =
            s.number("switch_date_sd_days").default(0.0).between(0.0, 365.0).unit("days").assumed().get(),
        /// Share of all districts held that opens the phase, where switch = "share".
        pub switch_share: f64 = s.number("switch_share").default(0.5).share().source("assumption: half of them").get(),
        /// Days from that share to the switch.
        pub switch_delay: f64 =
            s.number("switch_delay_days").default(0.0).between(0.0, 10_000.0).unit("days").source("0: at once").get(),
        /// Fallen capitals at which the rest hand over; they never do if left out.
        pub collapse_count: Option<u32> = s.integer("collapse_count").between(0.0, 1e6).unit("capitals")
            .source("none: off, unless a scenario says otherwise").optional().map(|count| count as u32),
        /// Further capitals that must fall before the national one hands over.
        pub national_capital_margin: u32 = s.integer("national_capital_margin").default(0).between(0.0, 1e6)
            .unit("capitals").source("0: with the others").get() as u32,
        /// Capitals that hand over in a day after the collapse.
        pub handover_rate: f64 =
            s.number("handover_per_day").default(1.0).between(0.0, 1000.0).unit("per day").assumed().get(),
        /// Capitals that can be assaulted in a day; no limit if left out.
        pub assault_capacity: Option<f64> =
            s.number("assault_capacity_per_day").between(0.001, 1000.0).unit("per day").assumed().optional(),
    }
    check |capitals| {
        if capitals.switch == Switch::Date && capitals.switch_date.is_none() && !s.has("switch_date") {
            s.problem("switch", "a switch by date needs switch_date", "add switch_date = YYYY-MM-DD");
        }
    }
}

parameters! {
    |s|
    /// How a rural fall is undone while its province's capital is held (model 3.3).
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Recapture {
        /// Probability that a fall is undone.
        pub probability: f64 = s.number("probability").default(0.0).share().unit("probability")
            .source("0: off, unless a scenario says otherwise").get(),
        /// Days that pass at least before the recapture.
        pub delay_fixed: f64 =
            s.number("delay_fixed_days").default(2.0).between(0.0, 1000.0).unit("days").assumed().get(),
        /// Mean of the further days, which are exponential.
        pub delay_mean: f64 =
            s.number("delay_mean_days").default(6.0).between(0.0, 1000.0).unit("days").assumed().get(),
        /// Hazard of recapture of any held district, besides.
        pub hazard: f64 = s.number("hazard_per_day").default(0.0).between(0.0, 10.0).unit("per day").assumed().get(),
    }
}
