//! The answer in plain words, put together by rules from whatever a folder reports: a sentence for each metric that
//! matters, with its uncertainty. Nothing here knows a number.

use super::read::Results;
use super::words::{amount, capitalised, count, counted, day, percent, percent_range};
use crate::outcome::{Clock, Kind, Metric, Starts};
use crate::report::html::KeyFigure;
use crate::result::Estimate;

/// Most sentences.
const SENTENCES: usize = 6;
/// Most numbers to remember.
const KEYS: usize = 4;
/// Levels rarer than this are summed up.
const RARE: f64 = 0.02;

/// The answer: a paragraph for each thing worth knowing.
pub(super) fn sentences(results: &Results) -> Vec<String> {
    chosen(results).into_iter().filter_map(|metric| sentence(results, metric)).take(SENTENCES).collect()
}

/// The few numbers to remember.
pub(super) fn keys(results: &Results) -> Vec<KeyFigure> {
    chosen(results).into_iter().filter_map(|metric| key(results, metric)).take(KEYS).collect()
}

/// Metrics worth a sentence: the wanted ones, then others until there are enough.
fn chosen<'r>(results: &'r Results<'_>) -> Vec<&'r Metric> {
    let has = |metric: &&Metric| results.rows(&metric.id, results.main_variant()).any(|row| row.n > 0);
    let mut chosen: Vec<&Metric> = results.headlines().filter(has).collect();
    let rank = |metric: &&Metric| match metric.kind {
        Kind::Event => 0,
        Kind::Level(_) => 1,
        Kind::Time(_) => 2,
        Kind::Amount => 3,
    };
    let mut others: Vec<&Metric> = results.manifest.metrics.iter().filter(has).collect();
    others.retain(|metric| chosen.iter().all(|there| there.id != metric.id));
    others.sort_by_key(rank);
    if chosen.len() < KEYS {
        chosen.extend(others.into_iter().take(SENTENCES - chosen.len().min(SENTENCES)));
    }
    chosen
}

fn sentence(results: &Results, metric: &Metric) -> Option<String> {
    let variant = results.main_variant();
    let rows: Vec<&Estimate> = results.rows(&metric.id, variant).filter(|row| row.n > 0).collect();
    let row = *rows.first()?;
    let meaning = results.meaning(metric);
    Some(match &metric.kind {
        Kind::Event => event(&meaning, row),
        Kind::Time(clock) => time(results, metric, clock, row),
        Kind::Level(_) => levels(&meaning, &rows),
        Kind::Amount => {
            let unit = unit(metric);
            format!(
                "{}: {}{unit} in the median (90 % of replications: {} to {}; mean {}, 95 % interval {} to {}).",
                capitalised(&meaning),
                amount(row.quantile(0.5)),
                amount(row.quantile(0.05)),
                amount(row.quantile(0.95)),
                amount(row.mean),
                amount(row.ci_low),
                amount(row.ci_high)
            )
        }
    })
}

/// " people": the unit as it follows a number; nothing for pure numbers.
fn unit(metric: &Metric) -> String {
    if metric.unit.is_empty() || metric.unit == "1" { String::new() } else { format!(" {}", metric.unit) }
}

/// "In 12 % of 2,000 replications (95 % interval 10 to 14 %), help was not in place when ..."
fn event(meaning: &str, row: &Estimate) -> String {
    let (asked, condition) =
        meaning.split_once("; asked ").map_or((meaning, ""), |(what, condition)| (what, condition));
    let what = asked.strip_prefix("whether ").unwrap_or(asked);
    let condition = if condition.is_empty() { String::new() } else { format!(" {condition}") };
    let (p, low, high) = (row.p, row.p_low, row.p_high);
    format!(
        "In {} of the {}{condition} (95 % interval {}), {what}.",
        percent(p, low, high),
        counted(row.n, "replication", "replications"),
        percent_range(low, high)
    )
}

