//! The report as one HTML file: no network, no framework, readable without scripts.
//!
//! [`Page`] is the input, [`render`] the whole interface. The file holds its style, its scripts and its data; a content
//! security policy forbids everything else, so the page cannot reach the network. Tables and figures are complete in the
//! markup; scripts add sorting, filtering, pointing at charts and playing the map. Every drawing is the one that plotters made.
//!
//! ```
//! use panj::report::html::{Page, render};
//! let page = Page { title: "A trial".into(), question: "Does help come in time?".into(), ..Page::default() };
//! assert!(render(&page).starts_with("<!DOCTYPE html>"));
//! ```

mod caution;
mod colors;
mod figure;
mod first_screen;
mod map;
mod page;
mod policy;
mod section;
mod table;
pub(in crate::report) mod text;

pub use caution::Remark;
pub use figure::{Figure, figures};
pub use map::{Change, Layer, LayerContent, Map, MapCell};
pub use page::{KeyFigure, Page};
pub use section::Section;
pub use table::{Cell, Column, Table};
pub(in crate::report) use table::{Mark, bar, strip};

use maud::{DOCTYPE, PreEscaped, html};

pub use crate::report::map::PlaceKind;
pub use crate::result::Severity;

use crate::number;

const STYLE: &str = include_str!("../../../assets/report/report.css");
const THEME_SCRIPT: &str = include_str!("../../../assets/report/theme.js");
const PAGE_SCRIPT: &str = concat!(
    include_str!("../../../assets/report/common.js"),
    include_str!("../../../assets/report/tables.js"),
    include_str!("../../../assets/report/charts.js"),
    include_str!("../../../assets/report/map.js")
);

/// Makes the report's file.
///
/// The result is a complete HTML document in UTF-8; the same page gives the same bytes.
#[must_use]
pub fn render(page: &Page) -> String {
    let sections: Vec<&Section> = page.sections.iter().filter(|section| !section.is_empty()).collect();
    let content = html! {
        (first_screen::answer(page))
        @for section in &sections { "\n" (**section) }
    };
    let version = env!("CARGO_PKG_VERSION");
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::content_security(&[THEME_SCRIPT, PAGE_SCRIPT]));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "panj " (version) };
                title { (if page.title.is_empty() { &page.question } else { &page.title }) }
                style { (PreEscaped(STYLE)) (PreEscaped(colors::rules(&content.0))) }
                script { (PreEscaped(THEME_SCRIPT)) }
            }
            "\n"
            body {
                a.skip href="#answer" { "Skip to the answer" }
                (first_screen::top_bar(page, &sections))
                main { (content) }
                footer { p { "Made by panj " (version) ". This file works offline and loads nothing." } }
                script { (PreEscaped(PAGE_SCRIPT)) }
            }
        }
        "\n"
    };
    // HTML forbids the control characters that a scenario's strings may hold.
    let mut document = document.into_string();
    document.retain(|c| !c.is_control() || c == '\n' || c == '\t');
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_sections_leave_no_trace() {
        let html = render(&Page { title: "T".to_owned(), question: "Q?".to_owned(), ..Page::default() });
        assert!(
            !html.contains("<section id=\"outcomes\"") && !html.contains("<nav") && !html.contains("class=\"keys\"")
        );
        assert!(html.contains("<h1 id=\"question\" dir=\"auto\">Q?</h1>"));
    }

    #[test]
    fn an_empty_section_is_not_listed() {
        let table = Table::new("t", "Nothing", vec![Column::text("Name")], Vec::new());
        let page = Page { sections: vec![Section::new("outcomes", "Outcomes", "Outcomes", &table)], ..Page::default() };
        assert!(!render(&page).contains("<a href=\"#outcomes\">"));
    }

    #[test]
    fn control_characters_are_dropped() {
        let html = render(&Page { question: "Ring the \u{7}bell\u{0}?".to_owned(), ..Page::default() });
        assert!(html.contains("Ring the bell?"));
    }
}
