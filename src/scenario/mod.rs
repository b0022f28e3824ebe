//! Input as a contract: a folder of files becomes a [`Scenario`], checked and typed, or a list of all its [`Problems`].
//!
//! A scenario is a TOML file and the CSV files that it names. [`ScenarioSource::open`] reads and checks them once;
//! [`ScenarioSource::resolve`] lays draws, a policy and assignments over it, as often as wanted, and yields the typed
//! parameters. One definition makes a parameter: the line that reads it states its key, unit, range, default, meaning and
//! source, and [`registry()`] learns all of them by reading an empty scenario.
//!
//! Nothing here runs a model.

mod alliance;
mod alliance_folder;
mod also_asked;
mod bilateral;
mod border;
mod campaign;
mod capitals;
mod change;
pub(crate) mod csv_file;
mod date;
mod dated;
mod dated_change;
mod displacement;
pub mod distribution;
mod document;
mod explain;
mod field;
mod field_value;
mod files;
pub mod format;
mod garrison;
mod geography;
mod inputs;
mod json_schema;
pub mod limits;
mod load;
mod meta;
mod milestone;
mod mobilization;
mod names;
mod nearest;
mod need;
mod open;
mod origin;
mod outcomes;
mod overlay;
pub(crate) mod parameter;
mod pass;
mod policy;
mod posterior;
mod problem;
mod programme;
mod record;
mod registry;
mod section;
mod sections;
mod shipped;
mod status;
pub mod synthetic;
#[cfg(test)]
mod tests;
pub(crate) mod text_file;
mod trigger;
mod uncertainty;
mod value;
mod visible;

pub use alliance::{
    Again, Aid, Alliance, Assessment, Automatic, Circumstances, Delivery, Force, Items, LEVELS, Level, LevelRule,
    LevelRules, Levels, Member, ORGANS, Organ, OrganRule, Position, RUNGS, Reputation, Response, Rule, Rung,
    RungResponse, Salience, Secretariat, Spread, VOTED, Voice, Weight,
};
pub use alliance_folder::is_alliance;
pub use also_asked::{After, AlsoAsked, Answered, Brings, MOST_ALSO_ASKED};
pub use bilateral::{Bilateral, Neighbour as CalledNeighbour, Pledges, Talks};
pub use border::{Incidents, Load, Posts, Shelter};
pub use campaign::{
    Campaign, CampaignMode, Conditioning, ContagionMeasure, Momentum, RegionFactors, Surge, TerrainFactors,
};
pub use capitals::{Capitals, Recapture, Switch};
pub use date::{Date, NotADate};
pub use dated_change::{ChangeHead, DatedChange};
pub use displacement::{Attraction, Displacement, MoveChance, Refuge};
pub use files::Files;
pub use garrison::{Flight, Garrison, Odds};
pub use geography::{
    Adjacency, Contact, District, Geography, HostDistrict, Neighbour, Outline, Place, Post, PostStatus, Province, Ring,
    Route, Sector, Terrain, in_metrics,
};
pub use inputs::{InputFile, Reach, is_inside, kept_at, leads_inside, policy_file_name};
pub use load::{Scenario, ScenarioSource, load, registry};
pub use meta::{Meta, RoleNames, SCHEMA};
pub use milestone::{Effect, Milestone};
pub use mobilization::{Allocation, Mobilization, SectorRule, Service};
pub(crate) use nearest::nearest;
pub use need::{KindOfHelp, Need, NeededFor};
pub use outcomes::{Counted, Outcomes, OwnOutcome, WatchedDate};
pub use overlay::{Assignment, NotAnAssignment, Overlay};
pub use parameter::{Kind, Parameter, Range};
pub use pass::Resolved;
pub use policy::{Cost, Policy};
pub use posterior::Posterior;
pub use problem::{Problem, Problems};
pub use programme::{Infrastructure, Programme, Rearmament};
pub use record::{Fit, Record, RecordedChange, RecordedCount, RecordedOutcome, RecordedRefuge, Seen};
pub use registry::Registry;
pub use sections::Sections;
pub use shipped::{shipped_scenarios, shipped_text};
pub use status::Status;
pub use text_file::read_regular;
pub use trigger::{Condition, Trigger, Watcher};
pub use uncertainty::{Prior, Uncertain};
pub use value::{Entry, Node, Table, Value};
pub use visible::{acts_on_terminals, visible, visible_json, visible_on_a_line};
