//! `manifest.json`: enough to get the same bytes again, and what every file of the folder holds.
//!
//! All that may vary between identical runs (when, where, how long, on how many threads) stands under `this_run`;
//! everything else, here and in all other files, is the same for the same plan.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::aside::write_synced;
use super::caution::Caution;
use super::table::Column;
use super::written::WrittenFile;
use crate::experiment::{Checkpoint, FailedReplication, GoalReached, MOST_BYTES, NotAName, Plan, is_plain_name};
use crate::outcome::{ByPlace, Metric, Series, Waiting};
use crate::scenario::{Date, Status, read_regular};

/// Version of the manifest's structure.
pub const MANIFEST_FORMAT: u32 = 3;

/// Contents of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this structure.
    pub manifest: u32,
    /// Version of panj.
    pub panj: String,
    /// Commit it was built from, "" if not known.
    pub commit: String,
    /// Title of the scenario.
    pub title: String,
    /// All that decides the results; the same as `plan.toml`.
    pub plan: Plan,
    /// Replications of each variant that are in the files.
    pub replications: u64,
    /// Which part of the experiment this is, None for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    /// Events executed in all replications.
    pub events: u64,
    /// Number of replications (of any variant) that failed and are left out.
    pub failed: u64,
    /// The first of them, at most 1,000.
    pub failures: Vec<FailureEntry>,
    /// Whether goals of `--until` were reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<GoalReached>,
    /// What waits for conditions, by variant; a variant that is not listed waits as the first does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<WaitingEntry>,
    /// What to know before trusting the results.
    pub cautions: Vec<CautionEntry>,
    /// Parameters as resolved, without the variants' changes.
    pub parameters: Vec<ParameterEntry>,
    /// Outcomes.
    pub metrics: Vec<Metric>,
    /// Daily series.
    pub series: Vec<Series>,
    /// Quantities by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_place: Vec<ByPlace>,
    /// Schema of every table.
    pub files: Vec<FileEntry>,
    /// Every file beside plan and manifest as it was written: a file that is not so any more was damaged or changed.
    #[serde(default)]
    pub written: Vec<WrittenFile>,
    /// What may vary between identical runs.
    pub this_run: ThisRun,
}

/// The version of a manifest's structure, whatever else is in it.
#[derive(Deserialize)]
struct Version {
    manifest: u32,
}

/// A replication that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureEntry {
    /// Name of the variant.
    pub variant: String,
    /// Replication number; with the plan's seed it names the world.
    pub replication: u64,
    /// What happened.
    pub reason: String,
}

impl FailureEntry {
    /// Those that a checkpoint lists, of variants with these names.
    pub fn all(checkpoint: &Checkpoint, variants: &[String]) -> Vec<FailureEntry> {
        let count = variants.len() as u64;
        let entry = |failure: &FailedReplication| FailureEntry {
            variant: variants[(failure.pair % count) as usize].clone(),
            replication: failure.pair / count,
            reason: failure.reason.clone(),
        };
        checkpoint.failures.iter().map(entry).collect()
    }
}

/// Something that waits for conditions in a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingEntry {
    /// Name of the variant.
    pub variant: String,
    /// What waits, and for what.
    #[serde(flatten)]
    pub waiting: Waiting,
}

/// A caution and its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CautionEntry {
    /// The caution's numbers.
    #[serde(flatten)]
    pub caution: Caution,
    /// The caution in words.
    pub text: String,
}

/// A parameter as resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterEntry {
    /// Path of the parameter.
    pub path: String,
    /// Value as TOML has it.
    pub value: String,
    /// Who gave it: file and line, a policy, `--set`, or the default.
    pub from: String,
    /// What the value rests on, where the scenario or the program says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// A table of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name of the file.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// What may vary between identical runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThisRun {
    /// Command line as typed.
    pub command_line: Vec<String>,
    /// When it began, UTC.
    pub began: String,
    /// Wall-clock time from beginning to end, seconds.
    pub wall_seconds: f64,
    /// Replications (of any variant) taken over from an earlier run.
    pub resumed: u64,
    /// Worker threads.
    pub threads: usize,
    /// Operating system.
    pub system: String,
    /// Processor architecture.
    pub architecture: String,
    /// Processors that the system offered.
    pub processors: usize,
}

