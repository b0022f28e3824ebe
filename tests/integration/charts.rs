//! Charts are readable pictures: every one parses, no label leaves the sheet, no two labels overlap, and no data,
//! however odd, makes a chart fail.

#[path = "../../examples/gallery/analysis.rs"]
mod analysis;
#[path = "../../examples/gallery/maps.rs"]
mod maps;
#[path = "../../examples/gallery/pictures.rs"]
mod pictures;
#[path = "../../examples/gallery/sample.rs"]
mod sample;

use panj::report::picture;
use resvg::usvg;

/// A text as it is really set: shaped by the embedded font.
struct Label {
    text: String,
    bounds: usvg::Rect,
}

fn labels(svg: &str) -> (usvg::Size, Vec<Label>) {
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_font_data(picture::sans().to_vec());
    options.fontdb_mut().load_font_data(picture::bold().to_vec());
    let tree = match usvg::Tree::from_str(svg, &options) {
        Ok(tree) => tree,
        Err(error) => unreachable!("not a readable SVG: {error}"),
    };
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    (tree.size(), found)
}

fn collect(group: &usvg::Group, found: &mut Vec<Label>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect(inner, found),
            usvg::Node::Text(text) => {
                let words = text.chunks().iter().map(|c| c.text().trim()).collect::<String>();
                found.push(Label { text: words, bounds: text.abs_bounding_box() });
            }
            _ => {}
        }
    }
}

fn overlap(a: &usvg::Rect, b: &usvg::Rect) -> bool {
    let slack = 0.5;
    a.left() + slack < b.right()
        && b.left() + slack < a.right()
        && a.top() + slack < b.bottom()
        && b.top() + slack < a.bottom()
}

#[test]
fn no_label_of_the_gallery_overlaps_another_or_leaves_the_sheet() {
    let wrong: Vec<String> = pictures::all().iter().flat_map(|(name, svg)| faults(name, svg)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Labels that leave the sheet or overlap.
fn faults(name: &str, svg: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    {
        let (size, labels) = labels(svg);
        assert!(labels.len() > 3, "{name} has hardly any text");
        for (i, a) in labels.iter().enumerate() {
            let b = &a.bounds;
            if b.left() < 0.0 || b.top() < 0.0 || b.right() > size.width() || b.bottom() > size.height() {
                wrong.push(format!("{name}: '{}' leaves the sheet: {b:?}", a.text));
            }
            for other in &labels[i + 1..] {
                if overlap(b, &other.bounds) {
                    wrong.push(format!("{name}: '{}' overlaps '{}'", a.text, other.text));
                }
            }
        }
    }
    wrong
}

/// The charts of real folders, whose names and numbers nobody chose to look well: of the tutorial, or of the folders that
/// `PANJ_CHARTS` lists, separated by colons.
#[test]
fn no_label_of_a_real_folder_overlaps_another_or_leaves_the_sheet() -> Result<(), Box<dyn std::error::Error>> {
    let made = tempfile::tempdir()?;
    let folders: Vec<std::path::PathBuf> = match std::env::var_os("PANJ_CHARTS") {
        Some(listed) => std::env::split_paths(&listed).collect(),
        None => {
            for command in ["run", "compare"] {
                let mut panj = std::process::Command::new(env!("CARGO_BIN_EXE_panj"));
                let out = made.path().join(command);
                let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tutorial");
                let done = panj.args([command, scenario, "-n", "60", "-q", "--out"]).arg(&out).output()?;
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            }
            vec![made.path().join("run"), made.path().join("compare")]
        }
    };
    let mut wrong = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder.join("charts"))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "svg") {
                wrong.extend(faults(&path.display().to_string(), &std::fs::read_to_string(&path)?));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_picture_has_a_title_a_description_and_a_footer() {
    for (name, svg) in pictures::all() {
        assert!(svg.contains("role=\"img\""), "{name}");
        for element in ["title", "desc"] {
            let text = svg.split(&format!("<{element}>")).nth(1).and_then(|s| s.split('<').next());
            assert!(text.is_some_and(|t| t.len() > 20), "{name} has no <{element}>");
        }
        for part in ["seed 2021", "n = 10", "panj 0.1.0"] {
            assert!(svg.contains(part), "{name} lacks '{part}' in its footer");
        }
        assert!(svg.contains("font-family=\"DejaVu Sans, sans-serif\""), "{name}");
    }
}
