//! From files to a map: both sides, their borders, what is joined, and what is doubtful.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::area::{Area, Columns, areas, within};
use crate::draw;
use crate::geodesy;
use crate::layer::{Layer, Point, Reading, read_bytes};
use crate::lines::Lines;
use crate::problem::Problem;
use crate::write;

/// Largest tolerance, km.
const MOST_TOLERANCE: f64 = 10.0;

/// A file of one side of the border.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The host state, in a short word; empty for the country itself.
    pub host: String,
    /// Shapefile or GeoJSON.
    pub file: PathBuf,
    /// Which columns mean what.
    pub columns: Columns,
    /// How it is to be read.
    pub reading: Reading,
}

/// Two districts that are neighbours though their lines do not touch: over water, by a bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Their ids.
    pub ids: [String; 2],
    /// Length to count, km; 1 where it is not given.
    pub km: Option<f64>,
}

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The country's districts.
    pub districts: Side,
    /// The host states' districts.
    pub hosts: Vec<Side>,
    /// How far lines of neighbours may be apart, km.
    pub tolerance: f64,
    /// Borders shorter than this are none, km.
    pub least: f64,
    /// Neighbours over water.
    pub links: Vec<Link>,
    /// Whether what is apart from the rest is linked to what is nearest.
    pub link_nearest: bool,
    /// Population: a column of the districts, or `FILE.csv:ID:COLUMN`.
    pub population: Option<String>,
    /// Seats: points of a CSV file with `lon` and `lat`, of a Shapefile or of GeoJSON; `name` and `capital` (1) where known.
    pub seats: Option<PathBuf>,
    /// Ids of districts that the advancing force holds at the start.
    pub held: Vec<String>,
    /// Title of the scenario.
    pub title: String,
    /// First and last day, as `2030-05-01`.
    pub days: [String; 2],
    /// What the data's licence is, as their maker says.
    pub licence: Option<String>,
}

/// What was found, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Districts of the country.
    pub districts: usize,
    /// Provinces.
    pub provinces: usize,
    /// Pairs of districts that touch.
    pub edges: usize,
    /// Their common lines, km.
    pub shared_km: f64,
    /// Host districts at the border.
    pub host_districts: usize,
    /// Pairs of a district and a host district that touch.
    pub border_edges: usize,
    /// Their common lines, km.
    pub border_km: f64,
    /// Line that touches no other area, of the country, km.
    pub outer_km: f64,
    /// Area of the country's districts, km2.
    pub km2: f64,
}

/// A map, as files of a scenario.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Name and text of each file.
    pub files: Vec<(&'static str, String)>,
    /// What should be looked at.
    pub doubts: Vec<String>,
    /// What was found.
    pub counts: Counts,
}

/// A map while it is made.
pub(crate) struct Map {
    /// The country's districts, then the hosts' at the border.
    pub(crate) areas: Vec<Area>,
    /// How many are the country's.
    pub(crate) own: usize,
    /// Borders by pair, km.
    pub(crate) borders: BTreeMap<(u32, u32), f64>,
    /// Names and hashes of the files read.
    pub(crate) hashes: Vec<(String, String)>,
    pub(crate) doubts: Vec<String>,
}

/// Reads what is to be imported and makes a scenario of it.
///
/// # Errors
/// All that is wrong with files and options, as far as it could be read.
pub fn import(options: &Options) -> Result<Imported, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    if !(0.0..=MOST_TOLERANCE).contains(&options.tolerance) {
        let found = format!("{} km", options.tolerance);
        return Err(one(Problem::option("--tolerance", found, format!("0 to {MOST_TOLERANCE} km"))));
    }
    let mut map = Map { areas: vec![], own: 0, borders: BTreeMap::new(), hashes: vec![], doubts: vec![] };
    for side in std::iter::once(&options.districts).chain(&options.hosts) {
        map.add(side)?;
        if map.own == 0 {
            map.own = map.areas.len();
        }
    }
    unwrap_longitudes(&mut map.areas);
    let outer = map.find_borders(options).map_err(one)?;
    map.link(options).map_err(one)?;
    map.join_population(options).map_err(one)?;
    map.join_seats(options).map_err(one)?;
    map.hold(&options.held)?;
    map.choose_capitals();
    map.look_over();
    let counts = map.counts(outer);
    let tolerance = draw::tolerance(&map.areas);
    let files = write::files(&map, options, &counts, tolerance);
    Ok(Imported { files, doubts: map.doubts, counts })
}

