//! Who meets when: the secretariat's queue, and the organs with their calendars and agendas.

use crate::scenario::date::Date;
use crate::scenario::limits::LEAST_INTERVAL;
use crate::scenario::section::Section;
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

/// `[alliance.organ.NAME]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrganRule {
    /// Days between ordinary sessions; 0 for an organ that meets whenever an item is filed.
    pub every: f64,
    /// Date of one ordinary session; drawn if not given.
    pub session: Option<Date>,
    /// Items that a session can deal with.
    pub slots: u32,
    /// Other items.
    pub items: Items,
}

/// Other items that crowd an agenda.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Items {
    /// Items a week, a Poisson process.
    pub per_week: f64,
    /// Share of them that belong to the lead member's global agenda and go first.
    pub lead_share: f64,
}

/// `[alliance.secretariat]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Secretariat {
    /// Items that are prepared at the same time; 0 for a secretariat that passes everything on at once.
    pub desks: usize,
    /// Days that an item takes.
    pub service: Distribution,
}

impl Secretariat {
    pub(super) fn read(s: &mut Section<'_>) -> Secretariat {
        s.about("The secretariat prepares items, the lead member's global ones first, else in the order of arrival");
        Secretariat {
            desks: s
                .integer("desks")
                .default(1)
                .between(0.0, 1000.0)
                .unit("items")
                .doc("Items prepared at the same time; 0 passes everything on at once")
                .source("assumption")
                .get() as usize,
            service: s
                .distribution("service_days")
                .default(Distribution::LogNormal { median: 1.0, sigma: 0.6 })
                .days()
                .doc("Days that the preparation of an item takes")
                .source("assumption")
                .get(),
        }
    }
}

const USUAL: [(f64, i64, f64, &str); 3] = [
    (7.0, 4, 3.0, "The permanent council"),
    (182.6, 6, 0.1, "The ministers, two rounds a year"),
    (365.25, 6, 0.05, "The heads of state, one summit a year"),
];

impl OrganRule {
    pub(super) fn read_all(s: &mut Section<'_>) -> [OrganRule; 3] {
        s.about("The organs that decide");
        let mut rule = |organ: usize| {
            let (every, slots, per_week, what) = USUAL[organ];
            let mut s = s.table(ORGANS[organ].0);
            s.about(what);
            let rule = OrganRule {
                every: s
                    .number("every_days")
                    .default(every)
                    .between(0.0, 1e5)
                    .unit("days")
                    .doc("Days between ordinary sessions; 0 if the organ meets whenever an item is filed")
                    .source("assumption")
                    .get(),
                session: s
                    .date("session")
                    .doc("Date of one ordinary session, from which the others are counted; drawn if left out")
                    .optional(),
                slots: s
                    .integer("slots")
                    .default(slots)
                    .between(1.0, 1000.0)
                    .unit("items")
                    .doc("Items that an ordinary session can deal with")
                    .source("assumption")
                    .get() as u32,
                items: Items {
                    per_week: s
                        .number("other_items_per_week")
                        .default(per_week)
                        .between(0.0, 1000.0)
                        .unit("per week")
                        .doc("Other items that reach the agenda, a Poisson process")
                        .source("assumption; utilisation 0.6 to 0.95")
                        .get(),
                    lead_share: s
                        .number("lead_item_share")
                        .default(0.4)
                        .share()
                        .unit("share")
                        .doc("Share of the other items that belong to the lead member's global agenda and go first")
                        .source("assumption")
                        .get(),
                },
            };
            if rule.every > 0.0 && rule.every < LEAST_INTERVAL {
                s.problem("every_days", format!("0, or at least {LEAST_INTERVAL} days"), "");
            }
            rule
        };
        [rule(0), rule(1), rule(2)]
    }
}
