//! Promise: a comparison, a sweep, a sensitivity analysis or a benchmark that was run in shards and merged has the bytes
//! of the whole, and so has a plan that is run again.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn panj(folder: &Path, arguments: &str) -> Output {
    let typed = arguments.replace("SCENARIO", &root().join("scenarios/tutorial").display().to_string());
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder).args(typed.split_whitespace()).output().unwrap()
}

fn ok(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All files of a folder by name: manifests without what may vary, charts and reports left out (they are drawn from the
/// files).
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                folders.extend((!name.ends_with("charts")).then_some(path));
            } else if name.ends_with("manifest.json") {
                let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
                manifest.as_object_mut().unwrap().remove("this_run");
                out.insert(name, manifest.to_string().into_bytes());
            } else if !name.ends_with("report.html") {
                out.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    out
}

fn same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    let names = |all: &BTreeMap<String, Vec<u8>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    let differ: Vec<&String> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// Runs an experiment whole, in three shards that are merged, and from its plan.
fn in_every_way(command: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let told = ok(folder.path(), &format!("{command} -q --out whole"));
    for k in [2, 3, 1] {
        let shard = ok(folder.path(), &format!("{command} -q --shard {k}/3 --threads 1 --out part-{k}"));
        assert!(shard.contains("panj merge"), "{shard}");
    }
    let merged = ok(folder.path(), "merge part-3 part-1 part-2 -q --out merged");
    assert_eq!(told.replace("whole", "merged"), merged, "the tables are the same");
    ok(folder.path(), "rerun whole -q --out again");
    same(&folder.path().join("whole"), &folder.path().join("again"));
    forget_state(&folder.path().join("whole"));
    same(&folder.path().join("whole"), &folder.path().join("merged"));
    folder
}

/// Takes rows away, which a merged folder has not: they stay with the shards.
fn forget_state(folder: &Path) {
    let inside = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for state in inside.flat_map(|path| [path.join("state"), path]).filter(|path| path.ends_with("state")) {
        if state.is_dir() {
            fs::remove_dir_all(state).unwrap();
        }
    }
}

#[test]
fn a_comparison() {
    let policies = "--policies majority-rule,no-mobilization --metric decision_days,too_late,response_gap";
    let folder = in_every_way(&format!("compare SCENARIO -n 40 {policies} --divergence 20"));
    let divergence = fs::read_to_string(folder.path().join("whole/divergence.csv")).unwrap();
    assert!(divergence.contains("no-mobilization,baseline,mobilization decreed,baseline,20,20,1"), "{divergence}");
    // Another question about the same worlds needs none of them again, nor their state.
    let again = "compare SCENARIO -n 40 --policies majority-rule,no-mobilization --metric too_late --divergence 20";
    let told = ok(folder.path(), &format!("{again} --out merged -q"));
    assert!(told.contains("too_late") && !told.contains("decision_days:"), "{told}");
    assert!(!folder.path().join("merged/state").exists());
}

#[test]
fn a_sweep() {
    in_every_way("sweep SCENARIO -n 20 --factor campaign.contagion=1,4 --factor policy=baseline,majority-rule");
}

#[test]
fn a_sensitivity_analysis() {
    in_every_way("sensitivity SCENARIO -n 6 --method morris --points 3 --metric decision_days");
}

#[test]
fn an_audit() {
    let few = "--metric too_late --trajectories 2 --points 4 --steps 2 --worlds 4";
    in_every_way(&format!("audit SCENARIO -n 12 {few}"));
}

#[test]
fn the_smallest_sets() {
    in_every_way("discover SCENARIO -n 40 --goal too_late");
}

/// Each shard of a large design has some of its points alone; of policies, some of the worlds.
#[test]
fn points_are_divided_and_more_worlds_only_add() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let command =
        |n: u32| format!("sweep SCENARIO -n {n} --design sobol --points 16 --factor campaign.contagion=0..9 -q");
    ok(at, &format!("{} --out whole", command(5)));
    for k in 1..=8 {
        ok(at, &format!("{} --shard {k}/8 --out p{k}", command(3)));
    }
    let shards: Vec<String> = (1..=8).map(|k| format!("p{k}")).collect();
    let merge = format!("merge {} -q --out merged", shards.join(" "));
    ok(at, &merge);
    let rows = |name: &str| fs::read(at.join(name).join("state/rows.bin")).unwrap();
    let before: Vec<Vec<u8>> = shards.iter().map(|shard| rows(shard)).collect();
    assert!(before.iter().all(|rows| !rows.is_empty()), "no shard is idle, though there are more than worlds");
    ok(at, &format!("{} --shard 1/8 --out p1", command(5)));
    assert!(rows("p1").starts_with(&before[0]), "what was there is used again");
    let behind = panj(at, &merge);
    assert_eq!(behind.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&behind.stderr).contains("p2/state is not finished, has fewer replications"));
    for k in 2..=8 {
        ok(at, &format!("{} --shard {k}/8 --out p{k}", command(5)));
    }
    ok(at, &merge);
    forget_state(&at.join("whole"));
    same(&at.join("whole"), &at.join("merged"));
}

