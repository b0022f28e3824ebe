//! The JSON Schema and the texts of `explain`, which come from the registry.

use super::super::document::parse_document;
use super::super::json_schema::as_json;
use super::super::origin::Sources;
use super::*;
use serde_json::Value as Json;
use std::path::Path;

/// A document as an editor sees it.
fn document(text: &str) -> Json {
    let mut sources = Sources::default();
    let source = sources.add_file("scenario.toml", text);
    let mut problems = Vec::new();
    let table = parse_document(&sources, source, &mut problems);
    assert_eq!(problems, []);
    as_json(&Value::Table(table))
}

/// The part of JSON Schema that the schema uses, by the book; says where a document breaks it.
fn check(schema: &Json, root: &Json, value: &Json, at: &str) -> Result<(), String> {
    let wrong = |rule: &str| Err(format!("{at}: {rule}"));
    if let Some(name) = schema["$ref"].as_str() {
        return check(&root["$defs"][name.trim_start_matches("#/$defs/")], root, value, at);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let fits = forms.iter().any(|form| check(form, root, value, at).is_ok());
        return if fits { Ok(()) } else { wrong("no form fits") };
    }
    if let Some(options) = schema["enum"].as_array()
        && !options.contains(value)
    {
        return wrong("not one of the options");
    }
    let right_type = match schema["type"].as_str() {
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    if !right_type {
        return wrong("wrong type");
    }
    let beyond = |key: &str, breaks: fn(f64, f64) -> bool| match (value.as_f64(), schema[key].as_f64()) {
        (Some(x), Some(bound)) => breaks(x, bound),
        _ => false,
    };
    if beyond("minimum", |x, b| x < b) || beyond("maximum", |x, b| x > b) || beyond("exclusiveMinimum", |x, b| x <= b) {
        return wrong("out of bounds");
    }
    if let Some(items) = value.as_array() {
        let beyond = |key: &str, breaks: fn(u64, u64) -> bool| {
            schema[key].as_u64().is_some_and(|n| breaks(items.len() as u64, n))
        };
        if beyond("minItems", |n, b| n < b) || beyond("maxItems", |n, b| n > b) {
            return wrong("wrong length");
        }
        for (n, item) in items.iter().enumerate() {
            let form = if schema["prefixItems"].is_array() { &schema["prefixItems"][n] } else { &schema["items"] };
            check(form, root, item, &format!("{at}[{n}]"))?;
        }
    }
    let Some(object) = value.as_object() else { return Ok(()) };
    for needed in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !object.contains_key(needed) {
            return wrong(&format!("lacks {needed}"));
        }
    }
    for (key, inner) in object {
        let at = format!("{at}.{key}");
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Json::Null, Json::Bool(false)) => return Err(format!("{at}: unknown key")),
            (Json::Null, form) => check(form, root, inner, &at)?,
            (form, _) => check(form, root, inner, &at)?,
        }
    }
    Ok(())
}

fn valid(text: &str) -> Result<(), String> {
    let schema = registry().json_schema();
    check(&schema, &schema, &document(text), "")
}

/// Every `scenario.toml` that ships.
fn shipped() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    folders.map(|f| f.join("scenario.toml")).filter(|f| f.is_file()).collect()
}

#[test]
fn shipped_scenarios_open_and_obey_the_schema() {
    for file in shipped() {
        let opened = ScenarioSource::open(&file).map_err(|p| p.to_string());
        opened.unwrap().resolve(&Overlay::none()).unwrap();
        valid(&std::fs::read_to_string(&file).unwrap()).unwrap();
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let base = format!("{HEAD}{}", overlays::POLICIES);
    assert_eq!(valid(&base), Ok(()));
    for (old, new) in [
        ("contagion = 6.0", "contagion = -6.0"),
        ("contagion = 6.0", "contagion = \"high\""),
        ("contagion = 6.0", "contagoin = 6.0"),
        ("contagion = 6.0", "mode = \"modle\""),
        ("schema = 1\n", ""),
        ("summary = \"Baseline\"", "sumary = \"Baseline\""),
        ("log_uniform", "log_unifrom"),
        ("[0.0001, 0.01]", "[0.0001]"),
    ] {
        let text = base.replacen(old, new, 1);
        assert_ne!(text, base);
        assert!(valid(&text).is_err(), "{new}");
        assert!(open(&text).is_err(), "{new}");
    }
}

/// The same judged by an implementation that is not ours, where Python has one.
#[test]
fn an_independent_validator_agrees() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "schema.json", registry().json_schema().to_string());
    write(&folder, "good.json", document(&format!("{HEAD}{}", overlays::POLICIES)).to_string());
    write(&folder, "bad.json", document(&format!("{HEAD}[campaign]\ncontagoin = 1\n")).to_string());
    let script = "
import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(77)
load = lambda name: json.load(open(name))
jsonschema.Draft202012Validator.check_schema(load('schema.json'))
validator = jsonschema.Draft202012Validator(load('schema.json'))
assert list(validator.iter_errors(load('good.json'))) == []
assert len(list(validator.iter_errors(load('bad.json')))) == 1
";
    let run = std::process::Command::new("python3").args(["-c", script]).current_dir(folder.path()).output();
    match run.map(|output| (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())) {
        Ok((Some(0), _)) => {}
        Ok((Some(77), _)) | Err(_) => eprintln!("skipped: no Python with jsonschema"),
        Ok((_, error)) => panic!("{error}"),
    }
}

#[test]
fn explanations_have_all_that_is_known() {
    let registry = registry();
    let explain = |path: &str| registry.explain(path).unwrap();
    let texts = ["campaign.contagion", "milestone.exit.date", "campaign.mode", "campaign.surge"].map(explain);
    insta::assert_snapshot!(texts.join("\n---\n"));
    assert_eq!(registry.explain("campaign.weather"), None);
    assert_eq!(registry.nearest_path("campaign.contagoin"), Some("campaign.contagion"));
    let list = registry.list();
    assert!(registry.parameters().iter().all(|p| list.contains(p.path.rsplit('.').next().unwrap())));
}
