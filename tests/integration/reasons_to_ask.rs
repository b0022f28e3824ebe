//! Promise: a host may ask because of civilians or a place, and a scenario may have questions of its own; each answer is what the same
//! world's other outcomes say.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Columns of worlds of the tutorial with more lines in its scenario; the problems where it is refused.
fn columns(more: &str, set: &[&str]) -> Result<BTreeMap<String, Vec<f64>>, String> {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let document = folder.path().join("scenario.toml");
    fs::write(&document, format!("{}\n{more}", fs::read_to_string(&document).unwrap())).unwrap();
    let out = folder.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    command.args(["run", "-q", "--fixed", "--no-report", "--format", "csv", "-n", "60", "--seed", "3", "--out"]);
    command.arg(&out);
    for assignment in set {
        command.args(["--set", assignment]);
    }
    let done = command.arg(folder.path()).output().unwrap();
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let mut reader = csv::Reader::from_path(out.join("outcomes.csv")).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in reader.records() {
        for (name, cell) in names.iter().zip(&row.unwrap()) {
            columns.entry(name.clone()).or_default().push(cell.parse().unwrap_or(f64::NAN));
        }
    }
    Ok(columns)
}

const PLACE: [&str; 2] = [r#"alliance.request.conditions=["place"]"#, r#"alliance.request.places=["elm","brook"]"#];

#[test]
fn a_place_that_falls_makes_the_host_call_at_that_instant() {
    // The question of the same event: it is answered at the ends of days, so it is yes where the call came by the last day.
    let question = "[outcomes.own.lost]\nof = \"districts-held\"\nat_least = 10\n";
    let worlds = columns(question, &PLACE).unwrap();
    let calls = &worlds["call_days"];
    assert!(calls.iter().any(|day| *day > 0.0));
    for (lost, call) in worlds["own_lost"].iter().zip(calls) {
        // Where all ten districts are lost at the end of a day, both places are.
        assert!(*lost == 0.0 || !call.is_nan());
    }
    // Another place falls at another time.
    let other = columns("", &[PLACE[0], r#"alliance.request.places=["ash"]"#]).unwrap();
    assert_ne!(&other["call_days"], calls);
    assert_eq!(other["falls"], worlds["falls"], "the war does not depend on who is asked");
    let told = columns("", &[PLACE[0], r#"alliance.request.places=["asch"]"#]).unwrap_err();
    assert!(told.contains("the id of a district") && told.contains("did you mean \"ash\"?"), "{told}");
}

#[test]
fn civilians_make_the_host_call_from_their_threshold_on() {
    let set = |of: &str, people: u32| {
        let name = of.replace('-', "_");
        columns(
            "",
            &[&format!(r#"alliance.request.conditions=["{of}"]"#), &format!("alliance.request.{name}={people}")],
        )
        .unwrap()
    };
    for of in ["civilians-admitted", "civilians-in-host", "civilians-waiting"] {
        let (few, many) = (set(of, 1), set(of, 400));
        let came = |worlds: &BTreeMap<String, Vec<f64>>| worlds["call_days"].iter().filter(|day| !day.is_nan()).count();
        assert!(came(&few) > 0, "{of}: nobody called");
        assert!(came(&few) >= came(&many));
        for (few, many) in few["call_days"].iter().zip(&many["call_days"]) {
            assert!(many.is_nan() || few <= many, "{of}: more people take no less time: {few} {many}");
        }
        // Who was admitted in all decides whether that threshold was reached.
        if of == "civilians-admitted" {
            for (admitted, call) in many["civilians_admitted"].iter().zip(&many["call_days"]) {
                assert_eq!(*admitted >= 400.0, !call.is_nan(), "{admitted} {call}");
            }
        }
    }
}

#[test]
fn a_share_of_the_border_is_so_many_kilometres() {
    // The valley's border: a share of one half is met exactly when half of its kilometres are.
    let border: f64 =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial/border_edges.csv"))
            .unwrap()
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2).unwrap().parse::<f64>().unwrap())
            .sum();
    let share =
        columns("", &[r#"alliance.request.conditions=["facing-share"]"#, "alliance.request.facing_share=0.5"]).unwrap();
    let km = format!("alliance.request.facing_km={}", border / 2.0);
    let km = columns("", &[r#"alliance.request.conditions=["facing-km"]"#, &km]).unwrap();
    let bits =
        |worlds: &BTreeMap<String, Vec<f64>>| worlds["call_days"].iter().map(|day| day.to_bits()).collect::<Vec<_>>();
    assert!(share["call_days"].iter().any(|day| !day.is_nan()));
    assert_eq!(bits(&share), bits(&km));
}

#[test]
fn own_questions_agree_with_the_outcomes_that_ask_the_same() {
    let questions = "
[outcomes.own.six_by_june]
of = \"districts-held\"
at_least = 6
by = 2030-06-30
[outcomes.own.six]
of = \"districts-held\"
at_least = 6
[outcomes.own.all]
of = \"districts-held\"
at_least = 10
[outcomes.own.allied]
of = \"allied-men\"
summary = \"allied men come\"
";
    let worlds = columns(questions, &[]).unwrap();
    for (at, all) in worlds["own_all"].iter().enumerate() {
        assert!(*all <= worlds["own_six"][at] && worlds["own_six_by_june"][at] <= worlds["own_six"][at]);
        assert_eq!(
            worlds["own_six"][at] == 1.0,
            !(worlds["half_held_days"][at].is_nan() || worlds["held_at_end"][at] < 6.0)
        );
        // Nobody retakes anything in the valley: what is held at the end was held at the end of the last day.
        assert_eq!(*all == 1.0, worlds["held_at_end"][at] >= 10.0);
    }
    for (wrong, part) in [
        ("[outcomes.own.Six]\nof = \"facing-km\"\n", "small letters"),
        ("[outcomes.own.x]\nof = \"facing\"\n", "facing-km"),
        ("[outcomes.own.x]\nof = \"facing-km\"\nregion = \"north\"\n", "only districts-held"),
        ("[outcomes.own.x]\nof = \"facing-km\"\nby = 2031-01-01\n", "a date from"),
    ] {
        let told = columns(wrong, &[]).unwrap_err();
        assert!(told.contains(part), "{told}");
    }
}
