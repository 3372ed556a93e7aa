//! The files with the parts of a run: written as a whole or not at all, and read with suspicion.

use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::path::Path;

use super::name::{Name, SUFFIX};
use crate::limits::Limit;
use crate::simulation::Summary;
use crate::simulation::summary::{HEAD_BYTES, check_head};
use crate::{Error, ErrorKind};

/// The end of the name of every temporary file.
const TEMPORARY: &str = ".partial";

/// The error of an operation on a file or a directory.
pub(super) fn error(action: &'static str, path: &Path, cause: &std::io::Error) -> Error {
    Error::new(ErrorKind::File {
        action,
        path: path.display().to_string(),
        cause: cause.kind(),
        message: cause.to_string(),
    })
}

/// Calls `visit` with the name of every entry of a directory.
fn entries(path: &Path, mut visit: impl FnMut(&str) -> Result<(), Error>) -> Result<(), Error> {
    let failed = |cause: std::io::Error| error("list", path, &cause);
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        visit(&name.to_string_lossy())?;
    }
    Ok(())
}

/// Removes the temporary files of a run that was killed.
pub(super) fn remove_temporary(path: &Path) -> Result<(), Error> {
    entries(path, |name| {
        if !name.ends_with(TEMPORARY) || !name.contains(SUFFIX) {
            return Ok(());
        }
        let file = path.join(name);
        std::fs::remove_file(&file).map_err(|cause| error("remove", &file, &cause))
    })
}

/// The names of all parts in a directory, ascending.
///
/// # Errors
///
/// Refuses a part that is not named by its draws.
pub(super) fn names(path: &Path) -> Result<Vec<Name>, Error> {
    let mut names = Vec::new();
    entries(path, |name| {
        if !name.ends_with(SUFFIX) {
            return Ok(());
        }
        let Some(parsed) = Name::parse(name) else {
            let file = path.join(name);
            // Says what the file is: damaged, of another version, or a part under another name.
            return read_contents(&file).and_then(|part| check_name(&file, name, &part));
        };
        names.push(parsed);
        Limit::PartFiles.check(names.len())?;
        Ok(())
    })?;
    names.sort_unstable();
    Ok(names)
}

/// Refuses a part whose file has another name than that of its draws.
fn check_name(file: &Path, name: &str, part: &Summary) -> Result<(), Error> {
    let expected = Name::of(part).map_err(|error| error.at(&file.display().to_string()))?;
    let expected = expected.to_string();
    if expected == name {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Misnamed {
        path: file.display().to_string(),
        expected,
    }))
}

/// Reads a part; refuses one that is not of the draws that its name says.
pub(super) fn read(file: &Path, name: Name) -> Result<Summary, Error> {
    let part = read_contents(file)?;
    check_name(file, &name.to_string(), &part)?;
    Ok(part)
}

fn read_contents(file: &Path) -> Result<Summary, Error> {
    let failed = |cause: std::io::Error| error("read", file, &cause);
    let at_file = |error: Error| error.at(&file.display().to_string());
    // A pipe or a device would have no end.
    let about = std::fs::metadata(file).map_err(failed)?;
    if !about.is_file() {
        return Err(at_file(Error::new(ErrorKind::Damaged {
            what: "summary",
            reason: "it must be a file: give the directory other entries without the ending \
                     `.summary`"
                .to_owned(),
        })));
    }
    let length = about.len();
    let mut opened = File::open(file).map_err(failed)?;
    let mut bytes = Vec::new();
    let head = (HEAD_BYTES as u64).min(length);
    let read = Read::by_ref(&mut opened).take(head).read_to_end(&mut bytes);
    read.map_err(failed)?;
    // A large file of something else is refused before it is read.
    check_head(&bytes, length).map_err(at_file)?;
    let rest = length.saturating_sub(bytes.len() as u64);
    opened.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    Summary::from_bytes(&bytes).map_err(at_file)
}

/// Writes a part: to a temporary file, which is brought to the disk and renamed.
pub(super) fn write(path: &Path, name: Name, part: &Summary) -> Result<(), Error> {
    let file = name.in_directory(path);
    let bytes = part.to_bytes();
    again_if_removed(|| write_and_rename(path, &file, name, &bytes))
        .and_then(|()| sync_directory(path))
        .map_err(|cause| error("write", &file, &cause))
}

/// The number of times that a part is written again because its temporary file was removed.
const REMOVALS: u32 = 3;

/// Writes again if a file is gone: where locks do not reach, another machine that opens the directory
/// removes the temporary file.
fn again_if_removed(mut write: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
    for _ in 0..REMOVALS {
        match write() {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
            ended => return ended,
        }
    }
    write()
}

fn write_and_rename(path: &Path, file: &Path, name: Name, bytes: &[u8]) -> std::io::Result<()> {
    // Another name for every writer, also on a shared file system.
    let number = RandomState::new().hash_one(std::process::id());
    let temporary = path.join(format!("{name}.{number:016x}{TEMPORARY}"));
    let written = write_to_disk(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, file));
    if written.is_err() {
        // It may not have been made; what remains of it is removed when the directory is opened again.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// Writes a new file and waits until the disk has it.
fn write_to_disk(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Waits until the disk has the names of a directory. Elsewhere than on Unix, a directory cannot be
/// opened as a file, and a rename may be lost with the power: then the part is run again.
fn sync_directory(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    /// The kind of error with which a write ends that fails this often, and the number of writes.
    fn writes(failures: u32, kind: ErrorKind) -> (Option<ErrorKind>, u32) {
        let mut writes = 0;
        let ended = again_if_removed(|| {
            writes += 1;
            if writes <= failures {
                return Err(Error::from(kind));
            }
            Ok(())
        });
        (ended.err().map(|cause| cause.kind()), writes)
    }

    #[test]
    fn a_removed_temporary_file_is_written_again_and_other_errors_end() {
        assert_eq!(writes(0, ErrorKind::NotFound), (None, 1));
        assert_eq!(writes(3, ErrorKind::NotFound), (None, 4));
        assert_eq!(
            writes(9, ErrorKind::NotFound),
            (Some(ErrorKind::NotFound), 4)
        );
        assert_eq!(
            writes(1, ErrorKind::StorageFull),
            (Some(ErrorKind::StorageFull), 1)
        );
    }
}