#[test]
fn a_folder_says_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for k in [1, 2, 4] {
        ok(at, &format!("run SCENARIO -n 10 -q --shard {k}/4 --out p{k}"));
    }
    // One is raised, and killed on its way.
    let mut killed = Command::new(env!("CARGO_BIN_EXE_panj"));
    let scenario = root().join("scenarios/tutorial").display().to_string();
    let mut killed = killed
        .current_dir(at)
        .args(["run", &scenario, "-n", "9000000", "-q", "--shard", "2/4", "--out", "p2"])
        .spawn()
        .unwrap();
    let length = || fs::metadata(at.join("p2/state/checkpoint.bin")).and_then(|about| about.modified()).ok();
    let (before, began) = (length(), std::time::Instant::now());
    while length() == before && began.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let running = ok(at, "status p1 p2 p3 p4");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(running.contains("2 finished, 1 running, 0 stopped"), "{running}");
    let told = ok(at, "status p1 p2 p3 p4");
    let told = told.replace('\u{a0}', " ");
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("p1  finished  run, shard 1/4, 3 of 3 replications (100 %)"), "{told}");
    assert!(lines[1].starts_with("p2  stopped   run, ") && lines[1].contains("of 2,250,000 replications"), "{told}");
    assert_eq!(lines[2], "p3  nothing yet: there is no such folder");
    assert_eq!(lines[5], "shards that are not finished: 2, 3");
    let json: serde_json::Value = serde_json::from_str(&ok(at, "status p1 p4 --json")).unwrap();
    assert_eq!((&json["done"], &json["missing_shards"]), (&5.into(), &serde_json::json!([2, 3])));
    fs::create_dir(at.join("else")).unwrap();
    fs::write(at.join("else/mine.txt"), "x").unwrap();
    assert_eq!(panj(at, "status else").status.code(), Some(2));
}

#[test]
fn a_task_of_a_batch_system_knows_its_shard() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = root().join("scenarios/tutorial").display().to_string();
    let task = |index: &str, shard: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
        command.current_dir(folder.path()).env("PBS_ARRAY_INDEX", index);
        command.args(["run", &scenario, "-n", "6", "-q", "--shard", shard, "--out", &format!("p{index}")]);
        command.output().unwrap()
    };
    for index in ["0", "1", "2"] {
        let done = task(index, "auto/0-2");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    ok(folder.path(), "merge p0 p1 p2 -q --out merged");
    let wrong = task("1", "auto");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("write --shard auto/N"), "{wrong:?}");
}

/// A worker that is killed outright takes the panj that it started with it: another can go on in its folder at once.
#[cfg(unix)]
#[test]
fn a_panj_ends_with_the_process_that_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let scenario = root().join("scenarios/tutorial").display().to_string();
    let command = format!(
        "{} run {scenario} -n 9000000 -q --no-report --shard 1/2 --end-with-parent --out part & echo $!; wait",
        env!("CARGO_BIN_EXE_panj")
    );
    let mut worker =
        Command::new("sh").current_dir(at).args(["-c", &command]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let began = std::time::Instant::now();
    let lasts = || began.elapsed().as_secs() < 60;
    while !at.join("part/state/checkpoint.bin").exists() && lasts() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    let running = || ok(at, "status part").contains("running");
    while running() && lasts() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let told = ok(at, "status part");
    assert!(told.contains("part  stopped   run, ") && !told.contains(" 0 of "), "{told}");
}

#[test]
fn a_log_is_lines_of_json_if_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let lines = |arguments: &str| {
        let said = String::from_utf8(panj(folder.path(), arguments).stderr).unwrap();
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<serde_json::Value>>()
    };
    let wrong = lines("run SCENARIO -n 3 --set campaign.contagoin=1 --log-format json");
    assert_eq!((&wrong[0]["event"], &wrong[0]["exit_code"]), (&"error".into(), &2.into()));
    assert!(wrong[0]["text"].as_str().unwrap().contains("did you mean campaign.contagion"), "{wrong:?}");
    let told = lines("run SCENARIO -n 70 --log-format json --out o");
    let events: Vec<&str> = told.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert!(events.contains(&"note") && events.iter().all(|event| ["early", "note"].contains(event)), "{told:?}");
}

#[test]
fn a_benchmark() {
    let suite = tempfile::tempdir().unwrap();
    let text = format!(
        "title = \"Two valleys\"\nmetrics = [\"decision_days\", \"response_gap\"]\n\
         policies = [\"majority-rule\", \"no-mobilization\"]\n\
         [scenario.valley]\npath = \"{0}\"\n[scenario.fast]\npath = \"{0}\"\n\
         set = {{ \"campaign.base_hazard_per_day\" = 0.06 }}\n",
        root().join("scenarios/tutorial").display()
    );
    let file = suite.path().join("suite.toml");
    fs::write(&file, text).unwrap();
    let folder = in_every_way(&format!("benchmark {} -n 30", file.display()));
    let board = fs::read_to_string(folder.path().join("merged/leaderboard.csv")).unwrap();
    assert_eq!(board.lines().count(), 4, "{board}");
    // Whether run or merged, what is not wanted is not drawn, and can be drawn later.
    for (made, out) in
        [(format!("benchmark {} -n 2", file.display()), "run"), ("merge part-1 part-2 part-3".to_owned(), "joined")]
    {
        ok(folder.path(), &format!("{made} --no-report --out {out}"));
        let page = folder.path().join(out).join("report.html");
        assert!(!page.exists() && folder.path().join(out).join("leaderboard.csv").exists());
        ok(folder.path(), &format!("report {out}"));
        assert!(page.exists());
    }
    let output = panj(folder.path(), "merge part-1 part-2 part-3 --out part-2");
    assert!(String::from_utf8_lossy(&output.stderr).contains("is one of the shards"));
    let output = panj(folder.path(), "merge part-1 part-2 whole/valley --out wrong");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not of the same benchmark"));
    let output = panj(folder.path(), &format!("benchmark {} -n 30 --metrics decision_dayz --out none", file.display()));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("did you mean decision_days") && !folder.path().join("none").exists(), "{told}");
}
