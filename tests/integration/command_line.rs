//! Promises of the command line: exit codes, what is said where, and that nothing that stops a run loses its work.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The command in a folder that holds a scenario named `small`.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("small")).unwrap();
        let text = "schema = 1\ntitle = \"Small\"\nstart = 2021-05-01\nend = 2021-08-31\n\n\
                    [policy.calm]\nsummary = \"Less contagion\"\nset = { \"campaign.contagion\" = 1.0 }\n";
        fs::write(folder.path().join("small/scenario.toml"), text).unwrap();
        Desk { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
        command.current_dir(self.folder.path()).args(arguments.split_whitespace()).env_remove("NO_COLOR");
        command
    }

    fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn ok(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a wrong input is told; checks exit code 2 and an empty standard output.
    fn wrong(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(output.stdout.is_empty());
        said
    }
}

fn same(a: &Path, b: &Path) -> bool {
    ["outcomes.csv", "series.csv", "summary.csv", "state/rows.bin", "state/checkpoint.bin"]
        .iter()
        .all(|file| fs::read(a.join(file)).ok() == fs::read(b.join(file)).ok())
}

/// Waits until a run has simulated something, or it ended.
fn wait_for_work(folder: &Path) {
    let began = Instant::now();
    let rows = folder.join("state/rows.bin");
    while fs::metadata(&rows).map_or(0, |file| file.len()) == 0 && began.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_is_shown_and_shown_again() {
    let desk = Desk::new();
    let first = desk.ok("run small -n 200");
    assert!(first.starts_with("Small\n200 replications of baseline, seed 1\n"), "{first}");
    assert!(first.contains("Results: output/small-run"));
    let again = desk.run("run small -n 200");
    assert_eq!(String::from_utf8(again.stdout).unwrap(), first);
    assert!(String::from_utf8(again.stderr).unwrap().contains("already holds all of this"));
    let json: serde_json::Value = serde_json::from_str(&desk.ok("run small -n 200 --json -q")).unwrap();
    assert_eq!(json["manifest"]["replications"], 200);
    assert!(json["estimates"].is_array());
}

#[test]
fn wrong_input_is_named_and_nothing_is_written() {
    let desk = Desk::new();
    assert!(desk.wrong("run small --set campaign.contagoin=2").contains("did you mean campaign.contagion?"));
    assert!(desk.wrong("run small --set campaign.contagion").contains("write PATH=VALUE"));
    assert!(desk.wrong("run small --policy clam").contains("calm"));
    assert!(desk.wrong("run nowhere").contains("nowhere"));
    assert!(desk.wrong("run small --shard 5/4").contains("is not a shard"));
    assert!(desk.wrong("run small -n 0").contains("0"));
    assert!(desk.wrong("run small --until nothing:halfwidth=1").contains("no metric `nothing`"));
    assert!(desk.wrong("run small -n -5").contains("a whole number from 1 to 1,000,000,000"));
    assert!(
        desk.wrong("run small --set campaign.contagion=1 --set campaign.contagion=2").contains("two values are given")
    );
    assert!(desk.wrong("run small --set campaign.contagion=NaN").contains("a number from 0"));
    let both = desk.wrong("sweep small --factor campaign.contagion=0,3 --set campaign.contagion=1");
    assert!(both.contains("is set by --set as well"), "{both}");
    assert!(desk.wrong("sweep small --factor campaign.contagion=0,0,1").contains("a value is named twice"));
    assert!(desk.wrong("audit small --worlds 1").contains("a whole number from 2 to 100,000"));
    assert!(desk.wrong("calibrate small -o found.json").contains("the posterior is a CSV file"));
    assert!(desk.wrong("explain campaign.contagoin").contains("campaign.contagion"));
    assert!(
        desk.wrong("merge nowhere --out whole").contains("nowhere holds no finished shard (there is no such folder)")
    );
    assert!(!desk.path("output").exists() && !desk.path("whole").exists());
    desk.ok("run small -n 50");
    let said = desk.wrong("run small -n 50 --seed 2");
    assert!(said.contains("seed: 1 there, 2 here"), "{said}");
    desk.ok("run small -n 50 --seed 2 --fresh");
}

#[test]
fn shards_merge_into_the_whole_and_a_plan_runs_again() {
    let desk = Desk::new();
    desk.ok("run small -n 300 --policy calm --format csv --out whole --threads 1");
    for k in 1..=3 {
        desk.ok(&format!("run small -n 300 --policy calm --format csv --out part-{k} --shard {k}/3"));
    }
    assert!(desk.wrong("merge part-1 part-2 part-3 --out part-2").contains("part-2 is one of the shards"));
    desk.ok("merge part-3 part-1 part-2 --out merged");
    let tables = ["outcomes.csv", "series.csv", "summary.csv"];
    let read = |name: &str| tables.map(|file| fs::read(desk.path(name).join(file)).ok());
    assert!(read("whole")[0].is_some() && read("whole") == read("merged"));
    assert!(fs::read(desk.path("whole/plan.toml")).unwrap() == fs::read(desk.path("merged/plan.toml")).unwrap());
    desk.ok("rerun whole --out again --threads 2");
    assert!(same(&desk.path("whole"), &desk.path("again")));
    desk.ok("run --plan whole/plan.toml --out once-more");
    assert!(same(&desk.path("whole"), &desk.path("once-more")));
    let text = fs::read_to_string(desk.path("small/scenario.toml")).unwrap();
    fs::write(desk.path("small/scenario.toml"), text + "\n[campaign]\ncontagion = 2.0\n").unwrap();
    assert!(desk.wrong("rerun whole --out changed").contains("changed, came or went: scenario.toml"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_kill_keep_what_is_done() {
    let desk = Desk::new();
    // Longer than anybody would wait for: it has to be stopped.
    let long = "run small -n 2000000 --format csv --out long --threads 1";
    let mut stopped = desk.command(long).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    wait_for_work(&desk.path("long"));
    let signal = |pid: u32, name: &str| Command::new("kill").args([name, &pid.to_string()]).status().unwrap();
    assert!(signal(stopped.id(), "-INT").success());
    let mut said = String::new();
    stopped.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(stopped.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.contains("are kept in long; the same command goes on from there"), "{said}");
    let kept = fs::metadata(desk.path("long/state/rows.bin")).unwrap().len();
    assert!(kept > 0 && !desk.path("long/manifest.json").exists());

    let mut killed = desk.command(long).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    let length = || fs::metadata(desk.path("long/state/rows.bin")).unwrap().len();
    while length() <= kept && began.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(5));
    }
    assert!(signal(killed.id(), "-KILL").success());
    killed.wait().unwrap();

    // Cut down to a size that ends: what the killed run left is far beyond it, so use a plan of its own.
    desk.ok("run small -n 3000 --format csv --out short --threads 2");
    let mut interrupted = desk.command("run small -n 3000 --format csv --out other --threads 1 -q").spawn().unwrap();
    wait_for_work(&desk.path("other"));
    signal(interrupted.id(), "-KILL");
    interrupted.wait().unwrap();
    desk.ok("run small -n 3000 --format csv --out other --threads 2");
    assert!(same(&desk.path("short"), &desk.path("other")));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    let mut listing = desk.command("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(listing.stdout.take());
    let mut said = String::new();
    listing.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((listing.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn progress_goes_to_standard_error_in_plain_lines_and_not_when_quiet() {
    let desk = Desk::new();
    let output = desk.run("run small -n 100 -q --color never");
    assert!(output.stderr.is_empty());
    assert!(!String::from_utf8(output.stdout).unwrap().contains('\x1b'));
    let colored = desk.ok("run small -n 100 --color always");
    assert!(colored.contains("\x1b[1m"));
    let mut long = desk.command("run small -n 2000000 --out long").stderr(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(long.stderr.take().unwrap())
        .lines()
        .find(|line| !line.as_ref().is_ok_and(|line| line.starts_with("after ")));
    long.kill().unwrap();
    long.wait().unwrap();
    if let Some(Ok(line)) = line {
        assert!(line.contains(" of 2,000,000 replications, ") && !line.contains('\x1b'), "{line}");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let desk = Desk::new();
    let help = desk.ok("--help");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    // A command's name is indented by two; what its description is wrapped to, by more.
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 7, "{commands:?}");
    for command in commands.iter().filter(|command| **command != "help") {
        let help = desk.ok(&format!("{command} --help"));
        assert!(help.contains("Example"), "{command}");
        assert!(help.contains(&format!("panj {command}")), "{command}");
    }
}

#[test]
fn check_explain_schema_and_completions_say_something() {
    let desk = Desk::new();
    let checked = desk.ok("check small --set campaign.contagion=2");
    assert!(checked.contains("calm") && checked.contains("--set"), "{checked}");
    assert!(desk.ok("explain campaign.contagion").contains("campaign.contagion"));
    let json: serde_json::Value = serde_json::from_str(&desk.ok("explain campaign.contagion --json")).unwrap();
    assert_eq!(json[0]["path"], "campaign.contagion");
    let schema: serde_json::Value = serde_json::from_str(&desk.ok("schema")).unwrap();
    assert!(schema.is_object());
    assert!(desk.ok("completions bash").contains("_panj"));
}

#[test]
fn what_is_not_wanted_is_not_drawn_and_can_be_drawn_later() {
    let desk = Desk::new();
    let has = |folder: &str, name: &str| desk.path(folder).join(name).exists();
    desk.ok("run tutorial -n 20 -q --out bare --no-report");
    assert!(has("bare", "outcomes.parquet") && has("bare", "manifest.json"));
    assert!(!has("bare", "report.html") && !has("bare", "charts"));
    desk.ok("run tutorial -n 20 -q --out page --no-charts");
    assert!(has("page", "report.html") && !has("page", "charts"));
    // Without the option the same command draws what lacks.
    for folder in ["bare", "page"] {
        desk.ok(&format!("run tutorial -n 20 -q --out {folder}"));
        assert!(has(folder, "report.html") && fs::read_dir(desk.path(folder).join("charts")).unwrap().count() > 2);
    }
    // A scenario of which nothing can be drawn has all that there is.
    desk.ok("run small -n 20 -q --out small-too");
    let again = desk.run("run small -n 20 --out small-too");
    assert!(String::from_utf8(again.stderr).unwrap().contains("already holds all of this"));
    let said = desk.run("run small -n 20 --out small-too").stderr;
    assert!(!String::from_utf8(said).unwrap().contains("Report:"));
    desk.ok("compare tutorial -n 20 -q --out bare-too --no-report");
    assert!(has("bare-too", "comparison.json") && !has("bare-too", "report.html"));
    desk.ok("report bare-too");
    assert!(has("bare-too", "report.html"));
    for part in 1..=2 {
        desk.ok(&format!("run tutorial -n 20 -q --shard {part}/2 --out part-{part}"));
    }
    desk.ok("merge part-1 part-2 -q --out whole --no-report");
    assert!(has("whole", "outcomes.parquet") && !has("whole", "report.html") && !has("whole", "charts"));
    desk.ok("report whole");
    assert!(has("whole", "report.html"));
}

#[test]
fn json_can_leave_the_manifest_out() {
    let desk = Desk::new();
    let read = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let all = read(desk.ok("run small -n 5 -q --no-report --json"));
    let found = read(desk.ok("run small -n 5 -q --no-report --json=found"));
    assert!(all["manifest"].is_object() && found.get("manifest").is_none());
    assert_eq!(all["estimates"], found["estimates"]);
}

#[test]
fn a_shipped_scenario_runs_by_name_in_any_folder() {
    let desk = Desk::new();
    assert!(desk.ok("scenarios").contains("tutorial"));
    desk.ok("run tutorial -n 20 -q --no-report --out by-name --format csv");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    desk.ok(&format!("run {} -n 20 -q --no-report --out by-path --format csv", path.display()));
    assert!(same(&desk.path("by-name"), &desk.path("by-path")));
    desk.ok("rerun by-name --out again");
    assert!(same(&desk.path("by-name"), &desk.path("again")));
    desk.ok("new mine --from tutorial");
    desk.ok("run mine -n 20 -q --no-report --out of-copy --format csv");
    assert!(same(&desk.path("by-name"), &desk.path("of-copy")));
    desk.ok("new summer --from tajik-afghan-2021");
    assert!(desk.path("summer/SOURCES.md").exists() && desk.path("summer/alliances").is_dir());
}
