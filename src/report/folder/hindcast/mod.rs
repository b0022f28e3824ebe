//! The main variant held against what was observed, where the scenario has observed data: counts of districts held, and
//! the day on which each district fell.
//!
//! Tables keep quantiles, not worlds, so the score is the weighted interval score, and the place of an observation in its
//! forecast is read between quantiles. Null models are scored by the same quantiles: with nine of them, crowded in the
//! tails, the score is about two thirds of a calibrated forecast's CRPS, so that the two cannot be compared.
//!
//! # References
//! - Bracher, Ray, Gneiting & Reich, PLOS Comput. Biol. 17:e1008618, 2021, doi:10.1371/journal.pcbi.1008618: the score.
//! - Gneiting, Balabdaoui & Raftery, J. R. Stat. Soc. B 69:243-268, 2007, doi:10.1111/j.1467-9868.2007.00587.x: PIT.

mod charts;
mod forecast;
mod observed;

use std::collections::BTreeSet;

use super::read::Results;
use super::words::{amount, count, day};
use super::{Chart, fans};
use crate::outcome::by_place::FIRST_FALL;
use crate::report::html::{Hindcast, Score, Target};
use crate::scenario::{CampaignMode, Fit, Scenario};
use crate::stats::score::skill;
use crate::stats::summary::mean;
use forecast::Forecast;
use observed::Fall;
pub(super) use observed::{Count, counts};

/// Parameters that are named as fitted before "and others".
const NAMED: usize = 8;

/// An observation with its forecast.
struct Checked<T> {
    observed: T,
    /// The value: districts, or days from the start.
    value: f64,
    forecast: Forecast,
}

/// The section and its charts; None where the scenario has no such data.
pub(super) fn of(results: &Results) -> Option<(Vec<Chart>, Hindcast)> {
    let start = results.start()?;
    let counts = checked_counts(results);
    let (falls, before) = falls(results, start);
    if counts.is_empty() && falls.is_empty() {
        return None;
    }
    let mut scores = Vec::new();
    scores.extend(count_scores(results, &counts));
    scores.extend(fall_scores(&falls));
    let drawn = charts::of(results, &counts, &falls);
    let section = Hindcast {
        text: text(results, &counts, &falls, before),
        targets: counts.iter().map(count_target).chain(falls.iter().map(|fall| fall_target(fall, start))).collect(),
        scores,
        figures: drawn.iter().map(|chart| chart.figure(None)).collect(),
    };
    Some((drawn, section))
}

/// Observed counts with the series' quantiles on their days.
fn checked_counts(results: &Results) -> Vec<Checked<Count>> {
    let main = results.main_variant();
    let Some(series) = results.series.iter().find(|s| s.id == fans::COUNTED && s.variant == main) else {
        return Vec::new();
    };
    let check = |observed: Count| {
        let at = series.dates.iter().position(|date| *date == observed.date)?;
        let quantiles = series.quantiles.iter().map(|quantile| quantile.get(at).copied().unwrap_or(f64::NAN)).collect();
        Some(Checked { value: observed.value, forecast: Forecast::new(quantiles), observed })
    };
    // The first day is given, not forecast.
    let first = series.dates.first().copied().unwrap_or(f64::NAN);
    counts(results).into_iter().filter(|count| count.date > first).filter_map(check).collect()
}

/// Observed falls with the quantiles of each district's first fall; and how many districts the scenario holds fallen from
/// the start although a later fall was reported.
fn falls(results: &Results, start: f64) -> (Vec<Checked<Fall>>, usize) {
    let main = results.main_variant();
    let mut before = 0;
    let mut out = Vec::new();
    for observed in observed::falls(results) {
        let own = |row: &&crate::result::DistrictRow| {
            row.quantity == FIRST_FALL && row.variant == main && row.place == observed.district
        };
        let Some(row) = results.districts.iter().find(own) else { continue };
        let forecast = Forecast::new(row.quantiles.to_vec());
        if forecast.quantile(0.975) == 0.0 {
            before += 1;
            continue;
        }
        out.push(Checked { value: observed.date - start, forecast, observed });
    }
    (out, before)
}

