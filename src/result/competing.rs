//! `competing.csv`: how a time that can end in several ways came out, day by day, such as a decision for help, against
//! it, or none yet.
//!
//! Cumulative incidences are Aalen and Johansen's; "none yet" is the Kaplan-Meier curve of any ending. A history that the
//! horizon cuts off before an ending counts as far as it was followed. At every day the probabilities of all ways and of
//! "none yet" sum to 1. Curves end where fewer than a tenth of the replications could have been followed longer: what comes after
//! would rest on a few. Where replications share draws of parameters, intervals count draws.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::estimate::LEVEL;
use super::read::read_rows;
use super::summary::draws_of_done;
use super::table::{Column, TableError};
use super::tidy::Tidy;
use crate::experiment::Rows;
use crate::outcome::{Ending, Kind, Layout, Metric};
use crate::stats::survival::{CumulativeIncidence, KaplanMeier};

/// Name of what has not ended by a day.
pub const NONE_YET: &str = "none yet";
/// Values of columns that are held in memory at a time.
const VALUES_AT_A_TIME: u64 = 4_000_000;
/// Share of the histories that could be followed at least so long where curves end.
const FOLLOWED: f64 = 0.1;
/// Beyond so many variants (points of a design) the table holds the last day only.
const MOST_CURVES: usize = 64;

/// Probability that a time has ended in one way by a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incidence {
    /// The time.
    pub metric: String,
    /// Variant.
    pub variant: String,
    /// In which way it ended, or [`NONE_YET`].
    pub cause: Cow<'static, str>,
    /// Days since the time began to run.
    pub day: f64,
    /// The probability.
    pub p: f64,
    /// Lower end of its 95 % interval (log-log scale); NaN where the curve is 0 or 1.
    pub p_low: f64,
    /// Upper end.
    pub p_high: f64,
    /// Replications still followed just before the day.
    pub at_risk: u64,
}

/// The curves of one time under one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Competing {
    /// The time.
    pub metric: String,
    variant: String,
    causes: Vec<Cow<'static, str>>,
    curve: CumulativeIncidence,
    none: KaplanMeier,
    /// Days until which the curves are known: without end where every history ended before.
    pub known_until: f64,
    /// Days at which the curves end: where they are no longer known, or nobody was followed longer.
    pub horizon: f64,
}

