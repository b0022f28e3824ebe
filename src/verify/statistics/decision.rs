//! Decision criteria on a table of payoffs.

use super::compare::{check as compared, exact, near};
use super::{Checks, size};
use crate::stats::decision as criteria;
use crate::stats::summary::mean;
use crate::verify::object::Object;

/// The field by which a file of criteria is known.
pub(super) const PAYOFFS: &str = "payoff_rows_are_policies_higher_is_better";

/// The whole of a decision file: its criteria are fields of the document.
pub(super) fn check(f: &Object<'_>) -> Checks {
    let payoffs = f.table(PAYOFFS)?;
    let optional = |key: &str, length: usize| {
        let list = if f.has(key) { Some(f.numbers(key)?) } else { None };
        list.as_ref().map_or(Ok(()), |list| f.same_length(key, list.len(), length)).map(|()| list)
    };
    let (weights, cost) = (optional("weights", payoffs[0].len())?, optional("cost", payoffs.len())?);
    let small = 1e-3 * size(payoffs.iter().flatten());
    let means: Vec<f64> = payoffs.iter().map(|row| mean(row)).collect();
    Ok(compared(f, |q| match q.name.as_str() {
        "maximin_worst" => exact(criteria::worst(&payoffs)),
        "maximax_best" => exact(criteria::best(&payoffs)),
        "regret" => near(criteria::regret(&payoffs), small),
        "max_regret" => near(criteria::max_regret(&payoffs), small),
        "hurwicz.value" => near(criteria::hurwicz(&payoffs, q.number("optimism")?), 1e-3),
        "satisficing.fraction" => near(criteria::satisficing(&payoffs, q.number("threshold_ge")?, None), 1e-3),
        "satisficing.weighted" => {
            near(criteria::satisficing(&payoffs, q.number("threshold_ge")?, Some(weights.as_deref()?)), 1e-3)
        }
        "pareto_front_mean_vs_cost_0based" => exact(criteria::pareto_front(&means, cost.as_deref()?)),
        // their parameter is in the name: `regret_p90_type7`, `mean_of_worst_30pct_ceil`
        key => {
            let between = |start: &str, end: &str| key.strip_prefix(start)?.strip_suffix(end)?.parse::<f64>().ok();
            if let Some(p) = between("regret_p", "_type7").filter(|p| (0.0..=100.0).contains(p)) {
                return near(criteria::regret_quantile(&payoffs, p / 100.0), 1e-3);
            }
            let share = between("mean_of_worst_", "pct_ceil").filter(|share| *share > 0.0 && *share <= 100.0)?;
            near(criteria::mean_of_worst(&payoffs, share / 100.0), 1e-3)
        }
    }))
}
