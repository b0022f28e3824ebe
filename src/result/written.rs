//! What panj has written into a result folder: names, sizes and digests.
//!
//! The manifest of finished results lists every file with its digest, so that a file that was emptied, cut or changed is
//! found out, and so that nothing but these is ever removed. While work is unfinished there is no manifest: the names
//! (those of earlier results, and those that are to come) stand in a journal, `.written`, until there is one again.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[cfg(feature = "report")]
use super::aside::write_whole;
use super::aside::{aside_of, write_synced};
use super::files::{FILES, Origin, ResultFile};
use super::manifest::Manifest;
use crate::experiment::hex;

/// Names of the files beside plan and manifest.
fn names() -> impl Iterator<Item = String> {
    FILES.iter().flat_map(ResultFile::names).chain([REPORT.to_owned()])
}
/// The journal.
pub(super) const JOURNAL: &str = ".written";
/// Folder of the charts.
pub(super) const CHARTS: &str = "charts";
/// The report.
const REPORT: &str = "report.html";

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Path in the folder, with `/`.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
}

/// Whether panj writes a file of this name; names that a manifest from elsewhere tells are not trusted.
fn is_own(name: &str) -> bool {
    if names().any(|own| own == name) {
        return true;
    }
    let parts: Vec<_> = Path::new(name).components().collect();
    let [Component::Normal(folder), Component::Normal(file)] = parts[..] else { return false };
    let picture = Path::new(file).extension().is_some_and(|extension| extension == "svg" || extension == "png");
    folder == CHARTS && picture && name == format!("{CHARTS}/{}", file.to_string_lossy())
}

/// Names of the files that panj has written into a folder, as manifest and journal tell.
pub(super) fn known(folder: &Path) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    if let Some(manifest) = Manifest::whole(folder) {
        names.extend(manifest.written.iter().map(|file| file.name.clone()));
        names.extend(tables_of(&manifest));
    }
    let journal = fs::read_to_string(folder.join(JOURNAL)).unwrap_or_default();
    names.extend(journal.lines().map(str::to_owned));
    names.retain(|name| is_own(name));
    names
}

/// Names of tables that a manifest tells of, and of the same as JSON.
fn tables_of(manifest: &Manifest) -> BTreeSet<String> {
    let tables = manifest.files.iter().map(|file| file.name.clone());
    let json = manifest.files.iter().filter_map(|file| Some(format!("{}.json", file.name.strip_suffix(".csv")?)));
    tables.chain(json).filter(|name| is_own(name)).collect()
}

/// Notes names in the journal before files of these names are written.
///
/// # Errors
/// When the disk refuses.
#[cfg(feature = "report")]
pub(crate) fn note(folder: &Path, names: impl IntoIterator<Item = String>) -> io::Result<()> {
    let before = known(folder);
    let names: BTreeSet<String> = before.iter().cloned().chain(names).collect();
    if names == before {
        return Ok(());
    }
    write_whole(&folder.join(JOURNAL), lines(&names).as_bytes())
}

/// Notes, on disk, what is known, and all names that are free: whatever then lies there under one of them is panj's. Where
/// a manifest was emptied or cut, so that nothing tells any more what is known, all names are panj's.
pub(super) fn begin(folder: &Path) -> io::Result<()> {
    let damaged = folder.join("manifest.json").exists() && Manifest::whole(folder).is_none();
    let lost = damaged && !folder.join(JOURNAL).exists();
    let free = names().filter(|name| lost || !folder.join(name).exists());
    let names: BTreeSet<String> = known(folder).into_iter().chain(free).collect();
    write_synced(&folder.join(JOURNAL), lines(&names).as_bytes())
}

fn lines(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("{name}\n")).collect()
}

/// Removes what was written before and is not current, and takes the digests of what is; `charts` are the names of those
/// that were drawn, None when neither charts nor report were.
///
/// # Errors
/// When a file cannot be read or removed.
pub(crate) fn settle(folder: &Path, manifest: &mut Manifest, charts: Option<&[String]>) -> io::Result<()> {
    let pictures = charts.into_iter().flatten().flat_map(|chart| pictures(chart));
    let report = charts.map(|_| REPORT.to_owned());
    let mut current: BTreeSet<String> = tables_of(manifest).into_iter().chain(pictures).chain(report).collect();
    current.retain(|name| folder.join(name).exists());
    for name in known(folder).difference(&current) {
        remove(folder, name)?;
    }
    manifest.written = current.iter().map(|name| written(folder, name)).collect::<io::Result<_>>()?;
    Ok(())
}

