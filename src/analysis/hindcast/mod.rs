//! A variant held against what was observed, where the scenario has observed data: counts of districts held, the day
//! on which each district fell, districts that held, and outcomes of the response and of people.
//!
//! Tables keep quantiles, not replications, so the score is the weighted interval score, and the place of an observation
//! in its forecast is read between quantiles. Null models are scored by the same quantiles: with nine of them, crowded in the
//! tails, the score is about two thirds of a calibrated forecast's CRPS, so that the two cannot be compared.
//!
//! # References
//! - Bracher, Ray, Gneiting & Reich, PLOS Comput. Biol. 17:e1008618, 2021, doi:10.1371/journal.pcbi.1008618: the score.
//! - Gneiting, Balabdaoui & Raftery, J. R. Stat. Soc. B 69:243-268, 2007, doi:10.1111/j.1467-9868.2007.00587.x: PIT.

mod forecast;
mod refuge;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use forecast::{Forecast, OUTSIDE};
pub use refuge::RelativeDifference;
pub(in crate::analysis) use tables::tables;
pub use tables::{HINDCAST, write_hindcast};

use crate::number::fixed;
use crate::outcome::by_place::FIRST_FALL;
use crate::outcome::{DISTRICTS_HELD, Kind, KindName, Metric, Series};
use crate::result::{DistrictRow, Estimate, Manifest, QUANTILES, SeriesDay, quantile_at};
use crate::scenario::{
    CampaignMode, Date, Fit, Problem, Record, RecordedChange, RecordedCount, RecordedOutcome, Scenario, Seen, Status,
    nearest,
};
use crate::stats::score::skill;
use crate::stats::summary::mean;

/// Version of the structure of `hindcast.json`.
pub const HINDCAST_FORMAT: u32 = 2;
/// Where at least this share of falls is on record, a district without one held.
const CENSUS: f64 = 0.9;
/// Fewest observations that are scored.
const FEWEST: usize = 3;

/// The first variant held against the record; `hindcast.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hindcast {
    /// Version of the structure.
    pub format: u32,
    /// The variant.
    pub variant: String,
    /// Parameters that the scenario marks as fitted: where the model follows what they were fitted to, it was made to.
    pub fitted: Vec<String>,
    /// What the record leads the campaign by; agreement with that is no result.
    pub led: Led,
    /// Districts that the scenario holds fallen from the start although a later fall is on record; they are left out.
    pub fallen_before: u64,
    /// Each observation with its forecast: counts by date, then falls by date, then districts that held, then outcomes and civilians in
    /// places of refuge as on record.
    pub checks: Vec<Check>,
    /// The averaged relative difference of civilians in places of refuge, by day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refuge: Vec<RelativeDifference>,
    /// Counts of civilians on record of which these results tell nothing.
    #[serde(default, skip_serializing_if = "is_none")]
    pub refuge_untold: u64,
    /// How well forecasts did, against null models.
    pub scores: Vec<Score>,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// What leads the campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Led {
    /// The model alone.
    Model,
    /// The model, of whose worlds those near counts are kept.
    Conditioned {
        /// Who counted.
        counter: String,
    },
    /// The record.
    Replay {
        /// Districts that change hands on its dates.
        on_record: usize,
        /// The others, which fall by the model besides.
        others: usize,
        /// Whether counts on record say how many others fall, up to the last of them.
        counted: bool,
    },
}

/// What an observation is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Districts held at the end of a day.
    DistrictsHeld,
    /// The day on which a district fell, in days from the start.
    FallDay,
    /// That a district held to the last day of a record which is a census of its region.
    Held,
    /// Any other outcome: of the response, of people.
    Outcome,
    /// Civilians in a place of refuge at the end of a day.
    Refuge,
}

