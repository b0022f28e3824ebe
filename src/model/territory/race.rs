//! The race of districts to fall: one unit-rate clock for each district, a tempo that all of them share.
//!
//! District `i` of province `p` falls with hazard `w_i · m_p(t)`, where the weight `w_i` changes only at events and
//!
//! ```text
//! m_p(t) = F_p · b · (1 + μn·X(t) + μp·X_p(t))
//! ```
//!
//! with `X` and `X_p` sums of exponentially decaying memories of earlier falls in the nation and in the province
//! (half-lives `Hn`, `Hp`), `b` the intensity of the campaign and `F_p` the focus of the campaign on the province. `b` and
//! `F_p` are constant between events.
//!
//! Where provinces have no tempo of their own (`μp = 0`, `F_p = 1`) all districts run [together](HazardRace) on one operational
//! time; else each [province](provinces) has one. Both give the same falls where both apply, up to rounding; the former saves
//! a tenth of the instructions of the reference model.

pub mod provinces;

use self::provinces::ProvincialRace;
use crate::model::index::{District, Province};
use crate::sim::{HazardRace, Time};

/// How fast memories of falls fade and how much they speed up further falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Momentum {
    /// Rise of the relative hazard at one fall (dimensionless).
    pub jump: f64,
    /// Decay rate per day (ln 2 / half-life).
    pub decay: f64,
}

/// The next fall of the race.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextFall {
    /// When.
    pub time: Time,
    /// Where.
    pub district: District,
}

/// The race. See the module's page for the hazards.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a crisis has one race")]
pub enum Race {
    /// All districts share one tempo; with the nation's jump at a fall.
    Together(HazardRace, f64),
    /// Provinces differ in tempo.
    Apart(ProvincialRace),
}

impl Race {
    /// A race over districts that belong to provinces `0..provinces`; whether these have tempos of their own.
    #[must_use]
    pub fn new(province_of: &[Province], provinces: usize, apart: bool) -> Self {
        if apart {
            Self::Apart(ProvincialRace::new(province_of, provinces))
        } else {
            Self::Together(HazardRace::default(), 0.0)
        }
    }

    /// Starts a history at time zero: all clocks stand still (rate zero) with the given thresholds. Where districts run
    /// together a momentum of provinces is a mistake (debug assertion) and has no effect.
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, nation: Momentum, province: Momentum) {
        match self {
            Self::Together(race, jump) => {
                debug_assert!(province.jump == 0.0, "districts run together, and provinces have a momentum");
                *jump = nation.jump;
                race.begin(thresholds, nation.decay);
            }
            Self::Apart(race) => race.begin(thresholds, nation, province),
        }
    }

    /// Sets the weights of all districts at time zero, when all clocks stand still: one pass.
    pub fn set_first_weights(&mut self, weights: impl ExactSizeIterator<Item = f64>) {
        match self {
            Self::Together(race, _) => race.set_first_weights(weights),
            Self::Apart(race) => race.set_first_weights(weights),
        }
    }

    /// Sets the weight `w_i` of a district (per day; zero stops its clock). Progress so far is kept.
    #[inline]
    pub fn set_weight(&mut self, district: District, weight: f64, now: Time) {
        match self {
            Self::Together(race, _) => race.set_weight(district.at(), weight, now),
            Self::Apart(race) => race.set_weight(district, weight, now),
        }
    }

    /// Sets the weights of some districts, each with its own.
    #[inline]
    pub fn set_weights(&mut self, weights: impl Iterator<Item = (District, f64)>, now: Time) {
        match self {
            Self::Together(race, _) => {
                race.set_weights(weights.map(|(district, weight)| (district.at(), weight)), now);
            }
            Self::Apart(race) => weights.for_each(|(district, weight)| race.set_weight(district, weight, now)),
        }
    }

    /// A district has fallen: its clock stands still until it is [armed anew](Race::rearm) and has a weight again.
    #[inline]
    pub fn stop(&mut self, district: District, now: Time) {
        match self {
            Self::Together(race, _) => race.stop(district.at()),
            Self::Apart(race) => race.set_weight(district, 0.0, now),
        }
    }

    /// Gives a district's clock the threshold of its next fall; the clock stands still until it has a weight again.
    pub fn rearm(&mut self, district: District, threshold: f64, now: Time) {
        match self {
            Self::Together(race, _) => race.rearm(district.at(), threshold, now),
            Self::Apart(race) => race.rearm(district, threshold, now),
        }
    }

    /// A fall adds to the momentum of its province and of the nation.
    pub fn remember_fall(&mut self, province: Province, now: Time) {
        match self {
            Self::Together(race, jump) => race.remember(*jump, now),
            Self::Apart(race) => race.remember_fall(province, now),
        }
    }

    /// Sets the intensity `b` of the whole campaign (1 is the normal one).
    pub fn set_intensity(&mut self, intensity: f64, now: Time) {
        match self {
            Self::Together(race, _) => race.set_factor(intensity, now),
            Self::Apart(race) => race.set_intensity(intensity, now),
        }
    }

    /// Sets the focus `F_p` of the campaign on a province (1 is the normal one). Where districts run together this is a mistake
    /// (debug assertion) and has no effect.
    pub fn set_focus(&mut self, province: Province, focus: f64, now: Time) {
        match self {
            Self::Together(..) => debug_assert!(focus == 1.0, "districts run together, and a province has a focus"),
            Self::Apart(race) => race.set_focus(province, focus, now),
        }
    }

    /// The next district to fall if nothing else happens, and when.
    #[inline]
    pub fn next(&mut self, now: Time) -> Option<NextFall> {
        match self {
            Self::Together(race, _) => {
                race.next(now).map(|(time, district)| NextFall { time, district: District(district as u32) })
            }
            Self::Apart(race) => race.next(now),
        }
    }
}

#[cfg(test)]
mod tests;
