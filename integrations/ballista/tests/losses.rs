//! Executors and schedulers that are lost in the middle of a run: the bits of one machine, or a clear
//! error within the time that is stated.

use std::time::{Duration, Instant};

use compute_impact::simulation::PartDirectory;
use compute_impact_ballista::Error;

use crate::processes::{
    Servers, china, digest, draws_of, free_port, program, settings, simulate_on,
};

/// The time that two executors need for a run, in seconds.
const LENGTH: u64 = 8;

/// Upper bound on the delay from losing an executor, which is noticed after 12 s.
const RECOVERY: Duration = Duration::from_secs(40);

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_executor_does_not_change_the_result() {
    let settings = settings(draws_of(LENGTH));
    let mut servers = Servers::new(2);
    let cluster = servers
        .cluster()
        .with_jobs(1)
        .unwrap()
        .with_tasks(16)
        .unwrap();
    let start = Instant::now();
    let run = tokio::spawn({
        let settings = settings.clone();
        async move { simulate_on(&cluster, &settings).await }
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(
        !run.is_finished(),
        "the run was over before the executor was killed"
    );
    servers.executors[0].kill();
    let fan = run.await.unwrap().unwrap();
    let took = start.elapsed();
    println!("with a killed executor: {:.1} s", took.as_secs_f64());
    assert_eq!(fan.summary().digest(), digest(&settings));
    assert!(took < RECOVERY + Duration::from_secs(20), "{took:?}");
}

/// A job that has had no executor for 30 s fails.
#[tokio::test(flavor = "multi_thread")]
async fn losing_all_executors_is_an_error_and_keeps_finished_parts() {
    let settings = settings(draws_of(LENGTH));
    let mut servers = Servers::new(1);
    let cluster = servers
        .cluster()
        .with_jobs(40)
        .unwrap()
        .with_tasks(2)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let directory = PartDirectory::open(folder.path()).unwrap();
    let (send, mut first) = tokio::sync::mpsc::unbounded_channel();
    let run = tokio::spawn({
        let (cluster, settings) = (cluster.clone(), settings.clone());
        async move {
            let progress = |done| send.send(done).unwrap();
            let never = std::future::pending();
            let fan = cluster
                .simulate(&china(), &settings, &directory, progress, never)
                .await;
            (fan, directory)
        }
    });
    while first.recv().await.unwrap() == 0 {}
    servers.executors[0].kill();
    let start = Instant::now();
    let (fan, directory) = run.await.unwrap();
    let error = fan.unwrap_err();
    println!(
        "without executors, after {:.1} s: {error}",
        start.elapsed().as_secs_f64()
    );
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    assert!(start.elapsed() < Duration::from_secs(70));
    // With an executor again the same call goes on, and gives the bits of one machine.
    servers.add_executor(&program("executor"));
    let mut seen = Vec::new();
    let never = std::future::pending();
    let progress = |done| seen.push(done);
    let fan = cluster
        .simulate(&china(), &settings, &directory, progress, never)
        .await
        .unwrap();
    assert!(seen[0] > 0, "earlier parts are kept");
    assert_eq!(fan.summary().digest(), digest(&settings));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_scheduler_gets_its_lost_jobs_again() {
    let settings = settings(draws_of(LENGTH));
    let mut servers = Servers::new(2);
    // The jobs run longer than the scheduler may be unreachable.
    let cluster = servers
        .cluster()
        .with_jobs(2)
        .unwrap()
        .with_tasks(2)
        .unwrap();
    let cluster = cluster.with_patience(Duration::from_secs(3));
    let run = tokio::spawn({
        let settings = settings.clone();
        async move { simulate_on(&cluster, &settings).await }
    });
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(
        !run.is_finished(),
        "the run was over before the scheduler was killed"
    );
    servers.scheduler.kill();
    tokio::time::sleep(Duration::from_secs(1)).await;
    servers.restart_scheduler();
    let fan = run.await.unwrap().unwrap();
    assert_eq!(fan.summary().digest(), digest(&settings));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduler_that_is_not_there_is_a_clear_error() {
    let cluster =
        compute_impact_ballista::Cluster::new(format!("http://127.0.0.1:{}", free_port()));
    let cluster = cluster.with_patience(Duration::from_secs(2));
    let start = Instant::now();
    let error = simulate_on(&cluster, &settings(1_000)).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_takes_too_long_is_a_clear_error() {
    // No executor: the job waits.
    let servers = Servers::new(0);
    let cluster = servers.cluster().with_timeout(Duration::from_secs(3));
    let start = Instant::now();
    let error = simulate_on(&cluster, &settings(1_000)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_goes_on_where_it_stopped() {
    let settings = settings(draws_of(LENGTH));
    let servers = Servers::new(2);
    let cluster = servers
        .cluster()
        .with_jobs(16)
        .unwrap()
        .with_tasks(2)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let directory = PartDirectory::open(folder.path()).unwrap();
    let stop = tokio::time::sleep(Duration::from_secs(2));
    let stopped = cluster
        .simulate(&china(), &settings, &directory, |_| {}, stop)
        .await;
    let Err(Error::Stopped { done, draws }) = stopped else {
        panic!("{stopped:?}")
    };
    assert!(
        0 < done && done < draws && draws == settings.draws(),
        "{done} of {draws}"
    );
    // Another seed is refused; another number of jobs is accepted.
    let other = settings.clone().with_seed(8);
    let never = std::future::pending();
    let refused = cluster
        .simulate(&china(), &other, &directory, |_| {}, never)
        .await;
    assert!(refused.unwrap_err().to_string().contains("seed"));
    let cluster = cluster.with_jobs(11).unwrap();
    let never = std::future::pending();
    let fan = cluster
        .simulate(&china(), &settings, &directory, |_| {}, never)
        .await
        .unwrap();
    assert_eq!(fan.summary().digest(), digest(&settings));
}
