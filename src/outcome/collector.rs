//! All outcomes of a history together: the observer of a run.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::{Observer, Time};

use super::advance::Advance;
use super::alliance::Alliance;
use super::bilateral::Bilateral;
use super::border::Border;
use super::by_place::{ByPlace, DistrictTally};
use super::daily::Daily;
use super::fold::{Declare, End, Fold, RowWriter};
use super::mobilization::Mobilization;
use super::people::People;
use super::programme::Programme;
use super::{Metric, Series};

/// Watches a history and writes its outcomes. A new group of outcomes adds one line to each function here.
#[derive(Debug)]
pub struct Collector {
    daily: Daily,
    districts: DistrictTally,
    /// Daily series, then quantities by place.
    series: Vec<u32>,
    advance: Advance,
    people: People,
    border: Border,
    mobilization: Mobilization,
    alliance: Alliance,
    programme: Programme,
    bilateral: Bilateral,
}

impl Collector {
    /// All metrics of a scenario, in the order of the row.
    #[must_use]
    pub fn metrics(scenario: &Scenario) -> Vec<Metric> {
        [
            Declare::of::<Advance>(scenario),
            Declare::of::<People>(scenario),
            Declare::of::<Border>(scenario),
            Declare::of::<Mobilization>(scenario),
            Declare::of::<Alliance>(scenario),
            Declare::of::<Programme>(scenario),
            Declare::of::<Bilateral>(scenario),
        ]
        .into_iter()
        .flatten()
        .map(|metric| metric.with_names(&scenario.names))
        .collect()
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

    /// A collector over histories of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let daily = Series::offsets(&Daily::series(scenario)).1;
        let length = daily + ByPlace::length(&Collector::by_place(scenario));
        Self {
            daily: Daily::new(scenario),
            districts: DistrictTally::new(scenario, daily),
            series: vec![0; length],
            advance: Advance::default(),
            people: People::default(),
            border: Border::default(),
            mobilization: Mobilization::default(),
            alliance: Alliance::default(),
            programme: Programme::default(),
            bilateral: Bilateral::default(),
        }
    }

    /// Starts a history that has just begun.
    pub fn begin(&mut self, crisis: &Crisis) {
        self.districts.begin(crisis, &mut self.series);
        self.advance.begin(crisis);
        self.people.begin(crisis);
        self.border.begin(crisis);
        self.mobilization.begin(crisis);
        self.alliance.begin(crisis);
        self.programme.begin(crisis);
        self.bilateral.begin(crisis);
    }

    /// Writes the outcomes at the horizon: the row, and the daily series with the
    /// quantities by place after them.
    pub fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut [f64], series: &mut [u32]) {
        series.copy_from_slice(&self.series[..series.len()]);
        let end = End { crisis, horizon };
        let mut row = RowWriter::new(row, end);
        report(&mut self.advance, &end, &mut row);
        report(&mut self.people, &end, &mut row);
        report(&mut self.border, &end, &mut row);
        report(&mut self.mobilization, &end, &mut row);
        report(&mut self.alliance, &end, &mut row);
        report(&mut self.programme, &end, &mut row);
        report(&mut self.bilateral, &end, &mut row);
    }
}

fn report(fold: &mut impl Fold, end: &End<'_>, row: &mut RowWriter<'_>) {
    fold.close(end);
    fold.outcomes(end.crisis.scenario(), row);
}

impl Observer<Crisis> for Collector {
    /// Shows a fact to the folds that look at it. The facts that are by far the most go to the one that does, rather than past all of
    /// them; a test shows every fold every fact and compares.
    #[inline]
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match fact {
            Fact::PersonRegistered { .. } => self.people.see(now, fact, crisis),
            Fact::LoadChanged { .. } => self.border.see(now, fact, crisis),
            Fact::TeamsAtWork { .. } | Fact::CiviliansWentHome { .. } | Fact::GarrisonBroke { .. } => {}
            _ => self.show_all(now, fact, crisis),
        }
    }
}

impl Collector {
    fn show_all(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        self.daily.see(fact, crisis, &mut self.series);
        self.districts.see(now, fact, crisis, &mut self.series);
        self.advance.see(now, fact, crisis);
        self.people.see(now, fact, crisis);
        self.border.see(now, fact, crisis);
        self.mobilization.see(now, fact, crisis);
        self.alliance.see(now, fact, crisis);
        self.programme.see(now, fact, crisis);
        self.bilateral.see(now, fact, crisis);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::outcome::{Clock, Kind, Starts};
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
