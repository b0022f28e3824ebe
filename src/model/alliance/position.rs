//! What a member wants.
//!
//! Member `m` supports a level `L` of help where
//!
//! ```text
//! a_m + n·y − cost_L + w·lead − e·conflict_m + article + threat_m + noise_m ≥ 0
//! lead = a_lead + n·y − hold-up (while a bilateral deal is open) + threat
//! ```
//!
//! with `y` the assessed need. The lead's own attitude includes hold-up and threat; other members feel a share of the
//! threat. The noise is logistic, one draw for a member and vote, so a member that supports a level supports every cheaper one.

use crate::scenario::{Alliance, Level, Member};

/// What all members know when they take positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hearing {
    /// Assessed need.
    pub assessed: f64,
    /// Whether a bilateral deal of the lead with the host is open.
    pub deal_open: bool,
}

/// What the lead gains or loses besides.
fn lead_interest(rules: &Alliance, hearing: Hearing) -> f64 {
    let position = &rules.position;
    position.regime_threat - if hearing.deal_open { position.hold_up } else { 0.0 }
}

/// The lead member's position; 0 where nobody leads.
#[must_use]
pub fn lead_position(rules: &Alliance, hearing: Hearing) -> f64 {
    let lead = rules.members.iter().find(|member| member.lead);
    lead.map_or(0.0, |lead| lead.attitude + rules.position.need * hearing.assessed + lead_interest(rules, hearing))
}

/// How far a member is for a level of help (0 or more supports it). `uniform` in (0, 1) gives the noise.
#[must_use]
pub fn support(rules: &Alliance, member: &Member, level: Level, hearing: Hearing, uniform: f64) -> f64 {
    let weights = &rules.position;
    let own =
        if member.lead { lead_interest(rules, hearing) } else { weights.regime_threat * weights.regime_threat_shared };
    let noise = if weights.noise > 0.0 { weights.noise * libm::log(uniform / (1.0 - uniform)) } else { 0.0 };
    member.attitude + own + weights.need * hearing.assessed - rules.levels[level as usize].cost
        + weights.lead * lead_position(rules, hearing)
        - weights.conflict * member.conflict
        + weights.article
        + noise
}
