//! `panj new`: a commented starter scenario that runs, with a stub of every other file that a scenario can have; or the copy of
//! a scenario with its alliance.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::check::defaults;
use super::error::CliError;
use super::formats;
use super::output::Output;
use super::typed::quoted;
use crate::packed;
use crate::scenario::format::Format;
use crate::scenario::text_file::MOST_BYTES;
use crate::scenario::{Overlay, ScenarioSource, is_alliance, kept_at, read_regular, registry, shipped_text};

/// Arguments of `panj new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  panj new my-border
  panj check my-border
  panj run my-border -n 1000
  panj new my-valley --from scenarios/tutorial")]
pub(super) struct New {
    /// Folder to make; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Scenario to copy in place of the starter, a folder or a shipped one by name (`panj scenarios`): the files that it reads,
    /// those of its alliance, and their SOURCES.md
    #[arg(long, value_name = "SCENARIO")]
    from: Option<PathBuf>,
}

/// The starter's files, as they lie in `scenarios/starter`.
const FILES: [&str; 9] = [
    "scenario.toml",
    "policies.toml",
    "districts.csv",
    "edges.csv",
    "provinces.csv",
    "host_districts.csv",
    "border_edges.csv",
    "posts.csv",
    "SOURCES.md",
];

/// Name and text of each of the starter's files.
pub(super) fn starter() -> [(&'static str, &'static str); 9] {
    FILES.map(|name| (name, packed::text(&format!("scenarios/starter/{name}"))))
}

/// The schema for editors, which the first line of `scenario.toml` names.
const SCHEMA: &str = "scenario.schema.json";

/// Files that the starter leaves out, by the names of their formats: they are written with `.example` after their name,
/// since a scenario has them or not.
const EXAMPLES: [(&str, &str); 8] = [
    ("routes", "routes.csv"),
    ("places", "places.csv"),
    ("outline", "outline.geojson"),
    ("observed/district_falls", "observed/district_falls.csv"),
    ("observed/capitals", "observed/capitals.csv"),
    ("observed/control_counts", "observed/control_counts.csv"),
    ("posterior", "posterior.csv"),
    ("suite", "suite.toml"),
];

/// Name and text of every file of a new scenario.
fn files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = starter().map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    files[0].1.insert_str(0, &format!("#:schema ./{SCHEMA}\n"));
    files.push((SCHEMA.to_owned(), format!("{:#}\n", registry().json_schema())));
    let formats = formats::all();
    for (name, file) in EXAMPLES {
        let Some(format) = formats.iter().find(|format| format.name == name) else { continue };
        files.push((format!("{file}.example"), format.example.replace("scenarios/tutorial", ".")));
    }
    files.push(("README.md".to_owned(), readme(&formats)));
    let observed = formats.iter().filter(|format| format.name.starts_with("observed"));
    let observed: Vec<String> = observed.map(|format| format.explain(None)).collect();
    files.push(("observed/README.md".to_owned(), format!("{OBSERVED}\n```\n{}```\n", observed.join("\n"))));
    files
}

/// Names and bytes of the files of a scenario's copy, its alliance within.
fn copy(from: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, CliError> {
    let source = ScenarioSource::open(from)?;
    let shipped = source.inputs().iter().any(|input| shipped_text(&input.path).is_some());
    let document = if from.is_dir() || shipped { from.join("scenario.toml") } else { from.to_owned() };
    let mut files = Vec::new();
    for input in source.inputs() {
        let name = if input.path == document { PathBuf::from("scenario.toml") } else { kept_at(&input.name) };
        // What is told of the sources lies beside the two documents, for people.
        if input.path == document || is_alliance(&input.path) {
            let sources = input.path.with_file_name(SOURCES);
            let there = shipped_text(&sources).map(|text| text.as_bytes().to_vec());
            if let Some(bytes) = there.or_else(|| read_regular(&sources, MOST_BYTES).ok()) {
                files.push((name.with_file_name(SOURCES), bytes));
            }
        }
        files.push((name, input.bytes.to_vec()));
    }
    Ok(files)
}

const SOURCES: &str = "SOURCES.md";

const OBSERVED: &str = "\
# The record of what happened

Rename the files that you have (take `.example` from their names), put your rows in place of the invented ones, take out the
other files, and write `observed = \"observed\"` under `[files]` in `scenario.toml`.
";

/// What lies in the folder.
fn readme(formats: &[Format]) -> String {
    let line =
        |format: &Format| format!("| `{}` | {} | `panj explain {}` |\n", format.title, format.about, format.name);
    let wanted = |name: &str| formats.iter().find(|format| format.name == name).map(line);
    let map = ["districts", "edges", "provinces", "host_districts", "border_edges", "posts"];
    let more = ["routes", "places", "outline", "observed", "policy", "posterior", "suite"];
    let rows: String = map.into_iter().chain(more).filter_map(wanted).collect();
    format!(
        "# A scenario of my own\n\n`scenario.toml` holds actors, parameters, policies and priors. `{SCHEMA}`, which its first line names, gives editors \
         completion (taplo, Even Better TOML). Files that end with `.example` are not read: take the ending away to have them, \
         and name them under `[files]`. `SOURCES.md` is for where each number comes from.\n\n\
         | file | holds | its columns or keys |\n|---|---|---|\n{rows}"
    )
}

impl New {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let shown = self.folder.display();
        let typed = quoted(&self.folder);
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => CliError::Failed(format!("{shown}: {error}")),
            _ => CliError::Input(format!("{shown}: {error}; name a new folder where you may write")),
        };
        if self.folder.exists() || self.folder.is_symlink() {
            let empty = self.folder.is_dir() && fs::read_dir(&self.folder).map_err(failed)?.next().is_none();
            if !empty {
                return Err(CliError::Input(format!(
                    "{shown} exists already and is not an empty folder; choose another name"
                )));
            }
        }
        let files = match &self.from {
            Some(from) => copy(from)?,
            None => files().into_iter().map(|(name, text)| (name.into(), text.into_bytes())).collect(),
        };
        for (name, bytes) in &files {
            let file = self.folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(&self.folder)).map_err(failed)?;
            fs::write(file, bytes).map_err(failed)?;
        }
        if output.json {
            let files: Vec<&PathBuf> = files.iter().map(|(name, _)| name).collect();
            return output.print_json(&serde_json::json!({ "folder": self.folder, "files": files }));
        }
        let source = ScenarioSource::open(&self.folder)?;
        let values = source.resolved_values(&Overlay::none())?;
        let defaults = defaults(&values, source.registry()).text();
        output.print(&format!(
            "{shown}: a scenario to start from. Next: panj check {typed}, panj run {typed} -n 1000\n{defaults}"
        ))
    }
}
