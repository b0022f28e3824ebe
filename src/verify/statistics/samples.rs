//! Samples, proportions, sample sizes and critical values.

use super::compare::{Tolerance, check, ends, exact, near, real, tail, within};
use super::{Checks, MOST, forecasts, level_after};
use crate::math::{f_quantile, normal_quantile, student_t_quantile};
use crate::stats::proportion::wilson;
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::summary::{Summary, sample_size as size_for, weighted as weighted_summary};
use crate::verify::object::Object;

/// A sample, or a forecast.
pub(super) fn case(f: &Object<'_>) -> Checks {
    if f.has("ensemble") { forecasts::ensemble(f) } else { sample(f) }
}

/// A sample with its summary, quantiles and intervals.
fn sample(f: &Object<'_>) -> Checks {
    f.ignore(&["name"]);
    let x = f.numbers("x")?;
    let probs = if f.has("probs") { f.numbers("probs")? } else { Vec::new() };
    let (s, ascending) = (Summary::of(&x), sorted(&x));
    let form = s.shape(&x);
    let at = |p: f64| of_sorted(&ascending, p);
    // of a sample far from zero the shape is known only to the rounding of its mean
    let rounding = 16.0 * f64::EPSILON * s.mean.abs() / s.sd;
    let loose = |x: f64| within(x, Tolerance { relative: rounding.max(1e-9), scale: 1.0 });
    let size = s.max.abs().max(s.min.abs()) * 1e-6;
    Ok(check(f, |q| match q.name.as_str() {
        "n" => exact(x.len()),
        "quantiles_type7" => near(probs.iter().map(|&p| at(p)).collect::<Vec<_>>(), size),
        "mean" => near(s.mean, size),
        "min" => exact(s.min),
        "max" => exact(s.max),
        "median" => near(at(0.5), size),
        "sd" => exact(s.sd),
        "var" => exact(s.variance()),
        "se" => exact(s.standard_error()),
        "iqr" => near(at(0.75) - at(0.25), size),
        "skew_g1_biased" => loose(form.skewness_biased),
        "skew_G1_adjusted" => loose(form.skewness_adjusted),
        "excess_kurtosis_biased" => loose(form.kurtosis_biased),
        "excess_kurtosis_adjusted" => loose(form.kurtosis_adjusted),
        key => match level_after(key, "t_ci_") {
            Some(level) => near(ends(s.t_interval(level)), s.sd),
            None => near(ends(s.normal_interval(level_after(key, "normal_ci_")?)), s.sd),
        },
    }))
}

/// The interval of a proportion.
pub(super) fn proportion(f: &Object<'_>) -> Checks {
    let (k, n, level) = (f.count("k", 0, MOST)?, f.count("n", 0, MOST)?, f.number("level")?);
    if k > n {
        return Err(f.wrong("k", format!("expected at most n = {n}, found {k}")));
    }
    // ends at 0 and 1 are exact up to rounding
    Ok(check(f, |q| if q.name == "wilson" { near(ends(wilson(k as u64, n as u64, level)), 1e-6) } else { None }))
}

/// Sample size for a half-width, from a pilot.
pub(super) fn sample_size(f: &Object<'_>) -> Checks {
    let pilot = f.numbers("pilot")?;
    // the rule names its quantile, as in t_{.975,n-1}
    let rule = f.text("rule");
    let p = rule.split_once("t_{").and_then(|(_, rest)| rest.split(',').next()?.trim().parse::<f64>().ok());
    let level = p.filter(|p| *p > 0.5 && *p < 1.0).map_or(0.95, |p| 2.0 * p - 1.0);
    let sd = Summary::of(&pilot).sd;
    Ok(check(f, |q| {
        let half_width = q.name.strip_prefix("n_for_halfwidth.")?.parse().ok()?;
        exact(size_for(pilot.len(), sd, half_width, level))
    }))
}

/// A weighted sample.
pub(super) fn weighted(f: &Object<'_>) -> Checks {
    let (x, w) = (f.numbers("x")?, f.numbers("w")?);
    f.same_length("w", w.len(), x.len())?;
    let s = weighted_summary(&x, &w);
    Ok(check(f, |q| match q.name.as_str() {
        "mean" => near(s.mean, s.variance_biased.sqrt()),
        "ess_kish" => exact(s.effective_size),
        "var_weighted_biased" => exact(s.variance_biased),
        _ => None,
    }))
}

/// Quantile functions.
pub(super) fn critical_values(f: &Object<'_>) -> Checks {
    Ok(check(f, |q| match q.name.as_str() {
        "t_ppf.value" => tail(real(student_t_quantile(q.number("p")?, q.number("df")?))),
        "f_ppf.value" => tail(real(f_quantile(q.number("p")?, q.number("df1")?, q.number("df2")?))),
        key => tail(real(normal_quantile(key.strip_prefix("normal_ppf.")?.parse().ok()?))),
    }))
}
