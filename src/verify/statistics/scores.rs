//! Scores of single forecasts.

use super::VerifyError;
use super::compare::EXACT;
use super::quantity::Fields;
use crate::stats::quantile::quantile;
use crate::stats::score;
use crate::stats::summary::mean;

/// An ensemble and an observation.
pub(super) fn ensemble(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    f.ignore("name");
    let (members, observed) = (f.numbers("ensemble")?, f.number("obs")?);
    if members.is_empty() {
        return Err(f.wrong("ensemble", "expected at least one member"));
    }
    let size = members.iter().fold(observed.abs(), |m, x| m.max(x.abs()));
    let near = EXACT.scaled(1e-6 * size);
    f.check("crps_empirical", score::crps(&members, observed), near);
    f.check("abs_error_median", (quantile(&members, 0.5) - observed).abs(), near);
    let off = mean(&members) - observed;
    f.check("sq_error_mean", off * off, near);
    if f.has("weights") {
        let weights = f.numbers("weights")?;
        f.same_length("weights", weights.len(), members.len())?;
        f.check("crps_weighted", score::crps_weighted(&members, &weights, observed), near);
    }
    f.within("pit", |f| {
        let place = score::pit(&members, observed);
        f.check("count_less", place.less, EXACT);
        f.check("count_leq", place.at_most, EXACT);
        f.check("pit_lower", place.lower, EXACT);
        f.check("pit_upper", place.upper, EXACT);
        f.check("pit_mid", place.mid, EXACT);
        f.check("rank_of_obs_min_1based", place.less + 1, EXACT);
        f.check("rank_of_obs_max_1based", place.at_most + 1, EXACT);
        Ok(())
    })?;
    let mut alphas = Vec::new();
    f.each("intervals", |_, f| {
        let alpha = f.number("alpha")?;
        alphas.push(alpha);
        let interval = score::central_interval(&members, alpha);
        f.check("lower_type7", interval.low, near);
        f.check("upper_type7", interval.high, near);
        f.check("interval_score", score::interval_score(interval, alpha, observed), near);
        f.check("covered", interval.contains(observed), EXACT);
        Ok(())
    })?;
    if alphas.is_empty() {
        f.not_checked("wis", "its intervals are not given");
    }
    f.check("wis", score::weighted_interval_score(&members, &alphas, observed), near);
    Ok(())
}

/// Probabilities of events.
pub(super) fn brier(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (probabilities, happened) = (f.numbers("prob")?, f.flags("obs")?);
    f.same_length("obs", happened.len(), probabilities.len())?;
    let each = |score: fn(f64, bool) -> f64| -> Vec<f64> {
        probabilities.iter().zip(&happened).map(|(&p, &y)| score(p, y)).collect()
    };
    let (squares, logs) = (each(score::brier), each(score::log_loss));
    f.check("brier_mean", mean(&squares), EXACT);
    f.check("brier_each", squares, EXACT);
    f.check("log_loss_mean", mean(&logs), EXACT);
    f.check("log_loss_each", logs, EXACT);
    Ok(())
}
