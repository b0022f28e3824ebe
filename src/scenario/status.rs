//! `[status]`: what the values of a scenario's file rest on, so that readers know which were made to fit a record.
//!
//! ```toml
//! [status]
//! fitted = ["campaign.contagion", "capitals.exponent"]
//! assumed = ["campaign.surge.regions"]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change;
use super::origin::Sources;
use super::problem::Problem;
use super::registry::Registry;
use super::value::{Entry, Value};

/// What the value of a parameter rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is published that would give it.
    Assumed,
    /// It was chosen so that the model follows a record.
    Fitted,
    /// A source gives it, or the record itself.
    Source,
}

impl Status {
    /// All of them.
    pub(crate) const ALL: [Status; 3] = [Status::Assumed, Status::Fitted, Status::Source];

    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Assumed => "assumed",
            Status::Fitted => "fitted",
            Status::Source => "source",
        }
    }

    /// That of a parameter's default, by what the program says of its source: a publication has its year there. A neutral value ("0: off") is assumed,
    /// as is one that is called so.
    #[must_use]
    pub fn of_default(source: &str) -> Status {
        let cited = source.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4);
        if cited && !source.starts_with("assumption") { Status::Source } else { Status::Assumed }
    }
}

/// Reads `[status]`: by path, what the file says of its value.
pub(crate) fn read_statuses(
    entry: &Entry,
    registry: &Registry,
    written: &[String],
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Status> {
    let mut said = BTreeMap::new();
    let Some(table) = entry.node.as_table() else {
        let problem = Problem::at(sources, entry.node.origin, "status").found(entry.node.value.to_string());
        problems.push(problem.rule("a table of lists: assumed, fitted, source, each with paths of parameters"));
        return said;
    };
    for list in &table.entries {
        let key = format!("status.{}", list.key);
        let status = Status::ALL.into_iter().find(|status| status.as_str() == list.key);
        let (Some(status), Value::List(paths)) = (status, &list.node.value) else {
            let problem = Problem::at(sources, list.key_origin, key).found(list.node.value.to_string());
            problems.push(problem.rule("one of assumed, fitted, source, with a list of paths of parameters"));
            continue;
        };
        for node in paths {
            match &node.value {
                Value::Text(path) if registry.find(path).is_some() => _ = said.insert(path.clone(), status),
                other => {
                    let path = if let Value::Text(path) = other { path.clone() } else { other.to_string() };
                    let wrong = change::unknown_path(&path, node.origin, written, registry);
                    let problem = Problem::at(sources, wrong.origin, key.clone()).found(wrong.found);
                    problems.push(problem.rule(wrong.rule.unwrap_or_default()).remedy(wrong.remedy));
                }
            }
        }
    }
    said
}
