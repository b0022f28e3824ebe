//! `[campaign]`: how the advancing force takes rural districts.
//!
//! The pattern for every section: a struct with what the model needs, and one `read` that takes it from the file. Each
//! parameter is defined once, there, with key, default, range, unit, meaning and source.

use std::collections::BTreeSet;

use super::date::Date;
use super::meta::Meta;
use super::names::NameKind;
use super::section::Section;

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

/// `[campaign]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// How the advance is produced.
    pub mode: CampaignMode,
    /// Which worlds are kept where the campaign is conditioned on the record.
    pub conditioning: Conditioning,
    /// Hazard of a typical district without any pressure, per day.
    pub base_hazard: f64,
    /// Standard deviation of the logarithm of the districts' frailty, whose mean is 1.
    pub frailty_sd: f64,
    /// Rise of the hazard when the whole border is held, as a multiple.
    pub contagion: f64,
    /// Rise of the hazard for one unit of pressure besides, per day.
    pub contagion_hazard: f64,
    /// What that pressure is measured by.
    pub contagion_measure: ContagionMeasure,
    /// Rise of all hazards after each fall.
    pub national_momentum: Momentum,
    /// Rise of a province's hazards after each fall in it.
    pub provincial_momentum: Momentum,
    /// The campaign's focus on some regions for some time.
    pub surge: Surge,
    /// Multipliers by region; a region that is not listed has 1.
    pub regions: Vec<(String, f64)>,
    /// Multipliers by terrain.
    pub terrain: TerrainFactors,
    /// Multiplier κ of a province's hazards once its capital has fallen.
    pub capital_coupling: f64,
    /// Divisor of κ that gives the least hazard per day in such a province: κ / this.
    pub capital_coupling_floor_divisor: f64,
    /// Rise ν of all hazards for each fallen capital.
    pub nation_coupling: f64,
    /// Exponent γ of the garrison relative to the reference one.
    pub garrison_exponent: f64,
    /// The garrison that counts as 1, people.
    pub garrison_reference: f64,
}

/// Which worlds are kept where the campaign is conditioned on the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditioning {
    /// The series of counts that worlds must be near to.
    pub series: String,
    /// Districts by which a world may differ from every count of the series.
    pub within_districts: f64,
    /// Worlds tried for one replication before it counts as failed.
    pub attempts: u64,
}

impl Conditioning {
    fn read(s: &mut Section<'_>, mode: CampaignMode, meta: &Meta) -> Conditioning {
        s.about("Which worlds are kept where mode = \"conditioned\": those near every count of a series on record");
        let named = s
            .text("series")
            .doc("Series of observed/control_counts.csv that worlds must be near to; may be left out where there is only one")
            .optional();
        Conditioning {
            series: series(s, named, mode == CampaignMode::Conditioned, meta),
            within_districts: s
                .number("within_districts")
                .default(30.0)
                .between(0.0, 1e6)
                .unit("districts")
                .doc("Districts by which a world may differ from every count of the series")
                .source("assumption: three times a tolerance of 10 districts; series of different counters differ by as much")
                .get(),
            attempts: s
                .integer("attempts")
                .default(200)
                .between(1.0, 1e6)
                .unit("worlds")
                .doc("Worlds tried for one replication before it counts as failed")
                .source("assumption")
                .get() as u64,
        }
    }
}

/// The series of counts to be near to: the one that is named, or the only one there is. It is a mistake to name one that
/// is not on record, and to condition on none: worlds would then be kept whatever they are like.
fn series(s: &Section<'_>, named: Option<String>, conditioned: bool, meta: &Meta) -> String {
    let Some(counts) = s.counts() else { return named.unwrap_or_default() };
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

/// A jump at each fall that decays by half in a half-life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Momentum {
    /// The jump.
    pub jump: f64,
    /// Half-life, days.
    pub half_life: f64,
}

/// A stretch of time in which some regions are pressed harder.
#[derive(Clone, Debug, PartialEq)]
pub struct Surge {
    /// First day; `None` switches the surge off.
    pub start: Option<Date>,
    /// Length in days.
    pub days: f64,
    /// Multiplier of the hazards.
    pub multiplier: f64,
    /// Regions pressed; empty for all.
    pub regions: Vec<String>,
}

/// Multipliers of the hazard by terrain; plain land has 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TerrainFactors {
    /// In a river gorge.
    pub gorge: f64,
    /// In high mountains.
    pub mountain: f64,
}

/// Sources of defaults that leave a mechanism out: what one case needs, its scenario says.
const OFF: &str = "0: off, unless a scenario says otherwise";
const ALIKE: &str = "1: no difference, unless a scenario says otherwise";

impl Campaign {
    /// Whether provinces have tempos of their own: they remember their own falls, or some are pressed harder for a time.
    #[must_use]
    pub fn provinces_differ(&self) -> bool {
        self.provincial_momentum.jump > 0.0 || self.surge.start.is_some()
    }

