//! The ladder of answers with partial pooling: alliances and kinds of threat differ, and each lends strength to the others.
//!
//! For level `l` of a case of alliance group `g` under threat `k` with covariates `x`:
//!
//! ```text
//! P(ever reached)   = Phi(a[l] + A[g] + A'[g,l] + T[k] + T'[k,l] + x c)
//! ln(1 + days)      ~ Normal(b[l] + B[g] + B'[g,l] + D[k] + D'[k,l] + x d,  s[l]),  if it is ever reached
//! ```
//!
//! A group's readiness (`A`, `B`) is shared by all levels, what is particular to a level (`A'`, `B'`) is a smaller effect. Effects are normal around
//! zero with standard deviations that are estimated (half-normal priors), so that data, not the modeller, decide how far alliances differ. A level not reached
//! within a year is never reached, or later.
//!
//! Drawn by Gibbs sampling with data augmentation: latent normals for the probit part, rescaled by a Haar parameter expansion, and times within their
//! precision for the other. An effect is its standard deviation times a standard normal, and the two are drawn in turn with the levels' own terms. Each
//! conditional is a normal distribution or a truncated one, so there is nothing to tune.
//!
//! # References
//! - J. H. Albert, S. Chib (1993), J. Am. Statist. Assoc. 88: 669-679. M. A. Tanner, W. H. Wong (1987), J. Am. Statist. Assoc. 82: 528-540.
//! - J. S. Liu, Y. N. Wu (1999), J. Am. Statist. Assoc. 94: 1264-1274 (parameter expansion). A. Gelman (2006), Bayesian Anal. 1: 515-534 (priors of scales).
//! - H. Rue (2001), J. R. Statist. Soc. B 63: 325-338 (a normal draw by its precision matrix).

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::forecast::{Cure, log_year};
use super::observation::Observation;
use crate::math::{gamma_quantile, normal_quantile, normal_sf};

/// How many levels, groups, kinds of threat and covariates there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Scored levels.
    pub levels: usize,
    /// Groups of alliances.
    pub groups: usize,
    /// Kinds of threat.
    pub threats: usize,
    /// Covariates.
    pub covariates: usize,
}

/// Blocks of coefficients that share a scale.
const BLOCKS: usize = 4;

impl Shape {
    /// Where the columns of the design begin. Interactions stand first: given all else, those of one kind do not depend on each other, so that the factor of
    /// their precision matrix is sparse.
    fn offsets(self) -> [usize; 6] {
        let in_threat = self.groups * self.levels;
        let levels = in_threat + self.threats * self.levels;
        let groups = levels + self.levels;
        let threats = groups + self.groups;
        [0, in_threat, levels, groups, threats, threats + self.threats]
    }

    fn coefficients(self) -> usize {
        self.offsets()[5] + self.covariates
    }

    /// Columns of the design that are 1 for an observation.
    fn ones(self, seen: &Observation) -> [usize; 5] {
        let [in_group, in_threat, levels, groups, threats, _] = self.offsets();
        [
            in_group + seen.group * self.levels + seen.level,
            in_threat + seen.threat * self.levels + seen.level,
            levels + seen.level,
            groups + seen.group,
            threats + seen.threat,
        ]
    }

    /// The scale of a column, by its place among [`Prior::scales`], or its own prior.
    fn kind(self, column: usize) -> Kind {
        let [_, in_threat, levels, groups, threats, covariates] = self.offsets();
        match column {
            _ if column < in_threat => Kind::Pooled(0),
            _ if column < levels => Kind::Pooled(1),
            _ if column < groups => Kind::Level,
            _ if column < threats => Kind::Pooled(2),
            _ if column < covariates => Kind::Pooled(3),
            _ => Kind::Covariate,
        }
    }
}

/// What prior a coefficient has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Around zero, with this one of the estimated scales.
    Pooled(usize),
    /// A level's own.
    Level,
    /// A covariate's own.
    Covariate,
}

/// Priors of what is not pooled.
struct Prior {
    /// Mean and standard deviation of a level's own term.
    level: (f64, f64),
    /// Standard deviation of a covariate's coefficient (of something that is 0 or 1).
    covariate: f64,
    /// Scales of the half-normal priors of the standard deviations: group by level, threat by level, group, threat.
    scales: [f64; BLOCKS],
}

