//! Changes to the tree of values by path: what policies, `--set`, sweeps and draws of uncertain parameters do.

use super::dated_change::{by_path, within_change};
use super::distribution::{FORMS, restate_for};
use super::field_value::Wrong;
use super::nearest::nearest;
use super::origin::Origin;
use super::overlay::Assignment;
use super::parameter::Kind;
use super::registry::Registry;
use super::value::{Node, Table, Value, first_step, join, steps};

/// A change of one path.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) path: String,
    /// Where the path was written.
    pub(crate) path_origin: Origin,
    pub(crate) change: Change,
}

/// What a change does.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Puts a value.
    Put(Node),
    /// Multiplies the number that holds there.
    Scale(f64, Origin),
}

impl Setting {
    /// What an assignment does; where its path and its value are to be pointed at.
    pub(crate) fn put(assignment: &Assignment, path_origin: Origin, value_origin: Origin) -> Setting {
        let mut node = Node { value: assignment.value.clone(), origin: value_origin };
        node.place(value_origin);
        Setting { path: assignment.path.clone(), path_origin, change: Change::Put(node) }
    }

    /// Applies the change; says what is wrong where it cannot be applied. Types and ranges are left to the fields.
    pub(crate) fn apply(&self, tree: &mut Table, registry: &Registry) -> Result<(), Wrong> {
        self.apply_at(tree, registry, true)
    }

    /// Applies the change; `direct` says that it is written so, not found inside a larger table.
    fn apply_at(&self, tree: &mut Table, registry: &Registry, direct: bool) -> Result<(), Wrong> {
        if let Some(wrong) = not_for_overlays(&self.path, self.path_origin) {
            return Err(wrong.key(self.path.clone()));
        }
        if let Some((name, inner)) = within_change(&self.path) {
            return self.apply_within_change(tree, name, inner, registry);
        }
        let Some(found) = registry.find(&self.path) else {
            return self.apply_to_section(tree, registry, direct);
        };
        let whole = found.whole(&self.path);
        self.check_names(tree, whole, &found.parameter.path, registry)?;
        if found.below.is_some() || matches!(self.change, Change::Scale(..)) {
            let (parent, last) = parent_of(whole);
            let table = descend(tree, parent, self.path_origin)?;
            if let (None, Some(value)) = (table.get(last), found.parameter.default.clone()) {
                table.put(last, self.path_origin, Node { value, origin: self.path_origin });
            }
        }
        let (parent, last) = parent_of(&self.path);
        let table = descend(tree, parent, self.path_origin)?;
        if found.below.is_some_and(|below| below.starts_with("gamma.")) {
            restate_for(table, last);
        }
        match &self.change {
            Change::Put(node) => table.put(last, self.path_origin, node.clone()),
            Change::Scale(factor, origin) => match table.get_mut(last) {
                Some(node) => scale(node, *factor, *origin, found.parameter.kind)?,
                None => {
                    return Err(self.wrong().found("no value to multiply").remedy("give the parameter first"));
                }
            },
        }
        Ok(())
    }

    /// Changes what a change on a date sets: all of it, one value of it, or a part of one.
    fn apply_within_change(&self, tree: &mut Table, name: &str, inner: &str, registry: &Registry) -> Result<(), Wrong> {
        let change = join("change", name);
        self.check_names(tree, &change, "change.NAME", registry)?;
        let set = descend(tree, &join(&change, "set"), self.path_origin)?;
        if inner.is_empty() {
            let Change::Put(Node { value: Value::Table(values), .. }) = &self.change else {
                return Err(self.wrong().found("no table").rule("a table of parameters by path, each with its value"));
            };
            for entry in by_path(values, registry).entries {
                set.put(&entry.key, entry.key_origin, entry.node);
            }
            return Ok(());
        }
        let Some(found) = registry.find(inner) else {
            return Err(unknown_path(inner, self.path_origin, &[], registry).key(self.path.clone()));
        };
        if let (Change::Put(node), true) = (&self.change, found.below.is_none() || set.get(inner).is_some()) {
            set.put(inner, self.path_origin, node.clone());
            return Ok(());
        }
        let whole = found.whole(inner);
        let Some(node) = set.get(whole) else {
            let rule = format!("a value that change {name} sets");
            return Err(self
                .wrong()
                .found(format!("no {whole} in it"))
                .rule(rule)
                .remedy("give it in the change first"));
        };
        // As it would be done in the scenario itself.
        let mut apart = Table::default();
        let (parent, last) = parent_of(whole);
        descend(&mut apart, parent, self.path_origin)?.put(last, self.path_origin, node.clone());
        Setting { path: inner.to_owned(), ..self.clone() }.apply(&mut apart, registry)?;
        let changed = whole.split('.').try_fold(Node::made(Value::Table(apart)), |node, step| match node.value {
            Value::Table(mut table) => table.remove(step).map(|entry| entry.node),
            _ => None,
        });
        if let Some(node) = changed {
            set.put(whole, self.path_origin, node);
        }
        Ok(())
    }

