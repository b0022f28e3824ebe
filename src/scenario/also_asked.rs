//! `[also_asked.NAME]`: an alliance that the host asks besides the first, at the same time or after it (model 3.10).
//!
//! ```toml
//! [also_asked.union]
//! folder = "union"                       # alliances/union, as files.alliance names the first one's
//! threat = "insurgency-spill-over"       # and whatever else [alliance] has
//!
//! [also_asked.union.after]
//! answers = ["refused", "no-help"]       # the first one refuses, or has decided nothing 30 days after it was called
//! days = 30.0
//! ```

use super::alliance::Alliance;
use super::limits::MOST_DAYS;
use super::need::{KindOfHelp, Need, help_by_level};
use super::section::{Section, parameters};
use super::value::is_column_name;

/// Most alliances that are asked besides the first.
pub const MOST_ALSO_ASKED: usize = 4;
/// What the first alliance is called in `of`.
const FIRST: &str = "alliance";

/// What of another alliance's answer makes the host call this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// An organ of it refused help.
    Refused,
    /// Those who speak for it said that no help from outside is needed.
    NoNeed,
    /// It said nothing and held no session for so many days.
    Silence,
    /// It decided no help for so many days.
    NoHelp,
}

const ANSWERS: &[(&str, Answered)] = &[
    ("refused", Answered::Refused),
    ("no-need", Answered::NoNeed),
    ("silence", Answered::Silence),
    ("no-help", Answered::NoHelp),
];

parameters! {
    |s, id: String, names: &[String], needs: &[Need], number: u8|
    /// An alliance that the host asks besides the first. It takes whatever `[alliance]` takes as well.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlsoAsked {
        /// Its name in paths: also_NAME_ stands before its outcomes.
        pub id: String = id,
        /// The folder `alliances/NAME` that it is described in, as files.alliance gives that of the first.
        pub folder: Option<String> = s.text("folder").optional(),
        /// Name to show.
        pub name: String = s.text("name").default(id.clone()).get(),
        /// Name of its strongest member.
        pub lead: String = s.text("lead").default("lead member").get(),
        /// What of another's answer makes the host call it.
        pub after: After = After::read(&mut s.table("after"), &id, names),
        /// What its help brings of each kind of need, in the order of these; nothing of a kind that is not written.
        pub brings: Vec<[KindOfHelp; 3]> = read_brings(s, needs),
        /// How it answers.
        pub rules: Alliance = Alliance::read(s, number),
    }
    check |also| {
        if also.id != "NAME" && (!is_column_name(&also.id) || also.id == FIRST) {
            s.problem("", "small letters, digits and _, as names of outcomes have, and not `alliance`", "choose another name");
        }
    }
}

parameters! {
    |s, id: &str, names: &[String]|
    /// What of another alliance's answer makes the host call this one, besides what its request waits for.
    #[derive(Clone, Debug, PartialEq)]
    pub struct After {
        /// Whose answer it is: alliance, the first, or the name of another table also_asked.
        pub of: String = s.text("of").default(FIRST).get(),
        /// Any of these calls it: refused, an organ refuses help; no-need, those who speak say that no help from outside is needed;
        /// silence, no words and no session within `days` of the call; no-help, no help decided within `days` of the call. Nothing
        /// does where the list is empty, or once the host has taken that call back.
        pub answers: Vec<Answered> = s.words("answers", &[], ANSWERS),
        /// Days from the host's call to that alliance, for silence and no-help.
        pub days: f64 = s.number("days").default(30.0).between(0.0, MOST_DAYS).unit("days").assumed().get(),
        /// Number of that alliance, 0 being the first.
        pub of_number: u8 = number_of(&of, names),
    }
    check |after| {
        let known = after.of == FIRST || names.contains(&after.of);
        if id != "NAME" && (!known || after.of == id) {
            let others = names.iter().filter(|name| *name != id).map(String::as_str);
            let others: Vec<&str> = [FIRST].into_iter().chain(others).collect();
            s.problem("of", format!("another alliance that is asked: {}", others.join(", ")), "");
        }
    }
}

parameters! {
    |s, kind: String|
    /// What help of this alliance brings of a kind of need: NAME is that of the kind, `[need.NAME]`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Brings {
        /// The kind.
        pub kind: String = kind,
        /// What an exercise, aid and a force bring of it.
        pub help: [KindOfHelp; 3] = help_by_level(s),
    }
}

fn number_of(of: &str, names: &[String]) -> u8 {
    names.iter().position(|name| name == of).map_or(0, |at| at as u8 + 1)
}

fn read_brings(s: &mut Section<'_>, needs: &[Need]) -> Vec<[KindOfHelp; 3]> {
    let mut brings = vec![[KindOfHelp::NOTHING; 3]; needs.len()];
    for (kind, mut s) in s.tables("brings") {
        let read = Brings::read(&mut s, kind);
        match needs.iter().position(|need| need.id == read.kind) {
            Some(at) => brings[at] = read.help,
            None if read.kind == "NAME" => {}
            None => {
                let known: Vec<&str> = needs.iter().map(|need| need.id.as_str()).collect();
                let known = if known.is_empty() { "there is none".to_owned() } else { known.join(", ") };
                s.problem(
                    "",
                    format!("the name of a kind of need: {known}"),
                    "describe the kind by a table [need.NAME]",
                );
            }
        }
    }
    brings
}

impl AlsoAsked {
    /// Reads all of them, in the order of the file.
    pub(crate) fn read_all(tables: Vec<(String, Section<'_>)>, needs: &[Need]) -> Vec<AlsoAsked> {
        if let Some((_, beyond)) = tables.get(MOST_ALSO_ASKED) {
            beyond.problem("", format!("at most {MOST_ALSO_ASKED} alliances besides the first"), "leave one out");
        }
        let names: Vec<String> = tables.iter().map(|(id, _)| id.clone()).collect();
        let tables = tables.into_iter().take(MOST_ALSO_ASKED).zip(1..);
        tables.map(|((id, mut s), number)| AlsoAsked::read(&mut s, id, &names, needs, number)).collect()
    }
}

impl After {
    /// Whether such an answer makes the host call.
    #[must_use]
    pub fn counts(&self, answer: Answered) -> bool {
        self.answers.contains(&answer)
    }

    /// What it waits for, in words: "silence for 30 days".
    pub fn in_words(&self) -> impl Iterator<Item = String> {
        self.answers.iter().map(|answer| match answer {
            Answered::Refused => "a refusal".to_owned(),
            Answered::NoNeed => "the word that no help is needed".to_owned(),
            Answered::Silence => format!("silence for {} days", self.days),
            Answered::NoHelp => format!("no help decided for {} days", self.days),
        })
    }
}
