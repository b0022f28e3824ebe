//! All parameters there are, learned by reading an empty scenario.

use std::collections::BTreeMap;

use super::dated_change::within_change;
use super::nearest::nearest;
use super::parameter::{Kind, Parameter};
use super::pass::Record;
use super::value::first_step;

/// The parameters that scenarios, policies, `--set` and sweeps can name.
#[derive(Clone, Debug)]
pub struct Registry {
    parameters: Vec<Parameter>,
    /// Where each is, by the steps of its path.
    steps: Step,
    /// Sections that say what they are about, by path.
    pub(crate) sections: Vec<(String, &'static str)>,
    /// Groups of tables whose names the territory gives, so that a scenario need not write a table to change it.
    territorial: Vec<String>,
}

/// A step of paths: the parameter that ends there, and what may follow.
#[derive(Clone, Debug, Default)]
struct Step {
    parameter: Option<usize>,
    next: BTreeMap<String, Step>,
}

/// The step of a described path for which a name is filled in.
const NAME: &str = "NAME";

/// A path found in the registry.
#[derive(Clone, Debug)]
pub(crate) struct Found<'r, 'p> {
    /// The parameter.
    pub(crate) parameter: &'r Parameter,
    /// What the path goes on to below it: `gamma.mean` of a distribution.
    pub(crate) below: Option<&'p str>,
}

impl Found<'_, '_> {
    /// The path of the parameter itself, of the one that it was found by.
    pub(crate) fn whole<'a>(&self, path: &'a str) -> &'a str {
        self.below.map_or(path, |below| &path[..path.len() - below.len() - 1])
    }
}

impl Registry {
    /// What a pass over an empty document has recorded.
    pub(crate) fn recorded(record: Record) -> Registry {
        Registry::new(record.parameters, record.sections, record.territorial)
    }

    /// All parameters, in the order of reading.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// A registry of given parameters.
    #[cfg(test)]
    pub(crate) fn of(parameters: Vec<Parameter>) -> Registry {
        Registry::new(parameters, Vec::new(), Vec::new())
    }

    fn new(parameters: Vec<Parameter>, sections: Vec<(String, &'static str)>, territorial: Vec<String>) -> Registry {
        let mut steps = Step::default();
        for (at, parameter) in parameters.iter().enumerate() {
            let path = parameter.path.split('.');
            let end = path.fold(&mut steps, |step, next| step.next.entry(next.to_owned()).or_default());
            end.parameter.get_or_insert(at);
        }
        Registry { parameters, steps, sections, territorial }
    }

    /// The parameter of a path: names may be filled in or not, a distribution's own parameters may follow.
    #[must_use]
    pub fn parameter(&self, path: &str) -> Option<&Parameter> {
        self.find(path).map(|found| found.parameter)
    }

    pub(crate) fn find<'p>(&self, path: &'p str) -> Option<Found<'_, 'p>> {
        // What a change sets is the parameter itself.
        let path = within_change(path).map_or(path, |(_, inner)| inner);
        self.below(&self.steps, Some(path))
    }

    /// What the rest of a path leads to from a step on.
    fn below<'p>(&self, step: &Step, rest: Option<&'p str>) -> Option<Found<'_, 'p>> {
        if let Some(rest) = rest {
            let (next, rest) = first_step(rest);
            let any = (!next.is_empty()).then_some(NAME);
            let ways = [Some(next), any].into_iter().flatten().filter_map(|way| step.next.get(way));
            if let Some(found) = ways.filter_map(|way| self.below(way, rest)).next() {
                return Some(found);
            }
        }
        let parameter = &self.parameters[step.parameter?];
        let fits = rest.is_none_or(|rest| parameter.kind == Kind::Distribution && names_a_form(rest));
        fits.then_some(Found { parameter, below: rest })
    }

    /// Whether a described path is one of an alliance that is asked besides the first, and means what the first one's means.
    #[must_use]
    pub fn is_as_of_alliance(&self, described: &str) -> bool {
        let rest = described.strip_prefix("also_asked.NAME.");
        rest.is_some_and(|rest| self.parameters.iter().any(|p| p.path.strip_prefix("alliance.") == Some(rest)))
    }

    /// Whether the territory gives the names of a group of tables.
    pub(crate) fn is_territorial(&self, group: &str) -> bool {
        self.territorial.iter().any(|t| t == group)
    }

    /// The described path of a table of parameters, `alliance.member.NAME`, from one with names filled in.
    pub(crate) fn section(&self, path: &str) -> Option<String> {
        self.parameters.iter().find_map(|p| {
            let described: Vec<&str> = p.path.split('.').collect();
            let steps: Vec<&str> = path.split('.').collect();
            let fits = steps.iter().zip(&described).all(|(step, d)| *d == NAME || d == step);
            (fits && steps.len() < described.len()).then(|| described[..steps.len()].join("."))
        })
    }

    /// The path that was probably meant. `written` lists paths with names filled in, which go before the descriptions.
    pub(crate) fn nearest<'a>(&'a self, path: &str, written: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
        let described = self.parameters.iter().map(|p| p.path.as_str());
        let all = written.chain(described);
        let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
        let wanted = path.rsplit('.').next().unwrap_or(path);
        if let Some(same) = all.clone().find(|candidate| last(candidate) == wanted && *candidate != path) {
            let rivals = all.clone().filter(|c| last(c) == wanted);
            return Some(nearest(path, rivals).unwrap_or(same));
        }
        if let Some(near) = nearest(path, all.clone()) {
            return Some(near);
        }
        let near = nearest(wanted, all.clone().map(last))?;
        all.clone().find(|candidate| last(candidate) == near)
    }
}

