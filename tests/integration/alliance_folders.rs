//! Promise: the folder of an alliance that a scenario names is hashed, kept and noticed like the scenario's own files, and
//! found from the scenario's folder alone, by its name and nothing else.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use super::files_of_a_scenario::{edit, ok, refused, workplace};

/// The workplace with the scenario's `[alliance]` in a folder of its own, `alliances/league` beside the scenario `s`.
fn with_alliance() -> tempfile::TempDir {
    let work = workplace();
    let file = work.path().join("s/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (mut own, mut league, mut of_league) = (String::new(), String::new(), false);
    for line in text.lines() {
        if line.starts_with('[') {
            of_league = line.starts_with("[alliance");
        }
        let to = if of_league && !line.starts_with("active") { &mut league } else { &mut own };
        *to += &format!("{line}\n");
    }
    let own = own.replacen("active = true", "[alliance]\nactive = true", 1);
    fs::write(&file, own.replacen("[files]", "[files]\nalliance = \"league\"", 1)).unwrap();
    fs::create_dir_all(work.path().join("alliances/league")).unwrap();
    fs::write(work.path().join("alliances/league/alliance.toml"), league).unwrap();
    // No calendar, so that nothing changes by it.
    let meetings = "date,organ,kind\n2030-05-02,council,sample\n";
    fs::write(work.path().join("alliances/league/organs.csv"), meetings).unwrap();
    work
}

fn outcomes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("outcomes.csv")).unwrap()
}

#[test]
fn a_folder_of_its_own_gives_the_same_bytes_and_is_kept_and_hashed() {
    let (plain, work) = (workplace(), with_alliance());
    let at = work.path();
    ok(plain.path(), "run s -n 20 -q --format csv --out o");
    ok(at, "run s -n 20 -q --format csv --out o");
    assert_eq!(outcomes(&plain.path().join("o")), outcomes(&at.join("o")));
    let league = at.join("alliances/league/alliance.toml");
    assert_eq!(fs::read(at.join("o/scenario/alliances/league/alliance.toml")).unwrap(), fs::read(&league).unwrap());
    let plan = fs::read_to_string(at.join("o/plan.toml")).unwrap();
    assert!(plan.contains("\"alliances/league/alliance.toml\" = \""), "{plan}");
    let manifest = fs::read_to_string(at.join("o/manifest.json")).unwrap();
    assert!(manifest.contains("\"alliances/league/alliance.toml\": \"") && manifest.contains("alliance.toml:"));
    // A change is told like one of the scenario's own files.
    edit(&league, "attitude", "# changed\nattitude");
    for command in ["run s -n 25 -q --format csv --out o", "rerun o -q --out again"] {
        let told = refused(at, command);
        assert!(told.contains("alliances/league/alliance.toml") && !at.join("again").exists(), "{told}");
    }
    edit(&league, "# changed\n", "");
    let meetings = at.join("alliances/league/organs.csv");
    edit(&meetings, "05-02", "05-03");
    let told = refused(at, "rerun o -q --out again");
    assert!(told.contains("alliances/league/organs.csv") && !told.contains("alliance.toml"), "{told}");
    fs::remove_file(&meetings).unwrap();
    assert!(refused(at, "rerun o -q --out again").contains("alliances/league/organs.csv"), "it went");
    fs::copy(at.join("o/scenario/alliances/league/organs.csv"), &meetings).unwrap();
    ok(at, "rerun o -q --out again");
    assert_eq!(outcomes(&at.join("o")), outcomes(&at.join("again")));
}

#[test]
fn what_is_kept_stands_for_a_folder_that_is_gone() {
    let work = with_alliance();
    let at = work.path();
    for part in ["1", "2"] {
        ok(at, &format!("run s -n 20 -q --format csv --shard {part}/2 --out p{part}"));
    }
    ok(at, "run s -n 20 -q --format csv --out o");
    let original = outcomes(&at.join("o"));
    fs::remove_dir_all(at.join("alliances")).unwrap();
    let told = refused(at, "rerun o -q --out again");
    assert!(told.contains("files.alliance") && told.contains("league: no such folder"), "{told}");
    ok(at, "report o");
    ok(at, "merge p1 p2 -q --out whole");
    assert_eq!(outcomes(&at.join("whole")), original);
    // The copy is a scenario like any other, wherever it is taken.
    fs::rename(at.join("o/scenario"), at.join("copy")).unwrap();
    fs::remove_dir_all(at.join("s")).unwrap();
    ok(at, "run copy -n 20 -q --format csv --out from-copy");
    assert_eq!(outcomes(&at.join("from-copy")), original);
    // A plan that names the copy is repeated from it.
    let plan = fs::read_to_string(at.join("o/plan.toml")).unwrap();
    fs::write(at.join("plan.toml"), plan.replacen("path = \"s\"", "path = \"copy\"", 1)).unwrap();
    ok(at, "rerun plan.toml -q --out again");
    assert_eq!(outcomes(&at.join("again")), original);
    // One that was changed explains nothing.
    fs::rename(at.join("copy"), at.join("o/scenario")).unwrap();
    edit(&at.join("o/scenario/alliances/league/alliance.toml"), "attitude", "# changed\nattitude");
    let told = refused(at, "report o");
    assert!(told.contains("o/scenario/alliances/league/alliance.toml") && told.contains("other contents"), "{told}");
}

