//! Sessions that hear the case, and the vote.

use super::ballot::Ballot;
use super::case::{Answer, Stage, Status};
use super::position::{Hearing, support};
use super::{Alliance, Event, rules};
use crate::model::desk::Desk;
use crate::model::fact::Fact;
use crate::model::mechanism;
use crate::scenario::{Level, Levels, Organ};

impl Alliance {
    /// The organ before which the case waits.
    fn waits_for(&self, desk: &Desk<'_>) -> Option<Organ> {
        (self.case.status == Status::In(Stage::Agenda)).then(|| rules(desk).levels[self.case.table as usize].organ)
    }

    /// The case is put on the agenda of the organ that decides its level.
    pub(super) fn file_case(&mut self, desk: &mut Desk<'_>) {
        let Some(organ) = self.waits_for(desk) else { return };
        let rules = rules(desk);
        if rules.organs[organ as usize].every <= 0.0 {
            self.hear(organ, false, desk);
            return;
        }
        self.agendas[organ as usize].file_case();
        self.attention.wait(rules.salience.extraordinary, desk.now());
        self.aim_extraordinary(desk);
    }

    /// An ordinary session.
    pub(super) fn session(&mut self, organ: Organ, desk: &mut Desk<'_>) {
        let rule = rules(desk).organs[organ as usize];
        desk.schedule_in(rule.every, Event::Session(organ));
        if self.agendas[organ as usize].sit(rule.slots) {
            self.hear(organ, false, desk);
        }
    }

    /// An extraordinary session: the case is its only item.
    pub(super) fn extraordinary(&mut self, desk: &mut Desk<'_>) {
        self.attention.ticket = None;
        let threshold = desk.occasion(mechanism::EXTRAORDINARY, 0, self.attention.sessions + 1).exponential();
        self.attention.hold(threshold, desk.now());
        if let Some(organ) = self.waits_for(desk) {
            self.agendas[organ as usize].withdraw_case();
            self.hear(organ, true, desk);
        }
    }

    fn hear(&mut self, organ: Organ, extraordinary: bool, desk: &mut Desk<'_>) {
        desk.state(Fact::CaseHeard { organ, extraordinary });
        self.attention.wait(0.0, desk.now());
        self.aim_extraordinary(desk);
        self.end_stage(desk);
    }

    /// Puts the extraordinary session where it belongs in the calendar.
    pub(super) fn aim_extraordinary(&mut self, desk: &mut Desk<'_>) {
        let due = self.attention.due();
        match (self.attention.ticket, due.is_never()) {
            (None, false) => self.attention.ticket = Some(desk.schedule_at(due.max(desk.now()), Event::Extraordinary)),
            (Some(ticket), false) => {
                desk.reschedule(ticket, due.max(desk.now()));
            }
            (Some(ticket), true) => {
                desk.cancel(ticket);
                self.attention.ticket = None;
            }
            (None, true) => {}
        }
    }

    /// Members vote on the level on the table; a level that is refused falls to the next lower.
    pub(super) fn vote(&mut self, desk: &mut Desk<'_>) {
        let rules = rules(desk);
        let hearing =
            Hearing { assessed: self.case.assessed.map_or(0.0, |(_, assessed)| assessed), deal_open: self.deal_open };
        let occasion = self.case.occasion();
        let mut level = self.case.table;
        while level > Level::None {
            let mut ballot = Ballot::default();
            for (m, member) in rules.members.iter().enumerate() {
                let uniform = if rules.position.noise > 0.0 {
                    desk.occasion(mechanism::VOTE, m as u32, occasion).uniform()
                } else {
                    0.5
                };
                ballot.cast(m, member.lead, support(rules, member, level, hearing, uniform) >= 0.0);
            }
            let carried = ballot.carried(rules.rule, rules.qualified_share);
            desk.state(Fact::LevelVoted { level, supporters: ballot.supporters(), carried });
            if carried {
                self.case.voted = Some((Answer::Help(level), Levels::one(level)));
                self.enter(Stage::Adoption, desk);
                return;
            }
            level = level.lower();
        }
        self.answer(Answer::ConsultationsOnly, Levels::default(), desk);
    }
}
