//! What an alliance does about a call for help: its facts.

use super::kinds::{CaseStage, Verdict, Voice};
use crate::scenario::{Level, Organ};

/// Something that happened in an alliance, or help of it that came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// The host called: the alliance has a case.
    CaseOpened,
    /// The case is closed.
    CaseClosed {
        /// Whether all that was asked was decided; else the host took its call back.
        met: bool,
    },
    /// The host asked the alliance formally.
    HelpRequested,
    /// The host reminded the alliance of its case.
    AllianceReminded,
    /// A stage of the work on the case ended.
    StageEnded {
        /// Which.
        stage: CaseStage,
        /// Its length in days.
        days: f64,
    },
    /// Someone spoke for the alliance.
    WordsSpoken {
        /// Who.
        voice: Voice,
        /// What was said of the help that was asked for.
        verdict: Verdict,
    },
    /// The alliance's mission is at the border.
    MissionArrived {
        /// How many came before it.
        number: u32,
    },
    /// The joint staff assessed the need for help.
    NeedAssessed {
        /// Need as it was during the visit: the share of the required men that was missing.
        need: f64,
        /// Need as it was read.
        assessed: f64,
    },
    /// A level of help is ready to be decided.
    LevelReady {
        /// Which.
        level: Level,
    },
    /// A session reached the case.
    CaseHeard {
        /// Which organ met.
        organ: Organ,
        /// Whether the session was called for the case.
        extraordinary: bool,
    },
    /// The members voted on a level of help.
    LevelVoted {
        /// Which.
        level: Level,
        /// How many members were for it.
        supporters: u32,
        /// Whether it was carried.
        carried: bool,
    },
    /// The alliance decided.
    CaseDecided {
        /// The level that is given; where the verdict is against, the highest that was refused.
        level: Level,
        /// Who decided; none where a rule did without a vote.
        organ: Option<Organ>,
        /// What.
        verdict: Verdict,
    },
    /// Decided help is in place, all of it that will come.
    HelpInPlace {
        /// Which.
        level: Level,
    },
    /// The standing force, sent at the request, is in place.
    StandingForceInPlace,
    /// Allied men arrived at the border.
    AlliedMenArrived {
        /// How many.
        men: u32,
    },
    /// Allied men left.
    AlliedMenLeft {
        /// How many.
        men: u32,
    },
    /// A tranche of promised aid came.
    AidDelivered {
        /// Share of all that was promised that has come so far.
        share: f64,
        /// By how much this tranche raises the infrastructure of the border.
        gain: f64,
    },
    /// A part of the help of a kind arrived.
    HelpOfKindArrived {
        /// Which kind, in the order of the scenario.
        kind: u16,
        /// Help of which level brought it.
        level: Level,
        /// How much, in the kind's unit.
        amount: f64,
        /// Parts of it that are still to come.
        to_come: u16,
    },
    /// A part of the help of a kind left.
    HelpOfKindLeft {
        /// Which kind, in the order of the scenario.
        kind: u16,
        /// How much, in the kind's unit.
        amount: f64,
    },
}
