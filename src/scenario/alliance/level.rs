//! Levels of help, in order, and what each costs the members.

use super::organ::{ORGANS, Organ};
use crate::scenario::section::{Section, parameters};

/// A level of help. Each includes the idea, not the means, of those below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
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

    /// The next lower level; nothing has none below it.
    #[must_use]
    pub fn lower(self) -> Level {
        LEVELS[(self as usize).saturating_sub(1)].1
    }

    /// The next higher level; force has none above it.
    #[must_use]
    pub fn higher(self) -> Level {
        LEVELS[(self as usize + 1).min(LEVELS.len() - 1)].1
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
    |s, cost: f64, organ: Organ|
    /// What a level of help costs, and who decides it.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct LevelRule {
        /// What it costs a member to agree, on the scale of assessed need.
        pub cost: f64 = s.number("cost").default(cost).between(-100.0, 100.0).unit("1")
            .source("assumption; vary attitudes and costs together").get(),
        /// The organ that decides it.
        pub organ: Organ = s.choice("organ", ORGANS).default(organ).assumed().get(),
    }
}

const COSTS: [(&str, f64, Organ, &str); 6] = [
    ("none", -9.0, Organ::Council, "No help"),
    ("statement", -0.5, Organ::Council, "A statement"),
    ("mission", -0.2, Organ::Council, "A mission of observers"),
    ("exercise", 0.1, Organ::Council, "An exercise near the border"),
    ("aid", 0.4, Organ::Council, "Equipment and money"),
    ("force", 1.2, Organ::Heads, "Men"),
];

impl LevelRule {
    pub(super) fn read_all(s: &mut Section<'_>) -> [LevelRule; 6] {
        s.about("What each level of help costs, and who decides it");
        COSTS.map(|(name, cost, organ, what)| LevelRule::read(s.table(name).about(what), cost, organ))
    }
}
