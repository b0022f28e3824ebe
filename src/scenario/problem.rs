//! What is wrong with an input: place, what was found, the rule, and what to do.
//!
//! Problems are collected, never thrown one by one: a reader of the list should be able to mend all of them before
//! trying again.

use std::fmt::{self, Write as _};

use super::document::structure_problem;
use super::origin::{Origin, Sources};
use super::visible::{acts_on_terminals, visible_on_a_line};

/// One thing wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File as the user would type it, or the option (`--set`) that said it.
    pub file: String,
    /// Line, from 1; 0 where the whole file is meant or an option said it.
    pub line: usize,
    /// Column in characters, from 1; 0 where the line number is 0.
    pub column: usize,
    /// Path of the parameter (`campaign.contagion`), or column of a table (`shared_km`); empty where neither is meant.
    pub key: String,
    /// What stands there.
    pub found: String,
    /// What is allowed there.
    pub rule: String,
    /// What to do about it; empty where the rule says it.
    pub remedy: String,
    /// The line, to be shown.
    pub excerpt: String,
    /// Characters before the marked stretch of the excerpt, and its length.
    pub mark: (usize, usize),
    /// For what is no problem of its own but stands for so many further ones: how many; else 0.
    pub(crate) more: usize,
}

/// Adds a problem to a list; further ones only count.
pub(crate) fn note(list: &mut Vec<Problem>, problem: Problem) {
    match list.last_mut() {
        Some(last) if problem.more > 0 && last.more > 0 && last.file == problem.file => last.more += problem.more,
        _ => list.push(problem),
    }
}

impl Problem {
    /// A problem with a whole file: it is missing, empty, or no text.
    pub(crate) fn of_file(file: &str, found: impl Into<String>, rule: impl Into<String>) -> Problem {
        Problem {
            file: file.to_owned(),
            line: 0,
            column: 0,
            key: String::new(),
            found: found.into(),
            rule: rule.into(),
            remedy: String::new(),
            excerpt: String::new(),
            mark: (0, 0),
            more: 0,
        }
    }

    /// One more problem of a file, of which only the number is kept.
    pub(crate) fn further(file: &str) -> Problem {
        Problem { more: 1, ..Problem::of_file(file, "", "") }
    }

    /// A problem at the place of an origin.
    pub(crate) fn at(sources: &Sources, origin: Origin, key: impl Into<String>) -> Problem {
        let mut problem = Problem::of_file("", "", "");
        problem.key = key.into();
        if let Some(place) = sources.place(origin) {
            problem.file = place.name;
            problem.line = place.line;
            problem.column = place.column;
            problem.excerpt = place.excerpt;
            problem.mark = (place.indent, place.width);
        }
        problem
    }

    /// The same with what was found.
    pub(crate) fn found(mut self, found: impl Into<String>) -> Problem {
        self.found = found.into();
        self
    }

    /// The same with the rule.
    pub(crate) fn rule(mut self, rule: impl Into<String>) -> Problem {
        self.rule = rule.into();
        self
    }

    /// The same with a remedy.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Problem {
        self.remedy = remedy.into();
        self
    }

    /// A problem with a file, told where its name is written.
    pub(crate) fn named_at(self, sources: &Sources, origin: Origin, key: &str, name: &str) -> Problem {
        let told = Problem::at(sources, origin, key).found(format!("{name}: {}", self.found));
        told.rule(self.rule).remedy(self.remedy)
    }

    /// The problem as text of several lines, coloured by ANSI codes if asked.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let (bold, red, cyan, off) =
            if colour { ("\x1b[1m", "\x1b[31m", "\x1b[36m", "\x1b[0m") } else { ("", "", "", "") };
        let mut out = String::new();
        let mut place = visible_on_a_line(&self.file).into_owned();
        if self.line > 0 {
            let _ = write!(place, ":{}:{}", self.line, self.column);
        }
        let colon = if self.key.is_empty() { "" } else { ": " };
        let _ = writeln!(out, "{bold}{place}{colon}{}{off}", shown(&self.key));
        if !self.excerpt.trim().is_empty() {
            let (excerpt, indent, width) = self.window();
            let number = if self.line > 0 { self.line.to_string() } else { String::new() };
            let _ = writeln!(out, "  {number:>4} | {excerpt}");
            let _ = writeln!(out, "       | {}{red}{}{off}", " ".repeat(indent), "^".repeat(width));
        }
        for (label, text) in [("found", &self.found), ("rule", &self.rule), ("remedy", &self.remedy)] {
            if !text.is_empty() {
                let _ = writeln!(out, "  {cyan}{label}:{off} {}", shown(text));
            }
        }
        out
    }

    /// The excerpt cut to what fits a screen, with the place of its mark.
    fn window(&self) -> (String, usize, usize) {
        const SPAN: usize = 100;
        let shown = |c: char| if c == '\t' || acts_on_terminals(c) { ' ' } else { c };
        let characters: Vec<char> = self.excerpt.chars().map(shown).collect();
        let (indent, width) = self.mark;
        let from = if characters.len() <= SPAN || indent < SPAN * 2 / 3 { 0 } else { indent - SPAN / 3 };
        let to = characters.len().min(from + SPAN);
        let lead = if from > 0 { "..." } else { "" };
        let tail = if to < characters.len() { "..." } else { "" };
        let text: String = characters[from.min(to)..to].iter().collect();
        let indent = indent - from.min(indent) + lead.len();
        let room = (lead.len() + to.saturating_sub(from)).saturating_sub(indent).max(1);
        (format!("{lead}{text}{tail}"), indent, width.clamp(1, room))
    }
}

