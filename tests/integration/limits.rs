//! No input fills the memory, never ends, or acts on the terminal: limits are told with exit code 2 before anything is written, and a
//! world that is too large fails alone.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use panj::experiment::{CrisisSimulator, Record, Simulator, most_events};
use panj::scenario::{Kind, Overlay, ScenarioSource, acts_on_terminals, registry};

fn panj(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(cargo_bin("panj")).current_dir(folder).args(arguments).output().unwrap()
}

/// Standard error of a command that is refused and writes nothing.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = names(folder);
    let output = panj(folder, arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    assert_eq!(names(folder), before, "{arguments:?} wrote something");
    told
}

fn names(folder: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

/// A folder with a copy of a shipped scenario in `s`.
fn copy_of(name: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("s")).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, place.path().join("s").join(path.file_name().unwrap())).unwrap();
    }
    place
}

fn spoil(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join("s").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no {old:?}");
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn every_number_has_both_ends() {
    for one in registry().parameters() {
        if matches!(one.kind, Kind::Number | Kind::Integer | Kind::Distribution) {
            assert!(one.range.low.is_finite() && one.range.high.is_finite(), "{} has no end: {one}", one.path);
            assert!(one.range.high <= 1e9 && !one.range.above_low, "{}: {one}", one.path);
        }
    }
}

#[test]
fn what_is_too_much_is_refused_before_anything_is_written() {
    let place = copy_of("tutorial");
    let run = |more: &[&'static str]| {
        let arguments: Vec<&str> = ["run", "s", "-n", "2", "--out", "o"].iter().chain(more).copied().collect();
        refused(place.path(), &arguments)
    };
    for set in [
        "alliance.on_site_days=1e18",
        "alliance.on_site_days=1e8",
        "alliance.organ.heads.every_days=1e-308",
        "alliance.organ.council.every_days=1e-6",
        "load.men_per_incident=inf",
        "mobilization.battalion_men=1",
        "mobilization.service.tour_days=1e-300",
        "displacement.km_per_day=1e-320",
        "campaign.garrison_reference_people=5e-324",
        "incidents.reference_men_per_km=1e-200",
        "garrison.crossing_days={ log_normal = { median = 1, sigma = 800 } }",
        "alliance.intake_days={ gamma = { mean = 1e-200, sd = 1e200 } }",
        "posts.field_teams=99999999999",
    ] {
        let sets: Vec<&str> = if set.starts_with("mobilization.b") {
            vec!["run", "s", "--out", "o", "--set", "mobilization.reservists=100000000", "--set", set]
        } else {
            vec!["run", "s", "--out", "o", "--set", set]
        };
        let told = refused(place.path(), &sets);
        assert!(told.contains("--set") && told.contains("rule:"), "{set}: {told}");
    }
    assert!(run(&["--threads", "1000000"]).contains("4 for each processor"));
    assert!(refused(place.path(), &["run", "s", "-n", "9223372036854775807", "--out", "o"]).contains("1,000,000,000"));
    assert!(
        refused(place.path(), &["compare", "s", "-n", "3689348814741910324", "--out", "o"]).contains("1,000,000,000")
    );
    let steps = ["sweep", "s", "--factor", "campaign.contagion=1..2:999999999999", "--out", "o"];
    assert!(refused(place.path(), &steps).contains("200000"));
    let points = ["sensitivity", "s", "--factor", "campaign.contagion=1..2", "--points", "199999", "--out", "o"];
    assert!(refused(place.path(), &points).contains("200000 in all"));
    let threads = Command::new(cargo_bin("panj"))
        .current_dir(place.path())
        .args(["check", "s"])
        .env("RAYON_NUM_THREADS", "1000000")
        .output()
        .unwrap();
    assert_eq!(threads.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&threads.stderr).contains("RAYON_NUM_THREADS=1000000"));
}

#[test]
fn a_century_is_the_longest_scenario() {
    let place = copy_of("tutorial");
    let text = fs::read_to_string(place.path().join("s/scenario.toml")).unwrap();
    let changed: Vec<&str> = text
        .lines()
        .map(|line| match line.split(' ').next() {
            Some("start") => "start = 0001-01-01",
            Some("end") => "end = 9999-12-31",
            _ => line,
        })
        .collect();
    fs::write(place.path().join("s/scenario.toml"), changed.join("\n")).unwrap();
    let told = refused(place.path(), &["run", "s", "-n", "2", "--out", "o"]);
    assert!(told.contains("36525 days"), "{told}");
}

