//! What a replication reports: metrics with their unit, meaning and kind, and how they lie in a row.
//!
//! A row is a slice of `f64`; a value that does not exist is NaN and is written as null or as an empty field.
//! Every metric takes one place in the row, except a time ([`Kind::Time`]), which takes two: the days until it happened
//! (NaN when it had not happened by the horizon) and the days it was followed, that is at risk, until it happened or
//! the horizon came (NaN when it was never at risk). With both, censored times are never dropped and never mistaken
//! for times of the horizon.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::scenario::RoleNames;

/// A text of the program's own, or one made up.
pub(super) type Text = Cow<'static, str>;

/// From this rank on a metric has a sentence of its own on a first page, however many go before it.
pub const BESIDE: u8 = 20;

/// One outcome of a replication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Name in snake case, unique; the column's name in result files.
    pub id: Text,
    /// Unit in words, "" for a probability or a level.
    pub unit: Text,
    /// What is measured, in a sentence. A fold writes roles as placeholders, such as `{host}`, which [`RoleNames::fill`] fills.
    pub meaning: Text,
    /// How its values are to be read.
    pub kind: Kind,
    /// Which direction a policy maker would call better.
    pub better: Better,
    /// Where the definition comes from, "" when it is the model's own.
    pub source: Text,
    /// For a time that can end in several ways: which they are. None for every other metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// A few words for charts and sentences, such as "first answer"; "" where the meaning serves.
    pub label: Text,
    /// Whose doing it tells of.
    pub side: Side,
    /// For the days that a part of a longer way takes: the name of the part, such as "consultation".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Cow<'static, str>>,
    /// Its rank on a first page, 1 being the first; None for what stands in the tables alone.
    pub headline: Option<u8>,
}

/// Whose doing a metric tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The advance's: what is lost.
    Advance,
    /// The response's: what is done about it.
    Response,
    /// Of neither, or of both.
    Neither,
}

/// The clock of a time: what starts it and what it waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What starts it, in words: "the request".
    pub from: Text,
    /// When that is.
    pub starts: Starts,
    /// What it waits for, in words: "the first answer".
    pub until: Text,
}

/// When a clock starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// With the scenario.
    WithScenario,
    /// When another time has come, a metric of this id.
    When(Text),
    /// On a date of the scenario's own, which may lie before its start.
    OnDate,
}

impl Clock {
    /// A clock that starts with the scenario.
    pub fn from_start(until: impl Into<Text>) -> Clock {
        Clock { from: "the start".into(), starts: Starts::WithScenario, until: until.into() }
    }

    /// A clock that starts when the time `metric` has come, which is `from` in words.
    pub fn after(metric: &'static str, from: &'static str, until: impl Into<Text>) -> Clock {
        Clock { from: from.into(), starts: Starts::When(metric.into()), until: until.into() }
    }

    /// A clock that starts on a date of the scenario, which is `from` in words.
    pub fn from_date(from: &'static str, until: impl Into<Text>) -> Clock {
        Clock { from: from.into(), starts: Starts::OnDate, until: until.into() }
    }
}

/// The ways in which a time can end, as another metric of the same replication tells them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Id of the metric of levels that says how it ended.
    pub metric: Text,
    /// The ways, which exclude one another.
    pub causes: Vec<Cause>,
}

/// One way in which a time can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its name in tables.
    pub name: Text,
    /// The levels that count as this way.
    pub levels: Vec<Text>,
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
    Time(Clock),
    /// One of several named levels, stored as its index.
    Level(Vec<Text>),
}

/// The kind of a metric by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// A number on a scale.
    Amount,
    /// Whether something happened.
    Event,
    /// Days until something happens.
    Time,
    /// One of several named levels.
    Level,
}

impl KindName {
    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            KindName::Amount => "amount",
            KindName::Event => "event",
            KindName::Time => "time",
            KindName::Level => "level",
        }
    }

    /// Whether a mean is a share of replications.
    pub fn is_share(self) -> bool {
        matches!(self, KindName::Event | KindName::Level)
    }
}

/// The name of an outcome: of a metric, or of one of its levels, "answer: aid".
pub fn outcome_name(metric: &str, level: &str) -> String {
    if level.is_empty() { metric.to_owned() } else { format!("{metric}: {level}") }
}

impl Kind {
    /// Its name.
    pub fn name(&self) -> KindName {
        match self {
            Kind::Amount => KindName::Amount,
            Kind::Event => KindName::Event,
            Kind::Time(_) => KindName::Time,
            Kind::Level(_) => KindName::Level,
        }
    }
}

/// Which direction of a metric is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Descriptive: no direction is better.
    #[default]
    Neither,
}

