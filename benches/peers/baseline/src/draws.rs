//! Where random numbers come from: one fast generator drawn from in order, or numbers with names.

use common::reference::{SERVICE_MEAN, SOLDIERS_MEAN, STAGE_SCALE};
use rand::{Rng, RngExt, SeedableRng, rngs::SmallRng};
use rand_chacha::{ChaCha8Rng, ChaCha20Rng};
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

/// Numbers named by (seed, replication, mechanism, entity, occasion): ChaCha8, laid out as panj lays out its own. First
/// thresholds of all districts lie side by side and are drawn in one pass; each later one
/// takes a generator of its own.
pub struct Named {
    seed: u64,
    world: [u32; 7],
    /// First thresholds, by side.
    first: [Vec<f64>; 2],
    services: ChaCha8Rng,
    stages: ChaCha8Rng,
}

/// Key words that tell families of draws apart; the mechanism's number is added.
const STREAM: u32 = 0;
const OCCASIONS: u32 = 1 << 16;
const FIRST_DRAWS: u32 = 1 << 17;
/// 2^32 blocks of 16 words to an occasion.
const OCCASION_SHIFT: u32 = 36;

/// Mechanisms by number: the two sides are 0 and 1.
const SOLDIERS: u32 = 2;
const SERVICES: u32 = 3;
const STAGES: u32 = 4;

impl Named {
    /// Draws of a seed for a number of districts.
    pub fn new(seed: u64, districts: usize) -> Named {
        Named {
            seed,
            world: [0; 7],
            first: [vec![0.0; districts], vec![0.0; districts]],
            services: generator([0; 8]),
            stages: generator([0; 8]),
        }
    }

    fn key(&self, family: u32, mechanism: u32) -> [u32; 8] {
        let [a, b, c, d, e, f, g] = self.world;
        [a, b, c, d, e, f, g, family | mechanism]
    }

    /// The first uniform of an entity's occasion.
    fn occasion(&self, mechanism: u32, entity: usize, occasion: u32) -> f64 {
        let mut draws = generator(self.key(OCCASIONS, mechanism));
        draws.set_stream(entity as u64);
        draws.set_word_pos(u128::from(occasion) << OCCASION_SHIFT);
        open_unit(draws.next_u64())
    }
}

impl Draws for Named {
    fn begin(&mut self, replication: u64) {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&self.seed.to_le_bytes());
        name[8..16].copy_from_slice(&replication.to_le_bytes());
        name[16..].copy_from_slice(b"panj world no. 1");
        let mut mixer = ChaCha20Rng::from_seed(name);
        self.world = std::array::from_fn(|_| mixer.next_u32());
        for side in [Side::Fall, Side::Recapture] {
            let mut draws = generator(self.key(FIRST_DRAWS, side as u32));
            for threshold in &mut self.first[side as usize] {
                *threshold = -libm::log(open_unit(draws.next_u64()));
            }
        }
        self.services = generator(self.key(STREAM, SERVICES));
        self.stages = generator(self.key(STREAM, STAGES));
    }

    fn threshold(&mut self, side: Side, district: usize, occasion: u32) -> f64 {
        if occasion == 0 {
            self.first[side as usize][district]
        } else {
            -libm::log(self.occasion(side as u32, district, occasion))
        }
    }

    fn soldiers(&mut self, district: usize, occasion: u32) -> u32 {
        soldiers(self.occasion(SOLDIERS, district, occasion))
    }

    fn service(&mut self) -> f64 {
        -SERVICE_MEAN * libm::log(open_unit(self.services.next_u64()))
    }

    fn stage(&mut self) -> f64 {
        let (a, b) = (open_unit(self.stages.next_u64()), open_unit(self.stages.next_u64()));
        -STAGE_SCALE * (libm::log(a) + libm::log(b))
    }
}

fn generator(key: [u32; 8]) -> ChaCha8Rng {
    let mut seed = [0; 32];
    for (bytes, word) in seed.chunks_exact_mut(4).zip(key) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    ChaCha8Rng::from_seed(seed)
}

/// The top 52 bits as a number in the open interval (0, 1).
fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}
