//! `[alliance]`: how the alliance answers a call for help, the fast track (model 3.10).

mod assessment;
mod delivery;
mod level;
mod member;
mod organ;
mod response;

pub use assessment::{Again, Assessment};
pub use delivery::{Aid, Delivery, Force};
pub use level::{LEVELS, Level, LevelRule, LevelRules, Levels, VOTED};
pub use member::{Member, Position, Reputation};
pub use organ::{Items, ORGANS, Organ, OrganRule, Secretariat};
pub use response::{Circumstances, RUNGS, Response, Rung, RungResponse, Spread, Weight};

use super::distribution::log_normal;
use super::section::parameters;
use super::trigger::{Trigger, Watcher};
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
    |s, number: u8|
    /// How the alliance answers a call for help (model 3.10).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Alliance {
        /// Whether there is an alliance to call.
        pub active: bool = s.flag("active").default(number > 0).get(),
        /// Kind of the threat: the name of one of the tables `response`; where there are none, the usual response is given.
        pub threat: String = s.text("threat").default("").get(),
        /// What makes the host state call.
        pub request: Trigger = Trigger::read(
            &mut s.table("request"),
            if number == 0 { &["soldiers-held", "facing-km"] } else { &[] },
            Watcher::Request(number),
        ),
        /// From the call to the formal request.
        pub request_delay: Distribution = s.distribution("request_delay_days")
            .default(Distribution::Uniform { low: 1.0, high: 3.0 }).days().assumed().get(),
        /// The highest level that the host state asks for.
        pub asked: Level = Level::read(s, "asked", Level::Force),
        /// From the request until it is registered.
        pub intake: Distribution = s.distribution("intake_days").default(log_normal(1.0, 0.6)).days()
            .source("assumption, 0.5 to 2 days").get(),
        /// Replies that end the consultations; 0 for all members.
        pub replies_needed: usize =
            s.integer("replies_needed").default(0).between(0.0, 64.0).unit("members").assumed().get() as usize,
        /// Whether a mission is sent to look; else need is judged from afar.
        pub fact_finding: bool = s.flag("fact_finding").default(true).get(),
        /// From the call until the mission is there.
        pub departure: Distribution =
            s.distribution("departure_days").default(log_normal(1.0, 0.4)).days().assumed().get(),
        /// Days of the mission on site.
        pub on_site: Distribution =
            s.distribution("on_site_days").default(Distribution::Constant { value: 2.0 }).days().assumed().get(),
        /// Until the joint staff has written its assessment.
        pub report: Distribution = s.distribution("report_days").default(log_normal(1.0, 0.5)).days().assumed().get(),
        /// From the vote until the decision is signed.
        pub adoption: Distribution =
            s.distribution("adoption_days").default(Distribution::Constant { value: 0.0 }).days()
            .source("0: the days of the record are to the decision").get(),
        /// How need is read.
        pub assessment: Assessment = Assessment::read(&mut s.table("assessment")),
        /// Those who may speak without a vote.
        pub voice: Voice = Voice::read(&mut s.table("voice")),
        /// The secretariat.
        pub secretariat: Secretariat = Secretariat::read(&mut s.table("secretariat")),
        /// Permanent council, ministers, heads of state.
        pub organs: [OrganRule; 3] = OrganRule::read_all(&mut s.table("organ")),
        /// Attention and reminders.
        pub salience: Salience = Salience::read(&mut s.table("salience")),
        /// How a level of help is decided.
        pub rule: Rule = s.choice("rule", RULES).default(Rule::Consensus)
            .source("assumption: the usual rule of an alliance by treaty").get(),
        /// Share of members for a qualified majority.
        pub qualified_share: f64 = s.number("qualified_share").default(2.0 / 3.0).share().assumed().get(),
        /// What decides under the automatic rule.
        pub automatic: Automatic = Automatic::read(&mut s.table("automatic"), number),
        /// What members weigh.
        pub position: Position = Position::read(&mut s.table("position")),
        /// The alliance's own record.
        pub reputation: Reputation = Reputation::read(&mut s.table("reputation")),
        /// The members.
        pub members: Vec<Member> =
            s.tables("member").into_iter().map(|(name, mut s)| Member::read(&mut s, name)).collect(),
        /// Who decides each level.
        pub levels: LevelRules = LevelRules::read(&mut s.table("level")),
        /// The response to each kind of threat.
        pub responses: Vec<Response> =
            s.tables("response").into_iter().map(|(name, mut s)| Response::read(&mut s, name)).collect(),
        /// The response where no table says more of the threat.
        pub usual_response: Response = Response::read(&mut s.table("usual_response"), String::new()),
        /// Circumstances of the case.
        pub case: Circumstances = Circumstances::read(&mut s.table("case")),
        /// How far days scatter.
        pub spread: Spread = Spread::read(&mut s.table("spread")),
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
        let known: Vec<&str> = alliance.responses.iter().map(|response| response.threat.as_str()).collect();
        if alliance.active && !known.is_empty() && !known.contains(&alliance.threat.as_str()) {
            let rule = format!("the name of a table `response`: {}", known.join(", "));
            s.problem("threat", rule, "say which kind of threat the case is");
        }
    }
}

