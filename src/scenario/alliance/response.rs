//! How an alliance responds to a kind of threat: what its record says of each rung of the ladder of answers.

use crate::scenario::section::{Section, parameters};

/// Rungs that have a probability and a time of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// First words of those who may speak without a vote.
    Words,
    /// First session on the case that is called for it.
    Meeting,
    /// Equipment, advisers or money, once decided.
    Aid,
    /// Armed units, once decided.
    Force,
}

/// All rungs with the names of their tables.
pub const RUNGS: [(&str, Rung); 4] =
    [("words", Rung::Words), ("meeting", Rung::Meeting), ("aid", Rung::Aid), ("force", Rung::Force)];

const RECORD: &str = "the pooled record of calls for help (panj alliances fit), rounded";

parameters! {
    |s, ever: f64, log_days: f64|
    /// A rung of the ladder.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct RungResponse {
        /// Probit of the probability that the rung is ever reached: 0 for one in two, 1 for 0.84, -1 for 0.16.
        pub ever: f64 = s.number("ever").default(ever).between(-20.0, 20.0).unit("probit").source(RECORD).get(),
        /// Mean of the logarithm of 1 + the days from the call, where it is reached.
        pub log_days: f64 =
            s.number("log_days").default(log_days).between(-12.0, 12.0).unit("log(1 + days)").source(RECORD).get(),
    }
}

parameters! {
    |s, name: String|
    /// The response to one kind of threat.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Response {
        /// The kind of threat.
        pub threat: String = name,
        /// Words, meeting, aid, force.
        pub rungs: [RungResponse; 4] = [
            RungResponse::read(s.table("words").about("First words"), 1.1, 1.1),
            RungResponse::read(s.table("meeting").about("First session called for the case"), 1.1, 1.6),
            RungResponse::read(s.table("aid").about("Aid or more, once decided"), 0.3, 3.0),
            RungResponse::read(s.table("force").about("Force, once decided"), 0.2, 3.2),
        ],
        /// Probit of the probability that a force that was decided, or would have been, arrives.
        pub arrives: f64 =
            s.number("arrives").default(0.1).between(-20.0, 20.0).unit("probit").source(RECORD).get(),
    }
}

parameters! {
    |s|
    /// How far the days of a rung scatter from case to case: standard deviation of the logarithm of 1 + days.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Spread {
        /// Words, meeting, aid, force.
        pub of: [f64; 4] = [
            spread(s, "words", 1.0, "Of the first words"),
            spread(s, "meeting", 1.1, "Of the first session called for the case"),
            spread(s, "aid", 1.3, "Of aid, once decided"),
            spread(s, "force", 1.3, "Of force, once decided"),
        ],
    }
}

fn spread(s: &mut Section<'_>, rung: &'static str, usual: f64, meaning: &'static str) -> f64 {
    s.number(rung).default(usual).between(0.0, 20.0).unit("1").doc(meaning).source(RECORD).get()
}

parameters! {
    |s, ever: f64, log_days: f64|
    /// What a circumstance of the case changes, for each unit of it.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Weight {
        /// On how likely a rung is.
        pub ever: f64 = s.number("ever").default(ever).between(-20.0, 20.0).unit("probit").source(RECORD).get(),
        /// On how late it is.
        pub log_days: f64 =
            s.number("log_days").default(log_days).between(-12.0, 12.0).unit("log(1 + days)").source(RECORD).get(),
    }
}

parameters! {
    |s|
    /// Circumstances of the case, and what each changes.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Circumstances {
        /// Whether a force of the alliance or of its lead stood there before: 1 if so, 0 if not, a half where that is not judged.
        pub standing: f64 = s.number("standing_force").default(0.5).share().assumed().get(),
        /// Interest of the lead member: 1 high, 0 medium or not judged, -1 low. On record it was judged by one who knew the outcome.
        pub interest: f64 = s.number("lead_interest").default(0.0).between(-1.0, 1.0).unit("1").assumed().get(),
        /// What a standing force changes.
        pub of_standing: Weight =
            Weight::read(s.table("of_standing_force").about("What a force that stood there changes"), 0.3, 0.0),
        /// What the lead's interest changes.
        pub of_interest: Weight =
            Weight::read(s.table("of_lead_interest").about("What high instead of medium interest of the lead changes"), 0.4, 0.0),
    }
}

impl Circumstances {
    /// How much more likely a rung is, on the probit scale.
    #[must_use]
    pub fn ever(&self) -> f64 {
        (self.standing - 0.5) * self.of_standing.ever + self.interest * self.of_interest.ever
    }

    /// How much later, on the logarithm of 1 + days.
    #[must_use]
    pub fn log_days(&self) -> f64 {
        (self.standing - 0.5) * self.of_standing.log_days + self.interest * self.of_interest.log_days
    }
}
