//! How decided help comes.

use crate::scenario::limits::{LEAST_INTERVAL, MOST_DAYS};
use crate::scenario::section::Section;
use crate::sim::Distribution;

/// `[alliance.delivery]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delivery {
    /// Equipment and money.
    pub aid: Aid,
    /// Men.
    pub force: Force,
    /// Days until the observers of a mission are in place.
    pub mission: Distribution,
    /// Days until an exercise begins.
    pub exercise: Distribution,
    /// Men in an exercise, who count as present while it lasts.
    pub exercise_men: u32,
    /// Days that it lasts.
    pub exercise_length: f64,
}

/// Equipment and money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aid {
    /// Days until a tranche comes.
    pub delay: Distribution,
    /// Share of what was promised that comes at all.
    pub fulfilment: Distribution,
    /// Tranches, each with its own delay.
    pub tranches: u32,
    /// What the whole of the promised aid adds to the border's infrastructure.
    pub infrastructure: f64,
}

/// Men.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Force {
    /// Men sent after a decision.
    pub men: u32,
    /// Days of preparation.
    pub preparation: Distribution,
    /// Men who arrive in a day after that.
    pub per_day: u32,
    /// Days they stay; `None` to the end.
    pub stay: Option<f64>,
    /// Men of a standing force, sent at the request without a vote.
    pub standing_men: u32,
    /// Days until they are in place.
    pub standing_days: f64,
}

impl Delivery {
    pub(super) fn read(s: &mut Section<'_>) -> Delivery {
        s.about("How decided help comes");
        Delivery {
            aid: Aid::read(s),
            force: Force::read(s),
            mission: s
                .distribution("mission_days")
                .default(delayed(5.0, 0.5))
                .days()
                .doc("From the decision until observers are in place")
                .source("assumption")
                .get(),
            exercise: s
                .distribution("exercise_days")
                .default(delayed(28.0, 0.3))
                .days()
                .doc("From the decision until an exercise begins")
                .source("assumption")
                .get(),
            exercise_men: s
                .integer("exercise_men")
                .default(0)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men of an exercise who count as present at the border while it lasts")
                .source("assumption")
                .get() as u32,
            exercise_length: s
                .number("exercise_length_days")
                .default(6.0)
                .between(0.0, 1000.0)
                .unit("days")
                .doc("Days that an exercise lasts")
                .source("assumption")
                .get(),
        }
    }
}

impl Aid {
    fn read(s: &mut Section<'_>) -> Aid {
        Aid {
            delay: s
                .distribution("aid_days")
                .default(delayed(120.0, 0.7))
                .days()
                .doc("From the decision until a tranche of aid comes")
                .source("assumption")
                .get(),
            fulfilment: s
                .distribution("aid_fulfilment")
                .default(Distribution::Beta { alpha: 2.0, beta: 5.0 })
                .share()
                .unit("share")
                .doc("Share of what was promised that comes at all")
                .source("Berkemeier and Fuhrmann 2018: 22 % after 1945; bounds 0.22 to 0.75")
                .get(),
            tranches: s
                .integer("aid_tranches")
                .default(4)
                .between(1.0, 1000.0)
                .unit("tranches")
                .doc("Tranches of aid, each with its own delay")
                .source("assumption")
                .get() as u32,
            infrastructure: s
                .number("aid_infrastructure")
                .default(0.1)
                .share()
                .unit("share")
                .doc("What the whole of the promised aid would add to the infrastructure of every sector")
                .source("assumption")
                .get(),
        }
    }
}

impl Force {
    fn read(s: &mut Section<'_>) -> Force {
        Force {
            men: s
                .integer("force_men")
                .default(2500)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men sent after a decision on force")
                .source("assumption")
                .get() as u32,
            preparation: s
                .distribution("force_preparation_days")
                .default(Distribution::Constant { value: 2.0 })
                .days()
                .doc("Days until the first men leave")
                .source("assumption")
                .get(),
            per_day: s
                .integer("force_men_per_day")
                .default(500)
                .between(1.0, 1e6)
                .unit("people per day")
                .doc("Men who arrive in a day")
                .source("assumption")
                .get() as u32,
            stay: s
                .number("force_stay_days")
                .between(LEAST_INTERVAL, MOST_DAYS)
                .unit("days")
                .doc("Days that the force stays once complete; to the end if left out")
                .optional(),
            standing_men: s
                .integer("standing_force_men")
                .default(0)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Men of a standing force that is sent at the request, without a vote; 0 if there is none")
                .source("assumption")
                .get() as u32,
            standing_days: s
                .number("standing_force_days")
                .default(4.0)
                .between(0.0, 1e4)
                .unit("days")
                .doc("Days until the standing force is in place")
                .source("assumption")
                .get(),
        }
    }
}

fn delayed(median: f64, sigma: f64) -> Distribution {
    Distribution::LogNormal { median, sigma }
}
