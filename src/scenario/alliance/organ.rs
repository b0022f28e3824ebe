//! Who meets when: the secretariat's queue, and the organs with their calendars and agendas.

use crate::scenario::date::Date;
use crate::scenario::distribution::log_normal;
use crate::scenario::limits::LEAST_INTERVAL;
use crate::scenario::section::{Section, parameters};
use crate::sim::Distribution;

/// An organ that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Organ {
    /// The permanent council of envoys.
    Council,
    /// Foreign and defence ministers.
    Ministers,
    /// Heads of state.
    Heads,
}

/// All organs with their names, in order of rank.
pub const ORGANS: &[(&str, Organ)] =
    &[("council", Organ::Council), ("ministers", Organ::Ministers), ("heads", Organ::Heads)];

parameters! {
    |s|
    /// The secretariat prepares items, the lead member's global ones first, else in the order of arrival.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Secretariat {
        /// Items prepared at the same time; 0 passes everything on at once.
        pub desks: usize = s.integer("desks").default(1).between(0.0, 1000.0).unit("items").assumed().get() as usize,
        /// Days that the preparation of an item takes.
        pub service: Distribution = s.distribution("service_days").default(log_normal(1.0, 0.6)).days().assumed().get(),
    }
}

parameters! {
    |s, every: f64, slots: i64, per_week: f64, called: f64|
    /// An organ that decides.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OrganRule {
        /// Days between ordinary sessions; 0 if the organ meets whenever an item is filed.
        pub every: f64 = s.number("every_days").default(every).between(0.0, 1e5).unit("days").assumed().get(),
        /// Dates of ordinary sessions, all between the first and the last of them; the others are counted from these. Those
        /// of the alliance's organs.csv if left out; drawn if there are none.
        pub sessions: Vec<Date> = in_order(s.dates("sessions").default(Vec::new()).get()),
        /// Items that an ordinary session can deal with.
        pub slots: u32 = s.integer("slots").default(slots).between(1.0, 1000.0).unit("items").assumed().get() as u32,
        /// Weight with which a session that is called for a case is one of this organ.
        pub called: f64 =
            s.number("called_weight").default(called).between(0.0, 1e6).unit("1").assumed().get(),
        /// Other items that crowd its agenda.
        pub items: Items = Items::read(s, per_week),
    }
    check |rule| {
        if rule.every > 0.0 && rule.every < LEAST_INTERVAL {
            s.problem("every_days", format!("0, or at least {LEAST_INTERVAL} days"), "");
        }
    }
}

parameters! {
    |s, per_week: f64|
    /// Other items that crowd an agenda.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Items {
        /// Other items that reach the agenda, a Poisson process.
        pub per_week: f64 = s.number("other_items_per_week").default(per_week).between(0.0, 1000.0).unit("per week")
            .source("assumption; utilisation 0.6 to 0.95").get(),
        /// Share of the other items that belong to the lead member's global agenda and go first.
        pub lead_share: f64 = s.number("lead_item_share").default(0.4).share().assumed().get(),
    }
}

const USUAL: [(f64, i64, f64, f64, &str); 3] = [
    (14.0, 5, 2.5, 1.0, "The permanent council"),
    (182.6, 20, 0.6, 0.0, "The ministers, two rounds a year"),
    (365.25, 18, 0.35, 0.0, "The heads of state, one summit a year"),
];

fn in_order(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort();
    dates
}

impl OrganRule {
    /// The first ordinary session after a time, both in days from a date: one of [`sessions`](OrganRule::sessions), before the
    /// first and after the last of them a multiple of [`every`](OrganRule::every) away. `None` where there are none.
    #[must_use]
    pub fn session_after(&self, days: f64, start: Date) -> Option<f64> {
        let day = |date: &Date| f64::from(date.days_since(start));
        let (first, last) = (day(self.sessions.first()?), day(self.sessions.last()?));
        if (first..last).contains(&days) {
            return self.sessions.iter().map(day).find(|session| *session > days);
        }
        let from = if days < first { first } else { last };
        let next = from + self.every * (libm::floor((days - from) / self.every) + 1.0);
        // What was itself such a multiple may have been rounded down.
        Some(if next > days { next } else { next + self.every })
    }

    /// The last ordinary session before one that [`session_after`](OrganRule::session_after) gave, in days from a date.
    #[must_use]
    pub fn session_before(&self, session: f64, start: Date) -> Option<f64> {
        let day = |date: &Date| f64::from(date.days_since(start));
        let recorded = self.sessions.iter().map(day).rfind(|day| *day < session);
        match (self.sessions.first(), self.sessions.last()) {
            (Some(first), Some(last)) if session > day(first) && session <= day(last) => recorded,
            (Some(_), Some(_)) => Some(session - self.every),
            _ => None,
        }
    }

    pub(super) fn read_all(s: &mut Section<'_>) -> [OrganRule; 3] {
        s.about("The organs that decide");
        [0, 1, 2].map(|organ| {
            let (every, slots, per_week, called, what) = USUAL[organ];
            OrganRule::read(s.table(ORGANS[organ].0).about(what), every, slots, per_week, called)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Organ, Overlay, ScenarioSource, Value};

    #[test]
    fn sessions_are_those_on_record_and_then_go_on_in_their_time() {
        let text = "schema = 1\ntitle = \"T\"\nstart = 2030-03-01\nend = 2030-12-31\n\
                    [alliance.organ.heads]\nevery_days = 30\nsessions = [2030-04-01, 2030-03-20, 2030-06-01]\n";
        let source = ScenarioSource::from_texts(&[("scenario.toml", text)]).unwrap();
        let scenario = source.resolve(&Overlay::none()).unwrap();
        let (rule, start) = (&scenario.sections.alliance.organs[Organ::Heads as usize], scenario.meta.start);
        let after = |days: f64| rule.session_after(days, start).unwrap();
        // Record: days 19, 31 and 92.
        for (days, next) in [
            (-60.0, -41.0),
            (-41.0, -11.0),
            (-11.0, 19.0),
            (-0.5, 19.0),
            (18.9, 19.0),
            (19.0, 31.0),
            (31.0, 92.0),
            (91.9, 92.0),
            (92.0, 122.0),
            (122.0, 152.0),
            (151.0, 152.0),
        ] {
            assert_eq!(after(days), next, "after {days}");
        }
        let none = Overlay::none().with_set("alliance.organ.heads.sessions", Value::List(Vec::new()));
        let drawn = source.resolve(&none).unwrap();
        assert_eq!(drawn.sections.alliance.organs[Organ::Heads as usize].session_after(3.0, start), None);
    }
}
