//! Sessions and other business: calendars of the organs, items that crowd the secretariat and the agendas.

use super::secretariat::Item;
use super::{Alliance, Event, rules, stage};
use crate::model::desk::Desk;
use crate::model::mechanism;
use crate::scenario::Organ;
use crate::sim::{Start, Time};

const DAYS_A_WEEK: f64 = 7.0;

impl Alliance {
    /// Puts an organ's first session and first other item into the calendar.
    pub(super) fn open_calendar(&mut self, organ: Organ, desk: &mut Desk<'_>) {
        let rule = rules(desk).organs[organ as usize];
        if rule.every <= 0.0 {
            return;
        }
        let first = match rule.session {
            Some(date) => f64::from(date.days_since(desk.scenario.meta.start)).rem_euclid(rule.every),
            None => rule.every * desk.stream(mechanism::SESSION_DAY, organ as u32).uniform(),
        };
        desk.schedule_at(Time::from_days(first), Event::Session(organ));
        self.next_item(organ, 0, desk);
    }

    fn next_item(&mut self, organ: Organ, number: u32, desk: &mut Desk<'_>) {
        let per_day = rules(desk).organs[organ as usize].items.per_week / DAYS_A_WEEK;
        if per_day > 0.0 {
            let gap = desk.occasion(mechanism::OTHER_ITEM, organ as u32, number).exponential() / per_day;
            desk.schedule_in(gap, Event::Item(organ, number));
        }
    }

    /// Another item comes in.
    pub(super) fn other_item(&mut self, organ: Organ, number: u32, desk: &mut Desk<'_>) {
        let share = rules(desk).organs[organ as usize].items.lead_share;
        let of_lead = desk.occasion(mechanism::OTHER_ITEM_CLASS, organ as u32, number).chance(share);
        self.submit(Item::Other { organ, of_lead, number }, desk);
        self.next_item(organ, number + 1, desk);
    }

    /// Gives an item to the secretariat.
    pub(super) fn submit(&mut self, item: Item, desk: &mut Desk<'_>) {
        if self.secretariat.passes_on() {
            self.file(item, desk);
        } else {
            let start = self.secretariat.arrive(item, desk.now());
            start_work(start, self.case.occasion(), desk);
        }
    }

    /// A desk has prepared an item.
    pub(super) fn prepared(&mut self, server: u32, item: Item, desk: &mut Desk<'_>) {
        let start = self.secretariat.finish(server as usize, desk.now());
        start_work(start, self.case.occasion(), desk);
        self.file(item, desk);
    }

    /// An item leaves the secretariat: another one for its agenda, the case for its next stage.
    fn file(&mut self, item: Item, desk: &mut Desk<'_>) {
        match item {
            Item::Other { organ, of_lead, .. } => self.agendas[organ as usize].file(of_lead),
            Item::Case => self.end_stage(desk),
        }
    }
}

/// A desk begins to work on an item.
fn start_work(start: Option<Start<Item>>, occasion: u32, desk: &mut Desk<'_>) {
    let Some(Start { job, server, .. }) = start else { return };
    let mut stream = match job {
        Item::Case => desk.occasion(mechanism::CASE_PREPARATION, 0, occasion),
        Item::Other { organ, number, .. } => desk.occasion(mechanism::ITEM_PREPARATION, organ as u32, number),
    };
    let days = stage::days(rules(desk).secretariat.service, &mut stream);
    desk.schedule_in(days, Event::Prepared(server as u32, job));
}
