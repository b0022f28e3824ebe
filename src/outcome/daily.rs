//! Daily series: the state of the crisis at the end of each day.

use std::borrow::Cow;

use crate::model::needs::Standing;
use crate::model::{Crisis, Fact};
use crate::scenario::{Date, Scenario, in_metrics};

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
        applies: |scenario| scenario.sections.alliances().any(|alliance| !alliance.members.is_empty()),
        read: |crisis| crisis.allied_men(),
    },
    Gauge {
        id: "programme_gates_passed",
        unit: "gates",
        meaning: "gates of seven that {alliance}'s programme has passed",
        applies: |scenario| scenario.sections.programme.resolution.is_some(),
        read: |crisis| crisis.programme().gates_passed(),
    },
];

/// What is read at the end of a day.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Gauge(usize),
    /// Civilians in a host district; one more than there are: elsewhere in the host state.
    At(usize),
    /// Civilians in the host districts of a state, by its number.
    InState(u32),
    /// Civilians without shelter.
    Unsheltered,
    /// A kind of need, by its number.
    Need(usize, Part),
}

/// What is read of a kind of need.
#[derive(Debug, Clone, Copy)]
enum Part {
    Required,
    Ready,
    Missing,
}

/// All that is read in a scenario.
fn readings(scenario: &Scenario) -> Vec<Reading> {
    let mut all: Vec<Reading> =
        (0..GAUGES.len()).filter(|&i| (GAUGES[i].applies)(scenario)).map(Reading::Gauge).collect();
    let (places, states) = (scenario.geography.host_districts.len(), scenario.geography.hosts.len() as u32);
    if scenario.sections.outcomes.people_by_place && places > 0 {
        all.extend((0..=places).map(Reading::At));
        all.extend((0..states).filter(|_| states > 1).map(Reading::InState));
        all.push(Reading::Unsheltered);
    }
    let parts = [Part::Required, Part::Ready, Part::Missing];
    all.extend((0..scenario.sections.needs.len()).flat_map(|kind| parts.map(|part| Reading::Need(kind, part))));
    all
}

/// A reading as a series: id, unit, meaning.
fn words(reading: Reading, scenario: &Scenario) -> (Cow<'static, str>, Cow<'static, str>, String) {
    let map = &scenario.geography;
    match reading {
        Reading::Gauge(i) => (GAUGES[i].id.into(), GAUGES[i].unit.into(), GAUGES[i].meaning.to_owned()),
        Reading::At(i) => match map.host_districts.get(i) {
            Some(place) => {
                (place.refuge_series().into(), "people".into(), format!("civilians in {} of {{host}}", place.name))
            }
            None => {
                let id = "civilians_elsewhere_in_host";
                (id.into(), "people".into(), "civilians elsewhere in {host}".to_owned())
            }
        },
        Reading::InState(state) => {
            let state = &map.hosts[state as usize];
            (state_series(state).into(), "people".into(), format!("civilians in the border districts of {state}"))
        }
        Reading::Unsheltered => (
            "civilians_unsheltered".into(),
            "people".into(),
            "civilians in {host} for whom their place has no shelter".to_owned(),
        ),
        Reading::Need(kind, part) => {
            let need = &scenario.sections.needs[kind];
            let (id, what) = match part {
                Part::Required => ("required", "required"),
                Part::Ready => ("ready", "ready, help included"),
                Part::Missing => ("short", "missing"),
            };
            let (unit, name) = (need.unit.clone(), need.name());
            (format!("need_{}_{id}", need.id).into(), unit.clone().into(), format!("{name}: {unit} {what}"))
        }
    }
}

/// Id of the series of civilians in the host districts of a state.
#[must_use]
pub fn state_series(state: &str) -> String {
    format!("civilians_in_state_{}", in_metrics(state))
}

/// Reads all series at the end of each day.
#[derive(Debug)]
pub struct Daily {
    gauges: Vec<usize>,
    /// What is read after the gauges, in few scenarios.
    others: Vec<Reading>,
    days: usize,
}

impl Daily {
    /// The series of a scenario.
    #[must_use]
    pub fn series(scenario: &Scenario) -> Vec<Series> {
        let series = |reading| {
            let (id, unit, meaning) = words(reading, scenario);
            Series {
                id,
                unit,
                meaning: scenario.names.fill(&meaning).into(),
                start_day: first_day(scenario),
                days: scenario.meta.days(),
            }
        };
        readings(scenario).into_iter().map(series).collect()
    }

    /// A reader for a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let gauge = |reading: &Reading| match reading {
            Reading::Gauge(gauge) => Some(*gauge),
            _ => None,
        };
        let mut others = readings(scenario);
        let gauges: Vec<usize> = others.iter().map_while(gauge).collect();
        others.drain(..gauges.len());
        Self { gauges, others, days: scenario.meta.days() }
    }

    /// Reads all when a day has ended.
    #[inline]
    pub fn see(&self, fact: &Fact, crisis: &Crisis, series: &mut [u32]) {
        if let Fact::DayEnded { day } = *fact {
            for (k, &gauge) in self.gauges.iter().enumerate() {
                series[k * self.days + day as usize] = (GAUGES[gauge].read)(crisis);
            }
            if !self.others.is_empty() {
                self.see_others(day as usize, crisis, series);
            }
        }
    }
}

impl Part {
    fn of(self, need: &Standing) -> f64 {
        match self {
            Part::Required => need.required,
            Part::Ready => need.ready(),
            Part::Missing => need.missing(),
        }
    }
}

impl Daily {
    #[cold]
    fn see_others(&self, day: usize, crisis: &Crisis, series: &mut [u32]) {
        for (k, &reading) in (self.gauges.len()..).zip(&self.others) {
            series[k * self.days + day] = match reading {
                Reading::Gauge(gauge) => (GAUGES[gauge].read)(crisis),
                Reading::At(place) => crisis.displacement().in_host_by_place().get(place).map_or(0, |&n| n as u32),
                Reading::InState(state) => in_state(state, crisis) as u32,
                Reading::Unsheltered => crisis.displacement().unsheltered() as u32,
                Reading::Need(kind, part) => crisis.needs().nth(kind).map_or(0, |need| part.of(&need).round() as u32),
            };
        }
    }
}

/// Civilians in the host districts of a state.
pub(super) fn in_state(state: u32, crisis: &Crisis) -> u64 {
    let places = crisis.scenario().geography.host_districts.iter().zip(crisis.displacement().in_host_by_place());
    places.filter(|(place, _)| place.host == state).map(|(_, people)| people).sum()
}

/// The scenario's first day, counted from 1970-01-01.
fn first_day(scenario: &Scenario) -> i32 {
    scenario.meta.start.days_since(Date::EPOCH)
}