fn count_target(check: &Checked<Count>) -> Target {
    Target {
        name: format!("districts held on {} ({})", day(check.observed.date), check.observed.counter.replace('_', " ")),
        unit: "districts".to_owned(),
        observed: check.value,
        median: Some(check.forecast.quantile(0.5)),
        interval: Some([check.forecast.quantile(0.05), check.forecast.quantile(0.95)]),
        pit: Some(check.forecast.place(check.value)),
        used_for: check.observed.fit.map(Fit::in_words).unwrap_or_default().to_owned(),
        source: Some(check.observed.source.clone()),
    }
}

fn fall_target(check: &Checked<Fall>, start: f64) -> Target {
    let precision = check.observed.precision;
    let within = if precision > 0.0 { format!(", known to {} days", amount(precision)) } else { String::new() };
    let finite = |p: f64| Some(check.forecast.quantile(p)).filter(|day| day.is_finite());
    Target {
        name: format!("{} falls ({}{within})", check.observed.name, day(start + check.value)),
        unit: "days from the start".to_owned(),
        observed: check.value,
        median: finite(0.5),
        // Without an end where the upper one lies beyond the horizon.
        interval: finite(0.05).map(|low| [low, check.forecast.quantile(0.95)]),
        pit: Some(check.forecast.place(check.value)),
        used_for: check.observed.fit.map(Fit::in_words).unwrap_or_default().to_owned(),
        source: Some(check.observed.source.clone()),
    }
}

/// The model's score on the counts, against the count of the first day for ever, and the other counts.
fn count_scores(results: &Results, counts: &[Checked<Count>]) -> Vec<Score> {
    let series = results.series.iter().find(|s| s.id == fans::COUNTED && s.variant == results.main_variant());
    let first = series.and_then(|series| series.quantile(0.5).first().copied());
    let (Some(first), true) = (first, counts.len() > 2) else { return Vec::new() };
    let model = mean_score(counts.iter().map(|check| (&check.forecast, &check.value)));
    let persistence = mean(&counts.iter().map(|check| (check.value - first).abs()).collect::<Vec<_>>());
    let values: Vec<f64> = counts.iter().map(|check| check.value).collect();
    let climatology = mean_score(Forecast::of_the_others(&values).iter().zip(&values));
    let score = |null_name: &str, null: f64| Score {
        name: format!("districts held, {} counts", counts.len()),
        unit: "districts".to_owned(),
        model,
        null_name: null_name.to_owned(),
        null: Some(null),
        skill: Some(skill(model, null)),
    };
    vec![score("as many as on the first day", persistence), score("any of the other counts", climatology)]
}

/// The model's score on the days of falls, against the days on which the other districts fell.
fn fall_scores(falls: &[Checked<Fall>]) -> Vec<Score> {
    let days: Vec<f64> = falls.iter().map(|check| check.value).collect();
    let others = Forecast::of_the_others(&days);
    // A forecast that reaches beyond the horizon has no score: both are averaged over the districts that have one.
    let scored: Vec<(&Checked<Fall>, &Forecast)> =
        falls.iter().zip(&others).filter(|(check, _)| check.forecast.score(check.value).is_finite()).collect();
    if scored.len() < 3 {
        return Vec::new();
    }
    let model = mean_score(scored.iter().map(|(check, _)| (&check.forecast, &check.value)));
    let null = mean_score(scored.iter().map(|(check, others)| (*others, &check.value)));
    vec![Score {
        name: format!("day of the fall, {} districts", scored.len()),
        unit: "days".to_owned(),
        model,
        null_name: "any of the other districts' days".to_owned(),
        null: Some(null),
        skill: Some(skill(model, null)),
    }]
}

/// Mean weighted interval score of forecasts of values.
fn mean_score<'a>(forecasts: impl Iterator<Item = (&'a Forecast, &'a f64)>) -> f64 {
    mean(&forecasts.map(|(forecast, value)| forecast.score(*value)).collect::<Vec<_>>())
}

