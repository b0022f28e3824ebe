//! Exact posteriors; a case says its model in words.

use super::VerifyError;
use super::compare::{EXACT, TAIL};
use super::fields::Fields;
use crate::stats::bayes::{Beta, Gamma, Normal, effective_size, path_exposure, smc_weights, tabulated_posterior};
use crate::stats::special::{gamma_cdf, poisson_log_mass};

/// One calibration case, recognised by the words of its model.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let model = f.text("model").to_owned();
    if model.starts_with("counts ~ Poisson") {
        counts(f)
    } else if model.contains("~ Binomial(n,p)") {
        trials(f, &model)
    } else if model.contains("path of") && model.contains("fall times observed") {
        path_times(f, &model)
    } else if model.contains("path of") && model.contains("only the number fallen") {
        path_count(f, &model)
    } else if model.contains("~ Normal(mu") {
        normal_mean(f, &model)
    } else if model.starts_with("ABC-SMC") {
        particles(f, &model)
    } else {
        for key in f.unread() {
            f.not_checked(&key, "model of an unknown kind");
        }
        Ok(())
    }
}

/// The numbers that follow `mark` and an opening bracket: `Gamma(1, rate 1)` gives 1 and 1.
fn arguments(model: &str, mark: &str) -> Option<Vec<f64>> {
    let rest = &model[model.find(mark)? + mark.len()..];
    let inside = rest.split(')').next()?;
    inside.split(',').map(|part| part.split_whitespace().last()?.parse().ok()).collect()
}

fn pair(f: &Fields<'_>, model: &str, mark: &str) -> Result<(f64, f64), VerifyError> {
    match arguments(model, mark).as_deref() {
        Some([a, b]) => Ok((*a, *b)),
        _ => Err(f.wrong("model", &format!("expected two numbers in \"{mark}...)\""))),
    }
}

const PROBS: [f64; 3] = [0.025, 0.5, 0.975];

fn gamma_posterior(f: &mut Fields<'_>, posterior: Gamma) -> Result<(), VerifyError> {
    f.within("posterior", |f| {
        f.check("shape", posterior.shape, EXACT);
        f.check("rate", posterior.rate, EXACT);
        f.check("mean", posterior.mean(), EXACT);
        f.check("sd", posterior.sd(), EXACT);
        f.check("q025_q50_q975", PROBS.map(|p| posterior.quantile(p)).to_vec(), TAIL);
        Ok(())
    })
}

fn counts(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let mut prior = Gamma { shape: 1.0, rate: 1.0 };
    if !f.has("prior") {
        return Err(f.wrong("prior", "missing; the check needs it"));
    }
    f.within("prior", |f| {
        prior = Gamma { shape: f.number("a")?, rate: f.number("b")? };
        Ok(())
    })?;
    let data = f.numbers("data")?;
    f.check("log_evidence", prior.log_evidence(&data), EXACT);
    gamma_posterior(f, prior.after_events(data.iter().sum(), data.len() as f64))
}

fn trials(f: &mut Fields<'_>, model: &str) -> Result<(), VerifyError> {
    let prior = if model.contains("Uniform(0,1)") {
        Beta { alpha: 1.0, beta: 1.0 }
    } else {
        let (alpha, beta) = pair(f, model, "Beta(")?;
        Beta { alpha, beta }
    };
    let posterior = prior.after_trials(f.number("k")?, f.number("n")?);
    f.within("posterior", |f| {
        f.check("alpha", posterior.alpha, EXACT);
        f.check("beta", posterior.beta, EXACT);
        f.check("mean", posterior.mean(), EXACT);
        f.check("sd", posterior.sd(), EXACT);
        f.check("q025_q50_q975", PROBS.map(|p| posterior.quantile(p)).to_vec(), TAIL);
        Ok(())
    })
}

/// Edges of a "path of N nodes": one fewer than its nodes.
fn edges(f: &Fields<'_>, model: &str) -> Result<usize, VerifyError> {
    let nodes = model.split("path of ").nth(1).and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
    nodes
        .filter(|n| *n >= 2)
        .map(|n| n - 1)
        .ok_or_else(|| f.wrong("model", "expected \"path of N nodes\" with N of at least 2"))
}

fn path_times(f: &mut Fields<'_>, model: &str) -> Result<(), VerifyError> {
    let (shape, rate) = pair(f, model, "Gamma(")?;
    let (horizon, falls) = (f.number("horizon")?, f.numbers("fall_times_observed")?);
    let exposure = path_exposure(&falls, edges(f, model)?, horizon);
    f.check("exposure", exposure, EXACT);
    gamma_posterior(f, Gamma { shape, rate }.after_events(falls.len() as f64, exposure))
}

fn path_count(f: &mut Fields<'_>, model: &str) -> Result<(), VerifyError> {
    let (low, high) = pair(f, model, "Uniform(")?;
    let most = edges(f, model)? as u64;
    let (horizon, count) = (f.number("horizon")?, f.count("count", 0)?);
    // events follow one another at one rate until the path ends: a Poisson count, cut at the number of edges
    let likelihood = |rate: f64| {
        if count < most {
            libm::exp(poisson_log_mass(count, rate * horizon))
        } else {
            gamma_cdf(rate * horizon, most as f64)
        }
    };
    let (moments, quantiles) = tabulated_posterior(likelihood, low, high, &PROBS);
    let tolerance = f.tolerance().map_or(TAIL, super::compare::Tolerance::named);
    f.within("posterior", |f| {
        f.check("mean", moments.mean, tolerance);
        f.check("sd", moments.sd, tolerance);
        f.check("q025_q50_q975", quantiles, tolerance);
        Ok(())
    })
}

fn normal_mean(f: &mut Fields<'_>, model: &str) -> Result<(), VerifyError> {
    let noise = arguments(model, "~ Normal(mu,").and_then(|a| a.first().copied());
    let Some(noise) = noise.filter(|s| *s > 0.0) else {
        return Err(f.wrong("model", "expected \"~ Normal(mu, sd)\" with a positive number"));
    };
    let (mean, sd) = pair(f, model, "prior Normal(")?;
    let posterior = Normal { mean, sd }.after_values(&f.numbers("data")?, noise);
    f.within("posterior", |f| {
        f.check("mean", posterior.mean, EXACT);
        f.check("sd", posterior.sd, EXACT);
        f.check("q025_q50_q975", PROBS.map(|p| posterior.quantile(p)).to_vec(), TAIL);
        Ok(())
    })
}

fn particles(f: &mut Fields<'_>, model: &str) -> Result<(), VerifyError> {
    let (low, high) = pair(f, model, "Uniform(")?;
    let kernel = model.split("theta_j,").nth(1).and_then(|rest| rest.split(')').next()?.trim().parse::<f64>().ok());
    let Some(kernel) = kernel.filter(|k| *k > 0.0) else {
        return Err(f.wrong("model", "expected a kernel \"N(theta_i; theta_j, sd)\" with a positive number"));
    };
    let (previous, weights) = (f.numbers("previous_particles")?, f.numbers("previous_weights")?);
    f.same_length("previous_weights", weights.len(), previous.len())?;
    let new = smc_weights(&f.numbers("new_particles")?, &previous, &weights, kernel, low, high);
    f.check("ess", effective_size(&new), EXACT);
    f.check("new_weights_normalised", new, EXACT);
    Ok(())
}
