//! Who is in the alliance, what each weighs, and how fast it replies.

use crate::scenario::distribution::log_normal;
use crate::scenario::section::parameters;
use crate::sim::Distribution;

parameters! {
    |s, name: String|
    /// A member of the alliance.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Member {
        /// Its name.
        pub name: String = name,
        /// Whether it is the lead member.
        pub lead: bool = s.flag("lead").default(false).get(),
        /// How it is disposed to help beside the others, on the probit scale: the mean over cases.
        pub attitude: f64 = s.number("attitude").default(0.0).between(-100.0, 100.0).unit("probit").assumed().get(),
        /// How far that varies from case to case: a standard deviation.
        pub attitude_sd: f64 =
            s.number("attitude_sd").default(0.3).between(0.0, 100.0).unit("probit").assumed().get(),
        /// Whether it is the opponent of the state that asks, or a share of that conflict.
        pub conflict: f64 = s.number("conflict").default(0.0).share().assumed().get(),
        /// Days until it replies in consultations.
        pub reply: Distribution = s.distribution("reply_days")
            .default(log_normal(2.0, 0.8)).days()
            .source("assumption, median 1 to 5 days").get(),
    }
}

parameters! {
    |s|
    /// What members weigh when they take a position, on the probit scale of the record.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Position {
        /// Weight of need as it was read.
        pub need: f64 = s.number("need_weight").default(1.0).between(0.0, 100.0).unit("probit")
            .source("assumption: the record does not hold needs").get(),
        /// Need at which members do what the record says.
        pub usual_need: f64 = s.number("usual_need").default(0.5).share()
            .source("assumption: the usual need of a call on record").get(),
        /// Weight of the lead member's position for every other member.
        pub lead: f64 = s.number("lead_weight").default(0.3).between(0.0, 100.0).unit("1").assumed().get(),
        /// What a member loses by helping a state with which it is in conflict.
        pub conflict: f64 = s.number("conflict_weight").default(0.5).between(-100.0, 100.0).unit("probit")
            .source("the pooled record of calls for help (panj alliances fit), rounded").get(),
        /// What an invoked article on mutual defence adds.
        pub article: f64 = s.number("article").default(0.0).between(-100.0, 100.0).unit("probit")
            .source("0: as usual on record, unless a scenario says otherwise").get(),
        /// What the lead member loses by helping through the alliance while a deal of its own with the host is open.
        pub hold_up: f64 = s.number("hold_up").default(0.0).between(0.0, 100.0).unit("probit")
            .source("0: off, unless a scenario says otherwise").get(),
        /// What it costs the lead member to break a promise that it gave to be the guarantor of this border.
        pub guarantee: f64 = s.number("guarantee").default(0.0).between(0.0, 100.0).unit("probit")
            .source("0: no promise, unless a scenario says otherwise").get(),
        /// Rule under which the record was made: members' differences are counted from the one whose vote decides under it.
        pub usual_rule: super::Rule = s.choice("usual_rule", super::RULES).default(super::Rule::Consensus)
            .source("assumption: the usual rule of an alliance by treaty").get(),
    }
}

parameters! {
    |s|
    /// The alliance's own record, and what it does to members and to the state that might ask.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Reputation {
        /// Share of earlier calls that were met, as members and host see it.
        pub met: f64 = s.number("met_share").default(0.5).share().assumed().get(),
        /// The share at which the response was learned.
        pub usual: f64 = s.number("usual_share").default(0.5).share()
            .source("assumption: the same, unless a what-if changes the record").get(),
        /// What a record of helping always, beside one of never, adds to a member's position.
        pub weight: f64 = s.number("weight").default(1.0).between(0.0, 100.0).unit("probit").assumed().get(),
        /// Days by which a host that expects nothing delays its request, beside one that expects help for certain.
        pub reluctance: f64 =
            s.number("reluctance_days").default(2.0).between(0.0, 1e4).unit("days").assumed().get(),
    }
}
