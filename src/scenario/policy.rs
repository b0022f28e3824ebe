//! `[policy.NAME]`: named sets of changes, which can build on each other.
//!
//! ```toml
//! [policy.majority]
//! summary = "The council decides by majority"
//! source  = "assumption"
//! extends = ["pledges-kept"]
//! set     = { "alliance.rule" = "majority" }
//! scale   = { "load.guards_factor" = 1.3 }
//! cost    = { men = 1500, musd = 40.0, notice_days = 180, source = "assumption" }
//! ```
//! The policies that one extends come first, each once, in their order; then its own `set`, then its `scale`.

use super::change::{Change, Setting};
use super::load::ScenarioSource;
use super::nearest::did_you_mean;
use super::origin::{Origin, Sources};
use super::parameter::Parameter;
use super::pass::Reading;
use super::problem::Problem;
use super::section::{Section, parameters};
use super::value::Table;

parameters! {
    |s|
    /// What a policy costs, beside the scenario as written.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Cost {
        /// Men that it takes
        pub men: f64 = s.number("men").default(0.0).between(0.0, 1e7).unit("men").get(),
        /// Money that it takes
        pub musd: f64 = s.number("musd").default(0.0).between(0.0, 1e6).unit("million US dollars").get(),
        /// How long before the scenario's start it had to be decided
        pub notice_days: f64 = s.number("notice_days").default(0.0).between(0.0, 36_525.0).unit("days").get(),
        /// Where these come from, or "assumption"
        pub source: String = s.text("source").get(),
    }
}

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// Where it comes from, or "assumption".
    pub source: String,
    /// Policies it builds on.
    pub extends: Vec<String>,
    /// What it costs; `None` where nobody says. What it builds on costs nothing besides.
    pub cost: Option<Cost>,
    pub(crate) settings: Vec<Setting>,
    /// Where its name stands.
    pub(crate) origin: Origin,
}

impl Policy {
    /// Paths that the policy itself changes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.settings.iter().map(|s| s.path.as_str())
    }
}

impl ScenarioSource {
    /// The same scenario with further policies, each of which does what some others do, in their order.
    #[must_use]
    pub fn with_joined(&self, joined: impl IntoIterator<Item = (String, Vec<String>)>) -> ScenarioSource {
        let mut source = self.clone();
        source.policies.extend(joined.into_iter().map(|(name, extends)| Policy {
            name,
            summary: String::new(),
            source: String::new(),
            extends,
            cost: None,
            settings: Vec::new(),
            origin: Origin::NOWHERE,
        }));
        source
    }

    /// Paths that a policy changes, and what it builds on; none where there is no such policy.
    #[must_use]
    pub fn paths_of(&self, policy: &str) -> Vec<String> {
        let found = self.policies.iter().find(|one| one.name == policy);
        let parts = found.into_iter().flat_map(|policy| chain(&self.policies, policy));
        parts.flat_map(|part| part.paths().map(str::to_owned)).collect()
    }
}

/// Reads the policies of a document's `policy` table and checks that they can be put together.
pub(crate) fn read_policies(sources: &Sources, tables: &[Table], problems: &mut Vec<Problem>) -> Vec<Policy> {
    let mut policies: Vec<Policy> = Vec::new();
    let reading = Reading::checking(sources, None, None);
    for table in tables {
        let mut root = Section::root(&reading, table, Origin::NOWHERE);
        for (name, mut section) in root.tables("policy") {
            if policies.iter().any(|p| p.name == name) {
                section.problem(
                    "",
                    "each policy once",
                    format!("there is a policy {name} already; choose another name"),
                );
                section.ignore_rest();
                continue;
            }
            policies.push(read_policy(name, &mut section));
        }
    }
    problems.extend(reading.finish().0);
    check_extends(sources, &policies, problems);
    policies
}

