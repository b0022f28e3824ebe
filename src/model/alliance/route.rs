//! Two ways of a case that go on at the same time: to the organs (request, intake, secretariat, consultations, filed), and the staff's (departure,
//! visit, report, and again when the border or the alliance's attention has changed).

use super::attention::Ripening;
use super::ballot::Replies;
use super::case::Filing;
use super::env::AllianceEnv;
use super::secretariat::{Item, Work};
use super::stage;
use super::{Alliance, Due, rules};
use crate::math::normal_quantile;
use crate::model::answer::Answer;
use crate::model::kinds::{CaseStage, Voice};
use crate::model::mechanism;
use crate::scenario::{self, Level, Levels, Organ, Rule, Rung, VOTED};
use crate::sim::{Distribution, Mechanism};

/// A level that the record has not seen within so many days may come later.
const YEAR: f64 = 365.0;

impl Alliance {
    /// The host calls, if it has not done so: the case opens, and all that answers it begins.
    pub(super) fn call(&mut self, env: &mut AllianceEnv<'_>) {
        let rules = rules(env);
        if !rules.active || self.case.opened.is_some() {
            return;
        }
        self.case.opened = Some(env.now());
        self.case.disposition.draw(rules, env);
        env.state(Answer::CaseOpened);
        self.attention.ripen(Ripening::Words, days_to(Rung::Words, env), env);
        if rules.rule != Rule::Automatic {
            self.attention.ripen(Ripening::Session, days_to(Rung::Meeting, env), env);
            // One draw for all levels: a slow case is slow in each.
            let z = env.stream(mechanism::RUNG, Rung::Aid as u32).normal();
            for &level in VOTED.iter().filter(|&&level| level <= rules.asked) {
                self.attention.ripen(Ripening::Level(level), days_to_level(rules, level, z), env);
            }
        }
        if rules.fact_finding {
            self.send_mission(env);
        }
        self.deliveries.send_standing_force(env);
        let reluctance = rules.reputation.reluctance * (1.0 - rules.reputation.met);
        let days = stage::days(rules.request_delay, &mut env.stream(mechanism::REQUEST, 0));
        env.schedule_in(days + reluctance, Due::Request);
    }

    /// The host asks formally, if it has not done so.
    pub(super) fn ask(&mut self, env: &mut AllianceEnv<'_>) {
        self.call(env);
        if !self.case.is_open() || self.case.filing != Filing::NotAsked {
            return;
        }
        env.state(Answer::HelpRequested);
        self.next_reminder(env);
        if rules(env).rule == Rule::Automatic {
            self.case.filing = Filing::Waiting;
        } else {
            self.enter(CaseStage::Intake, env);
        }
    }

    /// The case enters a stage of its way to the organs.
    pub(super) fn enter(&mut self, stage: CaseStage, env: &mut AllianceEnv<'_>) {
        self.case.filing = Filing::In(stage);
        self.case.since = env.now();
        match stage {
            CaseStage::Intake => self.take(rules(env).intake, mechanism::INTAKE, env),
            CaseStage::Secretariat => self.submit(Work { item: Item::Case, days: None }, env),
            _ => self.consult(env),
        }
    }

    /// A stage takes a random time.
    fn take(&mut self, length: Distribution, mechanism: Mechanism, env: &mut AllianceEnv<'_>) {
        let days = stage::days(length, &mut env.stream(mechanism, 0));
        env.schedule_in(days, Due::StageEnds);
    }

    /// Members are asked, all at the same time.
    fn consult(&mut self, env: &mut AllianceEnv<'_>) {
        let rules = rules(env);
        self.case.replies = Replies::new(rules.members.len(), rules.replies_needed);
        if self.case.replies.enough() {
            self.end_stage(env);
            return;
        }
        for (m, member) in (0..).zip(&rules.members) {
            let days = stage::days(member.reply, &mut env.stream(mechanism::REPLY, m));
            env.schedule_in(days, Due::Reply(m));
        }
    }

    /// A member replies.
    pub(super) fn reply(&mut self, member: usize, env: &mut AllianceEnv<'_>) {
        if self.case.filing == Filing::In(CaseStage::Consultations) && self.case.replies.reply(member) {
            self.end_stage(env);
        }
    }

    /// The present stage of the way to the organs has ended.
    pub(super) fn end_stage(&mut self, env: &mut AllianceEnv<'_>) {
        let Filing::In(stage) = self.case.filing else { return };
        env.state(Answer::StageEnded { stage, days: env.now() - self.case.since });
        match stage {
            CaseStage::Intake => self.enter(CaseStage::Secretariat, env),
            CaseStage::Secretariat => self.enter(CaseStage::Consultations, env),
            _ => {
                self.case.filing = Filing::Filed;
                self.learn(env);
            }
        }
    }

