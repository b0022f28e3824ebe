//! What a replication reports: metrics with their unit, meaning and kind, and how they lie in a row.
//!
//! A row is a slice of `f64`; a value that does not exist is NaN and is written as null or as an empty field.
//! Every metric takes one place in the row, except a [`Kind::Time`], which takes two: the days until it happened
//! (NaN when it had not happened by the horizon) and the days it was followed, that is at risk, until it happened or
//! the horizon came (NaN when it was never at risk). With both, censored times are never dropped and never mistaken
//! for times of the horizon.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One outcome of a replication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Name in snake case, unique; the column's name in result files.
    pub id: Cow<'static, str>,
    /// Unit in words, "" for a probability or a level.
    pub unit: Cow<'static, str>,
    /// What is measured, in a sentence.
    pub meaning: Cow<'static, str>,
    /// How its values are to be read.
    pub kind: Kind,
    /// Which direction a policy maker would call better.
    pub better: Better,
    /// Where the definition comes from, "" when it is the model's own.
    pub source: Cow<'static, str>,
    /// For a time that can end in several ways: which they are. None for every other metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// The ways in which a time can end, as another metric of the same replication tells them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Id of the metric of levels that says how it ended.
    pub metric: Cow<'static, str>,
    /// The ways, which exclude one another.
    pub causes: Vec<Cause>,
}

/// One way in which a time can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its name in tables.
    pub name: Cow<'static, str>,
    /// The levels that count as this way.
    pub levels: Vec<Cow<'static, str>>,
}

/// How the values of a metric are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number on a scale: people, kilometres, man-days.
    Amount,
    /// Whether something happened: 0 or 1; its mean is a probability.
    Event,
    /// Days until something happens, cut off by the horizon.
    Time,
    /// One of several named levels, stored as its index.
    Level(Vec<Cow<'static, str>>),
}

/// Which direction of a metric is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Descriptive: no direction is better.
    Neither,
}

impl Metric {
    /// A metric that is its own source and has no better direction.
    pub fn new(
        id: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
        kind: Kind,
    ) -> Metric {
        Metric {
            id: id.into(),
            unit: unit.into(),
            meaning: meaning.into(),
            kind,
            better: Better::Neither,
            source: Cow::Borrowed(""),
            ending: None,
        }
    }

    /// The same metric with a better direction.
    #[must_use]
    pub fn better(mut self, better: Better) -> Metric {
        self.better = better;
        self
    }

    /// The same metric with the source of its definition.
    #[must_use]
    pub fn source(mut self, source: impl Into<Cow<'static, str>>) -> Metric {
        self.source = source.into();
        self
    }

    /// The same metric, a time, with the ways in which it can end: each a name and the levels of `metric` that mean it.
    #[must_use]
    pub fn ending(mut self, metric: &'static str, causes: &[(&'static str, &[&'static str])]) -> Metric {
        let cause = |(name, levels): &(&'static str, &[&'static str])| Cause {
            name: (*name).into(),
            levels: levels.iter().map(|level| (*level).into()).collect(),
        };
        self.ending = Some(Ending { metric: metric.into(), causes: causes.iter().map(cause).collect() });
        self
    }

    /// How many places the metric takes in a row: 2 for a time, else 1.
    pub fn width(&self) -> usize {
        if self.kind == Kind::Time { 2 } else { 1 }
    }

    /// Name of the second column of a time: days followed until the event or the horizon.
    pub fn followed_id(&self) -> String {
        format!("{}_followed", self.id)
    }
}

/// Where each metric lies in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    first: Vec<usize>,
    width: usize,
}

impl Layout {
    /// The layout of rows that hold `metrics` in this order.
    pub fn of(metrics: &[Metric]) -> Layout {
        let mut width = 0;
        let first = metrics
            .iter()
            .map(|m| {
                let at = width;
                width += m.width();
                at
            })
            .collect();
        Layout { first, width }
    }

    /// Place of metric number `metric` (for a time: of its days; its days followed come next).
    pub fn column(&self, metric: usize) -> usize {
        self.first[metric]
    }

    /// Length of a row.
    pub fn width(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_takes_two_places() {
        let metrics = [
            Metric::new("a", "", "an amount", Kind::Amount),
            Metric::new("b_days", "days", "a time", Kind::Time),
            Metric::new("c", "", "an event", Kind::Event),
        ];
        let layout = Layout::of(&metrics);
        assert_eq!((layout.column(0), layout.column(1), layout.column(2), layout.width()), (0, 1, 3, 4));
        assert_eq!(metrics[1].followed_id(), "b_days_followed");
    }
}
