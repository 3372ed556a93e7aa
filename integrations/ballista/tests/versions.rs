//! An executor of another version of the library, built from a copy of this repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use compute_impact_ballista::Error;

use crate::processes::{self, Servers, settings, simulate_on};

const OTHER_VERSION: &str = "9.8.7";

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let is_left_out = [".git", "target", "docs"]
            .iter()
            .any(|other| name == *other);
        match path.is_dir() {
            _ if is_left_out => {}
            true => copy(&path, &to.join(name)),
            false => drop(std::fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

/// Replaces a text that the file must have.
fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// The program of an executor whose library has another version number.
fn other_executor(folder: &Path) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(here.parent().and_then(Path::parent).unwrap(), folder);
    let crate_copy = folder.join("integrations/ballista");
    let [ours, theirs] =
        [compute_impact::VERSION, OTHER_VERSION].map(|number| format!("version = \"{number}\""));
    edit(&folder.join("Cargo.toml"), &ours, &theirs);
    let name = "name = \"compute-impact\"\n";
    edit(
        &crate_copy.join("Cargo.lock"),
        &format!("{name}{ours}"),
        &format!("{name}{theirs}"),
    );
    // In the same folder of builds, so that the engine is not built a second time, under a name of its own.
    let name = "executor_of_another_version";
    let programs = crate_copy.join("src/bin");
    std::fs::rename(
        programs.join("executor.rs"),
        programs.join(format!("{name}.rs")),
    )
    .unwrap();
    let executor = processes::program("executor");
    let debug = executor.parent().unwrap();
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--bin", name])
        .args([
            "--manifest-path",
            crate_copy.join("Cargo.toml").to_str().unwrap(),
        ])
        .args(["--target-dir", debug.parent().unwrap().to_str().unwrap()])
        .status();
    assert!(status.unwrap().success());
    let moved = folder.join(name);
    std::fs::copy(debug.join(name), &moved).unwrap();
    std::fs::remove_file(debug.join(name)).unwrap();
    moved
}

#[tokio::test(flavor = "multi_thread")]
async fn an_executor_of_another_version_is_refused_with_both_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let other = other_executor(folder.path());
    let mut servers = Servers::new(1);
    servers.add_executor(&other);
    let cluster = servers
        .cluster()
        .with_jobs(1)
        .unwrap()
        .with_tasks(32)
        .unwrap();
    let start = std::time::Instant::now();
    // Tasks that take long enough for both executors to get some.
    let error = simulate_on(&cluster, &settings(4_000_000))
        .await
        .unwrap_err();
    println!("after {:.1} s: {error}", start.elapsed().as_secs_f64());
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    let message = error.to_string();
    for words in [
        OTHER_VERSION,
        compute_impact::VERSION,
        "run the same version",
    ] {
        assert!(message.contains(words), "{message}");
    }
}
