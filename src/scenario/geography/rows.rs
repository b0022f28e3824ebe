//! Rows of the territory's files to typed things, held against each other.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::adjacency::Edge;
use super::border::STATUSES;
use super::columns::{BORDER_EDGES, DISTRICTS, EDGES, HOST_DISTRICTS, PLACES, POSTS, PROVINCES, ROUTES};
use super::districts::TERRAINS;
use super::{Adjacency, Contact, District, Geography, HostDistrict, Place, Post, Province, Route, Sector};
use crate::scenario::csv_file::{Columns, CsvFile, Ids, Notes, Row};
use crate::scenario::limits::{AREA, KM, MEN, MOST_DISTRICTS, MOST_PEOPLE, MULTIPLIER, PEOPLE};
use crate::scenario::origin::{Origin, Sources};
use crate::scenario::parameter::Range;
use crate::scenario::problem::Problem;

const LONGITUDE: Range = Range { low: -180.0, high: 180.0, above_low: false, below_high: false };
const LATITUDE: Range = Range { low: -90.0, high: 90.0, above_low: false, below_high: false };

/// Keys of the tables in `[files]`, in the order of reading.
pub(super) const TABLES: [&str; 8] =
    ["provinces", "districts", "edges", "host_districts", "border_edges", "routes", "posts", "places"];

/// Reads the tables that `sources` knows by number, in the order of [`TABLES`]; notes what their columns take, if asked to.
pub(super) fn read_tables(
    sources: &Sources,
    numbers: [Option<usize>; 8],
    problems: &RefCell<Vec<Problem>>,
    notes: Option<&Notes>,
) -> Geography {
    let reader = Reader { sources, problems, notes };
    let mut geography = Geography::default();
    let [provinces, districts, edges, host_districts, border_edges, routes, posts, places] = numbers;
    let mut ids = AllIds::new();
    let province_file = reader.file(provinces, PROVINCES);
    let district_file = reader.file(districts, DISTRICTS);
    ids.provinces.partial = province_file.as_ref().is_none_or(|f| !f.complete);
    ids.districts.partial = district_file.as_ref().is_none_or(|f| !f.complete);
    for row in province_file.iter().flat_map(CsvFile::rows) {
        row.new_id("id", &mut ids.provinces);
    }
    reader.districts(district_file.as_ref(), &mut ids, &mut geography);
    reader.provinces(province_file.as_ref(), &ids, &mut geography);
    reader.edges(reader.file(edges, EDGES).as_ref(), &ids, &mut geography);
    let host_file = reader.file(host_districts, HOST_DISTRICTS);
    ids.host_districts.partial = host_file.as_ref().is_none_or(|f| !f.complete);
    reader.host_districts(host_file.as_ref(), &mut ids, &mut geography);
    reader.contacts(reader.file(border_edges, BORDER_EDGES).as_ref(), &ids, &mut geography);
    reader.routes(reader.file(routes, ROUTES).as_ref(), &ids, &mut geography);
    reader.posts(reader.file(posts, POSTS).as_ref(), &ids, &mut geography);
    reader.places(reader.file(places, PLACES).as_ref(), &mut geography);
    reader.check_size(
        district_file.as_ref(),
        geography.districts.iter().map(|d| d.population).sum(),
        geography.districts.len(),
    );
    let of_host = &geography.host_districts;
    reader.check_size(host_file.as_ref(), of_host.iter().map(|d| d.population).sum(), of_host.len());
    geography.regions = ids.regions.in_order();
    geography.tags = ids.tags.in_order();
    geography.hosts = ids.hosts.in_order();
    geography
}

/// Ids of all kinds.
struct AllIds {
    provinces: Ids,
    districts: Ids,
    regions: Ids,
    tags: Ids,
    hosts: Ids,
    sectors: Ids,
    host_districts: Ids,
}

impl AllIds {
    fn new() -> AllIds {
        AllIds {
            provinces: Ids::of("the id of a province"),
            districts: Ids::of("the id of a district"),
            regions: Ids::of("a region"),
            tags: Ids::of("a tag"),
            hosts: Ids::of("the id of a host state"),
            sectors: Ids::of("a sector"),
            host_districts: Ids::of("the id of a host district"),
        }
    }
}

struct Reader<'a> {
    sources: &'a Sources,
    problems: &'a RefCell<Vec<Problem>>,
    notes: Option<&'a Notes>,
}

