//! Selection of the best of several systems.

use super::compare::{check as compared, exact, near};
use super::{Checks, MOST};
use crate::stats::selection::{Outcome, kim_nelson};
use crate::verify::object::Object;

/// Systems in rows, larger is better.
pub(super) fn check(f: &Object<'_>) -> Checks {
    f.ignore(&["kim_nelson_c1_crn_pairwise_variance.rule"]);
    let x = f.table("X_rows_are_systems")?;
    let (alpha, delta, n0) = (f.number("alpha")?, f.number("delta")?, f.count("n0", 2, MOST)?);
    if n0 > x[0].len() {
        return Err(f.wrong("n0", format!("expected at most {} (the columns of X), found {n0}", x[0].len())));
    }
    let Some(run) = kim_nelson(&x, alpha, delta, n0) else {
        return Err(f.wrong("delta", "expected delta > 0 and 0 < alpha < 1"));
    };
    // the file has each system's own variance on the diagonal, with divisor n0
    let mut pairwise = run.pairwise_variances().to_vec();
    for (i, row) in pairwise.iter_mut().enumerate() {
        row[i] *= (n0 as f64 - 1.0) / n0 as f64;
    }
    // with data at an end before a decision there is nothing to select
    let selected = match run.outcome() {
        Outcome::Selected { system, observations } => Some((*system, *observations)),
        _ => None,
    };
    Ok(compared(f, |q| {
        let eliminated = run.eliminations().get(q.row);
        match q.name.strip_prefix("kim_nelson_c1_crn_pairwise_variance.")? {
            "eta" => exact(run.eta()),
            "h2" => exact(run.h2()),
            "S2_pairwise_first_n0" => near(pairwise.clone(), 1e-3),
            "N_i" => exact(run.limits()),
            "selected_0based" => exact(selected.map(|s| s.0)),
            "observations_used_per_system_at_stop" => exact(selected.map(|s| s.1)),
            "eliminations[]" => exact(run.eliminations().len()),
            "eliminations.r" => exact(eliminated.map(|e| e.observations)),
            "eliminations.eliminated_0based" => exact(eliminated.map(|e| e.systems.clone())),
            _ => None,
        }
    }))
}
