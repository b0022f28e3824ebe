//! The files of a scenario.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::area::Area;
use crate::draw;
use crate::map::{Counts, Map, Options, apart};

/// Government men in a district.
const GARRISON: &str = "200";
/// People of a district whose population no source gives.
const PEOPLE: f64 = 10_000.0;
/// Guards of the host state on a kilometre of border.
const GUARDS_PER_KM: f64 = 1.0;
/// People in a host district.
const HOST_PEOPLE: &str = "10000";

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files, by name.
pub(crate) fn files(map: &Map, options: &Options, counts: &Counts, tolerance: f64) -> Vec<(&'static str, String)> {
    let (own, hosts) = map.areas.split_at(map.own);
    let inner = map.borders.iter().filter(|(pair, _)| (pair.1 as usize) < map.own);
    let across: Vec<(&Area, &Area, f64)> = map
        .borders
        .iter()
        .filter(|(pair, _)| (pair.0 as usize) < map.own && pair.1 as usize >= map.own)
        .map(|(pair, km)| (&map.areas[pair.0 as usize], &map.areas[pair.1 as usize], *km))
        .collect();
    let mut files = vec![
        ("districts.csv", table(DISTRICTS, own.iter().map(district))),
        (
            "edges.csv",
            table(EDGES, inner.map(|(pair, km)| edge(&map.areas[pair.0 as usize], &map.areas[pair.1 as usize], *km))),
        ),
        ("provinces.csv", table(PROVINCES, provinces(own))),
        ("districts.geojson", draw::geojson(&map.areas, tolerance)),
        ("outline.geojson", draw::outlines(&map.areas, tolerance)),
        ("graph.svg", draw::graph(&map.areas, map.borders.iter().map(|(pair, km)| (pair.0, pair.1, *km)), tolerance)),
        ("sources.csv", sources(map, options)),
        ("SOURCES.md", sources_page(map, options, counts)),
        ("DOUBTS.md", doubts_page(map)),
        ("scenario.toml", scenario(options, counts)),
    ];
    if !hosts.is_empty() {
        let km = |host: &Area| across.iter().filter(|edge| edge.1.id == host.id).map(|edge| edge.2).sum::<f64>();
        files.push(("host_districts.csv", table(HOSTS, hosts.iter().map(|host| host_district(host, km(host))))));
        files.push((
            "border_edges.csv",
            table(BORDER, across.iter().map(|(a, b, km)| [a.id.clone(), b.id.clone(), three(*km)].to_vec())),
        ));
        files.push(("posts.csv", table(POSTS, posts(&across))));
    }
    files
}

const DISTRICTS: &str =
    "id,name,name_local,province,terrain,capital,held_at_start,garrison_people,population,lon,lat,area_km2";
const EDGES: &str = "a,b,shared_km,seat_distance_km";
const PROVINCES: &str = "id,name,capital_name,capital_district,national_capital";
const HOSTS: &str = "id,name,host,sector,lon,lat,population,guards,terrain";
const BORDER: &str = "district,host_district,shared_km";
const POSTS: &str = "id,name,district,host_district,lon,lat,kind,servers,status";

/// A table as CSV.
fn table(header: &str, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let mut written = writer.write_record(header.split(','));
    for row in rows {
        written = written.and_then(|()| writer.write_record(row));
    }
    debug_assert!(written.is_ok());
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn three(km: f64) -> String {
    // Never written as none at all.
    format!("{:.3}", km.max(0.001))
}

fn degrees(of: f64) -> String {
    format!("{:.4}", draw::turned(of))
}

fn flag(yes: bool) -> String {
    u8::from(yes).to_string()
}

fn district(area: &Area) -> Vec<String> {
    let people = area.population.unwrap_or(PEOPLE).round().to_string();
    let seat = [degrees(area.seat.0), degrees(area.seat.1)];
    let [lon, lat] = seat;
    let names = [area.id.clone(), area.name.clone(), area.local.clone(), area.province.clone(), "plain".to_owned()];
    let state = [flag(area.capital), flag(area.held), GARRISON.to_owned(), people, lon, lat];
    names.into_iter().chain(state).chain([format!("{:.3}", area.km2.max(0.001))]).collect()
}

fn edge(a: &Area, b: &Area, km: f64) -> Vec<String> {
    vec![a.id.clone(), b.id.clone(), three(km), format!("{:.1}", apart(a, b).max(0.1))]
}

fn provinces(own: &[Area]) -> Vec<Vec<String>> {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    let mut rows = Vec::new();
    for area in own {
        if seen.insert(&area.province, ()).is_none() {
            let capital = own.iter().find(|other| other.province == area.province && other.capital).unwrap_or(area);
            let seat =
                capital.seat_name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| capital.name.clone());
            rows.push(vec![
                area.province.clone(),
                area.province_name.clone(),
                seat,
                capital.id.clone(),
                "0".to_owned(),
            ]);
        }
    }
    rows
}

