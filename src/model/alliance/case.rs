//! The case that a host state brings before the alliance. It stays open, answered or not, until all that was asked is decided or the host takes
//! its call back.

use super::ballot::Replies;
use super::position::Disposition;
use crate::model::kinds::CaseStage;
use crate::scenario::{Level, Levels, Organ};
use crate::sim::Time;

/// How far a case is on its way to the organs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filing {
    /// It was not asked formally.
    #[default]
    NotAsked,
    /// It is in a stage.
    In(CaseStage),
    /// It waits for what is observed to meet the automatic rule.
    Waiting,
    /// The organs may hear it.
    Filed,
}

/// What the staff does, and what it found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Staff {
    /// The stage of its mission, and since when.
    pub(super) at: Option<(CaseStage, Time)>,
    /// Missions so far.
    pub(super) missions: u32,
    /// Sum and number of readings of the need on this mission.
    pub(super) readings: (f64, u32),
    /// Need as it was read by the latest.
    pub(super) assessed: Option<f64>,
    /// When that was, the border's load and the alliance's attention then.
    pub(super) reported: (Time, f64, f64),
}

/// The case.
#[derive(Debug, Default)]
pub struct Case {
    /// When the host called.
    pub opened: Option<Time>,
    /// Whether it is closed.
    pub closed: bool,
    /// How far it is on its way to the organs.
    pub filing: Filing,
    /// The highest level that was decided.
    pub decided: Level,
    pub(super) since: Time,
    pub(super) replies: Replies,
    pub(super) staff: Staff,
    /// What is not known of members in this case.
    pub(super) disposition: Disposition,
    /// Levels that are ready to be decided.
    pub(super) ready: Levels,
    /// What was voted and waits for its signature, and since when.
    pub(super) voted: Option<(Level, Levels, Option<Organ>, Time)>,
    /// What members have learned so far, counted; and how much it was when they voted last.
    pub(super) news: u32,
    pub(super) voted_at: Option<u32>,
    /// Whether the case has been taken up: only then do ordinary sessions hear it before there is something that they would carry.
    pub(super) taken_up: bool,
    /// A session that has been called to decide.
    pub(super) called: bool,
    /// How often words were spoken, sessions held, sessions called, decisions signed, need read from afar.
    pub(super) spoken: u32,
    pub(super) sessions: u32,
    pub(super) convened: u32,
    pub(super) decisions: u32,
    pub(super) from_afar: u32,
    /// Whether someone is about to speak.
    pub(super) about_to_speak: bool,
}

impl Case {
    /// Whether the alliance has a case to answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened.is_some() && !self.closed
    }
}
