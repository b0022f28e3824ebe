//! The scenarios that ship with the program, and their alliances: the files of `scenarios` and `alliances` as they were when it was
//! built, so that it runs them by name in any folder. A file or folder of that name goes before.

use std::path::Path;

use crate::packed;

/// Names of the scenarios.
pub fn shipped_scenarios() -> impl Iterator<Item = &'static str> {
    packed::paths().filter_map(|path| path.strip_prefix("scenarios/")?.strip_suffix("/scenario.toml"))
}

/// The files of the scenario that a path names, unless there is something of this name: paths below one folder of its name, alliances
/// within. None where no such scenario ships.
pub(crate) fn shipped(path: &Path) -> Option<Vec<(String, &'static str)>> {
    let name = path.to_str()?;
    if path.exists() || !shipped_scenarios().any(|there| there == name) {
        return None;
    }
    let own = format!("scenarios/{name}/");
    let place = |path: &str| match path.strip_prefix(&own) {
        Some(file) => Some(format!("{name}/{file}")),
        None => path.starts_with("alliances/").then(|| format!("{name}/{path}")),
    };
    Some(packed::paths().filter_map(|path| Some((place(path)?, packed::text(path)))).collect())
}

/// The text of a file of a shipped scenario, by its path as [`InputFile`](super::InputFile) has it; None where a folder of
/// the scenario's name is there, or it has no such file.
#[must_use]
pub fn shipped_text(path: &Path) -> Option<&'static str> {
    let scenario = path.components().next()?;
    let wanted = path.to_str()?;
    shipped(Path::new(&scenario))?.into_iter().find(|(there, _)| there == wanted).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Overlay, ScenarioSource};

    #[test]
    fn a_shipped_scenario_is_the_one_of_its_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names = 0;
        for name in shipped_scenarios() {
            let (by_name, by_path) =
                (ScenarioSource::open(Path::new(name)), ScenarioSource::open(&root.join("scenarios").join(name)));
            let (by_name, by_path) = (by_name.unwrap(), by_path.unwrap());
            let digests = |source: &ScenarioSource| -> Vec<(String, String)> {
                source.inputs().iter().map(|file| (file.name.clone(), file.sha256.clone())).collect()
            };
            assert_eq!(digests(&by_name), digests(&by_path), "{name}");
            assert_eq!(
                by_name.resolve(&Overlay::none()).unwrap().sections,
                by_path.resolve(&Overlay::none()).unwrap().sections
            );
            names += 1;
        }
        assert!(names >= 5);
        assert!(shipped(Path::new("no-such-scenario")).is_none());
        // What is there goes before.
        assert!(shipped(root).is_none() && shipped(Path::new("scenarios")).is_none());
    }
}
