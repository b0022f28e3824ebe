//! A shard of an experiment: part K of N, and how a batch system says which one a process is.

use std::fmt;
use std::str::FromStr;

use super::asked::AskError;
use super::part::Part;
use super::plan::Plan;

/// Variants that a shard has at least where an experiment is also divided by variants: with fewer, shards would differ too much in work.
const FEWEST_VARIANTS: u64 = 4;

/// Shard `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// The whole experiment.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Which shard, counted from 1.
    pub fn number(self) -> u64 {
        self.number
    }

    /// Of how many.
    pub fn of(self) -> u64 {
        self.of
    }

    /// Its part of an experiment. All shards together are all of it, each pair once; what a shard has does not hang on how many
    /// replications there are.
    ///
    /// Points of a design are divided among shards as far as each gets four or more, worlds among the shards with the same points;
    /// worlds of one draw of parameters stay together.
    pub fn part(self, plan: &Plan) -> Part {
        let variants = plan.variant.len().max(1) as u64;
        let most = if plan.design.has_points() { (variants / FEWEST_VARIANTS).clamp(1, self.of) } else { 1 };
        let groups = (1..=most).rev().find(|groups| self.of.is_multiple_of(*groups)).unwrap_or(1);
        let (group, turn) = ((self.number - 1) % groups, (self.number - 1) / groups);
        let cut = |group: u64| variants * group / groups;
        let turns = self.of / groups;
        // Alone with its points it has all worlds, in whatever blocks.
        let block = if turns > 1 { plan.worlds_per_draw().unwrap_or(1).max(1) } else { 1 };
        Part {
            first: cut(group),
            own: cut(group + 1) - cut(group),
            variants,
            begin: turn.saturating_mul(block),
            block,
            stride: turns.saturating_mul(block),
        }
    }

    /// The shard that `text` names: `K/N`; or `auto`, by the variables that a batch system gives its tasks, which `variable` reads,
    /// `auto/N` and `auto/FIRST-LAST` where these do not say how many tasks there are.
    ///
    /// # Errors
    /// [`AskError`] when it is none of these, or no variable says which task this is, or of how many.
    pub fn named(text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Shard, AskError> {
        let Some(rest) = text.trim().strip_prefix("auto") else { return text.parse() };
        let given = match rest.strip_prefix('/') {
            None if rest.is_empty() => None,
            Some(range) => Some(indexes(range).ok_or_else(|| AskError::Shard(text.to_owned()))?),
            None => return Err(AskError::Shard(text.to_owned())),
        };
        let number = |name: &str| variable(name)?.trim().parse::<u64>().ok();
        let array = Array::ALL.iter().find_map(|array| Some((array, number(array.index)?)));
        let rank = RANKS.iter().find_map(|(rank, size)| Shard::of_index(number(rank)?, 0, number(size)?));
        let tasks = match (array, given) {
            (Some((array, index)), given) => Some(array.shard(index, given, number)?),
            (None, Some((first, last))) => match rank {
                // Ranks say themselves how many there are; what was written must agree.
                Some(rank) if last - first + 1 == rank.of => None,
                _ => return Err(AskError::NoTask(text.to_owned())),
            },
            (None, None) => None,
        };
        match (tasks, rank) {
            (None, None) => Err(AskError::NoTask(text.to_owned())),
            (Some(only), None) | (None, Some(only)) => Ok(only),
            // Each task of an array starts as many processes.
            (Some(task), Some(rank)) => {
                let of = task.of.checked_mul(rank.of).ok_or_else(|| AskError::NoTask(text.to_owned()))?;
                Ok(Shard { number: (task.number - 1) * rank.of + rank.number, of })
            }
        }
    }

    /// The shard of task `index` of `count`, the first of which has number `first`.
    fn of_index(index: u64, first: u64, count: u64) -> Option<Shard> {
        let number = index.checked_sub(first)?.checked_add(1)?;
        (number <= count).then_some(Shard { number, of: count })
    }
}

