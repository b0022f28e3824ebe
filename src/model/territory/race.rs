//! The race of districts to fall: one unit-rate clock for each district, a tempo that all of them share.
//!
//! District `i` of province `p` falls with hazard `w_i · m_p(t)`, where the weight `w_i` changes only at events and
//!
//! ```text
//! m_p(t) = F_p · b · (1 + μn·X(t) + μp·X_p(t))
//! ```
//!
//! with `X` and `X_p` sums of exponentially decaying memories of earlier falls in the nation and in the province
//! (half-lives `Hn`, `Hp`), `b` the intensity of the campaign and `F_p` the focus of the campaign on the province. `b` and
//! `F_p` are constant between events.
//!
//! # Why it is fast and still exact
//! All districts of a province run on one operational time `A_p = ∫ m_p dt`, so a jump of momentum moves no clock. Among
//! provinces only the earliest needs a wall-clock time. Provinces compete in a tournament on the national operational time
//! `N = ∫ b (1 + μn·X) dt` by a lower bound: since `X_p` only decays until the province's own next fall and `X ≥ 0`,
//! `dA_p ≤ F_p (1 + μp·X_p(now)) dN`, so a province with a gap `g` to its next fall fires at `N ≥ N(now) + g / (F_p (1 + μp·X_p(now)))`.
//! The bound holds whatever happens elsewhere (`b` cancels), so it is computed again only when the province itself
//! changes. Where the province forgets no slower than the nation, `X_p / (1 + μn·X)` only decays too (`X` may rise), so
//! `μp·X_p` may be divided by the nation's `1 + μn·X(now)`: a tighter bound, and fewer solves. To find the next fall,
//! provinces are taken in the order of their bounds, each is solved exactly, until the best exact time is earlier than every
//! remaining bound: as a rule one to three solves. An event changes several districts of a province; its bound is computed
//! once, when the next fall is asked for. A province that remembers no fall of its own runs on the national axis itself
//! (`dA_p = F_p dN`): its bound is exact.
//!
//! What a province remembers fades with its own rate k, so `F_p μp ∫ b X_p dt` over a span is the province's `μp·X_p` at one
//! instant times a difference of `J(t) = ∫ b e^{-k(s - t0)} ds`, which all provinces share: bringing a province up to date
//! takes no exponential, and a change of `b` touches no province. The instant t0 is renewed before e^{-k(t - t0)} is small.
//!
//! # References
//! Kurtz, T. G. (1980), *Representations of Markov processes as multiparameter time changes*, Ann. Probab. 8.
//! Anderson, D. F. (2007), *A modified next reaction method*, J. Chem. Phys. 127, 214107.

use crate::model::index::{District, Province};
use crate::sim::{HazardClock, Tempo, Time, Tournament};

/// How fast memories of falls fade and how much they speed up further falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Momentum {
    /// Rise of the relative hazard at one fall (dimensionless).
    pub jump: f64,
    /// Decay rate per day (ln 2 / half-life).
    pub decay: f64,
}

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
    /// The district that falls first and where on the axis, if any can fall.
    leader: Option<(District, f64)>,
    /// Whether it has changed since its bound was computed.
    changed: bool,
    /// Whether it remembered no fall of its own when its bound was computed, so that the bound is exact.
    exact: bool,
}

const FRESH: Front =
    Front { axis: 0.0, national: 0.0, faded: 0.0, heat: 0.0, focus: 1.0, leader: None, changed: false, exact: true };

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

/// The race. See the module's page for the hazards.
#[derive(Debug)]
pub struct Race {
    clocks: Vec<HazardClock>,
    /// When each clock is due on its province's axis; kept side by side, so that a province's leader is found in one pass.
    due: Vec<f64>,
    province_of: Vec<Province>,
    members: Vec<Vec<District>>,
    fronts: Vec<Front>,
    /// Provinces by the lower bound of their next fall on the national axis.
    bounds: Tournament,
    /// Provinces whose bound is to be computed anew.
    changed: Vec<Province>,
    /// `b · (1 + μn·X)`, whose operational time is the national one.
    tempo: Tempo<1>,
    /// `b · e^{-k(t - t0)}`, whose operational time is `J`; still before the first fall that a province remembers.
    fade: Tempo<1>,
    moment: Moment,
    intensity: f64,
    nation: Momentum,
    province: Momentum,
}

/// The next fall of the race.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextFall {
    /// When.
    pub time: Time,
    /// Where.
    pub district: District,
}

