//! Runs with parts in a directory: killed, stopped, torn, copied together, on a full or a read-only disk.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use compute_impact::limits::Limit;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, PartDirectory, Scheme, Summary};
use compute_impact::{Error, ErrorKind, Scenario, Simulation, Watch};

/// A directory that is removed at the end of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("compute-impact-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn open(&self) -> PartDirectory {
        PartDirectory::open(&self.0).unwrap()
    }

    /// The names of the files whose names end so, in order.
    fn names(&self, ending: &str) -> Vec<String> {
        let files = std::fs::read_dir(&self.0).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
        names.sort_unstable();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn scenario() -> Scenario {
    Scenario::from_toml(include_str!("scenarios/uncertain.toml")).unwrap()
}

fn settings(draws: u64) -> Simulation {
    let settings = Simulation::new(draws).unwrap().with_seed(11);
    let impact = Output::Gdp(Reading::Impact);
    settings
        .with_outputs([impact, Output::ComputeGrowth])
        .unwrap()
}

const DRAWS: u64 = 5_000;
const PER_PART: u64 = 1_000;
const FIRST: &str = "draws-000000000000-000000001000.summary";
const SECOND: &str = "draws-000000001000-000000002000.summary";

/// A directory with all parts of a run.
fn filled(name: &str) -> Folder {
    let folder = Folder::new(name);
    let run = settings(DRAWS).run_in(&scenario(), &folder.open(), PER_PART);
    assert!(run.unwrap().summary().is_complete());
    folder
}

/// The errors of reading the directory and of going on with the run, which must be the same.
#[track_caller]
fn refused(folder: &Folder, words: &[&str]) -> ErrorKind {
    let error = PartDirectory::merged(&folder.0).unwrap_err();
    let run = settings(DRAWS).run_in(&scenario(), &folder.open(), PER_PART);
    assert_eq!(run.unwrap_err().to_string(), error.to_string());
    for word in words {
        assert!(error.to_string().contains(word), "{word}: {error}");
    }
    error.kind().clone()
}

#[test]
fn a_run_in_parts_is_the_run_to_the_bit() {
    let folder = filled("whole");
    assert_eq!(folder.names(".summary").len(), 5);
    assert_eq!(folder.names("").len(), 6); // and the lock
    let alone = scenario().simulate(&settings(DRAWS)).unwrap();
    let run = settings(DRAWS)
        .run_in(&scenario(), &folder.open(), 300)
        .unwrap();
    assert_eq!(run, alone);
    assert_eq!(run.manifest(), alone.manifest());
    assert_eq!(run.manifest().verify(&scenario()).unwrap(), alone);
    let summary = PartDirectory::merged(&folder.0).unwrap().unwrap();
    assert_eq!(summary.digest(), alone.summary().digest());
    // A part that is lost is run again, and only that.
    std::fs::remove_file(folder.file(SECOND)).unwrap();
    let seen = Mutex::new(Vec::new());
    let seen: &'static Mutex<Vec<u64>> = Box::leak(Box::new(seen));
    let watch = Watch::new(|progress| {
        seen.lock().unwrap().push(progress.done);
        assert_eq!(progress.total, DRAWS);
        ControlFlow::Continue(())
    });
    let settings = settings(DRAWS).with_watch(watch);
    let run = settings.run_in(&scenario(), &folder.open(), 300).unwrap();
    assert_eq!(run, alone);
    assert_eq!(folder.names(".summary").len(), 8);
    let seen = seen.lock().unwrap();
    assert!(seen.iter().all(|done| (4_000..=DRAWS).contains(done)));
    assert_eq!(seen.last(), Some(&DRAWS));
}

#[test]
fn schemes_and_exact_quantiles_go_in_parts_too() {
    for scheme in [Scheme::Antithetic, Scheme::LatinHypercube, Scheme::Sobol] {
        let folder = Folder::new(scheme.name());
        let settings = settings(3_000).with_scheme(scheme).unwrap();
        let run = settings.run_in(&scenario(), &folder.open(), 700).unwrap();
        assert_eq!(run, scenario().simulate(&settings).unwrap());
    }
    let folder = Folder::new("pairs");
    let pairs = settings(100).with_scheme(Scheme::Antithetic).unwrap();
    let error = pairs.run_in(&scenario(), &folder.open(), 7).unwrap_err();
    assert!(error.to_string().contains("even number"), "{error}");
    assert_eq!(folder.names(".summary").len(), 0);

    let exact = settings(3_000).with_exact_quantiles([0.1, 0.5]).unwrap();
    let error = exact.run_in(&scenario(), &folder.open(), 700).unwrap_err();
    assert!(error.to_string().contains("locate_quantiles"), "{error}");
    let exact = exact
        .clone()
        .with_quantile_ranges(exact.locate_quantiles(&scenario()).unwrap());
    let run = exact.run_in(&scenario(), &folder.open(), 700).unwrap();
    assert_eq!(run, scenario().simulate(&exact).unwrap());
    let series = run.series(Output::ComputeGrowth).unwrap();
    assert!(series.last().quantile(0.1).unwrap().is_exact());
}

#[test]
fn a_stopped_run_writes_what_it_has_and_goes_on() {
    let folder = Folder::new("stopped");
    let draws = 400_000;
    let stop = |least: u64| {
        Watch::new(move |progress| {
            if progress.done >= least {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    };
    let mut done = 0;
    for least in [1, 120_000, 250_000] {
        let settings = settings(draws).with_watch(stop(least));
        let run = settings.run_in(&scenario(), &folder.open(), 150_000);
        let now = run.unwrap().summary().draws_done();
        assert!(now > done && now < draws, "{now} after {done}");
        done = now;
    }
    let watch = Watch::default();
    watch.stop();
    let settings = settings(draws);
    let stopped = settings.clone().with_watch(watch.clone());
    let run = stopped.run_in(&scenario(), &folder.open(), 150_000);
    assert_eq!(run.unwrap().summary().draws_done(), done);
    let run = settings.run_in(&scenario(), &folder.open(), 150_000);
    assert_eq!(run.unwrap(), scenario().simulate(&settings).unwrap());
    let empty = Folder::new("stopped-at-once");
    let error = stopped.run_in(&scenario(), &empty.open(), 150_000);
    let error = error.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Stopped { .. }), "{error}");
}

/// What a scheduler of one's own sends out, in any order.
#[test]
fn the_state_of_a_run_says_what_is_left() {
    let folder = Folder::new("state");
    let (settings, scenario) = (settings(DRAWS), scenario());
    let alone = scenario.simulate(&settings).unwrap();
    let directory = folder.open();
    let state = |settings: &Simulation| settings.state_in(&scenario, &directory, 0..DRAWS, 2_000);
    let (none, parts) = state(&settings).unwrap().into_parts();
    assert_eq!(
        (none, &parts[..]),
        (None, &[0..2_000, 2_000..4_000, 4_000..DRAWS][..])
    );
    let part = settings.part(&scenario, 1_500..2_500).unwrap();
    directory.write(&part).unwrap();
    let now = state(&settings).unwrap();
    assert_eq!(now.done(), Some(&part));
    assert_eq!(now.remaining(), [0..1_500, 2_500..4_000, 4_000..DRAWS]);
    for draws in now.remaining().iter().rev() {
        let part = settings.part(&scenario, draws.clone()).unwrap();
        directory.write(&part).unwrap();
    }
    let (whole, left) = state(&settings).unwrap().into_parts();
    assert_eq!(settings.fan(&scenario, whole.unwrap()).unwrap(), alone);
    assert!(left.is_empty());

    // Of another run, and of a share that splits pairs.
    let other = settings.clone().with_seed(12);
    let error = state(&other).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::PartMismatch { .. }),
        "{error}"
    );
    let empty = Folder::new("state-of-pairs");
    let pairs = settings.clone().with_scheme(Scheme::Antithetic).unwrap();
    let error = pairs
        .state_in(&scenario, &empty.open(), 0..DRAWS, 7)
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
    let error = settings
        .state_in(&scenario, &empty.open(), 0..DRAWS + 1, 7)
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
}

