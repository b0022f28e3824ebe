//! Rows in a file or in memory: one fixed-length record for each (replication, variant) pair, in order, so that any part
//! can be read without the rest. In a file, memory stays flat however many replications there are; either way the bytes
//! are the same.
//!
//! Pair number `p` is replication `p / variants`, variant `p % variants`: a stopped run is an even sample of variants. A part of an
//! experiment has its own pairs alone, in the same order; parts are read together as the whole, where they lie.
//! A record is the row's values (little-endian f64), then a status (0 done, 1 failed), then a check value made of the
//! pair's number, the plan's identity and all bits before it. A record that was torn by a crash, overwritten by zeros, or
//! comes from another experiment is found out by its check. (The check is against accidents, not against tampering.)

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::check::check;
use super::part::Part;

/// Bytes that are read at a time: so few that they are still near the processor when they are looked at.
const BLOCK_BYTES: usize = 1 << 18;
/// Bytes that all parts together may have been read ahead, and the fewest for each.
const AHEAD: (usize, usize) = (32 << 20, 1 << 16);

/// The rows of an experiment.
#[derive(Debug, Clone)]
pub struct Rows {
    home: Home,
    form: Form,
}

/// Where records are.
#[derive(Debug, Clone)]
enum Home {
    File(PathBuf),
    Memory(Vec<u8>),
    /// Parts that together are the whole, all of whose records were held against their check values before.
    Parts(Vec<(PathBuf, Form)>),
}

/// How records are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    width: usize,
    part: Part,
    /// Of the plan's identity.
    key: u64,
}

/// Whether a replication reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It reported its row.
    Done,
    /// It failed: the row is all NaN.
    Failed,
}

impl Form {
    fn of(width: usize, part: Part, identity: &[u8; 32]) -> Form {
        let key = identity.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        Form { width, part, key }
    }

    /// Writes the record of a pair of the whole into `out`, which has [`Form::stride`] bytes.
    pub(super) fn encode(&self, pair: u64, row: &[f64], status: Status, out: &mut [u8]) {
        let (values, tail) = out.split_at_mut(row.len() * 8);
        for (bytes, value) in values.chunks_exact_mut(8).zip(row) {
            // All NaN look alike, so that equal results have equal bytes.
            let bits = if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
            bytes.copy_from_slice(&bits.to_le_bytes());
        }
        let flag = u32::from(status == Status::Failed);
        tail[..4].copy_from_slice(&flag.to_le_bytes());
        tail[4..].copy_from_slice(&check(self.place(pair), flag, values).to_le_bytes());
    }

    /// Where a record belongs: in which experiment, at which pair.
    fn place(&self, pair: u64) -> u64 {
        self.key.wrapping_add(pair)
    }

    /// Bytes of a record.
    pub(super) fn stride(&self) -> usize {
        self.width * 8 + 8
    }
}

impl Rows {
    /// Rows of a part in a file, with `width` values in a row, of the plan with this identity; nothing is opened yet.
    pub fn in_file(path: impl Into<PathBuf>, width: usize, part: Part, identity: &[u8; 32]) -> Rows {
        Rows { home: Home::File(path.into()), form: Form::of(width, part, identity) }
    }

    /// The same in memory, none of them yet.
    pub fn in_memory(width: usize, part: Part, identity: &[u8; 32]) -> Rows {
        Rows::of_bytes(Vec::new(), width, part, identity)
    }

    /// Encoded records, in memory.
    pub(super) fn of_bytes(records: Vec<u8>, width: usize, part: Part, identity: &[u8; 32]) -> Rows {
        Rows { home: Home::Memory(records), form: Form::of(width, part, identity) }
    }

    /// Files of parts, which together are all rows of the plan with this identity; each was looked through by [`Rows::end_of_whole`].
    pub(super) fn in_parts(parts: &[Rows], width: usize, identity: &[u8; 32]) -> Rows {
        let mut homes: Vec<(PathBuf, Form)> = parts.iter().map(|rows| (rows.path().to_owned(), rows.form)).collect();
        // So the part of the next pair is most often the next part.
        homes.sort_by_key(|(_, form)| (form.part.begin, form.part.first));
        let variants = homes.first().map_or(1, |(_, form)| form.part.variants as usize);
        Rows { home: Home::Parts(homes), form: Form::of(width, Part::whole(variants), identity) }
    }

