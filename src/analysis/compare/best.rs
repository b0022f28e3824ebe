//! Each policy by itself, against the best of the others, and how likely it is the best.
//!
//! # References
//! - D. G. Edwards, J. C. Hsu (1983), JASA 78: 965-971 (multiple comparisons with the best).
//! - S. E. Chick, K. Inoue (2001), Operations Research 49: 732-743 (posterior of means in common worlds, here in its
//!   normal limit).

use serde::{Deserialize, Serialize};

use super::sign;
use crate::analysis::OutcomeValues;
use crate::outcome::Better;
use crate::result::LEVEL;
use crate::sim::{Mechanism, World};
use crate::stats::Interval;
use crate::stats::groups::Groups;
use crate::stats::mcb::{Best, best_shares, edwards_hsu};
use crate::stats::proportion::wilson;
use crate::stats::summary::{Summary, mean as mean_of, sum};

/// Draws from the distribution of the means.
const DRAWS: usize = 4_000;
/// Names the random numbers of the draws; no model mechanism has this number.
const MEANS: Mechanism = Mechanism(60_001);

/// One policy's standing in one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The policy.
    pub policy: String,
    /// Worlds in which it has a value.
    pub n: usize,
    /// Worlds in which it has none.
    pub missing: usize,
    /// Mean over its worlds; a probability for an event; restricted for a time, NaN where that came in no world.
    pub mean: f64,
    /// The same, restricted also where it never came: what ranks are made of.
    pub ranked_by: f64,
    /// Lower end of the mean's interval (for this policy alone): Student's t, of a probability Wilson's.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Standard deviation between worlds.
    pub sd: f64,
    /// Share of worlds in which no other policy does better; ties are divided. NaN when no direction is better.
    pub best_in_world: f64,
    /// Probability that its mean is the best of all means, given the data (normal limit, flat prior).
    pub best_mean: f64,
    /// Rank of its mean among the policies that can be ranked: 1 is best, ties share their mean rank.
    pub rank: f64,
    /// Standard deviation of the rank, given the data.
    pub rank_sd: f64,
    /// Lower end of the simultaneous interval of `mean - best of the other means`.
    pub mcb_low: f64,
    /// Upper end.
    pub mcb_high: f64,
    /// Whether that interval leaves it possible that the policy is best.
    pub may_be_best: bool,
}

