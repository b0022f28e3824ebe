//! How the alliance reads the need of the host state.

use crate::scenario::section::{Section, parameters};
use crate::sim::Distribution;

parameters! {
    |s|
    /// How the joint staff reads the need, 1 - ready / required, as it is during the visit.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Assessment {
        /// Lasting error of the assessor, drawn once for a case.
        pub bias: Distribution = s.distribution("bias").default(Distribution::Constant { value: 0.0 })
            .between(-10.0, 10.0).unit("share").source("0: none, unless a scenario says otherwise").get(),
        /// Error of the single assessment.
        pub noise: Distribution = s.distribution("noise").default(Distribution::Normal { mean: 0.0, sd: 0.2 })
            .between(-10.0, 10.0).unit("share").assumed().get(),
        /// Assessed need below which the mission's report files no item and only a statement follows.
        pub early_stop: Option<f64> = s.number("early_stop").default(0.0).between(-10.0, 10.0).unit("share")
            .source("assumption: the case ends there only where no need is seen").optional(),
        /// Share of the host's reservists in place that counts as ready; 0 for an assessor that looks at the load
        /// alone.
        pub counts_reservists: f64 = s.number("counts_reservists").default(1.0).share().assumed().get(),
        /// Need in a scenario without a border.
        pub need_without_border: f64 = s.number("need_without_border").default(0.8).share().assumed().get(),
        /// What is recommended.
        pub recommendation: Recommendation = Recommendation::read(&mut s.table("recommend_from")),
    }
}

parameters! {
    |s|
    /// Assessed need from which each level of help is recommended.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Recommendation {
        /// Thresholds of statement, mission, exercise, aid, force.
        pub from: [f64; 5] = [
            from(s, "statement", -0.2),
            from(s, "mission", 0.1),
            from(s, "exercise", 0.2),
            from(s, "aid", 0.35),
            from(s, "force", 0.6),
        ],
    }
    check |rule| {
        if rule.from.windows(2).any(|pair| pair[0] > pair[1]) {
            let remedy = "give higher levels higher thresholds";
            s.problem("", "thresholds that do not fall from statement to force", remedy);
        }
    }
}

fn from(s: &mut Section<'_>, level: &'static str, usual: f64) -> f64 {
    let field = s.number(level).default(usual).between(-100.0, 100.0).unit("share");
    field.doc("Assessed need from which this level is recommended").assumed().get()
}
