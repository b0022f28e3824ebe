//! Notes the commit that is built, when there is one; without git or a repository the build goes on without it.

use std::path::Path;
use std::process::Command;

fn main() {
    let git = |arguments: &[&str]| {
        let found = Command::new("git").args(arguments).output().ok()?;
        found.status.success().then(|| String::from_utf8_lossy(&found.stdout).trim().to_owned())
    };
    // Only what exists may be named: a missing file would rebuild the crate each time.
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| Path::new(log).exists()) {
        println!("cargo::rerun-if-changed={log}");
    }
    println!("cargo::rustc-env=PANJ_COMMIT={}", git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_default());
}
