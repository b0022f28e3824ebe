//! The types that a parameter can have, each read from a value as written.

use super::date::{Date, NotADate};
use super::limits::MOST_ENTRIES;
use super::origin::Origin;
use super::parameter::{Kind, Range};
use super::value::{Node, Value};

/// What is wrong with a value, still without the parameter's name and rule.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pub(crate) origin: Origin,
    /// The step below the parameter's path that is meant; empty for the parameter itself.
    pub(crate) key: String,
    pub(crate) found: String,
    /// The rule broken; `None` for the parameter's own.
    pub(crate) rule: Option<String>,
    pub(crate) remedy: String,
}

impl Wrong {
    /// The value itself is wrong.
    pub(crate) fn new(node: &Node) -> Wrong {
        let found = match &node.value {
            Value::List(_) | Value::Table(_) => {
                format!("{}, {}", node.value.kind_in_words(), node.value)
            }
            value => value.to_string(),
        };
        Wrong { origin: node.origin, key: String::new(), found, rule: None, remedy: String::new() }
    }

    /// The same with a step below the parameter's path.
    pub(crate) fn key(mut self, key: impl Into<String>) -> Wrong {
        self.key = key.into();
        self
    }

    /// The same with other words for what was found.
    pub(crate) fn found(mut self, found: impl Into<String>) -> Wrong {
        self.found = found.into();
        self
    }

    /// The same with a rule of its own.
    pub(crate) fn rule(mut self, rule: impl Into<String>) -> Wrong {
        self.rule = Some(rule.into());
        self
    }

    /// The same with a remedy.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Wrong {
        self.remedy = remedy.into();
        self
    }
}

/// A type that a parameter can have.
pub(crate) trait FieldValue: Sized {
    /// What to call it.
    const KIND: Kind;

    /// Reads a value; says what is wrong where it cannot.
    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Self>;

    /// Checks the numbers in it against a range.
    fn check(&self, _node: &Node, _range: &Range, _wrongs: &mut Vec<Wrong>) {}

    /// Writes it as a value.
    fn to_value(&self) -> Value;

    /// A stand-in where the value is missing and the scenario thus refused.
    fn neutral() -> Self;
}

/// The types whose numbers can be held to a range.
pub(crate) trait Ranged {}
impl Ranged for f64 {}
impl Ranged for i64 {}

impl FieldValue for f64 {
    const KIND: Kind = Kind::Number;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<f64> {
        match node.as_number() {
            Some(x) if x.is_finite() => Some(x),
            Some(x) => {
                let what = if x.is_nan() { "nan, which is no number" } else { "an infinite number" };
                wrongs.push(Wrong::new(node).found(what));
                None
            }
            None => {
                wrongs.push(Wrong::new(node).remedy(unquote(node)));
                None
            }
        }
    }

    fn check(&self, node: &Node, range: &Range, wrongs: &mut Vec<Wrong>) {
        if !range.contains(*self) {
            wrongs.push(Wrong::new(node));
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(*self)
    }

    fn neutral() -> f64 {
        0.0
    }
}

impl FieldValue for i64 {
    const KIND: Kind = Kind::Integer;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<i64> {
        if let Value::Integer(n) = node.value {
            return Some(n);
        }
        wrongs.push(Wrong::new(node).remedy(unquote(node)));
        None
    }

    fn check(&self, node: &Node, range: &Range, wrongs: &mut Vec<Wrong>) {
        if !range.contains(*self as f64) {
            wrongs.push(Wrong::new(node));
        }
    }

    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }

    fn neutral() -> i64 {
        0
    }
}

impl FieldValue for String {
    const KIND: Kind = Kind::Text;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<String> {
        if let Value::Text(text) = &node.value {
            return Some(text.clone());
        }
        wrongs.push(Wrong::new(node).remedy("put the text between quotes"));
        None
    }

    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn neutral() -> String {
        String::new()
    }
}

impl FieldValue for bool {
    const KIND: Kind = Kind::Flag;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<bool> {
        if let Value::Flag(flag) = node.value {
            return Some(flag);
        }
        wrongs.push(Wrong::new(node).remedy("write true or false, without quotes"));
        None
    }

    fn to_value(&self) -> Value {
        Value::Flag(*self)
    }

    fn neutral() -> bool {
        false
    }
}

impl FieldValue for Date {
    const KIND: Kind = Kind::Date;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Date> {
        match &node.value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => match text.parse() {
                Ok(date) => Some(date),
                Err(NotADate::NoSuchDay) => {
                    wrongs.push(Wrong::new(node).found(format!("{text}, a day that the calendar does not have")));
                    None
                }
                Err(NotADate::Form) => {
                    wrongs.push(Wrong::new(node));
                    None
                }
            },
            _ => {
                wrongs.push(Wrong::new(node));
                None
            }
        }
    }

    fn to_value(&self) -> Value {
        Value::Date(*self)
    }

    fn neutral() -> Date {
        Date::EPOCH
    }
}

/// The types that lists are made of.
pub(crate) trait Item: FieldValue {
    /// What to call a list of them.
    const LIST: Kind;
}
impl Item for String {
    const LIST: Kind = Kind::Texts;
}
impl Item for Date {
    const LIST: Kind = Kind::Dates;
}

impl<T: Item> FieldValue for Vec<T> {
    const KIND: Kind = T::LIST;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Vec<T>> {
        list(node, wrongs)
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(|x| Node::made(x.to_value())).collect())
    }

    fn neutral() -> Vec<T> {
        Vec::new()
    }
}

/// Reads every item of a list; `None` if one of them is wrong.
fn list<T: FieldValue>(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Vec<T>> {
    let Value::List(items) = &node.value else {
        wrongs.push(Wrong::new(node).remedy(format!("write it between brackets: [{}]", node.value)));
        return None;
    };
    if items.len() > MOST_ENTRIES {
        let found = format!("a list of {}", items.len());
        wrongs.push(Wrong::new(node).found(found).rule(format!("at most {MOST_ENTRIES} entries")));
        return None;
    }
    let read: Vec<Option<T>> = items.iter().map(|item| T::from_node(item, wrongs)).collect();
    read.into_iter().collect()
}

/// The remedy for a number between quotes.
fn unquote(node: &Node) -> String {
    match &node.value {
        Value::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            format!("write {} without quotes", text.trim())
        }
        _ => String::new(),
    }
}
