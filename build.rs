//! Notes the commit that is built, when there is one; without git or a repository the build goes on without it. Lists the files
//! of scenarios and alliances, which ship inside the program.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> io::Result<()> {
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
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["scenarios", "alliances"] {
        println!("cargo::rerun-if-changed={folder}");
        find(&root.join(folder), &mut files)?;
    }
    files.sort();
    let entry = |file: &PathBuf| {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        format!("({name:?}, include_str!({:?})),\n", file.to_string_lossy())
    };
    let list: String = files.iter().map(entry).collect();
    std::fs::write(Path::new(&std::env::var_os("OUT_DIR").unwrap_or_default()).join("shipped.rs"), format!("&[{list}]"))
}

/// All files below a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { find(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
