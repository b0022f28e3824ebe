//! The race between advance and response: each world's dates of both, held against each other.

use maud::{Markup, html};

use super::read::Results;
use super::words::{capitalised, percent};
use super::{Chart, ReportError};
use crate::number::decimals_for_size;
use crate::outcome::{self, Metric, Starts};
use crate::report::charts::{RaceChart, RaceCurve, RaceMilestone, Side};
use crate::report::html::{Cell, Column, Mark, Section, Table, figures, strip};
use crate::stats::groups::Groups;
use crate::stats::proportion::wilson;
use crate::stats::quantile;

/// Most variants that are raced; of more, the first alone is.
const MOST_VARIANTS: usize = 30;
/// Points of a curve that could be told apart.
const POINTS: usize = 240;
/// Level of intervals.
const LEVEL: f64 = 0.95;

/// An event with its day in each world; infinite where it did not happen by the horizon.
pub(super) struct Dated {
    pub(super) metric: String,
    pub(super) name: String,
    pub(super) side: Side,
    pub(super) days: Vec<f64>,
}

impl Dated {
    /// Those times of the main variant that can be put on the scenario's calendar and that charts have words for or a first page tells of,
    /// the advance first.
    pub(super) fn of_main(results: &Results) -> Result<Vec<Dated>, ReportError> {
        let shown = |metric: &&Metric| has_date(metric) && (!metric.label.is_empty() || metric.headline.is_some());
        let of = |side| results.manifest.metrics.iter().filter(shown).filter(move |metric| metric.side == side);
        let metrics = of(outcome::Side::Advance).chain(of(outcome::Side::Response)).collect();
        dated(results, results.main_variant(), metrics)
    }
}

/// The section and its chart, `of_main` being what [`Dated::of_main`] gives; None where one of the two sides has nothing.
pub(super) fn of(results: &Results, of_main: &[Dated]) -> Result<Option<(Chart, Section)>, ReportError> {
    let mut rows = Vec::new();
    let mut drawn = None;
    let several = results.manifest.plan.variant.len() <= MOST_VARIANTS;
    for variant in results.variants().take(if several { MOST_VARIANTS } else { 1 }) {
        let read =
            if variant == results.main_variant() { None } else { Some(dated(results, variant, raced(results))?) };
        let all = read.as_deref().unwrap_or(of_main);
        let named = |metric: &&Metric| all.iter().find(|one| one.metric == metric.id);
        let dated: Vec<&Dated> = raced(results).iter().filter_map(named).collect();
        let draws = results.draws(variant)?;
        let own = pairs(&dated, &draws, (results.manifest.plan.variant.len() > 1).then_some(variant));
        if variant == results.main_variant() && !own.is_empty() {
            drawn = Some(chart(results, &dated, &own));
        }
        rows.extend(own);
    }
    Ok(drawn.map(|chart| {
        let body = html! { (table(&rows)) (legend()) (figures(&[chart.figure()])) };
        (chart, Section::new("race", "Race", "Advance against response", &body))
    }))
}

/// A pair of events that race each other. The three shares add up to 1.
struct Race {
    response: String,
    advance: String,
    /// The policy, "" where one alone is shown.
    policy: String,
    n: u64,
    response_first: Share,
    advance_first: Share,
    /// Neither came by the horizon.
    neither: Share,
    /// Median days by which the response led (negative: it came late), where both came; else NaN.
    lead_days: f64,
}

/// A share of replications with the ends of its interval.
struct Share(f64, [f64; 2]);

fn table(rows: &[Race]) -> Table {
    let share = |of: &Share| Cell::probability(of.0, of.1);
    let stacked = |row: &Race| {
        let mut end = 0.0;
        let shares = [row.response_first.0, row.advance_first.0, row.neither.0];
        strip(shares.into_iter().zip(["c3", "c2", "c0"]).map(|(share, class)| {
            let (start, length) = (end, 1000.0 * share.clamp(0.0, 1.0));
            end += length;
            Mark { class, start, length, thickness: 16.0 }
        }))
    };
    Table::of(
        "race-table",
        "Which came first, as shares of replications with Wilson intervals for 95 % confidence.",
        rows,
        &[
            (Column::text("Response against advance"), &|row| {
                Cell::markup(html! { (row.response) " " span.against { "against " (row.advance) } })
            }),
            (Column::facet("Policy"), &|row| Cell::text(&row.policy)),
            (Column::graphic("Shares of replications", ["0", "100 %"]), &|row| Cell::markup(stacked(row))),
            (Column::number("Response first"), &|row| share(&row.response_first)),
            (Column::number("Advance first"), &|row| share(&row.advance_first)),
            (Column::number("Neither"), &|row| share(&row.neither)),
            (Column::number("Median lead where both came, days"), &|row| {
                Cell::number(row.lead_days, decimals_for_size(row.lead_days).min(1))
            }),
            (Column::number("n"), &|row| Cell::count(row.n)),
        ],
    )
}

fn legend() -> Markup {
    html! {
        ul.legend {
            @for (class, words) in [("c3", "response first"), ("c2", "advance first"), ("c0", "neither by the horizon")] {
                li { span class={ "key band " (class) } {} (words) }
            }
        }
    }
}