#[test]
fn numbers_of_tables_have_ends_too() {
    for (file, new, column) in [
        ("border_edges.csv", "1e308", 2),
        ("districts.csv", "1e12", 8),
        ("districts.csv", "1e12", 9),
        ("districts.csv", "1e300", 10),
        ("edges.csv", "1e300", 2),
        ("host_districts.csv", "1e300", 5),
    ] {
        let place = copy_of("tutorial");
        let path = place.path().join("s").join(file);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
        cells[column] = new.to_owned();
        lines[1] = cells.join(",");
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        let told = refused(place.path(), &["check", "s"]);
        assert!(told.contains(&format!("{file}:2:")) && told.contains(new), "{told}");
    }
}

#[test]
fn a_world_beyond_the_limit_of_events_fails_alone_and_says_so() {
    let source = ScenarioSource::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial")).unwrap();
    let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap());
    assert!(most_events(&scenario) > 10_000_000);
    let record_of = |most: Option<u64>| {
        let simulator = CrisisSimulator::new(vec![Arc::clone(&scenario)]).unwrap();
        let simulator = most.into_iter().fold(simulator, CrisisSimulator::with_most_events);
        let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
        simulator.replicate(0, 1, 0, &mut workspace, &mut record).map(|()| record)
    };
    let whole = record_of(None).unwrap();
    let same = |a: &Record, b: &Record| a.row.iter().zip(&b.row).all(|(a, b)| a.to_bits() == b.to_bits());
    assert!(same(&record_of(Some(whole.events + 1)).unwrap(), &whole));
    let failure = record_of(Some(whole.events / 2)).unwrap_err().to_string();
    assert!(failure.contains(&format!("more than {} events by day", whole.events / 2)), "{failure}");
}

#[test]
fn no_outcome_is_infinite() {
    let place = copy_of("tutorial");
    let output =
        panj(place.path(), &["run", "s", "-n", "20", "--set", "load.guards_factor=1e-308", "--json", "--out", "o"]);
    assert_eq!(output.status.code(), Some(0));
    let table = fs::read_to_string(place.path().join("o/summary.csv")).unwrap();
    let infinite = |cell: &str| matches!(cell, "inf" | "-inf");
    assert!(!table.lines().any(|line| line.split(',').any(infinite)), "{table}");
}

#[test]
fn ctrl_c_ends_even_a_world_that_takes_long() {
    let place = copy_of("tutorial");
    // Whole districts flee, and each of their people is registered alone.
    let districts = fs::read_to_string(place.path().join("s/districts.csv")).unwrap();
    fs::write(place.path().join("s/districts.csv"), districts.replace(",20000,", ",1000000,")).unwrap();
    let sets = ["displacement.share=1", "displacement.party_people=1", "campaign.base_hazard_per_day=1"];
    let mut command = Command::new(cargo_bin("panj"));
    command.current_dir(place.path()).args(["run", "s", "-n", "50", "--threads", "1", "--out", "o"]);
    sets.iter().for_each(|set| _ = command.args(["--set", set]));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1_500));
    assert!(child.try_wait().unwrap().is_none(), "the world was to take longer");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let told = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    // A second of the processor; other tests share it.
    assert!(told.elapsed() < Duration::from_secs(20), "{:?}", told.elapsed());
}

