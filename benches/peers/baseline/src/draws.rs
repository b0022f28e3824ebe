//! Where random numbers come from: one fast generator drawn from in order, or numbers with names.

use common::reference::{SERVICE_MEAN, SOLDIERS_MEAN, STAGE_SCALE};
use rand::{Rng, RngExt, SeedableRng, rngs::SmallRng};
use rand_chacha::ChaCha20Rng;
use rand_distr::{Distribution, Exp1};

/// What a district waits for.
#[derive(Clone, Copy)]
pub enum Side {
    /// A held district waits for its fall.
    Fall,
    /// A fallen district waits for its recapture.
    Recapture,
}

/// The draws of one replication.
pub trait Draws {
    /// Starts a replication.
    fn begin(&mut self, replication: u64);
    /// Integrated hazard at which a district changes hands: exponential, mean 1. `occasion` counts from 0.
    fn threshold(&mut self, side: Side, district: usize, occasion: u32) -> f64;
    /// Soldiers who arrive when a border district falls.
    fn soldiers(&mut self, district: usize, occasion: u32) -> u32;
    /// Days of one service.
    fn service(&mut self) -> f64;
    /// Days of one stage of the alliance.
    fn stage(&mut self) -> f64;
}

/// Poisson count by inversion.
fn soldiers(uniform: f64) -> u32 {
    let mut count = 0;
    let mut mass = (-SOLDIERS_MEAN).exp();
    let mut below = mass;
    while uniform > below && count < 100 {
        count += 1;
        mass *= SOLDIERS_MEAN / f64::from(count);
        below += mass;
    }
    count
}

/// One shared generator (xoshiro256++), numbers in the order in which they are asked for. The fastest, and no policy
/// comparison can rely on it: a draw more or less moves all that follow.
pub struct Sequential {
    generator: SmallRng,
}

impl Sequential {
    /// The generator of a seed. Replications follow one another in it.
    pub fn new(seed: u64) -> Sequential {
        Sequential { generator: SmallRng::seed_from_u64(seed) }
    }

    /// Exponential, mean 1 (ziggurat).
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(&mut self.generator)
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.generator.random()
    }
}

impl Draws for Sequential {
    fn begin(&mut self, _replication: u64) {}

    fn threshold(&mut self, _: Side, _: usize, _: u32) -> f64 {
        self.exponential()
    }

    fn soldiers(&mut self, _: usize, _: u32) -> u32 {
        soldiers(self.uniform())
    }

    fn service(&mut self) -> f64 {
        SERVICE_MEAN * self.exponential()
    }

    fn stage(&mut self) -> f64 {
        STAGE_SCALE * (self.exponential() + self.exponential())
    }
}

/// Numbers named by (seed, replication, mechanism, entity, occasion): Philox4x64-10, laid out as panj lays out its own. First
/// thresholds of all districts lie side by side and are drawn in one pass; each later one is a position of its own.
pub struct Named {
    seed: u64,
    /// The keys of the generator's rounds.
    world: Keys,
    /// First thresholds, by side.
    first: [Vec<f64>; 2],
    services: InOrder,
    stages: InOrder,
}

/// What tells families of draws apart; the mechanism's number is added.
const STREAM: u64 = 0;
const OCCASIONS: u64 = 1 << 16;
const FIRST_DRAWS: u64 = 1 << 17;

/// Mechanisms by number: the two sides are 0 and 1.
const SOLDIERS: u64 = 2;
const SERVICES: u64 = 3;
const STAGES: u64 = 4;

impl Named {
    /// Draws of a seed for a number of districts.
    pub fn new(seed: u64, districts: usize) -> Named {
        Named {
            seed,
            world: keys([0; 2]),
            first: [vec![0.0; districts], vec![0.0; districts]],
            services: InOrder::new(keys([0; 2]), SERVICES),
            stages: InOrder::new(keys([0; 2]), STAGES),
        }
    }

    /// The first uniform of an entity's occasion.
    fn occasion(&self, mechanism: u64, entity: usize, occasion: u32) -> f64 {
        open_unit(philox(&self.world, [0, entity as u64, u64::from(occasion), OCCASIONS | mechanism])[0])
    }
}

impl Draws for Named {
    fn begin(&mut self, replication: u64) {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&self.seed.to_le_bytes());
        name[8..16].copy_from_slice(&replication.to_le_bytes());
        name[16..].copy_from_slice(b"panj world no. 2");
        let mut mixer = ChaCha20Rng::from_seed(name);
        self.world = keys([mixer.next_u64(), mixer.next_u64()]);
        for side in [Side::Fall, Side::Recapture] {
            for (block, thresholds) in (0..).zip(self.first[side as usize].chunks_mut(4)) {
                let numbers = philox(&self.world, [block, 0, 0, FIRST_DRAWS | side as u64]);
                for (threshold, number) in thresholds.iter_mut().zip(numbers) {
                    *threshold = -libm::log(open_unit(number));
                }
            }
        }
        self.services = InOrder::new(self.world, SERVICES);
        self.stages = InOrder::new(self.world, STAGES);
    }

    fn threshold(&mut self, side: Side, district: usize, occasion: u32) -> f64 {
        if occasion == 0 {
            self.first[side as usize][district]
        } else {
            -libm::log(self.occasion(side as u64, district, occasion))
        }
    }

    fn soldiers(&mut self, district: usize, occasion: u32) -> u32 {
        soldiers(self.occasion(SOLDIERS, district, occasion))
    }

    fn service(&mut self) -> f64 {
        -SERVICE_MEAN * libm::log(self.services.uniform())
    }

    fn stage(&mut self) -> f64 {
        let (a, b) = (self.stages.uniform(), self.stages.uniform());
        -STAGE_SCALE * (libm::log(a) + libm::log(b))
    }
}

/// The numbers of one mechanism in order.
struct InOrder {
    world: Keys,
    mechanism: u64,
    block: u64,
    numbers: [u64; 4],
    drawn: usize,
}

impl InOrder {
    fn new(world: Keys, mechanism: u64) -> InOrder {
        InOrder { world, mechanism, block: 0, numbers: [0; 4], drawn: 4 }
    }

    fn uniform(&mut self) -> f64 {
        if self.drawn == self.numbers.len() {
            self.numbers = philox(&self.world, [self.block, 0, 0, STREAM | self.mechanism]);
            self.block += 1;
            self.drawn = 0;
        }
        self.drawn += 1;
        open_unit(self.numbers[self.drawn - 1])
    }
}

type Keys = [[u64; 2]; 10];

/// The keys of all rounds under a key.
fn keys(key: [u64; 2]) -> Keys {
    let mut keys = [key; 10];
    for round in 1..keys.len() {
        let [k0, k1] = keys[round - 1];
        keys[round] = [k0.wrapping_add(0x9e37_79b9_7f4a_7c15), k1.wrapping_add(0xbb67_ae85_84ca_a73b)];
    }
    keys
}

/// Four numbers at a position: Philox4x64-10 (Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3).
fn philox(keys: &Keys, [mut a, mut b, mut c, mut d]: [u64; 4]) -> [u64; 4] {
    for [k0, k1] in keys {
        let x = u128::from(a) * 0xd2e7_470e_e14c_6c93;
        let y = u128::from(c) * 0xca5a_8263_9512_1157;
        (a, b, c, d) = ((y >> 64) as u64 ^ b ^ k0, y as u64, (x >> 64) as u64 ^ d ^ k1, x as u64);
    }
    [a, b, c, d]
}

/// The top 52 bits as a number in the open interval (0, 1).
fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}
