//! The program `simulate`, as a user runs it.

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::processes::{Servers, digest, draws_of, program};
use compute_impact::Simulation;

fn simulate(arguments: &[&str]) -> Output {
    Command::new(program("simulate"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_prints_the_fan_and_the_digest_of_one_machine() {
    let servers = Servers::new(2);
    let url = servers.url();
    let output = simulate(&[
        "--scheduler",
        &url,
        "--draws",
        "20000",
        "--seed",
        "3",
        "--jobs",
        "4",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    let settings = Simulation::new(20_000).unwrap().with_seed(3);
    assert!(
        shown.ends_with(&format!("{}\n", digest(&settings))),
        "{shown}"
    );
    assert!(
        shown.contains("gdp-impact (fraction)") && shown.contains("\n2030"),
        "{shown}"
    );
}

#[test]
fn ctrl_c_stops_the_run_and_the_same_command_continues_it() {
    let servers = Servers::new(2);
    let url = servers.url();
    let folder = tempfile::tempdir().unwrap();
    let parts = folder.path().join("parts");
    let draws = draws_of(8);
    let count = draws.to_string();
    let arguments = [
        "--scheduler",
        &url,
        "--draws",
        &count,
        "--jobs",
        "20",
        "--directory",
        parts.to_str().unwrap(),
    ];
    let program = Command::new(program("simulate"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let killed = Command::new("kill")
        .args(["-INT", &program.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let shown = text(&output.stdout);
    assert!(
        shown.starts_with("Stopped after "),
        "{shown}{}",
        text(&output.stderr)
    );
    let output = simulate(&arguments);
    let shown = text(&output.stdout);
    let settings = Simulation::new(draws).unwrap();
    assert!(
        shown.ends_with(&format!("{}\n", digest(&settings))),
        "{shown}{}",
        text(&output.stderr)
    );
}

#[test]
fn wrong_arguments_are_named_in_the_error() {
    for (arguments, words) in [
        (&["--draws", "0"][..], "number of draws must lie in [1, "),
        (&["--output", "gdp-impakt"], "gdp-impakt"),
        (&["--scenario", "no-such-file.toml"], "no-such-file.toml"),
        (
            &["--jobs", "0"][..],
            "the number of jobs must lie in [1, 10000], got 0",
        ),
        (&["--output", "smart-waiting"][..], "choose one of"),
        (
            &["--scheduler", "nowhere"],
            "must be such as http://127.0.0.1:50050, got \"nowhere\"",
        ),
    ] {
        let output = simulate(&[arguments, &["--patience", "1"]].concat());
        assert!(!output.status.success());
        let error = text(&output.stderr);
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}