impl Manifest {
    /// The commit this program was built from, "" if not known.
    pub const COMMIT: &'static str = env!("PANJ_COMMIT");

    /// What of the advance is no finding, since the first variant takes it from the record.
    #[must_use]
    pub fn imposed(&self) -> Option<&'static str> {
        let replays = |one: &ParameterEntry| one.path == "campaign.mode" && one.value == "\"replay\"";
        self.parameters.iter().any(replays).then_some("falls on their dates on record")
    }

    /// Reads the manifest of a result folder; None when there is none.
    ///
    /// # Errors
    /// When it cannot be read, is no manifest, or names files outside its folder.
    pub fn read(folder: &Path) -> io::Result<Option<Manifest>> {
        let bytes = match read_regular(&folder.join("manifest.json"), MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Version { manifest: found } = serde_json::from_slice(&bytes)?;
        if found != MANIFEST_FORMAT {
            let what = format!(
                "of another version of panj: it has format {found}, and this one reads format {MANIFEST_FORMAT}; run the experiment anew"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        let manifest: Manifest = serde_json::from_slice(&bytes)?;
        match manifest.check() {
            Ok(()) => Ok(Some(manifest)),
            Err(what) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "damaged, or not written by panj: {what}; run the experiment anew, or take the folder from its source"
                ),
            )),
        }
    }

    /// Makes sure that no name in a manifest that came from elsewhere could be taken for a path out of its folder.
    fn check(&self) -> Result<(), NotAName> {
        self.plan.check()?;
        let files = self.files.iter().map(|file| file.name.as_str());
        let metrics = self.metrics.iter().map(|metric| metric.id.as_ref());
        let series = self.series.iter().map(|series| series.id.as_ref());
        let places = self.by_place.iter().map(|quantity| quantity.id.as_ref());
        let mut names = files.chain(metrics).chain(series).chain(places);
        match names.find(|name| !is_plain_name(name)) {
            Some(name) => Err(NotAName::Reported(name.to_owned())),
            None => Ok(()),
        }
    }

    /// The manifest of a result folder; None when there is none, or it was emptied, cut or changed to something else.
    pub fn whole(folder: &Path) -> Option<Manifest> {
        Manifest::read(folder).ok().flatten()
    }

    /// Writes the manifest into a result folder, on disk for sure.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        write_synced(&folder.join("manifest.json"), &text)
    }

    /// Where the tables of a folder are.
    pub fn table(&self, folder: &Path, stem: &str) -> Option<PathBuf> {
        let prefix = format!("{stem}.");
        self.files.iter().find(|file| file.name.starts_with(&prefix)).map(|file| folder.join(&file.name))
    }
}

impl ThisRun {
    /// Notes a run that began at `began` and ends now.
    pub fn note(command_line: Vec<String>, began: SystemTime, resumed: u64, threads: usize) -> ThisRun {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let wall = began.elapsed().unwrap_or_default();
        ThisRun {
            command_line,
            began: utc(began),
            wall_seconds: (wall.as_secs_f64() * 1e3).round() / 1e3,
            resumed,
            threads: if threads == 0 { processors } else { threads },
            system: std::env::consts::OS.to_owned(),
            architecture: std::env::consts::ARCH.to_owned(),
            processors,
        }
    }
}

/// A moment as ISO 8601 in UTC, to the second.
fn utc(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    format!("{}T{:02}:{:02}:{:02}Z", Date::EPOCH.plus_days(day as i32), second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        assert_eq!(utc(UNIX_EPOCH + Duration::from_secs(1_619_827_199)), "2021-04-30T23:59:59Z");
    }
}
