//! Runs whose parts are files of a directory, so that a run that ends early goes on where it stopped.

mod cuts;
mod file;
mod name;
mod state;

use std::fs::{File, TryLockError};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::design::Design;
use super::{Fan, Simulation, Subject, Summary};
use crate::limits::Limit;
use crate::watch::{Count, Stage};
use crate::{Error, ErrorKind, Scenario};
use cuts::Cuts;
use name::Name;
pub use state::RunState;

/// A directory with the parts of a run, one file each, in the
/// [binary form](Summary::to_bytes) of a summary.
///
/// A file is named by its draws, such as `draws-000000000000-000001000000.summary`, and its contents
/// must be those draws. Files of other names that do not end with `.summary` are ignored.
///
/// # After a crash
///
/// A part is written to a temporary file, which is brought to the disk, renamed, and its directory
/// brought to the disk: a process that is killed, or a machine that loses power, leaves whole parts and
/// perhaps a temporary file, which the next [`open`](Self::open) removes. The draws of the part that was
/// under way are run again.
///
/// # Several processes and machines
///
/// An open directory has a lock on the file `lock` in it, which the system releases when the process
/// ends, however it ends; another process is refused with [`InUse`](ErrorKind::InUse). Machines that
/// share the work have a directory each: give every machine [its draws](Simulation::part_in), then copy
/// all parts into one directory. Where a shared file system does not pass locks on to other
/// machines, a part is still written as a whole under its own name and has the same bytes whoever made it,
/// if all of them cut at the same draws.
///
/// Threads may share an open directory.
///
/// # Examples
///
/// ```
/// use compute_impact::simulation::{PartDirectory, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
/// # let path = std::env::temp_dir().join(format!("compute-impact-{}", std::process::id()));
///
/// let settings = Simulation::new(5_000)?;
/// let directory = PartDirectory::open(&path)?;
/// let fan = settings.run_in(&scenario, &directory, 2_000)?; // three files
/// assert_eq!(&fan, &scenario.simulate(&settings)?);
/// assert!(path.join("draws-000000004000-000000005000.summary").exists());
///
/// // A second run has nothing left to draw.
/// assert_eq!(settings.run_in(&scenario, &directory, 2_000)?, fan);
/// // The directory has one user at a time.
/// assert!(PartDirectory::open(&path).is_err());
/// # drop(directory);
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct PartDirectory {
    path: PathBuf,
    /// Locked until it is dropped.
    _lock: File,
    /// So that no other thread writes between the look for overlaps and the write.
    writing: Mutex<()>,
}

/// The name of the locked file.
const LOCK: &str = "lock";

