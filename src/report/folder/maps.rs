//! Maps: when each district falls, how likely it has fallen by a date or is held on it, and where soldiers flee from;
//! drawn for files and as one map of the page that plays the median day by day.

use super::Chart;
use super::held_on::{self, HeldOn};
use super::read::Results;
use super::words::{capitalised, day};
use crate::number::plain;
use crate::outcome::by_place::{CIVILIANS_CAME, FIRST_FALL, LET_IN, MOST_IN_REFUGE, SOLDIERS_FLED};
use crate::report::charts::Values;
use crate::report::html;
use crate::report::map::{
    CellValue, MapChart, MapDisc, MapPanel, MapPlace, MapSeries, MapValues, PlaceKind, Region, Seat, Territory,
};
use crate::result::{DistrictRow, SHARE_EVERY, quantile_at};
use crate::scenario::{Geography, Outline, Scenario};

/// Small maps by date, at most.
const PANELS: usize = 6;

/// Beginning of the title, and what the discs are, of the maps of people.
const LET_IN_WORDS: [&str; 2] = ["Most people are let in at", "soldiers and civilians let in, mean over replications"];
const REFUGE_WORDS: [&str; 2] =
    ["Most civilians stay in", "most civilians there at the end of a day, mean over replications"];

/// Width of the interval that a map calls too wide to be read from a colour, days.
const WIDE: f64 = 30.0;

/// The maps of a folder; None without a territory whose seats have coordinates, or without the table by district.
pub(super) fn of(results: &Results) -> Option<(Vec<Chart>, html::Map)> {
    let scenario = &results.kept.as_ref()?.scenario;
    let geography = scenario.geography.as_ref();
    let seats: Vec<Seat> = geography.districts.iter().map(|d| Seat { id: d.id.clone(), at: (d.lon, d.lat) }).collect();
    if seats.is_empty() || seats.iter().any(|seat| !seat.at.0.is_finite() || !seat.at.1.is_finite()) {
        return None;
    }
    let falls = rows(results, FIRST_FALL, &seats)?;
    let hosts: Vec<(f64, f64)> =
        geography.host_districts.iter().map(|d| (d.lon, d.lat)).filter(|at| at.0.is_finite()).collect();
    let regions = |outlines: &[Outline]| -> Vec<Region> {
        outlines.iter().map(|o| Region { id: o.id.clone(), rings: o.rings.clone() }).collect()
    };
    let territory = Territory::new(&seats, &hosts, &regions(&geography.outlines), &regions(&geography.areas));
    let sketch =
        Sketch { results, scenario, territory: &territory, places: places(geography), start: results.start()? };
    let fled = rows(results, SOLDIERS_FLED, &seats);
    let came = rows(results, CIVILIANS_CAME, &seats);
    let held = held_on::all(results, scenario, &seats);
    let charts = [
        Some(sketch.dates(&falls)),
        sketch.by_date(&falls, &held),
        sketch.shares(&falls),
        sketch.held(&held),
        fled.as_ref().and_then(|fled| sketch.fled(fled)),
        came.as_ref().and_then(|came| sketch.people("map_crossings", came, LET_IN, LET_IN_WORDS)),
        came.as_ref().and_then(|came| sketch.people("map_refuge", came, MOST_IN_REFUGE, REFUGE_WORDS)),
    ];
    let charts: Vec<Chart> = charts.into_iter().flatten().collect();
    let map = sketch.page(&falls, &held, [fled.as_deref(), came.as_deref()], &charts);
    Some((charts, map))
}

/// Rows of a quantity in the main variant, by seat; None where there are none.
pub(super) fn rows<'a>(results: &'a Results, quantity: &str, seats: &[Seat]) -> Option<Vec<Option<&'a DistrictRow>>> {
    results.by_place(quantity)?;
    let own: std::collections::BTreeMap<&str, &DistrictRow> = results
        .districts
        .iter()
        .filter(|row| row.quantity == quantity && row.variant == results.main_variant())
        .map(|row| (row.place.as_str(), row))
        .collect();
    (!own.is_empty()).then(|| seats.iter().map(|seat| own.get(seat.id.as_str()).copied()).collect())
}

struct Sketch<'a> {
    results: &'a Results<'a>,
    scenario: &'a Scenario,
    territory: &'a Territory,
    places: Vec<MapPlace>,
    start: f64,
}

