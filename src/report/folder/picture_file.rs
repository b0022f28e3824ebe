//! A drawn chart as a figure of the page, and as a file.

use super::Chart;
use crate::report::html::Figure;

impl Chart {
    /// A drawn chart.
    pub(super) fn new(name: impl Into<String>, title: impl Into<String>, svg: String) -> Chart {
        Chart { name: name.into(), title: title.into(), svg }
    }

    /// The chart as a figure; its text alternative is the drawing's own description.
    pub(super) fn figure(&self, caption: Option<&str>) -> Figure {
        Figure {
            id: self.name.replace('_', "-"),
            title: self.title.clone(),
            caption: caption.map(str::to_owned),
            alt: description(&self.svg),
            svg: self.svg.clone(),
        }
    }
}

/// The description inside a drawing, its escapes undone.
fn description(svg: &str) -> String {
    let inside = svg.split_once("<desc").and_then(|(_, rest)| rest.split_once('>')?.1.split_once("</desc>"));
    let text = inside.map_or("", |(text, _)| text);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
