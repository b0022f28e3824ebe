//! A series of ensemble forecasts: mean scores, ranks, coverage and skill.

use super::VerifyError;
use super::compare::{EXACT, TAIL};
use super::fields::Fields;
use crate::stats::goodness::{goodness_of_fit, ks_one_sample};
use crate::stats::paired::t_test;
use crate::stats::quantile::median;
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
    f.check("crps_fair_mean", mean(&by_time(score::crps_fair)), EXACT);
    f.check("climatology_loo_crps_mean", mean(&climatology), EXACT);
    f.check("crpss_vs_loo_climatology", score::skill(mean(&scores), mean(&climatology)), EXACT.scaled(1.0));
    let squares = by_time(|e, y| (mean(e) - y) * (mean(e) - y));
    f.check("rmse_of_mean", mean(&squares).sqrt(), EXACT);
    f.check("mae_of_median", mean(&by_time(|e, y| (median(e) - y).abs())), EXACT);
    f.check("bias_mean", mean(&by_time(|e, y| mean(e) - y)), EXACT.scaled(1e-3));
    f.check("spread_mean_ddof1_rms", mean(&by_time(|e, _| variance(e))).sqrt(), EXACT);
    ranks(f, &ensembles, &observed);
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
    f.within("ks_pit_mid_vs_uniform", |f| {
        // the middle of the observation's rank among m + 1
        let mid = |e: &[f64], y: f64| (score::pit(e, y).less as f64 + 0.5) / (e.len() as f64 + 1.0);
        let mids: Vec<f64> = by_time(mid);
        let test = ks_one_sample(&mids, |x| x.clamp(0.0, 1.0));
        f.check("D", test.d, EXACT);
        f.check("p", test.p, TAIL);
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

/// Ranks of the observations and their histogram, whose name says its bins: `rank_histogram_10_bins_of_10_ranks`.
fn ranks(f: &mut Fields<'_>, ensembles: &[Vec<f64>], observed: &[f64]) {
    let ranks: Vec<usize> = ensembles.iter().zip(observed).map(|(e, &y)| score::pit(e, y).less + 1).collect();
    let possible = ensembles[0].len() + 1;
    f.check("rank_min_1based", ranks.clone(), EXACT);
    let mut histogram = None;
    for key in f.unread() {
        let bins = key.strip_prefix("rank_histogram_").and_then(|k| k.split("_bins").next()?.parse::<usize>().ok());
        if let Some(bins) = bins.filter(|b| *b > 0) {
            let counts = score::rank_histogram(&ranks, possible, bins);
            f.check(&key, counts.clone(), EXACT);
            histogram = Some(counts);
        }
    }
    if let Some(counts) = histogram {
        let counts: Vec<f64> = counts.iter().map(|c| *c as f64).collect();
        let fit = goodness_of_fit(&counts, &vec![1.0; counts.len()]);
        f.check("rank_hist_chi2", fit.chi_square, EXACT);
        f.check("rank_hist_chi2_p", fit.p, TAIL);
    }
}
