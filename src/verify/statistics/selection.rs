//! Selection of the best of several systems.

use super::VerifyError;
use super::compare::{Computed, EXACT, TAIL};
use super::fields::Fields;
use crate::stats::selection::{
    KimNelson, Outcome, kim_nelson, ocba_shares, rinott_stage, subset_common_worlds, subset_independent,
};
use crate::stats::special::rinott_h;

/// Systems in rows, larger is better.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let x = f.table("X_rows_are_systems")?;
    let (alpha, delta, n0) = (f.number("alpha")?, f.number("delta")?, f.count("n0", 2)? as usize);
    if n0 > x[0].len() {
        return Err(f.wrong("n0", &format!("expected at most {} (the columns of X), found {n0}", x[0].len())));
    }
    let first: Vec<Vec<f64>> = x.iter().map(|row| row[..n0].to_vec()).collect();
    let Some(run) = kim_nelson(&x, alpha, delta, n0) else {
        return Err(f.wrong("delta", "expected delta > 0 and 0 < alpha < 1"));
    };
    f.within("kim_nelson_c1_crn_pairwise_variance", |f| sequential(f, &run, n0))?;
    f.within("rinott_h", |f| {
        for key in f.unread() {
            if let Some((k, n0, p)) = rinott_name(&key) {
                f.check(&key, rinott_h(k, n0, p), TAIL);
            }
        }
        Ok(())
    })?;
    f.within("rinott_second_stage", |f| {
        let stage = rinott_stage(&first, alpha, delta);
        f.check("h", stage.as_ref().map(|s| s.h), TAIL);
        f.check("S2_first_stage", stage.as_ref().map(|s| s.variances.clone()), EXACT);
        f.check("N_i", stage.map(|s| s.totals), EXACT);
        Ok(())
    })?;
    for (key, subset) in [
        ("subset_selection_gupta_independent", subset_independent(&first, alpha)),
        ("subset_selection_crn_bonferroni", subset_common_worlds(&first, alpha)),
    ] {
        f.within(key, |f| {
            f.ignore("p");
            f.check("t", subset.as_ref().map(|s| s.quantile), TAIL);
            f.check("kept_0based", subset.map(|s| s.kept), EXACT);
            Ok(())
        })?;
    }
    f.within("ocba_asymptotic_fractions_after_n0", |f| {
        let shares = ocba_shares(&first);
        f.check("best_0based", shares.as_ref().map(|s| s.best), EXACT);
        f.check("fractions", shares.map(|s| s.shares), EXACT);
        Ok(())
    })
}

/// The numbers in a name such as `k5_n010_P0.95`.
fn rinott_name(key: &str) -> Option<(usize, usize, f64)> {
    let mut parts = key.split('_');
    let k = parts.next()?.strip_prefix('k')?.parse().ok()?;
    let n0 = parts.next()?.strip_prefix("n0")?.parse().ok()?;
    let p = parts.next()?.strip_prefix('P')?.parse().ok()?;
    (k >= 2 && n0 >= 2 && p > 0.0 && p < 1.0).then_some((k, n0, p))
}

fn sequential(f: &mut Fields<'_>, run: &KimNelson, n0: usize) -> Result<(), VerifyError> {
    f.ignore("rule");
    f.check("eta", run.eta(), EXACT);
    f.check("h2", run.h2(), EXACT);
    // the file has each system's own variance on the diagonal, with divisor n0
    let mut pairwise = run.pairwise_variances().to_vec();
    for (i, row) in pairwise.iter_mut().enumerate() {
        row[i] *= (n0 as f64 - 1.0) / n0 as f64;
    }
    f.check("S2_pairwise_first_n0", pairwise, EXACT.scaled(1e-3));
    f.check("N_i", run.limits(), EXACT);
    match run.outcome() {
        Outcome::Selected { system, observations } => {
            f.check("selected_0based", *system, EXACT);
            f.check("observations_used_per_system_at_stop", *observations, EXACT);
        }
        _ => {
            // with data at an end before a decision there is nothing to select
            f.check("selected_0based", f64::NAN, EXACT);
            f.check("observations_used_per_system_at_stop", f64::NAN, EXACT);
        }
    }
    let mut seen = 0;
    f.each("eliminations", |f| {
        let found = run.eliminations().get(seen);
        seen += 1;
        f.check("r", found.map(|e| e.observations), EXACT);
        f.check("eliminated_0based", found.map(|e| Computed::from(e.systems.clone())), EXACT);
        Ok(())
    })?;
    f.check_count("eliminations", run.eliminations().len(), seen);
    Ok(())
}
