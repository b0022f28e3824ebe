//! Promises of result folders against accidents: kills, damage, two commands at once, `--fresh`, names that lead elsewhere.
//!
//! The kills need strace; without it that test is skipped with a printed reason, unless `PANJ_REQUIRE_TOOLS=1`.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder to work in, with a scenario named `small` of three days and two policies.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("small")).unwrap();
        let text = "schema = 1\ntitle = \"Small\"\nstart = 2021-05-01\nend = 2021-05-04\n\n\
                    [policy.calm]\nsummary = \"Less contagion\"\nset = { \"campaign.contagion\" = 1.0 }\n";
        fs::write(folder.path().join("small/scenario.toml"), text).unwrap();
        Desk { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &str) -> Output {
        self.command(env!("CARGO_BIN_EXE_panj"), arguments)
    }

    fn command(&self, program: &str, arguments: &str) -> Output {
        Command::new(program).current_dir(self.folder.path()).args(arguments.split_whitespace()).output().unwrap()
    }

    fn ok(&self, arguments: &str) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// A desk whose scenario `small` is the tutorial's, which has outcomes of every kind.
    fn with_outcomes() -> Desk {
        let desk = Desk::new();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial"), &desk.path("small"));
        desk
    }

    /// What is said by a command that ends with this code.
    fn ends(&self, code: i32, arguments: &str) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments}: {said}");
        said
    }

    /// A command that is refused and changes nothing in a folder.
    fn refused(&self, code: i32, folder: &str, arguments: &str) -> String {
        let before = raw(&self.path(folder));
        let said = self.ends(code, arguments);
        assert!(before == raw(&self.path(folder)), "{arguments} changed {folder}");
        said
    }
}