#[test]
fn the_nearest_folder_of_the_name_counts() {
    let work = with_alliance();
    let at = work.path();
    let shown = |scenario: &str| ok(at, &format!("check {scenario}"));
    assert!(shown("s").contains("(alliances/league/alliance.toml:"), "beside the scenario");
    fs::create_dir(at.join("deep")).unwrap();
    fs::rename(at.join("s"), at.join("deep/s")).unwrap();
    assert!(shown("deep/s").contains("(alliances/league/alliance.toml:"), "beside the folder of scenarios");
    fs::create_dir_all(at.join("deep/s/alliances/league")).unwrap();
    fs::copy(at.join("alliances/league/alliance.toml"), at.join("deep/s/alliances/league/alliance.toml")).unwrap();
    assert!(shown("deep/s").contains("(deep/s/alliances/league/alliance.toml:"), "the scenario's own");
    let inside = ok(&at.join("deep/s"), "check scenario.toml");
    assert!(inside.contains("(alliances/league/alliance.toml:"));
    fs::remove_dir_all(at.join("deep/s/alliances")).unwrap();
    let inside = ok(&at.join("deep/s"), "check .");
    assert!(
        inside.contains("(../../alliances/league/alliance.toml:") || inside.contains("(./../../alliances"),
        "{inside}"
    );
    #[cfg(unix)]
    {
        let linked = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(at.join("deep"), linked.path().join("d")).unwrap();
        assert!(
            ok(linked.path(), "check d/s").contains("(d/../alliances/league/alliance.toml:"),
            "where the link leads"
        );
    }
    fs::create_dir_all(at.join("deep/er")).unwrap();
    fs::rename(at.join("deep/s"), at.join("deep/er/s")).unwrap();
    assert!(refused(at, "check deep/er/s").contains("league: no such folder"), "no further up");
}

#[cfg(unix)]
#[test]
fn what_is_no_folder_of_an_alliance_is_told() {
    let work = with_alliance();
    let at = work.path();
    let league = at.join("alliances/league");
    let scenario = at.join("s/scenario.toml");
    for other in ["../alliances/league", "/etc", "league/..", "a b", ""] {
        edit(&scenario, "alliance = \"league\"", &format!("alliance = \"{other}\""));
        let told = refused(at, "check s");
        assert!(told.contains("scenario.toml") && told.contains("no name of an alliance"), "{other}: {told}");
        edit(&scenario, &format!("alliance = \"{other}\""), "alliance = \"league\"");
    }
    edit(&scenario, "alliance = \"league\"", "alliance = \"leageu\"");
    let told = refused(at, "check s");
    assert!(told.contains("did you mean league?") && told.contains("1 problem;"), "told once, at its place: {told}");
    edit(&scenario, "alliance = \"leageu\"", "alliance = \"league\"");
    fs::rename(league.join("alliance.toml"), at.join("kept.toml")).unwrap();
    assert!(refused(at, "check s").contains("league: no such file, alliance.toml"));
    fs::create_dir(league.join("alliance.toml")).unwrap();
    assert!(refused(at, "check s").contains("league: a folder"));
    fs::remove_dir(league.join("alliance.toml")).unwrap();
    // Another scenario's folder is none of an alliance.
    fs::copy(&scenario, league.join("alliance.toml")).unwrap();
    assert!(refused(at, "check s").contains("alliance.toml has only the tables"));
    fs::write(league.join("alliance.toml"), b"\xff").unwrap();
    assert!(refused(at, "check s").contains("alliances/league/alliance.toml:1:1"));
    // Links that lead out of the place are followed only where that is allowed.
    fs::remove_file(league.join("alliance.toml")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(at.join("kept.toml"), elsewhere.path().join("alliance.toml")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("alliance.toml"), league.join("alliance.toml")).unwrap();
    let told = refused(at, "check s");
    assert!(told.contains("a link out of its place") && told.contains("--allow-outside"), "{told}");
    ok(at, "check s --allow-outside");
    fs::remove_dir_all(&league).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), &league).unwrap();
    assert!(refused(at, "check s").contains("a link out of its place"));
    fs::remove_file(&league).unwrap();
    std::os::unix::fs::symlink("nowhere", &league).unwrap();
    assert!(refused(at, "check s").contains("a link to a folder that is not there"));
    fs::remove_file(&league).unwrap();
    fs::write(&league, "").unwrap();
    assert!(refused(at, "check s").contains("league: a file"));
}

