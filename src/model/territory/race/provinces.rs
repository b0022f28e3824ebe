//! The race where each province has a tempo of its own.
//!
//! # Why it is fast and still exact
//! All districts of a province run on one operational time `A_p = ∫ m_p dt`, so a jump of momentum moves no clock. Among
//! provinces only the earliest needs a wall-clock time. Provinces compete in a tournament on the national operational time
//! `N = ∫ b (1 + μn·X) dt` by a lower bound: since `X_p` only decays until the province's own next fall and `X ≥ 0`,
//! `dA_p ≤ F_p (1 + μp·X_p(now)) dN`, so a province with a gap `g` to its next fall fires at `N ≥ N(now) + g / (F_p (1 + μp·X_p(now)))`.
//! The bound holds whatever happens elsewhere (`b` cancels), so it is computed again only when a district of the province becomes its
//! first; a bound that has become too early (its first district lost weight, or memories faded) is mended when the province's turn
//! comes, and most changes ask for neither. Where the province forgets no slower than the nation, `X_p / (1 + μn·X)` only decays too (`X` may rise), so
//! `μp·X_p` may be divided by the nation's `1 + μn·X(now)`: a tighter bound, and fewer solves. To find the next fall,
//! provinces are taken in the order of their bounds, each is solved exactly, until the best exact time is earlier than every
//! remaining bound: as a rule one to three solves. A province that remembers no fall of its own runs on the national axis itself
//! (`dA_p = F_p dN`): its bound is exact.
//!
//! What a province remembers fades with its own rate k, so `F_p μp ∫ b X_p dt` over a span is the province's `μp·X_p` at one
//! instant times a difference of `J(t) = ∫ b e^{-k(s - t0)} ds`, which all provinces share: bringing a province up to date
//! takes no exponential, and a change of `b` touches no province. The instant t0 is renewed before e^{-k(t - t0)} is small.
//!
//! # References
//! Kurtz, T. G. (1980), *Representations of Markov processes as multiparameter time changes*, Ann. Probab. 8.
//! Anderson, D. F. (2007), *A modified next reaction method*, J. Chem. Phys. 127, 214107.

use super::{Momentum, NextFall};
use crate::model::index::{District, Province};
use crate::sim::{HazardClock, Tempo, Time, Tournament};

/// A province as a runner in the race.
#[derive(Debug, Clone, Copy)]
struct Front {
    /// Operational time `A_p` where it was last brought up to date.
    axis: f64,
    /// National operational time `N` there.
    national: f64,
    /// `J` there.
    faded: f64,
    /// `μp · X_p` as it would be at t0: it changes only when a district of the province falls.
    heat: f64,
    focus: f64,
    /// Where on the axis its first district falls, or earlier where that is stale; `+inf` where none can.
    first_due: f64,
    /// Which district that is: told when the province is looked through, since later its districts are far from the cache.
    first: District,
    /// The national operational time at which its bound was computed.
    bounded_at: f64,
    /// Whether its clocks or its speed have changed so that its first district and its bound are to be computed anew.
    stale: bool,
    /// Whether its speed has changed since its bound was computed.
    doubted: bool,
    /// Whether it remembered no fall of its own when its bound was computed, so that the bound is exact.
    exact: bool,
}

const FRESH: Front = Front {
    axis: 0.0,
    national: 0.0,
    faded: 0.0,
    heat: 0.0,
    focus: 1.0,
    first_due: f64::INFINITY,
    first: District(0),
    bounded_at: 0.0,
    stale: false,
    doubted: false,
    exact: true,
};

/// A district in the race. In one line of the cache: on large maps what is read together should lie together.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Runner {
    clock: HazardClock,
    /// Its place among all districts in the order of provinces.
    place: u32,
    province: Province,
}

/// The latest moment that was asked for: most questions are about one moment.
#[derive(Debug, Clone, Copy)]
struct Moment {
    time: Time,
    /// The national axis there.
    national: f64,
    /// `μn · X` there.
    momentum: f64,
    /// `e^{-k(t - t0)}` and `J` there.
    fading: f64,
    faded: f64,
}

/// The start of a history.
const START: Moment = Moment { time: Time::ZERO, national: 0.0, momentum: 0.0, fading: 1.0, faded: 0.0 };

