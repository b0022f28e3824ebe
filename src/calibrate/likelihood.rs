//! The likelihood of a path of dated falls under the hazards of the model (docs/model.md, 6.1 and 6.2), in continuous time and closed form.
//!
//! Given who fell when, every hazard is known: weights of districts change at falls alone, and the integral of the shared tempo is that of constants and
//! decaying exponentials. With `h` the hazard of each district and capital (Daley & Vere-Jones 2003, prop. 7.2.III)
//!
//! ```text
//! log L = sum over falls of log h(t_fall) - sum over districts of ∫ h while it may fall
//!       + sum over falls of log ρ where it is on record, log(1 - ρ) where it is not
//!       - sum over counts of (held - count)² / 2 sd²
//! ```
//!
//! Frailty, where there is any, is integrated out by district. Recaptures are taken as they are on record: their own law has no parameter in common with that of
//! falls, so that it cancels.

use crate::model::index::{District, Province};
use crate::model::territory::layout::Layout;
use crate::scenario::{DatedChange, Effect, Scenario, Switch};

/// A change of hands of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Days since the scenario's start.
    pub time: f64,
    /// Whose.
    pub district: District,
    /// Whether it fell; if not, it was retaken.
    pub fell: bool,
    /// The times that its date on record allows, in days; `None` where it is not on record.
    pub dated: Option<(f64, f64)>,
}

/// What changes all hazards on a date, whoever falls.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Dated {
    Focus(f64),
    Tempo(f64, f64),
    Turn,
    Count(f64),
}

/// The war of a scenario: all that the hazards of falls depend on besides the path.
#[derive(Clone, Debug, PartialEq)]
pub struct War {
    layout: Layout,
    members: Vec<Vec<District>>,
    pressure: Vec<f64>,
    /// Jump and decay per day of the memories of the nation, the provinces and the capitals.
    momenta: [(f64, f64); 3],
    frailty: f64,
    coupling: f64,
    hand_over: f64,
    nation_coupling: f64,
    /// The factor of capitals before and after the turn to them, and whether it is made at the start.
    phases: [f64; 2],
    open: bool,
    collapse: Option<u32>,
    margin: u32,
    capitals_hand_over: f64,
    dates: Vec<(f64, Dated)>,
    reported: Vec<f64>,
    reported_after_capital: f64,
    count_sd: f64,
}

/// Steps and reach of the sum over a standard normal, which for smooth integrands is as good as exact (Trefethen & Weideman 2014).
const NORMAL_STEP: f64 = 0.25;
const NORMAL_REACH: i32 = 32;

impl War {
    /// The war of a scenario; counts on record up to a day besides.
    ///
    /// # Errors
    /// Says what of the scenario has no likelihood here.
    pub fn of(scenario: &Scenario, until: f64) -> Result<War, String> {
        let (campaign, capitals) = (&scenario.sections.campaign, &scenario.sections.capitals);
        let refuse = |key: &str, what: &str| Err(format!("{key}: a likelihood is known only where {what}"));
        if capitals.assault_capacity.is_some() {
            return refuse("capitals.assault_capacity_per_day", "any number of capitals may be assaulted in a day");
        }
        if capitals.switch == Switch::Share {
            return refuse("capitals.switch", "the switch is by date, open or never");
        }
        if capitals.switch == Switch::Date && capitals.switch_date_sd > 0.0 {
            return refuse("capitals.switch_date_sd_days", "it is 0; give capitals.switch_date a prior instead");
        }
        let touches = |change: &DatedChange| {
            let after = &change.sections;
            after.campaign != *campaign || after.capitals != *capitals || after.recapture != scenario.sections.recapture
        };
        if scenario.changes.iter().any(touches) {
            return refuse(
                "change",
                "no change touches campaign, capitals or recapture; a milestone's campaign_tempo may",
            );
        }
        let layout = Layout::of(scenario);
        if layout.seat_of.iter().flatten().any(|seat| layout.held_at_start[seat.at()]) {
            return refuse("held_at_start", "no province's capital is held at the start");
        }
        let mut members = vec![Vec::new(); layout.seat_of.len()];
        let mut pressure = vec![0.0; layout.base.len()];
        for (district, province) in (0..).map(District).zip(&layout.province_of) {
            members[province.at()].push(district);
            if layout.held_at_start[district.at()] {
                layout.pressure.from(district).for_each(|(on, weight)| pressure[on.at()] += weight);
            }
        }
        let day_of = |date| scenario.meta.day_of(date);
        let mut dates: Vec<(f64, Dated)> = Vec::new();
        if let Some(start) = campaign.surge.start {
            let first = day_of(start);
            dates.push((first, Dated::Focus(campaign.surge.multiplier)));
            dates.push((first + campaign.surge.days, Dated::Focus(1.0)));
        }
        for milestone in &scenario.milestones {
            let tempo = |effect| milestone.effect(effect).unwrap_or(1.0);
            dates.push((
                day_of(milestone.date),
                Dated::Tempo(tempo(Effect::CampaignTempo), tempo(Effect::CapitalTempo)),
            ));
        }
        dates.retain(|(_, what)| *what != Dated::Tempo(1.0, 1.0));
        if let (Switch::Date, Some(date)) = (capitals.switch, capitals.switch_date) {
            dates.push((day_of(date), Dated::Turn));
        }
        for count in &scenario.record.counts {
            let end = day_of(count.date) + 1.0;
            if end > 1.0 && end <= until {
                dates.push((end, Dated::Count(count.districts)));
            }
        }
        dates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let regions = &scenario.geography.regions;
        let reported = |i: usize| campaign.region(&regions[scenario.geography.districts[i].region as usize]).reported;
        let momentum = |m: crate::scenario::Momentum| (m.jump, core::f64::consts::LN_2 / m.half_life);
        Ok(War {
            members,
            pressure,
            momenta: [campaign.national_momentum, campaign.provincial_momentum, capitals.momentum].map(momentum),
            frailty: campaign.frailty_sd,
            coupling: campaign.capital_coupling,
            hand_over: match campaign.capital_coupling {
                1.0 => 0.0,
                coupling => coupling / campaign.capital_coupling_floor_divisor,
            },
            nation_coupling: campaign.nation_coupling,
            phases: [capitals.hard, 1.0],
            open: capitals.switch == Switch::Open,
            collapse: capitals.collapse_count,
            margin: capitals.national_capital_margin,
            capitals_hand_over: capitals.handover_rate,
            dates,
            reported: (0..layout.base.len()).map(reported).collect(),
            reported_after_capital: campaign.reported_after_capital,
            count_sd: campaign.conditioning.count_sd,
            layout,
        })
    }

