//! The way of a case through its stages, from intake to adoption, and back when the load has grown.

use super::ballot::Replies;
use super::case::{Answer, Stage, Status};
use super::secretariat::{Item, Work};
use super::stage::{self, Checkpoint, Verdict};
use super::{Alliance, Event, rules};
use crate::model::desk::Desk;
use crate::model::fact::Fact;
use crate::model::mechanism;
use crate::scenario::{Level, Levels, Rule};
use crate::sim::{Distribution, Mechanism};

impl Alliance {
    /// A round of the case begins.
    pub(super) fn start_round(&mut self, desk: &mut Desk<'_>) {
        self.case.voted = None;
        let rules = rules(desk);
        let mission_first = rules.fact_finding && rules.mission_first;
        self.enter(if mission_first { Stage::Departure } else { Stage::Intake }, desk);
    }

    /// The case enters a stage.
    pub(super) fn enter(&mut self, stage: Stage, desk: &mut Desk<'_>) {
        self.case.status = Status::In(stage);
        self.case.since = desk.now();
        let rules = rules(desk);
        match stage {
            Stage::Intake => self.take(rules.intake, mechanism::INTAKE, desk),
            Stage::Secretariat => self.submit(Work { item: Item::Case, days: None }, desk),
            Stage::Consultations => self.consult(desk),
            Stage::Departure => {
                self.case.readings = (0.0, 0);
                self.take(rules.departure, mechanism::DEPARTURE, desk);
            }
            Stage::OnSite => self.visit(desk),
            Stage::Report => self.take(rules.report, mechanism::REPORT, desk),
            Stage::Agenda => self.file_case(desk),
            Stage::Adoption => self.take(rules.adoption, mechanism::ADOPTION, desk),
        }
    }

    /// The present stage takes a random time.
    fn take(&mut self, length: Distribution, mechanism: Mechanism, desk: &mut Desk<'_>) {
        let days = stage::days(length, &mut desk.occasion(mechanism, 0, self.case.occasion()));
        desk.schedule_in(days, Event::StageEnds);
    }

    /// Members are asked, all at the same time.
    fn consult(&mut self, desk: &mut Desk<'_>) {
        let rules = rules(desk);
        let occasion = self.case.occasion();
        self.case.replies = Replies::new(rules.members.len(), rules.replies_needed);
        if self.case.replies.enough() {
            self.end_stage(desk);
            return;
        }
        for (m, member) in (0..).zip(&rules.members) {
            let days = stage::days(member.reply, &mut desk.occasion(mechanism::REPLY, m, occasion));
            desk.schedule_in(days, Event::Reply(occasion << REPLY_BITS | m));
        }
    }

    /// A member replies; `reply` names the member and the consultations.
    pub(super) fn reply(&mut self, reply: usize, desk: &mut Desk<'_>) {
        let (occasion, member) = (reply >> REPLY_BITS, reply & ((1 << REPLY_BITS) - 1));
        let asked = self.case.status == Status::In(Stage::Consultations) && occasion == self.case.occasion() as usize;
        if asked && self.case.replies.reply(member) {
            self.end_stage(desk);
        }
    }

    /// The mission is on site: it looks at once and after each full day, and at the end.
    fn visit(&mut self, desk: &mut Desk<'_>) {
        let mut stream = desk.occasion(mechanism::ON_SITE, 0, self.case.occasion());
        let days = stage::days(rules(desk).on_site, &mut stream);
        // Later looks than the horizon allows would only fill the calendar.
        let looked_at = days.min(desk.scenario.meta.horizon_days());
        for day in 0..libm::ceil(looked_at) as u32 {
            desk.schedule_in(f64::from(day), Event::Look);
        }
        desk.schedule_in(days, Event::StageEnds);
    }

