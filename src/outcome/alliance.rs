//! Outcomes of the alliance's fast track: what is asked, said, read, decided and delivered, and when.

use std::borrow::Cow;

use crate::model::index::AllianceId;
use crate::model::kinds::{CASE_STAGES, CaseStage, VOICES, Verdict, Voice};
use crate::model::{Answer, Crisis, Fact};
use crate::scenario::{LEVELS, Level, ORGANS, Scenario, VOTED};
use crate::sim::Time;

use super::fold::{End, Fold, Outcomes};
use super::{Better, Clock, Metric, Side};

/// The time whose coming starts the clocks of an answer.
pub(super) const CALLED: &str = "call_days";

/// Days after the call at which the delivered share of aid is read.
const SHARE_AT: [(f64, &str); 3] = [(30.0, "aid_share_30"), (90.0, "aid_share_90"), (365.0, "aid_share_365")];

/// What an organ decided first: a refusal, or help of a level.
const VERDICTS: [&str; 4] = ["refused", "exercise", "aid", "force"];

/// How far the alliance came.
const HIGHEST: [&str; 5] = ["silence", "words", "exercise", "aid", "force"];

/// Rank on a first page of how far the alliance came.
pub(super) const HIGHEST_RANK: u8 = 3;

/// The first week of the loss of the border.
const WEEK: f64 = 7.0;

/// Folds facts into outcomes of the alliance.
#[derive(Debug, Default)]
pub struct Alliance {
    which: AllianceId,
    pub(super) called: Option<Time>,
    requested: Option<Time>,
    /// Days of each stage, the first time.
    stages: [Option<f64>; CASE_STAGES.len()],
    /// Need and assessed need of the first assessment.
    assessed: Option<(f64, f64)>,
    missions: u32,
    mission: Option<Time>,
    words: Option<(Time, Voice)>,
    no_need: Option<Time>,
    /// First sessions: of any kind, and of the ministers or the heads of state.
    meeting: Option<Time>,
    high_meeting: Option<Time>,
    sessions: [u32; 2],
    /// The first verdict of an organ, by its place in [`VERDICTS`].
    verdict: Option<(Time, usize)>,
    refusals: u32,
    /// When each level was decided first.
    decided: [Option<Time>; LEVELS.len()],
    /// When each level of help was in place.
    in_place: [Option<Time>; LEVELS.len()],
    /// When men enough to count stood there, of a complete force or a standing one.
    men_in_place: Option<Time>,
    /// When all parts of help of a kind of need were there that one level of help brings.
    kind_in_place: Option<Time>,
    reminders: u32,
    /// Delivered shares of aid: each with the day it was reached, as the share holds until the next.
    share: f64,
    share_at: [Option<f64>; SHARE_AT.len()],
    first_border_fall: Option<Time>,
    last_in_first_week: Option<Time>,
    pub(super) last_border_fall: Option<Time>,
    /// When the host's own men sufficed, from the call on.
    gap_closed: Option<Time>,
    gap_opened: bool,
    men_arrived: u32,
    first_men: Option<Time>,
}

impl Alliance {
    /// Those of an alliance by its number; of the first, by default.
    pub(super) fn of(which: AllianceId) -> Alliance {
        Alliance { which, ..Alliance::default() }
    }

    /// Notes the share of aid delivered, where a date at which it is read has passed.
    fn read_shares(&mut self, now: Time, over: bool) {
        let Some(called) = self.called else { return };
        for (read, (days, _)) in self.share_at.iter_mut().zip(SHARE_AT) {
            if read.is_none() && (now - called > days || (over && now - called >= days)) {
                *read = Some(self.share);
            }
        }
    }

    /// All outcomes.
    pub(super) fn all(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        self.answers(scenario, list);
        self.words(list);
        self.stages(list);
        self.help(list);
        self.proceedings(list);
    }

