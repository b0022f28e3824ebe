//! What parameters do and what chance does, as a short table.

use std::fmt::Write;

use super::numbers::{grouped, probability, short, to_precision};
use super::results_table::wide_section;
use crate::analysis::uncertainty::{OutcomeVariance, Uncertainty};

/// Outcomes shown; all of them stand in `uncertainty.csv`.
const SHOWN: usize = 12;

/// Appends the outcomes in which the parameters surely matter most, among those of the metrics given (all when empty).
pub(super) fn variances(text: &mut String, found: &Uncertainty, metrics: &[&str]) {
    if found.worlds_per_draw == 1 {
        _ = write!(
            text,
            "\n{} draws of the parameters, one replication in each: take --worlds-per-draw 2 or more to tell chance from them\n",
            grouped(found.draws)
        );
        return;
    }
    let several = found.outcomes.iter().any(|one| one.variant != found.outcomes[0].variant);
    let wanted = |one: &OutcomeVariance| metrics.is_empty() || metrics.contains(&one.about.metric.as_str());
    let mut able: Vec<(usize, &OutcomeVariance)> =
        found.outcomes.iter().enumerate().filter(|(_, one)| wanted(one) && !one.share_low.is_nan()).collect();
    able.sort_by(|a, b| b.1.share_low.total_cmp(&a.1.share_low));
    able.truncate(SHOWN);
    able.sort_by_key(|(at, _)| *at);
    let rows: Vec<Vec<String>> = able.iter().map(|(_, one)| row(one, several)).collect();
    let heads = ["mean", "95 % interval", "sd: parameters", "sd: chance", "share of parameters", "unit"];
    wide_section(text, "What is not known, and chance", &heads, &rows);
    _ = writeln!(
        text,
        "  {} draws of the parameters, {} in each; share of the variance, with its 95 % interval; all in \
         uncertainty.csv, values in draws.csv",
        grouped(found.draws),
        found.in_each()
    );
}

fn row(one: &OutcomeVariance, several: bool) -> Vec<String> {
    let mut name = one.about.name();
    if several {
        _ = write!(name, " ({})", one.variant);
    }
    let exact = |value: f64| to_precision(value, 0.5 * (one.ci_high - one.ci_low));
    vec![
        name,
        exact(one.mean),
        format!("{} to {}", exact(one.ci_low), exact(one.ci_high)),
        short(one.sd_parameters),
        short(one.sd_chance),
        format!("{} ({} to {})", probability(one.share), probability(one.share_low), probability(one.share_high)),
        one.about.unit.clone(),
    ]
}
