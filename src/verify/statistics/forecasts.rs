//! Scores of forecasts: of one ensemble, of probabilities, of a series.

use super::compare::{check, exact, near, real, tail};
use super::{Checks, size};
use crate::stats::paired::t_test;
use crate::stats::quantile::quantile;
use crate::stats::score;
use crate::stats::summary::{mean, variance};
use crate::verify::object::Object;

/// An ensemble and an observation.
pub(super) fn ensemble(f: &Object<'_>) -> Checks {
    f.ignore(&["name"]);
    let (members, observed) = (f.numbers("ensemble")?, f.number("obs")?);
    let weights = if f.has("weights") { f.numbers("weights")? } else { vec![1.0; members.len()] };
    f.same_length("weights", weights.len(), members.len())?;
    let small = 1e-6 * size(members.iter().chain([&observed]));
    let place = score::pit(&members, observed);
    let mut alphas = Vec::new();
    if f.has("intervals") {
        for interval in f.children("intervals")? {
            alphas.push(interval.number("alpha")?);
        }
    }
    let off = mean(&members) - observed;
    Ok(check(f, |q| {
        let interval = || Some((q.number("alpha")?, score::central_interval(&members, q.number("alpha")?)));
        match q.name.as_str() {
            "crps_empirical" => near(score::crps(&members, observed), small),
            "crps_weighted" => near(score::crps_weighted(&members, &weights, observed), small),
            "abs_error_median" => near((quantile(&members, 0.5) - observed).abs(), small),
            "sq_error_mean" => near(off * off, small),
            "pit.count_less" => exact(place.less),
            "pit.count_leq" => exact(place.at_most),
            "pit.pit_lower" => exact(place.lower),
            "pit.pit_upper" => exact(place.upper),
            "pit.pit_mid" => exact(place.mid),
            "pit.rank_of_obs_min_1based" => exact(place.less + 1),
            "pit.rank_of_obs_max_1based" => exact(place.at_most + 1),
            "intervals.lower_type7" => near(interval()?.1.low, small),
            "intervals.upper_type7" => near(interval()?.1.high, small),
            "intervals.interval_score" => {
                interval().and_then(|(a, i)| near(score::interval_score(i, a, observed), small))
            }
            "intervals.covered" => exact(interval()?.1.contains(observed)),
            "wis" if !alphas.is_empty() => near(score::weighted_interval_score(&members, &alphas, observed), small),
            _ => None,
        }
    }))
}

/// Probabilities of events.
pub(super) fn brier(f: &Object<'_>) -> Checks {
    let (probabilities, happened) = (f.numbers("prob")?, f.flags("obs")?);
    f.same_length("obs", happened.len(), probabilities.len())?;
    let each = |score: fn(f64, bool) -> f64| -> Vec<f64> {
        probabilities.iter().zip(&happened).map(|(&p, &y)| score(p, y)).collect()
    };
    let (squares, logs) = (each(score::brier), each(score::log_loss));
    Ok(check(f, |q| match q.name.as_str() {
        "brier_mean" => exact(mean(&squares)),
        "brier_each" => exact(squares.clone()),
        "log_loss_mean" => exact(real(mean(&logs))),
        "log_loss_each" => exact(logs.iter().map(|&loss| real(loss)).collect::<Vec<_>>()),
        _ => None,
    }))
}

/// A series of ensemble forecasts, rows of the table being times: mean scores, ranks, coverage and skill.
pub(super) fn series(f: &Object<'_>) -> Checks {
    let (observed, ensembles) = (f.numbers("obs")?, f.table("ensemble_rows_are_times")?);
    f.same_length("obs", observed.len(), ensembles.len())?;
    let by_time = |value: fn(&[f64], f64) -> f64| -> Vec<f64> {
        ensembles.iter().zip(&observed).map(|(e, &y)| value(e, y)).collect()
    };
    let (scores, climatology) = (by_time(score::crps), score::climatology_crps(&observed));
    let differences: Vec<f64> = scores.iter().zip(&climatology).map(|(a, b)| a - b).collect();
    let test = t_test(&differences);
    Ok(check(f, |q| match q.name.as_str() {
        "crps_mean" => exact(mean(&scores)),
        "crps_each" => near(scores.clone(), 1e-3),
        "climatology_loo_crps_mean" => exact(mean(&climatology)),
        "crpss_vs_loo_climatology" => near(score::skill(mean(&scores), mean(&climatology)), 1.0),
        "rmse_of_mean" => exact(mean(&by_time(|e, y| (mean(e) - y) * (mean(e) - y))).sqrt()),
        "mae_of_median" => exact(mean(&by_time(|e, y| (quantile(e, 0.5) - y).abs()))),
        "bias_mean" => near(mean(&by_time(|e, y| mean(e) - y)), 1e-3),
        "spread_mean_ddof1_rms" => exact(mean(&by_time(|e, _| variance(e))).sqrt()),
        "rank_min_1based" => exact(by_time(|e, y| score::pit(e, y).less as f64 + 1.0)),
        "paired_t_crps_vs_climatology.t" => exact(test.t),
        "paired_t_crps_vs_climatology.p" => tail(test.p_two_sided),
        key => {
            let (level, what) = key.strip_prefix("coverage_central_type7.")?.rsplit_once('.')?;
            let level = level.parse().ok().filter(|level| *level > 0.0 && *level < 1.0)?;
            let found = score::coverage(&ensembles, &observed, level);
            match what {
                "count" => exact(found.count),
                "fraction" => exact(found.fraction),
                "mean_width" => exact(found.mean_width),
                _ => None,
            }
        }
    }))
}
