//! The members: what each thinks of helping, and how fast it replies.

use crate::scenario::section::Section;
use crate::sim::Distribution;

/// `[alliance.member.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Whether it is the lead member.
    pub lead: bool,
    /// How it is disposed to help at all.
    pub attitude: f64,
    /// Its conflict with the host state, from 0 to 1.
    pub conflict: f64,
    /// Days until it replies.
    pub reply: Distribution,
}

impl Member {
    pub(super) fn read(name: String, s: &mut Section<'_>) -> Member {
        s.about("A member of the alliance");
        Member {
            name,
            lead: s.flag("lead").default(false).doc("Whether it is the lead member").get(),
            attitude: s
                .number("attitude")
                .default(-0.2)
                .between(-100.0, 100.0)
                .unit("1")
                .doc("How it is disposed to help, on the scale of assessed need")
                .source("assumption; vary attitudes and costs together")
                .get(),
            conflict: s
                .number("conflict")
                .default(0.0)
                .share()
                .unit("share")
                .doc("Its conflict with the state that asks")
                .source("assumption")
                .get(),
            reply: s
                .distribution("reply_days")
                .default(Distribution::LogNormal { median: 2.0, sigma: 0.8 })
                .days()
                .doc("Days until it replies in consultations")
                .source("assumption, median 1 to 5 days")
                .get(),
        }
    }
}

/// `[alliance.position]`: what members weigh, see [`crate::model::alliance::position`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Weight of assessed need.
    pub need: f64,
    /// Weight of the lead member's position for the others.
    pub lead: f64,
    /// Weight of a conflict with the host state.
    pub conflict: f64,
    /// What the treaty's article on mutual defence adds.
    pub article: f64,
    /// Scale of what is not known of a member's position.
    pub noise: f64,
    /// What the lead loses by helping while a bilateral deal is open.
    pub hold_up: f64,
    /// Interest of the lead in saving a government like its own.
    pub regime_threat: f64,
    /// Share of that interest that the other members feel.
    pub regime_threat_shared: f64,
}

impl Position {
    pub(super) fn read(s: &mut Section<'_>) -> Position {
        s.about("What members weigh when they take a position");
        let source = "assumption; vary attitudes, costs and weights together";
        Position {
            need: s
                .number("need_weight")
                .default(1.5)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Weight of assessed need")
                .source(source)
                .get(),
            lead: s
                .number("lead_weight")
                .default(0.3)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Weight of the lead member's position for every member")
                .source(source)
                .get(),
            conflict: s
                .number("conflict_weight")
                .default(1.0)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Weight of a conflict with the state that asks")
                .source(source)
                .get(),
            article: s
                .number("article")
                .default(0.0)
                .between(-100.0, 100.0)
                .unit("1")
                .doc("What the treaty's article on mutual defence adds")
                .source(source)
                .get(),
            noise: s
                .number("noise_scale")
                .default(0.1)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Scale of the logistic noise in a member's position")
                .source(source)
                .get(),
            hold_up: s
                .number("hold_up")
                .default(0.0)
                .between(0.0, 100.0)
                .unit("1")
                .doc("What the lead member loses by helping while a bilateral deal is open")
                .source("0: off, unless a scenario says otherwise")
                .get(),
            regime_threat: s
                .number("regime_threat")
                .default(0.0)
                .between(-100.0, 100.0)
                .unit("1")
                .doc("Interest of the lead member in saving a government like its own")
                .source("0: no such threat, unless a scenario says otherwise")
                .get(),
            regime_threat_shared: s
                .number("regime_threat_shared")
                .default(1.0)
                .share()
                .unit("share")
                .doc("Share of that interest that the other members feel")
                .source("assumption")
                .get(),
        }
    }
}
