//! Promise: under the batch systems that docs/distributed.md names, a shard that is killed costs only what it had in flight, and the merge
//! never waits for ever.
//!
//! Needs Snakemake, Slurm with munge, and Dask; a test whose tool is missing is skipped with a printed reason, unless
//! `PANJ_REQUIRE_TOOLS=1` makes that a failure.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::outside_tools::{python, there};

/// Worlds of three shards, of a scenario that takes long: each shard works for some seconds after the first checkpoint, so that there is time to kill it.
const WORLDS: &str = "600";
const SCENARIO: &str = "scenarios/stress-two-fronts";
/// So long is waited for anything.
const PATIENCE: Duration = Duration::from_secs(300);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn scenario() -> String {
    root().join(SCENARIO).display().to_string()
}

/// A command in a folder, with the program under test as panj.
fn command(folder: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("PANJ", env!("CARGO_BIN_EXE_panj")).args(arguments);
    command
}

/// Waits until `look` finds something.
fn wait_for<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        sleep(Duration::from_millis(20));
    }
}

/// The process that runs panj in a folder, once it has kept something there.
fn panj_at_work(part: &Path) -> u32 {
    let own = |process: &Path| {
        let line = fs::read(process.join("cmdline")).ok()?;
        let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        let is_panj = words.first().is_some_and(|word| word.ends_with(b"/panj"));
        let writes =
            words.windows(2).any(|pair| pair[0] == b"--out" && part.ends_with(&*String::from_utf8_lossy(pair[1])));
        (is_panj && writes).then_some(())?;
        process.file_name()?.to_str()?.parse().ok()
    };
    wait_for("a shard at work", || {
        part.join("state/checkpoint.bin").exists().then_some(())?;
        fs::read_dir("/proc").ok()?.find_map(|entry| own(&entry.ok()?.path()))
    })
}

fn kill(process: u32) {
    assert!(Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap().success());
}

/// Waits until a process ends well; gives what it said.
fn ends_well(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// Tables that a merged folder has as one run of the whole has them.
const TABLES: [&str; 5] = ["outcomes.parquet", "series.parquet", "summary.csv", "districts.csv", "competing.csv"];

/// Makes sure that a merged folder has the tables of one run of the whole, which is made once.
fn is_the_whole(folder: &Path, merged: &str) {
    static WHOLE: LazyLock<[Vec<u8>; 5]> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let run = ["run", &scenario(), "-n", WORLDS, "-q", "--no-report", "--out", "one"];
        let mut run = command(folder.path(), env!("CARGO_BIN_EXE_panj"), &run);
        assert!(run.stdout(Stdio::null()).status().unwrap().success());
        TABLES.map(|file| fs::read(folder.path().join("one").join(file)).unwrap())
    });
    for (file, whole) in TABLES.iter().zip(&*WHOLE) {
        assert!(*whole == fs::read(folder.join(merged).join(file)).unwrap(), "{file}");
    }
}

#[test]
fn snakemake_starts_a_killed_shard_again() {
    if !there("Snakemake", "snakemake", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = root().join("docs/examples/Snakefile").display().to_string();
    let scenario = format!("scenario={}", scenario());
    let worlds = format!("worlds={WORLDS}");
    let config = ["--config", &scenario, &worlds, "shards=3", "out=snake"];
    let arguments = [&["-s", &file, "-j", "2"][..], &config].concat();
    let running =
        command(folder.path(), "snakemake", &arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let at_work = panj_at_work(&folder.path().join("snake/part-2"));
    kill(at_work);
    let said = ends_well(running);
    assert!(said.contains("Trying to restart job"), "{said}");
    is_the_whole(folder.path(), "snake/whole");
}

#[test]
fn a_dask_worker_that_is_killed_takes_its_panj_with_it_and_another_goes_on() {
    if !there("Python with Dask", &python(), &["-c", "import distributed"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = root().join("docs/examples/shards_dask.py").display().to_string();
    let arguments = [script.as_str(), &scenario(), WORLDS, "3", "dask"];
    let running =
        command(folder.path(), &python(), &arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let at_work = panj_at_work(&folder.path().join("dask/part-2"));
    let about = fs::read_to_string(format!("/proc/{at_work}/stat")).unwrap();
    // After the name, which stands in brackets: state, then the parent.
    let parent = about.rsplit(')').next().unwrap().split_whitespace().nth(1).unwrap();
    kill(parent.parse().unwrap());
    ends_well(running);
    is_the_whole(folder.path(), "dask/whole");
}

/// A Slurm of this test's own; it ends with it.
struct Slurm {
    home: PathBuf,
    config: String,
}

impl Slurm {
    fn start() -> Slurm {
        // The way to a socket may not be long.
        let home = PathBuf::from(format!("/tmp/panj-slurm-{}", std::process::id()));
        let output = Command::new(root().join("tests/slurm.sh")).arg(&home).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Slurm { config: String::from_utf8(output.stdout).unwrap().trim().to_owned(), home }
    }

    /// Submits an experiment; gives the job that merges.
    fn submit(&self, folder: &Path, tasks: &[&str]) -> String {
        let script = root().join("docs/examples/slurm.sh").display().to_string();
        let scenario = scenario();
        let arguments = [&[scenario.as_str(), WORLDS, "3", "slurm"][..], tasks].concat();
        let output = command(folder, &script, &arguments).env("SLURM_CONF", &self.config).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        told.split("merge ").nth(1).unwrap().split(':').next().unwrap().to_owned()
    }

    /// Waits until a job has ended; gives its state.
    fn ended(&self, job: &str) -> String {
        wait_for("the end of the merge", || {
            let mut show = Command::new("scontrol");
            let output = show.env("SLURM_CONF", &self.config).args(["show", "job", "-o", job]).output().ok()?;
            let told = String::from_utf8(output.stdout).ok()?;
            let state = told.split("JobState=").nth(1)?.split_whitespace().next()?.to_owned();
            ["COMPLETED", "FAILED", "CANCELLED"].contains(&state.as_str()).then_some(state)
        })
    }
}

impl Drop for Slurm {
    fn drop(&mut self) {
        // Nothing sensible can be done about an error here.
        _ = Command::new("scancel").env("SLURM_CONF", &self.config).args(["--user", "root"]).status();
        _ = Command::new(root().join("tests/slurm.sh")).arg(&self.home).arg("stop").status();
        _ = fs::remove_dir_all(&self.home);
    }
}

#[test]
fn a_slurm_task_that_is_killed_is_submitted_again_and_the_merge_never_hangs() {
    let here = there("Slurm", "slurmctld", &["-V"]) && there("munge", "munged", &["--version"]);
    if !here {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let slurm = Slurm::start();
    let merge = slurm.submit(folder.path(), &[]);
    kill(panj_at_work(&folder.path().join("slurm/part-2")));
    assert_eq!(slurm.ended(&merge), "FAILED");
    let said = fs::read_to_string(folder.path().join("slurm/merge.log")).unwrap();
    assert!(said.contains("part-2 holds no finished shard"), "{said}");
    // That task alone: the array of one still knows that there are three shards.
    let merge = slurm.submit(folder.path(), &["2"]);
    assert_eq!(
        slurm.ended(&merge),
        "COMPLETED",
        "{}",
        fs::read_to_string(folder.path().join("slurm/merge.log")).unwrap()
    );
    is_the_whole(folder.path(), "slurm/whole");
}
