//! Promise: `panj new` writes a scenario that is sound and runs, and never writes over anything.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Output};

#[test]
fn the_starter_runs_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let panj = |arguments: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder.path()).args(arguments).output().unwrap()
    };
    for arguments in [&["new", "mine"][..], &["check", "mine"], &["run", "mine", "-n", "50", "-q"]] {
        let output = panj(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let before = fs::read(folder.path().join("mine/scenario.toml")).unwrap();
    let refused = panj(&["new", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("exists already"));
    assert!(before == fs::read(folder.path().join("mine/scenario.toml")).unwrap());
}

/// All stubs taken into use: endings taken away, comments of `[files]` and of priors opened.
#[test]
fn every_stub_holds_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let panj = |line: &str| {
        let done =
            Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder.path()).args(line.split(' ')).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    };
    panj("new mine");
    let mine = folder.path().join("mine");
    let text = fs::read_to_string(mine.join("scenario.toml")).unwrap();
    assert_eq!(text.lines().next(), Some("#:schema ./scenario.schema.json"), "where editors look");
    let schema: serde_json::Value =
        serde_json::from_slice(&fs::read(mine.join("scenario.schema.json")).unwrap()).unwrap();
    assert!(schema["properties"]["campaign"].is_object());

    panj("run mine --policy-file mine/policies.toml --policy more-and-early -n 3 -q --out with-policies");
    let mut stubs = 0;
    for within in [mine.clone(), mine.join("observed")] {
        for entry in fs::read_dir(&within).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "example") {
                fs::rename(&path, path.with_extension("")).unwrap();
                stubs += 1;
            }
        }
    }
    assert_eq!(stubs, 8);
    let opened = text.lines().map(|line| {
        let own = [
            "# routes =",
            "# places =",
            "# outline =",
            "# observed =",
            "# \"campaign.",
            "# \"mobilization.",
            "# \"alliance.",
        ];
        if own.iter().any(|begin| line.starts_with(begin)) { &line[2..] } else { line }
    });
    let opened: Vec<&str> = opened.collect();
    assert_eq!(opened.iter().zip(text.lines()).filter(|(is, was)| *is != was).count(), 7, "comments opened");
    fs::write(mine.join("scenario.toml"), opened.join("\n")).unwrap();
    panj("check mine");
    panj("run mine -n 3 -q --uncertain --out opened");
    panj("run mine -n 3 -q --posterior mine/posterior.csv --out drawn");
    panj("benchmark mine/suite.toml -n 2 -q --out ranked");
}