impl Quantity {
    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Quantity::DistrictsHeld => "districts_held",
            Quantity::FallDay => "fall_day",
            Quantity::Held => "held",
            Quantity::Outcome => "outcome",
            Quantity::Refuge => "refuge",
        }
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::DistrictsHeld => "districts",
            Quantity::FallDay => "days",
            Quantity::Held | Quantity::Outcome => "",
            Quantity::Refuge => "people",
        }
    }
}

/// An observation with its forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was observed.
    pub quantity: Quantity,
    /// Who counted, the name of the district (or of its city), or the id of the metric or series.
    pub name: String,
    /// Unit of what was observed.
    pub unit: String,
    /// Day of the count, of the fall, to which it held, or on which the outcome was known.
    pub date: Date,
    /// How many days the date may be off, either way.
    pub precision_days: f64,
    /// Districts (scaled to the scenario's where the record gives that), days from the start, or the value in its unit; NaN where what was
    /// seen is no number.
    pub observed: f64,
    /// What was seen, where it is no number: `yes`, `no`, a level, `never`; else empty.
    pub seen: String,
    /// The probability that the forecast gave to it, where it is no number.
    pub probability: Option<f64>,
    /// The forecast's quantiles, at the probabilities of [`QUANTILES`].
    pub forecast: Forecast,
    /// What the record says that it was used for.
    pub fit: Option<Fit>,
    /// Who says so.
    pub source: String,
}

impl Check {
    /// Whether it lies in the central interval of the forecast that leaves out this probability.
    pub fn inside(&self, outside: f64) -> bool {
        self.forecast.holds(outside / 2.0, self.observed)
    }
}

/// Mean weighted interval scores of the model and of a null model; lower is better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// What is scored.
    pub quantity: Quantity,
    /// Observations.
    pub n: usize,
    /// What it is held against.
    pub null: Null,
    /// The model's score, in the unit of the quantity.
    pub model_score: f64,
    /// The null model's score.
    pub null_score: f64,
    /// `1 - model / null`: 1 is perfect, 0 no better than the null model.
    pub skill: f64,
}

/// A forecast without a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Null {
    /// The value of the first day for ever.
    FirstDay,
    /// What the other observations say.
    Others,
}

impl Hindcast {
    /// Checks of one quantity.
    pub fn of(&self, quantity: Quantity) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(move |check| check.quantity == quantity)
    }

    /// How far civilians in places of refuge are from what was counted, in a sentence; None where nobody was counted there.
    #[must_use]
    pub fn refuge_in_words(&self) -> Option<String> {
        let last = self.refuge.last()?;
        let all: Vec<f64> = self.refuge.iter().map(|day| day.difference).collect();
        let untold = match self.refuge_untold {
            0 => String::new(),
            n => format!(" Of {n} further counts these results tell nothing."),
        };
        Some(format!(
            "Civilians in places of refuge: averaged relative difference {} over {} days with counts, {} on the last ({}). 0 is perfect; 1 \
             is what a model that has nobody there would get.{untold}",
            fixed(mean(&all), 2),
            all.len(),
            fixed(last.difference, 2),
            last.date,
        ))
    }
}

