//! Cautions: what the reader must know before using the numbers.

use maud::{Markup, html};

use super::section::Section;
use crate::result::Severity;

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "Note",
        Severity::Caution => "Caution",
        Severity::Serious => "Serious",
    }
}

/// A caution, or several of a kind, and what can be done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// How much it matters.
    pub severity: Severity,
    /// What is the case.
    pub text: String,
    /// What would mend it.
    pub remedy: Option<String>,
}

impl Remark {
    /// The part of the page that tells all of them, the most serious first.
    pub fn section(cautions: &[Remark]) -> Section {
        let body = if cautions.is_empty() { Markup::default() } else { list(cautions) };
        Section::new("cautions", "Cautions", "Cautions", &body)
    }
}

fn list(cautions: &[Remark]) -> Markup {
    let mut sorted: Vec<&Remark> = cautions.iter().collect();
    sorted.sort_by_key(|c| std::cmp::Reverse(c.severity));
    html! {
        ul.cautions {
            @for caution in sorted {
                li class=(word(caution.severity).to_lowercase()) {
                    strong { (word(caution.severity)) } " "
                    span dir="auto" {
                        (caution.text)
                        @if let Some(remedy) = &caution.remedy { " " span.remedy { (remedy) } }
                    }
                }
            }
        }
    }
}

/// The first screen's pointer to the cautions; empty without any that limits conclusions.
pub(super) fn pointer(cautions: &[Remark]) -> Markup {
    let serious = cautions.iter().filter(|c| c.severity == Severity::Serious).count();
    let limiting = cautions.iter().filter(|c| c.severity >= Severity::Caution).count();
    html! {
        @if limiting > 0 {
            p.pointer {
                a href="#cautions" {
                    (limiting) @if limiting == 1 { " caution limits" } @else { " cautions limit" } " what may be concluded"
                    @if serious > 0 { ", " (serious) " serious" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_serious_come_first_and_notes_do_not_alarm() {
        let note = Remark { text: "n".to_owned(), ..Remark::default() };
        let serious = Remark { severity: Severity::Serious, text: "s".to_owned(), remedy: None };
        assert_eq!(pointer(std::slice::from_ref(&note)).0, "");
        let html = list(&[note, serious]).0;
        assert!(html.find("class=\"serious\"") < html.find("class=\"note\""));
    }
}
