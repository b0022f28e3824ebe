//! The names of the model's random decisions.
//!
//! Each decision that chance takes in the model has a number of its own here. The number, together with the entity that
//! the decision is about, names the stream from which it is drawn (see [`crate::sim::World`]), so the same decision gets
//! the same numbers under every policy. Numbers are never reused or reordered: a changed number changes results.

use crate::sim::Mechanism;

/// Lasting, unexplained difference between districts in how easily they fall (entity: district).
pub const FRAILTY: Mechanism = Mechanism(1);
/// Unit-rate arrivals of a district's fall (entity: district; occasion: how often it fell before).
pub const FALL: Mechanism = Mechanism(2);
/// Whether a captured district is retaken, and after how long (entity: district; occasion: how often it fell before).
pub const RECAPTURE: Mechanism = Mechanism(3);
/// Unit-rate arrival of a provincial capital's fall (entity: province).
pub const CAPITAL: Mechanism = Mechanism(4);
/// Handing over of a district after its capital fell (entity: district).
pub const HAND_OVER: Mechanism = Mechanism(5);
/// Handing over of a capital in the general collapse (entity: province).
pub const CAPITAL_HAND_OVER: Mechanism = Mechanism(6);
/// Date of a dated event within its uncertainty (entity: the event's own number).
pub const DATE: Mechanism = Mechanism(7);
/// Day on which a district fell in the record, within the precision of the record (entity: row of the record).
pub const REPLAY: Mechanism = Mechanism(8);
/// Men in a garrison at the start (entity: district).
pub const GARRISON_SIZE: Mechanism = Mechanism(10);
/// What a garrison does when its district falls (entity: district; occasion: how often it fell before).
pub const GARRISON_FATE: Mechanism = Mechanism(11);
/// How long a group takes to the border (entity: district; occasion: how often it fell before).
pub const CROSSING_TIME: Mechanism = Mechanism(20);
/// How long a person is served at a post (entity: post; the k-th number is the k-th service's).
pub const SERVICE: Mechanism = Mechanism(21);
/// How long until the agreement on the soldiers' return (entity: 0).
pub const RETURN_AGREEMENT: Mechanism = Mechanism(22);
/// How many men a return flight takes (entity: number of the flight).
pub const FLIGHT_SIZE: Mechanism = Mechanism(23);
/// How long someone waits before giving up (entity: post; the k-th number is the k-th waiting person's).
pub const PATIENCE: Mechanism = Mechanism(24);
/// How many leave a district that fell, and when (entity: district; occasion: how often it fell before).
pub const DISPLACED: Mechanism = Mechanism(40);
/// Where a group goes and how long it stays (entity: district of origin and group; occasion: fall and decision).
pub const GROUP_MOVE: Mechanism = Mechanism(41);
/// How long a party that was let in stays in the host state (entity: 0; occasion: how many came before).
pub const STAY_IN_HOST: Mechanism = Mechanism(42);
/// Unit-rate arrivals of incidents (entity: sector; occasion: how many there were before).
pub const INCIDENT: Mechanism = Mechanism(50);
/// Size and kind of an incident (entity: sector; occasion: how many there were before).
pub const INCIDENT_SIZE: Mechanism = Mechanism(51);
