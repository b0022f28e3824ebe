//! Dates that lie outside the scenario's time: what they do not do there, told as odd.
//!
//! What lasts is in force at the start: tempos, what is left of salience and of assurances, a campaign that has turned to the
//! cities. All else that has a date acts on that date or not at all, so a date that lies elsewhere is most often a mistake.

use super::capitals::Switch;
use super::date::Date;
use super::load::Document;
use super::milestone::{Effect, Milestone};
use super::origin::{Origin, Sources};
use super::problem::Problem;
use super::trigger::{Condition, Trigger};
use super::value::Table;

/// Days from the scenario's time beyond which a date looks mistyped: ten years.
const FAR: i32 = 3653;
/// Standard deviations within which a date with a spread is thought to lie.
const SPREAD: f64 = 3.0;

/// All dates of a scenario that do not do what they seem to.
pub(super) fn odd_dates(document: &Document, tree: &Table, sources: &Sources) -> Vec<Problem> {
    let (meta, sections) = (&document.meta, &document.sections);
    let mut dates = Dates { start: meta.start, end: meta.end, tree, sources, odd: Vec::new() };
    let programme = &sections.programme;
    for milestone in &document.milestones {
        dates.milestone(milestone, programme.resolution);
    }
    for change in &document.changes {
        let holds = "it holds from the start on";
        dates.look(&["change", &change.head.id, "date"], change.head.date, Some(holds), "it never comes");
    }
    let surge = &sections.campaign.surge;
    if let Some(start) = surge.start {
        let over = f64::from(start.days_since(meta.start)) + surge.days <= 0.0;
        let early = over.then_some("the surge is over before the scenario begins");
        dates.look(&["campaign", "surge", "start"], start, early, "the surge never begins");
    }
    let capitals = &sections.capitals;
    if let Some(date) = capitals.switch_date.filter(|_| capitals.switch == Switch::Date) {
        // The earliest day that is likely.
        let likely = date.plus_days(-libm::ceil(SPREAD * capitals.switch_date_sd) as i32);
        if likely > meta.end || date <= meta.end {
            dates.look(&["capitals", "switch_date"], date, None, "the campaign never turns to the cities");
        }
    }
    dates.trigger(&["mobilization", "trigger"], &sections.mobilization.trigger);
    let also = sections.also_asked.iter().map(|also| (vec!["also_asked", also.id.as_str()], &also.rules));
    for (path, alliance) in [(vec!["alliance"], &sections.alliance)].into_iter().chain(also) {
        if alliance.active {
            dates.trigger(&[&path[..], &["request"]].concat(), &alliance.request);
            if alliance.rule == super::Rule::Automatic {
                dates.trigger(&[&path[..], &["automatic"]].concat(), &alliance.automatic.trigger);
            }
        }
    }
    dates.trigger(&["bilateral", "trigger"], &sections.bilateral.trigger);
    dates.trigger(&["bilateral", "talks", "trigger"], &sections.bilateral.talks.trigger);
    if let Some(date) = programme.resolution.filter(|_| programme.active) {
        // A programme under way may be old.
        if date > meta.end || programme.gates_passed == 0 {
            dates.look(&["programme", "resolution"], date, None, "the programme never begins");
        }
    }
    dates.odd
}

/// The scenario's time, and what was found.
struct Dates<'a> {
    start: Date,
    end: Date,
    tree: &'a Table,
    sources: &'a Sources,
    odd: Vec<Problem>,
}

impl Dates<'_> {
    fn milestone(&mut self, milestone: &Milestone, resolution: Option<Date>) {
        let path = ["milestone", &milestone.id, "date"];
        // Reminders since its resolution have left something of their push on the programme, and are its history.
        let of_programme = resolution.is_some_and(|resolution| milestone.date >= resolution);
        let words = |lasts: &dyn Fn(Effect) -> bool| -> Option<String> {
            let lost = milestone.effects.iter().map(|effect| effect.0).filter(|&effect| !lasts(effect));
            let lost: Vec<&str> = lost.map(Effect::key).collect();
            (!lost.is_empty()).then(|| format!("its {} has no effect", lost.join(" and its ")))
        };
        if milestone.date > self.end {
            let nothing = words(&|_| false);
            self.look(&path, milestone.date, None, nothing.as_deref().unwrap_or_default());
            return;
        }
        let lost = words(&|effect| match effect {
            Effect::CampaignTempo | Effect::CapitalTempo | Effect::Salience | Effect::Assurance | Effect::Pledge => {
                true
            }
            Effect::Reminder => of_programme,
            Effect::Request | Effect::Withdrawal | Effect::Mobilization => false,
        });
        if lost.is_some() || !of_programme {
            self.look(&path, milestone.date, lost.as_deref(), "");
        }
    }

    fn trigger(&mut self, path: &[&str], trigger: &Trigger) {
        let Some(date) = trigger.date.filter(|_| trigger.counts(Condition::Date)) else { return };
        // Where more is needed, the date is a condition that holds from the start on.
        let alone = !trigger.all || trigger.conditions.len() == 1;
        let early = alone.then_some("it has come when the scenario begins, and sets off on the first day");
        self.look(&[path, &["date"]].concat(), date, early, "it never comes");
    }

    /// Tells of a date before the start where that means something odd, of one after the end likewise (where there is a
    /// meaning), and of any that is far away.
    fn look(&mut self, path: &[&str], date: Date, early: Option<&str>, late: &str) {
        let (before, after) = (self.start.days_since(date), date.days_since(self.end));
        let (days, side) = if before > 0 { (before, "before the start") } else { (after, "after the end") };
        let meaning = if before > 0 { early } else { Some(late).filter(|late| after > 0 && !late.is_empty()) };
        if meaning.is_none() && days <= FAR {
            return;
        }
        let bound = if before > 0 { self.start } else { self.end };
        let meaning = meaning.unwrap_or("it lies more than ten years from the scenario's time");
        let (plural, time) = (if days == 1 { "" } else { "s" }, format!("{} to {}", self.start, self.end));
        let problem = Problem::at(self.sources, self.origin(path), path.join("."))
            .found(format!("{date}, {days} day{plural} {side} of the scenario ({bound}): {meaning}"))
            .rule(format!("what has a date acts within the scenario's time, {time}"))
            .remedy("is the date right? if so, change start or end of the scenario, or leave it out");
        self.odd.push(problem);
    }

    /// Where a path is written: the deepest part of it that stands in the document.
    fn origin(&self, path: &[&str]) -> Origin {
        let (mut table, mut origin) = (Some(self.tree), Origin::new(0, 0..0));
        for step in path {
            let Some(node) = table.and_then(|table| table.get(step)) else { break };
            (table, origin) = (node.as_table(), node.origin);
        }
        origin
    }
}
