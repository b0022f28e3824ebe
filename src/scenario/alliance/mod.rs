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

use super::section::Section;
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

/// `[alliance]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Alliance {
    /// Whether there is an alliance at all.
    pub active: bool,
    /// What makes the host state ask.
    pub request: Trigger,
    /// Days from there to the request.
    pub request_delay: Distribution,
    /// The highest level that the host state asks for.
    pub asked: Level,
    /// Days until the request is registered.
    pub intake: Distribution,
    /// Replies that end the consultations; 0 for all.
    pub replies_needed: usize,
    /// Whether a mission is sent to look.
    pub fact_finding: bool,
    /// Whether the mission goes at once, before the request is registered and members are asked.
    pub mission_first: bool,
    /// Days until it leaves.
    pub departure: Distribution,
    /// Days on site.
    pub on_site: Distribution,
    /// Days until its report is written.
    pub report: Distribution,
    /// Days from the vote until the decision is signed.
    pub adoption: Distribution,
    /// Probability that the case is turned down, after each stage.
    pub rejection: f64,
    /// Probability that the case goes back to the start, after each stage.
    pub rework: f64,
    /// How need is assessed.
    pub assessment: Assessment,
    /// The secretariat.
    pub secretariat: Secretariat,
    /// Permanent council, ministers, heads of state.
    pub organs: [OrganRule; 3],
    /// Salience and reminders.
    pub salience: Salience,
    /// How many must agree.
    pub rule: Rule,
    /// Share for a qualified majority.
    pub qualified_share: f64,
    /// What decides under the automatic rule.
    pub automatic: Automatic,
    /// What members weigh.
    pub position: Position,
    /// The members.
    pub members: Vec<Member>,
    /// Cost and organ of each level.
    pub levels: [LevelRule; 6],
    /// When a refused case is taken up again.
    pub reopening: Reopening,
    /// How help comes.
    pub delivery: Delivery,
}

/// `[alliance.salience]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Salience {
    /// Salience that a request brings.
    pub at_request: f64,
    /// Days in which it halves.
    pub half_life: f64,
    /// Extraordinary sessions per day while an item waits, at salience 1.
    pub extraordinary: f64,
    /// Reminders per day after the request.
    pub reminders: f64,
    /// Salience that a reminder brings.
    pub at_reminder: f64,
}

/// `[alliance.automatic]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Automatic {
    /// What must be observed.
    pub trigger: Trigger,
    /// What is then given.
    pub package: Levels,
}

/// `[alliance.reopening]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reopening {
    /// The load must have grown to this multiple of the load at the answer; `None` switches reopening off.
    pub load_ratio: Option<f64>,
    /// The load must have reached this.
    pub least_load: f64,
    /// Days that must have passed since the answer.
    pub after_days: f64,
    /// Answers below this level can be reopened.
    pub below: Level,
    /// Most rounds in all.
    pub most_rounds: u32,
}