impl PartDirectory {
    /// Opens a directory, which is made if there is none, locks it, and removes the temporary files
    /// of a run that was killed.
    ///
    /// # Errors
    ///
    /// [`InUse`](ErrorKind::InUse) if another process, or this one, has it open;
    /// [`File`](ErrorKind::File) if it cannot be made, locked or written to.
    ///
    /// # Examples
    ///
    /// See [`PartDirectory`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        std::fs::create_dir_all(&path).map_err(|cause| file::error("make", &path, &cause))?;
        let of_lock = path.join(LOCK);
        let mut options = File::options();
        let options = options.write(true).create(true).truncate(false);
        let lock = options.open(&of_lock);
        let lock = lock.map_err(|cause| file::error("write to", &of_lock, &cause))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let path = path.display().to_string();
                return Err(Error::new(ErrorKind::InUse { path }));
            }
            Err(TryLockError::Error(cause)) => return Err(file::error("lock", &of_lock, &cause)),
        }
        file::remove_temporary(&path)?;
        Ok(Self {
            path,
            _lock: lock,
            writing: Mutex::default(),
        })
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a part of a run as a file of its own, which is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a part whose draws are not one range;
    /// [`Overlap`](ErrorKind::Overlap) if a file has some of its draws already;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::PartFiles`];
    /// [`File`](ErrorKind::File) if it cannot be written, for example to a full disk.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::ErrorKind;
    /// use compute_impact::simulation::{PartDirectory, Simulation};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// # let path = std::env::temp_dir().join(format!("compute-impact-w{}", std::process::id()));
    ///
    /// let settings = Simulation::new(3_000)?;
    /// let directory = PartDirectory::open(&path)?;
    /// directory.write(&settings.part(&scenario, 0..1_000)?)?;
    /// let error = directory.write(&settings.part(&scenario, 500..2_000)?).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Overlap { .. }));
    /// # drop(directory);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, part: &Summary) -> Result<(), Error> {
        self.write_unless_there(part, Name::overlaps)
    }

    /// Writes a part, unless a file is there that conflicts with its name.
    fn write_unless_there(
        &self,
        part: &Summary,
        conflicts: impl Fn(Name, Name) -> bool,
    ) -> Result<(), Error> {
        let name = Name::of(part)?;
        // A thread that panics here leaves whole files.
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let names = file::names(&self.path)?;
        if let Some(other) = names.iter().find(|other| conflicts(**other, name)) {
            return Err(overlap(&self.path, *other, name));
        }
        Limit::PartFiles.check(names.len() + usize::from(!names.contains(&name)))?;
        file::write(&self.path, name, part)
    }

    /// Merges all parts of a directory; `None` if it has none. It is not locked, and nothing in it
    /// is changed, so that it may be on a read-only disk.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged) or [`OtherVersion`](ErrorKind::OtherVersion) as
    /// [`Summary::from_bytes`]; [`Misnamed`](ErrorKind::Misnamed) for a file whose name is not that
    /// of its draws; [`Overlap`](ErrorKind::Overlap) for two files with some of the same draws;
    /// [`PartMismatch`](ErrorKind::PartMismatch) for parts of different runs;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::PartFiles`]; [`File`](ErrorKind::File) for a file
    /// that cannot be read. All but `TooMany` name the file, or the directory if it cannot be listed.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::simulation::{Fan, PartDirectory, Simulation};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// # let path = std::env::temp_dir().join(format!("compute-impact-m{}", std::process::id()));
    ///
    /// let directory = PartDirectory::open(&path)?;
    /// let settings = Simulation::new(3_000)?;
    /// directory.write(&settings.part(&scenario, 0..1_000)?)?; // copied from one machine
    /// directory.write(&settings.part(&scenario, 1_000..3_000)?)?; // and from another
    /// let summary = PartDirectory::merged(&path)?.ok_or("there are no parts")?;
    /// assert_eq!(Fan::from_summary(&scenario, summary)?, scenario.simulate(&settings)?);
    /// # drop(directory);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merged(path: impl AsRef<Path>) -> Result<Option<Summary>, Error> {
        let path = path.as_ref();
        let reading = Count::new(None, Stage::Draws, 0);
        merged(path, disjoint_names(path)?, None, &reading)
    }
}

impl Simulation {
    /// Runs the simulation on a scenario with parts of `draws_per_part` draws in a directory, so that
    /// a run that was stopped or killed goes on where it ended.
    ///
    /// The result is that of [`run`](Self::run), to the bit. Draws whose parts the directory has are
    /// not run again. Memory is that of one part and of the result. A [`Watch`](crate::Watch) counts
    /// all draws of the run, those of earlier parts as done; when it stops the run, the draws done are
    /// written first.
    ///
    /// # Errors
    ///
    /// As [`part_in`](Self::part_in); [`TooManyFailed`](ErrorKind::TooManyFailed) as
    /// [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// See [`PartDirectory`].
    pub fn run_in(
        &self,
        scenario: &Scenario,
        directory: &PartDirectory,
        draws_per_part: u64,
    ) -> Result<Fan, Error> {
        let summary = self.part_in(scenario, directory, 0..self.draws, draws_per_part)?;
        self.fan(scenario, summary)
    }

