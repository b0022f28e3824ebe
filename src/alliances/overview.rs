//! What the record says of calls like some: shares answered within a year and days until it, by level and by alliance.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::curves::Course;
use super::record::{Case, Level, Record};

/// Days at which those still without the level are counted.
pub const RISK_DAYS: [f64; 4] = [7.0, 30.0, 90.0, 180.0];
/// What every reader of the record must know.
const SELECTION: &str = "The record holds calls that are remembered: a call met by silence leaves no page, so shares of answers are too high, most of all \
                         where few look. Force is anything from five aircraft to thousands of men. See data/alliance-response/README.md.";

/// Which calls are looked at, and at which level alliances are held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The level.
    pub level: Level,
    /// Only this group of alliances, beside all others.
    pub alliance: Option<String>,
    /// Only this kind of threat.
    pub threat: Option<String>,
    /// Only cases with a dated call, or only those without.
    pub asked: Option<bool>,
}

/// Why the record has no answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchCalls {
    /// The record has no such alliance or threat.
    #[error("{what} {name}: the record has {}", known.join("; "))]
    Unknown {
        /// `alliance` or `threat`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What is there.
        known: Vec<String>,
    },
    /// No call is all of it.
    #[error("no case of the record is of this alliance, threat and call")]
    Together,
}

/// The calls of a record that a question is about.
#[derive(Clone, Debug)]
pub struct Calls<'a> {
    record: &'a Record,
    question: &'a Question,
    /// Those that are looked at.
    chosen: Vec<&'a Case>,
    /// Those of other alliances.
    rest: Vec<&'a Case>,
}

/// How calls came to a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attained {
    /// The level, or the group of alliances.
    pub name: String,
    /// Cases whose record tells.
    pub cases: u64,
    /// Those that reached it within a year.
    pub reached: u64,
    /// Their share.
    pub share: f64,
    /// Wilson's 95 % interval of the share.
    pub share_low: f64,
    /// Its upper end.
    pub share_high: f64,
    /// Days in which a quarter of the cases reached it (Kaplan and Meier); none where fewer do within a year, as below.
    pub lower_quartile_days: Option<f64>,
    /// Days in which half of them did.
    pub median_days: Option<f64>,
    /// Days in which three quarters did.
    pub upper_quartile_days: Option<f64>,
    /// Cases still without it at each of [`RISK_DAYS`].
    pub at_risk: Vec<usize>,
}

/// What the record says of calls: read and written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Calls that were looked at.
    pub cases: usize,
    /// Calls of the record without any answer on record.
    pub calls_without_answers_on_record: usize,
    /// Days of the numbers at risk.
    pub risk_days: [f64; 4],
    /// By level, each with all higher ones.
    pub levels: Vec<Attained>,
    /// The level whose alliances are held against each other, in words.
    pub level: String,
    /// By group of alliances, the largest first.
    pub alliances: Vec<Attained>,
    /// What every reader must know.
    pub caution: String,
}

impl Attained {
    fn of(name: &str, course: &Course) -> Attained {
        let (share, interval) = course.share();
        let [lower, median, upper] = course.quartiles();
        Attained {
            name: name.to_owned(),
            cases: course.cases,
            reached: course.reached,
            share,
            share_low: interval.low,
            share_high: interval.high,
            lower_quartile_days: lower,
            median_days: median,
            upper_quartile_days: upper,
            at_risk: RISK_DAYS.iter().map(|day| course.curve.at_risk(*day)).collect(),
        }
    }
}

impl<'a> Calls<'a> {
    /// The calls of a record that are asked for.
    ///
    /// # Errors
    /// [`NoSuchCalls`].
    pub fn of(record: &'a Record, question: &'a Question) -> Result<Calls<'a>, NoSuchCalls> {
        let Question { alliance, threat, asked, .. } = question;
        known(record, "alliance", alliance.as_ref(), |case| &case.group)?;
        known(record, "threat", threat.as_ref(), |case| &case.threat)?;
        let is_asked_for = |case: &&Case| {
            threat.as_ref().is_none_or(|threat| case.threat == *threat) && asked.is_none_or(|asked| case.asked == asked)
        };
        let is_chosen = |case: &&Case| alliance.as_ref().is_none_or(|group| case.group == *group);
        let (chosen, rest): (Vec<&Case>, Vec<&Case>) = record.cases.iter().filter(is_asked_for).partition(is_chosen);
        if chosen.is_empty() { Err(NoSuchCalls::Together) } else { Ok(Calls { record, question, chosen, rest }) }
    }

    /// The course of each group of alliances to the level, the largest group first; of one group and all others where one was asked for.
    #[must_use]
    pub fn courses(&self) -> Vec<(String, Course)> {
        let course = |(name, cases): (String, &[&Case])| (name, Course::of(cases, self.question.level));
        let mut courses: Vec<(String, Course)> = if let Some(group) = &self.question.alliance {
            let both = [(group.clone(), &self.chosen[..]), ("all other alliances".to_owned(), &self.rest[..])];
            both.map(course).into()
        } else {
            let mut groups: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
            for case in &self.chosen {
                groups.entry(&case.group).or_default().push(case);
            }
            let mut courses: Vec<_> = groups.iter().map(|(name, cases)| course(((*name).to_owned(), cases))).collect();
            // groups of one size stay in the order of their names
            courses.sort_by_key(|(_, course)| std::cmp::Reverse(course.cases));
            courses
        };
        courses.retain(|(_, course)| course.cases > 0);
        courses
    }

    /// What the record says of them.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let by_level =
            Level::ALL.into_iter().map(|level| Attained::of(level.in_words(), &Course::of(&self.chosen, level)));
        Overview {
            cases: self.chosen.len(),
            calls_without_answers_on_record: self.record.without_answers,
            risk_days: RISK_DAYS,
            levels: by_level.filter(|one| one.cases > 0).collect(),
            level: self.question.level.in_words().to_owned(),
            alliances: self.courses().iter().map(|(name, course)| Attained::of(name, course)).collect(),
            caution: SELECTION.to_owned(),
        }
    }
}

/// Says what the record has where a name is not in it.
fn known(
    record: &Record,
    what: &'static str,
    name: Option<&String>,
    of: fn(&Case) -> &String,
) -> Result<(), NoSuchCalls> {
    let Some(name) = name else { return Ok(()) };
    let names: BTreeSet<&String> = record.cases.iter().map(of).collect();
    if names.contains(name) {
        return Ok(());
    }
    Err(NoSuchCalls::Unknown { what, name: name.clone(), known: names.into_iter().cloned().collect() })
}
