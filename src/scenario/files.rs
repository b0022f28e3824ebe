//! `[files]`: the data files of a scenario, by what they hold. They lie in the scenario's folder or below it.

use super::section::Section;

/// Names of the data files, relative to the scenario's folder; `None` where a scenario has none of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Districts of the territory.
    pub districts: Option<String>,
    /// Which districts touch.
    pub edges: Option<String>,
    /// Provinces.
    pub provinces: Option<String>,
    /// Districts of the host states along the border.
    pub host_districts: Option<String>,
    /// Which districts touch which host districts.
    pub border_edges: Option<String>,
    /// Shares of those who flee by named crossing points.
    pub routes: Option<String>,
    /// Border posts.
    pub posts: Option<String>,
    /// Outlines of the countries, for maps.
    pub outline: Option<String>,
    /// Places to name on maps.
    pub places: Option<String>,
    /// Folder of the observed record.
    pub observed: Option<String>,
}

impl Files {
    pub(crate) fn read(s: &mut Section<'_>) -> Files {
        s.about("Data files inside the scenario's folder, subfolders too (elsewhere only with --allow-outside)");
        Files {
            districts: s.text("districts").doc("CSV of the districts").optional(),
            edges: s.text("edges").doc("CSV of the pairs of districts that touch, each pair once").optional(),
            provinces: s.text("provinces").doc("CSV of the provinces").optional(),
            host_districts: s.text("host_districts").doc("CSV of the host states' border districts").optional(),
            border_edges: s.text("border_edges").doc("CSV of the pairs of a district and a host district").optional(),
            routes: s.text("routes").doc("CSV of the shares that named crossing points take").optional(),
            posts: s.text("posts").doc("CSV of the border posts").optional(),
            outline: s.text("outline").doc("GeoJSON with outlines of the countries, for maps").optional(),
            places: s.text("places").doc("CSV of places to name on maps").optional(),
            observed: s.text("observed").doc("Folder with the observed record").optional(),
        }
    }
}
