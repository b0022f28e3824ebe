//! Cautions: what the reader must know before using the numbers.

use serde::{Deserialize, Serialize};

use super::escape;

/// How much a caution matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    #[default]
    Note,
    /// Limits what may be concluded.
    Caution,
    /// Without heeding it, a conclusion is wrong.
    Serious,
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Severity::Note => "Note",
            Severity::Caution => "Caution",
            Severity::Serious => "Serious",
        }
    }
}

/// A caution and what can be done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Caution {
    /// How much it matters.
    pub severity: Severity,
    /// What is the case.
    pub text: String,
    /// What would mend it.
    pub remedy: Option<String>,
}

/// The section's body, the most serious first.
pub(super) fn render(cautions: &[Caution]) -> String {
    let mut sorted: Vec<&Caution> = cautions.iter().collect();
    sorted.sort_by_key(|c| std::cmp::Reverse(c.severity));
    let items: String = sorted
        .iter()
        .map(|c| {
            let remedy = c
                .remedy
                .as_ref()
                .map_or_else(String::new, |r| format!(" <span class=\"remedy\">{}</span>", escape::text(r)));
            let class = c.severity.word().to_lowercase();
            format!(
                "<li class=\"{class}\"><strong>{}</strong> <span dir=\"auto\">{}{remedy}</span></li>\n",
                c.severity.word(),
                escape::text(&c.text)
            )
        })
        .collect();
    format!("<ul class=\"cautions\">{items}</ul>")
}

/// The first screen's pointer to the cautions; empty without any that limits conclusions.
pub(super) fn pointer(cautions: &[Caution]) -> String {
    let serious = cautions.iter().filter(|c| c.severity == Severity::Serious).count();
    let limiting = cautions.iter().filter(|c| c.severity >= Severity::Caution).count();
    if limiting == 0 {
        return String::new();
    }
    let plural = if limiting == 1 { "caution limits" } else { "cautions limit" };
    let words = if serious > 0 {
        format!("{limiting} {plural} what may be concluded, {serious} serious")
    } else {
        format!("{limiting} {plural} what may be concluded")
    };
    format!("<p class=\"pointer\"><a href=\"#cautions\">{words}</a></p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_serious_come_first_and_notes_do_not_alarm() {
        let note = Caution { text: "n".to_owned(), ..Caution::default() };
        let serious = Caution { severity: Severity::Serious, text: "s".to_owned(), remedy: None };
        assert_eq!(pointer(std::slice::from_ref(&note)), "");
        let html = render(&[note, serious]);
        assert!(html.find("class=\"serious\"") < html.find("class=\"note\""));
    }
}
