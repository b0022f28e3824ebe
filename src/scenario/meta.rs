//! What a scenario is about: title, question, first and last day, files, names to show.

use std::sync::LazyLock;

use super::date::Date;
use super::limits::MOST_DAYS_OF_A_SCENARIO;
use super::section::{Section, parameters};

/// Version of the scenario format that this program reads.
pub const SCHEMA: i64 = 1;

parameters! {
    |s|
    /// Head of a scenario.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Meta {
        /// Version of the format; this program reads version 1.
        pub schema: i64 = schema(s),
        /// Title of the scenario, shown on every chart.
        pub title: String = s.text("title").get(),
        /// What the scenario asks, in a sentence or two.
        pub question: String = s.text("question").default("").get(),
        /// First day; time 0 is its beginning.
        pub start: Date = s.date("start").get(),
        /// Last day: every run ends with it.
        pub end: Date = s.date("end").get(),
    }
    check |meta| {
        if s.has("start") && s.has("end") && meta.end < meta.start {
            s.problem("end", format!("a date not before start, which is {}", meta.start), "");
        }
        if meta.days() > MOST_DAYS_OF_A_SCENARIO {
            s.problem("end", format!("at most {MOST_DAYS_OF_A_SCENARIO} days, a century, after start"), "");
        }
    }
}

fn schema(s: &mut Section<'_>) -> i64 {
    let schema = s.integer("schema").unit("version").get();
    if schema != SCHEMA {
        s.problem("schema", "schema = 1", "");
    }
    schema
}

impl Meta {
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

parameters! {
    |s|
    /// Names to show for the roles of the model.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RoleNames {
        /// Who advances.
        pub advancing_force: String = s.text("advancing_force").default("advancing force").get(),
        /// Who loses districts.
        pub government: String = s.text("government").default("government").get(),
        /// Who guards the border and takes in those who flee.
        pub host: String = s.text("host").default("host state").get(),
        /// Who is asked for help.
        pub alliance: String = s.text("alliance").default("alliance").get(),
        /// The alliance's strongest member.
        pub lead: String = s.text("lead").default("lead member").get(),
        /// Whom the host calls up, as it calls them: "reservists", "territorial defence men".
        pub reservists: String = s.text("reservists").default("reservists").get(),
    }
}

impl Default for RoleNames {
    /// The generic words.
    fn default() -> RoleNames {
        RoleNames {
            advancing_force: "advancing force".to_owned(),
            government: "government".to_owned(),
            host: "host state".to_owned(),
            alliance: "alliance".to_owned(),
            lead: "lead member".to_owned(),
            reservists: "reservists".to_owned(),
        }
    }
}

impl RoleNames {
    /// A text with the names of the roles for its placeholders: `{advancing_force}`, `{government}`, `{host}`, `{alliance}`,
    /// `{lead}` and `{reservists}`. A name is written as it is, so that one that takes an article brings it ("the Reds"); a role without a name
    /// of its own is called by its generic word, with the article but for reservists.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        // Every draw of parameters fills the words of every metric: one pass, and most have nothing to fill.
        let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, from)) = rest.split_once('{') {
            filled += before;
            let role = from.split_once('}').and_then(|(role, after)| Some((self.role(role)?, after)));
            match role {
                Some(((name, article), after)) => {
                    filled += if article { "the " } else { "" };
                    filled += name;
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = from;
                }
            }
        }
        filled + rest
    }

    /// The name of a role, and whether it is the generic word, which takes an article.
    fn role(&self, role: &str) -> Option<(&str, bool)> {
        static GENERIC: LazyLock<RoleNames> = LazyLock::new(RoleNames::default);
        let of = |get: fn(&RoleNames) -> &String| Some((get(self).as_str(), get(self) == get(&GENERIC)));
        match role {
            "advancing_force" => of(|names| &names.advancing_force),
            "government" => of(|names| &names.government),
            "host" => of(|names| &names.host),
            "alliance" => of(|names| &names.alliance),
            "lead" => of(|names| &names.lead),
            "reservists" => Some((&self.reservists, false)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_give_way_to_names_and_to_nothing_else() {
        let names = RoleNames {
            advancing_force: "the Reds".to_owned(),
            host: "Northland".to_owned(),
            alliance: "the Pact".to_owned(),
            ..RoleNames::default()
        };
        assert_eq!(names.fill("{host} calls up {reservists}"), "Northland calls up reservists");
        assert_eq!(
            names.fill("{host} asks {alliance}; {alliance}'s answer to {government}, of {advancing_force} and {lead}"),
            "Northland asks the Pact; the Pact's answer to the government, of the Reds and the lead member"
        );
        assert_eq!(names.fill("the hostile side of the alliance"), "the hostile side of the alliance");
    }
}
