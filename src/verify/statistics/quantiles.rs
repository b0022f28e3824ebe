//! Samples, proportions, sample sizes and critical values.

use super::compare::{EXACT, TAIL, Tolerance};
use super::quantity::{Fields, level_after};
use super::{MOST, VerifyError};
use crate::math::{f_quantile, normal_quantile, student_t_quantile};
use crate::stats::proportion::wilson;
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::summary::{Summary, sample_size as size_for, shape, weighted as weighted_summary};

/// A sample with its summary, quantiles and intervals.
pub(super) fn sample(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    f.ignore("name");
    let x = f.numbers("x")?;
    if x.is_empty() {
        return Err(f.wrong("x", "expected at least one number"));
    }
    let probs = if f.has("probs") { f.numbers("probs")? } else { Vec::new() };
    let (s, form, ascending) = (Summary::of(&x), shape(&x), sorted(&x));
    let at = |p: f64| of_sorted(&ascending, p);
    // of a sample far from zero the shape is known only to the rounding of its mean
    let rounding = 16.0 * f64::EPSILON * s.mean.abs() / s.sd;
    let loose = Tolerance { relative: rounding.max(1e-9), scale: 1.0 };
    let near = EXACT.scaled(s.max.abs().max(s.min.abs()) * 1e-6);
    for key in f.unread() {
        match key.as_str() {
            "n" => f.check(&key, x.len(), EXACT),
            "quantiles_type7" => f.check(&key, probs.iter().map(|&p| at(p)).collect::<Vec<_>>(), near),
            "mean" => f.check(&key, s.mean, near),
            "min" => f.check(&key, s.min, EXACT),
            "max" => f.check(&key, s.max, EXACT),
            "median" => f.check(&key, at(0.5), near),
            "sd" => f.check(&key, s.sd, EXACT),
            "var" => f.check(&key, s.variance(), EXACT),
            "se" => f.check(&key, s.standard_error(), EXACT),
            "iqr" => f.check(&key, at(0.75) - at(0.25), near),
            "skew_g1_biased" => f.check(&key, form.skewness_biased, loose),
            "skew_G1_adjusted" => f.check(&key, form.skewness_adjusted, loose),
            "excess_kurtosis_biased" => f.check(&key, form.kurtosis_biased, loose),
            "excess_kurtosis_adjusted" => f.check(&key, form.kurtosis_adjusted, loose),
            _ => sample_intervals(f, &key, &s),
        }
    }
    Ok(())
}

fn sample_intervals(f: &mut Fields<'_>, key: &str, s: &Summary) {
    let near = EXACT.scaled(s.sd);
    if let Some(level) = level_after(key, "t_ci_") {
        f.check(key, s.t_interval(level), near);
    } else if let Some(level) = level_after(key, "normal_ci_") {
        f.check(key, s.normal_interval(level), near);
    }
}

/// The interval of a proportion.
pub(super) fn proportion(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (k, n, level) = (f.count("k", 0, MOST)?, f.count("n", 0, MOST)?, f.number("level")?);
    if k > n {
        return Err(f.wrong("k", format!("expected at most n = {n}, found {k}")));
    }
    // ends at 0 and 1 are exact up to rounding
    f.check("wilson", wilson(k as u64, n as u64, level), EXACT.scaled(1e-6));
    Ok(())
}

/// Sample size for a half-width, from a pilot.
pub(super) fn sample_size(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let pilot = f.numbers("pilot")?;
    // the rule names its quantile, as in t_{.975,n-1}
    let rule = f.text("rule");
    let p = rule.split_once("t_{").and_then(|(_, rest)| rest.split(',').next()?.trim().parse::<f64>().ok());
    let level = p.filter(|p| *p > 0.5 && *p < 1.0).map_or(0.95, |p| 2.0 * p - 1.0);
    let sd = Summary::of(&pilot).sd;
    f.within("n_for_halfwidth", |f| {
        for key in f.unread() {
            if let Ok(half_width) = key.parse::<f64>() {
                f.check(&key, size_for(pilot.len(), sd, half_width, level), EXACT);
            }
        }
        Ok(())
    })
}

/// A weighted sample.
pub(super) fn weighted(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (x, w) = (f.numbers("x")?, f.numbers("w")?);
    f.same_length("w", w.len(), x.len())?;
    let s = weighted_summary(&x, &w);
    f.check("mean", s.mean, EXACT.scaled(s.variance_biased.sqrt()));
    f.check("ess_kish", s.effective_size, EXACT);
    f.check("var_weighted_biased", s.variance_biased, EXACT);
    Ok(())
}

/// Quantile functions.
pub(super) fn critical_values(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    f.within("normal_ppf", |f| {
        for key in f.unread() {
            if let Ok(p) = key.parse::<f64>() {
                f.check(&key, normal_quantile(p), TAIL);
            }
        }
        Ok(())
    })?;
    f.each("t_ppf", |_, f| {
        let value = student_t_quantile(f.number("p")?, f.number("df")?);
        f.check("value", value, TAIL);
        Ok(())
    })?;
    f.each("f_ppf", |_, f| {
        let value = f_quantile(f.number("p")?, f.number("df1")?, f.number("df2")?);
        f.check("value", value, TAIL);
        Ok(())
    })
}