    /// Puts the values of a whole table, key by key. Written directly, it may bring a new name.
    fn apply_to_section(&self, tree: &mut Table, registry: &Registry, direct: bool) -> Result<(), Wrong> {
        let Some(described) = registry.section(&self.path) else {
            return Err(unknown_path(&self.path, self.path_origin, &written_paths(tree), registry));
        };
        let Change::Put(node) = &self.change else {
            return Err(self.wrong().found("a table").rule("the path of a number"));
        };
        let Value::Table(values) = &node.value else {
            let wrong = Wrong::new(node).key(self.path.clone());
            return Err(wrong.rule("a table of parameters, or a path that goes on to one of them"));
        };
        let checked = if direct { parent_of(&self.path).0 } else { &self.path };
        self.check_names(tree, checked, &described, registry)?;
        descend(tree, &self.path, self.path_origin)?;
        for entry in &values.entries {
            let path = join(&self.path, &entry.key);
            let (path_origin, change) = (entry.key_origin, Change::Put(entry.node.clone()));
            Setting { path, path_origin, change }.apply_at(tree, registry, false)?;
        }
        Ok(())
    }

    /// Refuses a name that the scenario does not have, so that a mistyped one makes no second thing.
    fn check_names(&self, tree: &Table, path: &str, described: &str, registry: &Registry) -> Result<(), Wrong> {
        let (mut table, mut above) = (Some(tree), 0_usize);
        for (step, description) in steps(path).zip(steps(described)) {
            let next = table.and_then(|t| t.get(step)).and_then(Node::as_table);
            let group = &path[..above.saturating_sub(1)];
            above += step.len() + 1;
            if description == "NAME" && next.is_none() && !registry.is_territorial(group) {
                let names: Vec<&str> =
                    table.map_or_else(Vec::new, |t| t.entries.iter().map(|e| e.key.as_str()).collect());
                let remedy = match nearest(step, names.iter().copied()) {
                    Some(near) => format!("did you mean {near}?"),
                    None if names.is_empty() => format!("the scenario has no [{group}.NAME] table"),
                    None => format!("there are {}", names.join(", ")),
                };
                let wrong = self.wrong().found(format!("unknown name {step}"));
                return Err(wrong.rule(format!("a name of {group} in the scenario")).remedy(remedy));
            }
            table = next;
        }
        Ok(())
    }

    fn wrong(&self) -> Wrong {
        let (origin, key) = (self.path_origin, self.path.clone());
        Wrong { origin, key, found: String::new(), rule: Some(String::new()), remedy: String::new() }
    }
}

/// What only the scenario's own file says: what it is, and which files it reads. They are read before any change holds.
const OF_THE_FILE: [&str; 4] = ["schema", "title", "question", "files"];

/// What is wrong with a change of a path that is no parameter of the model; `None` where nothing is.
pub(crate) fn not_for_overlays(path: &str, origin: Origin) -> Option<Wrong> {
    let (first, _) = first_step(path);
    OF_THE_FILE.contains(&first).then(|| Wrong {
        origin,
        key: String::new(),
        found: format!("{path}, which is no parameter of the model"),
        rule: Some(format!(
            "{first} stands in scenario.toml alone: policies, priors, factors and --set change parameters"
        )),
        remedy: if first == "files" {
            "for other data, make a scenario of their own: a TOML file beside this one with another [files]".to_owned()
        } else {
            "change it in scenario.toml".to_owned()
        },
    })
}

