//! How the alliance reads the need of the host state.

use crate::scenario::section::parameters;
use crate::sim::Distribution;

parameters! {
    |s|
    /// How need, 1 - ready / required at the border or of the kind of need of which most is missing, is read.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Assessment {
        /// Lasting error of the alliance's readers, drawn once for a case.
        pub bias: Distribution = s.distribution("bias").default(Distribution::Constant { value: 0.0 })
            .between(-10.0, 10.0).unit("share").source("0: none, unless a scenario says otherwise").get(),
        /// Error of a mission's assessment.
        pub noise: Distribution = s.distribution("noise").default(Distribution::Normal { mean: 0.0, sd: 0.2 })
            .between(-10.0, 10.0).unit("share").assumed().get(),
        /// Error of a reading by those who were not there.
        pub noise_from_afar: Distribution = s.distribution("noise_from_afar")
            .default(Distribution::Normal { mean: 0.0, sd: 0.3 })
            .between(-10.0, 10.0).unit("share").assumed().get(),
        /// Need, as read, below which staff and speakers say that no help from outside is needed. It is advice: members weigh
        /// the need that was read.
        pub no_need_below: f64 =
            s.number("no_need_below").default(0.2).between(-10.0, 10.0).unit("share").assumed().get(),
        /// Share of the host's reservists in place that counts as ready; 0 for an assessor that looks at the load
        /// alone.
        pub counts_reservists: f64 = s.number("counts_reservists").default(1.0).share().assumed().get(),
        /// Need in a scenario without a border and without a kind of need that is asked for.
        pub need_without_border: f64 = s.number("need_without_border").default(0.5).share()
            .source("assumption: the usual need of a call on record").get(),
        /// When the border has changed so much that another mission goes.
        pub again: Again = Again::read(&mut s.table("again")),
    }
}

parameters! {
    |s|
    /// When a mission is sent again.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Again {
        /// The border's load must have grown to this multiple of the load at the last report.
        pub load_ratio: f64 = s.number("load_ratio").default(1.25).between(1.0, 1000.0).unit("1").assumed().get(),
        /// The border's load must have reached this.
        pub least_load: f64 = s.number("least_load").default(1.0).between(0.0, 1000.0).unit("1")
            .source("assumption: more men are required than ready").get(),
        /// Or attention must have grown by this since the last report.
        pub attention: f64 = s.number("attention").default(1.0).between(0.0, 1000.0).unit("1").assumed().get(),
        /// Days that must have passed since the last report.
        pub after_days: f64 = s.number("after_days").default(14.0).between(0.0, 1e4).unit("days").assumed().get(),
        /// Most missions to a case.
        pub most: u32 =
            s.integer("most_missions").default(3).between(1.0, 60.0).unit("missions").assumed().get() as u32,
    }
}
