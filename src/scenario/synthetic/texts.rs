//! The files of an invented scenario.

use std::fmt::Write;

use super::grid::{Grid, HostCell, SIDE_KM, rectangle};

/// All files with their names.
pub(super) fn files(grid: &Grid) -> Vec<(&'static str, String)> {
    vec![
        ("scenario.toml", scenario(grid)),
        ("districts.csv", districts(grid)),
        ("edges.csv", edges(grid)),
        ("provinces.csv", provinces(grid)),
        ("host_districts.csv", host_districts(grid)),
        ("border_edges.csv", border_edges(grid)),
        ("posts.csv", posts(grid)),
        ("outline.geojson", outline(grid)),
        ("SOURCES.md", sources(grid)),
    ]
}

fn district_id(at: u32) -> String {
    format!("D{at:06}")
}

fn host_id(host: &HostCell, at: usize) -> String {
    format!("H{}{at:04}", if host.host == "north" { 'N' } else { 'E' })
}

fn districts(grid: &Grid) -> String {
    let mut text = "id,name,name_local,province,region,terrain,capital,held_at_start,garrison_people,population,hazard_multiplier,lon,lat,area_km2\n".to_owned();
    for (at, cell) in (0..).zip(&grid.districts) {
        let _ = writeln!(
            text,
            "{},District {}-{},,P{:05},{},plain,{},{},{},{},1,{:.4},{:.4},{:.0}",
            district_id(at),
            cell.column + 1,
            cell.row + 1,
            cell.province,
            cell.region,
            u8::from(cell.is_capital),
            u8::from(cell.held_at_start),
            cell.garrison,
            cell.population,
            cell.seat.0,
            cell.seat.1,
            SIDE_KM * SIDE_KM
        );
    }
    text
}

fn edges(grid: &Grid) -> String {
    let mut text = "a,b,shared_km,seat_distance_km\n".to_owned();
    for (a, b) in grid.edges() {
        let _ = writeln!(text, "{},{},{SIDE_KM:.1},{SIDE_KM:.1}", district_id(a), district_id(b));
    }
    text
}

fn provinces(grid: &Grid) -> String {
    let mut text = "id,name,capital_name,capital_district,national_capital\n".to_owned();
    let mut seats = vec![String::new(); grid.provinces as usize];
    for (at, cell) in (0..).zip(&grid.districts).filter(|(_, cell)| cell.is_capital) {
        seats[cell.province as usize] = district_id(at);
    }
    for (province, seat) in (0..).zip(&seats) {
        let national = u8::from(province == grid.national);
        let _ = writeln!(text, "P{province:05},Province {0},Capital {0},{seat},{national}", province + 1);
    }
    text
}

fn host_districts(grid: &Grid) -> String {
    let mut text = "id,name,host,sector,lon,lat,population,guards,terrain\n".to_owned();
    for (at, host) in grid.hosts.iter().enumerate() {
        let (lon, lat) = host.seat;
        let guards = 60 * host.touches.len();
        let _ = writeln!(
            text,
            "{},Border district {},{},{},{lon:.4},{lat:.4},60000,{guards},plain",
            host_id(host, at),
            at + 1,
            host.host,
            host.sector
        );
    }
    text
}

fn border_edges(grid: &Grid) -> String {
    let mut text = "district,host_district,shared_km\n".to_owned();
    for (at, host) in grid.hosts.iter().enumerate() {
        for &district in &host.touches {
            let _ = writeln!(text, "{},{},{SIDE_KM:.1}", district_id(district), host_id(host, at));
        }
    }
    text
}

fn posts(grid: &Grid) -> String {
    let mut text = "id,name,district,host_district,lon,lat,kind,servers,status\n".to_owned();
    for (at, host) in grid.hosts.iter().enumerate().step_by(2) {
        let (lon, lat) = host.seat;
        let district = host.touches.first().copied().map(district_id).unwrap_or_default();
        let _ = writeln!(
            text,
            "post-{at},Post {},{district},{},{lon:.4},{lat:.4},bridge,4,open",
            at / 2 + 1,
            host_id(host, at)
        );
    }
    text
}

fn outline(grid: &Grid) -> String {
    let (columns, rows) = (f64::from(grid.columns), f64::from(grid.rows));
    let countries = [
        ("Country", rectangle((-0.5, columns - 0.5), (-0.5, rows - 0.5))),
        ("Northern host", rectangle((-0.5, columns - 0.5), (rows - 0.5, rows + 3.5))),
        ("Eastern host", rectangle((columns - 0.5, columns + 3.5), (-0.5, rows - 0.5))),
    ];
    let features: Vec<String> = countries
        .iter()
        .map(|(name, ring)| {
            let ring: Vec<String> = ring.iter().map(|(lon, lat)| format!("[{lon:.4},{lat:.4}]")).collect();
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
                ring.join(",")
            )
        })
        .collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

fn sources(grid: &Grid) -> String {
    format!(
        "# Sources\n\nEverything here is invented: an assumption made for tests of speed and scale, not a claim about the world. The files\nwere written by `panj generate` with {} districts and seed {}.\n",
        grid.districts.len(),
        grid.seed
    )
}

fn scenario(grid: &Grid) -> String {
    let template = include_str!("scenario.template.toml");
    template.replace("{districts}", &grid.districts.len().to_string()).replace("{seed}", &grid.seed.to_string())
}