/// What is wrong with a path that no parameter has.
pub(crate) fn unknown_path(path: &str, origin: Origin, written: &[String], registry: &Registry) -> Wrong {
    let written = written.iter().map(String::as_str).filter(|w| registry.find(w).is_some());
    let remedy = match registry.nearest(path, written) {
        Some(near) => format!("did you mean {near}?"),
        None => "`panj explain` lists all parameters".to_owned(),
    };
    let (found, rule) = (format!("no parameter has the path {path}"), Some("the path of a parameter".to_owned()));
    Wrong { origin, key: path.to_owned(), found, rule, remedy }
}

/// The path of the table in which a path ends, and the last step.
fn parent_of(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// The table at the end of a path, made where it is missing.
fn descend<'t>(tree: &'t mut Table, path: &str, origin: Origin) -> Result<&'t mut Table, Wrong> {
    let mut table = tree;
    for step in steps(path) {
        if table.get(step).is_none() {
            table.put(step, origin, Node { value: Value::Table(Table::default()), origin });
        }
        let Some(node) = table.get_mut(step) else { unreachable!("put above") };
        // A number where a distribution's table is wanted: the new family takes its place.
        if matches!(node.value, Value::Number(_) | Value::Integer(_)) {
            node.value = Value::Table(Table::default());
        }
        let node_origin = node.origin;
        match &mut node.value {
            Value::Table(inner) => table = inner,
            other => {
                let found = format!("{}, {other}", other.kind_in_words());
                let (key, remedy) = (path.to_owned(), String::new());
                return Err(Wrong { origin: node_origin, key, found, rule: Some("a table".to_owned()), remedy });
            }
        }
    }
    Ok(table)
}

/// Multiplies a number, every number of a list, or an amount's parameters that grow with it.
fn scale(node: &mut Node, factor: f64, origin: Origin, kind: Kind) -> Result<(), Wrong> {
    let is_distribution = kind == Kind::Distribution;
    let refused = Wrong::new(node).rule("only numbers, lists of numbers and distributions in their unit can be scaled");
    node.origin = origin;
    match &mut node.value {
        Value::Number(x) => *x *= factor,
        Value::Integer(n) if kind == Kind::Integer => *n = libm::round(*n as f64 * factor) as i64,
        Value::Integer(n) => node.value = Value::Number(*n as f64 * factor),
        Value::List(items) => {
            for item in items {
                scale(item, factor, origin, kind)?;
            }
        }
        Value::Table(table) if is_distribution => {
            let [family] = table.entries.as_mut_slice() else {
                return Err(refused);
            };
            match &mut family.node.value {
                Value::Table(parameters) => {
                    let written = |k: &str| parameters.get(k).is_some();
                    let form = FORMS.iter().find(|f| f.family == family.key && f.keys.iter().all(|(k, _)| written(k)));
                    let Some(form) = form.filter(|f| !f.scaled.is_empty()) else {
                        return Err(refused);
                    };
                    for key in form.scaled {
                        if let Some(parameter) = parameters.get_mut(key) {
                            scale(parameter, factor, origin, Kind::Number)?;
                        }
                    }
                }
                Value::List(items) => {
                    let form = FORMS.iter().find(|f| f.family == family.key && f.keys.len() == items.len());
                    let Some(form) = form.filter(|f| !f.scaled.is_empty()) else {
                        return Err(refused);
                    };
                    for (item, (key, _)) in items.iter_mut().zip(form.keys) {
                        if form.scaled.contains(key) {
                            scale(item, factor, origin, Kind::Number)?;
                        }
                    }
                }
                _ => scale(&mut family.node, factor, origin, Kind::Number)?,
            }
        }
        _ => return Err(refused),
    }
    Ok(())
}

/// Paths of all that a scenario writes.
pub(crate) fn written_paths(tree: &Table) -> Vec<String> {
    let mut paths = Vec::new();
    gather(tree, "", &mut paths);
    paths
}

