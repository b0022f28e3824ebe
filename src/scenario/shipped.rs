//! The scenarios that ship with the program, and their alliances: the files of `scenarios` and `alliances` as they were when it was
//! built, so that it runs them by name in any folder. A file or folder of that name goes before.

use std::path::Path;

use crate::packed;

/// Names of the scenarios.
pub fn shipped_scenarios() -> impl Iterator<Item = &'static str> {
    packed::paths().filter_map(|path| path.strip_prefix("scenarios/")?.strip_suffix("/scenario.toml"))
}

/// The files of one of them.
#[derive(Clone, Copy)]
pub(crate) struct Shipped<'a> {
    name: &'a str,
}

impl<'a> Shipped<'a> {
    /// The scenario that a path names, unless there is something of this name; None where no such scenario ships.
    pub(crate) fn named(path: &'a Path) -> Option<Shipped<'a>> {
        let name = path.to_str()?;
        (!path.exists() && shipped_scenarios().any(|there| there == name)).then_some(Shipped { name })
    }

    /// The text of a file, by its path below one folder of the scenario's name, alliances within.
    pub(crate) fn text(self, path: &str) -> Option<&'static str> {
        let file = path.strip_prefix(self.name)?.strip_prefix('/')?;
        let own = format!("scenarios/{}/{file}", self.name);
        let is_it = |there: &&str| *there == own || (*there == file && file.starts_with("alliances/"));
        packed::paths().find(is_it).map(packed::text)
    }
}

/// The text of a file of a shipped scenario, by its path as [`InputFile`](super::InputFile) has it; None where a folder of
/// the scenario's name is there, or it has no such file.
#[must_use]
pub fn shipped_text(path: &Path) -> Option<&'static str> {
    let scenario = path.components().next()?;
    Shipped::named(Path::new(&scenario))?.text(path.to_str()?)
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
        assert!(Shipped::named(Path::new("no-such-scenario")).is_none());
        let wrong = ScenarioSource::open(Path::new("tutoril")).unwrap_err();
        assert!(wrong.render(false).contains("did you mean tutorial?"), "{wrong}");
        // What is there goes before.
        assert!(Shipped::named(root).is_none() && Shipped::named(Path::new("scenarios")).is_none());
    }
}