/// Headline times of either side; those that count from a date of their own cannot be put on the scenario's calendar.
fn raced<'r>(results: &'r Results<'_>) -> Vec<&'r Metric> {
    let of = |side| results.headlines().filter(|metric| has_date(metric)).filter(move |metric| metric.side == side);
    of(outcome::Side::Response).chain(of(outcome::Side::Advance)).collect()
}

/// Whether a time can be put on the scenario's calendar.
fn has_date(metric: &Metric) -> bool {
    metric.clock().is_some_and(|clock| clock.starts != Starts::OnDate)
}

/// When some times came in each world of a variant.
fn dated(results: &Results, variant: &str, metrics: Vec<&Metric>) -> Result<Vec<Dated>, ReportError> {
    let base_of = |metric: &Metric| match &metric.clock()?.starts {
        Starts::When(base) => results.metric(base).map(|base| base.id.as_ref()),
        _ => None,
    };
    let mut bases: Vec<&str> = metrics.iter().filter_map(|metric| base_of(metric)).collect();
    bases.sort_unstable();
    bases.dedup();
    let names: Vec<String> =
        metrics.iter().map(|metric| metric.id.to_string()).chain(bases.iter().map(|&base| base.to_owned())).collect();
    let mut own = results.columns(&names, variant)?;
    let days_of_bases = own.split_off(metrics.len());
    let never = |day: f64| if day.is_nan() { f64::INFINITY } else { day };
    let mut out = Vec::new();
    // Columns of a million numbers are changed where they are.
    for (metric, mut days) in metrics.into_iter().zip(own) {
        let base = base_of(metric).and_then(|base| bases.iter().position(|other| *other == base));
        days.iter_mut().for_each(|day| *day = never(*day));
        if let Some(base) = base {
            days.iter_mut().zip(&days_of_bases[base]).for_each(|(day, begun)| *day += never(*begun));
        }
        let side = if metric.side == outcome::Side::Advance { Side::Advance } else { Side::Response };
        out.push(Dated { metric: metric.id.to_string(), name: metric.label.to_string(), side, days });
    }
    Ok(out)
}

/// Each time of the response against each of the advance, where either ever happens.
fn pairs(dated: &[&Dated], draws: &[u64], policy: Option<&str>) -> Vec<Race> {
    let of = |side| dated.iter().copied().filter(move |one| one.side == side);
    let happens = |one: &&Dated| one.days.iter().any(|day| day.is_finite());
    of(Side::Response)
        .filter(happens)
        .flat_map(|response| {
            of(Side::Advance).filter(happens).map(move |advance| row(response, advance, draws, policy))
        })
        .collect()
}

/// `draws` numbers the draw of parameters of each world; it is empty where no two share one.
fn row(response: &Dated, advance: &Dated, draws: &[u64], policy: Option<&str>) -> Race {
    let both = || response.days.iter().zip(&advance.days);
    let n = response.days.len() as u64;
    let estimate = |holds: fn(f64, f64) -> bool| {
        let values: Vec<f64> = both().map(|(r, a)| f64::from(u8::from(holds(*r, *a)))).collect();
        let count = values.iter().filter(|value| **value > 0.5).count() as u64;
        let interval = Groups::new(&values, draws).share_interval(LEVEL).unwrap_or_else(|| wilson(count, n, LEVEL));
        Share(count as f64 / n as f64, [interval.low, interval.high])
    };
    let mut leads: Vec<f64> = both().filter(|(r, a)| r.is_finite() && a.is_finite()).map(|(r, a)| a - r).collect();
    Race {
        response: response.name.clone(),
        advance: advance.name.clone(),
        policy: policy.unwrap_or_default().to_owned(),
        n,
        response_first: estimate(|r, a| r < a),
        advance_first: estimate(|r, a| a <= r && a.is_finite()),
        neither: estimate(|r, a| r.is_infinite() && a.is_infinite()),
        lead_days: quantile::of_moved(&mut leads, [0.5])[0],
    }
}

fn chart(results: &Results, dated: &[&Dated], rows: &[Race]) -> Chart {
    let milestones: Vec<RaceMilestone> = rows
        .iter()
        .map(|row| RaceMilestone {
            name: format!("{} – {}", row.response, row.advance),
            response_first: row.response_first.0,
            advance_first: row.advance_first.0,
        })
        .collect();
    let start = results.start().unwrap_or(0.0);
    let title = rows.first().map_or_else(String::new, |row| {
        let Share(share, [low, high]) = row.response_first;
        let share = percent(share, low, high);
        capitalised(&format!("{} comes before {} in {share} of replications", row.response, row.advance))
    });
    let drawn = RaceChart {
        title,
        milestones,
        curves: dated.iter().filter_map(|one| curve(one, start)).collect(),
        footer: results.footer_of_main(),
    };
    Chart::new("race", &drawn)
}

fn curve(one: &Dated, start: f64) -> Option<RaceCurve> {
    let days = quantile::ascending(one.days.iter().copied().filter(|day| day.is_finite()).collect());
    if days.is_empty() {
        return None;
    }
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
