//! What a report shows: the input of [`render`](super::render).
//!
//! Plain values, filled from result files by the caller. Every section is optional; an absent or empty
//! one leaves no trace in the page. Days are days since the scenario's start; probabilities are from 0 to 1.

use super::beside::Beside;
use super::caution::Remark;
use super::comparison::Comparison;
use super::figure::Figure;
use super::hindcast::Hindcast;
use super::leaderboard::Leaderboard;
use super::map::Map;
use super::outcomes::Outcomes;
use super::provenance::Provenance;
use super::race::Race;
use super::scenario::ScenarioTable;
use super::sensitivity::Sensitivity;
use super::stages::Stages;
use super::sweep::Sweep;

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Name of the report, usually the scenario's title; the browser's window title.
    pub title: String,
    /// The question the experiment asks, in plain words; the page's main heading.
    pub question: String,
    /// The answer, a paragraph each, with its uncertainty in words.
    pub answer: Vec<String>,
    /// A line that says under what the numbers were made ("10,000 replications, seed 1, panj 0.1.0").
    pub basis: Option<String>,
    /// The few numbers to remember.
    pub key_figures: Vec<KeyFigure>,
    /// Figures of the first screen; three fit side by side.
    pub figures: Vec<Figure>,
    /// Two result folders side by side.
    pub beside: Option<Beside>,
    /// Policies on the scenarios of a suite.
    pub leaderboard: Option<Leaderboard>,
    /// Outcomes at the points of a design.
    pub sweep: Option<Sweep>,
    /// The table of outcomes.
    pub outcomes: Option<Outcomes>,
    /// Series through time that are not on the first screen.
    pub series: Vec<Figure>,
    /// Where the alliance's days go.
    pub stages: Option<Stages>,
    /// Advance against response.
    pub race: Option<Race>,
    /// Policies in the same worlds.
    pub comparison: Option<Comparison>,
    /// What drives the outcomes.
    pub sensitivity: Option<Sensitivity>,
    /// Forecasts held against observations.
    pub hindcast: Option<Hindcast>,
    /// The territory day by day.
    pub map: Option<Map>,
    /// Further charts.
    pub more_figures: Vec<Figure>,
    /// What the reader must know before using the numbers.
    pub cautions: Vec<Remark>,
    /// The scenario as resolved.
    pub scenario: Option<ScenarioTable>,
    /// How to get the same results again.
    pub provenance: Option<Provenance>,
}

/// A number of the first screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyFigure {
    /// The number as shown, with its unit ("23 days").
    pub value: String,
    /// What it is ("request to decision, median").
    pub label: String,
    /// Its uncertainty ("90 % of worlds: 14 to 61 days").
    pub detail: Option<String>,
}

/// An estimate and its confidence interval, in the unit of its context.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Lower and upper end, if known.
    pub interval: Option<[f64; 2]>,
}

impl Estimate {
    /// An estimate with its interval.
    #[must_use]
    pub fn new(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value, interval: Some([low, high]) }
    }

    /// What is known of an estimate: None without a value, no interval without both of its ends.
    #[must_use]
    pub fn known(value: f64, low: f64, high: f64) -> Option<Estimate> {
        let interval = (low.is_finite() && high.is_finite()).then_some([low, high]);
        value.is_finite().then_some(Estimate { value, interval })
    }
}
