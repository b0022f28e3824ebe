//! The answer in plain words, put together by rules from whatever a folder reports: a sentence for each metric that
//! matters, with its uncertainty. The page and the terminal tell the same. Nothing here knows a number.

use super::words::{amount, capitalised, counted, day, interval_in_words, percent, percent_range};
use crate::outcome::{BESIDE, Clock, Kind, Metric, Starts, headlines};
use crate::report::html::KeyFigure;
use crate::result::{Estimate, Manifest};

/// Most numbers to remember.
const KEYS: usize = 4;
/// Levels rarer than this are summed up.
const RARE: f64 = 0.02;
/// Metrics with a rank on a first page, fewer than which others are added.
const FEW: usize = 4;

/// What is told: estimates of the first variant of results.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    metrics: &'a [Metric],
    estimates: &'a [Estimate],
    variant: &'a str,
    /// The first day, counted from 1970-01-01, where it is known.
    start: Option<f64>,
}

impl<'a> Told<'a> {
    /// The first variant of results.
    pub(crate) fn of(manifest: &'a Manifest, estimates: &'a [Estimate], start: Option<f64>) -> Told<'a> {
        let variant = manifest.plan.variant.first().map_or("", |variant| variant.name.as_str());
        Told { metrics: &manifest.metrics, estimates, variant, start }
    }

    /// The answer: a sentence for each of the first things worth knowing, at most so many, and for those beside them.
    pub(crate) fn sentences(&self, most: usize) -> Vec<String> {
        let beside = |metric: &&Metric| metric.headline.is_some_and(|rank| rank >= BESIDE);
        let (others, first): (Vec<&Metric>, Vec<&Metric>) = self.chosen().into_iter().partition(beside);
        let told = |metric: &Metric| sentence(self, metric);
        first.into_iter().filter_map(told).take(most).chain(others.into_iter().filter_map(told)).collect()
    }

    /// The few numbers to remember.
    pub(super) fn keys(&self) -> Vec<KeyFigure> {
        self.chosen().into_iter().filter_map(|metric| key(self, metric)).take(KEYS).collect()
    }

    /// Metrics that came or have a value: those with a rank on a first page, the first one first, then, where these are few,
    /// events, levels, times and amounts.
    pub(crate) fn chosen(&self) -> Vec<&'a Metric> {
        let tells = |metric: &&Metric| self.rows(&metric.id).any(|row| row.n > 0 && !row.never_came());
        let mut chosen: Vec<&Metric> = headlines(self.metrics).filter(tells).collect();
        if chosen.len() < FEW {
            let kind = |metric: &&Metric| match metric.kind {
                Kind::Event => 0,
                Kind::Level(_) => 1,
                Kind::Time(_) => 2,
                Kind::Amount => 3,
            };
            let mut others: Vec<&Metric> = self.metrics.iter().filter(tells).collect();
            others.retain(|metric| metric.headline.is_none());
            others.sort_by_key(kind);
            chosen.extend(others);
        }
        chosen
    }

    /// The estimates of a metric: one, or one for each level.
    pub(crate) fn rows(&self, metric: &str) -> impl Iterator<Item = &'a Estimate> {
        let own = self.estimates.iter().filter(|row| row.variant == self.variant);
        own.filter(move |row| row.metric == metric)
    }
}

/// The question itself: the last sentence of a longer text that ends with a question mark.
pub(crate) fn asked(text: &str) -> &str {
    let text = text.trim();
    match text.rfind(". ") {
        Some(at) if text.ends_with('?') => &text[at + 2..],
        _ => text,
    }
}

fn sentence(told: &Told<'_>, metric: &Metric) -> Option<String> {
    let rows: Vec<&Estimate> = told.rows(&metric.id).filter(|row| row.n > 0).collect();
    let row = *rows.first()?;
    let meaning = &metric.meaning;
    Some(match &metric.kind {
        Kind::Event => event(meaning, row),
        Kind::Time(clock) => time(told, clock, row),
        Kind::Level(_) => levels(meaning, &rows),
        Kind::Amount => {
            let unit = unit(metric);
            format!(
                "{}: {}{unit} in the median (90 % of replications: {} to {}; mean {}{}).",
                capitalised(meaning),
                amount(row.quantile(0.5)),
                amount(row.quantile(0.05)),
                amount(row.quantile(0.95)),
                amount(row.mean),
                interval_in_words(row.ci_low, row.ci_high).map(|interval| format!(", {interval}")).unwrap_or_default()
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
        "In {} of {}{condition} (95 % interval {}), {what}.",
        percent(p, low, high),
        counted(row.n, "replication", "replications"),
        percent_range(low, high)
    )
}

fn time(told: &Told<'_>, clock: &Clock, row: &Estimate) -> String {
    let (p, low, high) = (row.p, row.p_low, row.p_high);
    let subject = format!("from {} until {}", clock.from, clock.until);
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
    let dated = |days: f64| match (&clock.starts, told.start) {
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
    let n = counted(n, "replication", "replications");
    format!("{}, over {n} in which there is one: {}{rest}.", capitalised(what), common.join(", "))
}

fn key(told: &Told<'_>, metric: &Metric) -> Option<KeyFigure> {
    let rows: Vec<&Estimate> = told.rows(&metric.id).filter(|row| row.n > 0).collect();
    let row = *rows.first()?;
    let meaning = &metric.meaning;
    let (p, low, high) = (row.p, row.p_low, row.p_high);
    let probability = |label: String| KeyFigure {
        value: percent(p, low, high),
        label,
        detail: Some(format!("95 % interval: {}", percent_range(low, high))),
    };
    Some(match &metric.kind {
        Kind::Event => {
            let what = meaning.split("; ").next().unwrap_or(meaning);
            probability(format!("replications in which {}", what.strip_prefix("whether ").unwrap_or(what)))
        }
        Kind::Level(_) => {
            let top = rows.iter().max_by(|a, b| a.p.total_cmp(&b.p))?;
            let (p, low, high) = (top.p, top.p_low, top.p_high);
            KeyFigure {
                value: top.level.replace('-', " "),
                label: format!("{}, most often", meaning.split(", ").next().unwrap_or(meaning)),
                detail: Some(format!("in {} of replications", percent(p, low, high))),
            }
        }
        Kind::Time(clock) if row.quantile(0.5).is_finite() => KeyFigure {
            value: format!("{} days", amount(row.quantile(0.5))),
            label: format!("from {} until {}, median", clock.from, clock.until),
            detail: spread(row),
        },
        Kind::Time(clock) => probability(format!("{}, by the horizon", clock.until)),
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
