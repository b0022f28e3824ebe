//! Columns of the territory's files. Their examples are one small territory, which a test reads.

use std::cell::RefCell;

use super::rows::{TABLES, read_tables};
use crate::scenario::csv_file::{Columns, Notes, needed, optional};
use crate::scenario::origin::Sources;
use crate::scenario::parameter::Parameter;

pub(super) const PROVINCES: Columns = Columns {
    about: "the provinces of the territory, a row each; districts name their province by its id",
    columns: &[
        needed("id", "", "its id, unique in the file"),
        needed("name", "", "its name, for people"),
        needed("capital_name", "", "name of its capital"),
        needed("capital_district", "", "id of the district that holds the capital; that district has capital = 1"),
        needed("national_capital", "", "1 where its capital is the nation's as well"),
    ],
    example: &["riverland,Riverland,The Ford,ford,0"],
};

pub(super) const DISTRICTS: Columns = Columns {
    about: "the districts of the territory, a row each: who holds what at the start",
    columns: &[
        needed("id", "", "its id, unique in the file; other files name the district by it"),
        needed("name", "", "its name in Latin letters, for people"),
        optional("name_local", "", "its name as people there write it"),
        needed("province", "", "id of its province"),
        optional(
            "region",
            "",
            "a part of the territory that parameters and outcomes can name; `all` where the cell is empty",
        ),
        needed("terrain", "", "what the land is like: it slows the advance and takes more men to watch"),
        needed("capital", "", "1 where it holds its province's capital"),
        needed("held_at_start", "", "1 where the advancing force holds it at the start"),
        needed("garrison_people", "people", "government men in it at the start"),
        needed("population", "people", "people who live in it"),
        optional("hazard_multiplier", "1", "how many times as likely to fall as others like it"),
        optional("lon", "degrees", "longitude of its seat, east positive; without it no map is drawn"),
        optional("lat", "degrees", "latitude of its seat, north positive"),
        optional("area_km2", "km2", "its area, for maps without outlines"),
        optional("tags", "", "words parted by blanks, for your own programs: no parameter reads them"),
    ],
    example: &[
        "ford,The Ford,,riverland,north,plain,1,0,300,60000,1,60.3,37.0,400,bridge road",
        "hills,The Hills,,riverland,south,mountain,0,1,100,20000,0.5,60.3,36.8,400,",
    ],
};

pub(super) const EDGES: Columns = Columns {
    about: "which districts touch: a row for each pair, in either order, once",
    columns: &[
        needed("a", "", "id of one district"),
        needed("b", "", "id of the other"),
        needed("shared_km", "km", "length of the border between them: pressure on a district counts the shares held"),
        optional(
            "seat_distance_km",
            "km",
            "from seat to seat, for the roads of those who flee inside the country; 1 km where it is not given",
        ),
    ],
    example: &["ford,hills,20,25"],
};

pub(super) const HOST_DISTRICTS: Columns = Columns {
    about: "the host states' districts along the border, a row each",
    columns: &[
        needed("id", "", "its id, unique in the file"),
        needed("name", "", "its name, for people"),
        needed("host", "", "the host state that it belongs to: a short word"),
        needed("sector", "", "the sector of the border, under one command, that it belongs to; of one host state only"),
        optional("lon", "degrees", "longitude of its seat, east positive"),
        optional("lat", "degrees", "latitude of its seat, north positive"),
        needed("population", "people", "people who live in it"),
        needed("guards", "people", "border guards normally on duty in it"),
        needed("terrain", "", "what the land is like: how many men a km takes"),
        optional("shelter", "people", "civilians whom camps and houses in it can shelter; no limit if left out"),
        optional(
            "takes_in",
            "1",
            "weight with which civilians who move on from the border go there (displacement.refuge.onward_share); 0 if left out",
        ),
    ],
    example: &["left,Left Shore,HOST,river,60.1,37.2,15000,80,plain,2000,1"],
};

pub(super) const BORDER_EDGES: Columns = Columns {
    about: "the border: a row for each pair of a district and a host district that touch",
    columns: &[
        needed("district", "", "id of the district"),
        needed("host_district", "", "id of the host district across the border"),
        needed("shared_km", "km", "length of the border between them"),
    ],
    example: &["ford,left,15"],
};

pub(super) const ROUTES: Columns = Columns {
    about: "where those who flee a district cross, when it is not by the length of the border: a row for each way",
    columns: &[
        needed("district", "", "id of the district that they flee"),
        needed("host_district", "", "id of the host district in which they come out"),
        needed(
            "share",
            "share",
            "their share of those who flee; of a district at most 1 in all, the rest goes by the border's length",
        ),
    ],
    example: &["ford,left,0.8"],
};

pub(super) const POSTS: Columns = Columns {
    about: "the border posts where people can cross and are registered, a row each",
    columns: &[
        needed("id", "", "its id, unique in the file"),
        needed("name", "", "its name, for people"),
        needed("district", "", "id of the district on the near side"),
        needed("host_district", "", "id of the host district on the far side; empty for a post that leads elsewhere"),
        optional("lon", "degrees", "its longitude, east positive"),
        optional("lat", "degrees", "its latitude, north positive"),
        needed("kind", "", "bridge, ferry, ford, road: any word, for people"),
        needed("servers", "teams", "registration teams that work side by side"),
        needed("status", "", "whom it lets in at the start: everyone, so many a day (`posts.quota_per_day`), nobody"),
    ],
    example: &["bridge,The Bridge,ford,left,60.25,37.1,bridge,2,open"],
};

pub(super) const PLACES: Columns = Columns {
    about: "places to name on maps, a row each; the model reads none of it",
    columns: &[
        needed("name", "", "its name"),
        needed("kind", "", "what it is: `national_capital` has a mark of its own, any other word is a dot"),
        needed("lon", "degrees", "its longitude, east positive"),
        needed("lat", "degrees", "its latitude, north positive"),
    ],
    example: &["The Old Fort,fort,60.2,37.3"],
};

/// Files in the order of [`TABLES`].
const FILES: [Columns; 8] = [PROVINCES, DISTRICTS, EDGES, HOST_DISTRICTS, BORDER_EDGES, ROUTES, POSTS, PLACES];

/// Each file of the territory: its key in `[files]`, what it is about, its columns, an example.
pub(crate) fn described() -> Vec<(&'static str, Columns, Vec<Parameter>)> {
    let mut sources = Sources::default();
    let numbers = std::array::from_fn(|at| Some(sources.add_file(TABLES[at].to_owned(), FILES[at].example_file())));
    let (notes, problems) = (Notes::default(), RefCell::default());
    read_tables(&sources, numbers, &problems, Some(&notes));
    debug_assert!(problems.borrow().is_empty(), "an example breaks its own rules: {problems:?}");
    let all = TABLES.into_iter().zip(FILES).zip(numbers.into_iter().flatten());
    all.map(|((key, columns), number)| (key, columns, columns.described(key, &notes, number))).collect()
}
