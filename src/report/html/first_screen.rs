//! The first screen: what the report is, the question, the answer, the numbers to remember, three figures.

use maud::{Markup, html};

use super::page::{KeyFigure, Page};
use super::section::Section;
use super::text::{self, breakable};
use super::{caution, figure};

/// Letters of a number to remember from which it is set smaller.
const LONG: usize = 14;

/// The bar above: the report's name, what it rests on, the way to its sections.
pub(super) fn top_bar(page: &Page, sections: &[&Section]) -> Markup {
    html! {
        header.top {
            div.mast {
                span.name dir="auto" { (page.title) }
                @if let Some(basis) = &page.basis { span.basis { (basis) } }
            }
            @if !sections.is_empty() {
                nav aria-label="Sections" {
                    ul { @for s in sections { li { a href={ "#" (s.id) } { (s.link) } } } }
                }
            }
        }
    }
}

/// The question and its answer.
pub(super) fn answer(page: &Page) -> Markup {
    let heading = if page.question.is_empty() { &page.title } else { &page.question };
    html! {
        section #answer aria-labelledby="question" {
            h1 #question dir="auto" { (breakable(heading)) }
            div.first {
                div.answer { (text::paragraphs(&page.answer)) (caution::pointer(&page.cautions)) }
                @if !page.key_figures.is_empty() { dl.keys { @for key in &page.key_figures { (number(key)) } } }
            }
            noscript { p.pointer { "Scripts are off: figures and tables are complete but do not react." } }
            (page.lead)
            (figure::figures(&page.figures))
        }
    }
}

fn number(key: &KeyFigure) -> Markup {
    // A path of a parameter is longer than a number, and breaks at its joints.
    let long = key.value.chars().count() > LONG;
    html! {
        div {
            dt { (key.label) }
            dd {
                span.value.long[long] { (breakable(&key.value)) }
                @if let Some(detail) = &key.detail { span.detail { (detail) } }
            }
        }
    }
}