fn text(results: &Results, counts: &[Checked<Count>], falls: &[Checked<Fall>], before: usize) -> Vec<String> {
    let fitted = observed::fitted(results);
    let mut text = Vec::new();
    if !fitted.is_empty() {
        let named = fitted[..fitted.len().min(NAMED)].join(", ");
        let others = fitted.len().saturating_sub(NAMED);
        let others = if others > 0 { format!(" and {others} others") } else { String::new() };
        text.push(format!(
            "The scenario marks {} parameters as fitted ({named}{others}): where the model follows what they were fitted to, \
             it was made to.",
            fitted.len()
        ));
    }
    text.extend(use_of_the_record(counts, falls));
    text.extend(results.kept.as_ref().and_then(|kept| led_by_the_record(&kept.scenario)));
    if !counts.is_empty() {
        let inside = counts.iter().filter(|check| check.forecast.holds(0.05, check.value)).count();
        text.push(format!(
            "Of {} counts of districts held, {inside} lie in the interval that holds 90 % of worlds. Counters differ in what they \
             call held, so counts of the same day may contradict each other.",
            counts.len()
        ));
    }
    if !falls.is_empty() {
        let inside = falls.iter().filter(|check| check.forecast.holds(0.05, check.value)).count();
        let open = falls.iter().filter(|check| !check.forecast.quantile(0.95).is_finite()).count();
        let open = match open {
            0 => String::new(),
            n => format!(
                " For {} of them these days have no end before the horizon, so that hardly any day could lie outside.",
                count(n as u64)
            ),
        };
        text.push(format!(
            "Of {} districts with a reported day of their fall, {} fell within the days that hold 90 % of worlds. Districts fall \
             together, so they are far fewer than {} independent tests.{open}",
            count(falls.len() as u64),
            count(inside as u64),
            count(falls.len() as u64)
        ));
    }
    if before > 0 {
        text.push(format!(
            "{before} districts with a reported fall count as held from the start in the scenario; they are left out."
        ));
    }
    text.push(
        "Scores are weighted interval scores of the same quantiles (2.5 to 97.5 %) on both sides; that of a null model which \
         names one value is its absolute error."
            .to_owned(),
    );
    text
}

/// What the record says that its rows were used for; None where it says nothing.
fn use_of_the_record(counts: &[Checked<Count>], falls: &[Checked<Fall>]) -> Option<String> {
    let said = || counts.iter().map(|c| c.observed.fit).chain(falls.iter().map(|f| f.observed.fit));
    let of = |fit| said().filter(|one| *one == fit).count();
    let words = |fit, what: &str| {
        let n = of(Some(fit));
        (n > 0).then(|| format!("{what} {}", count(n as u64)))
    };
    let parts: Vec<String> = [
        words(Fit::Fitted, "fitted to"),
        words(Fit::Informed, "set by a look at"),
        words(Fit::HeldOut, "chosen without a look at"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return None;
    }
    let unsaid = of(None);
    let unsaid = if unsaid > 0 { format!("; of {} it does not say", count(unsaid as u64)) } else { String::new() };
    let none_held_out = of(Some(Fit::HeldOut)) == 0 && unsaid.is_empty();
    let verdict = if none_held_out { " Nothing was held out, so this is no test of foresight." } else { "" };
    let all = count(said().count() as u64);
    Some(format!("Of {all} observations the record says that parameters were {}{unsaid}.{verdict}", parts.join(", ")))
}

/// Where the record leads the campaign, agreement with it is no result.
fn led_by_the_record(scenario: &Scenario) -> Option<String> {
    let campaign = &scenario.sections.campaign;
    match campaign.mode {
        CampaignMode::Model => None,
        CampaignMode::Conditioned => Some(format!(
            "Only worlds near the counts of {} are kept, so that agreement with them is no result.",
            campaign.conditioning.series
        )),
        CampaignMode::Replay => {
            let on_record: BTreeSet<u32> = scenario.record.changes.iter().map(|change| change.district).collect();
            let others = scenario.geography.districts.len().saturating_sub(on_record.len());
            Some(format!(
                "The record is replayed: {} districts change hands on its dates, so that agreement with them is no result. The \
                 other {} fall by the model besides, so more may be held than on record.",
                count(on_record.len() as u64),
                count(others as u64)
            ))
        }
    }
}
