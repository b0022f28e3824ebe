//! The map's SVG: cells, outlines, border, places.

use super::projection::{Projection, WIDTH};
use super::{Layer, LayerContent, Map, Place};
use crate::report::map::PlaceKind;
use maud::{Markup, PreEscaped, Render as _};

/// The drawing, coloured by the first layer on its last day.
pub(super) fn svg(map: &Map) -> Markup {
    let projection = Projection::of(map);
    let shades = map.layers.first().map_or_else(Vec::new, |layer| shades(layer, map.cells.len()));
    let cells: String = map
        .cells
        .iter()
        .enumerate()
        .map(|(i, cell)| {
            let class = shades.get(i).copied().unwrap_or("cell");
            format!(
                "<path class=\"{class}\" d=\"{}\"><title>{}, {}</title></path>\n",
                projection.path(&cell.rings, true),
                cell.name.render().0,
                cell.province.render().0
            )
        })
        .collect();
    let places: String = map.places.iter().map(|p| place(&projection, p)).collect();
    PreEscaped(format!(
        "<svg class=\"territory\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{}\"><path class=\"outline\" d=\"{}\"/><g class=\"area\">{cells}</g>\
         <path class=\"river-halo\" d=\"{border}\"/><path class=\"river\" d=\"{border}\"/>{places}</svg>{}",
        projection.height,
        alternative(map).render().0,
        projection.path(&map.outlines, true),
        legend(map),
        border = projection.path(&map.border, false),
    ))
}

fn shades(layer: &Layer, count: usize) -> Vec<&'static str> {
    match &layer.content {
        LayerContent::History { held_at_start, changes } => {
            let mut held: Vec<bool> = (0..count).map(|i| held_at_start.get(i).copied().unwrap_or(false)).collect();
            let mut sorted: Vec<_> = changes.iter().collect();
            sorted.sort_by(|a, b| a.day.total_cmp(&b.day));
            for change in sorted {
                if let Some(state) = held.get_mut(change.cell) {
                    *state = change.held;
                }
            }
            held.into_iter().map(|h| if h { "cell held" } else { "cell" }).collect()
        }
        LayerContent::Probability { percent_by_day: percents }
        | LayerContent::ByDate { percent_by_date: percents, .. } => {
            let last: &[u8] = percents.last().map_or(&[], |day| day);
            last.iter()
                .map(|p| SHADES[((usize::from(*p) * (SHADES.len() - 1) + 50) / 100).min(SHADES.len() - 1)])
                .collect()
        }
        LayerContent::Values { values, .. } => {
            let known = values.iter().flatten().filter(|v| v.is_finite());
            let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
            let step = |v: f64| {
                if high > low { ((v - low) / (high - low) * SHADES.len() as f64) as usize } else { 0 }
            };
            values.iter().map(|v| v.map_or("cell none", |v| SHADES[step(v).min(SHADES.len() - 1)])).collect()
        }
    }
}

/// Classes of the sequential scale, from low to high.
const SHADES: [&str; 7] = ["cell s0", "cell s1", "cell s2", "cell s3", "cell s4", "cell s5", "cell s6"];

fn place(projection: &Projection, place: &Place) -> String {
    let [x, y] = projection.at(place.at);
    let local = place.name_local.as_ref().map_or_else(String::new, |n| format!(" · {}", n.render().0));
    let name = place.name.render().0;
    let (class, mark) = match place.kind {
        PlaceKind::Post => ("post", format!("<path d=\"M{x:.1} {:.1}l6 10h-12z\"/>", y - 6.0)),
        PlaceKind::Capital => ("capital", format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>")),
        PlaceKind::NationalCapital => (
            "national",
            format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"12\" height=\"12\"/><text x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
                x - 6.0,
                y - 6.0,
                x + 11.0,
                y + 6.0
            ),
        ),
    };
    format!("<g class=\"place {class}\"><title>{name}{local}</title>{mark}</g>\n")
}

fn legend(map: &Map) -> String {
    let has = |kind: PlaceKind| map.places.iter().any(|p| p.kind == kind);
    let mut items = String::new();
    if matches!(map.layers.first().map(|l| &l.content), Some(LayerContent::History { .. })) {
        items.push_str(&format!(
            "<li class=\"states\"><span class=\"key area held\"></span>{}</li><li class=\"states\"><span class=\"key area free\"></span>not held</li>",
            map.held_is.render().0
        ));
    }
    if !map.border.is_empty() {
        items.push_str("<li><span class=\"key river-key\"></span>border</li>");
    }
    if has(PlaceKind::Post) {
        items.push_str("<li><span class=\"key post-key\"></span>border post</li>");
    }
    if has(PlaceKind::Capital) || has(PlaceKind::NationalCapital) {
        items.push_str("<li><span class=\"key capital-key\"></span>capital</li>");
    }
    format!("<ul class=\"legend map-legend\">{items}</ul>")
}

fn alternative(map: &Map) -> String {
    let held = map
        .layers
        .first()
        .map_or(0, |layer| shades(layer, map.cells.len()).iter().filter(|s| s.contains("held")).count());
    let mut said = format!("Map of {} {}", map.cells.len(), map.cells_are);
    if let Some(layer) = map.layers.first() {
        said.push_str(&format!(", {}", layer.label));
        if matches!(layer.content, LayerContent::History { .. }) {
            said.push_str(&format!(": {held} {} on the last day", map.held_is));
        }
    }
    said.push_str(". The table below the map holds the same data.");
    said
}
