//! Morris's elementary effects.
//!
//! # References
//! - M. D. Morris (1991), Technometrics 33: 161-174.
//! - F. Campolongo, J. Cariboni, A. Saltelli (2007), Environmental Modelling & Software 22: 1509-1518 (mu*).

use super::super::Interval;
use super::super::quantile::quantile;
use super::super::summary::Summary;

/// `count` trajectories of `dims + 1` points each on a grid of `levels` (even, at least 2) values in `[0, 1]`: each step
/// changes one input by `delta = levels / (2 (levels - 1))`, up or down, every input once in random order.
/// `random` returns independent uniforms on `[0, 1)`.
pub fn trajectories(dims: usize, levels: usize, count: usize, random: &mut dyn FnMut() -> f64) -> Vec<Vec<f64>> {
    let grid = (levels.max(2) - 1) as f64;
    let half = levels.max(2) / 2;
    let step = half as f64 / grid;
    let mut below = |limit: usize| ((random() * limit as f64) as usize).min(limit - 1);
    let mut rows = Vec::with_capacity(count * (dims + 1));
    for _ in 0..count {
        // the lower of the two levels each input visits, whether it starts there, and the order of changes
        let low: Vec<f64> = (0..dims).map(|_| below(levels.max(2) - half) as f64 / grid).collect();
        let up: Vec<bool> = (0..dims).map(|_| below(2) == 1).collect();
        let mut order: Vec<usize> = (0..dims).collect();
        for i in (1..dims).rev() {
            order.swap(i, below(i + 1));
        }
        let mut point: Vec<f64> = (0..dims).map(|j| if up[j] { low[j] } else { low[j] + step }).collect();
        rows.push(point.clone());
        for j in order {
            point[j] = if up[j] { low[j] + step } else { low[j] };
            rows.push(point.clone());
        }
    }
    rows
}

/// Elementary effects of each input, one for each trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementaryEffects {
    /// `effects[input][trajectory]`, in output units for a change over the whole range of the input.
    pub effects: Vec<Vec<f64>>,
}

/// Statistics of one input's elementary effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisSummary {
    /// Mean effect: how much and in which direction.
    pub mu: f64,
    /// Mean absolute effect: how much.
    pub mu_star: f64,
    /// Standard deviation of effects (divisor r - 1): interaction or curvature.
    pub sigma: f64,
    /// Bootstrap interval of `mu`.
    pub mu_interval: Interval,
    /// Bootstrap interval of `mu_star`.
    pub mu_star_interval: Interval,
    /// Bootstrap interval of `sigma`.
    pub sigma_interval: Interval,
}

/// Effects from points and outputs of whole trajectories (`dims + 1` rows each); `delta` is the step in units of the
/// input's range, so the points may be in any units. `None` when the rows are not whole trajectories in which every
/// step changes exactly one input and every input changes once.
pub fn elementary_effects(x: &[Vec<f64>], y: &[f64], delta: f64) -> Option<ElementaryEffects> {
    let dims = x.first()?.len();
    if x.len() != y.len() || !x.len().is_multiple_of(dims + 1) {
        return None;
    }
    let mut effects = vec![Vec::with_capacity(x.len() / (dims + 1)); dims];
    for (points, outputs) in x.chunks(dims + 1).zip(y.chunks(dims + 1)) {
        let mut changed_before = vec![false; dims];
        for (pair, out) in points.windows(2).zip(outputs.windows(2)) {
            let mut changed = (0..dims).filter(|&j| pair[0][j] != pair[1][j]);
            let j = changed.next()?;
            if changed.next().is_some() || changed_before[j] {
                return None;
            }
            changed_before[j] = true;
            let sign = if pair[1][j] > pair[0][j] { 1.0 } else { -1.0 };
            effects[j].push(sign * (out[1] - out[0]) / delta);
        }
    }
    Some(ElementaryEffects { effects })
}

/// mu, mu* and sigma of a set of effects.
fn statistics(effects: &[f64]) -> (f64, f64, f64) {
    let s = Summary::of(effects);
    let absolute: Vec<f64> = effects.iter().map(|e| e.abs()).collect();
    (s.mean, super::super::summary::mean(&absolute), s.sd)
}

