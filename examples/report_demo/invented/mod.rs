//! A report about places that do not exist, with names that are hard to write.

mod charts;
mod results;
pub(crate) mod territory;

use panj::report::html::*;

/// The first of May 2021, in days since 1970-01-01.
const START: f64 = 18_748.0;
const DAYS: usize = 107;

/// The whole page.
pub(crate) fn page() -> Page {
    Page {
        title: "Lowland and Upland, summer of the trial".into(),
        question: "Does the alliance’s help reach the border before the last border district is lost?".into(),
        answer: vec![
            "Hardly ever. In 10 000 replications help was in place before the last border district fell in 4.1 % (95 % interval 3.7 to 4.5 %). \
             The median decision came 16 days after the request; in nine of ten replications it took between 11 and 24 days, while the border was lost in 9 days."
                .into(),
            "An automatic rule in place of the vote raises that share to 61 %. What is not known about the assessment’s bias moves the result more than the voting rule does."
                .into(),
        ],
        basis: Some("10 000 replications · seed 1 · invented data".into()),
        lead: Default::default(),
        key_figures: vec![
            key("4.1 %", "help in time", "95 % interval 3.7–4.5 %"),
            key("16 days", "request to decision, median", "90 % of replications 11–24 days"),
            key("233", "districts held on day 100, median", "90 % of replications 197–268"),
            key("1480", "soldiers crossed, median", "90 % of replications 620–2950"),
        ],
        figures: vec![
            charts::fan_figure("held", "Districts held by the advance", "districts", 390.0, true),
            charts::fan_figure("crossed", "Soldiers who crossed", "people", 1480.0, false),
            charts::histogram(),
        ],
        cautions: results::cautions(),
        sections: vec![
            Section::new("outcomes", "Outcomes", "Outcomes", &results::outcomes()),
            Section::new("series", "Time", "Through time", &figures(&[charts::policies_fan()])),
            Section::new("map", "Map", "Map", &territory::map()),
            Remark::section(&results::cautions()),
            Section::new("provenance", "Provenance", "Provenance", &results::files()),
        ],
    }
}

fn key(value: &str, label: &str, detail: &str) -> KeyFigure {
    KeyFigure { value: value.into(), label: label.into(), detail: Some(detail.into()) }
}
