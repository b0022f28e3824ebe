//! Kinds of things that facts name: they belong to components, and need none of them.

use crate::scenario::Organ;

/// A stage of the work on a case: of its way to the organs, of a mission, or of a decision.
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
    ("adoption", CaseStage::Adoption),
];

impl CaseStage {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        CASE_STAGES[self as usize].0
    }
}

/// Who speaks for the alliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The secretary general and his people.
    Secretariat,
    /// The joint staff, from the border.
    Staff,
    /// The lead member alone.
    Lead,
    /// An organ.
    Organ(Organ),
}

/// Voices with their names, in order.
pub const VOICES: &[&str] = &["secretariat", "staff", "lead", "council", "ministers", "heads"];

impl Voice {
    /// Its place among the voices.
    #[must_use]
    pub fn rank(self) -> usize {
        match self {
            Voice::Secretariat => 0,
            Voice::Staff => 1,
            Voice::Lead => 2,
            Voice::Organ(organ) => 3 + organ as usize,
        }
    }
}

/// What is said of the help that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It will be given, or should be.
    For,
    /// It is not needed, or will not be given.
    Against,
    /// Neither: concern, support, readiness.
    Words,
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
