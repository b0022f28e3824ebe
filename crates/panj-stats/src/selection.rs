//! Selection of the best system with a guarantee: Kim and Nelson's fully sequential procedure with elimination (KN). Larger is
//! better; negate the data where smaller is.
//!
//! With probability at least `1 - alpha` it selects the best system when the best mean is at least `delta` above the
//! others (normal observations; common random numbers allowed, and they shorten it).
//!
//! # References
//! - S.-H. Kim, B. L. Nelson (2001), ACM Transactions on Modeling and Computer Simulation 11: 251-273 (with c = 1).

use super::summary::Summary;
use libm::pow;

/// A step at which systems were eliminated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elimination {
    /// Observations of each surviving system at the time.
    pub observations: usize,
    /// The systems eliminated.
    pub systems: Vec<usize>,
}

/// Where the procedure stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fewer than `n0` observations: no decision is taken yet.
    FirstStage {
        /// Observations still to come before the first screening.
        missing: usize,
    },
    /// More than one system is left; one more observation of each survivor is wanted.
    Undecided,
    /// The selection.
    Selected {
        /// The selected system.
        system: usize,
        /// Observations of each system that was left at the end.
        observations: usize,
    },
}

/// The sequential procedure: give it observations of [`survivors`](KimNelson::survivors) until it has selected.
#[derive(Clone, Debug)]
pub struct KimNelson {
    delta: f64,
    n0: usize,
    eta: f64,
    h2: f64,
    first: Vec<Vec<f64>>,
    pairwise: Vec<Vec<f64>>,
    totals: Vec<f64>,
    count: usize,
    survivors: Vec<usize>,
    eliminations: Vec<Elimination>,
    outcome: Outcome,
}

impl KimNelson {
    /// A procedure for `systems` systems, error probability `alpha` (below `1 - 1/systems`), indifference zone
    /// `delta > 0` and a first stage of `n0 >= 2` observations. `None` when an argument is out of range.
    pub fn new(systems: usize, alpha: f64, delta: f64, n0: usize) -> Option<KimNelson> {
        let usable = systems >= 1 && n0 >= 2 && delta > 0.0 && alpha > 0.0 && alpha < 1.0;
        if !usable {
            return None;
        }
        let others = (systems as f64 - 1.0).max(1.0);
        let eta = 0.5 * (pow(2.0 * alpha / others, -2.0 / (n0 as f64 - 1.0)) - 1.0);
        Some(KimNelson {
            delta,
            n0,
            eta,
            h2: 2.0 * eta * (n0 as f64 - 1.0),
            first: vec![Vec::with_capacity(n0); systems],
            pairwise: Vec::new(),
            totals: vec![0.0; systems],
            count: 0,
            survivors: (0..systems).collect(),
            eliminations: Vec::new(),
            outcome: Outcome::FirstStage { missing: n0 },
        })
    }

    /// The constant eta.
    pub fn eta(&self) -> f64 {
        self.eta
    }

    /// `h^2 = 2 eta (n0 - 1)`.
    pub fn h2(&self) -> f64 {
        self.h2
    }

    /// Systems not yet eliminated, ascending.
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// What was eliminated when.
    pub fn eliminations(&self) -> &[Elimination] {
        &self.eliminations
    }

    /// Where the procedure stands.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// First-stage variances of pairwise differences (own variances on the diagonal); empty during the first stage.
    pub fn pairwise_variances(&self) -> &[Vec<f64>] {
        &self.pairwise
    }

    /// For each system the largest number of observations at which it can still meet a rival; empty during the first
    /// stage. The procedure ends at one more than the largest of them at the latest.
    pub fn limits(&self) -> Vec<usize> {
        let limit = |i: usize| {
            let others = (0..self.totals.len()).filter(|&j| j != i);
            let most = others.map(|j| self.h2 * self.pairwise[i][j] / (self.delta * self.delta)).fold(0.0, f64::max);
            libm::floor(most) as usize
        };
        if self.pairwise.is_empty() { Vec::new() } else { (0..self.totals.len()).map(limit).collect() }
    }

    /// Takes the next observation of every survivor, in the order of [`survivors`](KimNelson::survivors), all of the
    /// same world. Does nothing once a system is selected.
    pub fn observe(&mut self, values: &[f64]) -> &Outcome {
        if matches!(self.outcome, Outcome::Selected { .. }) {
            return &self.outcome;
        }
        for (&i, &value) in self.survivors.iter().zip(values) {
            self.totals[i] += value;
            if self.count < self.n0 {
                self.first[i].push(value);
            }
        }
        self.count += 1;
        if self.count < self.n0 {
            self.outcome = Outcome::FirstStage { missing: self.n0 - self.count };
            return &self.outcome;
        }
        if self.count == self.n0 {
            self.end_first_stage();
        }
        self.screen();
        &self.outcome
    }