/// Turns longitudes so that a map across the 180th meridian is in one piece, with the widest gap between them as its edge; then areas
/// have a point within.
fn unwrap_longitudes(areas: &mut [Area]) {
    let points = || areas.iter().flat_map(|area| area.rings.iter().flat_map(|ring| &ring.points));
    let mut filled = [false; 360];
    points().for_each(|point| filled[(libm::floor(point.0) as i64).rem_euclid(360) as usize] = true);
    // Where the map begins: after the longest run of empty degrees.
    let empty = |from: usize| (0..360).take_while(|step| !filled[(from + 360 - 1 - step) % 360]).count();
    let Some(start) = (0..360).filter(|&at| filled[at]).max_by_key(|&at| (empty(at), std::cmp::Reverse(at))) else {
        return;
    };
    let start = if start < 180 { start as f64 } else { start as f64 - 360.0 };
    let turn = |lon: f64| lon - 360.0 * libm::floor((lon - start) / 360.0);
    for area in areas {
        area.rings.iter_mut().flat_map(|ring| &mut ring.points).for_each(|point| point.0 = turn(point.0));
        area.seat = within(&area.rings);
    }
}

impl Map {
    fn add(&mut self, side: &Side) -> Result<(), Vec<Problem>> {
        let mut layer = Layer::read(&side.file, &side.reading).map_err(|problem| vec![problem])?;
        let found = areas(&mut layer, &side.columns, &side.host)?;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        known.extend(
            self.areas.iter().filter(|area| area.host.is_empty() == side.host.is_empty()).map(|area| area.id.as_str()),
        );
        if let Some(twice) = found.iter().find(|area| known.contains(area.id.as_str())) {
            let rule = "ids of all host states together are unique: choose another column for one of them";
            return Err(vec![Problem::of(&side.file, format!("the id {}, which another file has", twice.id), rule)]);
        }
        self.areas.extend(found);
        self.hashes.append(&mut layer.hashes);
        layer.doubts.retain(|doubt| !self.doubts.contains(doubt));
        self.doubts.append(&mut layer.doubts);
        Ok(())
    }

    fn name(&self, number: u32) -> String {
        let area = &self.areas[number as usize];
        format!("{} ({})", area.name, area.id)
    }

    fn pair(&self, pair: (u32, u32)) -> String {
        format!("{} and {}", self.name(pair.0), self.name(pair.1))
    }

    fn is_own(&self, number: u32) -> bool {
        (number as usize) < self.own
    }

