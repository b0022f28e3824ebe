//! Work that passes through stages: after each it goes on, is turned down, or goes back to the start. No part of the model works so; the known answers ask for it.
//!
//! With stage lengths `D_1 … D_n` and no checks, the whole takes `Σ D_i`. With a rejection probability `p` after each stage it
//! is approved with probability `(1-p)^n`. With a probability `r` of going back to the first stage after each stage, its
//! length is phase-type; for exponential stages the mean is `-α A⁻¹ 1` with `A` the generator of the stages.
//!
//! # References
//! Neuts, M. F. (1981), *Matrix-Geometric Solutions in Stochastic Models*, ch. 2 (phase-type distributions).

use crate::sim::Stream;

/// What is decided when a stage has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The work goes on.
    Onward,
    /// It is turned down.
    Rejected,
    /// It goes back to the first stage.
    Rework,
}

/// The check after each stage.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Checkpoint {
    /// Probability of being turned down.
    pub(super) rejection: f64,
    /// Probability of going back to the first stage, if not turned down.
    pub(super) rework: f64,
}

impl Checkpoint {
    /// Whether the check can decide anything but to go on.
    #[must_use]
    pub(super) fn is_open(&self) -> bool {
        self.rejection <= 0.0 && self.rework <= 0.0
    }

    /// The verdict: two numbers of the stream, none where the check is open.
    pub(super) fn verdict(&self, stream: &mut Stream) -> Verdict {
        if self.is_open() {
            return Verdict::Onward;
        }
        let (rejected, returned) = (stream.chance(self.rejection), stream.chance(self.rework));
        match (rejected, returned) {
            (true, _) => Verdict::Rejected,
            (false, true) => Verdict::Rework,
            (false, false) => Verdict::Onward,
        }
    }
}

/// Where work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// In a stage.
    In(usize),
    /// All stages are behind it.
    Approved,
    /// It was turned down.
    Rejected,
}

/// A piece of work on its way through a number of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Walk {
    stages: usize,
    step: Step,
    /// Stages it has begun, counted over all passes: names the draws of each.
    begun: u32,
}

impl Walk {
    /// Work in the first of some stages; approved at once where there is none.
    #[must_use]
    pub(super) fn new(stages: usize) -> Walk {
        let step = if stages == 0 { Step::Approved } else { Step::In(0) };
        Walk { stages, step, begun: 0 }
    }

    /// Where it stands.
    #[must_use]
    pub(super) fn step(&self) -> Step {
        self.step
    }

    /// Stages it had begun before the present one, over all passes.
    #[must_use]
    pub(super) fn occasion(&self) -> u32 {
        self.begun
    }

    /// The present stage has ended with a verdict; where the work stands now.
    pub(super) fn advance(&mut self, verdict: Verdict) -> Step {
        if let Step::In(stage) = self.step {
            self.begun += 1;
            self.step = match verdict {
                Verdict::Rejected => Step::Rejected,
                Verdict::Rework => Step::In(0),
                Verdict::Onward if stage + 1 < self.stages => Step::In(stage + 1),
                Verdict::Onward => Step::Approved,
            };
        }
        self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::alliance::stage::days;
    use crate::sim::{Distribution, Mechanism, World};

    /// Total length and whether it was approved, over many worlds.
    fn walks(stages: &[Distribution], check: Checkpoint, n: u64) -> (Vec<f64>, usize) {
        let mut approved = 0;
        let lengths = (0..n)
            .map(|i| {
                let world = World::new(7, i);
                let mut walk = Walk::new(stages.len());
                let mut total = 0.0;
                while let Step::In(stage) = walk.step() {
                    let mut stream = world.occasion(Mechanism(900), 0, walk.occasion());
                    total += days(stages[stage], &mut stream);
                    walk.advance(check.verdict(&mut stream));
                }
                approved += usize::from(walk.step() == Step::Approved);
                total
            })
            .collect();
        (lengths, approved)
    }

    fn assert_mean(lengths: &[f64], mean: f64, variance: f64) {
        let n = lengths.len() as f64;
        let found = lengths.iter().sum::<f64>() / n;
        // 5 standard errors: a false alarm in 1.7 million.
        assert!((found - mean).abs() < 5.0 * libm::sqrt(variance / n), "{found} is not {mean}");
    }

    #[test]
    fn six_gamma_stages_make_a_gamma() {
        let (lengths, approved) =
            walks(&[Distribution::Gamma { shape: 2.0, scale: 1.5 }; 6], Checkpoint::default(), 20_000);
        assert_eq!(approved, 20_000);
        assert_mean(&lengths, 18.0, 27.0);
    }

    #[test]
    fn rejection_after_each_stage_leaves_a_power() {
        let check = Checkpoint { rejection: 0.1, rework: 0.0 };
        let (lengths, approved) = walks(&[Distribution::Exponential { mean: 2.0 }; 6], check, 20_000);
        let share = approved as f64 / 20_000.0;
        let p: f64 = 0.531_441;
        assert!((share - p).abs() < 5.0 * libm::sqrt(p * (1.0 - p) / 20_000.0), "{share}");
        assert_mean(&lengths, 9.371_18, 31.936_505_4);
    }

    #[test]
    fn going_back_to_the_first_stage_is_phase_type() {
        let means = [2.0, 1.0, 1.0 / 0.3];
        let stages = means.map(|mean| Distribution::Exponential { mean });
        let (lengths, approved) = walks(&stages, Checkpoint { rejection: 0.0, rework: 0.2 }, 20_000);
        assert_eq!(approved, 20_000);
        assert_mean(&lengths, 9.635_416_667, 48.570_421);
    }
}
