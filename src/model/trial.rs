//! A border that stands still, with a host and an alliance that watch it: for tests of both.

use std::sync::Arc;

use super::alliance::Alliance;
use super::border_view::BorderView;
use super::crisis::Event;
use super::env::Env;
use super::fact::Fact;
use super::milestones;
use super::mobilization::Mobilization;
use crate::scenario::{Overlay, Scenario, ScenarioSource};
use crate::sim::{Context, Observer, Process, Time, World, run};

/// What a test scenario begins with.
const HEAD: &str = "schema = 1\ntitle = \"Trial\"\nstart = 2021-05-01\nend = 2021-12-31\n";

/// Six members, some of them more willing than others.
pub(crate) const MEMBERS: &str = "
[alliance.member.lead]
lead = true
attitude = -0.2
[alliance.member.a]
attitude = -0.1
[alliance.member.b]
attitude = -0.4
[alliance.member.c]
attitude = -0.1
[alliance.member.d]
attitude = -0.2
[alliance.member.requester]
attitude = 0.5
";

/// A scenario of one file, from what follows its head.
pub(crate) fn scenario(text: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), format!("{HEAD}{text}")).unwrap();
    let source = ScenarioSource::open(folder.path()).unwrap_or_else(|problems| panic!("{problems}"));
    source.resolve(&Overlay::none()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Host and alliance at a border that requires a number of men.
pub(crate) struct Trial {
    scenario: Arc<Scenario>,
    world: World,
    pub(crate) mobilization: Mobilization,
    pub(crate) alliance: Alliance,
    /// The border without reservists and allied men; tests may change it as days end.
    pub(crate) border: BorderView,
    /// How the border changes when a day has ended.
    pub(crate) change: fn(u32, &mut BorderView),
    day: u32,
}

impl Trial {
    pub(crate) fn new(scenario: Scenario, border: BorderView) -> Self {
        let scenario = Arc::new(scenario);
        let mobilization = Mobilization::new(&scenario);
        let world = World::new(0, 0);
        Self { scenario, world, mobilization, alliance: Alliance::default(), border, change: |_, _| {}, day: 0 }
    }

    /// One history; all facts with their times.
    pub(crate) fn history(&mut self, replication: u64, days: f64) -> Vec<(f64, Fact)> {
        self.world = World::new(11, replication);
        let mut context = Context::new();
        let mut facts = Facts::default();
        let env = &mut Env { context: &mut context, world: &self.world, scenario: &self.scenario };
        milestones::begin(env);
        self.mobilization.begin(env);
        self.alliance.begin(env);
        self.day = 0;
        run(self, &mut context, Time::from_days(days), &mut facts);
        facts.0
    }

    fn view(&self) -> BorderView {
        let allied = f64::from(self.alliance.deliveries().men());
        let ready_men = self.border.ready_men + self.mobilization.ready_at_border() + allied;
        BorderView { ready_men, allied_men: allied, ..self.border }
    }
}

impl Process for Trial {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        let (view, reservists) = (self.view(), self.mobilization.ready_at_border());
        let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
        match event {
            Event::Milestone(event) => milestones::fire(event, env),
            Event::Mobilization(event) => self.mobilization.fire(event, &view, env),
            Event::Alliance(event) => self.alliance.fire(event, &view, reservists, env),
            _ => {}
        }
    }

    fn period_ends(&self) -> Time {
        Time::from_days(f64::from(self.day) + 1.0)
    }

    fn end_period(&mut self, context: &mut Context<Event, Fact>) {
        (self.change)(self.day, &mut self.border);
        context.state(Fact::DayEnded { day: self.day });
        self.day += 1;
    }

    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        if let Fact::MilestoneReached { milestone } = *fact {
            let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
            self.alliance.react_to_milestone(milestone, env);
        }
        if let Fact::DayEnded { .. } = fact {
            assert!(self.mobilization.conserved(), "men are lost");
            let (view, reservists) = (self.view(), self.mobilization.ready_at_border());
            let env = &mut Env { context, world: &self.world, scenario: &self.scenario };
            self.mobilization.react_to_border(&view, env);
            self.alliance.react_to_border(&view, reservists, env);
            self.alliance.see_day_end(&view, reservists, env);
        }
    }
}

#[derive(Default)]
struct Facts(Vec<(f64, Fact)>);

impl Observer<Trial> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Trial) {
        if !matches!(fact, Fact::DayEnded { .. }) {
            self.0.push((now.days(), *fact));
        }
    }
}

/// Mean of a sample with a check against a truth: 5 standard errors, a false alarm in 1.7 million.
pub(crate) fn assert_mean(sample: &[f64], mean: f64, variance: f64) {
    let n = sample.len() as f64;
    let found = sample.iter().sum::<f64>() / n;
    assert!((found - mean).abs() <= 5.0 * libm::sqrt(variance / n) + 1e-12, "mean {found}, expected {mean}");
}
