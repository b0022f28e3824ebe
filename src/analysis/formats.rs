//! The files that panj writes into result folders, and the plans that say what to run: what stands in them, from the same
//! declarations by which they are written and read. For `panj explain` and docs/results.md.

use super::{audit, benchmark, compare, discover, hindcast, sensitivity, sweep, uncertainty};
use crate::outcome::{Clock, Kind, Metric};
use crate::result::{
    CellType, Column, FileEntry, ResultFile, competing_columns, district_columns, outcome_columns, series_columns,
    summary_columns,
};
use crate::scenario::format::{Entry, Format};

/// The name that stands for the path of any factor or drawn parameter.
const PATH: &str = "PATH";
/// The date, in days since 1970-01-01, that stands for all by which shares are told.
const SOME_DATE: i32 = 22_043;

/// Every table of a result folder.
pub fn result_formats() -> Vec<Format> {
    let path = [PATH.to_owned()];
    let metrics = [
        Metric::new(
            "METRIC",
            "unit of the metric",
            "a column for each metric, which `panj explain METRIC` tells: an amount, 0 or 1 for an event, a word for one of several levels",
            Kind::Amount,
        ),
        Metric::new(
            "TIME_days",
            "days",
            "a column for each metric that is a time: when it happened; empty where the horizon came first",
            Kind::Time(Clock::from_start("it happens")),
        ),
    ];
    let file = |name: &str, columns: Vec<Column>| FileEntry { name: name.to_owned(), columns };
    let mut files = vec![
        file("outcomes.csv", outcome_columns(&metrics)),
        file("series.csv", series_columns()),
        file("districts.csv", district_columns(&[SOME_DATE])),
        file("summary.csv", summary_columns()),
        file("competing.csv", competing_columns()),
    ];
    files.extend(compare::tables());
    files.extend(hindcast::tables());
    files.push(file("draws.csv", uncertainty::draw_columns(&path)));
    files.extend(uncertainty::tables());
    files.extend(sweep::tables(&path));
    files.extend(sensitivity::tables());
    files.extend(audit::tables(&path));
    files.extend(discover::tables());
    files.extend(benchmark::tables());
    files.iter().map(format).collect()
}

fn format(file: &FileEntry) -> Format {
    let name = file.name.trim_end_matches(".csv").to_owned();
    let title = match name.as_str() {
        "outcomes" | "series" => format!("{name}.parquet or .csv (of a result folder)"),
        _ => format!("{name}.csv (of a result folder)"),
    };
    let entries = file.columns.iter().map(entry).collect();
    Format {
        about: ResultFile::named(&name).map_or("", |file| file.about).to_owned(),
        name,
        title,
        entries,
        example: String::new(),
    }
}

fn entry(column: &Column) -> Entry {
    let takes = match column.cells {
        CellType::Text => "text",
        CellType::Boolean => "0 or 1, true or false in Parquet",
        CellType::Category => "one of several words",
        CellType::Integer => "whole number",
        CellType::Number => "number",
        CellType::Date => "date",
    };
    let by_date = column.name.starts_with(crate::result::SHARE_COLUMN);
    let name = if by_date { "by_YYYY_MM_DD" } else { &*column.name };
    let meaning = if by_date {
        "a column for every seventh day: share of replications in which it had come by the end of that date, in thousandths; empty for what is no day".to_owned()
    } else {
        column.meaning.to_string()
    };
    Entry::new(name, takes, &meaning).unit(&column.unit).needed()
}

/// The plans: suites, `plan.toml`, `benchmark.toml`.
pub fn plan_formats() -> Vec<Format> {
    vec![suite(), plan(), benchmark_plan()]
}

fn suite() -> Format {
    let entries = vec![
        Entry::new("title", "a text", "what the suite is").needed().like("\"Policies on two borders\""),
        Entry::new(
            "replications",
            "a whole number of at least 1",
            "replications in each scenario; `-n` has the last word",
        )
        .unit("replications")
        .default("200"),
        Entry::new(
            "policy_files",
            "a list of files, relative to the suite",
            "files with policies that every scenario takes",
        )
        .default("[]")
        .like("[\"policies.toml\"]"),
        Entry::new("policies", "a list of names", "policies that compete, beside the scenario as written")
            .default("all of the policy files")
            .like("[\"majority-rule\"]"),
        Entry::new("metrics", "a list of metrics", "what counts; a scenario that lacks one is left out of it")
            .default("all of which more or less is better")
            .like("[\"decision_days\", \"response_gap\"]"),
        Entry::new("benefit", "a metric", "the benefit of the Pareto front").like("\"response_gap\""),
        Entry::new("cost", "a metric", "the cost of the Pareto front").like("\"allied_men\""),
        Entry::new("scenario.NAME.path", "a folder or TOML file, relative to the suite", "the scenario; at least one")
            .needed()
            .like("\"../scenarios/tutorial\""),
        Entry::new("scenario.NAME.summary", "a text", "what it is there for").like("\"a valley\""),
        Entry::new("scenario.NAME.set", "a table of parameters by path, each with its value", "what is changed in it")
            .like("{ \"campaign.contagion\" = 2.0 }"),
    ];
    Format {
        name: "suite".to_owned(),
        title: "suite.toml".to_owned(),
        about: "what `panj benchmark SUITE` runs: scenarios, the policies that compete on them and the metrics that count".to_owned(),
        entries,
        example: "title = \"Policies in a valley\"\nreplications = 100\npolicies = [\"majority-rule\"]\nmetrics = [\"decision_days\"]\n\n\
                  [scenario.valley]\npath = \"scenarios/tutorial\"\n\n[scenario.valley-slow]\npath = \"scenarios/tutorial\"\n\
                  set = { \"campaign.contagion\" = 1.0 }\n"
            .to_owned(),
    }
}

