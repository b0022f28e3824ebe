//! Those who may speak without a vote: first words soon after the call, the mission's from the border, others when attention jumps.

use super::env::AllianceEnv;
use super::{Alliance, Due, rules, stage};
use crate::model::answer::Answer;
use crate::model::kinds::{CaseStage, Voice};
use crate::model::mechanism;

impl Alliance {
    /// Someone speaks.
    pub(super) fn speak(&mut self, voice: Voice, env: &mut AllianceEnv<'_>) {
        if !self.case.is_open() {
            return;
        }
        let verdict = self.opinion(env);
        self.case.spoken += 1;
        env.state(Answer::WordsSpoken { voice, verdict });
    }

    /// First words, or words after a jump of attention: by the lead alone, or in the name of all.
    pub(super) fn office_speaks(&mut self, env: &mut AllianceEnv<'_>) {
        self.case.about_to_speak = false;
        let mut stream = env.occasion(mechanism::WORDS, 0, self.case.spoken);
        let lead = stream.chance(rules(env).voice.lead_share);
        self.speak(if lead { Voice::Lead } else { Voice::Secretariat }, env);
    }

    /// The mission speaks, where it is still there.
    pub(super) fn staff_speaks(&mut self, env: &mut AllianceEnv<'_>) {
        if matches!(self.case.staff.at, Some((CaseStage::OnSite, _))) {
            self.speak(Voice::Staff, env);
        }
    }

    /// Attention has jumped.
    pub(super) fn be_asked_to_speak(&mut self, jump: f64, env: &mut AllianceEnv<'_>) {
        let voice = rules(env).voice;
        if self.case.is_open() && jump >= voice.again_at && !core::mem::replace(&mut self.case.about_to_speak, true) {
            let mut stream = env.occasion(mechanism::WORDS, 1, self.case.spoken);
            env.schedule_in(stage::days(voice.again, &mut stream), Due::OfficeSpeaks);
        }
    }
}
