//! Outcomes of the kinds of need besides the men on the line: what was required, what was missing, and what help brought.
//!
//! A kind is measured at the start, as days end, when help of it comes or leaves and when parameters change; between, what was
//! measured last holds. So a course that is given is exact, and one that follows people is by the day.

use crate::model::index::AllianceId;
use crate::model::needs::Standing;
use crate::model::{Answer, Crisis, Fact};
use crate::scenario::{Need, Scenario};
use crate::sim::Time;

use super::alliance::CALLED;
use super::fold::{Fold, Outcomes};
use super::integral::Integral;
use super::{Better, Clock, Metric, Side, Starts};

/// One kind.
#[derive(Debug, Clone, Copy, Default)]
struct Kind {
    required_peak: f64,
    worst: f64,
    missing: Integral,
    relief: Integral,
    first_short: Option<Time>,
    first_help: Option<Time>,
    covered: Option<Time>,
}

/// Folds facts into outcomes of the kinds of need.
#[derive(Debug, Default)]
pub struct Needs {
    kinds: Vec<Kind>,
    called: Option<Time>,
}

impl Needs {
    #[cold]
    fn look(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::Alliance(AllianceId::FIRST, Answer::CaseOpened) => {
                self.called = Some(now);
            }
            Fact::Alliance(which, Answer::HelpOfKindArrived { kind, .. }) => {
                // Its clock starts with the call to the first alliance.
                if which == AllianceId::FIRST {
                    self.kinds[usize::from(kind)].first_help.get_or_insert(now);
                }
                self.measure_one(kind, now, crisis);
            }
            Fact::Alliance(_, Answer::HelpOfKindLeft { kind, .. }) => self.measure_one(kind, now, crisis),
            Fact::ParametersChanged { .. } | Fact::DayEnded { .. } => self.measure(now, crisis),
            _ => {}
        }
    }

    fn measure_one(&mut self, kind: u16, now: Time, crisis: &Crisis) {
        let kind = usize::from(kind);
        if let Some(standing) = crisis.needs().nth(kind) {
            self.kinds[kind].measure(now, &standing);
        }
    }

    fn measure(&mut self, now: Time, crisis: &Crisis) {
        for (kind, standing) in self.kinds.iter_mut().zip(crisis.needs()) {
            kind.measure(now, &standing);
        }
    }
}

impl Kind {
    fn measure(&mut self, now: Time, standing: &Standing) {
        let (missing, without) = (standing.missing(), standing.missing_without_help());
        self.required_peak = self.required_peak.max(standing.required);
        self.worst = self.worst.max(standing.missing_share());
        self.missing.set(now, missing);
        self.relief.set(now, without - missing);
        if missing > 0.0 {
            self.first_short.get_or_insert(now);
        } else if without > 0.0 && self.first_short.is_some() {
            self.covered.get_or_insert(now);
        }
    }

    fn outcomes(this: Option<&Kind>, need: &Need, list: &mut impl Outcomes) {
        let this = this.copied().unwrap_or_default();
        let (name, unit) = (need.name(), need.unit.as_str());
        let id = |what: &str| format!("need_{}_{what}", need.id);
        let days = format!("{unit}-days");
        list.amount(
            || Metric::amount(id("required_peak"), unit.to_owned(), format!("{name}: most {unit} required at a time")),
            |_| this.required_peak,
        );
        list.amount(
            || {
                let meaning = format!("{name}: {unit} missing, summed over days");
                Metric::amount(id("short"), days.clone(), meaning).better(Better::Lower)
            },
            |end| this.missing.until(end.horizon),
        );
        list.amount(
            || {
                let meaning = format!("{name}: part of what was missing that help brought, summed over days");
                Metric::amount(id("relief"), days.clone(), meaning).better(Better::Higher)
            },
            |end| this.relief.until(end.horizon),
        );
        list.amount(
            || {
                let meaning = format!("{name}: largest share of what was required that was missing");
                Metric::amount(id("worst_share"), "share", meaning).better(Better::Lower)
            },
            |_| this.worst,
        );
        list.time(
            || {
                let until = format!("{unit} for {name} are missing");
                Metric::time(id("first_short_days"), Clock::from_start(until))
            },
            |_| (Some(Time::ZERO), this.first_short),
        );
        list.time(
            || {
                let clock = Clock {
                    from: format!("the first day short of {name}").into(),
                    starts: Starts::When(id("first_short_days").into()),
                    until: format!("help brings all the {unit} that are missing").into(),
                };
                Metric::time(id("covered_days"), clock).side(Side::Response).better(Better::Lower)
            },
            |_| (this.first_short, this.covered),
        );
    }
}

impl Fold for Needs {
    fn begin(&mut self, crisis: &Crisis) {
        self.called = None;
        self.kinds.clear();
        self.kinds.resize(crisis.scenario().sections.needs.len(), Kind::default());
        self.measure(Time::ZERO, crisis);
    }

    #[inline]
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        if !self.kinds.is_empty() {
            self.look(now, fact, crisis);
        }
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        let has_alliance = !scenario.sections.alliance.members.is_empty();
        for (at, need) in scenario.sections.needs.iter().enumerate() {
            let this = self.kinds.get(at);
            Kind::outcomes(this, need, list);
            if has_alliance {
                list.time(
                    || {
                        let until = format!("the first help for {} comes", need.name());
                        let clock = Clock::after(CALLED, "the call", until);
                        let metric = Metric::time(format!("need_{}_help_days", need.id), clock);
                        metric.side(Side::Response).better(Better::Lower)
                    },
                    |_| (self.called, this.and_then(|kind| kind.first_help)),
                );
            }
        }
    }
}
