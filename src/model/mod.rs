//! The crisis: components, their facts, and the wiring between them.
//!
//! Each component owns its state and its events. When something happens it states a [`fact::Fact`]; [`crisis::Crisis`]
//! hands the fact to the components that react. Everything that is observed is a fold over facts (see [`crate::outcome`]).

pub mod alliance;
pub mod answer;
pub mod bilateral;
pub mod border;
pub mod border_view;
pub mod changes;
pub mod crisis;
pub mod displacement;
pub mod env;
pub mod fact;
pub mod garrison;
pub mod index;
pub mod invariants;
pub mod kinds;
pub mod lists;
pub mod mechanism;
pub mod milestones;
pub mod mobilization;
pub mod needs;
pub mod next_event;
pub mod programme;
pub mod territory;
#[cfg(test)]
mod trial;
pub mod trigger;

pub use answer::Answer;
pub use crisis::{Crisis, Event};
pub use fact::Fact;