/// All files below a folder, byte for byte.
fn raw(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(raw(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// The same by path inside the folder, without what may vary between identical runs.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for (path, mut bytes) in raw(folder) {
        if path.ends_with("manifest.json") {
            let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            manifest.as_object_mut().unwrap().remove("this_run");
            bytes = manifest.to_string().into_bytes();
        }
        found.insert(path.strip_prefix(folder).unwrap().display().to_string(), bytes);
    }
    found
}

fn names_that_differ(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    a.keys().chain(b.keys()).filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in raw(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

#[test]
fn a_refused_command_changes_nothing_even_with_fresh() {
    let desk = Desk::new();
    desk.ok("run small -n 6 -q --out o");
    for wrong in [
        "--until nothing:halfwidth=1",
        "--set campaign.contagoin=2",
        "--policy clam",
        "--shard 1/2 --until incidents:halfwidth=1",
    ] {
        desk.refused(2, "o", &format!("run small -n 6 --out o --fresh {wrong}"));
    }
    desk.refused(2, "o", "compare small -n 6 --out o --fresh --metric nothing");
    desk.refused(2, "o", "run small -n 5 --out o");
    desk.refused(2, "o", "run small -n 6 --seed 2 --out o");
    // Another's plan.toml makes no folder panj's.
    fs::create_dir_all(desk.path("theirs/charts")).unwrap();
    fs::write(desk.path("theirs/plan.toml"), "my = 1\n").unwrap();
    fs::write(desk.path("theirs/charts/precious.svg"), "x").unwrap();
    let said = desk.refused(2, "theirs", "run small -n 3 --out theirs --fresh");
    assert!(said.contains("another plan.toml"), "{said}");
}

#[test]
fn fresh_removes_what_panj_wrote_and_nothing_else() {
    let desk = Desk::new();
    desk.ok("compare small -n 6 -q --out o");
    let foreign = ["notes.txt", "charts/mine.svg", "scenario/precious.txt", "state/mine.bin"];
    for name in foreign {
        fs::write(desk.path("o").join(name), name).unwrap();
    }
    desk.ok("run small -n 5 --seed 2 -q --out o --fresh");
    desk.ok("run small -n 5 --seed 2 -q --out new");
    let found = contents(&desk.path("o"));
    let mut differ = names_that_differ(&found, &contents(&desk.path("new")));
    differ.sort();
    let mut expected = foreign.map(str::to_owned);
    expected.sort();
    assert_eq!(differ, expected, "the folder holds the new run, and what is not panj's");
    assert!(foreign.iter().all(|name| found[*name] == name.as_bytes()));
}

#[test]
fn a_folder_in_use_is_left_alone_and_can_be_waited_for() {
    let desk = Desk::new();
    desk.ok("run small -n 6 -q --out o");
    let lock = fs::File::open(desk.path("o/.lock")).unwrap();
    lock.lock().unwrap();
    for command in ["run small -n 9 --out o", "run small -n 6 --seed 2 --fresh --out o", "report o", "rerun o --out o"]
    {
        let said = desk.refused(75, "o", command);
        assert!(said.contains("in use") && said.contains("--wait"), "{said}");
    }
    let waiting = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| desk.run("run small -n 9 -q --out o --wait 60"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(lock);
        waiting.join().unwrap()
    });
    assert!(waiting.status.success(), "{}", String::from_utf8_lossy(&waiting.stderr));
    desk.ok("run small -n 9 -q --out whole");
    assert_eq!(names_that_differ(&contents(&desk.path("o")), &contents(&desk.path("whole"))), [""; 0]);
}

#[test]
fn files_emptied_cut_or_lost_are_made_again_by_the_same_command() {
    let desk = Desk::with_outcomes();
    desk.ok("run small -n 6 -q --out whole");
    let expected = contents(&desk.path("whole"));
    // One chart and one file of the scenario stand for the others.
    let skipped = |name: &str| {
        let (chart, scenario) = (name.starts_with("charts/"), name.starts_with("scenario/"));
        name == ".lock" || chart && name != "charts/fan_men_ready.png" || scenario && name != "scenario/districts.csv"
    };
    for (at, name) in expected.keys().filter(|name| !skipped(name)).enumerate() {
        let path = desk.path("whole").join(name);
        let bytes = fs::read(&path).unwrap();
        match at % 3 {
            0 => fs::write(&path, "").unwrap(),
            1 => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
            _ if name == "plan.toml" => fs::write(&path, "").unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        }
        let table = name.ends_with(".csv") || name.ends_with(".parquet") || name.starts_with("scenario");
        if table {
            let said = desk.ends(2, "report whole");
            assert!(said.contains("run the command of this folder again"), "{name}: {said}");
        }
        desk.ok("run small -n 6 -q --out whole");
        assert_eq!(names_that_differ(&contents(&desk.path("whole")), &expected), [""; 0], "{name}");
    }
    // Without its rows a folder cannot make its tables again: that is said.
    fs::remove_dir_all(desk.path("whole/state")).unwrap();
    fs::write(desk.path("whole/outcomes.parquet"), "").unwrap();
    assert!(desk.refused(2, "whole", "run small -n 6 --out whole").contains("--fresh"));
}

#[test]
fn numbers_of_a_table_that_was_changed_fill_no_disk() {
    let desk = Desk::with_outcomes();
    desk.ok("run small -n 6 -q --format csv --out o");
    fs::remove_dir_all(desk.path("o/state")).unwrap();
    let table = fs::read_to_string(desk.path("o/outcomes.csv")).unwrap();
    let changed = table.replacen("\nbaseline,3,", "\nbaseline,999999999999,", 1);
    assert_ne!(table, changed);
    fs::write(desk.path("o/outcomes.csv"), &changed).unwrap();
    desk.refused(2, "o", "run small -n 6 --format csv --out o");
    // Also where the manifest was changed with it.
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(desk.path("o/manifest.json")).unwrap()).unwrap();
    let files = manifest["written"].as_array_mut().unwrap();
    files.retain(|file| file["name"] != "outcomes.csv");
    fs::write(desk.path("o/manifest.json"), manifest.to_string()).unwrap();
    let said = desk.refused(2, "o", "run small -n 6 --format csv --out o");
    assert!(said.contains("not those of 6 replications"), "{said}");
}

#[test]
fn shards_that_are_damaged_or_doubled_write_nothing_and_are_made_again() {
    let desk = Desk::new();
    for k in 1..=2 {
        desk.ok(&format!("run small -n 8 -q --shard {k}/2 --out p{k}"));
    }
    desk.ok("run small -n 8 -q --out whole");
    let nothing = |arguments: &str| {
        let said = desk.ends(2, arguments);
        assert!(!desk.path("merged").exists(), "{arguments} wrote");
        said
    };
    copy(&desk.path("p1"), &desk.path("again"));
    assert!(nothing("merge p1 again --out merged").contains("are both shard 1/2"));
    desk.ok("run small -n 8 --seed 2 -q --shard 2/2 --out foreign");
    let said = nothing("merge p1 foreign --out merged");
    assert!(said.contains("another plan") && !said.contains("--fresh"), "{said}");
    let sound = contents(&desk.path("p2"));
    for damage in ["rows.bin", "checkpoint.bin"] {
        let path = desk.path("p2/state").join(damage);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 10]).unwrap();
        assert!(nothing("merge p1 p2 --out merged").contains("run the shard's command again"));
        desk.ok("run small -n 8 -q --shard 2/2 --out p2");
        assert_eq!(names_that_differ(&contents(&desk.path("p2")), &sound), [""; 0], "{damage}");
    }
    desk.ok("merge p2 p1 -q --out merged");
    fs::remove_dir_all(desk.path("whole/state")).unwrap();
    assert_eq!(names_that_differ(&contents(&desk.path("merged")), &contents(&desk.path("whole"))), [""; 0]);
}

