//! The report as one HTML file: no network, no framework, readable without scripts.
//!
//! [`Page`] is the input, [`render`] the whole interface. The file holds its style, its scripts and its data; a content
//! security policy forbids everything else, so the page cannot reach the network. Tables and figures are complete in the
//! markup; scripts add sorting, filtering, pointing at charts and playing the map.
//!
//! ```
//! use panj::report::html::{Page, render};
//! let page = Page { title: "A trial".into(), question: "Does help come in time?".into(), ..Page::default() };
//! assert!(render(&page).starts_with("<!DOCTYPE html>"));
//! ```

mod beside;
mod caution;
mod comparison;
mod date;
mod escape;
mod fan;
mod figure;
mod first_screen;
mod hindcast;
mod leaderboard;
mod map;
mod number;
mod outcomes;
mod page;
mod policy;
mod provenance;
mod race;
mod scenario;
mod sections;
mod sensitivity;
mod stages;
mod sweep;
mod table;

pub use beside::{Beside, BesideRow};
pub use caution::{Caution, Severity};
pub use comparison::{Better, ComparedMetric, Comparison, PairedRow};
pub use fan::{Band, Fan, FanLine, Milestone, ObservedPoint};
pub use hindcast::{Hindcast, Score, Target};
pub use leaderboard::{Leaderboard, PlaceRow, RankedRow};
pub use map::{Change, Layer, LayerContent, Map, MapCell, Place, PlaceKind, ValueFormat};
pub use outcomes::{OutcomeRow, Outcomes};
pub use page::{Estimate, Figure, FigureContent, KeyFigure, Page};
pub use provenance::{Entry, Provenance, ResultFile};
pub use race::{Race, RaceRow};
pub use scenario::{ScenarioRow, ScenarioTable};
pub use sensitivity::{Driver, Drivers, Sensitivity};
pub use stages::{Stage, Stages, Waterfall};
pub use sweep::{Sweep, SweptRow};

use serde_json::{Map as JsonMap, Value, json};

const STYLE: &str = concat!(
    include_str!("../../../assets/report/vendor/uPlot.min.css"),
    include_str!("../../../assets/report/report.css")
);
const CHART_LIBRARY: &str = include_str!("../../../assets/report/vendor/uPlot.iife.min.js");
const CHART_LIBRARY_LICENCE: &str = include_str!("../../../assets/report/vendor/uPlot.LICENSE");
const THEME_SCRIPT: &str = include_str!("../../../assets/report/theme.js");
const PAGE_SCRIPT: &str = concat!(
    include_str!("../../../assets/report/tables.js"),
    include_str!("../../../assets/report/fans.js"),
    include_str!("../../../assets/report/map.js")
);

/// Makes the report's file.
///
/// The result is a complete HTML document in UTF-8; the same page gives the same bytes.
#[must_use]
pub fn render(page: &Page) -> String {
    let sections = sections::of(page);
    let charts = format!("/*\n{CHART_LIBRARY_LICENCE}*/\n{CHART_LIBRARY}");
    let csp = policy::content_security(&[THEME_SCRIPT, &charts, PAGE_SCRIPT]);
    let title = escape::text(if page.title.is_empty() { &page.question } else { &page.title });
    let contents: String = sections.iter().map(sections::Section::render).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{csp}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"panj {version}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<script>{THEME_SCRIPT}</script>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#answer\">Skip to the answer</a>\n{top}<main>\n{first}{contents}</main>\n\
         <footer><p>Made by panj {version}. This file works offline and loads nothing.</p></footer>\n\
         <script type=\"application/json\" id=\"panj-data\">{data}</script>\n<script>{charts}</script>\n<script>{PAGE_SCRIPT}</script>\n</body>\n</html>\n",
        version = env!("CARGO_PKG_VERSION"),
        top = first_screen::top_bar(page, &sections),
        first = first_screen::answer(page),
        data = escape::json(&data(page)),
    )
}

fn data(page: &Page) -> Value {
    let mut figures: Vec<&Figure> = page.figures.iter().chain(&page.series).chain(&page.more_figures).collect();
    figures.extend(page.outcomes.iter().flat_map(|s| &s.figures));
    figures.extend(page.stages.iter().flat_map(|s| &s.figures));
    figures.extend(page.race.iter().flat_map(|s| &s.figures));
    figures.extend(page.comparison.iter().flat_map(|s| &s.figures));
    figures.extend(page.beside.iter().flat_map(|s| &s.figures));
    figures.extend(page.sweep.iter().flat_map(|s| &s.figures));
    figures.extend(page.leaderboard.iter().flat_map(|s| &s.figures));
    figures.extend(page.sensitivity.iter().flat_map(|s| &s.figures));
    figures.extend(page.hindcast.iter().flat_map(|s| &s.figures));
    figures.extend(page.map.iter().flat_map(|s| &s.figures));
    let fans: JsonMap<String, Value> = figures
        .into_iter()
        .filter_map(|f| match &f.content {
            FigureContent::Fan(fan) => Some((escape::slug(&f.id), fan::data(fan))),
            FigureContent::Svg { .. } => None,
        })
        .collect();
    json!({ "fans": fans, "map": page.map.as_ref().map(map::data) })
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
        let page = Page { outcomes: Some(Outcomes::default()), map: None, ..Page::default() };
        assert!(!render(&page).contains("<a href=\"#outcomes\">"));
    }

    #[test]
    fn a_page_survives_its_serialization() -> serde_json::Result<()> {
        let page = Page { title: "<&>".to_owned(), cautions: vec![Caution::default()], ..Page::default() };
        assert_eq!(serde_json::from_str::<Page>(&serde_json::to_string(&page)?)?, page);
        assert_eq!(serde_json::from_str::<Page>("{}")?, Page::default());
        Ok(())
    }
}
