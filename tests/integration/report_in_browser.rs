//! The report keeps its promises in a real browser, and its text stays as it was read.
//!
//! The browser part needs Python's playwright, Chromium and axe-core (see `tests/browser/check_report.py`); it is skipped
//! with a reason where they are missing, unless `PANJ_REQUIRE_TOOLS=1` makes that a failure.
//! `PANJ_UPDATE_GOLDEN=1 cargo test --test integration report_in_browser` rewrites the golden text after an intended change.

#[path = "../../examples/report_demo/invented/mod.rs"]
mod invented;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use panj::report::html::{Cell, Column, LayerContent, Section, Table, render};

/// The exit code by which the browser's script says that a tool is missing.
const TOOL_MISSING: i32 = 77;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn required() -> bool {
    std::env::var_os("PANJ_REQUIRE_TOOLS").is_some_and(|v| v == "1")
}

#[test]
fn report_works_in_chromium() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.html");
    std::fs::write(&file, render(&invented::page()))?;
    let python = std::env::var("PANJ_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(&python).arg(root().join("tests/browser/check_report.py")).arg(&file).output();
    let (code, said) = match run {
        Ok(done) => (
            done.status.code(),
            format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)),
        ),
        Err(error) => (Some(TOOL_MISSING), format!("{python}: {error}")),
    };
    if code == Some(TOOL_MISSING) && !required() {
        println!("skipped: {}", said.trim());
        return Ok(());
    }
    assert_eq!(code, Some(0), "{said}");
    Ok(())
}

#[test]
fn the_file_reaches_nothing_and_stays_small() {
    let html = render(&invented::page());
    assert!(html.len() < 1_000_000, "{} bytes", html.len());
    assert!(html.contains("default-src 'none'"));
    for loads in ["src=\"http", "href=\"http", "@import", "url(http", "fetch(", "XMLHttpRequest", "<link", "<iframe"] {
        assert!(!html.contains(loads), "the file holds {loads}");
    }
}

/// 400 districts with 60 points each, 245 days, 22 policies, 10 metrics, 300 parameters: what 10,000 replications of a
/// large scenario leave, since a report holds no replications.
#[test]
fn a_large_study_stays_under_three_megabytes() {
    let mut map = invented::territory::map();
    map.cells = (0..400).map(|i| map.cells[i % map.cells.len()].clone()).collect();
    let ring = (0..60).map(|k| format!("{},{} ", 1000 + 97 * k, 2000 + 89 * k)).collect::<String>();
    let cell = format!("<g class=\"cell\">\n<polygon opacity=\"1\" fill=\"#0072B2\" points=\"{ring}\"/>\n</g>\n");
    map.drawing.svg = map.drawing.svg.replace("</svg>", &(cell.repeat(400) + "</svg>"));
    for layer in &mut map.layers {
        if let LayerContent::Probability { percent_by_day } = &mut layer.content {
            *percent_by_day = vec![vec![73; 400]; 245];
        }
    }
    let mut page = invented::page();
    page.sections.push(Section::new("large-map", "Map", "A large map", &map));
    for rows in [22 * 10, 300, 200] {
        let row = [
            vec![Cell::named("What is measured, or what a parameter means", "an.id"); 2],
            vec![Cell::interval([-27_900.0, -26_684.0], 1); 8],
        ];
        let columns = [vec![Column::text("Name"); 2], vec![Column::number("Number"); 8]].concat();
        let table = Table::new("large", "A large table", columns, vec![row.concat(); rows]);
        page.sections.push(Section::new("large", "Large", "A large table", &table));
    }
    let bytes = render(&page).len();
    assert!(bytes < 3_000_000, "{bytes} bytes");
}

#[test]
fn names_cannot_break_the_page() {
    let mut page = invented::page();
    let nasty = "</script><script>alert('x')</script><img src=x onerror=alert(1)>\"' & <!--";
    page.title = nasty.to_owned();
    page.question = nasty.to_owned();
    page.answer = vec![nasty.to_owned()];
    let mut map = invented::territory::map();
    map.cells.iter_mut().for_each(|cell| cell.name = nasty.to_owned());
    let columns = vec![Column::text(nasty), Column::facet(nasty)];
    let table = Table::new("names", nasty, columns, vec![vec![Cell::named(nasty, nasty), Cell::text(nasty)]]);
    page.sections = vec![Section::new("map", "Map", "Map", &map), Section::new("names", "Names", "Names", &table)];
    let html = render(&page);
    assert!(!html.contains("<img src=x") && !html.contains("<script>alert"));
    assert_eq!(html.matches("</script>").count(), 3, "theme, data of the map, page");
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(render(&invented::page()), render(&invented::page()));
}

#[test]
fn text_is_as_it_was_read() -> Result<(), Box<dyn Error>> {
    let text = visible_text(&render(&invented::page()));
    let golden = root().join("tests/golden/report_text.txt");
    if std::env::var_os("PANJ_UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&golden, &text)?;
        return Ok(());
    }
    let kept = std::fs::read_to_string(Path::new(&golden))?;
    for (number, (was, is)) in kept.lines().zip(text.lines()).enumerate() {
        assert_eq!(is, was, "line {} of {}; PANJ_UPDATE_GOLDEN=1 rewrites it", number + 1, golden.display());
    }
    assert_eq!(text.lines().count(), kept.lines().count(), "number of lines of {}", golden.display());
    Ok(())
}

/// The text of a page, a line for each element that starts one; the map's cells are left out but for the first.
fn visible_text(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut rest = without(&without(body, "<script", "</script>"), "<svg", "</svg>");
    rest = without(&rest, "<details class=\"cells\">", "</details>");
    for piece in rest.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
        let inline = ["span", "code", "bdi", "strong", "a"].contains(&name);
        text.push_str(if inline { " " } else { "\n" });
        text.push_str(words);
    }
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let lines =
        plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    // The crate's version is not part of what is read.
    lines.map(|line| line.replace(env!("CARGO_PKG_VERSION"), "VERSION") + "\n").collect()
}

/// The text without the stretches from `start` to `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(start) {
        kept.push_str(before);
        rest = inside.split_once(end).map_or("", |(_, after)| after);
    }
    kept + rest
}
