//! Sampling in looks: an early one for those who wait, and those at which goals of a plan may be reached.

use std::ops::Range;

use super::error::{RunError, disk};
use crate::experiment::{
    BestSoFar, Counter, Criterion, Ended, Executor, Goal, GoalReached, Plan, Simulator, Status, judge,
};
use crate::outcome::{Better, Kind, Layout, Metric};
use crate::scenario::nearest;
use crate::stats::stopping::Rule;
use crate::stats::summary::Moments;

/// Replications of the early look.
const EARLY: u64 = 64;

/// A goal, the metric it is about and the column of a row that is judged.
pub(super) struct Target {
    goal: Goal,
    metric: usize,
    column: usize,
}

/// What is known of a target so far.
enum Progress {
    /// Of an interval: moments of each variant.
    Narrow(Rule, Vec<Moments>),
    /// Of the best variant.
    Best(Box<BestSoFar>),
}

/// Goals of a plan, with their metrics.
///
/// # Errors
/// [`RunError`] when a goal cannot be read, names no metric that has a mean, or asks for the best where there is
/// one variant or no direction is better.
pub(super) fn targets(plan: &Plan, metrics: &[Metric]) -> Result<Vec<Target>, RunError> {
    plan.until
        .iter()
        .map(|text| {
            let goal: Goal = text.parse()?;
            let Some((metric, column)) = goal.column(metrics) else {
                let able = metrics.iter().filter(|metric| !matches!(metric.kind, Kind::Level(_)));
                let near = nearest(&goal.metric, able.map(|metric| metric.id.as_ref())).map(str::to_owned);
                return Err(RunError::GoalOfNoMetric { goal: text.clone(), metric: goal.metric, nearest: near });
            };
            if let Criterion::Best { .. } = goal.criterion {
                if plan.variant.len() < 2 {
                    return Err(RunError::BestOfOne(text.clone()));
                }
                if metrics[metric].better == Better::Neither {
                    return Err(RunError::NoBest(text.clone()));
                }
            }
            Ok(Target { goal, metric, column })
        })
        .collect()
}

impl Target {
    fn progress(&self, metrics: &[Metric], variants: usize) -> Option<Progress> {
        match self.goal.criterion {
            Criterion::Narrow(rule) => Some(Progress::Narrow(rule, vec![Moments::default(); variants])),
            Criterion::Best { indifference } => {
                BestSoFar::new(metrics[self.metric].better, indifference).map(|best| Progress::Best(Box::new(best)))
            }
        }
    }

    /// What is said at a look: its number, and the replications by then.
    fn say(&self, progress: &mut Progress, metric: &Metric, plan: &Plan, (look, number): (u64, usize)) -> GoalReached {
        let mut said = GoalReached {
            goal: self.goal.text.clone(),
            looks: number,
            replications: look,
            half_width: None,
            selected: None,
            selected_after: None,
            reached: false,
        };
        match progress {
            Progress::Narrow(rule, moments) => {
                let found = moments.iter().map(|of_variant| judge(rule, metric, &of_variant.summary()));
                let (half, all) = found.fold((0.0_f64, true), |(half, all), (h, narrow)| (half.max(h), all && narrow));
                // An interval without an end has no number that JSON could hold.
                (said.half_width, said.reached) = (Some(half).filter(|half| half.is_finite()), all);
            }
            Progress::Best(best) => {
                if let Some((variant, worlds)) = best.look() {
                    said.selected = plan.variant.get(variant).map(|variant| variant.name.clone());
                    (said.selected_after, said.reached) = (Some(worlds as u64), true);
                }
            }
        }
        said
    }
}

impl Progress {
    fn take(&mut self, variant: usize, variants: usize, value: f64) {
        match self {
            Progress::Narrow(_, moments) if !value.is_nan() => moments[variant].push(value),
            Progress::Narrow(..) => {}
            Progress::Best(best) => best.push(value, variants),
        }
    }
}

/// How sampling ended, replications at the last look, and what it said.
pub(super) type Sampled = (Ended, u64, Vec<GoalReached>);

/// Samples in looks until all goals are reached or the plan's replications are done.
///
/// # Errors
/// [`RunError`] when replications cannot be executed or read back.
pub(super) fn sample_until<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    plan: &Plan,
    targets: &[Target],
    counter: &Counter,
) -> Result<Sampled, RunError> {
    let (metrics, variants) = (simulator.metrics(), simulator.variants());
    let mut known: Vec<(&Target, Progress)> =
        targets.iter().filter_map(|target| Some((target, target.progress(metrics, variants)?))).collect();
    let mut said = Vec::new();
    let mut seen = 0;
    for (look, number) in Goal::looks(plan.replications).zip(1..) {
        if executor.run_to(look, counter)? == Ended::Stopped {
            return Ok((Ended::Stopped, look, Vec::new()));
        }
        let rows = executor.rows();
        rows.for_each(seen * variants as u64, look * variants as u64, |pair, row, status| {
            let variant = (pair % variants as u64) as usize;
            for (target, progress) in &mut known {
                let value = if status == Status::Done { row[target.column] } else { f64::NAN };
                progress.take(variant, variants, value);
            }
        })
        .map_err(|source| RunError::Disk { path: rows.path().to_owned(), source })?;
        seen = look;
        said = known
            .iter_mut()
            .map(|(target, progress)| target.say(progress, &metrics[target.metric], plan, (look, number)))
            .collect();
        if said.iter().all(|goal: &GoalReached| goal.reached) {
            break;
        }
    }
    Ok((Ended::Complete, seen, said))
}

/// Runs the first few replications and puts into words what they say, for those who wait.
///
/// # Errors
/// [`RunError`] when replications cannot be executed or read back.
pub(super) fn early_look<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    range: &Range<u64>,
    counter: &Counter,
) -> Result<(), RunError> {
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
