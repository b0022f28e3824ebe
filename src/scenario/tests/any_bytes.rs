//! Whatever the bytes of a file, reading ends with a scenario or with problems, never with a panic.

use super::*;
use proptest::prelude::*;

/// Bytes that look like the format often enough to get past the parser.
fn toml_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[campaign]\n".to_owned()),
        Just("[policy.a]\nsummary = 'x'\nextends = ['a']\n".to_owned()),
        Just("[uncertainty]\n'campaign.contagion' = { log_uniform = [1, 2] }\n".to_owned()),
        Just("[milestone.x]\ndate = 2021-02-30\n".to_owned()),
        "[a-z_]{1,8} = (nan|inf|-1|[0-9]{1,25}|'[^'\n]{0,5}'|\\[1, 2\\]|\\{ gamma = \\{ mean = 1 \\} \\})\n",
        "(contagion|mode|surge|region|start|end|schema|set) ?=? ?[^\n]{0,12}\n",
        "\\PC{0,20}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_a_scenario(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let folder = tempfile::tempdir().unwrap();
        write(&folder, "scenario.toml", bytes);
        prop_assert_ne!(problems_of(&folder), "");
    }

    #[test]
    fn as_something_like_a_scenario(text in toml_like()) {
        let folder = tempfile::tempdir().unwrap();
        write(&folder, "scenario.toml", text);
        prop_assert_ne!(problems_of(&folder), "");
    }

    #[test]
    fn as_a_table(bytes in proptest::collection::vec(any::<u8>(), 0..200), file in 0..DATA_FILES.len(), keep in 0..300usize) {
        let folder = tutorial();
        let name = DATA_FILES[file];
        let mut text = std::fs::read(folder.path().join(name)).unwrap();
        text.truncate(keep);
        text.extend(bytes);
        write(&folder, name, text);
        prop_assert_ne!(problems_of(&folder), "");
    }

    #[test]
    fn as_an_assignment(path in "\\PC{0,30}|campaign\\.[a-z_.]{0,20}", value in "\\PC{0,30}") {
        let source = open(HEAD).unwrap();
        let _ = source.resolve(&Overlay::none().with_set(path, Value::parse(&value)));
    }
}
