//! Policies in the same worlds, and in independent ones.

use super::VerifyError;
use super::compare::{Computed, EXACT, TAIL};
use super::fields::{Fields, level_after};
use super::paired::adjusted;
use crate::stats::mcb::{self, Best};
use crate::stats::multiplicity::holm;
use crate::stats::paired::{Paired, compare};
use crate::stats::special::studentized_range_quantile;
use crate::stats::summary::mean;
use crate::stats::two_sample::welch;
use crate::stats::{Interval, anova};

/// Policies in the same worlds.
pub(super) fn same_worlds(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let y = f.table("Y_rows_are_policies_columns_are_worlds")?;
    let k = y.len();
    let control = if f.has("control_0based") { f.count("control_0based", 0)? as usize } else { 0 };
    if control >= k {
        return Err(f.wrong("control_0based", &format!("expected an index below {k}, found {control}")));
    }
    f.check("means", y.iter().map(|r| mean(r)).collect::<Vec<_>>(), EXACT);
    let versus: Vec<Paired> = (0..k).filter(|&i| i != control).map(|i| compare(&y[i], &y[control])).collect();
    f.each("vs_control", |f| {
        let i = policy(f, "policy_0based", k)?;
        if i != control {
            one_pair(f, &compare(&y[i], &y[control]), k - 1);
            f.check("welch_unpaired_p", welch(&y[i], &y[control]).test.p_two_sided, TAIL);
        }
        Ok(())
    })?;
    f.within("p_adjusted", |f| {
        adjusted(f, &versus.iter().map(|v| v.test.p_two_sided).collect::<Vec<_>>());
        Ok(())
    })?;
    all_pairs(f, &y)?;
    f.within("mcb", |f| with_the_best(f, &y))?;
    f.within("friedman", |f| {
        let test = anova::friedman(&y);
        f.check("chi2", test.chi_square, EXACT);
        f.check("p", test.p, TAIL);
        f.check("mean_ranks", test.mean_ranks, EXACT);
        Ok(())
    })?;
    f.within("two_way_anova_policy", |f| {
        let table = anova::two_way(&y);
        f.check("ss_policy", table.sum_of_squares, EXACT);
        f.check("df_policy", table.df, EXACT);
        f.check("F", table.f, EXACT);
        f.check("p", table.p, TAIL);
        Ok(())
    })
}

fn policy(f: &mut Fields<'_>, key: &str, k: usize) -> Result<usize, VerifyError> {
    let i = f.count(key, 0)? as usize;
    if i < k { Ok(i) } else { Err(f.wrong(key, &format!("expected an index below {k}, found {i}"))) }
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
    f.each("all_pairs", |f| {
        let (i, j) = (policy(f, "i", k)?, policy(f, "j", k)?);
        one_pair(f, &compare(&y[i], &y[j]), pairs.len());
        let place = pairs.iter().position(|&pair| pair == (i.min(j), i.max(j)));
        f.check("p_holm", place.map(|at| adjusted[at]), TAIL);
        Ok(())
    })
}

fn with_the_best(f: &mut Fields<'_>, y: &[Vec<f64>]) -> Result<(), VerifyError> {
    let best = if f.text("best_is") == "min" { Best::Min } else { Best::Max };
    let alpha = f.number("alpha")?;
    let pooled = mcb::nelson_matejcik(y, alpha, best);
    let scale = pooled.as_ref().map_or(0.0, |m| m.half_width);
    // the half-widths are critical values times standard errors
    let near = TAIL.scaled(1e-3 * scale);
    f.within("nelson_matejcik_crn_sphericity", |f| {
        f.check("pooled_S2", pooled.as_ref().map(|m| m.pooled_variance), EXACT);
        f.check("df", pooled.as_ref().map(|m| m.df), EXACT);
        f.check("equicoordinate_t_rho_half", pooled.as_ref().map(|m| m.quantile), TAIL);
        f.check("W", pooled.as_ref().map(|m| m.half_width), TAIL);
        f.check("intervals_mu_i_minus_best_other", pooled.as_ref().map(|m| m.intervals.clone()), near);
        Ok(())
    })?;
    let hsu = mcb::edwards_hsu(y, alpha, best);
    f.within("bonferroni_paired_edwards_hsu", |f| {
        f.check("t_quantile_p", hsu.as_ref().map(|h| h.quantile_p), EXACT);
        f.check("candidate_set_G_0based", hsu.as_ref().map(|h| h.candidates.clone()), EXACT);
        let mut i = 0;
        f.each("per_policy", |f| {
            let row = hsu.as_ref().and_then(|h| Some((h.half_widths.get(i)?, h.intervals.get(i)?)));
            f.check("w", row.map(|r| r.0.clone()), TAIL);
            f.check("upper", row.map(|r| r.1.high), near);
            f.check("lower", row.map(|r| r.1.low), near);
            i += 1;
            Ok(())
        })
    })?;
    f.within("tukey_two_way", |f| {
        let (variance, df) = mcb::residual_variance(y);
        let q = studentized_range_quantile(1.0 - alpha, y.len(), df);
        f.check("q", q, TAIL);
        f.check("half_width", q * (variance / y[0].len() as f64).sqrt(), TAIL);
        Ok(())
    })
}

/// Policies in independent worlds.
pub(super) fn independent(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let y = rows(f)?;
    let k = y.len();
    f.each("welch_pairs", |f| {
        let (i, j) = (policy(f, "i", k)?, policy(f, "j", k)?);
        let w = welch(&y[i], &y[j]);
        f.check("t", w.test.t, EXACT.scaled(1e-3));
        f.check("df", w.test.df, EXACT);
        f.check("p", w.test.p_two_sided, TAIL);
        for key in f.unread() {
            if let Some(level) = level_after(&key, "ci") {
                let Interval { low, high } = w.interval(level);
                f.check(&key, Computed::from(vec![low, high]), EXACT.scaled(w.standard_error));
            }
        }
        Ok(())
    })?;
    let table = anova::one_way(&y);
    f.check("anova_F", table.f, EXACT);
    f.check("anova_p", table.p, TAIL);
    // the p-value is one minus an integral: its error is absolute near zero
    f.check("tukey_hsd_p_matrix", anova::tukey_hsd(&y), TAIL.scaled(1e-5));
    for key in f.unread() {
        let control = key.strip_prefix("dunnett_two_sided_p_vs_").and_then(|k| k.split('_').next()?.parse().ok());
        if let Some(control) = control.filter(|c: &usize| *c < k) {
            f.check(&key, anova::dunnett(&y, control), TAIL);
        }
    }
    Ok(())
}

/// Groups may differ in size.
fn rows(f: &mut Fields<'_>) -> Result<Vec<Vec<f64>>, VerifyError> {
    let rows = f.groups("Y")?;
    match rows.iter().position(|r| r.len() < 2) {
        Some(i) => Err(f.wrong(&format!("Y[{i}]"), "expected at least two values")),
        None => Ok(rows),
    }
}
