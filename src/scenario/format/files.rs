//! The files of a scenario beside `scenario.toml`.

use super::{Entry, Format};
use crate::scenario::csv_file::Columns;
use crate::scenario::parameter::Parameter;
use crate::scenario::{alliance_folder, geography, record};

/// Every file that a scenario can have.
pub(super) fn all() -> Vec<Format> {
    let mut all: Vec<Format> = geography::described().into_iter().map(table).collect();
    let id = |says| Entry::new("properties.id", "a text", says);
    let country = id("id of the country");
    let outlines = "outlines of the countries";
    all.push(geojson("outline", "outline.geojson", outlines, "countries", country, ["HOST", "The Host State"]));
    let district = id("id of the district or host district").needed();
    let areas = "areas of districts and host districts; one that has none is drawn as what is nearest to its seat";
    all.push(geojson("areas", "districts.geojson", areas, "districts", district, ["ford", "The Ford"]));
    all.push(observed());
    all.extend(record::described().into_iter().map(table));
    all.extend(alliance_folder::described().into_iter().map(table));
    all.push(posterior());
    all
}

fn table((name, columns, described): (&'static str, Columns, Vec<Parameter>)) -> Format {
    // The first row of the example that fills the column.
    let shown = |at: usize| {
        let mut cells = columns.example.iter().map(|row| row.split(',').nth(at).unwrap_or_default());
        cells.find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    Format {
        name: name.to_owned(),
        title: format!("{name}.csv"),
        about: columns.about.to_owned(),
        entries: described.iter().enumerate().map(|(at, column)| Entry::of(column, shown(at))).collect(),
        example: columns.example_file(),
    }
}

/// What outlines of countries and areas of districts have in common: GeoJSON.
fn geojson(name: &str, title: &str, of: &str, what: &str, ids: Entry, example: [&str; 2]) -> Format {
    let [id, full] = example;
    Format {
        name: name.to_owned(),
        title: title.to_owned(),
        about: format!(
            "{of}, for maps only: a GeoJSON feature collection (RFC 7946) of polygons and multipolygons, positions as longitude \
             and latitude in degrees"
        ),
        entries: vec![
            Entry::new("features", "a list of GeoJSON features", &format!("the {what}, a feature each")).needed(),
            Entry::new("geometry", "a Polygon or a MultiPolygon", &format!("outline and holes of each of the {what}"))
                .needed(),
            ids.like(&format!("\"{id}\"")),
            Entry::new("properties.name", "a text", "its name, for people").like(&format!("\"{full}\"")),
        ],
        example: format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n \
             {{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"{full}\"}},\n  \
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[59.8,37.05],[60.8,37.05],[60.8,37.6],[59.8,37.6],[59.8,37.05]]]}}}}\n]}}\n"
        ),
    }
}

fn observed() -> Format {
    let file = |name: &str, about: &str| Entry::new(name, "a CSV file", about);
    let files = record::described().map(|(name, columns, _)| {
        let own = format!("{}.csv", name.trim_start_matches("observed/"));
        file(&own, columns.about)
    });
    let mut entries = files.to_vec();
    entries.push(file("any other file", "for people: the program reads nothing of it"));
    Format {
        name: "observed".to_owned(),
        title: "observed/".to_owned(),
        about: "the record of what happened, a folder that `[files] observed` names. Results are compared with it; the model \
                reads it only where campaign.mode is `conditioned` or `replay`. Each file may be missing"
            .to_owned(),
        entries,
        example: "[files]\nobserved = \"observed\"\n".to_owned(),
    }
}

fn posterior() -> Format {
    Format {
        name: "posterior".to_owned(),
        title: "posterior.csv".to_owned(),
        about: "a sample of parameters that are not known, a row for each draw, for `--posterior FILE`: from a calibration of \
                your own. Every row is checked as if its values were written into the scenario"
            .to_owned(),
        entries: vec![
            Entry::new("PATH", "values of the parameter that the header names, in every row", "a column for each parameter, named by its path")
                .needed()
                .like("campaign.contagion"),
            Entry::new("weight", "a number of at least 0", "how often the row stands for a draw, beside the others; need not sum to 1")
                .unit("1")
                .default("1"),
        ],
        example: "campaign.contagion,campaign.base_hazard_per_day,weight\n3.5,0.012,0.8\n6.1,0.009,0.2\n".to_owned(),
    }
}
