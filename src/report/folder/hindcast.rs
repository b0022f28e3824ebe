//! The hindcast on the page: what was observed and forecast, scores, pictures.

use maud::html;

use super::read::Results;
use super::words::{amount, count, day};
use super::{Chart, hindcast_charts as charts};
use crate::analysis::hindcast::{Check, Hindcast, Led, Null, Quantity, Score};
use crate::number::{decimals_for_size, decimals_for_spread, fixed};
use crate::outcome::Metric;
use crate::report::charts::date::place;
use crate::report::html::text::{note, paragraphs};
use crate::report::html::{Cell, Column, Figure, Section, Table, figures};
use crate::scenario::Fit;
use crate::stats::summary::mean;
use std::fmt::Write as _;

/// Parameters that are named as fitted before "and others".
const NAMED: usize = 8;

/// The section and its charts; None where the scenario has no such data.
pub(super) fn of(results: &Results) -> Option<(Vec<Chart>, Section)> {
    let found = results.found.hindcast.as_deref()?;
    let drawn = charts::of(results, found);
    let shown: Vec<Figure> = drawn.iter().map(Chart::figure).collect();
    let body = html! { (paragraphs(&text(found))) (figures(&shown)) (observations(found, |id| label(results, id))) (scores(found))
    @if !found.refuge.is_empty() { (refuge(found)) } };
    Some((drawn, Section::new("hindcast", "Hindcast", "Hindcast", &body)))
}

/// What a metric or series is called.
fn label(results: &Results, id: &str) -> String {
    let manifest = &results.manifest;
    let metric = manifest.metrics.iter().find(|metric| metric.id == id);
    let series = || manifest.series.iter().find(|series| series.id == id).map(|series| series.meaning.to_string());
    let words = |metric: &Metric| if metric.label.is_empty() { &metric.meaning } else { &metric.label }.to_string();
    metric.map(words).or_else(series).unwrap_or_else(|| id.to_owned())
}

fn observations(found: &Hindcast, labels: impl Fn(&str) -> String) -> Table {
    let interval = |c: &Check| [c.forecast.quantile(0.05), c.forecast.quantile(0.95)];
    let decimals = |c: &Check| match interval(c) {
        [low, high] if high.is_finite() => decimals_for_spread(high - low).min(2),
        _ => 0,
    };
    let name = |c: &Check| match c.quantity {
        Quantity::DistrictsHeld => format!("districts held on {} ({})", day(place(c.date)), c.name.replace('_', " ")),
        Quantity::FallDay if c.precision_days > 0.0 => {
            format!("{} falls ({}, known to {} days)", c.name, day(place(c.date)), amount(c.precision_days))
        }
        Quantity::FallDay => format!("{} falls ({})", c.name, day(place(c.date))),
        Quantity::Held => format!("{} held to {}", c.name, day(place(c.date))),
        Quantity::Outcome => format!("{} ({})", labels(&c.name), day(place(c.date))),
        Quantity::Refuge => format!("civilians in {} ({})", c.name, day(place(c.date))),
    };
    let unit = |c: &Check| match c.quantity {
        Quantity::FallDay => "days from the start".to_owned(),
        _ => c.unit.clone(),
    };
    Table::of(
        "hindcast-targets",
        "Observed and forecast. The interval holds 90 % of replications. Of what is no number, the probability that the forecast gave to it.",
        &found.checks,
        &[
            (Column::text("Target"), &|c| Cell::markup(html! { (name(c)) (note(Some(&unit(c)))) })),
            (Column::number("Observed"), &|c| match c.probability {
                Some(_) => Cell::text(&c.seen),
                None => Cell::number(c.observed, if c.observed == libm::trunc(c.observed) { 0 } else { decimals(c) }),
            }),
            (Column::number("Forecast median"), &|c| match c.probability {
                Some(_) => Cell::text(""),
                None => Cell::number(c.forecast.quantile(0.5), decimals(c)),
            }),
            (Column::number("90 % interval"), &|c| match c.probability {
                Some(_) => Cell::text(""),
                None => Cell::interval(interval(c), decimals(c)),
            }),
            (Column::number("Probability"), &|c| c.probability.map_or(Cell::text(""), |p| Cell::number(p, 2))),
            (Column::text("Inside"), &|c| {
                let known = c.forecast.quantile(0.05).is_finite();
                Cell::text(if c.probability.is_some() || !known {
                    ""
                } else if c.inside(0.1) {
                    "yes"
                } else {
                    "no"
                })
            }),
            (Column::number("Rank in forecast"), &|c| match c.probability {
                Some(_) => Cell::text(""),
                None => Cell::number(c.forecast.place(c.observed), 2),
            }),
            (Column::facet("Used for"), &|c| Cell::text(c.fit.map_or("", Fit::in_words))),
            (Column::text("Source"), &|c| Cell::text(&c.source)),
        ],
    )
}

fn refuge(found: &Hindcast) -> Table {
    Table::of(
        "hindcast-refuge",
        "Civilians in places of refuge by day of counts. The averaged relative difference is the people in the wrong place per person \
         counted (Suleimenova, Bell & Groen 2017).",
        &found.refuge,
        &[
            (Column::text("Day"), &|r| Cell::text(&day(place(r.date)))),
            (Column::number("Places counted"), &|r| Cell::number(r.places as f64, 0)),
            (Column::number("People counted"), &|r| Cell::number(r.observed, 0)),
            (Column::number("Medians of the model"), &|r| Cell::number(r.forecast, 0)),
            (Column::number("Averaged relative difference"), &|r| Cell::number(r.difference, 2)),
        ],
    )
}

