//! The alliance's fast track: what becomes of a host's call for help (model 3.10).
//!
//! ```text
//! call ─┬─ voice:   first words; the mission's; words when attention jumps
//!       ├─ staff:   departure -> visit -> report; again when the border or attention has changed
//!       ├─ levels:  each is ready to be decided after a time of its own
//!       ├─ organs:  sessions called for the case
//!       └─ request -> intake -> secretariat -> consultations -> filed: ordinary sessions hear it
//! session: what is ready is voted on, highest first -> signature -> delivery; or refused, or words
//! ```
//!
//! All of these go on at the same time on one **case**, which stays open, answered or not, until all that was asked is decided, the host takes its call back,
//! or time is up. How likely and how soon each rung of the ladder is comes from the alliance's record ([`crate::scenario::Response`]);
//! attention ([`attention`]) quickens all that ripens; what members weigh moves the odds ([`position`]). What the staff finds is advice: it enters the
//! members' weighing as need, and is no ceiling. Each organ has a calendar and an agenda crowded by other items ([`agenda`]). Under the automatic rule
//! nobody votes: what is observed decides. Help comes as [`delivery`] says.

pub mod agenda;
mod assessment;
pub mod attention;
pub mod ballot;
pub mod case;
pub mod delivery;
mod env;
mod items;
mod other;
pub mod position;
mod route;
pub mod secretariat;
mod sessions;
pub mod stage;
#[cfg(test)]
mod tests;
mod voice;

use self::agenda::Agenda;
use self::attention::{Attention, Ripening};
use self::case::Case;
use self::delivery::Deliveries;
use self::env::AllianceEnv;
use self::other::OtherAnswer;
use self::secretariat::{Item, Secretariat};
use super::answer::Answer;
use super::border_view::BorderView;
use super::env::Env;
use super::index::{AllianceId, MilestoneId};
use super::mechanism;
use super::trigger::{self, TriggerState};
use crate::scenario::{self, Effect, ORGANS, Organ, Rule, Scenario};
use crate::sim::Time;

/// What will happen in an alliance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// In which.
    pub of: AllianceId,
    due: Due,
}

/// What will happen in the alliance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Due {
    /// The date that makes the host ask has come.
    RequestDate,
    /// The date of the automatic rule has come.
    AutomaticDate,
    /// The host asks formally.
    Request,
    /// A stage of the way to the organs ends.
    StageEnds,
    /// A member replies.
    Reply(u32),
    /// A stage of the mission ends.
    StaffStageEnds,
    /// The mission looks at the border.
    Look,
    /// The mission speaks.
    StaffSpeaks,
    /// The secretariat or the lead speaks again.
    OfficeSpeaks,
    /// Something is ripe.
    Ripe(Ripening),
    /// A session meets that was called to decide.
    Convened(Organ),
    /// A decision is signed.
    Signed,
    /// Another item for an organ comes; how many came before.
    Item(Organ, u32),
    /// A desk of the secretariat has prepared an item.
    Prepared(u32, Item),
    /// An organ meets in ordinary session.
    Session(Organ),
    /// The host reminds the alliance.
    Reminder,
    /// Help comes.
    Delivery(delivery::Event),
    /// The other alliance, after which this one is asked, was called so long ago.
    OtherIsDue,
}

/// An alliance and the case before it; the first, by default.
#[derive(Debug, Default)]
pub struct Alliance {
    which: AllianceId,
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
    reminders: u32,
    deliveries: Deliveries,
    other: OtherAnswer,
    /// Help of each kind of need that other alliances brought and that is there now; empty where none did.
    of_others: Vec<f64>,
}

