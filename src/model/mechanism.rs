//! The names of the model's random decisions.
//!
//! Each decision that chance takes in the model has a number of its own here. The number, together with the entity that
//! the decision is about, names the stream from which it is drawn (see [`crate::sim::World`]), so the same decision gets
//! the same numbers under every policy. Numbers are never reused or reordered: a changed number changes results (73, 83, 84 and
//! 87 are retired).

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
/// Where a group goes and how long it stays (entity: district of origin and group; occasion: how often it fell before; four
/// numbers for each decision).
pub const GROUP_MOVE: Mechanism = Mechanism(41);
/// How long a party that was let in stays in the host state (entity: 0; occasion: how many came before).
pub const STAY_IN_HOST: Mechanism = Mechanism(42);
/// Whether a party that was let in moves on in the host state, when, and where to (entity: 0; occasion: how many came before).
pub const ONWARD_IN_HOST: Mechanism = Mechanism(43);
/// Unit-rate arrivals of incidents (entity: sector; occasion: how many there were before).
pub const INCIDENT: Mechanism = Mechanism(50);
/// Size and kind of an incident (entity: sector; occasion: how many there were before).
pub const INCIDENT_SIZE: Mechanism = Mechanism(51);
/// How long from the decision to the order of a mobilization (entity: 0).
pub const MOBILIZATION_ORDER: Mechanism = Mechanism(60);
/// A battalion's days of call-up, assembly, transport, preparation (entity: battalion).
pub const MOBILIZATION_STAGES: [Mechanism; 4] = [Mechanism(61), Mechanism(62), Mechanism(63), Mechanism(64)];
/// A battalion's turnout (entity: battalion).
pub const TURNOUT: Mechanism = Mechanism(65);
/// The rounding of a turnout to whole men (entity: battalion).
pub const TURNOUT_ROUNDING: Mechanism = Mechanism(66);
/// How long from what makes the host ask to the request (entity: 0).
pub const REQUEST: Mechanism = Mechanism(70);
/// How long the intake of a case takes (entity: 0).
pub const INTAKE: Mechanism = Mechanism(71);
/// How long the secretariat prepares the case (entity: 0).
pub const CASE_PREPARATION: Mechanism = Mechanism(72);
/// How long until a member replies (entity: member).
pub const REPLY: Mechanism = Mechanism(74);
/// How long until a mission leaves (entity: 0; occasion: number of the mission).
pub const DEPARTURE: Mechanism = Mechanism(75);
/// How long a mission stays (entity: 0; occasion: number of the mission).
pub const ON_SITE: Mechanism = Mechanism(76);
/// How long the report takes (entity: 0; occasion: number of the mission).
pub const REPORT: Mechanism = Mechanism(77);
/// How long the signature of a decision takes (entity: 0; occasion: how many there were before).
pub const ADOPTION: Mechanism = Mechanism(78);
/// Lasting error of the assessor (entity: 0).
pub const ASSESSMENT_BIAS: Mechanism = Mechanism(79);
/// Error of one reading of need (entity: 0 for a mission, 1 for members, 2 for speakers; occasion: how many there were before).
pub const ASSESSMENT_NOISE: Mechanism = Mechanism(80);
/// Day of an organ's first session (entity: organ).
pub const SESSION_DAY: Mechanism = Mechanism(81);
/// Another item: its class, the gap before the next, its preparation (entity: organ; occasion: 1 + number of the item; 0 for the
/// gap before the first).
pub const OTHER_ITEM: Mechanism = Mechanism(82);
/// What is not known of a member's position (entity: member).
pub const ATTITUDE: Mechanism = Mechanism(85);
/// Gap before a reminder (entity: 0; occasion: how many there were before).
pub const REMINDER: Mechanism = Mechanism(86);
/// How long decided help takes (entity: level).
pub const DELIVERY: Mechanism = Mechanism(88);
/// How long a tranche of aid takes (entity: 0; occasion: number of the tranche).
pub const TRANCHE: Mechanism = Mechanism(89);
/// Share of promised aid that comes (entity: 0).
pub const FULFILMENT: Mechanism = Mechanism(90);
/// Items that wait for an organ at the start (entity: organ).
pub const WAITING_ITEMS: Mechanism = Mechanism(96);
/// How long a part of help of a kind takes (entity: level and kind; occasion: number of the part).
pub const KIND_OF_HELP: Mechanism = Mechanism(97);
/// What is not known of the members' will to help in this case (entity: 0).
pub const DISPOSITION: Mechanism = Mechanism(91);
/// Whether and when a rung of the ladder is reached (entity: rung).
pub const RUNG: Mechanism = Mechanism(92);
/// Which organ a session is of that is called for the case, and how long until the next (entity: 0; occasion: how many there were before).
pub const CALLED_SESSION: Mechanism = Mechanism(93);
/// How long until a session meets that was called to decide (entity: level; occasion: how many there were before).
pub const CONVENING: Mechanism = Mechanism(94);
/// Who speaks, and how long until they speak again (entity: 0; occasion: how often they spoke before).
pub const WORDS: Mechanism = Mechanism(95);
/// Whether and how long the lead member holds a gate up (entity: gate; occasion: how often the draft was sent back).
pub const PROGRAMME_HOLD_UP: Mechanism = Mechanism(120);
/// Unit-rate arrival of the end of work at a gate (entity: gate; occasion: how often the draft was sent back).
pub const PROGRAMME_GATE: Mechanism = Mechanism(121);
/// Whether comments send the draft back (entity: 0; occasion: how often they did before).
pub const PROGRAMME_REWORK: Mechanism = Mechanism(122);
/// How long a step of a rearmament package takes (entity: step; occasion: package).
pub const PROGRAMME_STEP: Mechanism = Mechanism(123);
/// How long contracts, delivery and the full line take (entity: 0, 1, 2).
pub const PROGRAMME_PLAN: Mechanism = Mechanism(124);
/// Whether a session decides on the programme (entity: gate; occasion: how many might have before).
pub const PROGRAMME_SESSION: Mechanism = Mechanism(125);
/// How long until the partner's base is reinforced (entity: 0).
pub const REINFORCEMENT: Mechanism = Mechanism(140);
/// How long until a bilateral exercise begins (entity: 0).
pub const BILATERAL_EXERCISE: Mechanism = Mechanism(141);
/// Whether a neighbour helps, and after how long (entity: neighbour).
pub const NEIGHBOUR: Mechanism = Mechanism(142);
/// How long talks take until an assurance (entity: 0).
pub const TALKS: Mechanism = Mechanism(143);
/// When an assurance is broken (entity: 0; occasion: how many there were before).
pub const ASSURANCE_BREAKS: Mechanism = Mechanism(145);
/// Gap before a pledge (entity: 0; occasion: number of the pledge; so for the next three).
pub const PLEDGE: Mechanism = Mechanism(146);
/// How long a pledge takes to be delivered.
pub const PLEDGE_DELAY: Mechanism = Mechanism(147);
/// Share of a pledge that is delivered.
pub const PLEDGE_SHARE: Mechanism = Mechanism(148);
/// Worth of a pledge.
pub const PLEDGE_WORTH: Mechanism = Mechanism(149);
