//! What the joint staff makes of the border.
//!
//! ```text
//! assessed = need + bias + noise,   need = 1 − ready / required, averaged over the visit's readings
//! ```
//!
//! Nothing ties the assessment to the host's mobilization but the border itself: a host that has its reservists in place
//! when the mission comes has less need, so the alliance reads less.

use super::route::on_the_table;
use super::{Alliance, rules};
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::kinds::{Answer, CaseStage};
use crate::model::mechanism;
use crate::scenario::{Level, Levels, Recommendation};
use crate::sim::{Distribution, Stream};

impl Alliance {
    /// One reading of the need, as the border is now.
    pub(super) fn look_around(&mut self, env: &Env<'_>) {
        let assessment = &rules(env).assessment;
        let need = if self.view.required_men > 0.0 {
            self.view.need_without((1.0 - assessment.counts_reservists) * self.reservists)
        } else if env.scenario.geography.sectors.is_empty() {
            assessment.need_without_border
        } else {
            0.0
        };
        let (sum, readings) = self.case.readings;
        self.case.readings = (sum + need, readings + 1);
    }

    /// The report is written: need is assessed; the case stops here, or an item is filed.
    pub(super) fn conclude_report(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        let assessment = &rules.assessment;
        let (sum, readings) = self.case.readings;
        let need = if readings == 0 { 0.0 } else { sum / f64::from(readings) };
        let bias = drawn(assessment.bias, &mut env.stream(mechanism::ASSESSMENT_BIAS, 0));
        let occasion = self.case.occasion();
        let noise = drawn(assessment.noise, &mut env.occasion(mechanism::ASSESSMENT_NOISE, 0, occasion));
        let assessed = need + bias + noise;
        self.case.assessed = Some((need, assessed));
        env.state(Fact::NeedAssessed { need, assessed, round: self.case.round });
        if assessment.early_stop.is_some_and(|stop| assessed < stop) {
            self.answer(Answer::NoInvolvementNeeded, Levels::one(Level::Statement), env);
            return;
        }
        self.case.table = on_the_table(recommended(&assessment.recommendation, assessed), rules.asked);
        if self.case.table == Level::None {
            self.answer(Answer::ConsultationsOnly, Levels::default(), env);
        } else {
            let asked_members = !(rules.fact_finding && rules.mission_first);
            self.enter(if asked_members { CaseStage::Agenda } else { CaseStage::Intake }, env);
        }
    }
}

/// The highest level whose threshold the assessed need reaches.
fn recommended(recommendation: &Recommendation, assessed: f64) -> Level {
    let reached = recommendation.from.iter().take_while(|&&from| assessed >= from).count();
    (0..reached).fold(Level::None, |level, _| level.higher())
}

/// A number that may be negative; a constant takes nothing from the stream.
fn drawn(distribution: Distribution, stream: &mut Stream) -> f64 {
    match distribution {
        Distribution::Constant { value } => value,
        _ => distribution.sample(stream),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_reached_from_below() {
        let recommendation = Recommendation { from: [-0.2, 0.1, 0.2, 0.35, 0.6] };
        let found = [-1.0, -0.2, 0.15, 0.2, 0.5, 0.6].map(|y| recommended(&recommendation, y));
        assert_eq!(found, [Level::None, Level::Statement, Level::Mission, Level::Exercise, Level::Aid, Level::Force]);
    }
}
