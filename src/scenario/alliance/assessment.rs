//! How the alliance reads the need of the host state.

use crate::scenario::section::Section;
use crate::sim::Distribution;

/// `[alliance.assessment]`: `assessed = need + bias + noise`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessment {
    /// Lasting error of the assessor.
    pub bias: Distribution,
    /// Error of the single assessment.
    pub noise: Distribution,
    /// Below this the mission's report files no item.
    pub early_stop: Option<f64>,
    /// Share of the host's reservists that counts as ready in the assessor's eyes.
    pub counts_reservists: f64,
    /// Need where the scenario has no border.
    pub need_without_border: f64,
    /// What is recommended.
    pub recommendation: Recommendation,
}

/// Assessed need from which each level is recommended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// Thresholds of statement, mission, exercise, aid, force.
    pub from: [f64; 5],
}

impl Assessment {
    pub(super) fn read(s: &mut Section<'_>) -> Assessment {
        s.about("How the joint staff reads the need, 1 - ready / required, as it is during the visit");
        let (bias, noise) = (Distribution::Constant { value: 0.0 }, Distribution::Normal { mean: 0.0, sd: 0.2 });
        Assessment {
            bias: s.distribution("bias").default(bias).between(-10.0, 10.0).unit("share").doc("Lasting error of the assessor, drawn once for a case").source("0: none, unless a scenario says otherwise").get(),
            noise: s.distribution("noise").default(noise).between(-10.0, 10.0).unit("share").doc("Error of the single assessment").source("assumption").get(),
            early_stop: s.number("early_stop").default(0.0).between(-10.0, 10.0).unit("share").doc("Assessed need below which the mission's report files no item and only a statement follows").source("assumption: the case ends there only where no need is seen").optional(),
            counts_reservists: s.number("counts_reservists").default(1.0).share().unit("share").doc("Share of the host's reservists in place that counts as ready; 0 for an assessor that looks at the load alone").source("assumption").get(),
            need_without_border: s.number("need_without_border").default(0.8).share().unit("share").doc("Need in a scenario without a border").source("assumption").get(),
            recommendation: Recommendation::read(&mut s.table("recommend_from")),
        }
    }
}

impl Recommendation {
    fn read(s: &mut Section<'_>) -> Recommendation {
        s.about("Assessed need from which each level of help is recommended");
        let mut from = |name: &'static str, usual: f64| {
            s.number(name)
                .default(usual)
                .between(-100.0, 100.0)
                .unit("share")
                .doc("Assessed need from which this level is recommended")
                .source("assumption")
                .get()
        };
        let thresholds = [
            from("statement", -0.2),
            from("mission", 0.1),
            from("exercise", 0.2),
            from("aid", 0.35),
            from("force", 0.6),
        ];
        if thresholds.windows(2).any(|pair| pair[0] > pair[1]) {
            s.problem(
                "",
                "thresholds that do not fall from statement to force",
                "give higher levels higher thresholds",
            );
        }
        Recommendation { from: thresholds }
    }
}
