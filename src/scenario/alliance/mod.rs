//! `[alliance]`: how the alliance answers a call for help, the fast track (model 3.10).

mod assessment;
mod delivery;
mod level;
mod member;
mod organ;

pub use assessment::{Assessment, Recommendation};
pub use delivery::{Aid, Delivery, Force};
pub use level::{LEVELS, Level, LevelRule, Levels};
pub use member::{Member, Position};
pub use organ::{Items, ORGANS, Organ, OrganRule, Secretariat};

use super::distribution::log_normal;
use super::section::parameters;
use super::trigger::Trigger;
use crate::sim::Distribution;

/// How many must support a level for it to be decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Nobody may be against it.
    Consensus,
    /// At least a share of the members.
    QualifiedMajority,
    /// More than half of the members.
    Majority,
    /// The lead member alone decides.
    LeadDecides,
    /// Nobody votes: what is observed decides.
    Automatic,
}

const RULES: &[(&str, Rule)] = &[
    ("consensus", Rule::Consensus),
    ("qualified-majority", Rule::QualifiedMajority),
    ("majority", Rule::Majority),
    ("lead-decides", Rule::LeadDecides),
    ("automatic", Rule::Automatic),
];

parameters! {
    |s|
    /// How the alliance answers a call for help (model 3.10).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Alliance {
        /// Whether there is an alliance to ask.
        pub active: bool = s.flag("active").default(false).get(),
        /// What makes the host state ask.
        pub request: Trigger = Trigger::read(&mut s.table("request"), &["soldiers-held", "facing-km"]),
        /// From what sets it off to the request.
        pub request_delay: Distribution = s.distribution("request_delay_days")
            .default(Distribution::Uniform { low: 1.0, high: 3.0 }).days().assumed().get(),
        /// The highest level that the host state asks for.
        pub asked: Level = Level::read(s, "asked", Level::Force),
        /// Until the request is registered.
        pub intake: Distribution = s.distribution("intake_days").default(log_normal(1.0, 0.6)).days()
            .source("assumption, 0.5 to 2 days").get(),
        /// Replies that end the consultations; 0 for all members.
        pub replies_needed: usize =
            s.integer("replies_needed").default(0).between(0.0, 64.0).unit("members").assumed().get() as usize,
        /// Whether a mission is sent to look; else need is judged from afar.
        pub fact_finding: bool = s.flag("fact_finding").default(true).get(),
        /// Whether the mission goes at once, before the request is registered and members are asked; else after the
        /// consultations.
        pub mission_first: bool = s.flag("mission_first").default(false).assumed().get(),
        /// Until the mission leaves.
        pub departure: Distribution =
            s.distribution("departure_days").default(log_normal(1.0, 0.4)).days().assumed().get(),
        /// Days of the mission on site.
        pub on_site: Distribution =
            s.distribution("on_site_days").default(Distribution::Constant { value: 3.0 }).days().assumed().get(),
        /// Until the joint staff has written its assessment.
        pub report: Distribution = s.distribution("report_days").default(log_normal(1.0, 0.5)).days().assumed().get(),
        /// From the vote until the decision is signed.
        pub adoption: Distribution =
            s.distribution("adoption_days").default(log_normal(0.5, 0.5)).days().assumed().get(),
        /// Probability that a case is turned down, after each stage.
        pub rejection: f64 = s.number("rejection_probability").default(0.0).share().unit("probability")
            .source("off; for checks and what-ifs").get(),
        /// Probability that a case goes back to the start, after each stage.
        pub rework: f64 = s.number("rework_probability").default(0.0).between(0.0, 0.95).unit("probability")
            .source("off; for checks and what-ifs").get(),
        /// How need is assessed.
        pub assessment: Assessment = Assessment::read(&mut s.table("assessment")),
        /// The secretariat.
        pub secretariat: Secretariat = Secretariat::read(&mut s.table("secretariat")),
        /// Permanent council, ministers, heads of state.
        pub organs: [OrganRule; 3] = OrganRule::read_all(&mut s.table("organ")),
        /// Salience and reminders.
        pub salience: Salience = Salience::read(&mut s.table("salience")),
        /// How a level of help is decided.
        pub rule: Rule = s.choice("rule", RULES).default(Rule::Consensus)
            .source("assumption: the usual rule of an alliance by treaty").get(),
        /// Share of members for a qualified majority.
        pub qualified_share: f64 = s.number("qualified_share").default(2.0 / 3.0).share().assumed().get(),
        /// What decides under the automatic rule.
        pub automatic: Automatic = Automatic::read(&mut s.table("automatic")),
        /// What members weigh.
        pub position: Position = Position::read(&mut s.table("position")),
        /// The members.
        pub members: Vec<Member> =
            s.tables("member").into_iter().map(|(name, mut s)| Member::read(&mut s, name)).collect(),
        /// Cost and organ of each level.
        pub levels: [LevelRule; 6] = LevelRule::read_all(&mut s.table("level")),
        /// When a refused case is taken up again.
        pub reopening: Reopening = Reopening::read(&mut s.table("reopening")),
        /// How help comes.
        pub delivery: Delivery = Delivery::read(&mut s.table("delivery")),
    }
    check |alliance| {
        if alliance.members.len() > 64 {
            s.problem("member", "at most 64 members", "merge some of them");
        }
        let leads = alliance.members.iter().filter(|member| member.lead).count();
        if leads > 1 || (leads == 0 && alliance.rule == Rule::LeadDecides) {
            s.problem("member", "one member that leads", "set lead = true for one member");
        }
    }
}

