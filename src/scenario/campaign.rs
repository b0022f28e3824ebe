//! `[campaign]`: how the advancing force takes rural districts.
//!
//! The pattern for every section: each parameter is defined once, with its type, meaning, key, default, range, unit and source.

use std::collections::BTreeSet;

use super::date::Date;
use super::meta::Meta;
use super::names::NameKind;
use super::section::{Section, parameters};

/// How the advance is produced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignMode {
    /// By the model alone.
    Model,
    /// By the model, keeping or weighting worlds by their distance to the observed series.
    Conditioned,
    /// Districts fall on their observed dates; the rest by the model.
    Replay,
}

/// What the pressure of fallen neighbours is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContagionMeasure {
    /// Share of a district's border, by km, that the advancing force holds.
    BorderShare,
    /// Share of a district's neighbours, by number.
    NeighbourShare,
    /// Number of fallen neighbours.
    NeighbourCount,
}

const MODES: &[(&str, CampaignMode)] =
    &[("model", CampaignMode::Model), ("conditioned", CampaignMode::Conditioned), ("replay", CampaignMode::Replay)];
const MEASURES: &[(&str, ContagionMeasure)] = &[
    ("border-share", ContagionMeasure::BorderShare),
    ("neighbour-share", ContagionMeasure::NeighbourShare),
    ("neighbour-count", ContagionMeasure::NeighbourCount),
];
/// Sources of defaults that leave a mechanism out: what one case needs, its scenario says.
const OFF: &str = "0: off, unless a scenario says otherwise";
const TOLERANCE: &str =
    "assumption: three times a tolerance of 10 districts; series of different counters differ by as much";
const CENSUS: &str = "1: the record is a census, unless a scenario says otherwise";
const ALIKE: &str = "1: no difference, unless a scenario says otherwise";

parameters! {
    |s, meta: &Meta|
    /// How the advancing force takes rural districts (model 3.1).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Campaign {
        /// How the advance is produced: by the model, by worlds near the observed series, or on observed dates (replay:
        /// districts without a date fall by the model as far as the record is no census).
        pub mode: CampaignMode = mode(s),
        /// Last day on which the record is replayed, where mode = "replay"; after it all is the model's. The whole record if
        /// left out.
        pub replay_until: Option<Date> = s.date("replay_until").source("none: the whole record").optional(),
        /// Which worlds are kept where the campaign is conditioned on the record.
        pub conditioning: Conditioning = Conditioning::read(&mut s.table("conditioning"), mode, meta),
        /// Hazard of a typical district of the reference region without any pressure.
        pub base_hazard: f64 = s.number("base_hazard_per_day").default(0.001).between(0.0, 10.0).unit("per day")
            .source("assumption: by itself a district falls once in some three years").get(),
        /// Standard deviation of the logarithm of a district's frailty; its mean is 1.
        pub frailty_sd: f64 = s.number("frailty_sd").default(0.0).between(0.0, 5.0).unit("1").source(OFF).get(),
        /// Hazard rises by the factor 1 + contagion when every neighbour is held.
        pub contagion: f64 = s.number("contagion").default(0.0).between(0.0, 1000.0).unit("1").source(OFF).get(),
        /// Hazard that pressure adds whatever the base hazard: for each fallen neighbour, or the whole border, by the
        /// measure.
        pub contagion_hazard: f64 = s.number("contagion_per_day").default(0.0).between(0.0, 1000.0).unit("per day")
            .source("0: off; for plain models of spread").get(),
        /// What the pressure of fallen neighbours is measured by.
        pub contagion_measure: ContagionMeasure =
            s.choice("contagion_measure", MEASURES).default(ContagionMeasure::BorderShare).get(),
        /// Rise of all hazards after each fall.
        pub national_momentum: Momentum = Momentum::read(&mut s.table("national_momentum")),
        /// Rise of a province's hazards after each fall in it.
        pub provincial_momentum: Momentum = Momentum::read(&mut s.table("provincial_momentum")),
        /// The campaign's focus on some regions for some time.
        pub surge: Surge = Surge::read(&mut s.table("surge")),
        /// What sets regions apart, by name; a region that is not listed has 1 for all of it.
        pub regions: Vec<(String, RegionFactors)> = regions(s),
        /// Share of the falls of districts whose province's capital has fallen before that the record dates; acts as
        /// `campaign.region.NAME.reported` does.
        pub reported_after_capital: f64 = s.number("reported_after_capital").default(1.0).share().source(CENSUS).get(),
        /// Multipliers by terrain.
        pub terrain: TerrainFactors = TerrainFactors::read(&mut s.table("terrain")),
        /// Multiplier of a province's hazards once its capital has fallen; 1 switches it off.
        pub capital_coupling: f64 =
            s.number("capital_coupling").default(1.0).between(0.0, 10_000.0).unit("1").source(ALIKE).get(),
        /// In such a province every hazard is at least capital_coupling divided by this, per day.
        pub capital_coupling_floor_divisor: f64 =
            s.number("capital_coupling_floor_divisor").default(3000.0).between(0.001, 1e9).unit("days").assumed().get(),
        /// Hazards rise by the factor 1 + nation_coupling times the number of fallen capitals.
        pub nation_coupling: f64 =
            s.number("nation_coupling").default(0.0).between(0.0, 1000.0).unit("per capital").source(OFF).get(),
        /// Hazard falls with the garrison relative to garrison_reference_people, to this power.
        pub garrison_exponent: f64 = s.number("garrison_exponent").default(0.0).between(-5.0, 5.0).unit("1")
            .source("assumption; not identifiable, for policies and what-ifs").get(),
        /// The garrison that counts as 1.
        pub garrison_reference: f64 =
            s.number("garrison_reference_people").default(150.0).between(0.001, 1e7).unit("people").assumed().get(),
    }
}