#[test]
fn names_of_a_suite_lead_nowhere_else() {
    let desk = Desk::new();
    for name in ["../../escaped", "/tmp/absolute", "", ".", "charts", "a b"] {
        let text = format!("title = \"S\"\npolicies = [\"calm\"]\n\n[scenario.{name:?}]\npath = \"small\"\n");
        fs::write(desk.path("suite.toml"), text).unwrap();
        let said = desk.ends(2, "benchmark suite.toml -n 2 --out deep/er");
        assert!(said.contains("suite.toml:4: scenario ") && said.contains("[scenario.north]"), "{said}");
        assert!(!desk.path("deep").exists());
    }
    let text = "title = \"S\"\npolicies = [\"calm\"]\n[scenario.north]\npath = \"small\"\n";
    fs::write(desk.path("suite.toml"), text).unwrap();
    desk.ok("benchmark suite.toml -n 4 -q --out bench");
    let plan = fs::read_to_string(desk.path("bench/benchmark.toml")).unwrap();
    fs::write(desk.path("bench/benchmark.toml"), plan.replace("scenario.north", "scenario.\"../north\"")).unwrap();
    for command in ["rerun bench --out again", "merge bench --out again"] {
        assert!(desk.ends(2, command).contains("the name of a scenario"));
    }
    assert!(!desk.path("again").exists());
}

#[test]
fn reports_are_the_same_in_any_folder() {
    let desk = Desk::new();
    fs::write(desk.path("suite.toml"), "title = \"S\"\npolicies = [\"calm\"]\n[scenario.north]\npath = \"small\"\n")
        .unwrap();
    desk.ok("run small -n 6 -q --out short");
    desk.ok("run small -n 6 -q --threads 1 --out a/much-longer-name");
    desk.ok("benchmark suite.toml -n 4 -q --out b1");
    desk.ok("benchmark suite.toml -n 4 --threads 1 --out another/benchmark -q");
    assert_eq!(names_that_differ(&contents(&desk.path("short")), &contents(&desk.path("a/much-longer-name"))), [""; 0]);
    assert_eq!(names_that_differ(&contents(&desk.path("b1")), &contents(&desk.path("another/benchmark"))), [""; 0]);
}

#[test]
fn a_plan_that_cannot_be_analysed_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    desk.ok("sensitivity small --factor campaign.contagion=0..2 --method morris --points 2 -n 2 -q --out o");
    let plan = fs::read_to_string(desk.path("o/plan.toml")).unwrap();
    let design = plan.find("[design]").unwrap();
    let variants = plan[design..].find("[[variant]]").unwrap() + design;
    fs::write(desk.path("plan.toml"), format!("{}{}", &plan[..design], &plan[variants..])).unwrap();
    assert!(desk.ends(2, "rerun plan.toml --out again").contains("design"));
    assert!(!desk.path("again").exists());
}

#[test]
fn a_place_that_cannot_be_a_folder_is_wrong_input() {
    let desk = Desk::new();
    fs::write(desk.path("file"), "").unwrap();
    for command in ["run small -n 2 --out file", "run small -n 2 --out file/inside", "generate file", "new file/inside"]
    {
        assert!(desk.ends(2, command).contains("file"), "{command}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", desk.path("link")).unwrap();
        assert!(desk.ends(2, "run small -n 2 --out link").contains("leads nowhere"));
        assert!(desk.ends(2, "run small -n 2 --out /dev/null").contains("/dev/null"));
    }
}

/// Whether strace is there; says so, or fails, if it is not.
fn strace_is_there() -> bool {
    let found = Command::new("strace").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        assert!(std::env::var_os("PANJ_REQUIRE_TOOLS").is_none_or(|v| v != "1"), "strace is missing");
        println!("skipped: strace is missing");
    }
    found
}

