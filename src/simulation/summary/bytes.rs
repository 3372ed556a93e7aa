//! The binary form of a summary.
//!
//! | bytes | content |
//! |---:|---|
//! | 8 | the [mark](MARK) |
//! | 4 | the version of the form, the least byte first |
//! | 8 | the count of all bytes, the least first |
//! | any | library, generator, version of scenario files, and of summaries; then design, draws, series and targets |
//! | 16 | the checksum of all bytes before it: FNV-1a with 128 bits, the least first |
//!
//! Every number has one form only, so that equal summaries have equal bytes. The form is the library's
//! own: a general format of serde would write the fields that a summary omits, or not read them, and
//! would neither write counts as differences nor refuse a second form of the same number.

use super::super::part::{Reached, SeriesPart};
use super::super::{GENERATOR, QuantileRanges, Scheme, Target, checksum};
use super::{Design, Summary};
use crate::kernel::{Kept, Reader, Tally, Writer};
use crate::{Error, ErrorKind, Scenario};

/// The first bytes of every summary. The first is not ASCII, and the line ends show a transfer as text,
/// as those of a PNG file do (W3C 2003, *Portable Network Graphics*, section 5.2).
const MARK: [u8; 8] = *b"\x89CIS\r\n\x1a\n";
/// The bytes before the contents.
const HEAD: usize = MARK.len() + 4 + 8;
/// The bytes of the checksum.
const CHECKSUM: usize = 16;

impl Summary {
    /// The version of the binary form that this release reads and writes.
    pub const BINARY_VERSION: u32 = 1;

    /// The summary in a compact binary form: for a million draws about a tenth of its JSON text, and read
    /// in a third of the time.
    ///
    /// Equal summaries have equal bytes, on every machine.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Scenario, Simulation, simulation::Summary};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let part = Simulation::new(5_000)?.part(&scenario, 0..2_000)?;
    /// let bytes = part.to_bytes();
    /// assert!(bytes.len() * 5 < serde_json::to_vec(&part)?.len());
    /// assert_eq!(Summary::from_bytes(&bytes)?, part);
    ///
    /// let error = Summary::from_bytes(&bytes[..bytes.len() - 1]).unwrap_err();
    /// assert!(error.to_string().contains("the file was cut off"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut contents = Writer::default();
        self.write(&mut contents);
        let contents = contents.into_bytes();
        let length = HEAD + contents.len() + CHECKSUM;
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(MARK);
        bytes.extend(Self::BINARY_VERSION.to_le_bytes());
        bytes.extend((length as u64).to_le_bytes());
        bytes.extend(contents);
        let checksum = checksum::of_bytes(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    /// Reads a summary from its binary form.
    ///
    /// The bytes are not trusted: what no run could have written is refused, as it is in the
    /// serialised form, and the memory taken grows with the count of bytes given, whatever lengths they
    /// claim.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged) for bytes that are of something else, were cut off, changed or
    /// damaged, or that no run writes;
    /// [`OtherVersion`](ErrorKind::OtherVersion) for a summary of another version of this form, of
    /// the library, of its generator or of scenario files.
    ///
    /// # Examples
    ///
    /// See [`to_bytes`](Self::to_bytes).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        check_head(bytes, bytes.len() as u64)?;
        let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
        if checksum != checksum::of_bytes(body).to_le_bytes() {
            return Err(damaged(
                "its checksum must be that of its contents: the file was changed or damaged after \
                 the library wrote it; take it again from where it was written",
            ));
        }
        let mut contents = Reader::new(&body[HEAD..]);
        check_versions(&mut contents)?;
        let summary = Self::read(&mut contents).map_err(damaged)?;
        if !contents.is_empty() {
            return Err(damaged(
                "its contents must end with the counts of the last target",
            ));
        }
        summary.design.check().map_err(damaged)?;
        summary.check().map_err(damaged)?;
        Ok(summary)
    }