    /// Finds borders; keeps of the hosts' districts those at the border. Gives the country's outer line.
    fn find_borders(&mut self, options: &Options) -> Result<f64, Problem> {
        let wrong = |found: String| {
            Problem::of(&options.districts.file, found, "simplify the lines, or give a smaller --tolerance")
        };
        let mut lines = Lines::of(&self.areas, options.tolerance).map_err(wrong)?;
        let across = |lines: &Lines| lines.borders.keys().any(|pair| self.is_own(pair.0) != self.is_own(pair.1));
        if !options.hosts.is_empty() && !across(&lines) {
            let mut wider = (1..=6).map(|step| options.tolerance.max(0.05) * libm::pow(2.0, f64::from(step)));
            let works =
                wider.find(|&km| km <= MOST_TOLERANCE && Lines::of(&self.areas, km).is_ok_and(|lines| across(&lines)));
            let rule = match works {
                Some(km) => format!("the border of two sources is found with --tolerance {:.0} (metres)", km * 1000.0),
                None => "both sides of a border: check the files and their coordinate systems".to_owned(),
            };
            return Err(Problem::option("--host", "no host district touches a district", rule));
        }
        self.hold_against_wider(&lines, options.tolerance);
        let short: Vec<_> =
            lines.borders.iter().filter(|(_, km)| **km < options.least).map(|(pair, _)| *pair).collect();
        for pair in &short {
            lines.borders.remove(pair);
        }
        self.doubt_list(&short, "borders are shorter than --least-km and were left out", |map, pair| map.pair(*pair));
        if lines.by_tolerance > 0 {
            let found =
                format!("{} of {} borders were found by the tolerance alone", lines.by_tolerance, lines.borders.len());
            self.doubts
                .push(format!("{found}: lines of both sides differ by up to {:.0} m", options.tolerance * 1000.0));
        }
        let own: Vec<_> = lines.corners.iter().filter(|pair| self.is_own(pair.1)).copied().collect();
        self.doubt_list(&own, "pairs touch at a corner only, or nearly, and are no neighbours", |map, pair| {
            map.pair(*pair)
        });
        let crowded: Vec<_> = lines.crowded.into_iter().collect();
        self.doubt_list(&crowded, "lines belong to three areas or more: the areas overlap", |map, all| {
            all.iter().map(|number| map.name(*number)).collect::<Vec<_>>().join(", ")
        });
        // Of the host states only what lies at the border is in a scenario.
        let own = self.own;
        let at_border: BTreeSet<u32> = lines
            .borders
            .keys()
            .filter(|pair| self.is_own(pair.0) && !self.is_own(pair.1))
            .map(|pair| pair.1)
            .collect();
        let order: Vec<u32> = (0..own as u32).chain(at_border).collect();
        let number: BTreeMap<u32, u32> = order.iter().enumerate().map(|(new, old)| (*old, new as u32)).collect();
        let mut old: Vec<Option<Area>> = std::mem::take(&mut self.areas).into_iter().map(Some).collect();
        self.areas = order.iter().filter_map(|at| old[*at as usize].take()).collect();
        let renamed =
            lines.borders.into_iter().filter_map(|((a, b), km)| Some(((*number.get(&a)?, *number.get(&b)?), km)));
        self.borders = renamed.collect();
        Ok(lines.outer[..own].iter().sum())
    }

    /// Notes how the borders would be with a wider tolerance, if that makes a difference.
    fn hold_against_wider(&mut self, lines: &Lines, tolerance: f64) {
        let wide = (2.0 * tolerance).max(0.05);
        let Some(wider) = Lines::of(&self.areas, wide).ok().filter(|_| wide <= MOST_TOLERANCE) else { return };
        let districts = self.own as u32;
        let sums = |lines: &Lines, own: bool| {
            let of = lines.borders.iter().filter(|((a, b), _)| *a < districts && (*b < districts) == own);
            of.fold((0, 0.0), |sum, (_, km)| (sum.0 + 1, sum.1 + km))
        };
        for (own, what) in [(true, "borders of districts"), (false, "borders with host districts")] {
            let (now, then) = (sums(lines, own), sums(&wider, own));
            if now.0 != then.0 || (then.1 - now.1).abs() > 0.02 * now.1 {
                let metres = wide * 1000.0;
                self.doubts.push(format!(
                    "with --tolerance {metres:.0} there would be {} {what}, {:.1} km, where there are now {}, {:.1} km",
                    then.0, then.1, now.0, now.1
                ));
            }
        }
    }

    /// Parts of the country that do not touch: the number of each district's part.
    fn parts(&self) -> Vec<usize> {
        let mut part: Vec<usize> = (0..self.own).collect();
        fn root(part: &mut [usize], mut at: usize) -> usize {
            while part[at] != at {
                part[at] = part[part[at]];
                at = part[at];
            }
            at
        }
        for (a, b) in self.borders.keys().filter(|pair| (pair.1 as usize) < self.own) {
            let (a, b) = (root(&mut part, *a as usize), root(&mut part, *b as usize));
            part[a.max(b)] = a.min(b);
        }
        (0..self.own).map(|at| root(&mut part, at)).collect()
    }

