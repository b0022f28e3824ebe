//! What people look at: tables, charts, the one-file report.

pub mod html;