    /// What is said and decided, and when.
    fn answers(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        list.time(
            || {
                let clock = Clock::from_start("{host} calls {alliance}");
                Metric::time(CALLED, clock).label("the call").side(Side::Response)
            },
            |_| (Some(Time::ZERO), self.called),
        );
        list.time(
            || Metric::time("request_days", Clock::from_start("{host} asks {alliance} formally")).side(Side::Response),
            |_| (Some(Time::ZERO), self.requested),
        );
        list.level(
            || {
                let meaning =
                    "how far {alliance} came, from silence and words to the highest level of help that it decided";
                Metric::level("answer_highest", meaning, HIGHEST).better(Better::Higher).headline(HIGHEST_RANK)
            },
            |_| self.called.map(|_| self.highest()),
        );
        let mut time = |id, until, label, happened: Option<Time>| {
            list.time(|| since_call(id, until).label(label), |_| (self.called, happened));
        };
        time("words_days", "the first words", "first words", self.words.map(|(time, _)| time));
        time("mission_days", "the first mission is at the border", "first mission", self.mission);
        time("meeting_days", "the first session on the case", "first session", self.meeting);
        time(
            "high_meeting_days",
            "the first session of ministers or heads of state on the case",
            "",
            self.high_meeting,
        );
        let decided = |level| self.decided_at(level);
        time("exercise_decided_days", "an exercise or more is decided", "exercise decided", decided(Level::Exercise));
        time("aid_decided_days", "aid or more is decided", "aid decided", decided(Level::Aid));
        time("force_decided_days", "force is decided", "force decided", decided(Level::Force));
        list.time(
            || {
                let causes: [(_, &[_]); 2] = [("for", &VERDICTS[1..]), ("against", &VERDICTS[..1])];
                since_call("decision_days", "the first decision on help")
                    .label("first decision")
                    .headline(2)
                    .ending("verdict", &causes)
            },
            |_| (self.called, self.verdict.map(|(time, _)| time)),
        );
        list.level(
            || Metric::level("verdict", "what an organ decided first on help", VERDICTS),
            |_| self.verdict.map(|(_, verdict)| verdict),
        );
        let mut time = |id, until, happened: Option<Time>| {
            list.time(|| since_call(id, until), |_| (self.called, happened));
        };
        time(
            "exercise_in_place_days",
            "an exercise begins that answers the case",
            self.in_place[Level::Exercise as usize],
        );
        time("aid_in_place_days", "all the aid has come that will", self.in_place[Level::Aid as usize]);
        time("force_in_place_days", "the force is complete", self.in_place[Level::Force as usize]);
        time("first_men_days", "the first allied men arrive", self.first_men);
        list.time(
            || {
                let men = match scenario.sections.outcomes.least_men {
                    0 | 1 => "men".to_owned(),
                    least => format!("at least {least} men"),
                };
                let help = if scenario.sections.needs.is_empty() {
                    format!("aid or {men}")
                } else {
                    format!("aid, {men} or help of another kind")
                };
                let until = format!("help beyond words and observers (exercise, {help}) is in place");
                since_call("material_help_days", until).label("help beyond words").headline(4)
            },
            |_| (self.called, self.material_in_place()),
        );
    }

    /// What was said.
    fn words(&self, list: &mut impl Outcomes) {
        list.level(
            || Metric::level("first_voice", "who spoke first for {alliance}", VOICES.iter().copied()),
            |_| self.words.map(|(_, voice)| voice.rank()),
        );
        list.event(
            || {
                let meaning = "whether {alliance}, or those who speak for it, said that no help from outside is needed";
                Metric::event("no_need_said", meaning)
            },
            |_| self.called.map(|_| self.no_need.is_some()),
        );
        list.amount(
            || Metric::amount("refusals", "decisions", "decisions of organs against help that was on the table"),
            |_| f64::from(self.refusals),
        );
    }

