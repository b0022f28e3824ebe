//! The lists against the plain form: a set of groups for each place.

use std::collections::BTreeSet;

use super::*;
use crate::sim::{Mechanism, World};

#[test]
fn those_who_still_stay_are_those_of_plain_sets() {
    const DISTRICTS: u32 = 7;
    const GROUPS: u32 = 20;
    let mut random = World::new(1, 1).stream(Mechanism(0), 0);
    let mut guests = Guests::default();
    for _ in 0..20 {
        guests.begin();
        let mut latest = [Stay::NONE; DISTRICTS as usize];
        (0..GROUPS).for_each(|_| guests.join());
        let mut plain = vec![BTreeSet::new(); DISTRICTS as usize];
        for _ in 0..300 {
            let place = random.below(DISTRICTS as usize);
            if random.chance(0.1) {
                let mut found = BTreeSet::new();
                guests.take(&mut latest[place], |group| assert!(found.insert(group), "{group} was told twice"));
                found.iter().for_each(|&group| guests.leave(group));
                assert_eq!(found, core::mem::take(&mut plain[place]));
                continue;
            }
            let group = random.below(GROUPS as usize) as u32;
            for at in &mut plain {
                at.remove(&group);
            }
            guests.leave(group);
            if random.chance(0.8) {
                guests.come(group, &mut latest[place]);
                plain[place].insert(group);
            }
        }
    }
}
