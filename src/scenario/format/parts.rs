//! Parts of `scenario.toml` that are no plain parameters: policies, priors, random amounts.

use super::{Entry, Format};
use crate::scenario::alliance_folder::DOCUMENT;
use crate::scenario::distribution::FORMS;
use crate::scenario::parameter::{Parameter, Range};
use crate::scenario::policy;
use crate::scenario::uncertainty::FAMILIES;

/// Every such part.
pub(super) fn all() -> Vec<Format> {
    vec![policy(), change(), uncertainty(), status(), distribution(), alliance()]
}

fn policy() -> Format {
    let of = |key: &Parameter| Entry { name: key.path.clone(), ..Entry::of(key, example_of(&key.path)) };
    let mut entries: Vec<Entry> = policy::described().iter().map(of).collect();
    entries.push(
        Entry::new("set", "a table of parameters by path, each with its value", "parameters that the policy sets")
            .like("{ \"alliance.rule\" = \"majority\" }"),
    );
    entries.push(
        Entry::new(
            "scale",
            "a table of parameters by path, each with a number",
            "parameters that it multiplies, after `set`",
        )
        .unit("1")
        .like("{ \"mobilization.reservists\" = 1.5 }"),
    );
    Format {
        name: "policy".to_owned(),
        title: "[policy.NAME]".to_owned(),
        about: "a named set of changes, in scenario.toml or in a file of policies alone (`--policy-file FILE`). The policies that one \
                extends come first, each once and in their order, then its own `set`, then its `scale`. The policy \
                `baseline`, if there is one, is what the others are compared with. Its `cost`, if it has one, is that of all it does; \
                `panj discover` weighs sets of policies by it"
            .to_owned(),
        entries,
        example: "[policy.majority]\nsummary = \"The council decides by majority\"\nsource = \"assumption\"\n\
                  set = { \"alliance.rule\" = \"majority\" }\n\n\
                  [policy.majority-and-more-men]\nsummary = \"And the host calls up half as many men again\"\n\
                  extends = [\"majority\"]\nscale = { \"mobilization.reservists\" = 1.5 }\n\
                  cost = { men = 10000, notice_days = 30, source = \"assumption\" }\n"
            .to_owned(),
    }
}

fn example_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("summary") => "\"The council decides by majority\"",
        Some("source") => "\"assumption\"",
        Some("extends") => "[\"majority\"]",
        Some("men") => "1500",
        Some("musd") => "40.0",
        Some("notice_days") => "180",
        _ => "",
    }
}

fn change() -> Format {
    let head = |name: &str, takes: &str, meaning: &str| Entry::new(name, takes, meaning);
    Format {
        name: "change".to_owned(),
        title: "[change.NAME]".to_owned(),
        about: "parameters that change on a date: an offensive, a cease-fire, a border that is closed. What it sets holds from the \
                beginning of that day on, whatever the tables, policies or --set say of the days before, until a later change gives \
                another value. Times that were drawn before keep their length. Policies, priors and --set reach into it by \
                change.NAME.date and change.NAME.set.PATH; `panj explain PATH` says of a parameter whether it can change"
            .to_owned(),
        entries: vec![
            head("date", "a date", "first day on which it holds").needed().like("2030-07-01"),
            head("name", "a text", "name to show; that of the table if left out").like("\"Cease-fire\""),
            head("summary", "a text", "what happens").default("\"\"").like("\"The guns fall silent\""),
            head("source", "a text", "who says so, or \"assumption\"").default("\"\"").like("\"assumption\""),
            head("set", "a table of parameters by path, each with its value", "what holds from then on")
                .like("{ \"campaign.base_hazard_per_day\" = 0.0 }"),
        ],
        example: "[change.offensive]\ndate = 2030-05-20\nset = { \"campaign.base_hazard_per_day\" = 0.02 }\n\n\
                  [change.ceasefire]\ndate = 2030-07-01\nsource = \"assumption\"\n\
                  set = { \"campaign.base_hazard_per_day\" = 0.0, \"posts.status\" = \"closed\" }\n\n\
                  [policy.ceasefire-sooner]\nsummary = \"The guns fall silent a month sooner\"\n\
                  set = { \"change.ceasefire.date\" = 2030-06-01 }\n"
            .to_owned(),
    }
}