/// Where memories have faded to this share since t0, t0 is renewed: differences of `J` lose three or four digits until then.
const RENEWED_AT: f64 = 1e-3;

/// The race of districts in provinces.
#[derive(Debug)]
pub struct ProvincialRace {
    /// The districts.
    runners: Vec<Runner>,
    /// Districts in the order of their provinces.
    districts: Vec<District>,
    /// Where each province's districts begin; one more entry at the end.
    first: Vec<u32>,
    /// When each clock is due on its province's axis. A province's lie side by side: its first is found in one pass, four at a
    /// time and without branching, which costs less than to keep a leader up to date.
    due: Vec<f64>,
    fronts: Vec<Front>,
    /// Provinces by the lower bound of their next fall on the national axis.
    bounds: Tournament,
    /// Provinces whose speed has changed: they are looked through before the next search.
    doubted: Vec<Province>,
    /// Provinces that stand aside during a search, with their bounds.
    aside: Vec<(Province, f64)>,
    /// `b · (1 + μn·X)`, whose operational time is the national one.
    tempo: Tempo<1>,
    /// `b · e^{-k(t - t0)}`, whose operational time is `J`; still before the first fall that a province remembers.
    fade: Tempo<1>,
    moment: Moment,
    intensity: f64,
    nation: Momentum,
    province: Momentum,
}

impl ProvincialRace {
    /// A race over districts that belong to provinces `0..provinces`.
    #[must_use]
    pub fn new(province_of: &[Province], provinces: usize) -> Self {
        let mut districts: Vec<District> = (0..province_of.len() as u32).map(District).collect();
        districts.sort_by_key(|district| province_of[district.at()]);
        let clock = HazardClock::new(0.0);
        let mut runners: Vec<Runner> =
            province_of.iter().map(|&province| Runner { clock, place: 0, province }).collect();
        for (place, district) in (0..).zip(&districts) {
            runners[district.at()].place = place;
        }
        let first = (0..=provinces as u32)
            .map(|p| districts.partition_point(|district| province_of[district.at()] < Province(p)) as u32)
            .collect();
        Self {
            due: vec![f64::INFINITY; districts.len()],
            runners,
            districts,
            first,
            fronts: Vec::with_capacity(provinces),
            bounds: Tournament::default(),
            doubted: Vec::with_capacity(provinces),
            aside: Vec::with_capacity(provinces),
            tempo: Tempo::new(1.0, [1.0]),
            fade: Tempo::new(0.0, [1.0]),
            moment: START,
            intensity: 1.0,
            nation: Momentum { jump: 0.0, decay: 1.0 },
            province: Momentum { jump: 0.0, decay: 1.0 },
        }
    }

    /// Where a province's districts lie.
    #[inline]
    fn places(&self, province: Province) -> core::ops::Range<usize> {
        self.first[province.at()] as usize..self.first[province.at() + 1] as usize
    }

