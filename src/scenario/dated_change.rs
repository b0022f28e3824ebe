//! `[change.NAME]`: parameters that change on a date: an offensive, a cease-fire, a border that is closed.
//!
//! ```toml
//! [change.ceasefire]
//! date = 2030-07-01
//! set  = { "campaign.base_hazard_per_day" = 0.0, "posts.status" = "closed" }
//! ```
//! What `set` gives holds from the beginning of that day on, until a later change gives another value. Each change is read as the
//! whole scenario with its values would be, so that the same rules hold; the model runs on these parameters from then on.

use super::change::{Change, Setting, unknown_path};
use super::date::Date;
use super::field_value::Wrong;
use super::milestone::{Effect, Milestone};
use super::parameter::Parameter;
use super::registry::Registry;
use super::section::{Section, parameters};
use super::sections::Sections;
use super::value::{Entry, Node, Table, Value, join};

/// Parameters that change on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedChange {
    /// Name, day and words.
    pub head: ChangeHead,
    /// What it sets, by path.
    pub set: Table,
    /// All parameters from then on.
    pub sections: Sections,
}

parameters! {
    |s, id: String|
    /// Parameters that change on a date.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ChangeHead {
        /// Its name in paths.
        pub id: String = id,
        /// Day of the change, which comes at its beginning. One before the start holds from the start on; one after the end
        /// never comes.
        pub date: Date = s.date("date").get(),
        /// Name to show.
        pub name: String = s.text("name").default(id.clone()).get(),
        /// What happens.
        pub summary: String = s.text("summary").default("").get(),
        /// Who says so.
        pub source: String = s.text("source").default("").get(),
    }
}

/// What holds from the start to the end of a history, by the beginnings of paths, and why.
const FIXED: &[(&[&str], &str)] = &[
    (&["schema", "title", "question", "start", "end", "names", "files"], "it says what the scenario is"),
    (&["milestone", "change"], "it has a date of its own: change that"),
    (&["outcomes", "need.NAME.unit", "need.NAME.of"], "what is counted must be the same all through"),
    (
        &["campaign.mode", "campaign.replay_until", "campaign.conditioning", "campaign.reported_after_capital"],
        "it says how the record is used",
    ),
    (&["campaign.region.NAME.reported"], "it says how the record is used"),
    (&["campaign.contagion_measure", "capitals.on", "displacement.on"], "it says how the map is seen"),
    (
        &["campaign.national_momentum", "campaign.provincial_momentum", "capitals.momentum"],
        "what falls have left would have to be measured anew",
    ),
    (
        &["campaign.surge", "capitals.switch", "capitals.switch_date", "capitals.switch_date_sd_days"],
        "it has dates of its own: change the hazards themselves",
    ),
    (&["campaign.frailty_sd", "garrison.factor", "garrison.strength_sd"], "it is drawn before the first day"),
    (&["recapture.hazard_per_day"], "when a district is retaken is drawn when it falls"),
    (&["load.infrastructure"], "it is the state at the start"),
    (&["mobilization.sector"], "roads and shares are laid out at the start"),
    (
        &["alliance.active", "alliance.rule", "alliance.salience.half_life_days", "alliance.secretariat.desks"],
        "the alliance is what it is at the start",
    ),
    (
        &["need.NAME.exercise", "need.NAME.aid", "need.NAME.force"],
        "what help brings is settled at the start: change what is required or ready",
    ),
    (&["alliance.organ"], "calendars and agendas are laid out at the start"),
    (
        &["programme.active", "programme.resolution", "programme.gates_passed"],
        "the programme is under way or not at the start",
    ),
    (&["programme.push_half_life_days"], "what reminders have left would have to be measured anew"),
    (&["bilateral.active", "bilateral.partner", "bilateral.pledges.per_year"], "it is settled at the start"),
];

/// What of an alliance that is asked besides the first is not what `[alliance]` has.
const OF_ALSO_ASKED: [&str; 5] = ["folder", "name", "lead", "after", "brings"];

/// What of a trigger holds all through, and which tables are triggers.
const OF_TRIGGERS: [&str; 3] = ["conditions", "rule", "date"];
const TRIGGERS: [&str; 5] =
    ["mobilization.trigger", "alliance.request", "alliance.automatic", "bilateral.trigger", "bilateral.talks.trigger"];

