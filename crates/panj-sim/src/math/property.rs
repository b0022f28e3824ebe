//! How properties are tried.

use proptest::test_runner::{Config, RngSeed};

/// So many cases of a property, the same in each run; `PROPTEST_RNG_SEED=N` tries others.
pub(crate) fn cases(cases: u32) -> Config {
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok());
    let rng_seed = RngSeed::Fixed(seed.unwrap_or(2021));
    Config { cases, rng_seed, failure_persistence: None, ..Config::default() }
}
