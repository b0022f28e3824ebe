//! Promise: what a scenario reads is hashed and kept, wherever it lies and whatever its name; it stays inside the
//! scenario's folder unless the user says otherwise; what nothing names changes nothing; and what came from elsewhere is
//! never used as a path unchecked.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with the tutorial's scenario in `s`, whose files may be changed.
pub(super) fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let tutorial = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    fs::create_dir(folder.path().join("s")).unwrap();
    for entry in fs::read_dir(tutorial).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join("s").join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// Replaces a text that must be there.
pub(super) fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{} has no {old:?}", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

fn panj(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder).args(arguments.split_whitespace()).output().unwrap()
}

pub(super) fn ok(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is told of wrong input, without line breaks; nothing may have run.
pub(super) fn refused(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments}: {told}");
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Moves a data file of the scenario and names it there.
fn place(folder: &Path, key: &str, to: &str) {
    let scenario = folder.join("s");
    let target = scenario.join(to);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::rename(scenario.join(format!("{key}.csv")), &target).unwrap();
    edit(&scenario.join("scenario.toml"), &format!("{key} = \"{key}.csv\""), &format!("{key} = \"{to}\""));
}

#[test]
fn files_in_subfolders_and_of_any_name_are_hashed_and_kept() {
    let work = workplace();
    let at = work.path();
    place(at, "districts", "data/deep/districts.csv");
    place(at, "edges", "edges.txt");
    ok(at, "run s -n 3 -q --format csv --out o");
    for file in ["scenario.toml", "data/deep/districts.csv", "edges.txt"] {
        assert_eq!(fs::read(at.join("o/scenario").join(file)).unwrap(), fs::read(at.join("s").join(file)).unwrap());
    }
    let page = fs::read_to_string(at.join("o/report.html")).unwrap();
    assert!(page.contains("data/deep/districts.csv sha256"), "the report opens the kept scenario");
    assert!(
        fs::read_dir(at.join("o/charts"))
            .unwrap()
            .any(|chart| { chart.unwrap().file_name().to_string_lossy().starts_with("map") })
    );
    for (file, old, new) in [("data/deep/districts.csv", "20000", "20001"), ("edges.txt", "20", "21")] {
        edit(&at.join("s").join(file), old, new);
        let other = refused(at, "run s -n 5 -q --format csv --out o");
        assert!(other.contains(&format!("scenario.sha256.{file}")), "{other}");
        let other = refused(at, "rerun o -q --out again");
        assert!(other.contains(file) && !at.join("again").exists(), "{other}");
        edit(&at.join("s").join(file), new, old);
    }
    ok(at, "rerun o -q --out again");
    assert_eq!(fs::read(at.join("o/outcomes.csv")).unwrap(), fs::read(at.join("again/outcomes.csv")).unwrap());
}

#[cfg(unix)]
#[test]
fn what_nothing_names_changes_nothing_and_hangs_nothing() {
    let work = workplace();
    let at = work.path();
    ok(at, "run s -n 3 -q --format csv --out o");
    fs::write(at.join("s/stray.csv"), "a\n1\n").unwrap();
    std::os::unix::fs::symlink("nowhere", at.join("s/dangling.csv")).unwrap();
    assert!(Command::new("mkfifo").arg(at.join("s/pipe.csv")).status().unwrap().success());
    ok(at, "run s -n 3 -q --format csv --out o");
    assert!(!at.join("o/scenario/stray.csv").exists());
}

#[cfg(unix)]
#[test]
fn a_named_file_that_is_none_is_told_and_never_waited_for() {
    let work = workplace();
    let at = work.path();
    let edges = at.join("s/edges.csv");
    let whole = fs::read(&edges).unwrap();
    fs::remove_file(&edges).unwrap();
    assert!(Command::new("mkfifo").arg(&edges).status().unwrap().success());
    let told = refused(at, "check s");
    assert!(told.contains("files.edges") && told.contains("a pipe") && !told.contains("did you mean"), "{told}");
    fs::remove_file(&edges).unwrap();
    fs::create_dir(&edges).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("edges.csv: a folder") && !told.contains("did you mean"), "{told}");
    fs::remove_dir(&edges).unwrap();
    std::os::unix::fs::symlink("nowhere.csv", &edges).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("a link to a file that is not there") && !told.contains("did you mean"), "{told}");
    fs::remove_file(&edges).unwrap();
    fs::File::create(&edges).unwrap().set_len((64 << 20) + 1).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("more than 64 MiB"), "{told}");
    fs::remove_file(&edges).unwrap();
    fs::write(at.join("s/edgse.csv"), "").unwrap();
    assert!(refused(at, "check s").contains("did you mean edgse.csv?"));
    fs::write(&edges, whole).unwrap();
    for other in ["run s --policy-file /dev/zero", "run s --posterior /dev/zero", "check /dev/zero"] {
        assert!(refused(at, &format!("{other} -q")).contains("a device"), "{other}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_folder_is_read_unless_it_is_allowed() {
    let work = workplace();
    let at = work.path();
    place(at, "districts", "../elsewhere/districts.csv");
    fs::rename(at.join("s/edges.csv"), at.join("elsewhere/edges.csv")).unwrap();
    std::os::unix::fs::symlink("../elsewhere/edges.csv", at.join("s/edges.csv")).unwrap();
    let told = refused(at, "run s -n 3 -q --out o");
    assert!(told.contains("files.districts") && told.contains("files.edges"), "{told}");
    assert!(told.contains("--allow-outside") && !told.contains("20000") && !at.join("o").exists(), "{told}");
    for other in ["/dev/zero", "/etc/passwd", "../../../../../etc/passwd", "a/../../elsewhere/districts.csv"] {
        edit(&at.join("s/scenario.toml"), "../elsewhere/districts.csv", other);
        let told = refused(at, "check s");
        assert!(told.contains("a path out of the scenario's folder") && !told.contains("root:"), "{told}");
        edit(&at.join("s/scenario.toml"), other, "../elsewhere/districts.csv");
    }
    ok(at, "check s --allow-outside");
    ok(at, "run s -n 3 -q --format csv --allow-outside --out o");
    let kept = at.join("o/scenario");
    let original = fs::read(at.join("elsewhere/districts.csv")).unwrap();
    assert_eq!(fs::read(kept.join("outside/up/elsewhere/districts.csv")).unwrap(), original);
    assert!(!kept.join("edges.csv").is_symlink() && kept.join("edges.csv").exists());
    assert!(refused(at, "rerun o -q --out again").contains("--allow-outside"));
    ok(at, "rerun o -q --allow-outside --out again");
    // The copy serves the report even where the original is gone, and a change of the original is noticed.
    edit(&at.join("elsewhere/districts.csv"), "20000", "20001");
    assert!(refused(at, "run s -n 5 -q --format csv --allow-outside --out o").contains("outside/up/elsewhere"));
    fs::remove_dir_all(at.join("elsewhere")).unwrap();
    ok(at, "report o");
}

#[test]
fn the_record_may_lie_in_any_folder_and_a_missing_one_is_told() {
    let work = workplace();
    let at = work.path();
    edit(&at.join("s/scenario.toml"), "[files]", "[files]\nobserved = \"past/record\"");
    assert!(refused(at, "check s").contains("past/record: no such folder"));
    fs::create_dir_all(at.join("s/past/record")).unwrap();
    ok(at, "check s");
    let falls = "district,date,event,use\nash,2030-06-05,fall,outcome\n";
    fs::write(at.join("s/past/record/district_falls.csv"), falls).unwrap();
    ok(at, "run s -n 3 -q --out o");
    assert_eq!(fs::read_to_string(at.join("o/scenario/past/record/district_falls.csv")).unwrap(), falls);
    edit(&at.join("s/past/record/district_falls.csv"), "use", "use,note");
    assert!(refused(at, "run s -n 5 -q --out o").contains("past/record/district_falls.csv"));
}

#[test]
fn policy_files_of_one_name_are_both_kept_and_a_change_of_either_is_noticed() {
    let work = workplace();
    let at = work.path();
    for name in ["a", "b"] {
        fs::create_dir(at.join(name)).unwrap();
        let text = format!(
            "[policy.{name}]\nsummary = \"x\"\nsource = \"assumption\"\nset = {{ \"campaign.contagion\" = 1.0 }}\n"
        );
        fs::write(at.join(name).join("p.toml"), text).unwrap();
    }
    let run = "run s --policy-file a/p.toml --policy-file b/p.toml --policy a -q --format csv --out o -n";
    ok(at, &format!("{run} 3"));
    assert!(at.join("o/scenario/policies/1/p.toml").exists() && at.join("o/scenario/policies/2/p.toml").exists());
    for name in ["a", "b"] {
        let file = at.join(name).join("p.toml");
        edit(&file, "= 1.0", "= 9.0");
        assert!(refused(at, &format!("{run} 5")).contains(&format!("({name}/p.toml)")));
        assert!(refused(at, "rerun o -q --out again").contains(&format!("({name}/p.toml)")));
        edit(&file, "= 9.0", "= 1.0");
    }
    ok(at, "report o");
}

#[test]
fn overlays_change_parameters_alone() {
    let work = workplace();
    let at = work.path();
    for other in [
        "--set files.districts=nope.csv",
        "--set title=other",
        "--set files={districts=\"nope.csv\"}",
        "--set schema=2",
    ] {
        let told = refused(at, &format!("run s -n 3 -q --out o {other}"));
        assert!(told.contains("which is no parameter of the model") && told.contains("--set"), "{told}");
    }
    let told = refused(at, "sweep s -n 3 -q --out o --factor files.districts=a.csv,b.csv");
    assert!(told.contains("no parameter of the model"), "{told}");
    let scenario = fs::read_to_string(at.join("s/scenario.toml")).unwrap();
    let policy = "[policy.swap]\nsummary = \"x\"\nset = { \"files.districts\" = \"nope.csv\" }\n";
    fs::write(at.join("s/scenario.toml"), format!("{scenario}\n{policy}")).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("files.districts, which is no parameter of the model"), "{told}");
    let prior = "[uncertainty]\n\"files.districts\" = { choice = [\"a.csv\", \"b.csv\"], source = \"assumption\" }";
    fs::write(at.join("s/scenario.toml"), scenario.replacen("[uncertainty]", prior, 1)).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("files.districts, which is no parameter of the model"), "{told}");
}

