//! Daily series as fan charts, with what was observed on them.

use super::Chart;
use super::read::{Results, SeriesRows};
use super::words::{amount, capitalised, day};
use crate::outcome::DISTRICTS_HELD;
use crate::report::charts::date::place;
use crate::report::charts::{self, Band, FanChart, FanLine, Observed};
use crate::report::html;
use crate::scenario::{CampaignMode, Effect, Milestone, RecordedCount, Switch};

/// Series that come first, where they exist.
const FIRST: [&str; 2] = [DISTRICTS_HELD, "soldiers_in_host"];
/// Shares of replications inside the bands, from wide to narrow.
const BANDS: [(f64, f64, f64); 2] = [(0.9, 0.05, 0.95), (0.5, 0.25, 0.75)];
/// Most dated events on one chart.
const MOST_MILESTONES: usize = 4;
/// Most variants in one chart.
const MOST_LINES: usize = 6;

/// The ids of series in the order of the page.
fn order<'r>(results: &'r Results<'_>) -> Vec<&'r str> {
    let ids: Vec<&str> = results.manifest.series.iter().map(|series| series.id.as_ref()).collect();
    let first = FIRST.into_iter().filter(|id| ids.contains(id));
    first.chain(ids.iter().copied().filter(|id| !FIRST.contains(id))).collect()
}

/// A fan for each series in which something happens, or for the one that is asked for.
pub(super) fn of(results: &Results) -> Vec<Chart> {
    let asked = results.view.metric.as_deref();
    let one = |id: &str| {
        let main = results.series.iter().find(|rows| rows.id == id && rows.variant == results.main_variant());
        let main = main.filter(|rows| asked.is_some() || moves(rows))?;
        let label = label(results, id);
        let counts = if id == DISTRICTS_HELD { observed(results) } else { Vec::new() };
        let of = |variant: &str| results.series.iter().find(|rows| rows.id == id && rows.variant == variant);
        let of_id = results.variants().filter_map(of).take(MOST_LINES);
        let lines: Vec<(&str, &SeriesRows)> = of_id.map(|rows| (rows.variant.as_str(), rows)).collect();
        // The title's number is of the first of several policies.
        let of_which = if lines.len() > 1 { format!(", {}", main.variant) } else { String::new() };
        Some(chart(results, &(title(main, &label) + &of_which), &label, &counts, &lines))
    };
    order(results).into_iter().filter(|id| asked.is_none_or(|asked| asked == *id)).filter_map(one).collect()
}

/// Whether anything ever happens in a series: one that stays 0 in nearly all replications has nothing to show.
fn moves(rows: &SeriesRows) -> bool {
    let (low, high) = (rows.quantile(0.025), rows.quantile(0.975));
    let first = high.first().copied().unwrap_or(0.0);
    high.iter().chain(low).any(|value| *value != first)
}

/// What the vertical axis counts.
fn label(results: &Results, id: &str) -> String {
    let series = results.manifest.series.iter().find(|series| series.id == id);
    let Some(series) = series else { return id.to_owned() };
    let meaning = series.meaning.to_string();
    // Units that are not the counted thing itself need saying.
    if meaning.contains(series.unit.as_ref()) || series.unit.is_empty() {
        meaning
    } else {
        format!("{meaning} ({})", series.unit)
    }
}

fn title(rows: &SeriesRows, label: &str) -> String {
    let median = rows.quantile(0.5);
    let end = median.last().copied().unwrap_or(f64::NAN);
    let peak = median.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let subject = capitalised(label.split(" (").next().unwrap_or(label));
    match peak {
        Some((at, most)) if most > end => {
            let when = rows.dates.get(at).copied().unwrap_or(f64::NAN);
            format!("{subject}: median peaks at {} on {}", amount(most), day(when))
        }
        _ => format!("{subject}: median {} at the end", amount(end)),
    }
}

