//! A run of a scenario with observed data is held against them, and says what was fitted.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use panj::report::folder::rebuild;

/// The tutorial with a record of its own: counts, and days of falls of which one is before the start.
#[test]
fn observed_counts_and_falls_are_held_against_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("valley");
    fs::create_dir_all(scenario.join("observed")).unwrap();
    let tutorial = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    for entry in fs::read_dir(tutorial).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, scenario.join(path.file_name().unwrap())).unwrap();
    }
    let text = fs::read_to_string(scenario.join("scenario.toml")).unwrap();
    let text = text.replace("frailty_sd = 0.0                   # off", "frailty_sd = 0.3 # fitted to a record");
    assert!(text.contains("# fitted to a record"), "the tutorial sets frailty_sd");
    let start = text.lines().find_map(|line| line.strip_prefix("start = ")).unwrap().to_owned();
    let year = &start[..4];
    let text = if text.contains("[files]") {
        text.replacen("[files]\n", "[files]\nobserved = \"observed\"\n", 1)
    } else {
        format!("{text}\n[files]\nobserved = \"observed\"\n")
    };
    fs::write(scenario.join("scenario.toml"), text).unwrap();
    let counts = format!(
        "date,count,scaled_to_398,series,measure,contested,government,units,use,confidence,source,note\n\
         {year}-05-20,3,3,us,held,,,398,outcome,high,a,\n{year}-06-01,4,4,us,held,,,398,outcome,high,b,\n\
         {year}-06-20,6,6,us,held,,,398,outcome,high,c,\n{year}-06-21,60,60,them,held,,,398,context,high,d,\n"
    );
    fs::write(scenario.join("observed/control_counts.csv"), counts).unwrap();
    let ids: Vec<String> = fs::read_to_string(scenario.join("districts.csv"))
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    let mut falls = "district,name,province,date,precision_days,event,disputed,use,confidence,source,note\n".to_owned();
    for (i, id) in ids.iter().enumerate() {
        falls.push_str(&format!("{id},{id},,{year}-05-{:02},1,fall,0,outcome,high,e,\n", 10 + i));
    }
    fs::write(scenario.join("observed/district_falls.csv"), falls).unwrap();
    let out = folder.path().join("result");
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    let done = command.arg("run").arg(&scenario).args(["-n", "60", "-q", "--out"]).arg(&out).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // The report needs nothing but the folder.
    fs::remove_dir_all(&scenario).unwrap();
    rebuild(&out).unwrap();
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    let section = html.split_once("<section id=\"hindcast\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(section.contains("This is no test of foresight") && section.contains("campaign.frailty_sd"), "fitted");
    assert!(section.contains("Of 3 counts of districts held"), "counts that are context are left out");
    assert!(section.contains("districts held, 3 counts") && section.contains("day of the fall"), "scores");
    assert!(out.join("charts/hindcast_coverage_counts.svg").exists());
}
