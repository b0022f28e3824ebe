//! Policies by outcomes: the first thing that the page of a comparison shows.

use maud::html;

use super::comparison::whisker;
use super::design::subject;
use super::read::Results;
use super::words::capitalised;
use crate::analysis::compare::{Certainty, ComparedOutcome, Comparison, Difference};
use crate::analysis::discover::SetCost;
use crate::number::{decimals_for, decimals_for_size, fixed};
use crate::report::html::{Cell, Column, Table};

/// Outcomes that have a column.
const OUTCOMES: usize = 5;

/// The matrix; None without a comparison.
pub(super) fn of(results: &Results) -> Option<Table> {
    let comparison = results.found.comparison.as_deref()?;
    let outcomes = comparison.most_informative(&results.manifest.metrics, OUTCOMES);
    let (moving, still) = comparison.by_gains(&outcomes);
    let mut columns = vec![Column::text("Policy")];
    columns.extend(outcomes.iter().map(|one| {
        let unit = one.about.shown_unit();
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        let meaning = subject(results, &one.about.metric, "");
        Column::number(&format!("{}{unit}", short_name(results, one))).titled(meaning)
    }));
    columns.extend(["Men", "Million USD", "Notice, days"].map(Column::number));
    let row = |policy: &str| {
        let mut row = vec![Cell::markup(html! { code title=[results.summary_of_policy(policy)] { (policy) } })];
        row.extend(
            outcomes
                .iter()
                .map(|one| if policy == comparison.baseline { mean(one, policy) } else { difference(one, policy) }),
        );
        row.extend(cost(comparison, policy));
        row
    };
    let rows: Vec<Vec<Cell>> = [comparison.baseline.as_str()].into_iter().chain(moving).map(row).collect();
    let others = if still.is_empty() {
        String::new()
    } else {
        format!(" The same in all worlds of these outcomes, and left out: {}.", still.join(", "))
    };
    let caption = format!(
        "Means of {0}, and differences from it in the same {1} worlds with intervals that hold for all policies together. \
         ▲ clearly better, ▼ clearly worse: beyond what is taken not to matter; ~ may not matter, = does not matter, ? not settled; \
         * may be the best of all.{others}",
        comparison.baseline, comparison.replications,
    );
    Some(Table::new("matrix-table", &caption, columns, rows))
}

/// A few words for the head of a column.
fn short_name(results: &Results, one: &ComparedOutcome) -> String {
    let label = results.metric(&one.about.metric).map(|metric| metric.label.to_string()).unwrap_or_default();
    if label.is_empty() { one.about.name().replace('_', " ") } else { capitalised(&label) }
}

fn mean(one: &ComparedOutcome, policy: &str) -> Cell {
    let Some(standing) = one.standing(policy) else { return Cell::default() };
    if one.about.is_share() {
        return Cell::probability(standing.mean, [standing.ci_low, standing.ci_high]);
    }
    Cell::number(standing.mean, decimals_for(Some([standing.ci_low, standing.ci_high]), standing.mean))
}

fn difference(one: &ComparedOutcome, policy: &str) -> Cell {
    let Some(own) = one.differences.iter().find(|own| own.policy == policy) else { return Cell::default() };
    let best = if one.standing(policy).is_some_and(|standing| standing.may_be_best) { "*" } else { "" };
    if one.certainty(own) == Certainty::Same {
        return Cell::valued(&format!("same{best}"), 0.0);
    }
    let times = if one.about.is_share() { 100.0 } else { 1.0 };
    let ends = own.simultaneous();
    let decimals = decimals_for(ends.map(|ends| ends.map(|end| times * end)), times * own.difference)
        .min(decimals_for_size(times * own.difference).max(1));
    // Of a time that came in no world under one of them there is no mean, but how often it came is known.
    let coming = one.event(policy).map_or(f64::NAN, |event| 100.0 * event.difference());
    let (value, shown) = match (own.difference.is_nan(), coming.is_nan()) {
        (true, true) => return Cell::default(),
        (true, false) => (
            f64::NAN,
            format!(
                "comes {} points {}",
                fixed(coming.abs(), 0),
                if coming < 0.0 { "less often" } else { "more often" }
            ),
        ),
        (false, _) => (times * own.difference, fixed(times * own.difference, decimals)),
    };
    let points = if one.about.is_share() { " points" } else { "" };
    let class = match (one.certainty(own), one.is_gain(own)) {
        (Certainty::Clear, Some(true)) => "gain",
        (Certainty::Clear, Some(false)) => "loss",
        _ => "open",
    };
    Cell::shown(
        html! {
            span.sign.(class) { (shown) (points) " " (one.sign(own)) (best) }
            @if let Some([low, high]) = ends {
                @if low < high { span.ci.below { "[" (fixed(times * low, decimals)) " to " (fixed(times * high, decimals)) "]" } }
            }
            (strip_of(one, own))
        },
        value,
    )
}

/// The difference with its intervals on a scale that all policies share.
fn strip_of(one: &ComparedOutcome, own: &Difference) -> maud::Markup {
    let ends = one.differences.iter().filter_map(Difference::simultaneous).flatten().chain([0.0]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    html! { @if own.simultaneous().is_some() && low < high { (whisker(own, [low, high], one.about.better)) } }
}

fn cost(comparison: &Comparison, policy: &str) -> [Cell; 3] {
    let cost = comparison.costs.get(policy);
    let of = |get: fn(&SetCost) -> f64| match cost {
        Some(cost) => Cell::number(get(cost), usize::from(get(cost).fract() != 0.0)),
        None => Cell::default(),
    };
    [of(|cost| cost.men), of(|cost| cost.musd), of(|cost| cost.notice_days)]
}
