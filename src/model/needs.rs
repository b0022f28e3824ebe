//! Kinds of need besides the men on the line: what is required, and what is ready (model 6.8).
//!
//! ```text
//! required = per × what it is needed for          ready = own + help that came
//! missing share = 1 − ready / required, from 0 to 1; 0 where nothing is required
//! ```
//!
//! There is no state here: both follow from the border as it is and from what was delivered. Nothing is worked out where a
//! scenario has no such kind.

use super::border_view::BorderView;
use crate::scenario::{Need, NeededFor, Scenario};

/// How a kind of need stands, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// What is required.
    pub required: f64,
    /// What the host has of its own.
    pub own: f64,
    /// What help brought that is there now.
    pub help: f64,
}

impl Standing {
    /// What is ready.
    #[must_use]
    pub fn ready(&self) -> f64 {
        self.own + self.help
    }

    /// What is missing.
    #[must_use]
    pub fn missing(&self) -> f64 {
        (self.required - self.ready()).max(0.0)
    }

    /// What would be missing without help.
    #[must_use]
    pub fn missing_without_help(&self) -> f64 {
        (self.required - self.own).max(0.0)
    }

    /// The share of what is required that is missing, from 0 to 1.
    #[must_use]
    pub fn missing_share(&self) -> f64 {
        if self.required > 0.0 { self.missing() / self.required } else { 0.0 }
    }
}

/// How each kind stands, in the order of the scenario. `help` is the help of a kind that is there now.
pub fn standings(scenario: &Scenario, view: BorderView, help: impl Fn(usize) -> f64) -> impl Iterator<Item = Standing> {
    scenario.sections.needs.iter().enumerate().map(move |(kind, need)| Standing {
        required: need.per * needed_for(need, &view),
        own: need.ready,
        help: help(kind),
    })
}

/// The greatest missing share of the kinds that the host asks for; `None` where there are none. A surplus of one makes up for no
/// lack of another: the scarcest decides, as in Liebig's law and Leontief's production function.
pub fn greatest_missing_share(scenario: &Scenario, view: BorderView, help: impl Fn(usize) -> f64) -> Option<f64> {
    let asked = scenario.sections.needs.iter().map(|need| need.asked);
    let shares = standings(scenario, view, help).map(|standing| standing.missing_share());
    asked.zip(shares).filter(|(asked, _)| *asked).map(|(_, share)| share).reduce(f64::max)
}

fn needed_for(need: &Need, view: &BorderView) -> f64 {
    match need.of {
        NeededFor::Constant => 1.0,
        NeededFor::CiviliansInHost => view.civilians_in_host as f64,
        NeededFor::CiviliansWaiting => view.civilians_waiting as f64,
        NeededFor::CiviliansAdmitted => view.civilians_admitted as f64,
        NeededFor::Incidents => f64::from(view.incidents),
        NeededFor::FacingKm => view.facing_km,
        NeededFor::FacingShare => view.facing_share,
        NeededFor::DistrictsHeld => f64::from(view.districts_held),
    }
}
