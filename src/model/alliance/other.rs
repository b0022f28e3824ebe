//! An alliance that is asked after another one: what it hears of the other's answer, and the help that others bring.

use super::env::AllianceEnv;
use super::{Alliance, Due};
use crate::model::answer::Answer;
use crate::model::env::Env;
use crate::model::index::AllianceId;
use crate::model::kinds::Verdict;
use crate::scenario::{Answered, Level};

/// What the other alliance, after which this one is asked, has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OtherAnswer {
    /// It spoke or met.
    spoke: bool,
    /// It decided help.
    helps: bool,
    /// The host took that call back.
    withdrawn: bool,
}

impl Alliance {
    /// Another alliance did something.
    pub fn hear_of(&mut self, other: AllianceId, answer: &Answer, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        let Some(after) = env.also_asked().map(|also| &also.after) else { return };
        if after.answers.is_empty() || after.of_number != other.0 || self.other.withdrawn {
            return;
        }
        match *answer {
            Answer::CaseOpened if after.counts(Answered::Silence) || after.counts(Answered::NoHelp) => {
                env.schedule_in(after.days, Due::OtherIsDue);
            }
            Answer::CaseClosed { met: false } => self.other.withdrawn = true,
            Answer::CaseHeard { .. } => self.other.spoke = true,
            Answer::WordsSpoken { verdict, .. } => {
                self.other.spoke = true;
                if verdict == Verdict::Against && after.counts(Answered::NoNeed) {
                    self.call(env);
                }
            }
            Answer::CaseDecided { verdict: Verdict::For, level, .. } => self.other.helps |= level >= Level::Exercise,
            Answer::CaseDecided { verdict: Verdict::Against, .. } if after.counts(Answered::Refused) => self.call(env),
            _ => {}
        }
    }

    /// The other was called so long ago: does its answer, or that there is none, make the host call this one?
    pub(super) fn other_is_due(&mut self, env: &mut AllianceEnv<'_>) {
        let Some(after) = env.also_asked().map(|also| &also.after) else { return };
        let silent = after.counts(Answered::Silence) && !self.other.spoke;
        let no_help = after.counts(Answered::NoHelp) && !self.other.helps;
        if !self.other.withdrawn && (silent || no_help) {
            self.call(env);
        }
    }

    /// Help of a kind of need that other alliances brought is now so much.
    pub fn set_help_of_others(&mut self, kind: usize, amount: f64) {
        if self.of_others.len() <= kind {
            self.of_others.resize(kind + 1, 0.0);
        }
        self.of_others[kind] = amount;
    }
}