impl<'a> Reader<'a> {
    fn file(&self, number: Option<usize>, columns: Columns) -> Option<CsvFile<'a>> {
        let mut file = CsvFile::parse(self.sources, number?, columns, self.problems);
        file.notes = self.notes;
        Some(file)
    }

    fn districts(&self, file: Option<&CsvFile<'_>>, ids: &mut AllIds, geography: &mut Geography) {
        for row in file.iter().flat_map(|f| f.rows()) {
            let fresh = row.new_id("id", &mut ids.districts);
            let region = row.cell("region");
            let district = District {
                id: row.cell("id").to_owned(),
                name: row.text("name"),
                name_local: row.cell("name_local").to_owned(),
                province: row.reference("province", &ids.provinces).unwrap_or(0),
                region: ids.regions.intern(if region.is_empty() { "all" } else { region }),
                terrain: row.word("terrain", TERRAINS),
                is_capital: row.flag("capital"),
                held_at_start: row.flag("held_at_start"),
                garrison: row.number("garrison_people", MEN),
                population: row.number("population", PEOPLE),
                hazard_multiplier: row.number_or("hazard_multiplier", MULTIPLIER, 1.0),
                lon: row.number_or("lon", LONGITUDE, f64::NAN),
                lat: row.number_or("lat", LATITUDE, f64::NAN),
                area_km2: row.number_or("area_km2", AREA, f64::NAN),
                tags: row.cell("tags").split_whitespace().map(|tag| ids.tags.intern(tag)).collect(),
            };
            if fresh.is_some() {
                geography.districts.push(district);
            }
        }
    }

    /// Reports more districts, or more people in all of them, than there may be.
    fn check_size(&self, file: Option<&CsvFile<'_>>, people: f64, districts: usize) {
        let Some(file) = file else { return };
        if districts > MOST_DISTRICTS {
            file.too_large(format!("{districts} districts"), format!("at most {MOST_DISTRICTS} districts"));
        }
        if people > MOST_PEOPLE {
            file.too_large(format!("{people} people in all"), format!("at most {MOST_PEOPLE} people in all districts"));
        }
    }

    fn provinces(&self, file: Option<&CsvFile<'_>>, ids: &AllIds, geography: &mut Geography) {
        let mut seen = Ids::of("");
        let mut capitals: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (at, district) in (0..).zip(&geography.districts).filter(|(_, district)| district.is_capital) {
            capitals.entry(district.province).or_default().push(at);
        }
        for row in file.iter().flat_map(|f| f.rows()) {
            let Some(number) = ids.provinces.get(row.cell("id")) else { continue };
            if seen.get(row.cell("id")).is_some() {
                continue; // Reported as a repeated id.
            }
            seen.intern(row.cell("id"));
            let capital = row.reference("capital_district", &ids.districts);
            if let Some(district) = capital.and_then(|c| geography.districts.get(c as usize)) {
                if district.province != number {
                    row.wrong("capital_district", "a district of the same province", "");
                } else if !district.is_capital {
                    let remedy =
                        format!("write capital = 1 for {} in the districts' file, or name another", district.id);
                    row.wrong("capital_district", "a district with capital = 1", &remedy);
                }
            }
            let named = capitals.get(&number).into_iter().flatten();
            for &other in named.filter(|other| Some(**other) != capital) {
                let other = &geography.districts[other as usize];
                let found = format!("{}, but {} too has capital = 1", row.cell("capital_district"), other.id);
                row.report(
                    "capital_district",
                    found,
                    "one capital for each province",
                    "write capital = 0 for one of them",
                );
            }
            geography.provinces.push(Province {
                id: row.cell("id").to_owned(),
                name: row.text("name"),
                capital_name: row.text("capital_name"),
                capital_district: capital.unwrap_or(0),
                national_capital: row.flag("national_capital"),
            });
        }
    }

    fn edges(&self, file: Option<&CsvFile<'_>>, ids: &AllIds, geography: &mut Geography) {
        let mut edges = Vec::new();
        let mut seen: BTreeMap<(u32, u32), (Origin, f64)> = BTreeMap::new();
        for row in file.iter().flat_map(|f| f.rows()) {
            let (a, b) = (row.reference("a", &ids.districts), row.reference("b", &ids.districts));
            let shared_km = row.number("shared_km", KM);
            let seat_distance_km = row.number_or("seat_distance_km", KM, f64::NAN);
            let (Some(a), Some(b)) = (a, b) else { continue };
            if a == b {
                let found = format!("{} next to itself", row.cell("a"));
                row.report("b", found, "two different districts", "take the row out");
                continue;
            }
            match seen.get(&(a.min(b), a.max(b))) {
                Some((first, km)) => self.repeated_edge(&row, *first, *km, shared_km),
                None => {
                    seen.insert((a.min(b), a.max(b)), (row.origin("a"), shared_km));
                    edges.push(Edge { a, b, shared_km, seat_distance_km });
                }
            }
        }
        geography.neighbours = Adjacency::new(geography.districts.len(), &edges);
    }

    fn repeated_edge(&self, row: &Row<'_>, first: Origin, first_km: f64, km: f64) {
        let line = self.sources.place(first).map_or(0, |p| p.line);
        let pair = format!("{}, {}", row.cell("a"), row.cell("b"));
        if first_km == km {
            let found = format!("the pair {pair} again, which line {line} has");
            row.report("a", found, "each pair of districts once, in either order", "take one of the two rows out");
        } else {
            let found = format!("{km} km for the pair {pair}, but line {line} has {first_km} km");
            row.report(
                "shared_km",
                found,
                "the same length from both sides, written once",
                "keep the row that is right",
            );
        }
    }

    fn host_districts(&self, file: Option<&CsvFile<'_>>, ids: &mut AllIds, geography: &mut Geography) {
        for row in file.iter().flat_map(|f| f.rows()) {
            let fresh = row.new_id("id", &mut ids.host_districts);
            let host = ids.hosts.intern(&row.text("host"));
            let sector_id = row.text("sector");
            let sector = ids.sectors.intern(&sector_id);
            match geography.sectors.get(sector as usize) {
                None => geography.sectors.push(Sector { id: sector_id, host }),
                Some(known) if known.host != host => {
                    row.wrong(
                        "sector",
                        "a sector of one host state only",
                        "give each host's sectors names of their own",
                    );
                }
                Some(_) => {}
            }
            let district = HostDistrict {
                id: row.cell("id").to_owned(),
                name: row.text("name"),
                host,
                sector,
                lon: row.number_or("lon", LONGITUDE, f64::NAN),
                lat: row.number_or("lat", LATITUDE, f64::NAN),
                population: row.number("population", PEOPLE),
                guards: row.number("guards", MEN),
                terrain: row.word("terrain", TERRAINS),
                shelter: row.number_or("shelter", PEOPLE, f64::INFINITY),
                takes_in: row.number_or("takes_in", MULTIPLIER, 0.0),
            };
            if fresh.is_some() {
                geography.host_districts.push(district);
            }
        }
    }

    fn contacts(&self, file: Option<&CsvFile<'_>>, ids: &AllIds, geography: &mut Geography) {
        let mut seen = BTreeSet::new();
        for row in file.iter().flat_map(|f| f.rows()) {
            let district = row.reference("district", &ids.districts);
            let host_district = row.reference("host_district", &ids.host_districts);
            let shared_km = row.number("shared_km", KM);
            let (Some(district), Some(host_district)) = (district, host_district) else { continue };
            if !seen.insert((district, host_district)) {
                row.wrong(
                    "host_district",
                    "each pair of a district and a host district once",
                    "take one of the rows out",
                );
                continue;
            }
            geography.contacts.push(Contact { district, host_district, shared_km });
        }
    }

    fn routes(&self, file: Option<&CsvFile<'_>>, ids: &AllIds, geography: &mut Geography) {
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for row in file.iter().flat_map(|f| f.rows()) {
            let district = row.reference("district", &ids.districts);
            let host_district = row.reference("host_district", &ids.host_districts);
            let share = row.number("share", Range::SHARE);
            let (Some(district), Some(host_district)) = (district, host_district) else { continue };
            let sum = sums.entry(district).or_default();
            let before = *sum;
            *sum += share;
            if before + share > 1.0 + 1e-9 {
                let found = format!("{share}, which makes {:.4} for {} in all", before + share, row.cell("district"));
                row.report("share", found, "shares of a district that add up to at most 1", "");
            }
            geography.routes.push(Route { district, host_district, share });
        }
    }

    fn posts(&self, file: Option<&CsvFile<'_>>, ids: &AllIds, geography: &mut Geography) {
        let mut posts = Ids::of("the id of a post");
        for row in file.iter().flat_map(|f| f.rows()) {
            let fresh = row.new_id("id", &mut posts);
            let post = Post {
                id: row.cell("id").to_owned(),
                name: row.text("name"),
                district: row.reference("district", &ids.districts).unwrap_or(0),
                host_district: match row.cell("host_district") {
                    "" => None,
                    _ => row.reference("host_district", &ids.host_districts),
                },
                lon: row.number_or("lon", LONGITUDE, f64::NAN),
                lat: row.number_or("lat", LATITUDE, f64::NAN),
                kind: row.text("kind"),
                servers: row.whole("servers", 0, 10_000),
                status: row.word("status", STATUSES),
            };
            if fresh.is_some() {
                geography.posts.push(post);
            }
        }
    }

    fn places(&self, file: Option<&CsvFile<'_>>, geography: &mut Geography) {
        for row in file.iter().flat_map(|f| f.rows()) {
            let (lon, lat) = (row.number("lon", LONGITUDE), row.number("lat", LATITUDE));
            geography.places.push(Place { name: row.text("name"), kind: row.text("kind"), lon, lat });
        }
    }
}
