//! What a scenario reads: each file once, from inside its folder, and kept as the very bytes that were read, so that what
//! is hashed and kept with results is what they were made from.
//!
//! A file has a name that does not depend on where the scenario's folder lies: its path inside the folder,
//! `alliances/NAME/FILE` for one of the alliance that the scenario names, or `policy file NAME` for a further file of
//! policies. Plans note hashes by these names, and result folders keep the files under them ([`kept_at`]).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::nearest::nearest;
use super::problem::{Problem, Problems};
use super::text_file::{NO_SUCH_FILE, read_bytes, text_of};

/// With what the names of policy files begin.
const POLICY_FILE: &str = "policy file ";
/// Folder of the folders of alliances, a scenario's own or one further up.
pub(crate) const ALLIANCES: &str = "alliances";
/// Folders of a kept scenario that hold what did not lie in the scenario's own folder.
const OUTSIDE: &str = "outside";
const POLICIES: &str = "policies";
const SAMPLES: &str = "posterior";

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Name in plans.
    pub name: String,
    /// Where it was read.
    pub path: PathBuf,
    /// All of its bytes.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of them, as lower-case hexadecimal digits.
    pub sha256: String,
}

/// Where the data files of a scenario may lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// In the scenario's folder or below it: a scenario that came from elsewhere reads nothing else.
    #[default]
    Inside,
    /// Anywhere, for scenarios that one trusts.
    Anywhere,
}

/// Where a [`Reader`] reads from.
pub(crate) enum Place<'a> {
    /// The scenario's own folder.
    Disk(Reach),
    /// The copy in a result folder, whose files must have these hashes.
    Kept(&'a BTreeMap<String, String>),
    /// Texts by name.
    Memory(&'a dyn Fn(&str) -> Option<Vec<u8>>),
}

/// Reads the files of one scenario and keeps what it read.
pub(crate) struct Reader<'a> {
    place: Place<'a>,
    /// Folder that the names of data files are relative to.
    folder: PathBuf,
    read: RefCell<Vec<InputFile>>,
}

impl InputFile {
    /// Name of a sample of parameters.
    pub const POSTERIOR: &'static str = "posterior/posterior.csv";

    /// A sample of parameters, read from a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn posterior(path: &Path) -> Result<InputFile, Problems> {
        let bytes = read_bytes(path).map_err(|problem| Problems::new(vec![*problem]))?;
        Ok(InputFile::new(InputFile::POSTERIOR.to_owned(), path, bytes))
    }

    /// A file of a kept scenario, by its name in plans.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was kept.
    pub fn kept(folder: &Path, name: &str, sha256: &str) -> Result<InputFile, Box<Problem>> {
        let path = folder.join(kept_at(name));
        let damaged = |found: String| {
            let rule = "the file that the results were made from, unchanged";
            let remedy = format!(
                "put it back (its SHA-256 is {sha256}); or run the command of this folder again, with the scenario as it \
                 was, which writes it anew"
            );
            Box::new(Problem::of_file(&path.display().to_string(), found, rule).remedy(remedy))
        };
        if !leads_inside(folder, &path) {
            return Err(damaged("a link that leads out of the folder".to_owned()));
        }
        let file = InputFile::new(name.to_owned(), &path, read_bytes(&path).map_err(|problem| damaged(problem.found))?);
        if file.sha256 != sha256 {
            return Err(damaged(format!("other contents, of SHA-256 {}", file.sha256)));
        }
        Ok(file)
    }

    fn new(name: String, path: &Path, bytes: Vec<u8>) -> InputFile {
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        InputFile { name, path: path.to_owned(), bytes: bytes.into(), sha256 }
    }

    /// Its text. All that a reader keeps could be decoded.
    pub(crate) fn text(&self) -> String {
        text_of(&self.name, &self.bytes).unwrap_or_default()
    }
}

/// The name in plans of a file of an alliance.
pub(crate) fn alliance_file(alliance: &str, file: &str) -> String {
    format!("{ALLIANCES}/{alliance}/{file}")
}

