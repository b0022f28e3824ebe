//! The case that a host state brings before the alliance.

use super::ballot::Replies;
use crate::model::kinds::{Answer, CaseStage};
use crate::scenario::{Level, Levels};
use crate::sim::Time;

/// What a case is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has asked.
    None,
    /// It is in a stage.
    In(CaseStage),
    /// It waits for what is observed to meet the automatic rule.
    Waiting,
    /// It has been answered.
    Answered(Answer),
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
    pub fn stage(&self) -> Option<CaseStage> {
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