fn status() -> Format {
    let list = |name: &str, meaning: &str| Entry::new(name, "a list of paths of parameters", meaning).default("[]");
    Format {
        name: "status".to_owned(),
        title: "[status]".to_owned(),
        about: "what values of the file rest on; the manifest tells it for each parameter, and the report names what was fitted. A \
                value that a policy or --set gives has no status; a default has that of the program"
            .to_owned(),
        entries: vec![
            list("assumed", "nothing is published that would give the value").like("[\"campaign.surge.regions\"]"),
            list("fitted", "chosen so that the model follows a record: agreement with that record is no test")
                .like("[\"campaign.contagion\"]"),
            list("source", "a source gives the value, or the record itself").like("[\"recapture.probability\"]"),
        ],
        example: "[status]\nfitted = [\"campaign.contagion\", \"campaign.frailty_sd\"]\n".to_owned(),
    }
}

fn uncertainty() -> Format {
    let own = |form: &str, takes: &str, meaning: &str| Entry::new(form, takes, meaning).form();
    let mut entries = vec![
        own(
            "log_uniform = [low, high]",
            "two numbers above 0, low below high",
            "every order of magnitude as likely: for a rate or a factor of which one knows the size only",
        )
        .like("{ log_uniform = [1.0, 20.0] }"),
    ];
    for form in FORMS.iter().filter(|form| FAMILIES.contains(&form.family)) {
        let keys: Vec<&str> = form.keys.iter().map(|(key, _)| *key).collect();
        let example = form.keys.iter().zip(example(form.family)).map(|((key, _), x)| format!("{key} = {x}"));
        let example: Vec<String> = example.collect();
        entries.push(
            own(&format!("{} = [{}]", form.family, keys.join(", ")), &takes(form.keys), meaning(form.family))
                .like(&format!("{{ {} = {{ {} }} }}", form.family, example.join(", "))),
        );
    }
    entries.push(
        own(
            "choice = [a, b, ...]",
            "values that the parameter takes",
            "one of some values, each as likely; the only form for words and for true or false",
        )
        .like("{ choice = [\"consensus\", \"majority\"] }"),
    );
    entries.push(
        Entry::new("source", "a text, beside the form", "where the prior comes from, or \"assumption\"")
            .like("\"assumption\""),
    );
    Format {
        name: "uncertainty".to_owned(),
        title: "[uncertainty]".to_owned(),
        about: "parameters that are not known: a line for each, its path between quotes and its prior. `--uncertain` draws each once for \
                a world (or for so many: `--worlds-per-draw`); without it all is as written. Numbers of a prior stand under \
                their names or in order between brackets; of a date they are dates, and sd is in days. A draw outside \
                of the parameter's range is moved to the nearer end, whole numbers are rounded"
            .to_owned(),
        entries,
        example: "[uncertainty]\n\"campaign.contagion\" = { log_uniform = [1.0, 20.0], source = \"assumption\" }\n\
                  \"capitals.switch_date\" = { normal = { mean = 2030-07-01, sd = 5 } }\n\
                  \"alliance.rule\" = { choice = [\"consensus\", \"majority\"] }\n"
            .to_owned(),
    }
}

fn alliance() -> Format {
    let table = |name: &str, takes: &str, meaning: &str| Entry::new(name, takes, meaning);
    Format {
        name: "alliance".to_owned(),
        title: DOCUMENT.to_owned(),
        about: "an alliance, the same for every scenario that names it by `[files] alliance`, or by `also_asked.NAME.folder`: its members, organs, rule, and how it \
                answers. The folder `alliances/NAME` lies in the scenario's folder, or else in the one above it, or above that. \
                The scenario lies over it: tables over tables key by key, any other value (a random amount too) in the \
                place of the alliance's; priors and statuses of the alliance fall away for parameters that the scenario \
                gives, or of which it says so itself; a scenario adds no member"
            .to_owned(),
        entries: vec![
            table("names", "a table with alliance and lead", "names to show").like("{ alliance = \"the Pact\" }"),
            table("alliance", "a table of parameters, as in a scenario", "what is the alliance's own, in every case")
                .like("{ rule = \"consensus\" }"),
            table("uncertainty", "as in a scenario, paths that begin with alliance.", "priors of what is not known")
                .like("{ \"alliance.position.lead_weight\" = { uniform = [0.0, 0.6] } }"),
            table("status", "as in a scenario, paths that begin with alliance.", "what values rest on")
                .like("{ assumed = [\"alliance.rule\"] }"),
        ],
        example: "[names]\nalliance = \"the Pact\"\nlead = \"Northland\"\n\n[alliance]\nrule = \"consensus\"\n\n\
                  [alliance.member.northland]\nlead = true\nattitude = -0.2\n\n[alliance.member.southland]\nattitude = 0.1\n\n\
                  [uncertainty]\n\"alliance.member.southland.attitude\" = { normal = [0.1, 0.2], source = \"assumption\" }\n"
            .to_owned(),
    }
}

