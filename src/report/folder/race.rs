//! The race between advance and response: each world's dates of both, held against each other.

use super::read::Results;
use super::words::{capitalised, clause, percent};
use super::{Chart, ReportError};
use crate::outcome::Metric;
use crate::report::charts::{RaceChart, RaceCurve, RaceMilestone, Side};
use crate::report::html;
use crate::stats::groups::Groups;
use crate::stats::proportion::wilson;
use crate::stats::quantile;

/// Times that belong to the advance; all other times are the response's.
const ADVANCE: [&str; 5] =
    ["first_contact_days", "region_lost_days", "first_capital_days", "half_held_days", "last_capital_days"];
/// Times of the advance that the response is held against.
const AGAINST: [(&str, &str); 3] = [
    ("region_lost_days", "loss of the region"),
    ("first_capital_days", "fall of the first capital"),
    ("last_capital_days", "fall of the last capital"),
];
/// Times of the response that are held against the advance.
const RESPONSE: [(&str, &str); 3] = [
    ("decision_days", "first answer"),
    ("material_help_days", "help beyond words"),
    ("mobilization_days", "mobilization"),
];
/// Most variants that are raced; of more, the first alone is.
const MOST_VARIANTS: usize = 30;
/// Clocks that do not start with the scenario, and the metric that says when they do.
pub(super) const CLOCKS: [(&str, &str); 2] = [("the request", "request_days"), ("the decree", "mobilization_days")];
/// Points of a curve that could be told apart.
const POINTS: usize = 240;
/// Level of intervals.
const LEVEL: f64 = 0.95;

/// An event with its day in each world; infinite where it did not happen by the horizon.
struct Dated {
    name: String,
    side: Side,
    days: Vec<f64>,
}

/// The section and its chart; None where one of the two sides has nothing.
pub(super) fn of(results: &Results) -> Result<Option<(Chart, html::Race)>, ReportError> {
    let mut rows = Vec::new();
    let mut drawn = None;
    let several = results.manifest.plan.variant.len() <= MOST_VARIANTS;
    for variant in results.variants().take(if several { MOST_VARIANTS } else { 1 }) {
        let dated = dated(results, variant)?;
        let draws = results.draws(variant)?;
        let own = pairs(&dated, &draws, (results.manifest.plan.variant.len() > 1).then_some(variant));
        if variant == results.main_variant() && !own.is_empty() {
            drawn = Some(chart(results, &dated, &own));
        }
        rows.extend(own);
    }
    Ok(drawn.map(|chart| {
        let figures = vec![chart.figure(None)];
        (chart, html::Race { text: Vec::new(), rows, figures })
    }))
}

fn dated(results: &Results, variant: &str) -> Result<Vec<Dated>, ReportError> {
    let wanted = RESPONSE.iter().map(|one| (one, Side::Response)).chain(AGAINST.iter().map(|one| (one, Side::Advance)));
    let metrics: Vec<(&Metric, &str, Side)> =
        wanted.filter_map(|(&(id, name), side)| Some((results.metric(id)?, name, side))).collect();
    let base_of = |metric: &Metric| clock(metric).filter(|base| results.metric(base).is_some());
    let mut bases: Vec<&str> = metrics.iter().filter_map(|(metric, ..)| base_of(metric)).collect();
    bases.sort_unstable();
    bases.dedup();
    let names: Vec<String> = metrics
        .iter()
        .map(|(metric, ..)| metric.id.to_string())
        .chain(bases.iter().map(|&base| base.to_owned()))
        .collect();
    let mut own = results.columns(&names, variant)?;
    let days_of_bases = own.split_off(metrics.len());
    let never = |day: f64| if day.is_nan() { f64::INFINITY } else { day };
    let mut out = Vec::new();
    // Columns of a million numbers are changed where they are.
    for ((metric, name, side), mut days) in metrics.into_iter().zip(own) {
        let base = base_of(metric).and_then(|base| bases.iter().position(|other| *other == base));
        days.iter_mut().for_each(|day| *day = never(*day));
        if let Some(base) = base {
            days.iter_mut().zip(&days_of_bases[base]).for_each(|(day, begun)| *day += never(*begun));
        }
        out.push(Dated { name: name.to_owned(), side, days });
    }
    Ok(out)
}