    fn link(&mut self, options: &Options) -> Result<(), Problem> {
        for link in &options.links {
            let find = |id: &String| self.areas[..self.own].iter().position(|area| area.id == *id);
            let ends = link.ids.each_ref().map(|id| find(id).ok_or(id));
            let [Ok(a), Ok(b)] = ends else {
                let missing: Vec<&str> = ends.iter().filter_map(|end| end.err().map(String::as_str)).collect();
                let rule = "--link names two districts by their ids, A,B or A,B=KM";
                return Err(Problem::option("--link", format!("no district {}", missing.join(", ")), rule));
            };
            if a == b {
                return Err(Problem::option("--link", format!("{} with itself", link.ids[0]), "two districts"));
            }
            self.borders.insert((a.min(b) as u32, a.max(b) as u32), link.km.unwrap_or(1.0));
        }
        while let Some((parts, other)) = Some(self.parts()).filter(|_| options.link_nearest).and_then(|parts| {
            let last = parts.iter().copied().max().filter(|&last| last > 0)?;
            Some((parts, last))
        }) {
            let distance = |a: usize, b: usize| {
                let (a, b) = (self.areas[a].seat, self.areas[b].seat);
                libm::hypot((a.0 - b.0) * libm::cos(a.1.to_radians()), a.1 - b.1)
            };
            let pairs = (0..self.own).filter(|&a| parts[a] == other);
            let pairs = pairs.flat_map(|a| (0..self.own).map(move |b| (a, b)));
            let pairs = pairs.filter(|&(_, b)| parts[b] != other);
            let Some((a, b)) = pairs.min_by(|x, y| distance(x.0, x.1).total_cmp(&distance(y.0, y.1))) else { break };
            let pair = (a.min(b) as u32, a.max(b) as u32);
            self.borders.insert(pair, 1.0);
            self.doubts.push(format!("{}: linked as nearest, with a border of 1 km (assumption)", self.pair(pair)));
        }
        Ok(())
    }