impl Alliance {
    pub(crate) fn read(s: &mut Section<'_>) -> Alliance {
        s.about("How the alliance answers a call for help (model 3.10)");
        let delayed = |median, sigma| Distribution::LogNormal { median, sigma };
        let alliance = Alliance {
            active: s.flag("active").default(false).doc("Whether there is an alliance to ask").get(),
            request: Trigger::read(&mut s.table("request"), &["soldiers-held", "facing-km"]),
            request_delay: s.distribution("request_delay_days").default(Distribution::Uniform { low: 1.0, high: 3.0 }).days().doc("From what sets it off to the request").source("assumption").get(),
            asked: Level::read(s, "asked", Level::Force, "The highest level of help that the host state asks for"),
            intake: s.distribution("intake_days").default(delayed(1.0, 0.6)).days().doc("Until the request is registered").source("assumption, 0.5 to 2 days").get(),
            replies_needed: s.integer("replies_needed").default(0).between(0.0, 64.0).unit("members").doc("Replies that end the consultations; 0 for all members").source("assumption").get() as usize,
            fact_finding: s.flag("fact_finding").default(true).doc("Whether a mission is sent to look; else need is judged from afar").get(),
            mission_first: s.flag("mission_first").default(false).doc("Whether the mission goes at once, before the request is registered and members are asked; else after the consultations").source("assumption").get(),
            departure: s.distribution("departure_days").default(delayed(1.0, 0.4)).days().doc("Until the mission leaves").source("assumption").get(),
            on_site: s.distribution("on_site_days").default(Distribution::Constant { value: 3.0 }).days().doc("Days of the mission on site").source("assumption").get(),
            report: s.distribution("report_days").default(delayed(1.0, 0.5)).days().doc("Until the joint staff has written its assessment").source("assumption").get(),
            adoption: s.distribution("adoption_days").default(delayed(0.5, 0.5)).days().doc("From the vote until the decision is signed").source("assumption").get(),
            rejection: s.number("rejection_probability").default(0.0).share().unit("probability").doc("Probability that a case is turned down, after each stage").source("off; for checks and what-ifs").get(),
            rework: s.number("rework_probability").default(0.0).between(0.0, 0.95).unit("probability").doc("Probability that a case goes back to the start, after each stage").source("off; for checks and what-ifs").get(),
            assessment: Assessment::read(&mut s.table("assessment")),
            secretariat: Secretariat::read(&mut s.table("secretariat")),
            organs: OrganRule::read_all(&mut s.table("organ")),
            salience: Salience::read(&mut s.table("salience")),
            rule: s
                .choice("rule", &[
                    ("consensus", Rule::Consensus),
                    ("qualified-majority", Rule::QualifiedMajority),
                    ("majority", Rule::Majority),
                    ("lead-decides", Rule::LeadDecides),
                    ("automatic", Rule::Automatic),
                ])
                .default(Rule::Consensus)
                .doc("How a level of help is decided")
                .source("assumption: the usual rule of an alliance by treaty")
                .get(),
            qualified_share: s.number("qualified_share").default(2.0 / 3.0).share().unit("share").doc("Share of members for a qualified majority").source("assumption").get(),
            automatic: Automatic::read(&mut s.table("automatic")),
            position: Position::read(&mut s.table("position")),
            members: s.tables("member").into_iter().map(|(name, mut s)| Member::read(name, &mut s)).collect(),
            levels: LevelRule::read_all(&mut s.table("level")),
            reopening: Reopening::read(&mut s.table("reopening")),
            delivery: Delivery::read(&mut s.table("delivery")),
        };
        if alliance.members.len() > 64 {
            s.problem("member", "at most 64 members", "merge some of them");
        }
        let leads = alliance.members.iter().filter(|member| member.lead).count();
        if leads > 1 || (leads == 0 && alliance.rule == Rule::LeadDecides) {
            s.problem("member", "one member that leads", "set lead = true for one member");
        }
        alliance
    }
}

impl Salience {
    fn read(s: &mut Section<'_>) -> Salience {
        s.about("How much the case is on the alliance's mind, and what that does");
        Salience {
            at_request: s
                .number("at_request")
                .default(1.0)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("Salience that a request brings")
                .source("assumption")
                .get(),
            half_life: s
                .number("half_life_days")
                .default(90.0)
                .between(0.01, 1e5)
                .unit("days")
                .doc("Days in which salience halves")
                .source("assumption")
                .get(),
            extraordinary: s
                .number("extraordinary_per_day")
                .default(0.1)
                .between(0.0, 100.0)
                .unit("per day")
                .doc("Hazard of an extraordinary session while the item waits, at salience 1")
                .source("assumption")
                .get(),
            reminders: s
                .number("reminders_per_day")
                .default(0.02)
                .between(0.0, 10.0)
                .unit("per day")
                .doc("Reminders of the host state after its request, a Poisson process; dated ones are milestones")
                .source("assumption")
                .get(),
            at_reminder: s
                .number("at_reminder")
                .default(0.5)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("Salience that a reminder brings")
                .source("assumption")
                .get(),
        }
    }
}

impl Automatic {
    fn read(s: &mut Section<'_>) -> Automatic {
        s.about("What decides under the automatic rule");
        Automatic {
            trigger: Trigger::read(s, &["soldiers-held", "facing-km"]),
            package: Levels::read(s, "package", &["aid", "exercise"], "What is given when the criteria are met"),
        }
    }
}

impl Reopening {
    fn read(s: &mut Section<'_>) -> Reopening {
        s.about("When a case that was refused is taken up again");
        Reopening {
            load_ratio: s
                .number("load_ratio")
                .default(1.25)
                .between(1.0, 1000.0)
                .unit("1")
                .doc("The border's load must have grown to this multiple of the load at the answer")
                .source("assumption")
                .optional(),
            least_load: s
                .number("least_load")
                .default(1.0)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("The border's load must have reached this")
                .source("assumption: more men are required than ready")
                .get(),
            after_days: s
                .number("after_days")
                .default(14.0)
                .between(0.0, 1e4)
                .unit("days")
                .doc("Days that must have passed since the answer")
                .source("assumption")
                .get(),
            below: Level::read(s, "below", Level::Exercise, "Answers below this level can be reopened"),
            most_rounds: s
                .integer("most_rounds")
                .default(3)
                .between(1.0, 60.0)
                .unit("rounds")
                .doc("Most rounds of a case, the first one counted")
                .source("assumption")
                .get() as u32,
        }
    }
}
