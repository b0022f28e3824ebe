//! All outcomes of a history together: the observer of a run.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::{Observer, Time};

use super::advance::Advance;
use super::alliance::Alliance;
use super::also_asked::AlsoAsked;
use super::bilateral::Bilateral;
use super::border::Border;
use super::by_place::{ByPlace, DistrictTally};
use super::daily::Daily;
use super::fold::{Declare, End, Fold, RowWriter};
use super::mobilization::Mobilization;
use super::needs::Needs;
use super::own::Own;
use super::people::People;
use super::programme::Programme;
use super::{Kind, Metric, Series};

/// All groups of outcomes, in the order of the row. A new group joins here.
type Groups =
    (Advance, (People, (Border, (Mobilization, (Alliance, (Programme, (Bilateral, (Needs, (Own, AlsoAsked)))))))));

/// Observes a history and collects its outcomes.
#[derive(Debug)]
pub struct Collector {
    daily: Daily,
    districts: DistrictTally,
    /// Daily series, then quantities by place.
    series: Vec<u32>,
    groups: Groups,
}

impl Collector {
    /// All metrics of a scenario, in the order of the row, with the names of its roles.
    #[must_use]
    pub fn metrics(scenario: &Scenario) -> Vec<Metric> {
        let declared = Declare::of::<Groups>(scenario).into_iter();
        declared.map(|metric| metric.with_names(&scenario.names)).collect()
    }

    /// Whether a scenario reports these metrics, whatever their words are: values of both can stand in the same row.
    #[must_use]
    pub fn reports(scenario: &Scenario, metrics: &[Metric]) -> bool {
        let declared = Declare::of::<Groups>(scenario);
        let same = |(own, known): (&Metric, &Metric)| {
            let kind = match (&own.kind, &known.kind) {
                (Kind::Level(own), Kind::Level(known)) => own == known,
                (own, known) => own.name() == known.name(),
            };
            kind && own.id == known.id
        };
        declared.len() == metrics.len() && declared.iter().zip(metrics).all(same)
    }

    /// All daily series of a scenario.
    #[must_use]
    pub fn series(scenario: &Scenario) -> Vec<Series> {
        Daily::series(scenario)
    }

    /// All quantities by place of a scenario; their values follow those of the daily series.
    #[must_use]
    pub fn by_place(scenario: &Scenario) -> Vec<ByPlace> {
        DistrictTally::quantities(scenario)
    }

    /// A collector for histories of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let daily = Series::offsets(&Daily::series(scenario)).1;
        let districts = DistrictTally::new(scenario, daily);
        debug_assert_eq!(districts.end() - daily, ByPlace::length(&Collector::by_place(scenario)));
        let series = vec![0; districts.end()];
        Self { daily: Daily::new(scenario), districts, series, groups: Groups::default() }
    }

    /// Starts a history that has just begun.
    pub fn begin(&mut self, crisis: &Crisis) {
        self.districts.begin(crisis, &mut self.series);
        self.groups.begin(crisis);
    }

    /// Writes the outcomes at the horizon: the row, and the daily series with the
    /// quantities by place after them.
    pub fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut [f64], series: &mut [u32]) {
        series.copy_from_slice(&self.series[..series.len()]);
        let end = End { crisis, horizon };
        self.groups.close(&end);
        self.groups.outcomes(crisis.scenario(), &mut RowWriter::new(row, end));
    }
}

impl Observer<Crisis> for Collector {
    /// Shows a fact to the groups that look at it. The facts that are by far the most go to those that do, rather than past
    /// all of them; a test shows every group every fact and compares.
    #[inline]
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        let (_, (people, (border, _))) = &mut self.groups;
        match fact {
            Fact::DistrictFell { .. } | Fact::DistrictRecaptured { .. } => self.show_change_of_hands(now, fact, crisis),
            &Fact::PersonRegistered { at, people: party, .. } => {
                people.see(now, fact, crisis);
                self.districts.let_in(at, party, &mut self.series);
            }
            Fact::LoadChanged { .. } => border.see(now, fact, crisis),
            Fact::TeamsAtWork { .. } | Fact::CiviliansWentHome { .. } | Fact::GarrisonBroke { .. } => {}
            _ => self.show_all(now, fact, crisis),
        }
    }
}

impl Collector {
    // Inlined, it would crowd the loop of events for the facts that are more still.
    #[inline(never)]
    fn show_change_of_hands(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        let (advance, (_, (_, (_, (alliance, (_, (_, (_, (_, also_asked))))))))) = &mut self.groups;
        self.districts.see(now, fact, crisis, &mut self.series);
        advance.see(now, fact, crisis);
        alliance.see(now, fact, crisis);
        also_asked.see(now, fact, crisis);
    }