    fn write(&self, to: &mut Writer) {
        let design = &self.design;
        to.text(&design.library);
        to.text(&design.generator);
        to.unsigned(Scenario::SCHEMA_VERSION);
        to.unsigned(self.version.into());
        to.text(&design.scenario);
        to.unsigned(design.periods.into());
        to.unsigned(design.seed);
        to.unsigned(design.draws);
        to.text(design.scheme.name());
        to.unsigned(design.outputs.len() as u64);
        for output in &design.outputs {
            to.text(output.id());
        }
        to.unsigned(design.targets.len() as u64);
        for target in &design.targets {
            to.text(target.output().id());
            to.bytes(&[u8::from(target.is_at_least())]);
            to.float(target.number());
        }
        to.bytes(&[u8::from(design.ranges.is_some())]);
        if let Some(ranges) = &design.ranges {
            write_ranges(ranges, to);
        }
        to.unsigned(self.done.len() as u64);
        for [start, end] in &self.done {
            to.unsigned(*start);
            to.unsigned(*end);
        }
        for part in &self.series {
            to.unsigned(part.failed);
            to.unsigned(part.first_failed.map_or(0, |draw| draw + 1));
            part.cells.iter().for_each(|cell| cell.write(to));
            if design.ranges.is_some() {
                part.kept.iter().for_each(|kept| kept.write(to));
            }
        }
        for reached in &self.reached {
            for counts in [&reached.at, &reached.by] {
                for count in counts {
                    to.unsigned(*count);
                }
            }
        }
    }

    /// Reads what [`write`](Self::write) wrote, after the versions of library and generator.
    fn read(from: &mut Reader<'_>) -> Result<Self, String> {
        let design = read_design(from)?;
        let done = from.list(|from| Ok::<_, &str>([from.unsigned()?, from.unsigned()?]))?;
        let rows = u64::from(design.periods) + 1;
        let has_kept = design.ranges.is_some();
        let mut series = Vec::new();
        for _ in &design.outputs {
            series.push(SeriesPart {
                failed: from.unsigned()?,
                first_failed: from.unsigned()?.checked_sub(1),
                cells: several(rows, || Tally::read(from))?,
                kept: several(if has_kept { rows } else { 0 }, || Kept::read(from))?,
            });
        }
        let mut reached = Vec::new();
        for _ in &design.targets {
            reached.push(Reached {
                at: several(rows, || from.unsigned())?,
                by: several(rows, || from.unsigned())?,
            });
        }
        Ok(Self {
            version: Self::VERSION,
            design,
            done,
            series,
            reached,
        })
    }
}

/// Checks mark, version and length of a summary of this many bytes, from its first ones.
pub(in crate::simulation) fn check_head(bytes: &[u8], length: u64) -> Result<(), Error> {
    let start = &bytes[..bytes.len().min(MARK.len())];
    if !MARK.starts_with(start) || start.is_empty() {
        return Err(damaged(
            "it must begin with the mark of a summary: the bytes are of something else, or were sent \
             as text; give what `Summary::to_bytes` made",
        ));
    }
    let cut_off = |of: Option<u64>| {
        let of = of.map_or_else(String::new, |of| format!("of {of} "));
        damaged(format!(
            "it must have all of its bytes, got the first {length} {of}of them: the file was cut off; \
             take it again from where it was written, or run its draws again"
        ))
    };
    let head = bytes
        .get(MARK.len()..HEAD)
        .and_then(|head| head.split_first_chunk());
    let Some((version, rest)) = head else {
        return Err(cut_off(None));
    };
    let version = u32::from_le_bytes(*version);
    if version != Summary::BINARY_VERSION {
        return Err(other_version(
            "version of the binary form",
            Summary::BINARY_VERSION.to_string(),
            version.to_string(),
        ));
    }
    let expected = rest
        .first_chunk()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes));
    if length < expected {
        return Err(cut_off(Some(expected)));
    }
    if length > expected || expected < (HEAD + CHECKSUM) as u64 {
        return Err(damaged(format!(
            "it must have {expected} bytes, got {length}: something was added after its end; take it \
             again from where it was written"
        )));
    }
    Ok(())
}

/// The count of bytes that [`check_head`] reads.
pub(in crate::simulation) const HEAD_BYTES: usize = HEAD;

