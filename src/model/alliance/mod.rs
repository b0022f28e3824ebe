//! The alliance's fast track: what becomes of a host's call for help (model 3.10).
//!
//! ```text
//! trigger -> delay -> request -> intake -> secretariat -> consultations -> departure -> on site -> report
//!    report -> assessed need below the early stop?  no involvement needed, a statement follows
//!           -> agenda of the organ that decides the level -> session -> vote -> adoption -> delivery
//! ```
//!
//! Where the mission goes first, departure, visit and report come before the intake.
//!
//! Each stage is an event with its own named draws ([`super::kinds::CaseStage`]); its days are stated when it ends. Need is read off
//! the border as it is during the visit (`assessment.rs`). A level that is refused falls to the next lower (`hearing.rs`).
//! Sessions: each organ has a calendar and an agenda crowded by other items ([`agenda`]); extraordinary sessions come with
//! a hazard in proportion to salience ([`attention`]). A case that was refused is taken up again when the border's load has
//! grown. Under the automatic rule nobody votes: what is observed decides. Help comes as [`delivery`] says.

pub mod agenda;
mod assessment;
pub mod attention;
pub mod ballot;
pub mod case;
pub mod delivery;
mod items;
pub mod position;
mod route;
pub mod secretariat;
mod sessions;
pub mod stage;
#[cfg(test)]
mod tests;

use self::agenda::Agenda;
use self::attention::Attention;
use self::case::{Case, Status};
use self::delivery::Deliveries;
use self::secretariat::{Item, Secretariat};
use super::border_view::BorderView;
use super::env::Env;
use super::fact::Fact;
use super::index::MilestoneId;
use super::mechanism;
use super::trigger::{self, TriggerState};
use crate::scenario::{self, Effect, ORGANS, Organ, Rule, Scenario};
use crate::sim::Time;

/// What will happen in the alliance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The date that makes the host ask has come.
    RequestDate,
    /// The date of the automatic rule has come.
    AutomaticDate,
    /// The host asks.
    Request,
    /// The case's stage ends.
    StageEnds,
    /// A member replies.
    Reply(u32),
    /// The mission looks at the border.
    Look,
    /// Another item for an organ comes; how many came before.
    Item(Organ, u32),
    /// A desk of the secretariat has prepared an item.
    Prepared(u32, Item),
    /// An organ meets in ordinary session.
    Session(Organ),
    /// The organ before which the case waits meets in extraordinary session.
    Extraordinary,
    /// The host reminds the alliance.
    Reminder,
    /// The host takes a refused case up again.
    Reopen,
    /// Help comes.
    Delivery(delivery::Event),
}

/// The alliance and the case before it.
#[derive(Debug, Default)]
pub struct Alliance {
    request: TriggerState,
    automatic: TriggerState,
    view: BorderView,
    /// Ready men at the border who are reservists.
    reservists: f64,
    deal_open: bool,
    case: Case,
    secretariat: Secretariat,
    agendas: [Agenda; 3],
    attention: Attention,
    deliveries: Deliveries,
}