/// Parts of several lengths are refused before the directory has more files than can be read.
#[test]
fn a_directory_is_not_filled_beyond_what_can_be_read() {
    let folder = Folder::new("many");
    let directory = folder.open();
    let most = Limit::PartFiles.most() as u64;
    let settings = settings(100_000_000);
    let file = |start: u64, end: u64| folder.file(&format!("draws-{start:012}-{end:012}.summary"));
    for part in 0..most - 1 {
        std::fs::File::create(file(2 * part, 2 * part + 1)).unwrap();
    }
    // Two parts at least are left.
    let draws = 2 * most..2 * most + 20_000;
    let run = settings.part_in(&scenario(), &directory, draws.clone(), 10_000);
    let error = run.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooMany { given: Some(given), .. } if *given as u64 == most + 1),
        "{error}"
    );
    let part = |draws| settings.part(&scenario(), draws).unwrap();
    directory.write(&part(2 * most..2 * most + 10)).unwrap();
    let error = directory
        .write(&part(2 * most + 10..2 * most + 20))
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooMany { .. }), "{error}");
    assert_eq!(folder.names(".summary").len() as u64, most);
}

/// Two machines with a directory each, whose parts are copied together.
#[test]
fn shares_of_two_machines_merge() {
    let (one, other) = (Folder::new("one"), Folder::new("other"));
    let settings = settings(DRAWS);
    let first = settings.part_in(&scenario(), &one.open(), 0..2_500, 1_000);
    assert_eq!(
        first.unwrap(),
        settings.part(&scenario(), 0..2_500).unwrap()
    );
    let second = settings.part_in(&scenario(), &other.open(), 2_500..DRAWS, 1_000);
    assert_eq!(second.unwrap().draws_done(), 2_500);
    for name in other.names(".summary") {
        std::fs::copy(other.file(&name), one.file(&name)).unwrap();
    }
    let summary = PartDirectory::merged(&one.0).unwrap().unwrap();
    let alone = scenario().simulate(&settings).unwrap();
    assert_eq!(Fan::from_summary(&scenario(), summary).unwrap(), alone);
    // Parts of one machine that have draws of the other.
    let shifted = settings.part_in(&scenario(), &one.open(), 2_500..DRAWS, 700);
    assert_eq!(shifted.unwrap().digest(), alone.summary().digest());
}

