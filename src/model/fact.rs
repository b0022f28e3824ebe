//! What can have happened in a crisis.
//!
//! A component states a fact when something has happened; [`super::crisis`] wires facts to the components that react, and
//! observers fold them into outcomes. A fact is plain data: it can be printed, saved and replayed.

use super::answer::Answer;
use super::index::{AllianceId, ChangeId, District, HostDistrict, MilestoneId, Province, Sector};
use super::kinds::{BattalionStage, Part};

/// Kinds of people who come to the border, in the order in which posts serve them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
// As wide as the numbers beside it, so that what holds one has no gaps: copies of a few odd bytes stall the processor.
#[repr(u32)]
pub enum Kind {
    /// Wounded soldiers.
    Wounded,
    /// Soldiers.
    Soldier,
    /// Families that fled.
    Family,
    /// Everybody else.
    Other,
}

impl Kind {
    /// How many kinds there are.
    pub const CLASSES: usize = 4;

    /// Class of priority at a post; 0 is served first.
    #[must_use]
    pub fn class(self) -> usize {
        self as usize
    }

    /// Whether this is a soldier, wounded or not.
    #[must_use]
    pub fn is_military(self) -> bool {
        matches!(self, Self::Wounded | Self::Soldier)
    }
}

/// Why a district changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FallCause {
    /// Its own hazard: fighting, contagion, momentum.
    Advance,
    /// It is the seat of a provincial capital that fell.
    CapitalFell,
    /// It was handed over after its province's capital fell.
    HandedOver,
    /// It fell on the date of the record (replay of the campaign).
    Record,
}