/// A fan; of several lines, each has its name and one band.
fn chart(
    results: &Results,
    title: &str,
    label: &str,
    counts: &[&RecordedCount],
    of_id: &[(&str, &SeriesRows)],
) -> Chart {
    let first = of_id.first().map(|(_, rows)| *rows);
    let bands = if of_id.len() == 1 { &BANDS[..] } else { &BANDS[..1] };
    let line = |(name, rows): &(&str, &SeriesRows)| FanLine {
        label: (*name).to_owned(),
        median: rows.quantile(0.5).to_vec(),
        bands: bands
            .iter()
            .map(|&(level, low, high)| Band {
                level,
                low: rows.quantile(low).to_vec(),
                high: rows.quantile(high).to_vec(),
            })
            .collect(),
        paths: rows.paths.clone(),
    };
    let observed = |count: &&RecordedCount| Observed {
        date: place(count.date),
        value: count.districts,
        label: String::new(),
        source: count.source.clone(),
    };
    let drawn = FanChart {
        title: title.to_owned(),
        y_label: label.to_owned(),
        dates: first.map_or_else(Vec::new, |rows| rows.dates.clone()),
        lines: of_id.iter().map(line).collect(),
        observed: counts.iter().map(observed).collect(),
        observed_name: "observed".to_owned(),
        milestones: milestones(results),
        footer: if of_id.len() == 1 { results.footer_of_main() } else { results.footer() },
    };
    Chart::new(format!("fan_{}", first.map_or("", |rows| rows.id.as_str())), &drawn)
}

/// Series of the main variants of two folders as one fan each, where both have the same days.
pub(super) fn of_both(a: &Results, b: &Results, names: [&str; 2]) -> Vec<html::Figure> {
    let own = |results: &'_ Results, id: &str| {
        results.series.iter().position(|rows| rows.id == id && rows.variant == results.main_variant())
    };
    let mut figures = Vec::new();
    for id in order(a) {
        let (Some(x), Some(y)) = (own(a, id), own(b, id)) else { continue };
        let (x, y) = (&a.series[x], &b.series[y]);
        if x.dates != y.dates || !(moves(x) || moves(y)) {
            continue;
        }
        let label = label(a, id);
        let title = capitalised(label.split(" (").next().unwrap_or(&label));
        figures.push(chart(a, &title, &label, &[], &[(names[0], x), (names[1], y)]).figure());
    }
    figures
}

/// A few dated events within the scenario's days, those that change the campaign first: date and name.
pub(super) fn milestones(results: &Results) -> Vec<charts::Milestone> {
    let Some(kept) = &results.kept else { return Vec::new() };
    let meta = &kept.scenario.meta;
    let inside = kept.scenario.milestones.iter().filter(|m| m.date > meta.start && m.date <= meta.end);
    let tempo = |m: &Milestone| {
        m.effects.iter().any(|(effect, _)| matches!(effect, Effect::CampaignTempo | Effect::CapitalTempo))
    };
    let dated = inside.map(|m| (place(m.date), m.name.clone(), !tempo(m)));
    let changes = kept.scenario.changes.iter().map(|change| &change.head);
    let changes = changes.filter(|head| head.date > meta.start && head.date <= meta.end);
    let changes = changes.map(|head| (place(head.date), head.name.clone(), false));
    let mut dated: Vec<(f64, String, bool)> = dated.chain(changes).collect();
    dated.sort_by(|a, b| a.2.cmp(&b.2).then(a.0.total_cmp(&b.0)));
    dated.truncate(MOST_MILESTONES);
    // What a scenario sets by a date must not look like a finding.
    let (campaign, capitals) = (&kept.scenario.sections.campaign, &kept.scenario.sections.capitals);
    let set = capitals.switch_date.filter(|date| *date > meta.start && *date <= meta.end);
    let name = match campaign.mode {
        CampaignMode::Model | CampaignMode::Conditioned => "Capitals open (date set)",
        CampaignMode::Replay => "Capitals fall (dates on record)",
    };
    if let Some(date) = set.filter(|_| capitals.on && capitals.switch == Switch::Date) {
        dated.retain(|(other, _, _)| *other != place(date));
        dated.push((place(date), name.to_owned(), false));
    }
    dated.sort_by(|a, b| a.0.total_cmp(&b.0));
    dated.into_iter().map(|(date, name, _)| charts::Milestone { date, name }).collect()
}

/// Observed counts of the counter who counted most often, by date, since counters differ in what they call held.
fn observed<'r>(results: &'r Results<'_>) -> Vec<&'r RecordedCount> {
    let counts = results.kept.as_ref().map_or(&[][..], |kept| &kept.scenario.record.counts);
    let often = |name: &str| counts.iter().filter(|count| count.series == name).count();
    let most = counts.iter().map(|count| &count.series).max_by_key(|name| (often(name), std::cmp::Reverse(*name)));
    let mut own: Vec<&RecordedCount> = counts.iter().filter(|count| Some(&count.series) == most).collect();
    own.sort_by_key(|count| count.date);
    own
}