/// On the probit scale 1 is a wide prior: from 0.16 to 0.84.
const EVER: Prior = Prior { level: (0.0, 1.0), covariate: 0.5, scales: [0.3, 0.3, 1.0, 1.0] };
/// On the scale of `ln(1 + days)`: about a week, a factor of seven either way.
const WHEN: Prior = Prior { level: (2.0, 2.0), covariate: 0.7, scales: [0.3, 0.3, 1.0, 1.0] };
/// Inverse-gamma prior of a level's variance of `ln(1 + days)`: shape and rate, mean 2.25.
const SPREAD: (f64, f64) = (3.0, 4.5);

/// A linear part.
struct Part {
    prior: &'static Prior,
    /// Levels' and covariates' own coefficients; standard normals where effects are pooled.
    coefficients: Vec<f64>,
    /// Standard deviations of the pooled effects; the sign is free, since that of the standard normals is.
    scales: [f64; BLOCKS],
}

/// A response of the linear part.
struct Response<'a> {
    seen: &'a Observation,
    value: f64,
    precision: f64,
}

impl Part {
    fn new(prior: &'static Prior, shape: Shape) -> Part {
        Part { prior, coefficients: vec![0.0; shape.coefficients()], scales: prior.scales }
    }

    /// The cells of an observation's row that are not zero: columns of the coefficients, with what multiplies them.
    fn cells(&self, shape: Shape, seen: &Observation) -> Vec<(usize, f64)> {
        let ones = shape.ones(seen).into_iter().map(|column| match shape.kind(column) {
            Kind::Pooled(block) => (column, self.scales[block]),
            _ => (column, 1.0),
        });
        ones.chain(seen.covariates.iter().enumerate().map(|(i, x)| (shape.offsets()[5] + i, *x))).collect()
    }

    fn at(&self, shape: Shape, seen: &Observation) -> f64 {
        self.cells(shape, seen).iter().map(|(column, x)| x * self.coefficients[*column]).sum()
    }

    fn prior_of(&self, kind: Kind) -> (f64, f64) {
        match kind {
            Kind::Pooled(_) => (0.0, 1.0),
            Kind::Level => self.prior.level,
            Kind::Covariate => (0.0, self.prior.covariate),
        }
    }

