//! Promise: what panj writes is read by the tools that researchers use, with the same numbers.
//!
//! Needs Python with pandas, DuckDB and jsonschema, and GNU parallel; a test whose tool is missing is skipped with a printed
//! reason, unless `PANJ_REQUIRE_TOOLS=1` makes that a failure.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn python() -> String {
    std::env::var("PANJ_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Whether a tool is there; says so, or fails, if it is not.
pub(crate) fn there(tool: &str, program: &str, arguments: &[&str]) -> bool {
    let found = Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success());
    if !found {
        assert!(std::env::var_os("PANJ_REQUIRE_TOOLS").is_none_or(|v| v != "1"), "{tool} is missing");
        println!("skipped: {tool} is missing");
    }
    found
}

fn panj(folder: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn run_python(folder: &Path, script: &str) -> String {
    let output = Command::new(python()).current_dir(folder).args(["-c", script]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

fn tutorial() -> String {
    root().join("scenarios/tutorial").display().to_string()
}

#[test]
fn pandas_and_duckdb_get_the_numbers_of_the_summary_back() {
    if !there("Python with pandas, pyarrow and DuckDB", &python(), &["-c", "import pandas, pyarrow, duckdb"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    panj(folder.path(), &["run", &tutorial(), "-n", "150", "-q", "--out", "result"]);
    panj(folder.path(), &["run", &tutorial(), "-n", "150", "-q", "--out", "as-csv", "--format", "csv"]);
    let script = r#"
import duckdb, json, math
import pandas as pd
summary = pd.read_csv("result/summary.csv")
outcomes = pd.read_parquet("result/outcomes.parquet")
plain = pd.read_csv("as-csv/outcomes.csv")
assert list(outcomes.columns) == list(plain.columns)
checked = 0
for row in summary[summary["kind"] == "amount"].itertuples():
    if row.n == 0:
        continue
    by_pandas = outcomes[row.metric].mean()
    by_duckdb = duckdb.sql(f'select avg("{row.metric}") from \'result/outcomes.parquet\'').fetchall()[0][0]
    by_csv = plain[row.metric].mean()
    for value in (by_pandas, by_duckdb, by_csv):
        assert math.isclose(value, row.mean, rel_tol=1e-9, abs_tol=1e-12), (row.metric, value, row.mean)
    assert outcomes[row.metric].isna().sum() == row.missing, row.metric
    checked += 1
for row in summary[summary["kind"] == "event"].itertuples():
    if row.n:
        assert math.isclose(outcomes[row.metric].mean(), row.p, rel_tol=1e-9), row.metric
        checked += 1
series = pd.read_parquet("result/series.parquet")
assert set(series["series"]) == {s["id"] for s in json.load(open("result/manifest.json"))["series"]}
print(checked)
"#;
    let checked: u32 = run_python(folder.path(), script).trim().parse().unwrap();
    assert!(checked > 20, "{checked} metrics compared");
}

/// The folders of every kind of experiment, in both formats: the same tables, read by pandas and DuckDB.
#[test]
fn every_kind_of_folder_has_the_same_contents_in_both_formats() {
    if !there("Python with pandas, pyarrow and DuckDB", &python(), &["-c", "import pandas, pyarrow, duckdb"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let scenario = tutorial();
    let factors = ["--factor", "campaign.contagion=1..8", "--factor", "mobilization.reservists=100..700"];
    let kinds: [(&str, Vec<&str>); 4] = [
        ("run", vec!["-n", "80"]),
        ("compare", vec!["-n", "40", "--policies", "majority-rule,standing-force"]),
        ("sweep", vec!["-n", "20", "--factor", "campaign.contagion=1,4"]),
        ("sensitivity", [&["-n", "5", "--points", "4"], &factors[..]].concat()),
    ];
    for (kind, options) in &kinds {
        for format in ["parquet", "csv"] {
            let out = format!("{kind}-{format}");
            let command = [&[*kind, &scenario, "-q", "--format", format, "--out", &out], &options[..]].concat();
            panj(folder.path(), &command);
        }
    }
    let suite = format!(
        "title = \"s\"\nmetrics = [\"decision_days\"]\npolicies = [\"majority-rule\"]\n[scenario.valley]\npath = {scenario:?}\n"
    );
    fs::write(folder.path().join("suite.toml"), suite).unwrap();
    panj(folder.path(), &["benchmark", "suite.toml", "-n", "20", "-q", "--out", "benchmark"]);
    let script = r#"
import duckdb, filecmp, json, math, pathlib
import pandas as pd
tables = 0
for kind in ("run", "compare", "sweep", "sensitivity"):
    files = {e["name"]: e for e in json.load(open(f"{kind}-parquet/manifest.json"))["files"]}
    others = {e["name"]: e for e in json.load(open(f"{kind}-csv/manifest.json"))["files"]}
    assert {n.split(".")[0] for n in files} == {n.split(".")[0] for n in others}, (sorted(files), sorted(others))
    for name, entry in files.items():
        here = pathlib.Path(f"{kind}-parquet") / name
        there = pathlib.Path(f"{kind}-csv") / name.replace(".parquet", ".csv")
        if not name.endswith(".parquet"):
            assert filecmp.cmp(here, there, shallow=False), (kind, name)
        if name.endswith(".json"):
            continue
        by_csv = pd.read_csv(there, keep_default_na=False, na_values=[""])
        columns = [c["name"] for c in entry["columns"]]
        assert list(by_csv.columns) == columns, (kind, name)
        if name.endswith(".parquet"):
            by_parquet = pd.read_parquet(here)
            by_duckdb = duckdb.sql(f"from '{here}'").df()
        else:
            by_parquet = by_csv
            by_duckdb = duckdb.sql(f"from read_csv('{here}', all_varchar = true)").df()
        assert list(by_parquet.columns) == columns and list(by_duckdb.columns) == columns, (kind, name)
        assert len(by_parquet) == len(by_csv) == len(by_duckdb) > 0, (kind, name)
        for column in entry["columns"]:
            a, b = by_parquet[column["name"]], by_csv[column["name"]]
            if column["type"] in ("number", "integer", "boolean"):
                c = pd.to_numeric(by_duckdb[column["name"]])
                for other in (b, c):
                    assert a.isna().equals(other.isna()), (kind, name, column["name"])
                    # pandas reads CSV to within a unit in the last place
                    far = (a.astype(float) - other.astype(float)).abs() > 1e-12 * a.astype(float).abs()
                    assert not far.any(), (kind, name, column["name"])
            else:
                shown = lambda s: s.map(lambda x: "" if pd.isna(x) else str(x)[:10] if column["type"] == "date" else str(x))
                if b.isna().all() or column["type"] == "text" and b.dtype != object and str(b.dtype) != "str":
                    continue  # words that look like numbers, or none at all
                assert shown(a).tolist() == shown(b).tolist(), (kind, name, column["name"])
        tables += 1
cells = pd.read_csv("benchmark/cells.csv")
outcomes = pd.read_parquet("benchmark/valley/outcomes.parquet")
by_duckdb = duckdb.sql("select variant, count(*) n from 'benchmark/valley/outcomes.parquet' group by variant").df()
assert set(by_duckdb["variant"]) == set(outcomes["variant"]) == set(cells["policy"]), cells
places = pd.read_csv("benchmark/leaderboard.csv")
assert [p["policy"] for p in json.load(open("benchmark/leaderboard.json"))["leaderboard"]] == list(places["policy"])
print(tables)
"#;
    let tables: u32 = run_python(folder.path(), script).trim().parse().unwrap();
    assert!(tables >= 16, "{tables} tables compared");
}

#[test]
fn the_json_schema_accepts_the_shipped_scenarios_and_refuses_a_mistake() {
    if !there("Python 3.11 or later with jsonschema", &python(), &["-c", "import jsonschema, tomllib"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_panj")).arg("schema").output().unwrap();
    fs::write(folder.path().join("schema.json"), output.stdout).unwrap();
    let script = format!(
        r#"
import json, pathlib, tomllib, jsonschema
def plain(value):
    if isinstance(value, dict): return {{k: plain(v) for k, v in value.items()}}
    if isinstance(value, list): return [plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
schema = json.load(open("schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
files = sorted(pathlib.Path({:?}).glob("*/scenario.toml"))
for file in files:
    scenario = plain(tomllib.loads(file.read_text(encoding="utf-8")))
    errors = [f"{{file.parent.name}}: {{list(e.path)}}: {{e.message[:200]}}" for e in validator.iter_errors(scenario)]
    assert not errors, errors
scenario.setdefault("campaign", {{}})["contagoin"] = 1
assert list(validator.iter_errors(scenario))
print(len(files))
"#,
        root().join("scenarios").display().to_string()
    );
    let files: u32 = run_python(folder.path(), &script).trim().parse().unwrap();
    assert!(files >= 4, "{files}");
}

#[test]
fn shards_under_gnu_parallel_give_the_whole() {
    if !there("GNU parallel", "parallel", &["--will-cite", "--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    panj(folder.path(), &["run", &tutorial(), "-n", "120", "-q", "--out", "whole"]);
    let status = Command::new(root().join("docs/examples/shards_parallel.sh"))
        .current_dir(folder.path())
        .env("PANJ", env!("CARGO_BIN_EXE_panj"))
        .args([&tutorial(), "120", "3", "parts"])
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    for file in ["outcomes.parquet", "series.parquet", "summary.csv", "plan.toml"] {
        let read = |out: &str| fs::read(folder.path().join(out).join(file)).unwrap();
        assert!(read("whole") == read("parts/whole"), "{file}");
    }
}
