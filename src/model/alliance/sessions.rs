//! Sessions that hear the case, and the vote.

use super::ballot::Ballot;
use super::case::Status;
use super::position::{Hearing, support};
use super::{Alliance, Event, rules};
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::kinds::{Answer, CaseStage};
use crate::model::mechanism;
use crate::scenario::{Level, Levels, Organ};
use crate::sim::Time;

impl Alliance {
    /// The organ before which the case waits.
    fn waits_for(&self, env: &Env<'_>) -> Option<Organ> {
        (self.case.status == Status::In(CaseStage::Agenda)).then(|| rules(env).levels[self.case.table as usize].organ)
    }

    /// The case is put on the agenda of the organ that decides its level.
    pub(super) fn file_case(&mut self, env: &mut Env<'_>) {
        let Some(organ) = self.waits_for(env) else { return };
        let rules = rules(env);
        if rules.organs[organ as usize].every <= 0.0 {
            self.hear(organ, false, env);
            return;
        }
        self.agendas[organ as usize].file_case();
        self.attention.wait(rules.salience.extraordinary, env.now());
        self.schedule_extraordinary(env);
    }

    /// An ordinary session.
    pub(super) fn session(&mut self, organ: Organ, env: &mut Env<'_>) {
        let rule = &rules(env).organs[organ as usize];
        match rule.session_after(env.now().days(), env.scenario.meta.start) {
            Some(next) => env.schedule_at(Time::from_days(next), Event::Session(organ)),
            None => env.schedule_in(rule.every, Event::Session(organ)),
        };
        if self.agendas[organ as usize].sit(rule.slots) {
            self.hear(organ, false, env);
        }
    }

    /// An extraordinary session: the case is its only item.
    pub(super) fn extraordinary(&mut self, env: &mut Env<'_>) {
        self.attention.ticket = None;
        let threshold = env.occasion(mechanism::EXTRAORDINARY, 0, self.attention.sessions + 1).exponential();
        self.attention.hold(threshold, env.now());
        if let Some(organ) = self.waits_for(env) {
            self.agendas[organ as usize].withdraw_case();
            self.hear(organ, true, env);
        }
    }

    fn hear(&mut self, organ: Organ, extraordinary: bool, env: &mut Env<'_>) {
        env.state(Fact::CaseHeard { organ, extraordinary });
        self.attention.wait(0.0, env.now());
        self.schedule_extraordinary(env);
        self.end_stage(env);
    }

    /// Puts the extraordinary session where it belongs in the calendar.
    pub(super) fn schedule_extraordinary(&mut self, env: &mut Env<'_>) {
        let due = self.attention.due();
        match (self.attention.ticket, due.is_never()) {
            (None, false) => self.attention.ticket = Some(env.schedule_at(due.max(env.now()), Event::Extraordinary)),
            (Some(ticket), false) => {
                env.reschedule(ticket, due.max(env.now()));
            }
            (Some(ticket), true) => {
                env.cancel(ticket);
                self.attention.ticket = None;
            }
            (None, true) => {}
        }
    }

    /// Members vote on the level on the table; a level that is refused falls to the next lower.
    pub(super) fn vote(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        let hearing =
            Hearing { assessed: self.case.assessed.map_or(0.0, |(_, assessed)| assessed), deal_open: self.deal_open };
        let occasion = self.case.occasion();
        let mut level = self.case.table;
        while level > Level::None {
            let mut ballot = Ballot::default();
            for (m, member) in rules.members.iter().enumerate() {
                let uniform = if rules.position.noise > 0.0 {
                    env.occasion(mechanism::VOTE, m as u32, occasion).uniform()
                } else {
                    0.5
                };
                ballot.cast(m, member.lead, support(rules, member, level, hearing, uniform) >= 0.0);
            }
            let carried = ballot.carried(rules.rule, rules.qualified_share);
            env.state(Fact::LevelVoted { level, supporters: ballot.supporters(), carried });
            if carried {
                self.case.voted = Some((Answer::Help(level), Levels::one(level)));
                self.enter(CaseStage::Adoption, env);
                return;
            }
            level = level.lower();
        }
        self.answer(Answer::ConsultationsOnly, Levels::default(), env);
    }
}
