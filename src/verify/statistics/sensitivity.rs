//! Sensitivity measures of given design points and outputs.

use super::compare::{check, exact, near};
use super::{Checks, size};
use crate::stats::sensitivity::{Regression, SobolOutputs, elementary_effects, regression as measures};
use crate::verify::error::VerifyError;
use crate::verify::object::Object;

/// Design points and outputs.
fn design(f: &Object<'_>) -> Result<(Vec<Vec<f64>>, Vec<f64>), VerifyError> {
    f.ignore(&["name", "problem"]);
    let (x, y) = (f.table("X")?, f.numbers("Y")?);
    f.same_length("Y", y.len(), x.len())?;
    Ok((x, y))
}

/// Sobol' indices of the outputs of a Saltelli design.
pub(super) fn sobol(f: &Object<'_>) -> Checks {
    let (x, y) = design(f)?;
    f.ignore(&["analytic"]);
    let dims = x[0].len();
    // whether the design has the BA rows, as the flag or else the layout says
    let layout = f.text("layout").contains("BA");
    let second = if f.has("second_order") { f.flag("second_order")? } else { layout };
    let (Some(outputs), Some(raw)) = (SobolOutputs::new(&y, dims, second), SobolOutputs::raw(&y, dims, second)) else {
        let step = if second { 2 * dims + 2 } else { dims + 2 };
        return Err(f.wrong("Y", format!("expected a multiple of {step} outputs for this layout, found {}", y.len())));
    };
    let pair = |j: usize, k: usize| if j < k { outputs.second_order(j, k) } else { None };
    // without centring the products are of the size of the squared mean
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    let variance = y.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / y.len() as f64;
    Ok(check(f, |q| match q.name.as_str() {
        "N" => exact(outputs.base_points()),
        "salib.S1" => near(outputs.first_order(), 1e-3),
        "salib.ST" | "other_estimators.ST_jansen1999" => near(outputs.total(), 1e-3),
        "salib.S2_upper_triangle" => {
            near((0..dims).map(|j| (0..dims).map(|k| pair(j, k)).collect()).collect::<Vec<Vec<_>>>(), 1e-3)
        }
        "other_estimators.S1_jansen1999" => near(outputs.first_order_jansen(), 1e-3),
        "other_estimators.S1_saltelli2010_no_centering" => {
            near(raw.first_order(), 1e-3_f64.max(1e-6 * mean * mean / variance))
        }
        _ => None,
    }))
}

/// Elementary effects of given trajectories.
pub(super) fn morris(f: &Object<'_>) -> Checks {
    let (x, y) = design(f)?;
    f.ignore(&["num_levels", "extra"]);
    let delta = if f.has("delta") {
        f.positive("delta")?
    } else {
        let levels = f.number("num_levels")?;
        levels / (2.0 * (levels - 1.0))
    };
    let Some(effects) = elementary_effects(&x, &y, delta) else {
        return Err(f.wrong("X", "expected whole trajectories in which each step changes one input, every input once"));
    };
    let small = 1e-3 * size(effects.effects.iter().flatten());
    Ok(check(f, |q| match q.name.as_str() {
        "trajectories" => exact(x.len() / (x[0].len() + 1)),
        "elementary_effects_rows_are_inputs" => near(effects.effects.clone(), small),
        "salib.mu" => near(effects.mu(), small),
        "salib.mu_star" => near(effects.mu_star(), small),
        "salib.sigma" => near(effects.sigma(), small),
        _ => None,
    }))
}

/// Regression and correlation measures.
pub(super) fn regression(f: &Object<'_>) -> Checks {
    let (x, y) = design(f)?;
    let m = measures(&x, &y);
    let list = |of: fn(Regression) -> Vec<f64>| near(m.clone().map(of), 1e-3);
    Ok(check(f, |q| match q.name.as_str() {
        "src" => list(|m| m.src),
        "srrc" => list(|m| m.srrc),
        "pcc" => list(|m| m.pcc),
        "prcc" => list(|m| m.prcc),
        "pearson" => list(|m| m.pearson),
        "spearman" => list(|m| m.spearman),
        "r2" => near(m.as_ref().map(|m| m.r2), 1e-3),
        "r2_ranks" => near(m.as_ref().map(|m| m.r2_ranks), 1e-3),
        _ => None,
    }))
}
