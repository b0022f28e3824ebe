//! Which sector a battalion is sent to.

use crate::model::index::Sector;
use crate::scenario::Allocation;

/// Sends each battalion to the sector that is furthest behind its share.
#[derive(Debug, Default)]
pub(super) struct Allocator {
    weights: Vec<f64>,
    facing: Vec<f64>,
    missing: Vec<f64>,
    /// Men sent to each sector so far.
    sent: Vec<f64>,
    total: f64,
}

impl Allocator {
    /// An allocator for as many sectors as there are weights.
    pub(super) fn new(weights: Vec<f64>) -> Self {
        let sectors = weights.len();
        Self { weights, facing: vec![0.0; sectors], missing: vec![0.0; sectors], sent: vec![0.0; sectors], total: 0.0 }
    }

    /// Starts a history.
    pub(super) fn begin(&mut self) {
        self.total = 0.0;
        for list in [&mut self.facing, &mut self.missing, &mut self.sent] {
            list.iter_mut().for_each(|x| *x = 0.0);
        }
    }

    /// Sees a sector: kilometres held by the advancing force and men missing.
    pub(super) fn react_to_sector(&mut self, sector: Sector, facing_km: f64, missing: f64) {
        if let (Some(facing), Some(gap)) = (self.facing.get_mut(sector.at()), self.missing.get_mut(sector.at())) {
            (*facing, *gap) = (facing_km, missing);
        }
    }

    /// The sector for a battalion of so many men: the one that is furthest below its share of all men sent. Where no sector
    /// has a claim, weights decide.
    pub(super) fn assign(&mut self, rule: Allocation, men: f64) -> Sector {
        let claims = match rule {
            Allocation::FacingKm => &self.facing,
            Allocation::Need => &self.missing,
            Allocation::Weights | Allocation::Even => &self.weights,
        };
        let even = rule == Allocation::Even;
        let mut sum: f64 = if even { claims.len() as f64 } else { claims.iter().sum() };
        let mut claims = claims;
        if sum <= 0.0 {
            claims = &self.weights;
            sum = claims.iter().sum();
        }
        let all = self.total + men;
        let mut best = (f64::NEG_INFINITY, 0);
        for (sector, (&claim, &sent)) in claims.iter().zip(&self.sent).enumerate() {
            let share = if even { 1.0 } else { claim } / sum;
            let behind = share * all - sent;
            if behind > best.0 && (share > 0.0 || best.0 == f64::NEG_INFINITY) {
                best = (behind, sector);
            }
        }
        self.total = all;
        if let Some(sent) = self.sent.get_mut(best.1) {
            *sent += men;
        }
        Sector(best.1 as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rule: Allocation, battalions: usize) -> [usize; 3] {
        let mut allocator = Allocator::new(vec![1.0, 1.0, 2.0]);
        for (sector, (facing, missing)) in (0..).zip([(300.0, 0.0), (0.0, 500.0), (100.0, 500.0)]) {
            allocator.react_to_sector(Sector(sector), facing, missing);
        }
        let mut counts = [0; 3];
        for _ in 0..battalions {
            counts[allocator.assign(rule, 500.0).at()] += 1;
        }
        counts
    }

    #[test]
    fn battalions_go_where_the_claim_is() {
        assert_eq!(counts(Allocation::FacingKm, 40), [30, 0, 10]);
        assert_eq!(counts(Allocation::Need, 40), [0, 20, 20]);
        assert_eq!(counts(Allocation::Weights, 40), [10, 10, 20]);
        assert_eq!(counts(Allocation::Even, 39), [13, 13, 13]);
    }

    #[test]
    fn without_any_claim_weights_decide() {
        let mut allocator = Allocator::new(vec![0.0, 1.0]);
        assert_eq!(allocator.assign(Allocation::FacingKm, 500.0), Sector(1));
    }
}
