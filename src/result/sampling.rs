//! Sampling in looks: an early one for those who wait, and those at which goals of a plan may be reached.

use std::ops::Range;

use super::conduct::{ConductError, disk};
use crate::experiment::{Counter, Ended, Executor, Goal, GoalReached, Plan, Simulator, Status};
use crate::outcome::{Kind, Layout, Metric};
use crate::stats::summary::Moments;

/// Replications of the early look.
const EARLY: u64 = 64;

/// A goal, the metric it is about and the column of a row that is judged.
pub(super) struct Aim {
    goal: Goal,
    metric: usize,
    column: usize,
}

/// Goals of a plan, with their metrics.
///
/// # Errors
/// [`ConductError::Goal`] when a goal cannot be read or names no metric that has a mean.
pub(super) fn aims(plan: &Plan, metrics: &[Metric]) -> Result<Vec<Aim>, ConductError> {
    plan.until
        .iter()
        .map(|text| {
            let goal: Goal = text.parse().map_err(ConductError::Goal)?;
            let Some((metric, column)) = goal.column(metrics) else {
                let able = metrics.iter().filter(|metric| !matches!(metric.kind, Kind::Level(_)));
                let nearest = able.min_by_key(|metric| strsim::damerau_levenshtein(&metric.id, &goal.metric));
                let nearest = nearest.map(|metric| metric.id.as_ref()).unwrap_or_default();
                return Err(ConductError::Goal(format!(
                    "--until {text}: no metric `{}` that has a mean; did you mean `{nearest}`?",
                    goal.metric
                )));
            };
            Ok(Aim { goal, metric, column })
        })
        .collect()
}

/// How sampling ended, replications at the last look, and what it said.
pub(super) type Sampled = (Ended, u64, Vec<GoalReached>);

/// Samples in looks until all goals are reached or the plan's replications are done.
///
/// # Errors
/// [`ConductError`] when replications cannot be executed or read back.
pub(super) fn sample_until<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    plan: &Plan,
    aims: &[Aim],
    counter: &Counter,
) -> Result<Sampled, ConductError> {
    let variants = simulator.variants();
    let mut moments = vec![vec![Moments::default(); variants]; aims.len()];
    let mut said = Vec::new();
    let mut seen = 0;
    for (look, number) in Goal::looks(plan.replications).zip(1..) {
        if executor.run_to(look, counter)? == Ended::Stopped {
            return Ok((Ended::Stopped, look, Vec::new()));
        }
        let rows = executor.rows();
        rows.for_each(seen * variants as u64, look * variants as u64, |pair, row, status| {
            for (aim, moments) in aims.iter().zip(&mut moments) {
                let value = row[aim.column];
                if status == Status::Done && !value.is_nan() {
                    moments[(pair % variants as u64) as usize].push(value);
                }
            }
        })
        .map_err(|source| ConductError::Disk { path: rows.path().to_owned(), source })?;
        seen = look;
        said = aims.iter().zip(&moments).map(|(aim, moments)| say(aim, simulator, moments, look, number)).collect();
        if said.iter().all(|goal| goal.reached) {
            break;
        }
    }
    Ok((Ended::Complete, seen, said))
}

fn say<S: Simulator>(aim: &Aim, simulator: &S, moments: &[Moments], look: u64, number: usize) -> GoalReached {
    let metric = &simulator.metrics()[aim.metric];
    let said = moments.iter().map(|of_variant| aim.goal.look(metric, &of_variant.summary()));
    let (half_width, reached) = said.fold((0.0_f64, true), |(half, all), (h, narrow)| (half.max(h), all && narrow));
    GoalReached { goal: aim.goal.text.clone(), looks: number, replications: look, half_width, reached }
}

/// Runs the first few replications and puts into words what they say, for those who wait.
///
/// # Errors
/// [`ConductError`] when replications cannot be executed or read back.
pub(super) fn early_look<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    range: &Range<u64>,
    counter: &Counter,
) -> Result<(), ConductError> {
    let last = range.start + EARLY;
    if last >= range.end || simulator.variants() > 1 || executor.done() >= EARLY {
        return Ok(());
    }
    if executor.run_to(last, counter)? == Ended::Stopped {
        return Ok(());
    }
    let layout = Layout::of(simulator.metrics());
    let mut moments = vec![Moments::default(); layout.width()];
    let rows = executor.rows();
    let add = |_, row: &[f64], _| {
        row.iter().zip(&mut moments).filter(|(x, _)| !x.is_nan()).for_each(|(x, m)| m.push(*x));
    };
    rows.for_each(range.start, last, add).map_err(disk(rows.path()))?;
    let shown = simulator.metrics().iter().enumerate().filter(|(_, metric)| metric.kind == Kind::Amount).take(3);
    let words: Vec<String> = shown
        .map(|(at, metric)| format!("{} {:.3} {}", metric.id, moments[layout.column(at)].summary().mean, metric.unit))
        .collect();
    if words.is_empty() {
        return Ok(());
    }
    if let Ok(mut early) = counter.early.lock() {
        *early = Some(format!("after {EARLY} replications: {}", words.join(", ")));
    }
    Ok(())
}
