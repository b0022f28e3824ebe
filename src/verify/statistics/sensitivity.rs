//! Sensitivity measures of given design points and outputs.

use super::VerifyError;
use super::compare::{Computed, EXACT};
use super::quantity::Fields;
use crate::stats::sensitivity::{SobolOutputs, elementary_effects, regression as measures};

/// Sobol' indices of the outputs of a Saltelli design.
pub(super) fn sobol(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (x, y) = (f.table("X")?, f.numbers("Y")?);
    f.same_length("Y", y.len(), x.len())?;
    let dims = x[0].len();
    let second = second_order(f)?;
    for label in ["name", "problem", "layout", "second_order", "analytic"] {
        f.ignore(label);
    }
    let (Some(outputs), Some(raw)) = (SobolOutputs::new(&y, dims, second), SobolOutputs::raw(&y, dims, second)) else {
        let step = if second { 2 * dims + 2 } else { dims + 2 };
        return Err(f.wrong("Y", format!("expected a multiple of {step} outputs for this layout, found {}", y.len())));
    };
    f.check("N", outputs.base_points(), EXACT);
    let near = EXACT.scaled(1e-3);
    f.within("salib", |f| {
        f.check("S1", outputs.first_order(), near);
        f.check("ST", outputs.total(), near);
        let triangle: Vec<Computed> = (0..dims)
            .map(|j| {
                (0..dims)
                    .map(|k| if j < k { outputs.second_order(j, k) } else { None })
                    .collect::<Vec<Option<f64>>>()
                    .into()
            })
            .collect();
        f.check("S2_upper_triangle", Computed::List(triangle), near);
        Ok(())
    })?;
    f.within("other_estimators", |f| {
        f.check("S1_jansen1999", outputs.first_order_jansen(), near);
        f.check("ST_jansen1999", outputs.total(), near);
        // without centring the products are of the size of the squared mean
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        let variance = y.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / y.len() as f64;
        let loose = EXACT.scaled((1e-3_f64).max(1e-6 * mean * mean / variance));
        f.check("S1_saltelli2010_no_centering", raw.first_order(), loose);
        Ok(())
    })
}

/// Whether the design has the BA rows, as the flag or else the layout says.
fn second_order(f: &mut Fields<'_>) -> Result<bool, VerifyError> {
    match f.flag("second_order")? {
        Some(flag) => Ok(flag),
        None => Ok(f.text("layout").contains("BA")),
    }
}

/// Elementary effects of given trajectories.
pub(super) fn morris(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (x, y) = (f.table("X")?, f.numbers("Y")?);
    f.same_length("Y", y.len(), x.len())?;
    let delta = match f.optional_number("delta")? {
        Some(delta) if delta > 0.0 => delta,
        Some(delta) => return Err(f.wrong("delta", format!("expected a positive number, found {delta}"))),
        None => {
            let levels = f.number("num_levels")?;
            levels / (2.0 * (levels - 1.0))
        }
    };
    for label in ["name", "problem", "num_levels", "extra"] {
        f.ignore(label);
    }
    let Some(effects) = elementary_effects(&x, &y, delta) else {
        return Err(f.wrong("X", "expected whole trajectories in which each step changes one input, every input once"));
    };
    f.check("trajectories", x.len() / (x[0].len() + 1), EXACT);
    let size = effects.effects.iter().flatten().fold(0.0_f64, |m, e| m.max(e.abs()));
    let near = EXACT.scaled(1e-3 * size);
    f.check("elementary_effects_rows_are_inputs", effects.effects.clone(), near);
    f.within("salib", |f| {
        f.check("mu", effects.mu(), near);
        f.check("mu_star", effects.mu_star(), near);
        f.check("sigma", effects.sigma(), near);
        Ok(())
    })
}

/// Regression and correlation measures.
pub(super) fn regression(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (x, y) = (f.table("X")?, f.numbers("Y")?);
    f.same_length("Y", y.len(), x.len())?;
    let m = measures(&x, &y);
    let near = EXACT.scaled(1e-3);
    f.check("src", m.as_ref().map(|m| m.src.clone()), near);
    f.check("srrc", m.as_ref().map(|m| m.srrc.clone()), near);
    f.check("pcc", m.as_ref().map(|m| m.pcc.clone()), near);
    f.check("prcc", m.as_ref().map(|m| m.prcc.clone()), near);
    f.check("pearson", m.as_ref().map(|m| m.pearson.clone()), near);
    f.check("spearman", m.as_ref().map(|m| m.spearman.clone()), near);
    f.check("r2", m.as_ref().map(|m| m.r2), near);
    f.check("r2_ranks", m.as_ref().map(|m| m.r2_ranks), near);
    Ok(())
}
