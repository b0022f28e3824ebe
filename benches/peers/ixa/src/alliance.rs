//! The alliance: so many crossings start its decision, which then takes a number of stages one after another.

use common::reference::{CROSSINGS_TO_START, STAGE_SCALE, STAGE_SHAPE, STAGES};
use ixa::prelude::*;
use rand_distr::Gamma;

use crate::{OutcomePlugin, ReferenceRng, plan_in, post::Crossed};

/// Lets the alliance see crossings.
pub fn init(context: &mut Context) {
    context.subscribe_to_event(|context, event: Crossed| {
        if event.count == CROSSINGS_TO_START {
            start_stage(context, STAGES);
        }
    });
}

fn start_stage(context: &mut Context, left: u32) {
    let stage = Gamma::new(STAGE_SHAPE, STAGE_SCALE).expect("shape and scale are positive");
    let days = context.sample_distr(ReferenceRng, stage);
    plan_in(context, days, move |context| {
        if left > 1 {
            start_stage(context, left - 1);
        } else {
            context.get_data_mut(OutcomePlugin).decision = Some(context.get_current_time());
        }
    });
}
