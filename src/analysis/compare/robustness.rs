//! How policies bear what is not known: criteria over the drawn parameters.
//!
//! A state is one draw of the uncertain parameters, the same for all policies; its payoff is the mean over the worlds
//! that share the draw. With one world for each draw, chance and ignorance are mixed: extremes (worst, maximum regret)
//! are then those of luck as well.
//!
//! # References
//! - C. McPhail et al. (2018), Earth's Future 6: 169-191.

use serde::{Deserialize, Serialize};

use super::{Question, sign};
use crate::analysis::OutcomeValues;
use crate::stats::decision;
use crate::stats::summary::mean;

/// A policy under all draws. Values are in the metric's unit and direction; regrets are distances, never negative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Robustness {
    /// The policy.
    pub policy: String,
    /// Draws in which every policy has a value.
    pub states: usize,
    /// Mean over draws.
    pub mean: f64,
    /// Worst value over draws.
    pub worst: f64,
    /// Best value over draws.
    pub best: f64,
    /// Mean of the worst tenth of draws.
    pub worst_tenth: f64,
    /// Hurwicz: `optimism * best + (1 - optimism) * worst`.
    pub hurwicz: f64,
    /// Weight of the best state in `hurwicz`.
    pub optimism: f64,
    /// Mean regret: distance to the best policy of the same draw.
    pub mean_regret: f64,
    /// Its 95 % quantile over draws.
    pub regret_q95: f64,
    /// Its maximum.
    pub max_regret: f64,
    /// Value that is good enough.
    pub threshold: f64,
    /// Share of draws in which the policy is at least that good.
    pub satisficing: f64,
}

/// Criteria for all policies but those under which a time never came; empty when no direction is better or no draw is complete.
pub fn robustness(
    outcome: &OutcomeValues,
    policies: &[String],
    baseline: usize,
    question: &Question,
) -> Vec<Robustness> {
    let Some(sign) = sign(outcome.better()) else { return Vec::new() };
    let (able, payoffs) = payoffs(&outcome.values, question.worlds_per_draw.max(1) as usize, sign);
    let states = payoffs.first().map_or(0, Vec::len);
    if states == 0 {
        return Vec::new();
    }
    let given = question.satisfice.get(outcome.metric.id.as_ref());
    let threshold = given.copied().unwrap_or_else(|| {
        let rank = able.iter().position(|policy| *policy == baseline).unwrap_or(0);
        sign * mean(&payoffs[rank])
    });
    let worst = decision::worst(&payoffs);
    let best = decision::best(&payoffs);
    let tail = decision::mean_of_worst(&payoffs, 0.1);
    let hurwicz = decision::hurwicz(&payoffs, question.optimism);
    let regret = decision::regret(&payoffs);
    let (q95, most) = (decision::regret_quantile(&payoffs, 0.95), decision::max_regret(&payoffs));
    let enough = decision::satisficing(&payoffs, sign * threshold, None);
    (0..able.len())
        .filter(|at| outcome.came_in(1, able[*at]))
        .map(|at| Robustness {
            policy: policies[able[at]].clone(),
            states,
            mean: sign * mean(&payoffs[at]),
            worst: sign * worst[at],
            best: sign * best[at],
            worst_tenth: sign * tail[at],
            hurwicz: sign * hurwicz[at],
            optimism: question.optimism,
            mean_regret: mean(&regret[at]),
            regret_q95: q95[at],
            max_regret: most[at],
            threshold,
            satisficing: enough[at],
        })
        .collect()
}

/// The policies that can be ranked, and `[rank][draw]`, larger is better; only draws in which each has all its values.
fn payoffs(values: &[Vec<f64>], worlds_per_draw: usize, sign: f64) -> (Vec<usize>, Vec<Vec<f64>>) {
    let draws: Vec<Vec<f64>> =
        values.iter().map(|row| row.chunks(worlds_per_draw).map(|worlds| sign * mean(worlds)).collect()).collect();
    let able = super::contenders(&draws);
    let complete = super::complete_worlds(&draws, &able, 1);
    (able, complete)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Better, Metric};

    #[test]
    fn criteria_by_hand() {
        let outcome = OutcomeValues {
            metric: Metric::amount("days", "days", "").better(Better::Lower),
            level: String::new(),
            horizon: f64::NAN,
            values: vec![vec![10.0, 20.0, 30.0, 40.0], vec![12.0, 18.0, 50.0, 60.0]],
            happened: Vec::new(),
            followed: Vec::new(),
        };
        let names = ["a".to_owned(), "b".to_owned()];
        let question = Question { worlds_per_draw: 2, ..Question::default() };
        // Draws: a has 15 and 35, b has 15 and 55.
        let found = robustness(&outcome, &names, 0, &question);
        assert_eq!((found[0].states, found[0].mean, found[0].worst, found[0].best), (2, 25.0, 35.0, 15.0));
        assert_eq!((found[0].max_regret, found[1].max_regret, found[1].mean_regret), (0.0, 20.0, 10.0));
        assert_eq!((found[0].threshold, found[0].satisficing, found[1].satisficing), (25.0, 0.5, 0.5));
        assert_eq!(found[1].hurwicz, 35.0);
    }
}
