//! A table of the scenario while it is read into a typed struct.
//!
//! A section is read by asking it for each of its keys. What was never asked for is an unknown key, reported when the
//! section goes out of scope. So one line of code defines a parameter: its key, unit, range, default, meaning, source.

use super::date::Date;
use super::field::{Choice, Field};
use super::field_value::Wrong;
use super::geography::Geography;
use super::limits::{MOST, MOST_ENTRIES};
use super::names::NameKind;
use super::nearest::nearest;
use super::origin::Origin;
use super::parameter::Parameter;
use super::pass::Reading;
use super::record::Record;
use super::registry::Registry;
use super::value::{Node, Table, Value, is_bare_key, join};
use crate::sim::Distribution;

/// A table being read.
pub(crate) struct Section<'a> {
    reading: &'a Reading<'a>,
    table: Option<&'a Table>,
    /// Where the table stands, for what is missing from it.
    origin: Origin,
    /// Path with names filled in; empty for the whole document.
    path: String,
    /// Path of the description, with `NAME` for each chosen name; the same as `path` where the pass does not record.
    template: String,
    known: Vec<&'static str>,
    /// What the next field means.
    meaning: &'static str,
}

/// A table of parameters: a struct, and how it is read from a [`Section`], each parameter in one place. The comment of a
/// field is what it means, in the documentation as in `panj explain`, the schema and docs/formats.md; the comment of the
/// struct is what the table is about.
///
/// ```text
/// parameters! {
///     |s|
///     /// Each fall raises the hazards for a time.
///     #[derive(Clone, Copy, Debug, PartialEq)]
///     pub struct Momentum {
///         /// Days in which that rise halves.
///         pub half_life: f64 = s.number("half_life_days").default(7.0).between(0.01, 1000.0).unit("days").assumed().get(),
///     }
///     check |momentum| { /* s.problem(..) where values do not go together */ }
/// }
/// ```
///
/// It makes the struct and `Momentum::read(&mut Section) -> Momentum`; what `read` takes besides stands after `s`. A field
/// may use those above it.
macro_rules! parameters {
    (
        |$s:ident $(, $more:ident: $type:ty)*|
        $(#[doc = $about:literal])+
        #[derive($($derive:ident),+)]
        pub struct $name:ident {
            $($(#[doc = $doc:literal])+ pub $field:ident: $kind:ty = $value:expr,)+
        }
        $(check |$read:ident| $check:block)?
    ) => {
        $(#[doc = $about])+
        #[derive($($derive),+)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $kind,)+
        }

        impl $name {
            pub(crate) fn read($s: &mut $crate::scenario::section::Section<'_> $(, $more: $type)*) -> $name {
                $s.about(concat!($($about),+));
                $(let $field = { $s.means(concat!($($doc),+)); $value };)+
                let table = $name { $($field),+ };
                $(let $read = &table; $check)?
                table
            }
        }
    };
}
pub(crate) use parameters;

impl<'a> Section<'a> {
    /// The whole document.
    pub(crate) fn root(reading: &'a Reading<'a>, table: &'a Table, origin: Origin) -> Section<'a> {
        let (path, template, known, meaning) = (String::new(), String::new(), Vec::new(), "");
        Section { reading, table: Some(table), origin, path, template, known, meaning }
    }

    /// Says what the section is about, in a sentence that `explain` prints.
    pub(crate) fn about(&mut self, doc: &'static str) -> &mut Self {
        self.reading.record_section(&self.template, sentence(doc));
        self
    }

    /// Says what the next field means.
    pub(crate) fn means(&mut self, doc: &'static str) {
        self.meaning = sentence(doc);
    }

    /// A number.
    pub(crate) fn number(&mut self, key: &'static str) -> Field<'_, f64> {
        self.field(key).between(-MOST, MOST)
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, key: &'static str) -> Field<'_, i64> {
        self.field(key).between(-MOST, MOST)
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &'static str) -> Field<'_, String> {
        self.field(key)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str) -> Field<'_, bool> {
        self.field(key)
    }

    /// A date, written bare (`2021-07-05`) or as text.
    pub(crate) fn date(&mut self, key: &'static str) -> Field<'_, Date> {
        self.field(key)
    }

    /// A random amount: a number or `{ gamma = { mean = 1.0, sd = 0.7 } }`.
    pub(crate) fn distribution(&mut self, key: &'static str) -> Field<'_, Distribution> {
        self.field(key).between(-MOST, MOST)
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, key: &'static str) -> Field<'_, Vec<String>> {
        self.field(key)
    }

    /// A list of dates.
    pub(crate) fn dates(&mut self, key: &'static str) -> Field<'_, Vec<Date>> {
        self.field(key)
    }

    /// One of some words, each with what it stands for.
    pub(crate) fn choice<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        choices: &'static [(&'static str, T)],
    ) -> Choice<'_, T> {
        Choice::new(self.field(key), choices)
    }

    /// A list of some words, each with what it stands for; of `usual` where it is not written.
    pub(crate) fn words<T: Copy>(&mut self, key: &'static str, usual: &[&str], words: &[(&'static str, T)]) -> Vec<T> {
        let usual: Vec<String> = usual.iter().map(|&word| word.to_owned()).collect();
        let written = self.texts(key).default(usual).assumed().get();
        let known = |word: &String| words.iter().find(|(known, _)| known == word).map(|&(_, value)| value);
        if written.iter().any(|word| known(word).is_none()) {
            let list: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
            self.problem(key, format!("a list of {}", list.join(", ")), "leave the other words out");
        }
        written.iter().filter_map(known).collect()
    }

    /// A table within; one that is not written is read as an empty one.
    pub(crate) fn table(&mut self, key: &'static str) -> Section<'a> {
        self.known.push(key);
        let entry = self.table.and_then(|t| t.entry(key));
        let (table, origin) = match entry {
            Some(entry) => (self.expect_table(&entry.node, key), entry.key_origin),
            None => (None, self.origin),
        };
        self.child(key, key, table, origin)
    }

    /// A table within, or what was read from it before where `kept` has that and the table is not written.
    pub(crate) fn reread<T: Clone>(
        &mut self,
        key: &'static str,
        kept: Option<&T>,
        read: impl FnOnce(&mut Section<'a>) -> T,
    ) -> T {
        match kept {
            Some(kept) if !self.has(key) => kept.clone(),
            _ => read(&mut self.table(key)),
        }
    }

    /// Tables with names that the scenario chooses, `[alliance.member.NAME]`, in the order of the file.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<(String, Section<'a>)> {
        self.known.push(key);
        if self.reading.is_blank() {
            let group = self.child(key, key, None, self.origin);
            return vec![("NAME".to_owned(), group.child("NAME", "NAME", None, self.origin))];
        }
        let Some(entry) = self.table.and_then(|t| t.entry(key)) else {
            return Vec::new();
        };
        let Some(table) = self.expect_table(&entry.node, key) else {
            return Vec::new();
        };
        let group = self.child(key, key, None, entry.key_origin);
        if let Some(beyond) = table.entries.get(MOST_ENTRIES) {
            let found = format!("{} tables", table.entries.len());
            let rule = format!("at most {MOST_ENTRIES} of them");
            self.reading.report(beyond.key_origin, &group.path, found, rule, String::new());
        }
        let mut sections = Vec::with_capacity(table.entries.len());
        for entry in table.entries.iter().take(MOST_ENTRIES) {
            let name = entry.key.as_str();
            if !is_bare_key(name) {
                let found = format!("the name \"{name}\"");
                let rule = "a name has letters, digits, - and _ only".to_owned();
                self.reading.report(entry.key_origin, &group.path, found, rule, String::new());
            }
            if let Some(inner) = group.expect_table(&entry.node, name) {
                sections.push((entry.key.clone(), group.child(name, "NAME", Some(inner), entry.key_origin)));
            }
        }
        sections
    }

    /// Tables whose names must be names of the territory.
    pub(crate) fn tables_naming(&mut self, key: &'static str, names: NameKind) -> Vec<(String, Section<'a>)> {
        let sections = self.tables(key);
        self.reading.record_territorial(join(&self.template, key));
        let Some(geography) = self.reading.geography else {
            return sections;
        };
        for (name, section) in &sections {
            let node = Node { value: Value::Text(name.clone()), origin: section.origin };
            let mut wrongs = Vec::new();
            super::names::check(&node, names, geography, &mut wrongs);
            for wrong in wrongs {
                let rule = wrong.rule.unwrap_or_default();
                self.reading.report(wrong.origin, &section.path, wrong.found, rule, wrong.remedy);
            }
        }
        sections
    }

    /// The map that the scenario lies on; `None` where it could not be read.
    pub(crate) fn geography(&self) -> Option<&'a Geography> {
        self.reading.geography
    }

    /// Whether a key is written.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|t| t.get(key).is_some())
    }

    /// Reports a rule that a key breaks although its value alone is right. An empty key means the whole section.
    pub(crate) fn problem(&self, key: &str, rule: impl Into<String>, remedy: impl Into<String>) {
        let entry = self.table.and_then(|t| t.entry(key));
        let origin = entry.map_or(self.origin, |e| e.node.origin);
        let found = match entry {
            Some(entry) => entry.node.value.to_string(),
            None if key.is_empty() => String::new(),
            None => "not given".to_owned(),
        };
        self.reading.report(origin, &join(&self.path, key), found, rule.into(), remedy.into());
    }

    /// Reports a rule that a value within the section breaks.
    pub(crate) fn problem_at(&self, node: &Node, key: &str, rule: impl Into<String>, remedy: impl Into<String>) {
        self.reading.report(node.origin, &join(&self.path, key), node.value.to_string(), rule.into(), remedy.into());
    }

    /// A table within whose keys are not the section's to know.
    pub(crate) fn raw_table(&mut self, key: &'static str) -> Option<&'a Table> {
        self.known.push(key);
        let entry = self.table.and_then(|t| t.entry(key))?;
        self.expect_table(&entry.node, key)
    }

    /// Says that the section's keys are of no matter.
    pub(crate) fn ignore_rest(&mut self) {
        self.table = None;
    }

    /// The table itself.
    pub(crate) fn tree(&self) -> Option<&'a Table> {
        self.table
    }

    /// All parameters there are; `None` while they are being described.
    pub(crate) fn registry(&self) -> Option<&'a Registry> {
        self.reading.registry
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.reading.is_sound()
    }

    /// Reports what is wrong at some place of the document.
    pub(crate) fn report(&self, path: &str, wrong: Wrong) {
        let rule = wrong.rule.unwrap_or_default();
        self.reading.report(wrong.origin, path, wrong.found, rule, wrong.remedy);
    }

    /// Notes a value that is read elsewhere, if the pass records.
    pub(crate) fn record(&self, path: &str, parameter: &Parameter, node: &Node) {
        self.reading.record(path, parameter.clone(), Some(node.value.clone()), Some(node.origin));
    }

    /// Reads the tables that a change on a date leaves in the place of this document; what is wrong with them is told here.
    pub(crate) fn read_apart<T>(
        &self,
        tree: &Table,
        (change, set): (&str, &Table),
        read: impl FnOnce(&mut Section<'_>) -> T,
    ) -> T {
        let apart = self.reading.apart();
        let value = read(&mut Section::root(&apart, tree, self.origin));
        self.reading.take_over(apart, change, set);
        value
    }

    /// What is on record; `None` where the pass does not know it.
    pub(crate) fn observed(&self) -> Option<&'a Record> {
        self.reading.observed
    }

    /// Where the section stands.
    pub(crate) fn origin(&self) -> Origin {
        self.origin
    }

    fn field<T>(&mut self, key: &'static str) -> Field<'_, T> {
        self.known.push(key);
        let node = self.table.and_then(|t| t.get(key));
        let doc = std::mem::take(&mut self.meaning);
        Field::new(self.reading, node, self.origin, (&self.path, &self.template), key).doc(doc)
    }

    fn child(&self, key: &str, described: &str, table: Option<&'a Table>, origin: Origin) -> Section<'a> {
        let path = join(&self.path, key);
        let template = if self.reading.is_recording() { join(&self.template, described) } else { String::new() };
        Section { reading: self.reading, table, origin, path, template, known: Vec::new(), meaning: "" }
    }

    fn expect_table(&self, node: &'a Node, key: &str) -> Option<&'a Table> {
        let table = node.as_table();
        if table.is_none() {
            let path = join(&self.path, key);
            let found = format!("{}, {}", node.value.kind_in_words(), node.value);
            let remedy = format!("write it as [{path}] with its keys below");
            self.reading.report(node.origin, &path, found, "a table".to_owned(), remedy);
        }
        table
    }
}

impl Drop for Section<'_> {
    /// Reports the keys that nothing has asked for.
    fn drop(&mut self) {
        let Some(table) = self.table else { return };
        for entry in &table.entries {
            if self.known.iter().any(|k| *k == entry.key) {
                continue;
            }
            let remedy = if let Some(near) = nearest(&entry.key, self.known.iter().copied()) {
                format!("did you mean {near}?")
            } else if let Some(path) = self.reading.same_key_elsewhere(&entry.key) {
                format!("there is {path}; is the key in the wrong table?")
            } else if self.known.is_empty() {
                String::new()
            } else {
                format!("known here: {}", self.known.join(", "))
            };
            let place = if self.path.is_empty() { "the scenario" } else { &self.path };
            let rule = format!("only keys that {place} has");
            let path = join(&self.path, &entry.key);
            self.reading.report(entry.key_origin, &path, format!("unknown key {}", entry.key), rule, remedy);
        }
    }
}

/// A comment of the code as a sentence to show: without the blank before it and the point after it.
fn sentence(comment: &'static str) -> &'static str {
    let comment = comment.trim();
    comment.strip_suffix('.').unwrap_or(comment)
}
