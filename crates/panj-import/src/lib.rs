//! Districts' polygons into tables: who touches whom, over how many kilometres, on one side of a border and across it.
//!
//! [`import`] reads Shapefiles or GeoJSON, finds the borders, joins population and seats, and gives the files of a scenario that runs:
//! tables, areas for maps, a picture of the graph, where each number comes from, and a list of doubts. The same input gives the same bytes.

mod area;
mod crs;
mod draw;
mod geodesy;
mod geojson;
mod layer;
mod lines;
mod map;
mod problem;
mod shapes;
mod write;

pub use area::{Columns, Preset};
pub use layer::{MOST_BYTES, MOST_POINTS, MOST_ROWS, Reading};
pub use map::{Counts, Imported, Link, Options, Side, import};
pub use problem::Problem;