fn distribution() -> Format {
    let mut entries =
        vec![Entry::new("a bare number", "a number", "always this amount").form().unit("the parameter's").like("2.5")];
    for form in FORMS {
        let keys: Vec<&str> = form.keys.iter().map(|(key, _)| *key).collect();
        let values: Vec<String> = form
            .keys
            .iter()
            .zip(example_of_form(form.family, keys[0]))
            .map(|((key, _), x)| format!("{key} = {x}"))
            .collect();
        entries.push(
            Entry::new(
                &format!("{} = {{ {} }}", form.family, keys.join(", ")),
                &takes(form.keys),
                meaning(form.family),
            )
            .form()
            .like(&format!("{{ {} = {{ {} }} }}", form.family, values.join(", "))),
        );
    }
    Format {
        name: "distribution".to_owned(),
        title: "random amounts".to_owned(),
        about: "parameters that take a distribution are drawn anew each time they are needed, by chance within a replication. A number is \
                always the same amount; a family stands with its parameters under their names, or in order between brackets: \
                { uniform = [1, 3] }. Their unit is the parameter's own. One of them alone can be set by its path: \
                alliance.assessment.bias.normal.mean"
            .to_owned(),
        entries,
        example: String::new(),
    }
}

/// What the numbers of a form may be, in words.
fn takes(keys: &[(&'static str, Range)]) -> String {
    let words: Vec<String> =
        keys.iter().map(|(key, range)| format!("{key} a number {range}").trim_end().to_owned()).collect();
    words.join(", ")
}

/// What a family is good for.
fn meaning(family: &str) -> &'static str {
    match family {
        "constant" => "always this amount",
        "exponential" => "the time until what can happen at any moment; sd equals the mean",
        "uniform" => "anything between two ends, each as likely",
        "log_normal" => "amounts above 0 with a long tail; sigma is the sd of the logarithm",
        "normal" => "around a mean, both ways; cut where the model cannot have it",
        "gamma" => "times and amounts above 0, by mean and sd, or by shape and scale",
        "beta" => "shares between 0 and 1; the mean is alpha / (alpha + beta)",
        "weibull" => "times whose rate falls (shape below 1) or rises (above 1)",
        "triangular" => "least, most likely and largest amount, as experts give them",
        "poisson" => "counts of what happens independently",
        "geometric" => "counts from 1 on, each further one as likely as the last",
        _ => "",
    }
}

/// Numbers that a family could have.
fn example(family: &str) -> &'static [&'static str] {
    match family {
        "normal" => &["0.5", "0.1"],
        "log_normal" => &["2.0", "0.8"],
        "beta" => &["2.0", "98.0"],
        "uniform" => &["1.0", "3.0"],
        "triangular" => &["1.0", "2.0", "4.0"],
        "weibull" => &["1.5", "2.0"],
        "gamma" => &["1.0", "0.7"],
        _ => &["2.0"],
    }
}

fn example_of_form(family: &str, first: &str) -> &'static [&'static str] {
    if first == "shape" && family == "gamma" { &["4.0", "0.5"] } else { example(family) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_says_what_it_is_good_for() {
        for form in FORMS {
            assert!(!meaning(form.family).is_empty(), "{} is not explained", form.family);
            assert_eq!(example_of_form(form.family, form.keys[0].0).len(), form.keys.len(), "{}", form.family);
        }
    }

    #[test]
    fn every_example_of_a_distribution_is_one() {
        use crate::scenario::document::parse_value;
        use crate::scenario::field_value::FieldValue;
        use crate::scenario::origin::Origin;
        for entry in distribution().entries {
            let node = parse_value(&entry.example, Origin::NOWHERE);
            let mut wrongs = Vec::new();
            assert!(crate::sim::Distribution::from_node(&node, &mut wrongs).is_some(), "{}: {wrongs:?}", entry.example);
        }
    }
}