#[test]
fn torn_and_foreign_parts_are_refused_by_name() {
    let folder = filled("torn");
    let bytes = std::fs::read(folder.file(SECOND)).unwrap();
    for length in [0, 1, 19, 20, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(folder.file(SECOND), &bytes[..length]).unwrap();
        let kind = refused(&folder, &[SECOND]);
        assert!(matches!(kind, ErrorKind::Damaged { .. }), "{length}");
    }
    let mut changed = bytes.clone();
    changed[300] ^= 4;
    std::fs::write(folder.file(SECOND), &changed).unwrap();
    refused(&folder, &[SECOND, "checksum"]);
    std::fs::write(folder.file(SECOND), "not a summary").unwrap();
    refused(&folder, &[SECOND, "mark of a summary"]);
    std::fs::write(folder.file(SECOND), &bytes).unwrap();
    std::fs::write(folder.file("notes.summary"), "not a summary").unwrap();
    refused(&folder, &["notes.summary", "mark of a summary"]);
    std::fs::remove_file(folder.file("notes.summary")).unwrap();
    std::fs::create_dir(folder.file("folder.summary")).unwrap();
    refused(&folder, &["folder.summary", "must be a file"]);
    std::fs::remove_dir(folder.file("folder.summary")).unwrap();
    std::fs::write(folder.file("notes.txt"), "about the run").unwrap();
    let summary = PartDirectory::merged(&folder.0).unwrap().unwrap();
    assert!(summary.is_complete());
}