    fn end_first_stage(&mut self) {
        let k = self.first.len();
        self.pairwise = (0..k)
            .map(|i| {
                (0..k)
                    .map(|j| {
                        if i == j {
                            return Summary::of(&self.first[i]).variance();
                        }
                        let d: Vec<f64> = self.first[i].iter().zip(&self.first[j]).map(|(a, b)| a - b).collect();
                        Summary::of(&d).variance()
                    })
                    .collect()
            })
            .collect();
        // a first stage longer than any limit decides at once
        if self.limits().iter().all(|&limit| self.n0 > limit) {
            self.select();
        }
    }

    fn screen(&mut self) {
        if matches!(self.outcome, Outcome::Selected { .. }) {
            return;
        }
        let r = self.count as f64;
        let keeps = |i: usize| {
            self.survivors.iter().all(|&l| {
                let spread = self.h2 * self.pairwise[i][l] / (self.delta * self.delta);
                let width = (self.delta / (2.0 * r) * (spread - r)).max(0.0);
                l == i || self.totals[i] / r >= self.totals[l] / r - width
            })
        };
        let (kept, dropped): (Vec<usize>, Vec<usize>) = self.survivors.iter().partition(|&&i| keeps(i));
        if !dropped.is_empty() {
            self.eliminations.push(Elimination { observations: self.count, systems: dropped });
            self.survivors = kept;
        }
        let last = self.limits().into_iter().max().unwrap_or(0).saturating_add(1);
        if self.survivors.len() <= 1 || self.count >= last {
            self.select();
        } else {
            self.outcome = Outcome::Undecided;
        }
    }

    fn select(&mut self) {
        // the first of ties
        let best = self.survivors.iter().copied().reduce(|a, b| if self.totals[b] > self.totals[a] { b } else { a });
        if let Some(system) = best {
            self.outcome = Outcome::Selected { system, observations: self.count };
        }
    }
}

/// Runs the procedure over given data, one row per system, as far as the data reach. `None` when an argument is out of
/// range (see [`KimNelson::new`]).
pub fn kim_nelson(rows: &[Vec<f64>], alpha: f64, delta: f64, n0: usize) -> Option<KimNelson> {
    let mut procedure = KimNelson::new(rows.len(), alpha, delta, n0)?;
    let columns = rows.iter().map(Vec::len).min().unwrap_or(0);
    let cell = |system: usize, world: usize| rows[system][world];
    for world in 0..columns {
        let values: Vec<f64> = procedure.survivors().iter().map(|&i| cell(i, world)).collect();
        if matches!(procedure.observe(&values), Outcome::Selected { .. }) {
            break;
        }
    }
    Some(procedure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identical_rows_end_at_the_first_stage() {
        // no variance: the limits are 0, so the first stage decides
        let rows = vec![vec![1.0; 5], vec![2.0; 5]];
        let run = kim_nelson(&rows, 0.05, 0.5, 5).unwrap();
        assert_eq!(run.outcome(), &Outcome::Selected { system: 1, observations: 5 });
    }

    #[test]
    fn too_few_data_leave_it_undecided() {
        let rows = vec![vec![1.0, 9.0, 1.5, 8.0], vec![2.0, 3.0, 7.0, 1.0]];
        let run = kim_nelson(&rows, 0.05, 0.1, 4).unwrap();
        assert_eq!(run.outcome(), &Outcome::Undecided);
        assert!(run.limits()[0] > 4);
        let short = kim_nelson(&rows, 0.05, 0.1, 9).unwrap();
        assert_eq!(short.outcome(), &Outcome::FirstStage { missing: 5 });
    }

    #[test]
    fn arguments_out_of_range_are_refused() {
        assert!(KimNelson::new(3, 0.05, 0.0, 10).is_none());
        assert!(KimNelson::new(3, 0.05, 1.0, 1).is_none());
        assert!(KimNelson::new(3, 1.5, 1.0, 10).is_none());
    }

    /// Probability of correct selection in the slippage configuration: 600 runs, false-alarm rate 1e-6.
    #[test]
    fn selects_the_best_at_least_as_often_as_promised() {
        let mut uniform = crate::uniforms::uniforms(20_260_705);
        let mut normal = || panj_sim::math::normal_quantile(uniform());
        let (runs, alpha) = (600, 0.1);
        let mut right = 0;
        for _ in 0..runs {
            let mut kn = KimNelson::new(3, alpha, 1.0, 10).unwrap();
            loop {
                let values: Vec<f64> =
                    kn.survivors().to_vec().iter().map(|&i| normal() * 2.0 + if i == 2 { 1.0 } else { 0.0 }).collect();
                if let Outcome::Selected { system, .. } = kn.observe(&values) {
                    right += usize::from(*system == 2);
                    break;
                }
            }
        }
        let floor = 0.9 - 4.76 * (0.9_f64 * 0.1 / f64::from(runs)).sqrt();
        assert!(right as f64 / f64::from(runs) > floor, "{right} of {runs}");
    }
}
