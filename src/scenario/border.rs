//! The host state's border: posts, shelter, the force needed, incidents.

use super::geography::PostStatus;
use super::limits::MOST_TEAMS;
use super::section::Section;
use crate::sim::Distribution;

const ASSUMPTION: &str = "assumption";

/// `[posts]`: registration of those who arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Posts {
    /// One status for all posts; as listed in the posts' file where not given.
    pub status: Option<PostStatus>,
    /// Multiplier of the registration teams of listed posts.
    pub teams_factor: f64,
    /// Registration teams of a host district without a post.
    pub field_teams: usize,
    /// Time to register one person, days.
    pub service: Distribution,
    /// Services that a post on quota begins in a day.
    pub quota: u32,
    /// Rate at which one who waits gives up where not everybody is served, per day.
    pub balking_hazard: f64,
    /// Share of arriving soldiers who are wounded and served first.
    pub wounded_share: f64,
}

impl Posts {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        s.about("Border posts: registration of those who arrive (model 3.7)");
        let rules = Self {
            status: s
                .choice(
                    "status",
                    &[("open", PostStatus::Open), ("quota", PostStatus::Quota), ("closed", PostStatus::Closed)],
                )
                .doc("One status for all posts; left out, each has the status of the posts' file")
                .optional(),
            teams_factor: s
                .number("teams_factor")
                .default(1.0)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Multiplier of the registration teams of listed posts")
                .source(ASSUMPTION)
                .get(),
            field_teams: s
                .integer("field_teams")
                .default(1)
                .between(0.0, 1000.0)
                .unit("teams")
                .doc("Registration teams of a host district without a post")
                .source(ASSUMPTION)
                .get() as usize,
            service: s
                .distribution("service_days")
                .default(Distribution::LogNormal { median: 20.0 / 1440.0, sigma: 0.6 })
                .days()
                .doc("Time in which a team registers one person")
                .source("assumption: median 20 minutes; plausible means 15 to 40 minutes")
                .get(),
            quota: s
                .integer("quota_per_day")
                .default(100)
                .between(0.0, 1e6)
                .unit("people")
                .doc("Services that a post on quota begins in a day")
                .source(ASSUMPTION)
                .get() as u32,
            balking_hazard: s
                .number("balking_per_day")
                .default(0.2)
                .between(0.0, 100.0)
                .unit("per day")
                .doc("Rate at which one who waits gives up, where a post is closed or on quota")
                .source(ASSUMPTION)
                .get(),
            wounded_share: s
                .number("wounded_share")
                .default(0.03)
                .share()
                .unit("share")
                .doc("Share of arriving soldiers who are wounded and served first")
                .source(ASSUMPTION)
                .get(),
        };
        rules.check_teams(s);
        rules
    }

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

/// `[shelter]`: soldiers in the host state.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelter {
    /// Soldiers registered at which the states begin to talk of their return.
    pub agreement_after: u64,
    /// Time until they agree, days.
    pub agreement_time: Distribution,
    /// Flights in a day.
    pub flights_per_day: f64,
    /// Men on a flight.
    pub men_per_flight: Distribution,
}

impl Shelter {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        s.about("Soldiers in the host state until they are taken home (model 3.5)");
        Self {
            agreement_after: s
                .integer("agreement_after_soldiers")
                .default(100)
                .between(0.0, 1e9)
                .unit("soldiers")
                .doc("Soldiers registered at which the states begin to talk of their return")
                .source(ASSUMPTION)
                .get() as u64,
            agreement_time: s
                .distribution("agreement_days")
                .default(Distribution::LogNormal { median: 1.5, sigma: 0.5 })
                .days()
                .doc("Time until the states agree on the return")
                .source(ASSUMPTION)
                .get(),
            flights_per_day: s
                .number("flights_per_day")
                .default(1.0)
                .between(0.0, 100.0)
                .unit("per day")
                .doc("Transports in a day once agreed, by air or road")
                .source(ASSUMPTION)
                .get(),
            men_per_flight: s
                .distribution("men_per_flight")
                .default(Distribution::Constant { value: 100.0 })
                .between(0.0, 1e5)
                .unit("men")
                .doc("Men on a transport")
                .source(ASSUMPTION)
                .get(),
        }
    }
}

/// `[load]`: the force that the border needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Men needed for each facing km in the plain.
    pub men_per_km_plain: f64,
    /// Men needed for each facing km in a gorge.
    pub men_per_km_gorge: f64,
    /// Men needed for each facing km in high mountains.
    pub men_per_km_mountain: f64,
    /// Multiplier of the guards listed for host districts.
    pub guards_factor: f64,
    /// Guards whom a registration team takes from the line.
    pub guards_per_team: f64,
    /// State of the infrastructure at the start, 0 to 1.
    pub infrastructure: f64,
    /// Share of the line's need that full infrastructure saves.
    pub infrastructure_effect: f64,
    /// Men tied by an incident.
    pub men_per_incident: f64,
    /// Days for which an incident ties them.
    pub incident_days: f64,
}

