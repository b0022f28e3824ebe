//! Outcomes of the alliance's fast track: what is asked, read, decided and delivered, and how long each stage takes.

use crate::model::alliance::case::{ANSWERS, Answer, STAGES};
use crate::model::{Crisis, Fact};
use crate::scenario::{LEVELS, Level, Scenario};
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::{Better, Kind, Metric};

/// Days after the request at which the delivered share of aid is read.
const SHARE_AT: [(f64, &str); 3] = [(30.0, "aid_share_30"), (90.0, "aid_share_90"), (365.0, "aid_share_365")];

/// How many of the answers, from the first, are no help of any level.
const NOT_FOR: usize = 2;

/// Folds facts into outcomes of the alliance.
#[derive(Debug, Default)]
pub struct Alliance {
    requested: Option<Time>,
    /// Days of each stage of the first round, where it took place.
    stages: [Option<f64>; STAGES.len()],
    /// Need and assessed need of the first assessment.
    assessed: Option<(f64, f64)>,
    first_answer: Option<(Time, Answer)>,
    /// The highest answer of all rounds.
    highest: Option<Answer>,
    /// When help of the highest answer was decided.
    helped: Option<Time>,
    rounds: u32,
    /// When each level of help was in place.
    in_place: [Option<Time>; LEVELS.len()],
    standing: Option<Time>,
    reminders: u32,
    sessions: [u32; 2],
    /// Delivered shares of aid: each with the day it was reached, as the share holds until the next.
    share: f64,
    share_at: [Option<f64>; SHARE_AT.len()],
    last_border_fall: Option<Time>,
    men_arrived: u32,
    first_men: Option<Time>,
}

impl Alliance {
    /// Notes the share of aid delivered, where a date at which it is read has passed.
    fn read_shares(&mut self, now: Time, over: bool) {
        let Some(requested) = self.requested else { return };
        for (read, (days, _)) in self.share_at.iter_mut().zip(SHARE_AT) {
            if read.is_none() && (now - requested > days || (over && now - requested >= days)) {
                *read = Some(self.share);
            }
        }
    }

    /// When the help of the highest answer was in place.
    fn helped_in_place(&self) -> Option<Time> {
        match self.highest {
            Some(Answer::Help(level)) => self.in_place[level as usize],
            Some(Answer::NoInvolvementNeeded) => self.in_place[Level::Statement as usize],
            _ => None,
        }
    }

    /// When help that changes something at the border (exercise, aid, men) was in place first.
    fn material_in_place(&self) -> Option<Time> {
        let levels = [Level::Exercise, Level::Aid, Level::Force];
        levels.iter().filter_map(|&level| self.in_place[level as usize]).chain(self.standing).min()
    }
}

/// Whether the scenario has an alliance, asked or not: a policy does not change the metrics.
fn has_alliance(scenario: &Scenario) -> bool {
    !scenario.sections.alliance.members.is_empty()
}

