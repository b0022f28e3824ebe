//! Small typed indices into the scenario's tables.

macro_rules! index {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in its table.
            #[inline]
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

/// An alliance that is asked: 0 is the first, then those of the tables `also_asked` in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AllianceId(pub u8);

impl AllianceId {
    /// The first.
    pub const FIRST: AllianceId = AllianceId(0);

    /// Its number.
    #[must_use]
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

index! {
    /// A district of the country at war: row of `districts.csv`.
    District,
    /// A province of the country at war: row of `provinces.csv`.
    Province,
    /// A border district of a host state: row of `host_districts.csv`.
    HostDistrict,
    /// A sector of a host state's border.
    Sector,
    /// A border post: row of `posts.csv`.
    Post,
    /// A dated milestone of the scenario, in the order of their dates.
    MilestoneId,
    /// A change of parameters, in the order of the scenario's changes.
    ChangeId,
}
