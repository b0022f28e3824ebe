//! The answer of a comparison in words: what each policy changes, with its uncertainty.

use super::comparison::Compared;
use super::comparison_charts::strongest;
use super::design::subject;
use super::read::Results;
use super::words::{amount, counted, percent};
use crate::analysis::compare::{ComparedOutcome, Difference};
use crate::outcome::Better;
use crate::report::html::KeyFigure;

/// Outcomes that get a sentence and a number.
const OUTCOMES: usize = 3;

/// A sentence for each of the first outcomes that policies move.
pub(super) fn sentences(results: &Results, found: &Compared<'_>) -> Vec<String> {
    let first = found.moved.iter().take(OUTCOMES);
    let mut said: Vec<String> = first.filter_map(|one| sentence(results, found, one)).collect();
    said.push(format!(
        "{} of {} outcomes are changed by some policy in some world; the others are the same under all policies in every \
         world.",
        found.moved.len(),
        found.moved.len() + found.still.len()
    ));
    said
}

/// The number to remember of each of them.
pub(super) fn keys(results: &Results, found: &Compared<'_>) -> Vec<KeyFigure> {
    found.moved.iter().take(OUTCOMES).filter_map(|one| key(results, found, one)).collect()
}

fn written(value: f64, share: bool) -> String {
    if share { percent(value, 0.0, 1.0) } else { amount(value) }
}

/// The policy that is worth naming: the best one where a direction is wished for and one is better, else the most
/// different one.
fn named(one: &ComparedOutcome) -> Option<&Difference> {
    let rows = strongest(one);
    let gains = |own: &&&Difference| one.is_gain(own) == Some(true);
    rows.iter().find(gains).or_else(|| rows.first()).copied()
}

/// A difference with its sign; one of shares is in points of a hundred.
fn signed(value: f64, share: bool) -> String {
    let written = if share { amount(100.0 * value.abs()) } else { amount(value.abs()) };
    if value < 0.0 { format!("\u{2212}{written}") } else { format!("+{written}") }
}

/// The ends of a simultaneous interval; one amount in all worlds has none.
fn ends(own: &Difference, share: bool) -> Option<String> {
    let [low, high] = own.simultaneous().or(own.interval())?;
    if low == high {
        return Some("the same in every world".to_owned());
    }
    Some(format!("simultaneous 95 % interval {} to {}", signed(low, share), signed(high, share)))
}

fn sentence(results: &Results, found: &Compared<'_>, one: &ComparedOutcome) -> Option<String> {
    let (own, share) = (named(one)?, one.about.is_share());
    let mean = |policy: &str| one.standing(policy).map_or(f64::NAN, |standing| standing.mean);
    let meaning = subject(results, &one.about.metric, &one.about.level);
    let unit = match one.about.shown_unit() {
        unit if share || meaning.to_lowercase().contains(unit) => String::new(),
        unit => format!(" {unit}"),
    };
    Some(format!(
        "{meaning}: {}{unit} in the mean under {}, {}{unit} under {}; difference {}{} ({}). {}",
        written(mean(found.baseline), share),
        found.baseline,
        written(mean(&own.policy), share),
        own.policy,
        signed(own.difference, share),
        if share { " percentage points" } else { "" },
        ends(own, share)?,
        tally(one)
    ))
}

/// How many policies are clearly better, and how many worse: beyond their simultaneous intervals and what does not matter.
fn tally(one: &ComparedOutcome) -> String {
    let [more, less] = one.clear();
    let of = counted(one.differences.len() as u64, "policy", "policies");
    let (first, second) = match one.about.better {
        Better::Neither => ("above", "below"),
        _ => ("better than", "worse"),
    };
    format!("Clearly {first} the baseline: {more} of {of}; clearly {second}: {less}.")
}

fn key(results: &Results, found: &Compared<'_>, one: &ComparedOutcome) -> Option<KeyFigure> {
    let (own, share) = (named(one)?, one.about.is_share());
    let unit = match one.about.shown_unit() {
        _ if share => " points".to_owned(),
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let meaning = subject(results, &one.about.metric, &one.about.level);
    Some(KeyFigure {
        value: format!("{}{unit}", signed(own.difference, share)),
        label: format!("{meaning}: {} against {}", own.policy, found.baseline),
        detail: Some(ends(own, share)?),
    })
}