impl Alliance {
    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        (self.request, self.automatic) = (TriggerState::default(), TriggerState::default());
        (self.view, self.reservists, self.deal_open) = (BorderView::default(), 0.0, false);
        self.case = Case::default();
        self.agendas = [Agenda::default(); 3];
        self.deliveries = Deliveries::default();
        self.secretariat.begin(rules.secretariat.desks);
        if !rules.active {
            return;
        }
        let threshold = env.occasion(mechanism::EXTRAORDINARY, 0, 0).exponential();
        self.attention = Attention::new(rules.salience.half_life, threshold);
        let start = env.scenario.meta.start;
        if let Some(day) = trigger::day_of(&rules.request, start) {
            env.schedule_at(Time::from_days(day), Event::RequestDate);
        }
        if rules.rule == Rule::Automatic
            && let Some(day) = trigger::day_of(&rules.automatic.trigger, start)
        {
            env.schedule_at(Time::from_days(day), Event::AutomaticDate);
        }
        if awaits_nothing(rules) {
            return;
        }
        for &(_, organ) in ORGANS {
            self.open_calendar(organ, env);
        }
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, view: BorderView, reservists: f64, env: &mut Env<'_>) {
        (self.view, self.reservists) = (view, reservists);
        match event {
            Event::RequestDate => {
                if self.request.date_comes(&rules(env).request, &self.view) {
                    self.prepare_request(env);
                }
            }
            Event::AutomaticDate => {
                if self.automatic.date_comes(&rules(env).automatic.trigger, &self.view) {
                    self.decide_automatically(env);
                }
            }
            Event::Request => self.ask(env),
            Event::StageEnds => self.end_stage(env),
            Event::Reply(member) => self.reply(member as usize, env),
            Event::Look => self.look_around(env),
            Event::Item(organ, number) => self.other_item(organ, number, env),
            Event::Prepared(server, item) => self.prepared(server, item, env),
            Event::Session(organ) => self.session(organ, env),
            Event::Extraordinary => self.extraordinary(env),
            Event::Reminder => self.reminder(env),
            Event::Reopen => self.reopen(env),
            Event::Delivery(event) => self.deliveries.fire(event, env),
        }
    }

    /// Whether something at the border could make the host ask, or decide by itself.
    #[must_use]
    pub fn watches(&self, scenario: &Scenario) -> bool {
        let rules = &scenario.sections.alliance;
        let by_itself = rules.rule == Rule::Automatic && self.automatic.waits(&rules.automatic.trigger);
        rules.active && (by_itself || (self.case.requested.is_none() && self.request.waits(&rules.request)))
    }

    /// Looks at the border. `reservists` of its ready men are reservists of the host.
    pub fn react_to_border(&mut self, view: BorderView, reservists: f64, env: &mut Env<'_>) {
        (self.view, self.reservists) = (view, reservists);
        let rules = rules(env);
        if !rules.active {
            return;
        }
        if rules.rule == Rule::Automatic && self.automatic.check(&rules.automatic.trigger, &view) {
            self.decide_automatically(env);
        }
        if self.request.check(&rules.request, &view) {
            self.prepare_request(env);
        }
    }

    /// Whether the case has been answered, and might be taken up again.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        matches!(self.case.status, Status::Answered(_))
    }

    /// A day ends after the answer: has the border become so much worse that a refused case is taken up again? That happens
    /// on the day which begins.
    pub fn end_day(&mut self, view: BorderView, reservists: f64, env: &mut Env<'_>) {
        (self.view, self.reservists) = (view, reservists);
        if self.is_worse(env) {
            env.schedule_in(0.0, Event::Reopen);
        }
    }

    /// A bilateral deal of the lead member with the host opens or closes.
    pub fn set_deal_open(&mut self, open: bool) {
        self.deal_open = open;
    }

    /// The host is about to ask.
    fn prepare_request(&mut self, env: &mut Env<'_>) {
        let days = stage::days(rules(env).request_delay, &mut env.stream(mechanism::REQUEST, 0));
        env.schedule_in(days, Event::Request);
    }

    /// The host asks for help, if it has not done so.
    pub fn ask(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        if !rules.active || self.case.requested.is_some() {
            return;
        }
        self.case.requested = Some(env.now());
        env.state(Fact::HelpRequested { round: 0 });
        self.raise_salience(rules.salience.at_request, env);
        self.next_reminder(env);
        self.deliveries.send_standing_force(env);
        if rules.rule == Rule::Automatic {
            self.case.status = Status::Waiting;
        } else {
            self.start_round(env);
        }
    }

    /// Something makes the case more salient: the request, a reminder, a dated milestone.
    pub fn raise_salience(&mut self, by: f64, env: &mut Env<'_>) {
        if rules(env).active {
            self.attention.raise(by, env.now());
            self.schedule_extraordinary(env);
        }
    }

    /// What a milestone `days` before the start has left of its salience.
    pub fn remember(&mut self, milestone: MilestoneId, days: f64, env: &mut Env<'_>) {
        if let Some(salience) = env.scenario.milestones[milestone.at()].effect(Effect::Salience) {
            self.raise_salience(salience * libm::exp2(-days / rules(env).salience.half_life), env);
        }
    }

    /// A dated milestone may remind the alliance, or bring the request.
    pub fn react_to_milestone(&mut self, milestone: MilestoneId, env: &mut Env<'_>) {
        let milestone = &env.scenario.milestones[milestone.at()];
        if let Some(salience) = milestone.effect(Effect::Salience) {
            self.raise_salience(salience, env);
        }
        if milestone.effect(Effect::Request).is_some_and(|request| request > 0.0) {
            self.ask(env);
        }
    }

    fn reminder(&mut self, env: &mut Env<'_>) {
        env.state(Fact::AllianceReminded);
        self.raise_salience(rules(env).salience.at_reminder, env);
        self.next_reminder(env);
    }

    fn next_reminder(&mut self, env: &mut Env<'_>) {
        let rate = rules(env).salience.reminders;
        if rate > 0.0 {
            let gap = env.occasion(mechanism::REMINDER, 0, self.attention.reminders).exponential() / rate;
            self.attention.reminders += 1;
            env.schedule_in(gap, Event::Reminder);
        }
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// What has been delivered.
    #[must_use]
    pub fn deliveries(&self) -> &Deliveries {
        &self.deliveries
    }

    /// Salience of the case, at an instant that does not lie before the last change.
    #[must_use]
    pub fn salience(&self, now: Time) -> f64 {
        self.attention.salience(now)
    }

    /// Items on an organ's agenda.
    #[must_use]
    pub fn agenda(&self, organ: Organ) -> &Agenda {
        &self.agendas[organ as usize]
    }
}

/// Whether nothing can bring a case before the organs, so that their calendars can be left out.
fn awaits_nothing(rules: &scenario::Alliance) -> bool {
    rules.rule == Rule::Automatic
}

fn rules<'a>(env: &Env<'a>) -> &'a scenario::Alliance {
    &env.scenario.sections.alliance
}