#[test]
fn duplicates_overlaps_and_wrong_names_are_refused() {
    let folder = filled("duplicates");
    let copy = format!("copy of {FIRST}");
    std::fs::copy(folder.file(FIRST), folder.file(&copy)).unwrap();
    let kind = refused(&folder, &[&copy, FIRST]);
    assert!(matches!(kind, ErrorKind::Misnamed { expected, .. } if expected == FIRST));
    std::fs::remove_file(folder.file(&copy)).unwrap();
    // The name of the second with the draws of the first.
    let second = std::fs::read(folder.file(SECOND)).unwrap();
    std::fs::copy(folder.file(FIRST), folder.file(SECOND)).unwrap();
    let kind = refused(&folder, &[SECOND, FIRST]);
    assert!(matches!(kind, ErrorKind::Misnamed { .. }));
    std::fs::write(folder.file(SECOND), second).unwrap();
    // Draws that two files have.
    let part = settings(DRAWS).part(&scenario(), 500..1_500).unwrap();
    let error = folder.open().write(&part).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Overlap { .. }), "{error}");
    let name = "draws-000000000500-000000001500.summary";
    std::fs::write(folder.file(name), part.to_bytes()).unwrap();
    let kind = refused(&folder, &[FIRST, name]);
    assert!(matches!(kind, ErrorKind::Overlap { .. }));
    std::fs::remove_file(folder.file(name)).unwrap();
    // A part of another run, under a name that is right.
    for other in [settings(DRAWS).with_seed(12), settings(DRAWS + 1)] {
        let part = other.part(&scenario(), 1_000..2_000).unwrap();
        std::fs::write(folder.file(SECOND), part.to_bytes()).unwrap();
        let error = settings(DRAWS).run_in(&scenario(), &folder.open(), PER_PART);
        let error = error.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::PartMismatch { .. }));
        assert!(error.path().ends_with(SECOND), "{error}");
        assert!(PartDirectory::merged(&folder.0).is_err());
    }
    // Nothing was removed or changed.
    assert_eq!(folder.names(".summary").len(), 5);
    let mut whole = settings(DRAWS).part(&scenario(), 0..10).unwrap();
    let apart = settings(DRAWS).part(&scenario(), 20..30).unwrap();
    whole.merge(&apart).unwrap();
    let error = Folder::new("two-ranges").open().write(&whole).unwrap_err();
    assert!(error.to_string().contains("not one range"), "{error}");
}

#[test]
fn threads_that_share_a_directory_write_no_overlapping_parts() {
    let settings = settings(DRAWS);
    let parts = [0..1_000, 500..1_500].map(|draws| settings.part(&scenario(), draws).unwrap());
    for attempt in 0..20 {
        let folder = Folder::new(&format!("threads-{attempt}"));
        let directory = folder.open();
        let written = std::thread::scope(|scope| {
            let writes = parts
                .each_ref()
                .map(|part| scope.spawn(|| directory.write(part).is_ok()));
            writes.map(|write| write.join().unwrap())
        });
        assert_eq!(written.iter().filter(|is_written| **is_written).count(), 1);
        assert!(PartDirectory::merged(&folder.0).unwrap().is_some());
    }
}

#[test]
fn temporary_files_are_ignored_and_removed() {
    let folder = filled("temporary");
    let name = format!("{FIRST}.0123456789abcdef.partial");
    std::fs::write(folder.file(&name), "half of a part").unwrap();
    assert!(PartDirectory::merged(&folder.0).unwrap().is_some());
    assert_eq!(folder.names(".partial").len(), 1);
    drop(folder.open());
    assert_eq!(folder.names(".partial").len(), 0);
    assert_eq!(folder.names(".summary").len(), 5);
}