/// Refuses a summary that another version of the library, of its generator or of its files wrote.
fn check_versions(from: &mut Reader<'_>) -> Result<(), Error> {
    let mut peeked = *from;
    let library = peeked.text().map_err(damaged)?;
    if library != crate::VERSION {
        let found = crate::error::quoted(library);
        return Err(other_version(
            "version of the library",
            crate::VERSION,
            found,
        ));
    }
    let generator = peeked.text().map_err(damaged)?;
    if generator != GENERATOR {
        let found = crate::error::quoted(generator);
        return Err(other_version("generator", GENERATOR, found));
    }
    let schema = peeked.unsigned().map_err(damaged)?;
    if schema != Scenario::SCHEMA_VERSION {
        let expected = Scenario::SCHEMA_VERSION.to_string();
        return Err(other_version(
            "version of scenario files",
            expected,
            schema.to_string(),
        ));
    }
    let version = peeked.unsigned().map_err(damaged)?;
    if version != u64::from(Summary::VERSION) {
        return Err(other_version(
            "version of summaries",
            Summary::VERSION.to_string(),
            version.to_string(),
        ));
    }
    *from = peeked;
    Ok(())
}

/// Reads the design after the versions.
fn read_design(from: &mut Reader<'_>) -> Result<Design, String> {
    let scenario = from.text()?.to_owned();
    let periods = u32::try_from(from.unsigned()?);
    let periods = periods.map_err(|_| "a scenario has at most 1,200 periods")?;
    let (seed, draws) = (from.unsigned()?, from.unsigned()?);
    let scheme = from.text()?;
    let scheme = Scheme::ALL.into_iter().find(|known| known.name() == scheme);
    let scheme = scheme.ok_or("the scheme must be one of this release")?;
    let output = |from: &mut Reader<'_>| {
        let output = from.text()?.parse();
        output.map_err(|error: Error| error.to_string())
    };
    let outputs = from.list(output)?;
    let targets = from.list(|from| {
        let output = output(from)?;
        let side = from.byte()?;
        let number = from.float()?;
        let target = match side {
            0 => Target::at_most(output, number),
            1 => Target::at_least(output, number),
            _ => return Err("a target must be of at least or at most a number".to_owned()),
        };
        target.map_err(|error| error.to_string())
    })?;
    let ranges = match from.byte()? {
        0 => None,
        1 => Some(read_ranges(&scenario, &outputs, periods, from)?),
        _ => return Err("the ranges to keep must be given or not".to_owned()),
    };
    Ok(Design {
        library: crate::VERSION.to_owned(),
        generator: GENERATOR.to_owned(),
        scenario,
        periods,
        seed,
        draws,
        scheme,
        outputs,
        targets,
        ranges,
    })
}

fn write_ranges(ranges: &QuantileRanges, to: &mut Writer) {
    let probabilities = ranges.probabilities();
    to.unsigned(probabilities.len() as u64);
    for p in probabilities {
        to.float(*p);
    }
    for cell in ranges.ranges().iter().flatten() {
        to.unsigned(cell.len() as u64);
        cell.iter().flatten().for_each(|end| to.float(*end));
    }
}

fn read_ranges(
    scenario: &str,
    outputs: &[crate::Output],
    periods: u32,
    from: &mut Reader<'_>,
) -> Result<QuantileRanges, String> {
    let probabilities: Vec<f64> = from.list(Reader::float)?;
    let mut ranges = Vec::new();
    for _ in outputs {
        ranges.push(several(u64::from(periods) + 1, || {
            from.list(|from| Ok::<_, &str>([from.float()?, from.float()?]))
        })?);
    }
    QuantileRanges::read(scenario.to_owned(), outputs.to_vec(), probabilities, ranges)
}

/// Reads this many items, one by one, so that a count without items takes no memory.
fn several<T>(
    count: u64,
    mut item: impl FnMut() -> Result<T, &'static str>,
) -> Result<Vec<T>, &'static str> {
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(item()?);
    }
    Ok(items)
}

fn damaged(reason: impl Into<String>) -> Error {
    Error::new(ErrorKind::Damaged {
        what: "summary",
        reason: reason.into(),
    })
}

fn other_version(
    what: &'static str,
    expected: impl Into<String>,
    found: impl Into<String>,
) -> Error {
    Error::new(ErrorKind::OtherVersion {
        what,
        expected: expected.into(),
        found: found.into(),
    })
}