/// Standings of all policies; ranked are those that `able` numbers, in the worlds in which each of them has a value:
/// `complete[rank][world]`.
pub fn standings(
    (outcome, worlds_per_draw): (&OutcomeValues, u64),
    (able, complete): (&[usize], &[Vec<f64>]),
    policies: &[String],
    seed: u64,
) -> Vec<Standing> {
    let (values, better) = (&outcome.values, outcome.better());
    let share = outcome.about().is_share();
    let direction = match better {
        Better::Higher => Some(Best::Max),
        Better::Lower => Some(Best::Min),
        Better::Neither => None,
    };
    let worlds = complete.first().map_or(0, Vec::len);
    let shares = direction
        .filter(|_| worlds > 0)
        .map(|best| best_shares(complete, best).iter().map(|share| share.min(1.0)).collect());
    let mcb = direction.and_then(|best| edwards_hsu(complete, 1.0 - LEVEL, best));
    let ranking = sign(better).filter(|_| worlds >= 2).map(|sign| rank_means(complete, sign, seed));
    // Policies that do the same in every world have intervals of no width, which leave room for none of them.
    let ties_with_best = |at: usize| {
        let (Some(ranking), Some(rank)) = (&ranking, able.iter().position(|policy| *policy == at)) else {
            return false;
        };
        ranking.rank.iter().all(|other| *other >= ranking.rank[rank])
    };
    (0..values.len())
        .map(|at| {
            let own: Vec<f64> = values[at].iter().copied().filter(|v| !v.is_nan()).collect();
            let summary = Summary::of(&own);
            let draws: Vec<u64> = (0..values[at].len() as u64).map(|world| world / worlds_per_draw).collect();
            let groups = || Groups::new(&values[at], &draws);
            let interval = match (share, worlds_per_draw > 1) {
                _ if own.is_empty() => None,
                (true, true) => Some(groups().share_interval(LEVEL).unwrap_or(Interval { low: 0.0, high: 1.0 })),
                (true, false) => Some(wilson(sum(&own).round() as u64, own.len() as u64, LEVEL)),
                (false, true) => groups().t_interval(LEVEL),
                (false, false) => summary.estimated(LEVEL),
            };
            let (has_mean, interval) = (outcome.came_in(1, at), interval.filter(|_| outcome.came_in(2, at)));
            let rank = able.iter().position(|policy| *policy == at);
            let of = |list: Option<&Vec<f64>>| rank.zip(list).map_or(f64::NAN, |(rank, list)| list[rank]);
            let own_mcb = rank.zip(mcb.as_ref());
            let against = own_mcb.filter(|(rank, mcb)| {
                // Of what never came there is no mean to hold against others, nor others against.
                let rival = best_other(complete, *rank, sign(better).unwrap_or(1.0));
                let width = mcb.intervals[*rank].high - mcb.intervals[*rank].low;
                has_mean && width > 0.0 && rival.is_some_and(|rival| outcome.came_in(1, able[rival]))
            });
            Standing {
                policy: policies[at].clone(),
                n: own.len(),
                missing: values[at].len() - own.len(),
                mean: if has_mean { summary.mean } else { f64::NAN },
                ranked_by: summary.mean,
                ci_low: interval.map_or(f64::NAN, |i| i.low),
                ci_high: interval.map_or(f64::NAN, |i| i.high),
                sd: if has_mean { summary.sd } else { f64::NAN },
                best_in_world: of(shares.as_ref()),
                best_mean: of(ranking.as_ref().map(|r| &r.best)),
                rank: of(ranking.as_ref().map(|r| &r.rank)),
                rank_sd: of(ranking.as_ref().map(|r| &r.sd)),
                mcb_low: against.map_or(f64::NAN, |(rank, mcb)| mcb.intervals[rank].low),
                mcb_high: against.map_or(f64::NAN, |(rank, mcb)| mcb.intervals[rank].high),
                may_be_best: own_mcb.is_some_and(|(rank, mcb)| mcb.candidates.contains(&rank)) || ties_with_best(at),
            }
        })
        .collect()
}

/// The row of the best mean but for one row.
fn best_other(rows: &[Vec<f64>], but: usize, sign: f64) -> Option<usize> {
    let payoff = |at: usize| sign * mean_of(&rows[at]);
    (0..rows.len()).filter(|at| *at != but).max_by(|a, b| payoff(*a).total_cmp(&payoff(*b)))
}

/// How means rank.
struct Ranking {
    /// Probability that each mean is the best; ties are divided.
    best: Vec<f64>,
    /// Rank of each mean as estimated.
    rank: Vec<f64>,
    /// Standard deviation of the rank.
    sd: Vec<f64>,
}

/// Ranks the means of rows, by draws from the normal distribution of the means with the covariance that the same worlds
/// give them.
fn rank_means(rows: &[Vec<f64>], sign: f64, seed: u64) -> Ranking {
    let k = rows.len();
    let n = rows[0].len() as f64;
    let means: Vec<f64> = rows.iter().map(|row| sign * mean_of(row)).collect();
    let covariance = |i: usize, j: usize| {
        let products = rows[i].iter().zip(&rows[j]).map(|(a, b)| (sign * a - means[i]) * (sign * b - means[j]));
        products.sum::<f64>() / (n - 1.0) / n
    };
    let root = cholesky(&(0..k).map(|i| (0..=i).map(|j| covariance(i, j)).collect()).collect::<Vec<_>>());
    let mut stream = World::new(seed, 0).stream(MEANS, 0);
    let (mut wins, mut sums, mut squares) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
    for _ in 0..DRAWS {
        let normal: Vec<f64> = (0..k).map(|_| stream.normal()).collect();
        let drawn: Vec<f64> =
            (0..k).map(|i| means[i] + root[i].iter().zip(&normal).map(|(l, z)| l * z).sum::<f64>()).collect();
        let ranks = ranks(&drawn);
        let top = ranks.iter().copied().fold(f64::INFINITY, f64::min);
        let tied = ranks.iter().filter(|rank| **rank == top).count() as f64;
        for (at, rank) in ranks.iter().enumerate() {
            wins[at] += if *rank == top { 1.0 / tied } else { 0.0 };
            sums[at] += rank;
            squares[at] += rank * rank;
        }
    }
    let draws = DRAWS as f64;
    let sd = sums.iter().zip(&squares).map(|(s, q)| (q / draws - s / draws * (s / draws)).max(0.0).sqrt());
    Ranking { best: wins.iter().map(|won| won / draws).collect(), rank: ranks(&means), sd: sd.collect() }
}