impl Competing {
    /// Curves from columns of one variant: days until it ended (NaN: not by the horizon), days followed (NaN: never at
    /// risk), number of the level that says how. None when nobody was at risk. `draws` numbers the draw of parameters of
    /// each replication; it is empty where replications are independent.
    pub fn of(
        (metric, ending, labels): (&Metric, &Ending, &[Cow<'static, str>]),
        variant: &str,
        [days, followed, level]: [&[f64]; 3],
        draws: &[u64],
    ) -> Option<Competing> {
        let cause_of = |label: usize| {
            ending.causes.iter().position(|cause| cause.levels.iter().any(|one| labels.get(label) == Some(one)))
        };
        let by_label: Vec<Option<usize>> = (0..labels.len()).map(cause_of).collect();
        let (mut times, mut causes, mut own_draws) = (Vec::new(), Vec::new(), Vec::new());
        for (at, ((day, followed), level)) in days.iter().zip(followed).zip(level).enumerate() {
            if !followed.is_nan() {
                own_draws.extend(draws.get(at));
                let ended = !day.is_nan() && !level.is_nan();
                times.push(*followed);
                causes.push(if ended { by_label.get(*level as usize).copied().flatten() } else { None });
            }
        }
        if times.is_empty() {
            return None;
        }
        let longest = times.iter().copied().fold(f64::NAN, f64::max);
        let events: Vec<bool> = causes.iter().map(Option::is_some).collect();
        let none = KaplanMeier::in_clusters(&times, &events, &own_draws);
        let followed = none.followed(1.0 - FOLLOWED);
        let all_ended = none.steps.last().is_some_and(|step| step.survival <= 0.0);
        let known_until = followed.unwrap_or(if all_ended { f64::INFINITY } else { longest });
        Some(Competing {
            metric: metric.id.to_string(),
            variant: variant.to_owned(),
            causes: ending.causes.iter().map(|cause| cause.name.clone()).collect(),
            curve: CumulativeIncidence::in_clusters(&times, &causes, ending.causes.len(), &own_draws),
            none,
            known_until,
            horizon: known_until.min(longest),
        })
    }

    /// All ways and "none yet" by the end of a day.
    pub fn by(&self, day: f64) -> Vec<Incidence> {
        let at_risk = self.none.at_risk(day) as u64;
        let one = |cause: Cow<'static, str>, p, interval: Option<crate::stats::Interval>| Incidence {
            metric: self.metric.clone(),
            variant: self.variant.clone(),
            cause,
            day,
            // Sums of shares may pass 1 by rounding.
            p: f64::min(p, 1.0),
            p_low: interval.map_or(f64::NAN, |i| i.low),
            p_high: interval.map_or(f64::NAN, |i| i.high),
            at_risk,
        };
        let ended = self.causes.iter().enumerate().map(|(number, cause)| {
            one(cause.clone(), self.curve.incidence(number, day), self.curve.interval(number, day, LEVEL))
        });
        let none = one(NONE_YET.into(), self.none.survival(day), self.none.interval(day, LEVEL));
        ended.chain([none]).collect()
    }
}

/// Calls `visit` with the curves of every time that can end in several ways, by metric, then variant; a variant in
/// which nobody was at risk is left out. Memory stays flat: variants are read some at a time. With the number of
/// replications comes how many of them share a draw of parameters, if parameters were drawn.
///
/// # Errors
/// When rows cannot be read.
pub fn for_each_competing(
    metrics: &[Metric],
    variants: &[String],
    rows: &Rows,
    (replications, worlds_per_draw): (u64, Option<u64>),
    mut visit: impl FnMut(Competing),
) -> io::Result<()> {
    if metrics.iter().all(|metric| metric.ending.is_none()) {
        return Ok(());
    }
    let draws = draws_of_done(variants.len(), rows, replications, worlds_per_draw)?;
    let layout = Layout::of(metrics);
    let together = (VALUES_AT_A_TIME / (3 * replications.max(1))).max(1) as usize;
    for (at, metric) in metrics.iter().enumerate() {
        let Some(ending) = &metric.ending else { continue };
        let Some(how) = metrics.iter().position(|other| other.id == ending.metric) else { continue };
        let Kind::Level(labels) = &metrics[how].kind else { continue };
        let columns = [layout.column(at), layout.column(at) + 1, layout.column(how)];
        for first in (0..variants.len()).step_by(together) {
            let wanted = first..(first + together).min(variants.len());
            let read = rows.of_variants(&columns, wanted.clone(), replications)?;
            for (number, own) in wanted.zip(&read) {
                let [days, followed, level] = own.as_slice() else { continue };
                let columns: [&[f64]; 3] = [days, followed, level];
                Competing::of((metric, ending, labels), &variants[number], columns, &draws[number]).map(&mut visit);
            }
        }
    }
    Ok(())
}

fn table(rows: &[Incidence]) -> Tidy<'_, Incidence> {
    Tidy::new("competing", rows)
        .text("metric", "which time", |one| &one.metric)
        .text("variant", "which variant", |one| &one.variant)
        .text("cause", format!("how it ended, or `{NONE_YET}`"), |one| &one.cause)
        .number("day", "days", "days since the time began to run; the last is where the curves end", |one| one.day)
        .number("p", "", "probability that it has ended so by then (Aalen-Johansen)", |one| one.p)
        .number("p_low", "", "lower end of its 95 % interval (log-log scale), empty where p is 0 or 1", |one| one.p_low)
        .number("p_high", "", "upper end", |one| one.p_high)
        .integer("at_risk", "replications", "replications followed that had not ended just before", |one| one.at_risk)
}

/// Columns of `competing.csv`.
pub fn competing_columns() -> Vec<Column> {
    table(&[]).columns()
}

/// Reads `competing.csv`.
///
/// # Errors
/// [`TableError`] when it cannot be read.
pub fn read_competing(path: &Path) -> Result<Vec<Incidence>, TableError> {
    read_rows(path, &competing_columns(), |cells| Incidence {
        metric: cells.text(),
        variant: cells.text(),
        cause: cells.text().into(),
        day: cells.number(),
        p: cells.number(),
        p_low: cells.number(),
        p_high: cells.number(),
        at_risk: cells.number() as u64,
    })
}

