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
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
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