    /// The present stage has ended: its days are stated, and the case goes on, is turned down, or starts again.
    pub(super) fn end_stage(&mut self, desk: &mut Desk<'_>) {
        let Some(stage) = self.case.stage() else { return };
        let days = desk.now() - self.case.since;
        desk.state(Fact::StageEnded { stage, days, round: self.case.round });
        if stage == Stage::OnSite {
            self.look_around(desk);
        }
        let rules = rules(desk);
        let check = Checkpoint { rejection: rules.rejection, rework: rules.rework };
        let verdict = if check.is_open() {
            Verdict::Onward
        } else {
            check.verdict(&mut desk.occasion(mechanism::CHECK, stage as u32, self.case.occasion()))
        };
        match verdict {
            Verdict::Onward => self.go_on(stage, desk),
            Verdict::Rejected => self.answer(Answer::ConsultationsOnly, Levels::default(), desk),
            Verdict::Rework => {
                self.case.pass += 1;
                self.start_round(desk);
            }
        }
    }

    /// What follows a stage.
    fn go_on(&mut self, stage: Stage, desk: &mut Desk<'_>) {
        match stage {
            Stage::Intake => self.enter(Stage::Secretariat, desk),
            Stage::Secretariat => self.enter(Stage::Consultations, desk),
            Stage::Consultations if rules(desk).fact_finding && rules(desk).mission_first => {
                self.enter(Stage::Agenda, desk);
            }
            Stage::Consultations if rules(desk).fact_finding => self.enter(Stage::Departure, desk),
            Stage::Consultations => {
                self.case.readings = (0.0, 0);
                self.look_around(desk);
                self.enter(Stage::Report, desk);
            }
            Stage::Departure => self.enter(Stage::OnSite, desk),
            Stage::OnSite => self.enter(Stage::Report, desk),
            Stage::Report => self.conclude_report(desk),
            Stage::Agenda => self.vote(desk),
            Stage::Adoption => {
                if let Some((answer, package)) = self.case.voted.take() {
                    self.answer(answer, package, desk);
                }
            }
        }
    }

    /// The alliance answers, and help sets out.
    pub(super) fn answer(&mut self, answer: Answer, package: Levels, desk: &mut Desk<'_>) {
        self.case.status = Status::Answered(answer);
        self.case.since = desk.now();
        self.case.load_at_answer = self.view.load();
        desk.state(Fact::CaseAnswered { answer, round: self.case.round });
        self.deliveries.send(package, desk);
    }

    /// Under the automatic rule: what was observed decides.
    pub(super) fn decide_automatically(&mut self, desk: &mut Desk<'_>) {
        self.ask(desk);
        if self.case.status == Status::Waiting {
            let package = rules(desk).automatic.package;
            self.case.voted = Some((Answer::Help(package.highest()), package));
            self.enter(Stage::Adoption, desk);
        }
    }

    /// Whether the border's load has grown so much that a refused case is taken up again.
    pub(super) fn is_worse(&self, desk: &Desk<'_>) -> bool {
        let Status::Answered(answer) = self.case.status else { return false };
        let rules = rules(desk);
        let reopening = &rules.reopening;
        let Some(ratio) = reopening.load_ratio else { return false };
        let refused = rules.rule != Rule::Automatic && answer.level() < reopening.below;
        let patient = desk.now() - self.case.since >= reopening.after_days;
        let worse = self.view.load() >= (ratio * self.case.load_at_answer).max(reopening.least_load);
        refused && patient && worse && self.case.round + 1 < reopening.most_rounds
    }

    /// The host asks again.
    pub(super) fn reopen(&mut self, desk: &mut Desk<'_>) {
        self.case.round += 1;
        desk.state(Fact::HelpRequested { round: self.case.round });
        self.raise_salience(rules(desk).salience.at_request, desk);
        self.start_round(desk);
    }
}

/// Bits of an event that name the member that replies.
const REPLY_BITS: u32 = 6;

/// The level on the table: what is recommended, but no more than was asked.
pub(super) fn on_the_table(recommended: Level, asked: Level) -> Level {
    recommended.min(asked)
}
