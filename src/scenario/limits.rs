//! How large a scenario and an experiment may be: every number and every list of the input has an end, so that no accepted
//! input fills the memory or never ends. docs/limits.md tells them to users; a limit of events (`experiment/limit.rs`) stands
//! behind them for what only together is too much.

use super::parameter::Range;

/// Largest number of any parameter that has no narrower range.
pub const MOST: f64 = 1e9;
/// Longest duration, days: 273 years.
pub const MOST_DAYS: f64 = 100_000.0;
/// Longest time that a scenario covers, days: a century.
pub const MOST_DAYS_OF_A_SCENARIO: usize = 36_525;
/// Shortest interval between things that happen again and again, days.
pub const LEAST_INTERVAL: f64 = 0.1;
/// Entries of a table or list with names of the scenario's choice: milestones, members, neighbours, policies, priors, dates.
pub const MOST_ENTRIES: usize = 1_000;
/// Rows of a table of the territory or the record.
pub const MOST_ROWS: usize = 1_000_000;
/// Districts of either side of the border.
pub const MOST_DISTRICTS: usize = 250_000;
/// Battalions of a mobilization.
pub const MOST_BATTALIONS: u32 = 200_000;
/// Parties into which the people of a district, or a garrison, may fall: so many may reach a post at one instant.
pub const MOST_PARTIES: f64 = 1e6;
/// Registration teams of all posts together.
pub const MOST_TEAMS: f64 = 1e6;
/// People of all districts of one side together.
pub const MOST_PEOPLE: f64 = 2e9;

/// Replications of a variant.
pub const MOST_REPLICATIONS: u64 = 1_000_000_000;
/// Variants of an experiment: policies, or points of a design.
pub const MOST_VARIANTS: usize = 200_000;
/// Replications of all variants together.
pub const MOST_PAIRS: u64 = 1_000_000_000_000;
/// Factors of a design.
pub const MOST_FACTORS: usize = 1_000;

/// Kilometres of a shared border or between two seats: no way on Earth is longer.
pub(crate) const KM: Range = Range { low: 0.0, high: 20_040.0, above_low: false, below_high: false };
/// People of a district.
pub(crate) const PEOPLE: Range = Range { low: 0.0, high: 1e8, above_low: false, below_high: false };
/// Soldiers, or guards, of a district.
pub(crate) const MEN: Range = Range { low: 0.0, high: 1e6, above_low: false, below_high: false };
/// Multipliers of hazards.
pub(crate) const MULTIPLIER: Range = Range { low: 0.0, high: 1_000.0, above_low: false, below_high: false };
/// Areas of districts, km2.
pub(crate) const AREA: Range = Range { low: 1e-6, high: 2e7, above_low: false, below_high: false };
