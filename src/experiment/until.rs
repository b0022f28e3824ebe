//! Sampling until an interval is narrow enough, by the stopping rule of [`crate::stats::stopping`], which keeps the
//! interval's coverage, or until the best variant is selected ([`super::best`]).
//!
//! Looks are taken at replication counts fixed beforehand, so threads, shards and restarts cannot move a decision. A
//! time is judged by the days it was followed, whose mean is its mean restricted to the horizon. An event must also have
//! a Wilson interval that is narrow enough: a rare event that was never seen has no spread, which proves nothing.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::asked::AskError;
use crate::outcome::{Kind, Layout, Metric};
use crate::stats::proportion::wilson;
use crate::stats::stopping::{Precision, Rule, Verdict};
use crate::stats::summary::Summary;

/// Replications of the first look.
pub const FIRST_LOOK: u64 = 100;
/// Factor between looks.
const GROWTH: f64 = 1.1;
/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// What sampling is to reach in a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The goal as it was written.
    pub text: String,
    /// Id of the metric.
    pub metric: String,
    /// What is to be reached.
    pub criterion: Criterion,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Criterion {
    /// An interval so narrow, in every variant.
    Narrow(Rule),
    /// The best variant, where a difference so small does not matter.
    Best {
        /// That difference, in the metric's unit.
        indifference: f64,
    },
}

/// Whether a goal was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalReached {
    /// The goal as it was written.
    pub goal: String,
    /// Number of looks taken.
    pub looks: usize,
    /// Replications at the last look.
    pub replications: u64,
    /// Half-width, as the rule counts it, of the widest interval among variants, in the metric's unit; None where the best
    /// variant is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_width: Option<f64>,
    /// The variant selected as the best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<String>,
    /// Worlds, of those in which all have a value, after which it was selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected_after: Option<u64>,
    /// Whether the interval is narrow enough, or the best is selected.
    pub reached: bool,
}

impl FromStr for Goal {
    type Err = AskError;

    fn from_str(text: &str) -> Result<Goal, AskError> {
        let wrong = || AskError::Goal(text.to_owned());
        let (metric, width) = text.split_once(':').ok_or_else(wrong)?;
        let (kind, number) = width.split_once('=').ok_or_else(wrong)?;
        let number: f64 = number.trim().parse().map_err(|_| wrong())?;
        if !(number > 0.0 && number.is_finite()) {
            return Err(wrong());
        }
        let narrow =
            |precision| Criterion::Narrow(Rule { precision, level: LEVEL, first: FIRST_LOOK as usize, growth: GROWTH });
        let criterion = match kind.trim() {
            "halfwidth" => narrow(Precision::HalfWidth(number)),
            "relative" => narrow(Precision::Relative(number)),
            "indifference" => Criterion::Best { indifference: number },
            _ => return Err(wrong()),
        };
        Ok(Goal { text: text.to_owned(), metric: metric.trim().to_owned(), criterion })
    }
}

impl Goal {
    /// Replication counts at which looks are taken, up to and with `most`.
    pub fn looks(most: u64) -> impl Iterator<Item = u64> {
        let rule =
            Rule { precision: Precision::HalfWidth(1.0), level: LEVEL, first: FIRST_LOOK as usize, growth: GROWTH };
        rule.looks().map(|look| look as u64).take_while(move |look| *look < most).chain([most])
    }

    /// Which metric it is about, and the column of a row that is judged; None when there is no such metric or its
    /// levels have no mean.
    pub fn column(&self, metrics: &[Metric]) -> Option<(usize, usize)> {
        let metric = metrics.iter().position(|metric| metric.id == self.metric)?;
        let column = Layout::of(metrics).column(metric);
        match metrics[metric].kind {
            Kind::Level(_) => None,
            Kind::Time(_) => Some((metric, column + 1)),
            Kind::Amount | Kind::Event => Some((metric, column)),
        }
    }
}

/// Half-width of a variant's interval as the rule counts it, and whether it is narrow enough.
pub fn judge(rule: &Rule, metric: &Metric, summary: &Summary) -> (f64, bool) {
    if summary.n < 2 {
        return (f64::INFINITY, false);
    }
    let enough = rule.judge(summary) == Verdict::Stop;
    let half_width = rule.inflated_half_width(summary);
    if metric.kind != Kind::Event {
        return (half_width, enough);
    }
    let count = (summary.mean * summary.n as f64).round() as u64;
    let exact = wilson(count, summary.n as u64, LEVEL).half_width();
    let wanted = match rule.precision {
        Precision::HalfWidth(wanted) => wanted,
        Precision::Relative(share) => share / (1.0 + share) * summary.mean,
    };
    (half_width.max(exact), enough && exact <= wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_fixed_and_end_at_the_most() {
        assert_eq!(Goal::looks(150).collect::<Vec<_>>(), [100, 111, 123, 136, 150]);
        assert_eq!(Goal::looks(30).collect::<Vec<_>>(), [30]);
    }

    #[test]
    fn goals_are_read_from_text() {
        let goal: Goal = "days:halfwidth=0.5".parse().unwrap();
        assert_eq!((goal.metric.as_str(), rule(&goal).precision), ("days", Precision::HalfWidth(0.5)));
        let goal: Goal = "days:indifference=2".parse().unwrap();
        assert_eq!(goal.criterion, Criterion::Best { indifference: 2.0 });
        for wrong in ["days", "days:halfwidth", "days:width=1", "days:relative=0", "days:relative=x"] {
            assert!(wrong.parse::<Goal>().is_err(), "{wrong}");
        }
    }

    fn rule(goal: &Goal) -> Rule {
        match goal.criterion {
            Criterion::Narrow(rule) => rule,
            Criterion::Best { .. } => unreachable!("an interval is wanted"),
        }
    }

    #[test]
    fn an_event_that_was_never_seen_is_not_yet_known() {
        let event = Metric::event("e", "");
        let never = Summary::of(&[0.0; 200]);
        for text in ["e:halfwidth=0.001", "e:relative=0.5"] {
            assert!(!judge(&rule(&text.parse().unwrap()), &event, &never).1);
        }
    }
}