impl ElementaryEffects {
    /// Mean effect of each input.
    pub fn mu(&self) -> Vec<f64> {
        self.effects.iter().map(|e| statistics(e).0).collect()
    }

    /// Mean absolute effect of each input.
    pub fn mu_star(&self) -> Vec<f64> {
        self.effects.iter().map(|e| statistics(e).1).collect()
    }

    /// Standard deviation of each input's effects; NaN with one trajectory.
    pub fn sigma(&self) -> Vec<f64> {
        self.effects.iter().map(|e| statistics(e).2).collect()
    }

    /// All statistics with percentile bootstrap intervals over trajectories.
    /// `random` returns independent uniforms on `[0, 1)`.
    pub fn summaries(&self, resamples: usize, level: f64, random: &mut dyn FnMut() -> f64) -> Vec<MorrisSummary> {
        let tail = 0.5 * (1.0 - level);
        let interval = |draws: &[f64]| Interval { low: quantile(draws, tail), high: quantile(draws, 1.0 - tail) };
        let r = self.effects.first().map_or(0, Vec::len);
        // whole trajectories are drawn, the same for every input
        let draws: Vec<Vec<usize>> = (0..resamples)
            .map(|_| (0..r).map(|_| ((random() * r as f64) as usize).min(r.saturating_sub(1))).collect())
            .collect();
        self.effects
            .iter()
            .map(|effects| {
                let (mu, mu_star, sigma) = statistics(effects);
                let resampled: Vec<(f64, f64, f64)> = draws
                    .iter()
                    .map(|rows| statistics(&rows.iter().map(|&i| effects[i]).collect::<Vec<_>>()))
                    .collect();
                let column = |f: fn(&(f64, f64, f64)) -> f64| interval(&resampled.iter().map(f).collect::<Vec<_>>());
                MorrisSummary {
                    mu,
                    mu_star,
                    sigma,
                    mu_interval: column(|s| s.0),
                    mu_star_interval: column(|s| s.1),
                    sigma_interval: column(|s| s.2),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    #[test]
    fn trajectories_keep_to_the_grid_and_change_every_input_once() {
        for (dims, levels) in [(1, 2), (5, 4), (7, 6)] {
            let rows = trajectories(dims, levels, 9, &mut source(3));
            assert_eq!(rows.len(), 9 * (dims + 1));
            let grid = (levels - 1) as f64;
            for v in rows.iter().flatten() {
                let level = v * grid;
                assert!((level - level.round()).abs() < 1e-9 && (0.0..=1.0 + 1e-12).contains(v));
            }
            let delta = levels as f64 / (2.0 * grid);
            let y: Vec<f64> = rows.iter().map(|r| r.iter().sum()).collect();
            let effects = elementary_effects(&rows, &y, delta).unwrap();
            assert!(effects.effects.iter().flatten().all(|e| (e - 1.0).abs() < 1e-9));
        }
    }

    #[test]
    fn linear_effects_have_no_spread() {
        let rows = trajectories(3, 4, 12, &mut source(8));
        let y: Vec<f64> = rows.iter().map(|r| 5.0 * r[0] - 2.0 * r[1]).collect();
        let effects = elementary_effects(&rows, &y, 2.0 / 3.0).unwrap();
        let s = effects.summaries(50, 0.95, &mut source(1));
        assert!((s[0].mu - 5.0).abs() < 1e-12 && (s[1].mu + 2.0).abs() < 1e-12 && (s[1].mu_star - 2.0).abs() < 1e-12);
        assert!(s.iter().all(|i| i.sigma < 1e-12) && s[2].mu_star == 0.0);
    }

    #[test]
    fn broken_trajectories_are_refused() {
        let x = vec![vec![0.0, 0.0], vec![1.0, 1.0], vec![1.0, 0.0]];
        assert_eq!(elementary_effects(&x, &[0.0; 3], 1.0), None);
        assert_eq!(elementary_effects(&x[..2], &[0.0; 2], 1.0), None);
    }
}