fn gather(table: &Table, prefix: &str, paths: &mut Vec<String>) {
    for entry in &table.entries {
        let path = join(prefix, &entry.key);
        match entry.node.as_table() {
            Some(inner) => gather(inner, &path, paths),
            None => paths.push(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{parse_document, parse_value};
    use super::super::field_value::FieldValue;
    use super::super::origin::Sources;
    use super::super::parameter::{Parameter, Range};
    use super::*;
    use crate::sim::Distribution;

    /// A registry of one random amount and one table with names.
    fn registry() -> Registry {
        let parameter = |path: &str, kind, default| Parameter {
            path: path.to_owned(),
            kind,
            unit: "days",
            range: Range::ALL,
            default,
            required: false,
            doc: "",
            source: "",
            choices: Vec::new(),
        };
        let usual = Distribution::LogNormal { median: 2.0, sigma: 0.5 }.to_value();
        Registry::of(vec![
            parameter("stage.wait_days", Kind::Distribution, Some(usual)),
            parameter("member.NAME.position", Kind::Number, None),
            parameter("member.NAME.reply.days", Kind::Number, Some(Value::Integer(3))),
        ])
    }

    /// What a document becomes by one change, or what is wrong with the change.
    fn after(document: &str, path: &str, value: &str, scaled: bool) -> String {
        let mut sources = Sources::default();
        let file = sources.add_file("a.toml", document);
        let mut tree = parse_document(&sources, file, &mut Vec::new());
        let origin = Origin::NOWHERE;
        let node = parse_value(value, origin);
        let change = match node.as_number() {
            Some(factor) if scaled => Change::Scale(factor, origin),
            _ => Change::Put(node),
        };
        match (Setting { path: path.to_owned(), path_origin: origin, change }).apply(&mut tree, &registry()) {
            Ok(()) => Value::Table(tree).to_string(),
            Err(wrong) => format!("{}; {}", wrong.found, wrong.remedy),
        }
    }

    #[test]
    fn a_parameter_of_a_distribution_changes_alone() {
        let written = "stage = { wait_days = { gamma = { mean = 1.0, sd = 0.7 } } }";
        let changed = after(written, "stage.wait_days.gamma.mean", "4", false);
        assert_eq!(changed, "{ stage = { wait_days = { gamma = { mean = 4, sd = 0.7 } } } }");
        let restated =
            after("stage.wait_days.gamma = { shape = 4, scale = 0.5 }", "stage.wait_days.gamma.mean", "4", false);
        assert_eq!(restated, "{ stage = { wait_days = { gamma = { mean = 4, sd = 1.0 } } } }");
        let silent = after("", "stage.wait_days.log_normal.median", "4", false);
        assert_eq!(silent, "{ stage = { wait_days = { log_normal = { median = 4, sigma = 0.5 } } } }");
        let whole = after(written, "stage.wait_days", "{ exponential = { mean = 3 } }", false);
        assert_eq!(whole, "{ stage = { wait_days = { exponential = { mean = 3 } } } }");
        let unknown = after(written, "stage.wait_days.gamma.shap", "4", false);
        assert!(unknown.starts_with("no parameter has the path stage.wait_days.gamma.shap"), "{unknown}");
    }

    #[test]
    fn amounts_scale_in_their_unit() {
        let scaled = |document: &str| after(document, "stage.wait_days", "2", true);
        assert_eq!(scaled("stage.wait_days = 3"), "{ stage = { wait_days = 6.0 } }");
        assert_eq!(
            scaled("stage.wait_days = { gamma = { shape = 2, scale = 3 } }"),
            "{ stage = { wait_days = { gamma = { shape = 2, scale = 6.0 } } } }"
        );
        assert_eq!(
            scaled("stage.wait_days = { triangular = [1, 2, 3] }"),
            "{ stage = { wait_days = { triangular = [2.0, 4.0, 6.0] } } }"
        );
        assert_eq!(scaled(""), "{ stage = { wait_days = { log_normal = { median = 4.0, sigma = 0.5 } } } }");
        assert!(scaled("stage.wait_days = { beta = [2, 3] }").contains("beta"), "a share cannot be scaled");
    }

    #[test]
    fn a_mistyped_name_makes_no_new_thing_but_a_whole_table_does() {
        let written = "[member.first]\nposition = 1";
        assert_eq!(after(written, "member.frist.position", "2", false), "unknown name frist; did you mean first?");
        assert_eq!(
            after(written, "member.second", "{ position = 2 }", false),
            "{ member = { first = { position = 1 }, second = { position = 2 } } }"
        );
        assert_eq!(
            after(written, "member", "{ first = { reply = { days = 2 } } }", false),
            "{ member = { first = { position = 1, reply = { days = 2 } } } }"
        );
        assert_eq!(
            after(written, "member", "{ frist = { position = 2 } }", false),
            "unknown name frist; did you mean first?"
        );
        assert_eq!(after(written, "member.first.position", "2", true), "{ member = { first = { position = 2.0 } } }");
    }
}
