//! What becomes of a garrison when its district falls.

use super::geography::Terrain;
use super::section::Section;
use crate::sim::Distribution;

/// Parameters of garrisons.
#[derive(Clone, Debug, PartialEq)]
pub struct Garrison {
    /// Sd of the logarithm of a garrison's strength about its expected one.
    pub strength_sd: f64,
    /// Share of a garrison killed at the fall.
    pub killed_share: f64,
    /// Odds of surrender of a garrison that does not flee.
    pub surrender: Odds,
    /// Time from a fall until those who fled reach the border, days.
    pub crossing_time: Distribution,
    /// Men who flee at each fall of a border district, whatever its garrison; by the rules of flight where not given.
    pub crossing_men: Option<Distribution>,
    /// Flight over the border where it runs through a gorge or mountains.
    pub gorge: Flight,
    /// Flight over the border where it runs through a plain.
    pub plain: Flight,
}

/// A probability that rises with encirclement `C` (0 to 1): `free + encircled · C`, at most 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// Probability where no neighbour is lost.
    pub free: f64,
    /// Rise to where all neighbours are lost.
    pub encircled: f64,
}

impl Odds {
    /// The probability at an encirclement of 0 to 1.
    #[must_use]
    pub fn probability(self, encircled: f64) -> f64 {
        (self.free + self.encircled * encircled).clamp(0.0, 1.0)
    }

    fn read(mut s: Section<'_>, free: f64, encircled: f64, source: &'static str) -> Self {
        Self {
            free: s
                .number("free")
                .share()
                .default(free)
                .doc("Probability where no neighbour is lost")
                .source(source)
                .get(),
            encircled: s
                .number("encircled")
                .between(-1.0, 1.0)
                .default(encircled)
                .unit("per share of border lost")
                .doc("Rise of the probability to where all neighbours are lost")
                .source(source)
                .get(),
        }
    }
}

/// Flight over a border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    /// Odds that a garrison flees.
    pub odds: Odds,
    /// Least share of a fleeing garrison that makes it over.
    pub share_low: f64,
    /// Greatest share of a fleeing garrison that makes it over.
    pub share_high: f64,
}

impl Flight {
    fn read(mut s: Section<'_>, odds: (f64, f64), share: (f64, f64)) -> Self {
        const SOURCE: &str = "assumption; plausible values chosen so that crossings come in a few large groups";
        s.about("Flight of a garrison over the border of a host state");
        let flight = Self {
            odds: Odds::read(s.table("odds"), odds.0, odds.1, SOURCE),
            share_low: s
                .number("share_low")
                .share()
                .default(share.0)
                .doc("Least share that makes it over")
                .source(SOURCE)
                .get(),
            share_high: s
                .number("share_high")
                .share()
                .default(share.1)
                .doc("Greatest share that makes it over")
                .source(SOURCE)
                .get(),
        };
        if flight.share_high < flight.share_low {
            s.problem("share_high", "not less than share_low", "");
        }
        flight
    }
}

impl Garrison {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        const ASSUMPTION: &str = "assumption";
        s.about("What becomes of a garrison when its district falls");
        Self {
            strength_sd: s
                .number("strength_sd")
                .between(0.0, 3.0)
                .default(0.5)
                .unit("log")
                .doc("Sd of the logarithm of a garrison's strength about its expected one (mean factor 1)")
                .source(ASSUMPTION)
                .get(),
            killed_share: s.number("killed_share").share().default(0.05).doc("Share of a garrison killed at the fall").source(ASSUMPTION).get(),
            surrender: Odds::read(s.table("surrender"), 0.45, 0.4, ASSUMPTION),
            crossing_time: s
                .distribution("crossing_days")
                .default(Distribution::LogNormal { median: 0.3, sigma: 0.6 })
                .days()
                .doc("Time from a fall until those who fled reach the border")
                .source(ASSUMPTION)
                .get(),
            crossing_men: s
                .distribution("crossing_men")
                .between(0.0, 1e5)
                .unit("men")
                .doc("Men who flee at each fall of a border district, whatever its garrison; left out, the rules of flight hold")
                .source(ASSUMPTION)
                .optional(),
            gorge: Flight::read(s.table("flight_gorge"), (0.85, 0.14), (0.6, 1.0)),
            plain: Flight::read(s.table("flight_plain"), (0.35, 0.3), (0.3, 0.7)),
        }
    }

    /// Flight where the border runs through a terrain.
    #[must_use]
    pub fn flight(&self, terrain: Terrain) -> &Flight {
        match terrain {
            Terrain::Plain => &self.plain,
            Terrain::Gorge | Terrain::Mountain => &self.gorge,
        }
    }
}
