//! The parts of the page below the first screen, in reading order.

use maud::{Markup, Render, html};

use super::page::Page;
use super::{
    beside, caution, comparison, figure, hindcast, leaderboard, map, outcomes, provenance, race, scenario, sensitivity,
    stages, sweep,
};

/// A part of the page.
pub(super) struct Section {
    pub(super) id: &'static str,
    heading: &'static str,
    /// Its short name in the page's navigation.
    pub(super) link: &'static str,
    body: Markup,
}

impl Render for Section {
    fn render(&self) -> Markup {
        let heading = format!("{}-h", self.id);
        html! {
            section id=(self.id) aria-labelledby=(heading) { h2 id=(heading) { (self.heading) } (self.body) }
        }
    }
}

/// The parts that have something to show.
pub(super) fn of(page: &Page) -> Vec<Section> {
    let all = [results(page), explanations(page), references(page)];
    all.into_iter().flatten().filter(|section| !section.body.0.is_empty()).collect()
}

fn section(id: &'static str, link: &'static str, heading: &'static str, body: Option<Markup>) -> Section {
    Section { id, heading, link, body: body.unwrap_or_default() }
}

fn results(page: &Page) -> Vec<Section> {
    let stages = page.stages.as_ref().map(stages::render);
    let race = page.race.as_ref().map(race::render);
    let comparison = page.comparison.as_ref().map(comparison::render);
    let drivers = page.sensitivity.as_ref().map(sensitivity::render);
    vec![
        section("beside", "Outcomes", "Side by side", page.beside.as_ref().map(beside::render)),
        section("leaderboard", "Leaderboard", "Leaderboard", page.leaderboard.as_ref().map(leaderboard::render)),
        section("sweep", "Design", "Over the design", page.sweep.as_ref().map(sweep::render)),
        section("comparison", "Policies", "Policies compared", comparison),
        section("sensitivity", "Drivers", "What drives it", drivers),
        section("outcomes", "Outcomes", "Outcomes", page.outcomes.as_ref().map(outcomes::render)),
        section("series", "Time", "Through time", Some(figure::row(&page.series))),
        section("stages", "Stages", "Where the days go", stages),
        section("race", "Race", "Advance against response", race),
    ]
}

fn explanations(page: &Page) -> Vec<Section> {
    let hindcast = page.hindcast.as_ref().map(hindcast::render);
    vec![
        section("hindcast", "Hindcast", "Hindcast", hindcast),
        section("map", "Map", "Map", page.map.as_ref().map(map::render)),
        section("figures", "Figures", "Further figures", Some(figure::row(&page.more_figures))),
    ]
}

fn references(page: &Page) -> Vec<Section> {
    let cautions = (!page.cautions.is_empty()).then(|| caution::render(&page.cautions));
    let provenance = page.provenance.as_ref().map(provenance::render);
    vec![
        section("cautions", "Cautions", "Cautions", cautions),
        section("scenario", "Scenario", "Scenario as resolved", page.scenario.as_ref().map(scenario::render)),
        section("provenance", "Provenance", "Provenance", provenance),
    ]
}
