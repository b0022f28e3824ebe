//! The tree of values that a scenario is before it is checked: what TOML can say, each value with its origin.

use std::fmt;

use super::date::Date;
use super::document::parse_value;
use super::origin::Origin;

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point or exponent; also `nan` and `inf`, which every field refuses.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A date.
    Date(Date),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A value and where it was written.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

/// A table: its entries in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// A key of a table with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) key: String,
    pub(crate) key_origin: Origin,
    pub(crate) node: Node,
}

impl PartialEq for Node {
    /// Equal values, wherever they were written.
    fn eq(&self, other: &Node) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Entry {
    /// Equal key and value, wherever they were written.
    fn eq(&self, other: &Entry) -> bool {
        self.key == other.key && self.node == other.node
    }
}

impl Node {
    /// A value that the program made.
    pub(crate) fn made(value: Value) -> Node {
        Node { value, origin: Origin::NOWHERE }
    }

    /// Gives it and all that it holds one place.
    pub(crate) fn place(&mut self, origin: Origin) {
        self.origin = origin;
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.place(origin)),
            Value::Table(table) => {
                for entry in &mut table.entries {
                    entry.key_origin = origin;
                    entry.node.place(origin);
                }
            }
            _ => {}
        }
    }

    /// The table, if it is one.
    pub(crate) fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The number, if it is one, whole or not.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Number(x) => Some(x),
            Value::Integer(n) => Some(n as f64),
            _ => None,
        }
    }
}

impl Table {
    /// A table that the program made.
    pub(crate) fn made<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Table {
        let entry = |(key, value): (&str, Value)| Entry {
            key: key.to_owned(),
            key_origin: Origin::NOWHERE,
            node: Node::made(value),
        };
        Table { entries: entries.into_iter().map(entry).collect() }
    }

    /// The entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.node)
    }

    /// The value of a key, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node)
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|e| e.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Puts a value in the place of the key's old one, or at the end.
    pub(crate) fn put(&mut self, key: &str, key_origin: Origin, node: Node) {
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => *entry = Entry { key: key.to_owned(), key_origin, node },
            None => self.entries.push(Entry { key: key.to_owned(), key_origin, node }),
        }
    }
}

impl Value {
    /// Reads a value as TOML has it. What is no TOML is taken as the text that it is, so that words need no quotes.
    #[must_use]
    pub fn parse(text: &str) -> Value {
        parse_value(text, Origin::NOWHERE).value
    }

    /// The value as [`parse`](Value::parse) reads it back: a text without quotes where it needs none.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Value::Text(text) if Value::parse(text) == *self => text.clone(),
            value => value.to_string(),
        }
    }

    /// What kind of value it is, in words: `a text`.
    pub(crate) fn kind_in_words(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

impl From<f64> for Value {
    /// A number; one without a fraction becomes a whole number, which fits every parameter that takes numbers.
    fn from(x: f64) -> Value {
        const BEYOND: f64 = 9e18;
        if libm::trunc(x) == x && x.abs() < BEYOND { Value::Integer(x as i64) } else { Value::Number(x) }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Integer(n)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Flag(flag)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Value {
        Value::Date(date)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::List(items.into_iter().map(|item| Node::made(item.into())).collect())
    }
}

impl fmt::Display for Value {
    /// Writes the value as TOML that can stand after an equals sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => write!(f, "{}", toml::Value::String(text.clone())),
            Value::Integer(n) => write!(f, "{n}"),
            // Three hundred zeros are no help to a reader.
            Value::Number(x) if x.is_finite() && *x != 0.0 && !(1e-9..1e21).contains(&x.abs()) => write!(f, "{x:e}"),
            Value::Number(x) => write!(f, "{}", toml::Value::Float(*x)),
            Value::Flag(flag) => write!(f, "{flag}"),
            Value::Date(date) => write!(f, "{date}"),
            Value::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{}", if i == 0 { "" } else { ", " }, item.value)?;
                }
                f.write_str("]")
            }
            Value::Table(table) if table.entries.is_empty() => f.write_str("{}"),
            Value::Table(table) => {
                for (i, entry) in table.entries.iter().enumerate() {
                    write!(f, "{}{} = {}", if i == 0 { "{ " } else { ", " }, quoted_key(&entry.key), entry.node.value)?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A key as it must be written in TOML: bare where that is allowed.
fn quoted_key(key: &str) -> std::borrow::Cow<'_, str> {
    if is_bare_key(key) { key.into() } else { toml::Value::String(key.to_owned()).to_string().into() }
}

/// Whether a key needs no quotes: letters, digits, `-` and `_`.
pub(crate) fn is_bare_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether a name can be part of a column's: small letters, digits and `_`.
pub(crate) fn is_column_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    name.bytes().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// A path one step longer.
pub(crate) fn join(path: &str, key: &str) -> String {
    match (path.is_empty(), key.is_empty()) {
        (true, _) => key.to_owned(),
        (_, true) => path.to_owned(),
        _ => [path, ".", key].concat(),
    }
}

/// The first step of a path, and what follows it. A draw of parameters takes a thousand steps: bytes are looked at one by one, which for a word
/// takes half the instructions of a search.
pub(crate) fn first_step(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'.') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

/// The steps of a path; none of an empty one.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = (!path.is_empty()).then_some(path);
    std::iter::from_fn(move || {
        let (step, after) = first_step(rest?);
        rest = after;
        Some(step)
    })
}
