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
