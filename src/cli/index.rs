//! The index of all that can be asked for, in one page for readers that are machines: `panj explain index`, kept as docs/llms.txt.

use std::fmt::Write;

use clap::CommandFactory;

use super::arguments::Arguments;
use super::error::CliError;
use super::formats;
use super::metrics_catalogue::metrics;
use crate::outcome::{Kind, Metric};
use crate::scenario::{Parameter, registry};

/// What panj is, and where more stands.
const HEAD: &str = "\
# panj

> Seeded discrete-event simulation of border crises and of what an alliance does about them: a program, a Rust crate and a Python module. A
> crisis is a folder of text files (scenario.toml and tables); results are Parquet, CSV, JSON and one HTML page. Equal inputs give equal bytes.

This page is written by the program (`panj explain index`). `panj explain NAME` tells more of any parameter, metric, file or column below.

- [README](../README.md): what it is, and the first command
- [Tutorial](tutorial.md): ten districts by hand
- [Python](python.md): the module, with examples
- [Model](model.md), [statistics](statistics.md): what is simulated, and how numbers are estimated
- [Formats](formats.md), [results](results.md): every file, column by column
- [Many machines](distributed.md): shards, batch systems, engines
";

/// Functions of the Python module; a test of the module holds them against it.
const PYTHON: &[(&str, &str)] = &[
    ("Scenario", "Scenario(path): opens and checks a scenario: parameters, policies, priors, metrics"),
    (
        "run",
        "run(scenario, n=1000, seed=1, policy=None, set=None, until=None, draws=\"shipped\", executor=None): one policy in n worlds",
    ),
    ("compare", "compare(scenario, policies, baseline=None, n=1000): policies in the same worlds, paired differences"),
    ("sweep", "sweep(scenario, factors, design=None, points=64, n=100): a designed experiment"),
    ("sample", "sample(scenario, table, n=100): a design of one's own, a column for each path"),
    (
        "sensitivity",
        "sensitivity(scenario, factors=None, method=\"sobol\", points=None, n=20): what drives each outcome",
    ),
    ("audit", "audit(scenario, metrics=None, n=100): the values of assumptions at which answers turn"),
    ("discover", "discover(scenario, goal, n=1000): the smallest sets of changes that would have reached a goal"),
    ("benchmark", "benchmark(suite, out, n=None): policies on every scenario of a suite, with ranks and regret"),
    (
        "calibrate",
        "calibrate(scenario, out, as_of=None): parameters of the war from the record of dated falls, as a posterior",
    ),
    ("forecast", "forecast(scenario, as_of, out): districts one by one from the record up to a day"),
    ("score", "score(forecast): a forecast held against what came, beside the simplest ones"),
    (
        "from_geodataframe",
        "from_geodataframe(folder, districts, id, hosts=None): a scenario from districts' polygons in a GeoDataFrame",
    ),
    ("trace", "trace(scenario, replication=0, policy=None): one replication, entry by entry"),
];

/// The page.
///
/// # Errors
/// None for a program that is whole: the starter scenario, whose metrics stand there, must load.
pub(super) fn index() -> Result<String, CliError> {
    let mut page = HEAD.to_owned();
    let section = |page: &mut String, title: &str| _ = write!(page, "\n## {title}\n\n");
    section(&mut page, "Commands");
    for command in Arguments::command().get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        _ = writeln!(page, "- `panj {}`: {about}", command.get_name());
    }
    section(&mut page, "Python (`import panj`)");
    PYTHON.iter().for_each(|(_, told)| _ = writeln!(page, "- {told}"));
    section(&mut page, "Parameters of scenario.toml (also `--set PATH=VALUE`)");
    let registry = registry();
    let told = registry.parameters().iter().filter(|parameter| !registry.is_as_of_alliance(&parameter.path));
    told.for_each(|parameter| page.push_str(&line_of_parameter(parameter)));
    page.push_str("- `also_asked.NAME.`, and what stands behind `alliance.` above: the same of that alliance\n");
    section(&mut page, "Metrics (columns of outcomes)");
    page.push_str("Scenarios add some with names of their own, such as dates and districts: `panj explain metrics --scenario SCENARIO`.\n\n");
    metrics(None)?.iter().for_each(|metric| page.push_str(&line_of_metric(metric)));
    section(&mut page, "Files");
    for format in formats::all() {
        let names: Vec<&str> = format.entries.iter().map(|entry| entry.name.as_str()).collect();
        _ = writeln!(page, "- `{}`: {}. {}", format.name, format.title, names.join(", "));
    }
    Ok(page)
}

fn line_of_parameter(parameter: &Parameter) -> String {
    let default = match &parameter.default {
        Some(value) => format!("; default {value}"),
        None if parameter.required => "; needed".to_owned(),
        None => String::new(),
    };
    format!("- `{}` ({parameter}{default}): {}\n", parameter.path, parameter.doc)
}

fn line_of_metric(metric: &Metric) -> String {
    let kind = match &metric.kind {
        Kind::Amount => "amount".to_owned(),
        Kind::Event => "event".to_owned(),
        Kind::Time(_) => "time, cut off by the horizon".to_owned(),
        Kind::Level(levels) => format!("one of {}", levels.join(", ")),
    };
    let unit = if metric.unit.is_empty() { String::new() } else { format!(", {}", metric.unit) };
    format!("- `{}` ({kind}{unit}): {}\n", metric.id, metric.meaning)
}
