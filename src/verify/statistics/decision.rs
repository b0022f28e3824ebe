//! Decision criteria on a table of payoffs.

use super::VerifyError;
use super::compare::EXACT;
use super::quantity::Fields;
use crate::stats::decision as criteria;
use crate::stats::summary::mean;

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
    f.check("maximax_best", criteria::best(&payoffs), EXACT);
    f.check("regret", criteria::regret(&payoffs), near);
    f.check("max_regret", criteria::max_regret(&payoffs), near);
    weighted(f, &payoffs, weights.as_deref())?;
    named(f, &payoffs);
    if f.has("cost") {
        let cost = f.numbers("cost")?;
        f.same_length("cost", cost.len(), payoffs.len())?;
        let means: Vec<f64> = payoffs.iter().map(|row| mean(row)).collect();
        let front = criteria::pareto_front(&means, &cost);
        f.check("pareto_front_mean_vs_cost_0based", front, EXACT);
    }
    Ok(())
}

/// Criteria with parameters of their own or with weights.
fn weighted(f: &mut Fields<'_>, payoffs: &[Vec<f64>], weights: Option<&[f64]>) -> Result<(), VerifyError> {
    let near = EXACT.scaled(1e-3);
    f.within("hurwicz", |f| {
        let optimism = f.number("optimism")?;
        f.check("value", criteria::hurwicz(payoffs, optimism), near);
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

/// Criteria whose parameter is in their name: `regret_p90_type7`, `mean_of_worst_30pct_ceil`.
fn named(f: &mut Fields<'_>, payoffs: &[Vec<f64>]) {
    let near = EXACT.scaled(1e-3);
    for key in f.unread() {
        let between = |start: &str, end: &str| key.strip_prefix(start)?.strip_suffix(end)?.parse::<f64>().ok();
        if let Some(p) = between("regret_p", "_type7").filter(|p| (0.0..=100.0).contains(p)) {
            f.check(&key, criteria::regret_quantile(payoffs, p / 100.0), near);
        } else if let Some(share) = between("mean_of_worst_", "pct_ceil").filter(|s| *s > 0.0 && *s <= 100.0) {
            f.check(&key, criteria::mean_of_worst(payoffs, share / 100.0), near);
        }
    }
}
