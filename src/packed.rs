//! Files of the repository that ship inside the program, deflated when it is built and inflated when they are first asked for.

use std::sync::OnceLock;

struct Packed {
    path: &'static str,
    deflated: &'static [u8],
    inflated: OnceLock<Vec<u8>>,
}

impl Packed {
    const fn new(path: &'static str, deflated: &'static [u8]) -> Self {
        Self { path, deflated, inflated: OnceLock::new() }
    }
}

// `FILES`, in the order of paths.
include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// Paths from the repository's root, in their order.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.path)
}

/// The bytes of a file, by its path from the repository's root. Empty where none of that name ships.
pub(crate) fn bytes(path: &str) -> &'static [u8] {
    let Ok(at) = FILES.binary_search_by(|file| file.path.cmp(path)) else { return &[] };
    let inflate = || miniz_oxide::inflate::decompress_to_vec(FILES[at].deflated).unwrap_or_default();
    FILES[at].inflated.get_or_init(inflate)
}

/// The text of a file, by its path from the repository's root. Empty where none of that name ships.
pub(crate) fn text(path: &str) -> &'static str {
    std::str::from_utf8(bytes(path)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn what_ships_is_what_lies_in_the_repository() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut before = "";
        for path in paths() {
            assert_eq!(bytes(path), std::fs::read(root.join(path)).unwrap(), "{path}");
            assert!(before < path, "{before} {path}");
            assert!(path.ends_with(".ttf") || !text(path).is_empty(), "{path} is no text");
            before = path;
        }
        assert!(paths().count() > 100 && bytes("no/such/file").is_empty());
    }
}