/// Ranks from the largest (1); values that differ by rounding only share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let of = |a: f64| {
        let near = |b: f64| (a - b).abs() <= 1e-12 * (1.0 + a.abs());
        let above = values.iter().filter(|b| **b > a && !near(**b)).count();
        let tied = values.iter().filter(|b| near(**b)).count();
        above as f64 + 0.5 * (tied as f64 + 1.0)
    };
    values.iter().map(|a| of(*a)).collect()
}

/// Lower triangular root of a covariance matrix (lower half given); a row that depends on others gets a zero pivot.
fn cholesky(lower: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut root: Vec<Vec<f64>> = Vec::new();
    for (i, row) in lower.iter().enumerate() {
        let mut out = vec![0.0; i + 1];
        for j in 0..=i {
            let earlier = if j == i { &out } else { &root[j] };
            let known: f64 = out[..j].iter().zip(&earlier[..j]).map(|(a, b)| a * b).sum();
            let rest = row[j] - known;
            out[j] = if j == i {
                if rest > 1e-10 * row[i] { rest.sqrt() } else { 0.0 }
            } else if root[j][j] > 0.0 {
                rest / root[j][j]
            } else {
                0.0
            };
        }
        root.push(out);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Kind, Metric};

    #[test]
    fn a_policy_that_is_always_a_little_better_is_surely_best() {
        let noise: Vec<f64> = (0..50).map(|w| f64::from(w * w % 17)).collect();
        let rows = [noise.clone(), noise.iter().map(|v| v - 0.01).collect()];
        let names = ["a".to_owned(), "b".to_owned()];
        let outcome = |rows: &[Vec<f64>]| OutcomeValues {
            metric: Metric::new("cost", "", "", Kind::Amount).better(Better::Lower),
            level: String::new(),
            horizon: f64::NAN,
            values: rows.to_vec(),
            happened: Vec::new(),
            followed: Vec::new(),
        };
        let standings = standings((&outcome(&rows), 1), (&[0, 1], &rows), &names, 1);
        assert_eq!(standings[1].best_mean, 1.0);
        assert!((standings[1].best_in_world - 1.0).abs() < 1e-12);
        assert!(standings[1].may_be_best && !standings[0].may_be_best);
        assert_eq!(standings[1].mcb_high, 0.0);
        let tied = [noise.clone(), noise];
        let same = super::standings((&outcome(&tied), 1), (&[0, 1], &tied), &names, 1);
        assert!(same[0].may_be_best && same[1].may_be_best);
        assert!(same[0].mcb_low.is_nan() && same[1].mcb_high.is_nan(), "there is nothing between them");
    }

    #[test]
    fn equal_policies_share_the_probability() {
        let row: Vec<f64> = (0..40).map(f64::from).collect();
        let ranking = rank_means(&[row.clone(), row.clone(), row], 1.0, 1);
        assert_eq!((ranking.rank, ranking.sd), (vec![2.0; 3], vec![0.0; 3]));
        ranking.best.iter().for_each(|p| assert!((p - 1.0 / 3.0).abs() < 1e-9));
    }

    #[test]
    fn the_root_gives_the_matrix_back() {
        let root = cholesky(&[vec![4.0], vec![2.0, 5.0], vec![2.0, 5.0, 5.0]]);
        let product = |i: usize, j: usize| root[i].iter().zip(&root[j]).map(|(a, b)| a * b).sum::<f64>();
        assert_eq!((product(1, 0), product(1, 1), product(2, 1), product(2, 2)), (2.0, 5.0, 5.0, 5.0));
    }
}
