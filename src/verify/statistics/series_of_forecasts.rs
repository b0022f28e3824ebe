//! A series of ensemble forecasts: mean scores, ranks, coverage and skill.

use super::VerifyError;
use super::compare::{EXACT, TAIL};
use super::quantity::Fields;
use crate::stats::paired::t_test;
use crate::stats::quantile::quantile;
use crate::stats::score;
use crate::stats::summary::{mean, variance};

/// A series of forecasts, rows of the ensemble table being times.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (observed, ensembles) = (f.numbers("obs")?, f.table("ensemble_rows_are_times")?);
    f.same_length("obs", observed.len(), ensembles.len())?;
    let by_time = |value: fn(&[f64], f64) -> f64| -> Vec<f64> {
        ensembles.iter().zip(&observed).map(|(e, &y)| value(e, y)).collect()
    };
    let scores = by_time(score::crps);
    let climatology = score::climatology_crps(&observed);
    f.check("crps_mean", mean(&scores), EXACT);
    f.check("climatology_loo_crps_mean", mean(&climatology), EXACT);
    f.check("crpss_vs_loo_climatology", score::skill(mean(&scores), mean(&climatology)), EXACT.scaled(1.0));
    let squares = by_time(|e, y| (mean(e) - y) * (mean(e) - y));
    f.check("rmse_of_mean", mean(&squares).sqrt(), EXACT);
    f.check("mae_of_median", mean(&by_time(|e, y| (quantile(e, 0.5) - y).abs())), EXACT);
    f.check("bias_mean", mean(&by_time(|e, y| mean(e) - y)), EXACT.scaled(1e-3));
    f.check("spread_mean_ddof1_rms", mean(&by_time(|e, _| variance(e))).sqrt(), EXACT);
    let ranks: Vec<usize> = ensembles.iter().zip(&observed).map(|(e, &y)| score::pit(e, y).less + 1).collect();
    f.check("rank_min_1based", ranks, EXACT);
    f.within("coverage_central_type7", |f| {
        for key in f.unread() {
            let Some(level) = key.parse::<f64>().ok().filter(|l| *l > 0.0 && *l < 1.0) else { continue };
            let found = score::coverage(&ensembles, &observed, level);
            f.within(&key, |f| {
                f.check("count", found.count, EXACT);
                f.check("fraction", found.fraction, EXACT);
                f.check("mean_width", found.mean_width, EXACT);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    f.within("paired_t_crps_vs_climatology", |f| {
        let differences: Vec<f64> = scores.iter().zip(&climatology).map(|(a, b)| a - b).collect();
        let test = t_test(&differences);
        f.check("t", test.t, EXACT);
        f.check("p", test.p_two_sided, TAIL);
        Ok(())
    })?;
    f.check("crps_each", scores, EXACT.scaled(1e-3));
    Ok(())
}
