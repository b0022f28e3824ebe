//! The format as JSON Schema (draft 2020-12), for editors that complete and check while one types.
//!
//! It comes from the registry, so it cannot disagree with what the program reads. It does not know the territory, nor
//! rules that link two parameters; `panj check` does.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::distribution::FORMS;
use super::parameter::{Kind, Parameter, Range};
use super::registry::Registry;
use super::status::Status;
use super::value::{Value, join};

/// Names that a scenario chooses.
const NAME_PATTERN: &str = "^[A-Za-z0-9_-]+$";

impl Registry {
    /// The schema of `scenario.toml`.
    #[must_use]
    pub fn json_schema(&self) -> Json {
        let mut root = Branch::default();
        for parameter in self.parameters() {
            root.grow(parameter.path.split('.'), parameter);
        }
        let mut schema = root.schema("", self);
        if let Some(object) = schema.as_object_mut() {
            object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
            object.insert("title".into(), json!("panj scenario"));
            object.insert("$defs".into(), json!({ "distribution": distribution(), "prior": prior() }));
            if let Some(properties) = object.get_mut("properties").and_then(Json::as_object_mut) {
                properties.insert("policy".into(), policy());
                if let Some(change) = properties.get_mut("change") {
                    let set = json!({ "type": "object", "description": "Values by path, from that day on" });
                    change["additionalProperties"]["properties"]["set"] = set;
                }
                properties.insert("uncertainty".into(), uncertainty());
                properties.insert("status".into(), status());
            }
        }
        schema
    }
}

/// A table of the format, or a parameter at its tip.
#[derive(Default)]
struct Branch<'r> {
    parameter: Option<&'r Parameter>,
    below: BTreeMap<&'r str, Branch<'r>>,
}

impl<'r> Branch<'r> {
    fn grow(&mut self, mut steps: impl Iterator<Item = &'r str>, parameter: &'r Parameter) {
        match steps.next() {
            Some(step) => self.below.entry(step).or_default().grow(steps, parameter),
            None => self.parameter = Some(parameter),
        }
    }

    fn schema(&self, path: &str, registry: &Registry) -> Json {
        if let Some(parameter) = self.parameter {
            return of_parameter(parameter);
        }
        let mut object = json!({ "type": "object", "additionalProperties": false });
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (key, branch) in &self.below {
            let schema = branch.schema(&join(path, key), registry);
            if *key == "NAME" {
                object["additionalProperties"] = schema;
                object["propertyNames"] = json!({ "pattern": NAME_PATTERN });
                continue;
            }
            if branch.parameter.is_some_and(|p| p.required) {
                required.push(json!(key));
            }
            properties.insert((*key).to_owned(), schema);
        }
        object["properties"] = Json::Object(properties);
        if !required.is_empty() {
            object["required"] = Json::Array(required);
        }
        if !registry.about(path).is_empty() {
            object["description"] = json!(registry.about(path));
        }
        object
    }
}

