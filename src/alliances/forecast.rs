//! A forecast of the day on which a level of answer is reached, and its scores.
//!
//! A level is reached within a year or it is not. A forecast is a mixture of *cure* models (Boag 1949; Farewell 1982): with probability `reached` it
//! comes at all, and then `ln(1 + days)` is normal. What is scored is what a record can tell: the day within its precision, or not within the year.
//!
//! # References
//! - J. W. Boag (1949), J. R. Statist. Soc. B 11: 15-53; V. T. Farewell (1982), Biometrics 38: 1041-1046 (cure models).
//! - T. Gneiting, A. E. Raftery (2007), J. Am. Statist. Assoc. 102: 359-378 (log score, CRPS).

use crate::math::normal_sf;

/// A level that is not reached within so many days counts as not reached.
pub const YEAR: f64 = 365.0;
/// No outcome is forecast with a smaller probability: what happens is then scored `ln 1e-9`, not minus infinity.
pub(super) const LEAST: f64 = 1e-9;
/// Cells of the integral of the CRPS.
const CELLS: usize = 256;

/// When a level was reached: days of the case's clock, as exact as the record is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reached {
    /// On this day, plus or minus a precision in days.
    On {
        /// Days since the clock started; 0 for what came before it.
        day: f64,
        /// How many days the date may be off, either way.
        precision: f64,
    },
    /// Not within [`YEAR`].
    NotWithinAYear,
}

impl Reached {
    /// `ln(1 + day)` from and until, for what was reached.
    #[must_use]
    pub fn log_days(self) -> Option<(f64, f64)> {
        match self {
            Reached::On { day, precision } => {
                Some(((day - 0.5 - precision).max(-0.999).ln_1p(), (day + 0.5 + precision).ln_1p()))
            }
            Reached::NotWithinAYear => None,
        }
    }
}

/// The end of the year in `ln(1 + days)`.
#[must_use]
pub fn log_year() -> f64 {
    (YEAR + 1.0).ln_1p()
}

/// One member of a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cure {
    /// Probability that the level is ever reached.
    pub reached: f64,
    /// Mean of `ln(1 + days)`, if it is.
    pub mean: f64,
    /// Standard deviation of it.
    pub spread: f64,
}

impl Cure {
    /// Probability that it is reached by `ln(1 + days)`.
    fn by(self, log_days: f64) -> f64 {
        self.reached * normal_sf((self.mean - log_days) / self.spread)
    }
}

/// A forecast: members of equal weight, such as draws of a posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The members.
    pub members: Vec<Cure>,
}

/// How a forecast of one level of one case did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Natural logarithm of the probability of what happened: more is better.
    pub log: f64,
    /// Continuous ranked probability score of `ln(1 + days)`, cut at a year: less is better.
    pub crps: f64,
    /// Where what happened lies in the forecast: its probability integral transform, the middle of a jump.
    pub pit: f64,
}

impl Forecast {
    /// Probability that the level is reached by so many days.
    #[must_use]
    pub fn by(&self, days: f64) -> f64 {
        self.by_log(days.ln_1p())
    }

    fn by_log(&self, log_days: f64) -> f64 {
        self.members.iter().map(|member| member.by(log_days)).sum::<f64>() / self.members.len() as f64
    }

    /// Scores it against what happened.
    #[must_use]
    pub fn score(&self, happened: Reached) -> Score {
        let end = log_year();
        let (below, above, at) = match happened.log_days() {
            Some((from, until)) => (self.by_log(from), self.by_log(until), 0.5 * (from + until)),
            None => (self.by_log(end), 1.0, end),
        };
        // from the day before the clock: what is reached earlier has no mass there
        let start = (-0.999_f64).ln_1p().max(-3.0);
        let width = (end - start) / CELLS as f64;
        let crps = (0..CELLS)
            .map(|cell| {
                let y = start + (cell as f64 + 0.5) * width;
                let step = f64::from(u8::from(y >= at));
                (self.by_log(y) - step).powi(2) * width
            })
            .sum();
        Score { log: (above - below).max(LEAST).ln(), crps, pit: 0.5 * (below + above) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(reached: f64) -> Forecast {
        Forecast { members: vec![Cure { reached, mean: 2.0, spread: 0.5 }] }
    }

    #[test]
    fn probabilities_of_all_that_can_happen_add_up_to_one() {
        let forecast = sure(0.7);
        let days: f64 =
            (0..=365).map(|day| forecast.score(Reached::On { day: f64::from(day), precision: 0.0 }).log.exp()).sum();
        let never = forecast.score(Reached::NotWithinAYear).log.exp();
        assert!((days + never - 1.0).abs() < 1e-6, "{days} + {never}");
    }

    #[test]
    fn a_forecast_of_the_truth_scores_better_than_one_that_is_off() {
        let happened = Reached::On { day: 6.0, precision: 0.0 };
        let (near, far) = (sure(0.9).score(happened), sure(0.1).score(happened));
        assert!(near.log > far.log && near.crps < far.crps);
        assert!(sure(0.1).score(Reached::NotWithinAYear).crps < sure(0.9).score(Reached::NotWithinAYear).crps);
    }
}