    pub(crate) fn read(s: &mut Section<'_>, meta: &Meta) -> Campaign {
        use ContagionMeasure as By;
        s.about("How the advancing force takes rural districts (model 3.1)");
        let mode = s
                .choice("mode", &[("model", CampaignMode::Model), ("conditioned", CampaignMode::Conditioned), ("replay", CampaignMode::Replay)])
                .default(CampaignMode::Model)
                .doc("How the advance is produced: by the model, by worlds near the observed series, or on observed dates (replay: districts without a date on record still fall by the model, so more may be held than on record)")
                .get();
        Campaign {
            mode,
            conditioning: Conditioning::read(&mut s.table("conditioning"), mode, meta),
            base_hazard: s.number("base_hazard_per_day").default(0.001).between(0.0, 10.0).unit("per day").doc("Hazard of a typical district of the reference region without any pressure").source("assumption: by itself a district falls once in some three years").get(),
            frailty_sd: s.number("frailty_sd").default(0.0).between(0.0, 5.0).unit("1").doc("Standard deviation of the logarithm of a district's frailty; its mean is 1").source(OFF).get(),
            contagion: s.number("contagion").default(0.0).between(0.0, 1000.0).unit("1").doc("Hazard rises by the factor 1 + contagion when every neighbour is held").source(OFF).get(),
            contagion_hazard: s
                .number("contagion_per_day")
                .default(0.0)
                .between(0.0, 1000.0)
                .unit("per day")
                .doc("Hazard that pressure adds whatever the base hazard: for each fallen neighbour, or the whole border, by the measure")
                .source("0: off; for plain models of spread")
                .get(),
            contagion_measure: s
                .choice("contagion_measure", &[("border-share", By::BorderShare), ("neighbour-share", By::NeighbourShare), ("neighbour-count", By::NeighbourCount)])
                .default(By::BorderShare)
                .doc("What the pressure of fallen neighbours is measured by")
                .get(),
            national_momentum: Momentum::read(&mut s.table("national_momentum")),
            provincial_momentum: Momentum::read(&mut s.table("provincial_momentum")),
            surge: Surge::read(&mut s.table("surge")),
            regions: regions(s),
            terrain: TerrainFactors::read(&mut s.table("terrain")),
            capital_coupling: s.number("capital_coupling").default(1.0).between(0.0, 10_000.0).unit("1").doc("Multiplier of a province's hazards once its capital has fallen; 1 switches it off").source(ALIKE).get(),
            capital_coupling_floor_divisor: s.number("capital_coupling_floor_divisor").default(3000.0).between(0.001, 1e9).unit("days").doc("In such a province every hazard is at least capital_coupling divided by this, per day").source("assumption").get(),
            nation_coupling: s.number("nation_coupling").default(0.0).between(0.0, 1000.0).unit("per capital").doc("Hazards rise by the factor 1 + nation_coupling times the number of fallen capitals").source(OFF).get(),
            garrison_exponent: s.number("garrison_exponent").default(0.0).between(-5.0, 5.0).unit("1").doc("Hazard falls with the garrison relative to garrison_reference_people, to this power").source("assumption; not identifiable, for policies and what-ifs").get(),
            garrison_reference: s.number("garrison_reference_people").default(150.0).between(0.001, 1e7).unit("people").doc("The garrison that counts as 1").source("assumption").get(),
        }
    }
}

/// `[campaign.region.NAME]`, each with its multiplier.
fn regions(s: &mut Section<'_>) -> Vec<(String, f64)> {
    s.tables_naming("region", NameKind::Region)
        .into_iter()
        .map(|(name, mut region)| {
            let field = region.number("multiplier").default(1.0).between(0.0, 1000.0).unit("1");
            (name, field.doc("Multiplier of the hazard in the region").source(ALIKE).get())
        })
        .collect()
}

impl Momentum {
    fn read(s: &mut Section<'_>) -> Momentum {
        s.about("Each fall raises the hazards for a time");
        Momentum {
            jump: s
                .number("jump")
                .default(0.0)
                .between(0.0, 100.0)
                .unit("per fall")
                .doc("Hazards rise by this multiple of themselves at each fall; 0 switches it off")
                .source(OFF)
                .get(),
            half_life: s
                .number("half_life_days")
                .default(7.0)
                .between(0.01, 1000.0)
                .unit("days")
                .doc("Days in which that rise halves")
                .source("assumption")
                .get(),
        }
    }
}

impl Surge {
    fn read(s: &mut Section<'_>) -> Surge {
        s.about("The campaign's focus on some regions for some time");
        Surge {
            start: s
                .date("start")
                .doc("First day of the surge; none if left out")
                .source("none: off, unless a scenario says otherwise")
                .optional(),
            days: s
                .number("days")
                .default(14.0)
                .between(0.0, 10_000.0)
                .unit("days")
                .doc("Length of the surge")
                .source("assumption")
                .get(),
            multiplier: s
                .number("multiplier")
                .default(1.0)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("Multiplier of the hazards in the surge")
                .source(ALIKE)
                .get(),
            regions: s
                .texts("regions")
                .default(Vec::new())
                .naming(NameKind::Region)
                .doc("Regions pressed; all if empty")
                .get(),
        }
    }
}

impl TerrainFactors {
    fn read(s: &mut Section<'_>) -> TerrainFactors {
        s.about("Multipliers of the hazard by terrain; plain land has 1");
        TerrainFactors {
            gorge: s
                .number("gorge")
                .default(1.0)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("Multiplier in a river gorge")
                .source(ALIKE)
                .get(),
            mountain: s
                .number("mountain")
                .default(1.0)
                .between(0.0, 1000.0)
                .unit("1")
                .doc("Multiplier in high mountains")
                .source(ALIKE)
                .get(),
        }
    }
}
