//! Selection of the best of several systems.

use super::compare::{Computed, EXACT};
use super::quantity::Fields;
use super::{MOST, VerifyError};
use crate::stats::selection::{KimNelson, Outcome, kim_nelson};

/// Systems in rows, larger is better.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let x = f.table("X_rows_are_systems")?;
    let (alpha, delta, n0) = (f.number("alpha")?, f.number("delta")?, f.count("n0", 2, MOST)?);
    if n0 > x[0].len() {
        return Err(f.wrong("n0", format!("expected at most {} (the columns of X), found {n0}", x[0].len())));
    }
    let Some(run) = kim_nelson(&x, alpha, delta, n0) else {
        return Err(f.wrong("delta", "expected delta > 0 and 0 < alpha < 1"));
    };
    f.within("kim_nelson_c1_crn_pairwise_variance", |f| sequential(f, &run, n0))
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
    f.each("eliminations", |_, f| {
        let found = run.eliminations().get(seen);
        seen += 1;
        f.check("r", found.map(|e| e.observations), EXACT);
        f.check("eliminated_0based", found.map(|e| Computed::from(e.systems.clone())), EXACT);
        Ok(())
    })?;
    f.check_count("eliminations", run.eliminations().len(), seen);
    Ok(())
}
