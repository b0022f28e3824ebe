//! The files that panj writes into a result folder beside plan and manifest, each with what stands in it: the one list of
//! them. Charts lie in `charts/`.

/// What a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The rows of replications, whatever was asked.
    Rows,
    /// An analysis of them.
    Analysis,
    /// The comparisons of a suite; it lies in the folder of the benchmark, which has no manifest.
    Benchmark,
    /// An earlier version of panj: it is known as panj's, and is written no more.
    Earlier,
}

/// A file of a result folder, or the same in several formats.
#[derive(Debug, Clone, Copy)]
pub struct ResultFile {
    /// Its name without the ending.
    pub stem: &'static str,
    /// The endings that it may have.
    pub endings: &'static [&'static str],
    /// What it is made of.
    pub origin: Origin,
    /// What it is about.
    pub about: &'static str,
}

impl ResultFile {
    /// Its names.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.endings.iter().map(|ending| format!("{}.{ending}", self.stem))
    }

    /// The file of this name, with or without ending.
    pub fn named(name: &str) -> Option<&'static ResultFile> {
        let stem = name.split('.').next().unwrap_or(name);
        FILES.iter().find(|file| file.stem == stem)
    }
}

/// All of them.
pub const FILES: [ResultFile; 29] = {
    use Origin::{Analysis, Benchmark, Earlier, Rows};
    const CSV: &[&str] = &["csv"];
    const CSV_AND_JSON: &[&str] = &["csv", "json"];
    const EITHER: &[&str] = &["csv", "parquet"];
    const fn file(
        stem: &'static str,
        endings: &'static [&'static str],
        origin: Origin,
        about: &'static str,
    ) -> ResultFile {
        ResultFile { stem, endings, origin, about }
    }
    [
        file("outcomes", EITHER, Rows, "a row for each replication of each variant"),
        file("series", EITHER, Rows, "day by day: a row for each variant, series and day"),
        file(
            "districts",
            CSV,
            Rows,
            "a row for each variant, quantity by place and district. Quantities: `first_fall_day`, `soldiers_fled`, \
             `held_at_end` and `held_DATE` for each date of `outcomes.held_on`; `civilians_came` (to the border, by district of \
             origin) where people are displaced; by host district `people_let_in` and `most_civilians_in_refuge` (at the end of a day); units and meanings under `by_place` in the manifest",
        ),
        file("summary", CSV_AND_JSON, Rows, "a row for each metric (or level of one) and variant"),
        file(
            "competing",
            CSV,
            Rows,
            "how a time ends, where it can end in several ways: a row for each metric, variant, way and day",
        ),
        file("comparison", CSV_AND_JSON, Analysis, "of `compare`: a row for each outcome and policy"),
        file(
            "saved_and_lost",
            CSV,
            Analysis,
            "of `compare`: a row for each event and policy, counted over the same worlds",
        ),
        file("incidence", CSV, Analysis, "of `compare`: a row for each time, policy and day at which its curve steps"),
        file(
            "robustness",
            CSV,
            Analysis,
            "of `compare` with `--uncertain` or `--posterior`: a row for each outcome and policy, over draws of the parameters",
        ),
        file(
            "divergence",
            CSV,
            Analysis,
            "of `compare`: a row for each policy and kind of first fact by which the same world differs from the baseline's",
        ),
        file("parting", CSV_AND_JSON, Earlier, "where worlds diverge"),
        file(
            "hindcast",
            CSV_AND_JSON,
            Analysis,
            "of `run` and `compare`, where the scenario has observed data: a row for each observation, held against the first variant",
        ),
        file("draws", CSV, Analysis, "with `--uncertain` or `--posterior`: a row for each draw of the parameters"),
        file(
            "uncertainty",
            CSV_AND_JSON,
            Analysis,
            "with `--uncertain` or `--posterior`: a row for each outcome and variant",
        ),
        file("points", CSV, Analysis, "of `sweep`: the design, a row for each point"),
        file("sweep", CSV_AND_JSON, Analysis, "of `sweep`: a row for each outcome at each point"),
        file(
            "sensitivity",
            CSV_AND_JSON,
            Analysis,
            "of `sensitivity`: a row for each outcome and parameter; measures that the method does not have are empty",
        ),
        file("noise", CSV, Analysis, "of `sensitivity`: a row for each outcome"),
        file(
            "convergence",
            CSV,
            Analysis,
            "of `sensitivity`: the measures from the first points alone, a row for each number of points",
        ),
        file(
            "audit",
            CSV_AND_JSON,
            Analysis,
            "of `audit`: a row for each assumption, with its range and whether it moves anything",
        ),
        file("effects", CSV, Analysis, "of `audit`: what each assumption does to each outcome over its range"),
        file("flips", CSV, Analysis, "of `audit`: the values of assumptions at which answers turn"),
        file(
            "shares",
            CSV,
            Analysis,
            "of `audit`: total indices of the strongest assumptions, a row for each outcome and assumption",
        ),
        file("answers", CSV, Analysis, "of `audit`: a row for each outcome at each point of the table of answers"),
        file(
            "discovery",
            CSV_AND_JSON,
            Analysis,
            "of `discover`: a row for each set of changes that was held against the second half",
        ),
        file("changes", CSV, Analysis, "of `discover`: a row for each change that may be part of a set"),
        file("leaderboard", &["csv", "json", "md"], Benchmark, "of `benchmark`: a row for each policy, best first"),
        file("cells", CSV, Benchmark, "of `benchmark`: a row for each scenario, metric and policy"),
        file(
            "pareto",
            CSV,
            Benchmark,
            "of `benchmark`: a row for each scenario and policy, where the suite names a benefit and a cost",
        ),
    ]
};
