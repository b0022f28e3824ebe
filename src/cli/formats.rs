//! Every file that users write or read, for `panj explain`.

use crate::analysis::formats::{plan_formats, result_formats};
use crate::scenario::format::{Entry, Format, formats};
use crate::verify::engine::kinds;

/// Formats of a scenario, then of plans, then of what panj writes.
pub(super) fn all() -> Vec<Format> {
    let mut all = formats();
    all.extend(plan_formats());
    all.insert(all.len() - 2, sweep());
    all.push(cases());
    all.extend(result_formats());
    all
}

/// Formats that a name asks for, with the column or key that follows it, if one does: `districts`, `districts.csv`,
/// `observed/capitals`, `capitals`, `districts.garrison_people`.
pub(super) fn find<'f, 'n>(all: &'f [Format], name: &'n str) -> Vec<(&'f Format, Option<&'n str>)> {
    let bare = ["[", "]", "/"].iter().fold(name, |name, end| name.trim_matches(|c| end.contains(c)));
    let called = |format: &Format, name: &str| {
        let own = format.name.as_str();
        let name = [".csv", ".toml", ".parquet", ".geojson"]
            .iter()
            .fold(name, |name, end| name.strip_suffix(end).unwrap_or(name));
        own == name || own.strip_prefix("observed/") == Some(name) || own.replace('/', ".") == name
    };
    let whole = all.iter().filter(|format| called(format, bare)).map(|format| (format, None));
    let whole: Vec<_> = whole.collect();
    if !whole.is_empty() {
        return whole;
    }
    let Some((name, key)) = bare.rsplit_once('.') else { return whole };
    let has = |format: &&Format| called(format, name) && format.entries.iter().any(|entry| entry.name == key);
    all.iter().filter(has).map(|format| (format, Some(key))).collect()
}

/// The list of all formats, a line each.
pub(super) fn list(all: &[Format]) -> String {
    all.iter().map(|format| format!("  {:<28} {}\n", format.name, format.title)).collect()
}

/// What `panj sweep` takes as a file. The same keys as its reader's, which a test of it holds.
fn sweep() -> Format {
    let entries = vec![
        Entry::new("design", "grid, lhs, sobol or sobol-scrambled", "how points lie").default("\"grid\"").like("\"lhs\""),
        Entry::new("points", "a whole number of at least 2", "how many points, but for a grid").unit("points").default("64"),
        Entry::new(
            "factors",
            "a table of parameters by path (or `policy`), each with a list of values, or a text like \"1,2,4\", \"0.1..0.9:9\", \"1..20\"",
            "what is varied",
        )
        .needed()
        .like("{ \"campaign.contagion\" = \"1..20\" }"),
    ];
    Format {
        name: "sweep-plan".to_owned(),
        title: "a plan of a sweep (PLAN.toml)".to_owned(),
        about: "design and factors of `panj sweep SCENARIO PLAN.toml`; `--factor` and `--design` add to it".to_owned(),
        entries,
        example: "design = \"lhs\"\npoints = 8\n\n[factors]\n\"campaign.contagion\" = \"1..20\"\npolicy = [\"baseline\", \"majority-rule\"]\n"
            .to_owned(),
    }
}

fn cases() -> Format {
    let kinds: Vec<&str> = kinds().collect();
    let entries = vec![
        Entry::new("models[].model", &format!("one of {}", kinds.join(", ")), "which process is simulated"),
        Entry::new("models[].params", "an object of numbers", "its parameters; what is missing is told"),
        Entry::new(
            "models[].stats",
            "an object of numbers",
            "what is expected of it: every number is estimated and held against this one",
        ),
        Entry::new(
            "any other section",
            "an object or a list with inputs and results",
            "statistics of given data, recognised by its fields (cases, proportions, sobol, mcb, ...): computed again; what is not known is listed as not checked",
        ),
    ];
    Format {
        name: "cases".to_owned(),
        title: "cases of `panj verify` (JSON; a CSV file is a design of points)".to_owned(),
        about: "known answers to check the program against. The files that come with it, in `src/verify/cases`, are the examples"
            .to_owned(),
        entries,
        example: "{ \"models\": [ { \"model\": \"pure_death\", \"params\": { \"n\": 30, \"mu\": 0.08 },\n    \"stats\": { \"at\": [ { \"t\": 1, \"mean\": 27.693490391599074 } ] } } ] }\n"
            .to_owned(),
    }
}
