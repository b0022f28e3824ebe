//! Outcomes at the points of a design: their words.

use crate::analysis::About;
use crate::outcome::{Kind, Metric};
use crate::report::folder::read::Results;
use crate::report::folder::words::capitalised;

/// Name of an outcome's files: the metric, and the level.
pub(super) fn file_name(about: &About) -> String {
    let level = about.level.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    if level.is_empty() { about.metric.clone() } else { format!("{}_{level}", about.metric) }
}

/// An outcome in words, to begin a sentence with.
pub(super) fn subject_of(results: &Results, about: &About) -> String {
    subject(results, &about.metric, &about.level)
}

/// What an axis says of an outcome.
pub(super) fn label_of(results: &Results, about: &About) -> String {
    label(results, &about.metric, &about.level)
}

/// A metric in words, to begin a sentence with.
pub(in crate::report::folder) fn subject(results: &Results, metric: &str, level: &str) -> String {
    let Some(known) = results.metric(metric) else { return metric.to_owned() };
    let meaning = known.meaning.to_string();
    let meaning = meaning.split("; ").next().unwrap_or(&meaning);
    match &known.kind {
        Kind::Event => {
            let what = meaning.strip_prefix("whether ").unwrap_or(meaning);
            format!("Replications in which {what}")
        }
        Kind::Level(_) => format!("{}: {}", capitalised(meaning), level.replace('-', " ")),
        _ => capitalised(meaning),
    }
}

/// What an axis says of a metric: its meaning, its unit, that it is a mean or a share.
pub(in crate::report::folder) fn label(results: &Results, metric: &str, level: &str) -> String {
    let Some(known) = results.metric(metric) else { return metric.to_owned() };
    let meaning = known.meaning.to_string();
    let meaning = meaning.split("; ").next().unwrap_or(&meaning);
    match &known.kind {
        Kind::Event => {
            format!("share of replications in which {}", meaning.strip_prefix("whether ").unwrap_or(meaning))
        }
        Kind::Level(_) => format!("share of replications: {meaning}: {}", level.replace('-', " ")),
        _ => format!("{}, mean", with_unit(known, meaning)),
    }
}

/// A meaning with its unit, unless it says it.
fn with_unit(metric: &Metric, meaning: &str) -> String {
    if metric.unit.is_empty() || metric.unit == "1" || meaning.contains(metric.unit.as_ref()) {
        meaning.to_owned()
    } else {
        format!("{meaning} ({})", metric.unit)
    }
}
