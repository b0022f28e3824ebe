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
//! Each stage is an event with its own named draws ([`case::Stage`]); its days are stated when it ends. Need is read off
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
mod hearing;
mod items;
pub mod position;
mod route;
pub mod secretariat;
pub mod stage;
#[cfg(test)]
mod tests;

use self::agenda::Agenda;
use self::attention::Attention;
use self::case::{Case, Status};
use self::delivery::Deliveries;
use self::secretariat::{Item, Secretariat};
use super::border_view::BorderView;
use super::desk::Desk;
use super::fact::Fact;
use super::index::MilestoneId;
use super::mechanism;
use super::trigger::{self, Watch};
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
    request: Watch,
    automatic: Watch,
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
    pub fn begin(&mut self, desk: &mut Desk<'_>) {
        let rules = rules(desk);
        (self.request, self.automatic) = (Watch::default(), Watch::default());
        (self.view, self.reservists, self.deal_open) = (BorderView::default(), 0.0, false);
        self.case = Case::default();
        self.agendas = [Agenda::default(); 3];
        self.deliveries = Deliveries::default();
        self.secretariat.begin(rules.secretariat.desks);
        if !rules.active {
            return;
        }
        let threshold = desk.occasion(mechanism::EXTRAORDINARY, 0, 0).exponential();
        self.attention = Attention::new(rules.salience.half_life, threshold);
        let start = desk.scenario.meta.start;
        if let Some(day) = trigger::day_of(&rules.request, start) {
            desk.schedule_at(Time::from_days(day), Event::RequestDate);
        }
        if rules.rule == Rule::Automatic
            && let Some(day) = trigger::day_of(&rules.automatic.trigger, start)
        {
            desk.schedule_at(Time::from_days(day), Event::AutomaticDate);
        }
        if awaits_nothing(rules) {
            return;
        }
        for &(_, organ) in ORGANS {
            self.open_calendar(organ, desk);
        }
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, view: BorderView, reservists: f64, desk: &mut Desk<'_>) {
        (self.view, self.reservists) = (view, reservists);
        match event {
            Event::RequestDate => {
                if self.request.date_comes(&rules(desk).request, &self.view) {
                    self.prepare_request(desk);
                }
            }
            Event::AutomaticDate => {
                if self.automatic.date_comes(&rules(desk).automatic.trigger, &self.view) {
                    self.decide_automatically(desk);
                }
            }
            Event::Request => self.ask(desk),
            Event::StageEnds => self.end_stage(desk),
            Event::Reply(member) => self.reply(member as usize, desk),
            Event::Look => self.look_around(desk),
            Event::Item(organ, number) => self.other_item(organ, number, desk),
            Event::Prepared(server, item) => self.prepared(server, item, desk),
            Event::Session(organ) => self.session(organ, desk),
            Event::Extraordinary => self.extraordinary(desk),
            Event::Reminder => self.reminder(desk),
            Event::Reopen => self.reopen(desk),
            Event::Delivery(event) => self.deliveries.fire(event, desk),
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
    pub fn look(&mut self, view: BorderView, reservists: f64, desk: &mut Desk<'_>) {
        (self.view, self.reservists) = (view, reservists);
        let rules = rules(desk);
        if !rules.active {
            return;
        }
        if rules.rule == Rule::Automatic && self.automatic.look(&rules.automatic.trigger, &view) {
            self.decide_automatically(desk);
        }
        if self.request.look(&rules.request, &view) {
            self.prepare_request(desk);
        }
    }

    /// Whether the case has been answered, and might be taken up again.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        matches!(self.case.status, Status::Answered(_))
    }

    /// A day ends after the answer: has the border become so much worse that a refused case is taken up again? That happens
    /// on the day which begins.
    pub fn end_day(&mut self, view: BorderView, reservists: f64, desk: &mut Desk<'_>) {
        (self.view, self.reservists) = (view, reservists);
        if self.is_worse(desk) {
            desk.schedule_in(0.0, Event::Reopen);
        }
    }

    /// A bilateral deal of the lead member with the host opens or closes.
    pub fn set_deal_open(&mut self, open: bool) {
        self.deal_open = open;
    }

    /// The host is about to ask.
    fn prepare_request(&mut self, desk: &mut Desk<'_>) {
        let days = stage::days(rules(desk).request_delay, &mut desk.stream(mechanism::REQUEST, 0));
        desk.schedule_in(days, Event::Request);
    }

    /// The host asks for help, if it has not done so.
    pub fn ask(&mut self, desk: &mut Desk<'_>) {
        let rules = rules(desk);
        if !rules.active || self.case.requested.is_some() {
            return;
        }
        self.case.requested = Some(desk.now());
        desk.state(Fact::HelpRequested { round: 0 });
        self.raise_salience(rules.salience.at_request, desk);
        self.next_reminder(desk);
        self.deliveries.send_standing_force(desk);
        if rules.rule == Rule::Automatic {
            self.case.status = Status::Waiting;
        } else {
            self.start_round(desk);
        }
    }

    /// Something makes the case more salient: the request, a reminder, a dated milestone.
    pub fn raise_salience(&mut self, by: f64, desk: &mut Desk<'_>) {
        if rules(desk).active {
            self.attention.raise(by, desk.now());
            self.aim_extraordinary(desk);
        }
    }

    /// What a milestone `days` before the start has left of its salience.
    pub fn remember(&mut self, milestone: MilestoneId, days: f64, desk: &mut Desk<'_>) {
        if let Some(salience) = desk.scenario.milestones[milestone.at()].effect(Effect::Salience) {
            self.raise_salience(salience * libm::exp2(-days / rules(desk).salience.half_life), desk);
        }
    }

    /// A dated milestone may remind the alliance, or bring the request.
    pub fn heed(&mut self, milestone: MilestoneId, desk: &mut Desk<'_>) {
        let milestone = &desk.scenario.milestones[milestone.at()];
        if let Some(salience) = milestone.effect(Effect::Salience) {
            self.raise_salience(salience, desk);
        }
        if milestone.effect(Effect::Request).is_some_and(|request| request > 0.0) {
            self.ask(desk);
        }
    }

    fn reminder(&mut self, desk: &mut Desk<'_>) {
        desk.state(Fact::AllianceReminded);
        self.raise_salience(rules(desk).salience.at_reminder, desk);
        self.next_reminder(desk);
    }

    fn next_reminder(&mut self, desk: &mut Desk<'_>) {
        let rate = rules(desk).salience.reminders;
        if rate > 0.0 {
            let gap = desk.occasion(mechanism::REMINDER, 0, self.attention.reminders).exponential() / rate;
            self.attention.reminders += 1;
            desk.schedule_in(gap, Event::Reminder);
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

fn rules<'a>(desk: &Desk<'a>) -> &'a scenario::Alliance {
    &desk.scenario.sections.alliance
}