    /// The encoded records of rows in memory; of a file none.
    pub(super) fn in_bytes(&self) -> &[u8] {
        match &self.home {
            Home::Memory(records) => records,
            Home::File(_) | Home::Parts(_) => &[],
        }
    }

    /// The encoded records of rows in memory, to be written to; rows in files have none.
    pub(super) fn records(&mut self) -> &mut Vec<u8> {
        if !matches!(self.home, Home::Memory(_)) {
            self.home = Home::Memory(Vec::new());
        }
        match &mut self.home {
            Home::Memory(records) => records,
            Home::File(_) | Home::Parts(_) => unreachable!("they are in memory now"),
        }
    }

    /// Length of a row.
    pub(super) fn width(&self) -> usize {
        self.form.width
    }

    /// How records are written.
    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// Where the file is, of parts the first; of rows in memory, words in its place.
    pub fn path(&self) -> &Path {
        match &self.home {
            Home::File(path) => path,
            Home::Parts(parts) => parts.first().map_or(Path::new("no rows"), |(path, _)| path),
            Home::Memory(_) => Path::new("rows in memory"),
        }
    }

    /// Adds encoded records to rows in memory.
    pub(super) fn extend(&mut self, records: &[u8]) {
        if let Home::Memory(bytes) = &mut self.home {
            bytes.extend_from_slice(records);
        }
    }

    /// How many whole records follow one another from the start.
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn end_of_whole(&self) -> io::Result<u64> {
        let mut end = 0;
        if matches!(self.home, Home::Memory(_)) || self.path().exists() {
            self.scan(end, u64::MAX, |records| {
                let good = records.iter().take_while(|record| record.is_whole(self.form)).count();
                end += good as u64;
                good == records.len()
            })?;
        }
        Ok(end)
    }