impl Alliance {
    /// The response to the threat of this scenario.
    #[must_use]
    pub fn response(&self) -> &Response {
        self.responses.iter().find(|response| response.threat == self.threat).unwrap_or(&self.usual_response)
    }
}

parameters! {
    |s|
    /// Those who may speak without a vote: secretary general, chief of staff, lead.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Voice {
        /// Days after its arrival on which a mission speaks to those who wait for it; at the end of its visit where that comes first.
        pub on_visit: f64 = s.number("on_visit_days").default(1.0).between(0.0, 1e4).unit("days").assumed().get(),
        /// Share of words that the lead speaks alone.
        pub lead_share: f64 = s.number("lead_share").default(0.1).share().assumed().get(),
        /// A rise of attention from which they speak again.
        pub again_at: f64 = s.number("again_at").default(0.5).between(0.0, 1000.0).unit("1").assumed().get(),
        /// Until they do.
        pub again: Distribution = s.distribution("again_days").default(log_normal(1.0, 0.8)).days().assumed().get(),
    }
}

parameters! {
    |s|
    /// Attention: 1 from the call on, and what reminders and events add to it. At attention 2 all that ripens does so at twice the speed.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Salience {
        /// Days in which what was added halves.
        pub half_life: f64 = s.number("half_life_days").default(90.0).between(0.01, 1e5).unit("days").assumed().get(),
        /// Reminders of the host state after its request, a Poisson process; dated ones are milestones.
        pub reminders: f64 =
            s.number("reminders_per_day").default(0.02).between(0.0, 10.0).unit("per day").assumed().get(),
        /// What a reminder adds.
        pub at_reminder: f64 = s.number("at_reminder").default(0.5).between(0.0, 1000.0).unit("1").assumed().get(),
        /// What the fall of a provincial capital adds.
        pub at_capital: f64 = s.number("at_capital").default(0.2).between(0.0, 1000.0).unit("1").assumed().get(),
        /// What the fall of the nation's capital adds.
        pub at_nations_capital: f64 =
            s.number("at_nations_capital").default(4.0).between(0.0, 1000.0).unit("1").assumed().get(),
        /// From one session that is called for a case to the next, at attention 1; at least a day.
        pub session_again: Distribution =
            s.distribution("session_again_days").default(log_normal(90.0, 1.0)).days().assumed().get(),
        /// Until a session meets that was called because a level of help would be carried.
        pub convening: Distribution =
            s.distribution("convening_days").default(Distribution::Constant { value: 0.0 }).days()
            .source("0: the days of the record are to the decision").get(),
    }
}

parameters! {
    |s, number: u8|
    /// What decides under the automatic rule.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Automatic {
        /// What must be observed.
        pub trigger: Trigger = Trigger::read(s, &["soldiers-held", "facing-km"], Watcher::Automatic(number)),
        /// What is given when the criteria are met.
        pub package: Levels = Levels::read(s, "package", &["aid", "exercise"]),
    }
}
