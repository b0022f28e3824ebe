//! What is known after a number of pairs besides their rows: daily histograms, sample paths, failures, events. Written whole to disk
//! at each commit, so that a killed run loses at most the chunk in flight.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::check::{check, take, take_u64};
use super::day_histogram::DayHistogram;
use super::part::Part;

const MAGIC: [u8; 8] = *b"panj-ck6";
/// Failures beyond this many are counted, not listed.
pub(super) const LISTED_FAILURES: usize = 1_000;
/// Replications of each variant whose records are kept whole: the first of each of the first so many draws of parameters (of
/// all parameters as written: the first so many), so that more replications change none of them.
pub const PATHS: usize = 8;

/// Which sample path a replication is, from 0, where so many share each draw of parameters; None for one that is not kept.
pub fn path_of(replication: u64, share_a_draw: u64) -> Option<usize> {
    let path = replication / share_a_draw.max(1);
    (replication.is_multiple_of(share_a_draw.max(1)) && path < PATHS as u64).then_some(path as usize)
}

/// A replication that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedReplication {
    /// Which pair of the whole: replication × variants + variant.
    pub pair: u64,
    /// What happened.
    pub reason: String,
}

/// What is known after the first `next` pairs of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Digest of all that decides results (see `Plan::identity`).
    pub identity: [u8; 32],
    /// Which part of the experiment.
    pub part: Part,
    /// The pair that comes next, by the part's own numbers: so many are done.
    pub next: u64,
    /// Events executed.
    pub events: u64,
    /// Number of failed replications.
    pub failed: u64,
    /// The first of them.
    pub failures: Vec<FailedReplication>,
    /// Histograms by variant of the part, then by place in the record of series.
    pub days: Vec<DayHistogram>,
    /// Sample paths: the pair's number in the whole, rising, and its record of series.
    pub paths: Vec<(u64, Vec<u32>)>,
}

impl Checkpoint {
    /// Nothing done yet; `cells` histograms for each variant.
    pub fn empty(identity: [u8; 32], part: Part, cells: usize) -> Checkpoint {
        let days = vec![DayHistogram::default(); cells * part.variants().len()];
        Checkpoint { identity, part, next: 0, events: 0, failed: 0, failures: Vec::new(), days, paths: Vec::new() }
    }

    /// Counts a failure and lists it while there is room.
    pub(super) fn note_failure(&mut self, pair: u64, reason: String) {
        self.failed += 1;
        if self.failures.len() < LISTED_FAILURES {
            self.failures.push(FailedReplication { pair, reason });
        }
    }

    /// Whether `part` is a part of the same experiment, and counts the same series.
    pub(super) fn is_whole_of(&self, part: &Checkpoint) -> bool {
        let (own, all) = (part.part.variants(), self.part.variants().len());
        let fits = part.identity == self.identity && part.part.variants as usize == all;
        fits && part.days.len() == self.days.len() / all * own.len()
    }

    /// Adds a part of the same experiment to this, the whole; false when it is none.
    pub(super) fn absorb(&mut self, part: &Checkpoint) -> bool {
        if !self.is_whole_of(part) {
            return false;
        }
        let own = part.part.variants();
        let cells = self.days.len() / self.part.variants().len();
        self.next += part.next;
        self.events += part.events;
        self.failed += part.failed;
        self.failures.extend(part.failures.iter().cloned());
        self.failures.sort_by_key(|failure| failure.pair);
        self.failures.truncate(LISTED_FAILURES);
        let mine = &mut self.days[own.start * cells..own.end * cells];
        mine.iter_mut().zip(&part.days).for_each(|(mine, theirs)| mine.absorb(theirs));
        self.paths.extend(part.paths.iter().cloned());
        self.paths.sort_by_key(|(pair, _)| *pair);
        true
    }

