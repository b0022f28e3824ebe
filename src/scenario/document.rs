//! TOML text to a tree of values with origins. Every syntax error of a text is reported, not only the first.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::date::Date;
use super::nearest::nearest;
use super::origin::{Origin, Sources};
use super::problem::Problem;
use super::value::{Entry, Node, Table, Value};

/// Parses a whole document that `sources` knows by number.
///
/// The tree holds what could be read; it is worth checking further only if no problem was added.
pub(crate) fn parse_document(sources: &Sources, source: usize, problems: &mut Vec<Problem>) -> Table {
    let text = sources.text(source);
    let (table, errors) = DeTable::parse_recoverable(text);
    let converter = Converter { source, text };
    for error in errors {
        if !is_date_error(text, &error) {
            problems.push(syntax_problem(sources, source, &error));
        }
    }
    converter.table(table.into_inner())
}

/// Parses one value, such as a cell of a table or what `--set` gives.
///
/// A text that is no TOML value is taken as the text that it is, so that words need no quotes.
pub(crate) fn parse_value(text: &str, origin: Origin) -> Node {
    let text = text.trim();
    if let Some(number) = plain_decimal(text) {
        return Node { value: Value::Number(number), origin };
    }
    let (value, errors) = DeValue::parse_recoverable(text);
    if !errors.is_empty() {
        return Node { value: Value::Text(text.to_owned()), origin };
    }
    let mut node = Converter { source: 0, text }.node(value);
    node.place(origin);
    node
}

/// A number as tables have them by the ten thousand, such as -0.25, without TOML's parser; None for all else.
fn plain_decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0'));
    if sound { text.parse().ok() } else { None }
}

/// Whether an error is about a day that the calendar lacks. The field that reads the date says it better.
fn is_date_error(text: &str, error: &toml::de::Error) -> bool {
    error.span().and_then(|span| text.get(span)).is_some_and(|s| s.parse::<Date>().is_err() && looks_like_date(s))
}

/// Whether a text has the form of a date, whatever its digits.
fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

/// A syntax error as a problem.
fn syntax_problem(sources: &Sources, source: usize, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let rule = match message.split_once(", expected ") {
        Some((_, expected)) => format!("TOML expects {expected} here"),
        None if message == "duplicate key" => "a key stands once in its table".to_owned(),
        None => "the file must be TOML (https://toml.io)".to_owned(),
    };
    let what = message.split(", expected ").next().unwrap_or(message);
    Problem::at(sources, Origin::new(source, span), "").found(what).rule(rule)
}

/// Why a text is not the TOML of a structure of the program's (a suite, a plan), at its line, with the nearest name that is known.
pub(crate) fn structure_problem(sources: &Sources, source: usize, error: &toml::de::Error) -> Problem {
    let mut names = error.message().split('`').skip(1).step_by(2);
    let unknown = error.message().starts_with("unknown").then(|| names.next()).flatten();
    let near = unknown.and_then(|unknown| nearest(unknown, names));
    let remedy = near.map_or_else(String::new, |near| format!("did you mean {near}?"));
    let problem = syntax_problem(sources, source, error).remedy(remedy);
    if error.message().starts_with("missing field") { problem.rule("a file of this kind has it") } else { problem }
}

/// Turns the parser's values into ours.
struct Converter<'t> {
    source: usize,
    text: &'t str,
}

impl Converter<'_> {
    fn table(&self, table: DeTable<'_>) -> Table {
        let mut entries: Vec<(usize, Entry)> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let span = key.span();
            let key_origin = Origin::new(self.source, span.clone());
            entries
                .push((span.start, Entry { key: key.into_inner().into_owned(), key_origin, node: self.node(value) }));
        }
        entries.sort_by_key(|(start, _)| *start);
        Table { entries: entries.into_iter().map(|(_, entry)| entry).collect() }
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        let raw = || self.text.get(span.clone()).unwrap_or("").to_owned();
        let converted = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(n) => match i64::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => Value::Integer(n),
                // Beyond 64 bits: kept as the number that it is, so that a range can refuse it.
                Err(_) => n.as_str().parse().map_or_else(|_| Value::Text(raw()), Value::Number),
            },
            DeValue::Float(x) => x.as_str().parse().map_or_else(|_| Value::Text(raw()), Value::Number),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(datetime) => match (datetime.date, datetime.time) {
                (Some(date), None) => Date::new(i32::from(date.year), u32::from(date.month), u32::from(date.day))
                    .map_or_else(|| Value::Text(raw()), Value::Date),
                _ => Value::Text(raw()),
            },
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value: converted, origin: Origin::new(self.source, span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Table, Vec<Problem>) {
        let mut sources = Sources::default();
        let source = sources.add_file("a.toml", text);
        let mut problems = Vec::new();
        let table = parse_document(&sources, source, &mut problems);
        (table, problems)
    }

    #[test]
    fn every_kind_of_value_is_kept_in_file_order() {
        let text = "b = 1\na = 1_000.5\n[t.u]\nwhen = 2021-07-05\nlist = [1, 'x', true]\nhex = 0xff\n";
        let (table, problems) = parse(text);
        assert_eq!(problems, []);
        assert_eq!(
            Value::Table(table).to_string(),
            "{ b = 1, a = 1000.5, t = { u = { when = 2021-07-05, list = [1, \"x\", true], hex = 255 } } }"
        );
    }

    #[test]
    fn every_syntax_error_is_reported() {
        let (_, problems) = parse("a = \nb = 1\nb = 2\nc = [1,\n");
        assert!(problems.len() >= 3, "{problems:#?}");
    }

    #[test]
    fn an_impossible_date_is_left_to_its_field() {
        let (table, problems) = parse("a = 2021-02-30\n");
        assert_eq!(problems, []);
        assert_eq!(table.get("a").map(|n| &n.value), Some(&Value::Text("2021-02-30".into())));
    }

    #[test]
    fn plain_decimals_are_what_toml_says_they_are() {
        for text in [
            "0.5",
            "-0.25",
            "12.0",
            "-0.0",
            "00.5",
            "1.",
            ".5",
            "1.5e3",
            "+1.5",
            "1_0.5",
            "1.2.3",
            "0.1000000000000000055511151231257827",
        ] {
            let (value, errors) = DeValue::parse_recoverable(text);
            let toml = if errors.is_empty() {
                Converter { source: 0, text }.node(value).value
            } else {
                Value::Text(text.into())
            };
            assert_eq!(parse_value(text, Origin::NOWHERE).value, toml, "{text}");
        }
    }

    #[test]
    fn arguments_are_toml_values_or_plain_words() {
        let value = |text: &str| parse_value(text, Origin::NOWHERE).value.to_string();
        assert_eq!(value("3"), "3");
        assert_eq!(value("majority"), "\"majority\"");
        assert_eq!(value("{ gamma = { mean = 2.0, sd = 1 } }"), "{ gamma = { mean = 2.0, sd = 1 } }");
        assert_eq!(value("2021-06-22"), "2021-06-22");
        assert_eq!(value("[1, 2"), "\"[1, 2\"");
    }
}
