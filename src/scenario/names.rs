//! Parameters that name a thing of the territory.

use super::field_value::Wrong;
use super::geography::Geography;
use super::nearest::nearest;
use super::value::{Node, Value};

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A district.
    District,
    /// A region of the districts' file.
    Region,
    /// A sector of a host state's border.
    Sector,
}

impl NameKind {
    /// The kind in words.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            NameKind::District => "the id of a district",
            NameKind::Region => "a region of the districts",
            NameKind::Sector => "a sector of the host districts",
        }
    }
}

/// The types that can hold such names.
pub(crate) trait Named {}
impl Named for String {}
impl Named for Vec<String> {}

/// Checks the name or names of a value.
pub(crate) fn check(node: &Node, kind: NameKind, geography: &Geography, wrongs: &mut Vec<Wrong>) {
    match &node.value {
        Value::Text(name) if !geography.has_name(kind, name) => {
            let names = geography.names(kind);
            let remedy = match nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None if names.is_empty() => "the scenario's files have none".to_owned(),
                None if names.len() <= 12 => format!("there are {}", names.join(", ")),
                None => String::new(),
            };
            wrongs.push(Wrong::new(node).rule(kind.in_words()).remedy(remedy));
        }
        Value::List(items) => items.iter().for_each(|item| check(item, kind, geography, wrongs)),
        _ => {}
    }
}
