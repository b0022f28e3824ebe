//! `panj check`: a scenario, or an alliance alone, checked; its parameters as resolved.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::ReachOptions;
use super::output::Output;
use crate::experiment::Variant;
use crate::outcome::Collector;
use crate::scenario::{Overlay, Registry, Resolved, ScenarioSource, is_alliance};
use crate::study::{check_record, overlay};

/// Arguments of `panj check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj check scenarios/tajik-afghan-2021
  panj check scenarios/tajik-afghan-2021 --policy majority-rule --set campaign.contagion=2 --json")]
pub(super) struct Check {
    /// Folder or TOML file of the scenario, or of an alliance
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Policy laid over the scenario
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Further file with [policy.NAME] tables (repeatable)
    #[arg(long = "policy-file", value_name = "FILE")]
    policy_files: Vec<PathBuf>,
    #[command(flatten)]
    reach: ReachOptions,
    /// Change a parameter (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
}

impl Check {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let alone = is_alliance(&self.scenario);
        let open = if alone { ScenarioSource::open_alliance } else { ScenarioSource::open_within };
        let source = open(&self.scenario, &self.policy_files, self.reach.reach())?;
        let variant = Variant { name: String::new(), policy: self.policy.clone(), set: self.sets.clone() };
        let overlay = overlay(&variant)?;
        let scenario = source.resolve(&overlay)?;
        source.check_posteriors()?;
        check_record(&scenario, &Collector::metrics(&scenario))?;
        for policy in source.policies() {
            source.resolve(&Overlay::none().with_policy(&policy.name))?;
        }
        let mut values = source.resolved_values(&overlay)?;
        if alone {
            values.retain(|value| ["alliance.", "names."].iter().any(|of| value.path.starts_with(of)));
        }
        let mut warnings = source.warnings().to_vec();
        warnings.extend(source.odd_dates(&overlay).into_iter().filter(|odd| !source.warnings().contains(odd)));
        let registry = source.registry();
        let unit = |path: &str| registry.parameter(path).map(|parameter| parameter.unit).unwrap_or_default();
        let origin = |path: &str| registry.parameter(path).map(|parameter| parameter.source).unwrap_or_default();
        if output.json {
            let parameters: Vec<_> = values
                .iter()
                .map(|value| {
                    serde_json::json!({
                        "path": value.path,
                        "value": value.value.as_ref().map(ToString::to_string),
                        "unit": unit(&value.described_at),
                        "given_by": value.given_by,
                        "status": value.status,
                        "source": if value.given_by == "default" { origin(&value.described_at) } else { "" },
                    })
                })
                .collect();
            return output.print_json(&serde_json::json!({
                "title": scenario.meta.title,
                "start": (!alone).then(|| scenario.meta.start.to_string()),
                "end": (!alone).then(|| scenario.meta.end.to_string()),
                "policy": scenario.policy,
                "policies": source.policies().iter().map(|policy| serde_json::json!({
                    "name": policy.name,
                    "summary": policy.summary,
                    "source": policy.source,
                })).collect::<Vec<_>>(),
                "warnings": warnings.iter().map(|warning| warning.render(false)).collect::<Vec<_>>(),
                "parameters": parameters,
                "defaults": defaults(&values, registry).json(),
            }));
        }
        let time = if alone { String::new() } else { format!("{} to {}, ", scenario.meta.start, scenario.meta.end) };
        let mut text = format!("{}: {time}{} parameters, no problems\n\n", scenario.meta.title, values.len());
        for warning in &warnings {
            _ = writeln!(text, "odd: {}", warning.render(output.color).trim_end());
        }
        let name_width = source.policies().iter().map(|policy| policy.name.len()).max().unwrap_or(0);
        for (at, policy) in source.policies().iter().enumerate() {
            let head = if at == 0 { "policies\n" } else { "" };
            _ = writeln!(text, "{head}  {:name_width$}  {}", policy.name, policy.summary);
        }
        text.push_str("parameters\n");
        let width = values.iter().map(|value| value.path.len()).max().unwrap_or(0);
        for value in &values {
            let shown = value.value.as_ref().map_or_else(|| "(none)".to_owned(), ToString::to_string);
            let from = if value.given_by == "default" { String::new() } else { format!("   ({})", value.given_by) };
            let unit = unit(&value.described_at);
            let line = format!("  {:width$}  {shown} {unit}", value.path);
            _ = writeln!(text, "{}{from}", line.trim_end());
        }
        _ = write!(text, "\n{}", defaults(&values, registry).text());
        output.print(&text)
    }
}

/// Parameters on which a scenario is silent.
pub(super) struct Defaults<'a> {
    all: usize,
    of: usize,
    /// Those that rest on an assumption of the program, by group.
    assumed: BTreeMap<&'a str, Vec<&'a str>>,
}

/// The defaults among resolved values.
pub(super) fn defaults<'a>(values: &'a [Resolved], registry: &Registry) -> Defaults<'a> {
    let mut found = Defaults { all: 0, of: values.len(), assumed: BTreeMap::new() };
    for value in values.iter().filter(|value| value.given_by == "default") {
        found.all += 1;
        let assumed = registry.parameter(&value.described_at).is_some_and(|p| p.source.starts_with("assumption"));
        if assumed && value.value.is_some() {
            let group = value.path.split('.').next().unwrap_or_default();
            found.assumed.entry(group).or_default().push(&value.path);
        }
    }
    found
}

impl Defaults<'_> {
    /// In words, for the end of a list of parameters.
    pub(super) fn text(&self) -> String {
        let assumed: usize = self.assumed.values().map(Vec::len).sum();
        let mut text = format!("{} of {} parameters are defaults", self.all, self.of);
        if assumed == 0 {
            text.push_str(".\n");
            return text;
        }
        _ = writeln!(
            text,
            "; {assumed} of these are assumptions of the program, not facts of this case. Set those that matter \
             (`panj explain SECTION` tells each):"
        );
        for (group, paths) in &self.assumed {
            let some: Vec<&str> =
                paths.iter().take(3).map(|path| path.split_once('.').map_or(*path, |p| p.1)).collect();
            let more = if paths.len() > some.len() { ", ..." } else { "" };
            _ = writeln!(text, "  {group} ({}): {}{more}", paths.len(), some.join(", "));
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "all": self.all, "of": self.of, "assumptions": self.assumed })
    }
}