    /// Draws all that is unknown, given the responses. `expand` says that these are latent, known up to a common scale.
    fn draw(&mut self, shape: Shape, responses: &mut [Response<'_>], expand: bool, rng: &mut ChaCha8Rng) {
        // the coefficients given the scales
        let priors: Vec<(f64, f64)> =
            (0..shape.coefficients()).map(|column| self.prior_of(shape.kind(column))).collect();
        let rows: Vec<Vec<(usize, f64)>> = responses.iter().map(|one| self.cells(shape, one.seen)).collect();
        self.coefficients = regress(&priors, &rows, responses, expand, rng);
        // the scales given the standard normals, with the other coefficients
        let own: Vec<usize> =
            (0..shape.coefficients()).filter(|column| !matches!(shape.kind(*column), Kind::Pooled(_))).collect();
        let scales = self.prior.scales.iter().map(|scale| (0.0, *scale));
        let priors: Vec<(f64, f64)> =
            scales.chain(own.iter().map(|column| self.prior_of(shape.kind(*column)))).collect();
        let rows: Vec<Vec<(usize, f64)>> = rows
            .iter()
            .map(|row| {
                let cell = |(column, x): &(usize, f64)| match shape.kind(*column) {
                    Kind::Pooled(block) => (block, self.coefficients[*column]),
                    _ => (BLOCKS + own.binary_search(column).unwrap_or_default(), *x),
                };
                row.iter().map(cell).collect()
            })
            .collect();
        let drawn = regress(&priors, &rows, responses, false, rng);
        self.scales.copy_from_slice(&drawn[..BLOCKS]);
        for (column, value) in own.iter().zip(&drawn[BLOCKS..]) {
            self.coefficients[*column] = *value;
        }
    }
}

/// A draw of the coefficients of a linear regression with independent normal priors (mean, standard deviation); rows hold the cells that are not zero.
/// With `expand`, the responses are first rescaled by a draw of their common scale given the rows alone (all prior means are then 0).
fn regress(
    priors: &[(f64, f64)],
    rows: &[Vec<(usize, f64)>],
    responses: &mut [Response<'_>],
    expand: bool,
    rng: &mut ChaCha8Rng,
) -> Vec<f64> {
    let n = priors.len();
    let mut precision = vec![0.0; n * n];
    let mut shift = vec![0.0; n];
    for (column, (mean, deviation)) in priors.iter().enumerate() {
        precision[column * n + column] = deviation.powi(-2);
        shift[column] = mean * deviation.powi(-2);
    }
    for (row, response) in rows.iter().zip(&*responses) {
        for (i, x) in row {
            shift[*i] += response.precision * x * response.value;
            for (j, y) in row {
                precision[i * n + j] += response.precision * x * y;
            }
        }
    }
    factor(&mut precision, n);
    solve_lower(&precision, &mut shift, n);
    if expand {
        let squares: f64 = responses.iter().map(|one| one.value * one.value).sum();
        let left = (squares - shift.iter().map(|x| x * x).sum::<f64>()).max(1e-12);
        let scale = (gamma_quantile(0.5 * responses.len() as f64, open(rng)) / (0.5 * left)).sqrt();
        responses.iter_mut().for_each(|one| one.value *= scale);
        shift.iter_mut().for_each(|x| *x *= scale);
    }
    for value in &mut shift {
        *value += normal_quantile(open(rng));
    }
    solve_upper(&precision, &mut shift, n);
    shift
}

/// How long chains are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// Seed of all draws.
    pub seed: u64,
    /// Draws thrown away at the beginning.
    pub warm_up: usize,
    /// Draws kept.
    pub draws: usize,
    /// Steps of the chain for each draw.
    pub thin: usize,
}

/// A level of a case as the linear parts see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rung {
    /// Probit of the probability that it is ever reached.
    pub ever: f64,
    /// Mean of `ln(1 + days)`, if it is.
    pub mean: f64,
    /// Standard deviation of it.
    pub spread: f64,
}

/// A chain of draws from the posterior, given the observations of some cases.
pub struct Chain<'a> {
    shape: Shape,
    data: Vec<&'a Observation>,
    ever: Part,
    when: Part,
    /// Variance of `ln(1 + days)` by level.
    spread: Vec<f64>,
    rng: ChaCha8Rng,
}

impl<'a> Chain<'a> {
    /// Starts a chain; its numbers are named by seed and number.
    #[must_use]
    pub fn new(shape: Shape, data: Vec<&'a Observation>, seed: u64, number: u64) -> Chain<'a> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let (ever, when) = (Part::new(&EVER, shape), Part::new(&WHEN, shape));
        Chain { shape, data, ever, when, spread: vec![SPREAD.1 / (SPREAD.0 - 1.0); shape.levels], rng }
    }

