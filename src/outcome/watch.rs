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
use super::fold::{Fold, RowWriter};
use super::mobilization::Mobilization;
use super::people::People;
use super::programme::Programme;
use super::{Metric, Series};

/// Watches a history and writes its outcomes. A new group of outcomes adds one line to each function here.
#[derive(Debug)]
pub struct Watch {
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

impl Watch {
    /// All metrics of a scenario, in the order of the row.
    #[must_use]
    pub fn metrics(scenario: &Scenario) -> Vec<Metric> {
        [
            Advance::metrics(scenario),
            People::metrics(scenario),
            Border::metrics(scenario),
            Mobilization::metrics(scenario),
            Alliance::metrics(scenario),
            Programme::metrics(scenario),
            Bilateral::metrics(scenario),
        ]
        .concat()
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

    /// A watch over histories of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let daily = Series::offsets(&Daily::series(scenario)).1;
        let length = daily + ByPlace::length(&Watch::by_place(scenario));
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
        let mut row = RowWriter::new(row);
        self.advance.finish(horizon, crisis, &mut row);
        self.people.finish(horizon, crisis, &mut row);
        self.border.finish(horizon, crisis, &mut row);
        self.mobilization.finish(horizon, crisis, &mut row);
        self.alliance.finish(horizon, crisis, &mut row);
        self.programme.finish(horizon, crisis, &mut row);
        self.bilateral.finish(horizon, crisis, &mut row);
    }
}

impl Observer<Crisis> for Watch {
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

impl Watch {
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
    use crate::scenario::{Overlay, load};
    use crate::sim::{Context, World, run};

    /// Shows every fold every fact.
    struct Everything(Watch);

    impl Observer<Crisis> for Everything {
        fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
            self.0.show_all(now, fact, crisis);
        }
    }

    #[test]
    fn no_fold_misses_a_fact_that_it_looks_at() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        for folder in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if !folder.join("scenario.toml").exists() {
                continue;
            }
            let scenario = Arc::new(load(&folder, &Overlay::default()).unwrap());
            let horizon = Time::from_days(scenario.meta.horizon_days());
            let (mut crisis, mut context) = (Crisis::new(Arc::clone(&scenario)), Context::new());
            let (mut watch, mut everything) = (Watch::new(&scenario), Everything(Watch::new(&scenario)));
            crisis.begin(World::new(20_210_501, 3), &mut context);
            watch.begin(&crisis);
            everything.0.begin(&crisis);
            run(&mut crisis, &mut context, horizon, &mut (&mut watch, &mut everything));
            let outcomes = |watch: &mut Watch| {
                let (mut row, mut series) = (vec![0.0; 1000], vec![0; watch.series.len()]);
                watch.finish(horizon, &crisis, &mut row, &mut series);
                (row.into_iter().map(f64::to_bits).collect::<Vec<_>>(), series)
            };
            assert!(outcomes(&mut watch) == outcomes(&mut everything.0), "{}", folder.display());
        }
    }
}
