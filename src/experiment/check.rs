//! Check values for the files of an unfinished experiment: against accidents, not against tampering.

/// A 32-bit digest of bytes (whose length is a multiple of 8; a rest is ignored) and of where they belong, by multiply
/// and fold over words (as in wyhash), of which each fourth is in a lane of its own: the processor works on all lanes at once.
pub(super) fn check(place: u64, flag: u32, bytes: &[u8]) -> u32 {
    let next = |state: u64, word: u64| mix(state ^ word, 0x8bb8_4b93_962e_acc9);
    let (fours, rest) = bytes.as_chunks::<8>().0.as_chunks::<4>();
    let mut lanes: [u64; 4] =
        [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03, 0x2545_f491_4f6c_dd1d, 0xbf58_476d_1ce4_e5b9];
    for four in fours {
        for (lane, word) in lanes.iter_mut().zip(four) {
            *lane = next(*lane, u64::from_le_bytes(*word));
        }
    }
    let begun = mix(place ^ lanes[0], u64::from(flag) ^ lanes[1]);
    let words = lanes.into_iter().chain(rest.iter().map(|word| u64::from_le_bytes(*word)));
    let state = words.fold(begun, next);
    (state ^ (state >> 32)) as u32
}

fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a | 1) * u128::from(b | 1);
    (product as u64) ^ ((product >> 64) as u64) ^ a.rotate_left(23)
}

/// Takes the first `N` bytes off a slice.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = bytes.split_first_chunk::<N>()?;
    *bytes = tail;
    Some(*head)
}

/// Takes a little-endian number off a slice.
pub(super) fn take_u64(bytes: &mut &[u8]) -> Option<u64> {
    take(bytes).map(u64::from_le_bytes)
}
