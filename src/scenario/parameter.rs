//! What is known of a parameter besides its value: unit, range, default, meaning, source.

use std::fmt;

use super::value::Value;

/// The description of a parameter. Every parameter is described where it is read, and nowhere else.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its path: `campaign.contagion`, or `alliance.member.NAME.position` where the scenario chooses the name.
    pub path: String,
    /// What it takes.
    pub kind: Kind,
    /// Its unit, in words; empty for a bare number.
    pub unit: &'static str,
    /// What numbers it may be.
    pub range: Range,
    /// The value that holds where a scenario is silent.
    pub default: Option<Value>,
    /// Whether a scenario must give it.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
    /// Where the default comes from, or the word "assumption".
    pub source: &'static str,
    /// The words that it takes, if only some.
    pub choices: Vec<&'static str>,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finite number.
    Number,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A day of the calendar.
    Date,
    /// One of some words.
    Choice,
    /// A random amount: a number, or a named distribution with its parameters.
    Distribution,
    /// A list of texts.
    Texts,
    /// A list of days of the calendar.
    Dates,
}

impl Kind {
    /// The kind in words, as in "found a text, expected *a number*".
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Kind::Number => "a number",
            Kind::Integer => "a whole number",
            Kind::Text => "a text",
            Kind::Flag => "true or false",
            Kind::Date => "a date like 2021-07-05",
            Kind::Choice => "one of some words",
            Kind::Distribution => "a number or a distribution like { gamma = { mean = 2.0, sd = 1.0 } }",
            Kind::Texts => "a list of texts",
            Kind::Dates => "a list of dates like 2021-07-05",
        }
    }
}

/// An interval of numbers, each end in it or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end; minus infinity for none.
    pub low: f64,
    /// Upper end; plus infinity for none.
    pub high: f64,
    /// Whether the lower end itself is left out.
    pub above_low: bool,
    /// Whether the upper end itself is left out.
    pub below_high: bool,
}

impl Range {
    /// Every number.
    pub const ALL: Range = Range { low: f64::NEG_INFINITY, high: f64::INFINITY, above_low: false, below_high: false };

    /// Numbers above 0.
    pub const POSITIVE: Range = Range { low: 0.0, above_low: true, ..Range::ALL };
    /// Numbers of at least 0.
    pub const NOT_NEGATIVE: Range = Range { low: 0.0, ..Range::ALL };
    /// Shares and probabilities.
    pub const SHARE: Range = Range { low: 0.0, high: 1.0, ..Range::ALL };

    /// Whether a number lies in it; NaN lies nowhere.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        let low = if self.above_low { x > self.low } else { x >= self.low };
        let high = if self.below_high { x < self.high } else { x <= self.high };
        low && high
    }
}

impl fmt::Display for Range {
    /// In words that follow a noun: `from 0 to 10`, `above 0`, nothing for every number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `1e9` is read at a glance, and a row of nine zeros is not.
        let shown =
            |x: f64| if x.abs() >= 1e7 || x.abs() < 1e-3 && x != 0.0 { format!("{x:e}") } else { x.to_string() };
        let (low, high) = (shown(self.low), shown(self.high));
        match (self.low.is_finite(), self.high.is_finite()) {
            (false, false) => Ok(()),
            (true, false) if self.above_low => write!(f, "above {low}"),
            (true, false) => write!(f, "of at least {low}"),
            (false, true) if self.below_high => write!(f, "below {high}"),
            (false, true) => write!(f, "of at most {high}"),
            (true, true) => {
                write!(f, "{} {low} ", if self.above_low { "above" } else { "from" })?;
                write!(f, "{} {high}", if self.below_high { "and below" } else { "to" })
            }
        }
    }
}

impl fmt::Display for Parameter {
    /// The rule in words: `a number from 0 to 10 (per day)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.choices.is_empty() {
            f.write_str(self.kind.in_words())?;
        } else {
            write!(f, "one of {}", self.choices.join(", "))?;
        }
        let range = self.range.to_string();
        if !range.is_empty() {
            let link = if self.kind == Kind::Distribution { ", every value " } else { " " };
            write!(f, "{link}{range}")?;
        }
        if !self.unit.is_empty() && self.unit != "1" {
            write!(f, " ({})", self.unit)?;
        }
        Ok(())
    }
}
