//! The way of a case through its stages, from intake to adoption, and back when the load has grown.

use super::ballot::Replies;
use super::case::Status;
use super::secretariat::{Item, Work};
use super::stage::{self, Checkpoint, Verdict};
use super::{Alliance, Event, rules};
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::kinds::{Answer, CaseStage};
use crate::model::mechanism;
use crate::scenario::{Level, Levels, Rule};
use crate::sim::{Distribution, Mechanism};

impl Alliance {
    /// A round of the case begins.
    pub(super) fn start_round(&mut self, env: &mut Env<'_>) {
        self.case.voted = None;
        let rules = rules(env);
        let mission_first = rules.fact_finding && rules.mission_first;
        self.enter(if mission_first { CaseStage::Departure } else { CaseStage::Intake }, env);
    }

    /// The case enters a stage.
    pub(super) fn enter(&mut self, stage: CaseStage, env: &mut Env<'_>) {
        self.case.status = Status::In(stage);
        self.case.since = env.now();
        let rules = rules(env);
        match stage {
            CaseStage::Intake => self.take(rules.intake, mechanism::INTAKE, env),
            CaseStage::Secretariat => self.submit(Work { item: Item::Case, days: None }, env),
            CaseStage::Consultations => self.consult(env),
            CaseStage::Departure => {
                self.case.readings = (0.0, 0);
                self.take(rules.departure, mechanism::DEPARTURE, env);
            }
            CaseStage::OnSite => self.visit(env),
            CaseStage::Report => self.take(rules.report, mechanism::REPORT, env),
            CaseStage::Agenda => self.file_case(env),
            CaseStage::Adoption => self.take(rules.adoption, mechanism::ADOPTION, env),
        }
    }

    /// The present stage takes a random time.
    fn take(&mut self, length: Distribution, mechanism: Mechanism, env: &mut Env<'_>) {
        let days = stage::days(length, &mut env.occasion(mechanism, 0, self.case.occasion()));
        env.schedule_in(days, Event::StageEnds);
    }

    /// Members are asked, all at the same time.
    fn consult(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        let occasion = self.case.occasion();
        self.case.replies = Replies::new(rules.members.len(), rules.replies_needed);
        if self.case.replies.enough() {
            self.end_stage(env);
            return;
        }
        for (m, member) in (0..).zip(&rules.members) {
            let days = stage::days(member.reply, &mut env.occasion(mechanism::REPLY, m, occasion));
            env.schedule_in(days, Event::Reply(occasion << REPLY_BITS | m));
        }
    }

    /// A member replies; `reply` names the member and the consultations.
    pub(super) fn reply(&mut self, reply: usize, env: &mut Env<'_>) {
        let (occasion, member) = (reply >> REPLY_BITS, reply & ((1 << REPLY_BITS) - 1));
        let asked =
            self.case.status == Status::In(CaseStage::Consultations) && occasion == self.case.occasion() as usize;
        if asked && self.case.replies.reply(member) {
            self.end_stage(env);
        }
    }

    /// The mission is on site: it looks at once and after each full day, and at the end.
    fn visit(&mut self, env: &mut Env<'_>) {
        let mut stream = env.occasion(mechanism::ON_SITE, 0, self.case.occasion());
        let days = stage::days(rules(env).on_site, &mut stream);
        // Later looks than the horizon allows would only fill the calendar.
        let looked_at = days.min(env.scenario.meta.horizon_days());
        for day in 0..libm::ceil(looked_at) as u32 {
            env.schedule_in(f64::from(day), Event::Look);
        }
        env.schedule_in(days, Event::StageEnds);
    }

    /// The present stage has ended: its days are stated, and the case goes on, is turned down, or starts again.
    pub(super) fn end_stage(&mut self, env: &mut Env<'_>) {
        let Some(stage) = self.case.stage() else { return };
        let days = env.now() - self.case.since;
        env.state(Fact::StageEnded { stage, days, round: self.case.round });
        if stage == CaseStage::OnSite {
            self.look_around(env);
        }
        let rules = rules(env);
        let check = Checkpoint { rejection: rules.rejection, rework: rules.rework };
        let verdict = if check.is_open() {
            Verdict::Onward
        } else {
            check.verdict(&mut env.occasion(mechanism::CHECK, stage as u32, self.case.occasion()))
        };
        match verdict {
            Verdict::Onward => self.go_on(stage, env),
            Verdict::Rejected => self.answer(Answer::ConsultationsOnly, Levels::default(), env),
            Verdict::Rework => {
                self.case.pass += 1;
                self.start_round(env);
            }
        }
    }

    /// What follows a stage.
    fn go_on(&mut self, stage: CaseStage, env: &mut Env<'_>) {
        match stage {
            CaseStage::Intake => self.enter(CaseStage::Secretariat, env),
            CaseStage::Secretariat => self.enter(CaseStage::Consultations, env),
            CaseStage::Consultations if rules(env).fact_finding && rules(env).mission_first => {
                self.enter(CaseStage::Agenda, env);
            }
            CaseStage::Consultations if rules(env).fact_finding => self.enter(CaseStage::Departure, env),
            CaseStage::Consultations => {
                self.case.readings = (0.0, 0);
                self.look_around(env);
                self.enter(CaseStage::Report, env);
            }
            CaseStage::Departure => self.enter(CaseStage::OnSite, env),
            CaseStage::OnSite => self.enter(CaseStage::Report, env),
            CaseStage::Report => self.conclude_report(env),
            CaseStage::Agenda => self.vote(env),
            CaseStage::Adoption => {
                if let Some((answer, package)) = self.case.voted.take() {
                    self.answer(answer, package, env);
                }
            }
        }
    }

    /// The alliance answers, and help sets out.
    pub(super) fn answer(&mut self, answer: Answer, package: Levels, env: &mut Env<'_>) {
        self.case.status = Status::Answered(answer);
        self.case.since = env.now();
        self.case.load_at_answer = self.view.load();
        env.state(Fact::CaseAnswered { answer, round: self.case.round });
        self.deliveries.send(package, env);
    }

    /// Under the automatic rule: what was observed decides.
    pub(super) fn decide_automatically(&mut self, env: &mut Env<'_>) {
        self.ask(env);
        if self.case.status == Status::Waiting {
            let package = rules(env).automatic.package;
            self.case.voted = Some((Answer::Help(package.highest()), package));
            self.enter(CaseStage::Adoption, env);
        }
    }

    /// Whether the border's load has grown so much that a refused case is taken up again.
    pub(super) fn is_worse(&self, env: &Env<'_>) -> bool {
        let Status::Answered(answer) = self.case.status else { return false };
        let rules = rules(env);
        let reopening = &rules.reopening;
        let Some(ratio) = reopening.load_ratio else { return false };
        let refused = rules.rule != Rule::Automatic && answer.level() < reopening.below;
        let patient = env.now() - self.case.since >= reopening.after_days;
        let worse = self.view.load() >= (ratio * self.case.load_at_answer).max(reopening.least_load);
        refused && patient && worse && self.case.round + 1 < reopening.most_rounds
    }

    /// The host asks again.
    pub(super) fn reopen(&mut self, env: &mut Env<'_>) {
        self.case.round += 1;
        env.state(Fact::HelpRequested { round: self.case.round });
        self.raise_salience(rules(env).salience.at_request, env);
        self.start_round(env);
    }
}

/// Bits of an event that name the member that replies.
const REPLY_BITS: u32 = 6;

/// The level on the table: what is recommended, but no more than was asked.
pub(super) fn on_the_table(recommended: Level, asked: Level) -> Level {
    recommended.min(asked)
}
