//! `[need.NAME]`: kinds of need besides the men on the line: relief, air defence, police (model 6.8).
//!
//! ```toml
//! [need.air_defence]
//! unit  = "batteries"
//! of    = "constant"        # what it is needed for; here a given amount, which [change.NAME] may change on dates
//! per   = 6.0
//! ready = 0.0
//! force = { amount = 6.0, parts = 3, days = 60.0 } # what help of the level force brings of it
//! ```
//! A kind that is not written is not there: the men on the line are the only need then.

use super::distribution::log_normal;
use super::limits::{LEAST_INTERVAL, MOST_DAYS};
use super::section::{Section, parameters};
use super::value::is_column_name;
use crate::sim::Distribution;

/// Most kinds of need.
const MOST_KINDS: usize = 16;
/// Most parts in which help of a kind comes.
const MOST_PARTS: f64 = 1000.0;

/// What a kind is needed for: a quantity that triggers watch, or nothing that changes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeededFor {
    /// 1, always: `per` is what is needed.
    Constant,
    /// Civilians in the host state now.
    CiviliansInHost,
    /// Civilians who wait at the border now.
    CiviliansWaiting,
    /// Civilians admitted so far.
    CiviliansAdmitted,
    /// Incidents so far.
    Incidents,
    /// Kilometres of the border line that the advancing force holds.
    FacingKm,
    /// Share of the border line that the advancing force holds.
    FacingShare,
    /// Districts that the advancing force holds.
    DistrictsHeld,
}

const NEEDED_FOR: &[(&str, NeededFor)] = &[
    ("constant", NeededFor::Constant),
    ("civilians-in-host", NeededFor::CiviliansInHost),
    ("civilians-waiting", NeededFor::CiviliansWaiting),
    ("civilians-admitted", NeededFor::CiviliansAdmitted),
    ("incidents", NeededFor::Incidents),
    ("facing-km", NeededFor::FacingKm),
    ("facing-share", NeededFor::FacingShare),
    ("districts-held", NeededFor::DistrictsHeld),
];

parameters! {
    |s, id: String|
    /// A kind of need besides the men on the line, such as relief, air defence or police: what is required, what the host has of
    /// its own, and what help of each level brings of it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Need {
        /// Its name: need_NAME_ stands before its outcomes and series.
        pub id: String = id,
        /// What it is counted in: "batteries", "rations a day".
        pub unit: String = s.text("unit").get(),
        /// What it is needed for. With constant, `per` is what is required; a course of dates is written with [change.NAME].
        pub of: NeededFor = s.choice("of", NEEDED_FOR).get(),
        /// How much is required for each one of that.
        pub per: f64 = s.number("per").default(1.0).between(0.0, 1e9).unit("the need's unit").assumed().get(),
        /// What the host has of its own, ready all through.
        pub ready: f64 = s.number("ready").default(0.0).between(0.0, 1e9).unit("the need's unit").assumed().get(),
        /// Whether the host's call is for it too: then the alliance weighs what is missing of it.
        pub asked: bool = s.flag("asked").default(true).get(),
        /// What an exercise, aid and a force bring of it: those of the first alliance.
        pub help: [KindOfHelp; 3] = help_by_level(s),
    }
    check |need| {
        if need.id != "NAME" && !is_column_name(&need.id) {
            s.problem("", "small letters, digits and _, as names of outcomes have", "choose another name");
        }
        let in_a_word = |c: char| c.is_alphanumeric() || " -./%".contains(c);
        if s.has("unit") && (need.unit.trim().is_empty() || !need.unit.chars().all(in_a_word)) {
            s.problem("unit", "a word or two: letters, digits, blanks and -./%", "say what is counted, such as \"batteries\"");
        }
    }
}

parameters! {
    |s, median: f64, sigma: f64|
    /// What help of a level brings of a kind of need.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct KindOfHelp {
        /// How much comes in all; 0 where such help brings nothing of it. Of aid the share comes that is delivered of all aid.
        pub amount: f64 = s.number("amount").default(0.0).between(0.0, 1e9).unit("the need's unit").assumed().get(),
        /// Equal parts in which it comes.
        pub parts: u16 = s.integer("parts").default(1).between(1.0, MOST_PARTS).unit("parts").assumed().get() as u16,
        /// From the decision until a part is there, drawn for each.
        pub delay: Distribution = s.distribution("days").default(log_normal(median, sigma)).days().assumed().get(),
        /// Days that a part stays; to the end if left out.
        pub stay: Option<f64> = s.number("stay_days").between(LEAST_INTERVAL, MOST_DAYS).unit("days").optional(),
    }
}

impl KindOfHelp {
    /// Help that brings nothing.
    pub const NOTHING: KindOfHelp =
        KindOfHelp { amount: 0.0, parts: 1, delay: Distribution::Constant { value: 0.0 }, stay: None };
}

/// What help of each level that is voted on brings of a kind.
pub(crate) fn help_by_level(s: &mut Section<'_>) -> [KindOfHelp; 3] {
    [
        KindOfHelp::read(&mut s.table("exercise"), 28.0, 0.3),
        KindOfHelp::read(&mut s.table("aid"), 120.0, 0.7),
        KindOfHelp::read(&mut s.table("force"), 10.0, 1.75),
    ]
}

impl Need {
    /// Reads all kinds, in the order of the file.
    pub(crate) fn read_all(tables: Vec<(String, Section<'_>)>) -> Vec<Need> {
        if let Some((_, beyond)) = tables.get(MOST_KINDS) {
            beyond.problem("", format!("at most {MOST_KINDS} kinds of need"), "merge some of them");
        }
        tables.into_iter().map(|(id, mut s)| Need::read(&mut s, id)).collect()
    }

    /// Its name in words.
    #[must_use]
    pub fn name(&self) -> String {
        self.id.replace('_', " ")
    }
}

impl NeededFor {
    /// Its word in the scenario.
    #[must_use]
    pub fn word(self) -> &'static str {
        NEEDED_FOR.iter().find(|entry| entry.1 == self).map_or("", |entry| entry.0)
    }
}
