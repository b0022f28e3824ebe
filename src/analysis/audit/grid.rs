//! Answers over a grid of values.

use serde::{Deserialize, Serialize};

use super::{Audited, Effect};

/// Answers over a grid of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerGrid {
    /// Paths of its factors.
    pub factors: Vec<String>,
    /// Names of the outcomes.
    pub outcomes: Vec<String>,
    /// The points, the last factor changing fastest.
    pub points: Vec<GridPoint>,
}

/// A point of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridPoint {
    /// Values of the factors.
    pub values: Vec<String>,
    /// Share or mean of each outcome; NaN where the point cannot be simulated, or no world has a value.
    pub at: Vec<f64>,
}

/// The two assumptions that do most to the answers: to the first answer that one of them can turn, or else the one that moves most.
pub fn strongest(outcomes: &[Audited], effects: &[Effect], turned: Option<&str>) -> Vec<String> {
    let answers = |effect: &&Effect| outcomes.iter().any(|one| one.is_share && one.name == effect.outcome);
    let moved = effects.iter().filter(answers).max_by(|a, b| a.swing.total_cmp(&b.swing));
    let Some(outcome) = turned.or_else(|| moved.map(|effect| effect.outcome.as_str())) else { return Vec::new() };
    let mut own: Vec<&Effect> =
        effects.iter().filter(|effect| effect.outcome == outcome && effect.swing > 0.0).collect();
    own.sort_by(|a, b| b.swing.total_cmp(&a.swing));
    own.iter().take(2).map(|effect| effect.parameter.clone()).collect()
}