/// `N` as the indexes 1 to N, or `FIRST-LAST`.
fn indexes(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.split_once('-').unwrap_or(("1", text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last && last < u64::MAX).then_some((first, last))
}

/// How a batch system tells a task of an array which one it is.
struct Array {
    index: &'static str,
    /// Where the indexes begin.
    first: First,
    /// The variable with the last index.
    last: Option<&'static str>,
    /// The variable with the distance between two indexes.
    step: Option<&'static str>,
    /// The variable with the number of tasks.
    count: Option<&'static str>,
}

/// Where the indexes of an array begin.
enum First {
    Told(&'static str),
    Always(u64),
    /// Nobody says.
    Unknown,
}

impl Array {
    const ALL: [Array; 5] = [
        Array {
            index: "SLURM_ARRAY_TASK_ID",
            first: First::Told("SLURM_ARRAY_TASK_MIN"),
            last: Some("SLURM_ARRAY_TASK_MAX"),
            step: Some("SLURM_ARRAY_TASK_STEP"),
            count: Some("SLURM_ARRAY_TASK_COUNT"),
        },
        // OpenPBS and PBS Pro, then Torque.
        Array { index: "PBS_ARRAY_INDEX", first: First::Unknown, last: None, step: None, count: None },
        Array { index: "PBS_ARRAYID", first: First::Unknown, last: None, step: None, count: None },
        Array {
            index: "SGE_TASK_ID",
            first: First::Told("SGE_TASK_FIRST"),
            last: Some("SGE_TASK_LAST"),
            step: Some("SGE_TASK_STEPSIZE"),
            count: None,
        },
        // An indexed job of Kubernetes; the manifest of the job gives the count, since Kubernetes does not.
        Array {
            index: "JOB_COMPLETION_INDEX",
            first: First::Always(0),
            last: None,
            step: None,
            count: Some("JOB_COMPLETIONS"),
        },
    ];

    fn shard(
        &self,
        index: u64,
        given: Option<(u64, u64)>,
        number: impl Fn(&str) -> Option<u64>,
    ) -> Result<Shard, AskError> {
        let outside = |first, last| AskError::TaskOutside { variable: self.index, index, first, last };
        if let Some((first, last)) = given {
            // What is known to count from 0 does so whatever was written; only the number of tasks is taken.
            let (first, last) = match self.first {
                First::Always(from) if first == 1 => (from, from + last - 1),
                _ => (first, last),
            };
            return Shard::of_index(index, first, last - first + 1).ok_or(outside(first, last));
        }
        let first = match self.first {
            First::Told(name) => number(name),
            First::Always(first) => Some(first),
            First::Unknown => None,
        };
        let step = self.step.and_then(&number).unwrap_or(1).max(1);
        let by_last = || Some((self.last.and_then(&number)?.checked_sub(first?)?) / step + 1);
        let count = self.count.and_then(&number).or_else(by_last);
        let (Some(first), Some(count)) = (first, count) else {
            return Err(AskError::HowManyTasks { variable: self.index, index });
        };
        // A single task that has a number is one of an array that was submitted again alone.
        if count <= 1 && index > 1 {
            return Err(AskError::HowManyTasks { variable: self.index, index });
        }
        let place = index.checked_sub(first).map(|beyond| beyond / step);
        place.and_then(|place| Shard::of_index(place, 0, count)).ok_or(outside(first, first + (count - 1) * step))
    }
}

/// Rank and number of processes, as those who start parallel programs tell them; the innermost first: Open MPI, MPICH and Intel MPI,
/// MVAPICH2, a step of Slurm (`srun`).
const RANKS: [(&str, &str); 4] = [
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("PMI_RANK", "PMI_SIZE"),
    ("MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"),
    ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
];

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = AskError;

    fn from_str(text: &str) -> Result<Shard, AskError> {
        let parts = text.split_once('/').and_then(|(k, n)| Some((k.trim().parse().ok()?, n.trim().parse().ok()?)));
        match parts {
            Some((number, of)) if number >= 1 && number <= of => Ok(Shard { number, of }),
            _ => Err(AskError::Shard(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Drawn, ScenarioInput, Variant};
    use super::super::{Design, DesignLayout, Look};
    use super::*;
    use proptest::prelude::*;

    fn plan(variants: usize, points: bool, worlds_per_draw: Option<u64>) -> Plan {
        let input = ScenarioInput { path: "s".into(), policy_files: Vec::new(), sha256: Default::default() };
        let design = match points {
            true => Design::Sweep { layout: DesignLayout::Grid, factors: Vec::new(), analysis: Look::default() },
            false => Design::Compare { analysis: Default::default() },
        };
        let mut plan = Plan::new(input, design, vec![Variant::default(); variants]);
        plan.draws = worlds_per_draw.map(|worlds| Drawn { worlds_per_draw: worlds, ..Drawn::shipped() });
        plan
    }

    proptest! {
        #[test]
        fn shards_cover_each_pair_once_and_more_worlds_only_add(
            n in 0u64..90, more in 0u64..40, of in 1u64..40, variants in 1usize..50, points: bool, draws in 0u64..12,
        ) {
            let plan = plan(variants, points, Some(draws).filter(|worlds| *worlds > 0));
            let mut seen = vec![false; (n * variants as u64) as usize];
            for number in 1..=of {
                let part = Shard { number, of }.part(&plan);
                prop_assert!(part.is_sound());
                let (pairs, later) = (part.pairs(n).unwrap(), part.pairs(n + more).unwrap());
                prop_assert!(pairs <= later && pairs == part.worlds(n) * part.own);
                let mut before = None;
                for pair in 0..later {
                    let whole = part.number(pair);
                    prop_assert!(before < Some(whole));
                    before = Some(whole);
                    prop_assert_eq!(part.own_number(whole), Some(pair));
                    prop_assert_eq!(whole < n * variants as u64, pair < pairs);
                    let (_, world) = part.place(pair);
                    let draw = plan.worlds_per_draw().unwrap_or(1);
                    prop_assert_eq!(part.worlds(world / draw * draw + draw) - part.worlds(world / draw * draw), draw);
                    if let Some(seen) = seen.get_mut(whole as usize) {
                        prop_assert!(!std::mem::replace(seen, true));
                    }
                }
            }
            prop_assert!(seen.iter().all(|seen| *seen));
        }
    }

    #[test]
    fn many_points_are_divided_and_policies_are_not() {
        let of = |number, of, plan: &Plan| Shard { number, of }.part(plan);
        let (third, last) = (of(3, 8, &plan(64, true, None)), of(8, 8, &plan(64, true, None)));
        assert_eq!((third.variants(), third.worlds(5)), (16..24, 5));
        assert_eq!((last.variants(), last.worlds(5)), (56..64, 5));
        let policies = of(3, 8, &plan(64, false, None));
        assert_eq!((policies.variants(), policies.worlds(20)), (0..64, 3));
    }

    #[test]
    fn shards_are_read_from_text() {
        assert_eq!("3/16".parse(), Ok(Shard { number: 3, of: 16 }));
        for wrong in ["0/4", "5/4", "a/b", "3", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    /// What `text` means where these variables are set.
    fn named(text: &str, variables: &str) -> Result<String, String> {
        let value = |name: &str| {
            let all = variables.split_whitespace().filter_map(|pair| pair.split_once('='));
            all.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
        };
        Shard::named(text, value).map(|shard| shard.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_batch_system_says_which_shard() {
        let slurm = |id, min, max, count| {
            format!(
                "SLURM_ARRAY_TASK_ID={id} SLURM_ARRAY_TASK_MIN={min} SLURM_ARRAY_TASK_MAX={max} SLURM_ARRAY_TASK_COUNT={count}"
            )
        };
        let told = [
            ("auto", slurm(7, 1, 16, 16), "7/16"),
            ("auto", slurm(0, 0, 15, 16), "1/16"),
            ("auto", slurm(15, 0, 15, 16), "16/16"),
            ("auto", slurm(8, 0, 14, 8) + " SLURM_ARRAY_TASK_STEP=2", "5/8"),
            ("auto/16", slurm(7, 7, 7, 1), "7/16"),
            ("auto/0-15", slurm(7, 7, 7, 1), "8/16"),
            ("auto/0-15", "PBS_ARRAY_INDEX=0".to_owned(), "1/16"),
            ("auto/16", "PBS_ARRAY_INDEX=16".to_owned(), "16/16"),
            ("auto/16", "PBS_ARRAYID=2".to_owned(), "2/16"),
            ("auto/16", "JOB_COMPLETION_INDEX=0".to_owned(), "1/16"),
            ("auto", "JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=4".to_owned(), "4/4"),
            ("auto", "SGE_TASK_ID=4 SGE_TASK_FIRST=2 SGE_TASK_LAST=6 SGE_TASK_STEPSIZE=2".to_owned(), "2/3"),
            ("auto", "OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=4".to_owned(), "1/4"),
            // mpirun within a step of Slurm: the step has a process for each node.
            ("auto", "PMI_RANK=3 PMI_SIZE=4 SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2".to_owned(), "4/4"),
            ("auto", "SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2".to_owned(), "2/2"),
            ("auto", slurm(2, 1, 3, 3) + " PMI_RANK=0 PMI_SIZE=2", "3/6"),
            ("2/3", slurm(7, 1, 16, 16), "2/3"),
        ];
        for (text, variables, shard) in told {
            assert_eq!(named(text, &variables).as_deref(), Ok(shard), "{text} with {variables}");
        }
    }

    #[test]
    fn what_a_batch_system_does_not_say_is_asked_for() {
        let told = [
            ("auto", "", "no variable of a batch system"),
            // The script of a job is no task of it, however many the job has.
            ("auto", "SLURM_PROCID=0 SLURM_NTASKS=4", "no variable of a batch system"),
            ("auto", "PBS_ARRAY_INDEX=3", "--shard auto/"),
            ("auto", "JOB_COMPLETION_INDEX=3", "--shard auto/"),
            (
                "auto",
                "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=1",
                "--shard auto/",
            ),
            ("auto/16", "PBS_ARRAY_INDEX=0", "auto/FIRST-LAST"),
            ("auto/4", "PBS_ARRAY_INDEX=5", "auto/FIRST-LAST"),
            ("auto/x", "PBS_ARRAY_INDEX=5", "is not a shard"),
            ("automatic", "PBS_ARRAY_INDEX=5", "is not a shard"),
        ];
        for (text, variables, said) in told {
            let error = named(text, variables).unwrap_err();
            assert!(error.contains(said), "{text} with {variables}: {error}");
        }
    }
}