/// The name in plans of the policy file at a place of a list: that of the file, with its number where several are of
/// one name.
#[must_use]
pub fn policy_file_name(files: &[PathBuf], at: usize) -> String {
    let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let own = files.get(at).map(name).unwrap_or_default();
    let alone = files.iter().filter(|file| name(file) == own).count() == 1;
    if alone { format!("{POLICY_FILE}{own}") } else { format!("{POLICY_FILE}{}/{own}", at + 1) }
}

/// Where a file of this name lies in a kept scenario, relative to its folder.
#[must_use]
pub fn kept_at(name: &str) -> PathBuf {
    match name.strip_prefix(POLICY_FILE) {
        Some(policy) => Path::new(POLICIES).join(policy),
        None => PathBuf::from(name),
    }
}

/// Whether a name that came from elsewhere is that of a file inside a folder.
#[must_use]
pub fn is_inside(name: &str) -> bool {
    let path = kept_at(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    // Parts of the text too: the components of `a//b` and `a/./b` are those of `a/b`, but panj writes neither.
    let written = path.to_string_lossy().split('/').all(|part| !matches!(part, "" | "." | ".."));
    plain && written && !name.contains(['\0', '\\'])
}

/// The name in plans of a data file that is written as `written`. No two files have the same.
pub(crate) fn data_name(written: &str) -> String {
    let path = Path::new(written);
    let outside = is_outside(path);
    // What the kept scenario has of its own keeps its place: a word of it gives way by an underscore.
    let apart = |part: &str, words: &[&str]| {
        let taken = words.contains(&part.trim_end_matches('_'));
        if taken { format!("{part}_") } else { part.to_owned() }
    };
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => parts.push("up".to_owned()),
            Component::RootDir | Component::Prefix(_) => parts.push("absolute".to_owned()),
            Component::Normal(part) if outside => parts.push(apart(&part.to_string_lossy(), &["up", "absolute"])),
            Component::Normal(part) if parts.is_empty() => {
                parts.push(apart(&part.to_string_lossy(), &[OUTSIDE, POLICIES, SAMPLES, ALLIANCES]));
            }
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
        }
    }
    if outside {
        parts.insert(0, OUTSIDE.to_owned());
    }
    parts.join("/")
}

/// Whether a path as written may lead out of the folder that it is relative to.
fn is_outside(path: &Path) -> bool {
    path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Whether a path lies in a folder once all links are followed; a path to nothing is left to be told so.
#[must_use]
pub fn leads_inside(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => path.starts_with(folder),
        _ => true,
    }
}

