//! A battalion of reservists, or a single one.

use crate::model::index::Sector;
use crate::model::kinds::BattalionStage;
use crate::scenario::Mobilization;
use crate::sim::Time;

/// Number of stages.
pub const STAGES: usize = 7;

/// A battalion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Battalion {
    /// Men who came.
    pub men: u32,
    /// How far it has come.
    pub stage: BattalionStage,
    /// Where it goes; a meaning from assembly on.
    pub sector: Sector,
    /// When it reached its stage.
    pub since: Time,
    /// Its men with equipment, once it has been handed out.
    pub equipped: Option<u32>,
    /// Its present tour, as a share of a whole one: first tours last from half a tour to one and a half, so that not all are relieved at once.
    pub(super) tour: f64,
    /// Ready men it was last counted with.
    pub(super) weight: f64,
    /// Those of them at the border.
    pub(super) at_border: f64,
}

impl Battalion {
    pub(super) fn called(men: u32) -> Battalion {
        let nowhere = Sector(0);
        let stage = BattalionStage::Ordered;
        let (weight, at_border) = (0.0, 0.0);
        Battalion { men, stage, sector: nowhere, since: Time::ZERO, equipped: None, tour: 1.0, weight, at_border }
    }

    /// Its men, each counted by readiness.
    pub(super) fn ready_men(&self, rules: &Mobilization, now: Time) -> f64 {
        let [called, assembled, arrived, prepared] = rules.readiness;
        let men = f64::from(self.men);
        match self.stage {
            BattalionStage::Ordered | BattalionStage::Resting | BattalionStage::Home => 0.0,
            BattalionStage::Called => called * men,
            BattalionStage::Assembled => assembled * men,
            BattalionStage::Arrived => arrived * men,
            BattalionStage::Ready => {
                let with = f64::from(self.equipped.unwrap_or(self.men));
                let worn = 1.0 - rules.service.fatigue * (now - self.since);
                let fresh = f64::max(worn, rules.service.fatigue_floor);
                fresh * (with * prepared + (men - with) * prepared.min(rules.unequipped_readiness))
            }
        }
    }
}
