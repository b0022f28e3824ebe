//! Scores of single forecasts.

use super::VerifyError;
use super::compare::{EXACT, TAIL};
use super::fields::Fields;
use crate::stats::quantile::median;
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
    f.check("crps_fair", score::crps_fair(&members, observed), near);
    f.check("crps_pwm", score::crps_fair(&members, observed), near);
    f.check("abs_error_median", (median(&members) - observed).abs(), near);
    let off = mean(&members) - observed;
    f.check("sq_error_mean", off * off, near);
    f.check("dss_biased_var", score::dawid_sebastiani(&members, observed), EXACT.scaled(1.0));
    f.check("log_score_normal_fit_ddof1", score::log_score_normal_fit(&members, observed), EXACT.scaled(1.0));
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
    f.within("twcrps_ge_threshold", |f| {
        let threshold = f.number("threshold")?;
        f.check("value", score::crps_threshold(&members, observed, threshold), near);
        Ok(())
    })?;
    let mut alphas = Vec::new();
    f.each("intervals", |f| {
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

/// An ensemble of vectors.
pub(super) fn multivariate(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (members, observed) = (f.table("ensemble_rows_are_members")?, f.numbers("obs")?);
    f.same_length("obs", observed.len(), members[0].len())?;
    f.check("energy_score_empirical", score::energy_score(&members, &observed), EXACT);
    f.check("energy_score_fair", score::energy_score_fair(&members, &observed), EXACT);
    for key in f.unread() {
        let order = key.strip_prefix("variogram_score_p").and_then(|k| k.strip_suffix("_unit_weights"));
        if let Some(p) = order.and_then(|p| p.parse().ok()) {
            f.check(&key, score::variogram_score(&members, &observed, p), EXACT);
        }
    }
    Ok(())
}

/// A forecast distribution of a known form.
pub(super) fn parametric(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let observed = f.number("obs")?;
    let forecast = match f.text("dist") {
        "normal" => score::Forecast::Normal { mean: f.number("mu")?, sd: f.number("sigma")? },
        "poisson" => score::Forecast::Poisson { mean: f.number("mean")? },
        "negative_binomial" => {
            let (size, p) = (f.number("size_r")?, f.number("prob_p")?);
            f.check("mean", size * (1.0 - p) / p, EXACT);
            score::Forecast::NegativeBinomial { size, p }
        }
        "exponential" => score::Forecast::Exponential { rate: f.number("rate")? },
        _ => {
            f.not_checked("crps", "distribution of an unknown kind");
            f.not_checked("log_score", "distribution of an unknown kind");
            return Ok(());
        }
    };
    f.check("crps", score::crps_parametric(forecast, observed), EXACT);
    f.check("log_score", score::log_score(forecast, observed), EXACT.scaled(1e-3));
    f.check("pit_lower", forecast.cdf(observed - 1.0), TAIL);
    f.check("pit_upper", forecast.cdf(observed), TAIL);
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

/// Probabilities of ordered categories.
pub(super) fn rps(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (probabilities, category) = (f.numbers("prob")?, f.count("category_0based", 0)? as usize);
    let score = score::ranked_probability_score(&probabilities, category);
    f.check("rps_unnormalised", score, EXACT);
    f.check("rps_normalised", score / (probabilities.len() as f64 - 1.0), EXACT);
    Ok(())
}
