//! Numbers for tests of coverage: uniform in (0, 1), the same for the same seed, on no generator that panj draws from.

/// The numbers of a seed: the upper 53 bits of the linear congruential generator of D. E. Knuth's MMIX (1999).
pub(crate) fn uniforms(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}