impl<'a> Reader<'a> {
    /// A reader of the scenario in a folder.
    pub(crate) fn new(place: Place<'a>, folder: &Path) -> Reader<'a> {
        Reader { place, folder: folder.to_owned(), read: RefCell::default() }
    }

    /// The scenario's TOML file in its folder; `given` says that the user named it, not only the folder.
    pub(crate) fn document(&self, name: &str, given: bool) -> Result<(String, String), Box<Problem>> {
        let path = self.folder.join(name);
        if !given && let Place::Disk(_) = self.place {
            self.check_reach(&path, name)?;
        }
        self.text(data_name(name), &path)
    }

    /// A data file, as `[files]` names it: the name to show, and its text. None where there is no file of that name.
    pub(crate) fn data(&self, written: &str) -> Result<Option<(String, String)>, Box<Problem>> {
        let path = self.folder.join(written);
        if let Place::Disk(_) = self.place {
            self.check_reach(&path, written)?;
        }
        match self.text(data_name(written), &path) {
            Err(problem) if problem.found == NO_SUCH_FILE => Ok(None),
            other => other.map(Some),
        }
    }

    /// A file of the alliance of a name: the name to show, and its text. None where its folder has no file of that name.
    ///
    /// # Errors
    /// No folder of that name, or a file that is none.
    pub(crate) fn alliance(&self, alliance: &str, file: &str) -> Result<Option<(String, String)>, Box<Problem>> {
        let name = alliance_file(alliance, file);
        let home = if let Place::Disk(_) = self.place { self.home_of(alliance)? } else { self.folder.clone() };
        let path = home.join(&name);
        if let Place::Disk(Reach::Inside) = self.place
            && !leads_inside(&home, &path)
        {
            let rule = format!("a file below the folder that holds `{ALLIANCES}`");
            let problem = Problem::of_file(&path.display().to_string(), "a link out of its place", rule);
            return Err(Box::new(
                problem.remedy("put the file in its place; or give --allow-outside if you trust the link"),
            ));
        }
        match self.text(name, &path) {
            Err(problem) if problem.found == NO_SUCH_FILE => Ok(None),
            other => other.map(Some),
        }
    }

    /// The folder that holds `alliances/NAME`: the scenario's own, or the nearest of the two above it.
    fn home_of(&self, alliance: &str) -> Result<PathBuf, Box<Problem>> {
        let mut home = self.folder.clone();
        let mut names = Vec::new();
        for _ in 0..3 {
            let folder = home.join(ALLIANCES).join(alliance);
            if folder.is_dir() {
                return Ok(home);
            }
            if folder.exists() || folder.is_symlink() {
                let found = if folder.exists() { "a file" } else { "a link to a folder that is not there" };
                return Err(Box::new(Problem::of_file(&folder.display().to_string(), found, "a folder that exists")));
            }
            let there = fs::read_dir(home.join(ALLIANCES)).into_iter().flatten().flatten();
            names.extend(there.filter_map(|entry| entry.file_name().into_string().ok()));
            home = above(&home);
        }
        names.sort();
        let rule =
            format!("a folder `{ALLIANCES}/{alliance}` in the scenario's folder, in the one above it, or above that");
        let remedy = match nearest(alliance, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean {near}?"),
            None if names.is_empty() => "copy the alliance's folder there".to_owned(),
            None => format!("there are {}; or copy the alliance's folder there", names.join(", ")),
        };
        Err(Box::new(Problem::of_file("", "no such folder", rule).remedy(remedy)))
    }

    /// A file of policies, which may lie anywhere: the user named it.
    pub(crate) fn policies(&self, files: &[PathBuf], at: usize) -> Result<(String, String), Box<Problem>> {
        let path = files.get(at).map(PathBuf::as_path).unwrap_or(Path::new(""));
        let name = policy_file_name(files, at);
        if let Place::Memory(_) = self.place {
            // The user named it: it is no file of the scenario's.
            return self.keep(InputFile::new(name, path, read_bytes(path)?));
        }
        self.text(name, path)
    }

    /// Makes sure that a folder which `[files]` names is there and may be read.
    pub(crate) fn check_folder(&self, written: &str) -> Result<(), Box<Problem>> {
        let Place::Disk(_) = self.place else { return Ok(()) };
        let path = self.folder.join(written);
        self.check_reach(&path, written)?;
        if path.is_dir() {
            return Ok(());
        }
        let found = if path.exists() { "a file" } else { "no such folder" };
        Err(Box::new(Problem::of_file(&path.display().to_string(), found, "a folder that exists")))
    }

    /// Folder that the names of data files are relative to.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All that was read, in the order of names.
    pub(crate) fn into_files(self) -> Vec<InputFile> {
        let mut files = self.read.into_inner();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files
    }

    /// Refuses what lies outside the scenario's folder, unless it was allowed.
    fn check_reach(&self, path: &Path, written: &str) -> Result<(), Box<Problem>> {
        let written_so = is_outside(Path::new(written));
        if matches!(self.place, Place::Disk(Reach::Anywhere)) || (!written_so && leads_inside(&self.folder, path)) {
            return Ok(());
        }
        let found =
            if written_so { "a path out of the scenario's folder" } else { "a link out of the scenario's folder" };
        let problem = Problem::of_file(&path.display().to_string(), found, "a file inside the scenario's folder");
        Err(Box::new(problem.remedy("move it into the folder; or give --allow-outside if you trust the scenario")))
    }

    /// The text of a file: from what was read before, else read now and kept.
    fn text(&self, name: String, path: &Path) -> Result<(String, String), Box<Problem>> {
        if !is_inside(&name) {
            let problem = Problem::of_file(&path.display().to_string(), "a name that no result folder can keep", "");
            return Err(Box::new(problem.rule("the name of a file, without a backslash").remedy("rename the file")));
        }
        let known = self.read.borrow().iter().find(|file| file.name == name).cloned();
        let file = match (known, &self.place) {
            (Some(file), _) => return Ok((file.path.display().to_string(), file.text())),
            (None, Place::Disk(_)) => InputFile::new(name, path, read_bytes(path)?),
            (None, Place::Kept(sha256)) => match sha256.get(&name) {
                Some(sha256) => InputFile::kept(&self.folder, &name, sha256)?,
                None => return Err(absent(path)),
            },
            (None, Place::Memory(texts)) => {
                let shown = path.display().to_string();
                InputFile::new(name, path, texts(&shown).ok_or_else(|| absent(path))?)
            }
        };
        self.keep(file)
    }

    /// Keeps a file that was read: the name to show, and its text.
    fn keep(&self, file: InputFile) -> Result<(String, String), Box<Problem>> {
        let shown = file.path.display().to_string();
        let text = text_of(&shown, &file.bytes)?;
        self.read.borrow_mut().push(file);
        Ok((shown, text))
    }
}

/// The folder above one; by its own name where that is not another's, as it is where a link leads to the folder.
fn above(folder: &Path) -> PathBuf {
    let up = folder.join("..");
    match (folder.components().next_back(), folder.parent()) {
        (Some(Component::Normal(_)), Some(named)) => {
            let there = if named.as_os_str().is_empty() { Path::new(".") } else { named };
            if there.canonicalize().ok() == up.canonicalize().ok() { named.to_owned() } else { up }
        }
        _ => up,
    }
}

fn absent(path: &Path) -> Box<Problem> {
    Box::new(Problem::of_file(&path.display().to_string(), NO_SUCH_FILE, "the file must exist"))
}

/// The name in plans of a file in a folder of `[files]`.
pub(crate) fn name_in(folder: &str, file: &str) -> String {
    data_name(&written_in(folder, file))
}

/// A file in a folder of `[files]`, as `[files]` would name it.
pub(crate) fn written_in(folder: &str, file: &str) -> String {
    Path::new(folder).join(file).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_of_their_own_inside_the_kept_scenario() {
        let names = |written: &[&str]| written.iter().map(|w| data_name(w)).collect::<Vec<_>>();
        assert_eq!(names(&["a.csv", "./b//c.csv", "observed/x.csv"]), ["a.csv", "b/c.csv", "observed/x.csv"]);
        assert_eq!(
            names(&["../a.csv", "/d/a.csv", "b/../../a.csv"]),
            ["outside/up/a.csv", "outside/absolute/d/a.csv", "outside/b/up/up/a.csv"]
        );
        // None of these is another's.
        let all = [
            "../up/a",
            "../../a",
            "outside/up/a",
            "outside_/up/a",
            "../up_/a",
            "/a",
            "../absolute/a",
            "policies/a",
            "alliances/a/b",
        ];
        let mut different = names(&all);
        different.extend(["policies/a", "alliances/a/b"].map(str::to_owned));
        different.sort();
        different.dedup();
        assert_eq!(different.len(), all.len() + 2, "{different:?}");
        assert!(names(&all).iter().all(|name| is_inside(name)));
    }

    #[test]
    fn policy_files_of_one_name_are_told_apart() {
        let files: Vec<PathBuf> = ["a/p.toml", "q.toml", "b/p.toml"].map(PathBuf::from).into();
        let names: Vec<String> = (0..3).map(|at| policy_file_name(&files, at)).collect();
        assert_eq!(names, ["policy file 1/p.toml", "policy file q.toml", "policy file 3/p.toml"]);
        assert_eq!(kept_at(&names[2]), Path::new("policies/3/p.toml"));
    }

    #[test]
    fn names_from_elsewhere_stay_inside() {
        for good in ["a.csv", "observed/a.csv", "policy file p.toml", "a..b/c", "районы.csv"] {
            assert!(is_inside(good), "{good}");
        }
        let bad = [
            "",
            ".",
            "..",
            "../a",
            "a/../b",
            "/a",
            "a/..",
            "a//b",
            "a/",
            "./a",
            "a\0b",
            "policy file ",
            "policy file ../p",
            "policy file /p",
            "..\\a",
            "C:\\a",
        ];
        for bad in bad {
            assert!(!is_inside(bad), "{bad}");
        }
    }
}
