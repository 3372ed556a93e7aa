//! CPU time, wall time and peak memory of this process.

use serde::Serialize;
use std::time::Instant;
use std::{fs, io};

/// The least of the repeats, each in milliseconds.
#[derive(Serialize)]
pub struct Measured {
    pub wall_ms: f64,
    pub cpu_ms: f64,
}

/// Does the work once unmeasured, so that its memory has been touched, then `repeat` times.
pub fn least(repeat: usize, mut work: impl FnMut()) -> Measured {
    work();
    let mut least = Measured {
        wall_ms: f64::INFINITY,
        cpu_ms: f64::INFINITY,
    };
    for _ in 0..repeat {
        let (cpu, wall) = (cpu_ms(), Instant::now());
        work();
        least.wall_ms = least.wall_ms.min(1e3 * wall.elapsed().as_secs_f64());
        least.cpu_ms = least.cpu_ms.min(cpu_ms() - cpu);
    }
    least
}

/// User and system time of all threads of the process.
fn cpu_ms() -> f64 {
    // SAFETY: `rusage` is plain integers, so zeroes are valid, and the call only writes to it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
}

fn milliseconds(time: libc::timeval) -> f64 {
    1e3 * time.tv_sec as f64 + 1e-3 * time.tv_usec as f64
}

/// The peak of this program alone: `ru_maxrss` would begin with that of the process that started
/// it.
pub fn peak_mb() -> io::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse::<f64>().ok())
        .map(|kilobytes| kilobytes * 1024.0 / 1e6)
        .ok_or_else(|| io::Error::other("no VmHWM in /proc/self/status"))
}