fn host_district(area: &Area, km: f64) -> Vec<String> {
    let guards = libm::ceil(km * GUARDS_PER_KM).to_string();
    let texts = [&area.id, &area.name, &area.host, &sector(area)].map(String::clone);
    texts
        .into_iter()
        .chain([degrees(area.seat.0), degrees(area.seat.1), HOST_PEOPLE.to_owned(), guards, "plain".to_owned()])
        .collect()
}

/// A sector is of one host state only.
fn sector(area: &Area) -> String {
    if area.province == area.host { area.host.clone() } else { format!("{}-{}", area.host, area.province) }
}

/// A post in each sector, on its longest border.
fn posts(across: &[(&Area, &Area, f64)]) -> Vec<Vec<String>> {
    let mut longest: BTreeMap<String, &(&Area, &Area, f64)> = BTreeMap::new();
    for edge in across {
        let known = longest.entry(sector(edge.1)).or_insert(edge);
        if edge.2 > known.2 {
            *known = edge;
        }
    }
    let row = |edge: &(&Area, &Area, f64)| {
        let (a, b, _) = edge;
        let between = |pick: fn(&Area) -> f64| degrees(f64::midpoint(pick(a), pick(b)));
        let texts = [format!("{}-{}", a.id, b.id), format!("{} - {}", a.name, b.name), a.id.clone(), b.id.clone()];
        let place = [between(|area| area.seat.0), between(|area| area.seat.1)];
        texts.into_iter().chain(place).chain(["road", "1", "open"].map(str::to_owned)).collect()
    };
    longest.into_values().map(row).collect()
}

/// Parameters of `scenario.toml`, all assumed: of every map, and of one with a host state.
const ASSUMED: [&str; 4] =
    ["campaign.base_hazard_per_day", "campaign.contagion", "capitals.switch", "capitals.hard_factor"];
const ASSUMED_OF_HOST: [&str; 10] = [
    "mobilization.reservists",
    "mobilization.battalion_men",
    "mobilization.trigger.conditions",
    "mobilization.trigger.facing_km",
    "alliance.rule",
    "alliance.request.conditions",
    "alliance.request.facing_km",
    "alliance.member.lead.attitude",
    "alliance.member.willing.attitude",
    "alliance.member.reluctant.attitude",
];

fn scenario(options: &Options, counts: &Counts) -> String {
    let has_host = counts.host_districts > 0;
    let share = |of: f64| format!("{:.0}", (counts.border_km * of).max(1.0));
    let of_host = if has_host { include_str!("host.toml") } else { "" };
    let of_host = of_host.replace("{TENTH}", &share(0.1)).replace("{QUARTER}", &share(0.25));
    let more = if has_host { &ASSUMED_OF_HOST[..] } else { &[] };
    let assumed: Vec<String> = ASSUMED.iter().chain(more).map(|path| format!("\n  \"{path}\",")).collect();
    let files = ["host_districts", "border_edges", "posts"].map(|name| format!("{name} = \"{name}.csv\"\n")).concat();
    let question = if has_host {
        "Does help come before the last border district has fallen?"
    } else {
        "How fast do districts fall?"
    };
    // A text of TOML.
    let title: String =
        options.title.chars().filter(|c| !c.is_control()).collect::<String>().replace('\\', "/").replace('"', "'");
    include_str!("scenario.toml")
        .replace("{TITLE}", &title)
        .replace("{QUESTION}", question)
        .replace("{START}", &options.days[0])
        .replace("{END}", &options.days[1])
        .replace("{HOST_FILES}", if has_host { &files } else { "" })
        .replace("{HOST}", &of_host)
        .replace("{ASSUMED}", &format!("{}\n", assumed.concat()))
}

