//! The record of calls for help and of how they were answered: three files, read with all their mistakes told at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::forecast::{Reached, YEAR};
use super::observation::Observation;
use super::pooling::Shape;
use crate::packed;
use crate::scenario::Date;
use crate::scenario::Problems;
use crate::scenario::csv_file::{Columns, Row, needed, optional, read_csv};
use crate::scenario::parameter::Range;
use crate::scenario::text_file::{read_bytes, text_of};

/// The record that ships with the program: cases, answers, groups.
const SHIPPED: [&str; 3] =
    ["data/alliance-response/cases.csv", "data/alliance-response/answers.csv", "data/alliance-response/groups.csv"];
/// The group of alliances that the table of groups does not name.
const OTHERS: &str = "others";
const DAYS: Range = Range { low: 0.0, high: 3650.0, above_low: false, below_high: false };
const MEN: Range = Range { low: 0.0, high: 1e7, above_low: false, below_high: false };

const CASES: Columns = Columns {
    about: "calls for help to an alliance, a row each, with what was known before the answer",
    columns: &[
        needed("id", "", "id of the case"),
        needed("case", "", "its name, for people"),
        needed("alliance", "", "who was called; its first word finds its group"),
        optional("requester", "", "who called, for people"),
        optional("decision_rule", "", "consensus, majority, lead or automatic, for people"),
        optional("lead_member", "", "for people"),
        optional("members_n", "", "number of members, for people"),
        needed("threat_kind", "", "kind of the threat, in a few words that other cases share"),
        optional("article_or_mandate", "", "for people"),
        needed("attack_or_onset_date", "", "first day of the attack or crisis"),
        needed("request_date", "", "first dated call; empty where there was none or no day is known"),
        needed("conflict_between_members", "", "1 if a member is the opponent"),
        needed("lead_interest", "", "high, medium or low, then a colon and why; empty: not judged"),
        needed(
            "standing_force_before",
            "",
            "1 if a pre-arranged force, or troops of the lead, stood there; empty: not judged",
        ),
        optional("global_agenda_load", "", "for people"),
        optional("notes", "", "for people"),
        optional("answers_withheld", "", "1 if its answers are kept for a later test"),
    ],
    example: &["fire_2030,Fire at the ford,Pact,Northland,consensus,Southland,5,insurgency spill-over,Art. 4,\
                2030-06-01,2030-06-03,0,high: its own men stand there,1,,,0"],
};
const ANSWERS: Columns = Columns {
    about: "how cases were answered: a row for each level of answer of a case",
    columns: &[
        needed("case", "", "id of the case"),
        needed("level", "", "the level of the answer"),
        needed("date", "", "its day; empty: reached, but the day is not known"),
        optional("precision_days", "days", "how many days the date may be off, either way"),
        optional("men", "", "decided or first arrived"),
        optional("by", "", "organisation, lead (alone) or members"),
        optional("source", "", "where it is from"),
        optional("confidence", "", "how sure the source is, for people"),
        optional("note", "", "for people"),
    ],
    example: &["fire_2030,statement,2030-06-04,0,,organisation,a newspaper,high,"],
};
const GROUPS: Columns = Columns {
    about: "which alliances are taken together",
    columns: &[
        needed("word", "", "first word of an alliance's name"),
        needed("group", "", "the group in tables and in the pooled model"),
        needed("pool", "", "the group of the simplest forecasts"),
    ],
    example: &["Pact,Pact,Pact"],
};

/// A level of answer; later ones are higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The organisation or its head speaks about the case.
    Statement,
    /// An organ meets on it.
    Consultation,
    /// A team of inquiry or mediation on the ground.
    Mission,
    /// An exercise because of it.
    Exercise,
    /// Material, advisers or money.
    Aid,
    /// Armed units are decided.
    Force,
    /// The first of them is there.
    ForceArrived,
}

impl Level {
    /// All, lowest first.
    pub const ALL: [Level; 7] = [
        Level::Statement,
        Level::Consultation,
        Level::Mission,
        Level::Exercise,
        Level::Aid,
        Level::Force,
        Level::ForceArrived,
    ];
    /// Those whose timing is scored. Too few cases have a mission or an exercise of their own.
    pub const SCORED: [Level; 5] =
        [Level::Statement, Level::Consultation, Level::Aid, Level::Force, Level::ForceArrived];

    /// In words, as tables show it.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Level::Statement => "statement",
            Level::Consultation => "meeting",
            Level::Mission => "mission",
            Level::Exercise => "exercise",
            Level::Aid => "aid",
            Level::Force => "force decided",
            Level::ForceArrived => "force arrived",
        }
    }
}

/// What a row of the answers tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    At(Level),
    Refused,
    NoneBy,
}

const TOLD: [(&str, Told); 9] = [
    ("statement", Told::At(Level::Statement)),
    ("consultation", Told::At(Level::Consultation)),
    ("mission", Told::At(Level::Mission)),
    ("exercise", Told::At(Level::Exercise)),
    ("aid", Told::At(Level::Aid)),
    ("force", Told::At(Level::Force)),
    ("force_arrived", Told::At(Level::ForceArrived)),
    ("refused", Told::Refused),
    ("none_by", Told::NoneBy),
];