/// A text of a problem as it is shown: on one line, and not longer than helps.
fn shown(text: &str) -> String {
    const MOST: usize = 500;
    let line = visible_on_a_line(text);
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line.into_owned(),
    }
}

/// All that is wrong with an input, in the order of files and lines. The first hundred are kept, the others are
/// counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    more: usize,
}

/// Problems that are told; of further ones only their number.
pub(crate) const MOST_PROBLEMS: usize = 100;
/// Problems of one file that are put into words at all.
pub(crate) const MOST_NOTED: usize = 1_000;

impl Problems {
    /// Sorts the list and drops what is said twice. Files keep the order in which they were first named.
    pub(crate) fn new(list: Vec<Problem>) -> Problems {
        let further: usize = list.iter().map(|problem| problem.more).sum();
        let mut files: Vec<String> = Vec::new();
        let mut keyed: Vec<(usize, Problem)> = Vec::with_capacity(list.len());
        for problem in list.into_iter().filter(|problem| problem.more == 0) {
            let at = files.iter().position(|f| *f == problem.file).unwrap_or_else(|| {
                files.push(problem.file.clone());
                files.len() - 1
            });
            keyed.push((at, problem));
        }
        keyed.sort();
        keyed.dedup();
        let more = further + keyed.len().saturating_sub(MOST_PROBLEMS);
        keyed.truncate(MOST_PROBLEMS);
        Problems { list: keyed.into_iter().map(|(_, problem)| problem).collect(), more }
    }

    /// The problems, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// The same, where problems with some parameters were caused by an option: by which.
    #[must_use]
    pub fn caused_by(mut self, option: &str, is_caused: impl Fn(&str) -> bool) -> Problems {
        for problem in self.list.iter_mut().filter(|problem| problem.file.starts_with("--") && is_caused(&problem.key))
        {
            option.clone_into(&mut problem.file);
            // Of a path that is wrong nothing is told beside it: the value was drawn, and nobody wrote it.
            if problem.mark == (0, problem.key.chars().count()) {
                problem.excerpt.clone_from(&problem.key);
            }
        }
        self
    }

    /// All of several lists.
    #[must_use]
    pub fn of_all(lists: impl IntoIterator<Item = Problems>) -> Problems {
        let mut all = Vec::new();
        for list in lists {
            all.extend(list.list);
            if list.more > 0 {
                all.push(Problem { more: list.more, ..Problem::of_file("", "", "") });
            }
        }
        Problems::new(all)
    }

    /// The same, where what an option is said to have brought about stands in a file: `place` finds the bytes of its text
    /// by the parameter's path.
    #[must_use]
    pub fn found_in(self, file: &str, text: &str, place: impl Fn(&str) -> Option<std::ops::Range<usize>>) -> Problems {
        let mut sources = Sources::default();
        let source = sources.add_file(file, text);
        let moved = |problem: Problem| {
            let Some(span) = Some(&problem).filter(|p| p.file.starts_with("--")).and_then(|p| place(&p.key)) else {
                return problem;
            };
            let at = Problem::at(&sources, Origin::new(source, span), problem.key);
            at.found(problem.found).rule(problem.rule).remedy(problem.remedy)
        };
        Problems { list: self.list.into_iter().map(moved).collect(), more: self.more }
    }

    /// Why a file's text is not the TOML of one of the program's structures, such as a suite or a plan.
    #[must_use]
    pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Problems {
        let mut sources = Sources::default();
        let source = sources.add_file(file, text);
        Problems::new(vec![structure_problem(&sources, source, error)])
    }

    /// Problems with a file's own entries: the bytes of each in its text, its key, what was found, the rule, and a remedy.
    #[must_use]
    pub fn in_text(
        file: &str,
        text: &str,
        found: impl IntoIterator<Item = (std::ops::Range<usize>, String, String, String, String)>,
    ) -> Option<Problems> {
        let mut sources = Sources::default();
        let source = sources.add_file(file, text);
        let told = found.into_iter().map(|(span, key, found, rule, remedy)| {
            Problem::at(&sources, Origin::new(source, span), key).found(found).rule(rule).remedy(remedy)
        });
        let list: Vec<Problem> = told.collect();
        (!list.is_empty()).then(|| Problems::new(list))
    }

    /// How many there are, at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    pub fn len(&self) -> usize {
        self.list.len() + self.more
    }

    /// All problems as text, coloured by ANSI codes if asked, with a count at the end.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let mut out = String::new();
        for problem in &self.list {
            out.push_str(&problem.render(colour));
            out.push('\n');
        }
        if self.more > 0 {
            let _ = writeln!(out, "These are the first {}.\n", self.list.len());
        }
        let _ = match self.len() {
            1 => writeln!(out, "1 problem; nothing was run."),
            n => writeln!(out, "{n} problems; nothing was run."),
        };
        out
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(list: Vec<Problem>) -> Problems {
        Problems::new(list)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}