#[test]
fn a_directory_has_one_user_at_a_time() {
    let folder = filled("in-use");
    let open = folder.open();
    let error = PartDirectory::open(&folder.0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InUse { .. }), "{error}");
    // Another process too.
    let output = child(&folder, DRAWS, PER_PART).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("is in use by another run"), "{text}");
    drop(open);
    assert!(PartDirectory::open(&folder.0).is_ok());
}

#[track_caller]
fn file_error(error: &Error, expected: &[std::io::ErrorKind], path: &Path) {
    let ErrorKind::File {
        cause, path: of, ..
    } = error.kind()
    else {
        unreachable!("{error}")
    };
    assert!(expected.contains(cause), "{cause:?}: {error}");
    assert!(Path::new(of).starts_with(path), "{error}");
}

#[test]
fn a_path_that_is_no_directory_is_refused() {
    use std::io::ErrorKind::{AlreadyExists, NotADirectory, NotFound};
    let folder = filled("no-directory");
    let error = PartDirectory::open(folder.file(FIRST)).unwrap_err();
    file_error(&error, &[AlreadyExists, NotADirectory], &folder.0);
    let error = PartDirectory::open(folder.file(FIRST).join("below")).unwrap_err();
    file_error(&error, &[NotADirectory], &folder.0);
    let error = PartDirectory::merged(folder.file("none")).unwrap_err();
    file_error(&error, &[NotFound], &folder.0);
    let empty = Folder::new("empty");
    drop(empty.open());
    assert_eq!(PartDirectory::merged(&empty.0).unwrap(), None);
}

/// The variable that makes this program the child: the draws of the run and of a part, and the directory.
const CHILD: &str = "COMPUTE_IMPACT_PART_DIRECTORY";

/// This program, as a child that runs only [`the_child`].
fn child(folder: &Folder, draws: u64, per_part: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!(
            "{}::the_child",
            module_path!().split_once("::").unwrap().1
        ))
        .env(CHILD, format!("{draws}:{per_part}:{}", folder.0.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The run that others kill or starve; nothing unless it is started by them.
#[test]
fn the_child() {
    let Ok(asked) = std::env::var(CHILD) else {
        return;
    };
    let mut asked = asked.splitn(3, ':');
    let [draws, per_part] = [(); 2].map(|()| asked.next().unwrap().parse().unwrap());
    let path = asked.next().unwrap();
    let run = PartDirectory::open(path)
        .and_then(|directory| settings(draws).run_in(&scenario(), &directory, per_part));
    #[allow(clippy::print_stdout)] // It speaks to its parent.
    match run {
        Ok(fan) => println!("\ndigest {}", fan.summary().digest()),
        Err(error) => println!("\nerror {error}"),
    }
}

/// The answer of a child: its digest or its error.
fn answer(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    let line = lines.find(|line| line.starts_with("digest ") || line.starts_with("error "));
    line.unwrap_or_default().to_owned()
}

/// A process is killed a hundred times after random times, from before it opens the directory to some
/// parts later. Parts are so small that many kills fall into the writing of one.
#[test]
fn a_run_that_is_killed_a_hundred_times_is_the_run_to_the_bit() {
    let (draws, per_part) = (100_000, 100);
    let folder = Folder::new("killed");
    let alone = scenario().simulate(&settings(draws)).unwrap();
    let child = || child(&folder, draws, per_part);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut ended, mut grown, mut torn, mut most) = (0, 0, 0, 0);
    for _ in 0..100 {
        // From a child's start to its first new part, and a random time of up to 30 ms more or less.
        let before = count(&folder);
        let started = Instant::now();
        let mut running = child().spawn().unwrap();
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let wait = Duration::from_micros((random >> 40) % 30_000);
        if random >> 63 == 0 {
            while count(&folder) == before && started.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_micros(200));
                if running.try_wait().unwrap().is_some() {
                    break;
                }
            }
        }
        std::thread::sleep(wait);
        running.kill().unwrap();
        ended += u32::from(running.wait().unwrap().success());
        if !folder.0.exists() {
            continue;
        }
        torn += folder.names(".partial").len();
        // Whatever was killed, all parts read, and none is lost.
        let merged = PartDirectory::merged(&folder.0).unwrap();
        let done = merged.map_or(0, |summary| summary.draws_done());
        assert!(done >= most, "{done} draws after {most}");
        grown += u32::from(done > most);
        most = done;
    }
    assert!(
        ended < 50,
        "{ended} of 100 runs ended before they were killed"
    );
    assert!(grown >= 10, "{grown} of 100 runs wrote a part");
    let found = answer(&mut child());
    assert_eq!(found, format!("digest {}", alone.summary().digest()));
    assert_eq!(
        folder.names(".partial").len(),
        0,
        "{torn} were left by kills"
    );
    let whole: Summary = PartDirectory::merged(&folder.0).unwrap().unwrap();
    assert_eq!(&whole, alone.summary());
}

