//! Daily series: the state of the crisis at the end of each day.

use crate::model::{Crisis, Fact};
use crate::scenario::{Date, Scenario};

use super::Series;

/// A quantity that is read off the crisis, with its name, unit and meaning.
struct Gauge {
    id: &'static str,
    unit: &'static str,
    meaning: &'static str,
    /// Whether the scenario has such a thing at all.
    applies: fn(&Scenario) -> bool,
    read: fn(&Crisis) -> u32,
}

fn has_map(scenario: &Scenario) -> bool {
    !scenario.geography.districts.is_empty()
}

fn has_border(scenario: &Scenario) -> bool {
    !scenario.geography.host_districts.is_empty()
}

/// The series that is held against observed counts.
pub const DISTRICTS_HELD: &str = "districts_held";

/// All daily series. A new one is a new line here.
const GAUGES: &[Gauge] = &[
    Gauge {
        id: DISTRICTS_HELD,
        unit: "districts",
        meaning: "districts that {advancing_force} holds",
        applies: has_map,
        read: |crisis| crisis.territory().held_total(),
    },
    Gauge {
        id: "capitals_fallen",
        unit: "capitals",
        meaning: "provincial capitals that have fallen",
        applies: has_map,
        read: |crisis| crisis.territory().capitals_fallen(),
    },
    Gauge {
        id: "soldiers_in_host",
        unit: "people",
        meaning: "soldiers in {host}",
        applies: has_border,
        read: |crisis| crisis.shelter().held(),
    },
    Gauge {
        id: "civilians_displaced",
        unit: "people",
        meaning: "civilians away from home",
        applies: has_map,
        read: |crisis| crisis.displacement().away() as u32,
    },
    Gauge {
        id: "civilians_in_host",
        unit: "people",
        meaning: "civilians in {host}",
        applies: has_border,
        read: |crisis| crisis.displacement().in_host() as u32,
    },
    Gauge {
        id: "waiting_at_posts",
        unit: "people",
        meaning: "people who wait at posts or are being registered",
        applies: has_border,
        read: |crisis| crisis.posts().present() as u32,
    },
    Gauge {
        id: "facing_km",
        unit: "km",
        meaning: "border line that {advancing_force} holds",
        applies: has_border,
        read: |crisis| crisis.load().totals().facing_km as u32,
    },
    Gauge {
        id: "men_required",
        unit: "men",
        meaning: "men whom the border requires",
        applies: has_border,
        read: |crisis| crisis.load().totals().required as u32,
    },
    Gauge {
        id: "men_ready",
        unit: "men",
        meaning: "men ready at the border, weighted by readiness",
        applies: has_border,
        read: |crisis| crisis.load().totals().ready as u32,
    },
    Gauge {
        id: "reservists_in_place",
        unit: "people",
        meaning: "{reservists} in place at the border",
        applies: has_border,
        read: |crisis| crisis.mobilization().in_place(),
    },
    Gauge {
        id: "allied_men",
        unit: "people",
        meaning: "allied men at the border, or sent into the member that asked",
        applies: |scenario| !scenario.sections.alliance.members.is_empty(),
        read: |crisis| crisis.alliance().deliveries().men(),
    },
    Gauge {
        id: "programme_gates_passed",
        unit: "gates",
        meaning: "gates of seven that {alliance}'s programme has passed",
        applies: |scenario| scenario.sections.programme.resolution.is_some(),
        read: |crisis| crisis.programme().gates_passed(),
    },
];

/// Reads the gauges at the end of each day.
#[derive(Debug)]
pub struct Daily {
    gauges: Vec<usize>,
    days: usize,
}

impl Daily {
    /// The series of a scenario.
    #[must_use]
    pub fn series(scenario: &Scenario) -> Vec<Series> {
        GAUGES
            .iter()
            .filter(|gauge| (gauge.applies)(scenario))
            .map(|gauge| Series {
                id: gauge.id.into(),
                unit: gauge.unit.into(),
                meaning: scenario.names.fill(gauge.meaning).into(),
                start_day: first_day(scenario),
                days: scenario.meta.days(),
            })
            .collect()
    }

    /// A reader for a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let gauges: Vec<usize> = (0..GAUGES.len()).filter(|&i| (GAUGES[i].applies)(scenario)).collect();
        Self { gauges, days: scenario.meta.days() }
    }

    /// Reads all gauges when a day has ended.
    #[inline]
    pub fn see(&self, fact: &Fact, crisis: &Crisis, series: &mut [u32]) {
        if let Fact::DayEnded { day } = *fact {
            for (k, &gauge) in self.gauges.iter().enumerate() {
                series[k * self.days + day as usize] = (GAUGES[gauge].read)(crisis);
            }
        }
    }
}

/// The scenario's first day, counted from 1970-01-01.
fn first_day(scenario: &Scenario) -> i32 {
    scenario.meta.start.days_since(Date::EPOCH)
}
