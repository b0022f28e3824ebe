//! The parts of the page below the first screen.

use maud::{Markup, Render, html};

/// A part of the page; one without content leaves no trace.
#[derive(Clone, Debug)]
pub struct Section {
    pub(super) id: &'static str,
    heading: &'static str,
    /// Its short name in the page's navigation.
    pub(super) link: &'static str,
    body: Markup,
}

impl Section {
    /// A part with this anchor, this name in the navigation and this heading; `body` is a [`Table`](super::Table),
    /// [`figures`](super::figures), a [`Map`](super::Map) or markup.
    pub fn new(id: &'static str, link: &'static str, heading: &'static str, body: &impl Render) -> Section {
        Section { id, heading, link, body: body.render() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.body.0.is_empty()
    }
}

impl Render for Section {
    fn render(&self) -> Markup {
        let heading = format!("{}-h", self.id);
        html! {
            section id=(self.id) aria-labelledby=(heading) { h2 id=(heading) { (self.heading) } (self.body) }
        }
    }
}
