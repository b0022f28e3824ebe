//! Samples, proportions, rates, batch means, sample sizes and critical values.

use super::VerifyError;
use super::compare::{EXACT, TAIL, Tolerance};
use super::fields::{Fields, level_after};
use crate::stats::proportion;
use crate::stats::quantile::{median, median_absolute_deviation, of_sorted, order_interval, sorted};
use crate::stats::series::{autocorrelation, batch_means as means_of_batches, batch_summary};
use crate::stats::special;
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
            "median" => f.check(&key, median(&x), near),
            "sd" => f.check(&key, s.sd, EXACT),
            "var" => f.check(&key, s.variance(), EXACT),
            "se" => f.check(&key, s.standard_error(), EXACT),
            "iqr" => f.check(&key, at(0.75) - at(0.25), near),
            "mad_raw" => f.check(&key, median_absolute_deviation(&x), near),
            "skew_g1_biased" => f.check(&key, form.skewness_biased, loose),
            "skew_G1_adjusted" => f.check(&key, form.skewness_adjusted, loose),
            "excess_kurtosis_biased" => f.check(&key, form.kurtosis_biased, loose),
            "excess_kurtosis_adjusted" => f.check(&key, form.kurtosis_adjusted, loose),
            _ => sample_intervals(f, &key, &x, &s)?,
        }
    }
    Ok(())
}

fn sample_intervals(f: &mut Fields<'_>, key: &str, x: &[f64], s: &Summary) -> Result<(), VerifyError> {
    let near = EXACT.scaled(s.sd);
    if let Some(level) = level_after(key, "t_ci_") {
        f.check(key, s.t_interval(level), near);
    } else if let Some(level) = level_after(key, "normal_ci_") {
        f.check(key, s.normal_interval(level), near);
    } else if let Some(level) = level_after(key, "median_order_ci_") {
        let found = order_interval(x, 0.5, level);
        if found.is_none() {
            f.check(key, f64::NAN, EXACT);
            return Ok(());
        }
        return f.within(key, |f| {
            f.check("lower_rank_1based", found.map(|o| o.lower_rank), EXACT);
            f.check("upper_rank_1based", found.map(|o| o.upper_rank), EXACT);
            f.check("ci", found.map(|o| o.interval), EXACT);
            f.check("exact_coverage", found.map(|o| o.coverage), EXACT);
            Ok(())
        });
    }
    Ok(())
}

/// Intervals of a proportion.
pub(super) fn proportion(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (k, n, level) = (f.count("k", 0)?, f.count("n", 0)?, f.number("level")?);
    if k > n {
        return Err(f.wrong("k", &format!("expected at most n = {n}, found {k}")));
    }
    // ends at 0 and 1 are exact up to rounding
    f.check("wilson", proportion::wilson(k, n, level), EXACT.scaled(1e-6));
    f.check("clopper_pearson", proportion::clopper_pearson(k, n, level), TAIL);
    f.check("agresti_coull", proportion::agresti_coull(k, n, level), EXACT.scaled(1e-6));
    f.check("jeffreys", proportion::jeffreys(k, n, level), TAIL);
    Ok(())
}

/// Exact interval of a Poisson rate.
pub(super) fn poisson_rate(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (events, exposure, level) = (f.count("events", 0)?, f.number("exposure")?, f.number("level")?);
    f.check("garwood_exact", proportion::poisson_rate(events, exposure, level), TAIL);
    Ok(())
}

/// Batch means of one series.
pub(super) fn batch_means(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (x, batches) = (f.numbers("x")?, f.count("batches", 1)? as usize);
    let s = batch_summary(&x, batches);
    for key in f.unread() {
        if key == "batch_means" {
            f.check(&key, means_of_batches(&x, batches), EXACT.scaled(s.sd));
        } else if key == "mean" {
            f.check(&key, s.mean, EXACT.scaled(s.sd));
        } else if key == "se" {
            f.check(&key, s.standard_error(), EXACT);
        } else if let Some(level) = level_after(&key, "t_ci_") {
            f.check(&key, s.t_interval(level), EXACT.scaled(s.sd));
        } else if let Some(most) = key.strip_prefix("acf_biased_lags_0_").and_then(|k| k.parse().ok()) {
            f.check(&key, autocorrelation(&x, most), EXACT.scaled(1.0));
        }
    }
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
                f.check(&key, special::normal_quantile(p), TAIL);
            }
        }
        Ok(())
    })?;
    f.each("t_ppf", |f| {
        let value = special::student_t_quantile(f.number("p")?, f.number("df")?);
        f.check("value", value, TAIL);
        Ok(())
    })?;
    f.each("chi2_ppf", |f| {
        let value = special::chi_square_quantile(f.number("p")?, f.number("df")?);
        f.check("value", value, TAIL);
        Ok(())
    })?;
    f.each("f_ppf", |f| {
        let value = special::f_quantile(f.number("p")?, f.number("df1")?, f.number("df2")?);
        f.check("value", value, TAIL);
        Ok(())
    })?;
    f.each("studentized_range_ppf", |f| {
        let value = special::studentized_range_quantile(f.number("p")?, f.count("k", 2)? as usize, f.number("df")?);
        f.check("value", value, TAIL);
        Ok(())
    })
}