impl Fold for Alliance {
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if !has_alliance(scenario) {
            return Vec::new();
        }
        let mut metrics = vec![
            Metric::new("request_days", "days", "days from the start until the host asks the alliance", Kind::Time),
            Metric::new(
                "answer",
                "",
                "the alliance's first answer",
                Kind::Level(ANSWERS.iter().map(|&a| a.into()).collect()),
            ),
            Metric::new(
                "answer_highest",
                "",
                "the alliance's highest answer, rounds that were taken up again included",
                Kind::Level(ANSWERS.iter().map(|&a| a.into()).collect()),
            )
            .better(Better::Higher),
            Metric::new("decision_days", "days", "days from the request until the first answer", Kind::Time)
                .better(Better::Lower)
                .ending("answer", &[("for", &ANSWERS[NOT_FOR..]), ("against", &ANSWERS[..NOT_FOR])]),
            Metric::new(
                "in_place_days",
                "days",
                "days from the request until the help of the highest answer is in place",
                Kind::Time,
            )
            .better(Better::Lower),
            Metric::new(
                "material_help_days",
                "days",
                "days from the request until help beyond words and observers (exercise, aid or men) is in place",
                Kind::Time,
            )
            .better(Better::Lower),
            Metric::new(
                "first_men_days",
                "days",
                "days from the request until the first allied men arrive",
                Kind::Time,
            )
            .better(Better::Lower),
        ];
        metrics.extend(STAGES.iter().map(|(name, _)| {
            let meaning = format!("days of the case's stage {}, first time", name.replace('_', " "));
            Metric::new(format!("stage_{name}_days"), "days", meaning, Kind::Amount)
        }));
        metrics.push(Metric::new(
            "stage_delivery_days",
            "days",
            "days from the decision on the highest answer until its help is in place, where it is",
            Kind::Amount,
        ));
        metrics.extend([
            Metric::new(
                "need",
                "share",
                "share of the men required at the border that was missing during the visit",
                Kind::Amount,
            ),
            Metric::new("need_assessed", "share", "that need as the alliance read it", Kind::Amount),
            Metric::new("assessment_error", "share", "need as it was read minus need as it was", Kind::Amount),
        ]);
        metrics.extend(SHARE_AT.map(|(days, id)| {
            let meaning =
                format!("share of promised aid delivered {days} days after the request; 0 if none was promised");
            Metric::new(id, "share", meaning, Kind::Amount).better(Better::Higher)
        }));
        metrics.extend([
            Metric::new("aid_share_at_end", "share", "share of promised aid delivered by the horizon", Kind::Amount).better(Better::Higher),
            Metric::new(
                "too_late",
                "",
                "whether help beyond words was not in place when the last border district to fall had fallen; asked where the host asked and a border district fell",
                Kind::Event,
            )
            .better(Better::Lower),
            Metric::new("allied_men", "people", "allied men who arrived at the border", Kind::Amount),
            Metric::new("case_rounds", "rounds", "rounds of the case; 0 if the host did not ask", Kind::Amount),
            Metric::new("ordinary_hearings", "sessions", "ordinary sessions that reached the case", Kind::Amount),
            Metric::new("extraordinary_hearings", "sessions", "extraordinary sessions held for the case", Kind::Amount),
            Metric::new("reminders", "reminders", "reminders by the host, dated ones not counted", Kind::Amount),
        ]);
        metrics
    }

    fn begin(&mut self, _: &Crisis) {
        *self = Self::default();
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::HelpRequested { round } => {
                self.requested.get_or_insert(now);
                self.rounds = round + 1;
            }
            Fact::StageEnded { stage, days, round: 0 } => {
                self.stages[stage as usize].get_or_insert(days);
            }
            Fact::NeedAssessed { need, assessed, .. } => {
                self.assessed.get_or_insert((need, assessed));
            }
            Fact::CaseAnswered { answer, .. } => {
                self.first_answer.get_or_insert((now, answer));
                if self.highest.is_none_or(|highest| answer.rank() > highest.rank()) {
                    (self.highest, self.helped) = (Some(answer), Some(now));
                }
            }
            Fact::HelpInPlace { level } => {
                self.in_place[level as usize].get_or_insert(now);
            }
            Fact::StandingForceInPlace => {
                self.standing.get_or_insert(now);
            }
            Fact::CaseHeard { extraordinary, .. } => self.sessions[usize::from(extraordinary)] += 1,
            Fact::AllianceReminded => self.reminders += 1,
            Fact::AidDelivered { share, .. } => {
                self.read_shares(now, false);
                self.share = share;
            }
            Fact::AlliedMenArrived { men } => {
                self.men_arrived += men;
                self.first_men.get_or_insert(now);
            }
            Fact::DistrictFell { district, .. } if crisis.load().touches(district) => {
                self.last_border_fall = Some(now);
            }
            _ => {}
        }
    }

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        if !has_alliance(crisis.scenario()) {
            return;
        }
        self.read_shares(horizon, true);
        row.time(Some(Time::ZERO), self.requested, horizon);
        row.level(self.first_answer.map(|(_, answer)| answer.rank()));
        row.level(self.highest.map(Answer::rank));
        row.time(self.requested, self.first_answer.map(|(time, _)| time), horizon);
        row.time(self.requested, self.helped_in_place(), horizon);
        row.time(self.requested, self.material_in_place(), horizon);
        row.time(self.requested, self.first_men, horizon);
        for days in self.stages {
            row.amount(days);
        }
        row.amount(self.helped.zip(self.helped_in_place()).map(|(decided, there)| there - decided));
        row.amount(self.assessed.map(|(need, _)| need));
        row.amount(self.assessed.map(|(_, assessed)| assessed));
        row.amount(self.assessed.map(|(need, assessed)| assessed - need));
        for share in self.share_at {
            row.amount(share);
        }
        row.amount(self.requested.map(|_| self.share));
        let asked_and_fell = self.requested.and(self.last_border_fall);
        row.event(asked_and_fell.map(|fell| self.material_in_place().is_none_or(|there| there > fell)));
        row.amount(f64::from(self.men_arrived));
        row.amount(f64::from(self.rounds));
        row.amount(f64::from(self.sessions[0]));
        row.amount(f64::from(self.sessions[1]));
        row.amount(f64::from(self.reminders));
    }
}
