//! Whether chains of a Markov chain Monte Carlo sampler have met, and how many independent draws they are worth.
//!
//! # References
//! - A. Vehtari, A. Gelman, D. Simpson, B. Carpenter, P.-C. Bürkner (2021), Bayesian Anal. 16: 667-718 (rank-normalised split R-hat, bulk ESS).
//! - C. J. Geyer (1992), Statist. Sci. 7: 473-483 (initial monotone sequence).

use panj_sim::math::normal_quantile;

use super::summary::{mean, variance};

/// What chains of one quantity tell of their convergence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Potential scale reduction of the split, rank-normalised chains: near 1 when they agree; above 1.01 they do not yet.
    pub r_hat: f64,
    /// Effective number of independent draws for the bulk of the distribution.
    pub effective: f64,
}

/// Convergence of several chains of equal length; NaN where they are shorter than four draws or do not move.
pub fn convergence(chains: &[Vec<f64>]) -> Convergence {
    let half = chains.iter().map(Vec::len).min().unwrap_or(0) / 2;
    if half < 2 {
        return Convergence { r_hat: f64::NAN, effective: f64::NAN };
    }
    let split: Vec<&[f64]> = chains.iter().flat_map(|chain| [&chain[..half], &chain[chain.len() - half..]]).collect();
    let ranked = rank_normalised(&split);
    let (m, n) = (ranked.len() as f64, half as f64);
    let within = ranked.iter().map(|chain| variance(chain)).sum::<f64>() / m;
    let means: Vec<f64> = ranked.iter().map(|chain| mean(chain)).collect();
    let between = variance(&means);
    let total = within * (n - 1.0) / n + between;
    let r_hat = (total / within).sqrt();
    // autocorrelations over all chains, in pairs, cut where a pair is no longer positive, and never growing
    let correlation = |lag: usize| {
        let covariance = ranked.iter().zip(&means).map(|(chain, mean)| {
            let pairs = chain[..half - lag].iter().zip(&chain[lag..]);
            pairs.map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>() / n
        });
        1.0 - (within - covariance.sum::<f64>() / m * n / (n - 1.0)) / total
    };
    let (mut sum, mut last) = (0.0, f64::INFINITY);
    for lag in (0..half - 1).step_by(2) {
        let pair = correlation(lag) + correlation(lag + 1);
        if pair.is_nan() || pair <= 0.0 {
            break;
        }
        last = pair.min(last);
        sum += last;
    }
    let time = (2.0 * sum - 1.0).max(1.0 / (m * n).log10());
    Convergence { r_hat, effective: m * n / time }
}

/// Normal scores of the ranks over all chains (Blom's), ties by their mean rank.
fn rank_normalised(chains: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (c, chain) in chains.iter().enumerate() {
        all.extend(chain.iter().enumerate().map(|(i, x)| (*x, c, i)));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut scores: Vec<Vec<f64>> = chains.iter().map(|chain| vec![0.0; chain.len()]).collect();
    let total = all.len() as f64;
    let mut below = 0;
    for tied in all.chunk_by(|a, b| a.0 == b.0) {
        let rank = below as f64 + 0.5 * (tied.len() as f64 + 1.0);
        let score = normal_quantile((rank - 0.375) / (total + 0.25));
        for (_, c, i) in tied {
            scores[*c][*i] = score;
        }
        below += tied.len();
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain x' = r x + e with normal shocks, from numbers of a van der Corput sequence shuffled by a multiplicative generator.
    fn autoregressive(r: f64, n: usize, start: u64) -> Vec<f64> {
        let mut state = start;
        let mut x = 0.0;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                x = r * x + normal_quantile(((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64);
                x
            })
            .collect()
    }

    #[test]
    fn independent_draws_count_in_full_and_correlated_ones_by_their_time() {
        let chains: Vec<Vec<f64>> = (1..=4).map(|c| autoregressive(0.0, 2_000, c * 977)).collect();
        let free = convergence(&chains);
        assert!((free.r_hat - 1.0).abs() < 0.005 && (free.effective / 8_000.0 - 1.0).abs() < 0.1, "{free:?}");
        // the integrated autocorrelation time of an AR(1) process is (1 + r) / (1 - r)
        let chains: Vec<Vec<f64>> = (1..=4).map(|c| autoregressive(0.8, 20_000, c * 977)).collect();
        let slow = convergence(&chains);
        assert!((slow.effective / (80_000.0 / 9.0) - 1.0).abs() < 0.15, "{slow:?}");
    }

    #[test]
    fn chains_that_sit_in_different_places_are_told() {
        let mut chains: Vec<Vec<f64>> = (1..=3).map(|c| autoregressive(0.0, 500, c * 31)).collect();
        for x in &mut chains[0] {
            *x += 3.0;
        }
        let apart = convergence(&chains);
        assert!(apart.r_hat > 1.3 && apart.effective < 20.0, "{apart:?}");
    }
}
