//! Sessions and other business: calendars of the organs, items that crowd the secretariat and the agendas.

use super::env::AllianceEnv;
use super::secretariat::{Item, Work};
use super::{Alliance, Due, rules, stage};
use crate::model::mechanism;
use crate::scenario::Organ;
use crate::sim::{Start, Stream, Time};

const DAYS_A_WEEK: f64 = 7.0;

impl Alliance {
    /// Puts an organ's first session and first other item into the calendar.
    pub(super) fn open_calendar(&mut self, organ: Organ, env: &mut AllianceEnv<'_>) {
        let rule = &rules(env).organs[organ as usize];
        if rule.every <= 0.0 {
            return;
        }
        // One in the first moment counts.
        let first = match rule.session_after(-1e-6, env.scenario.meta.start) {
            Some(first) => first.max(0.0),
            None => rule.every * env.stream(mechanism::SESSION_DAY, organ as u32).uniform(),
        };
        env.schedule_at(Time::from_days(first), Due::Session(organ));
        // What came since the session before the start waits already.
        let since = match rule.session_before(first, env.scenario.meta.start) {
            Some(last) => -last.min(0.0),
            None => rule.every - first,
        };
        let per_day = rule.items.per_week / DAYS_A_WEEK;
        let mut stream = env.stream(mechanism::WAITING_ITEMS, organ as u32);
        let mut days = stream.exponential();
        while days < since * per_day {
            self.agendas[organ as usize].file(stream.chance(rule.items.lead_share));
            days += stream.exponential();
        }
        let mut stream = env.occasion(mechanism::OTHER_ITEM, organ as u32, 0);
        await_item(organ, 0, &mut stream, env);
    }

    /// Another item comes in. All that is drawn for it comes from one stream: its class, how long until the next, its preparation.
    pub(super) fn other_item(&mut self, organ: Organ, number: u32, env: &mut AllianceEnv<'_>) {
        let mut stream = env.occasion(mechanism::OTHER_ITEM, organ as u32, number + 1);
        let of_lead = stream.chance(rules(env).organs[organ as usize].items.lead_share);
        await_item(organ, number + 1, &mut stream, env);
        let days = stage::days(rules(env).secretariat.service, &mut stream);
        self.submit(Work { item: Item::Other { organ, of_lead }, days: Some(days) }, env);
    }

    /// Gives an item to the secretariat.
    pub(super) fn submit(&mut self, work: Work, env: &mut AllianceEnv<'_>) {
        if self.secretariat.passes_on() {
            self.file(work.item, env);
        } else {
            let start = self.secretariat.arrive(work, env.now());
            start_work(start, env);
        }
    }

    /// A desk has prepared an item.
    pub(super) fn prepared(&mut self, server: u32, item: Item, env: &mut AllianceEnv<'_>) {
        let start = self.secretariat.finish(server as usize, env.now());
        start_work(start, env);
        self.file(item, env);
    }

    /// An item leaves the secretariat: another one for its agenda, the case for its next stage.
    fn file(&mut self, item: Item, env: &mut AllianceEnv<'_>) {
        match item {
            Item::Other { organ, of_lead, .. } => self.agendas[organ as usize].file(of_lead),
            Item::Case => self.end_stage(env),
        }
    }
}

/// Awaits an organ's item of this number, after an exponential gap.
fn await_item(organ: Organ, number: u32, stream: &mut Stream, env: &mut AllianceEnv<'_>) {
    let per_day = rules(env).organs[organ as usize].items.per_week / DAYS_A_WEEK;
    if per_day > 0.0 {
        env.schedule_in(stream.exponential() / per_day, Due::Item(organ, number));
    }
}

/// A desk begins to prepare an item.
fn start_work(start: Option<Start<Work>>, env: &mut AllianceEnv<'_>) {
    let Some(Start { job: Work { item, days }, server, .. }) = start else { return };
    let days = days.unwrap_or_else(|| {
        stage::days(rules(env).secretariat.service, &mut env.stream(mechanism::CASE_PREPARATION, 0))
    });
    env.schedule_in(days, Due::Prepared(server as u32, item));
}