/// A call for help.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Group of its alliance.
    pub group: String,
    /// Group of its alliance in the simplest forecasts.
    pub pool: String,
    /// Kind of threat.
    pub threat: String,
    /// Day 0: the call, or the onset where no call is dated.
    pub clock: Date,
    /// Whether a call is dated.
    pub asked: bool,
    /// Whether a member is the opponent.
    pub conflict: bool,
    /// Whether a force stood there before; judged with the outcome known.
    pub standing: Option<bool>,
    /// Interest of the lead from -1 (low) to 1 (high); judged with the outcome known.
    pub interest: Option<f64>,
    /// The answers, in the order of the file.
    pub answers: Vec<Answer>,
    /// Whether it was refused what it asked, or the decision was blocked.
    pub refused: bool,
    /// Whether any row of the answers tells of it.
    answered: bool,
}

/// An answer to a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Its level.
    pub level: Level,
    /// Its day, with the precision in days; none where only the fact is known.
    pub day: Option<(f64, f64)>,
    /// Whether it is the organisation's; else the lead's or members' alone.
    pub of_organisation: bool,
}

/// Calls for help and their answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The calls that have answers on record, in the order of the file.
    pub cases: Vec<Case>,
    /// How many calls are there whose answers are not.
    pub without_answers: usize,
}

/// How a level counts: by its own row alone, or by this or any higher one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The level itself. A case that skipped it (a higher one is on record) does not count.
    Own,
    /// This level or a higher one.
    OrAbove,
}

impl Case {
    /// The case with the organisation's answers alone where these are deeds; words count whoever speaks.
    #[must_use]
    pub fn by_organisation(&self) -> Case {
        let mut own = self.clone();
        own.answers.retain(|answer| answer.of_organisation || answer.level < Level::Exercise);
        own
    }

    /// When a level was reached; none where the record does not tell.
    #[must_use]
    pub fn reached(&self, level: Level, count: Count) -> Option<Reached> {
        let above = self.answers.iter().filter(|answer| answer.level >= level);
        if self.answers.iter().any(|answer| answer.level == level && answer.day.is_none()) {
            return None;
        }
        let counted = above.clone().filter(|answer| count == Count::OrAbove || answer.level == level);
        let first = counted
            .filter_map(|answer| answer.day)
            .min_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        match first {
            Some((day, precision)) if day <= YEAR => Some(Reached::On { day, precision }),
            Some(_) => Some(Reached::NotWithinAYear),
            None if count == Count::Own && above.count() > 0 => None,
            None => Some(Reached::NotWithinAYear),
        }
    }
}

impl Record {
    /// The record that ships with the program.
    ///
    /// # Errors
    /// None but for a program that was built from a record with mistakes.
    pub fn shipped() -> Result<Record, Problems> {
        let [cases, answers, groups] = SHIPPED.map(|name| (name.to_owned(), packed::text(name).to_owned()));
        Record::parse(cases, answers, groups)
    }

    /// A record of files of the same form, with the groups that ship.
    ///
    /// # Errors
    /// All mistakes of both files.
    pub fn read(cases: &Path, answers: &Path) -> Result<Record, Problems> {
        let text = |path: &Path| -> Result<(String, String), Problems> {
            let name = path.display().to_string();
            let bytes = read_bytes(path).map_err(|problem| Problems::new(vec![*problem]))?;
            let text = text_of(&name, &bytes).map_err(|problem| Problems::new(vec![*problem]))?;
            Ok((name, text))
        };
        let groups = (SHIPPED[2].to_owned(), packed::text(SHIPPED[2]).to_owned());
        Record::parse(text(cases)?, text(answers)?, groups)
    }

    fn parse(
        (cases, cases_text): (String, String),
        (answers, answers_text): (String, String),
        (groups, groups_text): (String, String),
    ) -> Result<Record, Problems> {
        let groups =
            read_csv(groups, groups_text, GROUPS, |row| (row.text("word"), (row.text("group"), row.text("pool"))))?;
        let groups: BTreeMap<String, (String, String)> = groups.into_iter().collect();
        let read = read_csv(cases, cases_text, CASES, |row| read_case(row, &groups));
        let (mut found, unread) = match read {
            Ok(cases) => (cases, None),
            Err(problems) => (Vec::new(), Some(problems)),
        };
        let places: BTreeMap<String, usize> =
            found.iter().enumerate().filter_map(|(at, case)| Some((case.as_ref()?.id.clone(), at))).collect();
        let seen = read_csv(answers, answers_text, ANSWERS, |row| {
            let at = places.get(row.cell("case")).copied();
            if at.is_none() && unread.is_none() {
                row.wrong("case", "the id of a case", "");
            }
            (at, read_answer(row))
        });
        let rows = match (seen, unread) {
            (Ok(rows), None) => rows,
            (rows, unread) => return Err(Problems::of_all(rows.err().into_iter().chain(unread))),
        };
        for (at, (told, date, precision, of_organisation)) in rows {
            let Some(case) = at.and_then(|at| found[at].as_mut()) else { continue };
            match told {
                Told::At(level) => {
                    // what came before the clock counts as its first day
                    let day = date.map(|date: Date| (f64::from(date.days_since(case.clock).max(0)), precision));
                    case.answers.push(Answer { level, day, of_organisation });
                }
                Told::Refused => case.refused = true,
                Told::NoneBy => {}
            }
            case.answered = true;
        }
        let (cases, without): (Vec<Case>, Vec<Case>) = found.into_iter().flatten().partition(|case| case.answered);
        Ok(Record { cases, without_answers: without.len() })
    }
}