    /// Starts a history at time zero: all clocks stand still (rate zero) with the given thresholds.
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, nation: Momentum, province: Momentum) {
        self.nation = nation;
        self.province = province;
        self.intensity = 1.0;
        self.tempo = Tempo::new(1.0, [nation.decay]);
        self.fade = Tempo::new(0.0, [province.decay]);
        self.moment = START;
        for (runner, threshold) in self.runners.iter_mut().zip(thresholds) {
            runner.clock = HazardClock::new(threshold);
        }
        self.due.fill(f64::INFINITY);
        self.bounds.begin(self.first.len() - 1);
        self.doubted.clear();
        self.fronts.clear();
        self.fronts.resize(self.first.len() - 1, FRESH);
    }

    /// Sets the weights of all districts at time zero, when all clocks stand still: one pass.
    pub fn set_first_weights(&mut self, weights: impl Iterator<Item = f64>) {
        for (runner, weight) in self.runners.iter_mut().zip(weights) {
            self.due[runner.place as usize] = runner.clock.due_at_rate(0.0, weight);
        }
        for p in 0..self.fronts.len() {
            self.fronts[p].stale = true;
            self.review(Province(p as u32));
        }
    }

    /// Sets the weight `w_i` of a district (per day; zero stops its clock). Progress so far is kept.
    #[inline]
    pub fn set_weight(&mut self, district: District, weight: f64, now: Time) {
        self.bring_to(now);
        let Runner { place, province, .. } = self.runners[district.at()];
        let axis = self.advance(province);
        let due = self.runners[district.at()].clock.due_at_rate(axis, weight);
        let before = core::mem::replace(&mut self.due[place as usize], due);
        let front = &mut self.fronts[province.at()];
        // Most changes concern neither the first of the province nor make another the first: nothing more is to be done.
        if due < front.first_due {
            (front.first_due, front.first) = (due, district);
            self.bound(province);
        } else if before == front.first_due {
            // Its bound is too early now, and it is looked through when its turn comes.
            front.stale = true;
        }
    }

    /// Gives a district's clock the threshold of its next fall; the clock stands still until it has a weight again.
    pub fn rearm(&mut self, district: District, threshold: f64, now: Time) {
        self.bring_to(now);
        let axis = self.advance(self.runners[district.at()].province);
        self.runners[district.at()].clock.restart(axis, threshold);
    }

    /// A fall adds to the momentum of its province and of the nation.
    pub fn remember_fall(&mut self, province: Province, now: Time) {
        if self.nation.jump == 0.0 && self.province.jump == 0.0 {
            return;
        }
        self.bring_to(now);
        self.advance(province);
        if self.province.jump > 0.0 {
            if self.fade.term(0, now) == 0.0 {
                self.renew(now);
            }
            self.fronts[province.at()].heat += self.province.jump / self.moment.fading;
        }
        self.tempo.jump(0, now, self.nation.jump);
        self.moment.momentum += self.nation.jump;
        self.doubt(province);
    }

    /// Sets the intensity `b` of the whole campaign (1 is the normal one).
    pub fn set_intensity(&mut self, intensity: f64, now: Time) {
        // What is cached of this moment stays true: axes bend here, but do not jump.
        self.bring_to(now);
        self.intensity = intensity;
        self.tempo.set_scale(now, intensity);
        self.fade.set_scale(now, intensity);
    }

    /// Sets the focus `F_p` of the campaign on a province (1 is the normal one).
    pub fn set_focus(&mut self, province: Province, focus: f64, now: Time) {
        self.bring_to(now);
        self.advance(province);
        self.fronts[province.at()].focus = focus;
        self.doubt(province);
    }

    /// The next district to fall if nothing else happens, and when.
    pub fn next(&mut self, now: Time) -> Option<NextFall> {
        self.bring_to(now);
        if self.intensity <= 0.0 {
            return None;
        }
        while let Some(province) = self.doubted.pop() {
            if self.fronts[province.at()].doubted {
                self.review(province);
            }
        }
        let mut best: Option<(f64, NextFall)> = None;
        while let Some((province, bound)) = self.bounds.least() {
            if best.is_some_and(|(national, _)| national <= bound) {
                break;
            }
            let province = Province(province as u32);
            let front = &self.fronts[province.at()];
            if front.stale || !(front.exact || front.bounded_at == self.moment.national) {
                self.review(province);
                continue;
            }
            if front.exact {
                best = self.fall_at(province, self.tempo.wall(bound).max(now)).map(|fall| (bound, fall));
                break;
            }
            if let Some(candidate) = self.solve(province, now)
                && best.is_none_or(|(_, found)| candidate.time < found.time)
            {
                let national = self.tempo.operational(candidate.time);
                best = Some((national, candidate));
                // As a rule no other can be sooner than the first that is tried.
                if national <= self.bounds.least_of_others(province.at()) {
                    break;
                }
            }
            // A province that has been tried stands aside until the search ends.
            self.bounds.set(province.at(), f64::INFINITY);
            self.aside.push((province, bound));
        }
        while let Some((province, bound)) = self.aside.pop() {
            self.bounds.set(province.at(), bound);
        }
        best.map(|(_, fall)| fall)
    }

    /// The fall of a province's first district at a time; None where that never comes.
    fn fall_at(&self, province: Province, time: Time) -> Option<NextFall> {
        (time < Time::NEVER).then_some(NextFall { time, district: self.fronts[province.at()].first })
    }

    /// The exact time of a province's next fall if nothing else happens before.
    fn solve(&self, province: Province, now: Time) -> Option<NextFall> {
        let front = &self.fronts[province.at()];
        let speed = front.focus * self.intensity;
        if speed <= 0.0 || front.first_due == f64::INFINITY {
            return None;
        }
        let gap = ((front.first_due - front.axis) / speed).max(0.0);
        let mut tempo = Tempo::new(1.0, [self.nation.decay, self.province.decay]);
        tempo.jump(0, now, self.moment.momentum);
        tempo.jump(1, now, front.heat * self.moment.fading);
        self.fall_at(province, tempo.invert(now, gap))
    }

    /// The speed of a province has changed: its bound is computed anew before the next search.
    fn doubt(&mut self, province: Province) {
        let front = &mut self.fronts[province.at()];
        front.stale = true;
        if !core::mem::replace(&mut front.doubted, true) {
            self.doubted.push(province);
        }
    }

    /// Looks through a province for its first district, and computes its bound.
    fn review(&mut self, province: Province) {
        self.advance(province);
        let places = self.places(province);
        let front = &mut self.fronts[province.at()];
        if core::mem::take(&mut front.stale) {
            let due = &self.due[places.clone()];
            front.first_due = least(due);
            if let Some(&first) = self.districts[places].get(place_of(front.first_due, due)) {
                front.first = first;
            }
        }
        self.bound(province);
    }

    /// Computes the bound of a province that has been brought up to the present.
    fn bound(&mut self, province: Province) {
        let Moment { national, momentum, fading, .. } = self.moment;
        let front = &mut self.fronts[province.at()];
        (front.bounded_at, front.exact, front.doubted) = (national, front.heat == 0.0, false);
        let bound = if front.first_due < f64::INFINITY && front.focus > 0.0 {
            let slowed = if self.province.decay >= self.nation.decay { 1.0 + momentum } else { 1.0 };
            let remembered = if front.exact { 0.0 } else { front.heat * fading / slowed };
            national + (front.first_due - front.axis).max(0.0) / (front.focus * (1.0 + remembered))
        } else {
            f64::INFINITY
        };
        self.bounds.set(province.at(), bound);
    }

    /// Brings the shared axes up to the present.
    #[inline]
    fn bring_to(&mut self, now: Time) {
        if self.moment.time != now {
            let (national, [momentum]) = self.tempo.rebase(now);
            let (faded, [fading]) = self.fade.rebase(now);
            self.moment = Moment { time: now, national, momentum, fading, faded };
            if self.moment.fading > 0.0 && self.moment.fading < RENEWED_AT {
                self.renew(now);
            }
        }
    }

    /// Makes the present the instant t0 to which what provinces remember is related.
    fn renew(&mut self, now: Time) {
        for p in 0..self.fronts.len() {
            self.advance(Province(p as u32));
            self.fronts[p].heat *= self.moment.fading;
            self.fronts[p].faded = 0.0;
        }
        self.fade = Tempo::new(0.0, [self.province.decay]);
        self.fade.jump(0, now, 1.0);
        self.fade.set_scale(now, self.intensity);
        (self.moment.fading, self.moment.faded) = (1.0, 0.0);
    }

    /// Brings a province's operational time up to the moment of the race; where it is then.
    #[inline]
    fn advance(&mut self, province: Province) -> f64 {
        let (national, faded) = (self.moment.national, self.moment.faded);
        let front = &mut self.fronts[province.at()];
        front.axis += front.focus * (national - front.national + front.heat * (faded - front.faded));
        (front.national, front.faded) = (national, faded);
        front.axis
    }
}

/// The least of some numbers, `+inf` if there is none: four at a time, each lane chosen and not branched upon.
#[inline]
fn least(numbers: &[f64]) -> f64 {
    let lesser = |a: f64, b: f64| if b < a { b } else { a };
    let (fours, rest) = numbers.as_chunks::<4>();
    let mut lanes = [f64::INFINITY; 4];
    for four in fours {
        lanes = core::array::from_fn(|lane| lesser(lanes[lane], four[lane]));
    }
    let few = rest.iter().copied().fold(f64::INFINITY, lesser);
    lesser(few, lesser(lesser(lanes[0], lanes[1]), lesser(lanes[2], lanes[3])))
}

/// The first place where a number stands, which one of them is: told without branching, since it cannot be guessed.
#[inline]
fn place_of(number: f64, numbers: &[f64]) -> usize {
    let places = numbers.iter().enumerate().rev();
    places.fold(0, |found, (place, &other)| core::hint::select_unpredictable(other == number, place, found))
}

#[cfg(test)]
mod tests;