    /// Under the automatic rule: what was observed decides.
    pub(super) fn decide_automatically(&mut self, env: &mut AllianceEnv<'_>) {
        self.ask(env);
        if self.case.filing == Filing::Waiting && self.case.voted.is_none() {
            let package = rules(env).automatic.package;
            self.adopt(package.highest(), package, None, env);
        }
    }

    /// The decision waits for its signature.
    pub(super) fn adopt(&mut self, level: Level, package: Levels, organ: Option<Organ>, env: &mut AllianceEnv<'_>) {
        self.case.voted = Some((level, package, organ, env.now()));
        let occasion = self.case.decisions;
        self.case.decisions += 1;
        let days = stage::days(rules(env).adoption, &mut env.occasion(mechanism::ADOPTION, 0, occasion));
        env.schedule_in(days, Due::Signed);
    }

    /// A mission gets ready.
    fn send_mission(&mut self, env: &mut AllianceEnv<'_>) {
        self.case.staff.readings = (0.0, 0);
        self.begin_staff_stage(CaseStage::Departure, rules(env).departure, mechanism::DEPARTURE, env);
    }

    fn begin_staff_stage(
        &mut self,
        stage: CaseStage,
        length: Distribution,
        mechanism: Mechanism,
        env: &mut AllianceEnv<'_>,
    ) -> f64 {
        let staff = &mut self.case.staff;
        staff.at = Some((stage, env.now()));
        let days = stage::days(length, &mut env.occasion(mechanism, 0, staff.missions));
        env.schedule_in(days, Due::StaffStageEnds);
        days
    }

    /// The mission is on site: it looks at once and after each full day, and at the end; and it speaks.
    fn visit(&mut self, env: &mut AllianceEnv<'_>) {
        env.state(Answer::MissionArrived { number: self.case.staff.missions });
        let rules = rules(env);
        let days = self.begin_staff_stage(CaseStage::OnSite, rules.on_site, mechanism::ON_SITE, env);
        // Later looks than the horizon allows would only fill the calendar.
        let looked_at = days.min(env.scenario.meta.horizon_days());
        for day in 0..libm::ceil(looked_at) as u32 {
            env.schedule_in(f64::from(day), Due::Look);
        }
        if rules.voice.on_visit < days {
            env.schedule_in(rules.voice.on_visit, Due::StaffSpeaks);
        }
    }

    /// A stage of the mission has ended.
    pub(super) fn end_staff_stage(&mut self, env: &mut AllianceEnv<'_>) {
        let Some((stage, since)) = self.case.staff.at.take() else { return };
        env.state(Answer::StageEnded { stage, days: env.now() - since });
        match stage {
            CaseStage::Departure => self.visit(env),
            CaseStage::OnSite => {
                self.look_around(env);
                if env.now() - since <= rules(env).voice.on_visit {
                    self.speak(Voice::Staff, env);
                }
                self.begin_staff_stage(CaseStage::Report, rules(env).report, mechanism::REPORT, env);
            }
            _ => self.conclude_report(env),
        }
    }

    /// A day ends: has the border become so much worse since the last report, or the alliance so much more attentive, that another mission goes?
    pub fn end_day(&mut self, env: &mut AllianceEnv<'_>) {
        let (staff, again) = (&self.case.staff, &rules(env).assessment.again);
        let idle = staff.assessed.is_some() && staff.at.is_none() && staff.missions < again.most;
        let (reported, load, attention) = staff.reported;
        if !idle || env.now() - reported < again.after_days {
            return;
        }
        let worse = self.view.load() >= (again.load_ratio * load).max(again.least_load);
        if worse || self.attention.now(env.now()) >= attention + again.attention {
            self.send_mission(env);
        }
    }
}

/// Days at attention 1 until a rung is reached: log-normal where it ever is, with the probability of the record; else beyond a year.
fn days_to(rung: Rung, env: &AllianceEnv<'_>) -> f64 {
    let rules = rules(env);
    let response = rules.response().rungs[rung as usize];
    let mut stream = env.stream(mechanism::RUNG, rung as u32);
    let (reached, z) = (stream.normal() <= response.ever + rules.case.ever(), normal_quantile(stream.uniform()));
    let days = libm::exp(response.log_days + rules.case.log_days() + rules.spread.of[rung as usize] * z) - 1.0;
    if reached { days.max(0.0) } else { YEAR * (1.0 + stream.exponential()) }
}

/// Days at attention 1 until a level of help can be decided, in a case as slow as a standard normal number says; whether it is, members say.
fn days_to_level(rules: &scenario::Alliance, level: Level, z: f64) -> f64 {
    let rung = if level == Level::Force { Rung::Force } else { Rung::Aid } as usize;
    (libm::exp(rules.response().rungs[rung].log_days + rules.case.log_days() + rules.spread.of[rung] * z) - 1.0)
        .max(0.0)
}