    /// Begins the file anew.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn write_anew(&self) -> io::Result<RowWriter> {
        let file = io::BufWriter::with_capacity(1 << 18, File::create(self.path())?);
        Ok(RowWriter { form: self.form, file, record: vec![0; self.form.stride()], next: 0 })
    }

    /// Opens the file to append the record number `next`; what is there from it on is cut off.
    pub(super) fn open_to_append(&self, next: u64) -> io::Result<File> {
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(self.path())?;
        let length = next * self.form.stride() as u64;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(file)
    }

    /// Calls `visit` with records `from..to` of the part as far as they exist, a block of them at a time, until it says false.
    fn scan(&self, from: u64, to: u64, mut visit: impl FnMut(&[StoredRow<'_>]) -> bool) -> io::Result<()> {
        let stride = self.form.stride();
        let block = (BLOCK_BYTES / stride).max(1) * stride;
        let skip = from * stride as u64;
        let mut next = from;
        // Whether all goes on after a block of records.
        let mut each = |block: &mut dyn Iterator<Item = &[u8]>| {
            let numbered = (next..to).zip(block);
            let records: Vec<StoredRow<'_>> =
                numbered.map(|(own, bytes)| StoredRow { pair: self.form.part.number(own), bytes }).collect();
            next += records.len() as u64;
            !records.is_empty() && visit(&records) && next < to
        };
        match &self.home {
            Home::Memory(bytes) => {
                let bytes = bytes.get(skip as usize..).unwrap_or_default();
                bytes.chunks(block).all(|block| each(&mut block.chunks_exact(stride)));
            }
            Home::Parts(parts) => {
                let (mut together, mut pair) = (Together::open(parts, from)?, from);
                loop {
                    let records = together.records(pair, to)?;
                    pair += records.len() as u64;
                    if !each(&mut records.into_iter()) {
                        break;
                    }
                }
            }
            Home::File(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(skip))?;
                let mut buffer = vec![0; block];
                loop {
                    let filled = read_full(&mut file, &mut buffer)?;
                    if !each(&mut buffer[..filled].chunks_exact(stride)) || filled < block {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Calls `visit` with records `from..to` of the part in order, a block of them at a time, those of failed pairs left out.
    ///
    /// # Errors
    /// When the file cannot be read, or a record is damaged or missing.
    pub fn for_each_block(&self, from: u64, to: u64, mut visit: impl FnMut(&[StoredRow<'_>])) -> io::Result<()> {
        let mut next = from;
        self.scan(from, to, |records| {
            let good = records.iter().take_while(|record| self.is_whole(record)).count();
            next += good as u64;
            visit(&done(&records[..good]));
            good == records.len()
        })?;
        if next == to || from >= to { Ok(()) } else { Err(self.missing(next)) }
    }

    /// Calls `visit(pair, row, status)` for records `from..to` of the part in order, with the pair's number in the whole: the same number
    /// where the rows are the whole.
    ///
    /// # Errors
    /// When the file cannot be read, or a record is damaged or missing.
    pub fn for_each(&self, from: u64, to: u64, mut visit: impl FnMut(u64, &[f64], Status)) -> io::Result<()> {
        let mut row = vec![f64::NAN; self.form.width];
        let mut next = from;
        self.scan(from, to, |records| {
            for record in records {
                if !self.is_whole(record) {
                    return false;
                }
                for (value, bytes) in row.iter_mut().zip(record.bytes.as_chunks::<8>().0) {
                    *value = f64::from_le_bytes(*bytes);
                }
                visit(record.pair, &row, record.status());
                next += 1;
            }
            true
        })?;
        if next == to || from >= to { Ok(()) } else { Err(self.missing(next)) }
    }

    /// Some columns of one variant for replications `0..replications`, failed ones left out.
    ///
    /// # Errors
    /// As [`Rows::of_variants`].
    pub fn columns(&self, columns: &[usize], variant: usize, replications: u64) -> io::Result<Vec<Vec<f64>>> {
        let mut out = Vec::new();
        self.columns_into(columns, variant, replications, &mut out)?;
        Ok(out)
    }

    /// The same in memory that is there, such as that of columns before.
    ///
    /// # Errors
    /// As [`Rows::of_variants`].
    pub fn columns_into(
        &self,
        columns: &[usize],
        variant: usize,
        replications: u64,
        out: &mut Vec<Vec<f64>>,
    ) -> io::Result<()> {
        out.resize(columns.len(), Vec::new());
        self.fill(columns, variant..variant + 1, replications, std::slice::from_mut(out))
    }

    /// `[variant][column]`: some columns of some variants for replications `0..replications` of the whole, failed ones left out, in one
    /// pass. Records are not held against their check values, since columns are read some at a time and each pass would do it again:
    /// [`Rows::for_each`] does it for all.
    ///
    /// # Errors
    /// When the file cannot be read, or a record is missing.
    pub fn of_variants(
        &self,
        columns: &[usize],
        wanted: Range<usize>,
        replications: u64,
    ) -> io::Result<Vec<Vec<Vec<f64>>>> {
        let mut out = vec![vec![Vec::new(); columns.len()]; wanted.len()];
        self.fill(columns, wanted, replications, &mut out)?;
        Ok(out)
    }

    /// Fills `out[variant][column]`, whatever is in it.
    fn fill(
        &self,
        columns: &[usize],
        wanted: Range<usize>,
        replications: u64,
        out: &mut [Vec<Vec<f64>>],
    ) -> io::Result<()> {
        for own in out.iter_mut().flatten() {
            own.clear();
            own.reserve(replications as usize);
        }
        let variants = self.form.part.variants;
        let all = replications.saturating_mul(variants);
        let mut next = 0;
        let variant = |record: &StoredRow<'_>| (record.pair % variants) as usize;
        self.scan(0, all, |records| {
            next += records.len() as u64;
            let mut records = done(records);
            if let [own] = &mut *out {
                // Column by column, whose values then go where they follow one another.
                records.retain(|record| variants == 1 || variant(record) == wanted.start);
                for (own, &column) in own.iter_mut().zip(columns) {
                    own.extend(records.iter().map(|record| record.value(column)));
                }
                return true;
            }
            for record in records.iter().filter(|record| wanted.contains(&variant(record))) {
                for (own, &column) in out[variant(record) - wanted.start].iter_mut().zip(columns) {
                    own.push(record.value(column));
                }
            }
            true
        })?;
        if next == all { Ok(()) } else { Err(self.missing(next)) }
    }

    /// Whether a record is as it was written.
    fn is_whole(&self, record: &StoredRow<'_>) -> bool {
        matches!(self.home, Home::Parts(_)) || record.is_whole(self.form)
    }

    fn missing(&self, record: u64) -> io::Error {
        let what = format!("{}: record {record} is damaged or missing", self.path().display());
        io::Error::new(io::ErrorKind::InvalidData, what)
    }
}

/// A record, where it lies.
#[derive(Debug, Clone, Copy)]
pub struct StoredRow<'a> {
    /// The number of its pair in the whole.
    pub pair: u64,
    bytes: &'a [u8],
}

impl StoredRow<'_> {
    /// A value of its row.
    pub fn value(&self, column: usize) -> f64 {
        f64::from_le_bytes(self.bytes.as_chunks::<8>().0[column])
    }

    fn status(&self) -> Status {
        if self.flag() == 0 { Status::Done } else { Status::Failed }
    }

    /// What stands behind the values: 0 where the replication reported.
    fn flag(&self) -> u32 {
        self.bytes[self.bytes.len() - 8..].first_chunk().map_or(1, |bytes| u32::from_le_bytes(*bytes))
    }

    /// Whether it is as it was written.
    fn is_whole(&self, form: Form) -> bool {
        let (values, tail) = self.bytes.split_at(self.bytes.len() - 8);
        tail[4..] == check(form.place(self.pair), self.flag(), values).to_le_bytes()
    }
}

/// The records of pairs that reported.
fn done<'a>(records: &[StoredRow<'a>]) -> Vec<StoredRow<'a>> {
    records.iter().copied().filter(|record| record.flag() == 0).collect()
}

/// Parts that are read together, in the order of the whole.
struct Together<'a> {
    parts: &'a [(PathBuf, Form)],
    files: Vec<Ahead>,
    /// The part of the last pair.
    at: usize,
}

impl Together<'_> {
    /// Opens all of them at the pair with this number in the whole.
    fn open(parts: &[(PathBuf, Form)], from: u64) -> io::Result<Together<'_>> {
        let ahead = (AHEAD.0 / parts.len().max(1)).clamp(AHEAD.1, BLOCK_BYTES);
        let open = |(path, form): &(PathBuf, Form)| {
            let part = &form.part;
            let (replication, variant) = (from / part.variants, from % part.variants);
            let begun = replication.checked_sub(part.begin).is_some_and(|world| world % part.stride < part.block);
            let of_first = if begun { variant.saturating_sub(part.first).min(part.own) } else { 0 };
            let mut file = File::open(path)?;
            let stride = form.stride();
            file.seek(SeekFrom::Start((part.worlds(replication) * part.own + of_first) * stride as u64))?;
            Ok(Ahead { file, records: vec![0; (ahead / stride).max(1) * stride], next: 0, end: 0 })
        };
        Ok(Together { parts, files: parts.iter().map(open).collect::<io::Result<_>>()?, at: 0 })
    }

    /// The records of the next pairs, as many as have been read ahead; none where that of `from` is not there.
    fn records(&mut self, from: u64, to: u64) -> io::Result<Vec<&[u8]>> {
        let count = self.parts.len();
        let mut places = Vec::new();
        for pair in from..to {
            let is_of = |at: &usize| self.parts[*at].1.part.own_number(pair).is_some();
            // The same part, the one after it, or else any.
            let Some(at) = (self.at..self.at + count).map(|at| at % count).find(is_of) else { break };
            let (file, stride) = (&mut self.files[at], self.parts[at].1.stride());
            if file.next + stride > file.end && places.is_empty() {
                // Nothing that lies there is still to be seen.
                (file.next, file.end) = (0, read_full(&mut file.file, &mut file.records)?);
            }
            let record = file.next..file.next + stride;
            if record.end > file.end {
                break;
            }
            (self.at, file.next) = (at, record.end);
            places.push((at, record));
        }
        Ok(places.into_iter().map(|(at, record)| &self.files[at].records[record]).collect())
    }
}