/// One thing that has happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    /// A day has ended: everything that was due on it has happened.
    DayEnded {
        /// Days since the scenario's start; 0 is the first day.
        day: u32,
    },
    /// Civilians in the host state moved on to another place of it.
    CiviliansMovedOn {
        /// From where.
        from: HostDistrict,
        /// To where; the number of host districts for elsewhere in the host state.
        to: HostDistrict,
        /// How many.
        people: u32,
    },
    /// A dated milestone of the scenario was reached.
    MilestoneReached {
        /// Which.
        milestone: MilestoneId,
    },
    /// Parameters have changed, as the scenario says that they do on this date.
    ParametersChanged {
        /// By which of its changes.
        change: ChangeId,
    },
    /// A district came under the control of the advancing force.
    DistrictFell {
        /// Which.
        district: District,
        /// Why.
        cause: FallCause,
        /// How often it had fallen before in this history.
        occasion: u32,
    },
    /// The government took a district back.
    DistrictRecaptured {
        /// Which.
        district: District,
    },
    /// A provincial capital fell; its district falls at the same instant.
    CapitalFell {
        /// Of which province.
        province: Province,
    },
    /// A garrison dissolved: the men of a district that fell, by what became of them.
    GarrisonBroke {
        /// Where.
        district: District,
        /// Men killed.
        killed: u32,
        /// Men who surrendered or went home.
        surrendered: u32,
        /// Men who withdrew to the provincial capital.
        withdrew: u32,
        /// Men who set out over the border.
        fled: u32,
    },
    /// Soldiers set out for the border of a host state.
    SoldiersFled {
        /// From where.
        district: District,
        /// Towards where.
        towards: HostDistrict,
        /// How many men.
        men: u32,
        /// How often the district had fallen before.
        occasion: u32,
    },
    /// A group arrived at the border.
    GroupArrived {
        /// From where.
        from: District,
        /// In which host district.
        at: HostDistrict,
        /// What kind of people.
        kind: Kind,
        /// How many.
        people: u32,
    },
    /// People left a district that fell.
    CiviliansDisplaced {
        /// Where.
        district: District,
        /// How many.
        people: u32,
    },
    /// Civilians came to the border of a host state.
    CiviliansAtBorder {
        /// From where.
        from: District,
        /// Where to.
        at: HostDistrict,
        /// How many.
        people: u32,
    },
    /// Civilians went home.
    CiviliansWentHome {
        /// How many.
        people: u32,
    },
    /// One person, or one party of civilians, was registered and let in.
    PersonRegistered {
        /// Where.
        at: HostDistrict,
        /// From where.
        from: District,
        /// What kind of person.
        kind: Kind,
        /// How many people this is: 1, or the size of the party.
        people: u32,
        /// Days waited in the queue, service not counted.
        waited: f64,
    },
    /// One person, or one party of civilians, gave up and turned back.
    PersonTurnedBack {
        /// Where.
        at: HostDistrict,
        /// From where.
        from: District,
        /// What kind of person.
        kind: Kind,
        /// How many people this is: 1, or the size of the party.
        people: u32,
    },
    /// The number of registration teams at work at a place changed.
    TeamsAtWork {
        /// Where.
        at: HostDistrict,
        /// By how many.
        change: i32,
    },
    /// Soldiers were flown home.
    SoldiersFlownHome {
        /// How many men.
        men: u32,
    },
    /// The force that a sector needs, or the force that stands there, changed.
    LoadChanged {
        /// Where.
        sector: Sector,
        /// Border line that the advancing force holds there, km.
        facing_km: f64,
        /// Men needed.
        required: f64,
        /// Men there, weighted by readiness.
        ready: f64,
    },
    /// An incident at the border.
    Incident {
        /// Where.
        sector: Sector,
        /// Whether people got through.
        infiltration: bool,
        /// How many took part.
        size: u32,
    },
    /// The host decreed a mobilization.
    MobilizationDecreed {
        /// Reservists called up.
        reservists: u32,
    },
    /// A battalion of reservists reached a stage.
    BattalionReached {
        /// Which, in the order of the call-up.
        battalion: u32,
        /// Its men.
        men: u32,
        /// The stage.
        stage: BattalionStage,
    },
    /// The reservists in place in a sector, weighted by readiness, are now so many.
    ReservistsReady {
        /// Where.
        sector: Sector,
        /// Men, each counted by readiness: the sum in the sector, not the change.
        men_equivalent: f64,
    },
    /// An alliance did something about a call for help, or help of it came.
    Alliance(AllianceId, Answer),
    /// The lead member holds a gate of the programme up, or no longer.
    ProgrammeHeldUp {
        /// Which gate, from 0.
        gate: u32,
        /// Whether it holds it up from now on.
        held: bool,
    },
    /// The programme passed a gate.
    GatePassed {
        /// Which, from 0.
        gate: u32,
    },
    /// A package of the programme was delivered.
    PackageDelivered {
        /// Of which stage.
        part: Part,
        /// Its number within the stage, from 0; packages go to the sectors in turn.
        number: u32,
        /// Infrastructure that it adds in its sector.
        gain: f64,
    },
    /// The whole line of the programme stands.
    ProgrammeComplete,
    /// The host called its partner outside the alliance and its neighbours: a deal is open.
    PartnerCalled,
    /// All that the deal held has come.
    DealClosed,
    /// The partner's base was reinforced.
    BaseReinforced {
        /// Men who count as ready at the border.
        men: u32,
    },
    /// A bilateral exercise begins or ends.
    BilateralExercise {
        /// Whether it begins.
        begins: bool,
    },
    /// A neighbour's help came.
    NeighbourHelped {
        /// Which, in the order of the scenario.
        neighbour: u32,
    },
    /// The advancing force gave an assurance.
    AssuranceGiven {
        /// Share of incidents that it holds back at first.
        strength: f64,
    },
    /// The advancing force broke its assurance.
    AssuranceBroken,
    /// The partner made a pledge.
    PledgeMade {
        /// Its worth, millions of dollars.
        worth: f64,
    },
    /// What comes of a pledge was delivered.
    PledgeDelivered {
        /// Its worth, millions of dollars.
        worth: f64,
        /// Infrastructure that it adds in every sector.
        gain: f64,
    },
}
