//! A battalion of reservists, or a single one.

use crate::model::index::Sector;
use crate::scenario::Mobilization;
use crate::sim::Time;

/// How far a battalion has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
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

/// Number of stages.
pub const STAGES: usize = 7;

impl Stage {
    /// The stage that follows on the way to the border; `None` from there on.
    #[must_use]
    pub fn next(self) -> Option<Stage> {
        match self {
            Stage::Ordered => Some(Stage::Called),
            Stage::Called => Some(Stage::Assembled),
            Stage::Assembled => Some(Stage::Arrived),
            Stage::Arrived => Some(Stage::Ready),
            Stage::Ready | Stage::Resting | Stage::Home => None,
        }
    }

    /// Number of the duration that leads to the next stage.
    pub(super) fn next_duration(self) -> Option<usize> {
        self.next().map(|next| next as usize - 1)
    }

    /// Whether it stands at the border.
    #[must_use]
    pub fn in_place(self) -> bool {
        matches!(self, Stage::Arrived | Stage::Ready)
    }
}

/// A battalion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Battalion {
    /// Men who came.
    pub men: u32,
    /// How far it has come.
    pub stage: Stage,
    /// Where it goes; a meaning from assembly on.
    pub sector: Sector,
    /// When it reached its stage.
    pub since: Time,
    /// Its men with equipment, once it has been handed out.
    pub equipped: Option<u32>,
    /// Ready men it was last counted with.
    pub(super) weight: f64,
    /// Those of them at the border.
    pub(super) at_border: f64,
}

impl Battalion {
    pub(super) fn called(men: u32) -> Battalion {
        let nowhere = Sector(0);
        let stage = Stage::Ordered;
        Battalion { men, stage, sector: nowhere, since: Time::ZERO, equipped: None, weight: 0.0, at_border: 0.0 }
    }

    /// Its men, each counted by readiness.
    pub(super) fn ready_men(&self, rules: &Mobilization, now: Time) -> f64 {
        let [called, assembled, arrived, prepared] = rules.readiness;
        let men = f64::from(self.men);
        match self.stage {
            Stage::Ordered | Stage::Resting | Stage::Home => 0.0,
            Stage::Called => called * men,
            Stage::Assembled => assembled * men,
            Stage::Arrived => arrived * men,
            Stage::Ready => {
                let with = f64::from(self.equipped.unwrap_or(self.men));
                let worn = 1.0 - rules.service.fatigue * (now - self.since);
                let fresh = f64::max(worn, rules.service.fatigue_floor);
                fresh * (with * prepared + (men - with) * prepared.min(rules.unequipped_readiness))
            }
        }
    }
}
