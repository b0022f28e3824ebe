//! The hold model on ixa's plans, through its public interface: an event is a plan that plans itself again.

use std::hint::black_box;

use common::{Clock, Hold};
use ixa::prelude::*;

use crate::Measured;

define_data_plugin!(IncrementsPlugin, std::vec::IntoIter<f64>, Vec::new().into_iter());

/// Runs the hold model.
pub fn run(hold: &Hold) -> Measured {
    let mut context = Context::new();
    *context.get_data_mut(IncrementsPlugin) = hold.increments.clone().into_iter();
    for (what, &time) in hold.first.iter().enumerate() {
        let what = what as u32;
        context.add_plan(time, move |context| take(context, what));
    }
    let clock = Clock::start();
    context.execute();
    Measured { seconds: clock.seconds(), last: context.get_current_time() }
}

fn take(context: &mut Context, what: u32) {
    let increments = context.get_data_mut(IncrementsPlugin);
    let Some(increment) = increments.next() else { return };
    if increments.len() == 0 {
        context.abort();
    }
    context.add_plan(context.get_current_time() + increment, move |context| take(context, black_box(what)));
}