/// Records that are read ahead, and seen where they lie: of a million each is looked at a dozen times.
struct Ahead {
    file: File,
    /// Room for whole records.
    records: Vec<u8>,
    next: usize,
    end: usize,
}

/// A row file being written from its first record on.
pub struct RowWriter {
    form: Form,
    file: io::BufWriter<File>,
    record: Vec<u8>,
    next: u64,
}

impl RowWriter {
    /// The record that comes next, by the part's own numbers.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Writes the record of the next pair.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn push(&mut self, row: &[f64], status: Status) -> io::Result<()> {
        self.form.encode(self.form.part.number(self.next), row, status, &mut self.record);
        self.next += 1;
        self.file.write_all(&self.record)
    }

    /// Makes sure that all records are in the file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Appends encoded records to a file.
pub(super) fn append(file: &mut File, records: &[u8]) -> io::Result<()> {
    file.write_all(records)
}

fn read_full(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRIDE: usize = 2 * 8 + 8;

    fn write(path: &Path, variants: usize, pairs: u64) -> Rows {
        let rows = Rows::in_file(path, 2, Part::whole(variants), &[7; 32]);
        let mut bytes = vec![0; STRIDE * pairs as usize];
        for (pair, record) in bytes.chunks_exact_mut(STRIDE).enumerate() {
            let status = if pair == 3 { Status::Failed } else { Status::Done };
            rows.form.encode(pair as u64, &[pair as f64, f64::NAN], status, record);
        }
        append(&mut rows.open_to_append(0).unwrap(), &bytes).unwrap();
        rows
    }

    #[test]
    fn columns_of_one_variant_without_failed_replications() {
        let folder = tempfile::tempdir().unwrap();
        let rows = write(&folder.path().join("rows"), 2, 6);
        assert_eq!(rows.columns(&[0], 0, 3).unwrap(), vec![vec![0.0, 2.0, 4.0]]);
        assert_eq!(rows.columns(&[0], 1, 3).unwrap(), vec![vec![1.0, 5.0]]);
    }

    #[test]
    fn parts_are_read_together_over_many_buffers() {
        let folder = tempfile::tempdir().unwrap();
        // More than two buffers of each part; the second has two worlds of three.
        let worlds = 60_000;
        let parts: Vec<Rows> = [(0, 1), (1, 2)]
            .into_iter()
            .map(|(begin, block)| {
                let part = Part { first: 0, own: 1, variants: 1, begin, block, stride: 3 };
                let rows = Rows::in_file(folder.path().join(begin.to_string()), 2, part, &[7; 32]);
                let mut writer = rows.write_anew().unwrap();
                while writer.next() < part.worlds(worlds) {
                    let world = part.number(writer.next());
                    let status = if world % 1_000 == 5 { Status::Failed } else { Status::Done };
                    writer.push(&[world as f64, f64::NAN], status).unwrap();
                }
                writer.finish().unwrap();
                rows
            })
            .collect();
        let whole = Rows::in_parts(&parts, 2, &[7; 32]);
        let expected: Vec<f64> = (0..worlds).filter(|world| world % 1_000 != 5).map(|world| world as f64).collect();
        assert_eq!(whole.columns(&[0], 0, worlds).unwrap()[0], expected);
        let mut seen = Vec::new();
        whole.for_each_block(0, worlds, |rows| seen.extend(rows.iter().map(|row| row.value(0)))).unwrap();
        assert_eq!(seen, expected);
        assert!(whole.columns(&[0], 0, worlds + 1).is_err(), "there is no further world");
    }

    #[test]
    fn a_torn_a_changed_and_a_zeroed_record_end_the_whole_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        let rows = write(&path, 1, 6);
        assert_eq!(rows.end_of_whole().unwrap(), 6);
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let whole = (at / STRIDE) as u64;
            std::fs::write(&path, &bytes[..at]).unwrap();
            assert_eq!(rows.end_of_whole().unwrap(), whole, "cut at {at}");
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            std::fs::write(&path, &changed).unwrap();
            assert_eq!(rows.end_of_whole().unwrap(), whole, "changed at {at}");
            changed[at..].fill(0);
            std::fs::write(&path, &changed).unwrap();
            assert!(rows.end_of_whole().unwrap() <= whole + 1, "zeros from {at}");
        }
        assert!(rows.for_each(0, 6, |_, _, _| {}).is_err());
    }
}