#[test]
fn a_hundred_thousand_mistakes_are_counted_and_the_first_hundred_told() {
    let place = copy_of("tutorial");
    let path = place.path().join("s/edges.csv");
    let text = fs::read_to_string(&path).unwrap();
    let row = text.lines().nth(1).unwrap().to_owned() + "\n";
    fs::write(&path, text + &row.repeat(100_000)).unwrap();
    let began = Instant::now();
    let told = refused(place.path(), &["check", "s"]);
    assert!(told.contains("100000 problems") && told.contains("the first 100"), "{}", &told[told.len() - 300..]);
    assert_eq!(told.matches("rule:").count(), 100);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn nothing_from_a_file_or_an_argument_acts_on_the_terminal() {
    let place = copy_of("tutorial");
    spoil(place.path(), "scenario.toml", "title = \"", "title = \"\\u001b]0;x\\u0007\\u202e\\u009b31m");
    spoil(place.path(), "districts.csv", "ash,Ash", "ash,A\x1b[31msh");
    let long = ["--color", "always"];
    let clean = |text: &[u8], colours: bool| {
        let mut text = String::from_utf8(text.to_vec()).unwrap();
        if colours {
            for own in ["\x1b[1m", "\x1b[0m", "\x1b[31m", "\x1b[36m", "\x1b[1;31m"] {
                text = text.replace(own, "");
            }
        }
        assert!(!text.contains(acts_on_terminals), "{text:?}");
        text
    };
    let check = panj(place.path(), &["check", "s"]);
    assert!(clean(&check.stdout, false).contains("\\u{1b}]0;x\\u{7}\\u{202e}\\u{9b}31m"));
    let run = panj(place.path(), &["run", "s", "-n", "5", "--out", "o"]);
    assert_eq!(run.status.code(), Some(0));
    clean(&run.stdout, false);
    clean(&run.stderr, false);
    let json = panj(place.path(), &["run", "s", "-n", "5", "--out", "o", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&clean(&json.stdout, false)).unwrap();
    assert!(value["manifest"]["title"].as_str().unwrap().starts_with("\x1b]0;x\x07\u{202e}\u{9b}31m"));
    for wrong in [
        &["run", "s", "--set", "campaign.contagion=\x1b[32mred"][..],
        &["run", "s", "--set", "\x1b[32mred"],
        &["run", "s", "--until", "\x1b[32mred:halfwidth=1"],
        &["check", "\x1b[32mred"],
        &["run", "s", "--\x1b[32mred"],
        &["explain", "\x1b[32mred"],
    ] {
        let arguments: Vec<&str> = wrong.iter().chain(&long).copied().collect();
        let output = panj(place.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(clean(&output.stderr, true).contains("red"), "{wrong:?}");
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused_and_other_names_work() {
    use std::os::unix::ffi::OsStrExt;
    let place = copy_of("tutorial");
    let odd = std::ffi::OsStr::from_bytes(b"bad\xff");
    for command in [&["run", "s", "-n", "2", "--out"][..], &["check"], &["merge", "s", "--out"], &["report"]] {
        let output = Command::new(cargo_bin("panj")).current_dir(place.path()).args(command).arg(odd).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("not UTF-8"), "{command:?}");
    }
    for name in ["my results", "it's", "a\nb", "папка", "$(x)"] {
        let output = panj(place.path(), &["run", "s", "-n", "2", "--out", name]);
        assert_eq!(output.status.code(), Some(0), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(place.path().join(name).join("manifest.json").exists(), "{name:?}");
    }
    let new = panj(place.path(), &["new", "my scenario"]);
    assert!(String::from_utf8_lossy(&new.stdout).contains("panj check 'my scenario'"));
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(cargo_bin("panj")).arg("--help").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_set_is_told_where_it_is_set() {
    let place = copy_of("tutorial");
    for set in ["start=2031-01-01", "alliance.member.willing.lead=true"] {
        let told = refused(place.path(), &["run", "s", "--set", set, "--out", "o"]);
        assert!(told.starts_with("--set") && told.contains(set), "{told}");
    }
    fs::write(
        place.path().join("p.toml"),
        "[policy.quick]\nsummary = \"q\"\nset = { \"alliance.rule\" = \"majority\" }\n",
    )
    .unwrap();
    let suite = "title = \"T\"\nreplications = 2\npolicy_files = [\"p.toml\"]\nmetrics = [\"decision_dais\", \"nonsense\"]\n\n\
                 [scenario.a]\npath = \"s\"\nset = { \"campaign.contagion\" = -1 }\n\n[scenario.b]\npath = \"s\"\nset = { \"alliance.rule\" = \"x\" }\n";
    fs::write(place.path().join("suite.toml"), suite).unwrap();
    let told = refused(place.path(), &["benchmark", "suite.toml", "--out", "o"]);
    assert!(told.contains("suite.toml:8:") && told.contains("suite.toml:12:"), "{told}");
    let sound = suite.replace("-1", "1").replace("\"x\"", "\"majority\"");
    fs::write(place.path().join("suite.toml"), sound).unwrap();
    let told = refused(place.path(), &["benchmark", "suite.toml", "--out", "o"]);
    for part in ["suite.toml:4:", "no metric decision_dais", "did you mean decision_days?", "no metric nonsense"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}
