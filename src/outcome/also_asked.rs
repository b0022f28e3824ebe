//! Outcomes of alliances that are asked besides the first: the same as of the first, under names of their own; and what all
//! of them together brought.

use crate::model::index::AllianceId;
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::alliance::{Alliance, HIGHEST_RANK};
use super::fold::{End, Fold, Outcomes};
use super::metric::{BESIDE, Text};
use super::{Better, Clock, Kind, Metric, Side, Starts};

/// The time whose coming starts the clock of help from any alliance.
const ANY_CALLED: &str = "any_call_days";

/// Folds facts into outcomes of all alliances; empty where only one is asked.
#[derive(Debug, Default)]
pub struct AlsoAsked {
    /// By number, the first one among them.
    all: Vec<Alliance>,
}

impl AlsoAsked {
    /// Folds that have seen nothing.
    fn fresh(scenario: &Scenario) -> impl Iterator<Item = Alliance> + use<> {
        let also = scenario.sections.also_asked.len() as u8;
        let all = if also == 0 { 0 } else { also + 1 };
        (0..all).map(|number| Alliance::of(AllianceId(number)))
    }

    /// When help beyond words of any alliance was in place first, and of which, by its number.
    fn first_help(&self) -> Option<(Time, usize)> {
        let there = self.all.iter().enumerate().filter_map(|(at, one)| Some((one.material_in_place()?, at)));
        there.min_by(|a, b| a.0.days().total_cmp(&b.0.days()))
    }

    /// What all of them together brought.
    fn together(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        let called = self.all.iter().filter_map(|one| one.called).min();
        let helped = self.first_help();
        list.time(
            || Metric::time(ANY_CALLED, Clock::from_start("{host} calls an alliance")).side(Side::Response),
            |_| (Some(Time::ZERO), called),
        );
        list.time(
            || {
                let until = "help beyond words of any alliance is in place";
                let clock = Clock::after(ANY_CALLED, "the first call to an alliance", until);
                let metric = Metric::time("any_help_days", clock).label("help of any alliance");
                metric.side(Side::Response).better(Better::Lower)
            },
            |_| (called, helped.map(|(time, _)| time)),
        );
        list.level(
            || {
                let names = (0..=scenario.sections.also_asked.len()).map(|at| scenario.names_of(at).alliance.clone());
                let levels = std::iter::once("nobody".to_owned()).chain(names);
                Metric::level("help_first_from", "whose help beyond words was in place first", levels)
            },
            |_| called.map(|_| helped.map_or(0, |(_, at)| at + 1)),
        );
        list.event(
            || {
                let meaning = "whether no help beyond words of any alliance was in place when the last border district to fall had fallen; asked where {host} called one and a border district fell";
                Metric::event("any_too_late", meaning).better(Better::Lower)
            },
            |_| {
                let fell = called.and(self.all.first().and_then(|one| one.last_border_fall));
                fell.map(|fell| helped.is_none_or(|(there, _)| there > fell))
            },
        );
    }
}

impl Fold for AlsoAsked {
    fn begin(&mut self, crisis: &Crisis) {
        self.all.clear();
        self.all.extend(Self::fresh(crisis.scenario()));
        self.all.iter_mut().for_each(|one| one.begin(crisis));
    }

    #[inline]
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        self.all.iter_mut().for_each(|one| one.see(now, fact, crisis));
    }

    fn close(&mut self, end: &End<'_>) {
        self.all.iter_mut().for_each(|one| one.close(end));
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if scenario.sections.also_asked.is_empty() {
            return;
        }
        if self.all.is_empty() {
            // Metrics are declared by a fold that has seen nothing.
            return AlsoAsked { all: Self::fresh(scenario).collect() }.outcomes(scenario, list);
        }
        for (number, one) in self.all.iter().enumerate().skip(1) {
            one.all(scenario, &mut Of { number, scenario, list });
        }
        self.together(scenario, list);
    }
}

/// Takes outcomes of an alliance, and passes them on under its name.
struct Of<'a, L> {
    number: usize,
    scenario: &'a Scenario,
    list: &'a mut L,
}

/// A metric of the first alliance as one of another.
fn of(metric: Metric, number: usize, scenario: &Scenario) -> Metric {
    let names = scenario.names_of(number);
    let id = |id: &str| -> Text { format!("also_{}_{id}", scenario.sections.also_asked[number - 1].id).into() };
    let named = metric.meaning.contains("{alliance}");
    let mut metric = metric.with_names(&names);
    metric.id = id(&metric.id);
    if !named {
        metric.meaning = format!("{}: {}", names.alliance, metric.meaning).into();
    }
    if !metric.label.is_empty() {
        metric.label = format!("{} ({})", metric.label, names.alliance).into();
    }
    if let Kind::Time(Clock { from, starts: Starts::When(start), .. }) = &mut metric.kind {
        *from = format!("{from} to {}", names.alliance).into();
        *start = id(start);
    }
    if let Some(ending) = &mut metric.ending {
        ending.metric = id(&ending.metric);
    }
    // The first page and the chart of a case's stages are the first alliance's, but for one sentence.
    metric.headline = (metric.headline == Some(HIGHEST_RANK)).then(|| BESIDE + number as u8);
    metric.stage = None;
    metric
}

impl<L: Outcomes> Outcomes for Of<'_, L> {
    fn amount<V: Into<Option<f64>>>(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V) {
        self.list.amount(|| of(metric(), self.number, self.scenario), value);
    }

    fn event<V: Into<Option<bool>>>(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> V) {
        self.list.event(|| of(metric(), self.number, self.scenario), value);
    }

    fn level(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> Option<usize>) {
        self.list.level(|| of(metric(), self.number, self.scenario), value);
    }

    fn time(&mut self, metric: impl FnOnce() -> Metric, value: impl FnOnce(&End<'_>) -> (Option<Time>, Option<Time>)) {
        self.list.time(|| of(metric(), self.number, self.scenario), value);
    }
}
