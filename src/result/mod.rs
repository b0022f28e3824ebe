//! Result folders: tables, estimates, cautions and the manifest that says what all of it is.

mod aside;
mod bounded;
mod caution;
mod collect;
mod competing;
mod districts;
mod error;
mod estimate;
mod files;
pub mod folder;
mod hold;
mod inputs;
mod json;
mod looks;
mod manifest;
mod merge;
mod outcomes;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
mod parquet_file;
mod read;
mod rows_again;
mod run;
mod series;
mod status;
mod summary;
mod table;
mod tidy;
mod unmet;
mod written;

pub use aside::{Aside, sync_folder, write_synced, write_whole};
pub use bounded::Bounded;
pub use caution::{Caution, CautionKind, Seen, Severity};
pub use collect::{ColumnValues, Table, TableColumn, collect};
pub use competing::{
    Competing, Incidence, NONE_YET, competing_by_day, competing_columns, for_each_competing, read_competing,
    write_competing,
};
pub use districts::{
    DistrictRow, SHARE_COLUMN, SHARE_EVERY, district_columns, read_districts, share_dates, write_districts,
};
pub use error::RunError;
pub use estimate::{Estimate, LEVEL};
pub use files::{FILES, Origin, ResultFile};
pub use hold::Hold;
pub use inputs::{keep_inputs, kept_inputs, kept_posterior, kept_scenario};
pub use json::{from_json, read_json, write_json};
pub use looks::ends_by;
pub use manifest::{
    CautionEntry, FailureEntry, FileEntry, MANIFEST_FORMAT, Manifest, ParameterEntry, ThisRun, WaitingEntry,
};
pub use merge::{Shards, join_shards, merge_results};
pub use outcomes::{REPLICATION, VARIANT, outcome_columns, write_outcomes};
pub use parquet_file::ParquetError;
pub use read::{RowCells, Values, read_columns, read_rows};
pub use run::{
    Access, Home, Kept, Results, RunOptions, RunOutcome, read_by_day_and_place, run_experiment, seal, variant_names,
    work,
};
pub use series::{QUANTILES, SeriesDay, quantile_at, read_series, series_columns, series_table, write_series};
pub use status::{FolderStatus, Stage};
pub use summary::{SUMMARY, SUMMARY_FORMAT, Summary, estimates, summary_columns, summary_table, write_summary};
pub use table::{CellType, Cells, Column, TableError, TableFile};

pub use crate::experiment::Format;
pub use tidy::Tidy;
pub use written::WrittenFile;
pub(crate) use written::end;
#[cfg(feature = "report")]
pub(crate) use written::{damaged, note, pictures, settle, settle_charts};
