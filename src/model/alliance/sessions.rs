//! Sessions that hear the case, and the vote.

use super::attention::Ripening;
use super::case::Filing;
use super::env::AllianceEnv;
use super::{Alliance, Due, rules, stage};
use crate::model::answer::Answer;
use crate::model::kinds::{CaseStage, Verdict, Voice};
use crate::model::mechanism;
use crate::scenario::{Level, Levels, ORGANS, Organ, VOTED};
use crate::sim::Time;

impl Alliance {
    /// Levels that an organ can decide now, highest first.
    fn on_the_table(&self, organ: Organ, env: &AllianceEnv<'_>) -> impl Iterator<Item = Level> + use<> {
        let (asked, decided, ready) = (rules(env).asked, self.case.decided, self.case.ready);
        let levels = &rules(env).levels;
        let competent = VOTED.map(|level| levels.of(level).organ <= organ);
        VOTED.into_iter().zip(competent).rev().filter_map(move |(level, competent)| {
            (competent && ready.has(level) && level <= asked && level > decided).then_some(level)
        })
    }

    /// Members have learned something: the case is put before the organs that can decide something, and a session is called where one would.
    pub(super) fn learn(&mut self, env: &mut AllianceEnv<'_>) {
        self.case.news += 1;
        if !self.case.is_open() || self.case.voted.is_some() {
            return;
        }
        if self.case.filing == Filing::Filed {
            for &(_, organ) in ORGANS {
                let tabled = self.on_the_table(organ, env).next().is_some();
                let wanted = if self.case.taken_up {
                    tabled || organ == Organ::Council
                } else {
                    self.carried(organ, env).is_some()
                };
                if !wanted {
                    continue;
                }
                if rules(env).organs[organ as usize].every > 0.0 {
                    self.agendas[organ as usize].file_case();
                } else {
                    self.hear(organ, false, env);
                }
            }
        }
        self.convene(env);
    }

    /// The highest level on an organ's table that members would carry, as they see the need now.
    fn carried(&mut self, organ: Organ, env: &AllianceEnv<'_>) -> Option<Level> {
        self.on_the_table(organ, env).next()?;
        let (rules, hearing) = (rules(env), self.hearing(env));
        self.on_the_table(organ, env).find(|&level| {
            self.case.disposition.ballot(rules, level, hearing).carried(rules.rule, rules.qualified_share)
        })
    }

    /// Calls a session for the highest level that would be carried, where that is done for it.
    fn convene(&mut self, env: &mut AllianceEnv<'_>) {
        let rules = rules(env);
        if self.case.called || self.case.voted.is_some() || !self.case.is_open() {
            return;
        }
        let Some(level) = self.carried(Organ::Heads, env).filter(|&level| rules.levels.of(level).called) else {
            return;
        };
        self.case.called = true;
        let mut stream = env.occasion(mechanism::CONVENING, level as u32, self.case.convened);
        self.case.convened += 1;
        env.schedule_in(
            stage::days(rules.salience.convening, &mut stream),
            Due::Convened(rules.levels.of(level).organ),
        );
    }

    /// A session meets that was called to decide.
    pub(super) fn convened(&mut self, organ: Organ, env: &mut AllianceEnv<'_>) {
        self.case.called = false;
        self.hear(organ, true, env);
    }

    /// An ordinary session.
    pub(super) fn session(&mut self, organ: Organ, env: &mut AllianceEnv<'_>) {
        let rule = &rules(env).organs[organ as usize];
        match rule.session_after(env.now().days(), env.scenario.meta.start) {
            Some(next) => env.schedule_at(Time::from_days(next), Due::Session(organ)),
            None => env.schedule_in(rule.every, Due::Session(organ)),
        };
        if self.agendas[organ as usize].sit(rule.slots) {
            self.hear(organ, false, env);
        }
    }

    /// A session that was called for the case, by one organ or another, and the next in its time.
    pub(super) fn called_session(&mut self, env: &mut AllianceEnv<'_>) {
        if !self.case.is_open() {
            return;
        }
        let rules = rules(env);
        let mut stream = env.occasion(mechanism::CALLED_SESSION, 0, self.case.sessions);
        let weights = rules.organs.each_ref().map(|organ| organ.called);
        let organ =
            if weights.iter().any(|&weight| weight > 0.0) { ORGANS[stream.pick(&weights)].1 } else { Organ::Council };
        // Sessions at one instant would never end.
        let next = stage::days(rules.salience.session_again, &mut stream).max(1.0);
        self.case.sessions += 1;
        self.case.taken_up = true;
        self.attention.ripen(Ripening::Session, next, env);
        self.hear(organ, true, env);
    }

    /// A level of help is ready to be decided.
    pub(super) fn level_is_ready(&mut self, level: Level, env: &mut AllianceEnv<'_>) {
        self.case.ready = self.case.ready.with(level);
        if self.case.is_open() {
            env.state(Answer::LevelReady { level });
            self.learn(env);
        }
    }

    /// A session deals with the case: what is ready is voted on, the highest level first, where members have learned something since they voted
    /// last; else the organ speaks.
    fn hear(&mut self, organ: Organ, extraordinary: bool, env: &mut AllianceEnv<'_>) {
        if !self.case.is_open() {
            return;
        }
        self.agendas[organ as usize].withdraw_case();
        self.case.taken_up = true;
        env.state(Answer::CaseHeard { organ, extraordinary });
        if self.case.voted.is_some() {
            return;
        }
        let highest = self.on_the_table(organ, env).next().filter(|_| self.case.voted_at != Some(self.case.news));
        let Some(highest) = highest else {
            self.speak(Voice::Organ(organ), env);
            return;
        };
        self.case.voted_at = Some(self.case.news);
        let rules = rules(env);
        let hearing = self.hearing(env);
        for level in self.on_the_table(organ, env) {
            let ballot = self.case.disposition.ballot(rules, level, hearing);
            let carried = ballot.carried(rules.rule, rules.qualified_share);
            env.state(Answer::LevelVoted { level, supporters: ballot.supporters(), carried });
            if carried {
                self.adopt(level, Levels::one(level), Some(organ), env);
                return;
            }
        }
        env.state(Answer::CaseDecided { level: highest, organ: Some(organ), verdict: Verdict::Against });
    }

    /// The decision is signed: help sets out.
    pub(super) fn sign(&mut self, env: &mut AllianceEnv<'_>) {
        let Some((level, package, organ, voted)) = self.case.voted.take() else { return };
        let rules = rules(env);
        env.state(Answer::StageEnded { stage: CaseStage::Adoption, days: env.now() - voted });
        self.case.decided = level;
        env.state(Answer::CaseDecided { level, organ, verdict: Verdict::For });
        self.deliveries.send(package, self.case.disposition.arrives(rules), env);
        if level >= rules.asked || organ.is_none() {
            self.close(true, env);
        }
    }

    /// The case is closed.
    pub(super) fn close(&mut self, met: bool, env: &mut AllianceEnv<'_>) {
        if self.case.is_open() {
            self.case.closed = true;
            env.state(Answer::CaseClosed { met });
        }
    }
}