/// Why a parameter cannot change in the course of a history; `None` where it can. The path is that of its description.
pub(crate) fn fixed(described: &str) -> Option<&'static str> {
    if let Some(key) = described.strip_prefix("also_asked.NAME.") {
        let own =
            OF_ALSO_ASKED.iter().any(|own| key.strip_prefix(own).is_some_and(|r| r.is_empty() || r.starts_with('.')));
        return if own { Some("it is settled at the start") } else { fixed(&format!("alliance.{key}")) };
    }
    if let Some((table, key)) = described.rsplit_once('.')
        && TRIGGERS.contains(&table)
        && OF_TRIGGERS.contains(&key)
    {
        return Some("what a trigger waits for is settled at the start; its thresholds can change");
    }
    let below = |beginning: &&str| {
        described.strip_prefix(*beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    FIXED.iter().find(|(beginnings, _)| beginnings.iter().any(below)).map(|&(_, why)| why)
}

/// What a path means that lies in what a change sets: the change's name, and the path of the parameter (empty for all that it sets).
pub(crate) fn within_change(path: &str) -> Option<(&str, &str)> {
    let (name, rest) = path.strip_prefix("change.")?.split_once('.')?;
    match rest.strip_prefix("set")? {
        "" => Some((name, "")),
        below => below.strip_prefix('.').map(|inner| (name, inner)),
    }
}

/// A table of parameters by path, whether the paths are keys between quotes or tables within tables.
pub(crate) fn by_path(table: &Table, registry: &Registry) -> Table {
    let mut flat = Table::default();
    gather(table, "", registry, &mut flat);
    flat
}

fn gather(table: &Table, prefix: &str, registry: &Registry, flat: &mut Table) {
    for entry in &table.entries {
        let path = join(prefix, &entry.key);
        match &entry.node.value {
            Value::Table(below) if registry.find(&path).is_none() => gather(below, &path, registry, flat),
            _ => flat.put(&path, entry.key_origin, entry.node.clone()),
        }
    }
}

/// Brings what the changes of a document set into one form.
pub(crate) fn lay_flat(tree: &mut Table, registry: &Registry) {
    let Some(Node { value: Value::Table(changes), .. }) = tree.get_mut("change") else { return };
    for change in &mut changes.entries {
        let Value::Table(change) = &mut change.node.value else { continue };
        if let Some(Node { value: Value::Table(set), .. }) = change.get_mut("set") {
            *set = by_path(set, registry);
        }
    }
}

/// The tables that the changes of a document touch.
pub(crate) fn touched(tree: &Table) -> Vec<String> {
    let changes = tree.get("change").and_then(Node::as_table);
    let sets = changes.into_iter().flat_map(|t| &t.entries).filter_map(|e| e.node.as_table()?.get("set")?.as_table());
    let paths = sets.flat_map(|set| &set.entries);
    paths.filter_map(|entry| Some(entry.key.split_once('.')?.0.to_owned())).collect()
}

/// Reads the changes of a document in the order of their dates, each with the parameters that hold from then on. `milestones` come
/// with what their tables are called.
pub(crate) fn read_changes<'a>(
    root: &mut Section<'a>,
    sections: &Sections,
    read: impl Fn(&mut Section<'_>, &Sections) -> Sections,
    milestones: &[Milestone],
) -> Vec<DatedChange> {
    let tables = root.tables("change");
    let mut heads = Vec::with_capacity(tables.len());
    for (id, mut s) in tables {
        let head = ChangeHead::read(&mut s, id);
        heads.push((head, s.raw_table("set").cloned().unwrap_or_default()));
    }
    heads.sort_by_key(|(head, _)| head.date);
    let (Some(registry), true) = (root.registry(), root.is_sound()) else { return Vec::new() };
    let mut now = sections.clone();
    let mut tree = Table::default();
    let mut changes = Vec::with_capacity(heads.len());
    for (head, set) in heads {
        for entry in &set.entries {
            let path = join(&format!("change.{}.set", head.id), &entry.key);
            match put(entry, &mut tree, root.tree(), registry) {
                Err(wrong) => root.report(&path, wrong),
                Ok(parameter) => root.record(&path, parameter, &entry.node),
            }
        }
        now = root.read_apart(&tree, (&head.id, &set), |s| {
            let sections = read(s, &now);
            for milestone in milestones {
                if let Some(men) = milestone.effect(Effect::Mobilization) {
                    sections.mobilization.check_battalions(men as u32, s, "mobilization");
                }
            }
            sections
        });
        changes.push(DatedChange { head, set, sections: now.clone() });
    }
    changes
}

/// Puts one value of a change into the tables that it touches, which are those of the document at first; which parameter it is.
fn put<'r>(
    entry: &Entry,
    tree: &mut Table,
    document: Option<&Table>,
    registry: &'r Registry,
) -> Result<&'r Parameter, Wrong> {
    let (path, origin) = (&entry.key, entry.key_origin);
    let Some(found) = registry.find(path) else {
        return Err(unknown_path(path, origin, &[], registry).key(""));
    };
    if let Some(why) = fixed(&found.parameter.path) {
        let wrong = Wrong { origin, ..Wrong::new(&entry.node) };
        let wrong = wrong.found(format!("{path}, which holds from the start to the end"));
        return Err(wrong.rule(format!("a parameter that can change on a date (not this one: {why})")));
    }
    let first = path.split('.').next().unwrap_or_default();
    if tree.get(first).is_none() {
        tree.entries.extend(document.and_then(|table| table.entry(first)).cloned());
    }
    let change = Change::Put(entry.node.clone());
    Setting { path: path.clone(), path_origin: origin, change }.apply(tree, registry)?;
    Ok(found.parameter)
}
