//! `[files]`: the data files of a scenario, by what they hold. They lie in the scenario's folder or below it. The alliance
//! has a folder of its own, which several scenarios may name.

use super::section::parameters;

parameters! {
    |s|
    /// Data files inside the scenario's folder, subfolders too (elsewhere only with --allow-outside).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Files {
        /// Name of the alliance: of the folder `alliances/NAME` in the scenario's folder, or else in the one above it, or
        /// above that. What its alliance.toml says holds where the scenario is silent.
        pub alliance: Option<String> = s.text("alliance").optional(),
        /// CSV with a sample of parameters that were fitted, a column for each; runs draw from it, unless they are told not to.
        /// (An alliance's folder may hold one too, posterior.csv.)
        pub posterior: Option<String> = s.text("posterior").optional(),
        /// CSV of the districts.
        pub districts: Option<String> = s.text("districts").optional(),
        /// CSV of the pairs of districts that touch, each pair once.
        pub edges: Option<String> = s.text("edges").optional(),
        /// CSV of the provinces.
        pub provinces: Option<String> = s.text("provinces").optional(),
        /// CSV of the host states' border districts.
        pub host_districts: Option<String> = s.text("host_districts").optional(),
        /// CSV of the pairs of a district and a host district.
        pub border_edges: Option<String> = s.text("border_edges").optional(),
        /// CSV of the shares that named crossing points take.
        pub routes: Option<String> = s.text("routes").optional(),
        /// CSV of the border posts.
        pub posts: Option<String> = s.text("posts").optional(),
        /// GeoJSON with outlines of the countries, for maps.
        pub outline: Option<String> = s.text("outline").optional(),
        /// GeoJSON with the areas of districts and host districts, for maps.
        pub areas: Option<String> = s.text("areas").optional(),
        /// CSV of places to name on maps.
        pub places: Option<String> = s.text("places").optional(),
        /// Folder with the observed record.
        pub observed: Option<String> = s.text("observed").optional(),
    }
}
