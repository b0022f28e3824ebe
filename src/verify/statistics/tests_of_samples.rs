//! Tests on samples that the document itself holds (`x`, `y`, ...); the name of a test names its samples.

use super::VerifyError;
use super::compare::{EXACT, TAIL, Tolerance};
use super::fields::{Fields, level_after};
use crate::stats::special::normal_cdf;
use crate::stats::survival::{KaplanMeier, exponential_rate, log_rank};
use crate::stats::{association, goodness, series, two_sample};

/// Beginnings of names of tests.
const TESTS: [&str; 16] = [
    "ks_2samp_",
    "ks_1samp_",
    "cramer_von_mises_",
    "anderson_darling_",
    "shapiro_",
    "mann_whitney_",
    "welch_",
    "levene_median_",
    "wasserstein_1_",
    "energy_distance_",
    "chi2_gof",
    "chi2_contingency",
    "fisher_2x2",
    "poisson_dispersion_",
    "correlation_",
    "ljung_box_",
];

/// Whether a field of a document is the name of a test.
pub(super) fn knows(key: &str) -> bool {
    TESTS.iter().any(|prefix| key.starts_with(prefix)) || key == "survival"
}

/// Checks every test of the document.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let names: Vec<String> = f.unread().into_iter().filter(|k| knows(k)).collect();
    if names.is_empty() {
        return Ok(());
    }
    for key in &names {
        two_samples(f, key)?;
        one_sample(f, key)?;
        counts(f, key)?;
    }
    f.within("survival", survival)?;
    // what is left of the samples has been an input or belongs to no test
    for key in f.unread() {
        if f.is_list(&key) && key.len() <= 2 {
            f.ignore(&key);
        }
    }
    Ok(())
}

/// The sample a name stands for, if the document has it.
fn sample(f: &mut Fields<'_>, name: &str) -> Result<Option<Vec<f64>>, VerifyError> {
    if f.is_list(name) { f.numbers(name).map(Some) } else { Ok(None) }
}

/// Two samples to compare.
type TwoSamples = (Vec<f64>, Vec<f64>);

/// The two samples that the end of a name stands for: `xy`, or `xi_yi`; what follows them is a note.
fn two(f: &mut Fields<'_>, names: &str) -> Result<Option<TwoSamples>, VerifyError> {
    let mut parts = names.split('_');
    let (first, second) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let (a, b) = if f.is_list(first) && f.is_list(second) {
        (first.to_owned(), second.to_owned())
    } else if first.is_ascii() && first.len() == 2 {
        (first[..1].to_owned(), first[1..].to_owned())
    } else {
        return Ok(None);
    };
    Ok(match (sample(f, &a)?, sample(f, &b)?) {
        (Some(a), Some(b)) => Some((a, b)),
        _ => None,
    })
}

fn test(f: &mut Fields<'_>, statistic: &str, value: goodness::Test, p: &str) {
    f.check(statistic, value.statistic, EXACT);
    f.check(p, value.p, TAIL);
}

fn two_samples(f: &mut Fields<'_>, key: &str) -> Result<(), VerifyError> {
    let prefixes = [
        "ks_2samp_",
        "cramer_von_mises_2samp_",
        "mann_whitney_",
        "welch_",
        "levene_median_",
        "wasserstein_1_",
        "energy_distance_",
    ];
    let Some(prefix) = prefixes.iter().find(|p| key.starts_with(**p)) else { return Ok(()) };
    let Some((a, b)) = two(f, &key[prefix.len()..])? else {
        f.not_checked(key, "its samples are not in the document");
        return Ok(());
    };
    match *prefix {
        "wasserstein_1_" => f.check(key, goodness::wasserstein_1(&a, &b), EXACT),
        "energy_distance_" => f.check(key, goodness::energy_distance(&a, &b), EXACT),
        "ks_2samp_" => f.within(key, |f| {
            let ks = goodness::ks_two_sample(&a, &b);
            f.check("D", ks.d, EXACT);
            f.check("p_exact", ks.p_exact, TAIL);
            let (n, m) = (a.len() as f64, b.len() as f64);
            f.check("p_asymptotic", ks.p_asymptotic, kolmogorov_tolerance(n * m / (n + m)));
            Ok(())
        })?,
        "cramer_von_mises_2samp_" => f.within(key, |f| {
            test(f, "T", goodness::cramer_von_mises_two_sample(&a, &b), "p_asymptotic");
            Ok(())
        })?,
        "mann_whitney_" => f.within(key, |f| {
            let m = two_sample::mann_whitney(&a, &b);
            f.check("U_x", m.u, EXACT);
            f.check("p_exact", m.p_exact, TAIL);
            f.check("p_asymptotic_cc", m.p_asymptotic, TAIL);
            f.check("prob_superiority", m.superiority, EXACT);
            Ok(())
        })?,
        "welch_" => f.within(key, |f| {
            let w = two_sample::welch(&a, &b);
            f.check("t", w.test.t, EXACT.scaled(1e-3));
            f.check("df", w.test.df, EXACT);
            f.check("p", w.test.p_two_sided, TAIL);
            for key in f.unread() {
                if let Some(level) = level_after(&key, "ci") {
                    f.check(&key, w.interval(level), EXACT.scaled(w.standard_error));
                }
            }
            Ok(())
        })?,
        _ => f.within(key, |f| {
            test(f, "W", two_sample::levene(&[&a, &b]), "p");
            Ok(())
        })?,
    }
    Ok(())
}

