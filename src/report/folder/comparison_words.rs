//! The answer of a comparison in words: what each policy changes, with its uncertainty.

use super::comparison::Compared;
use super::comparison_charts::strongest;
use super::read::Results;
use super::words::{amount, count, percent};
use crate::report::html::{Better, ComparedMetric, Estimate, KeyFigure, PairedRow};

/// Outcomes that get a sentence and a number.
const OUTCOMES: usize = 4;

/// A sentence for each of the first outcomes that policies move.
pub(super) fn sentences(results: &Results, found: &Compared) -> Vec<String> {
    let mut said: Vec<String> =
        found.metrics.iter().take(OUTCOMES).filter_map(|metric| sentence(results, found, metric)).collect();
    let of = found.metrics.len() + found.still.len();
    said.push(format!(
        "{} of {of} outcomes are changed by some policy in some world; the others are the same under all policies in every \
         world.",
        found.metrics.len()
    ));
    said
}

/// The number to remember of each of them.
pub(super) fn keys(results: &Results, found: &Compared) -> Vec<KeyFigure> {
    found.metrics.iter().take(OUTCOMES).filter_map(|metric| key(results, found, metric)).collect()
}

/// Whether an outcome is a share of worlds.
fn is_share(results: &Results, metric: &ComparedMetric) -> bool {
    let id = metric.metric.split(" = ").next().unwrap_or_default();
    results.metric(id).is_some_and(|m| m.is_share())
}

fn written(value: f64, share: bool) -> String {
    if share { percent(value, 0.0, 1.0) } else { amount(value) }
}

/// The policy that is worth naming: the best one where a direction is wished for and one is better, else the most
/// different one.
fn named(metric: &ComparedMetric) -> Option<&PairedRow> {
    let rows = strongest(metric);
    let gains = |row: &&&PairedRow| {
        let value = row.difference.map_or(0.0, |difference| difference.value);
        match metric.better {
            Some(Better::Lower) => value < 0.0,
            Some(Better::Higher) => value > 0.0,
            None => false,
        }
    };
    rows.iter().find(gains).or_else(|| rows.first()).copied()
}

/// A difference with its sign; one of shares is in points of a hundred.
fn signed(value: f64, share: bool) -> String {
    let written = if share { amount(100.0 * value.abs()) } else { amount(value.abs()) };
    if value < 0.0 { format!("\u{2212}{written}") } else { format!("+{written}") }
}

/// The ends of a simultaneous interval; one amount in all worlds has none.
fn ends([low, high]: [f64; 2], share: bool) -> String {
    if low == high {
        return "the same in every world".to_owned();
    }
    format!("simultaneous 95 % interval {} to {}", signed(low, share), signed(high, share))
}

fn sentence(results: &Results, found: &Compared, metric: &ComparedMetric) -> Option<String> {
    let row = named(metric)?;
    let share = is_share(results, metric);
    let base = found.of_baseline.get(&metric.metric).map_or(f64::NAN, |estimate| estimate.value);
    let Estimate { value, interval } = row.difference?;
    let [low, high] = row.simultaneous.or(interval)?;
    let unit = if share || metric.unit.is_empty() || metric.meaning.to_lowercase().contains(&metric.unit) {
        String::new()
    } else {
        format!(" {}", metric.unit)
    };
    Some(format!(
        "{}: {}{unit} in the mean under {}, {}{unit} under {}; difference {}{} ({}). {}",
        metric.meaning,
        written(base, share),
        found.baseline,
        written(row.mean.map_or(f64::NAN, |mean| mean.value), share),
        row.policy,
        signed(value, share),
        if share { " percentage points" } else { "" },
        ends([low, high], share),
        tally(metric)
    ))
}

/// How many policies are better, and how many worse, beyond their simultaneous intervals.
fn tally(metric: &ComparedMetric) -> String {
    let sides = metric.rows.iter().filter_map(|row| row.simultaneous);
    let (less, more) = sides
        .fold((0_u64, 0_u64), |(less, more), [low, high]| (less + u64::from(high < 0.0), more + u64::from(low > 0.0)));
    let of = count(metric.rows.len() as u64);
    match metric.better {
        Some(Better::Lower) => {
            format!("Clearly better than the baseline: {less} of {of} policies; clearly worse: {more}.")
        }
        Some(Better::Higher) => {
            format!("Clearly better than the baseline: {more} of {of} policies; clearly worse: {less}.")
        }
        None => format!("Clearly below the baseline: {less} of {of} policies; clearly above: {more}."),
    }
}

fn key(results: &Results, found: &Compared, metric: &ComparedMetric) -> Option<KeyFigure> {
    let row = named(metric)?;
    let share = is_share(results, metric);
    let Estimate { value, interval } = row.difference?;
    let [low, high] = row.simultaneous.or(interval)?;
    let unit = match metric.unit.as_str() {
        _ if share => " points".to_owned(),
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    Some(KeyFigure {
        value: format!("{}{unit}", signed(value, share)),
        label: format!("{}: {} against {}", metric.meaning, row.policy, found.baseline),
        detail: Some(ends([low, high], share)),
    })
}