#[test]
fn after_a_kill_at_any_call_the_same_command_gives_the_same_bytes() {
    if !strace_is_there() {
        return;
    }
    let desk = Desk::new();
    let panj = env!("CARGO_BIN_EXE_panj");
    desk.ok("run small -n 4 -q --out small-one");
    desk.ok("run small -n 6 --seed 2 --format csv -q --out other");
    // From which folder, which command, which calls (how many of each kind are passed over between two kills).
    let cases = [
        ("", "run small -n 6 --threads 1 -q --out o", [("rename", 9), ("openat", 60)]),
        ("small-one", "run small -n 6 --threads 1 -q --out o", [("rename", 9), ("unlink", 2)]),
        ("other", "run small -n 6 --threads 1 -q --out o --fresh", [("rename", 9), ("unlink", 5)]),
    ];
    for (from, command, calls) in cases {
        fs::remove_dir_all(desk.path("o")).ok();
        desk.ok(command);
        let expected = contents(&desk.path("o"));
        for (call, step) in calls {
            let mut at = 1;
            loop {
                fs::remove_dir_all(desk.path("o")).ok();
                if !from.is_empty() {
                    copy(&desk.path(from), &desk.path("o"));
                }
                let kill = format!(
                    "-f -qq -o trace -e trace={call} -e inject={call}:signal=SIGKILL:when={at} {panj} {command}"
                );
                if desk.command("strace", &kill).status.success() {
                    break;
                }
                desk.ok(command);
                let differ = names_that_differ(&contents(&desk.path("o")), &expected);
                assert_eq!(differ, [""; 0], "{command} killed at {call} {at}");
                at += step;
            }
            assert!(at > 1, "{command}: no {call} was there to be killed at");
        }
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_a_result_folder() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with_outcomes();
    desk.ok("run small -n 3 -q --out whole");
    fs::create_dir(desk.path("mine")).unwrap();
    let names = ["rows.bin", "checkpoint.bin", ".report.html.part", "held.svg"];
    names.iter().for_each(|name| fs::write(desk.path("mine").join(name), "mine").unwrap());
    let mine = contents(&desk.path("mine"));
    let refused_where =
        [("charts", "../mine"), ("state", "../mine"), ("scenario", "../mine"), (".lock", "../mine/new")];
    let pipes = [".lock", "plan.toml", ".written", "state/checkpoint.bin"];
    for (name, target) in refused_where.into_iter().chain([("state/rows.bin", "../../mine/rows.bin")]) {
        copy(&desk.path("whole"), &desk.path("o"));
        let there = desk.path("o").join(name);
        _ = fs::remove_dir_all(&there);
        _ = fs::remove_file(&there);
        symlink(target, &there).unwrap();
        for command in
            ["run small -n 3 --out o", "run small -n 5 --out o", "run small -n 3 --out o --fresh", "report o"]
        {
            assert!(
                desk.ends(2, command).contains(&format!("o/{name} is a link out of the result folder")),
                "{command}"
            );
        }
        fs::remove_dir_all(desk.path("o")).unwrap();
    }
    for name in pipes {
        copy(&desk.path("whole"), &desk.path("o"));
        _ = fs::remove_file(desk.path("o").join(name));
        desk.command("mkfifo", &format!("o/{name}"));
        assert!(desk.ends(2, "run small -n 5 --out o").contains(&format!("o/{name} is a link")), "{name}");
        fs::remove_dir_all(desk.path("o")).unwrap();
    }
    // What is written aside takes the place of a link.
    copy(&desk.path("whole"), &desk.path("o"));
    symlink("../mine/.report.html.part", desk.path("o/.report.html.part")).unwrap();
    desk.ok("report o");
    assert!(!desk.path("o/report.html").is_symlink());
    assert_eq!(contents(&desk.path("mine")), mine);
}

#[test]
fn fresh_keeps_what_only_has_a_name_of_panjs() {
    let desk = Desk::with_outcomes();
    desk.ok("run small -n 3 -q --out o");
    for name in ["cells.csv", "leaderboard.md", "charts/mine.png", "scenario/copy.csv", "state/notes"] {
        fs::write(desk.path("o").join(name), "mine").unwrap();
    }
    // A copy of a kept file is not the kept file.
    fs::copy(desk.path("o/scenario/districts.csv"), desk.path("o/scenario/districts of may.csv")).unwrap();
    desk.ok("run small -n 4 -q --out o");
    desk.ok("run small -n 4 -q --out o --fresh --seed 2");
    for name in ["cells.csv", "leaderboard.md", "charts/mine.png", "scenario/copy.csv", "state/notes"] {
        assert_eq!(fs::read(desk.path("o").join(name)).unwrap(), b"mine", "{name}");
    }
    assert!(desk.path("o/scenario/districts of may.csv").exists());
}

#[test]
fn tables_of_another_format_go_even_if_the_manifest_was_emptied() {
    let desk = Desk::with_outcomes();
    desk.ok("run small -n 3 -q --out o");
    fs::write(desk.path("o/manifest.json"), "").unwrap();
    desk.ok("run small -n 3 -q --format csv --out o");
    desk.ok("run small -n 3 -q --format csv --out whole/o");
    assert_eq!(names_that_differ(&contents(&desk.path("o")), &contents(&desk.path("whole/o"))), [""; 0]);
}