fn one_sample(f: &mut Fields<'_>, key: &str) -> Result<(), VerifyError> {
    let uniform = |x: f64| x.clamp(0.0, 1.0);
    if let Some(rest) = key.strip_prefix("ks_1samp_") {
        return ks_one(f, key, rest);
    }
    if let Some(name) = key.strip_prefix("cramer_von_mises_").and_then(|k| k.strip_suffix("_uniform")) {
        let Some(x) = sample(f, name)? else { return Ok(()) };
        return f.within(key, |f| {
            test(f, "W2", goodness::cramer_von_mises(&x, uniform), "p");
            Ok(())
        });
    }
    if let Some(name) = key.strip_prefix("anderson_darling_").and_then(|k| k.strip_suffix("_uniform_A2")) {
        if let Some(x) = sample(f, name)? {
            f.check(key, goodness::anderson_darling(&x, uniform, |x| uniform(1.0 - x)), EXACT);
        }
    } else if let Some(name) =
        key.strip_prefix("anderson_darling_").and_then(|k| k.strip_suffix("_normal_estimated_A2"))
    {
        if let Some(x) = sample(f, name)? {
            f.check(key, goodness::anderson_darling_normal(&x), EXACT);
        }
    } else if let Some(name) = key.strip_prefix("shapiro_") {
        let Some(x) = sample(f, name)? else { return Ok(()) };
        // the published algorithm takes normal scores to seven digits; here they are exact
        let scores = Tolerance { relative: 1e-6, scale: 0.0 };
        let found = goodness::shapiro_wilk(&x);
        return f.within(key, |f| {
            f.check("W", found.statistic, scores);
            f.check("p", found.p, Tolerance { relative: 1e-5, scale: 0.0 });
            Ok(())
        });
    } else if let Some(name) = key.strip_prefix("ljung_box_") {
        let Some(x) = sample(f, name)? else { return Ok(()) };
        return f.within(key, |f| {
            let lags = f.numbers("lags")?;
            let tests: Vec<goodness::Test> = lags.iter().map(|&l| series::ljung_box(&x, l as usize)).collect();
            f.check("Q", tests.iter().map(|t| t.statistic).collect::<Vec<_>>(), EXACT);
            f.check("p", tests.iter().map(|t| t.p).collect::<Vec<_>>(), TAIL);
            Ok(())
        });
    }
    Ok(())
}

/// Above 140 observations the libraries use an expansion with five to six digits; the law here is exact.
fn kolmogorov_tolerance(n: f64) -> Tolerance {
    if n > 140.0 { Tolerance { relative: 1e-5, scale: 0.0 } } else { TAIL }
}

/// `ks_1samp_u_uniform`, `ks_1samp_e_vs_exponential_mean2`, `ks_1samp_x_vs_normal`.
fn ks_one(f: &mut Fields<'_>, key: &str, rest: &str) -> Result<(), VerifyError> {
    let (name, law) = rest.split_once('_').unwrap_or((rest, ""));
    let law = law.strip_prefix("vs_").unwrap_or(law);
    let Some(x) = sample(f, name)? else { return Ok(()) };
    let mean = law.strip_prefix("exponential_mean").and_then(|m| m.parse::<f64>().ok());
    let found = match (law, mean) {
        ("uniform", _) => goodness::ks_one_sample(&x, |x| x.clamp(0.0, 1.0)),
        ("normal", _) => goodness::ks_one_sample(&x, normal_cdf),
        (_, Some(mean)) => goodness::ks_one_sample(&x, |x| -libm::expm1(-x.max(0.0) / mean)),
        _ => {
            f.not_checked(key, "distribution of an unknown kind");
            return Ok(());
        }
    };
    f.within(key, |f| {
        f.check("D", found.d, EXACT);
        f.check("p_exact", found.p, kolmogorov_tolerance(x.len() as f64));
        f.check("p", found.p, kolmogorov_tolerance(x.len() as f64));
        Ok(())
    })
}