/// The metric that says when a metric's clock starts; None where it starts with the scenario.
fn clock(metric: &Metric) -> Option<&'static str> {
    let (from, _) = clause(&metric.meaning)?;
    CLOCKS.iter().find(|(name, _)| *name == from).map(|(_, id)| *id)
}

/// Whether a time belongs to the advance.
pub(super) fn is_advance(id: &str) -> bool {
    ADVANCE.contains(&id)
}

/// Each time of the response against each of the advance, where either ever happens.
fn pairs(dated: &[Dated], draws: &[u64], policy: Option<&str>) -> Vec<html::RaceRow> {
    let of = |side| dated.iter().filter(move |one| one.side == side);
    let happens = |one: &&Dated| one.days.iter().any(|day| day.is_finite());
    of(Side::Response)
        .filter(happens)
        .flat_map(|response| {
            of(Side::Advance).filter(happens).map(move |advance| row(response, advance, draws, policy))
        })
        .collect()
}

/// `draws` numbers the draw of parameters of each world; it is empty where no two share one.
fn row(response: &Dated, advance: &Dated, draws: &[u64], policy: Option<&str>) -> html::RaceRow {
    let both = || response.days.iter().zip(&advance.days);
    let n = response.days.len() as u64;
    let estimate = |holds: fn(f64, f64) -> bool| {
        let values: Vec<f64> = both().map(|(r, a)| f64::from(u8::from(holds(*r, *a)))).collect();
        let count = values.iter().filter(|value| **value > 0.5).count() as u64;
        let interval = Groups::new(&values, draws).share_interval(LEVEL).unwrap_or_else(|| wilson(count, n, LEVEL));
        html::Estimate::new(count as f64 / n as f64, interval.low, interval.high)
    };
    let mut leads: Vec<f64> = both().filter(|(r, a)| r.is_finite() && a.is_finite()).map(|(r, a)| a - r).collect();
    leads.sort_by(f64::total_cmp);
    html::RaceRow {
        response: response.name.clone(),
        advance: advance.name.clone(),
        policy: policy.map(str::to_owned),
        n,
        response_first: estimate(|r, a| r < a),
        advance_first: estimate(|r, a| a <= r && a.is_finite()),
        neither: estimate(|r, a| r.is_infinite() && a.is_infinite()),
        lead_days: (!leads.is_empty()).then(|| quantile::of_sorted(&leads, 0.5)),
    }
}

fn chart(results: &Results, dated: &[Dated], rows: &[html::RaceRow]) -> Chart {
    let milestones: Vec<RaceMilestone> = rows
        .iter()
        .map(|row| RaceMilestone {
            name: format!("{} – {}", row.response, row.advance),
            response_first: row.response_first.value,
            advance_first: row.advance_first.value,
        })
        .collect();
    let start = results.start().unwrap_or(0.0);
    let title = rows.first().map_or_else(String::new, |row| {
        let [low, high] = row.response_first.interval.unwrap_or([0.0, 1.0]);
        let share = percent(row.response_first.value, low, high);
        capitalised(&format!("{} comes before {} in {share} of worlds", row.response, row.advance))
    });
    let svg = RaceChart {
        title: title.clone(),
        milestones,
        curves: dated.iter().filter_map(|one| curve(one, start)).collect(),
        footer: results.footer(),
    }
    .draw();
    Chart::new("race", title, svg)
}

fn curve(one: &Dated, start: f64) -> Option<RaceCurve> {
    let mut days: Vec<f64> = one.days.iter().copied().filter(|day| day.is_finite()).collect();
    if days.is_empty() {
        return None;
    }
    days.sort_by(f64::total_cmp);
    let step = days.len().div_ceil(POINTS);
    let last = days.len() - 1;
    let at: Vec<usize> = (0..days.len()).filter(|i| i % step == 0 || *i == last).collect();
    Some(RaceCurve {
        name: one.name.clone(),
        side: one.side,
        dates: at.iter().map(|&i| start + days[i]).collect(),
        share: at.iter().map(|&i| (i + 1) as f64 / one.days.len() as f64).collect(),
    })
}
