//! What the alliance makes of the border.
//!
//! ```text
//! read = need + bias + noise,   need = 1 − ready / required
//! ```
//!
//! Where the host asks for other kinds of help as well, need is the greatest missing share, of the men on the line or of a kind
//! ([`needs::greatest_missing_share`]).
//!
//! A mission averages its readings over the visit; those who were not there read from afar, with a noise of their own. The bias is the same for all, and
//! lasts. Nothing ties what is read to the host's mobilization but the border itself: a host that has its reservists in place when the mission comes has less
//! need, so the alliance reads less.

use super::env::AllianceEnv;
use super::position::Hearing;
use super::{Alliance, rules};
use crate::model::answer::Answer;
use crate::model::kinds::Verdict;
use crate::model::{mechanism, needs};
use crate::sim::{Distribution, Stream};

/// Whose reading it is: names its draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Mission = 0,
    Members = 1,
    Speaker = 2,
}

impl Alliance {
    /// The need as the border is now.
    fn need(&self, env: &AllianceEnv<'_>) -> f64 {
        let assessment = &rules(env).assessment;
        let of_kinds = needs::greatest_missing_share(env.scenario, self.view, |kind| {
            self.deliveries.of_kind(kind, env.help_of(kind)) + self.of_others.get(kind).copied().unwrap_or(0.0)
        });
        let of_the_line = if self.view.required_men > 0.0 {
            self.view.need_without((1.0 - assessment.counts_reservists) * self.reservists)
        } else if env.scenario.geography.sectors.is_empty() && of_kinds.is_none() {
            assessment.need_without_border
        } else {
            0.0
        };
        of_kinds.map_or(of_the_line, |missing| missing.max(of_the_line))
    }

    /// A need as it is read.
    fn read(need: f64, reader: Reader, occasion: u32, env: &AllianceEnv<'_>) -> f64 {
        let assessment = &rules(env).assessment;
        let noise = if reader == Reader::Mission { assessment.noise } else { assessment.noise_from_afar };
        let bias = drawn(assessment.bias, &mut env.stream(mechanism::ASSESSMENT_BIAS, 0));
        need + bias + drawn(noise, &mut env.occasion(mechanism::ASSESSMENT_NOISE, reader as u32, occasion))
    }

    /// The mission looks at the border.
    pub(super) fn look_around(&mut self, env: &AllianceEnv<'_>) {
        let need = self.need(env);
        let (sum, readings) = self.case.staff.readings;
        self.case.staff.readings = (sum + need, readings + 1);
    }

    /// The report is written.
    pub(super) fn conclude_report(&mut self, env: &mut AllianceEnv<'_>) {
        let staff = &mut self.case.staff;
        let (sum, readings) = staff.readings;
        let need = if readings == 0 { 0.0 } else { sum / f64::from(readings) };
        let assessed = Self::read(need, Reader::Mission, staff.missions, env);
        staff.missions += 1;
        staff.assessed = Some(assessed);
        staff.reported = (env.now(), self.view.load(), self.attention.now(env.now()));
        env.state(Answer::NeedAssessed { need, assessed });
        self.learn(env);
    }

    /// What members know: the staff's latest assessment, or need as it looks from afar.
    pub(super) fn hearing(&mut self, env: &AllianceEnv<'_>) -> Hearing {
        let need = self.case.staff.assessed.unwrap_or_else(|| {
            self.case.from_afar += 1;
            Self::read(self.need(env), Reader::Members, self.case.from_afar - 1, env)
        });
        Hearing { need, deal_open: self.deal_open }
    }

    /// What a speaker says of the help that was asked for, as need looks to him now: it is not needed, or it should be given where the lead is for it.
    pub(super) fn opinion(&self, env: &AllianceEnv<'_>) -> Verdict {
        let rules = rules(env);
        let need = Self::read(self.need(env), Reader::Speaker, self.case.spoken, env);
        let hearing = Hearing { need, deal_open: self.deal_open };
        if need < rules.assessment.no_need_below {
            Verdict::Against
        } else if self.case.disposition.lead_supports(rules, rules.asked, hearing) {
            Verdict::For
        } else {
            Verdict::Words
        }
    }
}

/// A number that may be negative; a constant takes nothing from the stream.
fn drawn(distribution: Distribution, stream: &mut Stream) -> f64 {
    match distribution {
        Distribution::Constant { value } => value,
        _ => distribution.sample(stream),
    }
}