impl Race {
    /// A race over districts that belong to provinces `0..provinces`.
    #[must_use]
    pub fn new(province_of: Vec<Province>, provinces: usize) -> Self {
        let mut members = vec![Vec::new(); provinces];
        for (district, province) in (0..).zip(&province_of) {
            members[province.at()].push(District(district));
        }
        Self {
            clocks: Vec::with_capacity(province_of.len()),
            due: Vec::with_capacity(province_of.len()),
            province_of,
            members,
            fronts: Vec::with_capacity(provinces),
            bounds: Tournament::default(),
            changed: Vec::with_capacity(provinces),
            tempo: Tempo::new(1.0, [1.0]),
            fade: Tempo::new(0.0, [1.0]),
            moment: START,
            intensity: 1.0,
            nation: Momentum { jump: 0.0, decay: 1.0 },
            province: Momentum { jump: 0.0, decay: 1.0 },
        }
    }

    /// The districts of a province.
    #[must_use]
    pub fn members(&self, province: Province) -> &[District] {
        &self.members[province.at()]
    }

    /// Starts a history at time zero: all clocks stand still (rate zero) with the given thresholds.
    pub fn begin(&mut self, thresholds: impl Iterator<Item = f64>, nation: Momentum, province: Momentum) {
        self.nation = nation;
        self.province = province;
        self.intensity = 1.0;
        self.tempo = Tempo::new(1.0, [nation.decay]);
        self.fade = Tempo::new(0.0, [province.decay]);
        self.moment = START;
        self.clocks.clear();
        self.clocks.extend(thresholds.map(HazardClock::new));
        self.due.clear();
        self.due.resize(self.clocks.len(), f64::INFINITY);
        self.bounds.begin(self.members.len());
        self.changed.clear();
        self.fronts.clear();
        self.fronts.resize(self.members.len(), FRESH);
    }

    /// Sets the weights of all districts at time zero, when all clocks stand still: one pass, and each province takes its
    /// place once.
    pub fn set_first_weights(&mut self, weights: impl Iterator<Item = f64>) {
        for ((clock, due), weight) in self.clocks.iter_mut().zip(&mut self.due).zip(weights) {
            clock.set_rate(0.0, weight);
            *due = if weight > 0.0 { clock.due() } else { f64::INFINITY };
        }
        for p in 0..self.fronts.len() {
            self.fronts[p].leader = leader(&self.members[p], &self.due);
            self.change(Province(p as u32));
        }
    }

    /// Sets the weight `w_i` of a district (per day; zero stops its clock). Progress so far is kept.
    pub fn set_weight(&mut self, district: District, weight: f64, now: Time) {
        let province = self.province_of[district.at()];
        self.advance(province, now);
        let front = &mut self.fronts[province.at()];
        let clock = &mut self.clocks[district.at()];
        clock.set_rate(front.axis, weight);
        // A clock that stands still is never due, even if its threshold has been reached.
        let due = if weight > 0.0 { clock.due() } else { f64::INFINITY };
        self.due[district.at()] = due;
        match front.leader {
            Some((leader, at)) if leader != district && due < at => front.leader = Some((district, due)),
            Some((leader, _)) if leader != district => return,
            Some((_, at)) if due <= at => front.leader = due.is_finite().then_some((district, due)),
            Some(_) => front.leader = leader(&self.members[province.at()], &self.due),
            None if due.is_finite() => front.leader = Some((district, due)),
            None => return,
        }
        self.change(province);
    }

    /// Gives a district's clock the threshold of its next fall; the clock stands still until it has a weight again.
    pub fn rearm(&mut self, district: District, threshold: f64, now: Time) {
        let province = self.province_of[district.at()];
        self.advance(province, now);
        self.clocks[district.at()].restart(self.fronts[province.at()].axis, threshold);
    }

    /// A fall adds to the momentum of its province and of the nation.
    pub fn remember_fall(&mut self, province: Province, now: Time) {
        if self.nation.jump == 0.0 && self.province.jump == 0.0 {
            return;
        }
        self.advance(province, now);
        if self.province.jump > 0.0 {
            if self.fade.term(0, now) == 0.0 {
                self.renew(now);
            }
            self.fronts[province.at()].heat += self.province.jump / self.moment.fading;
        }
        self.tempo.jump(0, now, self.nation.jump);
        self.moment.momentum += self.nation.jump;
        self.change(province);
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
        self.advance(province, now);
        self.fronts[province.at()].focus = focus;
        self.change(province);
    }