fn of_parameter(parameter: &Parameter) -> Json {
    let mut schema = match parameter.kind {
        Kind::Number => bounded("number", &parameter.range),
        Kind::Integer => bounded("integer", &parameter.range),
        Kind::Text => json!({ "type": "string" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Choice => json!({ "enum": parameter.choices }),
        Kind::Distribution => json!({ "$ref": "#/$defs/distribution" }),
        Kind::Dates => json!({ "type": "array", "items": { "type": "string", "format": "date" } }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
    };
    let mut description = parameter.doc.to_owned();
    if !parameter.unit.is_empty() && parameter.unit != "1" {
        description.push_str(&format!(" ({})", parameter.unit));
    }
    if !parameter.source.is_empty() {
        description.push_str(&format!(". Source: {}", parameter.source));
    }
    schema["description"] = json!(description);
    if let Some(default) = &parameter.default {
        schema["default"] = as_json(default);
    }
    schema
}

/// A number with its bounds.
fn bounded(kind: &str, range: &Range) -> Json {
    let mut schema = json!({ "type": kind });
    if range.low.is_finite() {
        schema[if range.above_low { "exclusiveMinimum" } else { "minimum" }] = json!(range.low);
    }
    if range.high.is_finite() {
        schema[if range.below_high { "exclusiveMaximum" } else { "maximum" }] = json!(range.high);
    }
    schema
}

/// A number, or one family with its parameters, by name or in order.
fn distribution() -> Json {
    let mut forms = vec![json!({ "type": "number" })];
    forms.extend(FORMS.iter().map(|form| one_key(form.family, family(form.keys, false))));
    json!({ "description": "A random amount: a number or a distribution", "anyOf": forms })
}

fn family(keys: &[(&str, Range)], dates: bool) -> Json {
    let number = |range: &Range| match dates {
        true => json!({ "anyOf": [bounded("number", range), { "type": "string", "format": "date" }] }),
        false => bounded("number", range),
    };
    let properties: Map<String, Json> = keys.iter().map(|(key, range)| ((*key).to_owned(), number(range))).collect();
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let items: Vec<Json> = keys.iter().map(|(_, range)| number(range)).collect();
    let count = keys.len();
    let mut forms = vec![
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false }),
        json!({ "type": "array", "prefixItems": items, "minItems": count, "maxItems": count }),
    ];
    if count == 1 {
        forms.push(number(&keys[0].1));
    }
    json!({ "anyOf": forms })
}

fn one_key(key: &str, schema: Json) -> Json {
    let mut properties = Map::new();
    properties.insert(key.to_owned(), schema);
    json!({ "type": "object", "properties": properties, "required": [key], "additionalProperties": false })
}

/// A prior of `[uncertainty]`.
fn prior() -> Json {
    let ends = [("low", Range::POSITIVE), ("high", Range::POSITIVE)];
    let known = super::uncertainty::FAMILIES;
    let mut forms = vec![
        one_key("log_uniform", family(&ends, false)),
        one_key("choice", json!({ "type": "array", "minItems": 1 })),
    ];
    let families = FORMS.iter().filter(|form| known.contains(&form.family));
    forms.extend(families.map(|form| one_key(form.family, family(form.keys, true))));
    for form in &mut forms {
        form["properties"]["source"] = json!({ "type": "string" });
    }
    json!({ "description": "What is known of a parameter that is not known", "anyOf": forms })
}

fn uncertainty() -> Json {
    json!({
        "type": "object",
        "description": "Parameters that are not known, by path, each with its prior",
        "additionalProperties": { "$ref": "#/$defs/prior" },
    })
}

fn status() -> Json {
    let paths = || json!({ "type": "array", "items": { "type": "string" } });
    let lists = Status::ALL.map(|status| (status.as_str().to_owned(), paths()));
    json!({
        "type": "object",
        "description": "What values of this file rest on: paths of parameters by status",
        "properties": Map::from_iter(lists),
        "additionalProperties": false,
    })
}

fn policy() -> Json {
    let text = |doc: &str| json!({ "type": "string", "description": doc });
    json!({
        "type": "object",
        "description": "Named sets of changes",
        "propertyNames": { "pattern": NAME_PATTERN },
        "additionalProperties": {
            "type": "object",
            "additionalProperties": false,
            "required": ["summary"],
            "properties": {
                "summary": text("What the policy does, in a sentence"),
                "source": text("Where it comes from, or \"assumption\""),
                "extends": {
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "Policies it builds on; they come first, each once",
                },
                "cost": {
                    "type": "object",
                    "description": "What it costs, beside the scenario as written",
                    "additionalProperties": false,
                    "required": ["source"],
                    "properties": {
                        "men": { "type": "number", "minimum": 0 },
                        "musd": { "type": "number", "minimum": 0, "description": "Million US dollars" },
                        "notice_days": { "type": "number", "minimum": 0 },
                        "source": text("Where these come from, or \"assumption\""),
                    },
                },
                "set": { "type": "object", "description": "Values by path" },
                "scale": {
                    "type": "object",
                    "additionalProperties": { "type": "number" },
                    "description": "Factors by path, applied after set",
                },
            },
        },
    })
}

/// A value as JSON; dates as text.
pub(crate) fn as_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Integer(n) => json!(n),
        Value::Number(x) => json!(x),
        Value::Flag(flag) => json!(flag),
        Value::Date(date) => json!(date.to_string()),
        Value::List(items) => Json::Array(items.iter().map(|item| as_json(&item.value)).collect()),
        Value::Table(table) => {
            Json::Object(table.entries.iter().map(|e| (e.key.clone(), as_json(&e.node.value))).collect())
        }
    }
}