/// Writes `competing.csv`, where a metric can end in several ways.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_competing(folder: &Path, metrics: &[Metric], days: &[Incidence]) -> Result<(), TableError> {
    if metrics.iter().all(|metric| metric.ending.is_none()) {
        return Ok(());
    }
    table(days).write(folder).map(|_| ())
}

/// How every time that can end in several ways has ended: rows of `competing.csv`, and those of each variant's last day.
///
/// # Errors
/// When rows cannot be read.
pub fn competing_by_day(
    metrics: &[Metric],
    variants: &[String],
    rows: &Rows,
    sampled: (u64, Option<u64>),
) -> io::Result<(Vec<Incidence>, Vec<Incidence>)> {
    let (mut days, mut last) = (Vec::new(), Vec::new());
    for_each_competing(metrics, variants, rows, sampled, |one| {
        let whole_days = if variants.len() > MOST_CURVES { 0 } else { libm::ceil(one.horizon) as u32 };
        days.extend((0..whole_days).map(f64::from).flat_map(|day| one.by(day)));
        last.extend(one.by(one.horizon));
        days.extend(one.by(one.horizon));
    })?;
    Ok((days, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Clock;

    /// Of 100 histories 95 are cut off at 10 days; of the others, which are followed for 50, one ends at 40.
    #[test]
    fn curves_end_where_few_could_be_followed() {
        let labels: Vec<Cow<'static, str>> = vec!["yes".into()];
        let metric = Metric::time("decided_days", Clock::from_start("")).ending("answer", &[("for", &["yes"])]);
        let ending = metric.ending.clone().unwrap();
        let of = |cut: f64, ended: usize| {
            let late = |at: usize| at >= 95;
            let days: Vec<f64> = (0..100).map(|at| if at >= 100 - ended { 40.0 } else { f64::NAN }).collect();
            let followed = |at: usize| {
                if at >= 100 - ended {
                    40.0
                } else if late(at) {
                    50.0
                } else {
                    cut
                }
            };
            let followed: Vec<f64> = (0..100).map(followed).collect();
            Competing::of((&metric, &ending, &labels), "p", [&days, &followed, &[0.0; 100]], &[]).unwrap()
        };
        assert_eq!((of(10.0, 1).horizon, of(50.0, 1).horizon), (10.0, 50.0));
        let all = of(10.0, 100);
        assert_eq!((all.known_until, all.horizon, all.by(45.0)[0].p), (f64::INFINITY, 40.0, 1.0));
    }

    /// Six histories: for at 1 and 4 days, against at 2, cut off at 3 and at 5, one never at risk.
    #[test]
    fn a_decision_for_against_and_none_yet_by_hand() {
        let labels: Vec<Cow<'static, str>> = ["no", "words", "aid"].map(Cow::from).into();
        let metric = Metric::time("decided_days", Clock::from_start(""))
            .ending("answer", &[("for", &["words", "aid"]), ("against", &["no"])]);
        let ending = metric.ending.clone().unwrap();
        let none = f64::NAN;
        let columns: [&[f64]; 3] =
            [&[1.0, 4.0, 2.0, none, none, none], &[1.0, 4.0, 2.0, 3.0, 5.0, none], &[2.0, 1.0, 0.0, none, none, none]];
        let found = Competing::of((&metric, &ending, &labels), "p", columns, &[]).unwrap();
        assert_eq!((found.horizon, found.known_until), (5.0, 5.0));
        let p = |day: f64| found.by(day).iter().map(|one| one.p).collect::<Vec<_>>();
        assert_eq!(p(0.5), [0.0, 0.0, 1.0]);
        // At 1: 1 of 5. At 2: 1 of the 4 left of 4/5. At 4: 1 of the 2 left of 3/5.
        let at_end = p(5.0);
        for (found, expected) in at_end.iter().zip([0.2 + 0.3, 0.2, 0.3]) {
            assert!((found - expected).abs() < 1e-12, "{at_end:?}");
        }
        assert_eq!((found.by(3.5)[0].at_risk, found.by(3.5)[0].p_low.is_nan()), (2, false));
        let nobody: [&[f64]; 3] = [&[none], &[none], &[none]];
        assert!(Competing::of((&metric, &ending, &labels), "p", nobody, &[]).is_none());
    }
}