    /// The next district to fall if nothing else happens, and when.
    pub fn next(&mut self, now: Time) -> Option<NextFall> {
        self.settle(now);
        let mut best: Option<(f64, NextFall)> = None;
        while let Some((province, bound)) = self.bounds.least() {
            if best.is_some_and(|(national, _)| national <= bound) {
                break;
            }
            let province = Province(province as u32);
            if self.fronts[province.at()].exact {
                best = self.fall_at(province, self.tempo.wall(bound).max(now)).map(|fall| (bound, fall));
                break;
            }
            // A province that has been tried stands aside, until its bound is computed anew for the next search.
            self.bounds.set(province.at(), f64::INFINITY);
            self.change(province);
            let Some(candidate) = self.solve(province, now) else { continue };
            if best.is_none_or(|(_, found)| candidate.time < found.time) {
                best = Some((self.tempo.operational(candidate.time), candidate));
            }
        }
        best.map(|(_, fall)| fall)
    }

    /// The fall of a province's leader at a time; None where that never comes.
    fn fall_at(&self, province: Province, time: Time) -> Option<NextFall> {
        let (district, _) = self.fronts[province.at()].leader?;
        (time < Time::NEVER).then_some(NextFall { time, district })
    }

    /// The exact time of a province's next fall if nothing else happens before.
    fn solve(&mut self, province: Province, now: Time) -> Option<NextFall> {
        self.advance(province, now);
        let front = &self.fronts[province.at()];
        let (_, due) = front.leader?;
        let speed = front.focus * self.intensity;
        if speed <= 0.0 {
            return None;
        }
        let gap = ((due - front.axis) / speed).max(0.0);
        let mut tempo = Tempo::new(1.0, [self.nation.decay, self.province.decay]);
        tempo.jump(0, now, self.moment.momentum);
        tempo.jump(1, now, front.heat * self.moment.fading);
        self.fall_at(province, tempo.invert(now, gap))
    }

    /// A province has changed: its bound is to be computed anew.
    #[inline]
    fn change(&mut self, province: Province) {
        let front = &mut self.fronts[province.at()];
        if !front.changed {
            front.changed = true;
            self.changed.push(province);
        }
    }

    /// Computes the bounds of the provinces that have changed.
    fn settle(&mut self, now: Time) {
        self.bring_to(now);
        let Moment { national, momentum, fading, .. } = self.moment;
        let slowed = if self.province.decay >= self.nation.decay { 1.0 + momentum } else { 1.0 };
        while let Some(province) = self.changed.pop() {
            self.advance(province, now);
            let front = &mut self.fronts[province.at()];
            front.changed = false;
            front.exact = front.heat == 0.0;
            let bound = match front.leader {
                Some((_, due)) if front.focus > 0.0 => {
                    let gap = (due - front.axis).max(0.0);
                    let remembered = if front.exact { 0.0 } else { front.heat * fading / slowed };
                    national + gap / (front.focus * (1.0 + remembered))
                }
                _ => f64::INFINITY,
            };
            self.bounds.set(province.at(), bound);
        }
    }

    /// Brings the shared axes up to the present.
    #[inline]
    fn bring_to(&mut self, now: Time) {
        if self.moment.time != now {
            self.tempo.rebase(now);
            self.fade.rebase(now);
            self.moment = Moment {
                time: now,
                national: self.tempo.operational(now),
                momentum: self.tempo.term(0, now),
                fading: self.fade.term(0, now),
                faded: self.fade.operational(now),
            };
            if self.moment.fading > 0.0 && self.moment.fading < RENEWED_AT {
                self.renew(now);
            }
        }
    }

    /// Makes the present the instant t0 to which what provinces remember is related.
    fn renew(&mut self, now: Time) {
        for p in 0..self.fronts.len() {
            self.advance(Province(p as u32), now);
            self.fronts[p].heat *= self.moment.fading;
            self.fronts[p].faded = 0.0;
        }
        self.fade = Tempo::new(0.0, [self.province.decay]);
        self.fade.jump(0, now, 1.0);
        self.fade.set_scale(now, self.intensity);
        (self.moment.fading, self.moment.faded) = (1.0, 0.0);
    }

    /// Brings a province's operational time up to the present.
    #[inline]
    fn advance(&mut self, province: Province, now: Time) {
        self.bring_to(now);
        let (national, faded) = (self.moment.national, self.moment.faded);
        let front = &mut self.fronts[province.at()];
        front.axis += front.focus * (national - front.national + front.heat * (faded - front.faded));
        (front.national, front.faded) = (national, faded);
    }
}

/// The district whose clock is due first.
fn leader(members: &[District], due: &[f64]) -> Option<(District, f64)> {
    let (mut first, mut earliest) = (District(0), f64::INFINITY);
    for &district in members {
        let at = due[district.at()];
        // Both are chosen, not branched upon: who leads cannot be guessed.
        first = if at < earliest { district } else { first };
        earliest = earliest.min(at);
    }
    (earliest < f64::INFINITY).then_some((first, earliest))
}

#[cfg(test)]
mod tests;