/// Removes charts that an earlier benchmark drew into its folder and that are drawn no more. A benchmark has no manifest:
/// the journal goes on to tell their names.
///
/// # Errors
/// When a file cannot be removed or written.
#[cfg(feature = "report")]
pub(crate) fn settle_charts(folder: &Path, charts: &[String]) -> io::Result<()> {
    let current: BTreeSet<String> = charts.iter().flat_map(|chart| pictures(chart)).collect();
    for name in known(folder).difference(&current).filter(|name| name.starts_with(CHARTS)) {
        remove(folder, name)?;
    }
    write_whole(&folder.join(JOURNAL), lines(&current).as_bytes())
}

/// Names of the files of a chart.
pub(crate) fn pictures(chart: &str) -> [String; 2] {
    ["svg", "png"].map(|ending| format!("{CHARTS}/{chart}.{ending}"))
}

/// Removes the journal: the manifest tells all of it.
pub(crate) fn end(folder: &Path) -> io::Result<()> {
    remove_there(&folder.join(JOURNAL))
}

/// Files of a manifest that are not as they were written: lost, emptied, cut or changed.
pub(crate) fn damaged(folder: &Path, manifest: &Manifest) -> Vec<String> {
    let whole = |file: &&WrittenFile| !written(folder, &file.name).is_ok_and(|there| there == **file);
    manifest.written.iter().filter(|file| is_own(&file.name)).filter(whole).map(|file| file.name.clone()).collect()
}

/// Removes a file of panj's from a folder, and what is left of an unfinished one.
pub(super) fn remove(folder: &Path, name: &str) -> io::Result<()> {
    let path = folder.join(name);
    // What a link leads to is not this folder's.
    if name.contains('/') && path.parent().is_some_and(Path::is_symlink) {
        return Ok(());
    }
    remove_there(&aside_of(&path))?;
    remove_there(&path)
}

/// Removes what unfinished writing has left.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    let names = known(folder).into_iter().chain(names());
    let more = ["plan.toml", "manifest.json", "benchmark.toml", JOURNAL].map(str::to_owned);
    for name in names.chain(more) {
        remove_there(&aside_of(&folder.join(name)))?;
    }
    Ok(())
}

/// Removes all files that panj has written beside plan and manifest, and the folder of charts if nothing else is in it.
/// What only has a name that panj could give, and was put there by someone else, stays.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for name in &known(folder) {
        remove(folder, name)?;
    }
    remove_if_empty(&folder.join(CHARTS))
}

/// Removes all files that panj has written into the folder of a benchmark.
pub(super) fn clear_benchmark(folder: &Path) -> io::Result<()> {
    let own = FILES.iter().filter(|file| file.origin == Origin::Benchmark).flat_map(ResultFile::names);
    own.chain([REPORT.to_owned()]).try_for_each(|name| remove(folder, &name))?;
    clear(folder)
}

/// Removes a file; it may be gone already.
pub(super) fn remove_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound && error.kind() != io::ErrorKind::NotADirectory => {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Removes a folder that nothing is in; it may be gone already.
pub(super) fn remove_if_empty(folder: &Path) -> io::Result<()> {
    let empty = !folder.is_symlink() && folder.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    if empty { fs::remove_dir(folder) } else { Ok(()) }
}

/// Size and digest of a file.
fn written(folder: &Path, name: &str) -> io::Result<WrittenFile> {
    let (bytes, sha256) = digest(&folder.join(name))?;
    Ok(WrittenFile { name: name.to_owned(), bytes, sha256 })
}

/// Size and SHA-256 of a file.
pub(super) fn digest(path: &Path) -> io::Result<(u64, String)> {
    // Opening a pipe that nobody writes to would wait for ever.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no file"));
    }
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 18];
    let (mut bytes, mut hasher) = (0, Sha256::new());
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hex(&hasher.finalize())));
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_panj_writes_are_its_own() {
        for own in ["summary.csv", "charts/fan_men_ready.png", "pareto.csv"] {
            assert!(is_own(own), "{own}");
        }
        for foreign in [
            "notes.csv",
            "../summary.csv",
            "charts/../x.png",
            "/tmp/x.png",
            "charts/a/b.png",
            "charts/a.txt",
            "charts",
            "",
        ] {
            assert!(!is_own(foreign), "{foreign}");
        }
    }
}