parameters! {
    |s|
    /// How much the case is on the alliance's mind, and what that does.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Salience {
        /// Salience that a request brings.
        pub at_request: f64 = s.number("at_request").default(1.0).between(0.0, 1000.0).unit("1").assumed().get(),
        /// Days in which salience halves.
        pub half_life: f64 = s.number("half_life_days").default(90.0).between(0.01, 1e5).unit("days").assumed().get(),
        /// Hazard of an extraordinary session while the item waits, at salience 1.
        pub extraordinary: f64 =
            s.number("extraordinary_per_day").default(0.1).between(0.0, 100.0).unit("per day").assumed().get(),
        /// Reminders of the host state after its request, a Poisson process; dated ones are milestones.
        pub reminders: f64 =
            s.number("reminders_per_day").default(0.02).between(0.0, 10.0).unit("per day").assumed().get(),
        /// Salience that a reminder brings.
        pub at_reminder: f64 = s.number("at_reminder").default(0.5).between(0.0, 1000.0).unit("1").assumed().get(),
    }
}

parameters! {
    |s|
    /// What decides under the automatic rule.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Automatic {
        /// What must be observed.
        pub trigger: Trigger = Trigger::read(s, &["soldiers-held", "facing-km"]),
        /// What is given when the criteria are met.
        pub package: Levels = Levels::read(s, "package", &["aid", "exercise"]),
    }
}

parameters! {
    |s|
    /// When a case that was refused is taken up again.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Reopening {
        /// The border's load must have grown to this multiple of the load at the answer.
        pub load_ratio: Option<f64> =
            s.number("load_ratio").default(1.25).between(1.0, 1000.0).unit("1").assumed().optional(),
        /// The border's load must have reached this.
        pub least_load: f64 = s.number("least_load").default(1.0).between(0.0, 1000.0).unit("1")
            .source("assumption: more men are required than ready").get(),
        /// Days that must have passed since the answer.
        pub after_days: f64 = s.number("after_days").default(14.0).between(0.0, 1e4).unit("days").assumed().get(),
        /// Answers below this level can be reopened.
        pub below: Level = Level::read(s, "below", Level::Exercise),
        /// Most rounds of a case, the first one counted.
        pub most_rounds: u32 =
            s.integer("most_rounds").default(3).between(1.0, 60.0).unit("rounds").assumed().get() as u32,
    }
}
