//! A format, its columns or keys, and how they are told in a terminal.

use std::fmt::Write as _;

use crate::scenario::parameter::Parameter;

/// A file, or a part of one: what it is about and what stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// The name to ask for: `districts`, `observed/control_counts`, `policy`.
    pub name: String,
    /// What it is called where it stands: `districts.csv`, `[policy.NAME]`.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// Its columns or keys.
    pub entries: Vec<Entry>,
    /// How it may look; empty where there is no example.
    pub example: String,
}

/// A column or a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it takes, in words, with range or choices.
    pub takes: String,
    /// Its unit in words; empty or `1` where there is none.
    pub unit: String,
    /// Whether it must be there.
    pub required: bool,
    /// What holds where it is left out, as it would be written; empty for nothing.
    pub default: String,
    /// Whether it is one of several forms, of which one stands.
    pub form: bool,
    /// What it says.
    pub meaning: String,
    /// A value that it could have, as it would be written.
    pub example: String,
}

impl Entry {
    /// A key or column that may be left out.
    #[must_use]
    pub fn new(name: &str, takes: &str, meaning: &str) -> Entry {
        let [unit, default, example] = [""; 3].map(str::to_owned);
        let (name, takes, meaning) = (name.to_owned(), takes.to_owned(), meaning.to_owned());
        Entry { name, takes, unit, required: false, default, form: false, meaning, example }
    }

    /// The same, which must be there.
    #[must_use]
    pub fn needed(self) -> Entry {
        Entry { required: true, ..self }
    }

    /// The same with a unit.
    #[must_use]
    pub fn unit(self, unit: &str) -> Entry {
        Entry { unit: unit.to_owned(), ..self }
    }

    /// The same with what holds where it is left out.
    #[must_use]
    pub fn default(self, default: &str) -> Entry {
        Entry { default: default.to_owned(), ..self }
    }

    /// The same with a value that it could have.
    #[must_use]
    pub fn like(self, example: &str) -> Entry {
        Entry { example: example.to_owned(), ..self }
    }

    /// A described key or column, under its last name.
    pub(super) fn of(parameter: &Parameter, example: &str) -> Entry {
        let name = parameter.path.rsplit('.').next().unwrap_or_default();
        let bare = Parameter { unit: "", ..parameter.clone() };
        let entry = Entry::new(name, &bare.to_string(), parameter.doc).unit(parameter.unit).like(example);
        let default = parameter.default.as_ref().map_or_else(String::new, ToString::to_string);
        Entry { required: parameter.required, default, ..entry }
    }

    /// The same as one of several forms, of which one stands.
    #[must_use]
    pub(super) fn form(self) -> Entry {
        Entry { form: true, ..self }
    }

    /// What is said of its being left out.
    #[must_use]
    pub fn presence(&self) -> String {
        match (self.required, self.default.as_str()) {
            _ if self.form => "one of the forms".to_owned(),
            (true, _) => "needed".to_owned(),
            (false, "") => "may be left out".to_owned(),
            (false, default) => format!("default {default}"),
        }
    }
}

impl Format {
    /// The format in words for a terminal: what it is about, its keys, its example; of one key alone if `key` names one.
    #[must_use]
    pub fn explain(&self, key: Option<&str>) -> String {
        let mut out = format!("{}\n  {}\n", self.title, sentence(&self.about));
        for entry in self.entries.iter().filter(|entry| key.is_none_or(|key| key == entry.name)) {
            let unit =
                if ["", "1"].contains(&entry.unit.as_str()) { String::new() } else { format!(", {}", entry.unit) };
            let _ = write!(out, "\n  {}: {}\n", entry.name, entry.meaning);
            let _ = writeln!(out, "      {}{unit}; {}", entry.takes, entry.presence());
            if !entry.example.is_empty() {
                let _ = writeln!(out, "      for example {}", entry.example);
            }
        }
        if key.is_none() && !self.example.is_empty() {
            out.push_str("\nFor example:\n");
            for line in self.example.lines() {
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            }
        }
        out
    }
}

/// A text as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
