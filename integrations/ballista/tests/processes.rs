//! Servers of a cluster as processes, which end with the test.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use compute_impact::simulation::{Fan, PartDirectory};
use compute_impact::{Scenario, Simulation};
use compute_impact_ballista::{Cluster, Error};
use tempfile::TempDir;

/// The path of a program of this crate, which cargo puts two folders above its tests and examples.
pub(crate) fn program(name: &str) -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let folder = this.parent().and_then(Path::parent).unwrap();
    let program = folder.join(name);
    assert!(
        program.exists(),
        "{} is not built: cargo build --bins",
        program.display()
    );
    program
}

/// A process that is killed at the end.
#[derive(Debug)]
pub(crate) struct Server(Child);

impl Server {
    /// Ends it at once, as a loss of power does.
    pub(crate) fn kill(&mut self) {
        // One that has ended already cannot be killed.
        drop(self.0.kill());
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A scheduler and executors of one core each.
pub(crate) struct Servers {
    pub(crate) port: u16,
    pub(crate) scheduler: Server,
    pub(crate) executors: Vec<Server>,
    folder: TempDir,
}

impl Servers {
    pub(crate) fn new(executors: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let scheduler = scheduler(port, folder.path());
        let mut servers = Self {
            port,
            scheduler,
            executors: Vec::new(),
            folder,
        };
        for _ in 0..executors {
            servers.add_executor(&program("executor"));
        }
        servers
    }

    pub(crate) fn add_executor(&mut self, program: &Path) {
        let number = self.executors.len();
        let folder = self.folder.path().join(format!("executor-{number}"));
        std::fs::create_dir(&folder).unwrap();
        let executor = Command::new(program)
            .args(["--scheduler-port", &self.port.to_string()])
            .args(["--address", &format!("127.0.0.1:{}", free_port())])
            .args(["--cores", "1", "--directory", folder.to_str().unwrap()])
            .stderr(
                File::create(self.folder.path().join(format!("executor-{number}.log"))).unwrap(),
            )
            .spawn();
        self.executors.push(Server(executor.unwrap()));
    }

    /// Starts the scheduler again, at the same address.
    pub(crate) fn restart_scheduler(&mut self) {
        self.scheduler = scheduler(self.port, self.folder.path());
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn cluster(&self) -> Cluster {
        Cluster::new(self.url())
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        // The logs of the servers, if a test fails.
        if !std::thread::panicking() {
            return;
        }
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let from = text.len().saturating_sub(3_000);
                let text = String::from_utf8_lossy(&text.as_bytes()[from..]).into_owned();
                println!("-- {}\n{text}", path.display());
            }
        }
    }
}

fn scheduler(port: u16, folder: &Path) -> Server {
    let log = File::options()
        .append(true)
        .create(true)
        .open(folder.join("scheduler.log"));
    let scheduler = Command::new(program("scheduler"))
        .args(["--address", &format!("127.0.0.1:{port}")])
        .stderr(log.unwrap())
        .spawn();
    let scheduler = Server(scheduler.unwrap());
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "the scheduler does not start"
        );
        sleep(Duration::from_millis(50));
    }
    scheduler
}

pub(crate) fn china() -> Scenario {
    Scenario::shipped("china-2030").unwrap()
}

pub(crate) fn settings(draws: u64) -> Simulation {
    Simulation::new(draws).unwrap().with_seed(7)
}

/// The even number of draws that take two executors of one core about this long.
pub(crate) fn draws_of(seconds: u64) -> u64 {
    const SAMPLE: u64 = 200_000;
    static SAMPLE_TIME: LazyLock<Duration> = LazyLock::new(|| {
        let start = Instant::now();
        settings(SAMPLE).part(&china(), 0..SAMPLE).unwrap();
        start.elapsed()
    });
    let samples = 2 * 1_000 * seconds / u64::try_from(SAMPLE_TIME.as_millis()).unwrap().max(1);
    SAMPLE * samples.max(1)
}

/// The digest of a run on this machine.
pub(crate) fn digest(settings: &Simulation) -> String {
    let fan = china().simulate(settings).unwrap();
    fan.summary().digest()
}

/// The fan of a cluster, from an empty directory.
pub(crate) async fn simulate_on(cluster: &Cluster, settings: &Simulation) -> Result<Fan, Error> {
    let folder = tempfile::tempdir().unwrap();
    let directory = PartDirectory::open(folder.path()).unwrap();
    let never = std::future::pending();
    cluster
        .simulate(&china(), settings, &directory, |_| {}, never)
        .await
}
