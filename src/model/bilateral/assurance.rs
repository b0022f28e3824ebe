//! An assurance of the advancing force: it fades, and it can be broken.
//!
//! An assurance given at `t0` with strength `a` holds back the share `a · 2^(-(t - t0) / H)` of incidents, until it is
//! broken: with hazard `b` it has survived to `t` with probability `exp(-b (t - t0))`, so its expected strength is the product.

use super::Event;
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::mechanism;
use crate::sim::Time;

/// The assurance in force.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Assurance {
    /// Strength when given, and when; `None` where none was given or it was broken.
    given: Option<(f64, Time)>,
    /// Assurances so far.
    count: u32,
}

impl Assurance {
    /// Share of incidents that it holds back now.
    #[must_use]
    pub fn strength(&self, now: Time, half_life: f64) -> f64 {
        self.given.map_or(0.0, |(strength, since)| strength * libm::exp2(-(now - since) / half_life))
    }

    /// An assurance is given. It replaces an older one unless that one still holds back more.
    pub(super) fn give(&mut self, strength: f64, env: &mut Env<'_>) {
        let talks = &env.scenario.sections.bilateral.talks;
        let strength = strength.clamp(0.0, 1.0);
        if strength <= self.strength(env.now(), talks.half_life) {
            return;
        }
        self.given = Some((strength, env.now()));
        let number = self.count;
        self.count += 1;
        env.state(Fact::AssuranceGiven { strength });
        if talks.break_hazard > 0.0 {
            let unit = env.occasion(mechanism::ASSURANCE_BREAKS, 0, number).exponential();
            env.schedule_in(unit / talks.break_hazard, Event::Broken(number));
        }
    }

    /// An assurance was given `days` before the start: what has faded since is gone, and it may have been broken.
    pub(super) fn remember(&mut self, strength: f64, days: f64, env: &mut Env<'_>) {
        let talks = &env.scenario.sections.bilateral.talks;
        let (strength, since) = (strength.clamp(0.0, 1.0), Time::from_days(-days));
        if strength <= self.strength(since, talks.half_life) {
            return;
        }
        let number = self.count;
        self.count += 1;
        let breaks = match talks.break_hazard {
            0.0 => Time::NEVER,
            hazard => since + env.occasion(mechanism::ASSURANCE_BREAKS, 0, number).exponential() / hazard,
        };
        self.given = if breaks < Time::ZERO { None } else { Some((strength, since)) };
        if breaks >= Time::ZERO && !breaks.is_never() {
            env.schedule_at(breaks, Event::Broken(number));
        }
    }

    /// The assurance with this number is broken, if it is still the one in force.
    pub(super) fn break_off(&mut self, number: u32, env: &mut Env<'_>) {
        if number + 1 == self.count && self.given.take().is_some() {
            env.state(Fact::AssuranceBroken);
        }
    }
}