    /// Runs the chain, and shows each draw that is kept.
    pub fn run(&mut self, sampling: Sampling, mut keep: impl FnMut(&Chain<'a>)) {
        for draw in 0..sampling.warm_up + sampling.draws {
            (0..sampling.thin).for_each(|_| self.step());
            if draw >= sampling.warm_up {
                keep(self);
            }
        }
    }

    /// Moves on by one step.
    pub fn step(&mut self) {
        let shape = self.shape;
        let end = log_year();
        let mut latent = Vec::with_capacity(self.data.len());
        let mut times = Vec::with_capacity(self.data.len());
        for seen in &self.data {
            let eta = self.ever.at(shape, seen);
            let mean = self.when.at(shape, seen);
            let spread = self.spread[seen.level].sqrt();
            let within = seen.reached.log_days().or_else(|| {
                let never = normal_sf(eta);
                let later = (1.0 - never) * normal_sf((end - mean) / spread);
                (self.rng.random::<f64>() * (never + later) < later).then_some((end, f64::INFINITY))
            });
            let side = if within.is_some() { (0.0, f64::INFINITY) } else { (f64::NEG_INFINITY, 0.0) };
            latent.push(Response { seen, value: truncated(eta, 1.0, side, &mut self.rng), precision: 1.0 });
            if let Some(within) = within {
                let value = truncated(mean, spread, within, &mut self.rng);
                times.push(Response { seen, value, precision: 1.0 / self.spread[seen.level] });
            }
        }
        self.ever.draw(shape, &mut latent, true, &mut self.rng);
        self.when.draw(shape, &mut times, false, &mut self.rng);
        for level in 0..shape.levels {
            let of = times.iter().filter(|one| one.seen.level == level);
            let squares: Vec<f64> = of.map(|one| (one.value - self.when.at(shape, one.seen)).powi(2)).collect();
            let (shape, rate) = (SPREAD.0 + 0.5 * squares.len() as f64, SPREAD.1 + 0.5 * squares.iter().sum::<f64>());
            self.spread[level] = rate / gamma_quantile(shape, open(&mut self.rng)).max(f64::MIN_POSITIVE);
        }
    }

    /// What the present draw says of a level of a case.
    #[must_use]
    pub fn member(&self, seen: &Observation) -> Cure {
        let Rung { ever, mean, spread } = self.rung(seen);
        Cure { reached: normal_sf(-ever), mean, spread }
    }

    /// The same on the scale of the linear part.
    #[must_use]
    pub fn rung(&self, seen: &Observation) -> Rung {
        Rung {
            ever: self.ever.at(self.shape, seen),
            mean: self.when.at(self.shape, seen),
            spread: self.spread[seen.level].sqrt(),
        }
    }

    /// What the draws are watched by: effects as they act (scale times standard normal), levels' and covariates' own terms, scales, spreads by level.
    #[must_use]
    pub fn state(&self) -> Vec<f64> {
        let of = |part: &Part| {
            let effects = part.coefficients.iter().enumerate().map(|(column, x)| match self.shape.kind(column) {
                Kind::Pooled(block) => part.scales[block] * x,
                _ => *x,
            });
            effects.chain(part.scales.iter().map(|scale| scale.abs())).collect::<Vec<f64>>()
        };
        let spreads = self.spread.iter().map(|variance| variance.sqrt());
        of(&self.ever).into_iter().chain(of(&self.when)).chain(spreads).collect()
    }
}

/// The Cholesky factor of a positive definite matrix in its upper triangle, row by row: `q = U' U`.
fn factor(q: &mut [f64], n: usize) {
    for j in 0..n {
        let (above, row) = q.split_at_mut(j * n);
        for k in 0..j {
            let factor = above[k * n + j];
            if factor != 0.0 {
                for (x, y) in row[j..n].iter_mut().zip(&above[k * n + j..(k + 1) * n]) {
                    *x -= factor * y;
                }
            }
        }
        let root = row[j].max(1e-12).sqrt();
        row[j..n].iter_mut().for_each(|x| *x /= root);
    }
}

/// Solves `U' x = b` in place.
fn solve_lower(u: &[f64], b: &mut [f64], n: usize) {
    for k in 0..n {
        b[k] /= u[k * n + k];
        for i in k + 1..n {
            b[i] -= u[k * n + i] * b[k];
        }
    }
}

/// Solves `U x = b` in place.
fn solve_upper(u: &[f64], b: &mut [f64], n: usize) {
    for i in (0..n).rev() {
        let after: f64 = (i + 1..n).map(|k| u[i * n + k] * b[k]).sum();
        b[i] = (b[i] - after) / u[i * n + i];
    }
}

/// A uniform number that is neither 0 nor 1.
fn open(rng: &mut impl Rng) -> f64 {
    rng.random::<f64>().max(f64::EPSILON / 4.0)
}

/// A normal draw between two bounds, by inversion on the side where the tail is the smaller.
fn truncated(mean: f64, spread: f64, (from, until): (f64, f64), rng: &mut ChaCha8Rng) -> f64 {
    let (low, high) = ((from - mean) / spread, (until - mean) / spread);
    let mirrored = low > 0.0;
    let (low, high) = if mirrored { (-high, -low) } else { (low, high) };
    let (below, above) = (normal_sf(-low), normal_sf(-high));
    let at = below + open(rng) * (above - below);
    let z = if at > 0.0 && above > below { normal_quantile(at).clamp(low, high) } else { high };
    mean + spread * if mirrored { -z } else { z }
}

#[cfg(test)]
mod tests {
    use super::super::forecast::Reached;
    use super::*;