    /// Its bytes, with a check value at the end.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1 << 16);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.identity);
        let Part { first, own, variants, begin, block, stride } = self.part;
        let part = [first, own, variants, begin, block, stride];
        for number in part.into_iter().chain([self.next, self.events, self.failed, self.failures.len() as u64]) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for failure in &self.failures {
            out.extend_from_slice(&failure.pair.to_le_bytes());
            out.extend_from_slice(&(failure.reason.len() as u64).to_le_bytes());
            out.extend_from_slice(failure.reason.as_bytes());
        }
        out.extend_from_slice(&(self.days.len() as u64).to_le_bytes());
        for day in &self.days {
            day.encode(&mut out);
        }
        out.extend_from_slice(&(self.paths.len() as u64).to_le_bytes());
        for (pair, record) in &self.paths {
            out.extend_from_slice(&pair.to_le_bytes());
            out.extend_from_slice(&(record.len() as u64).to_le_bytes());
            record.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
        }
        out.resize(out.len().next_multiple_of(8), 0);
        let digest = check(out.len() as u64, 0, &out);
        out.extend_from_slice(&u64::from(digest).to_le_bytes());
        out
    }

    /// Writes the checkpoint aside and renames it into place, on disk under its name for sure when `durable`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, path: &Path, durable: bool) -> io::Result<()> {
        let out = self.encode();
        let aside = path.with_extension("new");
        let mut file = fs::File::create(&aside)?;
        file.write_all(&out)?;
        if durable {
            file.sync_data()?;
        }
        fs::rename(&aside, path)?;
        match path.parent() {
            Some(folder) if durable && cfg!(unix) => fs::File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }

    /// Reads a checkpoint; None when there is none or it is damaged (then the work starts again).
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn read(path: &Path) -> io::Result<Option<Checkpoint>> {
        match fs::read(path) {
            Ok(bytes) => Ok(decode(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

pub(super) fn decode(bytes: &[u8]) -> Option<Checkpoint> {
    let (body, mut digest) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if take_u64(&mut digest)? != u64::from(check(body.len() as u64, 0, body)) {
        return None;
    }
    let mut rest = body;
    let rest = &mut rest;
    if take::<8>(rest)? != MAGIC {
        return None;
    }
    let identity = take::<32>(rest)?;
    let mut number = || take_u64(rest);
    let (first, own, variants) = (number()?, number()?, number()?);
    let (begin, block, stride) = (number()?, number()?, number()?);
    let part = Some(Part { first, own, variants, begin, block, stride }).filter(Part::is_sound)?;
    let (next, events, failed, listed) = (number()?, number()?, number()?, number()?);
    let mut failures = Vec::new();
    for _ in 0..listed {
        let pair = take_u64(rest)?;
        let length = take_u64(rest)? as usize;
        let (reason, after) = rest.split_at_checked(length)?;
        *rest = after;
        failures.push(FailedReplication { pair, reason: String::from_utf8(reason.to_vec()).ok()? });
    }
    let cells = take_u64(rest)?;
    let days = (0..cells).map(|_| DayHistogram::decode(rest)).collect::<Option<Vec<_>>>()?;
    let mut paths = Vec::new();
    for _ in 0..take_u64(rest)? {
        let (pair, length) = (take_u64(rest)?, take_u64(rest)? as usize);
        let (record, after) = rest.split_at_checked(length.checked_mul(4)?)?;
        *rest = after;
        let values = record.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        paths.push((pair, values.collect()));
    }
    Some(Checkpoint { identity, part, next, events, failed, failures, days, paths })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::day_histogram::Scratch;

    fn example() -> Checkpoint {
        let part = Part { first: 1, own: 1, variants: 2, begin: 4, block: 1, stride: 2 };
        let mut checkpoint = Checkpoint::empty([7; 32], part, 3);
        checkpoint.next = 9;
        checkpoint.note_failure(5, "мушкил: no need".to_owned());
        checkpoint.days[1].add_all([3, 3, 4_000].into_iter(), &mut Scratch::default());
        checkpoint.paths.push((9, vec![0, 3, 4_000]));
        checkpoint
    }

    #[test]
    fn what_is_written_is_read_and_damage_is_found_anywhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoint.bin");
        assert_eq!(Checkpoint::read(&path).unwrap(), None);
        example().write(&path, false).unwrap();
        assert_eq!(Checkpoint::read(&path).unwrap(), Some(example()));
        let bytes = fs::read(&path).unwrap();
        for cut in 0..bytes.len() {
            assert_eq!(decode(&bytes[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_path_is_the_first_replication_of_its_draw() {
        let kept = |share| (0..40).filter_map(|replication| path_of(replication, share)).collect::<Vec<_>>();
        assert_eq!((kept(1), kept(10)), ((0..PATHS).collect(), vec![0, 1, 2, 3]));
        assert_eq!([path_of(20, 10), path_of(21, 10), path_of(80, 10)], [Some(2), None, None]);
    }

    #[test]
    fn a_part_of_the_same_experiment_is_absorbed_at_its_variants() {
        let mut whole = Checkpoint::empty([7; 32], Part::whole(2), 3);
        assert!(whole.absorb(&example()));
        assert_eq!((whole.next, whole.failures[0].pair), (9, 5));
        assert_eq!((whole.days[1].count(), whole.days[4].count()), (0, 3));
        assert_eq!(whole.paths, example().paths);
        assert!(!Checkpoint::empty([8; 32], Part::whole(2), 3).absorb(&example()), "another experiment");
        assert!(!Checkpoint::empty([7; 32], Part::whole(2), 4).absorb(&example()), "other series");
        assert!(!Checkpoint::empty([7; 32], Part::whole(3), 3).absorb(&example()), "another number of variants");
    }
}
