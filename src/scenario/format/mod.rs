//! What users write: every file of a scenario, and every part of `scenario.toml` that is no plain parameter, with its
//! columns or keys. What stands here is taken from where a thing is read; `panj explain NAME` prints it, and
//! docs/formats.md holds the same tables.

mod entry;
mod files;
mod parts;

pub use entry::{Entry, Format};

use super::nearest::nearest;

/// Every format of a scenario, in the order in which one would write them.
#[must_use]
pub fn formats() -> Vec<Format> {
    files::all().into_iter().chain(parts::all()).collect()
}

/// The name that was probably meant by one that is none of `names`.
pub fn nearest_name<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(name, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::ScenarioSource;

    #[test]
    fn names_are_told_apart_and_everything_is_said() {
        let all = formats();
        for (at, format) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other.name != format.name), "{} twice", format.name);
            assert!(!format.about.is_empty() && !format.entries.is_empty(), "{} says nothing", format.name);
            for entry in &format.entries {
                let said = !entry.meaning.is_empty() && !entry.takes.is_empty();
                assert!(said, "{} of {} says nothing", entry.name, format.name);
                let counted = entry.takes.starts_with("a number") || entry.takes.starts_with("a whole number");
                assert!(!counted || !entry.unit.is_empty(), "{} of {} has no unit", entry.name, format.name);
            }
        }
    }

    #[test]
    fn the_examples_together_are_a_scenario() {
        let example = |name: &str| formats().into_iter().find(|format| format.name == name).unwrap().example;
        let tables = ["districts", "edges", "provinces", "host_districts", "border_edges", "routes", "posts", "places"];
        let mut files: Vec<(String, String)> = tables.iter().map(|n| (format!("{n}.csv"), example(n))).collect();
        files.push(("outline.geojson".to_owned(), example("outline")));
        let list: Vec<String> = files.iter().map(|(file, _)| file.clone()).collect();
        let named = list.iter().map(|file| format!("{} = \"{file}\"\n", file.split('.').next().unwrap()));
        let named: String = named.collect();
        let text = format!(
            "schema = 1\ntitle = \"T\"\nstart = 2030-05-01\nend = 2030-08-31\n[files]\nalliance = \"pact\"\n{named}observed = \"observed\"\n\
             [campaign]\nbase_hazard_per_day = 0.01\n{}\n{}\n{}",
            example("change"),
            example("uncertainty"),
            example("policy")
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("observed")).unwrap();
        std::fs::create_dir_all(folder.path().join("alliances/pact")).unwrap();
        files.push(("alliances/pact/alliance.toml".to_owned(), example("alliance")));
        files.push(("alliances/pact/organs.csv".to_owned(), example("organs")));
        for part in ["district_falls", "capitals", "control_counts"] {
            files.push((format!("observed/{part}.csv"), example(&format!("observed/{part}"))));
        }
        files.push(("scenario.toml".to_owned(), text));
        for (name, text) in &files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        std::fs::write(folder.path().join("posterior.csv"), example("posterior")).unwrap();
        let source =
            ScenarioSource::open(folder.path()).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let posterior = source.read_posterior(&folder.path().join("posterior.csv"));
        posterior.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    }
}