/// What the scored levels of some cases tell, a row for each level of each case whose day (or absence) the record knows: words and meetings by
/// their own rows, deeds by this or a higher level. Groups and kinds of threat are numbered over all of these cases.
#[must_use]
pub fn observations(cases: &[&Case], covariates: Covariates) -> (Shape, Vec<Observation>) {
    let places = |of: fn(&Case) -> &str| -> BTreeMap<&str, usize> {
        let names: BTreeSet<&str> = cases.iter().map(|case| of(case)).collect();
        names.into_iter().zip(0..).collect()
    };
    let (groups, pools, threats) = (places(|case| &case.group), places(|case| &case.pool), places(|case| &case.threat));
    let mut rows = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        for (level, scored) in Level::SCORED.into_iter().enumerate() {
            let count = if scored <= Level::Consultation { Count::Own } else { Count::OrAbove };
            let Some(reached) = case.reached(scored, count) else { continue };
            rows.push(Observation {
                case: at,
                level,
                group: groups[case.group.as_str()],
                pool: pools[case.pool.as_str()],
                threat: threats[case.threat.as_str()],
                covariates: covariates.of(case),
                reached,
            });
        }
    }
    let (levels, groups, threats) = (Level::SCORED.len(), groups.len(), threats.len());
    (Shape { levels, groups, threats, covariates: covariates.count() }, rows)
}

fn read_case(row: &Row<'_>, groups: &BTreeMap<String, (String, String)>) -> Option<Case> {
    let (onset, request) = (row.date("attack_or_onset_date"), row.date("request_date"));
    let conflict = row.flag("conflict_between_members");
    if row.cell("attack_or_onset_date").is_empty() && row.cell("request_date").is_empty() {
        row.wrong("attack_or_onset_date", "a date like 2021-07-05 here or as request_date", "the clock starts with it");
    }
    let alliance = row.text("alliance");
    let word = alliance.split_whitespace().next().unwrap_or_default();
    let (group, pool) = groups.get(word).cloned().unwrap_or_else(|| (OTHERS.to_owned(), OTHERS.to_owned()));
    let standing = row.word("standing_force_before", &[("", None), ("0", Some(false)), ("1", Some(true))]);
    let judged = row.cell("lead_interest");
    let interest = match judged.split(':').next().unwrap_or_default().trim() {
        "" => None,
        "high" => Some(1.0),
        "medium" => Some(0.0),
        "low" => Some(-1.0),
        _ => {
            row.wrong("lead_interest", "high, medium or low, a colon, and why", "");
            None
        }
    };
    let case = Case {
        id: row.text("id"),
        name: row.text("case"),
        group,
        pool,
        threat: row.text("threat_kind"),
        clock: request.or(onset)?,
        asked: request.is_some(),
        conflict,
        standing,
        interest,
        answers: Vec::new(),
        refused: false,
        answered: false,
    };
    Some(case)
}

fn read_answer(row: &Row<'_>) -> (Told, Option<Date>, f64, bool) {
    row.number_or("men", MEN, 0.0);
    let own = !matches!(row.cell("by").trim(), "lead" | "members");
    (row.word("level", &TOLD), row.date("date"), row.number_or("precision_days", DAYS, 0.0), own)
}

/// What a pooled model knows of a case besides its alliance and its threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariates {
    /// Nothing.
    None,
    /// What was known before the answer: whether a call is dated, whether a member is the opponent.
    Known,
    /// Also what was coded by one who knew the outcome: whether a force stood there, the lead's interest.
    WithHindsight,
}

impl Covariates {
    /// How many they are.
    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Covariates::None => 0,
            Covariates::Known => 2,
            Covariates::WithHindsight => 4,
        }
    }

    /// Their values for a case, centred so that a half is neither; what is not judged is in the middle.
    fn of(self, case: &Case) -> Vec<f64> {
        let half = |flag: bool| f64::from(u8::from(flag)) - 0.5;
        let all =
            [half(case.asked), half(case.conflict), case.standing.map_or(0.0, half), case.interest.unwrap_or(0.0)];
        all[..self.count()].to_vec()
    }
}