/// At most [`PANELS`] of them: all, or those by which the shares have come a further part of their way from the first to the last.
fn most_informative(mut all: Vec<MapPanel>) -> Vec<MapPanel> {
    let total = |panel: &MapPanel| panel.shares.iter().filter(|share| share.is_finite()).sum::<f64>();
    let totals: Vec<f64> = all.iter().map(total).collect();
    let (Some(first), Some(last)) = (totals.first(), totals.last()) else { return all };
    if all.len() <= PANELS {
        return all;
    }
    let way = |part: usize| first + (last - first) * part as f64 / (PANELS - 1) as f64;
    let reached = |part: usize| totals.iter().position(|total| *total >= way(part) - 1e-9);
    let chosen: Vec<usize> = (0..PANELS).filter_map(reached).collect();
    let mut at = 0..;
    all.retain(|_| at.next().is_some_and(|at| chosen.contains(&at)));
    all
}

fn quantile(row: &DistrictRow, p: f64) -> f64 {
    quantile_at(&row.quantiles, p)
}

impl Sketch<'_> {
    fn dates(&self, falls: &[Option<&DistrictRow>]) -> Chart {
        let districts = &self.scenario.geography.districts;
        let values = falls.iter().zip(districts).map(|(row, district)| {
            let Some(row) = row.filter(|_| !district.held_at_start) else {
                return CellValue { from_start: district.held_at_start, ..CellValue::of(f64::NAN) };
            };
            let width = quantile(row, 0.9) - quantile(row, 0.1);
            let value = self.start + quantile(row, 0.5);
            let uncertain = value.is_finite() && (width.is_nan() || width > WIDE);
            CellValue { uncertain, ..CellValue::of(value) }
        });
        let values: Vec<CellValue> = values.collect();
        let fallen = values.iter().filter(|cell| cell.value.is_finite()).count();
        let free = values.iter().filter(|cell| !cell.from_start).count();
        let title =
            format!("{fallen} of {free} districts not held at the start fall in at least half of the replications");
        self.draw(
            "map_fall_dates",
            title,
            "median date of the first fall; each colour has about as many districts",
            MapValues::Measure(Values::Dates),
            values,
        )
    }

    /// Share of replications in which each district has fallen by the watched date at which shares differ most.
    fn shares(&self, falls: &[Option<&DistrictRow>]) -> Option<Chart> {
        let step = self.most_informative(falls)?;
        let share = |row: &Option<&DistrictRow>| row.and_then(|row| row.come_by.get(step)).copied();
        let values = falls.iter().zip(&self.scenario.geography.districts).map(|(row, district)| {
            let from_start = district.held_at_start;
            let share = share(row).filter(|_| !from_start).unwrap_or(f64::NAN);
            CellValue { from_start, ..CellValue::of(share) }
        });
        let date = day(self.start + f64::from(SHARE_EVERY) * (step as f64 + 1.0) - 1.0);
        let title = format!("How often each district has fallen by {date}");
        let label = format!("share of replications in which it has fallen by {date}");
        Some(self.draw("map_fallen_by", title, &label, MapValues::Shares, values.collect()))
    }

    /// The territory on a few dates, of those that the scenario watches or of those by which falls are known: such that from
    /// one to the next a further part of all comes.
    fn by_date(&self, falls: &[Option<&DistrictRow>], held: &[HeldOn]) -> Option<Chart> {
        let steps = falls.iter().flatten().map(|row| row.come_by.len()).max().unwrap_or(0);
        let fallen = |step: usize| {
            let of = |row: &Option<&DistrictRow>| row.and_then(|row| row.come_by.get(step)).copied();
            let date = self.start + f64::from(SHARE_EVERY) * (step as f64 + 1.0) - 1.0;
            MapPanel { date, shares: falls.iter().map(|row| of(row).unwrap_or(f64::NAN)).collect() }
        };
        let watched = |on: &HeldOn| MapPanel { date: self.start + on.day, shares: on.shares.clone() };
        let (what, all): (_, Vec<MapPanel>) = if held.len() >= 4 {
            ("is held by {advancing_force} at the end of that day", held.iter().map(watched).collect())
        } else {
            ("has fallen to {advancing_force} by that day", (0..steps).map(fallen).collect())
        };
        let panels = most_informative(all);
        let (first, last) = (panels.first()?.date, panels.last().filter(|_| panels.len() > 1)?.date);
        let title = format!("The districts from {} to {}", day(first), day(last));
        let value_label = self.results.names.fill(&format!("share of replications in which it {what}"));
        let footer = self.results.footer_of_main();
        let drawn = MapSeries { title, value_label, territory: self.territory, panels, footer };
        Some(Chart::new("map_by_date", &drawn))
    }

    /// The step at which shares lie furthest from both 0 and 1, summed over districts.
    fn most_informative(&self, falls: &[Option<&DistrictRow>]) -> Option<usize> {
        let steps = falls.iter().flatten().map(|row| row.come_by.len()).max()?;
        let unsettled = |step: usize| -> f64 {
            let shares = falls.iter().flatten().filter_map(|row| row.come_by.get(step));
            shares.map(|p| p * (1.0 - p)).sum()
        };
        (0..steps).max_by(|a, b| unsettled(*a).total_cmp(&unsettled(*b)))
    }

    /// Share of replications in which each district is held at the end of the watched date at which shares differ most.
    fn held(&self, held: &[HeldOn]) -> Option<Chart> {
        let on = held_on::most_informative(held)?;
        let date = day(self.start + on.day);
        let title = format!(
            "{} of {} districts are held on {date} in at least half of the replications",
            on.mostly(),
            on.shares.len()
        );
        let label = self
            .results
            .names
            .fill("share of replications in which it is held by {advancing_force} at the end of that day");
        let values = on.shares.iter().map(|share| CellValue::of(*share));
        Some(self.draw("map_held_on", title, &label, MapValues::Shares, values.collect()))
    }

    /// Where civilians come from; and, as discs, a quantity at the host's districts.
    fn people(
        &self,
        name: &str,
        came: &[Option<&DistrictRow>],
        quantity: &str,
        [title, disc_label]: [&str; 2],
    ) -> Option<Chart> {
        let discs = self.discs(quantity);
        let known = discs.iter().filter(|disc| disc.value.is_finite());
        let most = known.max_by(|a, b| a.value.total_cmp(&b.value))?;
        let title = format!("{title} {}, {} in the mean", most.name, plain(most.value));
        let label = "civilians who come to the border from the district, mean over replications";
        let drawn = self.drawn(title, label, MapValues::Measure(Values::Numbers), means(came));
        Some(Chart::new(name, &MapChart { discs, disc_label: disc_label.to_owned(), ..drawn }))
    }

    /// Means of a quantity at the host's districts, in the main variant.
    fn discs(&self, quantity: &str) -> Vec<MapDisc> {
        let main = self.results.main_variant();
        let rows = self.results.districts.iter().filter(|row| row.quantity == quantity && row.variant == main);
        let disc = |row: &DistrictRow| {
            let place = self.scenario.geography.host_districts.iter().find(|place| place.id == row.place)?;
            let value = if row.mean >= 0.5 { row.mean } else { f64::NAN };
            Some(MapDisc { name: place.name.clone(), at: (place.lon, place.lat), value })
        };
        rows.filter_map(disc).collect()
    }

    fn fled(&self, fled: &[Option<&DistrictRow>]) -> Option<Chart> {
        let values = means(fled);
        let most = values.iter().zip(&self.scenario.geography.districts).filter(|(cell, _)| cell.value.is_finite());
        let (_, district) = most.max_by(|a, b| a.0.value.total_cmp(&b.0.value))?;
        let title = format!("Most soldiers flee from {}", district.name);
        let label = "soldiers who set out for the border from the district, mean over replications";
        Some(self.draw("map_fled", title, label, MapValues::Measure(Values::Numbers), values))
    }

    fn draw(&self, name: &str, title: String, label: &str, kind: MapValues, values: Vec<CellValue>) -> Chart {
        Chart::new(name, &self.drawn(title, label, kind, values))
    }

    fn drawn(&self, title: String, label: &str, kind: MapValues, values: Vec<CellValue>) -> MapChart<'_> {
        let absent_label = match kind {
            MapValues::Measure(Values::Dates) => "does not fall in most replications",
            _ => "none",
        };
        MapChart {
            title,
            value_label: label.to_owned(),
            kind,
            territory: self.territory,
            values,
            absent_label: absent_label.to_owned(),
            from_start_label: "held at the start".to_owned(),
            uncertain_label: format!("80 % of replications span more than {WIDE:.0} days"),
            places: self.places.clone(),
            discs: Vec::new(),
            disc_label: String::new(),
            footer: self.results.footer_of_main(),
        }
    }

    fn page(
        &self,
        falls: &[Option<&DistrictRow>],
        held: &[HeldOn],
        [fled, came]: [Option<&[Option<&DistrictRow>]>; 2],
        charts: &[Chart],
    ) -> html::Map {
        let geography = &self.scenario.geography;
        let last_day = self.scenario.meta.days() as f64 - 1.0;
        let mut layers = vec![self.median_layer(falls), probability_layer(falls, last_day as usize)];
        if !held.is_empty() {
            layers.push(held_on::layer(held, &self.results.names));
        }
        let people = [
            (
                fled,
                "Soldiers who flee",
                "soldiers",
                "Mean number of soldiers who set out for the border from the district.",
            ),
            (
                came,
                "Civilians who come",
                "people",
                "Mean number of civilians who come to the border from the district.",
            ),
        ];
        for (rows, label, unit, note) in people {
            let Some(rows) = rows else { continue };
            let values = rows.iter().map(|row| row.map(|row| row.mean).filter(|mean| mean.is_finite()));
            layers.push(html::Layer {
                label: label.to_owned(),
                note: Some(note.to_owned()),
                content: html::LayerContent::Values { values: values.collect(), unit: unit.to_owned() },
            });
        }
        let mut figures: Vec<html::Figure> = charts.iter().map(Chart::figure).collect();
        // The first is the one that the page's script colours.
        let drawing = if figures.is_empty() { html::Figure::default() } else { figures.remove(0) };
        html::Map {
            start: self.start,
            last_day,
            cells_are: "districts".to_owned(),
            held_is: self.results.names.fill("fallen to {advancing_force}"),
            drawing,
            has_border: !self.territory.border.is_empty(),
            kinds: self.places.iter().map(|place| place.kind).collect(),
            cells: geography
                .districts
                .iter()
                .map(|district| html::MapCell {
                    name: district.name.clone(),
                    name_local: (!district.name_local.is_empty()).then(|| district.name_local.clone()),
                    province: geography
                        .provinces
                        .get(district.province as usize)
                        .map_or_else(String::new, |p| p.name.clone()),
                })
                .collect(),
            layers,
            milestones: super::fans::milestones(self.results),
            figures,
        }
    }

    fn median_layer(&self, falls: &[Option<&DistrictRow>]) -> html::Layer {
        let held = &self.scenario.geography.districts;
        let median = |row: &Option<&DistrictRow>| row.map_or(f64::NAN, |row| quantile(row, 0.5));
        let changes = falls.iter().enumerate().zip(held).filter_map(|((cell, row), district)| {
            let day = median(row);
            (day.is_finite() && !district.held_at_start).then_some(html::Change { day, cell, held: true })
        });
        html::Layer {
            label: "Median day of the first fall".to_owned(),
            note: Some("A district turns on the day by which it has fallen in half of the replications.".to_owned()),
            content: html::LayerContent::History {
                held_at_start: held.iter().map(|district| district.held_at_start).collect(),
                changes: changes.collect(),
            },
        }
    }
}