fn counts(f: &mut Fields<'_>, key: &str) -> Result<(), VerifyError> {
    if key.starts_with("chi2_gof") {
        return f.within(key, |f| {
            let (observed, probabilities) = (f.numbers("obs")?, f.numbers("prob")?);
            f.same_length("prob", probabilities.len(), observed.len())?;
            let fit = goodness::goodness_of_fit(&observed, &probabilities);
            f.check("chi2", fit.chi_square, EXACT);
            f.check("p", fit.p, TAIL);
            f.check("G", fit.g, EXACT.scaled(1e-3));
            Ok(())
        });
    }
    if key.starts_with("chi2_contingency") {
        return f.within(key, |f| {
            let found = goodness::contingency(&f.table("table")?);
            f.check("chi2", found.chi_square, EXACT);
            f.check("df", found.df, EXACT);
            f.check("p", found.p, TAIL);
            Ok(())
        });
    }
    if key.starts_with("fisher_2x2") {
        return f.within(key, fisher);
    }
    if let Some(name) = key.strip_prefix("poisson_dispersion_") {
        let Some(x) = sample(f, name)? else { return Ok(()) };
        return f.within(key, |f| {
            f.check("df", x.len() - 1, EXACT);
            test(f, "D", goodness::poisson_dispersion(&x), "p_upper");
            Ok(())
        });
    }
    if let Some(names) = key.strip_prefix("correlation_") {
        let (first, second) = names.split_once('_').unwrap_or((names, ""));
        let Some(x) = sample(f, first)? else { return Ok(()) };
        let outer = sample(f, second)?;
        return f.within(key, |f| correlations(f, &x, second, outer));
    }
    Ok(())
}

fn fisher(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let table = f.table("table")?;
    let whole = |x: &f64| *x >= 0.0 && *x == libm::floor(*x) && *x < 1e9;
    if table.len() != 2 || table[0].len() != 2 || !table.iter().flatten().all(whole) {
        return Err(f.wrong("table", "expected two rows of two whole numbers"));
    }
    let n = |i: usize, j: usize| table[i][j] as u64;
    let found = goodness::fisher_exact(n(0, 0), n(0, 1), n(1, 0), n(1, 1));
    f.check("odds_ratio_sample", found.odds_ratio, EXACT);
    f.check("p", found.p, TAIL);
    Ok(())
}

fn correlations(f: &mut Fields<'_>, x: &[f64], second: &str, outer: Option<Vec<f64>>) -> Result<(), VerifyError> {
    let z = if f.is_list(second) { f.numbers(second)? } else { outer.unwrap_or_default() };
    f.same_length(second, z.len(), x.len())?;
    let pearson = association::pearson(x, &z);
    for (key, name, found) in [
        ("pearson", "r", pearson),
        ("spearman", "rho", association::spearman(x, &z)),
        ("kendall", "tau", association::kendall(x, &z)),
    ] {
        f.within(key, |f| {
            f.check(name, found.r, EXACT.scaled(1e-3));
            f.check("p", found.p, TAIL);
            Ok(())
        })?;
    }
    for key in f.unread() {
        if let Some(level) = level_after(&key, "pearson_ci") {
            f.check(&key, pearson.interval(level), EXACT.scaled(1e-3));
        }
    }
    Ok(())
}

/// Censored times of one or two samples.
fn survival(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (times, event) = (f.numbers("t")?, f.flags("event")?);
    f.same_length("event", event.len(), times.len())?;
    let km = KaplanMeier::new(&times, &event);
    let mut rows = 0;
    f.each("km", |f| {
        let time = f.number("t")?;
        rows += usize::from(km.steps.iter().any(|s| s.time == time));
        let step = km.step_at(time);
        f.check("at_risk", km.at_risk(time), EXACT);
        f.check("events", step.filter(|s| s.time == time).map_or(0, |s| s.events), EXACT);
        f.check("S_km", km.survival(time), EXACT.scaled(1e-3));
        f.check("se_greenwood", step.map_or(0.0, |s| s.standard_error), EXACT);
        f.check("H_nelson_aalen_sum_d_over_n", step.map_or(0.0, |s| s.hazard), EXACT);
        Ok(())
    })?;
    f.check_count("km", km.steps.len(), rows);
    // a median that is not reached is written as inf or null
    let unreached = if f.is_null("median_survival") { f64::NAN } else { f64::INFINITY };
    f.check("median_survival", km.median().unwrap_or(unreached), EXACT);
    f.check("exponential_mle_rate", exponential_rate(&times, &event), EXACT);
    for key in f.unread() {
        if let Some(horizon) = key.strip_prefix("rmst_to_").and_then(|h| h.parse().ok()) {
            f.check(&key, km.restricted_mean(horizon).mean, EXACT);
        }
    }
    if f.has("t2") {
        let (times2, event2) = (f.numbers("t2")?, f.flags("event2")?);
        f.same_length("event2", event2.len(), times2.len())?;
        let test = log_rank(&times, &event, &times2, &event2);
        f.check("logrank_chi2", test.chi_square, EXACT);
        f.check("logrank_p", test.p, TAIL);
    }
    Ok(())
}
