//! `compute-impact` on a cluster of [Apache Ballista](https://datafusion.apache.org/ballista): a
//! scheduler, executors, and a client that runs a simulation on them.
//!
//! The crate starts the engine's own servers with the codecs of `compute-impact-datafusion`, so that a plan
//! carries its functions, scenarios and settings: servers are started once, and know no scenario of
//! their own. All of them must have the same version of the library as the client; another one is
//! refused by its number.
//!
//! | what | program | in code |
//! |---|---|---|
//! | scheduler | `scheduler` | [`run_scheduler`] |
//! | executor | `executor` | [`run_executor`] |
//! | a simulation | `simulate` | [`Cluster::draw`] |
//! | SQL | | [`session`] |

mod cluster;
mod error;
mod job;
mod servers;
mod session;

pub use cluster::Cluster;
pub use error::Error;
pub use servers::{Executor, run_executor, run_scheduler};
pub use session::session;
