//! What a member wants.
//!
//! Member `m` supports a level `L` of help where
//!
//! ```text
//! t_L + z + n (y - y0) + article + r (met - usual) + d_m - e conflict_m - p  >=  0
//! d_lead  = a_lead + guarantee - hold-up (while a bilateral deal is open)
//! d_other = a_m + w d_lead
//! ```
//!
//! on the probit scale of the record: `t_L` is the response to the threat in the circumstances of the case, so that with a standard normal `z`, the will to help that is particular to
//! a case, the level is ever carried with probability `Phi(t_L)`, as the record has it. `y` is need as it was read, `y0` the usual need. Attitudes
//! `a_m` are normal, drawn once for a case. What decides under a rule is the position of the *pivotal* member: the least willing under consensus, the lead
//! where it decides alone. `p` is that member's mean under the alliance's usual rule, so that differences between members neither help nor hinder by themselves,
//! but another rule moves the pivot and with it the probability. A member that supports a level supports every easier one.
//!
//! # References
//! - J. H. Albert, S. Chib (1993), J. Am. Statist. Assoc. 88: 669-679 (latent normal).
//! - G. Tsebelis (2002), *Veto Players*, ch. 1; D. Black (1948), J. Polit. Econ. 56: 23-34 (the pivotal voter).

use super::ballot::{Ballot, needed};
use super::env::AllianceEnv;
use crate::math::normal_sf;
use crate::model::mechanism;
use crate::scenario::{Alliance, Level, Member, Rule, Rung};

/// Steps of the integral for the pivot's mean.
const STEPS: usize = 48;
/// Standard deviations beyond which a member's attitude is not looked for.
const FAR: f64 = 5.0;

/// What is not known of the members in a case.
#[derive(Debug, Default)]
pub struct Disposition {
    /// The will to help that all share.
    case: f64,
    attitudes: Vec<f64>,
    /// Mean of the pivotal member's difference under the usual rule.
    pivot: f64,
    /// The same, if the rules as they stand have been asked for it: it is an integral, and the same in every history.
    of_rules: Option<f64>,
}

/// What all members know when they take positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hearing {
    /// Need as it was read.
    pub need: f64,
    /// Whether a bilateral deal of the lead with the host is open.
    pub deal_open: bool,
}

impl Disposition {
    /// Draws it for a case.
    pub(super) fn draw(&mut self, rules: &Alliance, env: &AllianceEnv<'_>) {
        self.case = env.stream(mechanism::DISPOSITION, 0).normal();
        self.attitudes.clear();
        let drawn = |(m, member): (u32, &Member)| {
            member.attitude + member.attitude_sd * env.stream(mechanism::ATTITUDE, m).normal()
        };
        self.attitudes.extend((0..).zip(&rules.members).map(drawn));
        self.pivot = *self.of_rules.get_or_insert_with(|| mean_pivot(rules));
    }

    /// The rules have changed: what is drawn from now on goes by the new ones.
    pub(super) fn change_rules(&mut self) {
        self.of_rules = None;
    }

    /// Whether a force that is decided arrives.
    pub(super) fn arrives(&self, rules: &Alliance) -> bool {
        self.case + rules.response().arrives + rules.case.ever() >= 0.0
    }

    /// The votes on a level.
    pub(super) fn ballot(&self, rules: &Alliance, level: Level, hearing: Hearing) -> Ballot {
        let mut ballot = Ballot::default();
        let common = self.common(rules, level, hearing);
        let lead = self.lead(rules, hearing);
        for (m, (member, attitude)) in rules.members.iter().zip(&self.attitudes).enumerate() {
            let own = if member.lead { lead } else { attitude + rules.position.lead * lead };
            let position = common + own - rules.position.conflict * member.conflict;
            ballot.cast(m, member.lead, position >= 0.0);
        }
        ballot
    }

    /// Whether the lead is for a level; where nobody leads, whether all that members share speaks for it.
    pub(super) fn lead_supports(&self, rules: &Alliance, level: Level, hearing: Hearing) -> bool {
        self.common(rules, level, hearing) + self.lead(rules, hearing) >= 0.0
    }

    /// What all members share.
    fn common(&self, rules: &Alliance, level: Level, hearing: Hearing) -> f64 {
        let (weights, reputation) = (&rules.position, &rules.reputation);
        threshold(rules, level)
            + self.case
            + weights.need * (hearing.need - weights.usual_need)
            + weights.article
            + reputation.weight * (reputation.met - reputation.usual)
            - self.pivot
    }

    /// How the lead member differs; 0 where nobody leads.
    fn lead(&self, rules: &Alliance, hearing: Hearing) -> f64 {
        let weights = &rules.position;
        let attitude = rules.members.iter().zip(&self.attitudes).find(|(member, _)| member.lead);
        let hold_up = if hearing.deal_open { weights.hold_up } else { 0.0 };
        attitude.map_or(0.0, |(_, attitude)| attitude + weights.guarantee - hold_up)
    }
}

