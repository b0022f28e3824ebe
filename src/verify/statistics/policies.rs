//! Policies in the same worlds.

use super::compare::{Known, Tolerance, check, ends, exact, near, tail, within};
use super::{Checks, level_after, size};
use crate::stats::mcb::{self, Best};
use crate::stats::multiplicity::holm;
use crate::stats::paired::{Paired, compare};
use crate::stats::summary::mean;
use crate::verify::object::{Object, Quantity};

/// Policies in the same worlds: against a control, in all pairs, and with the best.
pub(super) fn same_worlds(f: &Object<'_>) -> Checks {
    let y = f.table("Y_rows_are_policies_columns_are_worlds")?;
    let k = y.len();
    let control = if f.has("control_0based") { f.count("control_0based", 0, k - 1)? } else { 0 };
    let against = |i: usize, j: usize| compare(&y[i], &y[j]);
    let versus: Vec<f64> = (0..k).filter(|&i| i != control).map(|i| against(i, control).test.p_two_sided).collect();
    let pairs: Vec<(usize, usize)> = (0..k).flat_map(|i| (i + 1..k).map(move |j| (i, j))).collect();
    let adjusted = holm(&pairs.iter().map(|&(i, j)| against(i, j).test.p_two_sided).collect::<Vec<_>>());
    let (residual, df) = mcb::residual_variance(&y);
    let hsu = if f.has("mcb") {
        let rules = f.child("mcb")?;
        f.ignore(&["mcb.alpha", "mcb.best_is"]);
        let best = if rules.text("best_is") == "min" { Best::Min } else { Best::Max };
        mcb::edwards_hsu(&y, rules.number("alpha")?, best)
    } else {
        None
    };
    // the half-widths are critical values times standard errors
    let half = Tolerance { relative: 1e-6, scale: 1e-4 * size(y.iter().flatten()) };
    let row = |q: &Quantity<'_>| hsu.as_ref().and_then(|h| Some((h.half_widths.get(q.row)?, h.intervals.get(q.row)?)));
    Ok(check(f, |q| match q.name.as_str() {
        "means" => exact(y.iter().map(|row| mean(row)).collect::<Vec<_>>()),
        "p_adjusted.holm" => tail(holm(&versus)),
        "all_pairs.p_holm" => {
            let (i, j) = (q.index("i", k)?, q.index("j", k)?);
            tail(pairs.iter().position(|&pair| pair == (i.min(j), i.max(j))).map(|at| adjusted[at]))
        }
        "mcb.residual_of_policies_and_worlds.pooled_S2" => exact(residual),
        "mcb.residual_of_policies_and_worlds.df" => exact(df),
        "mcb.bonferroni_paired_edwards_hsu.t_quantile_p" => exact(hsu.as_ref().map(|h| h.quantile_p)),
        "mcb.bonferroni_paired_edwards_hsu.candidate_set_G_0based" => exact(hsu.as_ref().map(|h| h.candidates.clone())),
        "mcb.bonferroni_paired_edwards_hsu.per_policy.w" => tail(row(q).map(|r| r.0.clone())),
        "mcb.bonferroni_paired_edwards_hsu.per_policy.upper" => within(row(q).map(|r| r.1.high), half),
        "mcb.bonferroni_paired_edwards_hsu.per_policy.lower" => within(row(q).map(|r| r.1.low), half),
        name => match name.split_once('.')? {
            ("vs_control", key) => {
                let i = q.index("policy_0based", k).filter(|&i| i != control)?;
                one_pair(key, &against(i, control), k - 1)
            }
            ("all_pairs", key) => one_pair(key, &against(q.index("i", k)?, q.index("j", k)?), pairs.len()),
            _ => None,
        },
    }))
}

fn one_pair(key: &str, pair: &Paired, family: usize) -> Known {
    let sd = pair.summary.sd;
    match key {
        "mean_diff" | "mean_diff_i_minus_j" => near(pair.summary.mean, sd),
        "sd_diff" => exact(sd),
        "correlation" => near(pair.correlation, 1e-3),
        "variance_reduction_factor_vs_independent" => exact(pair.variance_reduction),
        "p" => tail(pair.test.p_two_sided),
        _ => {
            let bonferroni = key.strip_suffix("_bonferroni").or_else(|| key.strip_suffix("_bonferroni_all_pairs"));
            let family = if bonferroni.is_some() { family } else { 1 };
            near(ends(pair.interval(level_after(bonferroni.unwrap_or(key), "ci")?, family)), sd)
        }
    }
}