#[test]
fn a_kept_scenario_that_was_changed_is_told_and_mended_by_the_same_command() {
    let work = workplace();
    let at = work.path();
    ok(at, "run s -n 3 -q --out o");
    let kept = at.join("o/scenario/districts.csv");
    let whole = fs::read(&kept).unwrap();
    fs::write(&kept, "broken\n").unwrap();
    let told = refused(at, "report o");
    assert!(told.contains("o/scenario/districts.csv") && told.contains("other contents"), "{told}");
    fs::remove_file(&kept).unwrap();
    let told = refused(at, "report o");
    assert!(told.contains("o/scenario/districts.csv") && told.contains("no such file"), "{told}");
    ok(at, "run s -n 3 -q --out o");
    assert_eq!(fs::read(&kept).unwrap(), whole);
    ok(at, "report o");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_result_folder_takes_nothing_out_of_it() {
    let work = workplace();
    let at = work.path();
    place(at, "districts", "data/districts.csv");
    ok(at, "run s -n 3 -q --out o");
    fs::remove_dir_all(at.join("o/scenario/data")).unwrap();
    fs::create_dir(at.join("mine")).unwrap();
    fs::write(at.join("mine/districts.csv"), "mine").unwrap();
    std::os::unix::fs::symlink("../../mine", at.join("o/scenario/data")).unwrap();
    for command in ["report o", "run s -n 5 -q --out o", "run s -n 5 -q --fresh --out o"] {
        assert!(refused(at, command).contains("o/scenario/data is a link out of the result folder"));
    }
    assert_eq!(fs::read_to_string(at.join("mine/districts.csv")).unwrap(), "mine");
}

#[test]
fn names_in_a_plan_or_manifest_from_elsewhere_are_no_paths() {
    let work = workplace();
    let at = work.path();
    fs::write(at.join("secret.csv"), "x").unwrap();
    for part in ["1", "2"] {
        ok(at, &format!("run s -n 4 -q --shard {part}/2 --out p{part}"));
    }
    ok(at, "run s -n 3 -q --out o");
    let manifests = ["o", "p1", "p2"].map(|folder| at.join(folder).join("manifest.json"));
    let texts = manifests.each_ref().map(|file| fs::read_to_string(file).unwrap());
    for name in ["../../secret.csv", "/etc/passwd", "", "a/../../b", "policy file ../x", "a\\u0000b"] {
        for (file, text) in manifests.iter().zip(&texts) {
            fs::write(file, text.replacen("\"districts.csv\": \"", &format!("\"{name}\": \"00\", \"x\": \""), 1))
                .unwrap();
        }
        for command in ["report o", "merge p1 p2 --out whole"] {
            let told = refused(at, command);
            assert!(told.contains("manifest.json") && told.contains("damaged"), "{told}");
        }
        assert!(!at.join("whole").exists());
    }
    // Their own commands write them anew.
    for command in ["run s -n 3 -q --out o", "run s -n 4 -q --shard 1/2 --out p1"] {
        ok(at, command);
    }
    for (file, text) in manifests.iter().zip(&texts).take(2) {
        let names = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["plan"].clone();
        assert_eq!(names(&fs::read_to_string(file).unwrap()), names(text));
    }
    fs::write(&manifests[0], texts[0].replace("\"summary.csv\"", "\"../secret.csv\"")).unwrap();
    assert!(refused(at, "report o").contains("damaged"));
    let plan = fs::read_to_string(at.join("o/plan.toml")).unwrap();
    fs::write(at.join("other.toml"), plan.replacen("\"districts.csv\" =", "\"../secret.csv\" =", 1)).unwrap();
    let told = refused(at, "rerun other.toml -q --out again");
    assert!(told.contains("damaged") && told.contains("../secret.csv") && !at.join("again").exists(), "{told}");
    let suite = "title = \"T\"\n[scenario.\"../../escaped\"]\npath = \"s\"\n";
    fs::write(at.join("suite.toml"), suite).unwrap();
    assert!(refused(at, "benchmark suite.toml -q --out deep").contains("../../escaped"));
    fs::create_dir(at.join("b")).unwrap();
    let plan = format!(
        "panj = \"0.1.0\"\nseed = 1\nreplications = 2\n[suite]\n{}",
        suite.replace("[scenario", "[suite.scenario")
    );
    fs::write(at.join("b/benchmark.toml"), plan).unwrap();
    for command in ["rerun b -q --out again", "merge b --out whole"] {
        assert!(refused(at, command).contains("../../escaped"));
    }
    assert!(!at.join("again").exists() && !at.join("whole").exists() && !at.join("deep").exists());
}

#[test]
fn a_shard_whose_kept_scenario_was_changed_is_made_again_by_its_own_command() {
    let work = workplace();
    let at = work.path();
    for part in ["1", "2"] {
        ok(at, &format!("run s -n 4 -q --shard {part}/2 --out p{part}"));
    }
    fs::write(at.join("p1/scenario/districts.csv"), "broken\n").unwrap();
    let told = refused(at, "merge p1 p2 --out o -q");
    assert!(told.contains("p1/scenario") && told.contains("again") && !at.join("o").exists(), "{told}");
    ok(at, "run s -n 4 -q --shard 1/2 --out p1");
    ok(at, "merge p1 p2 --out o -q");
    assert_eq!(fs::read(at.join("o/scenario/districts.csv")).unwrap(), fs::read(at.join("s/districts.csv")).unwrap());
}
