//! `compute-impact` on a cluster of [Apache Ballista](https://datafusion.apache.org/ballista): a
//! scheduler, executors, and a client that runs a simulation on them.
//!
//! The crate starts the engine's own servers with the codecs of `compute-impact-datafusion`, so that a plan
//! carries its functions, scenarios and settings: servers need no scenario files and no restart for
//! another one. All must be built from the client's commit; a server with another version number of the
//! library returns an error with both numbers.
//!
//! | what | program | in code |
//! |---|---|---|
//! | scheduler | `scheduler` | [`run_scheduler`] |
//! | executor | `executor` | [`run_executor`] |
//! | a simulation | `simulate` | [`Cluster::simulate`] |
//! | SQL | | [`session`] |

mod cluster;
mod error;
mod job;
mod servers;
mod session;

pub use cluster::Cluster;
pub use error::Error;
pub use servers::{ExecutorSettings, run_executor, run_scheduler};
pub use session::session;

/// The program of the README, which compiles with the other examples of the docs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
