//! The sections of parameters, one line for each. A new section joins here and nowhere else.

use super::alliance::Alliance;
use super::also_asked::AlsoAsked;
use super::bilateral::Bilateral;
use super::border::{Incidents, Load, Posts, Shelter};
use super::campaign::Campaign;
use super::capitals::{Capitals, Recapture};
use super::displacement::Displacement;
use super::garrison::Garrison;
use super::meta::Meta;
use super::mobilization::Mobilization;
use super::need::{KindOfHelp, Need};
use super::outcomes::Outcomes;
use super::programme::Programme;
use super::section::Section;
use super::trigger::Trigger;

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
    /// `[also_asked.NAME]`: alliances that are asked besides the first
    pub also_asked: Vec<AlsoAsked>,
    /// `[programme]`
    pub programme: Programme,
    /// `[bilateral]`
    pub bilateral: Bilateral,
    /// `[outcomes]`
    pub outcomes: Outcomes,
}

impl Sections {
    /// All triggers.
    pub fn triggers(&self) -> impl Iterator<Item = &Trigger> {
        let of_alliances = self.alliances().flat_map(|alliance| [&alliance.request, &alliance.automatic.trigger]);
        let others = [&self.mobilization.trigger, &self.bilateral.trigger, &self.bilateral.talks.trigger];
        others.into_iter().chain(of_alliances)
    }

    /// All alliances that are asked, the first one first.
    pub fn alliances(&self) -> impl Iterator<Item = &Alliance> {
        core::iter::once(&self.alliance).chain(self.also_asked.iter().map(|also| &also.rules))
    }

    /// An alliance by its number, 0 being the first.
    #[must_use]
    pub fn rules_of(&self, alliance: usize) -> &Alliance {
        if alliance == 0 { &self.alliance } else { &self.also_asked[alliance - 1].rules }
    }

    /// What help of an alliance brings of a kind of need, by level that is voted on.
    #[must_use]
    pub fn help_of(&self, alliance: usize, kind: usize) -> &[KindOfHelp; 3] {
        if alliance == 0 { &self.needs[kind].help } else { &self.also_asked[alliance - 1].brings[kind] }
    }

    /// Reads the sections; those that `root` does not have are taken from `kept`, if that is given.
    pub(crate) fn read(root: &mut Section<'_>, meta: &Meta, kept: Option<&Sections>) -> Sections {
        let needs = root.tables("need");
        let mut sections = Sections {
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
            alliance: root.reread("alliance", kept.map(|k| &k.alliance), |s| Alliance::read(s, 0)),
            also_asked: Vec::new(),
            programme: root.reread("programme", kept.map(|k| &k.programme), Programme::read),
            bilateral: root.reread("bilateral", kept.map(|k| &k.bilateral), Bilateral::read),
            outcomes: root.reread("outcomes", kept.map(|k| &k.outcomes), |s| Outcomes::read(s, meta)),
        };
        // These name kinds of need.
        let also_asked = root.tables("also_asked");
        sections.also_asked = match kept {
            Some(kept) if also_asked.is_empty() => kept.also_asked.clone(),
            _ => AlsoAsked::read_all(also_asked, &sections.needs),
        };
        sections
    }
}
