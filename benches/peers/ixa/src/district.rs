//! Districts: they fall and are retaken; the hazard of a fall grows with fallen neighbours.

use std::rc::Rc;

use common::{
    Map,
    reference::{FALLEN_AT_START, RECAPTURE_HAZARD, fall_hazard},
};
use ixa::prelude::*;
use rand_distr::Exp;

use crate::{OutcomePlugin, ReferenceRng, plan_in, post};

define_entity!(District);

define_property!(
    enum Control {
        Held,
        Fallen,
    },
    District,
    default_const = Control::Held
);

define_property!(struct FallenNeighbours(u32), District, default_const = FallenNeighbours(0));

/// The plan by which a district will next change hands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct NextChange(Option<PlanId>);
impl_property!(NextChange, District, default_const = NextChange(None), persist = false);

define_property!(struct OnBorder(bool), District);

// Number of the district on the map.
define_property!(struct Number(usize), District);

// Who borders whom. The map is the same in every replication, so it is shared: ixa's own network would be built anew, edge
// by edge, for each of them.
define_data_plugin!(MapPlugin, OnMap, OnMap::default());

#[derive(Default)]
struct OnMap {
    /// Numbers of the neighbours of each district.
    neighbours: Rc<[Vec<usize>]>,
    /// The district that has each number.
    districts: Vec<DistrictId>,
}

/// Adds the districts as they stand at the start, and plans each one's first change of hands.
pub fn init(context: &mut Context, map: &Map, neighbours: &Rc<[Vec<usize>]>) {
    let fallen_at_start = |i: usize| i < FALLEN_AT_START;
    let mut districts = Vec::with_capacity(map.len());
    for i in 0..map.len() {
        let fallen = map.neighbours[i].iter().filter(|&&j| fallen_at_start(j)).count() as u32;
        let control = if fallen_at_start(i) { Control::Fallen } else { Control::Held };
        let district = context
            .add_entity(with!(District, control, FallenNeighbours(fallen), OnBorder(map.on_border[i]), Number(i)))
            .expect("every property of a district is given");
        districts.push(district);
    }
    for &district in &districts {
        plan_change(context, district);
    }
    *context.get_data_mut(MapPlugin) = OnMap { neighbours: Rc::clone(neighbours), districts };
    context.subscribe_to_event(|context, event: PropertyChangeEvent<District, Control>| changed(context, event));
}

/// Districts fallen now.
pub fn fallen(context: &Context) -> u32 {
    context.query_entity_count(with!(District, Control::Fallen)) as u32
}

fn plan_change(context: &mut Context, district: DistrictId) {
    let (hazard, next) = match context.get_property(district) {
        Control::Fallen => (RECAPTURE_HAZARD, Control::Held),
        Control::Held => {
            let FallenNeighbours(fallen) = context.get_property(district);
            (fall_hazard(fallen), Control::Fallen)
        }
    };
    let days = context.sample_distr(ReferenceRng, Exp::new(hazard).expect("hazards are positive"));
    let plan = plan_in(context, days, move |context| context.set_property(district, next));
    context.set_property(district, NextChange(Some(plan)));
}

/// The hazard changed before the district did: draw again (the exponential has no memory).
fn plan_change_anew(context: &mut Context, district: DistrictId) {
    let NextChange(plan) = context.get_property(district);
    if let Some(plan) = plan {
        context.cancel_plan(&plan);
    }
    plan_change(context, district);
}

fn changed(context: &mut Context, event: PropertyChangeEvent<District, Control>) {
    let district = event.entity_id;
    let falls = event.current == Control::Fallen;
    let outcome = context.get_data_mut(OutcomePlugin);
    if falls {
        outcome.falls += 1;
    } else {
        outcome.recaptures += 1;
    }
    plan_change(context, district);
    let Number(i) = context.get_property(district);
    let neighbours = Rc::clone(&context.get_data(MapPlugin).neighbours);
    for &j in &neighbours[i] {
        let neighbour = context.get_data(MapPlugin).districts[j];
        let FallenNeighbours(fallen) = context.get_property(neighbour);
        context.set_property(neighbour, FallenNeighbours(if falls { fallen + 1 } else { fallen - 1 }));
        if context.get_property::<District, Control>(neighbour) == Control::Held {
            plan_change_anew(context, neighbour);
        }
    }
    let OnBorder(on_border) = context.get_property(district);
    if falls && on_border {
        post::soldiers_arrive(context);
    }
}
