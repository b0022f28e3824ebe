//! How likely each district is held at the end of each watched date, and at the horizon: the layer of the page's map in
//! which the date can be chosen. Unlike a first fall, a district that was taken back does not count.

use super::maps::rows;
use super::read::Results;
use crate::outcome::by_place::{self, HELD_AT_END};
use crate::report::html;
use crate::report::map::Seat;
use crate::scenario::RoleNames;
use crate::scenario::Scenario;

/// Shares of replications in which the districts are held at the end of a date.
pub(super) struct HeldOn {
    /// Days from the scenario's start to the date.
    pub(super) day: f64,
    /// By district, 0 to 1; NaN where unknown.
    pub(super) shares: Vec<f64>,
}

impl HeldOn {
    /// Districts that are held in at least half of the replications.
    pub(super) fn mostly(&self) -> usize {
        self.shares.iter().filter(|share| **share >= 0.5).count()
    }
}

/// All dates, rising; empty for a folder that does not tell.
pub(super) fn all(results: &Results, scenario: &Scenario, seats: &[Seat]) -> Vec<HeldOn> {
    let on = |day: f64, id: &str| {
        let shares = rows(results, id, seats)?.iter().map(|row| row.map_or(f64::NAN, |row| row.mean)).collect();
        Some(HeldOn { day, shares })
    };
    let dates = &scenario.sections.outcomes.held_on;
    let last = scenario.meta.days() as f64 - 1.0;
    let mut all: Vec<HeldOn> =
        dates.iter().filter_map(|date| on(date.day as f64, &by_place::held_on(date.date))).collect();
    if all.last().is_none_or(|held| held.day < last) {
        all.extend(on(last, HELD_AT_END));
    }
    all
}

/// The date at which shares lie furthest from both 0 and 1, summed over districts: the others show less.
pub(super) fn most_informative(all: &[HeldOn]) -> Option<&HeldOn> {
    let unsettled = |held: &HeldOn| -> f64 { held.shares.iter().map(|p| p * (1.0 - p)).sum() };
    all.iter().max_by(|a, b| unsettled(a).total_cmp(&unsettled(b)))
}

/// The layer of the map.
pub(super) fn layer(all: &[HeldOn], names: &RoleNames) -> html::Layer {
    let percent = |share: &f64| (100.0 * share).round() as u8;
    html::Layer {
        label: "Share of replications held".to_owned(),
        note: Some(names.fill(
            "Share of replications in which the district is held by {advancing_force} at the end of the date; one that was taken back before does not count.",
        )),
        content: html::LayerContent::ByDate {
            days: all.iter().map(|held| held.day).collect(),
            percent_by_date: all.iter().map(|held| held.shares.iter().map(percent).collect()).collect(),
            held_is: names.fill("held by {advancing_force}"),
        },
    }
}