/// Means that a map colours; those below one half of a person are none.
fn means(rows: &[Option<&DistrictRow>]) -> Vec<CellValue> {
    let mean = |row: &Option<&DistrictRow>| row.map_or(f64::NAN, |row| row.mean);
    rows.iter().map(mean).map(|mean| CellValue::of(if mean >= 0.5 { mean } else { f64::NAN })).collect()
}

/// Shares by day, between the steps of the table along straight lines.
fn probability_layer(falls: &[Option<&DistrictRow>], last_day: usize) -> html::Layer {
    let step = f64::from(SHARE_EVERY);
    let share = |row: &Option<&DistrictRow>, day: usize| -> u8 {
        let Some(row) = row else { return 0 };
        // The share at the end of day d stands at position (d + 1) / step - 1.
        let position = (day as f64 + 1.0) / step - 1.0;
        let below = position.floor();
        let at = |i: f64| {
            if i < 0.0 { 0.0 } else { row.come_by.get(i as usize).or(row.come_by.last()).copied().unwrap_or(0.0) }
        };
        let from = if below < 0.0 && quantile(row, 0.975) <= 0.0 { 1.0 } else { at(below) };
        (100.0 * (from + (position - below) * (at(below + 1.0) - from))).round() as u8
    };
    html::Layer {
        label: "Share of replications fallen".to_owned(),
        note: Some(format!(
            "Share of replications in which the district has fallen, whether or not it was taken back; known every {SHARE_EVERY} days."
        )),
        content: html::LayerContent::Probability {
            percent_by_day: (0..=last_day).map(|day| falls.iter().map(|row| share(row, day)).collect()).collect(),
        },
    }
}

/// Capitals, posts and national capitals.
fn places(geography: &Geography) -> Vec<MapPlace> {
    let capitals = geography.provinces.iter().filter_map(|province| {
        let district = geography.districts.get(province.capital_district as usize)?;
        let kind = if province.national_capital { PlaceKind::NationalCapital } else { PlaceKind::Capital };
        Some(MapPlace { name: province.capital_name.clone(), at: (district.lon, district.lat), kind })
    });
    let short = |name: &str| capitalised(name.split(" (").next().unwrap_or(name));
    let posts = geography.posts.iter().map(|post| MapPlace {
        name: short(&post.name),
        at: (post.lon, post.lat),
        kind: PlaceKind::Post,
    });
    let national = geography.places.iter().filter(|place| place.kind == "national_capital");
    let national =
        national.map(|p| MapPlace { name: p.name.clone(), at: (p.lon, p.lat), kind: PlaceKind::NationalCapital });
    capitals.chain(posts).chain(national).filter(|place| place.at.0.is_finite() && place.at.1.is_finite()).collect()
}