/// Whether a path names a distribution's family, or one parameter of it.
fn names_a_form(below: &str) -> bool {
    let (family, key) = first_step(below);
    let mut forms = super::distribution::FORMS.iter().filter(|f| f.family == family);
    forms.any(|f| key.is_none_or(|key| f.keys.iter().any(|(k, _)| *k == key)))
}

#[cfg(test)]
mod tests {
    use super::super::load::registry;
    use super::*;

    #[test]
    fn every_parameter_says_what_it_means() {
        for parameter in registry().parameters() {
            assert!(!parameter.doc.is_empty(), "{} has no doc line", parameter.path);
            let bare = matches!(
                parameter.kind,
                Kind::Text | Kind::Texts | Kind::Dates | Kind::Date | Kind::Flag | Kind::Choice
            );
            assert!(bare || !parameter.unit.is_empty(), "{} has no unit (a bare number has \"1\")", parameter.path);
        }
    }

    #[test]
    fn defaults_obey_their_own_rules() {
        use super::super::field_value::FieldValue;
        use super::super::value::Node;
        for parameter in registry().parameters() {
            let Some(default) = &parameter.default else {
                continue;
            };
            let node = Node::made(default.clone());
            let mut wrongs = Vec::new();
            match parameter.kind {
                Kind::Number => f64::from_node(&node, &mut wrongs).into_iter().for_each(|x| {
                    x.check(&node, &parameter.range, &mut wrongs);
                }),
                Kind::Integer => i64::from_node(&node, &mut wrongs).into_iter().for_each(|x| {
                    x.check(&node, &parameter.range, &mut wrongs);
                }),
                Kind::Distribution => crate::sim::Distribution::from_node(&node, &mut wrongs)
                    .into_iter()
                    .for_each(|x| x.check(&node, &parameter.range, &mut wrongs)),
                _ => {}
            }
            assert!(wrongs.is_empty(), "{}: {wrongs:?}", parameter.path);
        }
    }

    #[test]
    fn a_parameter_is_found_by_its_path() {
        let registry = registry();
        for parameter in registry.parameters() {
            for name in ["NAME", "some-name"] {
                let path = parameter.path.replace(NAME, name);
                let found = registry.find(&path).unwrap();
                assert!(std::ptr::eq(found.parameter, parameter) && found.below.is_none(), "{}", parameter.path);
            }
            let path = format!("{}.gamma.mean", parameter.path);
            let below = registry.find(&path);
            assert_eq!(
                below.is_some_and(|found| found.below == Some("gamma.mean")),
                parameter.kind == Kind::Distribution
            );
        }
        for path in
            ["", "campaign", "campaign.contagion.x", "alliance.member..attitude", "alliance.member.russia", "nonsense"]
        {
            assert!(registry.find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn near_paths_are_suggested() {
        let registry = registry();
        let nearest = |path: &str| registry.nearest(path, std::iter::empty());
        assert_eq!(nearest("campaign.contagoin"), Some("campaign.contagion"));
        assert_eq!(nearest("contagion"), Some("campaign.contagion"));
        assert_eq!(nearest("weather.rain"), None);
    }
}
