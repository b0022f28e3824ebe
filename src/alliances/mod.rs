//! What alliances did when they were called: the record, its curves, and a ladder of answers that is learned from it and scored on cases it has not seen.
//!
//! [`overview`] is what the record says. The ladder says for each level of answer whether it is reached within a year and when.
//! [`pooling`] fits it with partial pooling over alliances and kinds of threat; [`scoring`] leaves out one case after another and
//! holds the forecasts against the simplest ones ([`null`]); [`posterior`] hands it to the model, and [`mechanism`] scores the
//! model with what it was handed.

pub mod curves;
pub mod forecast;
pub mod mechanism;
pub mod null;
pub mod observation;
pub mod overview;
pub mod pooling;
pub mod posterior;
pub mod record;
pub mod scoring;
pub mod summary;