impl Alliance {
    /// An alliance by its number.
    #[must_use]
    pub fn new(which: AllianceId) -> Alliance {
        Alliance { which, ..Alliance::default() }
    }

    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        let rules = rules(env);
        (self.request, self.automatic) = (TriggerState::default(), TriggerState::default());
        (self.view, self.reservists, self.deal_open) = (BorderView::default(), 0.0, false);
        let disposition = core::mem::take(&mut self.case.disposition);
        self.case = Case { disposition, ..Case::default() };
        self.reminders = 0;
        self.agendas = [Agenda::default(); 3];
        self.deliveries = Deliveries::default();
        self.other = OtherAnswer::default();
        self.of_others.clear();
        self.secretariat.begin(rules.secretariat.desks);
        if !rules.active {
            return;
        }
        self.attention = Attention::new(rules.salience.half_life);
        let start = env.scenario.meta.start;
        if let Some(day) = trigger::day_of(&rules.request, start) {
            env.schedule_at(Time::from_days(day), Due::RequestDate);
        }
        if rules.rule == Rule::Automatic
            && let Some(day) = trigger::day_of(&rules.automatic.trigger, start)
        {
            env.schedule_at(Time::from_days(day), Due::AutomaticDate);
        }
        if rules.rule == Rule::Automatic {
            return;
        }
        for &(_, organ) in ORGANS {
            self.open_calendar(organ, env);
        }
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, view: &BorderView, reservists: f64, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        (self.view, self.reservists) = (*view, reservists);
        match event.due {
            Due::RequestDate => {
                if self.request.date_comes(&rules(env).request, &self.view) {
                    self.call(env);
                }
            }
            Due::AutomaticDate => {
                if self.automatic.date_comes(&rules(env).automatic.trigger, &self.view) {
                    self.decide_automatically(env);
                }
            }
            Due::Request => self.ask(env),
            Due::StageEnds => self.end_stage(env),
            Due::Reply(member) => self.reply(member as usize, env),
            Due::StaffStageEnds => self.end_staff_stage(env),
            Due::Look => self.look_around(env),
            Due::StaffSpeaks => self.staff_speaks(env),
            Due::OfficeSpeaks => self.office_speaks(env),
            Due::Ripe(what) => {
                self.attention.is_ripe(what);
                match what {
                    Ripening::Words => self.office_speaks(env),
                    Ripening::Session => self.called_session(env),
                    Ripening::Level(level) => self.level_is_ready(level, env),
                }
            }
            Due::Convened(organ) => self.convened(organ, env),
            Due::Signed => self.sign(env),
            Due::Item(organ, number) => self.other_item(organ, number, env),
            Due::Prepared(server, item) => self.prepared(server, item, env),
            Due::Session(organ) => self.session(organ, env),
            Due::Reminder => self.reminder(env),
            Due::Delivery(event) => self.deliveries.fire(event, env),
            Due::OtherIsDue => self.other_is_due(env),
        }
    }

    /// Whether something at the border could make the host ask, or decide by itself.
    #[must_use]
    pub fn watches(&self, scenario: &Scenario) -> bool {
        let rules = scenario.sections.rules_of(self.which.at());
        let by_itself = rules.rule == Rule::Automatic && self.automatic.waits(&rules.automatic.trigger);
        rules.active && (by_itself || (self.case.opened.is_none() && self.request.waits(&rules.request)))
    }

    /// Looks at the border. `reservists` of its ready men are reservists of the host.
    pub fn react_to_border(&mut self, view: &BorderView, reservists: f64, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        (self.view, self.reservists) = (*view, reservists);
        let rules = rules(env);
        if !rules.active {
            return;
        }
        if rules.rule == Rule::Automatic && self.automatic.check(&rules.automatic.trigger, view) {
            self.decide_automatically(env);
        }
        if self.request.check(&rules.request, view) {
            self.call(env);
        }
    }

    /// The rules have changed.
    pub fn change_rules(&mut self) {
        self.case.disposition.change_rules();
    }

    /// Sees the border as a day ends.
    pub fn see_day_end(&mut self, view: &BorderView, reservists: f64, env: &mut Env<'_>) {
        (self.view, self.reservists) = (*view, reservists);
        self.end_day(&mut AllianceEnv::of(self.which, env));
    }

    /// A bilateral deal of the lead member with the host opens or closes.
    pub fn set_deal_open(&mut self, open: bool, env: &mut Env<'_>) {
        let closes = self.deal_open && !open;
        self.deal_open = open;
        if closes {
            self.learn(&mut AllianceEnv::of(self.which, env));
        }
    }

    /// Something raises attention: a reminder, a dated milestone, the fall of a capital.
    fn raise_attention(&mut self, by: f64, env: &mut AllianceEnv<'_>) {
        if rules(env).active && by > 0.0 {
            self.attention.raise(by, env);
            self.be_asked_to_speak(by, env);
            self.learn(env);
        }
    }

    /// A provincial capital has fallen, perhaps that of the nation.
    pub fn capital_fell(&mut self, nations: bool, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        let salience = &rules(env).salience;
        self.raise_attention(if nations { salience.at_nations_capital } else { salience.at_capital }, env);
    }

    /// What a milestone `days` before the start has left of its salience.
    pub fn remember(&mut self, milestone: MilestoneId, days: f64, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        let milestone = &env.scenario.milestones[milestone.at()];
        if let Some(salience) = milestone.effect(Effect::Salience).filter(|_| env.concerns(milestone)) {
            self.raise_attention(salience * libm::exp2(-days / rules(env).salience.half_life), env);
        }
    }

    /// A dated milestone may remind the alliance, or bring the request.
    pub fn react_to_milestone(&mut self, milestone: MilestoneId, env: &mut Env<'_>) {
        let env = &mut AllianceEnv::of(self.which, env);
        let milestone = &env.scenario.milestones[milestone.at()];
        if !env.concerns(milestone) {
            return;
        }
        if let Some(salience) = milestone.effect(Effect::Salience) {
            self.raise_attention(salience, env);
        }
        if milestone.effect(Effect::Request).is_some_and(|request| request > 0.0) {
            self.ask(env);
        }
        if milestone.effect(Effect::Withdrawal).is_some_and(|withdrawal| withdrawal > 0.0) {
            self.close(false, env);
        }
    }

    fn reminder(&mut self, env: &mut AllianceEnv<'_>) {
        if self.case.is_open() {
            env.state(Answer::AllianceReminded);
            self.raise_attention(rules(env).salience.at_reminder, env);
            self.next_reminder(env);
        }
    }

    fn next_reminder(&mut self, env: &mut AllianceEnv<'_>) {
        let rate = rules(env).salience.reminders;
        if rate > 0.0 {
            let gap = env.occasion(mechanism::REMINDER, 0, self.reminders).exponential() / rate;
            self.reminders += 1;
            env.schedule_in(gap, Due::Reminder);
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

    /// Attention to the case, at an instant that does not lie before the last change.
    #[must_use]
    pub fn attention(&self, now: Time) -> f64 {
        self.attention.now(now)
    }

    /// Items on an organ's agenda.
    #[must_use]
    pub fn agenda(&self, organ: Organ) -> &Agenda {
        &self.agendas[organ as usize]
    }
}

fn rules<'a>(env: &AllianceEnv<'a>) -> &'a scenario::Alliance {
    env.rules()
}