    fn join_population(&mut self, options: &Options) -> Result<(), Problem> {
        let Some(source) = &options.population else { return Ok(()) };
        let parts: Vec<&str> = source.rsplitn(3, ':').collect();
        let number = |text: &str| text.replace([' ', ','], "").parse::<f64>().ok().filter(|n| (0.0..=1e8).contains(n));
        let rule = "a number from 0 to 1e8";
        if let [column, id, file] = parts[..] {
            let path = PathBuf::from(file);
            let wrong = |found: String, rule: &str| Problem::of(&path, found, rule);
            let bytes = read_bytes(&path)?;
            let mut table = csv::Reader::from_reader(&bytes[..]);
            let headers = table.headers().map_err(|error| wrong(error.to_string(), "a CSV file"))?.clone();
            let at = |name: &str| {
                let columns = headers.iter().collect::<Vec<_>>().join(", ");
                let missing = || wrong("no such column".to_owned(), &format!("its columns are {columns}")).column(name);
                headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name).ok_or_else(missing)
            };
            let (id, people) = (at(id)?, at(column)?);
            let mut read: BTreeMap<String, f64> = BTreeMap::new();
            for (row, record) in table.records().enumerate() {
                let record = record.map_err(|error| wrong(error.to_string(), "a CSV file of UTF-8").row(row + 2))?;
                let cell = |at: usize| record.get(at).unwrap_or_default().trim();
                if let Some(number) = number(cell(people)) {
                    *read.entry(cell(id).to_owned()).or_default() += number;
                } else if self.areas[..self.own].iter().any(|area| area.id == cell(id)) {
                    return Err(wrong(format!("`{}`", cell(people)), rule).row(row + 2).column(column));
                }
            }
            for area in &mut self.areas[..self.own] {
                area.population = read.remove(&area.id);
            }
            let left: Vec<String> = read.into_keys().collect();
            self.doubt_list(&left, &format!("ids of {file} are no district's"), |_, id| id.clone());
            self.hashes
                .push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), write::sha256(&bytes)));
        } else {
            for (at, area) in self.areas[..self.own].iter_mut().enumerate() {
                let Some(text) = area.value(source).map(str::to_owned) else {
                    let rule = "a column of the districts' file, or FILE.csv:ID_COLUMN:PEOPLE_COLUMN";
                    return Err(Problem::option("--population", format!("`{source}`"), rule));
                };
                area.population = if text.is_empty() { None } else { number(&text) };
                if area.population.is_none() && !text.is_empty() {
                    let problem = Problem::of(&options.districts.file, format!("`{text}`"), rule);
                    return Err(problem.row(at + 1).column(source));
                }
            }
        }
        let without: Vec<u32> =
            (0..self.own as u32).filter(|&at| self.areas[at as usize].population.is_none()).collect();
        self.doubt_list(&without, "districts have no population in the source and got the assumed one", |map, at| {
            map.name(*at)
        });
        Ok(())
    }

    fn join_seats(&mut self, options: &Options) -> Result<(), Problem> {
        let Some(file) = &options.seats else { return Ok(()) };
        let mut outside = Vec::new();
        for (name, point, capital) in seats(file, &mut self.hashes)? {
            let turns = [point.0, point.0 + 360.0];
            let found = turns.iter().find_map(|lon| {
                let number = self.areas.iter().position(|area| area.holds((*lon, point.1)))?;
                Some((number, (*lon, point.1)))
            });
            match found {
                Some((number, at)) if self.areas[number].seat_name.is_none() || capital => {
                    let area = &mut self.areas[number];
                    (area.seat, area.seat_name, area.capital) = (at, Some(name), capital);
                }
                Some(_) => {}
                None => outside.push(name),
            }
        }
        self.doubt_list(&outside, "seats lie in no district", |_, name| name.clone());
        let without: Vec<u32> =
            (0..self.own as u32).filter(|&at| self.areas[at as usize].seat_name.is_none()).collect();
        self.doubt_list(&without, "districts have no seat in the source; a point within stands for it", |map, at| {
            map.name(*at)
        });
        Ok(())
    }

    fn hold(&mut self, held: &[String]) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for id in held {
            match self.areas[..self.own].iter_mut().find(|area| area.id == *id) {
                Some(area) => area.held = true,
                None => {
                    let rule = "ids of districts, by commas";
                    problems.push(Problem::option("--held", format!("no district {id}"), rule));
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// One capital in each province: a seat that is said to be one, else the most populous or the largest district.
    fn choose_capitals(&mut self) {
        let mut best: BTreeMap<String, usize> = BTreeMap::new();
        for (at, area) in self.areas[..self.own].iter().enumerate() {
            let rank = |area: &Area| (area.capital, area.population.unwrap_or(0.0), area.km2);
            let better =
                |other: &usize| rank(area).partial_cmp(&rank(&self.areas[*other])) == Some(std::cmp::Ordering::Greater);
            if best.get(&area.province).is_none_or(better) {
                best.insert(area.province.clone(), at);
            }
        }
        let capitals: BTreeSet<usize> = best.into_values().collect();
        for (at, area) in self.areas[..self.own].iter_mut().enumerate() {
            area.capital = capitals.contains(&at);
        }
    }

    /// Notes what is odd about the whole.
    fn look_over(&mut self) {
        let alone: Vec<u32> = (0..self.own as u32)
            .filter(|&at| {
                self.own > 1 && !self.borders.keys().any(|pair| (pair.0 == at || pair.1 == at) && self.is_own(pair.1))
            })
            .collect();
        self.doubt_list(
            &alone,
            "districts have no neighbour (islands?): --link A,B=KM or --link-nearest joins them",
            |map, at| map.name(*at),
        );
        let parts: BTreeSet<usize> = self.parts().into_iter().collect();
        if parts.len() > 1 {
            self.doubts.push(format!("the country falls into {} parts that do not touch", parts.len()));
        }
        let bounds: Vec<[f64; 4]> = self.areas.iter().map(Area::bounds).collect();
        let mut within = Vec::new();
        for (a, area) in self.areas.iter().enumerate() {
            let inside = |b: usize| {
                let [west, south, east, north] = bounds[b];
                (west..=east).contains(&area.seat.0)
                    && (south..=north).contains(&area.seat.1)
                    && self.areas[b].holds(area.seat)
            };
            within.extend((0..self.areas.len()).filter(|&b| b != a && inside(b)).map(|b| (a as u32, b as u32)));
        }
        self.doubt_list(&within, "areas have their middle within another: they overlap", |map, pair| map.pair(*pair));
        let mut shortest: Vec<((u32, u32), f64)> = self.borders.iter().map(|(pair, km)| (*pair, *km)).collect();
        shortest.sort_by(|a, b| a.1.total_cmp(&b.1));
        shortest.truncate(5);
        self.doubt_list(&shortest, "borders are the shortest ones", |map, (pair, km)| {
            format!("{} {km:.2} km", map.pair(*pair))
        });
    }

    /// A doubt with the first of those it is about.
    fn doubt_list<T>(&mut self, of: &[T], what: &str, shown: impl Fn(&Map, &T) -> String) {
        const SHOWN: usize = 8;
        if !of.is_empty() {
            let first: Vec<String> = of.iter().take(SHOWN).map(|one| shown(self, one)).collect();
            let more = if of.len() > SHOWN { format!("; and {} more", of.len() - SHOWN) } else { String::new() };
            self.doubts.push(format!("{} {what}: {}{more}", of.len(), first.join("; ")));
        }
    }

    fn counts(&self, outer_km: f64) -> Counts {
        let sum = |inner: bool| {
            self.borders
                .iter()
                .filter(move |(pair, _)| self.is_own(pair.1) == inner && self.is_own(pair.0))
                .map(|(_, km)| km)
        };
        let provinces: BTreeSet<&str> = self.areas[..self.own].iter().map(|area| area.province.as_str()).collect();
        Counts {
            districts: self.own,
            provinces: provinces.len(),
            edges: sum(true).count(),
            shared_km: sum(true).sum(),
            host_districts: self.areas.len() - self.own,
            border_edges: sum(false).count(),
            border_km: sum(false).sum(),
            outer_km,
            km2: self.areas[..self.own].iter().map(|area| area.km2).sum(),
        }
    }
}

/// Seats of a file: name, place, whether it is a capital.
fn seats(file: &Path, hashes: &mut Vec<(String, String)>) -> Result<Vec<(String, Point, bool)>, Problem> {
    let of = |name: &str, point, capital: &str| (name.to_owned(), point, ["1", "true", "yes"].contains(&capital));
    if file.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("csv")) {
        let layer = Layer::read(file, &Reading::default())?;
        hashes.extend(layer.hashes.clone());
        let cell = |row: &crate::layer::Row, column: &str| row.values.get(column).cloned().unwrap_or_default();
        let points =
            layer.rows.iter().filter_map(|row| Some(of(&cell(row, "name"), row.point?, &cell(row, "capital"))));
        return Ok(points.collect());
    }
    let bytes = read_bytes(file)?;
    hashes.push((file.file_name().unwrap_or_default().to_string_lossy().into_owned(), write::sha256(&bytes)));
    let wrong = |found: String, rule: &str| Problem::of(file, found, rule);
    let mut table = csv::Reader::from_reader(&bytes[..]);
    let headers = table.headers().map_err(|error| wrong(error.to_string(), "a CSV file"))?.clone();
    let at = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
    let (Some(lon), Some(lat)) = (at("lon"), at("lat")) else {
        return Err(wrong(
            format!("the columns {}", headers.iter().collect::<Vec<_>>().join(", ")),
            "lon and lat are among them",
        ));
    };
    let mut seats = Vec::new();
    for (row, record) in table.records().enumerate() {
        let record = record.map_err(|error| wrong(error.to_string(), "a CSV file of UTF-8").row(row + 2))?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let degrees = |at, most: f64| cell(Some(at)).parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
        let place = degrees(lon, 360.0).zip(degrees(lat, 90.0));
        let place = place
            .ok_or_else(|| wrong(format!("`{}`, `{}`", cell(Some(lon)), cell(Some(lat))), "degrees").row(row + 2))?;
        seats.push(of(cell(at("name")), place, cell(at("capital"))));
    }
    Ok(seats)
}

/// Distance between two seats, km.
pub(crate) fn apart(a: &Area, b: &Area) -> f64 {
    geodesy::km(a.seat, b.seat)
}
