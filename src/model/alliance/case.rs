//! The case that a host state brings before the alliance.

use super::ballot::Replies;
use crate::scenario::{Level, Levels};
use crate::sim::Time;

/// A stage of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The request is registered.
    Intake,
    /// The secretariat prepares it.
    Secretariat,
    /// Members are asked.
    Consultations,
    /// A mission gets ready to leave.
    Departure,
    /// The mission looks.
    OnSite,
    /// The joint staff writes its assessment.
    Report,
    /// The item waits for a session that reaches it.
    Agenda,
    /// The decision is signed.
    Adoption,
}

/// Stages with their names, in order.
pub const STAGES: &[(&str, Stage)] = &[
    ("intake", Stage::Intake),
    ("secretariat", Stage::Secretariat),
    ("consultations", Stage::Consultations),
    ("departure", Stage::Departure),
    ("on_site", Stage::OnSite),
    ("report", Stage::Report),
    ("agenda", Stage::Agenda),
    ("adoption", Stage::Adoption),
];

impl Stage {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        STAGES[self as usize].0
    }
}

/// What a case is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has asked.
    None,
    /// It is in a stage.
    In(Stage),
    /// It waits for what is observed to meet the automatic rule.
    Waiting,
    /// It has been answered.
    Answered(Answer),
}

/// What the alliance answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The mission saw no need; a statement follows.
    NoInvolvementNeeded,
    /// There were consultations, and no more.
    ConsultationsOnly,
    /// Help of a level, or a package of which this is the highest.
    Help(Level),
}

/// Answers with their names, in order.
pub const ANSWERS: &[&str] =
    &["no-involvement-needed", "consultations-only", "statement", "mission", "exercise", "aid", "force"];

impl Answer {
    /// Its place among the answers.
    #[must_use]
    pub fn rank(self) -> usize {
        match self {
            Answer::NoInvolvementNeeded => 0,
            Answer::ConsultationsOnly => 1,
            Answer::Help(level) => level as usize + 1,
        }
    }

    /// The level of help that it comes to.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Answer::NoInvolvementNeeded => Level::Statement,
            Answer::ConsultationsOnly => Level::None,
            Answer::Help(level) => level,
        }
    }
}

/// The case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// What it is doing.
    pub status: Status,
    /// Since when.
    pub since: Time,
    /// When help was asked for first.
    pub requested: Option<Time>,
    /// How often it has been taken up again.
    pub round: u32,
    /// How often it has gone back to the start, over all rounds: with it names the draws of a stage.
    pub pass: u32,
    pub(super) replies: Replies,
    /// Sum and number of readings of the need.
    pub(super) readings: (f64, u32),
    /// Need as it was, and as it was assessed.
    pub(super) assessed: Option<(f64, f64)>,
    /// The level that is on the table.
    pub(super) table: Level,
    /// What was voted and waits for its signature.
    pub(super) voted: Option<(Answer, Levels)>,
    /// The border's load when the answer came.
    pub(super) load_at_answer: f64,
}

impl Default for Case {
    fn default() -> Self {
        Case {
            status: Status::None,
            since: Time::ZERO,
            requested: None,
            round: 0,
            pass: 0,
            replies: Replies::default(),
            readings: (0.0, 0),
            assessed: None,
            table: Level::None,
            voted: None,
            load_at_answer: 0.0,
        }
    }
}

impl Case {
    /// The stage that it is in.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        match self.status {
            Status::In(stage) => Some(stage),
            _ => None,
        }
    }

    /// Need as it was and as it was assessed, of the latest assessment.
    #[must_use]
    pub fn assessed(&self) -> Option<(f64, f64)> {
        self.assessed
    }

    /// Names the draws of the present pass.
    pub(super) fn occasion(&self) -> u32 {
        self.round + self.pass
    }
}
