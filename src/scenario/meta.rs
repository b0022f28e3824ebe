//! What a scenario is about: title, question, first and last day, files, names to show.

use super::date::Date;
use super::limits::MOST_DAYS_OF_A_SCENARIO;
use super::section::Section;

/// Version of the scenario format that this program reads.
pub const SCHEMA: i64 = 1;

/// Head of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// Title, shown on every chart.
    pub title: String,
    /// What the scenario asks, in a sentence or two.
    pub question: String,
    /// First day; time 0 is its beginning.
    pub start: Date,
    /// Last day; the run ends with it.
    pub end: Date,
}

impl Meta {
    pub(crate) fn read(s: &mut Section<'_>) -> Meta {
        let schema =
            s.integer("schema").unit("version").doc("Version of the format; this program reads version 1").get();
        if schema != SCHEMA {
            s.problem("schema", "schema = 1", "");
        }
        let meta = Meta {
            title: s.text("title").doc("Title of the scenario, shown on every chart").get(),
            question: s.text("question").default("").doc("What the scenario asks, in a sentence or two").get(),
            start: s.date("start").doc("First day; time 0 is its beginning").get(),
            end: s.date("end").doc("Last day: every run ends with it").get(),
        };
        if s.has("start") && s.has("end") && meta.end < meta.start {
            s.problem("end", format!("a date not before start, which is {}", meta.start), "");
        }
        if meta.days() > MOST_DAYS_OF_A_SCENARIO {
            s.problem("end", format!("at most {MOST_DAYS_OF_A_SCENARIO} days, a century, after start"), "");
        }
        meta
    }

    /// Days from the beginning of the first day to the end of the last: the horizon of a run.
    #[must_use]
    pub fn horizon_days(&self) -> f64 {
        f64::from(self.end.days_since(self.start)) + 1.0
    }

    /// How many days the scenario has, first and last included.
    #[must_use]
    pub fn days(&self) -> usize {
        (self.end.days_since(self.start).max(0) + 1) as usize
    }

    /// Days from start to the beginning of a date; negative before the start.
    #[must_use]
    pub fn day_of(&self, date: Date) -> f64 {
        f64::from(date.days_since(self.start))
    }

    /// The date on which a time falls.
    #[must_use]
    pub fn date_at(&self, days: f64) -> Date {
        self.start.at(days)
    }
}

/// Names to show for the roles that the model knows by generic words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleNames {
    /// The force that advances.
    pub advancing_force: String,
    /// The government that loses districts.
    pub government: String,
    /// The state across the border.
    pub host: String,
    /// The alliance that the host asks for help.
    pub alliance: String,
    /// The alliance's strongest member.
    pub lead: String,
}

impl RoleNames {
    pub(crate) fn read(s: &mut Section<'_>) -> RoleNames {
        s.about("Names to show for the roles of the model");
        RoleNames {
            advancing_force: s.text("advancing_force").default("advancing force").doc("Who advances").get(),
            government: s.text("government").default("government").doc("Who loses districts").get(),
            host: s.text("host").default("host state").doc("Who guards the border and takes in those who flee").get(),
            alliance: s.text("alliance").default("alliance").doc("Who is asked for help").get(),
            lead: s.text("lead").default("lead member").doc("The alliance's strongest member").get(),
        }
    }
}
