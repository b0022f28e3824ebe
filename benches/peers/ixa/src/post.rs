//! The border post: soldiers who arrive at a fall are served in order of arrival by two servers.

use std::collections::VecDeque;

use common::reference::{SERVERS, SERVICE_MEAN, SOLDIERS_MEAN};
use ixa::{IxaEvent, prelude::*};
use rand_distr::{Exp, Poisson};

use crate::{OutcomePlugin, ReferenceRng, plan_in};

/// A soldier has crossed.
#[derive(IxaEvent)]
pub struct Crossed {
    /// How many have, this one counted.
    pub count: u32,
}

define_data_plugin!(PostPlugin, Post, Post::default());

#[derive(Default)]
struct Post {
    busy: usize,
    /// When those who wait arrived.
    queue: VecDeque<f64>,
}

/// Soldiers arrive at once, as many as a Poisson draw says.
pub fn soldiers_arrive(context: &mut Context) {
    let soldiers = Poisson::new(SOLDIERS_MEAN).expect("the mean is positive");
    let count = context.sample_distr(ReferenceRng, soldiers) as u32;
    let now = context.get_current_time();
    for _ in 0..count {
        let post = context.get_data_mut(PostPlugin);
        if post.busy < SERVERS {
            post.busy += 1;
            serve(context, now);
        } else {
            post.queue.push_back(now);
        }
    }
}

fn serve(context: &mut Context, arrived: f64) {
    let waited = context.get_current_time() - arrived;
    let outcome = context.get_data_mut(OutcomePlugin);
    outcome.started += 1;
    outcome.waited += waited;
    let service = Exp::new(1.0 / SERVICE_MEAN).expect("the rate is positive");
    let days = context.sample_distr(ReferenceRng, service);
    plan_in(context, days, cross);
}

fn cross(context: &mut Context) {
    let outcome = context.get_data_mut(OutcomePlugin);
    outcome.crossed += 1;
    let count = outcome.crossed;
    let post = context.get_data_mut(PostPlugin);
    match post.queue.pop_front() {
        Some(arrived) => serve(context, arrived),
        None => post.busy -= 1,
    }
    context.emit_event(Crossed { count });
}