fn scores(found: &Hindcast) -> Table {
    let name = |s: &Score| match s.quantity {
        Quantity::DistrictsHeld => format!("districts held, {} counts", s.n),
        _ => format!("day of the fall, {} districts", s.n),
    };
    let null = |s: &Score| match (s.null, s.quantity) {
        (Null::FirstDay, _) => "as many as on the first day",
        (Null::Others, Quantity::DistrictsHeld) => "any of the other counts",
        (Null::Others, _) => "any of the other districts' days",
    };
    let decimals = |s: &Score| decimals_for_size(s.model_score);
    Table::of(
        "hindcast-scores",
        "Scores; lower is better. Skill: 1 perfect, 0 no better than the null model, negative worse.",
        &found.scores,
        &[
            (Column::text("Score"), &|s| Cell::text(&name(s))),
            (Column::text("Unit"), &|s| Cell::text(s.quantity.unit())),
            (Column::number("Model"), &|s| Cell::number(s.model_score, decimals(s))),
            (Column::text("Null model"), &|s| Cell::text(null(s))),
            (Column::number("Null model’s score"), &|s| Cell::number(s.null_score, decimals(s))),
            (Column::number("Skill"), &|s| Cell::number(s.skill, 2)),
        ],
    )
}

fn text(found: &Hindcast) -> Vec<String> {
    let mut text = Vec::new();
    if !found.fitted.is_empty() {
        let named = found.fitted[..found.fitted.len().min(NAMED)].join(", ");
        let others = found.fitted.len().saturating_sub(NAMED);
        let others = if others > 0 { format!(" and {others} others") } else { String::new() };
        text.push(format!(
            "The scenario marks {} parameters as fitted ({named}{others}): where the model follows what they were fitted to, \
             it was made to.",
            found.fitted.len()
        ));
    }
    text.extend(use_of_the_record(&found.checks));
    text.extend(led_by_the_record(&found.led));
    let of = |quantity| {
        let own = || found.of(quantity);
        let inside = own().filter(|check| check.inside(0.1)).count();
        let open = own().filter(|check| !check.forecast.quantile(0.95).is_finite()).count();
        [own().count(), inside, open].map(|n| n as u64)
    };
    let [counts, inside, _] = of(Quantity::DistrictsHeld);
    if counts > 0 {
        text.push(format!(
            "Of {counts} counts of districts held, {inside} lie in the interval that holds 90 % of replications. Counters \
             differ in what they call held, so counts of the same day may contradict each other."
        ));
    }
    let [falls, inside, open] = of(Quantity::FallDay);
    if falls > 0 {
        let open = match open {
            0 => String::new(),
            n => format!(
                " For {} of them these days have no end before the horizon, so that hardly any day could lie outside.",
                count(n)
            ),
        };
        text.push(format!(
            "Of {} districts with a reported day of their fall, {} fell within the days that hold 90 % of replications. \
             Districts fall together, so they are far fewer than {} independent tests.{open}",
            count(falls),
            count(inside),
            count(falls)
        ));
    }
    let held: Vec<f64> = found.of(Quantity::Held).filter_map(|check| check.probability).collect();
    if !held.is_empty() {
        text.push(format!(
            "{} districts of regions where the record is nearly a census have no fall on it; the mean probability of holding that long \
             was {}.",
            count(held.len() as u64),
            fixed(mean(&held), 2)
        ));
    }
    let of_response: Vec<&Check> = found.of(Quantity::Outcome).collect();
    if !of_response.is_empty() {
        let numbers: Vec<&&Check> = of_response.iter().filter(|check| check.probability.is_none()).collect();
        let inside = numbers.iter().filter(|check| check.inside(0.1)).count();
        let words: Vec<f64> = of_response.iter().filter_map(|check| check.probability).collect();
        let mut sentence = format!(
            "Of {} outcomes of the response and of people that are numbers, {inside} lie in the 90 % interval.",
            numbers.len()
        );
        if !words.is_empty() {
            _ = write!(
                sentence,
                " To the {} others the forecast gave a probability of {} on average.",
                words.len(),
                fixed(mean(&words), 2)
            );
        }
        text.push(sentence);
    }
    text.extend(found.refuge_in_words());
    if found.refuge.is_empty() && found.refuge_untold > 0 {
        text.push(format!(
            "Of {} counts of civilians in places of refuge on record these results tell nothing: the scenario has no such places, or does \
             not tell people by place.",
            count(found.refuge_untold)
        ));
    }
    if found.fallen_before > 0 {
        text.push(format!(
            "{} districts with a reported fall count as held from the start in the scenario; they are left out.",
            found.fallen_before
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
fn use_of_the_record(checks: &[Check]) -> Option<String> {
    let of = |fit| checks.iter().filter(|check| check.fit == fit).count();
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
    let all = count(checks.len() as u64);
    Some(format!("Of {all} observations the record says that parameters were {}{unsaid}.{verdict}", parts.join(", ")))
}

/// Where the record leads the campaign, agreement with it is no result.
fn led_by_the_record(led: &Led) -> Option<String> {
    match led {
        Led::Model => None,
        Led::Conditioned { counter } => Some(format!(
            "Only replications near the counts of {counter} are kept, so that agreement with them is no result."
        )),
        Led::Replay { on_record, others, counted } => Some(format!(
            "The record is replayed: {} districts change hands on its dates{}, so that agreement with them is no result. Of the \
             other {} the model says which fall{}.",
            count(*on_record as u64),
            if *counted { ", and as many besides as its counts ask for" } else { "" },
            count(*others as u64),
            if *counted { "" } else { ", as far as the record misses falls" },
        )),
    }
}