    /// With `q = [[2, 1], [1, 3]]` and `b = (4, 7)`, `q^-1 b + U^-1 z` has mean (1, 2) and the covariance `q^-1`.
    #[test]
    fn normal_draws_have_the_mean_and_covariance_of_their_precision() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let n = 40_000;
        let draw = |rng: &mut ChaCha8Rng| {
            let (mut q, mut b) = (vec![2.0, 1.0, 0.0, 3.0], vec![4.0, 7.0]);
            factor(&mut q, 2);
            solve_lower(&q, &mut b, 2);
            b.iter_mut().for_each(|x| *x += normal_quantile(open(rng)));
            solve_upper(&q, &mut b, 2);
            b
        };
        let draws: Vec<Vec<f64>> = (0..n).map(|_| draw(&mut rng)).collect();
        let mean = |f: &dyn Fn(&Vec<f64>) -> f64| draws.iter().map(f).sum::<f64>() / f64::from(n);
        let (a, b) = (mean(&|x| x[0]), mean(&|x| x[1]));
        let covariance = mean(&|x| (x[0] - 1.0) * (x[1] - 2.0));
        // standard errors: sqrt(0.6 / n), sqrt(0.4 / n), sqrt((0.24 + 0.04) / n); five of them
        let error = |variance: f64| 5.0 * (variance / f64::from(n)).sqrt();
        assert!((a - 1.0).abs() < error(0.6) && (b - 2.0).abs() < error(0.4), "{a} {b}");
        assert!((covariance + 0.2).abs() < error(0.28), "{covariance}");
    }

    #[test]
    fn truncated_draws_stay_within_and_have_the_mean_of_the_tail() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let n = 20_000;
        let tail: f64 = (0..n).map(|_| truncated(0.0, 1.0, (2.0, f64::INFINITY), &mut rng)).sum::<f64>() / f64::from(n);
        // E(z | z > 2) = phi(2) / (1 - Phi(2)) = 2.37322, variance 0.1142
        assert!((tail - 2.373_215_5).abs() < 5.0 * (0.1142 / f64::from(n)).sqrt(), "{tail}");
        for bounds in [(9.0, 9.5), (-40.0, -39.0), (0.1, 0.2)] {
            let z = truncated(0.0, 1.0, bounds, &mut rng);
            assert!((bounds.0..=bounds.1).contains(&z), "{z} of {bounds:?}");
        }
    }

    /// Two groups of many cases, one level: the posterior lies where the data are.
    #[test]
    fn plenty_of_data_speak_for_themselves() {
        let shape = Shape { levels: 1, groups: 2, threats: 1, covariates: 0 };
        let case = |number: usize, group: usize, reached: Reached| Observation {
            case: number,
            level: 0,
            group,
            pool: group,
            threat: 0,
            covariates: Vec::new(),
            reached,
        };
        // group 0 answers 3 of 4 on day 6, group 1 one of 4
        let rows: Vec<Observation> = (0..400)
            .map(|i| {
                let answers = (i / 2) % 4 < if i % 2 == 0 { 3 } else { 1 };
                let reached = if answers { Reached::On { day: 6.0, precision: 0.0 } } else { Reached::NotWithinAYear };
                case(i, i % 2, reached)
            })
            .collect();
        let mut chain = Chain::new(shape, rows.iter().collect(), 1, 0);
        let mut sums = [0.0; 3];
        for step in 0..1_200 {
            chain.step();
            if step >= 200 {
                let (ready, slow) = (chain.member(&rows[0]), chain.member(&rows[1]));
                for (sum, x) in sums.iter_mut().zip([ready.reached, slow.reached, ready.mean]) {
                    *sum += x / 1_000.0;
                }
            }
        }
        // binomial standard error of 200 cases: 0.031; the shrinkage of so many is less
        assert!((sums[0] - 0.75).abs() < 0.06 && (sums[1] - 0.25).abs() < 0.06, "{sums:?}");
        assert!((sums[2] - 7.0_f64.ln()).abs() < 0.2, "{sums:?}");
    }
}
