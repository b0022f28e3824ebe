//! What may be said of a difference: beyond chance, and beyond what is taken not to matter.

use serde::{Deserialize, Serialize};

use super::{ComparedOutcome, Difference, EventPair, Zone};
use crate::outcome::Better;
use crate::result::LEVEL;

/// How sure a difference is, by its interval that holds for all policies together, and the zone within which differences
/// do not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The same in all worlds.
    Same,
    /// All of the interval lies within the zone: too little to matter.
    Alike,
    /// All of it lies on one side, beyond the zone.
    Clear,
    /// All of it lies on one side, and part of it within the zone.
    Slight,
    /// Neither: more worlds would tell; also where there is no interval.
    Open,
}

impl ComparedOutcome {
    /// Half the width of the zone within which a difference does not matter; 0 where nothing is said of one.
    pub fn zone(&self) -> f64 {
        self.selection.as_ref().filter(|one| one.zone != Zone::None).map_or(0.0, |one| one.indifference)
    }

    /// What may be said of a difference of this outcome.
    pub fn certainty(&self, own: &Difference) -> Certainty {
        if own.same_in_all_worlds() {
            return Certainty::Same;
        }
        let Some([low, high]) = own.simultaneous() else { return self.certainty_of_coming(own) };
        let (zone, nearest, farthest) = (self.zone(), low.max(-high), high.max(-low));
        match () {
            () if farthest <= zone => Certainty::Alike,
            () if nearest > zone => Certainty::Clear,
            () if nearest > 0.0 => Certainty::Slight,
            () => Certainty::Open,
        }
    }

    /// The same of a time without a mean under one of the two, by the worlds in which it came: McNemar's test for all
    /// policies together (Bonferroni).
    fn certainty_of_coming(&self, own: &Difference) -> Certainty {
        let event = self.event(&own.policy).filter(|_| own.difference.is_nan());
        let p = event.map_or(f64::NAN, |event| event.p_mcnemar * self.differences.len() as f64);
        if p < 1.0 - LEVEL { Certainty::Clear } else { Certainty::Open }
    }

    /// A policy against the baseline, for what happens or does not.
    pub fn event(&self, policy: &str) -> Option<&EventPair> {
        self.events.iter().find(|event| event.policy == policy)
    }

    /// Whether a difference is for the better; None where no direction is, or there is none. Of a time without a mean
    /// under one of the two: whether it comes oftener, if sooner is better.
    pub fn is_gain(&self, own: &Difference) -> Option<bool> {
        if let Some(event) = self.event(&own.policy).filter(|_| own.difference.is_nan()) {
            let more = event.difference();
            return (event.better != Better::Neither && more.abs() > 0.0)
                .then_some((more > 0.0) == (event.better == Better::Higher));
        }
        match self.about.better {
            Better::Neither => None,
            better => (own.difference.abs() > 0.0).then_some((own.difference > 0.0) == (better == Better::Higher)),
        }
    }

    /// What may be said of a difference, as one sign.
    pub fn sign(&self, own: &Difference) -> &'static str {
        match (self.certainty(own), self.is_gain(own)) {
            (Certainty::Same, _) => "",
            (Certainty::Clear, Some(true)) => "▲",
            (Certainty::Clear, Some(false)) => "▼",
            (Certainty::Clear, None) => "!",
            (Certainty::Slight, _) => "~",
            (Certainty::Alike, _) => "=",
            (Certainty::Open, _) => "?",
        }
    }

    /// How many policies are clearly better than the baseline, and how many clearly worse; without a better direction, above
    /// and below.
    pub fn clear(&self) -> [usize; 2] {
        let clear = || self.differences.iter().filter(|own| self.certainty(own) == Certainty::Clear);
        let gains = clear().filter(|own| self.is_gain(own).unwrap_or(own.difference > 0.0)).count();
        [gains, clear().count() - gains]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::OutcomeValues;
    use crate::analysis::compare::{Question, compare_outcome};
    use crate::outcome::{Kind, Metric};

    /// An amount of which less is better, under a baseline that varies and under it with something added in each world.
    fn added(amounts: [f64; 2], indifference: f64) -> Certainty {
        let noise: Vec<f64> = (0..60).map(|w| f64::from(w * w % 23)).collect();
        let policy: Vec<f64> = noise.iter().enumerate().map(|(w, v)| v + amounts[w % 2]).collect();
        let outcome = OutcomeValues {
            metric: Metric::new("cost", "", "", Kind::Amount).better(Better::Lower),
            level: String::new(),
            horizon: f64::NAN,
            values: vec![noise, policy],
            happened: Vec::new(),
            followed: Vec::new(),
        };
        let mut question = Question::default();
        question.indifference.insert("cost".to_owned(), indifference);
        let found = compare_outcome(&outcome, &["a".to_owned(), "b".to_owned()], 0, &question, 1);
        found.certainty(&found.differences[0])
    }

    #[test]
    fn nothing_within_the_zone_is_clear() {
        // The mean is -2, its interval about 0.13 to either side.
        assert_eq!(added([-1.5, -2.5], 1.0), Certainty::Clear);
        assert_eq!(added([-1.5, -2.5], 2.0), Certainty::Slight);
        assert_eq!(added([-1.5, -2.5], 2.5), Certainty::Alike);
        assert_eq!(added([-9.0, 9.0], 1.0), Certainty::Open);
        assert_eq!(added([0.0, 0.0], 1.0), Certainty::Same);
    }
}