    /// The map.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Share of the falls of a district that the record dates, while its province's capital is held or after it fell.
    #[must_use]
    pub fn reported(&self, district: District, capital_fell: bool) -> f64 {
        if capital_fell { self.reported_after_capital } else { self.reported[district.at()] }
    }

    /// Mean number of falls that one fall brings about by momentum alone, from the state of the start and outside any surge: the largest eigenvalue of
    /// `K[q][p] = W_q (μn Hn + μp Hp [p = q]) / ln 2`, with `W_q` the hazards of a province per day. At 1 and above falls feed themselves (Hawkes 1971).
    #[must_use]
    pub fn branching(&self) -> f64 {
        let hazard = |district: &District| {
            let i = district.at();
            let free = f64::from(u8::from(!self.layout.held_at_start[i]));
            free * (self.layout.base[i] + self.layout.slope[i] * self.pressure[i])
        };
        let weights: Vec<f64> = self.members.iter().map(|all| all.iter().map(hazard).sum()).collect();
        let [nation, province, _] = self.momenta.map(|(jump, decay)| jump / decay);
        let mut vector = vec![1.0; weights.len()];
        let mut value = 0.0;
        for _ in 0..100 {
            let all: f64 = vector.iter().sum::<f64>() * nation;
            vector.iter_mut().zip(&weights).for_each(|(x, weight)| *x = weight * (all + province * *x));
            value = vector.iter().copied().fold(0.0, f64::max);
            if value <= 0.0 || !value.is_finite() {
                break;
            }
            vector.iter_mut().for_each(|x| *x /= value);
        }
        value
    }

    /// The logarithm of the likelihood of a path in the order of time, up to a time in days; minus infinity where it cannot be.
    #[must_use]
    pub fn log_likelihood(&self, path: &[Change], until: f64) -> f64 {
        let mut walk = Walk::new(self);
        let mut dates = self.dates.iter().filter(|(time, _)| *time <= until).peekable();
        for change in path.iter().filter(|change| change.time <= until) {
            while let Some((time, what)) = dates.next_if(|(time, _)| *time <= change.time) {
                walk.go_to(*time);
                walk.change(*what);
            }
            walk.go_to(change.time);
            if change.fell {
                walk.fall(change.district, change.dated.is_some());
            } else {
                walk.retake(change.district);
            }
            if walk.log == f64::NEG_INFINITY {
                return walk.log;
            }
        }
        for (time, what) in dates {
            walk.go_to(*time);
            walk.change(*what);
        }
        walk.go_to(until);
        walk.end()
    }
}

/// A district on the way.
#[derive(Clone, Debug)]
struct Stand {
    held: bool,
    pressure: f64,
    weight: f64,
    /// Where its province's operational time stood when the weight was set, and what it was exposed to before.
    since: f64,
    exposure: f64,
    /// Falls by the advance, and one to which handing over adds: (weight · tempo, hazard of handing over).
    falls: i32,
    mixed: Option<(f64, f64)>,
    handing: bool,
}

