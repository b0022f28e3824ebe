//! Outcomes at the points of a design: their words, and which of them are worth a picture.

use crate::analysis::About;
use crate::analysis::sweep::SweptOutcome;
use crate::outcome::{Kind, Metric};
use crate::report::folder::read::Results;
use crate::report::folder::words::capitalised;

/// Spread between points over the standard error of a point, from which a movement is clear.
const CLEAR: f64 = 3.0;

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

/// The outcomes that get charts and sentences: those asked for; else those that move clearly, headlines by their rank, then
/// others in the order of how clearly.
pub(super) fn chosen<'a>(
    results: &Results,
    outcomes: &'a [SweptOutcome],
    asked: &[String],
    most: usize,
) -> Vec<&'a SweptOutcome> {
    if !asked.is_empty() {
        return outcomes.iter().filter(|one| asked.contains(&one.about.metric)).take(2 * most).collect();
    }
    let defined = |one: &&SweptOutcome| one.about.level.is_empty() && one.means().all(f64::is_finite);
    let mut ranked: Vec<(&SweptOutcome, f64)> =
        outcomes.iter().filter(defined).map(|one| (one, one.clarity())).collect();
    ranked.retain(|(_, clarity)| *clarity > CLEAR);
    ranked.sort_by(|a, b| {
        results.rank(&a.0.about.metric).cmp(&results.rank(&b.0.about.metric)).then(b.1.total_cmp(&a.1))
    });
    one_of_a_series(ranked.into_iter().map(|(one, _)| one), |one| &one.about, most)
}

/// The first so many, of a series of counts on dates only the first: one count stands for all.
pub(super) fn one_of_a_series<'a, T>(
    ranked: impl Iterator<Item = &'a T>,
    about: impl Fn(&T) -> &About,
    most: usize,
) -> Vec<&'a T> {
    let series = |one: &T| about(one).metric.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned();
    let mut out: Vec<&T> = Vec::new();
    for one in ranked {
        if out.len() < most && out.iter().all(|there| series(there) != series(one)) {
            out.push(one);
        }
    }
    out
}
