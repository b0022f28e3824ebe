//! Notes the commit that is built, when there is one; without git or a repository the build goes on without it. Deflates what
//! ships inside the program (`src/packed.rs`): scenarios, alliances, records, cases, and the fonts where pictures are drawn.

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
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let fonts = std::env::var_os("CARGO_FEATURE_REPORT").map(|_| "assets/fonts");
    let mut files = Vec::new();
    for folder in ["scenarios", "alliances", "data/alliance-response", "src/verify/cases"].into_iter().chain(fonts) {
        println!("cargo::rerun-if-changed={folder}");
        find(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut list = String::new();
    for (number, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let packed = out.join(format!("{number}.deflate"));
        std::fs::write(&packed, miniz_oxide::deflate::compress_to_vec(&std::fs::read(file)?, 9))?;
        list += &format!("Packed::new({name:?}, include_bytes!({:?})),\n", packed.to_string_lossy());
    }
    std::fs::write(out.join("packed.rs"), format!("static FILES: [Packed; {}] = [{list}];", files.len()))
}

/// All files below a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { find(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