/// Holds the first variant of results against the scenario's record: its daily series and districts, as the tables of
/// the results have them. None where nothing was observed that these tell.
pub fn hindcast(
    manifest: &Manifest,
    scenario: &Scenario,
    estimates: &[Estimate],
    (days, districts): (&[SeriesDay], &[DistrictRow]),
) -> Option<Hindcast> {
    let variant = manifest.plan.variant.first()?.name.clone();
    let held: Vec<&SeriesDay> =
        days.iter().filter(|day| day.series == DISTRICTS_HELD && day.variant == variant).collect();
    let counts = counts(&scenario.record, &held);
    let (falls, fallen_before) = falls(scenario, |row| row.variant == variant, districts);
    let held_out = held_out(scenario, |row| row.variant == variant, districts);
    let outcomes: Vec<Check> = scenario
        .record
        .outcomes
        .iter()
        .filter_map(|row| outcome(row, &variant, estimates, days, &manifest.series))
        .collect();
    let (people, refuge_untold) = refuge::counts(&scenario.record, scenario, &variant, days);
    if counts.is_empty() && falls.is_empty() && outcomes.is_empty() && people.is_empty() {
        return None;
    }
    let first = held.first().map(|day| quantile_at(&day.quantiles, 0.5));
    let mut scores = count_scores(first, &counts);
    scores.extend(fall_score(&falls));
    let fitted = manifest.parameters.iter().filter(|parameter| parameter.status == Some(Status::Fitted));
    Some(Hindcast {
        format: HINDCAST_FORMAT,
        variant,
        fitted: fitted.map(|parameter| parameter.path.clone()).collect(),
        led: led(scenario),
        fallen_before,
        refuge: refuge::differences(&people),
        refuge_untold,
        checks: counts
            .into_iter()
            .chain(falls)
            .chain(held_out)
            .chain(outcomes)
            .chain(people.into_iter().map(|(check, _)| check))
            .collect(),
        scores,
    })
}

/// Counts with the series' quantiles on their days; the first day is given, not forecast.
fn counts(record: &Record, held: &[&SeriesDay]) -> Vec<Check> {
    let first = held.first().map_or(i32::MAX, |day| day.date);
    let check = |count: &RecordedCount| {
        let date = count.date.days_since(Date::EPOCH);
        let day = held.iter().find(|day| day.date == date && date > first)?;
        Some(Check {
            quantity: Quantity::DistrictsHeld,
            name: count.series.clone(),
            unit: Quantity::DistrictsHeld.unit().to_owned(),
            seen: String::new(),
            probability: None,
            date: count.date,
            precision_days: 0.0,
            observed: count.districts,
            forecast: Forecast::new(day.quantiles),
            fit: count.fit,
            source: count.source.clone(),
        })
    };
    let mut counts: Vec<Check> = record.counts.iter().filter_map(check).collect();
    counts.sort_by_key(|count| count.date);
    counts
}

/// First falls on record with the quantiles of each district's first fall; and how many districts the scenario holds
/// fallen from the start.
fn falls(scenario: &Scenario, is_own: impl Fn(&DistrictRow) -> bool, districts: &[DistrictRow]) -> (Vec<Check>, u64) {
    let own = districts.iter().filter(|row| row.quantity == FIRST_FALL && is_own(row));
    let forecasts: BTreeMap<&str, &DistrictRow> = own.map(|row| (row.place.as_str(), row)).collect();
    let mut first: BTreeMap<u32, &RecordedChange> = BTreeMap::new();
    for change in scenario.record.changes.iter().filter(|change| change.fell) {
        let there = first.entry(change.district).or_insert(change);
        if change.date < there.date {
            *there = change;
        }
    }
    let known = first.into_values().filter_map(|change| {
        let district = scenario.geography.districts.get(change.district as usize)?;
        let forecast = Forecast::new(forecasts.get(district.id.as_str())?.quantiles);
        let name = if change.name.is_empty() { &district.name } else { &change.name };
        let check = Check {
            quantity: Quantity::FallDay,
            name: name.clone(),
            unit: Quantity::FallDay.unit().to_owned(),
            seen: String::new(),
            probability: None,
            date: change.date,
            precision_days: change.precision_days,
            observed: f64::from(change.date.days_since(scenario.meta.start)),
            forecast,
            fit: change.fit,
            source: change.source.clone(),
        };
        Some((&district.id, check))
    });
    let (before, mut after): (Vec<_>, Vec<_>) = known.partition(|(_, check)| check.forecast.quantile(0.975) == 0.0);
    after.sort_by(|(a, one), (b, other)| one.date.cmp(&other.date).then(a.cmp(b)));
    (after.into_iter().map(|(_, check)| check).collect(), before.len() as u64)
}

