//! What must be true of a cluster: real processes on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

mod bits;
mod losses;
mod processes;
mod program;
mod versions;
