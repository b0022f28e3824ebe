//! Decision criteria on a table of payoffs.

use super::VerifyError;
use super::compare::EXACT;
use super::fields::Fields;
use crate::stats::decision as criteria;
use crate::stats::quantile::of_sorted;

/// The whole of a decision file: its criteria are fields of the document.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let payoffs = f.table("payoff_rows_are_policies_higher_is_better")?;
    if payoffs[0].is_empty() {
        return Err(f.wrong("payoff_rows_are_policies_higher_is_better", "expected at least one state"));
    }
    let weights = if f.has("weights") { Some(f.numbers("weights")?) } else { None };
    if let Some(w) = &weights {
        f.same_length("weights", w.len(), payoffs[0].len())?;
    }
    let size = payoffs.iter().flatten().fold(0.0_f64, |m, v| m.max(v.abs()));
    let near = EXACT.scaled(1e-3 * size);
    f.check("maximin_worst", criteria::worst(&payoffs), EXACT);
    f.check("maximin_choice", criteria::choice(&criteria::worst(&payoffs)), EXACT);
    f.check("maximax_best", criteria::best(&payoffs), EXACT);
    f.check("maximax_choice", criteria::choice(&criteria::best(&payoffs)), EXACT);
    f.check("regret", criteria::regret(&payoffs), near);
    let max_regret = criteria::max_regret(&payoffs);
    f.check("minimax_regret_choice", criteria::choice_of_smallest(&max_regret), EXACT);
    f.check("max_regret", max_regret, near);
    f.check("laplace_mean", criteria::laplace(&payoffs), near);
    f.check("undesirable_deviations_sum_below_own_median", criteria::undesirable_deviations(&payoffs), near);
    weighted(f, &payoffs, weights.as_deref())?;
    named(f, &payoffs);
    if f.has("cost") {
        let cost = f.numbers("cost")?;
        f.same_length("cost", cost.len(), payoffs.len())?;
        let front = criteria::pareto_front(&criteria::laplace(&payoffs), &cost);
        f.check("pareto_front_mean_vs_cost_0based", front, EXACT);
    }
    f.check("evpi", criteria::perfect_information(&payoffs, weights.as_deref()), near);
    Ok(())
}

/// Criteria with parameters of their own or with weights.
fn weighted(f: &mut Fields<'_>, payoffs: &[Vec<f64>], weights: Option<&[f64]>) -> Result<(), VerifyError> {
    let near = EXACT.scaled(1e-3);
    if let Some(w) = weights {
        f.check("expected_weighted", criteria::expected(payoffs, w), near);
    }
    f.within("hurwicz", |f| {
        let optimism = f.number("optimism")?;
        let values = criteria::hurwicz(payoffs, optimism);
        f.check("choice", criteria::choice(&values), EXACT);
        f.check("value", values, near);
        Ok(())
    })?;
    f.within("satisficing", |f| {
        let threshold = f.number("threshold_ge")?;
        f.check("fraction", criteria::satisficing(payoffs, threshold, None), near);
        if weights.is_some() {
            f.check("weighted", criteria::satisficing(payoffs, threshold, weights), near);
        }
        Ok(())
    })
}

/// Criteria whose parameter is in their name: `regret_p90_type7`, `mean_of_worst_30pct_ceil`, `p10_minimax`.
fn named(f: &mut Fields<'_>, payoffs: &[Vec<f64>]) {
    let near = EXACT.scaled(1e-3);
    for key in f.unread() {
        let between = |start: &str, end: &str| key.strip_prefix(start)?.strip_suffix(end)?.parse::<f64>().ok();
        if let Some(p) = between("regret_p", "_type7").filter(|p| (0.0..=100.0).contains(p)) {
            f.check(&key, criteria::regret_quantile(payoffs, p / 100.0), near);
        } else if let Some(share) = between("mean_of_worst_", "pct_ceil").filter(|s| *s > 0.0 && *s <= 100.0) {
            f.check(&key, criteria::mean_of_worst(payoffs, share / 100.0), near);
        } else if let Some(aversion) = key.strip_prefix("mean_variance_gamma").and_then(|k| k.parse().ok()) {
            f.check(&key, criteria::mean_variance(payoffs, aversion), near);
        } else if let Some(p) = between("p", "_minimax").filter(|p| (0.0..=100.0).contains(p)) {
            f.check(&key, percentile(payoffs, p / 100.0), near);
        }
    }
}

fn percentile(payoffs: &[Vec<f64>], p: f64) -> Vec<f64> {
    payoffs.iter().map(|row| of_sorted(&crate::stats::quantile::sorted(row), p)).collect()
}