/// The count of the parts in a directory, which may not exist yet.
fn count(folder: &Folder) -> usize {
    let files = std::fs::read_dir(&folder.0).into_iter().flatten();
    let names = files.map(|file| file.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".summary"))
        .count()
}

/// A child that may write files of 2 or 4 KB only, as on a disk that is nearly full.
#[cfg(unix)]
#[test]
fn a_part_that_cannot_be_written_as_a_whole_is_an_error_that_loses_nothing() {
    let folder = Folder::new("small-files");
    let part = settings(240_000).part(&scenario(), 0..60_000).unwrap();
    assert!(part.to_bytes().len() > 8_192);
    folder.open().write(&part).unwrap();
    let own = child(&folder, 240_000, 60_000);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]);
    limited.arg(own.get_program()).args(own.get_args());
    limited.envs(
        own.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let found = answer(limited.stdout(Stdio::piped()));
    assert!(found.contains("error cannot write"), "{found}");
    assert!(found.contains("make room on the disk"), "{found}");
    assert!(
        found.contains("draws-000000060000-000000120000.summary"),
        "{found}"
    );
    assert_eq!(folder.names(".summary").len(), 1);
    assert_eq!(folder.names(".partial").len(), 0);
    let alone = scenario().simulate(&settings(240_000)).unwrap();
    let found = answer(&mut child(&folder, 240_000, 60_000));
    assert_eq!(found, format!("digest {}", alone.summary().digest()));
}

/// A child on a disk of 64 KB that is full, and on a directory that is read-only, where the system
/// lets a test mount one: otherwise nothing is tried.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_read_only_one_are_errors_with_their_cause() {
    let folder = Folder::new("full");
    drop(folder.open());
    let own = child(&folder, 240_000, 60_000);
    let mounted = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
        command
            .arg(&folder.0)
            .arg(own.get_program())
            .args(own.get_args());
        command.envs(
            own.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        command.stdout(Stdio::piped());
        command
    };
    let is_allowed = mounted("mount -t tmpfs -o size=64k none \"$0\"").output();
    if !is_allowed.is_ok_and(|output| output.status.success()) {
        return;
    }
    let full = "mount -t tmpfs -o size=64k none \"$0\" && head -c 61440 /dev/zero > \"$0/rest\" && \
                \"$@\"; ls \"$0\"";
    let found = answer(&mut mounted(full));
    assert!(found.contains("No space left on device"), "{found}");
    assert!(found.contains("make room on the disk"), "{found}");
    let read_only = "mount -t tmpfs none \"$0\" && mount -o remount,ro \"$0\" && \"$@\"";
    let found = answer(&mut mounted(read_only));
    assert!(found.contains("error cannot write to"), "{found}");
    assert!(
        found.contains("directory that can be written to"),
        "{found}"
    );
}