/// Districts on which the record is silent although it is nearly a census of their region, with the probability of holding to its last day.
fn held_out(scenario: &Scenario, is_own: impl Fn(&DistrictRow) -> bool, districts: &[DistrictRow]) -> Vec<Check> {
    let Some(last) = scenario.record.changes.iter().map(|change| change.date).max() else { return Vec::new() };
    let day = f64::from(last.days_since(scenario.meta.start));
    let on_record: BTreeSet<u32> = scenario.record.changes.iter().map(|change| change.district).collect();
    let map = &scenario.geography;
    let check = |row: &DistrictRow| {
        let at = map.districts.iter().position(|district| district.id == row.place)?;
        let district = &map.districts[at];
        let reported = scenario.sections.campaign.region(map.regions.get(district.region as usize)?).reported;
        if district.held_at_start || reported < CENSUS || on_record.contains(&(at as u32)) {
            return None;
        }
        let forecast = Forecast::new(row.quantiles);
        Some(Check {
            quantity: Quantity::Held,
            name: district.name.clone(),
            unit: String::new(),
            date: last,
            precision_days: 0.0,
            observed: f64::NAN,
            seen: "held".to_owned(),
            probability: Some(1.0 - forecast.place(day)),
            forecast: Forecast::new([f64::NAN; QUANTILES.len()]),
            fit: None,
            source: String::new(),
        })
    };
    districts.iter().filter(|row| row.quantity == FIRST_FALL && is_own(row)).filter_map(check).collect()
}

/// An outcome on record with what results say of it; None where they tell no such quantity.
fn outcome(
    row: &RecordedOutcome,
    variant: &str,
    estimates: &[Estimate],
    days: &[SeriesDay],
    series: &[Series],
) -> Option<Check> {
    let none = Forecast::new([f64::NAN; QUANTILES.len()]);
    let mut own = estimates.iter().filter(|e| e.metric == row.quantity && e.variant == variant);
    let (number, seen, unit, probability, forecast) = match (own.clone().next(), &row.seen) {
        (None, Seen::Number(number)) => {
            let date = row.date.days_since(Date::EPOCH);
            let is_it = |day: &&SeriesDay| day.series == row.quantity && day.variant == variant && day.date == date;
            let day = days.iter().find(is_it)?;
            let unit =
                series.iter().find(|one| one.id == row.quantity).map(|one| one.unit.to_string()).unwrap_or_default();
            (*number, String::new(), unit, None, Forecast::new(day.quantiles))
        }
        (Some(found), Seen::Number(number)) => match found.kind {
            KindName::Event => {
                let (word, p) = if *number == 0.0 { ("no", 1.0 - found.p) } else { ("yes", found.p) };
                (f64::NAN, word.to_owned(), String::new(), Some(p), none)
            }
            KindName::Level => return None,
            KindName::Time | KindName::Amount => {
                (*number, String::new(), found.unit.clone(), None, Forecast::new(found.quantiles))
            }
        },
        (Some(found), Seen::Never) if found.kind == KindName::Time => {
            (f64::NAN, "never".to_owned(), String::new(), Some(1.0 - found.p), none)
        }
        (Some(_), Seen::Level(level)) => {
            let found = own.find(|e| e.kind == KindName::Level && e.level == *level)?;
            (f64::NAN, level.clone(), String::new(), Some(found.p), none)
        }
        _ => return None,
    };
    Some(Check {
        quantity: Quantity::Outcome,
        name: row.quantity.clone(),
        unit,
        date: row.date,
        precision_days: row.off,
        observed: number,
        seen,
        probability,
        forecast,
        fit: row.fit,
        source: row.source.clone(),
    })
}

