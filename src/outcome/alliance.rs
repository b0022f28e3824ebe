//! Outcomes of the alliance's fast track: what is asked, read, decided and delivered, and how long each stage takes.

use crate::model::kinds::{ANSWERS, Answer, CASE_STAGES};
use crate::model::{Crisis, Fact};
use crate::scenario::{LEVELS, Level, Scenario};
use crate::sim::Time;

use super::fold::{End, Fold, Outcomes};
use super::{Better, Clock, Metric, Side};

/// The time whose coming starts the clocks of an answer.
const REQUESTED: &str = "request_days";

/// Days after the request at which the delivered share of aid is read.
const SHARE_AT: [(f64, &str); 3] = [(30.0, "aid_share_30"), (90.0, "aid_share_90"), (365.0, "aid_share_365")];

/// How many of the answers, from the first, are no help of any level.
const NOT_FOR: usize = 2;

/// Folds facts into outcomes of the alliance.
#[derive(Debug, Default)]
pub struct Alliance {
    requested: Option<Time>,
    /// Days of each stage of the first round, where it took place.
    stages: [Option<f64>; CASE_STAGES.len()],
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

    /// What is asked and answered, and when.
    fn answers(&self, list: &mut impl Outcomes) {
        list.time(
            || Metric::time(REQUESTED, Clock::from_start("{host} asks {alliance}")).side(Side::Response),
            |_| (Some(Time::ZERO), self.requested),
        );
        list.level(
            || Metric::level("answer", "{alliance}'s first answer", ANSWERS.iter().copied()),
            |_| self.first_answer.map(|(_, answer)| answer.rank()),
        );
        list.level(
            || {
                let meaning = "{alliance}'s highest answer, rounds that were taken up again included";
                Metric::level("answer_highest", meaning, ANSWERS.iter().copied()).better(Better::Higher).headline(3)
            },
            |_| self.highest.map(Answer::rank),
        );
        list.time(
            || {
                let causes: [(_, &[_]); 2] = [("for", &ANSWERS[NOT_FOR..]), ("against", &ANSWERS[..NOT_FOR])];
                since_request("decision_days", "the first answer")
                    .label("first answer")
                    .headline(2)
                    .ending("answer", &causes)
            },
            |_| (self.requested, self.first_answer.map(|(time, _)| time)),
        );
        list.time(
            || since_request("in_place_days", "the help of the highest answer is in place"),
            |_| (self.requested, self.helped_in_place()),
        );
        list.time(
            || {
                let until = "help beyond words and observers (exercise, aid or men) is in place";
                since_request("material_help_days", until).label("help beyond words").headline(4)
            },
            |_| (self.requested, self.material_in_place()),
        );
        list.time(
            || since_request("first_men_days", "the first allied men arrive"),
            |_| (self.requested, self.first_men),
        );
    }

    /// How long each stage of the case took, and what the visit read.
    fn stages(&self, list: &mut impl Outcomes) {
        for (i, (name, _)) in CASE_STAGES.iter().enumerate() {
            list.amount(
                || {
                    let words = name.replace('_', " ");
                    let meaning = format!("days of the case's stage {words}, first time");
                    Metric::amount(format!("stage_{name}_days"), "days", meaning).stage(words)
                },
                |_| self.stages[i],
            );
        }
        list.amount(
            || {
                let meaning = "days from the decision on the highest answer until its help is in place, where it is";
                Metric::amount("stage_delivery_days", "days", meaning).stage("delivery")
            },
            |_| self.helped.zip(self.helped_in_place()).map(|(decided, there)| there - decided),
        );
        list.amount(
            || {
                let meaning = "share of the men required at the border that was missing during the visit";
                Metric::amount("need", "share", meaning)
            },
            |_| self.assessed.map(|(need, _)| need),
        );
        list.amount(
            || Metric::amount("need_assessed", "share", "that need as {alliance} read it"),
            |_| self.assessed.map(|(_, assessed)| assessed),
        );
        list.amount(
            || Metric::amount("assessment_error", "share", "need as it was read minus need as it was"),
            |_| self.assessed.map(|(need, assessed)| assessed - need),
        );
    }

    /// What help was delivered, and whether in time.
    fn help(&self, list: &mut impl Outcomes) {
        let more = |id: &'static str, meaning: String| Metric::amount(id, "share", meaning).better(Better::Higher);
        for (i, (days, id)) in SHARE_AT.into_iter().enumerate() {
            list.amount(
                || {
                    let when = format!("delivered {days} days after the request");
                    more(id, format!("share of promised aid {when}; 0 if none was promised"))
                },
                |_| self.share_at[i],
            );
        }
        list.amount(
            || more("aid_share_at_end", "share of promised aid delivered by the horizon".to_owned()),
            |_| self.requested.map(|_| self.share),
        );
        list.event(
            || {
                let meaning = "whether help beyond words was not in place when the last border district to fall had fallen; asked where {host} asked and a border district fell";
                Metric::event("too_late", meaning).better(Better::Lower).headline(1)
            },
            |_| {
                let asked_and_fell = self.requested.and(self.last_border_fall);
                asked_and_fell.map(|fell| self.material_in_place().is_none_or(|there| there > fell))
            },
        );
        list.amount(
            || Metric::amount("allied_men", "people", "allied men who arrived at the border"),
            |_| f64::from(self.men_arrived),
        );
    }

    /// How often the case was dealt with.
    fn proceedings(&self, list: &mut impl Outcomes) {
        list.amount(
            || Metric::amount("case_rounds", "rounds", "rounds of the case; 0 if {host} did not ask"),
            |_| f64::from(self.rounds),
        );
        list.amount(
            || Metric::amount("ordinary_hearings", "sessions", "ordinary sessions that reached the case"),
            |_| f64::from(self.sessions[0]),
        );
        list.amount(
            || Metric::amount("extraordinary_hearings", "sessions", "extraordinary sessions held for the case"),
            |_| f64::from(self.sessions[1]),
        );
        list.amount(
            || Metric::amount("reminders", "reminders", "reminders by {host}, dated ones not counted"),
            |_| f64::from(self.reminders),
        );
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

/// A time of the response that the request starts.
fn since_request(id: &'static str, until: &'static str) -> Metric {
    Metric::time(id, Clock::after(REQUESTED, "the request", until)).side(Side::Response).better(Better::Lower)
}

/// Whether the scenario has an alliance, asked or not: a policy does not change the metrics.
fn has_alliance(scenario: &Scenario) -> bool {
    !scenario.sections.alliance.members.is_empty()
}

impl Fold for Alliance {
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

    fn close(&mut self, end: &End<'_>) {
        self.read_shares(end.horizon, true);
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if !has_alliance(scenario) {
            return;
        }
        self.answers(list);
        self.stages(list);
        self.help(list);
        self.proceedings(list);
    }
}
