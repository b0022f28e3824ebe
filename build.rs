//! Notes the commit that is built, when there is one; without git or a repository the build goes on without it.

use std::path::Path;
use std::process::Command;

fn main() {
    // Only what exists may be named: a missing file would rebuild the crate each time.
    println!("cargo::rerun-if-changed=build.rs");
    if Path::new(".git/logs/HEAD").exists() {
        println!("cargo::rerun-if-changed=.git/logs/HEAD");
    }
    let commit = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output().ok();
    let commit = commit.filter(|found| found.status.success()).and_then(|found| String::from_utf8(found.stdout).ok());
    println!("cargo::rustc-env=PANJ_COMMIT={}", commit.unwrap_or_default().trim());
}
