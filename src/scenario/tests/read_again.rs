//! What is read again in parts is what reading all of it gives, on every scenario of the repository.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static SHIPPED: LazyLock<Vec<ScenarioSource>> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut folders: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let open = |folder: &std::path::PathBuf| ScenarioSource::open(folder).unwrap_or_else(|p| panic!("{p}"));
    folders.iter().filter(|folder| folder.join("scenario.toml").exists()).map(open).collect()
});

/// Another value of a parameter, seldom one that it does not take.
fn other(resolved: &Resolved, parameter: &Parameter, u: f64) -> Value {
    let now = resolved.value.clone();
    match (parameter.kind, now) {
        _ if u > 0.95 => Value::from("nonsense"),
        (Kind::Number, Some(Value::Number(x))) => Value::from(x * (0.6 + u)),
        (Kind::Number | Kind::Integer, Some(Value::Integer(n))) => Value::from(n + i64::from(u > 0.5)),
        (Kind::Number | Kind::Integer, _) => Value::from(1.0),
        (Kind::Flag, _) => Value::from(u > 0.5),
        (Kind::Choice, _) => Value::from(parameter.choices[(u * parameter.choices.len() as f64) as usize]),
        (Kind::Date, Some(Value::Date(date))) => Value::from(date.plus_days((u * 20.0) as i32 - 5)),
        (Kind::Distribution, _) => Value::parse(&format!("{{ gamma = {{ mean = {}, sd = 1 }} }}", 0.5 + u)),
        (_, now) => now.unwrap_or(Value::from("")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_part_read_again_is_the_whole_read_again(
        which in 0..SHIPPED.len(),
        picks in proptest::collection::vec((any::<u32>(), 0.0..1.0), 0..4),
        drawn in proptest::option::of(0.0..1.0),
        policy in any::<u32>(),
    ) {
        let source = &SHIPPED[which];
        let written = source.resolved_values(&Overlay::none()).unwrap();
        let mut overlay = Overlay::none();
        for (pick, u) in picks {
            let resolved = &written[pick as usize % written.len()];
            let parameter = source.registry().parameter(&resolved.path).unwrap();
            overlay = overlay.with_set(&resolved.path, other(resolved, parameter, u));
        }
        overlay.draws = drawn.map(|u| source.uncertainty().iter().map(|one| one.draw(u)).collect()).unwrap_or_default();
        overlay.policy = source.policies().get(policy as usize % (source.policies().len() + 1)).map(|p| p.name.clone());
        let (part, whole) = (source.resolve_changed(&overlay), source.resolve_all(&overlay));
        let of_the_head = overlay.sets.iter().any(|set| !set.path.contains('.'));
        match (part, whole) {
            (Some(part), Ok(whole)) => prop_assert_eq!(part, whole),
            (None, Ok(_)) => prop_assert!(of_the_head, "read as a whole: {:?}", overlay),
            (None, Err(_)) => {}
            (Some(_), Err(problems)) => prop_assert!(false, "{:?} hides {}", overlay, problems),
        }
    }
}

#[test]
fn one_parameter_costs_a_part_of_the_whole() {
    let source = SHIPPED.iter().max_by_key(|source| source.document().len()).unwrap();
    let overlay = Overlay::none().with_set("campaign.contagion", 2.5);
    let least = |resolve: &dyn Fn()| {
        let timed = (0..30).map(|_| {
            let start = std::time::Instant::now();
            resolve();
            start.elapsed()
        });
        timed.min().unwrap()
    };
    let part = least(&|| assert!(source.resolve_changed(&overlay).is_some()));
    let whole = least(&|| assert!(source.resolve_all(&overlay).is_ok()));
    eprintln!("{part:?} of {whole:?}");
    assert!(part * 4 < whole, "{part:?} of {whole:?}");
}
