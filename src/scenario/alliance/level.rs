//! Levels of help, in order, and who decides each.

use super::organ::{ORGANS, Organ};
use crate::scenario::section::{Section, parameters};

/// A level of help. Each includes the idea, not the means, of those below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    #[default]
    None,
    /// Words.
    Statement,
    /// Observers.
    Mission,
    /// An exercise near the border.
    Exercise,
    /// Equipment and money.
    Aid,
    /// Men.
    Force,
}

/// All levels with their names, in order.
pub const LEVELS: &[(&str, Level)] = &[
    ("none", Level::None),
    ("statement", Level::Statement),
    ("mission", Level::Mission),
    ("exercise", Level::Exercise),
    ("aid", Level::Aid),
    ("force", Level::Force),
];

impl Level {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        LEVELS[self as usize].0
    }

    /// Reads a level; its meaning is the field's.
    pub(super) fn read(s: &mut Section<'_>, key: &'static str, usual: Level) -> Level {
        s.choice(key, LEVELS).default(usual).assumed().get()
    }
}

/// A set of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// One level.
    #[must_use]
    pub fn one(level: Level) -> Levels {
        Levels(1 << level as u8)
    }

    /// The set with one more level.
    #[must_use]
    pub fn with(self, level: Level) -> Levels {
        Levels(self.0 | Levels::one(level).0)
    }

    /// Whether a level is in the set.
    #[must_use]
    pub fn has(self, level: Level) -> bool {
        self.0 >> level as u8 & 1 == 1
    }

    /// The highest level of the set; nothing where it is empty.
    #[must_use]
    pub fn highest(self) -> Level {
        LEVELS.iter().rev().find(|&&(_, level)| self.has(level)).map_or(Level::None, |&(_, level)| level)
    }

    /// Reads a set of levels; its meaning is the field's.
    pub(super) fn read(s: &mut Section<'_>, key: &'static str, usual: &[&str]) -> Levels {
        Levels(s.words(key, usual, LEVELS).into_iter().fold(0, |set, level| set | Levels::one(level).0))
    }
}

parameters! {
    |s, organ: Organ, called: bool|
    /// Who decides a level of help, and when.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct LevelRule {
        /// The organ that decides it; a higher one may.
        pub organ: Organ = s.choice("organ", ORGANS).default(organ).assumed().get(),
        /// Whether a session is called for it as soon as it is ready and would be carried; else it waits for a session.
        pub called: bool = s.flag("session_is_called").default(called).assumed().get(),
    }
}

parameters! {
    |s|
    /// Who decides the levels of help that are voted on.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct LevelRules {
        /// How much easier an exercise is to agree on than aid.
        pub exercise_easier: f64 =
            s.number("exercise_easier").default(0.3).between(-20.0, 20.0).unit("probit").assumed().get(),
        /// Exercise, aid, force.
        pub rules: [LevelRule; 3] = [
            LevelRule::read(s.table("exercise").about("An exercise near the border"), Organ::Heads, false),
            LevelRule::read(s.table("aid").about("Equipment and money"), Organ::Council, false),
            LevelRule::read(s.table("force").about("Men"), Organ::Heads, true),
        ],
    }
}

/// Levels that are voted on, lowest first.
pub const VOTED: [Level; 3] = [Level::Exercise, Level::Aid, Level::Force];

impl LevelRules {
    /// The rule of a level that is voted on; that of the lowest for those that are not.
    #[must_use]
    pub fn of(&self, level: Level) -> &LevelRule {
        let at = VOTED.iter().position(|&voted| voted == level).unwrap_or(0);
        &self.rules[at]
    }
}
