//! `[policy.NAME]`: named sets of changes, which can build on each other.
//!
//! ```toml
//! [policy.majority]
//! summary = "The council decides by majority"
//! source  = "assumption"
//! extends = ["pledges-kept"]
//! set     = { "alliance.rule" = "majority" }
//! scale   = { "border.guards_factor" = 1.3 }
//! ```
//! The policies that one extends come first, each once, in their order; then its own `set`, then its `scale`.

use super::change::{Change, Setting};
use super::nearest::did_you_mean;
use super::origin::{Origin, Sources};
use super::parameter::Parameter;
use super::pass::Reading;
use super::problem::Problem;
use super::section::Section;
use super::value::Table;

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

/// Reads the policies of a document's `policy` table and checks that they can be put together.
pub(crate) fn read_policies(sources: &Sources, tables: &[Table], problems: &mut Vec<Problem>) -> Vec<Policy> {
    let mut policies: Vec<Policy> = Vec::new();
    let reading = Reading::checking(sources, None, &[]);
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
    read_policy("NAME".to_owned(), &mut Section::root(&reading, &table, Origin::NOWHERE));
    reading.finish().1.parameters
}

fn read_policy(name: String, s: &mut Section<'_>) -> Policy {
    let mut settings = Vec::new();
    let summary = s.text("summary").doc("What the policy does, in a sentence").get();
    let source = s.text("source").default("").doc("Where it comes from, or \"assumption\"").get();
    let extends = s.texts("extends").default(Vec::new()).doc("Policies it builds on").get();
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
    Policy { name, summary, source, extends, settings, origin: s.origin() }
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
