//! Sampling in looks: an early one for those who wait, and those at which goals of a plan may be reached.

use super::error::{RunError, disk};
use crate::experiment::{
    BestSoFar, Counter, Criterion, Ended, Executor, Goal, GoalReached, Plan, Rows, Simulator, Status, judge,
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

/// What is known of all targets after the looks so far.
struct Sampling<'a> {
    plan: &'a Plan,
    metrics: &'a [Metric],
    known: Vec<(&'a Target, Progress)>,
    /// Replications that were looked at.
    seen: u64,
}

impl<'a> Sampling<'a> {
    fn new(plan: &'a Plan, metrics: &'a [Metric], targets: &'a [Target]) -> Sampling<'a> {
        let variants = plan.variant.len();
        let known = targets.iter().filter_map(|target| Some((target, target.progress(metrics, variants)?))).collect();
        Sampling { plan, metrics, known, seen: 0 }
    }

    /// Takes the rows up to a look, and says what is said there.
    fn look(&mut self, rows: &Rows, look: u64, number: usize) -> Result<Vec<GoalReached>, RunError> {
        let variants = self.plan.variant.len();
        rows.for_each(self.seen * variants as u64, look * variants as u64, |pair, row, status| {
            let variant = (pair % variants as u64) as usize;
            for (target, progress) in &mut self.known {
                let value = if status == Status::Done { row[target.column] } else { f64::NAN };
                progress.take(variant, variants, value);
            }
        })
        .map_err(disk(rows.path()))?;
        self.seen = look;
        let say = |(target, progress): &mut (&Target, Progress)| {
            target.say(progress, &self.metrics[target.metric], self.plan, (look, number))
        };
        Ok(self.known.iter_mut().map(say).collect())
    }
}

/// Whether sampling ends by the first `done` replications of a plan, because a goal is reached at a look among them or they are all.
///
/// # Errors
/// [`RunError`] when goals cannot be read, or rows cannot.
pub fn ends_by(plan: &Plan, metrics: &[Metric], rows: &Rows, done: u64) -> Result<bool, RunError> {
    let targets = targets(plan, metrics)?;
    let mut sampling = Sampling::new(plan, metrics, &targets);
    for (look, number) in Goal::looks(plan.replications).zip(1..).take_while(|(look, _)| *look <= done) {
        if !targets.is_empty() && sampling.look(rows, look, number)?.iter().all(|goal| goal.reached) {
            return Ok(true);
        }
    }
    Ok(done >= plan.replications)
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
    let mut sampling = Sampling::new(plan, simulator.metrics(), targets);
    let mut said = Vec::new();
    for (look, number) in Goal::looks(plan.replications).zip(1..) {
        if executor.run_to(look, counter)? == Ended::Stopped {
            return Ok((Ended::Stopped, look, Vec::new()));
        }
        said = sampling.look(executor.rows(), look, number)?;
        if said.iter().all(|goal: &GoalReached| goal.reached) {
            break;
        }
    }
    Ok((Ended::Complete, sampling.seen, said))
}

/// Runs the first few replications and puts into words what they say, for those who wait.
///
/// # Errors
/// [`RunError`] when replications cannot be executed or read back.
pub(super) fn early_look<S: Simulator>(
    executor: &mut Executor<'_, S>,
    simulator: &S,
    replications: u64,
    counter: &Counter,
) -> Result<(), RunError> {
    if EARLY >= replications || simulator.variants() > 1 || executor.done() >= EARLY {
        return Ok(());
    }
    if executor.run_to(EARLY, counter)? == Ended::Stopped {
        return Ok(());
    }
    let layout = Layout::of(simulator.metrics());
    let mut moments = vec![Moments::default(); layout.width()];
    let rows = executor.rows();
    let add = |_, row: &[f64], _| {
        row.iter().zip(&mut moments).filter(|(x, _)| !x.is_nan()).for_each(|(x, m)| m.push(*x));
    };
    rows.for_each(0, EARLY, add).map_err(disk(rows.path()))?;
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