impl Metric {
    /// The rank of a metric among those that a first page tells, from 0; those without one, and unknown ones, come last.
    pub fn rank(all: &[Metric], id: &str) -> u8 {
        all.iter().find(|metric| metric.id == id).and_then(|metric| metric.headline).unwrap_or(u8::MAX)
    }

    /// A number on a scale.
    pub fn amount(id: impl Into<Text>, unit: impl Into<Text>, meaning: impl Into<Text>) -> Metric {
        Metric::new(id, unit, meaning, Kind::Amount)
    }

    /// Whether something happened; the meaning begins with "whether".
    pub fn event(id: impl Into<Text>, meaning: impl Into<Text>) -> Metric {
        Metric::new(id, "", meaning, Kind::Event)
    }

    /// Days on a clock.
    pub fn time(id: impl Into<Text>, clock: Clock) -> Metric {
        Metric::new(id, "days", format!("days from {} until {}", clock.from, clock.until), Kind::Time(clock))
    }

    /// One of several named levels.
    pub fn level<L: Into<Text>>(
        id: impl Into<Text>,
        meaning: impl Into<Text>,
        levels: impl IntoIterator<Item = L>,
    ) -> Metric {
        Metric::new(id, "", meaning, Kind::Level(levels.into_iter().map(Into::into).collect()))
    }

    /// A metric of any kind that is its own source, of neither side, with no better direction and no place on a first page.
    pub fn new(id: impl Into<Text>, unit: impl Into<Text>, meaning: impl Into<Text>, kind: Kind) -> Metric {
        Metric {
            id: id.into(),
            unit: unit.into(),
            meaning: meaning.into(),
            kind,
            better: Better::Neither,
            source: Cow::Borrowed(""),
            ending: None,
            label: Cow::Borrowed(""),
            side: Side::Neither,
            stage: None,
            headline: None,
        }
    }

    /// The same metric with its words for charts and sentences.
    #[must_use]
    pub fn label(mut self, label: &'static str) -> Metric {
        self.label = label.into();
        self
    }

    /// The same metric as a doing of one side.
    #[must_use]
    pub fn side(mut self, side: Side) -> Metric {
        self.side = side;
        self
    }

    /// The same metric as the days that a part of a longer way takes.
    #[must_use]
    pub fn stage(mut self, name: impl Into<Cow<'static, str>>) -> Metric {
        self.stage = Some(name.into());
        self
    }

    /// The same metric with a rank on a first page, 1 being the first.
    #[must_use]
    pub fn headline(mut self, rank: u8) -> Metric {
        self.headline = Some(rank);
        self
    }

    /// The same metric with the names of a scenario's roles in all its words.
    #[must_use]
    pub fn with_names(mut self, names: &RoleNames) -> Metric {
        let fill = |text: &mut Text| {
            if text.contains('{') {
                *text = names.fill(text).into();
            }
        };
        if let Kind::Time(clock) = &mut self.kind {
            fill(&mut clock.from);
            fill(&mut clock.until);
        }
        fill(&mut self.meaning);
        fill(&mut self.label);
        self
    }

    /// Its clock, for a time.
    pub fn clock(&self) -> Option<&Clock> {
        match &self.kind {
            Kind::Time(clock) => Some(clock),
            _ => None,
        }
    }

    /// Whether its mean is a share of replications.
    pub fn is_share(&self) -> bool {
        self.kind.name().is_share()
    }

    /// The same metric with a better direction.
    #[must_use]
    pub fn better(mut self, better: Better) -> Metric {
        self.better = better;
        self
    }

    /// The same metric with the source of its definition.
    #[must_use]
    pub fn source(mut self, source: impl Into<Text>) -> Metric {
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
        if self.clock().is_some() { 2 } else { 1 }
    }

    /// Name of the second column of a time: days followed until the event or the horizon.
    pub fn followed_id(&self) -> String {
        format!("{}_followed", self.id)
    }
}

/// Metrics with a rank on a first page, the first one first.
pub fn headlines(metrics: &[Metric]) -> impl Iterator<Item = &Metric> {
    let mut ranked: Vec<&Metric> = metrics.iter().filter(|metric| metric.headline.is_some()).collect();
    ranked.sort_by_key(|metric| metric.headline);
    ranked.into_iter()
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
            Metric::amount("a", "", "an amount"),
            Metric::time("b_days", Clock::from_start("b")),
            Metric::event("c", "an event"),
        ];
        let layout = Layout::of(&metrics);
        assert_eq!((layout.column(0), layout.column(1), layout.column(2), layout.width()), (0, 1, 3, 4));
        assert_eq!(metrics[1].followed_id(), "b_days_followed");
    }
}
