//! Choice under deep uncertainty: rows are policies, columns are states of the world, larger payoffs are better.
//!
//! # References
//! - R. D. Luce, H. Raiffa (1957), *Games and Decisions*, chapter 13.
//! - C. McPhail et al. (2018), Earth's Future 6: 169-191 (robustness metrics).

use super::quantile::{quantile, sorted};
use super::summary::{mean, weighted};

fn by_policy(payoffs: &[Vec<f64>], value: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    payoffs.iter().map(|row| value(row)).collect()
}

fn smallest(row: &[f64]) -> f64 {
    row.iter().copied().fold(f64::INFINITY, f64::min)
}

fn largest(row: &[f64]) -> f64 {
    row.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Worst payoff of each policy (Wald); choose the largest.
pub fn worst(payoffs: &[Vec<f64>]) -> Vec<f64> {
    by_policy(payoffs, smallest)
}

/// Best payoff of each policy; choose the largest (maximax).
pub fn best(payoffs: &[Vec<f64>]) -> Vec<f64> {
    by_policy(payoffs, largest)
}

/// Regret of each policy in each state: best payoff in that state minus its own (Savage).
pub fn regret(payoffs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let states = payoffs.first().map_or(0, Vec::len);
    let tops: Vec<f64> =
        (0..states).map(|j| payoffs.iter().map(|row| row[j]).fold(f64::NEG_INFINITY, f64::max)).collect();
    payoffs.iter().map(|row| row.iter().zip(&tops).map(|(v, top)| top - v).collect()).collect()
}

/// Largest regret of each policy; choose the smallest (minimax regret).
pub fn max_regret(payoffs: &[Vec<f64>]) -> Vec<f64> {
    regret(payoffs).iter().map(|row| largest(row)).collect()
}

/// Quantile (type 7) of each policy's regret over states; choose the smallest.
pub fn regret_quantile(payoffs: &[Vec<f64>], p: f64) -> Vec<f64> {
    regret(payoffs).iter().map(|row| quantile(row, p)).collect()
}

/// Hurwicz: `optimism * best + (1 - optimism) * worst`.
pub fn hurwicz(payoffs: &[Vec<f64>], optimism: f64) -> Vec<f64> {
    by_policy(payoffs, |row| optimism * largest(row) + (1.0 - optimism) * smallest(row))
}

/// Share of states (weighted when `weights` are given) in which the payoff is at least `threshold`.
pub fn satisficing(payoffs: &[Vec<f64>], threshold: f64, weights: Option<&[f64]>) -> Vec<f64> {
    by_policy(payoffs, |row| {
        let hits: Vec<f64> = row.iter().map(|&v| if v >= threshold { 1.0 } else { 0.0 }).collect();
        weights.map_or_else(|| mean(&hits), |w| weighted(&hits, w).mean)
    })
}

/// Mean of the worst `ceil(fraction * states)` payoffs of each policy.
pub fn mean_of_worst(payoffs: &[Vec<f64>], fraction: f64) -> Vec<f64> {
    by_policy(payoffs, |row| {
        // 0.3 * 10 is a little above 3 in binary
        let take = libm::ceil(fraction * row.len() as f64 - 1e-9).max(1.0) as usize;
        mean(&sorted(row)[..take.min(row.len())])
    })
}

/// Indices not dominated when `benefit` is to be large and `cost` small (ties on both are all kept), ascending.
pub fn pareto_front(benefit: &[f64], cost: &[f64]) -> Vec<usize> {
    let dominates = |j: usize, i: usize| {
        benefit[j] >= benefit[i] && cost[j] <= cost[i] && (benefit[j] > benefit[i] || cost[j] < cost[i])
    };
    (0..benefit.len()).filter(|&i| !(0..benefit.len()).any(|j| dominates(j, i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Vec<f64>> {
        vec![vec![3.0, 3.0, 3.0], vec![9.0, 0.0, 4.0], vec![2.0, 5.0, 2.0]]
    }

    #[test]
    fn criteria_disagree_as_they_should() {
        assert_eq!((worst(&table()), best(&table())), (vec![3.0, 0.0, 2.0], vec![3.0, 9.0, 5.0]));
        assert_eq!(max_regret(&table()), vec![6.0, 5.0, 7.0]);
        assert_eq!(hurwicz(&table(), 0.0), worst(&table()));
        assert_eq!(satisficing(&table(), 3.0, None), vec![1.0, 2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn the_worst_share_is_counted_in_whole_states() {
        assert_eq!(mean_of_worst(&[vec![1.0, 2.0, 3.0, 4.0]], 0.375), vec![1.5]);
    }

    #[test]
    fn equal_policies_stay_on_the_front() {
        assert_eq!(pareto_front(&[1.0, 1.0, 0.5], &[2.0, 2.0, 2.0]), vec![0, 1]);
        assert_eq!(pareto_front(&[1.0, 2.0], &[1.0, 2.0]), vec![0, 1]);
    }
}