/// The way along a path.
struct Walk<'a> {
    war: &'a War,
    log: f64,
    now: f64,
    stands: Vec<Stand>,
    /// By province: operational time, what it remembers, its focus, districts held besides the seat, whether its capital fell.
    axis: Vec<f64>,
    heat: Vec<f64>,
    focus: Vec<f64>,
    rural: Vec<usize>,
    fallen: Vec<bool>,
    nation: f64,
    tempo: f64,
    capital_tempo: f64,
    capital_heat: f64,
    turned: bool,
    siege: f64,
    capitals: u32,
    /// Districts, and capitals, that hand over.
    handing: f64,
    collapsing: f64,
    held: f64,
}

impl<'a> Walk<'a> {
    fn new(war: &'a War) -> Walk<'a> {
        let provinces = war.members.len();
        let mut walk = Walk {
            war,
            log: 0.0,
            now: 0.0,
            stands: Vec::with_capacity(war.pressure.len()),
            axis: vec![0.0; provinces],
            heat: vec![0.0; provinces],
            focus: vec![1.0; provinces],
            rural: vec![0; provinces],
            fallen: vec![false; provinces],
            nation: 0.0,
            tempo: 1.0,
            capital_tempo: 1.0,
            capital_heat: 0.0,
            turned: war.open,
            siege: 0.0,
            capitals: 0,
            handing: 0.0,
            collapsing: 0.0,
            held: 0.0,
        };
        for (i, &pressure) in war.pressure.iter().enumerate() {
            let (held, province) = (war.layout.held_at_start[i], war.layout.province_of[i].at());
            let seat = war.layout.seat_of[province] == Some(District(i as u32));
            walk.rural[province] += usize::from(held && !seat);
            walk.held += f64::from(u8::from(held));
            let weight = if held { 0.0 } else { war.layout.base[i] + war.layout.slope[i] * pressure };
            let (since, exposure, falls, mixed, handing) = (0.0, 0.0, 0, None, false);
            walk.stands.push(Stand { held, pressure, weight, since, exposure, falls, mixed, handing });
        }
        walk.siege = (0..provinces).map(|p| walk.weight_of_capital(p)).sum();
        walk
    }

    fn weight_of_capital(&self, province: usize) -> f64 {
        let open = self.war.layout.seat_of[province].is_some() && !self.fallen[province];
        if open { self.war.layout.siege[province][self.rural[province]] } else { 0.0 }
    }

    /// Whether a capital that stands hands over.
    fn collapses(&self, province: usize) -> bool {
        let margin = if self.war.layout.national[province] { self.war.margin } else { 0 };
        let open = self.war.layout.seat_of[province].is_some() && !self.fallen[province];
        open && self.war.collapse.is_some_and(|count| self.capitals >= count + margin)
    }

    fn capital_factor(&self) -> f64 {
        self.war.phases[usize::from(self.turned)] * self.capital_tempo
    }

    fn intensity(&self) -> f64 {
        self.tempo * (1.0 + self.war.nation_coupling * f64::from(self.capitals))
    }

    fn go_to(&mut self, time: f64) {
        let days = time - self.now;
        if days <= 0.0 {
            return;
        }
        let [nation, province, capital] = self.war.momenta.map(|(_, decay)| {
            let kept = libm::exp(-decay * days);
            (kept, (1.0 - kept) / decay)
        });
        let intensity = self.intensity();
        let (shared, own) = (intensity * (days + self.nation * nation.1), intensity * province.1);
        for ((axis, heat), focus) in self.axis.iter_mut().zip(&mut self.heat).zip(&self.focus) {
            *axis += focus * (shared + *heat * own);
            *heat *= province.0;
        }
        let assault = self.capital_factor() * (days + self.capital_heat * capital.1);
        self.log -= self.siege * assault;
        self.log -= days * (self.war.hand_over * self.handing + self.war.capitals_hand_over * self.collapsing);
        (self.nation, self.capital_heat) = (self.nation * nation.0, self.capital_heat * capital.0);
        self.now = time;
    }

    fn change(&mut self, what: Dated) {
        match what {
            Dated::Focus(focus) => {
                for p in (0..self.focus.len()).filter(|&p| self.war.layout.surge[p]) {
                    self.focus[p] = focus;
                }
            }
            Dated::Tempo(rural, capitals) => {
                self.tempo *= rural;
                self.capital_tempo *= capitals;
            }
            Dated::Turn => self.turned = true,
            Dated::Count(count) => self.log -= 0.5 * ((self.held - count) / self.war.count_sd).powi(2),
        }
    }

    /// Sets a district's weight from its state.
    fn weigh(&mut self, i: usize) {
        let province = self.war.layout.province_of[i].at();
        let coupling = if self.fallen[province] { self.war.coupling } else { 1.0 };
        let stand = &mut self.stands[i];
        stand.exposure += stand.weight * (self.axis[province] - stand.since);
        stand.since = self.axis[province];
        let hazard = self.war.layout.base[i] + self.war.layout.slope[i] * stand.pressure.max(0.0);
        stand.weight = if stand.held { 0.0 } else { hazard * coupling };
    }

    fn fall(&mut self, district: District, dated: bool) {
        let (i, province) = (district.at(), self.war.layout.province_of[district.at()].at());
        if self.stands[i].held {
            self.log = f64::NEG_INFINITY;
            return;
        }
        let seat = self.war.layout.seat_of[province] == Some(district);
        if seat {
            let assault = self.weight_of_capital(province) * self.capital_factor() * (1.0 + self.capital_heat);
            let handed = f64::from(u8::from(self.collapses(province))) * self.war.capitals_hand_over;
            // A capital that the record has falling twice is no capital the second time.
            self.log += if self.fallen[province] { f64::NEG_INFINITY } else { libm::log(assault + handed) };
            self.siege -= self.weight_of_capital(province);
            self.fallen[province] = true;
            self.capitals += 1;
            self.capital_heat += self.war.momenta[2].0;
        } else {
            let tempo = self.focus[province] * self.intensity() * (1.0 + self.nation + self.heat[province]);
            let stand = &mut self.stands[i];
            let advance = stand.weight * tempo;
            if core::mem::take(&mut stand.handing) {
                stand.mixed = Some((advance, self.war.hand_over));
                self.handing -= 1.0;
            } else {
                stand.falls += 1;
                self.log += libm::log(advance);
            }
            let reported = self.war.reported(district, self.fallen[province]);
            self.log += libm::log(if dated { reported } else { 1.0 - reported });
        }
        self.hold(district, seat, true);
        self.heat[province] += self.war.momenta[1].0;
        self.nation += self.war.momenta[0].0;
        if seat {
            for k in 0..self.war.members[province].len() {
                let member = self.war.members[province][k].at();
                self.weigh(member);
                let hands = !self.stands[member].held && self.war.hand_over > 0.0;
                self.stands[member].handing = hands;
                self.handing += f64::from(u8::from(hands));
            }
            self.collapsing = (0..self.fallen.len()).filter(|&p| self.collapses(p)).count() as f64;
        }
    }

    fn retake(&mut self, district: District) {
        if !self.stands[district.at()].held {
            self.log = f64::NEG_INFINITY;
            return;
        }
        let seat = self.war.layout.seat_of[self.war.layout.province_of[district.at()].at()] == Some(district);
        self.hold(district, seat, false);
    }

    /// A district changes hands, and its neighbours and its province's capital feel it.
    fn hold(&mut self, district: District, seat: bool, held: bool) {
        let sign = if held { 1.0 } else { -1.0 };
        self.stands[district.at()].held = held;
        self.held += sign;
        self.weigh(district.at());
        for (on, weight) in self.war.layout.pressure.from(district) {
            self.stands[on.at()].pressure += sign * weight;
            if !self.stands[on.at()].held {
                self.weigh(on.at());
            }
        }
        if !seat {
            let province: Province = self.war.layout.province_of[district.at()];
            self.siege -= self.weight_of_capital(province.at());
            self.rural[province.at()] =
                if held { self.rural[province.at()] + 1 } else { self.rural[province.at()] - 1 };
            self.siege += self.weight_of_capital(province.at());
        }
    }

    fn end(mut self) -> f64 {
        for i in 0..self.stands.len() {
            self.weigh(i);
        }
        let mixed = |stand: &Stand, z: f64| stand.mixed.map_or(1.0, |(advance, handed)| z * advance + handed);
        let log_mixed = |stand: &Stand| stand.mixed.map_or(0.0, |(advance, handed)| libm::log(advance + handed));
        let of = |stand: &Stand| match self.war.frailty {
            0.0 => log_mixed(stand) - stand.exposure,
            _ if stand.exposure == 0.0 && stand.falls == 0 => log_mixed(stand),
            sd => {
                let terms = (-NORMAL_REACH..=NORMAL_REACH).map(|k| {
                    let x = f64::from(k) * NORMAL_STEP;
                    let log_z = sd * x - 0.5 * sd * sd;
                    let z = libm::exp(log_z);
                    let exponent = f64::from(stand.falls) * log_z - z * stand.exposure - 0.5 * x * x;
                    libm::exp(exponent) * mixed(stand, z)
                });
                libm::log(terms.sum::<f64>() * NORMAL_STEP / (2.0 * core::f64::consts::PI).sqrt())
            }
        };
        self.log + self.stands.iter().map(of).sum::<f64>()
    }
}
