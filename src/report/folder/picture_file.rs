//! A drawn chart as a figure of the page, and as a file.

use super::Chart;
use crate::report::charts::{Drawing, Numbers};
use crate::report::html::Figure;

impl Chart {
    /// A drawn chart; with its numbers where it is a figure for a paper.
    pub(super) fn new(name: impl Into<String>, drawing: &impl Drawing) -> Chart {
        let alone = drawing.footer().paper.is_some();
        let numbers = if alone { drawing.numbers() } else { Numbers::default() };
        Chart { name: name.into(), svg: drawing.svg(), numbers }
    }

    /// The chart as a figure; its title and its text alternative are the drawing's own.
    pub(super) fn figure(&self) -> Figure {
        Figure {
            id: self.name.replace('_', "-"),
            title: inside(&self.svg, "title"),
            caption: None,
            alt: inside(&self.svg, "desc"),
            svg: self.svg.clone(),
        }
    }
}

/// The text of the first element of a drawing with this tag, its escapes undone.
pub(super) fn inside(svg: &str, tag: &str) -> String {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let text = svg.split_once(&open).and_then(|(_, rest)| rest.split_once(&close)).map_or("", |(text, _)| text);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