parameters! {
    |s, mode: CampaignMode, meta: &Meta|
    /// Which worlds are kept where mode = "conditioned": those near every count of a series on record.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Conditioning {
        /// Series of observed/control_counts.csv that worlds must be near to; may be left out where there is only one.
        pub series: String = series(s, mode == CampaignMode::Conditioned, meta),
        /// Districts by which a world may differ from every count of the series.
        pub within_districts: f64 = s.number("within_districts").default(30.0).between(0.0, 1e6).unit("districts")
            .source(TOLERANCE).get(),
        /// Standard deviation of a count on record around the number of districts held, where parameters are calibrated.
        pub count_sd: f64 = s.number("count_sd_districts").default(10.0).between(0.01, 1e6).unit("districts")
            .source("assumption: series of different counters differ by as much").get(),
        /// Worlds tried for one replication before it counts as failed.
        pub attempts: u64 = s.integer("attempts").default(200).between(1.0, 1e6).unit("worlds").assumed().get() as u64,
    }
}

/// How the advance is produced. It is a mistake to replay where no fall and no count is on record: nothing would ever fall.
fn mode(s: &mut Section<'_>) -> CampaignMode {
    let mode = s.choice("mode", MODES).default(CampaignMode::Model).get();
    if mode == CampaignMode::Replay
        && s.observed().is_some_and(|known| known.changes.is_empty() && known.counts.is_empty())
    {
        s.problem(
            "mode",
            "model: there is neither a fall nor a count on record to replay",
            "give district_falls.csv, capitals.csv or control_counts.csv in the folder that [files] observed names",
        );
    }
    mode
}

