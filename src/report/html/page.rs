//! What a report shows: the input of [`render`](super::render).

use maud::Markup;

use super::caution::Remark;
use super::figure::Figure;
use super::section::Section;

/// A whole report. Whatever is empty leaves no trace in the page.
#[derive(Clone, Debug, Default)]
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
    /// What stands right below the answer, such as a table of policies.
    pub lead: Markup,
    /// Figures of the first screen; three fit side by side.
    pub figures: Vec<Figure>,
    /// What the reader must know before using the numbers; the first screen counts them, and [`Remark::section`] tells them.
    pub cautions: Vec<Remark>,
    /// The parts below the first screen, in reading order.
    pub sections: Vec<Section>,
}

/// A number of the first screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyFigure {
    /// The number as shown, with its unit ("23 days").
    pub value: String,
    /// What it is ("request to decision, median").
    pub label: String,
    /// Its uncertainty ("95 % interval: 14 to 61 days").
    pub detail: Option<String>,
}
