//! The sections of parameters, one line for each. A new section joins here and nowhere else.

use super::alliance::Alliance;
use super::bilateral::Bilateral;
use super::border::{Incidents, Load, Posts, Shelter};
use super::campaign::Campaign;
use super::capitals::{Capitals, Recapture};
use super::displacement::Displacement;
use super::garrison::Garrison;
use super::meta::Meta;
use super::mobilization::Mobilization;
use super::outcomes::Outcomes;
use super::programme::Programme;
use super::section::Section;

/// Every parameter of the model under one overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Sections {
    /// `[campaign]`
    pub campaign: Campaign,
    /// `[capitals]`
    pub capitals: Capitals,
    /// `[recapture]`
    pub recapture: Recapture,
    /// `[garrison]`
    pub garrison: Garrison,
    /// `[displacement]`
    pub displacement: Displacement,
    /// `[posts]`
    pub posts: Posts,
    /// `[shelter]`
    pub shelter: Shelter,
    /// `[load]`
    pub load: Load,
    /// `[incidents]`
    pub incidents: Incidents,
    /// `[mobilization]`
    pub mobilization: Mobilization,
    /// `[alliance]`
    pub alliance: Alliance,
    /// `[programme]`
    pub programme: Programme,
    /// `[bilateral]`
    pub bilateral: Bilateral,
    /// `[outcomes]`
    pub outcomes: Outcomes,
}

impl Sections {
    pub(crate) fn read(root: &mut Section<'_>, meta: &Meta) -> Sections {
        Sections {
            campaign: Campaign::read(&mut root.table("campaign"), meta),
            capitals: Capitals::read(&mut root.table("capitals")),
            recapture: Recapture::read(&mut root.table("recapture")),
            garrison: Garrison::read(&mut root.table("garrison")),
            displacement: Displacement::read(&mut root.table("displacement")),
            posts: Posts::read(&mut root.table("posts")),
            shelter: Shelter::read(&mut root.table("shelter")),
            load: Load::read(&mut root.table("load")),
            incidents: Incidents::read(&mut root.table("incidents")),
            mobilization: Mobilization::read(&mut root.table("mobilization")),
            alliance: Alliance::read(&mut root.table("alliance")),
            programme: Programme::read(&mut root.table("programme")),
            bilateral: Bilateral::read(&mut root.table("bilateral")),
            outcomes: Outcomes::read(&mut root.table("outcomes"), meta),
        }
    }
}