impl Load {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        s.about("The force that the border needs, and what reduces it (model 3.8)");
        Self {
            men_per_km_plain: s
                .number("men_per_km_plain")
                .default(10.0)
                .between(0.0, 1000.0)
                .unit("men per km")
                .doc("Men needed for each km of border that the advancing force holds, in the plain")
                .source("assumption; 5 to 20")
                .get(),
            men_per_km_gorge: s
                .number("men_per_km_gorge")
                .default(8.0)
                .between(0.0, 1000.0)
                .unit("men per km")
                .doc("The same where the border runs through a gorge")
                .source("assumption; 5 to 20")
                .get(),
            men_per_km_mountain: s
                .number("men_per_km_mountain")
                .default(5.0)
                .between(0.0, 1000.0)
                .unit("men per km")
                .doc("The same in high mountains")
                .source("assumption; 5 to 20")
                .get(),
            guards_factor: s
                .number("guards_factor")
                .default(1.0)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Multiplier of the guards listed for host districts")
                .source(ASSUMPTION)
                .get(),
            guards_per_team: s
                .number("guards_per_team")
                .default(4.0)
                .between(0.0, 100.0)
                .unit("men")
                .doc("Guards whom a registration team takes from the line")
                .source(ASSUMPTION)
                .get(),
            infrastructure: s
                .number("infrastructure")
                .default(0.2)
                .share()
                .unit("share")
                .doc("State of the border's infrastructure at the start")
                .source(ASSUMPTION)
                .get(),
            infrastructure_effect: s
                .number("infrastructure_effect")
                .default(0.4)
                .share()
                .unit("share")
                .doc("Share of the line's need that full infrastructure saves")
                .source(ASSUMPTION)
                .get(),
            men_per_incident: s
                .number("men_per_incident")
                .default(50.0)
                .between(0.0, 1e6)
                .unit("men")
                .doc("Men tied by an incident")
                .source(ASSUMPTION)
                .get(),
            incident_days: s
                .number("incident_days")
                .default(10.0)
                .between(0.0, 1e4)
                .unit("days")
                .doc("Days for which an incident ties them")
                .source(ASSUMPTION)
                .get(),
        }
    }
}

/// `[incidents]`: incidents at the border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incidents {
    /// Rate for 1,000 facing km without men, assurance and fighting, per day.
    pub rate: f64,
    /// Men per facing km that count as one unit of deterrence.
    pub reference_density: f64,
    /// Exponent of deterrence.
    pub deterrence: f64,
    /// Rise of the rate with fighting nearby.
    pub fighting_effect: f64,
    /// Days for which a fall nearby counts as fighting.
    pub fighting_days: f64,
    /// Probability that an incident is an infiltration.
    pub infiltration_probability: f64,
    /// People in an incident.
    pub size: Distribution,
}

impl Incidents {
    pub(crate) fn read(s: &mut Section<'_>) -> Self {
        s.about("Incidents at the border (model 3.8)");
        Self {
            rate: s
                .number("rate_per_day_per_1000_km")
                .default(0.04)
                .between(0.0, 100.0)
                .unit("per day and 1,000 km")
                .doc("Rate of incidents at a line without men, assurance and fighting")
                .source("assumption; 0.01 to 0.1")
                .get(),
            reference_density: s
                .number("reference_men_per_km")
                .default(5.0)
                .between(0.001, 1000.0)
                .unit("men per km")
                .doc("Men per facing km that count as one unit of deterrence")
                .source(ASSUMPTION)
                .get(),
            deterrence: s
                .number("deterrence")
                .default(1.0)
                .between(0.0, 10.0)
                .unit("1")
                .doc("Power with which men deter incidents")
                .source(ASSUMPTION)
                .get(),
            fighting_effect: s
                .number("fighting_effect")
                .default(0.5)
                .between(0.0, 100.0)
                .unit("1")
                .doc("Rise of the rate with fighting nearby")
                .source(ASSUMPTION)
                .get(),
            fighting_days: s
                .number("fighting_days")
                .default(7.0)
                .between(0.0, 1e4)
                .unit("days")
                .doc("Days for which a change of hands nearby counts as fighting")
                .source(ASSUMPTION)
                .get(),
            infiltration_probability: s
                .number("infiltration_probability")
                .default(0.1)
                .share()
                .doc("Probability that an incident is an infiltration")
                .source("assumption; 0.05 to 0.2")
                .get(),
            size: s
                .distribution("size")
                .default(Distribution::Geometric { mean: 4.0 })
                .between(0.0, 1e5)
                .unit("people")
                .doc("People in an incident")
                .source(ASSUMPTION)
                .get(),
        }
    }
}
