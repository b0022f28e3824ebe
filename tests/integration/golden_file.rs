//! What stands in `tests/golden`: text that must stay as it was read, and the shape of JSON.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Paths and types of a JSON value; members that are named by data stand for all of them.
pub(crate) fn structure(path: &str, value: &serde_json::Value, out: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) if path.ends_with(".sha256") => {
            map.values().for_each(|value| structure(&format!("{path}.FILE"), value, out));
        }
        serde_json::Value::Object(map) => {
            map.iter().for_each(|(key, value)| structure(&format!("{path}.{key}"), value, out));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| structure(&format!("{path}[]"), value, out)),
        other => {
            let kind = match other {
                serde_json::Value::Null => "null",
                serde_json::Value::Bool(_) => "boolean",
                serde_json::Value::Number(_) => "number",
                _ => "text",
            };
            out.insert(format!("{path}: {kind}"));
        }
    }
}

/// The text is what the golden file holds, or becomes it where `PANJ_UPDATE_GOLDEN=1`.
pub(crate) fn golden(name: &str, is: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PANJ_UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, is).unwrap();
        return;
    }
    let was = fs::read_to_string(&path).unwrap_or_default();
    for (number, (was, is)) in was.lines().zip(is.lines()).enumerate() {
        assert_eq!(is, was, "line {} of {name}; PANJ_UPDATE_GOLDEN=1 rewrites it", number + 1);
    }
    assert_eq!(is.lines().count(), was.lines().count(), "number of lines of {name}");
}