/// Each column of each table: from a source, computed, or an assumption.
fn columns(map: &Map, options: &Options) -> Vec<[String; 5]> {
    let file = options.districts.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let people = map.areas[..map.own].iter().filter(|area| area.population.is_some()).count();
    let seats = map.areas[..map.own].iter().filter(|area| area.seat_name.is_some()).count();
    let tolerance = format!("tolerance {:.0} m", options.tolerance * 1000.0);
    let mut rows: Vec<[String; 5]> = Vec::new();
    let mut add = |file: &str, column: &str, value: &str, status: &str, source: &str| {
        rows.push([file, column, value, status, source].map(str::to_owned));
    };
    for column in ["id", "name", "name_local", "province"] {
        add("districts.csv", column, "", "source", &file);
    }
    add("districts.csv", "terrain", "plain", "assumption", "");
    add(
        "districts.csv",
        "capital",
        "",
        if seats > 0 { "source" } else { "assumption" },
        "seats; else most people; else largest area",
    );
    add("districts.csv", "held_at_start", "", "assumption", "--held");
    add("districts.csv", "garrison_people", GARRISON, "assumption", "");
    if people > 0 {
        add("districts.csv", "population", "", "source", options.population.as_deref().unwrap_or_default());
    }
    if people < map.own {
        add(
            "districts.csv",
            "population",
            &PEOPLE.to_string(),
            "assumption",
            &format!("{} districts", map.own - people),
        );
    }
    let seat = format!("{seats} of {} are seats, the others points within the area", map.own);
    add("districts.csv", "lon and lat", "", if seats > 0 { "source" } else { "computed" }, &seat);
    add("districts.csv", "area_km2", "", "computed", "on the ellipsoid, from the polygons");
    add("edges.csv", "shared_km", "", "computed", &format!("geodesic, from the polygons, {tolerance}"));
    add("edges.csv", "seat_distance_km", "", "computed", "geodesic, not by road");
    for host in &options.hosts {
        let file = host.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for column in ["id", "name", "sector"] {
            add("host_districts.csv", column, "", "source", &file);
        }
    }
    if map.areas.len() > map.own {
        add("host_districts.csv", "population", HOST_PEOPLE, "assumption", "");
        add("host_districts.csv", "guards", &format!("{GUARDS_PER_KM} a km"), "assumption", "");
        add("host_districts.csv", "terrain", "plain", "assumption", "");
        add("border_edges.csv", "shared_km", "", "computed", &format!("geodesic, from the polygons, {tolerance}"));
        add("posts.csv", "all", "one in each sector, on its longest border", "assumption", "");
    }
    rows
}

fn sources(map: &Map, options: &Options) -> String {
    table("file,column,value,status,source", columns(map, options).into_iter().map(|row| row.to_vec()))
}

fn sources_page(map: &Map, options: &Options, counts: &Counts) -> String {
    let mut page = format!(
        "# Sources of {}\n\nMade by `panj import` from these files:\n\n| file | SHA-256 |\n|---|---|\n",
        options.title
    );
    for (name, hash) in &map.hashes {
        let _ = writeln!(page, "| {name} | `{hash}` |");
    }
    let licence =
        options.licence.as_deref().unwrap_or("not stated: ask the maker of the files before you pass this folder on");
    let _ = write!(page, "\nLicence of the data: {licence}.\n\n");
    let _ = write!(
        page,
        "{} districts in {} provinces, {:.0} km2; {} borders of {:.1} km; {} borders of {:.1} km with {} host districts; {:.1} km of outer \
         line that touches no other area. The columns, as in `sources.csv`:\n\n| file | column | value | status | source |\n|---|---|---|---|---|\n",
        counts.districts,
        counts.provinces,
        counts.km2,
        counts.edges,
        counts.shared_km,
        counts.border_edges,
        counts.border_km,
        counts.host_districts,
        counts.outer_km
    );
    for row in columns(map, options) {
        let _ = writeln!(page, "| {} |", row.map(|cell| cell.replace('|', "/")).join(" | "));
    }
    page.push_str("\nEvery parameter of `scenario.toml` is an **assumption**; its table `[status]` lists them.\n");
    page
}

fn doubts_page(map: &Map) -> String {
    let list: String = map.doubts.iter().map(|doubt| format!("- {doubt}\n")).collect();
    format!(
        "# Doubts\n\nWhat the import would have looked at. `graph.svg` shows who touches whom; red dots touch nobody.\n\n{list}"
    )
}
