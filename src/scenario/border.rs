//! The host state's border: posts, shelter, the force needed, incidents.

use super::distribution::log_normal;
use super::geography::{PostStatus, STATUSES};
use super::limits::MOST_TEAMS;
use super::section::{Section, parameters};
use crate::sim::Distribution;

parameters! {
    |s|
    /// Border posts: registration of those who arrive (model 3.7).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Posts {
        /// One status for all posts; left out, each has the status of the posts' file.
        pub status: Option<PostStatus> = s.choice("status", STATUSES).optional(),
        /// Multiplier of the registration teams of listed posts.
        pub teams_factor: f64 = s.number("teams_factor").default(1.0).between(0.0, 100.0).unit("1").assumed().get(),
        /// Registration teams of a host district without a post.
        pub field_teams: usize =
            s.integer("field_teams").default(1).between(0.0, 1000.0).unit("teams").assumed().get() as usize,
        /// Time in which a team registers one person.
        pub service: Distribution = s.distribution("service_days")
            .default(log_normal(20.0 / 1440.0, 0.6)).days()
            .source("assumption: median 20 minutes; plausible means 15 to 40 minutes").get(),
        /// Services that a post on quota begins in a day.
        pub quota: u32 =
            s.integer("quota_per_day").default(100).between(0.0, 1e6).unit("people").assumed().get() as u32,
        /// Rate at which one who waits gives up, where a post is closed or on quota.
        pub balking_hazard: f64 =
            s.number("balking_per_day").default(0.2).between(0.0, 100.0).unit("per day").assumed().get(),
        /// Share of arriving soldiers who are wounded and served first.
        pub wounded_share: f64 = s.number("wounded_share").default(0.03).share().assumed().get(),
    }
    check |rules| { rules.check_teams(s) }
}

impl Posts {
    /// Reports more registration teams than [`MOST_TEAMS`].
    fn check_teams(&self, s: &Section<'_>) {
        let Some(map) = s.geography() else { return };
        let at_posts: f64 = map.posts.iter().map(|post| f64::from(post.servers) * self.teams_factor).sum();
        let in_the_field = (map.host_districts.len() * self.field_teams) as f64;
        let key = if at_posts > MOST_TEAMS { "teams_factor" } else { "field_teams" };
        let teams = at_posts + in_the_field;
        if teams > MOST_TEAMS {
            s.problem(key, format!("at most {MOST_TEAMS} registration teams in all, and these make {teams:.0}"), "");
        }
    }
}

parameters! {
    |s|
    /// Soldiers in the host state until they are taken home (model 3.5).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Shelter {
        /// Soldiers registered at which the states begin to talk of their return.
        pub agreement_after: u64 = s.integer("agreement_after_soldiers").default(100).between(0.0, 1e9)
            .unit("soldiers").assumed().get() as u64,
        /// Time until the states agree on the return.
        pub agreement_time: Distribution =
            s.distribution("agreement_days").default(log_normal(1.5, 0.5)).days().assumed().get(),
        /// Transports in a day once agreed, by air or road.
        pub flights_per_day: f64 =
            s.number("flights_per_day").default(1.0).between(0.0, 100.0).unit("per day").assumed().get(),
        /// Men on a transport.
        pub men_per_flight: Distribution = s.distribution("men_per_flight")
            .default(Distribution::Constant { value: 100.0 }).between(0.0, 1e5).unit("men").assumed().get(),
    }
}

parameters! {
    |s|
    /// The force that the border needs, and what reduces it (model 3.8).
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Load {
        /// Men needed for each km of border that the advancing force holds, in the plain.
        pub men_per_km_plain: f64 = s.number("men_per_km_plain").default(10.0).between(0.0, 1000.0).unit("men per km")
            .source("assumption; 5 to 20").get(),
        /// The same where the border runs through a gorge.
        pub men_per_km_gorge: f64 = s.number("men_per_km_gorge").default(8.0).between(0.0, 1000.0).unit("men per km")
            .source("assumption; 5 to 20").get(),
        /// The same in high mountains.
        pub men_per_km_mountain: f64 = s.number("men_per_km_mountain").default(5.0).between(0.0, 1000.0)
            .unit("men per km").source("assumption; 5 to 20").get(),
        /// Multiplier of the guards listed for host districts.
        pub guards_factor: f64 = s.number("guards_factor").default(1.0).between(0.0, 100.0).unit("1").assumed().get(),
        /// Guards whom a registration team takes from the line.
        pub guards_per_team: f64 =
            s.number("guards_per_team").default(4.0).between(0.0, 100.0).unit("men").assumed().get(),
        /// State of the border's infrastructure at the start.
        pub infrastructure: f64 = s.number("infrastructure").default(0.2).share().assumed().get(),
        /// Share of the line's need that full infrastructure saves.
        pub infrastructure_effect: f64 = s.number("infrastructure_effect").default(0.4).share().assumed().get(),
        /// Men tied by an incident.
        pub men_per_incident: f64 =
            s.number("men_per_incident").default(50.0).between(0.0, 1e6).unit("men").assumed().get(),
        /// Days for which an incident ties them.
        pub incident_days: f64 = s.number("incident_days").default(10.0).between(0.0, 1e4).unit("days").assumed().get(),
    }
}

parameters! {
    |s|
    /// Incidents at the border (model 3.8).
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Incidents {
        /// Rate of incidents at a line without men, assurance and fighting.
        pub rate: f64 = s.number("rate_per_day_per_1000_km").default(0.04).between(0.0, 100.0)
            .unit("per day and 1,000 km").source("assumption; 0.01 to 0.1").get(),
        /// Men per facing km that count as one unit of deterrence.
        pub reference_density: f64 =
            s.number("reference_men_per_km").default(5.0).between(0.001, 1000.0).unit("men per km").assumed().get(),
        /// Power with which men deter incidents.
        pub deterrence: f64 = s.number("deterrence").default(1.0).between(0.0, 10.0).unit("1").assumed().get(),
        /// Rise of the rate with fighting nearby.
        pub fighting_effect: f64 =
            s.number("fighting_effect").default(0.5).between(0.0, 100.0).unit("1").assumed().get(),
        /// Days for which a change of hands nearby counts as fighting.
        pub fighting_days: f64 = s.number("fighting_days").default(7.0).between(0.0, 1e4).unit("days").assumed().get(),
        /// Probability that an incident is an infiltration.
        pub infiltration_probability: f64 =
            s.number("infiltration_probability").default(0.1).share().source("assumption; 0.05 to 0.2").get(),
        /// People in an incident.
        pub size: Distribution = s.distribution("size").default(Distribution::Geometric { mean: 4.0 })
            .between(0.0, 1e5).unit("people").assumed().get(),
    }
}