/// How ready the alliance is for a level, on the probit scale.
fn threshold(rules: &Alliance, level: Level) -> f64 {
    let ever = |rung: Rung| rules.response().rungs[rung as usize].ever + rules.case.ever();
    match level {
        Level::Force => ever(Rung::Force),
        Level::Aid => ever(Rung::Aid),
        _ => ever(Rung::Aid) + rules.levels.exercise_easier,
    }
}

/// Mean difference of the member whose vote decides under the usual rule, members taken as independent: `∫ P(pivot > t) dt`.
fn mean_pivot(rules: &Alliance) -> f64 {
    let weight = rules.position.lead;
    let lead = rules.members.iter().find(|member| member.lead);
    let (lead_mean, lead_sd) = lead.map_or((0.0, 0.0), |lead| (lead.attitude, lead.attitude_sd));
    let deciding = || rules.members.iter().filter(|one| rules.position.usual_rule != Rule::LeadDecides || one.lead);
    let differences = || {
        deciding().map(|member| {
            let others = (member.attitude + weight * lead_mean, libm::hypot(member.attitude_sd, weight * lead_sd));
            if member.lead { (lead_mean, lead_sd) } else { others }
        })
    };
    let members = deciding().count();
    if members == 0 {
        return 0.0;
    }
    let wanted = match rules.position.usual_rule {
        Rule::LeadDecides => 1,
        rule => needed(rule, rules.qualified_share, members),
    };
    let far = |side: f64| differences().map(move |(mean, sd)| mean + side * FAR * sd);
    let low = far(-1.0).fold(f64::INFINITY, f64::min);
    let high = far(1.0).fold(f64::NEG_INFINITY, f64::max);
    let width = (high - low) / STEPS as f64;
    let mut counts = [0.0; 65]; // of none to all of 64 members, the most there can be
    let above = |step: usize| {
        let t = low + (step as f64 + 0.5) * width;
        at_least(&mut counts[..=wanted], differences().map(|(mean, sd)| over(t, mean, sd)))
    };
    low + width * (0..STEPS).map(above).sum::<f64>()
}

/// Probability that a normal number lies above `t`.
fn over(t: f64, mean: f64, sd: f64) -> f64 {
    if sd > 0.0 { normal_sf((t - mean) / sd) } else { f64::from(u8::from(mean > t)) }
}

/// Probability that at least `counts.len() - 1` of some independent events happen (Poisson binomial, by recursion); `counts` is room to
/// work in. `counts[k]`: probability of `k` so far; in the last place, of that many or more.
fn at_least(counts: &mut [f64], chances: impl Iterator<Item = f64>) -> f64 {
    let wanted = counts.len() - 1;
    counts.fill(0.0);
    counts[0] = 1.0;
    for chance in chances {
        counts[wanted] += counts[wanted - 1] * chance;
        for k in (1..wanted).rev() {
            counts[k] = counts[k] * (1.0 - chance) + counts[k - 1] * chance;
        }
        counts[0] *= 1.0 - chance;
    }
    counts[wanted]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trial::scenario;

    #[test]
    fn at_least_two_of_three() {
        let chance = at_least(&mut [0.0; 3], [0.5, 0.25, 0.1].into_iter());
        let exact = 0.5 * 0.25 * 0.9 + 0.5 * 0.75 * 0.1 + 0.5 * 0.25 * 0.1 + 0.5 * 0.25 * 0.1;
        assert!((chance - exact).abs() < 1e-12, "{chance}, {exact}");
        assert!((at_least(&mut [0.0; 2], [0.5, 0.25].into_iter()) - 0.625).abs() < 1e-12);
    }

    /// The smallest of two independent standard normals has mean -1/sqrt(pi), the largest of three 3/(2 sqrt(pi)).
    #[test]
    fn the_pivot_is_the_order_statistic_that_a_rule_needs() {
        let pivot = |rule: &str, members: usize| {
            let members: String = (0..members)
                .map(|m| format!("[alliance.member.m{m}]\nattitude = 0.0\nattitude_sd = 1.0\nlead = {}\n", m == 0))
                .collect();
            let text = format!("[alliance.position]\nusual_rule = \"{rule}\"\nlead_weight = 0.0\n{members}");
            mean_pivot(&scenario(&text).sections.alliance)
        };
        let root = std::f64::consts::PI.sqrt();
        assert!((pivot("consensus", 2) + 1.0 / root).abs() < 1e-6, "{}", pivot("consensus", 2));
        assert!((pivot("consensus", 3) + 1.5 / root).abs() < 1e-6);
        assert!(pivot("majority", 3).abs() < 1e-6, "the median of three");
        assert!(pivot("lead-decides", 3).abs() < 1e-6);
    }
}