    fn show_all(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        self.daily.see(fact, crisis, &mut self.series);
        self.districts.see(now, fact, crisis, &mut self.series);
        self.groups.see(now, fact, crisis);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::outcome::{Clock, Kind, Starts, waiting};
    use crate::scenario::{Overlay, load};
    use crate::sim::{Context, World, run};

    /// Shows every fold every fact.
    struct Everything(Collector);

    impl Observer<Crisis> for Everything {
        fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
            self.0.show_all(now, fact, crisis);
        }
    }

    fn shipped() -> impl Iterator<Item = Arc<crate::scenario::Scenario>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let scenarios = folders.filter(|folder| folder.join("scenario.toml").exists());
        scenarios.map(|folder| Arc::new(load(&folder, &Overlay::default()).unwrap()))
    }

    /// What a metric says of another by its id is true of one that the same scenario reports.
    #[test]
    fn metrics_name_metrics_that_there_are() {
        for scenario in shipped() {
            let metrics = Collector::metrics(&scenario);
            let find = |id: &str| metrics.iter().find(|metric| metric.id == id).unwrap_or_else(|| panic!("no {id}"));
            let mut ids: Vec<&str> = metrics.iter().map(|metric| metric.id.as_ref()).collect();
            let mut ranks: Vec<u8> = metrics.iter().filter_map(|metric| metric.headline).collect();
            for metric in &metrics {
                if let Some(Clock { starts: Starts::When(start), .. }) = metric.clock() {
                    assert!(find(start).clock().is_some(), "{} counts from {start}, which is no time", metric.id);
                }
                if let Some(ending) = &metric.ending {
                    let Kind::Level(levels) = &find(&ending.metric).kind else { panic!("{} has no levels", metric.id) };
                    assert!(ending.causes.iter().flat_map(|cause| &cause.levels).all(|level| levels.contains(level)));
                }
                // Times on a first page are raced and drawn, which takes a name shorter than their meaning.
                assert!(
                    metric.headline.is_none() || metric.clock().is_none() || !metric.label.is_empty(),
                    "{}",
                    metric.id
                );
            }
            let (all, ranked) = (ids.len(), ranks.len());
            ids.sort_unstable();
            ids.dedup();
            ranks.sort_unstable();
            ranks.dedup();
            assert_eq!((ids.len(), ranks.len()), (all, ranked), "an id or a rank stands twice");
        }
    }

    /// Every placeholder is a role's, in the words of all metrics, series and quantities, named or not.
    #[test]
    fn no_placeholder_is_left_in_any_text() {
        for mut scenario in shipped() {
            Arc::get_mut(&mut scenario).unwrap().names.host = "Northland".to_owned();
            let mut texts: Vec<String> = Collector::metrics(&scenario)
                .iter()
                .flat_map(|metric| {
                    let clock = metric.clock().map(|clock| [clock.from.to_string(), clock.until.to_string()]);
                    clock.into_iter().flatten().chain([metric.meaning.to_string(), metric.label.to_string()])
                })
                .collect();
            texts.extend(Collector::series(&scenario).iter().map(|series| series.meaning.to_string()));
            texts.extend(Collector::by_place(&scenario).iter().map(|quantity| quantity.meaning.to_string()));
            texts.extend(waiting(&scenario).into_iter().map(|waiting| waiting.event));
            let left = texts.iter().find(|text| text.contains(['{', '}']));
            assert!(left.is_none(), "{left:?}");
            let border = !scenario.geography.host_districts.is_empty();
            assert!(!border || texts.iter().any(|text| text.contains("Northland")), "{}", scenario.meta.title);
        }
    }

    #[test]
    fn no_fold_misses_a_fact_that_it_looks_at() {
        for scenario in shipped() {
            let horizon = Time::from_days(scenario.meta.horizon_days());
            let (mut crisis, mut context) = (Crisis::new(Arc::clone(&scenario)), Context::new());
            let (mut collector, mut everything) = (Collector::new(&scenario), Everything(Collector::new(&scenario)));
            crisis.begin(World::new(20_210_501, 3), &mut context);
            collector.begin(&crisis);
            everything.0.begin(&crisis);
            run(&mut crisis, &mut context, horizon, &mut (&mut collector, &mut everything));
            let outcomes = |collector: &mut Collector| {
                let (mut row, mut series) = (vec![0.0; 1000], vec![0; collector.series.len()]);
                collector.finish(horizon, &crisis, &mut row, &mut series);
                (row.into_iter().map(f64::to_bits).collect::<Vec<_>>(), series)
            };
            assert!(outcomes(&mut collector) == outcomes(&mut everything.0), "{}", scenario.meta.title);
        }
    }
}
