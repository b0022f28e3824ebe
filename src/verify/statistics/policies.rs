//! Policies in the same worlds.

use super::VerifyError;
use super::compare::{EXACT, TAIL};
use super::paired::adjusted;
use super::quantity::{Fields, level_after};
use crate::stats::mcb::{self, Best};
use crate::stats::multiplicity::holm;
use crate::stats::paired::{Paired, compare};
use crate::stats::summary::mean;

/// Policies in the same worlds.
pub(super) fn same_worlds(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let y = f.table("Y_rows_are_policies_columns_are_worlds")?;
    let k = y.len();
    let control = if f.has("control_0based") { f.count("control_0based", 0, k - 1)? } else { 0 };
    f.check("means", y.iter().map(|r| mean(r)).collect::<Vec<_>>(), EXACT);
    let versus: Vec<Paired> = (0..k).filter(|&i| i != control).map(|i| compare(&y[i], &y[control])).collect();
    f.each("vs_control", |_, f| {
        let i = f.count("policy_0based", 0, k - 1)?;
        if i != control {
            one_pair(f, &compare(&y[i], &y[control]), k - 1);
        }
        Ok(())
    })?;
    f.within("p_adjusted", |f| {
        adjusted(f, &versus.iter().map(|v| v.test.p_two_sided).collect::<Vec<_>>());
        Ok(())
    })?;
    all_pairs(f, &y)?;
    f.within("mcb", |f| with_the_best(f, &y))
}

fn one_pair(f: &mut Fields<'_>, pair: &Paired, family: usize) {
    let near = EXACT.scaled(pair.summary.sd);
    f.check("mean_diff", pair.summary.mean, near);
    f.check("mean_diff_i_minus_j", pair.summary.mean, near);
    f.check("sd_diff", pair.summary.sd, EXACT);
    f.check("correlation", pair.correlation, EXACT.scaled(1e-3));
    f.check("variance_reduction_factor_vs_independent", pair.variance_reduction, EXACT);
    f.check("p", pair.test.p_two_sided, TAIL);
    for key in f.unread() {
        let bonferroni = key.strip_suffix("_bonferroni").or_else(|| key.strip_suffix("_bonferroni_all_pairs"));
        if let Some(level) = bonferroni.and_then(|k| level_after(k, "ci")) {
            f.check(&key, pair.interval(level, family), near);
        } else if let Some(level) = level_after(&key, "ci") {
            f.check(&key, pair.interval(level, 1), near);
        }
    }
}

fn all_pairs(f: &mut Fields<'_>, y: &[Vec<f64>]) -> Result<(), VerifyError> {
    let k = y.len();
    let pairs: Vec<(usize, usize)> = (0..k).flat_map(|i| (i + 1..k).map(move |j| (i, j))).collect();
    let p: Vec<f64> = pairs.iter().map(|&(i, j)| compare(&y[i], &y[j]).test.p_two_sided).collect();
    let adjusted = holm(&p);
    f.each("all_pairs", |_, f| {
        let (i, j) = (f.count("i", 0, k - 1)?, f.count("j", 0, k - 1)?);
        one_pair(f, &compare(&y[i], &y[j]), pairs.len());
        let place = pairs.iter().position(|&pair| pair == (i.min(j), i.max(j)));
        f.check("p_holm", place.map(|at| adjusted[at]), TAIL);
        Ok(())
    })
}

fn with_the_best(f: &mut Fields<'_>, y: &[Vec<f64>]) -> Result<(), VerifyError> {
    let best = if f.text("best_is") == "min" { Best::Min } else { Best::Max };
    let alpha = f.number("alpha")?;
    f.within("residual_of_policies_and_worlds", |f| {
        let (variance, df) = mcb::residual_variance(y);
        f.check("pooled_S2", variance, EXACT);
        f.check("df", df, EXACT);
        Ok(())
    })?;
    let hsu = mcb::edwards_hsu(y, alpha, best);
    // the half-widths are critical values times standard errors
    let size = y.iter().flatten().fold(0.0_f64, |most, x| most.max(x.abs()));
    let near = TAIL.scaled(1e-4 * size);
    f.within("bonferroni_paired_edwards_hsu", |f| {
        f.check("t_quantile_p", hsu.as_ref().map(|h| h.quantile_p), EXACT);
        f.check("candidate_set_G_0based", hsu.as_ref().map(|h| h.candidates.clone()), EXACT);
        let mut i = 0;
        f.each("per_policy", |_, f| {
            let row = hsu.as_ref().and_then(|h| Some((h.half_widths.get(i)?, h.intervals.get(i)?)));
            f.check("w", row.map(|r| r.0.clone()), TAIL);
            f.check("upper", row.map(|r| r.1.high), near);
            f.check("lower", row.map(|r| r.1.low), near);
            i += 1;
            Ok(())
        })
    })
}