/// The rows of outcomes that no result can be held against, as the problems that they are.
#[must_use]
pub fn unknown_outcomes(record: &Record, metrics: &[Metric], series: &[Series]) -> Vec<Problem> {
    let fits = |row: &RecordedOutcome| match metrics.iter().find(|metric| metric.id == row.quantity) {
        None => series.iter().any(|one| one.id == row.quantity) && matches!(row.seen, Seen::Number(_)),
        Some(metric) => match (&metric.kind, &row.seen) {
            (Kind::Level(levels), Seen::Level(level)) => levels.iter().any(|one| one == level),
            (Kind::Level(_), _) | (_, Seen::Level(_)) => false,
            (kind, Seen::Never) => matches!(kind, Kind::Time(_)),
            (Kind::Event, Seen::Number(number)) => *number == 0.0 || *number == 1.0,
            (_, Seen::Number(_)) => true,
        },
    };
    let problem = |row: &RecordedOutcome| {
        let ids = metrics.iter().map(|metric| metric.id.as_ref()).chain(series.iter().map(|one| one.id.as_ref()));
        let near = nearest(&row.quantity, ids).filter(|near| *near != row.quantity);
        let remedy = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
        row.unknown.clone().remedy(remedy)
    };
    record.outcomes.iter().filter(|row| !fits(row)).map(problem).collect()
}

fn led(scenario: &Scenario) -> Led {
    let campaign = &scenario.sections.campaign;
    match campaign.mode {
        CampaignMode::Model => Led::Model,
        CampaignMode::Conditioned => Led::Conditioned { counter: campaign.conditioning.series.clone() },
        CampaignMode::Replay => {
            let changes = scenario.record.changes.iter();
            let on_record = changes.map(|change| change.district).collect::<BTreeSet<u32>>().len();
            let others = scenario.geography.districts.len().saturating_sub(on_record);
            let counted = !scenario.record.counts.is_empty();
            Led::Replay { on_record, others, counted }
        }
    }
}

/// The model's score on the counts, against the count of the first day for ever, and the other counts.
fn count_scores(first: Option<f64>, counts: &[Check]) -> Vec<Score> {
    let (Some(first), true) = (first, counts.len() >= FEWEST) else { return Vec::new() };
    let values: Vec<f64> = counts.iter().map(|check| check.observed).collect();
    let persistence: Vec<f64> = values.iter().map(|value| (value - first).abs()).collect();
    let model_score = mean_score(counts.iter().map(|check| (&check.forecast, check.observed)));
    let climatology = mean_score(Forecast::of_the_others(&values).iter().zip(values));
    let nulls = [(Null::FirstDay, mean(&persistence)), (Null::Others, climatology)];
    nulls.map(|null| score(Quantity::DistrictsHeld, counts.len(), model_score, null)).into()
}

/// The model's score on the days of falls, against the days on which the other districts fell. A forecast that reaches
/// beyond the horizon has no score: both are averaged over the districts that have one.
fn fall_score(falls: &[Check]) -> Option<Score> {
    let days: Vec<f64> = falls.iter().map(|check| check.observed).collect();
    let others = Forecast::of_the_others(&days);
    let known = |check: &Check| check.forecast.score(check.observed).is_finite();
    let scored: Vec<(&Check, &Forecast)> = falls.iter().zip(&others).filter(|(check, _)| known(check)).collect();
    if scored.len() < FEWEST {
        return None;
    }
    let model = mean_score(scored.iter().map(|(check, _)| (&check.forecast, check.observed)));
    let null = mean_score(scored.iter().map(|(check, others)| (*others, check.observed)));
    Some(score(Quantity::FallDay, scored.len(), model, (Null::Others, null)))
}

fn score(quantity: Quantity, n: usize, model_score: f64, (null, null_score): (Null, f64)) -> Score {
    Score { quantity, n, null, model_score, null_score, skill: skill(model_score, null_score) }
}

/// Mean weighted interval score of forecasts of values.
fn mean_score<'a>(forecasts: impl Iterator<Item = (&'a Forecast, f64)>) -> f64 {
    mean(&forecasts.map(|(forecast, value)| forecast.score(value)).collect::<Vec<_>>())
}
