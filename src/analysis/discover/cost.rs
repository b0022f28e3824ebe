//! What sets of changes cost, and which of them are worth it.

use serde::{Deserialize, Serialize};

use super::{Change, SmallestSet};
use crate::scenario::Cost;

/// What a set of changes costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SetCost {
    /// Men, together.
    pub men: f64,
    /// Million US dollars, together.
    pub musd: f64,
    /// Days of notice, the longest.
    pub notice_days: f64,
}

impl From<&Cost> for SetCost {
    fn from(cost: &Cost) -> SetCost {
        SetCost { men: cost.men, musd: cost.musd, notice_days: cost.notice_days }
    }
}

impl SetCost {
    /// What some changes cost together; None where one has no cost on record.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Option<SetCost> {
        let none = SetCost { men: 0.0, musd: 0.0, notice_days: 0.0 };
        changes.into_iter().try_fold(none, |sum, change| {
            let own = change.cost?;
            let notice_days = sum.notice_days.max(own.notice_days);
            Some(SetCost { men: sum.men + own.men, musd: sum.musd + own.musd, notice_days })
        })
    }

    fn all(&self) -> [f64; 3] {
        [self.men, self.musd, self.notice_days]
    }
}

/// Marks the confirmed sets that no other confirmed set dominates: as large a share at no more of any cost, and better in one.
pub fn on_front(sets: &mut [SmallestSet]) {
    let known: Vec<(usize, f64, [f64; 3])> = (0..sets.len())
        .filter(|&at| sets[at].confirmed)
        .filter_map(|at| Some((at, sets[at].share.value, sets[at].cost?.all())))
        .collect();
    for (at, share, cost) in &known {
        let dominates = |(_, other, costs): &&(usize, f64, [f64; 3])| {
            let no_worse = other >= share && costs.iter().zip(cost).all(|(theirs, own)| theirs <= own);
            no_worse && (other > share || costs != cost)
        };
        sets[*at].on_front = known.iter().find(dominates).is_none();
    }
}
