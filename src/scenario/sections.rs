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
use super::need::Need;
use super::outcomes::Outcomes;
use super::programme::Programme;
use super::section::Section;
use super::trigger::{Trigger, Watcher};

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
    /// `[need.NAME]`: kinds of need besides the men on the line
    pub needs: Vec<Need>,
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
    /// All triggers.
    #[must_use]
    pub fn triggers(&self) -> [&Trigger; Watcher::COUNT] {
        let (alliance, bilateral) = (&self.alliance, &self.bilateral);
        [
            &self.mobilization.trigger,
            &alliance.request,
            &alliance.automatic.trigger,
            &bilateral.trigger,
            &bilateral.talks.trigger,
        ]
    }

    /// Reads the sections; those that `root` does not have are taken from `kept`, if that is given.
    pub(crate) fn read(root: &mut Section<'_>, meta: &Meta, kept: Option<&Sections>) -> Sections {
        let needs = root.tables("need");
        Sections {
            campaign: root.reread("campaign", kept.map(|k| &k.campaign), |s| Campaign::read(s, meta)),
            capitals: root.reread("capitals", kept.map(|k| &k.capitals), Capitals::read),
            recapture: root.reread("recapture", kept.map(|k| &k.recapture), Recapture::read),
            garrison: root.reread("garrison", kept.map(|k| &k.garrison), Garrison::read),
            displacement: root.reread("displacement", kept.map(|k| &k.displacement), Displacement::read),
            posts: root.reread("posts", kept.map(|k| &k.posts), Posts::read),
            shelter: root.reread("shelter", kept.map(|k| &k.shelter), Shelter::read),
            load: root.reread("load", kept.map(|k| &k.load), Load::read),
            incidents: root.reread("incidents", kept.map(|k| &k.incidents), Incidents::read),
            mobilization: root.reread("mobilization", kept.map(|k| &k.mobilization), Mobilization::read),
            needs: match kept {
                Some(kept) if needs.is_empty() => kept.needs.clone(),
                _ => Need::read_all(needs),
            },
            alliance: root.reread("alliance", kept.map(|k| &k.alliance), Alliance::read),
            programme: root.reread("programme", kept.map(|k| &k.programme), Programme::read),
            bilateral: root.reread("bilateral", kept.map(|k| &k.bilateral), Bilateral::read),
            outcomes: root.reread("outcomes", kept.map(|k| &k.outcomes), |s| Outcomes::read(s, meta)),
        }
    }
}
