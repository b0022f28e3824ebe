//! Choice under deep uncertainty: rows are policies, columns are states of the world, larger payoffs are better.
//!
//! # References
//! - R. D. Luce, H. Raiffa (1957), *Games and Decisions*, chapter 13.
//! - C. McPhail et al. (2018), Earth's Future 6: 169-191 (robustness metrics).
//! - R. T. Rockafellar, S. Uryasev (2000), J. Risk 2: 21-41 (conditional value at risk).

use super::quantile::{median, quantile, sorted};
use super::summary::{mean, weighted};

/// Index of the largest value, the first of ties; `None` when empty.
pub fn choice(values: &[f64]) -> Option<usize> {
    super::selection::argmax(values)
}

/// Index of the smallest value, the first of ties; `None` when empty.
pub fn choice_of_smallest(values: &[f64]) -> Option<usize> {
    choice(&values.iter().map(|v| -v).collect::<Vec<_>>())
}

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

/// Mean payoff with equal weights (Laplace).
pub fn laplace(payoffs: &[Vec<f64>]) -> Vec<f64> {
    by_policy(payoffs, mean)
}

/// Expected payoff with weights of the states (any positive sum).
pub fn expected(payoffs: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    by_policy(payoffs, |row| weighted(row, weights).mean)
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

/// Conditional value at risk: mean of the worst `fraction` of probability, the state at the edge counted in part.
pub fn conditional_value_at_risk(payoffs: &[Vec<f64>], fraction: f64, weights: Option<&[f64]>) -> Vec<f64> {
    by_policy(payoffs, |row| {
        let equal = vec![1.0; row.len()];
        let weights = weights.unwrap_or(&equal);
        let total: f64 = weights.iter().sum();
        let mut order: Vec<(f64, f64)> = row.iter().copied().zip(weights.iter().map(|w| w / total)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut left, mut sum) = (fraction, 0.0);
        for (value, weight) in order {
            let used = weight.min(left);
            sum += used * value;
            left -= used;
        }
        sum / (fraction - left.max(0.0))
    })
}

/// Mean minus `aversion` times the variance over states (divisor: number of states).
pub fn mean_variance(payoffs: &[Vec<f64>], aversion: f64) -> Vec<f64> {
    by_policy(payoffs, |row| {
        let m = mean(row);
        let v = row.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / row.len() as f64;
        m - aversion * v
    })
}

/// Quantile (type 7) of each policy's payoffs; choose the largest.
pub fn payoff_quantile(payoffs: &[Vec<f64>], p: f64) -> Vec<f64> {
    by_policy(payoffs, |row| quantile(row, p))
}

/// Sum of the distances by which payoffs fall below the policy's own median.
pub fn undesirable_deviations(payoffs: &[Vec<f64>]) -> Vec<f64> {
    by_policy(payoffs, |row| {
        let m = median(row);
        row.iter().map(|x| (m - x).max(0.0)).sum()
    })
}

/// Indices not dominated when `benefit` is to be large and `cost` small (ties on both are all kept), ascending.
pub fn pareto_front(benefit: &[f64], cost: &[f64]) -> Vec<usize> {
    let dominates = |j: usize, i: usize| {
        benefit[j] >= benefit[i] && cost[j] <= cost[i] && (benefit[j] > benefit[i] || cost[j] < cost[i])
    };
    (0..benefit.len()).filter(|&i| !(0..benefit.len()).any(|j| dominates(j, i))).collect()
}

/// Expected value of perfect information: what knowing the state before choosing would add on average.
pub fn perfect_information(payoffs: &[Vec<f64>], weights: Option<&[f64]>) -> f64 {
    let states = payoffs.first().map_or(0, Vec::len);
    let equal = vec![1.0; states];
    let weights = weights.unwrap_or(&equal);
    let tops: Vec<f64> =
        (0..states).map(|j| payoffs.iter().map(|row| row[j]).fold(f64::NEG_INFINITY, f64::max)).collect();
    weighted(&tops, weights).mean - largest(&expected(payoffs, weights))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Vec<f64>> {
        vec![vec![3.0, 3.0, 3.0], vec![9.0, 0.0, 4.0], vec![2.0, 5.0, 2.0]]
    }

    #[test]
    fn criteria_disagree_as_they_should() {
        assert_eq!(choice(&worst(&table())), Some(0));
        assert_eq!(choice(&best(&table())), Some(1));
        assert_eq!(max_regret(&table()), vec![6.0, 5.0, 7.0]);
        assert_eq!(choice_of_smallest(&max_regret(&table())), Some(1));
        assert_eq!(hurwicz(&table(), 0.0), worst(&table()));
        assert_eq!(satisficing(&table(), 3.0, None), vec![1.0, 2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn conditional_value_at_risk_counts_the_edge_in_part() {
        let rows = [vec![1.0, 2.0, 3.0, 4.0]];
        assert!((conditional_value_at_risk(&rows, 0.375, None)[0] - (1.0 + 0.5 * 2.0) / 1.5).abs() < 1e-12);
        assert_eq!(mean_of_worst(&rows, 0.375), vec![1.5]);
    }

    #[test]
    fn equal_policies_stay_on_the_front() {
        assert_eq!(pareto_front(&[1.0, 1.0, 0.5], &[2.0, 2.0, 2.0]), vec![0, 1]);
        assert_eq!(pareto_front(&[1.0, 2.0], &[1.0, 2.0]), vec![0, 1]);
    }

    #[test]
    fn information_is_worth_nothing_to_a_dominant_policy() {
        assert_eq!(perfect_information(&[vec![2.0, 3.0], vec![1.0, 1.0]], None), 0.0);
        assert!(perfect_information(&table(), None) > 0.0);
    }
}
