//! How long people stay: whole days until the first success of daily trials.

use crate::scenario::Scenario;

/// Waiting times by what they wait for.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Waits {
    /// To move on from a place that fell in the last quiet days.
    pub conflict: Days,
    /// To move on from a district on the way.
    pub transit: Days,
    /// To move on from a capital.
    pub refuge: Days,
    /// To go home.
    pub home: Days,
}

impl Waits {
    /// The waiting times under a scenario's daily chances.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let rules = &scenario.sections.displacement;
        Self {
            conflict: Days::of_chance(rules.move_chance.conflict),
            transit: Days::of_chance(rules.move_chance.transit),
            refuge: Days::of_chance(rules.move_chance.refuge),
            home: Days::of_chance(rules.return_chance),
        }
    }
}

/// So many days are told by comparing, without a logarithm.
const SHORT: usize = 8;
/// Up to so many days are told apart from longer ones by comparing.
const LONG: usize = 64;

/// Whole days until the first success of daily trials with one chance: `ceil(ln(u) / ln(1 - chance))`, at least 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// The chance that no trial of the first 1, 2, 3... days succeeds.
    none_yet: [f64; LONG],
    /// `-1 / ln(1 - chance)`.
    scale: f64,
}

impl Default for Days {
    /// Trials without a chance: they never succeed.
    fn default() -> Self {
        Self::of_chance(0.0)
    }
}

impl Days {
    /// Trials with a daily chance: those without a chance never succeed, those that are certain do at once.
    pub(super) fn of_chance(chance: f64) -> Self {
        let scale = match chance {
            c if c >= 1.0 => 0.0,
            c if c <= 0.0 => f64::INFINITY,
            c => -1.0 / libm::log1p(-c),
        };
        let mut none_yet = [1.0 - chance.clamp(0.0, 1.0); LONG];
        for day in 1..LONG {
            none_yet[day] *= none_yet[day - 1];
        }
        Self { none_yet, scale }
    }

    /// The days that belong to a uniform number.
    #[inline]
    pub(super) fn of(&self, uniform: f64) -> f64 {
        // All are compared: a loop that ends early would guess wrong as often as not.
        let failures: u32 = self.none_yet[..SHORT].iter().map(|&none| u32::from(uniform <= none)).sum();
        if failures < SHORT as u32 { f64::from(failures + 1) } else { self.long(uniform) }
    }

    /// The days that belong to a uniform number where they are fewer than `limit`: whether they are can mostly be told without
    /// working them out.
    #[inline]
    pub(super) fn below(&self, limit: f64, uniform: f64) -> Option<f64> {
        if limit <= 1.0 {
            return None;
        }
        let whole = limit as usize;
        let trials = whole - usize::from(whole as f64 == limit);
        if self.none_yet.get(trials - 1).is_some_and(|&none| uniform <= none) {
            return None;
        }
        Some(self.of(uniform)).filter(|&days| days < limit)
    }

    fn long(&self, uniform: f64) -> f64 {
        libm::ceil(-libm::log(uniform) * self.scale).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_daily_trials() {
        for chance in [1.0, 0.9, 0.3, 0.05, 0.001, 0.0] {
            let days = Days::of_chance(chance);
            for i in 1..=20_000 {
                let uniform = (f64::from(i) - 0.5) / 20_000.0;
                let of = days.of(uniform);
                let plain = if chance == 1.0 { 1.0 } else { days.long(uniform) };
                assert_eq!(of, plain, "chance {chance}, number {uniform}");
                for limit in [0.0, 0.5, 1.0, 1.5, 7.0, 8.5, 40.0, 63.0, 64.5, 500.0, f64::INFINITY] {
                    assert_eq!(days.below(limit, uniform), (of < limit).then_some(of), "below {limit}");
                }
                // As many days have passed without success as the number says, and one fewer would not do.
                if chance > 0.0 {
                    assert!(libm::pow(1.0 - chance, of) <= uniform * (1.0 + 1e-9));
                    assert!(libm::pow(1.0 - chance, of - 1.0) >= uniform * (1.0 - 1e-9));
                }
            }
        }
    }
}