    /// Runs some of the draws with parts in a directory, and merges all parts in it: the share of one
    /// machine, which also goes on where it ended.
    ///
    /// # Errors
    ///
    /// As [`part`](Self::part) and [`PartDirectory::merged`]; [`Stopped`](ErrorKind::Stopped) by a
    /// stop while the parts of earlier runs are read;
    /// [`PartMismatch`](ErrorKind::PartMismatch) if the directory has parts of another run;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for parts of no draws;
    /// [`TooMany`](ErrorKind::TooMany) for more parts than [`Limit::RunParts`], or if the directory
    /// would have more files than [`Limit::PartFiles`];
    /// [`File`](ErrorKind::File) if a part cannot be written: the run then ends, and loses nothing of
    /// what was written before.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::simulation::{PartDirectory, Simulation};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// # let path = std::env::temp_dir().join(format!("compute-impact-s{}", std::process::id()));
    ///
    /// let settings = Simulation::new(1_000_000)?; // on all machines together
    /// let directory = PartDirectory::open(&path)?;
    /// let share = settings.part_in(&scenario, &directory, 40_000..45_000, 2_000)?;
    /// assert_eq!(share, settings.part(&scenario, 40_000..45_000)?);
    /// # drop(directory);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn part_in(
        &self,
        scenario: &Scenario,
        directory: &PartDirectory,
        draws: Range<u64>,
        draws_per_part: u64,
    ) -> Result<Summary, Error> {
        self.check_range(&draws)?;
        let cuts = Cuts::new(&draws, draws_per_part)?;
        let (subject, fingerprint) = (Subject::of(scenario), scenario.fingerprint());
        let ranges = self.ranges_for(&subject, &fingerprint)?;
        let engine = self.engine(&subject)?;
        self.check_memory(&engine, cuts.longest())?;
        let design = self.design(&subject, fingerprint);
        let (mut whole, missing) = self.state(directory, &cuts, &design)?.into_parts();
        let left: u64 = missing.iter().map(|part| part.end - part.start).sum();
        let total = draws.end - draws.start;
        let count = Count::new(self.watch.as_ref(), Stage::Draws, total).after(total - left);
        let workers = self.workers(&engine, cuts.longest());
        for draws in missing {
            let (part, end) = self.counted(&engine, &workers, draws.clone(), ranges, &count)?;
            let is_whole = end == draws.end;
            if end > draws.start {
                let part = Summary::new(design.clone(), draws.start..end, part);
                // The same draws have the same bytes, whoever wrote them in the meantime.
                directory.write_unless_there(&part, |other, name| {
                    other != name && other.overlaps(name)
                })?;
                match &mut whole {
                    Some(whole) => whole.merge(&part)?,
                    None => whole = Some(part),
                }
            }
            if !is_whole {
                break;
            }
        }
        whole.ok_or_else(|| crate::watch::stopped(Stage::Draws, 0, total))
    }
}

/// The names of all parts of a directory, which ascend and do not overlap.
fn disjoint_names(path: &Path) -> Result<Vec<Name>, Error> {
    let names = file::names(path)?;
    match names.windows(2).find(|pair| pair[0].overlaps(pair[1])) {
        Some(pair) => Err(overlap(path, pair[0], pair[1])),
        None => Ok(names),
    }
}

/// Merges the parts of these names, which must be of the design if one is given.
fn merged(
    path: &Path,
    names: Vec<Name>,
    design: Option<&Design>,
    reading: &Count<'_>,
) -> Result<Option<Summary>, Error> {
    let mut whole: Option<Summary> = None;
    for name in names {
        // Ten thousand parts take a minute.
        reading.check()?;
        let file = name.in_directory(path);
        let at_file = |error: Error| error.at(&file.display().to_string());
        let part = file::read(&file, name)?;
        if let Some(reason) = design.and_then(|design| design.difference(part.design())) {
            return Err(at_file(Error::new(ErrorKind::PartMismatch { reason })));
        }
        match &mut whole {
            Some(whole) => whole.merge(&part).map_err(at_file)?,
            None => whole = Some(part),
        }
    }
    Ok(whole)
}

fn overlap(path: &Path, one: Name, other: Name) -> Error {
    let file = |name: Name| name.in_directory(path).display().to_string();
    Error::new(ErrorKind::Overlap {
        first: file(one),
        second: file(other),
    })
}
