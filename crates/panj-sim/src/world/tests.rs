//! Names of random numbers: pinned values, independence of each other, and the layout of positions.

use rand::Rng;

use super::*;
use crate::philox::philox;

const FALLS: Mechanism = Mechanism(3);
const FLIGHT: Mechanism = Mechanism(4);

/// If this test fails, every result of every seed has changed: that needs a new `DOMAIN` and a line under "changes that
/// alter results".
#[test]
fn the_numbers_of_a_name_never_change() {
    let world = World::new(2021, 7);
    let mut stream = world.stream(FALLS, 42);
    let bits: [u64; 3] = std::array::from_fn(|_| stream.next_u64());
    let mut occasion = world.occasion(FALLS, 42, 5);
    let first = [0, 1, 9].map(|entity| world.first_draw(FALLS, entity));
    assert_eq!(bits, [0xa21c_c405_3ac9_ce3b, 0x5334_2eb0_c2d1_884c, 0x8874_a6d9_5d63_9171]);
    assert_eq!(occasion.next_u64(), 0xdc2b_79a9_3cfb_cb5b);
    assert_eq!(first, [0.924_346_508_470_309_2, 0.261_939_632_524_406, 0.826_691_815_628_244_9]);
    let pinned = (0.631_529_402_755_273_3, 1.037_772_952_118_317, -1.223_038_008_419_339_5, false, 62, 2);
    assert_eq!(draws(&world), pinned);
}

/// One number by each way of drawing.
fn draws(world: &World) -> (f64, f64, f64, bool, usize, usize) {
    let mut stream = world.stream(FLIGHT, u64::MAX);
    (
        stream.uniform(),
        stream.exponential(),
        stream.normal(),
        stream.chance(0.5),
        stream.below(1000),
        stream.pick(&[1.0, 2.0, 3.0]),
    )
}

/// The layout of the names, as the module's documentation gives it.
#[test]
fn a_name_is_a_key_and_a_position_of_philox() {
    let world = World::new(1, 2);
    let agree = |mut ours: Stream, name: [u64; 3]| {
        for block in 0..50 {
            let [word_1, word_2, word_3] = name;
            for number in philox(world.keys.key(), [block, word_1, word_2, word_3]) {
                assert_eq!(ours.next_u64(), number);
            }
        }
    };
    agree(world.stream(FALLS, 99), [99, 0, 3]);
    agree(world.occasion(FALLS, 99, 5), [99, 5, 3 + (1 << 16)]);
    let first = philox(world.keys.key(), [11 / 4, 0, 0, 3 + (1 << 17)]);
    assert_eq!(world.first_draw(FALLS, 11), unit(first[3]));
}

#[test]
fn four_numbers_of_an_occasion_are_those_of_its_stream() {
    let world = World::new(3, 4);
    let mut stream = world.occasion(FLIGHT, 77, 2);
    for k in 0..20 {
        assert_eq!(world.four(FLIGHT, 77, 2, k), [0; 4].map(|_: i32| stream.uniform()));
    }
}

#[test]
fn bytes_and_halves_are_those_of_whole_numbers() {
    let world = World::new(3, 5);
    let (mut whole, mut other) = (world.stream(FALLS, 1), world.stream(FALLS, 1));
    assert_eq!(other.next_u32(), (whole.next_u64() >> 32) as u32);
    let mut bytes = [0; 19];
    other.fill_bytes(&mut bytes);
    let numbers = [0; 3].map(|_: i32| whole.next_u64().to_le_bytes());
    assert_eq!(bytes[..], numbers.concat()[..19]);
    assert_eq!(other.next_u64(), whole.next_u64());
}

#[test]
fn first_draws_in_bulk_are_the_single_ones() {
    let world = World::new(5, 6);
    let mut bulk = [0.0; 1003];
    world.first_draws(FLIGHT, &mut bulk);
    for (entity, value) in (0..).zip(bulk) {
        assert_eq!(value, world.first_draw(FLIGHT, entity));
    }
    for first in 0..997 {
        assert_eq!(world.first_draws_from::<6>(FLIGHT, first as u64), bulk[first..first + 6]);
    }
    let mut fewer = [0.0; 10];
    world.first_draws(FLIGHT, &mut fewer);
    assert_eq!(fewer, bulk[..10]);
}

#[test]
fn names_that_differ_anywhere_give_other_numbers() {
    let mut seen = Vec::new();
    for (seed, replication) in [(0, 0), (0, 1), (1, 0), (1, 1), (u64::MAX, 0), (0, u64::MAX)] {
        let world = World::new(seed, replication);
        for mechanism in [0, 1, 2, u16::MAX].map(Mechanism) {
            for entity in [0, 1, 2, 1 << 32, u64::MAX] {
                seen.push(world.stream(mechanism, entity).next_u64());
                for occasion in [0, 1, u32::MAX] {
                    seen.push(world.occasion(mechanism, entity, occasion).next_u64());
                }
            }
            let mut first = [0.0; 20];
            world.first_draws(mechanism, &mut first);
            seen.extend(first.map(f64::to_bits));
        }
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[test]
fn a_name_gives_its_numbers_whatever_was_drawn_before() {
    let world = World::new(8, 9);
    let alone = world.stream(FALLS, 1).next_u64();
    let mut other = world.stream(FALLS, 0);
    for _ in 0..1000 {
        other.next_u64();
    }
    world.occasion(FALLS, 1, 0).next_u64();
    assert_eq!(World::new(8, 9).stream(FALLS, 1).next_u64(), alone);
}

/// The means of entity-wise draws, over worlds of consecutive seeds, are those of independent uniforms: correlations
/// between neighbours in seed, replication, entity or mechanism would show. Twelve tests of false-alarm rate 1e-6 each.
#[test]
fn neighbours_are_not_correlated() {
    let n = 4000;
    let u = |seed: u64, replication: u64, mechanism: u16, entity: u64| {
        World::new(seed, replication).stream(Mechanism(mechanism), entity).uniform() - 0.5
    };
    let pairs: [&dyn Fn(u64) -> (f64, f64); 6] = [
        &|i| (u(i, 0, 0, 0), u(i + 1, 0, 0, 0)),
        &|i| (u(0, i, 0, 0), u(0, i + 1, 0, 0)),
        &|i| (u(0, 0, 0, i), u(0, 0, 0, i + 1)),
        &|i| (u(0, 0, i as u16, 0), u(0, 0, i as u16 + 1, 0)),
        &|i| (u(i, 0, 0, 0), u(0, i, 0, 0)),
        &|i| (u(0, 0, 0, i), u(0, 0, i as u16, 0)),
    ];
    for pair in pairs {
        let (mut sum, mut product) = (0.0, 0.0);
        for i in 1..=n {
            let (x, y) = pair(i);
            sum += x;
            product += x * y;
        }
        // Standard errors of a sum of n centred uniforms (variance 1/12) and of n products (variance 1/144).
        let root = (n as f64).sqrt();
        assert!(sum.abs() < 4.9 * root / 12_f64.sqrt(), "sum {sum}");
        assert!(product.abs() < 4.9 * root / 12.0, "product {product}");
    }
}