fn time(results: &Results, metric: &Metric, clock: &Clock, row: &Estimate) -> String {
    let (p, low, high) = (row.p, row.p_low, row.p_high);
    let (from, until) = results.span(metric).unwrap_or_default();
    let subject = format!("from {from} until {until}");
    let reached = if p < 1.0 {
        format!(
            " By the horizon it has come in {} of {} (95 % interval {}).",
            percent(p, low, high),
            counted(row.n, "replication", "replications"),
            percent_range(low, high)
        )
    } else {
        String::new()
    };
    let median = row.quantile(0.5);
    let dated = |days: f64| match (&clock.starts, results.start()) {
        (Starts::WithScenario, Some(start)) if days.is_finite() => format!(" ({})", day(start + days)),
        _ => String::new(),
    };
    let spread = match (row.quantile(0.05), row.quantile(0.95)) {
        (early, late) if early.is_finite() && late.is_finite() => {
            format!("; 90 % of replications: {} to {}", amount(early), amount(late))
        }
        (early, _) if early.is_finite() => format!("; 5 % of replications are faster than {}", amount(early)),
        _ => String::new(),
    };
    if median.is_finite() {
        format!("{}: median {} days{}{spread}.{reached}", capitalised(&subject), amount(median), dated(median))
    } else {
        format!(
            "{}: more than half of the replications do not see it by the horizon{spread}.{reached}",
            capitalised(&subject)
        )
    }
}

/// "The alliance's highest answer: aid in 40 %, statement in 38 %; ..."
fn levels(meaning: &str, rows: &[&Estimate]) -> String {
    let mut ranked: Vec<&&Estimate> = rows.iter().filter(|row| row.p > 0.0).collect();
    ranked.sort_by(|a, b| b.p.total_cmp(&a.p));
    let common: Vec<String> = ranked
        .iter()
        .enumerate()
        .filter(|(i, row)| *i == 0 || row.p >= RARE)
        .map(|(i, row)| {
            let (p, low, high) = (row.p, row.p_low, row.p_high);
            let interval =
                if i == 0 { format!(" (95 % interval {})", percent_range(low, high)) } else { String::new() };
            format!("{} in {}{interval}", row.level.replace('-', " "), percent(p, low, high))
        })
        .collect();
    let n = rows.first().map_or(0, |row| row.n);
    let what = meaning.split(", ").next().unwrap_or(meaning);
    let rest = if common.len() < ranked.len() { "; others are rare" } else { "" };
    format!("{}, over {} replications in which there is one: {}{rest}.", capitalised(what), count(n), common.join(", "))
}

fn key(results: &Results, metric: &Metric) -> Option<KeyFigure> {
    let rows: Vec<&Estimate> = results.rows(&metric.id, results.main_variant()).filter(|row| row.n > 0).collect();
    let row = *rows.first()?;
    let meaning = results.meaning(metric);
    let (p, low, high) = (row.p, row.p_low, row.p_high);
    let probability = |label: String| KeyFigure {
        value: percent(p, low, high),
        label,
        detail: Some(format!("95 % interval: {}", percent_range(low, high))),
    };
    Some(match &metric.kind {
        Kind::Event => {
            let what = meaning.split("; ").next().unwrap_or(&meaning);
            probability(format!("replications in which {}", what.strip_prefix("whether ").unwrap_or(what)))
        }
        Kind::Level(_) => {
            let top = rows.iter().max_by(|a, b| a.p.total_cmp(&b.p))?;
            let (p, low, high) = (top.p, top.p_low, top.p_high);
            KeyFigure {
                value: top.level.replace('-', " "),
                label: format!("{}, most often", meaning.split(", ").next().unwrap_or(&meaning)),
                detail: Some(format!("in {} of replications", percent(p, low, high))),
            }
        }
        Kind::Time(_) if row.quantile(0.5).is_finite() => KeyFigure {
            value: format!("{} days", amount(row.quantile(0.5))),
            label: results
                .span(metric)
                .map_or_else(|| meaning.clone(), |(from, to)| format!("from {from} until {to}, median")),
            detail: spread(row),
        },
        Kind::Time(_) => {
            let (_, what) = results.span(metric).unwrap_or_default();
            probability(format!("{what}, by the horizon"))
        }
        Kind::Amount => KeyFigure {
            value: format!("{}{}", amount(row.quantile(0.5)), unit(metric)),
            label: format!("{meaning}, median"),
            detail: spread(row),
        },
    })
}

fn spread(row: &Estimate) -> Option<String> {
    let (low, high) = (row.quantile(0.05), row.quantile(0.95));
    (low.is_finite() && high.is_finite()).then(|| format!("90 % of replications: {} to {}", amount(low), amount(high)))
}