/// The series of counts to be near to: the one that is named, or the only one there is. It is a mistake to name one that
/// is not on record, and to condition on none: worlds would then be kept whatever they are like.
fn series(s: &mut Section<'_>, conditioned: bool, meta: &Meta) -> String {
    let named = s.text("series").optional();
    let Some(counts) = s.observed().map(|observed| &observed.counts) else { return named.unwrap_or_default() };
    let inside = |date: Date| (meta.start..=meta.end).contains(&date);
    let known: BTreeSet<&str> = counts.iter().filter(|c| inside(c.date)).map(|c| c.series.as_str()).collect();
    let list = known.iter().copied().collect::<Vec<_>>().join(", ");
    let remedy = match known.len() {
        0 => "observed/control_counts.csv has no count of districts held within the scenario's time".to_owned(),
        1 => format!("there is {list}"),
        _ => format!("there are {list}"),
    };
    match named {
        Some(name) => {
            if !known.contains(name.as_str()) {
                s.problem(
                    "series",
                    "a series of observed/control_counts.csv with counts within the scenario's time",
                    remedy,
                );
            }
            name
        }
        None if conditioned && known.len() != 1 => {
            s.problem("series", "the series of counts that worlds must be near to", remedy);
            String::new()
        }
        None => known.first().filter(|_| known.len() == 1).map(|&only| only.to_owned()).unwrap_or_default(),
    }
}

parameters! {
    |s|
    /// Each fall raises the hazards for a time.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Momentum {
        /// Hazards rise by this multiple of themselves at each fall; 0 switches it off.
        pub jump: f64 = s.number("jump").default(0.0).between(0.0, 100.0).unit("per fall").source(OFF).get(),
        /// Days in which that rise halves.
        pub half_life: f64 = s.number("half_life_days").default(7.0).between(0.01, 1000.0).unit("days").assumed().get(),
    }
}

parameters! {
    |s|
    /// The campaign's focus on some regions for some time.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Surge {
        /// First day of the surge; none if left out.
        pub start: Option<Date> = s.date("start").source("none: off, unless a scenario says otherwise").optional(),
        /// Length of the surge.
        pub days: f64 = s.number("days").default(14.0).between(0.0, 10_000.0).unit("days").assumed().get(),
        /// Multiplier of the hazards in the surge.
        pub multiplier: f64 = s.number("multiplier").default(1.0).between(0.0, 1000.0).unit("1").source(ALIKE).get(),
        /// Regions pressed; all if empty.
        pub regions: Vec<String> = s.texts("regions").default(Vec::new()).naming(NameKind::Region).get(),
    }
}

parameters! {
    |s|
    /// Multipliers of the hazard by terrain; plain land has 1.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct TerrainFactors {
        /// Multiplier in a river gorge.
        pub gorge: f64 = s.number("gorge").default(1.0).between(0.0, 1000.0).unit("1").source(ALIKE).get(),
        /// Multiplier in high mountains.
        pub mountain: f64 = s.number("mountain").default(1.0).between(0.0, 1000.0).unit("1").source(ALIKE).get(),
    }
}

impl Campaign {
    /// Whether provinces have tempos of their own: they remember their own falls, or some are pressed harder for a time.
    #[must_use]
    pub fn provinces_differ(&self) -> bool {
        self.provincial_momentum.jump > 0.0 || self.surge.start.is_some()
    }
}

parameters! {
    |s|
    /// What sets the districts of a region apart.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct RegionFactors {
        /// Multiplier of the hazard in the region.
        pub multiplier: f64 = s.number("multiplier").default(1.0).between(0.0, 1000.0).unit("1").source(ALIKE).get(),
        /// Share of the falls in the region that the record dates, while the province's capital is held: 1 where it is a
        /// census. The model itself does not depend on it: it says what a district without a date means where the record
        /// is replayed or parameters are calibrated.
        pub reported: f64 = s.number("reported").default(1.0).share().source(CENSUS).get(),
    }
}

impl Campaign {
    /// What sets a region apart.
    #[must_use]
    pub fn region(&self, name: &str) -> RegionFactors {
        let listed = self.regions.iter().find(|(region, _)| region == name);
        listed.map_or(RegionFactors { multiplier: 1.0, reported: 1.0 }, |(_, factors)| *factors)
    }
}

/// `[campaign.region.NAME]`, each with what sets it apart.
fn regions(s: &mut Section<'_>) -> Vec<(String, RegionFactors)> {
    let tables = s.tables_naming("region", NameKind::Region).into_iter();
    tables.map(|(name, mut region)| (name, RegionFactors::read(&mut region))).collect()
}
