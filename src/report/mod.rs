//! What people look at: charts, the map, tables and the one-file report, from result files and nothing else.

pub mod charts;
pub mod folder;
pub mod html;
pub mod map;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "png")]
pub mod picture;
pub mod theme;
