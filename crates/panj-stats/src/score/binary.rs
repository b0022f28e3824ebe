//! Scores of forecast probabilities of events.

/// Brier score of one forecast: squared distance of the probability from 1 or 0.
pub fn brier(probability: f64, happened: bool) -> f64 {
    let target = if happened { 1.0 } else { 0.0 };
    (probability - target) * (probability - target)
}

/// Logarithmic loss of one forecast; infinite when what happened was called impossible.
pub fn log_loss(probability: f64, happened: bool) -> f64 {
    if happened { -libm::log(probability) } else { -libm::log1p(-probability) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_forecasts() {
        assert_eq!((brier(1.0, true), brier(1.0, false)), (0.0, 1.0));
        assert_eq!(log_loss(0.0, true), f64::INFINITY);
    }
}