/// The keys of a policy, but for its tables `set` and `scale`, whose keys are paths of parameters.
pub(crate) fn described() -> Vec<Parameter> {
    let (sources, table) = (Sources::default(), Table::default());
    let reading = Reading::describing(&sources);
    {
        let mut root = Section::root(&reading, &table, Origin::NOWHERE);
        read_policy("NAME".to_owned(), &mut root);
        Cost::read(&mut root.table("cost"));
    }
    reading.finish().1.parameters
}

fn read_policy(name: String, s: &mut Section<'_>) -> Policy {
    let mut settings = Vec::new();
    let summary = s.text("summary").doc("What the policy does, in a sentence").get();
    let source = s.text("source").default("").doc("Where it comes from, or \"assumption\"").get();
    let extends = s.texts("extends").default(Vec::new()).doc("Policies it builds on").get();
    let cost = s.has("cost").then(|| Cost::read(&mut s.table("cost")));
    for entry in s.raw_table("set").into_iter().flat_map(|t| &t.entries) {
        let (path, path_origin) = (entry.key.clone(), entry.key_origin);
        settings.push(Setting { path, path_origin, change: Change::Put(entry.node.clone()) });
    }
    for entry in s.raw_table("scale").into_iter().flat_map(|t| &t.entries) {
        match entry.node.as_number().filter(|x| x.is_finite()) {
            Some(factor) => {
                let (path, path_origin) = (entry.key.clone(), entry.key_origin);
                settings.push(Setting { path, path_origin, change: Change::Scale(factor, entry.node.origin) });
            }
            None => s.problem_at(&entry.node, &format!("scale.{}", entry.key), "a number to multiply by", ""),
        }
    }
    Policy { name, summary, source, extends, cost, settings, origin: s.origin() }
}

/// Reports policies that extend one that is not there, or themselves.
fn check_extends(sources: &Sources, policies: &[Policy], problems: &mut Vec<Problem>) {
    for policy in policies {
        for base in &policy.extends {
            if !policies.iter().any(|p| p.name == *base) {
                let remedy = did_you_mean(base, policies.iter().map(|p| p.name.as_str()));
                let problem = Problem::at(sources, policy.origin, format!("policy.{}.extends", policy.name));
                problems.push(problem.found(format!("no policy {base}")).rule("the name of a policy").remedy(remedy));
            }
        }
        if let Some(circle) = circle(policies, policy) {
            let problem = Problem::at(sources, policy.origin, format!("policy.{}.extends", policy.name));
            problems.push(problem.found(circle.join(" extends ")).rule("a policy does not build on itself"));
        }
    }
}

/// The way by which a policy builds on itself, if it does.
fn circle(policies: &[Policy], start: &Policy) -> Option<Vec<String>> {
    let mut ways: Vec<Vec<String>> = vec![vec![start.name.clone()]];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(way) = ways.pop() {
        let policy = policies.iter().find(|p| way.last() == Some(&p.name))?;
        for base in &policy.extends {
            let longer: Vec<String> = way.iter().chain([base]).cloned().collect();
            if *base == start.name {
                return Some(longer);
            }
            if !seen.contains(&base.as_str()) && policies.iter().any(|p| p.name == *base) {
                seen.push(base);
                ways.push(longer);
            }
        }
    }
    None
}

/// The policies that make up one, those that it extends first, each once. All names must be known and free of circles.
pub(crate) fn chain<'p>(policies: &'p [Policy], policy: &'p Policy) -> Vec<&'p Policy> {
    let mut list = Vec::new();
    gather(policies, policy, &mut list, 0);
    list
}

fn gather<'p>(policies: &'p [Policy], policy: &'p Policy, list: &mut Vec<&'p Policy>, depth: usize) {
    if depth > policies.len() || list.iter().any(|p| p.name == policy.name) {
        return;
    }
    for base in &policy.extends {
        if let Some(base) = policies.iter().find(|p| p.name == *base) {
            gather(policies, base, list, depth + 1);
        }
    }
    if !list.iter().any(|p| p.name == policy.name) {
        list.push(policy);
    }
}