fn plan() -> Format {
    let hashes = "SHA-256 as hexadecimal digits";
    let entries = vec![
        Entry::new("panj", "a version", "the version of panj that made the plan").needed().like("\"0.1.0\""),
        Entry::new("seed", "a whole number of at least 0", "the seed of the worlds").unit("1").needed().like("1"),
        Entry::new(
            "replications",
            "a whole number of at least 1",
            "replications of each variant; with `until` at most so many",
        )
        .unit("replications")
        .needed()
        .like("2000"),
        Entry::new(
            "until",
            "a list of goals, METRIC:halfwidth=X or METRIC:relative=X",
            "goals at which sampling stops",
        )
        .default("[]"),
        Entry::new("format", "parquet or csv", "format of the large tables").needed().like("\"parquet\""),
        Entry::new("scenario.path", "a folder or TOML file", "the scenario as it was given")
            .needed()
            .like("\"scenarios/tutorial\""),
        Entry::new("scenario.policy_files", "a list of files", "further files with policies, as they were given")
            .default("[]"),
        Entry::new("scenario.sha256", &format!("a table of files, each with its {hashes}"), "what the files held")
            .needed(),
        Entry::new(
            "design",
            "a table with command = \"run\", \"compare\", \"sweep\", \"sensitivity\", \"audit\" or \"discover\"",
            "what the experiment is for, and what its command adds: layout and factors of a sweep, method, points and factors of a sensitivity analysis; under `analysis` what decides only how finished results are looked at",
        )
        .needed(),
        Entry::new(
            "draws",
            "a table with worlds_per_draw and, for a sample, posterior (path and sha256)",
            "how uncertain parameters are drawn; left out when they are as written",
        ),
        Entry::new(
            "variant",
            "a list of tables with name, policy, set",
            "the variants in the order of results: policy laid over the scenario, then parameters set as PATH=VALUE",
        ),
    ];
    Format {
        name: "plan".to_owned(),
        title: "plan.toml (of a result folder)".to_owned(),
        about: "all that decides the results of a folder. Panj writes it; `panj rerun FOLDER` reads it and gives the same bytes".to_owned(),
        entries,
        example: String::new(),
    }
}

fn benchmark_plan() -> Format {
    let entries = vec![
        Entry::new("panj", "a version", "the version of panj that made the plan").needed().like("\"0.1.0\""),
        Entry::new("seed", "a whole number of at least 0", "the seed of the worlds").unit("1").needed().like("1"),
        Entry::new("replications", "a whole number of at least 1", "replications in each scenario")
            .unit("replications")
            .needed()
            .like("200"),
        Entry::new("policy_files", "a list of files", "further files with policies that compete").default("[]"),
        Entry::new("suite", "a table with the keys of a suite", "the suite, with the metrics that count").needed(),
    ];
    Format {
        name: "benchmark".to_owned(),
        title: "benchmark.toml (of a benchmark's folder)".to_owned(),
        about: "what a benchmark runs; the plan of each scenario lies in its own folder. Panj writes it, and `panj rerun FOLDER` reads it".to_owned(),
        entries,
        example: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::benchmark::{BenchmarkPlan, Suite, SuiteScenario};
    use crate::experiment::{Plan, ScenarioInput};

    /// The keys that a reader of TOML knows, as its error about an unknown one lists them.
    fn known<T: serde::de::DeserializeOwned>() -> Vec<String> {
        let Err(error) = toml::from_str::<T>("zzz = 1") else { panic!("an unknown key was accepted") };
        let text = error.to_string();
        let (_, list) = text.split_once("expected ").unwrap_or_else(|| panic!("{text}"));
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn told(format: &Format, before: &str) -> Vec<String> {
        let inside = format.entries.iter().filter_map(|entry| entry.name.strip_prefix(before));
        let mut names: Vec<String> = inside.map(|name| name.split('.').next().unwrap().to_owned()).collect();
        names.dedup();
        names
    }

    #[test]
    fn plans_tell_the_keys_that_their_readers_know() {
        assert_eq!(told(&suite(), ""), known::<Suite>());
        assert_eq!(told(&suite(), "scenario.NAME."), known::<SuiteScenario>());
        assert_eq!(told(&plan(), ""), known::<Plan>());
        assert_eq!(told(&plan(), "scenario."), known::<ScenarioInput>());
        assert_eq!(told(&benchmark_plan(), ""), known::<BenchmarkPlan>());
        toml::from_str::<Suite>(&suite().example).unwrap();
    }

    #[test]
    fn every_table_says_what_it_is_about() {
        for format in result_formats() {
            assert!(!format.about.is_empty(), "{} says nothing", format.title);
            for entry in &format.entries {
                assert!(!entry.meaning.is_empty(), "{} of {} says nothing", entry.name, format.title);
            }
        }
    }
}
