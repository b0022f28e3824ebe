//! Scores of forecast probabilities of events and of ordered categories.

/// Brier score of one forecast: squared distance of the probability from 1 or 0.
pub fn brier(probability: f64, happened: bool) -> f64 {
    let target = if happened { 1.0 } else { 0.0 };
    (probability - target) * (probability - target)
}

/// Logarithmic loss of one forecast; infinite when what happened was called impossible.
pub fn log_loss(probability: f64, happened: bool) -> f64 {
    if happened { -libm::log(probability) } else { -libm::log1p(-probability) }
}

/// Ranked probability score of a forecast over ordered categories, not normalised: squared distance of the cumulative
/// distributions, summed over categories.
pub fn ranked_probability_score(probabilities: &[f64], category: usize) -> f64 {
    let mut cumulative = 0.0;
    let mut score = 0.0;
    for (i, p) in probabilities.iter().enumerate() {
        cumulative += p;
        let step = if i >= category { 1.0 } else { 0.0 };
        score += (cumulative - step) * (cumulative - step);
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_forecasts() {
        assert_eq!((brier(1.0, true), brier(1.0, false)), (0.0, 1.0));
        assert_eq!(log_loss(0.0, true), f64::INFINITY);
        assert_eq!(ranked_probability_score(&[0.0, 1.0, 0.0], 1), 0.0);
        assert_eq!(ranked_probability_score(&[1.0, 0.0, 0.0], 2), 2.0);
    }
}
