//! Kinds of things that facts name: they belong to components, and need none of them.

use crate::scenario::Level;

/// A stage of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseStage {
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
pub const CASE_STAGES: &[(&str, CaseStage)] = &[
    ("intake", CaseStage::Intake),
    ("secretariat", CaseStage::Secretariat),
    ("consultations", CaseStage::Consultations),
    ("departure", CaseStage::Departure),
    ("on_site", CaseStage::OnSite),
    ("report", CaseStage::Report),
    ("agenda", CaseStage::Agenda),
    ("adoption", CaseStage::Adoption),
];

impl CaseStage {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        CASE_STAGES[self as usize].0
    }
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

/// How far a battalion has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BattalionStage {
    /// The order is out; it is being called up.
    Ordered,
    /// Its men have been called; they gather.
    Called,
    /// It is assembled; it waits for the road or is on it.
    Assembled,
    /// It is in place; it prepares.
    Arrived,
    /// It is ready.
    Ready,
    /// It is relieved and rests.
    Resting,
    /// It has been sent home.
    Home,
}

impl BattalionStage {
    /// The stage that follows on the way to the border; `None` from there on.
    #[must_use]
    pub fn next(self) -> Option<BattalionStage> {
        match self {
            BattalionStage::Ordered => Some(BattalionStage::Called),
            BattalionStage::Called => Some(BattalionStage::Assembled),
            BattalionStage::Assembled => Some(BattalionStage::Arrived),
            BattalionStage::Arrived => Some(BattalionStage::Ready),
            BattalionStage::Ready | BattalionStage::Resting | BattalionStage::Home => None,
        }
    }

    /// Number of the duration that leads to the next stage.
    pub(super) fn next_duration(self) -> Option<usize> {
        self.next().map(|next| next as usize - 1)
    }

    /// Whether it stands at the border.
    #[must_use]
    pub fn in_place(self) -> bool {
        matches!(self, BattalionStage::Arrived | BattalionStage::Ready)
    }
}

/// Which stage of the programme a package belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Arms and equipment.
    Rearmament,
    /// What is built along the border.
    Infrastructure,
}