    /// How long each stage of the case took, and what the visit read.
    fn stages(&self, list: &mut impl Outcomes) {
        for (i, (name, _)) in CASE_STAGES.iter().enumerate() {
            list.amount(
                || {
                    let words = name.replace('_', " ");
                    let meaning = format!("days of the case's stage {words}, first time");
                    let metric = Metric::amount(format!("stage_{name}_days"), "days", meaning);
                    // Those of a mission go on beside these, so that they are no part of the same way.
                    if i <= CaseStage::Consultations as usize { metric.stage(words) } else { metric }
                },
                |_| self.stages[i],
            );
        }
        list.amount(
            || {
                let meaning = "share of the men required at the border that was missing during the first visit";
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
                    let when = format!("delivered {days} days after the call");
                    more(id, format!("share of promised aid {when}; 0 if none was promised"))
                },
                |_| self.share_at[i],
            );
        }
        list.amount(
            || more("aid_share_at_end", "share of promised aid delivered by the horizon".to_owned()),
            |_| self.called.map(|_| self.share),
        );
        list.event(
            || {
                let meaning = "whether help beyond words was not in place when the last border district to fall had fallen; asked where {host} called and a border district fell";
                Metric::event("too_late", meaning).better(Better::Lower).headline(1)
            },
            |_| {
                let called_and_fell = self.called.and(self.last_border_fall);
                called_and_fell.map(|fell| !self.helped_by(fell))
            },
        );
        list.event(
            || {
                let meaning = "whether help beyond words was in place before the border districts of the first week of losses were lost; asked where {host} called and a border district fell";
                Metric::event("help_before_first_week", meaning).better(Better::Higher)
            },
            |_| self.called.and(self.last_in_first_week).map(|fell| self.helped_by(fell)),
        );
        list.event(
            || {
                let meaning = "whether help beyond words was in place before {host}'s own men sufficed, as days end; asked where they did not at some time after the call";
                Metric::event("help_before_gap_closed", meaning).better(Better::Higher)
            },
            |end| self.gap_opened.then(|| self.helped_by(self.gap_closed.unwrap_or(end.horizon))),
        );
        list.amount(
            || Metric::amount("allied_men", "people", "allied men who arrived at the border"),
            |_| f64::from(self.men_arrived),
        );
    }

    /// How often the case was dealt with.
    fn proceedings(&self, list: &mut impl Outcomes) {
        list.amount(
            || Metric::amount("missions", "missions", "missions that the alliance sent to the border"),
            |_| f64::from(self.missions),
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

    /// When a level or a higher one was decided first.
    fn decided_at(&self, level: Level) -> Option<Time> {
        self.decided[level as usize..].iter().flatten().min().copied()
    }

    /// How far the alliance came, by its place in [`HIGHEST`].
    fn highest(&self) -> usize {
        let help = VOTED.iter().rposition(|&level| self.decided[level as usize].is_some());
        help.map_or(usize::from(self.words.is_some() || self.meeting.is_some()), |level| level + 2)
    }

    /// When help that changes something at the border (exercise, aid, men) was in place first.
    pub(super) fn material_in_place(&self) -> Option<Time> {
        let [exercise, aid] = [Level::Exercise, Level::Aid].map(|level| self.in_place[level as usize]);
        [exercise, aid, self.men_in_place, self.kind_in_place].into_iter().flatten().min()
    }

    /// A force is complete: do its men and those there before count?
    fn men_stand(&mut self, now: Time, crisis: &Crisis) {
        if crisis.alliance(self.which).deliveries().men() >= crisis.scenario().sections.outcomes.least_men {
            self.men_in_place.get_or_insert(now);
        }
    }

    /// The alliance did something, or help of it came.
    fn see_answer(&mut self, now: Time, answer: Answer, crisis: &Crisis) {
        match answer {
            Answer::CaseOpened => {
                self.called = Some(now);
                self.weigh_gap(now, crisis);
            }
            Answer::HelpRequested => {
                self.requested = Some(now);
            }
            Answer::StageEnded { stage, days } => {
                self.stages[stage as usize].get_or_insert(days);
            }
            Answer::WordsSpoken { voice, verdict } => {
                self.words.get_or_insert((now, voice));
                if verdict == Verdict::Against {
                    self.no_need.get_or_insert(now);
                }
            }
            Answer::MissionArrived { number } => {
                self.missions = number + 1;
                self.mission.get_or_insert(now);
            }
            Answer::NeedAssessed { need, assessed } => {
                self.assessed.get_or_insert((need, assessed));
            }
            Answer::CaseDecided { level, verdict, .. } => {
                let given = verdict == Verdict::For;
                if given {
                    self.decided[level as usize].get_or_insert(now);
                } else {
                    self.refusals += 1;
                }
                let place = VOTED.iter().position(|&voted| voted == level).map_or(0, |place| place + 1);
                self.verdict.get_or_insert((now, if given { place } else { 0 }));
            }
            Answer::HelpInPlace { level } => {
                self.in_place[level as usize].get_or_insert(now);
                if level == Level::Force {
                    self.men_stand(now, crisis);
                }
            }
            Answer::StandingForceInPlace => self.men_stand(now, crisis),
            Answer::HelpOfKindArrived { to_come: 0, .. } => {
                self.kind_in_place.get_or_insert(now);
            }
            Answer::CaseHeard { organ, extraordinary } => {
                self.meeting.get_or_insert(now);
                if organ != ORGANS[0].1 {
                    self.high_meeting.get_or_insert(now);
                }
                self.sessions[usize::from(extraordinary)] += 1;
            }
            Answer::AllianceReminded => self.reminders += 1,
            Answer::AidDelivered { share, .. } => {
                self.read_shares(now, false);
                self.share = share;
            }
            Answer::AlliedMenArrived { men } => {
                self.men_arrived += men;
                self.first_men.get_or_insert(now);
            }
            _ => {}
        }
    }

    fn helped_by(&self, time: Time) -> bool {
        self.material_in_place().is_some_and(|there| there <= time)
    }

    /// A border district has fallen.
    fn border_falls(&mut self, now: Time) {
        let first = *self.first_border_fall.get_or_insert(now);
        if now - first <= WEEK {
            self.last_in_first_week = Some(now);
        }
        self.last_border_fall = Some(now);
    }

    /// At the call, and as a day ends: do the host's own men suffice?
    fn weigh_gap(&mut self, now: Time, crisis: &Crisis) {
        let totals = crisis.load().totals();
        let enough = totals.required <= 0.0 || totals.ready - totals.allied >= totals.required;
        if !enough {
            self.gap_opened = true;
        } else if self.gap_opened && self.gap_closed.is_none() {
            self.gap_closed = Some(now);
        }
    }
}

/// A time of the response that the call starts.
fn since_call(id: &'static str, until: impl Into<Cow<'static, str>>) -> Metric {
    Metric::time(id, Clock::after(CALLED, "the call", until)).side(Side::Response).better(Better::Lower)
}

/// Whether the scenario has an alliance, asked or not: a policy does not change the metrics.
fn has_alliance(scenario: &Scenario) -> bool {
    !scenario.sections.alliance.members.is_empty()
}

impl Fold for Alliance {
    fn begin(&mut self, _: &Crisis) {
        *self = Self::of(self.which);
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::Alliance(which, answer) if which == self.which => self.see_answer(now, answer, crisis),
            Fact::DistrictFell { district, .. } if crisis.load().touches(district) => self.border_falls(now),
            Fact::DayEnded { .. } if self.called.is_some() && self.gap_closed.is_none() => self.weigh_gap(now, crisis),
            _ => {}
        }
    }

    fn close(&mut self, end: &End<'_>) {
        self.read_shares(end.horizon, true);
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if has_alliance(scenario) {
            self.all(scenario, list);
        }
    }
}
