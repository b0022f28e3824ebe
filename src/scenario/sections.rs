//! The sections of parameters, one line for each. A new section joins here and nowhere else.

use super::campaign::Campaign;
use super::capitals::{Capitals, Recapture};
use super::section::Section;

/// Every parameter of the model under one overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Sections {
    /// `[campaign]`
    pub campaign: Campaign,
    /// `[capitals]`
    pub capitals: Capitals,
    /// `[recapture]`
    pub recapture: Recapture,
}

impl Sections {
    pub(crate) fn read(root: &mut Section<'_>) -> Sections {
        Sections {
            campaign: Campaign::read(&mut root.table("campaign")),
            capitals: Capitals::read(&mut root.table("capitals")),
            recapture: Recapture::read(&mut root.table("recapture")),
        }
    }
}