#[test]
fn what_an_overlay_changes_and_what_is_said_of_it_is_the_same_as_in_one_file() {
    let work = with_alliance();
    let at = work.path();
    let told = refused(at, "check s --set files.alliance=other");
    assert!(told.contains("no parameter of the model"), "{told}");
    let check = ok(at, "check s --set alliance.rule=majority");
    assert!(check.contains("majority") && check.contains("(--set)"), "{check}");
    let told = refused(at, "check s --set alliance.rule=majorty");
    assert!(told.contains("--set") && told.contains("majority"), "{told}");
}

#[test]
fn an_alliance_alone_is_checked() {
    let work = with_alliance();
    let at = work.path();
    let told = ok(at, "check alliances/league");
    assert!(told.starts_with("The alliance league: ") && told.contains("alliance.member.lead.attitude"), "{told}");
    assert!(told.contains("(alliances/league/alliance.toml:") && !told.contains("campaign."), "{told}");
    for (folder, path) in [("alliances/league", "."), ("alliances/league", "alliance.toml"), ("alliances", "league")] {
        ok(&at.join(folder), &format!("check {path}"));
    }
    #[cfg(unix)]
    {
        let linked = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(at.join("alliances"), linked.path().join("alliances")).unwrap();
        ok(linked.path(), "check alliances/league");
    }
    edit(&at.join("alliances/league/alliance.toml"), "attitude = ", "attitude = \"cool\" #");
    let told = refused(at, "check alliances/league");
    assert!(told.contains("alliances/league/alliance.toml:") && told.contains("a number from"), "{told}");
    assert!(refused(at, "run alliances/league").contains("name a scenario that names it"));
    fs::rename(at.join("alliances/league"), at.join("league")).unwrap();
    assert!(refused(at, "check league").contains("a place where no scenario looks"));
}

#[test]
fn shipped_alliances_are_sound_and_say_where_each_number_comes_from() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in fs::read_dir(root.join("alliances")).unwrap() {
        let folder = entry.unwrap().path();
        ok(root, &format!("check {}", folder.display()));
        assert!(folder.join("SOURCES.md").is_file());
        let text = fs::read_to_string(folder.join("alliance.toml")).unwrap();
        let mut told = true;
        for line in text.split("[status]").next().unwrap().lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                // Of names nothing needs telling, of members the comment above them tells.
                told = line.contains('#') || line.starts_with("[names]") || line.starts_with("[alliance.member.");
            }
            assert!(told || !line.contains(" = ") || line.contains('#'), "{}: {line}", folder.display());
        }
        count += 1;
    }
    assert_eq!(count, 5);
}

#[test]
fn a_copy_takes_its_alliance_along() {
    let work = with_alliance();
    let at = work.path();
    fs::write(at.join("alliances/league/SOURCES.md"), "of the league").unwrap();
    fs::write(at.join("s/SOURCES.md"), "of the scenario").unwrap();
    fs::rename(at.join("s/scenario.toml"), at.join("s/valley.toml")).unwrap();
    ok(at, "run s/valley.toml -n 20 -q --format csv --out o");
    ok(at, "new far/away --from s/valley.toml");
    fs::remove_dir_all(at.join("alliances")).unwrap();
    fs::remove_dir_all(at.join("s")).unwrap();
    for (file, text) in [("SOURCES.md", "of the scenario"), ("alliances/league/SOURCES.md", "of the league")] {
        assert_eq!(fs::read_to_string(at.join("far/away").join(file)).unwrap(), text);
    }
    ok(at, "run far/away -n 20 -q --format csv --out copied");
    assert_eq!(outcomes(&at.join("o")), outcomes(&at.join("copied")));
    assert!(refused(at, "new far/away --from far/away").contains("exists already"));
    assert!(refused(at, "new other --from nowhere").contains("nowhere") && !at.join("other").exists());
}

#[test]
fn a_damaged_sample_is_told_by_check_with_line_and_column() {
    let work = with_alliance();
    let sample = work.path().join("alliances/league/posterior.csv");
    fs::write(&sample, "alliance.position.need_weight,weight\n1.0,1\nmuch,1\n").unwrap();
    let told = refused(work.path(), "check s");
    assert!(told.contains("posterior.csv:3:1") && told.contains("alliance.position.need_weight"), "{told}");
    fs::write(&sample, "alliance.position.need_weight,weight\n1.0,1\n2.0,1\n").unwrap();
    ok(work.path(), "check s");
}
